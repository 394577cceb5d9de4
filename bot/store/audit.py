"""The audit: what administrators, reviewers and the operator did, newest last. It outlives the members it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.traces import overwritten
from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        actor: who did it: a Slack user id, "command line", or what stands for somebody who has gone.
        about: whom it concerns, in the same way; None where it concerns nobody alone.
        detail: what more there is to tell; never a text that somebody wrote, nor a name.
    """

    number: int
    at: datetime
    actor: str
    action: str
    about: str | None
    detail: Mapping[str, object]


class Audit:
    """The entries of every workspace: only ever added to, until they are kept no longer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, team: str, at: datetime, actor: str, action: str, about: str | None = None, **detail: object) -> int:
        """Add an entry; gives its number.

        Args:
            detail: ids, numbers, days; what is None is left out.
        """
        added = self._db.execute(
            "INSERT INTO audit (team, at, actor, action, about, detail)"
            " VALUES (:team, :at, :actor, :action, :about, :detail)",
            {
                "team": team,
                "at": at.isoformat(),
                "actor": actor,
                "action": action,
                "about": about,
                "detail": json.dumps({name: value for name, value in detail.items() if value is not None}, default=str),
            },
        )
        return int(added.lastrowid or 0)

    def entries(self, team: str, most: int | None = None) -> list[Entry]:
        """The newest entries of a workspace, oldest of them first; None is all."""
        rows = self._db.execute(
            "SELECT id, at, actor, action, about, detail FROM audit WHERE team = ? ORDER BY id DESC LIMIT ?",
            [team, -1 if most is None else most],
        ).fetchall()
        return [
            Entry(number, datetime.fromisoformat(at), actor, action, about, json.loads(detail))
            for number, at, actor, action, about, detail in reversed(rows)
        ]

    def last_actor(self, team: str, action: str) -> str | None:
        """Who did something last in a workspace; None where nobody has."""
        row = self._db.execute(
            "SELECT actor FROM audit WHERE team = ? AND action = ? ORDER BY id DESC LIMIT 1", [team, action]
        ).fetchone()
        return None if row is None else str(row[0])

    def last_at(self, team: str, action: str) -> datetime | None:
        """When something was done last in a workspace; None where it never was."""
        row = self._db.execute(
            "SELECT at FROM audit WHERE team = ? AND action = ? ORDER BY id DESC LIMIT 1", [team, action]
        ).fetchone()
        return None if row is None else datetime.fromisoformat(row[0])

    def old(self, team: str, before: datetime) -> int:
        """How many entries of a workspace are from before a moment."""
        row = self._db.execute("SELECT count(*) FROM audit WHERE team = ? AND at < ?", [team, before.isoformat()])
        return int(row.fetchone()[0])

    def remove_old(self, team: str, before: datetime) -> int:
        """Delete these; gives how many."""
        overwritten(self._db)
        return self._db.execute("DELETE FROM audit WHERE team = ? AND at < ?", [team, before.isoformat()]).rowcount

    def last_step(self, team: str, appeal: int) -> str | None:
        """What was done last with an appeal, also once it is not kept any more; None where nothing was."""
        row = self._db.execute(
            "SELECT action FROM audit WHERE team = ? AND json_extract(detail, '$.appeal') = ? ORDER BY id DESC LIMIT 1",
            [team, appeal],
        ).fetchone()
        return None if row is None else str(row[0])

    def rename(self, who: Who, alias: str) -> bool:
        """Have something else stand for a member who goes, wherever others' rows tell who did what.

        Returns:
            Whether anything did.
        """
        named = {**who.key, "alias": alias, "old": json.dumps(who.user), "new": json.dumps(alias)}
        return sum(self._db.execute(statement, named).rowcount for statement in _NAMING) > 0


_NAMING = (
    "UPDATE audit SET actor = :alias WHERE team = :team AND actor = :user",
    "UPDATE audit SET about = :alias WHERE team = :team AND about = :user",
    "UPDATE appeal_events SET actor = :alias WHERE team = :team AND actor = :user",
    "UPDATE standings SET recorded_by = :alias WHERE team = :team AND recorded_by = :user",
    "UPDATE standings SET lifted = replace(lifted, :old, :new) WHERE team = :team AND instr(lifted, :old)",
    "UPDATE owed SET fields = replace(fields, :old, :new) WHERE team = :team AND instr(fields, :old)",
)
