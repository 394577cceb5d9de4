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
class Known:
    """What is known of a member, as far as it decides what to offer them.

    Attributes:
        facts: whether anything is known of their account.
        asked_about: the name of whom they asked about last; None when they asked about nobody.
    """

    facts: bool = False
    asked_about: str | None = None


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

    def known(self, who: Who) -> Known:
        """What is known of the member."""
        with self.store.reading() as session:
            facts = bool(session.archives.kinds(who) or session.members.statements(who))
            return Known(facts, session.diagnoses.last_asked_about(who))
