"""What administrators say behind /whylocked-admin, answered: text in, reply out, as in `bot/conversation`. No Slack.

Whether somebody may administer is settled before anything gets here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.administration.appeals import AppealAdministration
from bot.administration.auditing import AuditAdministration
from bot.administration.numbers import NumbersAdministration
from bot.administration.reviewing import Reviewing
from bot.administration.standings import StandingAdministration
from bot.administration.typed import quoted
from bot.replies import administering
from bot.replies.model import Reply
from bot.store import Who
from bot.store.roles import Office
from bot.understanding.cues import Cues
from bot.usecases import Whylocked
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Administration:
    """Answers administrators: the first word says what it is about."""

    whylocked: Whylocked
    words: Words
    cues: Cues

    @property
    def standings(self) -> StandingAdministration:
        """What LinkedIn decided about members."""
        return StandingAdministration(self.whylocked, self.words, self.cues.standings, self.cues.days)

    @property
    def appeals(self) -> AppealAdministration:
        """Appeals, by text."""
        return AppealAdministration(self.whylocked, self.words, self.cues.standings, self.cues.days)

    @property
    def reviewing(self) -> Reviewing:
        """Who handles appeals, and where."""
        return Reviewing(self.whylocked, self.words)

    def heard(self, who: Who, text: str, now: datetime) -> Reply:
        """The answer to what an administrator typed; nothing typed shows what is set up.

        Raises:
            UserError: what was typed does not fit; nothing is changed.
        """
        first, _, said = (" ".join(text.split())).partition(" ")
        match first.casefold():
            case "" | "help":
                return self._helped(who)
            case "standing" | "standings":
                return self.standings.heard(who, said, now)
            case "audit":
                return AuditAdministration(self.whylocked, self.words).heard(who, said, now)
            case "policy":
                return NumbersAdministration(self.whylocked.numbers, self.words).heard(who.team, said, who.user, now)
            case "appeals":
                return self.appeals.listed(who, now)
            case "appeal":
                return self.appeals.heard(who, said, now)
            # how appeals are handled
            case "channel":
                return self.reviewing.channel(who, said, now)
            case "reviewers" | "reviewer":
                return self.reviewing.members(who, Office.REVIEWER, said, now)
            case "admins" | "admin" | "administrators":
                return self.reviewing.members(who, Office.ADMINISTRATOR, said, now)
            case _:
                return administering.unknown(quoted(first), self._helped(who), self.words)

    def _helped(self, who: Who) -> Reply:
        away = self.whylocked.reviewing.away_since(who.team)
        return administering.helped(self.whylocked.offices.set_up(who.team), away, self.words)
