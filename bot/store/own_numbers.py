"""A workspace's own numbers of the policy: a whole set for each of its versions, none of which is ever changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

CHANGED = "numbers_changed"
"""The action under which the audit tells of a version; its detail names the version's number."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a workspace's own numbers.

    Attributes:
        number: counted from 1 in each workspace.
        numbers: by where each stands in the policy; {} when all were put back.
        by: who made it, by the audit; None where that does not tell.
    """

    number: int
    numbers: Mapping[str, int]
    at: datetime
    by: str | None


class OwnNumbers:
    """The versions of every workspace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def current(self, team: str) -> tuple[int, str] | None:
        """The number of the newest version and its numbers as JSON, which say alone whether anything has changed."""
        row = self._db.execute(
            "SELECT version, numbers FROM own_numbers WHERE team = ? ORDER BY version DESC LIMIT 1", [team]
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def newest(self, team: str, most: int | None = None) -> list[Version]:
        """The newest versions of a workspace, the newest first; None is all."""
        return self._versions("team = :team ORDER BY version DESC LIMIT :most", team=team, most=most or -1)

    def version(self, team: str, number: int) -> Version | None:
        """One version; None where there is none of that number."""
        return next(iter(self._versions("team = :team AND version = :number", team=team, number=number)), None)

    def teams(self) -> list[str]:
        """The workspaces that have numbers of their own."""
        rows = self._db.execute(
            """SELECT team FROM own_numbers AS own WHERE numbers != '{}'
                 AND version = (SELECT max(version) FROM own_numbers WHERE team = own.team) ORDER BY team"""
        )
        return [team for (team,) in rows]

    def add(self, team: str, numbers: Mapping[str, int], at: datetime) -> int:
        """Add a version; gives its number."""
        number = (self.current(team) or (0, ""))[0] + 1
        self._db.execute(
            "INSERT INTO own_numbers (team, version, numbers, set_at) VALUES (?, ?, ?, ?)",
            [team, number, json.dumps(numbers), at.isoformat()],
        )
        return number

    def _versions(self, which: str, **values: object) -> list[Version]:
        rows = self._db.execute(
            f"""SELECT version, numbers, set_at, (SELECT actor FROM audit WHERE team = own_numbers.team
                   AND action = :action AND json_extract(detail, '$.number') = version LIMIT 1)
                 FROM own_numbers WHERE {which}""",
            {"action": CHANGED, **values},
        )
        return [
            Version(number, json.loads(numbers), datetime.fromisoformat(at), by) for number, numbers, at, by in rows
        ]
