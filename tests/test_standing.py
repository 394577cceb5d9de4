"""The standing of the member's LinkedIn account: what is recorded of it and what is refused; days and moments."""

from __future__ import annotations

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY

from bot.cli.moments import parse_day, parse_moment
from bot.errors import UserError
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.usecases import Whylocked
from bot.usecases.standing import MAX_REASON

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
