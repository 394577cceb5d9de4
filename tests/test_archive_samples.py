"""Reading the sample archives and the header variants of every year that lie beside the project."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

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
from bot.demo import archives

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLES = SHARED / "archives"
WORKSPACE = SHARED / "workspace"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample archives do not lie beside the project")

IN = "https://www.linkedin.com/in/"
OWNER_URL = f"{IN}marisol-quent-5b71c2-example"
ILSE, ZOE, TOMAS = f"{IN}ilse-vandermolen-example", f"{IN}zoë-brandström-4477aa-example", f"{IN}tomas-hale-31-example"
SOREN, NOBODY, PRIYA = f"{IN}søren-lykke-example", f"{IN}nobody-particular-00-example", f"{IN}priya-raman-77-example"

CONNECTIONS = [
    Connection("Ilse Vandermolen", ILSE, "Brightwharf", "Head of Partnerships", date(2026, 11, 16)),
    Connection(
        "Daniel Okoro", f"{IN}daniel-okoro-1a2b3c-example", "Tarn & Fell, Ltd.", "Data Engineer", date(2026, 10, 2)
    ),
    Connection(
        "Daniel Okoro", f"{IN}daniel-okoro-9f8e7d-example", "Quayside Bank", "Product Manager", date(2026, 5, 11)
    ),
    Connection("Zoë Brandström", ZOE, "Nordlicht Studio", "Designer", date(2026, 3, 29)),
    Connection("Søren Lykke, PhD", SOREN, "Institut for Havforskning", "Lektor", date(2026, 2, 3)),
    Connection("🌱 Priya Raman", PRIYA, "Mossbank", "Founder, CEO", date(2025, 12, 20)),
    Connection("Anand K", f"{IN}anand-k-00b1c2d3-example", None, None, date(2025, 1, 14)),
    Connection("美咲 田中", f"{IN}美咲-田中-5512ab-example", "株式会社みどり", "エンジニア", date(2024, 8, 30)),
    Connection(
        'Rob "Bobby" Castellane', f"{IN}robcastellane-example", '"The Orchard" Collective', "Advisor", date(2019, 9, 9)
    ),
    Connection(
        "María José de la Fuente (she/her)",
        f"{IN}mjdelafuente-example",
        "Grupo Ladera, S.A.",
        "Directora de Operaciones",
        date(2018, 4, 1),
    ),
]
SENT = SentMessages.of(
    SentMessage(moment, repeated=False)
    for moment in (
        datetime(2026, 11, 17, 10, 30, 45, tzinfo=UTC),
        datetime(2026, 4, 1, 8, 0, 0, tzinfo=UTC),
        datetime(2024, 3, 5, 12, 12, 12, tzinfo=UTC),
    )
)
WROTE = [
    Correspondent("Ilse Vandermolen", ILSE, 1, date(2026, 11, 17), 1, date(2026, 11, 17)),
    Correspondent("Zoë Brandström", ZOE, 1, date(2026, 4, 1)),
    Correspondent("Søren Lykke, PhD", SOREN, received=1, last_received=date(2026, 2, 10)),
    Correspondent("Tomas Hale", TOMAS, received=1, last_received=date(2025, 7, 21)),
]
SPAM = Correspondent("Nobody Particular", NOBODY, received=1, last_received=date(2026, 10, 10))
INVITATIONS = [
    Invitation("Ilse Vandermolen", ILSE, Direction.SENT, date(2026, 11, 15)),
    Invitation("Tomas Hale", TOMAS, Direction.SENT, date(2026, 11, 2)),
    Invitation("Zoë Brandström", ZOE, Direction.RECEIVED, date(2026, 3, 28)),
    Invitation("Greta Lindqvist", f"{IN}greta-lindqvist-8-example", Direction.RECEIVED, date(2026, 10, 30)),
]


def read_legacy(folder: Path, sample: str, name: str, owner_url: str | None = None) -> Archive:
    """One header variant, alone in an archive under the name that LinkedIn gives it."""
    path = archives.write_folder(folder / "export", {name: (SAMPLES / "legacy" / sample).read_bytes()})
    return read_archive(path, owner_url=owner_url, repeat_minimum=20)


@pytest.mark.parametrize(
    ("name", "as_of", "ignored"),
    [
        ("Basic_LinkedInDataExport_11-20-2026.zip", date(2026, 11, 20), 8),
        ("Complete_LinkedInDataExport_11-20-2026.zip", date(2026, 11, 20), 12),
        ("current", date(2026, 11, 18), 12),
    ],
)
def test_the_archive_of_2026(name: str, as_of: date, ignored: int) -> None:
    """The whole archive of the invented member, packed and unpacked."""
    assert read_archive(SAMPLES / name, owner_url=None, repeat_minimum=20) == Archive(
        as_of=as_of,
        owner=Owner("Marisol Quent", OWNER_URL),
        connections=CONNECTIONS,
        messages=Messages([*WROTE, SPAM], SENT),
        invitations=INVITATIONS,
        positions=[
            Position("Community Manager", "Canal House", current=True),
            Position("Event Producer", "Freelance", current=True),
            Position("Coordinator", "Fernhill B.V.", current=False),
        ],
        education=["Hogeschool Example", "Example Language School"],
        skills=["Event Planning", "Public Speaking", "Microsoft Excel", "Budgeting, Forecasting"],
        profile=OwnProfile("Marisol Quent", has_summary=True),
        taken={
            Kind.CONNECTIONS: 10,
            Kind.MESSAGES: 8,
            Kind.INVITATIONS: 4,
            Kind.POSITIONS: 3,
            Kind.EDUCATION: 2,
            Kind.SKILLS: 4,
            Kind.PROFILE: 1,
        },
        skipped=Skipped(nameless=2, drafts=1, sponsored=1),
        ignored_files=ignored,
    )


@pytest.mark.parametrize(
    ("sample", "expected", "nameless"),
    [
        (
            "Connections_2018_datetime.csv",
            [
                Connection("Ilse Vandermolen", None, "Brightwharf", "Associate", date(2018, 9, 14)),
                Connection("Rob Castellane", None, None, None, date(2018, 10, 2)),
            ],
            0,
        ),
        ("Connections_2021_no_preamble_no_url.csv", CONNECTIONS[:4], 0),
        ("Connections_2022_preamble_no_url.csv", CONNECTIONS[:6], 1),
        ("Connections_resaved_by_excel.csv", CONNECTIONS[:1], 0),
    ],
)
def test_connections_of_every_year(tmp_path: Path, sample: str, expected: list[Connection], nameless: int) -> None:
    """Connections.csv as it was from 2018 on, and as Excel leaves it."""
    archive = read_legacy(tmp_path, sample, "Connections.csv")
    with_url = "excel" in sample
    assert archive.connections == [
        row if with_url else Connection(row.name, None, row.company, row.position, row.connected_on) for row in expected
    ]
    assert archive.skipped == Skipped(nameless=nameless)


@pytest.mark.parametrize("sample", ["Invitations_2022_5col.csv", "Invitations_2023-07_urn.csv"])
def test_invitations_of_every_year(tmp_path: Path, sample: str) -> None:
    """Invitations.csv before it named URLs."""
    archive = read_legacy(tmp_path, sample, "Invitations.csv")
    assert archive.invitations == [Invitation(row.name, None, row.direction, row.sent_on) for row in INVITATIONS]
    assert archive.owner == Owner("Marisol Quent", None)


@pytest.mark.parametrize(
    ("sample", "correspondents", "taken", "skipped"),
    [
        (
            "messages_2021_9col.csv",
            [
                WROTE[0],
                Correspondent("Zoë Brandström", None, 1, date(2026, 4, 1)),
                WROTE[2],
                WROTE[3],
            ],
            7,
            Skipped(),
        ),
        ("messages_2023_10col.csv", WROTE, 7, Skipped()),
        ("messages_2024_flat_12col.csv", [*WROTE, SPAM], 8, Skipped(drafts=1, sponsored=1)),
    ],
)
def test_messages_of_every_year(
    tmp_path: Path, sample: str, correspondents: list[Correspondent], taken: int, skipped: Skipped
) -> None:
    """messages.csv from 2021 on gives the same people and the same three sent messages."""
    archive = read_legacy(tmp_path, sample, "messages.csv", OWNER_URL)
    assert archive.messages == Messages(correspondents, SENT)
    assert (archive.taken[Kind.MESSAGES], archive.skipped) == (taken, skipped)


def test_messages_of_2018(tmp_path: Path) -> None:
    """Messages.csv of 2018 says itself which messages are the owner's."""
    archive = read_legacy(tmp_path, "Messages_2018.csv", "Messages.csv")
    day = date(2018, 9, 14)
    assert archive.messages == Messages(
        [Correspondent("Ilse Vandermolen", None, 1, day, 1, day)],
        SentMessages.of([SentMessage(datetime(2018, 9, 14, 7, 12, tzinfo=UTC), repeated=False)]),
    )


@pytest.mark.parametrize(
    ("member", "owner", "connections", "nameless", "sent"),
    [
        ("U00ME", Owner("Mara Quillan", f"{IN}mara-quillan-5b71c2"), 12, 1, 4),
        ("U01BOB", Owner("Bob Stone", f"{IN}bob-stone-88"), 17, 0, None),
        ("U02PRIYA", Owner("Priya Natarajan", f"{IN}priya-natarajan"), 16, 0, None),
        ("U03SAM", Owner("Sam Lee", f"{IN}sam-lee-globex"), 7, 0, None),
        ("U04NADIA", Owner("Nadia Ferro", f"{IN}nadia-ferro-2"), 40, 0, 18),
    ],
)
def test_the_archives_of_the_workspace(
    member: str, owner: Owner, connections: int, nameless: int, sent: int | None
) -> None:
    """Each member of the invented workspace is the owner of their archive."""
    path = WORKSPACE / f"{member}_Basic_LinkedInDataExport_11-20-2026.zip"
    archive = read_archive(path, owner_url=None, repeat_minimum=20)
    assert (archive.owner, archive.as_of) == (owner, date(2026, 11, 20))
    assert (archive.taken[Kind.CONNECTIONS], archive.skipped) == (connections, Skipped(nameless=nameless))
    found = archive.messages.sent if archive.messages else None
    assert (None if found is None else len(found)) == sent
