"""Deliveries: which events and clicks of Slack have been taken in, so that none takes effect twice."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


class Deliveries:
    """Marks of what was delivered, each for a while. They hold ids of Slack's and ours, nothing of a person."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mark(self, team: str, delivery: str, now: datetime, forget_before: datetime) -> bool:
        """Mark a delivery; False when it is marked already. Drops the marks from before `forget_before`."""
        self._db.execute("DELETE FROM deliveries WHERE marked_at < ?", [forget_before.isoformat()])
        marked = self._db.execute(
            "INSERT OR IGNORE INTO deliveries (team, delivery, marked_at) VALUES (?, ?, ?)",
            [team, delivery, now.isoformat()],
        )
        return marked.rowcount == 1

    def unmark(self, team: str, delivery: str) -> None:
        """Take a mark back."""
        self._db.execute("DELETE FROM deliveries WHERE team = ? AND delivery = ?", [team, delivery])
