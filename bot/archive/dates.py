"""Dates as LinkedIn wrote them over the years, and as Excel rewrites them."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, date, datetime
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = re.compile(r"(?<![0-9])([0-9]{2})-([0-9]{2})-([0-9]{4})(?![0-9])")
_MESSAGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) UTC")
_DAY = re.compile(
    r"""\s*(?:
        (?P<day>[0-9]{1,2})[ -](?P<name>[a-z]{3,9})[ -](?P<year>[0-9]{4}|[0-9]{2})   # 08 Feb 2026, 16-Nov-26
      | (?P<us_month>[0-9]{1,2})/(?P<us_day>[0-9]{1,2})/(?P<us_year>[0-9]{4}|[0-9]{2})   # 9/14/18
      | (?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})   # 2026-11-17
      | (?P<eu_day>[0-9]{1,2})\.(?P<eu_month>[0-9]{1,2})\.(?P<eu_year>[0-9]{4})   # 16.11.2026, Excel
    )(?=[\s,T]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = re.compile(r",?[\sT]*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*([AP]M)?", re.IGNORECASE)
_CENTURY = 2000  # LinkedIn opened in 2003: no two-digit year is older


def date_in_name(name: str) -> date | None:
    """The first real date `MM-DD-YYYY` in the name of a file or folder; None when it has none."""
    for month, day, year in _NAME.findall(name):
        found = _real(int(year), int(month), int(day))
        if found is not None:
            return found
    return None


@lru_cache(maxsize=8192)
def day_of(text: str) -> date | None:
    """The day that a cell names, without the time behind it; None when it is no date that can be read surely."""
    found = _DAY.match(text)
    if found is None:
        return None
    if found["name"]:
        short = found["name"][:3].casefold()
        month = _MONTHS.index(short) + 1 if short in _MONTHS else 0
        return _real(_full(found["year"]), month, int(found["day"]))
    if found["us_year"]:
        return _real(_full(found["us_year"]), int(found["us_month"]), int(found["us_day"]))
    form = "iso" if found["iso_year"] else "eu"
    return _real(int(found[f"{form}_year"]), int(found[f"{form}_month"]), int(found[f"{form}_day"]))


def moment_of(text: str) -> int | None:
    """The moment that a cell names, in seconds since 1970 (UTC, which is what LinkedIn means without a zone).

    A day without a time is its midnight; None when the cell is no date or its time is no time of day.
    """
    common = _MESSAGE.fullmatch(text)
    if common is not None:
        return _seconds(day_of(common[1]), int(common[2]), int(common[3]), int(common[4]))
    day = day_of(text)
    rest = text[found.end() :] if (found := _DAY.match(text)) else ""
    if not rest.strip(" ,"):
        return _seconds(day, 0, 0, 0)
    clock = _CLOCK.match(rest)
    if clock is None:
        return None
    hour, half = int(clock[1]), (clock[4] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return _seconds(day, hour, int(clock[2]), int(clock[3] or 0))


def day_of_moment(seconds: int) -> date:
    """The UTC day of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date()


def _full(year: str) -> int:
    return int(year) + (_CENTURY if len(year) == len("26") else 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _seconds(day: date | None, hour: int, minute: int, second: int) -> int | None:
    if day is None or not (hour < 24 and minute < 60 and second < 60):  # noqa: PLR2004
        return None
    return timegm((day.year, day.month, day.day, hour, minute, second))
