"""What LinkedIn decided about a member: `standing @bob restricted spam since 2026-11-01`, `standing @bob good`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.administration.typed import MEMBER, quoted
from bot.appeals import CASE_OF
from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.replies import standings
from bot.replies.model import Reply
from bot.store import Who
from bot.understanding.days import DayWords
from bot.understanding.notices import StandingWords, details_typed
from bot.usecases import Whylocked
from bot.words import Words

_NEEDED = ("reason", "since")


@dataclass(frozen=True, slots=True)
class StandingAdministration:
    """Shows and records standings for administrators."""

    whylocked: Whylocked
    words: Words
    called: StandingWords
    days: DayWords

    def heard(self, who: Who, said: str, now: datetime) -> Reply:
        """What is recorded of a member, or that it is recorded now; what is missing is asked for.

        Raises:
            UserError: what was typed does not fit; nothing is changed.
        """
        if not said:
            return standings.usage(self.words)
        named = MEMBER.match(said)
        if named is None:
            raise UserError("standing_nobody", text=quoted(said.partition(" ")[0]))
        kind, _, rest = said[named.end() :].strip().partition(" ")
        if not kind:
            return self.shown(Who(who.team, named[1]))
        return self._typed(who, named[1], kind, rest, now)

    def shown(self, about: Who) -> Reply:
        """What is recorded of a member, and what the member reports."""
        return standings.shown(about.user, self.whylocked.standings.of(about), self.words, self.whylocked.policy)

    def record(self, who: Who, user: str, standing: Standing, now: datetime) -> Reply:
        """Record a standing of another member; the member is told.

        Raises:
            UserError: it is the administrator's own, or does not fit; nothing is changed.
        """
        _not_own(who, user)
        about = Who(who.team, user)
        recorded = self.whylocked.standings.record(about, standing, now, by=who.user)
        lifted = recorded.lifted and CASE_OF.get(recorded.lifted.kind)
        filed = [told.appeal for told in self.whylocked.appealing.of(about)] if lifted else []
        left = next((appeal.number for appeal in filed if appeal.is_open and appeal.case is lifted), None)
        return standings.recorded(user, recorded, left, _day(now), self.words, self.whylocked.policy)

    def _typed(self, who: Who, user: str, word: str, rest: str, now: datetime) -> Reply:
        kind = self.called.kind_called(word)
        if kind is None:
            raise UserError("standing_unknown", text=quoted(word))
        _not_own(who, user)  # before anything is asked for
        typed = details_typed(rest, self.called, self.days, _day(now))
        missing = [] if kind is StandingKind.GOOD else [each for each in _NEEDED if each not in typed.given]
        if missing:
            return standings.incomplete(user, kind, missing, self.words, self.whylocked.policy)
        return self.record(who, user, Standing(kind, typed.reason, typed.since, typed.until), now)


def _not_own(who: Who, user: str) -> None:
    if user == who.user:
        raise UserError("own_standing")


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
