"""Backups: one state of the store, made while others write, for its owner alone, whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cli import WHYLOCKED, run
from conftest import ME, NOW, archive, keep, ties
from earlier import earlier_store

from bot.errors import UserError
from bot.store import Store, hurried
from bot.store import copying as module
from bot.store.connection import connected, transaction
from bot.store.migrations import SCHEMA_VERSION
from bot.usecases.copies import BACKED_UP, Copies
from bot.usecases.purging import OPERATOR

WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.store import Store, Who
store, number = Store(Path(sys.argv[1])), 0
print("writing", flush=True)
while True:  # each pair together or not at all
    number += 1
    with store.writing() as session:
        for user in ("LEFT", "RIGHT"):
            session.members.state(Who("T9", user), "skills", number, at=datetime.now(UTC))
    if number % 20 == 0:
        print(number, flush=True)
"""


@contextmanager
def writing(store: Store) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes as fast as it can."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(store.path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def code_of(store: Store, file: Path) -> tuple[str, str]:
    """The error that a backup brings, and of which file; none is left half done."""
    before = {path for path in file.parent.iterdir() if path.name.startswith(file.name)} if file.parent.is_dir() else ()
    with pytest.raises(UserError) as caught:
        Copies(store).back_up(file, NOW)
    if before != ():
        assert {path for path in file.parent.iterdir() if path.name.startswith(file.name)} == before
    return caught.value.code, str(caught.value.fields["path"])


@pytest.fixture
def full(store: Store) -> Store:
    """A store with something in it."""
    keep(store, ME, archive(connections=ties("Jane Doe", "Ann Lee")))
    return store


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """What a file holds, by SQLite alone: as it lies there, with nothing beside it."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as conn:
        return conn.execute(statement).fetchall()


def test_a_backup_is_one_file_for_its_owner_alone(full: Store, tmp_path: Path):
    """It needs no log, opens where nothing can be written, and says itself when it was made."""
    made = Copies(full).back_up(tmp_path / "copy.db", NOW)
    assert (made.path, made.size) == (tmp_path / "copy.db", (tmp_path / "copy.db").stat().st_size)
    assert (made.held.workspaces, made.held.members) == ({"T1"}, {ME})
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    assert rows(tmp_path / "copy.db", "SELECT name FROM connections ORDER BY id") == [("Jane Doe",), ("Ann Lee",)]
    assert rows(tmp_path / "copy.db", "SELECT team, at, action FROM audit") == [(OPERATOR, NOW.isoformat(), BACKED_UP)]
    assert (tmp_path / "copy.db").read_bytes()[18:20] == b"\1\1"  # no write-ahead log
    assert Copies(full).last_backup() == NOW


def test_while_another_process_writes_a_backup_is_of_one_moment(full: Store, tmp_path: Path):
    """What is written together is in it together, and the writer goes on."""
    with writing(full) as writer:
        for number in range(5):
            Copies(full).back_up(tmp_path / f"{number}.db", NOW)
        assert writer.poll() is None
    states = [rows(tmp_path / f"{number}.db", "SELECT value FROM statements ORDER BY user") for number in range(5)]
    assert all(left == right for left, right in states)
    numbers = [int(str(left[0])) for left, _ in states]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]
    assert rows(tmp_path / "4.db", "PRAGMA integrity_check") == [("ok",)]


def test_nothing_that_was_deleted_is_in_a_backup(full: Store, tmp_path: Path):
    """Not even where deleted rows linger in the store."""
    with connected(full.path) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM connections WHERE name = 'Jane Doe'")
        db.execute("DELETE FROM name_words")
        db.execute("DELETE FROM known_words")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Jane Doe" in full.path.read_bytes()
    Copies(full).back_up(tmp_path / "copy.db", NOW)
    assert b"Jane Doe" not in (tmp_path / "copy.db").read_bytes()


def test_into_a_folder_it_is_named_after_the_moment(full: Store, tmp_path: Path):
    """So that a timer needs no name; the same moment again is refused."""
    (tmp_path / "kept").mkdir()
    assert Copies(full).back_up(tmp_path / "kept", NOW).path == tmp_path / "kept" / "whylocked-20261120T120000Z.db"
    with pytest.raises(UserError, match="backup_exists"):
        Copies(full).back_up(tmp_path / "kept", NOW)


def test_nothing_is_overwritten(full: Store, tmp_path: Path):
    """Neither a file, nor what a link points to, nor is another's log taken for the copy's."""
    (tmp_path / "there.db").write_text("mine")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    (tmp_path / "log.db-wal").write_text("another's")
    for name, taken in (("there.db", "there.db"), ("link.db", "link.db"), ("log.db", "log.db-wal")):
        assert code_of(full, tmp_path / name) == ("backup_exists", str(tmp_path / taken))
    assert (tmp_path / "there.db").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_a_store_is_no_backup_of_itself(full: Store, end: str):
    """Nor is anything that SQLite keeps beside it."""
    itself = full.path.with_name(full.path.name + end)
    assert code_of(full, itself) == ("backup_itself", str(itself))


def test_what_was_broken_off_is_told(full: Store, tmp_path: Path):
    """Two at once, or one that was killed: the file that is in the way is named, and left alone."""
    (tmp_path / "copy.db.unfinished").write_text("half")
    assert code_of(full, tmp_path / "copy.db") == ("copy_unfinished", str(tmp_path / "copy.db.unfinished"))
    assert (tmp_path / "copy.db.unfinished").read_text() == "half"


def test_where_it_cannot_be_written_it_is_told(full: Store, tmp_path: Path):
    """No such folder, a name that is too long, a file that takes no more."""
    assert code_of(full, tmp_path / "none" / "copy.db")[0] == "copy_unwritable"
    assert code_of(full, tmp_path / ("x" * 300))[0] == "copy_unwritable"
    assert code_of(full, tmp_path / ("x" * 250))[0] == "copy_unwritable"
    unmeasured = [f"--unset=COVERAGE_PROCESS_{name}" for name in ("CONFIG", "START")]  # it could not write its file
    command = [
        "env",
        *unmeasured,
        "bash",
        "-c",
        'ulimit -f 100; exec "$@"',
        "-",
        *WHYLOCKED,
        "--db",
        str(full.path),
        "backup",
    ]
    ended = subprocess.run([*command, str(tmp_path / "copy.db")], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{tmp_path / 'copy.db'} cannot be written;")
    assert list(tmp_path.glob("copy*")) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_FULL, "copy_full"),
        (sqlite3.SQLITE_IOERR_WRITE, "copy_unwritable"),
        (sqlite3.SQLITE_READONLY, "copy_unwritable"),
    ],
)
def test_what_sqlite_says_of_a_disk(code: int, said: str, tmp_path: Path):
    """Each of its codes is a sentence about the copy."""
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    with pytest.raises(UserError, match=said), module.told_of_copy(tmp_path):
        raise error


def test_a_full_disk_is_one_sentence(full: Store, tmp_path: Path):
    """Nothing half done is left on it. Needs a disk of its own, which only root can have."""
    (tmp_path / "small").mkdir()
    script = 'mount -t tmpfs -o size=64k tmpfs "$1" && shift && "$@"; code=$?; ls -A "$SMALL"; exit $code'
    command = ["unshare", "--mount", "sh", "-c", script, "-", str(tmp_path / "small"), *WHYLOCKED]
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("no disk of its own can be made here")
    ended = subprocess.run(
        [
            "env",
            f"SMALL={tmp_path / 'small'}",
            *command,
            "--db",
            str(full.path),
            "backup",
            str(tmp_path / "small/a.db"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in ended.stderr:
        pytest.skip("nothing can be mounted here")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"There is no room for {tmp_path / 'small/a.db'}; make some")
    assert ended.stderr.count("\n") == 1


def test_a_file_system_without_links_takes_a_backup(full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """There it gets its name otherwise, and still overwrites nothing."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert Copies(full).back_up(tmp_path / "copy.db", NOW).path.exists()
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    synced = module._synced  # noqa: SLF001

    def meanwhile(path: Path, flags: int) -> None:
        (tmp_path / "other.db").write_text("mine")
        synced(path, flags)

    monkeypatch.setattr(module, "_synced", meanwhile)
    with pytest.raises(UserError, match="backup_exists"):
        Copies(full).back_up(tmp_path / "other.db", NOW)
    assert (tmp_path / "other.db").read_text() == "mine"


def test_a_disk_that_fails_at_the_end_leaves_nothing(full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What the disk has not taken is no backup."""

    def failing(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(module.os, "fsync", failing)
    assert code_of(full, tmp_path / "copy.db") == ("copy_unwritable", str(tmp_path / "copy.db"))


def test_a_store_of_an_earlier_version_is_copied_as_it_is(tmp_path: Path):
    """Before a new version is started for the first time is when a backup is wanted."""
    made = Copies(Store(earlier_store(tmp_path / "old.db", 3))).back_up(tmp_path / "copy.db", NOW)
    assert made.held.members == {ME}
    for name in ("old.db", "copy.db"):
        assert rows(tmp_path / name, "PRAGMA user_version") == [(3,)]
    assert SCHEMA_VERSION > 3


def test_what_is_no_store_is_not_backed_up(full: Store, tmp_path: Path):
    """Nothing there, which is not made for it; a folder; another program's; a damaged one; one of a newer version."""
    copy = tmp_path / "copy.db"
    assert code_of(Store(tmp_path / "none.db"), copy) == ("no_store", str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()
    assert code_of(Store(tmp_path), copy) == ("store_is_folder", str(tmp_path))
    (tmp_path / "other.db").touch()
    assert code_of(Store(tmp_path / "other.db"), copy)[0] == "store_not_ours"
    (tmp_path / "bad.db").write_bytes(b"no database" * 100)
    assert code_of(Store(tmp_path / "bad.db"), copy)[0] == "store_damaged"
    with connected(full.path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert code_of(full, copy)[0] == "store_newer"


def test_a_damaged_page_makes_no_backup(full: Store, tmp_path: Path):
    """A copy of what is damaged would be found out when it is needed."""
    with connected(full.path) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'connections'").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with full.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert code_of(full, tmp_path / "copy.db") == ("store_damaged", str(full.path))


def test_rows_that_cannot_be_make_no_backup(full: Store, tmp_path: Path):
    """What no statement of the program could have written is damage, too."""
    with connected(full.path) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("INSERT INTO traces (team, lie_in) VALUES ('', 'nowhere')")
    assert code_of(full, tmp_path / "copy.db") == ("store_damaged", str(full.path))


def test_somebody_who_writes_for_long_keeps_no_backup_from_being_made(full: Store, tmp_path: Path):
    """Only that it was made is not noted then in the store."""
    with hurried(0.01), connected(full.path) as db, transaction(db):
        Copies(full).back_up(tmp_path / "copy.db", NOW)
    assert Copies(full).last_backup() is None
    assert rows(tmp_path / "copy.db", "SELECT action FROM audit") == [(BACKED_UP,)]


def test_a_store_that_is_locked_whole_is_busy(full: Store, tmp_path: Path):
    """As where another program works on the file by itself."""
    with closing(sqlite3.connect(full.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with hurried(0.01):
            assert code_of(full, tmp_path / "copy.db") == ("store_busy", str(full.path))


def test_a_mistake_of_our_own_is_not_put_into_plain_words(full: Store, tmp_path: Path):
    """It is no matter for the operator."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"), module.opened(full.path) as (db, _):
        db.execute("SELECT * FROM birds")
    with pytest.raises(sqlite3.OperationalError, match="no such table"), module.told_of_copy(tmp_path):
        raise sqlite3.OperationalError("no such table: birds")


def test_the_command_says_what_was_made(full: Store, tmp_path: Path):
    """Where it is, of when, what is in it, and what is not."""
    copy = tmp_path / "copy.db"
    said = run("--db", str(full.path), "--now", "2026-11-20T12:00:00Z", "backup", str(copy)).answered
    size = f"{copy.stat().st_size / 2**20:.1f}"
    assert said == (
        f"Backed up: the store as of 20 Nov 2026, 12:00 UTC is in {copy} (1 workspace and 1 member, {size} MiB), for "
        "you alone. It holds all that the store holds, so keep it as safe; the keys of WHYLOCKED_TOKEN_KEYS are not in "
        "it: keep them elsewhere.\n"
    )
    assert run("--db", str(full.path), "backup", str(copy)).refused == (
        f"{copy} is there already, and I overwrite nothing; name a new file."
    )
    audit = run("--db", str(full.path), "audit", "--team", OPERATOR).answered
    assert "20 Nov 2026, 12:00 UTC: A backup of the store was made." in audit
