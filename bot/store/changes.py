"""Changes: what a member's last statement replaced, so that it can be undone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.who import Who

Replaced = dict[str, object]
"""What stood there before, by what was stated, as plain data; None where nothing stood there."""


@dataclass(frozen=True, slots=True)
class Change:
    """A member's last statement.

    Attributes:
        number: the how-manyth of the member's it is.
        replaced: what stood there before; {} once it is undone.
    """

    number: int
    replaced: Replaced
    undone: bool


class Changes:
    """The last change of each member; of earlier ones nothing is kept."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def last(self, who: Who) -> Change | None:
        """The member's last change; None when there was none yet."""
        row = self._db.execute(
            "SELECT number, replaced, undone FROM changes WHERE team = :team AND user = :user", who.key
        ).fetchone()
        return None if row is None else Change(int(row[0]), json.loads(row[1]), bool(row[2]))

    def keep(self, who: Who, replaced: Replaced, at: datetime, *, goes_with: int | None = None) -> int:
        """Keep what a statement replaced, in place of what the one before it replaced.

        Args:
            goes_with: the number of the change that it is a part of, where that is the last one.

        Returns:
            The number of the change.
        """
        last = self.last(who)
        number = 1 if last is None else last.number + 1
        if last is not None and last.number == goes_with and not last.undone:
            number, replaced = last.number, {**last.replaced, **replaced}
        self._db.execute(
            "INSERT OR REPLACE INTO changes (team, user, number, replaced, stated_at)"
            " VALUES (:team, :user, :number, :replaced, :at)",
            {**who.key, "number": number, "replaced": json.dumps(replaced), "at": at.isoformat()},
        )
        return number

    def undone(self, who: Who) -> None:
        """Keep that the last change is undone, and nothing of what it was."""
        self._db.execute("UPDATE changes SET undone = 1, replaced = '{}' WHERE team = :team AND user = :user", who.key)
