"""A list of persons: a table from four on; the table as a file; what would unlock them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard, supposed_ties
from bot.conversation.pasted import MOST_AT_ONCE, TABLE_FROM, once
from bot.errors import UserError
from bot.people import Target, TargetStatus
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Reply, plain
from bot.replies.table import Tables
from bot.store import Who
from bot.understanding.request import Request, Turn
from bot.usecases import Whylocked
from bot.usecases.listing import Checked
from bot.words import Words


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
            return self.whylocked.what_if_all(who, targets, request.fields, now, ties=supposed_ties(request))
        return self.whylocked.ask_all(who, targets, now)

    def _heard(self, request: Request, checked: Checked, reply: Reply) -> Heard:
        parts = tuple(self.answers.reply(answer) for answer in checked.each)
        return Heard(request, reply, checked.each, parts)
