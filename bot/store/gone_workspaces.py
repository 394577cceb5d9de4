"""Workspaces whose data went a short while ago: what was being written of one just then must not stay behind.

Nameless: no id is kept, only a digest by which it is known again, and that for a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database


class GoneWorkspaces:
    """The workspaces whose data has gone, each until a moment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, team: str, until: datetime) -> None:
        """A workspace's data has gone; whatever else comes of it goes, too, until a moment."""
        self._db.execute(
            "INSERT OR REPLACE INTO gone_workspaces (workspace, until) VALUES (?, ?)",
            [_digest(team), until.isoformat()],
        )

    def among(self, teams: Iterable[str], now: datetime) -> set[str]:
        """Those of some workspaces that have gone."""
        rows = self._db.execute("SELECT workspace FROM gone_workspaces WHERE until > ?", [now.isoformat()]).fetchall()
        return {team for team in teams if (_digest(team),) in rows} if rows else set()

    def number(self) -> int:
        """How many are kept, also those that have ended."""
        return int(self._db.execute("SELECT count(*) FROM gone_workspaces").fetchone()[0])

    def back(self, team: str) -> bool:
        """A workspace is there again; whether it had gone."""
        return self._db.execute("DELETE FROM gone_workspaces WHERE workspace = ?", [_digest(team)]).rowcount == 1

    def end(self, now: datetime) -> None:
        """Drop those that are over."""
        self._db.execute("DELETE FROM gone_workspaces WHERE until <= ?", [now.isoformat()])


def _digest(team: str) -> str:
    return hashlib.sha256(team.encode(errors="surrogatepass")).hexdigest()[:32]
