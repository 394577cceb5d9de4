"""The state of the store itself, in numbers without names."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bot.store import appeals, cards


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


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is still to be done, over all workspaces.

    Attributes:
        owed: messages that members are owed.
        oldest: since when the oldest of them is owed; None when none is.
        cards: cards that do not show yet what they should, though their turn has come.
        appeals: appeals that are open.
        installations: workspaces and organisations that installed the app.
    """

    owed: int
    oldest: datetime | None
    cards: int
    appeals: int
    installations: int


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

    def is_there(self) -> None:
        """Read something, however little."""
        self._db.execute("SELECT 1 FROM members LIMIT 1").fetchone()

    def backlog(self, now: datetime) -> Backlog:
        """Count what is still to be done."""
        owed, oldest, due, opened, installations = self._db.execute(
            f"""SELECT (SELECT count(*) FROM owed), (SELECT min(owed_since) FROM owed),
                       (SELECT count(*) FROM cards WHERE {cards.DUE}),
                       (SELECT count(*) FROM appeals WHERE {appeals.IS_OPEN}),
                       (SELECT count(*) FROM installations)""",
            {"now": now.isoformat()},
        ).fetchone()
        since = None if oldest is None else datetime.fromisoformat(oldest)
        return Backlog(int(owed), since, int(due), int(opened), int(installations))
