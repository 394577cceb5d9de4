"""Where a conversation stands: taken up before a message is answered, and remembered once it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.conversation.heard import Heard, turn_after
from bot.conversation.refused import nothing_waits_after_refusal
from bot.people import People
from bot.store import Who
from bot.understanding import turns
from bot.understanding.request import Turn
from bot.usecases import Whylocked

THREAD_LIVES = timedelta(days=7)
"""How long a conversation can be taken up again where it stood."""
PINNED_LIVES = timedelta(days=30)
"""How long what can be pressed beneath an answer works: steps of a plan take days."""

Answer = Callable[[People, Turn | None], Heard]
"""What is answered, by whom the member may find, and where the conversation stood."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The conversations of members."""

    whylocked: Whylocked

    def goes_on(  # noqa: PLR0913 - what a message comes with
        self,
        who: Who,
        answer: Answer,
        now: datetime,
        *,
        thread: str,
        keep: Sequence[str] | None = None,
        pin: str | None = None,
        called: Mapping[str, str] | None = None,
    ) -> Heard:
        """Have a conversation go on with an answer, and remember the turn.

        Args:
            thread: the conversation that it goes on with.
            keep: the conversations that go on from here; None is that one alone.
            pin: under what name what can be pressed beneath the answer goes on from it, for long.
            called: what Slack calls the people whom the message mentions, by user id.

        Raises:
            UserError: what `answer` refuses; then nothing waits for an answer any more.
        """
        people = self.whylocked.people(who, called)
        with people.looking():
            previous = turns.restored(self.whylocked.last_turn(who, thread, now), people)
        goes_on = (thread,) if keep is None else keep
        with nothing_waits_after_refusal(previous, partial(self._keep, who, goes_on, now)):
            heard = answer(people, previous)
        if not heard.remembered:
            return heard
        turn = turn_after(heard, previous)
        stands = turn or previous  # what is said in between goes on in a new thread, too
        threads = dict.fromkeys(goes_on, THREAD_LIVES) if turn is not None or keep is not None else {}
        if pin and heard.reply.actions:
            threads[pin] = PINNED_LIVES
        if threads and stands is not None:
            self.whylocked.keep_turn(who, threads, turns.kept(stands), now)
        return heard

    def _keep(self, who: Who, threads: Iterable[str], now: datetime, turn: Turn) -> None:
        self.whylocked.keep_turn(who, dict.fromkeys(threads, THREAD_LIVES), turns.kept(turn), now)
