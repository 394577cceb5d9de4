"""Visits: when a member was welcomed. One row a member, which goes with the member, so that a later word is a first."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who


class Visits:
    """When members were here first."""

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
