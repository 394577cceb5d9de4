"""Absences: which members Slack calls deactivated, and since when it does."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who


class Absences:
    """When Slack was last asked about each member, and what it said."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def to_look_at(self, team: str, before: datetime, most: int) -> list[Who]:
        """Members of a workspace about whom Slack was not asked since a moment; whoever waits longest comes first."""
        users = " UNION ".join(
            f"SELECT user FROM {table} WHERE team = :team" for (table,) in self._db.execute(_OF_MEMBERS).fetchall()
        )
        rows = self._db.execute(
            f"SELECT known.user FROM ({users}) AS known"
            " LEFT JOIN absences ON absences.team = :team AND absences.user = known.user"
            " WHERE looked_at IS NULL OR looked_at < :before ORDER BY looked_at, known.user LIMIT :most",
            {"team": team, "before": before.isoformat(), "most": most},
        )
        return [Who(team, user) for (user,) in rows]

    def present(self, who: Who, now: datetime) -> None:
        """Slack says that the member is active."""
        self._looked(who, now, None)

    def absent(self, who: Who, now: datetime) -> datetime:
        """Slack says that the member is deactivated; gives since when it has."""
        self._looked(who, now, (self.since(who) or now).isoformat())
        return self.since(who) or now

    def since(self, who: Who) -> datetime | None:
        """Since when Slack has called the member deactivated; None where it does not."""
        row = self._db.execute(
            "SELECT absent_since FROM absences WHERE team = :team AND user = :user", who.key
        ).fetchone()
        return None if row is None or row[0] is None else datetime.fromisoformat(row[0])

    def _looked(self, who: Who, now: datetime, since: str | None) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO absences (team, user, looked_at, absent_since) VALUES (:team, :user, :now, :since)",
            {**who.key, "now": now.isoformat(), "since": since},
        )


_OF_MEMBERS = """
SELECT name FROM sqlite_master
 WHERE type = 'table' AND 2 = (SELECT count(*) FROM pragma_table_info(sqlite_master.name) AS columns
                                WHERE columns.name IN ('team', 'user'))
"""
