"""Cards: what the review channel shows of each appeal, and what it should show by now.

A card outlives the member whose appeal it shows, so it holds nothing of the member's.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


class Cards:
    """One card for each appeal of a workspace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def changed(self, team: str, appeal: int, at: datetime) -> None:
        """What an appeal's card should show is new, or the appeal is: to be shown from this moment on."""
        self._db.execute(
            "INSERT INTO cards (team, appeal, due_at) VALUES (:team, :appeal, :at)"
            " ON CONFLICT DO UPDATE SET wanted = wanted + 1, due_at = :at, tries = 0",
            {"team": team, "appeal": appeal, "at": at.isoformat()},
        )
