"""What was done in a workspace: `audit` shows the newest, `audit csv` hands over all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.administration.typed import quoted
from bot.errors import UserError
from bot.replies import auditing
from bot.replies.model import Reply
from bot.store import Who
from bot.text import fold
from bot.usecases import Whylocked
from bot.words import Words

SHOWN = 15
"""How many entries are told; everything is in the file."""


@dataclass(frozen=True, slots=True)
class AuditAdministration:
    """Tells administrators what was done."""

    whylocked: Whylocked
    words: Words

    def heard(self, who: Who, said: str, now: datetime) -> Reply:
        """The newest entries, or all of them as a file.

        Raises:
            UserError: what was typed is neither.
        """
        match fold(said).removeprefix("as ").removeprefix("export "):
            case "":
                entries = self.whylocked.offices.audit(who.team, SHOWN)
                return auditing.told(entries, self.words, self.whylocked.numbers.defaults)
            case "csv" | "export":
                return auditing.as_file(self.whylocked.offices.audit(who.team), now, self.words)
            case _:
                raise UserError("audit_unknown", text=quoted(said))
