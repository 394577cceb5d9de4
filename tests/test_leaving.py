"""Whoever leaves is forgotten whole, down to the bytes of the file, and nobody else is touched."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cli import Desk, run, spawn, terminal
from conftest import NOW, ago, archive, invited, keep, messages, tie, url_of
from signed import Member

from bot.app import App, compose
from bot.appeals import COMMAND_LINE, Action
from bot.archive.rows import Correspondent, Direction, OwnProfile, Position
from bot.conversation import Conversation
from bot.conversation.heard import Heard
from bot.facts import Standing, StandingKind
from bot.people import Person, Target, TargetStatus, person_key
from bot.replies import leaving
from bot.replies.model import Button, Form, Menu, Part
from bot.settings import Settings
from bot.store import Store, Who, hurried
from bot.store.audit import Audit
from bot.store.connection import connected
from bot.store.leaving import Leaving
from bot.store.roles import Office
from bot.store.traces import cleared_in_passing
from bot.understanding.request import Intent, Request
from bot.usecases import Whylocked
from bot.usecases.appealed import Filing
from bot.usecases.leaving import Gone
from bot.words import BUILT_IN, Words

LEAVER = Who("T1", "U0LEAVINGQZ")
STAYER = Who("T1", "U0STAYING")
STRANGER = Who("T2", "U0LEAVINGQZ")
OWN = [
    "Zqmia Zqleaver", "Zqcontact", "zqcontact", "Zqcompany", "Zqposition", "Zqinvited", "Zqwrote", "Zqschool",
    "Zqskill", "Zqstated", "Zqshared", "zqthread", "Zqreason", "Zqtarget", "Zqreplaced", "Zqstatement", "Zqquestion",
    "Zqwatched", "Zqcause", "Zqowed",
]  # fmt: skip
"""What only the member who leaves has, each in what is stored of nobody else."""
MANY = 400


def enter(whylocked: Whylocked, who: Who, mark: str) -> str:
    """Give a member rows in every table, the names in them marked; gives the id of a diagnosis."""
    store = whylocked.store
    connections = [
        tie(f"{mark}contact {chr(97 + number % 26) * 3}{number}", company=f"{mark}company {number}", on=NOW.date())
        for number in range(MANY)
    ]
    for part in (connections[: MANY // 2], connections):  # imported twice, so that pages were freed and used again
        keep(
            store,
            who,
            archive(
                connections=part,
                messages=messages(ago(2), to=[Correspondent(f"{mark}wrote Ray", None, 2, NOW.date())]),
                invitations=[invited(f"{mark}invited Fox", Direction.SENT, NOW.date())],
                positions=[Position(f"{mark}position", "Acme", current=True)],
                education=[f"{mark}school"],
                skills=[f"{mark}skill"],
                profile=OwnProfile(f"{mark}mia {mark}leaver", has_summary=True),
            ),
        )
    whylocked.record_standing(who, Standing(StandingKind.RESTRICTED, f"{mark}reason"), NOW)
    target = Target(
        TargetStatus.FOUND,
        f"{mark}target Poe",
        person=Person(f"{mark}target Poe", person_key(f"{mark}target Poe"), url_of(f"{mark}target Poe")),
    )
    diagnosis = whylocked.ask(who, target, NOW).diagnosis or ""
    whylocked.answer_padlock(who, diagnosis, shown=True, now=NOW)
    whylocked.state_shared(who, Target(TargetStatus.UNKNOWN, f"{mark}shared Doe"), "3", NOW)
    whylocked.state(who, [("name", f"{mark}replaced Name")], NOW)
    whylocked.state(who, [("name", f"{mark}mia {mark}leaver"), ("position", f"{mark}stated")], NOW)
    target = Target(TargetStatus.UNKNOWN, f"{mark}watched Elm")
    whylocked.watching.begin(who, [target], NOW)
    with store.writing() as session:
        session.owed.add(who, f"{mark}cause", "told", {"text": f"{mark}owed"}, NOW)
    whylocked.keep_turn(who, {f"{mark.casefold()}thread": timedelta(days=7)}, {"mark": mark}, NOW)
    whylocked.appealing.file(who, Filing(f"{mark}statement {'of what happened ' * 3}", diagnosis=diagnosis), NOW)
    with store.writing() as session:
        session.owed.add(who, "appeal 1 event 9", "appeal_asked", {"note": f"{mark}question"}, NOW)
    _enter_raw(store, who)
    return diagnosis


def _enter_raw(store: Store, who: Who) -> None:
    """Rows of tables whose use cases have tests of their own."""
    with connected(store.path) as db:
        for table, row in {
            "roles": {"role": "reviewer", "given_at": NOW.isoformat()},
            "visits": {"home_at": NOW.isoformat()},
            "absences": {"looked_at": NOW.isoformat()},
        }.items():
            db.table(table).insert({**who.key, **row}, replace=True, pk=("team", "user"))


def held(path: Path, but: Who | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the file, table by table; of a member's tables without that member's."""
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608
    return {
        table: [
            row for row in kept if but is None or (row[:2] != (but.team, but.user) and row[1:3] != (but.team, but.user))
        ]
        for table, kept in rows.items()
    }


def traces(path: Path, *texts: str) -> dict[str, list[str]]:
    """Which of the texts are somewhere in the bytes of the store's files, file by file."""
    found = {}
    for file in sorted(path.parent.glob(f"{path.name}*")):
        # By another process: closing a file drops the locks that SQLite holds on it in this one.
        data = subprocess.run(["cat", str(file)], capture_output=True, check=True).stdout
        found[file.name] = [text for text in texts if text.encode() in data]
    return found


def clean(path: Path) -> dict[str, list[str]]:
    """No trace in any of the files that are there."""
    return {file.name: [] for file in sorted(path.parent.glob(f"{path.name}*"))}


@pytest.fixture
def full(whylocked: Whylocked) -> str:
    """A member who will leave, a colleague, the same user id in another workspace; gives a diagnosis of the first."""
    diagnosis = enter(whylocked, LEAVER, "Zq")
    enter(whylocked, STAYER, "Stay")
    enter(whylocked, STRANGER, "Other")
    return diagnosis


# --- the store ------------------------------------------------------------------------------------------------


def test_every_table_with_a_user_is_emptied_of_the_member(full: str, whylocked: Whylocked, store: Store):
    """Whatever table has a user, its rows of the member go, and all other rows stay as they are."""
    before = held(store.path, LEAVER)
    with connected(store.path) as db:
        mine = {table.name for table in db.tables if "user" in table.columns_dict}
    counts = whylocked.stored(LEAVER)
    assert {table for table, number in counts.items() if number} == mine == counts.keys()

    gone = whylocked.forget(LEAVER, NOW)
    assert gone == Gone(counts, cleared=True)
    # What the workspace's names count in words is kept over all members; of audit and cards see below.
    kept, words, others = held(store.path), "known_words", dict.fromkeys(("known_words", "audit", "cards"))
    assert {**kept, **others} == {**before, **others}
    assert {row[2] for row in before[words]} > {row[2] for row in kept[words]}
    assert whylocked.stored(LEAVER) == dict.fromkeys(mine, 0)
    assert full


def test_what_outlives_a_member_is_nameless(whylocked: Whylocked, store: Store):
    """What is open is withdrawn first and every card shown anew; others' rows keep an id that says nothing."""
    for who in (LEAVER, STAYER):
        whylocked.record_standing(who, Standing(StandingKind.RESTRICTED), NOW)
        whylocked.appealing.file(who, Filing("What happened to me, told at some length, all of it."), NOW)
    acting = whylocked.appealing.act
    acting("T1", 1, Action.REJECT, COMMAND_LINE, NOW)
    whylocked.appealing.file(LEAVER, Filing("What happened to me, told at some length, all of it."), NOW)
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.REVIEWER, [LEAVER.user], NOW)
    acting("T1", 2, Action.ASK, LEAVER.user, NOW, note="What else?")
    acting("T1", 2, Action.ACCEPT, LEAVER.user, NOW)
    before = held(store.path)
    later = NOW + timedelta(hours=1)
    assert whylocked.forget(LEAVER, later).rows["appeals"] == 2

    after = held(store.path)
    gone = {str(row[3]) for row in after["audit"]} - {COMMAND_LINE, STAYER.user}
    assert len(gone) == 1
    (alias,) = gone
    assert re.fullmatch("gone-[0-9a-f]{8}", alias)
    named = {table: [tuple(_renamed(value, alias) for value in row) for row in kept] for table, kept in before.items()}
    assert after["audit"][:-1] == named["audit"]
    assert after["audit"][-1][2:6] == (later.isoformat(), alias, "appeal_withdraw", alias)
    of_stayer = [row for row in named["appeal_events"] if row[1] == STAYER.user]
    assert (after["appeal_events"], after["appeals"]) == (
        of_stayer, [row for row in before["appeals"] if row[1] == STAYER.user],
    )  # fmt: skip
    assert after["owed"] == [row for row in named["owed"] if row[1] == STAYER.user]
    assert [row for row in after["standings"] if row[1] == STAYER.user] == [
        row for row in named["standings"] if row[1] == STAYER.user
    ]
    wanted = {row[1]: (row[4], row[6]) for row in before["cards"]}
    shown = {row[1]: (row[4], row[6]) for row in after["cards"]}
    assert shown == {number: (wanted[number][0] + 1, later.isoformat()) for number in (1, 2, 3)}


def _renamed(value: object, alias: str) -> object:
    return value.replace(LEAVER.user, alias) if isinstance(value, str) else value


def test_an_administrator_without_data_is_nameless_too(whylocked: Whylocked, store: Store):
    """Of somebody who only did something for others, that alone is left, nameless, and no trace of the name."""
    with store.writing() as session:
        session.audit.add("T1", NOW, LEAVER.user, "standing", STAYER.user)
    assert whylocked.forget(LEAVER, NOW).cleared
    assert traces(store.path, LEAVER.user) == clean(store.path)


def test_a_table_that_comes_later_is_not_forgotten(whylocked: Whylocked, store: Store):
    """A table that the program knows nothing of, and that refers to nothing, is counted, handed over and emptied."""
    whylocked.state(LEAVER, [("photo", "yes")], NOW)
    with connected(store.path) as db:
        db.execute("CREATE TABLE later (user TEXT, thing TEXT, team TEXT)")
        db.execute("INSERT INTO later VALUES ('U0LEAVINGQZ', 'hat', 'T1'), ('U0STAYING', 'cap', 'T1')")
    assert whylocked.export(LEAVER)["later"] == [{"thing": "hat"}]
    assert whylocked.forget(LEAVER, NOW).rows["later"] == 1
    assert held(store.path)["later"] == [("U0STAYING", "cap", "T1")]


def test_no_byte_of_the_member_is_left(full: str, whylocked: Whylocked, store: Store):
    """Neither the file nor its log holds anything of the member: no row, no index, no freed page, no gap in a page."""
    with store.held_open():  # as the running bot does, so that SQLite does not tidy up by itself
        mine = [full, LEAVER.user, *OWN]
        before = traces(store.path, *mine)
        assert set(mine) == {text for found in before.values() for text in found}
        assert held(store.path)["known_words"]
        whylocked.forget(STRANGER, NOW)  # the same user id in another workspace
        whylocked.forget(LEAVER, NOW)
        assert traces(store.path, *mine) == clean(store.path)
        assert (store.path.parent / f"{store.path.name}-wal").exists()
        theirs = ["Staycontact", "Staymia Stayleaver", "staythread", STAYER.user]
        assert traces(store.path, *theirs)[store.path.name] == theirs
    assert traces(store.path, *mine) == clean(store.path)


def test_overwriting_alone_would_not_do(full: str, whylocked: Whylocked, store: Store):
    """What SQLite overwrites as it deletes is not all: copies stay in the gaps of pages until each is written anew."""
    with store.held_open():
        with connected(store.path) as db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("DELETE FROM members WHERE team = 'T1' AND user = 'U0LEAVINGQZ'")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        left = traces(store.path, *OWN)[store.path.name]
    assert left != []
    assert full
    assert whylocked.stored(LEAVER)["members"] == 0


READ_ON = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN")
db.execute("SELECT count(*) FROM members").fetchone()
print("reading", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def reader(store: Store) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that begins to read the store when told, and goes on until told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"input()\n{READ_ON}", str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    yield process
    process.kill()
    process.communicate()


def begins(reader: subprocess.Popen[bytes]) -> None:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(b"\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == b"reading\n"


def test_while_another_process_reads_the_rest_is_cleared_later(
    full: str, whylocked: Whylocked, store: Store, reader: subprocess.Popen[bytes]
):
    """A reader holds what was there before: the member is told, and the next process that writes clears it."""
    mine = [full, LEAVER.user, *OWN]
    whylocked.forget(STRANGER, NOW)
    with store.held_open():
        begins(reader)
        with hurried(0.05):
            assert whylocked.forget(LEAVER, NOW).cleared is False
        assert whylocked.stored(LEAVER)["members"] == 0
        assert traces(store.path, *mine) != clean(store.path)
        assert store.cleared() is False
        assert run("--db", str(store.path), "doctor").code == 2

        reader.communicate(b"\n")
        with store.writing():  # too soon after it could not be done: nobody is held up by trying again and again
            pass
        assert traces(store.path, *mine) != clean(store.path)
        with Store(store.path).writing():
            pass
        assert traces(store.path, *mine) == clean(store.path)
        assert run("--db", str(store.path), "doctor").code == 0


def test_a_start_clears_what_was_left(full: str, whylocked: Whylocked, store: Store, reader: subprocess.Popen[bytes]):
    """What could not be cleared when the member went is cleared when the bot starts."""
    begins(reader)
    with hurried(0.05):
        assert whylocked.forget(LEAVER, NOW).cleared is False
    reader.communicate(b"\n")
    with Store(store.path).held_open():
        assert held(store.path)["traces"] == []
        assert traces(store.path, full, *OWN) == clean(store.path)


def test_while_another_writes_nothing_of_it_is_lost(full: str, whylocked: Whylocked, store: Store):
    """A member who cannot be deleted now is told so, and is whole."""
    before = held(store.path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with hurried(0.05), pytest.raises(Exception, match="store_busy"):
            whylocked.forget(LEAVER, NOW)
        db.rollback()
    assert held(store.path) == before
    assert full


def test_a_file_that_cannot_be_written_anew_is_cleared_later(full: str, whylocked: Whylocked, store: Store):
    """Where the file cannot be written anew just now the rows are gone all the same, and it is tried again."""
    whylocked.forget(STRANGER, NOW)
    with connected(store.path) as db, closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        Audit(db).rename(LEAVER, "gone-1")
        Leaving(db).delete(LEAVER)
        other.execute("BEGIN IMMEDIATE")
        assert cleared_in_passing(db) is False
        with hurried(0.05):
            assert store.cleared() is False
        other.rollback()
        assert traces(store.path, *OWN) != clean(store.path)
        assert store.cleared() is True
        assert traces(store.path, full, LEAVER.user, *OWN) == clean(store.path)


def test_who_goes_while_the_file_is_cleared_is_cleared_too(whylocked: Whylocked, store: Store):
    """The mark that traces are left is taken away only by a clearing that began after the member went."""
    whylocked.state(LEAVER, [("photo", "yes")], NOW)
    whylocked.state(STAYER, [("photo", "yes")], NOW)
    with connected(store.path) as db:
        db.execute("INSERT INTO traces (team, number) VALUES ('T1', 7)")
        db.execute("CREATE TRIGGER meanwhile AFTER UPDATE ON traces WHEN NEW.lie_in = 'log' AND OLD.number = 7 BEGIN"
                   " UPDATE traces SET number = 8, lie_in = 'pages'; END")  # fmt: skip
    assert store.cleared() is True
    assert held(store.path)["traces"] == [("T1", 8, "pages")]
    assert store.cleared() is True
    assert held(store.path)["traces"] == []


def test_forgetting_nobody_changes_nothing(whylocked: Whylocked, store: Store):
    """Of somebody who has no rows nothing goes."""
    whylocked.state(STAYER, [("photo", "yes")], NOW)
    before = held(store.path)
    assert whylocked.forget(LEAVER, NOW) == Gone(dict.fromkeys(whylocked.stored(LEAVER), 0), cleared=True)
    assert held(store.path) == before


# --- the conversation -----------------------------------------------------------------------------------------


@pytest.fixture
def app(store: Store) -> App:
    return compose(Settings(store.path, BUILT_IN, default_db=False))


def hears(app: App, who: Who = LEAVER, **request: object) -> Heard:
    """What comes of a request that is understood already."""
    asked = Request(Intent.FORGET_ME, **request)  # type: ignore[arg-type]
    return app.conversation._answered(who, asked, None, NOW)  # noqa: SLF001


def test_forget_me_says_what_will_go_and_asks(full: str, app: App, store: Store):
    """In a few lines: how much, what stays, that it is for good, the export first; nothing has gone yet."""
    before = held(store.path)
    heard = hears(app)
    assert heard.pending == "forget_me"
    assert heard.reply.text == (
        "Forget you? Then all I hold of you goes, at once:\n"
        f"From your archive: {MANY} connections, 1 invitation, 1 person you wrote with, the time of 1 message"
        " and 8 facts about you.\n"
        "From you and me: 2 things you told me of yourself, 1 number of shared connections,"
        " your recorded standing, 1 appeal, 1 person you wanted to be told of, your part as a reviewer or"
        " administrator, 1 answer, 1 word on a padlock and 1 note where we stopped.\n"
        "What colleagues imported or asked is theirs and stays; your name may be in it.\n"
        "An open appeal is withdrawn first; what you sent to LinkedIn stays there.\n"
        "It can't be undone. Nothing changes on LinkedIn.\n"
        "A copy first? This writes one: whylocked export --out FILE.\n"
        "Shall I? Answer “yes, forget me”, or “no”."
    )
    assert [(button.label, button.says) for button in heard.reply.actions if isinstance(button, Button)] == [
        ("Delete everything of mine", "yes, forget me"),
        ("Export first", "export my data"),
        ("Keep it", "no"),
    ]
    assert held(store.path) == before
    assert full


def test_once_confirmed_it_says_what_went(full: str, app: App, store: Store):
    """The same numbers, that no trace is left, what stays elsewhere, and that one may come back."""
    with store.held_open():
        heard = hears(app, confirms="forget_me")
        assert traces(store.path, full, *OWN) == clean(store.path)
    assert [line.text for line in heard.reply.lines[3:]] == [
        "No trace of it is left in my store's file, not even where deleted things usually linger.",
        "Backups of the store keep what they hold until whoever made them deletes them.",
        "What colleagues imported or asked is theirs and stays; your name may be in it.",
        "You are welcome back any time; then we start from nothing.",
    ]
    assert heard.reply.lines[0].text == "Done. I have forgotten you; this is gone:"
    assert heard.reply.lines[1].text.startswith(f"From your archive: {MANY} connections, 1 invitation,")
    assert hears(app, confirms="forget_me").reply.text == hears(app).reply.text
    assert hears(app).reply.text == "I hold nothing of you, so there is nothing to delete or to hand over."


def test_a_reader_in_the_way_is_told(words: Words):
    """Where remains are in the file for now, the reply says so and what becomes of them."""
    told = leaving.gone(Gone({"statements": 1}, cleared=False), words)
    assert told.lines[1].text == "From you and me: 1 thing you told me of yourself."
    assert told.lines[2].text.startswith("Nobody can see it here any more. Remains of it still lie in my store's file")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"members": 1}, "Only that you have been here."),
        (
            {"members": 1, "statements": 2, "later": 3},
            "From you and me: 2 things you told me of yourself and 3 other entries.",
        ),
        (
            {"threads": 1, "later": 1, "connections": 2},
            "From your archive: 2 connections.\nFrom you and me: 1 note where we stopped and 1 other entry.",
        ),
    ],
)
def test_what_is_stored_in_words(rows: dict[str, int], said: str, words: Words):
    """A table that has no words of its own is counted with the others; rows that follow from others are not."""
    assert "\n".join(line.text for line in leaving.counted(rows, words)) == said


def test_every_table_is_counted_in_words_or_follows_from_others(full: str, whylocked: Whylocked):
    """No kind of row is counted as something else for lack of words."""
    assert {*leaving.COUNTED, *leaving.DERIVED} == whylocked.stored(LEAVER).keys()
    assert full


@pytest.mark.parametrize("confirms", [None, "forget_me"])
def test_the_conversation_about_it_leaves_no_row(
    confirms: str | None, app: App, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """Neither whoever was forgotten nor whoever was never known is kept as somebody who talked with the bot."""
    if confirms:
        app.whylocked.state(LEAVER, [("photo", "yes")], NOW)
    request = Request(Intent.FORGET_ME, confirms=confirms)
    monkeypatch.setattr("bot.conversation.understand", lambda *_, **__: request)
    heard = app.conversation.hear(LEAVER, "yes", NOW, thread="t", keep=["t", "u"], pin="card")
    assert heard.reply.lines[0].part in {Part.VERDICT, Part.NOTE}
    assert app.whylocked.stored(LEAVER) == dict.fromkeys(app.whylocked.stored(LEAVER), 0)
    assert held(store.path)["members"] == []


def test_the_question_is_remembered_until_the_answer(app: App, monkeypatch: pytest.MonkeyPatch):
    """What waits for a yes stands in the conversation, beneath its buttons, too."""
    app.whylocked.state(LEAVER, [("photo", "yes")], NOW)
    monkeypatch.setattr("bot.conversation.understand", lambda *_, **__: Request(Intent.FORGET_ME))
    app.conversation.hear(LEAVER, "forget me", NOW, thread="t", pin="card")
    turns = [app.whylocked.last_turn(LEAVER, thread, NOW) or {} for thread in ("t", "card")]
    assert [turn["pending"] for turn in turns] == ["forget_me", "forget_me"]


def test_marks_of_deliveries_hold_nothing_of_anybody(whylocked: Whylocked, store: Store):
    """A button's words are in the name of its press, and may name a contact: the mark does not hold them."""
    press = "press 1a2b3c why can't I message Zqcontact Poe?"
    assert whylocked.deliveries.first_time("T1", press, NOW) is True
    assert whylocked.deliveries.first_time("T1", press, NOW) is False
    whylocked.deliveries.not_done("T1", press)
    assert whylocked.deliveries.first_time("T1", press, NOW) is True
    assert traces(store.path, "Zqcontact") == clean(store.path)


def test_in_slack_nobody_is_left_after_it(me: Member, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Asked, confirmed by its button and answered in place: no byte of who it was is in the file."""
    me.command("set name=Zqmia photo=yes")
    original = Conversation._answered  # noqa: SLF001

    def answered(self: Conversation, who: Who, request: Request, *rest: object) -> Heard:
        # Understanding what is typed is tested where that is done.
        texts = {
            "forget me": Request(Intent.FORGET_ME),
            "yes, forget me": Request(Intent.FORGET_ME, confirms="forget_me"),
        }
        return original(self, who, texts.get(said[-1], request), *rest)  # type: ignore[arg-type]

    said: list[str] = []
    hear = Conversation.hear

    def heard(self: Conversation, who: Who, text: str, *rest: object, **named: object) -> Heard:
        said.append(text)
        return hear(self, who, text, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Conversation, "_answered", answered)
    monkeypatch.setattr(Conversation, "hear", heard)
    asked = me.command("forget me").json
    assert asked["text"].startswith("Forget you?")
    assert held(store.path)["members"] != []
    me.presses(asked, "Delete everything of mine")
    answer = me.responded()
    assert answer["text"].startswith("Done. I have forgotten you")
    assert "Our messages stay in Slack itself" in answer["text"]
    assert traces(store.path, "Zqmia") == clean(store.path)
    assert held(store.path)["members"] == []


# --- the command line -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A member who has told two things."""
    desk = Desk(tmp_path / "whylocked.db")
    desk.set(photo="yes", name="Zqmia")
    return desk


def test_forget_with_yes(desk: Desk):
    """`forget --yes` forgets without asking, leaves the file without a trace, and says so once more."""
    assert desk("forget", "--yes").answered.startswith(
        "Done. I have forgotten you; this is gone:\nFrom you and me: 2 things you told me of yourself.\n"
    )
    assert traces(desk.db, "Zqmia") == clean(desk.db)
    nothing = "I hold nothing of you, so there is nothing to delete or to hand over.\n"
    assert desk("forget").answered == desk("forget", "--yes").answered == nothing


def test_forget_in_a_pipe_needs_yes(desk: Desk):
    """Where nobody can be asked nothing goes."""
    before = held(desk.db)
    assert desk("forget", stdin="yes\n").refused == (
        "Nobody is here to confirm that everything goes for good; add --yes."
    )
    assert held(desk.db) == before


@pytest.mark.parametrize(("typed", "gone"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_forget_asks_on_a_terminal(typed: str, gone: bool, desk: Desk):  # noqa: FBT001
    """On a terminal it says what will go, and only a yes lets it go."""
    with terminal(*desk.words("forget")) as screen:
        seen = screen.wait_for("Delete it all? [y/N]: ")
        assert "2 things you told me of yourself" in seen
        screen.type(typed)
        code = screen.code()
    assert code == 0
    assert (held(desk.db)["statements"] == []) is gone
    assert ("Done. I have forgotten you" in screen.seen, "Kept; nothing was changed." in screen.seen) == (
        gone,
        not gone,
    )


def test_forget_in_a_process_of_its_own(desk: Desk):
    """Input that is closed is no terminal either."""
    assert spawn(*desk.words("forget")).code == 2
    assert spawn(*desk.words("forget", "--yes")).code == 0
    assert os.path.getsize(desk.db) > 0  # noqa: PTH202


def test_nothing_to_press_is_left_in_it(words: Words):
    """The reply that somebody was forgotten has nothing to press: a press would go on from what is gone."""
    actions: tuple[Button | Menu | Form, ...] = leaving.gone(Gone({"statements": 1}, cleared=True), words).actions
    assert actions == ()
