"""What is delivered, perhaps more than once: done once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store

DELIVERIES_LIVE = timedelta(hours=26)
"""How long a delivery is known again: Slack repeats an event for up to 24 hours where that is switched on."""


class Deliveries:
    """Marks what was delivered; each method opens the store for itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def first_time(self, team: str, delivery: str, now: datetime, lives: timedelta = DELIVERIES_LIVE) -> bool:
        """Whether something that may be delivered more than once comes for the first time within `lives`; marks it.

        A mark is for what this program has heard, and goes with it where the machine loses its power.
        """
        with self._store.writing(outlasting=False) as session:
            session.deliveries.forget(now - DELIVERIES_LIVE)
            return session.deliveries.mark(team, delivery, now, now - lives)

    def not_done(self, team: str, delivery: str) -> None:
        """Take a mark back: what was delivered could not be begun, and may come again."""
        with self._store.writing(outlasting=False) as session:
            session.deliveries.unmark(team, delivery)
