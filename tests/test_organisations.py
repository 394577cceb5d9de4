"""Whole organisations, workspaces that share a channel, and those where the app is not: each kind of request.

The shapes are those of Bolt's own tests (tests/scenario_tests: org apps, shared channels, view submissions).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from browsing import URL, Browser, installable
from conftest import NOW, Hands, archive, keep, tie
from fake_slack import FakeSlack
from signed import Member, Response, labels, said_in

from bot.errors import UserError
from bot.listeners.clerk import tick
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.connection import connected

WHY_JANE = "why can't I message Jane Doe?"
ORG = {"enterprise_id": "E1", "team_id": None, "user_id": "UBOT", "is_bot": True, "is_enterprise_install": True}
PRESSED_IN_ORG: dict[str, object] = {"team": None, "enterprise": {"id": "E1", "name": "Acme Group"}}
PRESSED_IN_ORG |= {"is_enterprise_install": True}


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app, which any workspace may install; nobody has."""
    app = installable(slack, store, hands)
    yield app
    app.stop()


def rows(store: Store, team: str) -> dict[str, int]:
    """How many rows a workspace has, its guests apart, by table."""
    with connected(store.path) as db:
        tables = [table.name for table in db.tables if "team" in table.columns_dict]
        counts = {name: db.execute(f"SELECT count(*) FROM {name} WHERE team = ?", [team]) for name in tables}  # noqa: S608
        return {name: number for name, found in counts.items() if (number := found.fetchone()[0])}


def installed(app: SlackApp, slack: FakeSlack, store: Store, team: str) -> None:
    """Somebody installs the app, and has been told what to do next."""
    Browser(app, slack).installs()
    slack.wait_for("chat.postMessage")
    until = time.monotonic() + 5
    while "owed" in rows(store, team):
        assert time.monotonic() < until
        time.sleep(0.01)
    slack.clear()


# Organisations


@pytest.fixture
def member(app: SlackApp, slack: FakeSlack, store: Store) -> Member:
    """Somebody of workspace T111 in organisation E1, which has the app as a whole; they know Jane Doe."""
    slack.installs_in(None, "Acme Group", "W9", enterprise_id="E1")
    installed(app, slack, store, "E1")
    keep(store, Who("E1", "W1"), archive(NOW.date(), name="Mia Quell", connections=[tie("Jane Doe")]))
    return Member(app, slack, "W1", "E1").of("W1", "T111", new=True)


def in_org(payload: Mapping[str, object], **more: object) -> dict[str, object]:
    """An event as Slack sends it where a whole organisation has the app."""
    return {**payload, "enterprise_id": "E1", "authorizations": [ORG], "is_ext_shared_channel": False, **more}


def test_who_installs_it_in_an_organisation_is_told(app: SlackApp, slack: FakeSlack):
    """By the organisation's token, as a member of the organisation."""
    slack.installs_in(None, "Acme Group", "W9", enterprise_id="E1")
    Browser(app, slack).installs()
    call = slack.wait_for("chat.postMessage")[0]
    assert (call.body["channel"], str(call.token)[:12]) == ("W9", "xoxb-fake-E1")


def test_in_an_organisation_each_kind_of_request_is_answered(member: Member, slack: FakeSlack, store: Store):
    """Command, message, mention, press, form, shortcut, list and Home: with the organisation's token and its rows."""
    asked = member.command(WHY_JANE, enterprise_id="E1", is_enterprise_install="true").json
    assert "message to Jane Doe" in asked["text"]
    member.send_json(in_org(member.a_message(WHY_JANE)))
    assert "message to Jane Doe" in member.answered()["text"]
    member.send_json(in_org(member.a_mention(WHY_JANE)))
    assert "message to Jane Doe" in member.whispered()["text"]
    assert member.send_payload(member.a_press(asked, "Check again", **PRESSED_IN_ORG)).status == 200
    assert "message to Jane Doe" in member.responded()["text"]
    shortcut = member.a_shortcut(**PRESSED_IN_ORG)
    assert member.send_payload(shortcut).status == 200
    view = member.opened()
    listed = member.send_payload(member.a_suggestion(view, "jane") | PRESSED_IN_ORG).json["options"]
    assert [each["text"]["text"] for each in listed] == ["Jane Doe: linkedin.com/in/jane-doe"]
    sent = member.send_payload(member.a_submission(view, picked=listed[0]) | PRESSED_IN_ORG)
    assert sent.json["response_action"] == "update"
    member.send_json(in_org(member.an_opening()))
    assert member.at_home()["type"] == "home"
    assert {str(call.token)[:12] for call in slack.calls() if call.token} == {"xoxb-fake-E1"}
    assert rows(store, "T111") == {}
    assert set(rows(store, "E1")) >= {"members", "connections", "diagnoses", "installations"}


def test_without_a_workspace_in_it_an_event_is_answered_too(member: Member):
    """Some events of an organisation name none."""
    event = in_org(member.a_message(WHY_JANE))
    del event["team_id"]
    member.send_json(event)
    assert "message to Jane Doe" in member.answered()["text"]


@pytest.mark.parametrize("told", [{}, {"user_team": "E1"}, {"user_team": "T111"}])
def test_in_a_channel_shared_with_others_members_of_the_organisation_are_its_own(
    member: Member, told: dict[str, object]
):
    """Of its own people Slack says the workspace at most, which is not the organisation."""
    member.send_json(in_org(member.a_mention(WHY_JANE, **told), is_ext_shared_channel=True))
    known = "You and Jane Doe" in said_in(member.whispered())
    assert known or "user_team" in told


def test_in_a_channel_shared_with_others_strangers_are_guests(member: Member, store: Store):
    """Of them Slack says where they are from."""
    event = member.of("W7").a_mention("photo=yes", user_team="T2", source_team="T2")
    member.send_json(in_org(event, is_ext_shared_channel=True))
    assert "photo" in said_in(member.whispered())
    assert "statements" in rows(store, "E1:T2")


# Slack Connect


@pytest.fixture
def shared(app: SlackApp, slack: FakeSlack, store: Store) -> Member:
    """Somebody of T2 in a channel of T1's, which has the app; in both the same user id bears other people's data."""
    installed(app, slack, store, "T1")
    for team, name in (("T1", "Ann North"), ("T2", "Eve South")):
        keep(store, Who(team, "U5"), archive(NOW.date(), name=name, connections=[tie(f"Jane {name[-5:]}")]))
    return Member(app, slack, "U5", "T1", new=True)


def from_t2(payload: Mapping[str, object]) -> dict[str, object]:
    """An event that somebody of T2 caused in the channel, as T1's app hears it."""
    event: dict[str, object] = {**payload["event"], "user_team": "T2", "source_team": "T2", "team": "T2"}  # type: ignore[dict-item]
    return {**payload, "event": event, "is_ext_shared_channel": True}


@pytest.mark.parametrize("has_it_too", [False, True])
def test_a_stranger_is_a_guest_of_the_workspace_that_has_the_app(
    shared: Member, slack: FakeSlack, store: Store, *, has_it_too: bool
):
    """Answered with its token and as somebody new: nothing of either workspace is read, nothing written to theirs."""
    if has_it_too:
        slack.installs_in("T2", "Globex", "U8")
        installed(shared.app, slack, store, "T2")
    before = rows(store, "T2")
    for said, count in (("photo=yes", 1), ("show my profile", 2), ("why can't I message Jane South?", 3)):
        shared.send_json(from_t2(shared.a_mention(said)))
        shared.whispered(count)
    answers = [call.body["text"] for call in slack.calls("chat.postEphemeral")]
    assert "photo" in answers[0]
    for answer in answers:
        assert all(name not in answer for name in ("North", "Eve", "Mia"))
    assert "You and Jane South" not in answers[2]
    assert {str(call.token)[:12] for call in slack.calls()} == {"xoxb-fake-T1"}
    assert rows(store, "T2") == before
    assert "statements" in rows(store, "T1:T2")
    with store.reading() as session:
        assert session.members.statements(Who("T1", "U5")) == {}


def test_a_guest_is_promised_nothing_that_is_not_done(shared: Member, slack: FakeSlack, store: Store):
    """Nobody looks for a guest, no reviewer here sees their appeal, and no key of ours stands in what they read."""
    guest, said = shared, []
    slack.refuse("files.getUploadURLExternal", "missing_scope", needed="files:write", times=None)
    for count, text in enumerate(
        (
            "connections=2 photo=no",
            "why can't I message Jane South?",
            "tell me when it unlocks",
            "LinkedIn restricted me",
            "appeal: I sent one message to three colleagues by mistake, and I am sorry for it.",
            "export my data",
        ),
        1,
    ):
        guest.send_json(from_t2(guest.a_mention(text)))
        said.append(guest.whispered(count))
    assert "Tell me when it unlocks" not in labels(said[1])
    assert said_in(said[2]) == (
        "I can't tell you by myself: I write first only to people of the workspace that I am in. Ask me again whenever "
        "you like."
    )
    assert "watches" not in rows(store, "T1:T2")
    assert "Whoever reviews appeals here does so for their own workspace, so this stays between you and me." in said_in(
        said[4]
    )
    not_sent = said_in(guest.whispered(7))
    assert not_sent.startswith("I could not send you whylocked-export-2026-11-20.json. ")
    assert all(":T2" not in str(call.body) for call in slack.calls())


@pytest.mark.parametrize(
    "actor",
    [
        {"team": {"id": "T2", "domain": "globex"}, "enterprise": None},
        {"team": {"id": "T2", "domain": "globex", "enterprise_id": "E2"}, "enterprise": {"id": "E2", "name": "G"}},
    ],
)
def test_a_form_that_a_stranger_sends_is_a_guests(shared: Member, store: Store, actor: dict[str, object]):
    """Slack says where it was opened; who sent it is of another workspace, also where that is in an organisation."""
    shared.send_payload(shared.a_shortcut())
    view = shared.opened() | {"app_installed_team_id": "T1"}
    listed = shared.send_payload(shared.a_suggestion(view, "jane")).json["options"]
    assert [each["text"]["text"] for each in listed] == ["Jane North: linkedin.com/in/jane-north"]
    sent = shared.a_submission(view, picked=listed[0])
    sent |= {**actor, "user": {"id": "U5", "team_id": "T2"}}
    del sent["is_enterprise_install"]
    before = rows(store, "T2"), rows(store, "T1")
    response = shared.send_payload(sent)
    assert response.status == 200
    assert "You and Jane North" not in response.body
    assert (rows(store, "T2"), rows(store, "T1")) == before


# Where the app is not installed

Sends = Callable[[Member], Response]
VIEW: dict[str, Any] = {
    "type": "modal",
    "callback_id": "person",
    "private_metadata": "",
    "title": {"type": "plain_text", "text": "Check a person"},
    "blocks": [
        {"type": "section", "text": {"type": "plain_text", "text": "Who?"}},
        {
            "type": "input",
            "block_id": "person",
            "element": {"type": "external_select", "action_id": "search:person"},
            "label": {"type": "plain_text", "text": "Person"},
        },
    ],
}
HELP = {"type": "button", "action_id": "say:1", "value": "help", "text": {"type": "plain_text", "text": "Help"}}
CARD = {"channel": "C1", "blocks": [{"type": "actions", "elements": [HELP]}]}
REQUESTS: dict[str, Sends] = {
    "command": lambda me: me.command("help"),
    "message": lambda me: me.says("help"),
    "mention": lambda me: me.mentions("help"),
    "home": lambda me: me.opens(),
    "press": lambda me: me.presses(CARD, "Help"),
    "shortcut": lambda me: me.send_payload(me.a_shortcut()),
    "message shortcut": lambda me: me.send_payload(me.a_message_shortcut({"user": "U2"})),
    "form": lambda me: me.submits(VIEW),
    "list": lambda me: me.send_payload(me.a_suggestion(VIEW, "ja")),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_where_it_is_not_installed_nothing_happens(app: SlackApp, slack: FakeSlack, store: Store, kind: str):
    """A command and a form say how to install it; everything else is taken without a word. No call goes out."""
    response = REQUESTS[kind](Member(app, slack, new=True))
    tick(app.desk)
    assert (response.status, slack.calls(), rows(store, "T1")) == (200, [], {})
    match kind:
        case "command":
            assert response.json["response_type"] == "ephemeral"
            assert f"{URL}/slack/install" in response.json["text"]
        case "form":
            assert response.json["response_action"] == "update"
            view = response.json["view"]
            assert (view["type"], view["title"], "submit" in view) == ("modal", VIEW["title"], False)
            assert f"{URL}/slack/install" in view["blocks"][0]["text"]["text"]
        case "list":
            assert response.json == {"options": []}
        case _:
            assert response.body == ""


@pytest.mark.parametrize("kind", REQUESTS)
def test_where_it_cannot_be_told_nothing_is_lost(
    app: SlackApp, slack: FakeSlack, kind: str, monkeypatch: pytest.MonkeyPatch
):
    """An event comes again; who presses sees that it failed; a command says so, and a form keeps what was typed."""

    def busy(_: str) -> None:
        raise UserError("store_busy", path="")

    Browser(app, slack).installs()
    monkeypatch.setattr(app.desk.app.whylocked.workspaces, "installation", busy)
    response = REQUESTS[kind](Member(app, slack))
    match kind:
        case "command":
            assert (response.status, "isn" in response.json["text"]) == (200, False)
        case "form":
            assert response.json == {
                "response_action": "errors",
                "errors": {"person": response.json["errors"]["person"]},
            }
        case "list":
            assert response.json == {"options": []}
        case _:
            assert response.status == 503


@pytest.mark.parametrize("view", [None, {}, {"blocks": None}, {"blocks": [None, {"type": "input"}], "title": "x"}])
def test_a_form_without_questions_says_so_in_its_place(app: SlackApp, slack: FakeSlack, view: object):
    """Whatever comes, it is a form that Slack takes."""
    me = Member(app, slack, new=True)
    response = me.send_payload({**me.a_submission(VIEW), "view": view})
    assert response.json["view"]["title"] == {"type": "plain_text", "text": "Whylocked"}
