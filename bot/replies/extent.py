"""How much an answer tells beside what it must, so that no answer is longer than people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.replies.model import Line

MOST_LINES = 12
"""How many lines an answer about one person has at most; blank ones are not counted."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What an answer tells beside what it must.

    Attributes:
        ways: how many other ways to reach the person.
        tips: how many tips beside each lock.
        joined: how many locks stand in one line with what clears them.
    """

    ways: int = 2
    tips: int = 1
    joined: int = 0


# From the most to the least: a further way is worth more than a tip, and one of either more than a second.
USUAL = (
    Extent(),
    Extent(tips=0),
    Extent(ways=1),
    Extent(ways=1, tips=0),
    *(Extent(ways=0, tips=0, joined=number) for number in range(6)),
)
"""For an answer that names each lock with what clears it."""
IN_DETAIL = (Extent(tips=2), *USUAL)
"""For an answer to who asks for more."""


def fitting(told: Callable[[Extent], Iterable[Line]], extents: Iterable[Extent] = USUAL, above: int = 0) -> list[Line]:
    """The lines of an answer to the greatest extent that is short enough, else to the least.

    Args:
        above: how many lines stand above the answer.
    """
    lines: list[Line] = []
    for extent in extents:
        lines = list(told(extent))
        if above + sum(bool(line.text) for line in lines) <= MOST_LINES:
            break
    return lines
