"""What becomes of a question that waits for a yes when the next message is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.errors import UserError
from bot.understanding.request import Turn


@contextmanager
def nothing_waits_after_refusal(previous: Turn | None, keep: Callable[[Turn], None]) -> Iterator[None]:
    """Where a message is refused within it, what was to be confirmed before is not any more.

    "photo takes yes or no" is answered with yes, too, and that must not forget anybody. What waits beneath a button
    stays, for that says to what it is a yes; and while the store is busy nothing was said that could be answered.

    Args:
        previous: the turn before the message.
        keep: remembers a turn where the conversation goes on.
    """
    try:
        yield
    except UserError as error:
        if previous is not None and previous.pending is not None and error.code != "store_busy":
            keep(replace(previous, pending=None))
        raise
