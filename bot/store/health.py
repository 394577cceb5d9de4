"""The state of the store itself, in numbers without names."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Figures:
    """What the store says of itself.

    Attributes:
        problem: what SQLite finds damaged; None when nothing is.
        members: how many members have any data.
        last_import: the day that the newest archive speaks for.
        padlocks_shown: answers of members that LinkedIn shows a padlock where the policy says locked.
        padlocks_missing: answers that it shows none.
    """

    problem: str | None
    sqlite: str
    members: int
    last_import: date | None
    padlocks_shown: int
    padlocks_missing: int


class Health:
    """Looks at the whole file, over all workspaces."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def look(self) -> Figures:
        """Check the file and count."""
        verdict = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        broken = self._db.execute("PRAGMA foreign_key_check").fetchone()
        members, last, shown, missing = self._db.execute(
            """SELECT (SELECT count(*) FROM members), (SELECT max(as_of) FROM archive_kinds),
                      coalesce(sum(padlock), 0), coalesce(sum(1 - padlock), 0)
               FROM padlock_answers AS answer JOIN diagnoses ON diagnoses.team = answer.team AND id = answer.diagnosis
               WHERE verdict = 'locked'"""
        ).fetchone()
        return Figures(
            problem=None if verdict == "ok" and broken is None else str(verdict),
            sqlite=sqlite3.sqlite_version,
            members=int(members),
            last_import=None if last is None else date.fromisoformat(last),
            padlocks_shown=int(shown),
            padlocks_missing=int(missing),
        )
