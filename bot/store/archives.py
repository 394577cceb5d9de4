"""Archives: what an import replaces, kind by kind, and the day each kind speaks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlite_utils import Database

from bot.archive.rows import Archive, Kind, Messages, Position
from bot.people import person_key
from bot.policy import MAX_WINDOW_DAYS
from bot.profile_fields import Value
from bot.store.employers import Employers
from bot.store.names import Names
from bot.store.watches import Watches
from bot.store.who import Who


class Archives:
    """What is kept of a member's archives."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def kinds(self, who: Who) -> dict[Kind, date]:
        """The kinds that were imported, and the day each speaks for."""
        rows = self._db.execute("SELECT kind, as_of FROM archive_kinds WHERE team = :team AND user = :user", who.key)
        return {Kind(kind): date.fromisoformat(as_of) for kind, as_of in rows}

    def importers(self, team: str) -> list[tuple[str, date]]:
        """Who of a workspace imported an archive, and the newest day it speaks for; the newest archive first."""
        rows = self._db.execute(
            "SELECT user, max(as_of) FROM archive_kinds WHERE team = ? GROUP BY user ORDER BY 2 DESC, user", [team]
        )
        return [(user, date.fromisoformat(as_of)) for user, as_of in rows]

    def current_companies(self, who: Who) -> list[str]:
        """The companies of the positions that the archive shows as current."""
        row = self._db.execute(
            "SELECT value FROM archive_facts WHERE team = :team AND user = :user AND field = 'companies'",
            who.key,
        ).fetchone()
        return [] if row is None else list(json.loads(row[0]))

    def replace(self, who: Who, archive: Archive) -> None:
        """Put the archive's kinds in place of earlier ones; a kind that it lacks keeps its facts and their date."""
        kinds = [kind for kind in Kind if kind not in archive.missing]
        before = self._names(who, kinds)
        for kind in kinds:
            self._clear(who, kind)
            self._db.execute(
                "INSERT OR REPLACE INTO archive_kinds (team, user, kind, as_of) VALUES (?, ?, ?, ?)",
                [who.team, who.user, kind.value, archive.as_of.isoformat()],
            )
        self._connections(who, archive)
        self._invitations(who, archive)
        if archive.messages is not None:
            self._messages(who, archive.messages, archive.as_of)
        self._facts(who, archive)
        names = Names(self._db)
        names.changed(who, before, self._names(who, kinds))
        if archive.connections is not None:
            Employers(self._db).keep(who, (row.company for row in archive.connections))
        Watches(self._db).look_again(who.team)  # whoever shares a connection with whom may have changed for colleagues

    def _names(self, who: Who, kinds: Iterable[Kind]) -> set[str]:
        """The names in the rows of some kinds."""
        return {
            key
            for kind in kinds
            for table in _NAMING.get(kind, ())
            for (key,) in self._db.execute(f"SELECT name_key FROM {table} WHERE team = :team AND user = :user", who.key)
        }

    def _clear(self, who: Who, kind: Kind) -> None:
        for table in (*_NAMING.get(kind, ()), *_OTHERS.get(kind, ())):
            self._db.execute(f"DELETE FROM {table} WHERE team = :team AND user = :user", who.key)
        self._db.execute(
            "DELETE FROM archive_facts WHERE team = :team AND user = :user AND kind = :kind",
            {**who.key, "kind": kind.value},
        )

    def _connections(self, who: Who, archive: Archive) -> None:
        self._insert(
            "connections (team, user, name, name_key, url, company, position, connected_on)",
            (
                (*_keyed(who, row.name, row.url), row.company, row.position, _iso(row.connected_on))
                for row in archive.connections or ()
            ),
        )

    def _invitations(self, who: Who, archive: Archive) -> None:
        self._insert(
            "invitations (team, user, name, name_key, url, direction, sent_on)",
            (
                (*_keyed(who, row.name, row.url), row.direction.value, _iso(row.sent_on))
                for row in archive.invitations or ()
            ),
        )

    def _messages(self, who: Who, messages: Messages, as_of: date) -> None:
        self._insert(
            "correspondents (team, user, name, name_key, url, sent, last_sent, received, last_received)",
            (
                (
                    *_keyed(who, row.name, row.url),
                    row.sent,
                    _iso(row.last_sent),
                    row.received,
                    _iso(row.last_received),
                )
                for row in messages.correspondents
            ),
        )
        # No window reaches further back than this, so older moments are needed for nothing.
        oldest = datetime.combine(as_of, time.min, UTC) - timedelta(days=MAX_WINDOW_DAYS)
        self._insert(
            "sent_messages (team, user, sent_at, repeated)",
            (
                (who.team, who.user, int(row.sent_at.timestamp()), int(row.repeated))
                for row in messages.sent or ()
                if row.sent_at >= oldest
            ),
        )

    def _facts(self, who: Who, archive: Archive) -> None:
        """What the archive says of its owner, in the shape of statements."""
        for kind, field, value in _facts_of(archive):
            self._db.execute(
                "INSERT OR REPLACE INTO archive_facts (team, user, field, value, as_of, kind)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [who.team, who.user, field, json.dumps(value), archive.as_of.isoformat(), str(kind)],
            )

    def _insert(self, into: str, rows: Iterable[tuple[object, ...]]) -> None:
        holes = ", ".join("?" for _ in into.split(","))
        self._db.conn.executemany(f"INSERT INTO {into} VALUES ({holes})", rows)


# The tables of a kind that has tables of its own: those that name people, and others.
_NAMING = {
    Kind.CONNECTIONS: ("connections",),
    Kind.INVITATIONS: ("invitations",),
    Kind.MESSAGES: ("correspondents",),
}
_OTHERS = {Kind.MESSAGES: ("sent_messages",)}


def _facts_of(archive: Archive) -> Iterator[tuple[str, str, Value]]:
    if archive.connections is not None:
        yield Kind.CONNECTIONS, "connections", len(archive.connections)
    if archive.messages is not None:
        yield Kind.MESSAGES, "sent_known", archive.messages.sent is not None
    if archive.positions is not None:
        current = [position for position in archive.positions if position.current]
        titles = [" · ".join(part for part in (row.title, row.company) if part) for row in current]
        yield Kind.POSITIONS, "position", _joined(titles, current)
        yield Kind.POSITIONS, "companies", sorted({row.company for row in current if row.company})
        yield Kind.POSITIONS, "experience", len(current) < len(archive.positions)
    if archive.education is not None:
        yield Kind.EDUCATION, "education", list(archive.education)
    if archive.skills is not None:
        yield Kind.SKILLS, "skills", list(archive.skills)
    if archive.profile is not None and archive.profile.has_summary is not None:
        yield Kind.PROFILE, "summary", archive.profile.has_summary
    # Told by several kinds together, so that no single kind takes them away: only a later archive replaces them.
    if archive.owner.name is not None:
        yield "owner", "name", archive.owner.name
    if archive.owner.url is not None and archive.owner.borne_out:
        yield "owner", "url", archive.owner.url


def _joined(titles: list[str], current: list[Position]) -> Value:
    """The current positions in words; without any, only whether there are some."""
    return "; ".join(title for title in titles if title) or bool(current)


def _keyed(who: Who, name: str, url: str | None) -> tuple[str, str, str, str, str | None]:
    return who.team, who.user, name, person_key(name), url


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
