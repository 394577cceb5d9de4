"""Days and moments as they are typed at the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.errors import UserError
from bot.text import clean

# Far enough from the ends of the calendar that windows around a moment stay within it.
_YEARS = range(1970, 9000)


def parse_day(text: str | None) -> date | None:
    """A day typed as YYYY-MM-DD.

    Raises:
        UserError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_date", text=clean(text)[:40]) from error


def parse_moment(text: str) -> datetime:
    """A moment typed as ISO 8601; without a zone it is UTC.

    Raises:
        UserError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_now", text=clean(text)[:40]) from error
    if moment.year not in _YEARS:
        raise UserError("bad_now", text=clean(text)[:40])
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
