"""A list of persons: a table from four on; the table as a file; what would unlock them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.people import People, Target, TargetStatus, person_of
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Reply, plain
from bot.replies.table import Tables
from bot.store import Who
from bot.text import fold
from bot.understanding.request import Request, Turn
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.usecases.listing import Checked
from bot.words import Words

TABLE_FROM = 4
"""From so many persons on the answer is a table: three long answers can be read, four cannot."""
MOST_AT_ONCE = 50
"""How many persons of one list are checked; as many as the understanding of a message takes out of it."""

# What stands before a name in a list: a bullet, or its number.
_MARK = re.compile(r"^(?:[-*•–]|\d{1,3}[.)])\s+")  # noqa: RUF001 - people type dashes


def first_of(text: str) -> tuple[str, int]:
    """A long list within a message cut to what is checked at once, and how many lines of it were left out.

    The line that introduces a list ("check these:") is none of its lines.
    """
    lines = list(dict.fromkeys(line for line in text.split("\n") if line.strip()))
    most = MOST_AT_ONCE + (1 if lines and lines[0].rstrip().endswith(":") else 0)
    return ("\n".join(lines[:most]), len(lines) - most) if len(lines) > most else (text, 0)


def targets_of(names: Iterable[str], people: People) -> tuple[tuple[Target, ...], int]:
    """Whom the lines of a file name, each line one person, and how many of them were left out.

    Blank lines and comments, which begin with "#", are nobody.
    """
    unique: dict[str, str] = {}
    for line in (_MARK.sub("", name.strip()) for name in names):
        if line and not line.startswith("#"):
            unique.setdefault(fold(line), line)
    found: list[Target] = []
    with people.looking():
        for taken, line in enumerate(unique.values()):
            if len(found) == MOST_AT_ONCE:
                return tuple(found), len(unique) - taken
            found = once([*found, find(line, people)])
    return tuple(found), 0


def once(targets: Sequence[Target]) -> list[Target]:
    """Each person once, however often and in whatever spelling they were named."""
    kept: dict[object, Target] = {}
    for target in targets:
        kept.setdefault(_identity(target), target)
    return list(kept.values())


def _identity(target: Target) -> object:
    person = person_of(target)
    if person is None:
        return target.status, fold(target.typed)
    return person.url or person.key


@dataclass(frozen=True, slots=True)
class Listing:
    """Answers about many persons at once."""

    whylocked: Whylocked
    answers: LockAnswers
    words: Words

    @property
    def tables(self) -> Tables:
        """What puts lists into words."""
        return Tables(self.answers.lines, self.words, self.whylocked.policy)

    def takes(self, targets: Sequence[Target]) -> bool:
        """Whether so many persons are answered about in a table."""
        return len(once(targets)) >= TABLE_FROM

    def asked(self, who: Who, request: Request, now: datetime) -> Heard:
        """The table; before the first facts, the three questions that everything hangs on."""
        targets = once(request.targets)
        checked = self._checked(who, request, targets[:MOST_AT_ONCE], now)
        reply = self._first_use(checked) if checked.own.first_use else self.tables.reply(checked)
        heard = self._heard(request, checked, reply)
        return self.shortened(heard, len(targets) - MOST_AT_ONCE)

    def fixed(self, who: Who, request: Request, now: datetime) -> Heard:
        """What would unlock them: the member's own plan once, then what differs."""
        checked = self._checked(who, replace(request, hypothetical=False), once(request.targets)[:MOST_AT_ONCE], now)
        if checked.own.first_use:
            return self._heard(request, checked, self._first_use(checked))
        return self._heard(request, checked, self.tables.fix(checked))

    def as_csv(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """The rows about the persons asked about last, or now, as a file; checked again, so that they are of now."""
        targets = once(request.targets or (previous.targets if previous else ()))[:MOST_AT_ONCE]
        named = [target for target in targets if target.status is not TargetStatus.NONE]
        if not named:
            return Heard(request, plain(self.words.say("list.file_of_nobody")))
        checked = self._checked(who, request, named, now)
        asks = previous.asked if previous is not None and not request.targets else None
        return self._heard(request, checked, self.tables.handed_over(checked.each, now, asks))

    def table(self, heard: Heard, now: datetime) -> str:
        """The persons of any answer as CSV.

        Raises:
            UserError: it is about nobody.
        """
        about = [answer for answer in heard.answers if answer.target.status is not TargetStatus.NONE]
        if not about:
            raise UserError("csv_of_nobody")
        return self.tables.file(about, now).content

    def shortened(self, heard: Heard, left: int) -> Heard:
        """The same with how many persons of the list were left out, if any."""
        if left <= 0 or not heard.answers:
            return heard
        first, *rest = heard.reply.lines
        lines = (first, self.tables.left_out(left, MOST_AT_ONCE), *rest)
        return replace(heard, reply=replace(heard.reply, lines=lines))

    def _first_use(self, checked: Checked) -> Reply:
        """The first questions, which are the same for everybody, with the id of a diagnosis that was stored."""
        stored = next((answer for answer in checked.each if answer.first_use), checked.own)
        return self.answers.reply(replace(stored, target=checked.own.target))

    def _checked(self, who: Who, request: Request, targets: Sequence[Target], now: datetime) -> Checked:
        if request.hypothetical:
            return self.whylocked.what_if_all(who, targets, request.fields, now)
        return self.whylocked.ask_all(who, targets, now)

    def _heard(self, request: Request, checked: Checked, reply: Reply) -> Heard:
        parts = tuple(self.answers.reply(answer) for answer in checked.each)
        return Heard(request, reply, checked.each, parts)
