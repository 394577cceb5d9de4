"""Days as people type them: "1 Dec", "Dec 1st", "2026-12-01", "tomorrow", "friday", "7 days"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from bot.policy import Knowledge
from bot.text import fold

_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DOTTED = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}))?"
_SLASHED = r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4})"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>\d{4}))?"
_MONTHS = 12
JUST_OVER = timedelta(days=90)
"""A last day without a year is one that was so shortly ago, rather than the one of next year."""


class DayWords(Knowledge):
    """The words for days.

    Attributes:
        months: their numbers; short names, too.
        weekdays: their numbers, Monday is 0.
        relative: how many days after today a word means.
        units: how many days a stretch of time has.
        numbers: what stands for a number before a unit.
        until: what stands before the last day.
        since: what stands before the first day.
        lasting: what stands before how long something lasts.
        elapsed: where one of these stands, that is how long it has lasted.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, int]
    units: dict[str, int]
    numbers: dict[str, int]
    until: tuple[str, ...]
    since: tuple[str, ...]
    lasting: tuple[str, ...]
    elapsed: tuple[str, ...]

    def first_day(self, text: str, today: date) -> date | None:
        """The day since when something holds, as a text tells: "since 12 Nov", "yesterday"; the last such day."""
        folded = fold(text)
        for behind in (*_behind(folded, self.since), *self._passed(folded)):
            day = self.day_at(behind, today, ahead=False)
            if day is not None and day <= today:
                return day
        return None

    def last_day(self, text: str, today: date) -> date | None:
        """The day until when something holds, as a text tells: "until 1 Dec", "for 7 days"; the next such day."""
        folded = fold(text)
        for behind in _behind(folded, self.until):
            day = self.day_at(behind, today, ahead=True)
            if day is not None:
                return day
        if set(folded.split()).intersection(self.elapsed):
            return None
        return next((day for behind in _behind(folded, self.lasting) if (day := self._after(behind, today))), None)

    def day_at(self, text: str, today: date, *, ahead: bool) -> date | None:
        """The day that a text begins with; None where it is none, or could be two.

        Args:
            ahead: what names no year means the next such day; else the last one. Today is either.
        """
        return self.read_at(text, today, ahead=ahead)[0]

    def read_at(self, text: str, today: date, *, ahead: bool) -> tuple[date | None, int]:
        """The day that a text begins with, and how many characters tell it."""
        for pattern in self._patterns:
            found = pattern.match(text)
            if found:
                named = {name: value and value.lower() for name, value in found.groupdict().items()}
                return self._day(named, today, ahead=ahead), found.end()
        return None, 0

    def _passed(self, folded: str) -> Iterator[str]:
        """What of a text means today or a day before it by one word, and is no last day."""
        words = one_of(word for word, days in self.relative.items() if days <= 0)
        for found in re.finditer(rf"(?:\b(?P<until>{one_of(self.until)})\s+)?\b(?P<word>{words})\b", folded):
            if found["until"] is None:
                yield found["word"]

    def _after(self, behind: str, today: date) -> date | None:
        """The day after such a stretch of time: "7 days", "the next two weeks"."""
        count = rf"\d{{1,3}}|{one_of(self.numbers)}"
        found = re.match(rf"(?:the\s)?(?:next\s)?(?P<count>{count})[\s-](?P<unit>{one_of(self.units)})\b", behind)
        if found is None:
            return None
        number = self.numbers.get(found["count"]) or int(found["count"])
        return today + timedelta(days=number * self.units[found["unit"]])

    def _day(self, found: dict[str, str | None], today: date, *, ahead: bool) -> date | None:
        """The day that a pattern found."""
        if relative := found.get("relative"):
            return today + timedelta(days=self.relative[relative])
        if weekday := found.get("weekday"):
            back = (today.weekday() - self.weekdays[weekday]) % 7
            return today + timedelta(days=-back % 7) if ahead else today - timedelta(days=back)
        day, month = self._day_and_month(found)
        if year := found.get("year"):
            return _dated(int(year), month, day)
        days = [_dated(today.year + more, month, day) for more in (-1, 0, 1)]
        if ahead:
            return min((one for one in days if one and one >= today - JUST_OVER), default=None)
        return max((one for one in days if one and one <= today), default=None)

    def _day_and_month(self, found: dict[str, str | None]) -> tuple[int, int]:
        """The numbers of the day and the month; 0 and 0, which is no day, where they could be either way round."""
        if found.get("one"):
            numbers = sorted((int(found["one"] or 0), int(found["other"] or 0)))
            either = numbers[0] != numbers[1] and numbers[1] <= _MONTHS
            return (0, 0) if either else (numbers[1], numbers[0])
        month = found["month"] or ""
        return int(found["day"] or 0), self.months.get(month) or int(month)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        """What a day looks like, the surest first."""
        month = rf"(?P<month>{one_of(self.months)})\b\.?"
        shapes = (
            _ISO,
            _DOTTED,
            _SLASHED,
            rf"(?:the\s)?{_ORDINAL}\s(?:of\s)?{month}{_YEAR}",
            rf"{month}\s(?:the\s)?{_ORDINAL}{_YEAR}",
            rf"(?P<relative>{one_of(self.relative)})\b",
            rf"(?:on\s|this\s|next\s|last\s)?(?P<weekday>{one_of(self.weekdays)})\b",
        )
        return tuple(re.compile(rf"(?:on\s)?{shape}(?![\w/])", re.IGNORECASE) for shape in shapes)


def _behind(folded: str, words: Iterable[str]) -> Iterator[str]:
    """What stands behind each of some words in a text."""
    for found in re.finditer(rf"(?<![\w-])(?:{one_of(words)})\s+", folded):
        yield folded[found.end() :]


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
