"""Absences: which members Slack calls deactivated, and since when it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.store.leaving import ROOTS
from bot.store.who import Who


class Absences:
    """When Slack was last asked about each member, and what it said."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def take(self, teams: Sequence[str], before: datetime, now: datetime, most: int) -> list[Who]:
        """Members of some workspaces about whom Slack was not asked since a moment, and who count as asked about now.

        Whoever waits longest comes first. Only whom Slack can know: a terminal calls its users as it likes.
        """
        users = " UNION ".join(
            f"SELECT team, user FROM {table} WHERE team IN (SELECT value FROM json_each(:teams))"
            for table in self._roots()
        )
        rows = self._db.execute(
            f"SELECT known.team, known.user FROM ({users}) AS known"
            " LEFT JOIN absences ON absences.team = known.team AND absences.user = known.user"
            f" WHERE (looked_at IS NULL OR looked_at < :before) AND {_OF_SLACK}"
            " ORDER BY looked_at, known.team, known.user LIMIT :most",
            {"teams": json.dumps(list(teams)), "before": before.isoformat(), "most": most},
        ).fetchall()
        found = [Who(team, user) for team, user in rows]
        for who in found:
            self._looked(who, now, self.since(who))
        return found

    def is_known(self, who: Who) -> bool:
        """Whether anything is kept of the member besides this."""
        rows = " UNION ALL ".join(
            f"SELECT 1 FROM {table} WHERE team = :team AND user = :user" for table in self._roots()
        )
        return bool(self._db.execute(f"SELECT EXISTS ({rows})", who.key).fetchone()[0])

    def present(self, who: Who, now: datetime) -> None:
        """Slack says that the member is active."""
        self._looked(who, now, None)

    def absent(self, who: Who, now: datetime) -> datetime:
        """Slack says that the member is deactivated; gives since when it has."""
        since = self.since(who) or now
        self._looked(who, now, since)
        return since

    def since(self, who: Who) -> datetime | None:
        """Since when Slack has called the member deactivated; None where it does not."""
        row = self._db.execute(
            "SELECT absent_since FROM absences WHERE team = :team AND user = :user", who.key
        ).fetchone()
        return None if row is None or row[0] is None else datetime.fromisoformat(row[0])

    def _looked(self, who: Who, now: datetime, since: datetime | None) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO absences (team, user, looked_at, absent_since) VALUES (:team, :user, :now, :since)",
            {**who.key, "now": now.isoformat(), "since": since and since.isoformat()},
        )

    def _roots(self) -> list[str]:
        return [table for (table,) in self._db.execute(ROOTS) if table != "absences"]


# Slack's ids of users: U or W, then capital letters and digits.
_OF_SLACK = "known.user GLOB '[UW]?*' AND known.user NOT GLOB '*[^A-Z0-9]*'"
