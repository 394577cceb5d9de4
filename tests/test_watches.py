"""To be told when it unlocks: asked for once, told once, whatever opens it, and nothing told that may not be seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import (
    ME,
    NOW,
    TODAY,
    archive,
    found,
    keep,
    messages,
    state,
    tie,
    ties,
    unknown,
    url_of,
    whole_archive,
)
from fake_slack import FakeSlack
from signed import Member, labels

from bot.advice import Ways
from bot.facts import Basis, Standing, StandingKind
from bot.listeners.clerk import tick
from bot.people import People, Person, Target, TargetStatus, person_key
from bot.policy import Policy
from bot.replies.watches import opened
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.understanding import Mind, read_mind, understand
from bot.understanding.request import Intent, Turn
from bot.usecases import Whylocked
from bot.usecases.seen_again import seen_again
from bot.usecases.watching import KIND, Outcome, Watching
from bot.words import BUILT_IN, Words

BOB = Who("T1", "U2")
JANE = found("Jane Doe")
NOBODY = Target(TargetStatus.NONE)
MOST, MINUTES = 10, 60
"""The built-in policy's numbers."""


def enough(*names: str) -> list[str]:
    """Connections that are enough for every plan, some of them by name."""
    return [*names, *(f"Contact {number}" for number in range(40))]


def few(store: Store, who: Who = ME, **kinds: object) -> None:
    """Give a member an archive with only Jane Doe and Bob Stone among the connections; nothing else is locked."""
    keep(store, who, whole_archive(connections=ties("Jane Doe", "Bob Stone"), **kinds))


@pytest.fixture
def asker(app: SlackApp, slack: FakeSlack, store: Store) -> Member:
    """ME, on Basic with a photo, connected with two: too few."""
    few(store)
    state(app.desk.app.whylocked, photo="yes", account_type="basic")
    return Member(app, slack, ME.user, ME.team)


@pytest.fixture
def known(store: Store, whylocked: Whylocked) -> Watching:
    """The same without Slack."""
    few(store)
    state(whylocked, photo="yes", account_type="basic")
    return whylocked.watching


def waits(watching: Watching, *targets: Target, who: Who = ME, at: datetime = NOW) -> list[Outcome]:
    """What comes of asking to be told."""
    return [asked.outcome for asked in watching.begin(who, targets or (JANE,), at)]


def looked(watching: Watching, at: datetime = NOW, team: str = "T1") -> None:
    """Look at everything that is due."""
    while watching.look(team, at, at):
        pass


def owed(store: Store, who: Who = ME) -> list[Mapping[str, object]]:
    """What a member is to be told, in the order in which it was owed."""
    with store.reading() as session:
        rows = sorted(session.leaving.everything(who)["owed"], key=lambda row: str(row["owed_since"]))
    return [json.loads(str(row["fields"])) for row in rows if row["kind"] == KIND]


def watched(watching: Watching, who: Who = ME) -> dict[str | None, list[str]]:
    """Whom a member waits for, and what stood in the way when it was looked at last."""
    return {watch.name: sorted(watch.locked) for watch in watching.of(who)}


def told(*cleared: str, person: str | None = "Jane Doe", unknown: int = 0) -> dict[str, object]:
    """What is to be told once it opens."""
    about = None if person is None else {"name": person, "url": url_of(person)}
    return {"person": about, "cleared": list(cleared), "unknown": unknown, "asked_on": "2026-11-20"}


def lines(message: Mapping[str, object]) -> list[str]:
    """The lines of a message."""
    return str(message["text"]).split("\n")


# In Slack


def test_asked_for_by_a_button_and_told_once(asker: Member, app: SlackApp, slack: FakeSlack):
    """From the locked answer to the direct message: what changed, and it ends there."""
    asker.says("Jane Doe")
    answer = {**asker.answered(), "channel": "D1"}
    assert labels(answer) == ["How do I fix it?", "Tell me when it unlocks", "Check again"]
    asker.presses(answer, "Tell me when it unlocks")
    begun = asker.answered(2)
    assert lines(begun) == [
        "I'm watching: once nothing locks a message to Jane Doe any more, I tell you.",
        "You get one direct message from me once it does; then I stop watching.",
        "In the way now:",
        "✗ You have 2 of the 15 connections that Basic needs.",
        "Want it sooner? Ask “how do I fix it?” Not at all? Say “stop watching”.",
    ]
    assert labels(begun) == ["How do I fix it?", "Stop watching", "All that I watch"]
    tick(app.desk)
    assert len(slack.calls("chat.postMessage")) == 2
    asker.says("connections=15")
    asker.answered(3)
    tick(app.desk)
    message = asker.answered(4)
    assert message["channel"] == "U1"
    assert lines(message) == [
        "Good news: nothing locks a message to Jane Doe any more.",
        "What changed: you have enough connections.",
        "You asked me on 20 Nov 2026 to tell you; now I stop watching.",
        "For the whole answer, say: check again.",
    ]
    asker.presses({**message, "channel": "D1"}, "Check again")
    assert "Open: I find nothing that locks a message to Jane Doe." in asker.answered(5)["text"]
    asker.says("connections=14")
    asker.answered(6)
    asker.says("connections=15")
    asker.answered(7)
    tick(app.desk)
    assert len(slack.calls("chat.postMessage")) == 7


def test_a_double_click_is_one_watch(asker: Member, app: SlackApp):
    """However often it is asked for, it is one watch; the second answer says since when."""
    asker.says("Jane Doe")
    answer = {**asker.answered(), "channel": "D1"}
    for _ in range(2):
        asker.presses(answer, "Tell me when it unlocks")
    asker.answered(2)
    asker.says("tell me when Jane Doe unlocks")
    first, *_ = lines(asker.answered(3))
    assert first == (
        "I've been watching that since 20 Nov 2026: once nothing locks a message to Jane Doe any more, I tell you."
    )
    assert list(watched(app.desk.app.whylocked.watching)) == ["Jane Doe"]


def test_stopped_by_its_button_and_listed(asker: Member):
    """The list has a button for each; pressed twice, or in an older list, it stops one, and the others stay."""
    asker.says("watch Jane Doe and Bob Stone")
    asker.answered()
    asker.says("what am I watching")
    listed = {**asker.answered(2), "channel": "D1"}
    assert lines(listed) == [
        "I tell you once these unlock:",
        "   • Bob Stone, since 20 Nov 2026; in the way: your number of connections",
        "   • Jane Doe, since 20 Nov 2026; in the way: your number of connections",
        "To stop one, say it like “stop watching Bob Stone”.",
    ]
    assert labels(listed) == ["Stop: Bob Stone", "Stop: Jane Doe"]
    asker.presses(listed, "Stop: Bob Stone")
    assert asker.responded()["text"].split("\n")[:3] == [
        "Stopped: I no longer watch Bob Stone.",
        "I tell you once these unlock:",
        "   • Jane Doe, since 20 Nov 2026; in the way: your number of connections",
    ]
    asker.says("stop watching 3142697310")
    assert lines(asker.answered(3))[0] == "That one was stopped before, so I changed nothing."
    asker.says("stop watching")
    assert lines(asker.answered(4)) == ["Stopped: I no longer watch Jane Doe."]


def test_an_import_of_a_colleague_opens_it_at_once(asker: Member, app: SlackApp, store: Store):
    """A colleague's archive shows a shared connection with whom the asker waits for."""
    keep(store, ME, whole_archive(TODAY, connections=ties(*enough("Bob Ray"))))
    with store.writing() as session:
        session.network.state_shared(ME, Person("Xenia Roe", "xenia roe", url_of("Xenia Roe")), 0, NOW)
    asker.says("tell me when I can message Xenia Roe")
    asker.answered()
    tick(app.desk)
    assert watched(app.desk.app.whylocked.watching) == {"Xenia Roe": ["shared_connections"]}
    whylocked = app.desk.app.whylocked
    state(whylocked, BOB, name="Bob Ray", url=url_of("Bob Ray"))
    keep(store, BOB, archive(TODAY, name="Bob Ray", connections=ties("Xenia Roe")))
    tick(app.desk)
    assert lines(asker.answered(2))[:2] == [
        "Good news: nothing locks a message to Xenia Roe any more.",
        "What changed: you two have a connection in common, or are connected.",
    ]


def test_a_workspace_without_a_token_is_left_alone(app: SlackApp, store: Store, slack: FakeSlack):
    """What is asked for on the command line is not looked at: nobody could be told."""
    local = Who("local", "me")
    few(store, local)
    whylocked = app.desk.app.whylocked
    state(whylocked, local, photo="yes", account_type="basic")
    assert waits(whylocked.watching, who=local) == [Outcome.BEGUN]
    state(whylocked, local, connections=40)
    tick(app.desk)
    assert (slack.calls("chat.postMessage"), list(watched(whylocked.watching, local))) == ([], ["Jane Doe"])


def test_more_than_are_looked_at_at_a_time_are_all_looked_at(
    app: SlackApp, store: Store, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
):
    """What an import opens for many is told to all of them."""
    monkeypatch.setattr("bot.usecases.watching.MOST_AT_ONCE", 2)
    whylocked = app.desk.app.whylocked
    members = [Who("T1", f"U{number}") for number in range(5)]
    for who in members:
        few(store, who)
        state(whylocked, who, photo="yes", account_type="basic")
        assert waits(whylocked.watching, NOBODY, who=who) == [Outcome.BEGUN]
        state(whylocked, who, connections=40)
    tick(app.desk)
    slack.wait_for("chat.postMessage", len(members))
    app.stop()
    assert [watched(whylocked.watching, who) for who in members] == [{}] * len(members)


# What can be waited for


def test_of_everybody(store: Store, known: Watching, whylocked: Whylocked):
    """Nobody named is the member's own side."""
    assert waits(known, NOBODY) == [Outcome.BEGUN]
    assert waits(known, NOBODY) == [Outcome.ALREADY]
    assert watched(known) == {None: ["connection_count"]}
    state(whylocked, connections=40)
    looked(known)
    assert (owed(store), watched(known)) == ([told("connection_count", person=None)], {})


@pytest.mark.parametrize(("named", "again"), [(True, False), (False, True), (False, False)])
def test_somebody_once_known_by_name_and_once_by_address_is_one(named: object, again: object, known: Watching):
    """An address and a name without one are the same person; two addresses are two."""
    first, second = (found("Zed Oak", "" if each else None) for each in (named, again))
    assert waits(known, first) == [Outcome.BEGUN]
    assert waits(known, second) == [Outcome.ALREADY]
    assert waits(known, found("Zed Oak", f"{url_of('Zed Oak')}-2")) == [Outcome.BEGUN if named else Outcome.ALREADY]


@pytest.mark.parametrize(("before", "outcome"), [(MOST - 1, Outcome.BEGUN), (MOST, Outcome.FULL)])
def test_at_most_some_at_a_time(before: int, outcome: Outcome, known: Watching):
    """The policy says how many; one that is stopped makes room."""
    assert waits(known, *(unknown(f"Person Nr{number}") for number in range(before))) == [Outcome.BEGUN] * before
    assert waits(known) == [outcome]
    assert len(known.of(ME)) == MOST
    known.stop(ME, known.of(ME)[:1])
    assert waits(known, unknown("Zed Oak")) == [Outcome.BEGUN]


def test_only_what_is_locked(known: Watching, whylocked: Whylocked):
    """What is open, or not known to be locked, or of nobody who can be asked about, is not waited for."""
    anne = Target(TargetStatus.AMBIGUOUS, "Anne", candidates=(Person("Anne A", "anne a"), Person("Anne B", "anne b")))
    assert waits(known, anne, Target(TargetStatus.SELF, "me")) == [Outcome.NOT_LOCKED] * 2
    assert waits(known, who=BOB) == [Outcome.NOT_LOCKED]  # of whom nothing is stored
    state(whylocked, connections=40)
    assert waits(known) == [Outcome.NOT_LOCKED]
    whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)
    assert waits(known) == [Outcome.BANNED]
    assert (watched(known), whylocked.stored(BOB)["members"]) == ({}, 0)


# What opens it


def restricted(whylocked: Whylocked, until: date | None = None) -> None:
    """Record a restriction."""
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED, until=until), NOW)


def test_a_standing_that_is_lifted_opens_it(store: Store, known: Watching, whylocked: Whylocked):
    """Of several locks each may go at another time; told is what went last."""
    restricted(whylocked)
    waits(known)
    looked(known)
    assert watched(known) == {"Jane Doe": ["connection_count", "restriction"]}
    state(whylocked, connections=40)
    looked(known)
    assert (owed(store), watched(known)) == ([], {"Jane Doe": ["restriction"]})
    whylocked.record_standing(ME, Standing(StandingKind.GOOD), NOW)
    looked(known)
    assert (owed(store), watched(known)) == ([told("restriction")], {})


def test_a_report_that_is_taken_back_opens_it(store: Store, known: Watching, whylocked: Whylocked):
    """The member's own report is gone, and nothing recorded stands in the way."""
    state(whylocked, connections=40)
    with store.writing() as session:
        session.members.record_standing(ME, Standing(StandingKind.RESTRICTED), Basis.STATED, NOW)
    waits(known)
    looked(known)
    with store.writing() as session:
        session.members.take_back_report(ME)
    looked(known)
    assert owed(store) == [told("restriction")]


def test_a_standing_that_is_put_back_opens_it(store: Store, known: Watching, whylocked: Whylocked):
    """What stood before may be that nothing did."""
    state(whylocked, connections=40)
    restricted(whylocked)
    waits(known)
    looked(known)
    with store.writing() as session:
        session.members.put_back_standing(ME, [])
    looked(known)
    assert owed(store) == [told("restriction")]


def test_an_undone_statement_opens_it(store: Store, known: Watching, whylocked: Whylocked):
    """What the member took back may have been what locked it."""
    state(whylocked, connections=40)
    state(whylocked, photo="no")
    waits(known)
    looked(known)
    assert watched(known) == {"Jane Doe": ["profile"]}
    whylocked.undo(ME, None, NOW)
    looked(known)
    assert owed(store) == [told("profile")]


def test_an_own_import_opens_it(store: Store, known: Watching):
    """A newer archive with enough connections."""
    waits(known)
    looked(known)
    keep(store, ME, whole_archive(TODAY, connections=ties(*enough("Jane Doe"))))
    looked(known)
    assert owed(store) == [told("connection_count")]


def test_a_number_of_shared_connections_opens_it(store: Store, known: Watching, whylocked: Whylocked):
    """The member reads it off the person's profile."""
    xenia = found("Xenia Roe")
    state(whylocked, connections=40)
    whylocked.state_shared(ME, xenia, "0", NOW)
    waits(known, xenia)
    looked(known)
    whylocked.state_shared(ME, xenia, "2", NOW)
    looked(known)
    assert owed(store) == [told("shared_connections", person="Xenia Roe")]


@pytest.mark.parametrize(
    ("at", "open_by_then"),
    [(datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), False), (datetime(2026, 11, 21, tzinfo=UTC), True)],
)
def test_the_end_of_a_restriction_opens_it_to_the_minute(
    at: datetime, open_by_then: object, store: Store, known: Watching, whylocked: Whylocked
):
    """The last day over, it is looked at right then, however long ago that was set."""
    state(whylocked, connections=40)
    restricted(whylocked, TODAY)
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    waits(known, at=late)
    looked(known, late)
    looked(known, at)
    assert owed(store) == ([told("restriction")] if open_by_then else [])


@pytest.mark.parametrize(("minutes", "open_by_then"), [(29, False), (30, True)])
def test_a_volume_that_frees_up_opens_it_to_the_minute(
    minutes: int, open_by_then: object, store: Store, whylocked: Whylocked
):
    """Five hundred were sent, the first of them a week ago less half an hour."""
    week = NOW - timedelta(days=7) + timedelta(minutes=30)
    sent = messages(*(week + timedelta(seconds=number) for number in range(500)))
    keep(store, ME, whole_archive(TODAY, name="Mia Quell", connections=ties(*enough("Jane Doe")), messages=sent))
    state(whylocked, photo="yes", account_type="basic")
    watching = whylocked.watching
    assert waits(watching) == [Outcome.BEGUN]
    looked(watching)
    looked(watching, NOW + timedelta(minutes=minutes))
    assert owed(store) == ([told("message_volume")] if open_by_then else [])


def test_a_stated_volume_lapses_and_leaves_one_thing_to_check(store: Store, known: Watching, whylocked: Whylocked):
    """A week on nobody knows how many it is now, but what was told no longer locks."""
    member = Who("T1", "U9")
    state(whylocked, member, photo="yes", account_type="basic", connections=40, messages=500, skills=3)
    state(whylocked, member, position="yes", education="yes", completeness=100)
    waits(known, NOBODY, who=member)
    looked(known)
    looked(known, NOW + timedelta(days=7) - timedelta(seconds=1))
    assert owed(store, member) == []
    looked(known, NOW + timedelta(days=7))
    assert owed(store, member) == [told("message_volume", person=None, unknown=1)]


@pytest.mark.parametrize(("minutes", "open_by_then"), [(MINUTES - 1, False), (MINUTES, True)])
def test_numbers_that_a_workspace_changes_open_it(  # noqa: PLR0913, PLR0917 - the parts of another policy
    minutes: int, open_by_then: object, store: Store, known: Watching, policy: Policy, ways: Ways, words: Words
):
    """At the next look, which is due in any case after so many minutes."""
    basic = policy.account_types["basic"].model_copy(update={"connections_needed": 2})
    easier = policy.model_copy(update={"account_types": {**policy.account_types, "basic": basic}})
    waits(known)
    looked(known)
    looked(Whylocked(store, easier, ways, words).watching, NOW + timedelta(minutes=minutes))
    assert owed(store) == ([told("connection_count")] if open_by_then else [])


# What does not


def test_what_is_merely_not_known_any_more_opens_nothing(store: Store, known: Watching, whylocked: Whylocked):
    """Whoever takes back what they told of themselves has not unlocked anything; told again, they have."""
    state(whylocked, connections=40, photo="no")
    waits(known)
    looked(known)
    state(whylocked, photo="unknown")
    looked(known)
    assert (owed(store), watched(known)) == ([], {"Jane Doe": ["profile"]})
    state(whylocked, photo="yes")
    looked(known)
    assert owed(store) == [told("profile")]


@pytest.mark.parametrize("share", ["count", "names"])
def test_a_network_that_is_closed_opens_nothing_and_tells_nothing(
    share: str, store: Store, known: Watching, whylocked: Whylocked
):
    """What a colleague's network showed is gone with it: nobody is told, for that would tell of the colleague."""
    keep(store, ME, whole_archive(TODAY, connections=ties(*enough("Bob Ray")), name="Mia Quell"))
    xenia = Who("T1", "U3")
    state(whylocked, xenia, name="Xenia Roe", url=url_of("Xenia Roe"), share_network=share)
    keep(store, xenia, archive(TODAY, name="Xenia Roe", connections=ties("Somebody Else")))
    assert waits(known, found("Xenia Roe")) == [Outcome.BEGUN]
    looked(known)
    assert watched(known) == {"Xenia Roe": ["shared_connections"]}
    state(whylocked, xenia, share_network="off")
    looked(known)
    assert (owed(store), watched(known)) == ([], {"Xenia Roe": ["shared_connections"]})


def test_whom_nobody_can_tell_apart_any_more_stays_as_it_was(store: Store, known: Watching):
    """Asked for by name, and by now two bear it: nothing is told of either."""
    waits(known, unknown("Zed Oak"))
    looked(known)
    two = [tie("Zed Oak"), tie("Zed Oak", f"{url_of('Zed Oak')}-2")]
    keep(store, ME, whole_archive(TODAY, connections=[*ties(*enough()), *two]))
    looked(known)
    assert (owed(store), watched(known)) == ([], {"Zed Oak": ["connection_count"]})


# Each look, and what comes in between


def test_what_changes_while_it_is_looked_at_is_looked_at_again(store: Store, known: Watching):
    """Neither the outcome nor the end of a look counts that began before the change."""
    waits(known)
    with store.writing() as session:
        (taken,) = session.watches.take("T1", NOW, NOW + timedelta(minutes=1), 5)
        assert session.watches.take("T1", NOW, NOW + timedelta(minutes=1), 5) == []
        session.watches.look_again("T1", "U1")
        session.watches.looked_at(taken, ["profile"], NOW + timedelta(days=1))
        assert session.watches.came_true(taken) is False
        assert session.watches.teams(NOW) == ["T1"]
    assert watched(known) == {"Jane Doe": ["connection_count"]}


def test_what_opens_while_another_looks_is_told_once(
    monkeypatch: pytest.MonkeyPatch, store: Store, known: Watching, whylocked: Whylocked
):
    """Whoever looks too late, after a stop or a look of somebody else's, owes nothing."""
    waits(known)
    state(whylocked, connections=40)
    asked = known._asking.answer  # noqa: SLF001 - to stop it in between

    def stopped(*args: object) -> object:
        known.stop(ME, known.of(ME))
        return asked(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(known._asking, "answer", stopped)  # noqa: SLF001
    looked(known)
    assert owed(store) == []


def test_asked_for_again_after_it_was_told_it_is_told_again(store: Store, known: Watching, whylocked: Whylocked):
    """Another watch on the same person is another cause."""
    for minute, at in enumerate((NOW, NOW + timedelta(minutes=5)), 1):
        state(whylocked, connections=2)
        assert waits(known, at=at) == [Outcome.BEGUN]
        state(whylocked, connections=40)
        looked(known, at)
        assert len(owed(store)) == minute


def test_whoever_leaves_waits_for_nothing(store: Store, known: Watching, whylocked: Whylocked):
    """Forgotten, a member has no watch, and is told nothing."""
    waits(known)
    whylocked.forget(ME, NOW)
    looked(known)
    assert (known.of(ME), owed(store), any(whylocked.stored(ME).values())) == ([], [], False)


def test_nobody_stops_what_others_wait_for(store: Store, known: Watching, whylocked: Whylocked):
    """A watch is its member's own."""
    few(store, BOB)
    state(whylocked, BOB, photo="yes", account_type="basic")
    assert waits(known) == waits(known, who=BOB) == [Outcome.BEGUN]
    assert known.stop(BOB, known.of(ME)) == ()
    assert list(watched(known)) == ["Jane Doe"]


# Seen again


def someone(name: str, url: str | None = "") -> Person:
    """A person as they are found."""
    return found(name, url).person or Person("", "")


@pytest.mark.parametrize(
    ("name", "url", "now", "status", "address"),
    [
        ("Jane Doe", "jane", [("Jane Doe", "jane")], "found", "jane"),
        ("Jane Doe", "jane", [("Jane Roe", "jane")], "found", "jane"),
        ("Jane Doe", "jane", [], "unknown", None),
        ("jane", "jane", [], "unknown", "jane"),
        ("Jane Doe", None, [("Jane Doe", "jane")], "found", "jane"),
        ("Jane Doe", None, [("Jane Doe", "jane"), ("Jane Doe", "jane-2")], "ambiguous", None),
        ("Jane Doe", None, [], "unknown", None),
    ],
)
def test_somebody_is_seen_again_only_as_far_as_they_may_be(
    name: str, url: str | None, now: list[tuple[str, str]], status: str, address: str | None
):
    """By the address while it can be found, else by name; an address that the member typed stays one."""
    people = People([Person(each, person_key(each), at) for each, at in now], Person("", ""), {})
    again = seen_again(name, url, people)
    assert (again.status.value, again.url) == (status, address)


# In words


def test_the_message_says_how_much_is_left(words: Words, policy: Policy):
    """Where something is not known the message claims no more than it may; of everybody it speaks of one's own side."""
    texts = [
        opened(told(person=name, unknown=number) | {"cleared": ["ban", "profile"]}, words, policy).text.split("\n")[:2]
        for name in ("*Jane* <!channel>", None)
        for number in (0, 1, 2)
    ]
    changed = "What changed: the ban is lifted and your profile has all it needs."
    assert texts == [
        ["Good news: nothing locks a message to *Jane* <!channel> any more.", changed],
        ["Good news: nothing I know of locks a message to *Jane* <!channel> any more; one thing is left to check.",
         changed],
        ["Good news: nothing I know of locks a message to *Jane* <!channel> any more; 2 things are left to check.",
         changed],
        ["Good news: nothing on your own side locks your messages any more.", changed],
        ["Good news: nothing I know of on your own side locks your messages any more; one thing is left to check.",
         changed],
        ["Good news: nothing I know of on your own side locks your messages any more; 2 things are left to check.",
         changed],
    ]  # fmt: skip


Says = Callable[[str], list[str]]


@pytest.fixture
def says(asker: Member) -> Says:
    """What the bot answers to a direct message, line by line."""
    count = 0

    def say(text: str) -> list[str]:
        nonlocal count
        count += 1
        asker.says(text)
        return lines(asker.answered(count))

    return say


def test_every_way_to_say_it(says: Says, app: SlackApp):
    """A conversation: each answer says what came of it and what to do next."""
    assert says("what am I watching") == [
        "I watch nobody for you. Where a message is locked, say “tell me when it unlocks”."
    ]
    assert says("stop watching Jane Doe") == says("what am I watching")
    assert says("watch Jane Doe, Bob Stone")[:1] == [
        "I'm watching from now on, and tell you of each that unlocks: Jane Doe and Bob Stone."
    ]
    assert says("watch Jane Doe and Bob Stone")[:1] == ["I've been watching already: Jane Doe and Bob Stone."]
    assert says("let me know when my account is unlocked")[0] == (
        "I'm watching: once nothing on your own side locks your messages any more, I tell you."
    )
    assert says("tell me when I can message people again")[0] == (
        "I've been watching that since 20 Nov 2026: once nothing on your side locks your messages, I tell you."
    )
    assert says("stop watching")[0] == "Stopped: I no longer watch everybody (your own side)."
    assert says("stop watching")[0] == "Which one shall I stop?"
    assert says("stop watching Zed Oak")[0] == "I don't watch Zed Oak, so there was nothing to stop."
    assert says("stop watching jane")[:2] == [
        "Stopped: I no longer watch Jane Doe.",
        "I tell you once these unlock:",
    ]
    assert says("watch my messages")[0].startswith("I'm watching: once nothing on your own side")
    assert says("stop watching everybody") == ["Stopped: I no longer watch everybody (your own side) and Bob Stone."]
    assert says("watch everybody")[0].startswith("I'm watching: once nothing on your own side")
    assert says("what am I watching")[1:] == [
        "   • everybody (your own side), since 20 Nov 2026; in the way: your number of connections",
        "To stop it, say “stop watching”.",
    ]
    state(app.desk.app.whylocked, connections=40)
    assert says("what am I watching")[1] == (
        "   • everybody (your own side), since 20 Nov 2026; in the way: nothing that I know of"
    )
    assert says("watch Jane Doe")[:2] == [
        "No need to wait:",
        "Open: I find nothing that locks a message to Jane Doe.",
    ]
    assert says("watch Jane Doe and Bob Stone") == [
        "Nothing to wait for: no known lock on Jane Doe and Bob Stone. Ask about one by name, and I say what is left."
    ]
    assert says("watch Zed Oak")[0] == "Nothing to wait for yet: I know of no lock. Tell me what is left, and you know."
    app.desk.app.whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)
    assert says("tell me when I can message Jane Doe") == [
        "I'm sorry: a ban has no end date, so there is nothing that I could wait for.",
        "Only an appeal can lift it. Say “file an appeal”, and I tell you how to go about it.",
    ]


def test_one_too_many(says: Says):
    """What is not watched is said first, then what could be stopped."""
    names = [f"Person Nr{number}" for number in range(MOST)]
    for name in names:
        assert says(f"tell me when I can message {name} Oak")[0].startswith("I'm watching")
    first, title, *rows, _ = says("watch Jane Doe")
    assert first == ("Not watched: Jane Doe. I watch 10 people for you already, and that's the most; stop one first.")
    assert (title, len(rows)) == ("I tell you once these unlock:", MOST)


def test_of_several_of_one_name_the_one_who_is_watched_is_stopped(says: Says, store: Store):
    """Whoever bears the name besides is not asked about."""
    both = [tie("Jane Doe"), tie("Jane Doe", f"{url_of('Jane Doe')}-2")]
    keep(store, ME, whole_archive(TODAY, connections=both))
    assert says("watch Jane Doe")[0] == "Which Jane Doe do you mean?"
    assert says("watch linkedin.com/in/jane-doe-2")[0].startswith("I'm watching")
    assert says("stop watching Jane Doe") == ["Stopped: I no longer watch Jane Doe."]


@pytest.fixture(scope="module")
def mind() -> Mind:
    return read_mind(BUILT_IN)


PHRASES = {
    "watch": [
        "tell me when it unlocks", "Tell me when it unlocks, please!", "let me know when I can message Jane",
        "ping me once Jane Doe is open", "please notify me as soon as I can message her", "keep an eye on Jane Doe",
        "can you tell me when it opens up?", "Let me know as soon as Jane unlocks", "watch her for me",
        "notify me when I'm allowed to write Jane again", "watch Jane Doe and Bob Stone",
        "alert me the moment it unlocks",
    ],
    "watch_own": [
        "tell me when I can message people again", "tell me when my restriction is over",
        "let me know when my account is unlocked", "watch my messages",
    ],
    "watches": ["what am I watching?", "who are you watching for me", "show my watches", "my watchlist"],
    "unwatch": ["stop watching Jane", "unwatch jane", "don't watch her anymore", "stop keeping an eye on Jane Doe"],
    "unwatch_all": ["stop watching everybody", "cancel my watches", "stop all watches"],
    None: [
        "tell me when I connected with Jane", "tell me if I can message Jane", "let me know if I can message Jane",
        "tell me when I last wrote to Jane", "when can I message Jane?", "tell me when Grace comes online",
        "watch out", "watch this video", "let me know when you're free", "remind me to message Jane",
        "tell me why it's locked", "tell me when I was restricted", "let me know who can introduce me to Jane",
        "how do I stop watching my messages?", "tell me the moment I hit the limit", "can I watch the demo?",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "aspect"), [(text, aspect) for aspect, texts in PHRASES.items() for text in texts])
def test_what_is_said_is_understood_and_what_only_sounds_like_it_is_not(text: str, aspect: str | None, mind: Mind):
    """Each phrasing means one of them; near misses mean what they meant before."""
    people = People([someone("Jane Doe"), someone("Bob Stone")], Person("", ""), {})
    request = understand(text, people, previous=Turn(Intent.ASK_LOCK, (JANE,)), mind=mind)
    sides = {"watch", "watch_own", "watches", "unwatch", "unwatch_all"}
    assert (request.aspect if request.aspect in sides else None) == aspect


@pytest.mark.parametrize(
    ("says_it", "offered"),
    [
        ("Jane Doe", True),
        ("why not Xavier Nobody", True),
        ("what if photo=no", False),
        ("Jane Doe and Bob Stone", False),
    ],
)
def test_where_it_is_offered(says_it: str, offered: object, asker: Member):
    """Beneath the answer about one person, and not beneath a supposition, nor several answers."""
    asker.says(says_it)
    assert ("Tell me when it unlocks" in labels(asker.answered())) is offered


def test_it_is_not_offered_under_a_ban(asker: Member, app: SlackApp):
    """A ban does not end by itself."""
    app.desk.app.whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)
    asker.says("Jane Doe")
    assert "Tell me when it unlocks" not in labels(asker.answered())
