"""Appeals by text: `appeals`, `appeal 3`, `appeal 3 accepted 2026-11-20 because …`, `appeal 3 ask …`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.administration.typed import quoted
from bot.appeals import Action, Refused, Role
from bot.errors import UserError
from bot.replies import open_appeals, review_card
from bot.replies.model import Reply
from bot.store import Who
from bot.text import clean
from bot.understanding.days import DayWords
from bot.understanding.notices import StandingWords
from bot.usecases import Whylocked
from bot.usecases.appealed import Refusal
from bot.words import Words

_NUMBER = re.compile(r"#?(\d{1,9})(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AppealAdministration:
    """Lists open appeals for administrators, shows one, and takes a step of it as typed."""

    whylocked: Whylocked
    words: Words
    called: StandingWords
    days: DayWords

    def listed(self, who: Who, now: datetime) -> Reply:
        """The open appeals of the workspace, the longest waiting first."""
        return open_appeals.listed(self.whylocked.appealing.open_in(who.team), now, self.words)

    def heard(self, who: Who, said: str, now: datetime) -> Reply:
        """One appeal, or what came of a step of it.

        Raises:
            UserError: there is no such appeal, or what was typed does not fit; nothing is changed.
        """
        if not said:
            return self.listed(who, now)
        found = _NUMBER.fullmatch(said)
        if found is None:
            raise UserError("appeal_unclear", text=quoted(said))
        number, rest = int(found[1]), clean(found[2] or "")
        if not rest:
            return self._one(who, number)
        word, _, more = rest.partition(" ")
        action = self.called.action_called(word.rstrip(":,"))
        if action is None:
            raise UserError("appeal_unclear", text=quoted(rest))
        return self._acted(who, number, action, more, now)

    def _one(self, who: Who, number: int) -> Reply:
        on_card = self.whylocked.reviewing.on_card(who.team, number)
        if on_card is None:
            raise UserError("appeal_none", number=number)
        return review_card.card(on_card, self.whylocked.policy, self.words)

    def _acted(self, who: Who, number: int, action: Action, said: str, now: datetime) -> Reply:
        on, note = self._day_and_note(said, now) if action is not Action.ASK else (None, clean(said))
        appealing = self.whylocked.appealing
        if appealing.find(who.team, number) is None:
            raise UserError("appeal_none", number=number)
        outcome = appealing.act(
            who.team, number, action, who.user, now, known_as=Role.ADMINISTRATOR, note=note or None, on=on
        )
        if not isinstance(outcome, Refusal):
            return open_appeals.done(outcome, self.words)
        if outcome.reason is Refused.NOT_NOW:
            return review_card.by_now(outcome.appeal, outcome.told.last, self.words)
        reviewers = self.whylocked.offices.set_up(who.team).reviewers
        return review_card.not_theirs(outcome.appeal, who.user, reviewers, self.words)

    def _day_and_note(self, said: str, now: datetime) -> tuple[date | None, str]:
        """The day of LinkedIn's outcome, where one stands first, and what was written."""
        day, length = self.days.read_at(said, now.astimezone(UTC).date(), ahead=False)
        return day, self.called.without_beginning(said[length:])
