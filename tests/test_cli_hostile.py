"""Whatever is typed, piped in or called a name: an answer or one plain sentence, and nothing that can do harm."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli import BOB, FILE_NAME, INTERRUPTIBLE, MARA, Desk, Outcome, knows, mara, spawn, take, well_off

from bot.demo import archives
from bot.demo.archives import Someone
from bot.text import clean

WHY_JANE = "why can't I message Jane Doe?"
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}
PROFILE = "https://www.linkedin.com/in/"
ODD_NAMES = [
    "<!channel>",
    "<!here|here> Team",
    "<@U01BOB>",
    "<https://example.com|Jane Roe>",
    "*bold* _Roe_",
    "`code` ~Roe~",
    "{name} {0} {verdict}",
    "%s %(name)s",
    "$HOME `id`",
    "'; DROP TABLE members; --",
    "[red]Rich Roe[/red]",
    "\x1b[31mRed Roe\x1b[0m",
    "Roe\x07 Bell\x00 Null",
    "Line\nBreak Roe",
    "Jane \u202eeoR enaJ\u202c",
    "\u2066Isolated Roe\u2069",
    "Zero\u200bWidth\ufeff Roe",
    "Private \ue000 Roe",
    "🦄 Roe 👩‍👩‍👧",
    "שרה כהן",
    "محمد علي",
    "李小龙",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢ Roe",
    "Roe " * 60,
    "-",
    "…",
    "Why Can't I",
    "=HYPERLINK(1)",
]


def harmless(text: str) -> bool:
    """No control, direction or invisible character is in the text, beside line breaks."""
    return not [char for char in text if unicodedata.category(char) in HARMFUL and char not in JOINERS | {"\n"}]


def all_text(value: object) -> str:
    """Every string of a JSON document."""
    if isinstance(value, dict):
        return "\n".join(all_text(part) for part in value.values())
    if isinstance(value, list):
        return "\n".join(map(all_text, value))
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t ",
        "?",
        "\\",
        "'\"`",
        "x" * 10_000,
        "why can't I message " + "Jane " * 2_000,
        "Jane Doe? " * 1_000,
        "linkedin.com/in/" + "a" * 9_000,
        "<@U1>" * 500,
        "photo=yes " * 500,
        "why can't I message \x1b[2J\x07\x01Jane Doe\x9b31m?",
        "why can't I message \u202eeoD enaJ\u202c?",
        "why can't I message \u2067Jane Doe\u2069?",
        "why can't I message Jane\u2028Doe\u2029?",
        "why can't I message <!channel>?",
        "why can't I message *x*?",
        "why can't I message {name} {diagnosis}?",
        "why can't I message %s?",
        "why can't I message 🦄👩‍👩‍👧?",
        "why can't I message [bold]Jane[/bold]?",
        "why can't I message " + "e\u0301" * 900 + "?",
        "why can't I message a" + "\u0301" * 900 + "?",
        os.fsdecode(b"why can't I message \xff\xfe Jane Doe?"),
        os.fsdecode(b"\x80\x81\xfe\xff"),
        "\ud800\udfff \udcff",
        "what if " + "skills=3 " * 500,
        "9" * 9_000,
        "((((((((((" * 500,
        "why can't I message " + ", ".join(f"Person Number{number}" for number in range(300)),
    ],
    ids=lambda text: ascii(text[:40]),
)
def test_any_message_is_answered(tmp_path: Path, text: str):
    """Empty, long, binary, bidirectional, marked-up: each message has an answer that holds no harmful character."""
    desk = mara(tmp_path)
    plain = desk("ask", "--", text).answered
    assert plain.strip()
    assert harmless(plain)
    answer = desk("ask", "--json", "--", text).json
    assert harmless(all_text(answer))


@pytest.mark.parametrize("length", [40_001, 100_000])
def test_a_message_beyond_slacks_limit_is_refused(tmp_path: Path, length: int):
    """More than 40,000 characters are refused with that number, by the command and as a line of `chat`."""
    desk = mara(tmp_path)
    assert "40000" in desk("ask", "x" * length).refused.replace(",", "")
    assert desk("ask", "x" * 40_000).answered


@pytest.mark.parametrize("seed", range(8))
def test_random_messages_are_answered_or_refused(tmp_path: Path, seed: int):
    """Random letters of all of Unicode, mixed with the words that mean something, never break anything."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    parts = [
        "why can't I message",
        "Jane",
        "Doe",
        "photo=",
        "shared=",
        "what if",
        "<@U1>",
        "=",
        "\n",
        "and",
        "padlock=no",
    ]
    desk = mara(tmp_path)
    for _ in range(6):
        letters = "".join(chr(chance.choice((chance.randrange(0x250), chance.randrange(0x110000)))) for _ in range(9))
        text = " ".join(chance.choice((*parts, letters)) for _ in range(chance.randrange(1, 9)))
        ended = desk("ask", "--", text)
        assert (ended.code == 0 and harmless(ended.answered)) or ended.refused, ascii(text)


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_a_contact_of_any_name_is_shown_as_plain_text(tmp_path: Path, name: str):
    """Names with markup, escapes, overrides or nothing readable are imported, asked about and shown without harm."""
    desk = well_off(tmp_path)
    desk.set(name="Mara Quillan", url=MARA.url)
    who = Someone(name, "", f"{PROFILE}odd-name-example")
    moment = datetime(2026, 11, 18, 9, tzinfo=UTC)
    files = archives.files_of_2026(
        connections=[*knows(who, BOB), archives.connection(BOB, moment.date(), company=name, position=name)],
        messages=[archives.message(MARA, [who], moment, "Hello", title=name)],
        invitations=[archives.invitation(Someone(name, "", f"{PROFILE}another-example"), MARA, moment, outgoing=False)],
        positions=[archives.position(name, name)],
        education=[archives.school(name)],
        skills=[archives.skill(name)],
    )
    take(desk, files, tmp_path)
    about = (who.url, f"{PROFILE}another-example", name.replace("\0", ""), "Bob Stone")
    shown = [desk("profile", "show"), *(desk("ask", f"why can't I message {typed}?") for typed in about)]
    assert [ended.out for ended in shown if not harmless(ended.answered)] == []

    answer = desk.ask(f"why can't I message {who.url}?")
    assert harmless(all_text(answer))
    if any(char.isalnum() for char in name):
        assert (answer["target"]["status"], answer["target"]["relation"]["connected"]) == ("found", True)
        assert answer["target"]["name"] == clean(name)


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("profile", "set", "name=\x1b[31mMara\u202e Quillan"), "[31mMara Quillan"),
        (("profile", "set", "skills=<!channel>, *SQL*\x07, \u202eGo"), ["<!channel>", "*SQL*", "Go"]),
        (("profile", "set", "position=Buyer\nat\tInitech"), "Buyer at Initech"),
    ],
)
def test_statements_are_kept_clean(tmp_path: Path, arguments: tuple[str, ...], kept: object):
    """What a member states of text is kept on one line and without what nobody can see."""
    desk = Desk(tmp_path / "whylocked.db")
    assert harmless(desk(*arguments).answered)
    assert kept in desk.fields().values()
    assert harmless(desk("profile", "show").answered)


def test_a_reason_is_kept_clean(tmp_path: Path):
    """A reason in the member's own words is shown without escapes, whatever was pasted."""
    desk = well_off(tmp_path)
    desk("standing", "set", "restricted", "--reason", "\x1b[31mspam?\u202e {until} <!here>").answered  # noqa: B018
    assert harmless(desk("standing", "show").answered)
    assert harmless(desk("ask", WHY_JANE).answered)
    assert "{until} <!here>" in desk("standing", "show", "--json").json["reason"]


def test_identities_of_any_bytes_are_kept_apart(tmp_path: Path):
    """Ids that are no UTF-8 work, stay apart from each other, and so do their conversations."""
    desk = Desk(tmp_path / "whylocked.db")
    odd = [
        desk.of(os.fsdecode(user), os.fsdecode(team))
        for user, team in ((b"\xff", b"T"), (b"\xfe", b"T"), (b"", b"\xff"))
    ]
    for number, one in enumerate(odd):
        one.set(skills=number)
        one("ask", WHY_JANE, "--thread", os.fsdecode(b"\xfd")).answered  # noqa: B018
    assert [one.fields() for one in odd] == [{"skills": 0}, {"skills": 1}, {"skills": 2}]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"nonsense",
        b"{}",
        b"[]",
        b"null",
        b'"why"',
        b"3",
        b'{"text": null}',
        b'{"text": 3}',
        b'{"text": ["a"]}',
        b'{"prev": "a"}',
        b'{"text": "hi", "prev": 3}',
        b'{"text": "hi", "channel": 7}',
        b'{"text": "\xff\xfe"}',
        b"\xff\xfe",
        b'{"text": "a\x00b"}',
        b'{"text": "hi", "n": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"text": "hi"} {"text": "hi"}',
    ],
    ids=lambda line: ascii(line[:30]),
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes):
    """A line that is no object with a text ends `understand` with one sentence that names its number."""
    desk = Desk(tmp_path / "whylocked.db")
    ended = desk("understand", stdin=b'{"text": "hi"}\n\n' + line + b'\n{"text": "hi"}\n')
    assert (ended.code, ended.out.count("\n"), ended.err.count("\n")) == (2, 1, 1)
    assert "3" in ended.err
    assert "itself" not in ended.err


@pytest.mark.parametrize(
    "given",
    [
        {"text": ""},
        {"text": "hi", "prev": None, "channel": None},
        {"text": "hi", "prev": ""},
        {"text": "why jane doe " * 100_000},
        {"text": WHY_JANE, "prev": "x" * 100_000},
        {"text": "\ud800 \x00 \u202e <!channel> *x*"},
        {"text": "hi", "id": 7, "notes": {"a": [1]}},
    ],
    ids=lambda given: ascii(str(given)[:30]),
)
def test_any_text_is_understood(tmp_path: Path, given: dict[str, object]):
    """Empty, long or odd texts and further keys are one line out for one line in."""
    ended = mara(tmp_path)("understand", stdin=json.dumps(given))
    assert ended.json.keys() == {"intent", "followup", "targets", "candidates", "topic", "value", "fields"}


def test_a_mark_in_front_of_the_first_line_is_passed_over(tmp_path: Path):
    """A file that some editors begin with a byte order mark is read as any other."""
    assert Desk(tmp_path / "whylocked.db")("understand", stdin=b'\xef\xbb\xbf{"text": "hi"}').json["intent"] == "help"


def test_no_lines_are_no_failure(tmp_path: Path):
    """An empty input is answered with nothing."""
    assert Desk(tmp_path / "whylocked.db")("understand", stdin=b"\n \n").answered == ""


@pytest.mark.parametrize("broken", ["missing", "text", "truncated", "empty", "other zip", "folder", "no table"])
def test_what_is_no_archive_changes_nothing(tmp_path: Path, broken: str):
    """A path to nothing, a text, half a ZIP, an empty one or a foreign folder: one sentence, the store as it was."""
    desk = mara(tmp_path)
    before = desk("profile", "show", "--json").answered
    path = tmp_path / "new" / FILE_NAME
    path.parent.mkdir()
    whole = archives.write_zip(path, archives.files_of_2026(connections=knows(BOB))).read_bytes()
    match broken:
        case "missing":
            path.unlink()
        case "text":
            path.write_text("Hello, this is no ZIP.", encoding="utf-8")
        case "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        case "empty":
            path.write_bytes(b"")
        case "other zip":
            archives.write_zip(path, {"readme.txt": b"hello"})
        case "folder":
            path.unlink()
            path.mkdir()
        case _:
            archives.write_zip(path, {"Connections.csv": b"\x00\xff" * 500})
    assert desk("import", str(path)).refused
    assert desk("import", str(path), "--json").refused
    assert desk("profile", "show", "--json").answered == before


def test_paths_of_any_bytes(tmp_path: Path):
    """A store and an archive whose names are no UTF-8 are used, or refused in one sentence, as any other."""
    folder = os.fsencode(tmp_path)
    ended = spawn("--db", folder + b"/\xff.db", "import", folder + b"/\xfe.zip")
    assert ended.refused
    assert spawn("--db", folder + b"/\xff.db", "ask", "hi").answered
    assert spawn("--db", folder + b"/no/\xff.db", "ask", "hi").refused


# --- chat -----------------------------------------------------------------------------------------------------


def test_a_chat_over_a_pipe_answers_line_by_line(tmp_path: Path):
    """Lines in, replies out; one that is refused is told, and the next is answered; an empty line ends."""
    desk = mara(tmp_path)
    lines = [WHY_JANE, "connections=many", "photo=yes", "", "why can't I message Zora Quist?"]
    ended = spawn(*desk.words("chat"), stdin="\n".join(lines).encode())
    assert "a message to Jane Doe" in ended.answered
    assert "many" in ended.answered
    assert ended.answered.index("many") < ended.answered.index("photo not known → yes.")
    assert "Zora Quist" not in ended.answered
    assert desk.fields()["photo"] is True


def test_a_chat_takes_any_bytes(tmp_path: Path):
    """Bytes that are no UTF-8, escapes and one endless line are answered or refused, and the chat goes on."""
    desk = mara(tmp_path)
    lines = [b"\xff\xfe\x00 hi", b"why can't I message \x1b[31mJane Doe?", b"x" * 100_000, b"help"]
    ended = spawn(*desk.words("chat"), stdin=b"\n".join(lines), PYTHONIOENCODING="utf-8:strict")
    assert harmless(ended.answered)
    assert "40000" in ended.out.replace(",", "")
    assert "Jane Doe" in ended.out


@pytest.mark.parametrize(("command", "code"), [("chat", {0, 130}), ("understand", {130})])
def test_ctrl_c_ends_quietly(tmp_path: Path, command: str, code: set[int]):
    """Ctrl-C while a command waits for input ends it at once, without a word on stderr."""
    desk = Desk(tmp_path / "whylocked.db")
    with subprocess.Popen(
        [*INTERRUPTIBLE, *desk.words(command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        if command == "understand":
            process.stdin.write(b'{"text": "hi"}\n')
            process.stdin.flush()
        assert process.stdout.readline()  # it has started, and waits
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode in code
    assert err == b""


def test_an_outcome_shows_what_it_was():
    """A refused command that printed something is not taken for refused."""
    with pytest.raises(AssertionError):
        _ = Outcome(2, "something", "one sentence\n").refused
