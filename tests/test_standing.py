"""The standing of the member's LinkedIn account: what is recorded of it and what is refused; days and moments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY

from bot.appeals import COMMAND_LINE
from bot.cli.moments import parse_day, parse_moment
from bot.errors import UserError
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.store import Store, Who
from bot.store.audit import Entry
from bot.store.members import KeptStanding
from bot.usecases import Whylocked
from bot.usecases.changes import Refusal, Undone
from bot.usecases.standing import MAX_REASON, Outcome, Recorded, Reported
from bot.usecases.standing_rules import holds, lifts

GOOD, RESTRICTED, BANNED = StandingKind.GOOD, StandingKind.RESTRICTED, StandingKind.BANNED


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Standing(GOOD), Standing(GOOD)),
        (Standing(RESTRICTED, "  Spam "), Standing(RESTRICTED, "spam")),
        (Standing(RESTRICTED, "prohibited services"), Standing(RESTRICTED, "prohibited_services")),
        (Standing(BANNED, "illegal or prohibited activity"), Standing(BANNED, "illegal_activity")),
        (Standing(BANNED, "spam"), Standing(BANNED, "spam")),
        (Standing(RESTRICTED, "they said so"), Standing(RESTRICTED, "they said so")),
        (Standing(RESTRICTED, "  "), Standing(RESTRICTED)),
        (Standing(RESTRICTED, None, TODAY, TODAY), Standing(RESTRICTED, None, TODAY, TODAY)),
    ],
)
def test_standing(given: Standing, kept: Standing, whylocked: Whylocked) -> None:
    """A standing is recorded, its reason as the policy names it where it does."""
    assert whylocked.show_standing(ME) is None
    assert whylocked.record_standing(ME, given, NOW) == kept
    assert whylocked.show_standing(ME) == Fact(kept, Basis.RECORDED, TODAY)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Standing(GOOD, "spam"), "good_takes_no_dates"),
        (Standing(GOOD, None, TODAY), "good_takes_no_dates"),
        (Standing(GOOD, None, None, TODAY), "good_takes_no_dates"),
        (Standing(BANNED, None, None, TODAY), "ban_takes_no_end"),
        (Standing(RESTRICTED, None, TODAY, YESTERDAY), "ends_before_start"),
        (Standing(RESTRICTED, "x" * (MAX_REASON + 1)), "reason_too_long"),
    ],
)
def test_standing_refused(given: Standing, code: str, whylocked: Whylocked) -> None:
    """What does not fit a standing is refused, and nothing is recorded."""
    with pytest.raises(UserError, match=code):
        whylocked.record_standing(ME, given, NOW)
    assert whylocked.show_standing(ME) is None


# --- by day, relative to TODAY ----------------------------------------------------------------------------------


def until(days: int | None) -> Standing:
    """A restriction whose last day is so many days from today; None has no end."""
    return Standing(RESTRICTED, until=None if days is None else TODAY + timedelta(days=days))


RECORDS = {
    "nothing": None,
    "good": Standing(GOOD),
    "over yesterday": until(-1),
    "ends today": until(0),
    "ends in 5": until(5),
    "no end": until(None),
    "ban": Standing(BANNED),
}
REPORTS = {
    "over yesterday": until(-1),
    "ends today": until(0),
    "ends in 4": until(4),
    "ends in 5": until(5),
    "ends in 6": until(6),
    "no end": until(None),
    "ban": Standing(BANNED),
}
# By what is recorded: what comes of each report, in the order above. A report without a last day says no more than a
# recorded restriction that has one.
OUTCOMES = {
    "nothing": "past taken taken taken taken taken taken",
    "good": "past taken taken taken taken taken taken",
    "over yesterday": "past taken taken taken taken taken taken",
    "ends today": "past known taken taken taken known taken",
    "ends in 5": "past weaker weaker known taken known taken",
    "no end": "past weaker weaker weaker weaker known taken",
    "ban": "past weaker weaker weaker weaker weaker known",
}


def test_every_recorded_state_meets_every_report(whylocked: Whylocked) -> None:
    """A report is taken unless it is over, known, or would lift or shorten what others recorded."""
    met = {}
    for number, (name, recorded) in enumerate(RECORDS.items()):
        came = []
        for report in REPORTS.values():
            who = Who("T1", f"U{number}{len(came)}")
            if recorded is not None:
                whylocked.standings.record(who, recorded, NOW, by="U9")
            told = whylocked.standings.report(who, report, NOW)
            came.append(told.outcome)
            before = None if recorded is None else Fact(recorded, Basis.RECORDED, TODAY)
            after = Fact(report, Basis.STATED, TODAY) if told.outcome is Outcome.TAKEN else before
            assert whylocked.show_standing(who) == after
            assert (told.number is None) == (told.outcome is not Outcome.TAKEN)
        met[name] = " ".join(came)
    assert met == OUTCOMES


def test_every_recorded_state_meets_the_word_that_it_is_over(whylocked: Whylocked) -> None:
    """The member's own report is taken back; what others recorded stays, and what is not there is no matter."""
    came = {}
    for number, (name, recorded) in enumerate(RECORDS.items()):
        who = Who("T1", f"U{number}")
        if recorded is not None:
            whylocked.standings.record(who, recorded, NOW, by="U9")
        first = whylocked.standings.over(who, NOW)
        reported = whylocked.standings.report(who, Standing(BANNED), NOW)
        second = whylocked.standings.over(who, NOW)
        came[name] = (str(first.outcome), str(reported.outcome), str(second.outcome))
        assert whylocked.show_standing(who) == (None if recorded is None else Fact(recorded, Basis.RECORDED, TODAY))
    free, held = ("free", "taken", "taken_back"), ("recorded", "taken", "taken_back")
    assert came == {
        "nothing": free,
        "good": free,
        "over yesterday": free,
        "ends today": held,
        "ends in 5": held,
        "no end": held,
        "ban": ("recorded", "known", "recorded"),
    }


def test_a_report_says_what_else_is_recorded(whylocked: Whylocked) -> None:
    """Beside a report and in its place stands what others recorded and still holds."""
    whylocked.standings.record(ME, until(5), NOW, by="U9")
    recorded = KeptStanding(until(5), Basis.RECORDED, NOW, "U9")
    assert whylocked.standings.report(ME, until(4), NOW) == Reported(Outcome.WEAKER, until(4), None, recorded)
    assert whylocked.standings.report(ME, until(6), NOW) == Reported(Outcome.TAKEN, until(6), 1, recorded)
    assert whylocked.standings.of(ME) == [recorded, KeptStanding(until(6), Basis.STATED, NOW, None)]
    # A report of the member's own is theirs to change.
    assert whylocked.standings.report(ME, Standing(BANNED), NOW).outcome is Outcome.TAKEN
    assert whylocked.standings.report(ME, until(6), NOW).outcome is Outcome.TAKEN
    assert whylocked.standings.report(ME, until(6), NOW) == Reported(Outcome.KNOWN, until(6), None, recorded)


def test_details_make_a_report_new(whylocked: Whylocked) -> None:
    """A reason or a first day that was not known before is kept; the same without them says nothing new."""
    told = Standing(RESTRICTED, "spam", YESTERDAY, TODAY)
    outcomes = [
        whylocked.standings.report(ME, one, NOW).outcome
        for one in (until(0), told, until(0), Standing(RESTRICTED, "scraping", None, TODAY))
    ]
    assert outcomes == [Outcome.TAKEN, Outcome.TAKEN, Outcome.KNOWN, Outcome.TAKEN]


@pytest.mark.parametrize("given", [Standing(BANNED, until=TODAY), Standing(RESTRICTED, "x" * (MAX_REASON + 1))])
def test_a_report_that_does_not_fit_is_refused(given: Standing, whylocked: Whylocked) -> None:
    """The same holds for reports as for what is recorded."""
    with pytest.raises(UserError):
        whylocked.standings.report(ME, given, NOW)
    assert whylocked.show_standing(ME) is None


# --- undo -------------------------------------------------------------------------------------------------------


def test_a_report_is_undone(whylocked: Whylocked) -> None:
    """Undo takes a report back, or brings back the one that it replaced or that was taken back."""
    whylocked.standings.report(ME, until(5), NOW)
    whylocked.standings.report(ME, Standing(BANNED), NOW)
    assert whylocked.undo(ME, 2, NOW) == Undone(report=True)
    assert whylocked.show_standing(ME) == Fact(until(5), Basis.STATED, TODAY)
    whylocked.standings.over(ME, NOW)
    assert whylocked.show_standing(ME) is None
    assert whylocked.undo(ME, None, NOW) == Undone(report=True)
    assert whylocked.show_standing(ME) == Fact(until(5), Basis.STATED, TODAY)
    whylocked.standings.report(ME, until(6), NOW)
    whylocked.standings.over(ME, NOW)
    whylocked.standings.report(ME, until(6), NOW)
    assert whylocked.undo(ME, None, NOW) == Undone(report=True)
    assert whylocked.show_standing(ME) is None


@pytest.mark.parametrize(
    ("recorded", "comes_back"),
    [(until(4), True), (until(5), True), (until(6), False), (until(None), False), (Standing(BANNED), False)],
)
def test_undo_lifts_nothing_that_was_recorded_since(
    recorded: Standing, whylocked: Whylocked, *, comes_back: bool
) -> None:
    """An earlier report only comes back where it lifts and shortens nothing that others recorded meanwhile."""
    whylocked.standings.report(ME, until(5), NOW)
    whylocked.standings.over(ME, NOW)
    whylocked.standings.record(ME, recorded, NOW, by="U9")
    undone = whylocked.undo(ME, None, NOW)
    assert undone == (Undone(report=True) if comes_back else Refusal.RECORDED)
    counts = Fact(until(5), Basis.STATED, TODAY) if comes_back else Fact(recorded, Basis.RECORDED, TODAY)
    assert whylocked.show_standing(ME) == counts


# --- recording: audited, told, kept to come back ----------------------------------------------------------------


def owed(store: Store, who: Who = ME) -> list[tuple[object, object]]:
    """What a member is owed: for what cause, and with what."""
    with store.reading() as session:
        return [(row["cause"], row["kind"]) for row in session.leaving.everything(who)["owed"]]


def test_recording_is_audited_and_told(whylocked: Whylocked, store: Store) -> None:
    """The audit holds ids and days, never a text that somebody typed; the member in Slack is owed the news, once."""
    own_words = Standing(RESTRICTED, "they said so", YESTERDAY, TODAY)
    assert whylocked.standings.record(ME, own_words, NOW, by="U9") == Recorded(own_words, is_new=True, told=True)
    assert whylocked.standings.record(ME, own_words, NOW, by="U8") == Recorded(own_words, is_new=False)
    banned = Standing(BANNED, "scraping")
    assert whylocked.standings.record(ME, banned, NOW, by="U8") == Recorded(banned, is_new=True, told=True)
    good = Standing(GOOD)
    lifted = Recorded(good, is_new=True, lifted=banned, told=True)
    assert whylocked.standings.record(ME, good, NOW, by=COMMAND_LINE) == lifted
    days = {"since": "2026-11-19", "until": "2026-11-20"}
    assert whylocked.offices.audit("T1") == [
        Entry(1, NOW, "U9", "standing_recorded", "U1", {"kind": "restricted", **days}),
        Entry(2, NOW, "U8", "standing_recorded", "U1", {"kind": "banned", "reason": "scraping"}),
        Entry(3, NOW, COMMAND_LINE, "standing_lifted", "U1", {"kind": "good"}),
    ]
    assert whylocked.offices.audit("T1", 1)[0].number == 3
    assert whylocked.offices.audit("T2") == []
    assert owed(store) == [
        ("audit 1", "standing_recorded"),
        ("audit 2", "standing_recorded"),
        ("audit 3", "standing_lifted"),
    ]


@pytest.mark.parametrize("who", [Who("local", "me"), Who("T1", "me"), Who("local", "U1")])
def test_who_is_not_in_slack_is_told_nothing(who: Who, whylocked: Whylocked, store: Store) -> None:
    """At the command line whoever records a standing reads it there."""
    assert whylocked.standings.record(who, Standing(BANNED), NOW, by=COMMAND_LINE).told is False
    assert owed(store, who) == []


def test_a_good_standing_keeps_what_it_lifts(whylocked: Whylocked, store: Store) -> None:
    """What is lifted can come back: what was recorded and what was reported; where nothing was, nothing is kept."""
    whylocked.standings.record(ME, Standing(GOOD), NOW, by="U9")
    with store.reading() as session:
        assert session.members.lifted(ME) is None
    whylocked.standings.record(ME, until(5), NOW, by="U9")
    whylocked.standings.report(ME, Standing(BANNED), NOW)
    with store.reading() as session:
        before = session.members.standing_rows(ME)
    assert whylocked.standings.record(ME, Standing(GOOD), NOW, by="U8").lifted == Standing(BANNED)
    with store.reading() as session:
        assert session.members.lifted(ME) == (before, NOW, "U8")
    assert whylocked.standings.of(ME) == [KeptStanding(Standing(GOOD), Basis.RECORDED, NOW, "U8")]


def test_recording_good_takes_a_report_with_it(whylocked: Whylocked) -> None:
    """Good standing recorded anew lifts what the member has reported since."""
    whylocked.standings.record(ME, Standing(GOOD), NOW, by="U9")
    whylocked.standings.report(ME, until(5), NOW)
    assert whylocked.standings.record(ME, Standing(GOOD), NOW, by="U9").lifted == until(5)
    assert whylocked.show_standing(ME) == Fact(Standing(GOOD), Basis.RECORDED, TODAY)


@pytest.mark.parametrize(("days", "fits"), [(-1, True), (0, True), (1, False)])
def test_what_is_recorded_has_begun(days: int, whylocked: Whylocked, *, fits: bool) -> None:
    """A first day is not in the future."""
    standing = Standing(RESTRICTED, since=TODAY + timedelta(days=days))
    if fits:
        assert whylocked.standings.record(ME, standing, NOW, by="U9").is_new
        return
    with pytest.raises(UserError, match="since_in_future"):
        whylocked.standings.record(ME, standing, NOW, by="U9")
    assert whylocked.show_standing(ME) is None


def test_what_holds_and_what_lifts() -> None:
    """The rules on standings by themselves: what holds on which day, and what a report would lift."""
    assert [holds(until(days), TODAY) for days in (-1, 0, 1, None)] == [False, True, True, True]
    assert (holds(Standing(GOOD), TODAY), holds(Standing(BANNED), TODAY)) == (False, True)
    assert [lifts(Standing(GOOD), one or Standing(GOOD), TODAY) for one in RECORDS.values()] == [
        False, False, False, True, True, True, True,
    ]  # fmt: skip
    assert [lifts(until(None), until(days), TODAY) for days in (-1, 0, 5, None)] == [False] * 4


# --- days and moments -------------------------------------------------------------------------------------------


def test_days_and_moments() -> None:
    """A day is typed as ISO 8601, a moment too; without a zone it is UTC."""
    assert (parse_day(None), parse_day("2026-11-20")) == (None, TODAY)
    assert parse_moment("2026-11-20T12:00:00Z") == parse_moment("2026-11-20T12:00") == NOW
    assert parse_moment("2026-11-20T14:00+02:00") == NOW
    assert parse_moment("2026-11-20").isoformat() == "2026-11-20T00:00:00+00:00"


@pytest.mark.parametrize("typed", ["yesterday", "20.11.2026", "2026-13-01", ""])
def test_no_day(typed: str) -> None:
    """Anything else is refused."""
    with pytest.raises(UserError, match="bad_date"):
        parse_day(typed)
    with pytest.raises(UserError, match="bad_now"):
        parse_moment(typed)


@pytest.mark.parametrize("typed", ["0001-01-01T00:00+05:00", "1969-12-31", "9999-12-31T23:59-05:00"])
def test_moments_at_the_ends_of_the_calendar(typed: str) -> None:
    """A moment so far away that windows around it would leave the calendar is refused."""
    with pytest.raises(UserError, match="bad_now"):
        parse_moment(typed)
