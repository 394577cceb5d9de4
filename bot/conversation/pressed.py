"""What is pressed where nothing was asked before, on the Home tab: answered without reading anything as a sentence.

A person's name is whatever that person calls themselves, so it is looked up and never understood as a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.asking import Asking
from bot.conversation.heard import Heard
from bot.conversation.memory import Memory
from bot.conversation.network import SHARE, Networks
from bot.errors import UserError
from bot.people import People, TargetStatus
from bot.replies.sharing import LEVELS
from bot.store import Who
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.who import find
from bot.usecases import Whylocked


@dataclass(frozen=True, slots=True)
class Pressed:
    """Answers what Home's own buttons ask for.

    Of each: `thread` is the conversation that it goes on with, `pin` by what name it goes on beneath the answer.
    """

    whylocked: Whylocked
    memory: Memory
    asking: Asking
    networks: Networks

    def again(self, who: Who, diagnosis: str, now: datetime, *, thread: str, pin: str) -> Heard:
        """The same person checked once more.

        Args:
            diagnosis: the id of one of the member's diagnoses.

        Raises:
            UserError: there is no such diagnosis any more.
        """
        known = self.whylocked.overview.person(who, diagnosis)

        def answer(people: People, _: Turn | None) -> Heard:
            with people.looking():
                target = None if known is None else find(known.url or known.name, people)
            if target is None or target.status is TargetStatus.NONE:  # forgotten, or there is no word in the name
                raise UserError("card_gone")
            return self.asking.heard(who, Request(Intent.ASK_LOCK, targets=(target,), again=True), now)

        return self.memory.goes_on(who, answer, now, thread=thread, keep=(thread,), pin=pin)

    def share(self, who: Who, level: str, now: datetime, *, thread: str, pin: str) -> Heard:
        """The network shared in another way, once that was confirmed where it was pressed.

        Raises:
            UserError: there is no such way.
        """
        request = Request(Intent.UPDATE_PROFILE, fields=((SHARE, level),), confirms=f"{SHARE}={level}")

        def answer(_people: People, _: Turn | None) -> Heard:
            if level not in LEVELS:
                raise UserError("bad_sharing", text=level)
            if self.whylocked.show_sharing(who).level == level:
                return self.networks.ask_to_share(who, request, None)  # which says that it is so already
            return self.networks.share(who, request, now)

        return self.memory.goes_on(who, answer, now, thread=thread, keep=(thread,), pin=pin)
