"""Reading an archive: where it lies, what it is called, and every file but the messages."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.archive.dates import date_in_name, day_of, moment_of
from bot.archive.reading import read_archive
from bot.archive.rows import (
    Archive,
    Connection,
    Correspondent,
    Direction,
    Invitation,
    Kind,
    Messages,
    Owner,
    OwnProfile,
    Position,
    SentMessage,
    SentMessages,
    Skipped,
)
from bot.demo import archives, headers
from bot.demo.archives import Dialect, Someone

OWNER = Someone("Marisol", "Quent", "https://www.linkedin.com/in/marisol-quent-5b71c2-example")
ILSE = Someone("Ilse", "Vandermolen", "https://www.linkedin.com/in/ilse-vandermolen-example")
ZOE = Someone("Zoë", "Brandström", "https://www.linkedin.com/in/zoë-brandström-4477aa-example")
NAME = "Basic_LinkedInDataExport_11-20-2026.zip"
SENT_AT = datetime(2026, 11, 17, 10, 30, 45, tzinfo=UTC)

FILES = archives.files_of_2026(
    connections=[
        archives.connection(ILSE, date(2026, 11, 16), company="Brightwharf", position="Head of Partnerships"),
        archives.connection(ZOE, date(2026, 3, 29), email="zoe@studio.example"),
        archives.nameless(date(2025, 6, 7)),
    ],
    messages=[archives.message(OWNER, [ILSE], SENT_AT, "Yes,\r\nThursday works")],
    invitations=[
        archives.invitation(OWNER, ILSE, datetime(2026, 11, 15, 20, 41, tzinfo=UTC), outgoing=True),
        archives.invitation(ZOE, OWNER, datetime(2026, 3, 28, 23, 59, tzinfo=UTC), outgoing=False),
    ],
    positions=[archives.position("Community Manager", "Canal House"), archives.position("", "", finished="2020")],
    education=[archives.school("Hogeschool Example"), archives.school(" ")],
    skills=[archives.skill("Event Planning"), archives.skill("event  planning"), archives.skill(" ")],
    profile=archives.profile(OWNER, summary="I run meetups."),
) | {"Verifications/Verifications.csv": b"never opened", "guide_messages.csv": b"never opened"}

CONNECTIONS = [
    Connection("Ilse Vandermolen", ILSE.url, "Brightwharf", "Head of Partnerships", date(2026, 11, 16)),
    Connection("Zoë Brandström", ZOE.url, None, None, date(2026, 3, 29)),
]
WHOLE = Archive(
    as_of=date(2026, 11, 20),
    owner=Owner("Marisol Quent", OWNER.url),
    connections=CONNECTIONS,
    messages=Messages(
        [Correspondent("Ilse Vandermolen", ILSE.url, sent=1, last_sent=date(2026, 11, 17))],
        SentMessages.of([SentMessage(SENT_AT, repeated=False)]),
    ),
    invitations=[
        Invitation("Ilse Vandermolen", ILSE.url, Direction.SENT, date(2026, 11, 15)),
        Invitation("Zoë Brandström", ZOE.url, Direction.RECEIVED, date(2026, 3, 28)),
    ],
    positions=[Position("Community Manager", "Canal House", current=True)],
    education=["Hogeschool Example"],
    skills=["Event Planning"],
    profile=OwnProfile("Marisol Quent", has_summary=True),
    taken={
        Kind.CONNECTIONS: 2,
        Kind.MESSAGES: 1,
        Kind.INVITATIONS: 2,
        Kind.POSITIONS: 1,
        Kind.EDUCATION: 1,
        Kind.SKILLS: 1,
        Kind.PROFILE: 1,
    },
    skipped=Skipped(nameless=1),
    ignored_files=2,
)


def read(path: Path, owner_url: str | None = None) -> Archive:
    return read_archive(path, owner_url=owner_url, repeat_minimum=20)


def read_file(folder: Path, name: str, content: bytes) -> Archive:
    return read(archives.write_zip(folder / NAME, {name: content}))


def a_zip_of(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
        archive.writestr("__MACOSX/._" + name, b"junk")
    return packed.getvalue()


def test_reads_a_whole_archive(tmp_path: Path) -> None:
    """Every kind of data is read, nobody is made of a nameless row, and other files are only counted."""
    archive = read(archives.write_zip(tmp_path / NAME, FILES))
    assert archive == WHOLE
    assert archive.missing == []


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "Complete_LinkedInDataExport_11-20-2026.zip.zip",
        "Basic_LinkedInDataExport_11-20-2026 (1).zip",
        "my export of 11-20-2026",
    ],
)
def test_names_of_the_zip_do_not_matter(tmp_path: Path, name: str) -> None:
    """Whatever browsers and people make of the ZIP's name, it is read, and dated by the day in it."""
    assert read(archives.write_zip(tmp_path / name, FILES)) == WHOLE


@pytest.mark.parametrize("name", [NAME, "Basic_LinkedInDataExport_11-20-2026"])
def test_reads_an_unpacked_folder(tmp_path: Path, name: str) -> None:
    """A folder is read like the ZIP, even one still named after it."""
    assert read(archives.write_folder(tmp_path / name, FILES)) == WHOLE


def test_reads_a_zip_with_one_leading_folder_and_mac_files(tmp_path: Path) -> None:
    """A folder packed again by a Mac is read; the date may stand in the name of the folder inside."""
    path = archives.write_zip(tmp_path / "linkedin.zip", FILES, folder="Basic_LinkedInDataExport_11-20-2026")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/Basic_LinkedInDataExport_11-20-2026/._Connections.csv", b"junk")
        archive.writestr("Basic_LinkedInDataExport_11-20-2026/._messages.csv", b"junk")
        archive.mkdir("Basic_LinkedInDataExport_11-20-2026/Jobs")
    archive_read = read(path)
    assert archive_read.connections == CONNECTIONS
    assert archive_read.as_of == date(2026, 11, 20)
    assert archive_read.ignored_files == 4


def test_reads_a_zip_in_a_zip(tmp_path: Path) -> None:
    """A ZIP that holds nothing but a ZIP is opened, and the inner name may carry the date."""
    inner = archives.write_zip(tmp_path / "inner.zip", FILES).read_bytes()
    outer = tmp_path / "download.zip"
    outer.write_bytes(a_zip_of(NAME, inner))
    assert read(outer) == WHOLE


@pytest.mark.parametrize("name", ["CONNECTIONS.CSV", "Connections.csv", "_connections_.csv"])
def test_file_names_are_matched_loosely(tmp_path: Path, name: str) -> None:
    """Case, spaces and underscores make no difference in the names of the files."""
    assert read_file(tmp_path, name, FILES["Connections.csv"]).connections == CONNECTIONS


def test_the_shallowest_of_two_files_wins(tmp_path: Path) -> None:
    """A copy of a file in a subfolder is left alone."""
    files = {"Old/Connections.csv": b"something else", **FILES}
    assert read(archives.write_zip(tmp_path / NAME, files)).connections == CONNECTIONS


def test_a_missing_file_is_not_an_empty_one(tmp_path: Path) -> None:
    """What the archive lacks is not known; a file with a header and no rows says that there is none."""
    files = archives.files_of_2026(connections=[], messages=[], skills=[])
    archive = read(archives.write_zip(tmp_path / NAME, files))
    assert archive == Archive(
        as_of=date(2026, 11, 20),
        owner=Owner(None, None),
        connections=[],
        messages=Messages([], SentMessages()),
        skills=[],
        taken=dict.fromkeys(Kind, 0),
    )
    assert archive.missing == [Kind.INVITATIONS, Kind.POSITIONS, Kind.EDUCATION, Kind.PROFILE]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("archive.zip", date(2026, 11, 17)),
        ("x_14-35-2026_11-20-2026.zip", date(2026, 11, 20)),
        ("111-20-2026.zip", date(2026, 11, 17)),
        ("02-30-2026.zip", date(2026, 11, 17)),
    ],
)
def test_the_newest_row_dates_an_archive_without_a_date(tmp_path: Path, name: str, expected: date) -> None:
    """Only a real date in the name counts; else the newest date in any row of the dated files."""
    assert read(archives.write_zip(tmp_path / name, FILES)).as_of == expected


@pytest.mark.parametrize("kind", ["Connections.csv", "Invitations.csv"])
def test_each_dated_file_can_date_the_archive(tmp_path: Path, kind: str) -> None:
    """The newest date of connections or invitations counts too, whatever else is there."""
    newest = {"Connections.csv": date(2026, 11, 16), "Invitations.csv": date(2026, 11, 15)}
    assert read(archives.write_zip(tmp_path / "archive.zip", {kind: FILES[kind]})).as_of == newest[kind]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("08 Feb 2026", date(2026, 2, 8)),
        ("16-Nov-26", date(2026, 11, 16)),
        ("1 September 2024", date(2024, 9, 1)),
        ("9/14/18, 7:05 AM", date(2018, 9, 14)),
        ("2026-11-17 09:02:11 UTC", date(2026, 11, 17)),
        ("16.11.2026", date(2026, 11, 16)),
        ("14/9/18", None),
        ("08 Foo 2026", None),
        ("31 Feb 2026", None),
        ("2026", None),
        ("", None),
    ],
)
def test_days(cell: str, expected: date | None) -> None:
    """A day is read in every form that LinkedIn or Excel gives it, and never guessed."""
    assert day_of(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-17 09:02:11 UTC", datetime(2026, 11, 17, 9, 2, 11, tzinfo=UTC)),
        ("9/14/18, 12:09 AM", datetime(2018, 9, 14, 0, 9, tzinfo=UTC)),
        ("9/14/18, 7:09\u202fPM", datetime(2018, 9, 14, 19, 9, tzinfo=UTC)),
        ("9/14/2018 19:09:05", datetime(2018, 9, 14, 19, 9, 5, tzinfo=UTC)),
        ("2026-11-17", datetime(2026, 11, 17, tzinfo=UTC)),
        ("2026-11-17 25:02:11 UTC", None),
        ("2026-02-30 09:02:11 UTC", None),
        ("2026-11-17 soon", None),
        ("soon", None),
    ],
)
def test_moments(cell: str, expected: datetime | None) -> None:
    """A moment is UTC in every form; a time that no clock shows is none."""
    assert moment_of(cell) == (expected and expected.timestamp())


def test_a_name_without_a_date_has_none() -> None:
    """A name that holds no date gives none."""
    assert date_in_name("linkedin.zip") is None


@pytest.mark.parametrize(
    ("header", "dialect"),
    [
        (headers.CONNECTIONS, archives.CONNECTIONS_2026),
        (headers.CONNECTIONS, Dialect(headers.PREAMBLE, encoding="utf-8-sig", newline="\r\n")),
        (headers.CONNECTIONS, Dialect(headers.PREAMBLE, delimiter=";", encoding="cp1252", newline="\r\n")),
        (headers.CONNECTIONS, Dialect(encoding="utf-16", delimiter="\t", quote_all=True)),
        (headers.CONNECTIONS, Dialect(headers.PREAMBLE.replace("\n", "\n\n"))),
        (tuple(reversed(headers.CONNECTIONS)), Dialect(last_newline=False)),
        (tuple(column.upper().replace(" ", "_") for column in headers.CONNECTIONS), Dialect()),
        ((*headers.CONNECTIONS, ""), Dialect()),
    ],
)
def test_connections_in_every_dialect(tmp_path: Path, header: tuple[str, ...], dialect: Dialect) -> None:
    """Encoding, delimiter, preamble, order and spelling of the columns make no difference."""
    rows = [
        archives.connection(ILSE, date(2026, 11, 16), company="Brightwharf", position="Head of Partnerships"),
        archives.connection(ZOE, date(2026, 3, 29)),
    ]
    spelled = [{name: row.get(plain, "") for name, plain in zip(header, _plain(header), strict=True)} for row in rows]
    content = archives.table(header, spelled, dialect)
    assert read_file(tmp_path, "Connections.csv", content).connections == CONNECTIONS


def _plain(header: tuple[str, ...]) -> list[str]:
    known = {column.casefold(): column for column in headers.CONNECTIONS}
    return [known.get(column.replace("_", " ").casefold(), "") for column in header]


def test_connections_without_url_or_company(tmp_path: Path) -> None:
    """Before mid-2021 there was no URL, and Excel users drop columns: names and days are enough."""
    header = ("First Name", "Last Name", "Connected On")
    content = archives.table(header, [archives.connection(ILSE, date(2026, 11, 16))])
    expected = [Connection("Ilse Vandermolen", None, None, None, date(2026, 11, 16))]
    assert read_file(tmp_path, "Connections.csv", content).connections == expected


def test_odd_connections(tmp_path: Path) -> None:
    """Credentials and invisible marks are handled, no URL comes twice, and what is no row is counted as such."""
    content = (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f'Søren,"Lykke, PhD",{ILSE.url},,,,03 Feb 2026\n'
        f"Søren,Again,{ILSE.url.upper()}/,,,,03 Feb 2026\n"
        "Daniel,Okoro,,,,,someday\n"
        "Daniel,Okoro,no address,,,,\n"
        f",,{ZOE.url},,,,07 Jun 2025\n"
        "\u200b,\u202e,,,,,07 Jun 2025\n"
        "李小龙,,https://www.linkedin.com/in/%E6%9D%8E%E5%B0%8F%E9%BE%99-88,,\x00Fort\x00,,08 Feb 2025, \n"
        "Rob,Castellane\n"
        "Rob,Castellane,,,,,09 Sep 2019,and,more\n"
        ",,,,,,\n"
        "\n"
    )
    archive = read_file(tmp_path, "Connections.csv", content.encode())
    assert archive.connections == [
        Connection("Søren Lykke, PhD", ILSE.url, None, None, date(2026, 2, 3)),
        Connection("Daniel Okoro", None, None, None, None),
        Connection("Daniel Okoro", None, None, None, None),
        Connection("李小龙", "https://www.linkedin.com/in/李小龙-88", "Fort", None, date(2025, 2, 8)),
    ]
    assert archive.skipped == Skipped(nameless=2, unreadable=2)


@pytest.mark.parametrize(
    ("header", "has_url"),
    [(headers.INVITATIONS, True), (headers.INVITATIONS_URN, False), (headers.INVITATIONS_5, False)],
)
def test_invitations_of_every_era(tmp_path: Path, header: tuple[str, ...], has_url: bool) -> None:  # noqa: FBT001
    """Only the newest era names URLs; the owner's name is known in each."""
    rows = [archives.invitation(ZOE, OWNER, datetime(2026, 3, 28, 23, 59, tzinfo=UTC), outgoing=False)]
    archive = read_file(tmp_path, "Invitations.csv", archives.table(header, rows))
    url = ZOE.url if has_url else None
    assert archive.invitations == [Invitation("Zoë Brandström", url, Direction.RECEIVED, date(2026, 3, 28))]
    assert archive.owner == Owner("Marisol Quent", OWNER.url if has_url else None)


def test_odd_invitations(tmp_path: Path) -> None:
    """A URL without a name gives the name; neither is nobody; a direction nobody knows cannot be read."""
    content = (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Marisol Quent,,"11/2/26, 9:05 AM",,OUTGOING,{OWNER.url},https://www.linkedin.com/in/tomas-hale-31\n'
        f"Marisol Quent,LinkedIn Member,,,OUTGOING,{OWNER.url},\n"
        f"Marisol Quent,Ilse Vandermolen,,,SIDEWAYS,{OWNER.url},{ILSE.url}\n"
        "Marisol Quent,Ilse Vandermolen,,,OUTGOING\n"
    )
    archive = read_file(tmp_path, "Invitations.csv", content.encode())
    assert archive.invitations == [
        Invitation("Tomas Hale", "https://www.linkedin.com/in/tomas-hale-31", Direction.SENT, date(2026, 11, 2)),
        Invitation("Ilse Vandermolen", None, Direction.SENT, None),
    ]
    assert archive.skipped == Skipped(nameless=1, unreadable=1)
    assert archive.owner == Owner("Marisol Quent", OWNER.url)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("First Name,Last Name,Summary\nMarisol,Quent,\n", OwnProfile("Marisol Quent", has_summary=False)),
        ("First Name,Last Name,Summary\nMarisol,Quent,Hi\nA,B,\n", OwnProfile("Marisol Quent", has_summary=True)),
        ("First Name,Last Name\nMarisol,Quent\n", OwnProfile("Marisol Quent", has_summary=None)),
        ("First Name,Last Name,Summary\n,,Hi\n", OwnProfile(None, has_summary=True)),
        ("First Name,Last Name,Summary\n", OwnProfile(None, has_summary=None)),
    ],
)
def test_profiles(tmp_path: Path, content: str, expected: OwnProfile) -> None:
    """A profile says the name and whether a summary is filled in, as far as it has the columns and a row."""
    assert read_file(tmp_path, "Profile.csv", content.encode()).profile == expected


def test_positions_with_and_without_an_end(tmp_path: Path) -> None:
    """A position without an end is current, several may be, and Excel's missing last cell is an empty one."""
    content = b"Company Name,Title,Finished On,Notes\nCanal House,Manager,,\nFreelance,,Dec 2020\n,Producer,\n"
    assert read_file(tmp_path, "Positions.csv", content).positions == [
        Position("Manager", "Canal House", current=True),
        Position(None, "Freelance", current=False),
        Position("Producer", None, current=True),
    ]


@pytest.mark.parametrize("wrapped", [False, True])
def test_progress_is_told_in_unpacked_bytes(tmp_path: Path, wrapped: bool) -> None:  # noqa: FBT001
    """The progress rises to the size of the files that are read, and never beyond, in a ZIP in a ZIP too."""
    told: list[tuple[int, int]] = []
    path = archives.write_zip(tmp_path / NAME, FILES)
    if wrapped:
        path = archives.write_zip(tmp_path / "outer.zip", {NAME: path.read_bytes()})
    read_archive(path, owner_url=None, repeat_minimum=20, progress=lambda done, total: told.append((done, total)))
    total = sum(len(content) for content in FILES.values() if content != b"never opened")
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert {size for _, size in told} == {total}


def test_sent_messages_are_a_sequence() -> None:
    """Packed messages are read, counted and cut like a list of them."""
    messages = [SentMessage(SENT_AT, repeated=False), SentMessage(datetime(1969, 1, 1, tzinfo=UTC), repeated=True)]
    packed = SentMessages.of(messages)
    assert (list(packed), len(packed), packed[1], packed[:1]) == (
        messages,
        2,
        messages[1],
        SentMessages.of(messages[:1]),
    )


@pytest.mark.parametrize(("invited", "stated"), [(False, True), (True, True), (True, False), (False, False)])
def test_a_stated_url_is_not_taken_for_the_archives_own(*, invited: bool, stated: bool, tmp_path: Path):
    """A URL that the member stated is the owner's; whether the archive bears it out is told beside it."""
    profile = "https://www.linkedin.com/in/mia-quell"
    me, other = Someone("Mia", "Quell", profile), Someone("Ann", "Lee", "https://www.linkedin.com/in/ann-lee")
    sent = [archives.invitation(me, other, datetime(2026, 11, 1, 9, tzinfo=UTC), outgoing=True)]
    files = archives.files_of_2026(connections=[], invitations=sent if invited else None)
    path = archives.write_zip(tmp_path / "Basic_11-20-2026.zip", files)
    owner = read(path, profile if stated else None).owner
    assert (owner.url, owner.borne_out) == (profile if stated or invited else None, invited)
