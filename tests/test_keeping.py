"""What the clerk finds out and ends by itself: removals that nobody heard of, members who left, what is too old."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from browsing import KEY, installable
from conftest import ME, NOW, Hands, ago, at_slack, person, state
from fake_slack import FakeSlack
from signed import Member, labels, said_in
from test_lifecycle import GONE, OTHER, an_installation, install, kept, removals
from test_store import add_diagnosis

from bot.advice import Ways
from bot.appeals import Action
from bot.facts import Standing, StandingKind
from bot.listeners import keeping
from bot.listeners.clerk import tick
from bot.listeners.keeping import BETWEEN, keep_no_longer, look_at_installations, look_at_members
from bot.policy import Policy
from bot.replies import auditing
from bot.replies.watches import ended
from bot.sealing import Seal
from bot.settings import Keeping
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.audit import Entry
from bot.usecases import Whylocked
from bot.usecases.appealed import Filing
from bot.usecases.purging import OPERATOR
from bot.usecases.retention import Retention
from bot.usecases.workspaces import Workspaces
from bot.words import Words

JANE = person("Jane Doe")
DAY = timedelta(days=1)


@pytest.fixture
def many(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app, which any workspace may install, and whose duties have been taken note of."""
    made = installable(slack, store, hands)
    yield known(made, hands)
    made.stop()


@pytest.fixture
def one(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app in one workspace."""
    made = at_slack(slack, store, hands)
    yield known(made, hands)
    made.stop()


def known(app: SlackApp, hands: Hands) -> SlackApp:
    """Have every duty be due."""
    for duty in (look_at_installations, look_at_members, keep_no_longer):
        duty(app.desk)
    hands.now += timedelta(hours=6)
    return app


def asked(slack: FakeSlack) -> list[str]:
    """Whom Slack was asked about."""
    return [call.body["user"] for call in slack.calls("users.info")]


def audited(store: Store, team: str) -> list[tuple[str, dict[str, object]]]:
    """What a workspace's audit tells."""
    with store.reading() as session:
        return [(entry.action, dict(entry.detail)) for entry in session.audit.entries(team)]


# --- removals that nobody heard of ----------------------------------------------------------------------------


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked"])
def test_a_removal_that_nobody_heard_of(error: str, many: SlackApp, slack: FakeSlack, store: Store):
    """Slack says that it knows the token no more: as if the app had just been removed there."""
    install(store, slack, GONE)
    slack.refuse("auth.test", error)
    look_at_installations(many.desk)
    tick(many.desk)
    assert (kept(store), removals(store)) == ({}, [{"kind": "revoked", "members": 0, "rows": 0}])


@pytest.mark.parametrize("error", ["invalid_auth", "ratelimited", "token_expired", "internal_error", "not_authed"])
def test_anything_else_says_nothing(error: str, many: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """An address that a workspace does not allow, a busy Slack, a token to be renewed: it is asked a day later."""
    install(store, slack, GONE)
    slack.refuse("auth.test", error)
    look_at_installations(many.desk)
    hands.now += DAY - timedelta(seconds=1)
    look_at_installations(many.desk)
    assert len(slack.calls("auth.test")) == 1
    hands.now += BETWEEN
    look_at_installations(many.desk)
    assert len(slack.calls("auth.test")) == 2
    assert kept(store).keys() == {"installations"}


def test_slack_out_of_reach_says_nothing(many: SlackApp, slack: FakeSlack, store: Store):
    """Nor does what is not Slack's."""
    install(store, slack, GONE)
    slack.answer("auth.test", 503, "<html>")
    look_at_installations(many.desk)
    assert kept(store) != {}


def test_a_token_that_no_key_opens_is_not_asked_about(many: SlackApp, slack: FakeSlack, store: Store):
    """Whoever has lost the key has not lost the workspaces."""
    Workspaces(store, Keeping()).install(replace(an_installation("T2"), token=KEY), ago(1))
    look_at_installations(many.desk)
    assert (slack.calls("auth.test"), bool(kept(store, "T2"))) == ([], True)


def test_what_is_installed_anew_meanwhile_stays(slack: FakeSlack, store: Store, hands: Hands):
    """What is said of an old token is nothing against a new one."""
    install(store, slack, GONE)
    workspaces = Workspaces(store, Keeping())
    old = workspaces.installations()[0]
    workspaces.install(an_installation(GONE, hands.now - DAY), hands.now)
    assert not workspaces.leave(GONE, "revoked", hands.now, hands.now, of=old)
    assert kept(store) != {}
    assert Seal([KEY]).open(GONE, workspaces.installations()[0].token) == f"xoxb-fake-{GONE}"


def test_few_are_asked_about_at_a_time(
    many: SlackApp, slack: FakeSlack, store: Store, hands: Hands, monkeypatch: pytest.MonkeyPatch
):
    """However often the clerk looks, and however many do: the others have their turn, and each has one a day."""
    monkeypatch.setattr(keeping, "INSTALLATIONS", 2)
    install(store, slack, "T1", "T2", "T3")
    other = installable(slack, store, hands)
    for desk in (many.desk, many.desk, other.desk):
        look_at_installations(desk)
    assert [call.token for call in slack.calls("auth.test")] == ["xoxb-fake-T1", "xoxb-fake-T2"]
    hands.now += BETWEEN
    for desk in (other.desk, many.desk):
        look_at_installations(desk)
    assert [call.token for call in slack.calls("auth.test")][2:] == ["xoxb-fake-T3"]
    other.stop()


def test_the_one_workspace_is_not_asked_about(one: SlackApp, slack: FakeSlack):
    """Whoever runs the bot there changes its token as they like."""
    slack.clear()
    look_at_installations(one.desk)
    assert slack.calls() == []


# --- members who are deactivated ------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (0, True), (1, True)])
def test_a_deactivated_member_goes(  # noqa: PLR0913 - its cases, by name
    seconds: int, *, goes: bool, one: SlackApp, slack: FakeSlack, whylocked: Whylocked, store: Store, hands: Hands
):
    """Once Slack has said so for as many days as is set; counted in the audit without a name."""
    slack.user("U1", "Mia Quell", deleted=True)
    state(whylocked, photo="yes")
    look_at_members(one.desk)
    assert whylocked.stored(ME)["statements"] == 1
    hands.now += timedelta(days=30, seconds=seconds)
    look_at_members(one.desk)
    assert (not any(whylocked.stored(ME).values())) == goes
    assert audited(store, "T1") == ([("member_deactivated", {"members": 1, "rows": 4})] if goes else [])


def test_who_is_not_found_any_more_is_deactivated(one: SlackApp, whylocked: Whylocked, hands: Hands):
    """As Slack says of whoever it has no record of."""
    state(whylocked, photo="yes")
    look_at_members(one.desk)
    hands.now += timedelta(days=30)
    look_at_members(one.desk)
    assert not any(whylocked.stored(ME).values())


@pytest.mark.parametrize(
    "error", ["user_not_visible", "ratelimited", "missing_scope", "account_inactive", "fatal_error"]
)
def test_whoever_slack_does_not_tell_of_stays(  # noqa: PLR0913 - its cases, by name
    error: str, *, one: SlackApp, slack: FakeSlack, whylocked: Whylocked, store: Store, hands: Hands
):
    """However long it has called them deactivated before: nothing happens, and it is asked again."""
    slack.user("U1", "Mia Quell", deleted=True)
    state(whylocked, photo="yes")
    look_at_members(one.desk)
    slack.refuse("users.info", error, needed="users:read")
    hands.now += timedelta(days=40)
    look_at_members(one.desk)
    assert (whylocked.stored(ME)["statements"], audited(store, "T1")) == (1, [])
    hands.now += DAY + BETWEEN
    look_at_members(one.desk)
    assert not any(whylocked.stored(ME).values())


@pytest.mark.parametrize("said", [{}, {"deleted": "yes"}])
def test_an_answer_that_does_not_say_is_none(said: dict[str, object], one: SlackApp, slack: FakeSlack, store: Store):
    """What is not known is not guessed."""
    slack.user("U1", "Mia Quell", **said)
    state(one.desk.app.whylocked, photo="yes")
    look_at_members(one.desk)
    with store.reading() as session:
        assert session.absences.since(ME) is None


def test_whoever_comes_back_is_absent_no_longer(
    one: SlackApp, slack: FakeSlack, whylocked: Whylocked, store: Store, hands: Hands
):
    """The days before do not count any more."""
    state(whylocked, photo="yes")
    for deleted, days in ((True, 20), (False, 20), (True, 0)):
        slack.user("U1", "Mia Quell", deleted=deleted)
        look_at_members(one.desk)
        hands.now += timedelta(days=days)
    with store.reading() as session:
        assert session.absences.since(ME) == hands.now
    assert whylocked.stored(ME)["statements"] == 1


def test_only_whom_slack_knows_here_is_asked_about(
    one: SlackApp, slack: FakeSlack, whylocked: Whylocked, hands: Hands, monkeypatch: pytest.MonkeyPatch
):
    """Neither a terminal's users, nor guests of other workspaces, nor whoever is of none; each once a day."""
    monkeypatch.setattr(keeping, "MEMBERS", 2)
    for who in ("T1 U1", "T1 W2", "T1 U3", "T1 me", "T1 Ulla", "T1:T2 U4", "T2 U5", "local U6"):
        state(whylocked, Who(*who.split()), photo="yes")
        slack.user(who.split()[1], "Somebody", deleted=False)
    for _ in range(3):
        look_at_members(one.desk)
        look_at_members(one.desk)
        hands.now += BETWEEN
    assert asked(slack) == ["U1", "U3", "W2"]
    hands.now += DAY
    look_at_members(one.desk)
    assert asked(slack)[3:] == ["U1", "U3"]


def test_each_workspace_is_asked_by_its_own_token(many: SlackApp, slack: FakeSlack, store: Store, whylocked: Whylocked):
    """And where Slack has no time for one, the others are asked about all the same."""
    install(store, slack, GONE, OTHER)
    for who in ((GONE, "U1"), (GONE, "U2"), (OTHER, "U1")):
        state(whylocked, Who(*who), photo="yes")
    slack.refuse("users.info", "ratelimited")
    look_at_members(many.desk)
    assert [call.token for call in slack.calls("users.info")] == [f"xoxb-fake-{GONE}", f"xoxb-fake-{OTHER}"]


def test_what_a_deactivated_member_appeals_is_withdrawn(
    one: SlackApp, slack: FakeSlack, whylocked: Whylocked, hands: Hands
):
    """Its card says so, with nothing of the member in it; their Home is remembered no more."""
    slack.user("U1", "Mia Quell", deleted=True)
    Member(one, slack).opens()
    slack.wait_for("views.publish")
    with whylocked.store.writing() as session:
        session.roles.set("T1", "review_channel", "C9")
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    whylocked.appealing.file(ME, Filing("What happened to me, told at some length, all of it."), NOW)
    tick(one.desk)
    look_at_members(one.desk)
    hands.now += timedelta(days=30)
    slack.clear()
    look_at_members(one.desk)
    tick(one.desk)
    said = "Appeal 1: withdrawn. Its member asked to be forgotten or has left, so nothing else of it is kept."
    assert said_in(slack.wait_for("chat.update")[-1].body) == said
    assert one.desk.homes.teams() == set()


def test_whoever_is_forgotten_meanwhile_leaves_no_row(whylocked: Whylocked, store: Store):
    """What Slack says of somebody who has just asked to be forgotten is not kept."""
    state(whylocked, photo="yes")
    assert whylocked.absences.take(["T1"], NOW, 9) == [ME]
    whylocked.forget(ME, NOW)
    whylocked.absences.present(ME, NOW)
    assert whylocked.absences.absent(ME, NOW) is False
    assert kept(store, "T1") == {}


# --- what is too old ------------------------------------------------------------------------------------------


KEEPING = Keeping(diagnoses=100, watches=50, audit=200, threads=5)


@pytest.fixture
def retention(store: Store) -> Retention:
    return Retention(store, KEEPING)


def nobody(_team: str) -> bool:
    """Whom nobody can tell anything."""
    return False


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (0, False), (1, True)])
def test_older_than_is_set(seconds: int, *, goes: bool, retention: Retention, store: Store, whylocked: Whylocked):
    """Answers with what was said of a padlock, watches and audit entries: what is just as old stays."""
    guest = Who("T1:T2", "U2")
    with store.writing() as session:
        for who, name in ((ME, "D-22222"), (guest, "D-33333")):
            add_diagnosis(session, who, name, ago(100))
            session.diagnoses.padlock(who, name, shown=True, at=ago(1))
            session.watches.begin(who, JANE, ["profile"], ago(50))
        session.audit.add("T1", ago(200), "U9", "standing_lifted", "U1")
        session.audit.add(OPERATOR, ago(200), "whylocked", "workspace_removed", kind="uninstalled", members=1, rows=2)
    now = NOW + timedelta(seconds=seconds)
    assert retention.keep_no_longer(now, nobody) == goes
    if not goes:
        assert len(audited(store, "T1")) == len(audited(store, OPERATOR)) == 1
        assert whylocked.stored(ME)["watches"] == 1
        return
    counts = {"diagnoses": 2, "padlock_answers": 2, "watches": 2, "entries": 1}
    assert audited(store, "T1") == [("kept_no_longer", counts)]
    assert audited(store, OPERATOR) == [("kept_no_longer", {"entries": 1})]
    for who in (ME, guest):
        assert {table: number for table, number in whylocked.stored(who).items() if number} == {"members": 1}
    assert retention.keep_no_longer(now, nobody) is False


def test_a_watch_that_ends_is_told_to_whom_it_can_be(retention: Retention, store: Store):
    """Not to a guest, of whom there is no token: it would be owed for ever."""
    with store.writing() as session:
        for who in (ME, Who("T1:T2", "U2")):
            session.members.ensure(who)
            session.watches.begin(who, JANE, ["profile"], ago(51))
    assert retention.keep_no_longer(NOW, lambda team: team == "T1")
    with store.reading() as session:
        assert session.owed.teams(NOW) == ["T1"]
        assert session.watches.teams(NOW) == []


def test_an_answer_that_an_open_appeal_points_to_stays(retention: Retention, store: Store, whylocked: Whylocked):
    """Until the appeal is over; that of another workspace under the same id does not keep it."""
    with store.writing() as session:
        for team in ("T1", "T2"):
            add_diagnosis(session, Who(team, "U1"), "D-22222", ago(150))
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    whylocked.appealing.file(
        ME, Filing("What happened to me, told at some length, all of it.", diagnosis="D-22222"), NOW
    )
    assert retention.keep_no_longer(NOW, nobody)
    assert [whylocked.stored(Who(team, "U1"))["diagnoses"] for team in ("T1", "T2")] == [1, 0]
    whylocked.appealing.act("T1", 1, Action.REJECT, "command line", NOW)
    assert retention.keep_no_longer(NOW, nobody)
    assert whylocked.stored(ME)["diagnoses"] == 0


def test_one_entry_a_day(retention: Retention, store: Store):
    """What becomes too old in the meantime goes the next day, whatever looks however often."""
    with store.writing() as session:
        add_diagnosis(session, ME, "D-22222", ago(101))
        add_diagnosis(session, ME, "D-33333", ago(100) + timedelta(hours=1))
    went = [retention.keep_no_longer(NOW + timedelta(hours=hours), nobody) for hours in (0, 2, 12)]
    assert went == [True, False, True]
    assert audited(store, "T1") == [("kept_no_longer", {"diagnoses": 1})] * 2


def test_two_at_once_count_once(store: Store):
    """Whoever comes second finds nothing."""
    with store.writing() as session:
        add_diagnosis(session, ME, "D-22222", ago(101))
    first, second = Retention(store, KEEPING), Retention(store, KEEPING)
    assert first.keep_no_longer(NOW, lambda _: second.keep_no_longer(NOW, nobody)) is False
    assert audited(store, "T1") == [("kept_no_longer", {"diagnoses": 1})]


def test_who_waits_is_told_when_that_ends(
    one: SlackApp, slack: FakeSlack, store: Store, whylocked: Whylocked, hands: Hands
):
    """One short message says what has ended and how to go on, and what is pressed beneath it does."""
    began = hands.now - timedelta(days=181)
    state(whylocked, connections=3, account_type="basic")
    with store.writing() as session:
        session.watches.begin(ME, JANE, ["connection_count"], began)
        session.watches.begin(ME, None, ["connection_count"], began + timedelta(hours=1))
        session.members.ensure(Who("local", "me"))
        session.watches.begin(Who("local", "me"), JANE, ["profile"], began)
    slack.clear()
    keep_no_longer(one.desk)
    tick(one.desk)
    told = {said_in(call.body): call.body for call in slack.wait_for("chat.postMessage", 2)}
    jane, all_of_them = sorted(told)
    assert jane == (
        "I've stopped watching Jane Doe for you: I watch for 180 days at most, and nothing has unlocked.\n"
        "You asked me on 23 May 2026.\n"
        "Still waiting? Say “tell me when it unlocks”, and I go on."
    )
    assert all_of_them.startswith("I've stopped watching your own side for you: I watch for 180 days at most")
    first = told[jane]
    assert labels(first) == labels(told[all_of_them]) == ["Tell me when it unlocks"]
    me = Member(one, slack)
    me.presses({**first, "channel": "D1"}, "Tell me when it unlocks")
    assert "I'm watching: once nothing locks a message to Jane Doe any more" in me.answered(3)["text"]
    assert kept(store, "local").get("owed") is None  # whom nobody can tell anything
    assert kept(store, "local").get("watches") is None


def test_a_watch_of_everybody_that_has_ended(words: Words, policy: Policy):
    """As it is told, with one day as one."""
    fields = {"person": None, "days": 1, "asked_on": "2026-11-20"}
    assert ended(fields, words, policy).text == (
        "I've stopped watching your own side for you: I watch for 1 day at most, and nothing has unlocked.\n"
        "You asked me on 20 Nov 2026.\n"
        "Still waiting? Say “tell me when it unlocks”, and I go on."
    )


@pytest.mark.parametrize(("seconds", "there"), [(-1, True), (0, False), (1, False)])
def test_conversations_end_in_every_workspace(seconds: int, *, there: bool, retention: Retention, store: Store):
    """Although nobody there is answered any more; none lives longer than is set, whatever it was kept for before."""
    with store.writing() as session:
        for team, days in (("T1", 1), ("T2", 30)):
            session.members.ensure(Who(team, "U1"))
            session.threads.keep(Who(team, "U1"), "D1", {}, NOW, NOW + timedelta(days=days))
    retention.of_nobody(NOW + timedelta(days=1, seconds=seconds))
    assert [kept(store, team).get("threads", 0) for team in ("T1", "T2")] == [int(there), 1]
    retention.of_nobody(NOW + timedelta(days=6, seconds=1))
    assert kept(store, "T2").get("threads", 0) == 0


def test_a_conversation_lives_no_longer_than_is_set(store: Store, policy: Policy, ways: Ways, words: Words):
    """However long it could be taken up again otherwise; beneath a message that was owed, too."""
    short = Whylocked(store, policy, ways, words, keeping=KEEPING)
    short.keep_turn(ME, {"D1": timedelta(days=7), "D2": timedelta(days=1)}, {}, NOW)
    at = NOW + timedelta(days=5)
    assert [short.last_turn(ME, thread, at - timedelta(seconds=1)) for thread in ("D1", "D2")] == [{}, None]
    assert short.last_turn(ME, "D1", at) is None
    with store.writing() as session:
        session.owed.add(ME, "cause", "told", {}, NOW)
    owed = short.owing.take("T1", NOW)
    assert owed is not None
    short.owing.begun(owed, {"card": timedelta(days=30)}, {}, NOW)
    assert [short.last_turn(ME, "card", moment) for moment in (at - timedelta(seconds=1), at)] == [{}, None]


def test_what_belongs_to_nobody_ends(retention: Retention, store: Store):
    """Installations that were begun and not ended, signatures and marks of what was delivered."""
    with store.writing() as session:
        session.oauth_states.begin("state", "browser", NOW, NOW + timedelta(minutes=10))
        session.requests.first_time("v0=1", int(NOW.timestamp()), 0)
        session.deliveries.mark("T1", "event Ev1", NOW, NOW)
    retention.of_nobody(NOW + timedelta(hours=1, seconds=1))
    with store.writing() as session:
        assert session.requests.first_time("v0=1", int(NOW.timestamp()), 0)
        assert session.oauth_states.spend("state", "browser", NOW) is False
    assert kept(store, "T1") == {"deliveries": 1}
    retention.of_nobody(NOW + timedelta(hours=26, seconds=1))
    assert kept(store, "T1") == {}


def test_it_is_looked_for_a_few_times_a_day(one: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """By one process at a time, and not at a start."""
    fresh = at_slack(slack, store, hands)
    with store.writing() as session:
        add_diagnosis(session, ME, "D-22222", hands.now - timedelta(days=400))
    keep_no_longer(one.desk)
    assert len(audited(store, "T1")) == 1
    with store.writing() as session:
        add_diagnosis(session, ME, "D-33333", hands.now - timedelta(days=400))
    hands.now += DAY - timedelta(hours=18, seconds=1)
    keep_no_longer(fresh.desk)
    assert len(audited(store, "T1")) == 1
    hands.now += DAY
    keep_no_longer(fresh.desk)
    assert len(audited(store, "T1")) == 2
    fresh.stop()


def test_a_clock_that_went_wrong_puts_off_nothing(whylocked: Whylocked):
    """A duty that was done in a far future is due all the same."""
    duties, every = whylocked.duties, timedelta(hours=1)
    assert duties.take("look", NOW + timedelta(days=999), every) is False
    assert duties.take("look", NOW, every) is True
    assert duties.take("look", NOW, every) is False
    assert duties.take("look", NOW + every, every) is True


# --- what the audits tell -------------------------------------------------------------------------------------


def test_what_went_reads_well(words: Words, whylocked: Whylocked):
    """A line each, with numbers and no names."""
    went = [
        ("member_deactivated", {"members": 1, "rows": 512}),
        ("kept_no_longer", {"diagnoses": 12, "watches": 2, "entries": 1}),
        ("workspace_removed", {"kind": "uninstalled", "members": 3, "rows": 1}),
        ("workspace_removed", {"kind": "revoked", "members": 0, "rows": 0}),
        ("workspace_removed", {"kind": "late", "members": 1, "rows": 2}),
    ]
    entries = [Entry(number, NOW, "whylocked", action, None, detail) for number, (action, detail) in enumerate(went)]
    told = [line.text.partition("UTC: ")[2] for line in auditing.lines(entries[::-1], words, whylocked.policy)]
    assert told == [
        "Whylocked deleted what was kept of a member whom Slack calls deactivated: 1 member and 512 rows.",
        "Whylocked deleted what is kept no longer: 12 answers, 2 people who were watched and 1 entry of the audit.",
        "Whylocked deleted what was kept of a workspace: 3 members and 1 row. The app had been removed there.",
        "Whylocked deleted what was kept of a workspace: 0 members and 0 rows. Its token had been revoked.",
        "Whylocked deleted what was still being written of a workspace while it was deleted: 1 member and 2 rows.",
    ]
