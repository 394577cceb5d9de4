"""A copy of the store put back in its place, in which the store from before is kept.

Into a store that works it is written in one transaction by SQLite's online backup: a program that serves meanwhile
sees all of before or all of the copy, and whoever writes waits. The lock is taken before what is there is kept, so that
nothing of what was written is missing from it. Measured with 500,000 connections (254 MB) and a writer at work: it
waits for 2.6 s; row by row it would be 10 to 20. A file is only put in another's place where that one is of no use,
and nobody has it open: a program would go on in the old file, and tidy up the new one's log.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from sqlite_utils import Database

from bot.errors import UserError
from bot.store.audit import Audit
from bot.store.connection import connected, enable_wal, patience
from bot.store.copying import (
    FOR_ITS_OWNER,
    UNFINISHED,
    Contents,
    Mark,
    beside,
    contents,
    kept,
    opened,
    told_of_copy,
    unfinished,
    vacuumed,
)
from bot.store.gone_workspaces import GoneWorkspaces
from bot.store.installations import Installations

_STAYING = ("deliveries", "requests", "oauth_states", "gone_workspaces", "duties")
"""Tables whose rows of before stay: what has come is not taken in again, and who has just gone does not come back."""
_KEPT = "-before-restore-"
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PAUSE_SECONDS = 0.02
_STEPS = 50
"""In how many steps the copy is written; in the first there must be some left."""
_LOCKS = (0x40000000, 512)
"""The bytes on whose locks programs agree who has a database open, with SQLite; where, and how many."""


def kept_as(store: Path, now: datetime) -> Path:
    """What the store from before is called, beside the one that takes its place."""
    return store.with_name(f"{store.stem}{_KEPT}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{store.suffix}")


def kept_before(store: Path) -> list[Path]:
    """The stores from before that are kept beside a store."""
    return sorted(store.parent.glob(f"{escape(store.stem)}{_KEPT}*{escape(store.suffix)}"))


@contextmanager
def prepared(file: Path, store: Path) -> Iterator[tuple[Path, Contents]]:
    """What a backup holds, in a file of its own beside the store: looked through, and of this version.

    The backup itself stays as it is.

    Raises:
        UserError: it cannot be read, is none, is damaged or was made by a newer version.
    """
    try:
        if file.exists() and store.exists() and file.samefile(store):
            raise UserError("restore_itself", path=str(file))
    except OSError as error:
        raise UserError("restore_unreadable", path=str(file)) from error
    # What nobody writes can be read where nothing can be written beside it. A log there is no backup's, but may be a
    # file's that was copied by hand.
    by_hand = any(each.exists() for each in beside(file))
    with unfinished(store.with_name(f"{store.name}.restoring")) as copy:
        for left in store.parent.glob(f"{escape(store.stem)}{_KEPT}*{UNFINISHED}*"):  # where one was broken off
            left.unlink()
        with _of_a_backup(file), opened(file, query="mode=rw" if by_hand else "immutable=1") as (db, schema):
            vacuumed(db, copy, store)
        with _of_a_backup(file), connected(copy) as ours:
            if _is_broken(ours):
                raise UserError("restore_damaged", path=str(file))
            found = contents(ours, schema)
        yield copy, found


@contextmanager
def _of_a_backup(file: Path) -> Iterator[None]:
    """What is wrong with a backup is not said of the store."""
    try:
        yield
    except UserError as error:
        told = {
            "no_store": "restore_not_found",
            "store_not_ours": "restore_not_ours",
            "store_damaged": "restore_damaged",
            "store_newer": "restore_newer",
            "store_is_folder": "restore_not_found",
            "store_cannot_open": "restore_unreadable",
        }.get(error.code)
        raise error if told is None else UserError(told, path=str(file)) from error


def _is_broken(db: Database) -> bool:
    verdict = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return verdict != "ok" or db.execute("PRAGMA foreign_key_check").fetchone() is not None


def written_over(store: Path, copy: Path, keep: Path, mark: Mark, now: datetime) -> None:
    """Put a prepared copy in the place of what is in a store that works, while others use it.

    Args:
        keep: a new file for the store as it was.

    Raises:
        UserError: the store is in use for too long, or there is no room; then it is as it was.
    """
    ends, is_locked = time.monotonic() + patience(), False

    def stepped(status: int, _left: int, _all: int) -> None:
        nonlocal is_locked
        if status in _BUSY and time.monotonic() > ends:
            raise UserError("store_busy", path=str(store))
        if status not in _BUSY and not is_locked:  # from the first step on nobody else writes
            is_locked = True
            with opened(store) as (reader, _), unfinished(keep) as before:
                vacuumed(reader, before, keep)
                kept(before, keep)
            _merge(source, keep, mark, now)

    with connected(store) as db, closing(sqlite3.connect(copy, isolation_level=None)) as source:
        enable_wal(db)  # a file that was put there by hand may be without
        pages = source.execute("PRAGMA page_count").fetchone()[0]
        source.backup(db.conn, pages=max(1, pages // _STEPS), progress=stepped, sleep=_PAUSE_SECONDS)


def _merge(copy: sqlite3.Connection, before: Path, mark: Mark, now: datetime) -> None:
    """Have a copy go on from the store before: what that knows better than any copy is taken from it."""
    copy.execute("ATTACH ? AS before", [str(before.absolute())])
    copy.execute("BEGIN")  # only the copy is written, and where that fails it is of no use
    for table in _STAYING:
        copy.execute(f"DELETE FROM {table}")
        copy.execute(f"INSERT INTO {table} SELECT * FROM before.{table}")
    # Tokens may have been renewed since, and only the newest are taken; where the app was removed, it stays so.
    copy.execute("DELETE FROM installations WHERE team IN (SELECT team FROM before.departures)")
    for team in _gone(Database(copy), now):  # of what else is there of these the clerk takes care
        copy.execute("DELETE FROM installations WHERE team = ?", [team])
    copy.execute("INSERT OR REPLACE INTO installations SELECT * FROM before.installations")
    copy.execute("INSERT OR REPLACE INTO departures SELECT * FROM before.departures")
    copy.execute("DELETE FROM departures WHERE team IN (SELECT team FROM installations)")
    mark(Audit(Database(copy)))
    # What went is still in the log.
    copy.execute("INSERT OR IGNORE INTO traces (team, lie_in) VALUES ('', 'log')")
    copy.execute("COMMIT")
    copy.execute("DETACH before")


def _gone(copy: Database, now: datetime) -> set[str]:
    """Those that are installed by a copy and whose data has just gone from the store."""
    installed = [each.team for each in Installations(copy).every()]
    return GoneWorkspaces(copy).among(installed, now)


def put_in_place(store: Path, copy: Path, keep: Path, mark: Mark) -> bool:
    """Put a prepared copy where there is no store, or one that is of no use, which is kept as it is.

    Returns:
        Whether there was one.

    Raises:
        UserError: somebody has the useless one open, or the folder cannot be written; then all is as it was.
    """
    with told_of_copy(store), closing(sqlite3.connect(copy, isolation_level=None)) as conn:
        mark(Audit(Database(conn)))
        enable_wal(Database(conn))
    with _nobody_has(store):
        was_there = False
        # The log last: without its store it is nobody's.
        for old, new in zip((store, *beside(store)), (keep, *beside(keep)), strict=True):
            if old.exists():
                was_there = True
                old.chmod(FOR_ITS_OWNER)
                old.rename(new)
        kept(copy, store)
    return was_there


@contextmanager
def _nobody_has(store: Path) -> Iterator[None]:
    """Within it nobody else opens a store, which nobody has open.

    Raises:
        UserError: somebody has.
    """
    try:
        file = os.open(store, os.O_RDWR)
    except FileNotFoundError:
        yield
        return
    except OSError as error:
        raise UserError("store_unwritable", path=str(store)) from error
    try:
        start, length = _LOCKS
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except OSError as error:
            raise UserError("restore_in_use", path=str(store)) from error
        yield
    except OSError as error:
        raise UserError("store_unwritable", path=str(store)) from error
    finally:
        os.close(file)
