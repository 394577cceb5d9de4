"""What administrators say behind /whylocked-admin, answered: text in, reply out, as in `bot/conversation`. No Slack.

Whether somebody may administer is settled before anything gets here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.administration.numbers import NumbersAdministration
from bot.errors import UserError
from bot.replies import administering
from bot.replies.model import Reply
from bot.store import Who
from bot.text import shown
from bot.usecases import Whylocked
from bot.words import Words

LONGEST_WORD = 40
"""How many characters of what nobody understands are shown again."""


@dataclass(frozen=True, slots=True)
class Administration:
    """Answers administrators: the first word says what it is about."""

    whylocked: Whylocked
    words: Words

    def heard(self, who: Who, text: str, now: datetime) -> Reply:
        """The answer to what an administrator typed; nothing typed shows what is set up.

        Raises:
            UserError: what was typed does not fit; nothing is changed.
        """
        first, _, rest = (" ".join(text.split())).partition(" ")
        match first.casefold():
            case "" | "help":
                return administering.helped(self.whylocked.offices.set_up(who.team), self.words)
            case "policy":
                return NumbersAdministration(self.whylocked.numbers, self.words).heard(who.team, rest, who.user, now)
            case _:
                raise UserError("admin_unknown", text=shown(first, LONGEST_WORD))
