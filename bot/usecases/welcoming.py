"""The first word: a member is welcomed once, whichever door they come in by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.store import Store, Who


class Welcome(Enum):
    """Whether a member is to be welcomed now."""

    FIRST_OF_ALL = auto()
    """Yes, and nobody of the workspace was before."""
    FIRST = auto()
    """Yes."""
    AGAIN = auto()
    """No: the member was welcomed before."""


@dataclass(frozen=True, slots=True)
class Welcoming:
    """Knows whom the bot has met. Whoever is forgotten is met anew."""

    store: Store

    def is_new(self, who: Who) -> bool:
        """Whether the member was never welcomed: most were, so this only reads."""
        with self.store.reading() as session:
            return not session.visits.welcomed(who)

    def welcome(self, who: Who, now: datetime) -> Welcome:
        """Welcome the member, unless somebody else does at the same moment: of two doors at once one welcomes."""
        with self.store.writing() as session:
            first_of_all = not session.visits.anybody_welcomed(who.team)
            if not session.visits.welcome(who, now):
                return Welcome.AGAIN
            return Welcome.FIRST_OF_ALL if first_of_all else Welcome.FIRST
