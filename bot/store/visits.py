"""Visits: whether a member has opened the Home tab, which is kept up to date from then on."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who


class Visits:
    """One row for each member who came by, whether or not anything else is known of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def home_opened(self, who: Who, at: datetime) -> None:
        """Keep when the member last opened Home."""
        self._db.execute(
            "INSERT INTO visits (team, user, home_at) VALUES (:team, :user, :at)"
            " ON CONFLICT DO UPDATE SET home_at = :at",
            {**who.key, "at": at.isoformat()},
        )

    def has_opened_home(self, who: Who) -> bool:
        """Whether the member ever opened Home, so that Slack shows them one."""
        found = self._db.execute(
            "SELECT 1 FROM visits WHERE team = :team AND user = :user AND home_at IS NOT NULL", who.key
        )
        return found.fetchone() is not None
