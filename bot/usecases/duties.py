"""What is done by the clock now and then, by one process at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store


class Duties:
    """Whose turn it is to do what is done now and then."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, name: str, now: datetime, every: timedelta) -> bool:
        """Whether a duty is due and nobody else does it now. The first time it is not: so long after the start it is.

        Mostly it only looks: whoever asks often writes nothing.
        """
        again = now + every
        with self._store.reading() as session:
            if session.duties.is_known(name) and not session.duties.is_due(name, now, again):
                return False
        with self._store.writing() as session:
            return session.duties.take(name, now, again)
