"""Visits: when a member was welcomed, and opened Home. One row a member, which goes with the member.

So whoever was forgotten is welcomed again.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who


class Visits:
    """When members were here first, and whether Slack shows them a Home."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def welcomed(self, who: Who) -> bool:
        """Whether the member was welcomed."""
        return self._is_there("team = :team AND user = :user", who)

    def welcome(self, who: Who, at: datetime) -> bool:
        """Keep that the member is welcomed; False where the member was before, at another door at the same time."""
        kept = self._db.execute(
            "INSERT INTO visits (team, user, welcomed_at) VALUES (:team, :user, :at)"
            " ON CONFLICT DO UPDATE SET welcomed_at = :at WHERE welcomed_at IS NULL",
            {**who.key, "at": at.isoformat()},
        )
        return kept.rowcount == 1

    def anybody_welcomed(self, team: str) -> bool:
        """Whether somebody of the workspace was welcomed."""
        return self._is_there("team = :team", Who(team, ""))

    def _is_there(self, whose: str, who: Who) -> bool:
        found = self._db.execute(f"SELECT 1 FROM visits WHERE {whose} AND welcomed_at IS NOT NULL LIMIT 1", who.key)
        return found.fetchone() is not None

    def home_opened(self, who: Who, at: datetime) -> None:
        """Keep when the member last opened Home."""
        self._db.execute(
            "INSERT INTO visits (team, user, home_at) VALUES (:team, :user, :at)"
            " ON CONFLICT DO UPDATE SET home_at = :at",
            {**who.key, "at": at.isoformat()},
        )

    def has_opened_home(self, who: Who) -> bool:
        """Whether the member ever opened Home."""
        found = self._db.execute(
            "SELECT 1 FROM visits WHERE team = :team AND user = :user AND home_at IS NOT NULL", who.key
        )
        return found.fetchone() is not None
