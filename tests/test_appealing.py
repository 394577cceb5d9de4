"""Appeals: filing, every step in every state by everybody, what it does to the standing, and two at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from threading import Barrier, Thread
from typing import TypeVar

import pytest
from conftest import ME, NOBODY, NOW, TODAY, YESTERDAY, ago

from bot.appeals import COMMAND_LINE, OPEN, Action, Appeal, AppealState, Case, Event, Refused, Role, step
from bot.errors import UserError
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.store import Store, Who
from bot.store.roles import REVIEW_CHANNEL, Office
from bot.usecases import Whylocked
from bot.usecases.appealed import Done, Draft, Filed, Filing, Refusal, ToAppeal, Told
from bot.words import Words

T = TypeVar("T")

GOOD, RESTRICTED, BANNED = StandingKind.GOOD, StandingKind.RESTRICTED, StandingKind.BANNED
TOMORROW = TODAY + timedelta(days=1)
STATEMENT = "I wrote to ten people I had met at a fair; nobody was copied in."
FILING = Filing(STATEMENT)
REVIEWER, ADMIN, OTHER = "U5REV", "U6ADM", "U7OTH"
ACTORS = {
    Role.MEMBER: ME.user,
    Role.REVIEWER: REVIEWER,
    Role.ADMINISTRATOR: ADMIN,
    Role.OPERATOR: COMMAND_LINE,
    Role.OTHER: OTHER,
}


def stands(whylocked: Whylocked, kind: StandingKind = RESTRICTED, until: date | None = None, who: Who = ME) -> None:
    """Record a standing, three days ago."""
    standing = Standing(kind, "spam" if kind is not GOOD else None, None, until)
    with whylocked.store.writing() as session:
        session.members.record_standing(who, standing, Basis.RECORDED, ago(3))


def offices(store: Store) -> None:
    """Give the workspace a reviewer and an administrator."""
    with store.writing() as session:
        session.roles.set_bearers(ME.team, Office.REVIEWER, [REVIEWER], NOW)
        session.roles.set_bearers(ME.team, Office.ADMINISTRATOR, [ADMIN], NOW)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a step of an appeal may write."""
    tables = ("appeals", "appeal_events", "standings", "owed", "audit", "cards", "counters", "members")
    with closing(sqlite3.connect(path)) as db:
        return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608


def done(outcome: Done | Refusal) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def refused(outcome: Done | Refusal) -> Refusal:
    assert isinstance(outcome, Refusal), outcome
    return outcome


def brought(whylocked: Whylocked, state: AppealState) -> int:
    """An appeal in a state, against a recorded restriction; gives its number."""
    stands(whylocked)
    number = whylocked.appealing.file(ME, FILING, ago(2)).appeal.number
    way = {
        AppealState.SUBMITTED: None,
        AppealState.NEEDS_INFO: (Action.ASK, COMMAND_LINE),
        AppealState.ACCEPTED: (Action.ACCEPT, COMMAND_LINE),
        AppealState.REJECTED: (Action.REJECT, COMMAND_LINE),
        AppealState.WITHDRAWN: (Action.WITHDRAW, ME.user),
    }[state]
    if way is not None:
        done(whylocked.appealing.act(ME.team, number, way[0], way[1], ago(1), note="What did you write?"))
    return number


# --- filing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "case"),
    [
        (None, None),
        (Standing(GOOD), None),
        (Standing(RESTRICTED), Case.RESTRICTION),
        (Standing(RESTRICTED, None, None, YESTERDAY), None),
        (Standing(RESTRICTED, None, None, TODAY), Case.RESTRICTION),
        (Standing(RESTRICTED, None, None, TOMORROW), Case.RESTRICTION),
        (Standing(BANNED), Case.BAN),
    ],
)
def test_what_there_is_to_appeal(standing: Standing | None, case: Case | None, whylocked: Whylocked) -> None:
    """A restriction through its last day, a ban, and nothing else; what cannot be appealed cannot be filed."""
    fact = None
    if standing is not None:
        whylocked.record_standing(ME, standing, NOW)
        fact = Fact(standing, Basis.RECORDED, TODAY)
    appealing = whylocked.appealing
    assert appealing.standing_case(ME, NOW) == ToAppeal(case, fact, None)
    draft = appealing.draft(ME, NOW)
    if case is None:
        assert draft is None
        assert appealing.draft(ME, NOW, reports=True) == Draft(None, None, whylocked.account(ME, NOW).answer.facts)
        with pytest.raises(UserError, match="appeal_nothing"):
            appealing.file(ME, FILING, NOW)
    else:
        assert draft == Draft(case, fact, whylocked.account(ME, NOW).answer.facts)
        filed = appealing.file(ME, FILING, NOW).appeal
        assert appealing.standing_case(ME, NOW) == ToAppeal(case, fact, filed)


def test_a_filed_appeal_is_kept_whole(whylocked: Whylocked, store: Store) -> None:
    """Number, statement, notice, diagnosis and the first step of its history; a card is due and the audit knows."""
    stands(whylocked)
    diagnosis = str(whylocked.ask(ME, NOBODY, ago(1)).diagnosis)
    filing = Filing(f" {STATEMENT}\r\n\n\n\tYours ", None, "Harassing other members", YESTERDAY, diagnosis.lower())
    filed = whylocked.appealing.file(ME, filing, NOW)
    appeal = Appeal(
        1, ME.user, Case.RESTRICTION, AppealState.SUBMITTED, f"{STATEMENT}\n\nYours", "harassment", YESTERDAY,
        diagnosis, Basis.RECORDED, NOW, NOW,
    )  # fmt: skip
    event = Event(NOW, ME.user, Role.MEMBER, "file", AppealState.SUBMITTED)
    assert filed == Filed(appeal, is_new=True)
    assert whylocked.appealing.told(ME.team, 1) == Told(appeal, (event,), {})
    assert whylocked.appealing.of(ME) == [Told(appeal, (event,), {})]
    assert (whylocked.appealing.find(ME.team, 1), whylocked.appealing.history(ME.team, 1)) == (appeal, [event])
    assert whylocked.appealing.find("T2", 1) is None
    assert whylocked.appealing.told("T2", 1) is None
    assert [row[:7] for row in rows(store.path)["cards"]] == [(ME.team, 1, None, None, 1, 0, NOW.isoformat())]
    assert rows(store.path)["owed"] == []
    with store.reading() as session:
        (entry,) = session.audit.entries(ME.team)
    assert (entry.actor, entry.action, entry.about) == (ME.user, "appeal_file", ME.user)
    assert entry.detail == {"appeal": 1, "case": "restriction", "state": "submitted", "role": "member"}


def test_a_second_filing_gives_the_first(whylocked: Whylocked, store: Store) -> None:
    """Twice, by two windows, or even without a statement: one appeal of a case, and its number."""
    stands(whylocked)
    first = whylocked.appealing.file(ME, FILING, NOW).appeal
    before = rows(store.path)
    for again in (FILING, Filing("too short")):
        assert whylocked.appealing.file(ME, again, NOW) == Filed(first, is_new=False)
    assert rows(store.path) == before


def test_numbers_count_on_in_a_workspace_and_are_never_used_again(whylocked: Whylocked) -> None:
    """Each workspace counts for itself, and a number is not free again when its member is forgotten."""
    other, elsewhere = Who(ME.team, "U9"), Who("T2", ME.user)
    for who, number in ((ME, 1), (other, 2), (elsewhere, 1)):
        stands(whylocked, who=who)
        assert whylocked.appealing.file(who, FILING, NOW).appeal.number == number
    assert [appeal.number for appeal in whylocked.appealing.open_in(ME.team)] == [1, 2]
    whylocked.forget(other, NOW)
    assert [appeal.number for appeal in whylocked.appealing.open_in(ME.team)] == [1]
    stands(whylocked, who=other)
    assert whylocked.appealing.file(other, FILING, NOW).appeal.number == 3


def test_a_review_channel_is_told_of(whylocked: Whylocked, store: Store) -> None:
    """Whoever files learns whether anybody here sees it."""
    stands(whylocked)
    with store.writing() as session:
        session.roles.set(ME.team, REVIEW_CHANNEL, "C1")
    assert [whylocked.appealing.file(ME, FILING, NOW).reviewed for _ in range(2)] == [True, True]


@pytest.mark.parametrize("standing", [None, GOOD, "ended"])
@pytest.mark.parametrize("case", [Case.RESTRICTION, Case.BAN])
def test_what_the_member_reports_on_the_spot(case: Case, standing: object, whylocked: Whylocked) -> None:
    """Where nothing stands, naming the notice records it as the member's own report, and appeals that."""
    if standing is not None:
        stands(whylocked, GOOD if standing is GOOD else RESTRICTED, None if standing is GOOD else YESTERDAY)
    filed = whylocked.appealing.file(ME, Filing(STATEMENT, case, "spam", YESTERDAY), NOW)
    kind = BANNED if case is Case.BAN else RESTRICTED
    assert (filed.reported, filed.appeal.basis, filed.appeal.reason) == (True, Basis.STATED, "spam")
    assert whylocked.show_standing(ME) == Fact(Standing(kind, "spam", YESTERDAY), Basis.STATED, TODAY)
    draft = whylocked.appealing.draft(ME, NOW, Case.BAN if case is Case.RESTRICTION else Case.RESTRICTION)
    assert draft is not None
    assert draft.standing is None


def test_a_reported_ban_comes_before_a_recorded_restriction(whylocked: Whylocked) -> None:
    """A report may make it worse, never better: a restriction cannot be appealed away from beneath a ban."""
    stands(whylocked)
    assert whylocked.appealing.file(ME, Filing(STATEMENT, Case.BAN), NOW).reported
    assert whylocked.show_standing(ME) == Fact(Standing(BANNED), Basis.STATED, TODAY)
    with pytest.raises(UserError, match="appeal_is_ban"):
        whylocked.appealing.file(ME, Filing(STATEMENT, Case.RESTRICTION), NOW)


def test_an_appeal_of_what_was_reported_names_that_basis(whylocked: Whylocked, store: Store) -> None:
    """Against the member's own report the basis is stated, and nothing is recorded anew."""
    with store.writing() as session:
        session.members.record_standing(ME, Standing(RESTRICTED, "spam"), Basis.STATED, ago(2))
    filed = whylocked.appealing.file(ME, FILING, NOW)
    assert (filed.reported, filed.appeal.basis, filed.appeal.reason) == (False, Basis.STATED, "spam")


@pytest.mark.parametrize(
    ("filing", "code"),
    [
        (Filing("x" * 49), "statement_too_short"),
        (Filing("x" * 49 + " \n\u200b "), "statement_too_short"),
        (Filing("x" * 3001), "statement_too_long"),
        (Filing(STATEMENT, noticed_on=TODAY + timedelta(days=2)), "notice_in_future"),
        (Filing(STATEMENT, reason="x" * 201), "reason_too_long"),
        (Filing(STATEMENT, diagnosis="D-22222"), "diagnosis_unknown"),
    ],
)
def test_what_does_not_fit_is_refused_whole(filing: Filing, code: str, whylocked: Whylocked, store: Store) -> None:
    """One sentence, and nothing is kept: no appeal, no number, no report."""
    assert whylocked.show_standing(ME) is None
    before = rows(store.path)
    with pytest.raises(UserError, match=code):
        whylocked.appealing.file(ME, Filing(**{**_fields(filing), "case": Case.BAN}), NOW)  # type: ignore[arg-type]
    assert rows(store.path) == before


def _fields(filing: Filing) -> dict[str, object]:
    return {name: getattr(filing, name) for name in Filing.__slots__}


@pytest.mark.parametrize("filing", [Filing("x" * 50), Filing("x" * 3000), Filing(STATEMENT, diagnosis="  ")])
def test_what_just_fits(filing: Filing, whylocked: Whylocked) -> None:
    """The limits themselves fit."""
    stands(whylocked)
    assert whylocked.appealing.file(ME, filing, NOW).appeal.statement == filing.statement


def test_a_day_that_has_begun_somewhere(whylocked: Whylocked) -> None:
    """At noon UTC it is tomorrow at the date line; an hour before ten it is not yet."""
    stands(whylocked)
    with pytest.raises(UserError, match="notice_in_future"):
        whylocked.appealing.file(ME, Filing(STATEMENT, noticed_on=TOMORROW), NOW.replace(hour=9))
    assert whylocked.appealing.file(ME, Filing(STATEMENT, noticed_on=TOMORROW), NOW.replace(hour=10)).is_new


# --- every state, action and role -----------------------------------------------------------------------------

MAY = {
    Action.ASK: (OPEN, {Role.REVIEWER, Role.ADMINISTRATOR, Role.OPERATOR}, AppealState.NEEDS_INFO),
    Action.ANSWER: ({AppealState.NEEDS_INFO}, {Role.MEMBER, Role.OPERATOR}, AppealState.SUBMITTED),
    Action.ACCEPT: (OPEN, {Role.REVIEWER, Role.ADMINISTRATOR, Role.OPERATOR}, AppealState.ACCEPTED),
    Action.REJECT: (OPEN, {Role.REVIEWER, Role.ADMINISTRATOR, Role.OPERATOR}, AppealState.REJECTED),
    Action.WITHDRAW: (OPEN, {Role.MEMBER, Role.OPERATOR}, AppealState.WITHDRAWN),
    Action.STILL_LOCKED: ({AppealState.ACCEPTED}, {Role.MEMBER, Role.OPERATOR}, AppealState.ACCEPTED),
}


@pytest.mark.parametrize(("state", "action", "role"), list(product(AppealState, Action, Role)))
def test_the_rules_whole(state: AppealState, action: Action, role: Role) -> None:
    """Who may not is told so whatever the state; else it goes by the state."""
    begins, may, ends = MAY[action]
    if role not in may:
        assert step(state, action, role) is Refused.NOT_YOURS
    else:
        assert step(state, action, role) is (ends if state in begins else Refused.NOT_NOW)


@pytest.mark.parametrize("state", list(AppealState))
def test_every_step_by_everybody(state: AppealState, whylocked: Whylocked, words: Words, tmp_path: Path) -> None:
    """In each state each action by each role gives what the rules say; a refusal writes nothing at all."""
    for place, (action, role) in enumerate(product(Action, Role)):
        store = Store(tmp_path / f"{place}.db")
        there = Whylocked(store, whylocked.policy, whylocked.ways, words)
        offices(store)
        number = brought(there, state)
        before = rows(store.path)
        outcome = there.appealing.act(ME.team, number, action, ACTORS[role], NOW, note="Because.")
        expected, after = step(state, action, role), rows(store.path)
        if isinstance(expected, Refused):
            assert refused(outcome).reason is expected, (action, role)
            assert outcome.appeal.state is state
            assert after == before, (action, role)
        else:
            told = done(outcome).told
            assert told == there.appealing.told(ME.team, number)
            event = Event(NOW, ACTORS[role], role, action.value, expected, "Because.")
            assert (outcome.appeal.state, told.last) == (expected, event)
            more = {table: len(after[table]) - len(before[table]) for table in ("appeal_events", "audit", "owed")}
            owed = role is not Role.MEMBER and action not in {Action.ANSWER, Action.STILL_LOCKED}
            assert more == {"appeal_events": 1, "audit": 1, "owed": int(owed)}, (action, role)
            assert after["cards"] != before["cards"]


def test_what_a_member_is_told_of(whylocked: Whylocked, store: Store) -> None:
    """A message is owed with who did it, why, and LinkedIn's day; each step has a cause of its own."""
    offices(store)
    stands(whylocked)
    whylocked.appealing.file(ME, FILING, ago(2))
    whylocked.appealing.act(ME.team, 1, Action.ASK, REVIEWER, ago(1), note="What did\nyou write?")
    whylocked.appealing.act(ME.team, 1, Action.REJECT, COMMAND_LINE, NOW, on=YESTERDAY)
    with store.reading() as session:
        owed = session.leaving.everything(ME)["owed"]
    shared = {"number": 1, "case": "restriction", "stands": True}
    assert [(row["cause"], row["kind"], json.loads(str(row["fields"]))) for row in owed] == [
        (
            "appeal 1 event 2", "appeal_asked",
            {**shared, "by": REVIEWER, "role": "reviewer", "note": "What did\nyou write?", "on": None},
        ),
        (
            "appeal 1 event 3", "appeal_rejected",
            {**shared, "by": COMMAND_LINE, "role": "operator", "note": None, "on": YESTERDAY.isoformat()},
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "owed"), [(Who("T1", "U1"), 1), (Who("E1", "W1"), 1), (Who("local", "me"), 0)])
def test_only_who_can_be_reached_is_owed_a_message(who: Who, owed: int, whylocked: Whylocked, store: Store) -> None:
    """A member whom only a terminal knows can be told nothing in Slack."""
    stands(whylocked, who=who)
    whylocked.appealing.file(who, FILING, ago(1))
    done(whylocked.appealing.act(who.team, 1, Action.REJECT, COMMAND_LINE, NOW))
    assert len(rows(store.path)["owed"]) == owed


def test_nobody_reviews_their_own_appeal(whylocked: Whylocked, store: Store) -> None:
    """Reviewer, administrator, Slack's administrator: of an appeal of one's own each is its member and no more."""
    with store.writing() as session:
        session.roles.set_bearers(ME.team, Office.REVIEWER, [ME.user], NOW)
        session.roles.set_bearers(ME.team, Office.ADMINISTRATOR, [ME.user], NOW)
    stands(whylocked)
    whylocked.appealing.file(ME, FILING, ago(1))
    outcome = whylocked.appealing.act(ME.team, 1, Action.ACCEPT, ME.user, NOW, known_as=Role.ADMINISTRATOR)
    assert refused(outcome).reason is Refused.NOT_YOURS


@pytest.mark.parametrize(("known_as", "role"), [(None, None), (Role.ADMINISTRATOR, Role.ADMINISTRATOR)])
def test_whom_slack_knows_as_an_administrator(known_as: Role | None, role: Role | None, whylocked: Whylocked) -> None:
    """Who bears no office in the store acts as what they are known as elsewhere, else as anybody."""
    stands(whylocked)
    whylocked.appealing.file(ME, FILING, ago(1))
    outcome = whylocked.appealing.act(ME.team, 1, Action.REJECT, OTHER, NOW, known_as=known_as)
    assert (outcome.told.last.role if isinstance(outcome, Done) else None) is role


@pytest.mark.parametrize(
    ("action", "note", "on", "code"),
    [
        (Action.ASK, " \n ", None, "appeal_question_empty"),
        (Action.ASK, None, None, "appeal_question_empty"),
        (Action.ASK, "x" * 3001, None, "appeal_note_too_long"),
        (Action.ACCEPT, None, TODAY + timedelta(days=2), "outcome_in_future"),
        (Action.REJECT, None, YESTERDAY - timedelta(days=1), "outcome_before_notice"),
    ],
)
def test_a_step_that_does_not_fit(  # noqa: PLR0913, PLR0917 - a table of cases
    action: Action, note: str | None, on: date | None, code: str, whylocked: Whylocked, store: Store
) -> None:
    """What a step says has to say something, within limits, and LinkedIn decides between its notice and now."""
    stands(whylocked)
    whylocked.appealing.file(ME, Filing(STATEMENT, noticed_on=YESTERDAY), ago(1))
    before = rows(store.path)
    with pytest.raises(UserError, match=code):
        whylocked.appealing.act(ME.team, 1, action, COMMAND_LINE, NOW, note=note, on=on)
    assert rows(store.path) == before


def test_an_answer_has_to_say_something(whylocked: Whylocked) -> None:
    """An empty answer is none."""
    number = brought(whylocked, AppealState.NEEDS_INFO)
    with pytest.raises(UserError, match="appeal_answer_empty"):
        whylocked.appealing.act(ME.team, number, Action.ANSWER, ME.user, NOW)


def test_no_such_appeal(whylocked: Whylocked) -> None:
    """A number of another workspace is none here."""
    brought(whylocked, AppealState.SUBMITTED)
    with pytest.raises(UserError, match="appeal_unknown"):
        whylocked.appealing.act("T2", 1, Action.REJECT, COMMAND_LINE, NOW)


# --- what an outcome does to the standing ---------------------------------------------------------------------


@pytest.mark.parametrize("on", [None, YESTERDAY, TODAY, TOMORROW])
def test_the_day_of_the_outcome(on: date | None, whylocked: Whylocked) -> None:
    """LinkedIn's day is kept with the outcome, today where none is given, and stays when it is locked still."""
    number = brought(whylocked, AppealState.SUBMITTED)
    accepted = done(whylocked.appealing.act(ME.team, number, Action.ACCEPT, COMMAND_LINE, NOW, on=on))
    assert accepted.appeal.decided_on == (on or TODAY)
    still = done(whylocked.appealing.act(ME.team, number, Action.STILL_LOCKED, ME.user, NOW))
    assert still.appeal.decided_on == (on or TODAY)


@pytest.mark.parametrize("kind", [RESTRICTED, BANNED])
def test_accepted_lifts_and_still_locked_puts_back(kind: StandingKind, whylocked: Whylocked, store: Store) -> None:
    """What stood comes back as it was, the member's own report with it, and can be appealed again."""
    stands(whylocked, kind)
    with store.writing() as session:
        session.members.record_standing(ME, Standing(kind, "spam", YESTERDAY), Basis.STATED, ago(2))
    before = rows(store.path)["standings"]
    whylocked.appealing.file(ME, FILING, ago(1))
    accepted = done(whylocked.appealing.act(ME.team, 1, Action.ACCEPT, COMMAND_LINE, NOW))
    assert accepted.standing == Fact(Standing(GOOD), Basis.RECORDED, TODAY) == whylocked.show_standing(ME)
    lifting = whylocked.appealing.lifting(ME)
    assert lifting is not None
    assert (lifting.told, lifting.accepted) == (accepted.told, accepted.told.last)

    still = done(whylocked.appealing.act(ME.team, 1, Action.STILL_LOCKED, ME.user, NOW))
    assert rows(store.path)["standings"] == before
    assert still.standing == Fact(Standing(kind, "spam", YESTERDAY), Basis.STATED, ago(2).date())
    assert whylocked.appealing.lifting(ME) is None
    again = refused(whylocked.appealing.act(ME.team, 1, Action.STILL_LOCKED, ME.user, NOW))
    assert (again.reason, again.told.last) == (Refused.NOT_NOW, still.told.last)
    assert whylocked.appealing.file(ME, FILING, NOW).appeal.number == 2
    second = done(whylocked.appealing.act(ME.team, 2, Action.ACCEPT, COMMAND_LINE, NOW))
    lifting = whylocked.appealing.lifting(ME)
    assert lifting is not None
    assert lifting.told == second.told
    assert refused(whylocked.appealing.act(ME.team, 1, Action.STILL_LOCKED, ME.user, NOW)).reason is Refused.NOT_NOW


def test_rejected_keeps_what_stands(whylocked: Whylocked, store: Store) -> None:
    """LinkedIn's no leaves the standing as it is."""
    number = brought(whylocked, AppealState.SUBMITTED)
    before = rows(store.path)["standings"]
    done(whylocked.appealing.act(ME.team, number, Action.REJECT, COMMAND_LINE, NOW))
    assert rows(store.path)["standings"] == before


def test_an_appeal_lifts_only_what_it_is_against(whylocked: Whylocked, store: Store) -> None:
    """A ban that came meanwhile stays when the restriction's appeal is accepted; nothing can be put back then."""
    number = brought(whylocked, AppealState.SUBMITTED)
    stands(whylocked, BANNED)
    before = rows(store.path)["standings"]
    accepted = done(whylocked.appealing.act(ME.team, number, Action.ACCEPT, COMMAND_LINE, NOW))
    assert accepted.standing == whylocked.show_standing(ME)
    assert rows(store.path)["standings"] == before
    assert refused(whylocked.appealing.act(ME.team, number, Action.STILL_LOCKED, ME.user, NOW))


@pytest.mark.parametrize("meanwhile", ["recorded anew", "reported anew"])
def test_only_what_the_acceptance_lifted_is_put_back(meanwhile: str, whylocked: Whylocked, store: Store) -> None:
    """What was recorded or reported since is left alone."""
    number = brought(whylocked, AppealState.ACCEPTED)
    if meanwhile == "recorded anew":
        stands(whylocked, GOOD)
    else:
        with store.writing() as session:
            session.members.record_standing(ME, Standing(BANNED), Basis.STATED, NOW)
    before = rows(store.path)
    assert whylocked.appealing.lifting(ME) is None
    assert refused(whylocked.appealing.act(ME.team, number, Action.STILL_LOCKED, ME.user, NOW))
    assert rows(store.path) == before


def test_what_an_administrator_lifted_is_no_appeals(whylocked: Whylocked, store: Store) -> None:
    """A standing that was lifted without an appeal is none that an appeal can put back."""
    number = brought(whylocked, AppealState.ACCEPTED)
    stands(whylocked)
    with store.writing() as session:
        lifted = session.members.standing_rows(ME)
        session.members.record_standing(ME, Standing(GOOD), Basis.RECORDED, NOW, by=ADMIN, lifted=lifted)
    assert whylocked.appealing.lifting(ME) is None
    assert refused(whylocked.appealing.act(ME.team, number, Action.STILL_LOCKED, ME.user, NOW))


# --- at once --------------------------------------------------------------------------------------------------


def test_two_at_once_give_one_result(whylocked: Whylocked, store: Store) -> None:
    """Of two reviewers who press at once one decides; the other learns what it is now, and by whom."""
    stands(whylocked)
    whylocked.appealing.file(ME, FILING, ago(1))
    with store.writing() as session:
        session.roles.set_bearers(ME.team, Office.REVIEWER, [REVIEWER, ADMIN], NOW)
    outcomes = together(
        lambda: whylocked.appealing.act(ME.team, 1, Action.ACCEPT, REVIEWER, NOW),
        lambda: whylocked.appealing.act(ME.team, 1, Action.REJECT, ADMIN, NOW),
    )
    (winner,) = [each for each in outcomes if isinstance(each, Done)]
    (loser,) = [each for each in outcomes if isinstance(each, Refusal)]
    assert (loser.reason, loser.told) == (Refused.NOT_NOW, winner.told)
    assert len(rows(store.path)["owed"]) == 1


def test_two_windows_file_one_appeal(whylocked: Whylocked, store: Store) -> None:
    """Two forms sent at once file one appeal, and both learn its number."""
    stands(whylocked)
    filed = together(*[lambda: whylocked.appealing.file(ME, FILING, NOW)] * 2)
    assert {each.appeal.number for each in filed} == {1}
    assert sorted(each.is_new for each in filed) == [False, True]
    assert len(rows(store.path)["appeals"]) == 1


def together(*works: Callable[[], T]) -> list[T]:
    """What works give that begin at the same moment, each in a thread of its own."""
    gate, results = Barrier(len(works)), list[T]()

    def begin(work: Callable[[], T]) -> None:
        gate.wait()
        results.append(work())

    threads = [Thread(target=begin, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
