"""To be forgotten, and to be handed over what is stored before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.heard import Heard
from bot.replies import export, leaving
from bot.replies.model import Attachment
from bot.store import Who
from bot.understanding.request import Request, Turn
from bot.usecases import Whylocked
from bot.words import Words

FORGET = "forget_me"
"""What waits for a yes."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Answers "forget me" and "export my data"."""

    whylocked: Whylocked
    words: Words

    def forget(self, who: Who, request: Request, now: datetime) -> Heard:
        """What will go; once the member has said yes, that it went. Then nothing of the conversation is kept either."""
        if request.confirms == FORGET:
            went = self.whylocked.forget(who, now)
            reply = leaving.gone(went, self.words) if any(went.rows.values()) else leaving.nothing(self.words)
            return Heard(request, reply, remembered=False)
        stored = self.whylocked.stored(who)
        if not any(stored.values()):
            return Heard(request, leaving.nothing(self.words), remembered=False)
        return Heard(request, leaving.asked(stored, self.words), pending=FORGET)

    def export(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Everything that is stored, as a file; whoever asked to be forgotten before can still say yes to that."""
        rows = self.whylocked.export(who)
        if not any(rows.values()):
            return Heard(request, leaving.nothing(self.words), remembered=False)
        content = export.as_text(export.document(rows, who, now, self.words))
        leaves = previous is not None and previous.pending == FORGET
        file = Attachment(export.file_name(now), content)
        reply = leaving.handed_over(file, self.words, leaves=leaves)
        return Heard(request, reply, pending=FORGET if leaves else None)
