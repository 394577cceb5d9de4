"""Messages that members are owed: sent once Slack can be reached, by whichever process, and never silently lost."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import ME, NOW, Hands, at_slack, keep, log_of, state, ties, url_of, whole_archive
from fake_slack import BOT_TOKEN, FakeSlack
from signed import Member, labels

from bot.listeners import clerk
from bot.listeners.clerk import Clerk, nudge, tick
from bot.policy import Policy
from bot.replies import notices
from bot.replies.model import Button, Line, Part, Reply
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.audit import Entry
from bot.usecases.owing import FIRST_WAIT, LEASE, LONGEST_WAIT
from bot.words import Words

SOON = 5
"""Seconds within which what must happen has happened; nothing waits for them to pass."""
DAYS = 14
"""After so many days the built-in policy gives up."""
JANE = {"name": "Jane Doe", "url": url_of("Jane Doe")}


def told(fields: Mapping[str, Any], _words: Words, _policy: Policy) -> Reply:
    """A kind of message that only tests owe."""
    return Reply(
        (Line(Part.NOTE, f"Told: {fields['text']}."),), actions=(Button("Look", "check again", answers=False),)
    )


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of messages: one that has something to press, and one that cannot be put into words."""
    monkeypatch.setitem(notices.NOTICES, "told", told)
    monkeypatch.setitem(notices.NOTICES, "broken", lambda fields, *_: fields["missing"])


def owe(store: Store, text: str, who: Who = ME, *, kind: str = "told", at: datetime = NOW, **fields: object) -> None:
    """Owe a member a message, for a cause of its own."""
    with store.writing() as session:
        session.owed.add(who, f"cause of {text}", kind, {"text": text, **fields}, at)


def posted(slack: FakeSlack) -> list[tuple[str, str]]:
    """The direct messages that Slack was asked to take, in order: to whom, and what they say."""
    return [(call.body["channel"], call.body["text"]) for call in slack.calls("chat.postMessage")]


def still_owed(store: Store, who: Who = ME) -> list[tuple[object, object]]:
    """What a member is owed still: for what, and how often it was tried."""
    with store.reading() as session:
        return [(row["cause"], row["tries"]) for row in session.leaving.everything(who)["owed"]]


def audited(store: Store, team: str = "T1") -> list[Entry]:
    """The audit of a workspace."""
    with store.reading() as session:
        return session.audit.entries(team)


def test_what_is_owed_is_sent_once_as_a_direct_message(app: SlackApp, slack: FakeSlack, store: Store):
    """Each goes to its member, and whoever looks again finds nothing to send."""
    owe(store, "one")
    owe(store, "two", Who("T1", "U2"))
    tick(app.desk)
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one."), ("U2", "Told: two.")]
    assert still_owed(store) == still_owed(store, Who("T1", "U2")) == []


def test_a_restart_loses_none(slack: FakeSlack, store: Store):
    """What was owed while nobody ran, or when somebody stopped, is sent by the next one at once."""
    owe(store, "before")
    first = at_slack(slack, store, lambda: NOW)
    first.stop()
    second = at_slack(slack, store, lambda: NOW)
    second.start()
    slack.wait_for("chat.postMessage")
    second.stop()
    assert posted(slack) == [("U1", "Told: before.")]


def test_the_same_cause_is_told_once(app: SlackApp, slack: FakeSlack, store: Store):
    """Delivered twice, what causes a message owes it once."""
    owe(store, "one")
    owe(store, "one")
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]


def test_what_can_be_pressed_beneath_it_works(app: SlackApp, slack: FakeSlack, store: Store):
    """A button goes on from the message, about whom it is about; so does what is typed in its thread."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe", *(f"Contact {number}" for number in range(39)))))
    owe(store, "look", kind="told", person=JANE)
    tick(app.desk)
    me, message = Member(app, slack, ME.user, ME.team), slack.only("chat.postMessage").body
    assert labels(message) == ["Look"]
    me.presses({**message, "channel": "D1"}, "Look")
    assert "nothing known locks a message to Jane Doe" in me.answered(2)["text"]
    me.says("why?", thread="1795176000.000001")
    assert "message to Jane Doe" in me.answered(3)["text"]


@pytest.mark.parametrize("kind", ["told", "appeal_told", "watch_told"])
def test_a_button_beneath_a_message_about_nobody_works(
    kind: str, monkeypatch: pytest.MonkeyPatch, app: SlackApp, slack: FakeSlack, store: Store
):
    """Of whatever kind it is, what is pressed is answered."""
    monkeypatch.setitem(notices.NOTICES, kind, told)
    owe(store, "look", kind=kind)
    tick(app.desk)
    me = Member(app, slack, ME.user, ME.team)
    me.presses({**slack.only("chat.postMessage").body, "channel": "D1"}, "Look")
    assert "too old" not in me.answered(2)["text"]


def test_one_with_nothing_to_press_is_sent_as_well(
    monkeypatch: pytest.MonkeyPatch, app: SlackApp, slack: FakeSlack, store: Store
):
    """What is typed in its thread goes on from it all the same."""
    monkeypatch.setitem(notices.NOTICES, "bare", lambda fields, *_: Reply((Line(Part.NOTE, fields["text"]),)))
    owe(store, "bare", kind="bare", person=JANE)
    tick(app.desk)
    assert posted(slack) == [("U1", "bare")]
    with store.reading() as session:
        (kept,) = session.leaving.everything(ME)["threads"]
    assert kept["thread"] == "D1:1795176000.000001"


def test_what_the_member_talks_about_besides_goes_on_as_it_was(app: SlackApp, slack: FakeSlack, store: Store):
    """A message that nobody asked for just then does not change whom "why?" is about in the direct messages."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe", "Bob Stone", *(f"C {number}" for number in range(38)))))
    me = Member(app, slack, ME.user, ME.team)
    me.says("Bob Stone")
    me.answered()
    owe(store, "look", person=JANE)
    tick(app.desk)
    me.answered(2)
    me.says("check again")
    assert "Bob Stone" in me.answered(3)["text"]


def test_slack_down_then_up(
    monkeypatch: pytest.MonkeyPatch, app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """While Slack is down a message waits twice as long each time, up to an hour; once Slack is up it is sent."""
    monkeypatch.setattr("bot.slack_out.workspace.PAUSES", ())
    owe(store, "one")
    waits = [*(FIRST_WAIT * 2**tries for tries in range(7)), LONGEST_WAIT, LONGEST_WAIT]
    assert waits[6] < LONGEST_WAIT
    slack.answer("chat.postMessage", 200, "<html>down</html>", times=len(waits))
    for tries, wait in enumerate(waits, 1):
        tick(app.desk)
        assert (len(posted(slack)), still_owed(store)) == (tries, [("cause of one", tries)])
        hands.now += wait - timedelta(seconds=1)
        tick(app.desk)
        assert len(posted(slack)) == tries
        hands.now += timedelta(seconds=1)
    tick(app.desk)
    assert (len(posted(slack)), still_owed(store)) == (len(waits) + 1, [])


def test_while_slack_is_away_only_one_is_tried(
    monkeypatch: pytest.MonkeyPatch, app: SlackApp, slack: FakeSlack, store: Store
):
    """The others wait untried, so that nobody's answer waits for them."""
    monkeypatch.setattr("bot.slack_out.workspace.PAUSES", ())
    owe(store, "one", at=NOW - timedelta(seconds=1))
    owe(store, "two")
    slack.answer("chat.postMessage", 200, "<html>down</html>")
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]
    assert still_owed(store) == [("cause of one", 1), ("cause of two", 0)]


@pytest.mark.parametrize("code", ["ratelimited", "invalid_auth", "missing_scope"])
def test_where_slack_takes_nothing_at_all_the_rest_waits_untried(
    code: str, app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """A limit, a token or a permission is about every message: one is tried, and later all of them are sent."""
    owe(store, "one")
    owe(store, "two", at=NOW + timedelta(microseconds=1))
    hands.now += timedelta(seconds=1)
    slack.refuse("chat.postMessage", code, needed="chat:write")
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]
    assert still_owed(store) == [("cause of one", 1), ("cause of two", 0)]
    hands.now += FIRST_WAIT
    slack.clear()
    tick(app.desk)
    assert sorted(posted(slack)) == [("U1", "Told: one."), ("U1", "Told: two.")]


@pytest.mark.parametrize(
    "code",
    [
        "user_not_found", "users_not_found", "user_not_visible", "user_disabled", "channel_not_found", "cannot_dm_bot",
        "is_bot",
    ],
)  # fmt: skip
def test_whom_no_message_can_reach_is_owed_none(
    code: str, app: SlackApp, slack: FakeSlack, store: Store, caplog: pytest.LogCaptureFixture
):
    """Slack's refusal for good drops it and counts it in the audit, not the others; the log names nobody."""
    owe(store, "one")
    owe(store, "two", Who("T1", "U2"), at=NOW)
    slack.refuse("chat.postMessage", code)
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one."), ("U2", "Told: two.")]
    assert still_owed(store) == []
    assert audited(store) == [
        Entry(1, NOW, "whylocked", "message_not_sent", "U1", {"kind": "told", "why": "refused"}),
    ]
    assert f'"an owed message was dropped", "message_kind": "told", "code": "slack_refused", "slack": "{code}"' in (
        log_of(caplog)
    )
    assert "U1" not in log_of(caplog)


def test_another_refusal_keeps_neither_it_nor_the_others(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """What may be different next time is tried again later, and the next message now."""
    owe(store, "one")
    owe(store, "two", Who("T1", "U2"), at=NOW + timedelta(microseconds=1))
    hands.now += timedelta(seconds=1)
    slack.refuse("chat.postMessage", "restricted_action")
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one."), ("U2", "Told: two.")]
    assert still_owed(store) == [("cause of one", 1)]


@pytest.mark.parametrize(("days", "entries"), [(DAYS - 0.001, 0), (DAYS, 1), (DAYS + 1, 1)])
def test_after_some_days_it_is_given_up_and_counted(  # noqa: PLR0913, PLR0917 - what a send takes
    days: float, entries: int, app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """Tried once more all the same; from the days that the policy sets on, a failure is the last."""
    owe(store, "one")
    hands.now += timedelta(days=days)
    slack.refuse("chat.postMessage", "restricted_action")
    tick(app.desk)
    assert len(posted(slack)) == 1
    assert len(still_owed(store)) == 1 - entries
    assert [(entry.action, entry.about, entry.detail) for entry in audited(store)] == [
        ("message_not_sent", "U1", {"kind": "told", "why": "too_old"})
    ] * entries


def test_however_old_it_is_what_slack_takes_is_told(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """After weeks in which nobody ran, what was owed is tried."""
    owe(store, "one")
    hands.now += timedelta(days=2 * DAYS)
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]


def test_a_kind_that_this_version_does_not_know_is_kept(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """It is neither sent nor counted as tried, however long; whoever knows it sends it."""
    owe(store, "one", kind="of_tomorrow")
    hands.now += timedelta(days=2 * DAYS)
    tick(app.desk)
    assert posted(slack) == []
    assert still_owed(store) == [("cause of one", 0)]
    hands.now += LONGEST_WAIT
    with pytest.MonkeyPatch.context() as newer:
        newer.setitem(notices.NOTICES, "of_tomorrow", told)
        tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]


def test_one_that_cannot_be_put_into_words_keeps_none_of_the_others(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """It waits, and the next one is sent."""
    owe(store, "one", kind="broken")
    owe(store, "two", Who("T1", "U2"), at=NOW + timedelta(microseconds=1))
    hands.now += timedelta(seconds=1)
    tick(app.desk)
    assert posted(slack) == [("U2", "Told: two.")]
    assert still_owed(store) == [("cause of one", 1)]


def test_a_workspace_without_a_token_is_left_alone(app: SlackApp, slack: FakeSlack, store: Store):
    """A message of another workspace, or of the command line, waits, and holds up none of ours."""
    elsewhere = Who("T0", "U1")
    owe(store, "one", elsewhere)
    owe(store, "two", at=NOW)
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: two.")]
    assert still_owed(store, elsewhere) == [("cause of one", 0)]


def test_an_organisation_has_the_token_of_its_app(slack: FakeSlack, store: Store):
    """Where the app belongs to an organisation, its members are told by their organisation."""
    slack.workspace(BOT_TOKEN, enterprise_id="E1")
    app = at_slack(slack, store, lambda: NOW)
    assert [app.desk.token(team) for team in ("T1", "E1", "T2", "local")] == [BOT_TOKEN, BOT_TOKEN, None, None]
    app.stop()


def test_two_clerks_never_send_the_same(slack: FakeSlack, store: Store):
    """Two processes on one store, at the same time: each message goes out once."""
    for number in range(30):
        owe(store, f"{number:02}", at=NOW - timedelta(seconds=number))
    apps = [at_slack(slack, store, lambda: NOW) for _ in range(2)]
    barrier = threading.Barrier(2)

    def work(app: SlackApp) -> None:
        barrier.wait(SOON)
        tick(app.desk)

    threads = [threading.Thread(target=work, args=(app,)) for app in apps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    for app in apps:
        app.stop()
    assert sorted(text for _, text in posted(slack)) == [f"Told: {number:02}." for number in range(30)]


def test_one_that_another_process_is_sending_is_left_to_it_until_its_lease_ends(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """Whoever took a message and ended before it was sent keeps it from nobody for long."""
    owe(store, "one")
    assert app.desk.app.whylocked.owing.take("T1", NOW) is not None
    hands.now += LEASE - timedelta(seconds=1)
    tick(app.desk)
    assert posted(slack) == []
    hands.now += timedelta(seconds=1)
    tick(app.desk)
    assert posted(slack) == [("U1", "Told: one.")]


def test_whoever_has_left_is_told_nothing_and_nothing_of_them_comes_back(app: SlackApp, slack: FakeSlack, store: Store):
    """Forgotten while a message is on its way, a member has no row again, nor a message, nor an entry in the audit."""
    state(app.desk.app.whylocked, photo="yes")
    owe(store, "one")
    owing = app.desk.app.whylocked.owing
    taken = owing.take("T1", NOW)
    assert taken is not None
    app.desk.app.whylocked.forget(ME, NOW)
    assert owing.begun(taken, {"card": timedelta(days=1)}, {}, NOW) is False
    owing.sent(taken, {"D1:1": timedelta(days=1)}, {}, NOW)
    owing.refused(taken, NOW)
    tick(app.desk)
    assert posted(slack) == []
    assert not any(app.desk.app.whylocked.stored(ME).values())
    assert audited(store) == []


def test_more_than_are_sent_at_a_time_are_sent_all_the_same(app: SlackApp, slack: FakeSlack, store: Store):
    """Other duties have their turn in between, and then it goes on by itself."""
    for number in range(25):
        owe(store, f"{number:02}", at=NOW - timedelta(seconds=number))
    nudge(app.desk)
    slack.wait_for("chat.postMessage", 25)
    app.stop()
    assert still_owed(store) == []


# The clerk


def test_a_clerk_looks_again_by_itself(monkeypatch: pytest.MonkeyPatch, app: SlackApp, slack: FakeSlack, store: Store):
    """What falls due while it is at work is done without anybody's word."""
    monkeypatch.setattr(clerk, "SECONDS_BETWEEN", 0.01)
    app.start()
    owe(store, "later")
    slack.wait_for("chat.postMessage")
    app.stop()
    assert posted(slack) == [("U1", "Told: later.")]


def test_a_clerk_that_was_never_started_stops(app: SlackApp):
    """Whoever only answers has one that does nothing."""
    Clerk(app.desk).stop()


def test_a_duty_that_fails_keeps_none_of_the_others(monkeypatch: pytest.MonkeyPatch, app: SlackApp):
    """Each duty is done, whatever became of the one before."""
    done: list[str] = []

    def fails(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(clerk, "DUTIES", (fails, lambda _: done.append("next")))
    tick(app.desk)
    assert done == ["next"]


def test_nudges_do_not_pile_up(monkeypatch: pytest.MonkeyPatch, app: SlackApp):
    """While one waits that sees all that is due, another is not needed; one at work may have passed it by."""
    begun, gate, ticks = threading.Event(), threading.Event(), list[int]()

    def duty(_: object) -> None:
        ticks.append(1)
        begun.set()
        gate.wait(SOON)

    monkeypatch.setattr(clerk, "DUTIES", (duty,))
    nudge(app.desk)
    assert begun.wait(SOON)
    for _ in range(5):
        nudge(app.desk)
    gate.set()
    app.stop()
    assert len(ticks) == 2
