"""The shape of what shows that something of an appeal is said, and of which."""

from __future__ import annotations

from functools import cached_property

from bot.policy import Knowledge
from bot.understanding.phrases import CueSet
from bot.understanding.shapes import Phrases


class AppealCues(Knowledge):
    """What stands before the colon where something of an appeal is said word for word, and which appeal is named.

    Attributes:
        statement: a statement follows, against whatever stands.
        restriction: a statement follows, against a restriction.
        ban: a statement follows, against a ban.
        answer: an answer to a reviewer follows.
        number: anywhere in a message, the number of an appeal.
    """

    statement: Phrases
    restriction: Phrases
    ban: Phrases
    answer: Phrases
    number: Phrases

    @cached_property
    def statements(self) -> tuple[tuple[str | None, CueSet], ...]:
        """What a statement is against, with the cues for it, to be searched."""
        return ((None, CueSet(self.statement)), ("restriction", CueSet(self.restriction)), ("ban", CueSet(self.ban)))

    @cached_property
    def answers(self) -> CueSet:
        """`answer`, to be searched."""
        return CueSet(self.answer)

    @cached_property
    def numbers(self) -> CueSet:
        """`number`, to be searched."""
        return CueSet(self.number)
