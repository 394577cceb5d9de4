"""What is pressed where nothing was asked before, on the Home tab: answered without reading anything as a sentence.

A person's name is whatever that person calls themselves, so it is looked up and never understood as a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation.asking import Asking
from bot.conversation.heard import PINNED_LIVES, THREAD_LIVES, Heard, turn_after
from bot.conversation.network import SHARE, Networks
from bot.errors import UserError
from bot.people import TargetStatus
from bot.replies.sharing import LEVELS
from bot.store import Who
from bot.understanding import turns
from bot.understanding.request import Intent, Request
from bot.understanding.who import find
from bot.usecases import Whylocked


@dataclass(frozen=True, slots=True)
class Pressed:
    """Answers what Home's own buttons ask for."""

    whylocked: Whylocked
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
        if known is None:
            raise UserError("card_gone")
        people = self.whylocked.people(who)
        with people.looking():
            target = find(known.url or known.name, people)
        if target.status is TargetStatus.NONE:  # there is no word in the name
            raise UserError("card_gone")
        heard = self.asking.heard(who, Request(Intent.ASK_LOCK, targets=(target,), again=True), now)
        return self._kept(who, heard, now, thread, pin)

    def share(self, who: Who, level: str, now: datetime, *, thread: str, pin: str) -> Heard:
        """The network shared in another way, once that was confirmed where it was pressed.

        Raises:
            UserError: there is no such way.
        """
        if level not in LEVELS:
            raise UserError("bad_sharing", text=level)
        wanted = f"{SHARE}={level}"
        request = Request(Intent.UPDATE_PROFILE, fields=((SHARE, level),), confirms=wanted)
        same = self.whylocked.show_sharing(who).level == level
        heard = self.networks.ask_to_share(who, request, None) if same else self.networks.share(who, request, now)
        return self._kept(who, heard, now, thread, pin)

    def _kept(self, who: Who, heard: Heard, now: datetime, thread: str, pin: str) -> Heard:
        """The same, so that what is typed or pressed beneath it goes on from it."""
        turn = turn_after(heard, None)
        if turn is not None:
            self.whylocked.keep_turn(who, {thread: THREAD_LIVES, pin: PINNED_LIVES}, turns.kept(turn), now)
        return heard
