"""Copies of the whole store: a backup made, looked into, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import UserError
from bot.store import Store, Who
from bot.store.audit import Audit
from bot.store.copying import Contents, contents, copied, looked, opened
from bot.store.migrations import SCHEMA_VERSION
from bot.store.putting_back import kept_as, prepared, put_in_place, written_over
from bot.usecases.owing import ITSELF
from bot.usecases.purging import OPERATOR, late_went

BACKED_UP, RESTORED = "backed_up", "restored"
"""What the operator's audit calls it that a copy was made, and that one was put back."""
_USELESS = frozenset({"store_damaged", "store_newer"})
"""What is wrong with a store that can only be put aside."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a store or a backup holds, in numbers.

    Attributes:
        members: who has any data in it.
        workspaces: those of Slack's and a terminal's own; of guests from others there are none.
    """

    workspaces: frozenset[str]
    members: frozenset[Who]


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made; `size` is in bytes."""

    path: Path
    held: Held
    size: int


class Backup:
    """A backup that was looked through and can be put back.

    Attributes:
        made_at: when; of one that does not say, when its file was written last.
        now: what is in the store now; None where there is none that could be read.
        problem: why it could not; None where it could, or there is none.
        is_older: whether it was made by an earlier version of the program.
    """

    def __init__(self, copy: Path, found: Contents, made_at: datetime, store: Store) -> None:
        self._copy = copy
        self._store = store
        self.made_at = made_at
        self.held = _held(found)
        self.is_older = found.schema < SCHEMA_VERSION
        self.now, self.problem = _as_it_is(store.path)
        self._coming = self.held

    @property
    def back_again(self) -> Held:
        """The members and workspaces that are in the backup and not in the store any more; then, that came back."""
        now = self.now or Held(frozenset(), frozenset())
        workspaces = self._coming.workspaces - now.workspaces
        members = self._coming.members - now.members
        members = frozenset(who for who in members if who.team.partition(":")[0] not in workspaces)
        return Held(workspaces, members)

    @property
    def lost(self) -> Held:
        """The members and workspaces that are in the store and not in the backup."""
        now = self.now or Held(frozenset(), frozenset())
        return Held(now.workspaces - self.held.workspaces, now.members - self.held.members)

    def restore(self, now: datetime) -> Path | None:
        """Put it in the store's place.

        Returns:
            Where the store from before is kept; None where there was none.

        Raises:
            UserError: it is in use for too long, or there is no room; then the store is as it was.
        """
        path = self._store.path
        keep = kept_as(path, now)

        def mark(audit: Audit) -> None:
            audit.add(OPERATOR, now, ITSELF, RESTORED, made_at=self.made_at.isoformat())

        if self.now is None:
            return keep if put_in_place(path, self._copy, keep, mark) else None
        written_over(path, self._copy, keep, mark, now)
        late_went(self._store, now)  # who has just gone does not come back
        with self._store.reading() as session:
            gone = session.gone_workspaces.among(self.held.workspaces, now)
        members = frozenset(who for who in self.held.members if who.team.partition(":")[0] not in gone)
        self._coming = Held(self.held.workspaces - gone, members)
        self._store.cleared()
        return keep


class Copies:
    """Copies of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def back_up(self, file: Path, now: datetime) -> BackedUp:
        """Copy the store to a new file, while others use it; into a folder under a name that holds the moment.

        Raises:
            UserError: there is no store, the file is there already, or cannot be written.
        """
        if looked(file, Path.is_dir):
            file /= f"whylocked-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
        copied(self._store.path, file, lambda audit: audit.add(OPERATOR, now, ITSELF, BACKED_UP))
        with opened(file, query="immutable=1") as (db, schema):
            return BackedUp(file, _held(contents(db, schema)), file.stat().st_size)

    def last_backup(self) -> datetime | None:
        """When the newest backup was made; None where none was."""
        with self._store.reading() as session:
            return session.audit.last_at(OPERATOR, BACKED_UP)

    @contextmanager
    def opened(self, file: Path) -> Iterator[Backup]:
        """A backup, looked through beside the store; nothing happens to it or to the store.

        Raises:
            UserError: it cannot be read, is none, is damaged or was made by a newer version.
        """
        with prepared(file, self._store.path) as (copy, found):
            made_at = found.made_at or datetime.fromtimestamp(file.stat().st_mtime, UTC)
            yield Backup(copy, found, made_at, self._store)


def _as_it_is(path: Path) -> tuple[Held | None, str | None]:
    """What the store holds now; or what is wrong with it, where it can only be put aside."""
    try:
        with opened(path) as (db, schema):
            return _held(contents(db, schema)), None
    except UserError as error:
        if error.code == "no_store":
            return None, None
        if error.code in _USELESS:
            return None, error.code
        raise


def _held(found: Contents) -> Held:
    guests_are_none = {team for team in found.teams if team and ":" not in team and team != OPERATOR}
    return Held(frozenset(guests_are_none), found.members)
