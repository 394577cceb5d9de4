"""`whylocked ask --file`: names in from a file, a table out, and one sentence for whatever is wrong with either."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from cli import Desk, mara, well_off

from bot.cli.lists import MOST_BYTES
from bot.store import Store, Who

NAMES = "# prospects\n\nJane Doe\nBob Stone\nSam Lee\nZora Quist\njane doe\n"
HEAD = "name,url,company,verdict,first_reason,best_way,diagnosis"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Mara of the specification, in a folder that holds nothing else."""
    (tmp_path / "store").mkdir()
    return mara(tmp_path / "store")


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text(NAMES, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table, as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def diagnoses(desk: Desk, names: Path) -> int:
    """How many persons of the file are diagnosed by asking."""
    return sum(
        answer["diagnosis"] is not None for answer in desk("ask", "--file", str(names), "--json").json["answers"]
    )


def test_a_file_of_names_is_answered_in_a_table(desk: Desk, names: Path):
    """Each line is one person; comments, blank lines and repetitions are nobody."""
    lines = desk("ask", "--file", str(names)).answered.splitlines()
    assert lines[0] == "0 open, 0 unsure, 3 locked of 4; 1 not checked yet, see the end."
    assert "✗ You have 12 of the 15 connections that Basic needs. → Connect with 3 more people (takes days)" in lines
    assert "   • Sam Lee: which one? Add the company (Acme, Globex)" in lines


def test_names_come_in_from_a_pipe(desk: Desk, names: Path):
    """A dash is the standard input."""
    assert (
        desk("ask", "--file", "-", stdin=NAMES).answered.splitlines()[0]
        == (desk("ask", "--file", str(names)).answered.splitlines()[0])
    )


def test_as_json(desk: Desk, names: Path):
    """The contract of several persons: an answer each, in the order of the file, and the whole text."""
    said = desk("ask", "--file", str(names), "--json").json
    assert list(said) == ["intent", "answers", "text"]
    assert said["intent"] == "ask_lock"
    assert [(each["target"]["status"], each["verdict"]) for each in said["answers"]] == [
        ("found", "locked"), ("found", "locked"), ("ambiguous", None), ("unknown", "locked"),
    ]  # fmt: skip
    assert said["text"].startswith("0 open, 0 unsure, 3 locked of 4")
    assert all(len(each["checks"]) == 6 for each in said["answers"])


def test_the_next_message_goes_on_from_the_list(desk: Desk, names: Path):
    """A list is remembered like a message: "check again" checks all of it."""
    desk("ask", "--file", str(names), "--thread", "t").answered  # noqa: B018 - it must have answered
    again = desk("ask", "check again", "--thread", "t").answered.splitlines()
    assert again[1] == "0 open, 0 unsure, 3 locked of 4; 1 not checked yet, see the end."
    one = desk("ask", "and Bob?", "--thread", "t").answered.splitlines()
    assert one[0] == "Locked: 2 things stand in the way of a message to Bob Stone."


def test_the_table_is_written(desk: Desk, names: Path, tmp_path: Path):
    """--csv writes the rows beside the answer, over whatever was in the file before."""
    table = tmp_path / "table.csv"
    table.write_text("something that was here before, and longer than a row\n" * 100, encoding="utf-8")
    text = desk("ask", "--file", str(names), "--csv", str(table)).answered
    assert text.startswith("0 open, 0 unsure, 3 locked of 4")
    assert table.read_bytes().decode().splitlines()[0] == HEAD
    assert [(row["name"], row["verdict"]) for row in rows(table)] == [
        ("Bob Stone", "locked"), ("Jane Doe", "locked"), ("Zora Quist", "locked"), ("Sam Lee", ""),
    ]  # fmt: skip


def test_any_answer_about_somebody_can_be_written(desk: Desk, tmp_path: Path):
    """Also about one person, asked in words; the answer in words stays as it is."""
    table = tmp_path / "table.csv"
    text = desk("ask", "why can't I message Jane Doe?", "--csv", str(table)).answered
    assert text.startswith("Locked: 2 things stand in the way of a message to Jane Doe.")
    (row,) = rows(table)
    assert (row["name"], row["verdict"], row["best_way"]) == (
        "Jane Doe", "locked", "give them time to answer your invitation",
    )  # fmt: skip


def test_three_names_are_answered_in_full(desk: Desk, names: Path):
    """Below a table's worth of names, each has its long answer."""
    names.write_text("Jane Doe\nBob Stone\n", encoding="utf-8")
    text = desk("ask", "--file", str(names)).answered
    assert text.startswith("Locked: 2 things stand in the way of a message to Jane Doe.")
    assert "For all of them:" in text


def test_a_file_with_a_mark_of_its_encoding(desk: Desk, names: Path):
    """What Windows puts in front of a text is no part of the first name."""
    names.write_bytes(b"\xef\xbb\xbfJane Doe\r\nBob Stone\r\nSam Lee\r\nZora Quist\r\n")
    assert diagnoses(desk, names) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no name in there; write one name or profile address a line."),
        (b"\n  \n# Jane Doe\n", "There is no name in there; write one name or profile address a line."),
        (b"Jane Doe\nJos\xe9 Ru\xedz\n", "Line 2 of the names is not UTF-8; save the file as UTF-8 and try again."),
        (b"PK\x03\x04\x00\x00", "{path} cannot be read as a list of names; it has to be a text file."),
        (
            b"x" * (MOST_BYTES + 1),
            "That is more than 256 KiB of names; send at most 50 names or profile addresses, one a line.",
        ),
    ],
    ids=["empty", "nobody", "not_utf8", "binary", "too_big"],
)
def test_a_file_that_is_no_list(content: bytes, sentence: str, desk: Desk, names: Path):
    """One sentence, exit code 2, and nothing is stored or written; the same from a pipe."""
    names.write_bytes(content)
    table = names.parent / "table.csv"
    refused = desk("ask", "--file", str(names), "--csv", str(table)).refused
    assert refused == sentence.format(path=names)
    assert desk("ask", "--file", "-", stdin=content).refused == sentence.format(path="-")
    assert not table.exists()


def test_a_file_up_to_the_limit_is_read(desk: Desk, names: Path):
    """Exactly the limit is not too big."""
    names.write_bytes(b"Jane Doe\n#" + b"x" * (MOST_BYTES - 10))
    assert desk("ask", "--file", str(names)).answered.startswith("Locked: 2 things")


def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path):
    """The path is named; a folder is no list of names, nor is a path that no system has."""
    missing = tmp_path / "missing.txt"
    assert desk("ask", "--file", str(missing)).refused == (
        f"There is no file {missing} to read names from; check the path."
    )
    assert desk("ask", "--file", str(tmp_path)).refused == (
        f"{tmp_path} cannot be read as a list of names; it has to be a text file."
    )
    assert "cannot be read as a list of names" in desk("ask", "--file", "a\0b").refused


@pytest.mark.parametrize("place", ["missing/table.csv", "."])
def test_a_table_that_cannot_be_written_is_told_before_anything(place: str, desk: Desk, names: Path, tmp_path: Path):
    """Nothing is answered then, so nothing is stored either."""
    refused = desk("ask", "--file", str(names), "--csv", str(tmp_path / place)).refused
    assert refused.endswith("cannot be written; check the folder and its permissions.")
    with Store(desk.db).reading() as session:
        assert session.diagnoses.of(Who(desk.team, desk.user)) == []


def test_a_disk_that_fails_meanwhile(desk: Desk, names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What breaks while the table is written is told in the same sentence, and no half table stays."""

    def broken(*_: object, **__: object) -> None:
        raise OSError

    table = tmp_path / "table.csv"
    monkeypatch.setattr(Path, "write_text", broken)
    assert desk("ask", "--file", str(names), "--csv", str(table)).refused == (
        f"{table} cannot be written; check the folder and its permissions."
    )
    assert not table.exists()


@pytest.mark.parametrize("existing", [False, True])
def test_a_table_about_nobody(existing: bool, tmp_path: Path):  # noqa: FBT001 - both ways
    """An answer about nobody has no rows: it is refused, and the file is as it was before."""
    desk, table = well_off(tmp_path), tmp_path / "table.csv"
    if existing:
        table.write_text("mine", encoding="utf-8")
    for text in ("help", "why can't I message anyone?"):
        refused = desk("ask", text, "--csv", str(table)).refused
        assert refused == (
            "That answer is about nobody, so there is no table to write; ask about somebody, or use --file."
        )
    assert table.exists() is existing
    assert not existing or table.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("words", [(), ("jane doe", "--file", "names.txt")])
def test_words_or_a_file(words: tuple[str, ...], desk: Desk):
    """One of the two, not none and not both."""
    assert desk("ask", *words).refused == "Ask in words, or name a file with --file; one of the two."
