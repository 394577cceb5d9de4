"""What an answer holds: findings, how the two stand, the question, the doubt, other ways; and what is stored of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import (
    ME,
    NOBODY,
    NOW,
    TODAY,
    YESTERDAY,
    ago,
    archive,
    found,
    invited,
    keep,
    messages,
    person,
    state,
    tie,
    ties,
    unknown,
    url_of,
    whole_archive,
)

from bot.archive.rows import Correspondent, Direction, Kind, Position
from bot.demo import archives
from bot.demo.archives import Someone
from bot.errors import UserError
from bot.facts import Basis, Fact, Sent, Standing, StandingKind
from bot.people import Target, TargetStatus
from bot.store import Store, Who
from bot.usecases import Whylocked
from bot.usecases.answer import Answer, Doubt
from bot.usecases.changes import Changed, Saved, SharedSaved
from bot.usecases.current_facts import Relation
from bot.verdict import State, Verdict

BOB = Who("T1", "U2")
JANE = "Jane Doe"
CHECKS = ["ban", "restriction", "message_volume", "connection_count", "profile", "shared_connections"]


def states(answer: Answer) -> dict[str, State]:
    """The state of each check."""
    return {finding.check: finding.state for finding in answer.findings}


def stored(store: Store, who: Who = ME) -> list[dict[str, object]]:
    """The diagnoses of a member."""
    with store.reading() as session:
        return session.diagnoses.of(who)


def ready(whylocked: Whylocked, **kinds: object) -> None:
    """A member of whom everything is known and nothing locks, with the archive of yesterday."""
    state(whylocked, account_type="basic", photo="yes")
    keep(whylocked.store, ME, whole_archive(**kinds))  # type: ignore[arg-type]


# --- the diagnosis ------------------------------------------------------------------------------------------------


def test_diagnosis_is_stored(whylocked: Whylocked) -> None:
    """An answer is kept under a quotable id with policy, day, verdict, target and all six findings."""
    ready(whylocked, connections=ties(*map(str, range(12))))

    answer = whylocked.ask(ME, found(JANE), NOW)

    (kept,) = stored(whylocked.store)
    findings = kept.pop("findings")
    assert kept == {
        "id": answer.diagnosis, "asked_at": NOW.isoformat(), "policy": whylocked.policy.version,
        "as_of": YESTERDAY.isoformat(), "verdict": "locked", "target_name": JANE, "target_url": url_of(JANE),
    }  # fmt: skip
    assert isinstance(findings, list)
    assert [finding["check"] for finding in findings] == [finding.check for finding in answer.findings] == CHECKS
    assert findings[3] == {
        "check": "connection_count", "state": "locked", "reason": "connection_count.too_few", "basis": "archive",
        "as_of": YESTERDAY.isoformat(), "evidence": {"have": 12, "need": 15, "account_type": "basic"},
    }  # fmt: skip


def test_two_answers_have_two_ids(whylocked: Whylocked) -> None:
    """The same question twice is two diagnoses, each kept."""
    first, second = whylocked.ask(ME, NOBODY, ago(1)), whylocked.ask(ME, NOBODY, NOW)
    assert [kept["id"] for kept in stored(whylocked.store)] == [first.diagnosis, second.diagnosis]
    assert first.diagnosis != second.diagnosis
    assert (first.diagnosis or "").startswith("D-")


@pytest.mark.parametrize("status", [TargetStatus.SELF, TargetStatus.BOT, TargetStatus.STRANGER])
def test_nobody_to_check(status: TargetStatus, whylocked: Whylocked) -> None:
    """About oneself, the bot or a stranger there is nothing to check and nothing is stored."""
    ready(whylocked)
    answer = whylocked.ask(ME, Target(status, "me"), NOW)
    assert (answer.findings, answer.verdict, answer.diagnosis, answer.ask, answer.plan) == ((), None, None, None, ())
    assert stored(whylocked.store) == []


def test_several_persons(whylocked: Whylocked) -> None:
    """While it is open who is meant, all six checks stand with shared connections unknown, and no verdict is stored."""
    ready(whylocked)
    target = Target(TargetStatus.AMBIGUOUS, "Jane", candidates=(person(JANE), person("Jane Roe")))
    answer = whylocked.ask(ME, target, NOW)
    assert list(states(answer)) == CHECKS
    assert states(answer)["shared_connections"] is State.UNKNOWN
    assert (answer.verdict, answer.diagnosis, answer.ask, answer.relation) == (None, None, None, None)
    assert stored(whylocked.store) == []


def test_nobody_named(whylocked: Whylocked) -> None:
    """Without a target the answer is about the asker alone: five checks clear, one exempt."""
    ready(whylocked)
    answer = whylocked.ask(ME, NOBODY, NOW)
    assert states(answer) == dict.fromkeys(CHECKS, State.CLEAR) | {"shared_connections": State.EXEMPT}
    assert (answer.verdict, answer.relation, answer.ways, answer.ask) == (Verdict.OPEN, None, (), None)
    assert stored(whylocked.store)[0]["target_name"] is None


def test_name_that_nobody_bears(whylocked: Whylocked) -> None:
    """A name that nobody bears still brings six checks; absent from a known network, it is not connected."""
    ready(whylocked)
    answer = whylocked.ask(ME, unknown("Nobody Known"), NOW)
    assert states(answer)["shared_connections"] is State.UNKNOWN
    assert (answer.verdict, answer.relation) == (Verdict.UNSURE, Relation(connected=False, as_of=YESTERDAY, messages=0))
    assert stored(whylocked.store)[0]["target_name"] == "Nobody Known"
    single = whylocked.ask(ME, unknown("Nobody"), NOW).relation
    assert single == Relation(as_of=YESTERDAY, messages=0)  # one word proves nothing


def test_url_that_nobody_has(whylocked: Whylocked) -> None:
    """A URL is one person, so that with the connections at hand it is known not to be one of them."""
    ready(whylocked)
    url = url_of("Nobody Known")
    answer = whylocked.ask(ME, unknown(url, url), NOW)
    assert answer.relation == Relation(connected=False, as_of=YESTERDAY, messages=0)
    assert (stored(whylocked.store)[0]["target_name"], stored(whylocked.store)[0]["target_url"]) == (url, url)


def test_only_a_url(whylocked: Whylocked) -> None:
    """A target known by nothing but the URL is kept by it."""
    url = url_of("Nobody Known")
    whylocked.ask(ME, Target(TargetStatus.UNKNOWN, url=url), ago(1))
    whylocked.ask(ME, Target(TargetStatus.UNKNOWN), NOW)
    assert [kept["target_name"] for kept in stored(whylocked.store)] == [url, ""]


def test_first_degree_connection(whylocked: Whylocked) -> None:
    """With a connection everything is open, and the answer says since when the two are connected."""
    ready(whylocked, connections=[tie(JANE, on=date(2026, 3, 1)), *ties(*map(str, range(40)))])
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert (answer.verdict, answer.ask, answer.ways) == (Verdict.OPEN, None, ())
    assert answer.relation == Relation(connected=True, since=date(2026, 3, 1), as_of=YESTERDAY, messages=0)
    assert states(answer)["shared_connections"] is State.EXEMPT


# --- the day of the facts, first use ------------------------------------------------------------------------------


def test_first_use(whylocked: Whylocked) -> None:
    """With nothing stored that a check needs, three questions are asked in one."""
    state(whylocked, name="Mia Quell", url=url_of("Mia Quell"), share_network="off")
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert (answer.first_use, answer.ask, answer.as_of, answer.confirms) == (True, "first_use", None, False)
    assert answer.verdict is Verdict.UNSURE
    assert answer.diagnosis is not None


@pytest.mark.parametrize("known", ["statement", "standing", "archive"])
def test_no_first_use(known: str, whylocked: Whylocked) -> None:
    """Anything stated of a lock, recorded or imported ends the first use."""
    if known == "statement":
        state(whylocked, photo="yes")
    elif known == "standing":
        whylocked.record_standing(ME, Standing(StandingKind.GOOD), NOW)
    else:
        keep(whylocked.store, ME, archive(skills=[]))
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert (answer.first_use, answer.ask) == (False, "shared_connections")


def test_day_of_the_facts(whylocked: Whylocked) -> None:
    """An answer speaks for the newest archive's day, without one for that of the newest statement about a lock."""
    state(whylocked, at=ago(9), photo="yes")
    state(whylocked, at=ago(4), skills=5)
    state(whylocked, at=ago(1), name="Mia Quell")
    answer = whylocked.ask(ME, NOBODY, NOW)
    assert (answer.as_of, answer.from_archive) == (ago(4).date(), False)

    keep(whylocked.store, ME, archive(date(2026, 11, 2), skills=[]))
    keep(whylocked.store, ME, archive(date(2026, 11, 5), education=[]))
    answer = whylocked.ask(ME, NOBODY, NOW)
    assert (answer.as_of, answer.from_archive) == (date(2026, 11, 5), True)


# --- the question -------------------------------------------------------------------------------------------------


def test_confirmed_long_ago(whylocked: Whylocked) -> None:
    """When nothing is missing, a photo confirmed long ago is asked again, and not while something is missing."""
    ready(whylocked, connections=[tie(JANE), *ties(*map(str, range(40)))])
    state(whylocked, at=ago(181), photo="yes")
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert (answer.ask, answer.confirms, answer.verdict) == ("photo", True, Verdict.OPEN)

    answer = whylocked.ask(ME, found("Somebody Else"), NOW)
    assert (answer.ask, answer.confirms) == ("shared_connections", False)


# --- evidence against a lock --------------------------------------------------------------------------------------


def wrote(to: str, *sent_at: datetime) -> object:
    """An archive's messages to one person."""
    last = max(sent_at).date()
    return messages(*sent_at, to=[Correspondent(to, url_of(to), len(sent_at), last)])


def test_doubt_by_messages_to_the_person(whylocked: Whylocked) -> None:
    """Messages to that very person speak against a lock by rule, and the padlock is asked about."""
    ready(whylocked, connections=[tie(JANE)], messages=wrote(JANE, ago(6), ago(30)))
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert answer.verdict is Verdict.LOCKED
    assert answer.doubt == Doubt(to_target=True, count=2, last=ago(6).date())
    assert answer.ask == "padlock"


def test_doubt_by_messages_to_others(whylocked: Whylocked) -> None:
    """Messages to others in the window speak against a lock on the asker's own side."""
    ready(whylocked, connections=[tie(JANE)], messages=wrote("Ann Lee", ago(3), ago(30)))
    assert whylocked.ask(ME, found(JANE), NOW).doubt == Doubt(to_target=False, count=1, last=YESTERDAY)


def test_no_doubt_by_an_archive_of_tomorrow(whylocked: Whylocked) -> None:
    """An archive made ahead of the clock, in an earlier time zone, never shows a day to come."""
    ready(whylocked, connections=[tie(JANE)], messages=wrote("Ann Lee", ago(3)))
    keep(whylocked.store, ME, archive(TODAY + timedelta(days=1), messages=wrote("Ann Lee", ago(3))))
    assert whylocked.ask(ME, found(JANE), NOW).doubt == Doubt(to_target=False, count=1, last=TODAY)


@pytest.mark.parametrize(
    "without", ["a lock", "messages in the window", "an archive", "a doubtful lock", "a day", "a lock of one's own"]
)
def test_no_doubt(without: str, whylocked: Whylocked) -> None:
    """A recorded lock, a stated number, messages of long ago to others, or other people's messages prove nothing."""
    sent = wrote("Ann Lee", ago(30) if without == "messages in the window" else ago(3))
    few = ties(JANE) if without != "a lock" else ties(JANE, *map(str, range(40)))
    if without == "a day":
        sent = messages(to=[Correspondent(JANE, url_of(JANE), 2, None)])
    if without == "a lock of one's own":
        few = ties(*map(str, range(40)))
        keep(whylocked.store, BOB, archive(name=JANE, connections=ties("Eve Fox")))
    ready(whylocked, connections=few, messages=None if without == "an archive" else sent)
    if without == "an archive":
        state(whylocked, messages=12)
    if without == "a doubtful lock":
        whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert (answer.verdict is Verdict.LOCKED, answer.doubt) == (without != "a lock", None)
    assert answer.ask != "padlock"


def test_padlock(whylocked: Whylocked) -> None:
    """The member's word on what LinkedIn shows is kept with the diagnosis and counted."""
    ready(whylocked, connections=[tie(JANE)], messages=wrote(JANE, ago(6)))
    diagnosis = whylocked.ask(ME, found(JANE), NOW).diagnosis
    assert diagnosis is not None
    whylocked.answer_padlock(ME, diagnosis, shown=False, now=NOW)
    with whylocked.store.writing() as session:
        assert session.health.look().padlocks_missing == 1


# --- other ways ---------------------------------------------------------------------------------------------------


def way_names(whylocked: Whylocked, answer: Answer) -> set[str]:
    """The names of the ways that an answer offers."""
    every = whylocked._asking._ways.ways  # noqa: SLF001
    return {name for name, way in every.items() if way in answer.ways}


@pytest.mark.parametrize(
    ("direction", "offered"),
    [(Direction.SENT, "await_answer"), (Direction.RECEIVED, "accept_invitation"), (None, "basic_notes")],
)
def test_way_by_invitation(direction: Direction | None, offered: str, whylocked: Whylocked) -> None:
    """The open invitation decides whether to accept, to wait or to invite."""
    ready(whylocked, invitations=[invited(JANE, direction, YESTERDAY)] if direction else [])
    names = way_names(whylocked, whylocked.ask(ME, found(JANE), NOW))
    assert names & {"await_answer", "accept_invitation", "invite", "basic_notes"} == {offered}


@pytest.mark.parametrize(
    ("plan", "detail"),
    [
        ("sales_navigator", {"company": "Acme", "monthly": 50, "held": 150}),
        ("basic", {"company": "Acme", "monthly": 0, "held": 0}),
        (None, {"company": "Acme", "monthly": 0, "held": 0}),
    ],
)
def test_way_by_inmail(plan: str | None, detail: dict[str, object], whylocked: Whylocked) -> None:
    """InMail is offered where the account has it, with its credits."""
    ready(whylocked)
    state(whylocked, account_type=plan or "unknown")
    answer = whylocked.ask(ME, found(JANE), NOW)
    assert ("inmail" in way_names(whylocked, answer)) is (plan == "sales_navigator")
    assert dict(answer.way_detail) == detail


@pytest.mark.parametrize(
    ("companies", "theirs", "offered"),
    [
        (["Acme"], None, True),
        (["Acme"], "Acme", True),
        (["Acme"], "Globex", False),
        (["Acme", "Globex"], "Acme", False),
        ([], None, False),
    ],
)
def test_way_of_coworkers(companies: list[str], theirs: str | None, offered: object, whylocked: Whylocked) -> None:
    """Coworkers may write to each other, where the company is known and the person is not known to work elsewhere."""
    ready(whylocked, positions=[Position("Buyer", company, current=True) for company in companies])
    state(whylocked, position="yes", experience="yes")
    target = found(JANE)
    target = replace(target, person=person(JANE)._replace(company=theirs))
    names = way_names(whylocked, whylocked.ask(ME, target, NOW))
    assert ("coworker" in names) is offered


def test_ways_of_a_restricted_account(whylocked: Whylocked) -> None:
    """A restricted account is told to go on in an open chat, and never to send or invite."""
    ready(whylocked, messages=wrote(JANE, ago(6)))
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    names = way_names(whylocked, whylocked.ask(ME, found(JANE), NOW))
    assert "reply_in_open_chat" in names
    assert names & {"invite", "inmail", "shared_group", "open_profile"} == set()


def test_ways_to_a_connection(whylocked: Whylocked) -> None:
    """A lock on the way to a connection brings what LinkedIn says of connections."""
    ready(whylocked, connections=[tie(JANE)])
    assert way_names(whylocked, whylocked.ask(ME, found(JANE), NOW)) == {"look_at_connection"}


INMAIL = {"premium_career", "premium_business", "sales_navigator", "recruiter_lite"}
PLANS = ["unknown", "basic", "premium", "recruiter_professional", "recruiter_corporate", *sorted(INMAIL)]
RELATIONS = ["connected", "written to", "stranger", "sent", "received"]


def expected_ways(plan: str, standing: str, relation: str) -> set[str]:
    """The ways that fit an account on nothing but its plan, standing, and how the two stand."""
    if standing == "banned" or (relation == "connected" and standing == "good"):
        return set()  # nothing helps, or nothing is needed
    if standing == "restricted":
        return {"reply_when_written_to"} | ({"reply_in_open_chat"} if relation == "written to" else set())
    if relation == "connected":
        return set()  # messages beyond the limit reach no connection either
    inviting = {"sent": "await_answer", "received": "accept_invitation"}
    ways = {inviting.get(relation, "basic_notes" if plan == "basic" else "invite")}
    if standing == "too many messages":
        return ways
    return ways | {"shared_group", "open_profile", "coworker"} | ({"inmail"} if plan in INMAIL else set())


@pytest.mark.parametrize("standing", ["good", "restricted", "banned", "too many messages"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_ways_fit_plan_standing_and_relation(relation: str, standing: str, whylocked: Whylocked) -> None:
    """On every plan only the ways that this standing and this relation leave open are offered, the cheapest first."""
    directions = {"sent": Direction.SENT, "received": Direction.RECEIVED}
    ready(
        whylocked,
        connections=[*ties(*map(str, range(40))), *([tie(JANE)] if relation == "connected" else [])],
        invitations=[invited(JANE, directions[relation], YESTERDAY)] if relation in directions else [],
        messages=wrote(JANE, ago(60)) if relation == "written to" else messages(),
    )
    if standing in {"restricted", "banned"}:
        whylocked.record_standing(ME, Standing(StandingKind(standing)), NOW)
    elif standing == "too many messages":
        state(whylocked, messages=whylocked.policy.message_volume.limit)
    for plan in PLANS:
        state(whylocked, account_type=plan)
        answer = whylocked.ask(ME, found(JANE), NOW)
        assert (plan, way_names(whylocked, answer)) == (plan, expected_ways(plan, standing, relation))
        assert list(answer.ways) == sorted(answer.ways, key=lambda way: way.order)


# --- what if ------------------------------------------------------------------------------------------------------


def test_what_if(whylocked: Whylocked) -> None:
    """A supposed change is checked as if it were so, and nothing is stored: neither statement nor diagnosis."""
    ready(whylocked, connections=ties(*map(str, range(12))), skills=["SQL"], education=[])
    changes = (("connections", "15"), ("skills", "3"), ("education", "1"), ("shared", "2"), ("photo", "unknown"))

    answer = whylocked.what_if(ME, found(JANE), changes, NOW)

    assert (answer.verdict, answer.hypothetical, answer.diagnosis, answer.ask) == (Verdict.OPEN, changes, None, None)
    assert answer.facts.shared == Fact(2, Basis.STATED, TODAY)
    assert stored(whylocked.store) == []
    assert set(whylocked.show_profile(ME, NOW)) >= {"skills"}
    with whylocked.store.reading() as session:
        assert session.members.statements(ME).keys() == {"account_type", "photo"}
        assert session.network.stated_shared(ME, person(JANE)) is None
    assert whylocked.ask(ME, found(JANE), NOW).verdict is Verdict.LOCKED


@pytest.mark.parametrize(("typed", "verdict"), [("499", Verdict.OPEN), ("500", Verdict.LOCKED)])
def test_what_if_messages(typed: str, verdict: Verdict, whylocked: Whylocked) -> None:
    """Supposed messages lock at the limit, and the plan then says until when to wait."""
    ready(whylocked)
    answer = whylocked.what_if(ME, NOBODY, (("messages", typed),), NOW)
    frees_at = NOW + timedelta(days=7) if typed == "500" else None
    assert answer.facts.sent == Fact(Sent(int(typed), frees_at=frees_at), Basis.STATED, TODAY)
    assert answer.verdict is verdict
    assert [dict(planned.detail) for planned in answer.plan] == ([{"until": frees_at}] if frees_at else [])


def test_what_if_on_first_use(whylocked: Whylocked) -> None:
    """Supposing something is no first use, even where nothing is stored; what is unknown supposes nothing."""
    answer = whylocked.what_if(ME, found(JANE), (("photo", "no"), ("shared", "unknown"), ("name", "Jane")), NOW)
    assert (answer.first_use, answer.verdict, answer.facts.shared) == (False, Verdict.LOCKED, None)


def test_what_if_makes_no_sense(whylocked: Whylocked) -> None:
    """A change that fits no field is refused."""
    with pytest.raises(UserError, match="unknown_field"):
        whylocked.what_if(ME, NOBODY, (("hats", "3"),), NOW)


# --- statements ---------------------------------------------------------------------------------------------------


def test_one_wrong_field_and_nothing_is_kept(whylocked: Whylocked) -> None:
    """Several fields are stated together or not at all."""
    with pytest.raises(UserError, match="bad_number"):
        whylocked.state(ME, [("photo", "yes"), ("connections", "many")], NOW)
    assert all(fact is None for fact in whylocked.show_profile(ME, NOW).values())


def test_state_and_take_back(whylocked: Whylocked) -> None:
    """What is stated is shown with its day, and can be taken back."""
    stated = whylocked.state(ME, [("photo", "yes"), ("skills", "SQL, Go")], NOW)
    assert stated == Saved(1, {"photo": Changed(None, now=True), "skills": Changed(None, ["SQL", "Go"])})
    shown = {field: fact for field, fact in whylocked.show_profile(ME, NOW).items() if fact}
    assert shown == {
        "photo": Fact(True, Basis.STATED, TODAY),  # noqa: FBT003
        "skills": Fact(["SQL", "Go"], Basis.STATED, TODAY),
    }
    taken_back = Saved(2, {"photo": Changed(before=True, now=None)}, frozenset({"photo"}))
    assert whylocked.state(ME, [("photo", "unknown")], NOW) == taken_back
    assert whylocked.show_profile(ME, NOW)["photo"] is None


def test_what_is_added_to_a_list(whylocked: Whylocked) -> None:
    """What is added to a list or taken off it changes what is known, in what is supposed as in what is stated."""
    whylocked.state(ME, [("skills", "SQL, Excel")], NOW)
    supposed = whylocked.what_if(ME, NOBODY, (("skills", "+Python, Go"),), NOW)
    assert supposed.facts.skills == Fact(4, Basis.STATED, TODAY)
    more = whylocked.state(ME, [("skills", "+Python")], NOW)
    assert more.fields == {"skills": Changed(["SQL", "Excel"], ["SQL", "Excel", "Python"])}
    less = whylocked.state(ME, [("skills", "-Excel")], NOW)
    assert less.fields == {"skills": Changed(["SQL", "Excel", "Python"], ["SQL", "Python"])}


@pytest.mark.parametrize(
    "target", [found(JANE), unknown("Nobody Known"), unknown("x", url_of("Nobody Known"))], ids=lambda each: each.typed
)
def test_state_shared(target: Target, whylocked: Whylocked) -> None:
    """How many connections are shared can be stated of anybody, known or not, and counts in the next answer."""
    assert whylocked.state_shared(ME, target, "3", NOW) == SharedSaved(1, Changed(None, 3))
    assert whylocked.ask(ME, target, NOW).facts.shared == Fact(3, Basis.STATED, TODAY)
    assert whylocked.state_shared(ME, target, "unknown", NOW) == SharedSaved(2, Changed(3, None))
    assert whylocked.ask(ME, target, NOW).facts.shared is None


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (Target(TargetStatus.SELF, "me"), "shared_self"),
        (Target(TargetStatus.AMBIGUOUS, "Jane"), "not_one_ambiguous"),
        (Target(TargetStatus.BOT, "you"), "not_one_nobody"),
        (Target(TargetStatus.STRANGER, "U9"), "not_one_nobody"),
        (NOBODY, "not_one_nobody"),
    ],
)
def test_state_shared_of_nobody(target: Target, code: str, whylocked: Whylocked) -> None:
    """A number of shared connections needs one person."""
    with pytest.raises(UserError, match=code):
        whylocked.state_shared(ME, target, "3", NOW)


def test_state_shared_is_a_number(whylocked: Whylocked) -> None:
    """Shared connections are counted."""
    with pytest.raises(UserError, match="bad_number"):
        whylocked.state_shared(ME, found(JANE), "some", NOW)


# --- turns --------------------------------------------------------------------------------------------------------


def test_turns(whylocked: Whylocked) -> None:
    """Where a conversation stands is remembered for a while, each thread for itself."""
    whylocked.keep_turn(ME, {"cli": timedelta(days=1)}, {"intent": "help"}, NOW)
    assert whylocked.last_turn(ME, "cli", NOW) == {"intent": "help"}
    assert whylocked.last_turn(ME, "dm", NOW) is None
    assert whylocked.last_turn(BOB, "cli", NOW) is None
    assert whylocked.last_turn(ME, "cli", NOW + timedelta(days=1)) is None


# --- importing ----------------------------------------------------------------------------------------------------

MIA = Someone("Mia", "Quell", url_of("Mia Quell"))
ANN = Someone("Ann", "Lee", url_of("Ann Lee"))


def write_archive(path: Path) -> Path:
    """A small archive in LinkedIn's own format."""
    files = archives.files_of_2026(
        connections=[archives.connection(ANN, date(2026, 5, 1), company="Acme"), archives.nameless(date(2025, 1, 1))],
        messages=[archives.message(MIA, [ANN], ago(2), "Hello Ann"), archives.message(ANN, [MIA], ago(1), "Hello Mia")],
        skills=[archives.skill("SQL")],
        profile=archives.profile(MIA, summary="I buy steel."),
    )
    return archives.write_zip(path / "Basic_LinkedInDataExport_11-19-2026.zip", files)


def test_import(whylocked: Whylocked, tmp_path: Path) -> None:
    """A real archive, imported whole: its owner by the stated URL, its facts by its file name's day."""
    state(whylocked, at=ago(9), url=MIA.url, share_network="names")
    seen: list[tuple[int, int]] = []

    read, sharing = whylocked.import_archive(
        ME, write_archive(tmp_path), lambda done, total: seen.append((done, total))
    )

    assert (read.as_of, read.owner.url, read.skipped.nameless, sharing) == (YESTERDAY, MIA.url, 1, "names")
    assert seen[-1][0] == seen[-1][1] > 0
    assert read.missing == [Kind.INVITATIONS, Kind.POSITIONS, Kind.EDUCATION]
    answer = whylocked.ask(ME, found("Ann Lee"), NOW)
    assert answer.relation == Relation(
        connected=True, since=date(2026, 5, 1), as_of=YESTERDAY, messages=1, last_message=ago(2).date(),
        last_received=ago(1).date(),
    )  # fmt: skip
    assert answer.facts.connections == Fact(1, Basis.ARCHIVE, YESTERDAY)
    assert answer.facts.sent == Fact(Sent(1, 0), Basis.ARCHIVE, YESTERDAY)
    assert whylocked.people(ME).asker.name == "Mia Quell"


def test_import_by_an_unknown_member(whylocked: Whylocked, tmp_path: Path) -> None:
    """Without a stated URL the archive's own marks tell the owner, and only numbers are shared."""
    read, sharing = whylocked.import_archive(ME, write_archive(tmp_path))
    assert (read.owner.url, sharing) == (MIA.url, "count")
    assert whylocked.people(ME).asker.url == MIA.url


def test_import_of_an_older_archive(whylocked: Whylocked, tmp_path: Path) -> None:
    """An older archive changes nothing."""
    keep(whylocked.store, ME, archive(TODAY, connections=ties("Eve Fox")))
    with pytest.raises(UserError, match="older_archive"):
        whylocked.import_archive(ME, write_archive(tmp_path))
    assert [each.name for each in whylocked.people(ME).persons] == ["Eve Fox"]


def test_import_of_nothing(whylocked: Whylocked, tmp_path: Path) -> None:
    """What is no archive is refused and makes no member."""
    with pytest.raises(UserError):
        whylocked.import_archive(ME, tmp_path / "missing.zip")
    with whylocked.store.writing() as session:
        assert session.health.look().members == 0
