"""Workspaces as a whole: every row of one, to count and to delete; those that the app was removed from.

As for a member (`bot/store/leaving.py`), the tables are found in the schema, so that none that comes later is left out:
whatever has a column `team` is the workspace's and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.leaving import ROOTS, TABLES
from bot.store.traces import NOBODY


@dataclass(frozen=True, slots=True)
class Departure:
    """A workspace that the app was removed from, while its data is still here.

    Attributes:
        due_at: when its data goes.
        why: how it came to that, as the audit's `kind`.
        members: how many members have gone already.
        rows: how many rows have.
    """

    team: str
    left_at: datetime
    due_at: datetime
    why: str
    members: int = 0
    rows: int = 0


class Workspaces:
    """All rows of a workspace, whatever their table: its own, and those of guests in channels that it shares.

    The latter are kept under "<workspace>:<theirs>" (`who_asks` of bot/listeners/asked.py).
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def counts(self, team: str) -> dict[str, int]:
        """How many rows a workspace has in each table in which it has any."""
        found = {
            table: int(self._db.execute(f"SELECT count(*) FROM {table} WHERE {_ITS}", {"team": team}).fetchone()[0])
            for table in self._tables()
        }
        return {table: number for table, number in found.items() if number}

    def members(self, team: str) -> int:
        """How many people any row of a workspace belongs to."""
        users = " UNION ".join(f"SELECT team, user FROM {table} WHERE {_ITS}" for table in self._found(ROOTS))
        return int(self._db.execute(f"SELECT count(*) FROM ({users})", {"team": team}).fetchone()[0])

    def known(self) -> list[str]:
        """Every workspace that has any row, and its guests' keys, in their order. It reads an entry of each."""
        return sorted({team for table in self._tables() for (team,) in self._db.execute(_EACH.format(table=table))})

    def has_rows(self, team: str) -> bool:
        """Whether anything is kept of a workspace."""
        tables = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {_ITS}" for table in self._tables())
        return bool(self._db.execute(f"SELECT EXISTS ({tables})", {"team": team}).fetchone()[0])

    def delete_member(self, team: str) -> int | None:
        """Delete every row of one member of a workspace, whoever it is; gives how many, None where nobody is left.

        A workspace that goes does so member by member, so that others' writing waits for none of it long.
        """
        users = " UNION ALL ".join(f"SELECT team, user FROM {table} WHERE {_ITS}" for table in self._found(ROOTS))
        who = self._db.execute(f"{users} LIMIT 1", {"team": team}).fetchone()
        if who is None:
            return None
        self._begin_deleting()
        tables = self._found(TABLES)
        counts = [
            int(self._db.execute(f"SELECT count(*) FROM {table} WHERE team = ? AND user = ?", who).fetchone()[0])
            for table in tables
        ]
        for table in tables:
            self._db.execute(f"DELETE FROM {table} WHERE team = ? AND user = ?", who)
        return sum(counts)

    def delete(self, team: str) -> dict[str, int]:
        """Delete every row of a workspace, and note that the file itself has to be cleaned.

        Returns:
            How many rows it had, by table.
        """
        counts = self.counts(team)
        self._begin_deleting()
        for table in counts:
            self._db.execute(f"DELETE FROM {table} WHERE {_ITS}", {"team": team})
        if counts:
            # Under nobody's name: what is left to be cleaned must not tell whose it was.
            self._db.execute(
                "INSERT INTO traces (team) VALUES (?) ON CONFLICT DO UPDATE SET number = number + 1, lie_in = 'pages'",
                [NOBODY],
            )
        return counts

    def leave(self, departure: Departure) -> None:
        """The app was removed from a workspace; of several times the first counts, and the end that is nearest."""
        self._db.execute(
            "INSERT INTO departures (team, left_at, due_at, why) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET due_at = min(due_at, excluded.due_at)",
            [departure.team, departure.left_at.isoformat(), departure.due_at.isoformat(), departure.why],
        )

    def went(self, team: str, rows: int) -> None:
        """One more member of a workspace that goes has gone."""
        self._db.execute(
            "UPDATE departures SET gone_members = gone_members + 1, gone_rows = gone_rows + ? WHERE team = ?",
            [rows, team],
        )

    def departure(self, team: str) -> Departure | None:
        """When and why the app was removed from a workspace; None where it was not, or nothing is left."""
        row = self._db.execute(f"SELECT {_DEPARTURE} FROM departures WHERE team = ?", [team]).fetchone()
        return None if row is None else _read(row)

    def departed(self) -> list[Departure]:
        """The workspaces that the app was removed from and whose data is still here, the next to go first."""
        found = self._db.execute(f"SELECT {_DEPARTURE} FROM departures ORDER BY due_at, team")
        return [_read(row) for row in found]

    def _begin_deleting(self) -> None:
        self._db.execute("PRAGMA secure_delete = ON")
        # Tables refer to each other; that everything went together is looked at once it did.
        self._db.execute("PRAGMA defer_foreign_keys = ON")

    def _tables(self) -> list[str]:
        return self._found(_KEYED)

    def _found(self, tables: str) -> list[str]:
        return [table for (table,) in self._db.execute(tables)]


# Ids hold no colon, and what follows one is the semicolon.
_ITS = "(team = :team OR (team > :team || ':' AND team < :team || ';'))"
_KEYED = """
SELECT name FROM sqlite_master
 WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_master.name) AS columns
                                   WHERE columns.name = 'team')
 ORDER BY rootpage
"""
_EACH = """
WITH RECURSIVE known (team) AS (
    SELECT min(team) FROM {table}
    UNION ALL
    SELECT (SELECT min(team) FROM {table} WHERE team > known.team) FROM known WHERE known.team IS NOT NULL
)
SELECT team FROM known WHERE team IS NOT NULL
"""
_DEPARTURE = "team, left_at, due_at, why, gone_members, gone_rows"


def _read(row: tuple[str, str, str, str, int, int]) -> Departure:
    team, left_at, due_at, why, members, rows = row
    return Departure(team, datetime.fromisoformat(left_at), datetime.fromisoformat(due_at), why, members, rows)
