"""A list of persons: each answered as if asked about alone, from one state of the store, and kept all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.people import Person, Target, TargetStatus
from bot.store import Session, Store, Who
from bot.usecases.answer import Answer
from bot.usecases.asking import Asking


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a list.

    Attributes:
        own: the member's own side alone, which is the same for all; nothing is stored of it.
        each: one answer per person, in the order in which they were named.
    """

    own: Answer
    each: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """Answers about many persons over one store."""

    asking: Asking
    store: Store

    def check(self, who: Who, targets: Iterable[Target], now: datetime) -> Checked:
        """The answers about all of them; the diagnoses are stored in one transaction, or none of them is."""
        with self.store.reading() as session:
            own = self.asking.answer(session, who, _NOBODY, now)
            each = [self.asking.answer(session, who, target, now) for target in targets]
        with self.store.writing() as session:  # only what is written, so that nobody waits for the rest
            return Checked(own, tuple(self._kept(session, who, answer) for answer in each))

    def suppose(
        self,
        who: Who,
        targets: Iterable[Target],
        changes: tuple[tuple[str, str], ...],
        now: datetime,
        *,
        ties: tuple[Person, ...] = (),
    ) -> Checked:
        """The same on changed facts, and with ties to the people named; nothing is stored.

        Raises:
            UserError: a change names no field, or a value that does not fit it.
        """
        with self.store.reading() as session:
            own, *each = [
                self.asking.what_if(session, who, target, changes, now, ties=ties) for target in (_NOBODY, *targets)
            ]
        return Checked(own, tuple(each))

    def _kept(self, session: Session, who: Who, answer: Answer) -> Answer:
        return answer if answer.verdict is None else self.asking.kept(session, who, answer)


_NOBODY = Target(TargetStatus.NONE)
