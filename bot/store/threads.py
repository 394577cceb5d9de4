"""Threads: where a conversation stands, as slots with an end, never a whole message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import cast

from sqlite_utils import Database

from bot.store.traces import overwritten
from bot.store.who import Who


class Threads:
    """The last turn of each conversation."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, who: Who, thread: str, turn: dict[str, object], now: datetime, ends_at: datetime) -> None:
        """Keep the slots of a turn until `ends_at`, in place of the one before; drop what has ended."""
        self._db.execute(
            "DELETE FROM threads WHERE team = :team AND ends_at <= :now",
            {"team": who.team, "now": now.isoformat()},
        )
        self._db.execute(
            "INSERT OR REPLACE INTO threads (team, user, thread, turn, ends_at)"
            " VALUES (:team, :user, :thread, :turn, :ends_at)",
            {**who.key, "thread": thread, "turn": json.dumps(turn), "ends_at": ends_at.isoformat()},
        )

    def last(self, who: Who, thread: str, now: datetime) -> dict[str, object] | None:
        """The slots of the last turn; None when there was none or its time is over."""
        row = self._db.execute(
            "SELECT turn, ends_at FROM threads WHERE team = :team AND user = :user AND thread = :thread",
            {**who.key, "thread": thread},
        ).fetchone()
        if row is None or datetime.fromisoformat(row[1]) <= now:
            return None
        return cast("dict[str, object]", json.loads(row[0]))

    def end(self, now: datetime, latest: datetime) -> None:
        """Drop the conversations of every workspace that have ended, and have none end later than at a moment."""
        overwritten(self._db)
        self._db.execute("DELETE FROM threads WHERE ends_at <= ?", [now.isoformat()])
        self._db.execute("UPDATE threads SET ends_at = :latest WHERE ends_at > :latest", {"latest": latest.isoformat()})
