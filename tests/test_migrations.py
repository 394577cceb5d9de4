"""Opening the store's file: from nothing, from every past schema, by several at once, and what is no store of ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ME, NOW, archive, keep, ties
from sqlite_utils import Database

from bot.advice import Ways
from bot.errors import UserError
from bot.people import TargetStatus
from bot.policy import Policy
from bot.store import Store, hurried
from bot.store.connection import APPLICATION_ID, connected
from bot.store.migrations import MIGRATIONS, SCHEMA_VERSION
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.words import Words

with closing(Database(memory=True)) as _blank:
    STEPS = [step.name for step in MIGRATIONS.pending(_blank)]
OPEN = (
    "import sys; from pathlib import Path; from bot.store import Store\nwith Store(Path(sys.argv[1])).reading(): pass"
)
NOBODY = 65_534


def schema(path: Path) -> list[tuple[str, str]]:
    """Every table and index of a file, with the statement that made it."""
    with connected(path) as db:
        return db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def code_of(path: Path) -> str:
    """The error that opening a file for writing brings."""
    with pytest.raises(UserError) as caught, Store(path).writing() as session:
        session.members.ensure(ME)
    assert caught.value.fields == {"path": str(path)}
    return caught.value.code


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A store that was made from nothing."""
    with Store(tmp_path / "fresh.db").reading():
        return tmp_path / "fresh.db"


def test_schema_version() -> None:
    """The version in the file is the number of steps."""
    assert len(STEPS) == SCHEMA_VERSION


def test_from_nothing(fresh: Path) -> None:
    """A file that is not there yet is made with the whole schema, marked as ours, in write-ahead mode."""
    with connected(fresh) as db:
        assert [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")] == [
            SCHEMA_VERSION,
            APPLICATION_ID,
        ]
        assert (db.journal_mode, db.execute("PRAGMA foreign_keys").fetchone()[0]) == ("wal", 1)
        assert db.table("members").exists()


def test_from_an_empty_file(fresh: Path, tmp_path: Path) -> None:
    """An empty file becomes a store."""
    (tmp_path / "empty.db").touch()
    assert schema(tmp_path / "empty.db") == schema(fresh)


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_from_every_past_schema(version: int, fresh: Path, tmp_path: Path) -> None:
    """A store of any earlier version is brought up to date and keeps its rows."""
    old = tmp_path / "old.db"
    db = Database(old)
    MIGRATIONS.apply(db, stop_before=STEPS[version])
    db.execute("INSERT INTO members (team, user, name) VALUES ('T1', 'U1', 'Mia')")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.close()

    assert schema(old) == schema(fresh)
    with Store(old).reading() as session:
        assert [person.name for person in session.network.members("T1")] == ["Mia"]


OLD_ROWS = """
INSERT INTO members (team, user, name, name_key, share) VALUES
    ('T1', 'U1', 'Mia', 'mia', 'count'), ('T1', 'U2', 'Bob', 'bob', 'names');
INSERT INTO connections (team, user, name, name_key, url, company) VALUES
    ('T1', 'U1', 'Jean-Luc O''Hara', 'jean-luc o''hara', 'https://x/1', 'ÄRZTE GmbH'),
    ('T1', 'U1', 'Ann Lee', 'ann lee', NULL, NULL), ('T1', 'U2', 'Ann Lee', 'ann lee', 'https://x/2', 'Acme');
INSERT INTO invitations (team, user, name, name_key, direction) VALUES ('T1', 'U1', 'Eve Fox', 'eve fox', 'sent');
INSERT INTO correspondents (team, user, name, name_key, sent, received) VALUES ('T1', 'U1', '小明 王', '小明 王', 1, 0);
INSERT INTO stated_shared (team, user, person, name, name_key, shared, stated_at) VALUES
    ('T1', 'U1', 'name:ida yew', 'Ida Yew', 'ida yew', 2, '2026-11-20');
"""


def test_names_of_an_old_store_are_found(tmp_path: Path, policy: Policy, ways: Ways, words: Words) -> None:
    """Whatever a store without words of names holds is found by its words once the store is brought up to date."""
    old = tmp_path / "old.db"
    db = Database(old)
    MIGRATIONS.apply(db, stop_before="0005_names")
    db.conn.executescript(OLD_ROWS)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 4")
    db.close()

    people = Whylocked(Store(old), policy, ways, words).people(ME)
    typed = ("jean luc ohara", "jeanluc", "eve fox", "王小明", "ida yew", "bob")
    assert [find(name, people).status for name in typed] == [TargetStatus.FOUND] * len(typed)
    assert [one.url for one in find("ann lee", people).candidates] == [None, "https://x/2"]
    assert [people.employs(company) for company in ("ärzte", "acme", "globex")] == [True, True, False]
    with connected(old) as db:
        words_of_ann = "SELECT names FROM known_words WHERE team = 'T1' AND letters = 3 AND word = 'ann'"
        assert db.execute(words_of_ann).fetchall() == [(2,)]
        db.execute("DELETE FROM members WHERE user = 'U2'")
        assert db.execute(words_of_ann).fetchall() == [(1,)]
        db.execute("DELETE FROM members WHERE user = 'U1'")
        assert [db.table(name).count for name in ("name_words", "known_words", "employers")] == [0, 0, 0]


def test_companies_of_an_old_store_are_found(tmp_path: Path) -> None:
    """Whom a store without words of companies knows at one is found there once the store is brought up to date."""
    old = tmp_path / "old.db"
    db = Database(old)
    step = next(name for name in STEPS if name.endswith("_company_words"))
    MIGRATIONS.apply(db, stop_before=step)
    db.conn.executescript(OLD_ROWS)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {STEPS.index(step)}")
    db.close()

    with Store(old).reading() as session:
        assert session.employers.top(ME, 5) == [("ÄRZTE GmbH", 1)]
        count, persons = session.employers.own(ME, "arzte", 5)
    assert (count, [person.name for person in persons]) == (1, ["Jean-Luc O'Hara"])
    with connected(old) as db:
        db.execute("DELETE FROM members")
        assert [db.table(name).count for name in ("employers", "company_words")] == [0, 0]


def test_again(fresh: Path) -> None:
    """Opening a store that is up to date writes nothing to it."""
    before = fresh.read_bytes()
    with Store(fresh).reading():
        pass
    assert fresh.read_bytes() == before


def test_first_start_of_several_processes(fresh: Path, tmp_path: Path) -> None:
    """Four processes that start at once on one new file all find a whole store."""
    shared = tmp_path / "shared.db"
    processes = [subprocess.Popen([sys.executable, "-c", OPEN, str(shared)]) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    assert schema(shared) == schema(fresh)


def test_first_start_while_another_process_writes(fresh: Path, tmp_path: Path) -> None:
    """A start that finds the new file locked by another process waits for it."""
    busy = tmp_path / "busy.db"
    conn = sqlite3.connect(busy, isolation_level=None, check_same_thread=False)
    conn.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.1, conn.rollback)
    release.start()
    try:
        assert schema(busy) == schema(fresh)
    finally:
        release.join()
        conn.close()


def test_first_start_while_another_process_never_ends(tmp_path: Path) -> None:
    """A start waits only so long."""
    conn = sqlite3.connect(tmp_path / "busy.db", isolation_level=None)
    conn.execute("BEGIN IMMEDIATE")
    with hurried(0.05):
        assert code_of(tmp_path / "busy.db") == "store_busy"
    conn.close()


def test_newer_store(fresh: Path) -> None:
    """A store of a newer version is refused and left alone."""
    with connected(fresh) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert code_of(fresh) == "store_newer"


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION, 99])
def test_database_of_another_program(version: int, tmp_path: Path) -> None:
    """Another program's database is refused and not touched, whatever version it says it has."""
    other = tmp_path / "other.db"
    conn = sqlite3.connect(other)
    conn.execute("CREATE TABLE birds (name TEXT)")
    conn.execute(f"PRAGMA user_version = {version}")
    conn.close()
    before = other.read_bytes()

    assert code_of(other) == "store_not_ours"
    assert other.read_bytes() == before


@pytest.mark.parametrize("content", [b"hello", b"not a database at all " * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_garbage(content: bytes, tmp_path: Path) -> None:
    """A file that is no SQLite database is called damaged and not touched."""
    (tmp_path / "garbage.db").write_bytes(content)
    assert code_of(tmp_path / "garbage.db") == "store_damaged"
    assert (tmp_path / "garbage.db").read_bytes() == content


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_truncated(share: float, store: Store) -> None:
    """A store that lost its end is called damaged as soon as the lost part is needed."""
    keep(store, ME, archive(connections=ties(*(f"Contact {number}" for number in range(2_000)))))
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(UserError, match="store_damaged"), store.writing() as session:  # noqa: PT012
        session.network.persons(ME)
        session.health.look()


def test_folder(tmp_path: Path) -> None:
    """A folder is no store."""
    assert code_of(tmp_path) == "store_is_folder"


@pytest.mark.parametrize("parent", ["missing", "file"])
def test_no_folder(parent: str, tmp_path: Path) -> None:
    """A store needs a folder that is there and is one."""
    (tmp_path / "file").touch()
    assert code_of(tmp_path / parent / "store.db") == "store_no_folder"


def test_name_that_no_file_can_bear(tmp_path: Path) -> None:
    """A path that the system cannot open is refused in a sentence."""
    (tmp_path / "dangling.db").symlink_to(tmp_path / "missing" / "store.db")
    assert code_of(tmp_path / "dangling.db") == "store_cannot_open"


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder that everybody may enter, for a test that runs without the rights of root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        root = os.geteuid() == 0
        with Store(Path(folder) / "store.db").writing() as session:
            session.members.state(ME, "photo", value=True, at=NOW)
        (Path(folder) / "store.db").chmod(0o644)  # made for its owner alone
        if root:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)


def test_read_only(plain_user: Path) -> None:
    """Somebody who may only read the file is told so."""
    if os.geteuid() != NOBODY:
        (plain_user / "store.db").chmod(0o444)
    assert code_of(plain_user / "store.db") == "store_unwritable"


def test_folder_nobody_may_enter() -> None:
    """A store in a folder that is closed to the caller cannot be opened."""
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder) / "closed"
        closed.mkdir(mode=0o000)
        root = os.geteuid() == 0
        if root:
            os.seteuid(NOBODY)
        try:
            assert code_of(closed / "store.db") == "store_cannot_open"
        finally:
            if root:
                os.seteuid(0)


def test_full_disk(store: Store) -> None:
    """A disk without room is told in a sentence, and nothing is written."""
    with pytest.raises(UserError, match="store_full"), connected(store.path) as db:  # noqa: PT012
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        db.execute("INSERT INTO members (team, user, name) VALUES ('T1', 'U1', ?)", ["x" * 100_000])
    with store.reading() as session:
        assert session.network.members("T1") == []


def test_other_errors_stay_as_they_are(store: Store) -> None:
    """A mistake in our own SQL is no matter for the member, so it is not put into plain words."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"), connected(store.path) as db:
        db.execute("SELECT * FROM birds")
