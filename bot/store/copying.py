"""Copies of the whole store: made while others write, and read before one is put back (`putting_back.py`).

Measured with 500,000 connections (254 MB) while another process wrote as fast as it could, SQLite 3.40: `VACUUM INTO`
takes 1.2 s, and nobody waits longer than 0.15 s to write. SQLite's online backup takes 0.6 s in one step, but never
ends in several, because each write begins it anew; and it copies what lingers of deleted rows, and a file that needs a
log beside it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from bot.errors import UserError
from bot.store.audit import Audit
from bot.store.connection import APPLICATION_ID, in_plain_words, patience, transaction
from bot.store.migrations import SCHEMA_VERSION
from bot.store.who import Who
from bot.store.workspaces import Workspaces

_BESIDE = ("-wal", "-shm", "-journal")
UNFINISHED = ".unfinished"
"""What a copy is called until it is whole."""
FOR_ITS_OWNER = 0o600

Mark = Callable[[Audit], object]
"""Notes in the audit that a copy was made, or put back."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store or a copy of one holds.

    Attributes:
        made_at: when the newest copy was made that it knows of: of a copy, itself.
        teams: what its rows are keyed by, of workspaces and of guests.
    """

    schema: int
    made_at: datetime | None
    teams: frozenset[str]
    members: frozenset[Who]


def copied(store: Path, file: Path, mark: Mark) -> None:
    """Copy the store as it is at one moment to a new file, for its owner alone: whole or not at all.

    The copy needs nothing beside it, and holds nothing of what was deleted. Of a store of an earlier version the copy
    is of that version, too.

    Raises:
        UserError: the store cannot be read, or the file is there already or cannot be written.
    """
    if file.absolute() in {store.absolute(), *beside(store.absolute())}:
        raise UserError("backup_itself", path=str(file))
    for taken in (file, *beside(file)):  # with another's log beside it a copy would be read together with that
        if looked(taken, lambda path: path.exists() or path.is_symlink()):
            raise UserError("backup_exists", path=str(taken))
    with opened(store) as (db, schema), unfinished(file) as copy:
        vacuumed(db, copy, file)
        if schema != SCHEMA_VERSION:  # in an earlier one nothing is written
            kept(copy, file)
            return
        with told_of_copy(file), closing(sqlite3.connect(copy, isolation_level=None)) as conn:
            conn.execute("PRAGMA journal_mode = OFF")  # it is no copy until it is whole
            mark(Audit(Database(conn)))
        kept(copy, file)
        # Not where somebody writes for long, or the store can only be read: there is a backup all the same.
        with suppress(sqlite3.DatabaseError), transaction(db):
            mark(Audit(db))


def looked(file: Path, what: Callable[[Path], bool]) -> bool:
    """What a look at a path says.

    Raises:
        UserError: it may not be looked at, or no file can have that name.
    """
    try:
        return what(file)
    except OSError as error:
        raise UserError("copy_unwritable", path=str(file)) from error


def beside(path: Path) -> list[Path]:
    """The files that SQLite keeps beside a database."""
    return [path.with_name(path.name + end) for end in _BESIDE]


@contextmanager
def opened(path: Path, *, query: str = "mode=rw") -> Iterator[tuple[Database, int]]:
    """An existing store, as it is: its schema is not brought up to date; gives the schema's version, too.

    Raises:
        UserError: it is not there, not a store, damaged, or of a newer version.
    """
    with in_plain_words(path):
        if path.is_dir():
            raise UserError("store_is_folder", path=str(path))
        if not path.exists():
            raise UserError("no_store", path=str(path))
        uri = f"file:{quote(str(path.absolute()))}?{query}"
        with closing(sqlite3.connect(uri, timeout=patience(), isolation_level=None, uri=True)) as conn:
            db = Database(conn)
            yield db, _version(db, path)


def _version(db: Database, path: Path) -> int:
    version, application = db.execute(
        "SELECT user_version, application_id FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if application != APPLICATION_ID:
        raise UserError("store_not_ours", path=str(path))
    if version > SCHEMA_VERSION:
        raise UserError("store_newer", path=str(path))
    return int(version)


def contents(db: Database, schema: int) -> Contents:
    """What an open store holds."""
    newest = db.execute("SELECT max(at) FROM audit WHERE action = 'backed_up'").fetchone()[0] if _audits(db) else None
    members = db.execute("SELECT team, user FROM members").fetchall()
    return Contents(
        schema,
        None if newest is None else datetime.fromisoformat(newest),
        frozenset(Workspaces(db).known()),
        frozenset(Who(team, user) for team, user in members),
    )


def _audits(db: Database) -> bool:
    return bool(db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'audit'").fetchone()[0])


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A new, empty file beside one that is to come; whatever happens, it is gone in the end.

    Raises:
        UserError: it is there already, or cannot be made.
    """
    path = file.with_name(file.name + UNFINISHED)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FOR_ITS_OWNER))
    except FileExistsError as error:
        raise UserError("copy_unfinished", path=str(path)) from error
    except OSError as error:
        raise UserError("copy_unwritable", path=str(file)) from error
    try:
        _remove(path, "-*")  # of one that was broken off
        yield path
    finally:
        _remove(path, "*")


def _remove(path: Path, ends: str) -> None:
    """Remove what SQLite may have left beside a copy, and with "*" the copy, too."""
    for file in path.parent.glob(f"{escape(path.name)}{ends}"):
        file.unlink(missing_ok=True)


def vacuumed(db: Database, copy: Path, file: Path) -> None:
    """Copy what an open store holds into an empty file, and look whether it is whole.

    Args:
        file: what the copy is to become.
    """
    with told_of_copy(file):
        db.execute("VACUUM INTO ?", [str(copy)])
        with closing(sqlite3.connect(copy)) as conn:
            verdict = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise UserError("store_damaged", path=_file_of(db))


def kept(copy: Path, file: Path) -> None:
    """Give a whole copy its name, where nothing has that name, once the disk has it.

    Raises:
        UserError: the name is taken, or cannot be given.
    """
    try:
        _synced(copy, os.O_RDWR)
        try:
            file.hardlink_to(copy)  # unlike renaming, it takes the place of nothing
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if file.exists():
                raise FileExistsError from None
            copy.rename(file)
        _synced(file.absolute().parent, os.O_RDONLY)
    except FileExistsError as error:
        raise UserError("backup_exists", path=str(file)) from error
    except OSError as error:
        raise UserError("copy_unwritable", path=str(file)) from error


def _synced(path: Path, flags: int) -> None:
    opened_file = os.open(path, flags)
    try:
        os.fsync(opened_file)
    finally:
        os.close(opened_file)


@contextmanager
def told_of_copy(file: Path) -> Iterator[None]:
    """What fails at writing a copy is said of the copy; what is wrong with the store stays the store's."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise UserError("copy_full", path=str(file)) from error
        if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}:
            raise UserError("copy_unwritable", path=str(file)) from error
        raise


def _file_of(db: Database) -> str:
    return str(db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0])
