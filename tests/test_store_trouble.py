"""A store that is damaged or busy: whatever door of the bot somebody comes in by, they get a sentence that helps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from appeals import STATEMENT
from fake_slack import FakeSlack
from signed import Member, Response

from bot.slack_app import SlackApp
from bot.store import Store
from bot.store.cards import Place
from bot.store.roles import Office
from bot.store.who import Who
from bot.usecases.reviewing import Changes

DAMAGED, BUSY = "My store is damaged; tell whoever runs me here.", "My store is busy with something big; try again"
APPEAL, PROFILE, ADMIN = "/whylocked-appeal", "/whylocked-profile", "/whylocked-admin"


def press(opens: str) -> dict[str, Any]:
    """A message with the button of a window."""
    button = {"type": "button", "action_id": "open:0", "text": {"type": "plain_text", "text": "Open"}}
    return {"channel": "D1", "blocks": [{"type": "actions", "elements": [{**button, "value": f"card {opens}"}]}]}


def sent(sender: Member, name: str, **given: dict[str, object]) -> Response:
    """A form that was filled in and sent."""
    kept = {"card": "card", "url": "", "container": {"channel_id": "D1"}, "about": "1", "version": 0}
    view = {"type": "modal", "callback_id": name, "blocks": [], "private_metadata": json.dumps(kept)}
    made: dict[str, Any] = sender.a_submission(view)
    made["view"]["blocks"] = [{"block_id": block, "element": {}} for block in given]
    made["view"]["state"] = {"values": {block: {"value": value} for block, value in given.items()}}
    return sender.send_payload(made)


def picked(value: str) -> dict[str, object]:
    """A choice of a list."""
    return {"selected_option": {"value": value}}


ALL_RULES = [{"value": value} for value in ("true", "terms", "myself")]
DOORS: dict[str, Callable[[Member], Response]] = {
    "/whylocked-appeal": lambda me: me.command("", command=APPEAL),
    "/whylocked-appeal status": lambda me: me.command("status", command=APPEAL),
    "/whylocked-appeal with a statement": lambda me: me.command(STATEMENT, command=APPEAL),
    "/whylocked-profile": lambda me: me.command("", command=PROFILE),
    "/whylocked-profile with facts": lambda me: me.command("photo yes", command=PROFILE),
    "/whylocked-admin": lambda me: me.command("", command=ADMIN),
    "the window of an appeal": lambda me: me.presses(press("appeal|"), "Open"),
    "the window of the profile": lambda me: me.presses(press("profile|"), "Open"),
    "the window of a step": lambda me: me.presses(press("appeal_ask|1"), "Open"),
    "the window of an answer": lambda me: me.presses(press("answer|1"), "Open"),
    "the window of a standing": lambda me: me.presses(press("standing|"), "Open"),
    "the window of numbers": lambda me: me.presses(press("numbers|"), "Open"),
    "the window of reviewers": lambda me: me.presses(press("reviewing|"), "Open"),
    "an appeal's form": lambda me: sent(
        me, "appeal", kind=picked("ban"), statement={"value": STATEMENT}, rules={"selected_options": ALL_RULES}
    ),
    "a step's form": lambda me: sent(me, "appeal_ask", note={"value": "Why?"}),
    "an answer's form": lambda me: sent(me, "answer", note={"value": "So."}),
    "a standing's form": lambda me: sent(
        me, "standing", member={"selected_user": "U2"}, kind=picked("banned"), reason=picked("unknown")
    ),
    "the reviewers' form": lambda me: sent(me, "reviewing", channel={"selected_conversation": "C9"}),
    "the numbers' form": lambda me: sent(me, "numbers", **{"message_volume.limit": {"value": "7"}}),
    "a person's form": lambda me: sent(me, "person", typed={"value": "Jane Doe"}),
    "the profile's form": lambda me: sent(me, "profile", summary={"value": "yes"}),
    "the Home tab": lambda me: me.opens(),
    "a message's author": lambda me: me.send_payload(me.a_message_shortcut({"user": "U2"})),
}


def said(slack: FakeSlack, response: Response) -> str:
    """All that a person is told: in the response, or after it."""
    calls = [f"{call.method} {json.dumps(call.body, default=str)}" for call in slack.calls()]
    return "\n".join([response.body, *calls])


@pytest.fixture
def app(bot: SlackApp) -> SlackApp:
    """A bot whose U1 administers, so that nothing has to be asked of Slack."""
    changes = Changes({Office.ADMINISTRATOR: ["U1"]}, sets_channel=True, channel="C9", greeted=Place("C9", "1.1"))
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), changes, bot.desk.clock())
    return bot


@pytest.mark.parametrize("door", DOORS)
def test_a_damaged_store_is_told_at_every_door(app: SlackApp, me: Member, slack: FakeSlack, store: Store, door: str):
    """What is wrong, in one sentence; nothing fails in silence."""
    store.path.write_bytes(b"no database at all, and longer than a header of one hundred bytes would be" * 4)
    response = DOORS[door](me)
    app.desk.workers.stop()
    assert (response.status, DAMAGED in said(slack, response)) == (200, True), said(slack, response)


@contextmanager
def written_by_another(store: Store) -> Iterator[None]:
    """Within it another program writes, and nobody else can."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("ROLLBACK")


WRITES = [door for door in DOORS if door.endswith(("form", "statement", "facts"))]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("door", WRITES)
def test_a_busy_store_is_told_wherever_something_is_kept(
    app: SlackApp, me: Member, slack: FakeSlack, store: Store, door: str
):
    """The form stays open and says so, or it follows once the store is free; nobody waits for nothing."""
    with written_by_another(store):
        response = DOORS[door](me)
    app.desk.workers.stop()
    told = said(slack, response)
    follows = "the answer follows in a moment" in told or "chat.postMessage" in told
    assert (response.status, BUSY in told or follows) == (200, True), told
