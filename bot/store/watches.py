"""Watches: whom members want to be told of once nothing locks a message to them, and when each is looked at again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.people import Person, person_key
from bot.store.who import Who

_AT_ONCE = ""
"""Stands where the moment of the next look stands: before any moment, whatever the clock says."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a member waits for.

    Attributes:
        person: what tells the person from others: the URL, else the name; "" for everybody, who are locked alike.
        name: what the person was called; None for everybody.
        url: the person's address, if it was known.
        check_at: when it is looked at again, as it was when this was read: by then something may have changed.
        locked: the checks that stood in the way when it was looked at last.
    """

    who: Who
    person: str
    name: str | None
    url: str | None
    began_at: datetime
    check_at: str
    locked: frozenset[str]

    @property
    def number(self) -> str:
        """A number by which the member can stop it, the same for the same person whatever else is watched."""
        return str(zlib.crc32(self.person.encode()))

    def is_about(self, person: Person | None) -> bool:
        """Whether it is about a person, or about everybody for None: the same address, or a name without one."""
        if person is None or self.name is None:
            return person is None and self.name is None
        if person.url is not None and self.url is not None:
            return person.url == self.url
        return person.key == person_key(self.name)


class Watches:
    """The watches of all members."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, who: Who) -> list[Watch]:
        """What a member waits for, the oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM watches WHERE team = :team AND user = :user ORDER BY began_at, person", who.key
        )
        return [_watch(row) for row in rows.fetchall()]

    def begin(self, who: Who, person: Person | None, locked: Collection[str], at: datetime) -> None:
        """Wait for a person, or for everybody; to be looked at at once, because something may just have changed."""
        self._db.execute(
            "INSERT OR IGNORE INTO watches (team, user, person, name, url, began_at, check_at, locked)"
            " VALUES (:team, :user, :person, :name, :url, :at, :check_at, :locked)",
            {
                **who.key,
                "person": "" if person is None else person.url or f"name:{person.key}",
                "name": None if person is None else person.name,
                "url": None if person is None else person.url,
                "at": at.isoformat(),
                "check_at": _AT_ONCE,
                "locked": json.dumps(sorted(locked)),
            },
        )

    def begun_before(self, team: str, moment: datetime) -> list[Watch]:
        """What members of a workspace have waited for since before a moment, the oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM watches WHERE team = ? AND began_at < ? ORDER BY began_at, user, person",
            [team, _iso(moment)],
        )
        return [_watch(row) for row in rows.fetchall()]

    def end(self, watch: Watch) -> bool:
        """Wait no longer. Whether it was waited for."""
        gone = self._db.execute(
            "DELETE FROM watches WHERE team = :team AND user = :user AND person = :person",
            {**watch.who.key, "person": watch.person},
        )
        return gone.rowcount == 1

    def look_again(self, team: str, user: str | None = None) -> None:
        """Have what a member waits for be looked at at once, or what all of a workspace do: something has changed."""
        self._db.execute(
            "UPDATE watches SET check_at = :now WHERE team = :team AND user = coalesce(:user, user)",
            {"team": team, "user": user, "now": _AT_ONCE},
        )

    def teams(self, now: datetime) -> list[str]:
        """The workspaces in which one is to be looked at."""
        rows = self._db.execute("SELECT DISTINCT team FROM watches WHERE check_at <= ? ORDER BY team", [_iso(now)])
        return [team for (team,) in rows]

    def take(self, team: str, now: datetime, until: datetime, most: int) -> list[Watch]:
        """Those that are to be looked at, which nobody else takes until a moment, unless something changes."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM watches WHERE team = ? AND check_at <= ? ORDER BY check_at, began_at LIMIT ?",
            [team, _iso(now), most],
        ).fetchall()
        key = [(_iso(until), *row[:3]) for row in rows]
        self._db.conn.executemany("UPDATE watches SET check_at = ? WHERE team = ? AND user = ? AND person = ?", key)
        return [_watch((*row[:6], _iso(until), row[7])) for row in rows]

    def looked_at(self, taken: Watch, locked: Collection[str], again: datetime) -> None:
        """Keep what stands in the way, and when to look again; nothing where something changed since it was taken."""
        self._db.execute(
            f"UPDATE watches SET check_at = :again, locked = :locked WHERE {_AS_TAKEN}",
            {**_taken(taken), "again": _iso(again), "locked": json.dumps(sorted(locked))},
        )

    def came_true(self, taken: Watch) -> bool:
        """End one that has come true; False where it has ended, or something changed, since it was taken."""
        gone = self._db.execute(f"DELETE FROM watches WHERE {_AS_TAKEN}", _taken(taken))
        return gone.rowcount == 1


_COLUMNS = "team, user, person, name, url, began_at, check_at, locked"
_AS_TAKEN = "team = :team AND user = :user AND person = :person AND check_at = :check_at"


def _taken(watch: Watch) -> dict[str, str]:
    return {**watch.who.key, "person": watch.person, "check_at": watch.check_at}


def _watch(row: tuple[str, str, str, str | None, str | None, str, str, str]) -> Watch:
    team, user, person, name, url, began_at, check_at, locked = row
    began = datetime.fromisoformat(began_at)
    return Watch(Who(team, user), person, name, url, began, check_at, frozenset(json.loads(locked)))


def _iso(moment: datetime) -> str:
    return moment.isoformat()
