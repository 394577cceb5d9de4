"""Owed messages: what members have to be told, kept with its cause until Slack has taken it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Owed:
    """One message owed to a member.

    Attributes:
        cause: what it is owed for, unique for the member: the same is never owed twice.
        kind: which message it is; `bot/replies/notices.py` puts each into words.
        fields: what the words need, as plain data.
        tries: how often sending it has failed.
    """

    who: Who
    cause: str
    kind: str
    fields: Mapping[str, object]
    owed_since: datetime
    tries: int


class OwedMessages:
    """Messages to members that are still to be sent."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, who: Who, cause: str, kind: str, fields: Mapping[str, object], at: datetime) -> None:
        """Owe a member a message, unless it is owed for the same cause already."""
        self._db.execute(
            "INSERT OR IGNORE INTO owed (team, user, cause, kind, fields, owed_since, due_at)"
            " VALUES (:team, :user, :cause, :kind, :fields, :at, :at)",
            {**who.key, "cause": cause, "kind": kind, "fields": json.dumps(fields, default=str), "at": at.isoformat()},
        )

    def teams(self, now: datetime) -> list[str]:
        """The workspaces in which a message is due."""
        rows = self._db.execute("SELECT DISTINCT team FROM owed WHERE due_at <= ? ORDER BY team", [now.isoformat()])
        return [team for (team,) in rows]

    def since(self, before: datetime) -> int:
        """How many messages are owed since before a moment, in all workspaces."""
        return int(
            self._db.execute("SELECT count(*) FROM owed WHERE owed_since < ?", [before.isoformat()]).fetchone()[0]
        )

    def take(self, team: str, now: datetime, until: datetime) -> Owed | None:
        """The message that is due longest, which nobody else takes until a moment: by then it is sent, or due again."""
        row = self._db.execute(
            "SELECT user, cause, kind, fields, owed_since, tries FROM owed WHERE team = ? AND due_at <= ?"
            " ORDER BY due_at, owed_since LIMIT 1",
            [team, now.isoformat()],
        ).fetchone()
        if row is None:
            return None
        user, cause, kind, fields, since, tries = row
        owed = Owed(Who(team, user), cause, kind, json.loads(fields), datetime.fromisoformat(since), tries)
        self.put_off(owed, until, tries=tries)
        return owed

    def stands(self, owed: Owed) -> bool:
        """Whether a message is still owed: whoever leaves is owed nothing any more."""
        row = self._db.execute(
            "SELECT 1 FROM owed WHERE team = :team AND user = :user AND cause = :cause",
            {**owed.who.key, "cause": owed.cause},
        ).fetchone()
        return row is not None

    def put_off(self, owed: Owed, until: datetime, *, tries: int) -> None:
        """Have a message be due again later."""
        self._db.execute(
            "UPDATE owed SET due_at = :until, tries = :tries WHERE team = :team AND user = :user AND cause = :cause",
            {**owed.who.key, "cause": owed.cause, "until": until.isoformat(), "tries": tries},
        )

    def done(self, owed: Owed) -> bool:
        """The message was sent, or will never be. Whether it was still owed."""
        gone = self._db.execute(
            "DELETE FROM owed WHERE team = :team AND user = :user AND cause = :cause",
            {**owed.who.key, "cause": owed.cause},
        )
        return gone.rowcount == 1
