"""Workspaces as a whole: every row of one, to count and to delete; those that the app was removed from.

As for a member (`bot/store/leaving.py`), the tables are found in the schema, so that none that comes later is left out:
whatever has a column `team` is the workspace's and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Departure:
    """A workspace that the app was removed from, while its data is still here.

    Attributes:
        due_at: when its data goes.
        why: "uninstalled" or "revoked".
    """

    team: str
    left_at: datetime
    due_at: datetime
    why: str


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
        users = " UNION ".join(
            f"SELECT team, user FROM {table} WHERE {_ITS}" for (table,) in self._db.execute(_OF_MEMBERS).fetchall()
        )
        return int(self._db.execute(f"SELECT count(*) FROM ({users})", {"team": team}).fetchone()[0])

    def known(self) -> list[str]:
        """Every workspace that has any row, in the order of their ids."""
        union = " UNION ".join(f"SELECT team FROM {table}" for table in self._tables())
        return [team for (team,) in self._db.execute(f"{union} ORDER BY 1")]

    def delete(self, team: str) -> dict[str, int]:
        """Delete every row of a workspace, and note that the file itself has to be cleaned.

        Returns:
            How many rows it had, by table.
        """
        counts = self.counts(team)
        self._db.execute("PRAGMA secure_delete = ON")
        # Tables refer to each other; that everything went together is looked at once it did.
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        for table in counts:
            self._db.execute(f"DELETE FROM {table} WHERE {_ITS}", {"team": team})
        if counts:
            # Under nobody's name: what is left to be cleaned must not tell whose it was.
            self._db.execute(
                "INSERT INTO traces (team) VALUES ('') ON CONFLICT DO UPDATE SET number = number + 1, lie_in = 'pages'"
            )
        return counts

    def leave(self, departure: Departure) -> None:
        """The app was removed from a workspace; the first time counts."""
        self._db.execute(
            "INSERT OR IGNORE INTO departures (team, left_at, due_at, why) VALUES (?, ?, ?, ?)",
            [departure.team, departure.left_at.isoformat(), departure.due_at.isoformat(), departure.why],
        )

    def departure(self, team: str) -> Departure | None:
        """When and why the app was removed from a workspace; None where it was not, or nothing is left."""
        row = self._db.execute("SELECT team, left_at, due_at, why FROM departures WHERE team = ?", [team]).fetchone()
        return None if row is None else _read(row)

    def departed(self) -> list[Departure]:
        """The workspaces that the app was removed from and whose data is still here, the next to go first."""
        found = self._db.execute("SELECT team, left_at, due_at, why FROM departures ORDER BY due_at, team")
        return [_read(row) for row in found]

    def _tables(self) -> list[str]:
        return [table for (table,) in self._db.execute(_KEYED)]


# Ids hold no colon, and what follows one is the semicolon.
_ITS = "(team = :team OR (team > :team || ':' AND team < :team || ';'))"
_KEYED = """
SELECT name FROM sqlite_master
 WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_master.name) AS columns
                                   WHERE columns.name = 'team')
 ORDER BY rootpage
"""
_OF_MEMBERS = """
SELECT name FROM sqlite_master
 WHERE type = 'table' AND 2 = (SELECT count(*) FROM pragma_table_info(sqlite_master.name) AS columns
                                WHERE columns.name IN ('team', 'user'))
 ORDER BY rootpage
"""


def _read(row: tuple[str, str, str, str]) -> Departure:
    team, left_at, due_at, why = row
    return Departure(team, datetime.fromisoformat(left_at), datetime.fromisoformat(due_at), why)
