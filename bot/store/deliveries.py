"""Deliveries: which events and clicks of Slack have been taken in, so that none takes effect twice."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlite_utils import Database


class Deliveries:
    """Marks of what was delivered, each for a while.

    A press of a button has in its name what the button says, which may name somebody: only a digest of it is kept.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def mark(self, team: str, delivery: str, now: datetime, since: datetime) -> bool:
        """Mark a delivery; False when it was marked after `since`."""
        marked = self._db.execute(
            "INSERT INTO deliveries (team, delivery, marked_at) VALUES (:team, :delivery, :now)"
            " ON CONFLICT DO UPDATE SET marked_at = :now WHERE marked_at <= :since",
            {"team": team, "delivery": _digest(delivery), "now": now.isoformat(), "since": since.isoformat()},
        )
        return marked.rowcount == 1

    def forget(self, before: datetime) -> None:
        """Drop the marks from before a moment, of every workspace."""
        self._db.execute("DELETE FROM deliveries WHERE marked_at < ?", [before.isoformat()])

    def unmark(self, team: str, delivery: str) -> None:
        """Take a mark back."""
        self._db.execute("DELETE FROM deliveries WHERE team = ? AND delivery = ?", [team, _digest(delivery)])


def _digest(delivery: str) -> str:
    return hashlib.sha256(delivery.encode()).hexdigest()[:32]
