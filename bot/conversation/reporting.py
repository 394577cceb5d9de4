"""A member tells of LinkedIn's notice, or that it is over: kept as the member's own word, then checked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.conversation.heard import Heard
from bot.conversation.stating import Stating
from bot.facts import StandingKind
from bot.people import Target, TargetStatus
from bot.replies import reporting
from bot.replies.model import Reply
from bot.store import Who
from bot.understanding.days import DayWords
from bot.understanding.notices import standing_told
from bot.understanding.request import Request, Turn
from bot.usecases import Whylocked
from bot.usecases.standing import Reported, reasons_for
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Reporting:
    """Keeps and takes back reports.

    Attributes:
        stating: checks again, as after any statement.
    """

    whylocked: Whylocked
    words: Words
    stating: Stating
    days: DayWords

    def told(self, who: Who, request: Request, now: datetime) -> Heard:
        """Keep that LinkedIn restricted or banned the member; what is not clear is asked first."""
        if request.unsure:
            return Heard(request, reporting.which(self.words))
        kind = StandingKind.BANNED if request.topic == "ban" else StandingKind.RESTRICTED
        known = reasons_for(self.whylocked.policy, kind)
        standing = standing_told(kind, request.said, known, self.days, now.astimezone(UTC).date())
        came = self.whylocked.standings.report(who, standing, now)
        # What else locks is beside the point now: the news is told alone.
        return self.stating.with_undo(Heard(request, self._reply(came)), came.number)

    def over(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Take back what the member reported, and check again; what others recorded stays."""
        asked = previous if previous is not None and previous.answered else None
        targets = (asked.targets if asked else ()) or (Target(TargetStatus.NONE),)
        before = [self.whylocked.what_if(who, target, (), now) for target in targets]
        came = self.whylocked.standings.over(who, now)
        reply = self._reply(came)
        if came.number is None:
            return Heard(request, reply)
        heard = self.stating.checked_again(who, request, asked, targets, before, reply.lines, now)
        return self.stating.with_undo(heard, came.number)

    def _reply(self, came: Reported) -> Reply:
        return reporting.told(came, self.words, self.whylocked.policy)
