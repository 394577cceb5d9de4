"""Whoever looks for help: what can be asked, what is kept, whom to turn to, and what is said aside."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.heard import Heard
from bot.replies import helping
from bot.replies.model import plain
from bot.settings.contact import Contact
from bot.settings.keeping import Keeping
from bot.understanding.request import Intent, Request
from bot.words import Words

ASIDE = {"thanks", "noted", "upset", "wrong_person"}
"""What is said aside, by the aspect it is understood as; each has a phrase of its own."""


@dataclass(frozen=True, slots=True)
class Helping:
    """Answers what needs no look at anybody's data."""

    words: Words
    contact: Contact
    keeping: Keeping

    def heard(self, request: Request) -> Heard:
        """Help, how to import, what is kept, whom to turn to; or that it is nothing for the bot."""
        match request.intent, request.aspect:
            case Intent.IMPORT_DATA, _:
                reply = plain(self.words.say("help.import"))
            case Intent.HELP, "privacy":
                reply = helping.private(self.contact, self.keeping, self.words)
            case Intent.HELP, "support":
                reply = helping.supported(self.contact, self.words)
            case Intent.HELP, _:
                reply = helping.helped(self.contact, self.words)
            case _:
                reply = helping.not_ours(self.words)
        return Heard(request, reply)
