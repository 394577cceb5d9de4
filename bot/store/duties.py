"""Duties: when what is done by the clock is done again, by whichever process comes first."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


class Duties:
    """The duties that are done now and then. They are nobody's: of no workspace, and of no process."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def is_due(self, name: str, now: datetime, again: datetime) -> bool:
        """Whether one is due; one that nobody has heard of is not, but it is to be taken note of.

        Args:
            again: when it would be due again: what is due later than that was put off by a clock that went wrong.
        """
        row = self._db.execute("SELECT due_at FROM duties WHERE name = ?", [name]).fetchone()
        return row is not None and (row[0] <= now.isoformat() or row[0] > again.isoformat())

    def take(self, name: str, now: datetime, again: datetime) -> bool:
        """Be the one who does a duty that is due, which is due again at a moment; whether nobody else does it.

        The first time it only becomes due at that moment: a program that starts has enough to do.
        """
        due = self.is_due(name, now, again)
        if due or not self.is_known(name):
            self._db.execute("INSERT OR REPLACE INTO duties (name, due_at) VALUES (?, ?)", [name, again.isoformat()])
        return due

    def is_known(self, name: str) -> bool:
        """Whether a duty has been taken note of."""
        return self._db.execute("SELECT 1 FROM duties WHERE name = ?", [name]).fetchone() is not None
