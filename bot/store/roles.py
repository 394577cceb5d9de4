"""Roles: who administers and who reviews in a workspace, and what an administrator has set up there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store.who import Who


class Office(StrEnum):
    """What somebody may be in a workspace besides a member."""

    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"


REVIEW_CHANNEL = "review_channel"
"""The setting that names the channel in which appeals are shown."""
AWAY = "review_channel_away"
"""The setting that holds since when the bot cannot post in that channel."""


class Roles:
    """Who is what, and the workspace's settings by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def has(self, who: Who, office: Office) -> bool:
        """Whether a member bears an office."""
        found = self._db.execute(
            "SELECT 1 FROM roles WHERE team = :team AND user = :user AND role = :role", {**who.key, "role": office}
        )
        return found.fetchone() is not None

    def bearers(self, team: str, office: Office) -> list[str]:
        """The ids of all who bear an office, in the order in which it was given to them."""
        rows = self._db.execute(
            "SELECT user FROM roles WHERE team = ? AND role = ? ORDER BY given_at, user", [team, office]
        )
        return [user for (user,) in rows]

    def set_bearers(self, team: str, office: Office, users: Iterable[str], at: datetime) -> None:
        """Have exactly these bear an office; who bore it before keeps the day since when."""
        wanted = list(dict.fromkeys(users))
        for user in set(self.bearers(team, office)) - set(wanted):
            self._db.execute("DELETE FROM roles WHERE team = ? AND user = ? AND role = ?", [team, user, office])
        for user in wanted:
            self._db.execute(
                "INSERT OR IGNORE INTO roles (team, user, role, given_at) VALUES (?, ?, ?, ?)",
                [team, user, office, at.isoformat()],
            )

    def setting(self, team: str, name: str) -> str | None:
        """What is set under a name; None when nothing is."""
        row = self._db.execute("SELECT value FROM settings WHERE team = ? AND name = ?", [team, name]).fetchone()
        return None if row is None else str(row[0])

    def set(self, team: str, name: str, value: str | None) -> None:
        """Set something in place of what was set; None takes it away."""
        if value is None:
            self._db.execute("DELETE FROM settings WHERE team = ? AND name = ?", [team, name])
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO settings (team, name, value) VALUES (?, ?, ?)", [team, name, value]
            )
