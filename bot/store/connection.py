"""One connection to the store's file: pragmas, migrations, transactions, and sqlite's errors in plain words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path

from sqlite_utils import Database

from bot.errors import UserError
from bot.store.migrations import MIGRATIONS, SCHEMA_VERSION

APPLICATION_ID = 0x574C4B44
"""Marks a file as ours ("WLKD"), so that another program's database is never written to."""

BUSY_TIMEOUT_SECONDS = 10.0
_patience: ContextVar[float] = ContextVar("patience", default=BUSY_TIMEOUT_SECONDS)
_PAUSE_SECONDS = 0.01


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Within it, nobody waits longer for another's writing than so many seconds each time; then the store is busy."""
    before = _patience.set(min(seconds, _patience.get()))
    try:
        yield
    finally:
        _patience.reset(before)


def patience() -> float:
    """How many seconds it may take until nobody else writes."""
    return _patience.get()


@contextmanager
def connected(path: Path, *, any_thread: bool = False) -> Iterator[Database]:
    """A connection to the store at `path`, its schema up to date; closed at the end.

    Args:
        any_thread: whether another thread than this one may close it.

    Raises:
        UserError: the file cannot be opened, is not a store, is damaged or was made by a newer version.
    """
    with in_plain_words(path):
        if path.is_dir():
            raise UserError("store_is_folder", path=str(path))
        if not path.parent.is_dir():
            raise UserError("store_no_folder", path=str(path))
        if not path.exists():
            path.touch(mode=0o600)  # it holds other people's data: nobody else on the machine reads it
        with closing(
            sqlite3.connect(path, timeout=_patience.get(), isolation_level=None, check_same_thread=not any_thread)
        ) as conn:
            db = Database(conn)
            db.execute("PRAGMA foreign_keys = ON")
            _migrate(db, path)
            yield db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A write transaction that takes its lock at once: a deferred one fails when another process wrote in between."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """One state of the store for several reads; nothing is locked, and nothing can be written."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()


def _migrate(db: Database, path: Path) -> None:
    # One statement, so that another process cannot make the store between two looks at it.
    version, application, tables = db.execute(_LOOK).fetchone()
    if application != APPLICATION_ID and tables:
        raise UserError("store_not_ours", path=str(path))
    if version == SCHEMA_VERSION and application == APPLICATION_ID:
        return
    if version > SCHEMA_VERSION:
        raise UserError("store_newer", path=str(path))
    enable_wal(db)
    # `Migrations.apply` reads what is pending before it locks, so simultaneous first starts need a lock around it.
    with transaction(db):
        MIGRATIONS.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def enable_wal(db: Database) -> None:
    """Readers shall not wait for writers. SQLite itself does not wait with this switch, so it is tried again."""
    deadline = time.monotonic() + _patience.get()
    while True:
        try:
            return db.enable_wal()
        except sqlite3.DatabaseError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)


_LOOK = """
SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)
  FROM pragma_user_version, pragma_application_id
"""


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """What goes wrong with a store's file, in a sentence that is there for it."""
    try:
        yield
    except OSError as error:  # of looking at the path: no permission, a name too long
        raise UserError("store_cannot_open", path=str(path)) from error
    except sqlite3.DatabaseError as error:
        problem = {
            sqlite3.SQLITE_CANTOPEN: "store_cannot_open",
            sqlite3.SQLITE_READONLY: "store_unwritable",
            sqlite3.SQLITE_PERM: "store_unwritable",
            sqlite3.SQLITE_IOERR: "store_unwritable",
            sqlite3.SQLITE_FULL: "store_full",
            sqlite3.SQLITE_BUSY: "store_busy",
            sqlite3.SQLITE_NOTADB: "store_damaged",
            sqlite3.SQLITE_CORRUPT: "store_damaged",
        }.get(_code(error))
        if problem is None:
            raise
        raise UserError(problem, path=str(path)) from error


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's primary result code; 0 for an error that Python's own module raised."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
