"""A backup put back: what it would change is said before, nothing half done is left, and whoever serves goes on."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli import Outcome, run, terminal
from conftest import ME, NOW
from earlier import earlier_store
from fake_slack import FakeSlack
from served import connected as to_slack
from served import free_port, served, wait_listening
from test_backup import rows, writing
from test_http_server import Bot, a_member

from bot.errors import UserError
from bot.settings import Keeping
from bot.store import Store, Who, hurried
from bot.store.connection import connected, transaction
from bot.store.installations import Installation
from bot.store.migrations import SCHEMA_VERSION
from bot.store.workspaces import Departure
from bot.usecases.copies import Copies
from bot.usecases.purging import OPERATOR
from bot.usecases.workspaces import Workspaces

BOB, GUEST, FAR = Who("T1", "U2"), Who("T2:T7", "U9"), Who("T2", "U3")
LATER = NOW + timedelta(days=2)
KEPT = "whylocked-before-restore-20261122T120000Z.db"


def state(store: Store, who: Who, skills: int) -> None:
    """Have a member of a store state something."""
    with store.writing() as session:
        session.members.state(who, "skills", skills, at=NOW)


def workspaces_of(store: Store) -> Workspaces:
    """What can be done with the workspaces of a store."""
    return Workspaces(store, Keeping())


def skills(path: Path) -> dict[str, int]:
    """What members of a store stated, by their ids."""
    with Store(path).reading() as session:
        return {
            f"{who.team} {who.user}": int(str(session.members.statements(who)["skills"][0]))
            for who in (ME, BOB, GUEST, FAR)
            if "skills" in session.members.statements(who)
        }


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with three members; one of them and a workspace with two went afterwards, others changed."""
    for number, who in enumerate((ME, BOB, GUEST, FAR)):
        state(store, who, number)
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    with store.writing() as session:
        session.leaving.delete(BOB)
        session.workspaces.delete("T2")
        session.members.state(ME, "skills", 50, at=NOW)
        session.members.state(Who("T3", "U4"), "skills", 60, at=NOW)
    return tmp_path / "backup.db"


def restore(store: Store, file: Path, *, at: datetime = LATER) -> Path | None:
    """Put a backup back without asking."""
    with Copies(store).opened(file) as found:
        return found.restore(at)


def refused(store: Store, file: Path) -> str:
    """The code of why a backup is not put back; nothing is left of the attempt."""
    before = sorted(store.path.parent.iterdir())
    with pytest.raises(UserError) as caught:
        restore(store, file)
    assert sorted(store.path.parent.iterdir()) == before
    return caught.value.code


def test_the_store_is_as_it_was_and_the_one_from_before_is_kept(store: Store, backup: Path):
    """Beside it, under a name that says so, for its owner alone; each of the two is whole."""
    kept = restore(store, backup)
    assert kept == store.path.with_name(KEPT)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert skills(store.path) == {"T1 U1": 0, "T1 U2": 1, "T2:T7 U9": 2, "T2 U3": 3}
    assert skills(kept) == {"T1 U1": 50}
    assert rows(kept, "PRAGMA integrity_check") == [("ok",)]
    with connected(store.path) as db:
        assert db.journal_mode == "wal"
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM traces").fetchone() == (0,)
    with store.reading() as session:
        assert [entry.action for entry in session.audit.entries(OPERATOR)] == ["backed_up", "restored"]
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["backup.db", KEPT, "whylocked.db"]


def test_who_is_in_it_again_and_who_is_not_any_more(store: Store, backup: Path):
    """Members and workspaces that went since the backup are told; of a workspace its members are not told apart."""
    with Copies(store).opened(backup) as found:
        assert found.made_at == NOW
        assert found.is_older is False
        assert found.held.workspaces == {"T1", "T2"}
        assert found.held.members == {ME, BOB, GUEST, FAR}
        assert (found.back_again.workspaces, found.back_again.members) == ({"T2"}, {BOB})
        assert (found.lost.workspaces, found.lost.members) == ({"T3"}, {Who("T3", "U4")})


def test_what_the_store_knows_better_stays(store: Store, tmp_path: Path):
    """Renewed tokens, where the app is and where it is not any more, and what has come already."""

    def installed(team: str, token: str) -> Installation:
        return Installation(team, None, "A1", "UBOT", "BBOT", "commands", token, None, None, NOW)

    with store.writing() as session:
        for team in ("T1", "T2", "T3"):
            session.installations.put(installed(team, "old"), NOW)
        session.workspaces.leave(Departure("T4", NOW, NOW, "uninstalled"))
        session.workspaces.leave(Departure("T5", NOW, NOW, "uninstalled"))
        session.deliveries.mark("T1", "old", NOW, NOW)
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    with store.writing() as session:
        session.installations.put(installed("T1", "new"), NOW)
        session.installations.delete("T2")
        session.workspaces.leave(Departure("T2", LATER, LATER, "revoked"))
        session.installations.delete("T3")
        session.workspaces.delete("T4")
        session.installations.put(installed("T4", "new"), NOW)
        session.workspaces.delete("T5")
        session.deliveries.mark("T1", "new", NOW, NOW)
        session.requests.first_time("once", int(NOW.timestamp()), 0)
    restore(store, tmp_path / "backup.db")
    with store.writing() as session:
        tokens = {each.team: each.token for each in session.installations.every()}
        assert tokens == {"T1": "new", "T3": "old", "T4": "new"}
        assert [(each.team, each.why) for each in session.workspaces.departed()] == [
            ("T5", "uninstalled"),
            ("T2", "revoked"),
        ]
        assert session.deliveries.mark("T1", "new", NOW, NOW - timedelta(days=1)) is False
        assert session.deliveries.mark("T1", "old", NOW, NOW - timedelta(days=1)) is False
        assert session.requests.first_time("once", int(NOW.timestamp()), 0) is False


@pytest.mark.parametrize(("seconds", "is_back"), [(-1, False), (0, True)])
def test_who_has_just_gone_does_not_come_back(seconds: int, is_back: bool, store: Store, tmp_path: Path):  # noqa: FBT001 - of the table
    """A workspace that went within a day goes with all that the backup has of it, and nobody is asked to remove it."""
    with store.writing() as session:
        session.installations.put(Installation("T2", None, "A1", "UBOT", "BBOT", "", "old", None, None, NOW), NOW)
    for who in (ME, GUEST, FAR):
        state(store, who, 1)
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    with store.writing() as session:
        session.workspaces.delete("T2")
        session.gone_workspaces.add("T2", LATER)
    with Copies(store).opened(tmp_path / "backup.db") as found:
        found.restore(LATER + timedelta(seconds=seconds))
        assert found.back_again.workspaces == ({"T2"} if is_back else set())
    with store.reading() as session:
        assert (session.installations.of("T2") is not None) is is_back
        assert session.workspaces.has_rows("T2") is is_back
        assert session.workspaces.has_rows("T1")


def test_where_the_app_was_removed_it_does_not_come_back(store: Store, tmp_path: Path):
    """Nor does its token, not for a moment: somebody who serves would use it, and spend what gets the next one.

    Only where the removal is known; a store that was begun anew knows of none, and gets back what it had.
    """

    def installed(team: str) -> Installation:
        return Installation(team, None, "A1", "UBOT", "BBOT", "commands", "token", "refresh", NOW, NOW)

    for team in ("T1", "T2", "T3"):
        workspaces_of(store).install(installed(team), NOW)
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    for team in ("T1", "T2"):
        workspaces_of(store).remove(team, LATER)
    workspaces_of(store).install(installed("T2"), LATER)
    with store.writing() as session:
        session.installations.delete("T3")
    restore(store, tmp_path / "backup.db")
    assert [each.team for each in workspaces_of(store).installations()] == ["T2", "T3"]
    assert workspaces_of(store).left(["T1", "T2", "T3"], LATER) == {"T1"}


def test_nothing_that_another_process_wrote_is_missing_from_both(store: Store, backup: Path):
    """Whoever writes meanwhile waits; what was written before is in what is kept, the rest in the store."""
    with writing(store) as writer:
        kept = restore(store, backup)
        assert kept is not None
        values = "SELECT CAST(value AS INTEGER) FROM statements WHERE team = 'T9' ORDER BY user"
        (left,), (right,) = rows(kept, values)
        assert left == right
        reached = left
        while reached <= left + 20:  # what it tells was written, tens by tens
            assert writer.stdout is not None
            reached = int(writer.stdout.readline())
    with connected(store.path) as db:
        (now,), (too,) = db.execute(values).fetchall()
    assert now == too >= reached


def test_a_program_that_serves_goes_on(slack: FakeSlack, tmp_path: Path):
    """It answers by what was restored, also where it had answered by something else; and it ends as it should."""
    db, port = tmp_path / "whylocked.db", free_port()
    show = b"command=/whylocked&text=show+my+profile&team_id=T1&user_id=U1&channel_id=C1"
    policy = ("--db", str(db), "policy")
    with served("serve", db, PORT=str(port), **to_slack(slack)) as running:
        wait_listening(port, running)
        bot = Bot(port, running, a_member(slack, tmp_path))
        state(Store(db), ME, 3)
        run(*policy, "set", "limit=300", "--team", "T1").answered  # noqa: B018
        run("--db", str(db), "backup", str(tmp_path / "backup.db")).answered  # noqa: B018
        run(*policy, "set", "limit=200", "--team", "T1").answered  # noqa: B018
        state(Store(db), ME, 7)
        assert "7 skills" in bot.send(show).body
        assert "of 200" in said_of_volume(bot)
        assert "Restored" in run("--db", str(db), "restore", str(tmp_path / "backup.db"), "--yes").answered
        assert "3 skills" in bot.send(show).body
        run(*policy, "set", "limit=100", "--team", "T1").answered  # noqa: B018 - the same number of a version
        assert "of 100" in said_of_volume(bot)
        state(Store(db), ME, 8)
        assert "8 skills" in bot.send(show).body
        assert running.stop().gracefully


def said_of_volume(bot: Bot) -> str:
    """What is answered of the number of messages."""
    what_if = b"command=/whylocked&text=what+if+messages%3D3&team_id=T1&user_id=U1&channel_id=C1"
    return bot.send(what_if).body


def state_of(path: Path) -> list[tuple[object, ...]]:
    """All that members have in a store, which must be whole."""
    with connected(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return db.execute("SELECT team, user, name FROM members ORDER BY 1, 2").fetchall()


RESTORING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store import Store
from bot.usecases.copies import Copies
print("begins", flush=True)
with Copies(Store(Path(sys.argv[1]))).opened(Path(sys.argv[2])) as found:
    found.restore(datetime.now(UTC))
"""


def members(store: Store, team: str) -> None:
    """Put many members into a workspace, in the place of all others."""
    with store.writing() as session:
        for other in session.workspaces.known():
            session.workspaces.delete(other)
        for number in range(3_000):
            session.members.ensure(Who(team, f"U{number}"))


def test_killed_at_any_moment_it_leaves_all_of_before_or_all_of_the_backup(store: Store, tmp_path: Path):
    """Whoever restores again is told which file was left, and then can."""
    members(store, "T1")
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    backup = state_of(store.path)
    members(store, "T2")
    before = state_of(store.path)
    shutil.copy(store.path, tmp_path / "before.db")
    command, took = [sys.executable, "-c", RESTORING, str(store.path), str(tmp_path / "backup.db")], 0.0
    for round_ in range(4):
        for file in tmp_path.glob("whylocked*"):
            file.unlink()
        shutil.copy(tmp_path / "before.db", store.path)
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            began = time.monotonic()
            if round_ == 0:  # how long it takes here
                process.wait()
                took = time.monotonic() - began
            time.sleep(took * random.random())  # noqa: S311 - any moment will do
            process.kill()
        assert state_of(store.path) in (before, backup), round_
        for kept in tmp_path.glob("whylocked-before-restore-*Z.db"):
            assert state_of(kept) == before
        left = tmp_path / "whylocked.db.restoring.unfinished"
        if left.exists():
            with pytest.raises(UserError, match="copy_unfinished") as caught:
                restore(store, tmp_path / "backup.db")
            assert caught.value.fields["path"] == str(left)
            left.unlink()
        restore(store, tmp_path / "backup.db")
        assert state_of(store.path) == backup
        assert list(tmp_path.glob("*.unfinished*")) == []


# Where there is no store that works


def test_where_there_is_none_it_is_put_in_place(store: Store, backup: Path):
    """With its log switched on, and whatever a log of before held is not read into it."""
    store.path.unlink()
    store.path.with_name("whylocked.db-wal").write_bytes(b"of before")
    kept = restore(store, backup)
    assert kept == store.path.with_name(KEPT)
    assert kept.with_name(f"{KEPT}-wal").read_bytes() == b"of before"
    assert skills(store.path) == {"T1 U1": 0, "T1 U2": 1, "T2:T7 U9": 2, "T2 U3": 3}
    assert store.path.stat().st_mode & 0o777 == 0o600
    with connected(store.path) as db:
        assert db.journal_mode == "wal"


def test_on_a_machine_that_has_nothing_yet(backup: Path, tmp_path: Path):
    """Nothing is kept of nothing, and nobody can tell who went since."""
    (tmp_path / "new").mkdir()
    store = Store(tmp_path / "new" / "whylocked.db")
    assert restore(store, backup) is None
    assert skills(store.path) == {"T1 U1": 0, "T1 U2": 1, "T2:T7 U9": 2, "T2 U3": 3}
    assert [path.name for path in store.path.parent.iterdir()] == ["whylocked.db"]


@pytest.mark.parametrize("problem", ["store_damaged", "store_newer"])
def test_a_store_that_is_of_no_use_is_put_aside_as_it_is(problem: str, store: Store, backup: Path):
    """Damaged, or made by a newer version that was taken back; nobody but its owner reads what is kept."""
    if problem == "store_damaged":
        store.path.write_bytes(b"no database" * 100)
        store.path.chmod(0o644)
    else:
        with connected(store.path) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    was = store.path.read_bytes()
    with Copies(store).opened(backup) as found:
        assert (found.now, found.problem) == (None, problem)
        kept = found.restore(LATER)
    assert kept == store.path.with_name(KEPT)
    assert kept.read_bytes() == was
    assert kept.stat().st_mode & 0o777 == 0o600
    assert skills(store.path)["T1 U1"] == 0


HOLDING = """
import sys
from pathlib import Path
from bot.store import Store
with Store(Path(sys.argv[1])).held_open():
    print("open", flush=True)
    sys.stdin.read()
"""


def test_what_somebody_has_open_is_not_put_aside(store: Store, backup: Path):
    """A program would go on in the old file: it has to be stopped first."""
    holding = (
        "import sys\nfrom pathlib import Path\nfrom bot.store import Store\nwith Store(Path(sys.argv[1])).held_open():"
    )
    holding += " print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holding, str(store.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with connected(store.path) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        assert refused(store, backup) == "restore_in_use"
        process.communicate()
    assert restore(store, backup) is not None


# What is not put back


def test_what_is_no_backup_changes_nothing(store: Store, backup: Path, tmp_path: Path):
    """Nothing there, the store itself, another program's, one of a newer version, what is damaged."""
    assert refused(store, tmp_path / "none.db") == "restore_not_found"
    assert refused(store, tmp_path) == "restore_not_found"
    assert refused(store, tmp_path / ("x" * 300)) == "restore_unreadable"
    assert refused(store, store.path) == "restore_itself"
    (tmp_path / "text.db").write_text("no database, " * 100)
    assert refused(store, tmp_path / "text.db") == "restore_damaged"
    (tmp_path / "empty.db").touch()
    assert refused(store, tmp_path / "empty.db") == "restore_not_ours"
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    assert refused(store, backup) == "restore_damaged"
    backup.write_bytes(whole)
    with closing(sqlite3.connect(backup)) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("INSERT INTO statements VALUES ('T1', 'nobody', 'photo', 'true', '2026-11-20')")
        conn.commit()
    assert refused(store, backup) == "restore_damaged"
    with closing(sqlite3.connect(backup)) as conn:
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert refused(store, backup) == "restore_newer"
    assert skills(store.path) == {"T1 U1": 50}


def test_a_store_of_another_program_is_left_alone(store: Store, backup: Path):
    """Somebody mistook a path."""
    with connected(store.path) as db:
        db.execute("PRAGMA application_id = 1")
    assert refused(store, backup) == "store_not_ours"


def test_a_store_in_which_somebody_writes_for_long_is_as_it_was(store: Store, backup: Path):
    """It is busy, and what was to be kept of it is gone again."""
    with connected(store.path) as db, transaction(db), hurried(0.05):
        assert refused(store, backup) == "store_busy"
    assert skills(store.path) == {"T1 U1": 50}


def test_where_no_second_copy_has_room_nothing_happens(store: Store, backup: Path):
    """What is there has to be kept before anything is written over it."""
    store.path.with_name(KEPT).write_text("of the same second")
    assert refused(store, backup) == "backup_exists"
    assert skills(store.path) == {"T1 U1": 50}


def test_what_an_earlier_one_left_is_cleared_away(store: Store, backup: Path):
    """It holds everybody's data, and nobody would know of it."""
    left = [store.path.with_name(f"{KEPT.replace('22T', '21T')}.unfinished{end}") for end in ("", "-journal")]
    for file in left:
        file.write_text("half")
    restore(store, backup)
    assert [file for file in left if file.exists()] == []


def test_two_at_once_do_not_get_in_each_others_way(store: Store, backup: Path):
    """The second is told."""
    with Copies(store).opened(backup):
        assert refused(store, backup) == "copy_unfinished"


def test_a_folder_that_cannot_be_written_is_told(store: Store, backup: Path, monkeypatch: pytest.MonkeyPatch):
    """Where a useless store cannot be put aside, it stays."""
    store.path.write_bytes(b"no database" * 100)

    def refuse(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        assert refused(store, backup) == "store_unwritable"
    store.path.chmod(0o400)
    opened = os.open
    monkeypatch.setattr(os, "open", lambda path, *how: refuse() if path == store.path else opened(path, *how))
    assert refused(store, backup) == "store_unwritable"


def test_a_store_that_is_a_folder_stays_one(backup: Path, tmp_path: Path):
    """Somebody named the folder in the place of the file."""
    (tmp_path / "stores").mkdir()
    assert refused(Store(tmp_path / "stores"), backup) == "store_is_folder"


# Old ones, and those that were made by hand


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(store: Store, tmp_path: Path):
    """The file itself stays as it is; when it was made says its own time."""
    was = earlier_store(tmp_path / "old.db").read_bytes()
    state(store, BOB, 1)
    with Copies(store).opened(tmp_path / "old.db") as found:
        assert (found.is_older, found.held.members) == (True, {ME})
        assert found.made_at == datetime.fromtimestamp((tmp_path / "old.db").stat().st_mtime, UTC)
        found.restore(LATER)
    assert (tmp_path / "old.db").read_bytes() == was
    with store.reading() as session:
        assert [person.name for person in session.network.members("T1")] == ["Mia"]


def test_a_copy_that_was_made_by_hand_is_read_with_its_log(store: Store, tmp_path: Path):
    """Somebody copied the files of a store that was in use."""
    (tmp_path / "by-hand").mkdir()
    with store.held_open():
        state(store, ME, 5)
        for file in tmp_path.glob("whylocked.db*"):
            shutil.copy(file, tmp_path / "by-hand")
    state(store, ME, 6)
    restore(store, tmp_path / "by-hand" / "whylocked.db")
    assert skills(store.path) == {"T1 U1": 5}


def test_a_store_without_a_log_gets_one(store: Store, backup: Path):
    """Somebody put a backup in its place by hand."""
    store.path.unlink()
    shutil.copy(backup, store.path)
    state(store, ME, 9)
    restore(store, backup)
    assert skills(store.path)["T1 U1"] == 0
    with connected(store.path) as db:
        assert db.journal_mode == "wal"


def test_a_program_that_starts_on_a_backup_switches_the_log_on(backup: Path):
    """So that readers do not wait for writers, however it came there."""
    with Store(backup).held_open(), connected(backup) as db:
        assert db.journal_mode == "wal"


# The command


def restored(store: Store, backup: Path, *more: str, stdin: str = "") -> Outcome:
    """What the command says."""
    return run("--db", str(store.path), "--now", "2026-11-22T12:00:00Z", "restore", str(backup), *more, stdin=stdin)


AGAIN = (
    "Whoever of them was forgotten or removed has to go again: whylocked forget --team T… --user U… --yes for a "
    "member, whylocked workspaces remove T… --yes for a workspace."
)
FOUND = """\
The backup was made on 20 Nov 2026, 12:00 UTC. In it: 2 workspaces and 4 members.
In the store now: 2 workspaces and 2 members. Whatever was stated, imported, asked or decided after 20 Nov 2026, \
12:00 UTC will be gone from it.
Of these, 1 workspace and 1 member are not in the backup at all.
"""


def test_the_command_says_what_would_be_lost_and_who_is_there_again(store: Store, backup: Path, tmp_path: Path):
    """Before it happens, and after."""
    assert restored(store, backup, "--yes").answered == (
        f"{FOUND}Restored: the store is as it was on 20 Nov 2026, 12:00 UTC.\n"
        f"The store from before is kept as {tmp_path / KEPT}, for you alone; delete that once nobody needs it.\n"
        "A program that serves goes on with it. Newer tokens stay, and workspaces that went just now stay gone.\n"
        "Messages to members that were still to be sent then are sent again.\n"
        "In the store again, and not in it just before: 1 workspace and 1 member:\n"
        "   T2\n"
        "   --team T1 --user U2\n"
        f"{AGAIN}\n"
    )


def test_in_a_pipe_it_needs_yes(store: Store, backup: Path):
    """What is in it is said all the same, and nothing happens."""
    ended = restored(store, backup, stdin="y\n")
    assert (ended.code, ended.out) == (2, FOUND)
    assert ended.err == "Nobody is here to confirm that the backup takes the store's place; add --yes.\n"
    assert skills(store.path) == {"T1 U1": 50}


@pytest.mark.parametrize(("typed", "number"), [("y", 0), ("n", 50)])
def test_on_a_terminal_it_asks(typed: str, number: int, store: Store, backup: Path):
    """Yes puts it back, no leaves everything."""
    with terminal("--db", str(store.path), "restore", str(backup)) as screen:
        screen.wait_for("Put the backup in the store's place?")
        screen.type(f"{typed}\n")
        screen.wait_for("Restored", "Nothing was changed.")
        assert screen.code() == 0
    assert skills(store.path)["T1 U1"] == number


def test_where_nothing_works_it_says_so(store: Store, backup: Path, tmp_path: Path):
    """Nobody can tell who went since; nothing is said of a program that goes on."""
    store.path.write_bytes(b"no database" * 100)
    said = restored(store, backup, "--yes").answered.splitlines()
    assert said[1:] == [
        "The store that is there is damaged, or was made by a newer version; it is put aside as it is.",
        "Restored: the store is as it was on 20 Nov 2026, 12:00 UTC.",
        f"The store from before is kept as {tmp_path / KEPT}, for you alone; delete that once nobody needs it.",
        "Messages to members that were still to be sent then are sent again.",
        "Whoever was forgotten or removed since the backup is in the store again.",
        AGAIN,
    ]
    store.path.unlink()
    (tmp_path / KEPT).unlink()
    assert restored(store, backup, "--yes").answered.splitlines()[1] == "There is no store yet, so nothing is lost."


def test_where_nobody_went_it_says_so(store: Store, tmp_path: Path):
    """And of an older backup, that it is brought up to date; of many who went only some are named."""
    state(store, ME, 1)
    Copies(store).back_up(tmp_path / "backup.db", NOW)
    said = restored(store, tmp_path / "backup.db", "--yes").answered.splitlines()
    assert said[-1] == "Nobody is in it who was not in the store before."
    with store.writing() as session:
        for number in range(25):
            session.members.ensure(Who("T1", f"U{number:02}"))
    Copies(store).back_up(tmp_path / "many.db", NOW)
    with store.writing() as session:
        for number in range(25):
            session.leaving.delete(Who("T1", f"U{number:02}"))
    with connected(tmp_path / "many.db") as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    (tmp_path / KEPT).unlink()
    said = restored(store, tmp_path / "many.db", "--yes").answered.splitlines()
    assert said[1] == "It was made by an earlier version of Whylocked, and is brought up to date."
    assert said[-4:-1] == ["   --team T1 --user U18", "   --team T1 --user U19", "   and 5 more"]
