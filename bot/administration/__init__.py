"""What administrators say behind /whylocked-admin, answered: text in, reply out, as in `bot/conversation`. No Slack.

Whether somebody may administer is settled before anything gets here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.replies.model import Reply, plain
from bot.store import Who
from bot.usecases import Whylocked
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Administration:
    """Answers administrators."""

    whylocked: Whylocked
    words: Words

    def heard(self, who: Who, text: str, now: datetime) -> Reply:  # noqa: ARG002
        """The answer to what an administrator typed; nothing typed shows what is set up.

        Raises:
            UserError: what was typed does not fit; nothing is changed.
        """
        match text.split()[:1]:
            case _:
                return plain(self.words.say("admin.help"))
