"""The commands of the command line: what each takes, what it keeps, and what it refuses in one sentence."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cli import (
    BOB,
    FILE_NAME,
    JANE,
    NOW,
    WHYLOCKED,
    Desk,
    friend,
    knows,
    mara,
    run,
    spawn,
    take,
    terminal,
    well_off,
)

from bot.cli import cli
from bot.demo import archives
from bot.policy import Policy
from bot.profile_fields import parse_field
from bot.words import BUILT_IN

WHY_JANE = "why can't I message Jane Doe?"
ACCOUNT = "why are my messages locked?"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "whylocked.db")


def state_of(answer: dict[str, Any], check: str) -> str:
    (state,) = (found["state"] for found in answer["checks"] if found["check"] == check)
    return str(state)


def rows(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a store holds, table by table."""
    with sqlite3.connect(db) as conn:
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {table: conn.execute(f"SELECT * FROM {table}").fetchall() for table in sorted(tables)}  # noqa: S608
    conn.close()
    return held


# --- profile --------------------------------------------------------------------------------------------------

YES_NO = [("yes", True), ("no", False), ("YES", True), ("No", False), ("none", False)]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "Mara Quillan", "Mara Quillan"),
        ("name", "  Žofie   O’Neil ", "Žofie O’Neil"),
        ("url", "linkedin.com/in/Jane-Doe/?trk=x", "https://www.linkedin.com/in/jane-doe"),
        ("account_type", "recruiter_lite", "recruiter_lite"),
        ("account_type", "Sales Navigator", "sales_navigator"),
        ("account_type", "none", "basic"),
        ("connections", "212", 212),
        ("connections", "500+", 500),
        ("connections", "1,204", 1204),
        ("connections", "0", 0),
        ("connections", "none", 0),
        *(("photo", typed, value) for typed, value in YES_NO),
        *(("position", typed, value) for typed, value in YES_NO),
        ("position", "Buyer at Initech", "Buyer at Initech"),
        ("skills", "Python, SQL, Go", ["Python", "SQL", "Go"]),
        ("skills", "Python, python , ,SQL", ["Python", "SQL"]),
        ("skills", "5", 5),
        ("skills", "none", []),
        ("education", "Lund University", ["Lund University"]),
        ("education", "none", []),
        ("education", "yes", 1),
        *(("experience", typed, value) for typed, value in YES_NO),
        ("experience", "Clerk at Initrode", True),
        *(("summary", typed, value) for typed, value in YES_NO),
        *(("custom_url", typed, value) for typed, value in YES_NO),
        ("completeness", "60", 60),
        ("completeness", "60 %", 60),
        ("messages", "40", 40),
        ("messages", "none", 0),
        ("share_network", "names", "names"),
        ("share_network", "yes", "names"),
        ("share_network", "count", "count"),
        ("share_network", "no", "count"),
        ("share_network", "off", "off"),
    ],
)
def test_a_field_takes_its_values_and_gives_them_back(desk: Desk, field: str, typed: str, value: object):
    """Yes and no, numbers, text, lists, `none` and `500+` are kept as what they mean; `unknown` takes them back."""
    desk("profile", "set", f"{field}={typed}").answered  # noqa: B018
    fact = desk("profile", "show", "--json").json[field]
    assert fact == {"value": value, "basis": "stated", "as_of": "2026-11-20"}
    assert type(fact["value"]) is type(value)
    assert field in desk("profile", "show").answered

    desk("profile", "set", f"{field}=unknown").answered  # noqa: B018
    assert desk.fields() == {}


def test_every_name_of_a_plan_is_taken(desk: Desk, policy: Policy):
    """Each account type goes by its id, its name and each of its aliases, in any case."""
    for key, account in policy.account_types.items():
        for typed in (key, account.name, account.name.upper(), *account.aliases):
            assert parse_field("account_type", typed, policy) == key, typed
        desk.set(account_type=account.name)
        assert desk.fields() == {"account_type": key}


@pytest.mark.parametrize(
    ("assignments", "named"),
    [
        (["shoe_size=44"], "shoe_size"),
        (["photo"], "photo"),
        (["=yes"], ""),
        (["photo="], "photo"),
        (["photo=maybe"], "maybe"),
        (["connections=many"], "many"),
        (["connections=-3"], "-3"),
        (["connections=30001"], "30000"),
        (["connections=9" + "9" * 400], "connections"),
        (["completeness=101"], "100"),
        (["completeness=a half"], "a half"),
        (["messages=lots"], "lots"),
        (["account_type=gold"], "gold"),
        (["url=example.com/jane"], "example.com/jane"),
        (["share_network=everybody"], "everybody"),
        (["name=" + "x" * 201], "200"),
        (["skills=" + ",".join(f"s{number}" for number in range(101))], "100"),
        (["photo=yes", "skills=3", "connections=many"], "many"),
        (["connections=many", "photo=yes"], "many"),
        (["photo=yes", "shoe_size=44"], "shoe_size"),
    ],
)
def test_a_wrong_assignment_changes_nothing(desk: Desk, assignments: list[str], named: str):
    """One unknown field or unfit value is refused by name, and no other assignment beside it is kept."""
    desk.set(photo="no", skills=2)
    before = rows(desk.db)
    assert named in desk("profile", "set", *assignments).refused
    assert rows(desk.db) == before


def test_several_fields_at_once(desk: Desk):
    """One command states several facts; all of them are kept and named in the receipt."""
    receipt = desk("profile", "set", "photo=yes", "connections=212", "skills=Python, SQL, Go").answered
    assert desk.fields() == {"photo": True, "connections": 212, "skills": ["Python", "SQL", "Go"]}
    assert all(field in receipt for field in ("photo", "212", "Python, SQL, Go"))


def test_a_stated_number_of_messages_counts_for_seven_days(desk: Desk):
    """`messages` is what was sent within the window: stated, it counts for as long as that, and is unknown after."""
    desk.set(messages=500)
    moments = (NOW, "2026-11-27T11:59:59Z", "2026-11-27T12:00:01Z")
    on = [state_of(desk.at(moment).ask(ACCOUNT), "message_volume") for moment in moments]
    assert on == ["locked", "locked", "unknown"]


# --- standing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["good", "restricted", "banned"])
def test_a_standing_is_recorded_and_shown(desk: Desk, kind: str):
    """Each standing can be recorded without dates; it is shown, and it decides ban and restriction."""
    desk("standing", "set", kind).answered  # noqa: B018
    shown = desk("standing", "show", "--json").json
    assert shown == {"standing": kind, "reason": None, "since": None, "until": None, "basis": "recorded"}
    assert desk("standing", "show").answered.strip()
    answer = desk.ask(ACCOUNT)
    locks = {"good": ("clear", "clear"), "restricted": ("clear", "locked"), "banned": ("locked", "clear")}
    assert (state_of(answer, "ban"), state_of(answer, "restriction")) == locks[kind]


def test_a_later_standing_replaces_the_earlier(desk: Desk):
    """Only the last recorded standing holds, with nothing left of the one before."""
    desk("standing", "set", "restricted", "--reason", "spam", "--since", "2026-11-01", "--until", "2026-12-01")
    desk("standing", "set", "good").answered  # noqa: B018
    assert desk("standing", "show", "--json").json["until"] is None
    assert state_of(desk.ask(ACCOUNT), "restriction") == "clear"


def test_a_restriction_that_is_over_is_clear_and_said_to_be_over(desk: Desk):
    """An end in the past may be recorded: it does not lock, and the answer says that it ended."""
    desk("standing", "set", "restricted", "--since", "2026-10-01", "--until", "2026-11-19").answered  # noqa: B018
    restriction = desk.ask(ACCOUNT)["checks"][1]
    assert (restriction["state"], restriction["reason"]) == ("clear", "restriction.ended")
    assert restriction["evidence"]["until"] == "2026-11-19"
    assert "19 Nov 2026" in restriction["say"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nice",),
        ("restricted", "--since", "yesterday"),
        ("restricted", "--since", "2026-13-01"),
        ("restricted", "--until", "31.12.2026"),
        ("restricted", "--since", ""),
        ("restricted", "--since", "2026-11-20", "--until", "2026-11-19"),
        ("restricted", "--reason", "x" * 201),
        ("banned", "--until", "2026-12-01"),
        ("good", "--reason", "spam"),
        ("good", "--since", "2026-11-01"),
        ("good", "extra"),
    ],
)
def test_a_standing_that_does_not_fit_changes_nothing(desk: Desk, arguments: tuple[str, ...]):
    """Unknown kinds, days that are none, an end before the beginning, an end of a ban: refused, nothing recorded."""
    desk("standing", "set", "restricted", "--reason", "spam").answered  # noqa: B018
    before = rows(desk.db)
    assert desk("standing", "set", *arguments).refused
    assert rows(desk.db) == before


def test_a_reason_is_the_policys_own_or_as_typed(desk: Desk):
    """A reason that the policy lists is kept as its id, any other in the member's words."""
    for typed, kept in (("SPAM", "spam"), ("prohibited services", "prohibited_services"), ("odd thing", "odd thing")):
        desk("standing", "set", "restricted", "--reason", typed).answered  # noqa: B018
        assert desk("standing", "show", "--json").json["reason"] == kept


# --- shared connections ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "state"), [("3", "clear"), ("0", "locked"), ("none", "locked"), ("500+", "clear")])
def test_a_stated_number_of_shared_connections_decides(tmp_path: Path, count: str, state: str):
    """What a profile shows is stated per person: 0 locks, from 1 on it is clear, and `unknown` takes it back."""
    desk = well_off(tmp_path)
    receipt = desk("shared", "set", "Zora Quist", count).answered
    assert "Zora Quist" in receipt
    answer = desk.ask("why can't I message Zora Quist?")
    assert state_of(answer, "shared_connections") == state
    assert answer["checks"][5]["basis"] == "stated"
    assert state_of(desk.ask("why can't I message Otto Other?"), "shared_connections") == "unknown"

    desk("shared", "set", "Zora Quist", "unknown").answered  # noqa: B018
    assert state_of(desk.ask("why can't I message Zora Quist?"), "shared_connections") == "unknown"


@pytest.mark.parametrize("person", ["Jane Doe", "jane doe", JANE.url, "linkedin.com/in/jane-doe-example/"])
def test_a_person_is_named_or_given_by_address(tmp_path: Path, person: str):
    """The person of `shared set` is found by name or profile address, however it is written."""
    desk = mara(tmp_path)
    desk("shared", "set", person, "7").answered  # noqa: B018
    assert desk.ask(WHY_JANE)["checks"][5]["evidence"] == {"shared": 7, "at_least": False}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("Jane Doe", "many"), "many"),
        (("Jane Doe", "30001"), "30000"),
        (("Jane Doe", ""), ""),
        (("Sam Lee", "3"), "Sam Lee"),
        (("Mara Quillan", "3"), ""),
        (("", "3"), ""),
        (("Jane Doe",), "COUNT"),
        ((), "PERSON"),
    ],
)
def test_shared_connections_that_do_not_fit_change_nothing(tmp_path: Path, arguments: tuple[str, ...], named: str):
    """No number, several of one name, oneself or nobody: refused, nothing kept."""
    desk = mara(tmp_path)
    before = rows(desk.db)
    assert named in desk("shared", "set", *arguments).refused
    assert rows(desk.db) == before


# --- import ---------------------------------------------------------------------------------------------------


def test_an_archive_is_taken_packed_or_unpacked(tmp_path: Path):
    """A ZIP and the folder it unpacks to bring the same."""
    files = archives.files_of_2026(connections=knows(BOB, JANE), skills=[archives.skill("Excel")])
    packed = take(Desk(tmp_path / "a.db"), files, tmp_path)
    folder = archives.write_folder(tmp_path / FILE_NAME.removesuffix(".zip"), files)
    assert Desk(tmp_path / "b.db")("import", str(folder), "--json").json == packed


def test_the_same_archive_twice_is_once(tmp_path: Path):
    """Importing an archive again replaces what it brought and doubles nothing."""
    desk = mara(tmp_path)
    path = tmp_path / FILE_NAME  # the last archive written here is Bob's
    bob = desk.of("UBOB")
    before = rows(desk.db)
    first, second = (bob("import", str(path), "--json").json for _ in range(2))
    assert first == second
    ids = {"connections"}  # numbered anew; everything else is the same to the row
    after = rows(desk.db)
    assert {table: held for table, held in after.items() if table not in ids} == {
        table: held for table, held in before.items() if table not in ids
    }
    assert sorted(row[1:] for row in after["connections"]) == sorted(row[1:] for row in before["connections"])


def test_an_older_archive_is_refused_naming_both_days(tmp_path: Path):
    """An archive older than the stored one changes nothing, and the sentence names both dates."""
    desk = mara(tmp_path)
    older = archives.write_zip(
        tmp_path / "Basic_LinkedInDataExport_10-01-2026.zip", archives.files_of_2026(connections=knows(JANE))
    )
    before = rows(desk.db)
    said = desk("import", str(older)).refused
    assert "1 Oct 2026" in said
    assert "20 Nov 2026" in said
    assert rows(desk.db) == before


def test_what_was_stated_survives_an_import(tmp_path: Path):
    """An import never touches statements; the newer of both wins, on the same day the statement."""
    desk = Desk(tmp_path / "whylocked.db", now="2026-11-19")
    desk.set(skills=9, photo="yes")
    desk.at(NOW).set(connections=400)
    take(desk, archives.files_of_2026(connections=knows(JANE), skills=[archives.skill("Excel")]), tmp_path)
    assert desk.fields() == {"skills": ["Excel"], "photo": True, "connections": 400}


def test_the_receipt_tells_what_came_in_and_how_it_is_shared(tmp_path: Path):
    """The plain receipt names the day, the numbers and, in one sentence, what colleagues can learn."""
    path = archives.write_zip(tmp_path / FILE_NAME, archives.files_of_2026(connections=knows(BOB, JANE)))
    told = Desk(tmp_path / "whylocked.db")("import", str(path)).answered
    assert "20 Nov 2026" in told
    assert "2 connections" in told
    assert "share_network" in told


# --- the store, its place and its members ---------------------------------------------------------------------


def test_members_and_workspaces_do_not_mix(tmp_path: Path):
    """What one member of one workspace states is nobody else's, not even the same id's in another workspace."""
    desk = Desk(tmp_path / "whylocked.db")
    desk.set(photo="yes")
    desk("standing", "set", "banned").answered  # noqa: B018
    desk("shared", "set", "Jane Doe", "3").answered  # noqa: B018
    for other in (desk.of("U2"), desk.of("U1", team="T2"), desk.of("me", team="local")):
        assert other.fields() == {}
        assert other("standing", "show", "--json").json["standing"] == "good"
        assert other.ask(WHY_JANE)["checks"][5]["state"] == "unknown"


def test_without_identity_it_is_me_at_local(tmp_path: Path):
    """Without `--team` and `--user` the member is `me` of the workspace `local`."""
    db = str(tmp_path / "whylocked.db")
    run("--db", db, "profile", "set", "photo=yes").answered  # noqa: B018
    assert Desk(Path(db), team="local", user="me").fields() == {"photo": True}


def test_the_place_of_the_store(tmp_path: Path):
    """The option wins over WHYLOCKED_DB, and that over the user's data folder, which is made when it is missing."""
    home = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": ""}
    option, variable = tmp_path / "option.db", tmp_path / "variable.db"
    spawn("--db", str(option), "ask", "hi", WHYLOCKED_DB=str(variable), **home).answered  # noqa: B018
    assert (option.exists(), variable.exists()) == (True, False)
    spawn("ask", "hi", WHYLOCKED_DB=str(variable), **home).answered  # noqa: B018
    assert variable.exists()
    assert not (tmp_path / "home").exists()

    data = tmp_path / "data"
    spawn("ask", "hi", WHYLOCKED_DB="", HOME=str(tmp_path / "home"), XDG_DATA_HOME=str(data)).answered  # noqa: B018
    assert [path.name for path in data.rglob("*.db")] == ["whylocked.db"]


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path):
    """Where the user's data folder cannot be made, one sentence names the store."""
    (tmp_path / "file").write_text("no folder")
    said = spawn("ask", "hi", WHYLOCKED_DB="", HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "file")).refused
    assert "whylocked.db" in said


# --- the knowledge --------------------------------------------------------------------------------------------


def changed_knowledge(folder: Path, before: str, after: str, file: str = "policy.toml") -> Path:
    """The knowledge with one change, in a folder of its own."""
    shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def test_another_knowledge_gives_another_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A changed number decides and its version is named, given by option or by WHYLOCKED_KNOWLEDGE; the option wins."""
    desk = Desk(tmp_path / "whylocked.db")
    desk.set(account_type="basic", connections=12)
    lower = changed_knowledge(tmp_path / "lower", "connections_needed = 15", "connections_needed = 10")
    policy = lower / "policy.toml"
    policy.write_text(policy.read_text(encoding="utf-8").replace('version = "2026.1"', 'version = "2026.1-ours"'))

    def asked(*options: str) -> tuple[str, str]:
        answer = run(*options, *desk.words("ask", ACCOUNT, "--json")).json
        return answer["policy"], state_of(answer, "connection_count")

    assert asked() == ("2026.1", "locked")
    assert asked("--knowledge", str(lower)) == ("2026.1-ours", "clear")
    monkeypatch.setenv("WHYLOCKED_KNOWLEDGE", str(lower))
    assert asked() == ("2026.1-ours", "clear")
    assert asked("--knowledge", str(BUILT_IN)) == ("2026.1", "locked")


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("connections_needed = 15", 'connections_needed = "fifteen"', "account_types.basic.connections_needed"),
        ("connections_needed = 15", "connections_needed = -1", "account_types.basic.connections_needed"),
        ("limit = 500", "limit = 0", "message_volume.limit"),
        ("limit = 500", "limt = 500", "message_volume.lim"),
        ('version = "2026.1"', "", "version"),
        ("[message_volume]", "[message_volume", "TOML"),
    ],
)
@pytest.mark.parametrize("command", [("ask", ACCOUNT), ("doctor",)])
def test_bad_knowledge_stops_the_start(tmp_path: Path, before: str, after: str, key: str, command: tuple[str, ...]):
    """A mistake in the knowledge is refused before anything else, naming the file and the key."""
    folder = changed_knowledge(tmp_path / "knowledge", before, after)
    said = run("--db", str(tmp_path / "whylocked.db"), "--knowledge", str(folder), *command).refused
    assert "policy.toml" in said
    assert key in said
    assert not (tmp_path / "whylocked.db").exists()


def test_no_knowledge_there_is_one_sentence(tmp_path: Path):
    """A knowledge folder that is empty or missing is refused, naming a file."""
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "missing"):
        said = run("--db", str(tmp_path / "w.db"), "--knowledge", str(tmp_path / folder), "ask", "hi").refused
        assert ".toml" in said


# --- doctor ---------------------------------------------------------------------------------------------------


def test_doctor_on_a_good_store(tmp_path: Path):
    """All is well: exit code 0, and the policy's version, the members and the newest archive are named."""
    told = run("--db", str(mara(tmp_path).db), "doctor").answered
    assert "2026.1" in told
    assert "2 members" in told
    assert "20 Nov 2026" in told


def test_doctor_before_the_first_use(tmp_path: Path):
    """A store that is not there yet is nothing bad, and looking at it does not make it."""
    db = tmp_path / "whylocked.db"
    assert str(db) in run("--db", str(db), "doctor").answered
    assert not db.exists()


@pytest.mark.parametrize("broken", ["corrupt", "foreign", "newer", "folder", "nowhere"])
def test_doctor_says_what_is_wrong_with_a_store(tmp_path: Path, broken: str):
    """Whatever is wrong with the store is told in one line on stderr with exit code 2, beside what was found well."""
    ended = run("--db", str(bad_store(tmp_path, broken)), "doctor")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "2026.1" in ended.out


# --- bad input ------------------------------------------------------------------------------------------------


def bad_store(folder: Path, kind: str) -> Path:
    """A path that is no store of ours."""
    path = folder / "store.db"
    match kind:
        case "corrupt":
            path.write_bytes(b"SQLite format 3\0" + b"\xa5" * 8000)
        case "text":
            path.write_text("this is a text, " * 100, encoding="utf-8")
        case "foreign" | "newer":
            if kind == "newer":
                Desk(path).set(photo="yes")
            conn = sqlite3.connect(path)
            conn.execute("PRAGMA user_version = 999" if kind == "newer" else "CREATE TABLE other (thing)")
            conn.commit()
            conn.close()
        case "folder":
            path.mkdir()
        case "nowhere":
            path = folder / "nowhere" / "store.db"
        case _:
            path = Path("/proc/whylocked.db")
    return path


@pytest.mark.parametrize("kind", ["corrupt", "text", "foreign", "newer", "folder", "nowhere", "unwritable"])
@pytest.mark.parametrize(
    "command",
    [("ask", WHY_JANE), ("profile", "set", "photo=yes"), ("standing", "show"), ("understand",), ("chat",)],
    ids=lambda command: command[0],
)
def test_a_store_that_is_none_is_one_sentence(tmp_path: Path, kind: str, command: tuple[str, ...]):
    """A damaged, foreign, newer, misplaced or unwritable store is refused by path, whatever the command, untouched."""
    path = bad_store(tmp_path, kind)
    before = path.read_bytes() if path.is_file() else None
    ended = run("--db", str(path), *command, stdin=WHY_JANE if command == ("chat",) else "")
    if command == ("chat",):  # it has greeted by then, and the next line could be typed
        assert str(path) in ended.out + ended.err
        assert "Traceback" not in ended.out + ended.err
    else:
        assert str(path) in ended.refused
    assert before is None or path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
@pytest.mark.parametrize("command", [("ask", "hi"), ("profile", "set", "photo=yes"), ("doctor",)])
def test_a_place_that_may_not_be_looked_at_is_one_sentence(tmp_path: Path, command: tuple[str, ...]):
    """A store in a folder that is closed to the user is refused by path; `doctor` says the same."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    ended = run("--db", str(closed / "store.db"), *command)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert str(closed / "store.db") in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nope",),
        ("--nope",),
        ("--db",),
        ("ask",),
        ("ask", "--nope", "x"),
        ("ask", "x", "--thread"),
        ("profile",),
        ("profile", "nope"),
        ("profile", "set"),
        ("profile", "show", "extra"),
        ("standing",),
        ("shared",),
        ("shared", "set"),
        ("import",),
        ("import", "a", "b"),
        ("understand", "extra"),
        ("schema", "extra"),
        ("--now", "nonsense", "ask", "hi"),
        ("--now", "", "ask", "hi"),
        ("--now", "2026-02-30", "ask", "hi"),
        ("--now", "0001-01-01T00:00:00+14:00", "ask", "hi"),
        ("--now", "9999-12-31T23:59:59-14:00", "ask", "hi"),
        ("--now", "nonsense", "profile", "show"),
        ("--now", "nonsense", "schema"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...]):
    """Unknown commands and options, missing and extra arguments, moments that are none: one sentence, exit code 2."""
    db = tmp_path / "whylocked.db"
    assert run("--db", str(db), *arguments).refused
    assert not db.exists()


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help(name: str):
    """`--help` answers for each command, and its first line says what it does."""
    told = run(name, "--help").answered
    assert told.splitlines()[0].startswith(f"Usage: whylocked {name}")
    assert told.splitlines()[2].strip()


def test_help_names_every_command():
    """The help of the whole lists each command and the options that stand before one."""
    told = run("--help").answered
    assert [name for name in (*cli.commands, "--db", "--knowledge", "--now", "--version") if name not in told] == []


def test_words_need_no_quotes(tmp_path: Path):
    """A question typed without quotes is the same question."""
    desk = mara(tmp_path)
    assert desk.ask("why can't I message Jane Doe?") | {"diagnosis": "", "text": ""} == desk(
        "ask", "why", "can't", "I", "message", "Jane", "Doe?", "--json"
    ).json | {"diagnosis": "", "text": ""}


# --- what only a process shows --------------------------------------------------------------------------------


def test_asking_starts_without_what_it_does_not_need(tmp_path: Path):
    """Nothing of Slack, nothing that draws and nothing of a service is imported to answer a question."""
    db = mara(tmp_path).db
    code = (
        "import sys, atexit; from bot.cli import main\n"
        "atexit.register(lambda: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr))\n"
        "main()"
    )
    ended = subprocess.run(
        [WHYLOCKED[0], "-c", code, "--db", str(db), "ask", "--team", "T1", "--user", "U1", WHY_JANE, "--json"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    imported = set(ended.stderr.split())
    assert "pydantic" in imported
    needless = {"rich", "aiohttp", "granian", "prometheus_client", "pythonjsonlogger"}
    assert {name for name in imported if name.startswith("slack") or name in needless} == set()


def test_processes_ask_and_write_at_once(tmp_path: Path):
    """Simultaneous first starts, statements, imports and questions on one store all succeed, and nothing is lost."""
    db = tmp_path / "whylocked.db"
    path = archives.write_zip(
        tmp_path / FILE_NAME, archives.files_of_2026(connections=knows(*(friend(number) for number in range(200))))
    )
    desks = [Desk(db, user=f"U{number}") for number in range(3)]
    commands = [
        *(desk.words("profile", "set", f"skills={number}") for number, desk in enumerate(desks)),
        desks[0].words("import", str(path)),
        desks[1].words("ask", WHY_JANE),
    ]
    running = [
        subprocess.Popen([*WHYLOCKED, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for words in commands
    ]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert ended == [(b"", 0)] * len(commands)
    assert [desk.fields()["skills"] for desk in desks] == [0, 1, 2]
    assert [desk.fields().get("connections") for desk in desks] == [200, None, None]
    assert len(rows(db)["diagnoses"]) == 1


def test_two_imports_of_one_archive_at_once(tmp_path: Path):
    """The same member's archive imported by two processes at once is there once."""
    desk = Desk(tmp_path / "whylocked.db")
    path = archives.write_zip(tmp_path / FILE_NAME, archives.files_of_2026(connections=knows(BOB, JANE)))
    running = [
        subprocess.Popen(
            [*WHYLOCKED, *desk.words("import", str(path))], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in running] == [(b"", 0)] * 2
    assert len(rows(desk.db)["connections"]) == 2


@pytest.mark.parametrize(
    "command",
    [
        "whylocked --db $DB ask hi | head -1 >/dev/null; echo ${PIPESTATUS[0]}",
        "whylocked schema | head -1 >/dev/null; echo ${PIPESTATUS[0]}",
        "whylocked --db $DB ask hi >&-; echo $?",
        "whylocked --db $DB ask hi <&-; echo $?",
        "whylocked --db $DB understand <&-; echo $?",
        "whylocked --db $DB chat <&- >/dev/null; echo $?",
        "whylocked --db $DB ask hi <&- >&- 2>&-; echo $?",
    ],
)
def test_closed_ends_of_a_pipe_are_no_failure(tmp_path: Path, command: str):
    """A reader who leaves early or an input that is closed leaves no traceback, and the command has answered."""
    script = f'whylocked() {{ {WHYLOCKED[0]} -c "from bot.cli import main; main()" "$@"; }}\n{command}'
    ended = subprocess.run(
        ["env", f"DB={tmp_path / 'whylocked.db'}", "bash", "-c", script],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert (ended.stdout.splitlines()[-1], ended.stderr) == ("0", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_nobody_foresaw_is_one_sentence_too(tmp_path: Path):
    """An error that is nobody's input ends with one sentence that names its kind and place, and no traceback."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*WHYLOCKED, *Desk(tmp_path / "whylocked.db").words("ask", "hi")],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "OSError" in ended.stderr


def test_on_a_terminal_an_import_ends_with_its_receipt(tmp_path: Path):
    """Where a person looks on, the progress is drawn and wiped away, and the receipt stands at the end."""
    path = archives.write_zip(tmp_path / FILE_NAME, archives.files_of_2026(connections=knows(BOB, JANE)))
    with terminal(*Desk(tmp_path / "whylocked.db").words("import", str(path))) as screen:
        assert screen.code() == 0
        assert "2 connections" in screen.seen


def test_on_a_terminal_a_chat_answers(tmp_path: Path):
    """The chat asks for a line, answers it, and ends with an empty line."""
    with terminal("--db", str(tmp_path / "whylocked.db"), "chat") as screen:
        screen.wait_for("you › ")
        screen.type("help\n")
        assert "Jane Doe" in screen.wait_for("you › ")
        screen.type("\n")
        assert screen.code() == 0


def test_an_output_without_unicode_gets_question_marks_and_whole_json(tmp_path: Path):
    """Where the output cannot hold a letter, a text has "?" in its place; JSON is escaped and the very same data."""
    desk = mara(tmp_path)
    text = "why can't I message Žofie Quist?"
    assert "?ofie Quist" in spawn(*desk.words("ask", text), PYTHONIOENCODING="latin-1").answered
    answer = spawn(*desk.words("ask", text, "--json"), LC_ALL="C", PYTHONIOENCODING="ascii")
    assert answer.answered.isascii()
    assert answer.json["target"]["name"] == "Žofie Quist"
    lines = spawn(*desk.words("understand"), stdin=json.dumps({"text": text}).encode(), PYTHONIOENCODING="ascii")
    assert lines.answered.isascii()
    assert lines.json["targets"] == ["Žofie Quist"]
