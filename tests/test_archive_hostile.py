"""Archives that are damaged, hostile or no archives at all: one sentence for each, and nothing else."""

from __future__ import annotations

import io
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.archive.limits import LIMITS, MIB, Limits, Meter
from bot.archive.reading import read_archive
from bot.archive.rows import Archive, Skipped
from bot.archive.table import tidy
from bot.demo import archives, headers
from bot.demo.archives import Dialect, Someone
from bot.errors import UserError
from bot.text import clean

OWNER = Someone("Marisol", "Quent", "https://www.linkedin.com/in/marisol-quent-5b71c2-example")
ILSE = Someone("Ilse", "Vandermolen", "https://www.linkedin.com/in/ilse-vandermolen-example")
PRIYA = Someone("Priya", "Raman", "https://www.linkedin.com/in/priya-raman-77-example")
NAME = "Basic_LinkedInDataExport_11-20-2026.zip"
START = datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
DAY = START.date()
TALK = [
    archives.message(OWNER, [ILSE], START, "Hi", thread="a"),
    archives.message(PRIYA, [OWNER], START, "Hi", thread="b"),
]
FILES = archives.files_of_2026(
    connections=[archives.connection(ILSE, DAY), archives.connection(PRIYA, DAY)],
    messages=TALK,
    invitations=[archives.invitation(OWNER, who, START, outgoing=True) for who in (ILSE, PRIYA)],
    positions=[archives.position("Manager", "Canal House"), archives.position("Producer", "Freelance")],
    education=[archives.school("Hogeschool"), archives.school("Language School")],
    skills=[archives.skill("Events"), archives.skill("Speaking")],
    profile=archives.profile(OWNER),
)


def read(path: Path, limits: Limits = LIMITS) -> Archive:
    return read_archive(path, owner_url=None, repeat_minimum=20, limits=limits)


def refusal(path: Path, limits: Limits = LIMITS) -> tuple[str, dict[str, object]]:
    with pytest.raises(UserError) as caught:
        read(path, limits)
    return caught.value.code, caught.value.fields


def zip_with(path: Path, *names: str, content: bytes = b"Name\nEvents\n", packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content, packing)
    return path


def encrypted(path: Path) -> Path:
    """A ZIP whose entries say that they are encrypted."""
    data = bytearray(archives.write_zip(path, FILES).read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    return path


def corrupt(path: Path) -> Path:
    """A ZIP with one wrong byte in the middle of the packed data."""
    data = bytearray(zip_with(path, "Skills.csv", packing=zipfile.ZIP_STORED).read_bytes())
    data[data.find(b"Events")] ^= 1
    path.write_bytes(data)
    return path


def text_file(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def of_names(*names: str) -> Callable[[Path], Path]:
    return lambda path: zip_with(path, *names)


def holding(name: str, content: bytes) -> Callable[[Path], Path]:
    return lambda path: archives.write_zip(path, {name: content})


def truncated(path: Path) -> Path:
    return text_file(archives.write_zip(path, FILES).read_bytes()[:-50])(path)


def empty_folder(path: Path) -> Path:
    path.mkdir()
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def zip_in_zip_in_zip(path: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("again.zip", archives.write_zip(path, FILES).read_bytes())
    return archives.write_zip(path, {"inner.zip": inner.getvalue()})


def linked_zip(path: Path) -> Path:
    """A folder whose only file is a link to a ZIP outside."""
    path.mkdir()
    outside = archives.write_zip(path.parent / "outside.zip", FILES)
    (path / "inner.zip").symlink_to(outside)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path, "archive_not_found"),
        (lambda path: path / "\0", "archive_not_found"),
        (lambda path: path.with_name("x" * 300), "archive_unreadable"),
        (text_file(b""), "archive_broken"),
        (text_file(b"First Name,Last Name\n"), "archive_broken"),
        (pipe, "archive_broken"),
        (truncated, "archive_broken"),
        (corrupt, "archive_broken"),
        (encrypted, "archive_encrypted"),
        (of_names("Skills.csv", "../evil.csv"), "archive_unsafe_path"),
        (of_names("Skills.csv", "/etc/passwd"), "archive_unsafe_path"),
        (of_names("Skills.csv", "a\\..\\..\\evil.csv"), "archive_unsafe_path"),
        (of_names("Skills.csv", "C:\\evil.csv"), "archive_unsafe_path"),
        (of_names("a/Skills.csv", "b/skills.CSV"), "archive_two_files"),
        (of_names("Receipts.csv", "Skills.txt"), "archive_empty"),
        (of_names(), "archive_empty"),
        (empty_folder, "archive_empty"),
        (zip_in_zip_in_zip, "archive_empty"),
        (linked_zip, "archive_empty"),
        (holding("inner.zip", b"no ZIP"), "archive_broken"),
        (holding("Skills.csv", b""), "archive_blank_file"),
        (holding("Skills.csv", b"\n \n\n"), "archive_blank_file"),
        (holding("Skills.csv", b"Name\n" + b'"' + b"x" * 100), "archive_broken"),
        (holding("Skills.csv", b"Name\n" + b"x" * (8 * MIB + 1)), "archive_broken"),
        (holding("Skills.csv", b'Name\n"' + (b"x" * 1023 + b"\n") * (9 * 1024) + b'"'), "archive_broken"),
        (holding("Skills.csv", "Name\nEvents\n".encode("utf-16")[:-1]), "archive_broken"),
    ],
)
def test_refusals(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    """Each kind of damage or trick has its own sentence."""
    assert refusal(make(tmp_path / NAME))[0] == code


def test_an_unknown_header_is_quoted(tmp_path: Path) -> None:
    """A header in another language is refused with its beginning, cleaned, not read by position."""
    header = "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,\u202eVernetzt am,Weitere Spalten der Liste"
    path = archives.write_zip(tmp_path / NAME, {"Connections.csv": f"{headers.PREAMBLE}{header}\n".encode()})
    shown = "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Vernetzt am,Weitere Sp…"
    assert refusal(path) == ("archive_header", {"file": "Connections.csv", "header": shown})


def test_an_archive_without_any_date_is_refused(tmp_path: Path) -> None:
    """Neither the name nor a row has a date, and the file's own time proves nothing."""
    assert refusal(archives.write_zip(tmp_path / "export.zip", {"Skills.csv": FILES["Skills.csv"]}))[0] == (
        "archive_undated"
    )


@pytest.mark.parametrize(
    ("limits", "what", "limit"),
    [
        (Limits(connections=1), "connections", 1),
        (Limits(messages=1), "messages", 1),
        (Limits(correspondents=2), "correspondents", 2),
        (Limits(invitations=1), "invitations", 1),
        (Limits(own_rows=1), "positions", 1),
        (Limits(files=6), "files", 6),
        (Limits(unpacked_mib=0), "MiB", 0),
    ],
)
@pytest.mark.parametrize("write", [archives.write_zip, archives.write_folder])
def test_what_is_too_big_is_refused(
    tmp_path: Path, write: Callable[[Path, dict[str, bytes]], Path], limits: Limits, what: str, limit: int
) -> None:
    """More than the limit of anything is refused, naming what and how many."""
    assert refusal(write(tmp_path / NAME, FILES), limits) == ("archive_too_big", {"what": what, "limit": limit})


@pytest.mark.parametrize(("name", "what"), [("Education.csv", "schools"), ("Skills.csv", "skills")])
def test_too_many_own_rows_are_refused(tmp_path: Path, name: str, what: str) -> None:
    """Schools and skills have their limit too."""
    path = archives.write_zip(tmp_path / NAME, {name: FILES[name]})
    assert refusal(path, Limits(own_rows=1)) == ("archive_too_big", {"what": what, "limit": 1})


def test_the_limits_themselves_are_allowed(tmp_path: Path) -> None:
    """Exactly as much as the limits allow is read."""
    limits = Limits(files=7, unpacked_mib=1, connections=2, messages=2, correspondents=3, invitations=2, own_rows=2)
    assert sum(read(archives.write_zip(tmp_path / NAME, FILES), limits).taken.values()) == 13


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    """A file that unpacks to more than the limit is not even begun, in a ZIP inside the ZIP either."""
    path = archives.write_zip(tmp_path / NAME, {"messages.csv": b"x" * (MIB + 1)})
    assert refusal(path, Limits(unpacked_mib=1))[0] == "archive_too_big"
    outer = archives.write_zip(tmp_path / "outer.zip", {"inner.zip": path.read_bytes()})
    assert refusal(outer, Limits(unpacked_mib=1))[0] == "archive_too_big"


def test_what_is_really_read_counts() -> None:
    """A size that was declared too small does not help: the bytes read are counted as well."""
    meter = Meter(Limits(unpacked_mib=1))
    meter.start(1)
    meter.count(MIB)
    with pytest.raises(UserError, match="archive_too_big"):
        meter.count(1)


@pytest.mark.parametrize(("entries", "size"), [(20_000, 100), (1, 2**31)])
def test_a_long_list_of_entries_is_refused_unread(tmp_path: Path, entries: int, size: int) -> None:
    """How many entries a ZIP has is looked at before their list is loaded."""
    path = archives.write_zip(tmp_path / NAME, FILES)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10 : end + 16] = struct.pack("<HL", entries, size)
    path.write_bytes(data)
    assert refusal(path) == ("archive_too_big", {"what": "files", "limit": 10_000})


def test_the_entries_that_are_there_are_counted(tmp_path: Path) -> None:
    """An end record that says less than the list holds does not help."""
    path = archives.write_zip(tmp_path / NAME, FILES)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    path.write_bytes(data)
    assert refusal(path, Limits(files=6))[0] == "archive_too_big"


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused_only_where_they_matter(tmp_path: Path, packing: int) -> None:
    """A packing that unpacks in unbounded steps is refused, but not in a file that is never opened."""
    path = zip_with(tmp_path / NAME, "Skills.csv", packing=packing)
    assert refusal(path)[0] == "archive_broken"
    other = zip_with(tmp_path / f"x{NAME}", "Skills.csv")
    with zipfile.ZipFile(other, "a", packing) as archive:
        archive.writestr("photos.bin", b"x" * 1000)
    assert read(other).skills == ["Events"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """A link inside a folder is read when it stays inside, and counted as never opened when it leaves."""
    outside = archives.write_folder(tmp_path / "outside", {"Skills.csv": FILES["Skills.csv"]})
    folder = archives.write_folder(tmp_path / "11-20-2026", {"kept/Education.csv": FILES["Education.csv"]})
    (folder / "Skills.csv").symlink_to(outside / "Skills.csv")
    (folder / "Positions.csv").symlink_to(folder / "gone.csv")
    (folder / "more").symlink_to(outside)
    (folder / "Education.csv").symlink_to(folder / "kept" / "Education.csv")
    os.mkfifo(folder / "Profile.csv")
    archive = read(folder)
    assert (archive.skills, archive.positions, archive.profile) == (None, None, None)
    assert archive.education == ["Hogeschool", "Language School"]
    assert archive.ignored_files == 4


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path) -> None:
    """What the machine refuses to list is said, not left out: here a path longer than any system call takes."""
    folder = archives.write_folder(tmp_path / "11-20-2026", FILES)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    assert refusal(folder)[0] == "archive_unreadable"
    shutil.rmtree(folder)


@pytest.mark.parametrize("dialect", [Dialect(), archives.MESSAGES_2026, Dialect(encoding="utf-16")])
def test_a_very_long_message_is_read(tmp_path: Path, dialect: Dialect) -> None:
    """A text of a million characters, with line breaks, NULs and half an emoji, is one message."""
    text = "x\n\x00" * 333_333 + "\x7f"
    rows = [archives.message(OWNER, [ILSE, PRIYA], START, text)]
    content = archives.table(headers.MESSAGES_13, rows, dialect)
    path = archives.write_zip(tmp_path / NAME, {"messages.csv": content})
    messages = read_archive(path, owner_url=OWNER.url, repeat_minimum=20).messages
    assert messages is not None
    assert messages.sent is not None
    assert [message.repeated for message in messages.sent] == [True]


def test_broken_letters_do_not_stop_the_reading(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are read as Excel wrote them, the rest as it is."""
    content = "Name\nZoë\nSøren\n".encode() + b"Zo\xeb\nbad \x81\n"
    assert read(archives.write_zip(tmp_path / NAME, {"Skills.csv": content})).skills == ["Zoë", "Søren", "bad �"]


def test_a_cell_that_cannot_be_encoded_is_damage(tmp_path: Path) -> None:
    """Half a surrogate pair in UTF-16 is refused as damage."""
    content = "Name\n".encode("utf-16") + b"\x00\xd8A\x00\n\x00"
    assert refusal(archives.write_zip(tmp_path / NAME, {"Skills.csv": content}))[0] == "archive_broken"


def test_markup_and_long_names_are_kept_as_bounded_text(tmp_path: Path) -> None:
    """A name is text whatever it holds, on one line, and never longer than any that LinkedIn allows."""
    rows = [
        archives.connection(Someone("<!channel>", "*bold*\n=cmd()"), DAY),
        archives.connection(Someone("x" * 100_000), DAY),
    ]
    path = archives.write_zip(tmp_path / NAME, archives.files_of_2026(connections=rows))
    connections = read(path).connections
    assert connections is not None
    assert [connection.name for connection in connections] == ["<!channel> *bold* =cmd()", "x" * 300]


@pytest.mark.parametrize(
    "text",
    [
        "  a  b ",
        "Zoe\u0308",
        "a\u00a0b",
        "👩\u200d🔬 x",
        "\u202eabc\x00",
        "\U0001d56d\U0001d594\U0001d587",
        "\u3000田中",
    ],
)
def test_tidy_is_clean(text: str) -> None:
    """The short cut for cells gives what cleaning any text gives."""
    assert tidy(text) == clean(text)


def test_more_groups_than_can_be_compared_leave_the_owner_unknown(tmp_path: Path) -> None:
    """The search for the owner by name gives up before it fills the memory."""
    people = [ILSE, PRIYA]
    rows = [
        archives.message(OWNER, group, START + timedelta(days=number), "Hi", thread=str(number))
        for number, group in enumerate([[ILSE], [PRIYA], people, [Someone("LinkedIn", "Member")], []])
    ]
    files = archives.files_of_2026(messages=rows, profile=archives.profile(OWNER))
    path = archives.write_zip(tmp_path / NAME, files)
    messages = read(path, Limits(correspondents=3)).messages
    assert messages is not None
    assert messages.sent is None


def test_only_one_sentence_ever_comes_out_of_a_damaged_zip(tmp_path: Path) -> None:
    """Cut anywhere, or with any byte changed, a ZIP is read or refused, and raises nothing else."""
    path = archives.write_zip(tmp_path / NAME, FILES)
    whole = path.read_bytes()
    chance = random.Random(2026)  # noqa: S311
    damaged = [whole[: chance.randrange(len(whole))] for _ in range(60)]
    damaged += [
        whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :] for at in range(0, len(whole), 5)
    ]
    outcomes = set()
    for data in damaged:
        path.write_bytes(data)
        try:
            read(path)
            outcomes.add("read")
        except UserError as error:
            outcomes.add(error.code)
    assert {"read", "archive_broken"} <= outcomes


def test_a_list_of_entries_that_points_before_the_file_is_damage(tmp_path: Path) -> None:
    """A ZIP whose entries lie before its start is refused as damaged."""
    path = zip_with(tmp_path / NAME, "Skills.csv")
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    offset = struct.unpack_from("<L", data, end + 16)[0]
    struct.pack_into("<L", data, end + 16, offset + 5)
    path.write_bytes(data)
    assert refusal(path)[0] == "archive_broken"


def test_nothing_is_skipped_silently(tmp_path: Path) -> None:
    """An archive without anything odd skips nothing and lacks nothing."""
    archive = read(archives.write_zip(tmp_path / NAME, FILES))
    assert (archive.skipped, archive.missing, archive.as_of) == (Skipped(), [], date(2026, 11, 20))
