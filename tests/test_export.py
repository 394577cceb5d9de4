"""What is handed over is everything that is stored of a member, and nothing of anybody else's rows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
from cli import Desk, run
from conftest import NOW, archive, invited, keep, ties
from test_leaving import LEAVER, MANY, STAYER, enter, held

from bot.app import App, compose
from bot.archive.rows import Direction
from bot.conversation.heard import Heard
from bot.replies import export
from bot.replies.model import Button
from bot.settings import Settings
from bot.store import Store, Who
from bot.store.connection import connected
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words


@pytest.fixture
def diagnosis(whylocked: Whylocked) -> str:
    """A member with rows in every table, and a colleague; gives a diagnosis of the first."""
    enter(whylocked, STAYER, "Stay")
    return enter(whylocked, LEAVER, "Zq")


def document(whylocked: Whylocked, words: Words, who: Who = LEAVER) -> dict[str, object]:
    """What is handed over to a member, as it is read from its text."""
    held: dict[str, object] = json.loads(export.as_text(export.document(whylocked.export(who), who, NOW, words)))
    return held


def leaves(value: object) -> Iterator[object]:
    """Every value in a document, and every key."""
    if isinstance(value, dict):
        for key, kept in value.items():
            yield key
            yield from leaves(kept)
    elif isinstance(value, list):
        for kept in value:
            yield from leaves(kept)
    else:
        yield value


def readings(column: str, value: object) -> set[object]:
    """What a column's value may read like."""
    if column == "sent_at":
        return {datetime.fromtimestamp(value, UTC).isoformat()}  # type: ignore[arg-type]
    if column in {"value", "findings", "turn", "replaced", "fields", "locked"}:
        return {one for one in leaves(json.loads(str(value))) if one is not None}
    return {value}


def test_every_column_of_every_row_is_handed_over(diagnosis: str, whylocked: Whylocked, store: Store, words: Words):
    """Whatever the schema has a user's rows in stands in the document, column by column."""
    told = set(leaves(document(whylocked, words)))
    with connected(store.path) as db:
        mine = [table for table in db.tables if "user" in table.columns_dict]
        assert len(mine) == len(export.KINDS)
        for table in mine:
            rows = list(table.rows_where("team = ? AND user = ?", [LEAVER.team, LEAVER.user]))
            assert rows, table.name
            for row in rows:
                for column, value in row.items():
                    if column == "id" and isinstance(value, int):
                        continue  # the number of the row in the whole file, which is nobody's business
                    assert readings(column, value) <= told, (table.name, column)
    assert diagnosis in told


def test_nothing_of_anybody_else_is_handed_over(diagnosis: str, whylocked: Whylocked, words: Words):
    """Rows of colleagues, and whoever only they know, are not in it."""
    text = json.dumps(document(whylocked, words))
    assert ("Zqcontact" in text, "Stay" in text, STAYER.user in text) == (True, False, False)
    assert diagnosis in text


def test_how_much_others_store_is_not_told(whylocked: Whylocked, store: Store, words: Words):
    """The document is the same whatever is stored of other workspaces: no number in it counts through all of them."""
    told = []
    for many in (3, 40):
        with store.writing() as session:
            session.leaving.delete(LEAVER)
        keep(store, Who("T2", "U1"), archive(connections=ties(*(f"Somebody {number}" for number in range(many)))))
        keep(
            store,
            LEAVER,
            archive(connections=ties("Jane Doe", "Bob Stone"), invitations=[invited("Jane Doe", Direction.SENT)]),
        )
        told.append(document(whylocked, words))
    assert told[0] == told[1]


def test_a_guests_document_says_where_they_are_one(words: Words, whylocked: Whylocked):
    """By the ids that Slack knows, not by what the store calls the two together."""
    guest = Who("T1:T2", "U1")
    told = export.document(whylocked.export(guest), guest, NOW, words)
    assert (told["workspace"], told["guest_in"], told["member"]) == ("T2", "T1", "U1")


def test_the_document_reads_well(whylocked: Whylocked, words: Words):
    """Plain names, days and moments as ISO 8601, one list a kind; and what is not held."""
    whylocked.state(LEAVER, [("skills", "SQL, Go")], NOW)
    told = document(whylocked, words)
    assert told.keys() == {"workspace", "member", "made_at", "holds", "does_not_hold"}
    assert (told["workspace"], told["member"], told["made_at"]) == ("T1", LEAVER.user, "2026-11-20T12:00:00+00:00")
    holds = told["holds"]
    assert isinstance(holds, dict)
    assert {kind: kept for kind, kept in holds.items() if kept} == {
        "how_colleagues_find_you": [{"name": None, "compared_as": None, "url": None, "share_network": "count"}],
        "what_you_stated": [{"field": "skills", "value": ["SQL", "Go"], "stated_at": "2026-11-20T12:00:00+00:00"}],
        "what_your_last_statement_replaced": [
            {"number": 1, "replaced": {"fields": {"skills": None}}, "stated_at": "2026-11-20T12:00:00+00:00",
             "undone": False}
        ],
    }  # fmt: skip
    assert sorted(holds) == sorted(export.KINDS.values())
    assert isinstance(told["does_not_hold"], list)
    assert told["does_not_hold"][1] == "e-mail addresses and phone numbers"


def test_every_kind_of_row_in_words(diagnosis: str, whylocked: Whylocked, words: Words):
    """Counts, days, moments, findings and slots of conversations stand as what they are."""
    holds = document(whylocked, words)["holds"]
    assert isinstance(holds, dict)
    assert len(holds["connections"]) == MANY
    (wrote,) = holds["people_you_wrote_with"]
    assert wrote == {
        "name": "Zqwrote Ray",
        "compared_as": "zqwrote ray",
        "url": None,
        "sent": 2,
        "last_sent": "2026-11-20",
        "received": 0,
        "last_received": None,
    }
    assert holds["when_you_sent_messages"] == [{"sent_at": "2026-11-18T12:00:00+00:00", "repeated": False}]
    (answer,) = holds["answers_you_got"]
    assert (answer["number"], len(answer["findings"])) == (diagnosis, 6)
    assert holds["what_you_said_of_padlocks"][0]["padlock"] is True
    assert holds["where_conversations_stand"][0]["stands"] == {"mark": "Zq"}
    assert holds["words_that_names_are_found_by"]["aaa0"] == ["zqcontact aaa0"]
    assert holds["companies_of_your_connections"][0]["company"] == "Zqcompany 0"


def test_a_table_that_comes_later_goes_by_its_own_name(words: Words):
    """A kind that has no name here is handed over all the same."""
    told = export.document({"later": [{"thing": "hat"}]}, LEAVER, NOW, words)
    assert told["holds"] == {"later": [{"thing": "hat"}]}


# --- the conversation -----------------------------------------------------------------------------------------


@pytest.fixture
def app(store: Store) -> App:
    return compose(Settings(store.path, BUILT_IN, default_db=False))


def hears(app: App, previous: Turn | None = None) -> Heard:
    """What comes of "export my data", once understood."""
    request = Request(Intent.SHOW_PROFILE, aspect="export")
    return app.conversation._answered(LEAVER, request, previous, NOW)  # noqa: SLF001


def test_export_in_a_conversation_is_a_file(app: App, words: Words):
    """The reply hands over the document and says how to have it on the command line; nothing waits for a yes."""
    app.whylocked.state(LEAVER, [("photo", "yes")], NOW)
    heard = hears(app)
    (file,) = heard.reply.files
    assert file.name == "whylocked-export-2026-11-20.json"
    assert json.loads(file.content) == document(app.whylocked, words)
    assert heard.reply.text == (
        "All I hold of you fits in one file. Write it with: whylocked export --out FILE\n"
        "It names other people too, so mind who can read it.\n"
        "No message's text, e-mail address or phone number is in it: I never keep any.\n"
        "If you want me to forget you after that, say: forget me."
    )
    assert heard.pending is None


def test_export_first_still_takes_a_yes(app: App):
    """Whoever was asked whether all shall go, and has it handed over first, can say yes then."""
    app.whylocked.state(LEAVER, [("photo", "yes")], NOW)
    heard = hears(app, Turn(Intent.FORGET_ME, pending="forget_me"))
    assert heard.pending == "forget_me"
    last = heard.reply.lines[-1]
    assert last.text == "Have it? Then answer “yes, forget me”, or “no”."
    assert last.beside_buttons == "Have it? Shall I forget you now?"
    assert [(one.label, one.says) for one in heard.reply.actions if isinstance(one, Button)] == [
        ("Delete everything of mine", "yes, forget me"),
        ("Keep it", "no"),
    ]


def test_export_of_nothing(app: App):
    """Of whom nothing is stored there is no file, and no row comes of asking."""
    heard = hears(app)
    assert (heard.reply.text, heard.reply.files, heard.remembered) == (
        "I hold nothing of you, so there is nothing to delete or to hand over.",
        (),
        False,
    )


def test_in_slack_the_file_comes_along(words: Words):
    """In Slack nobody is sent to a command line."""
    assert words.in_slack().say("export.handed") == "Here is all I hold of you, as one file."


# --- the command line -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A member who has told their name."""
    desk = Desk(tmp_path / "whylocked.db")
    desk.set(name="Zoë Müller")
    return desk


def test_export_prints_the_document(desk: Desk):
    """Without a file the document is printed, and nothing in the store changes."""
    before = held(desk.db)
    told = desk("export").json
    assert told["holds"]["what_you_stated"][0]["value"] == "Zoë Müller"
    assert held(desk.db) == before
    assert desk.of("U9")("export").json["holds"]["what_you_stated"] == []


def test_export_into_a_new_file(desk: Desk, tmp_path: Path):
    """The file is for its owner alone, whatever the system would allow, and holds what would be printed."""
    file = tmp_path / "mine.json"
    before = os.umask(0)
    try:
        said = desk("export", "--out", str(file)).answered
    finally:
        os.umask(before)
    assert said == f"Written to {file}, for your eyes only. It names other people too, so mind who can read it.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text(encoding="utf-8")) == desk("export").json


def test_export_overwrites_nothing(desk: Desk, tmp_path: Path):
    """A file that is there stays as it is, and so does what a link points to."""
    file = tmp_path / "mine.json"
    file.write_text("precious", encoding="utf-8")
    (tmp_path / "link.json").symlink_to(tmp_path / "elsewhere.json")
    for name in ("mine.json", "link.json"):
        refused = desk("export", "--out", str(tmp_path / name)).refused
        assert refused == f"{tmp_path / name} is there already, and I overwrite nothing; name a new file with --out."
    assert file.read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "elsewhere.json").exists()


@pytest.mark.parametrize("name", ["missing/mine.json", "x" * 300])
def test_export_where_nothing_can_be_written(name: str, desk: Desk, tmp_path: Path):
    """A place that takes no file is told in a sentence."""
    assert "cannot be written; check the folder" in desk("export", "--out", f"{tmp_path}/{name}").refused


def test_export_to_a_full_disk_leaves_no_half(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A document that does not fit leaves no file behind."""

    class Full:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def write(self, _: str) -> None:
            raise OSError(28, "No space left on device")

    file = tmp_path / "mine.json"
    monkeypatch.setattr("bot.cli.leaving.os.fdopen", lambda *_, **__: Full())
    assert "the space on the disk" in desk("export", "--out", str(file)).refused
    assert not file.exists()


def test_export_where_letters_cannot_be_printed(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Where the output cannot hold every letter, the same data is printed escaped."""
    monkeypatch.setattr("bot.cli.leaving.codecs.lookup", lambda _: type("Ascii", (), {"name": "ascii"}))
    printed = run("--db", str(desk.db), "export", "--team", "T1", "--user", "U1").answered
    assert "Zo\\u00eb M\\u00fcller" in printed
    assert json.loads(printed)["holds"]["what_you_stated"][0]["value"] == "Zoë Müller"
