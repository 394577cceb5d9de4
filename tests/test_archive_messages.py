"""Reading messages.csv: what the owner sent, with whom, whose archive it is, and which texts were repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.archive.names import name_from_url, names_for, split_names
from bot.archive.reading import read_archive
from bot.archive.rows import Archive, Correspondent, Messages, Owner, SentMessage, SentMessages, Skipped
from bot.demo import archives, headers
from bot.demo.archives import HIDDEN, Row, Someone
from bot.people import profile_url

OWNER = Someone("Marisol", "Quent", "https://www.linkedin.com/in/marisol-quent-5b71c2-example")
ILSE = Someone("Ilse", "Vandermolen", "https://www.linkedin.com/in/ilse-vandermolen-example")
SOREN = Someone("Søren", "Lykke, PhD", "https://www.linkedin.com/in/søren-lykke-example")
PRIYA = Someone("Priya", "Raman", "https://www.linkedin.com/in/priya-raman-77-example")
NAMESAKE = Someone("Marisol", "Quent", "https://www.linkedin.com/in/another-quent-example")
START = datetime(2026, 11, 17, 10, 30, tzinfo=UTC)
DAY = START.date()
LONG = "I would like to show you our new venue."
PLAIN_HEADERS = (headers.MESSAGES_10, headers.MESSAGES_11, headers.MESSAGES_12, headers.MESSAGES_13)


def wrote(sender: Someone, *to: Someone, text: str = "Hi", days: int = 0, thread: str = "", title: str = "") -> Row:
    return archives.message(sender, to, START + timedelta(days=days), text, thread=thread, title=title)


def read_rows(
    folder: Path,
    rows: Sequence[Row],
    header: Sequence[str] = headers.MESSAGES_13,
    owner_url: str | None = OWNER.url,
    other: Mapping[str, bytes] | None = None,
) -> Archive:
    files = {"messages.csv": archives.table(header, rows, archives.MESSAGES_2026)}
    files |= {f"{name}.csv": content for name, content in (other or {}).items()}
    path = archives.write_zip(folder / "Basic_LinkedInDataExport_11-20-2026.zip", files)
    return read_archive(path, owner_url=owner_url, repeat_minimum=20)


def messages_of(archive: Archive) -> Messages:
    assert archive.messages is not None
    return archive.messages


def flags(archive: Archive) -> list[bool]:
    sent = messages_of(archive).sent
    assert sent is not None
    return [message.repeated for message in sent]


PROFILE = archives.table(headers.PROFILE, [archives.profile(OWNER)])


@pytest.mark.parametrize("header", PLAIN_HEADERS, ids=len)
def test_messages_since_2023(tmp_path: Path, header: Sequence[str]) -> None:
    """Under every header with URLs the same people are found, a group member each, and drafts are nobody's."""
    rows = [
        wrote(ILSE, OWNER, text="Hi,\n\nshall we talk?"),
        wrote(OWNER, ILSE, days=1),
        wrote(OWNER, ILSE, days=-1),
        wrote(SOREN, OWNER, PRIYA, thread="group"),
        wrote(OWNER, PRIYA, SOREN, thread="group"),
        wrote(OWNER, HIDDEN),
        wrote(HIDDEN, OWNER),
        wrote(Someone(""), OWNER, thread="blank"),
        wrote(HIDDEN, OWNER, title="Sponsored Conversation", text="Webinar"),
        wrote(HIDDEN, OWNER, text='<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%</p>'),
        archives.message(OWNER, [Someone("Anand", "K", "https://www.linkedin.com/in/anand-k")], START, "", draft=True),
    ]
    archive = read_rows(tmp_path, rows, header)
    sent_at = [START + timedelta(days=days) for days in (1, -1, 0, 0)]
    assert messages_of(archive) == Messages(
        [
            Correspondent("Ilse Vandermolen", ILSE.url, 2, DAY + timedelta(days=1), 1, DAY),
            Correspondent("Søren Lykke, PhD", SOREN.url, 1, DAY, 1, DAY),
            Correspondent("Priya Raman", PRIYA.url, 1, DAY),
        ],
        SentMessages.of(SentMessage(moment, repeated=False) for moment in sent_at),
    )
    assert archive.skipped == Skipped(drafts=1, sponsored=2)
    assert sum(archive.taken.values()) == 8


def test_drafts_are_told_by_either_column(tmp_path: Path) -> None:
    """A draft message and a message of a draft conversation are both left out."""
    rows = [{**wrote(OWNER, ILSE), "IS MESSAGE DRAFT": "Yes"}, {**wrote(OWNER, ILSE), "IS CONVERSATION DRAFT": "YES"}]
    archive = read_rows(tmp_path, rows)
    assert messages_of(archive) == Messages([], SentMessages())
    assert archive.skipped == Skipped(drafts=2)


def test_messages_before_2023_name_recipients_without_urls(tmp_path: Path) -> None:
    """A recipient's name is the sender of that name when there is just one; the owner is no correspondent."""
    twin = Someone("Priya", "Raman", "https://www.linkedin.com/in/priya-raman-2-example")
    rows = [
        wrote(ILSE, OWNER),
        wrote(OWNER, ILSE),
        wrote(OWNER, SOREN, Someone("Tomas", "Hale"), OWNER),
        wrote(PRIYA, OWNER),
        wrote(twin, OWNER),
        wrote(OWNER, PRIYA),
        wrote(OWNER, HIDDEN),
    ]
    assert messages_of(read_rows(tmp_path, rows, headers.MESSAGES_9, other={"Profile": PROFILE})).correspondents == [
        Correspondent("Ilse Vandermolen", ILSE.url, 1, DAY, 1, DAY),
        Correspondent("Søren Lykke, PhD", None, 1, DAY),
        Correspondent("Tomas Hale", None, 1, DAY),
        Correspondent("Priya Raman", PRIYA.url, received=1, last_received=DAY),
        Correspondent("Priya Raman", twin.url, received=1, last_received=DAY),
        Correspondent("Priya Raman", None, 1, DAY),
    ]


def test_messages_of_2018_say_who_sent_them(tmp_path: Path) -> None:
    """In 2018 the direction stands in the row, so the owner need not be known."""
    rows = [
        archives.message_2018(ILSE, [OWNER], START, "Nice to meet you", outgoing=False),
        archives.message_2018(OWNER, [ILSE], START, LONG, outgoing=True),
        archives.message_2018(OWNER, [SOREN], START, LONG, outgoing=True),
        archives.message_2018(Someone(""), [HIDDEN], START, LONG, outgoing=True),
        {**archives.message_2018(OWNER, [ILSE], START, "", outgoing=True), "Direction": "SIDEWAYS"},
    ]
    archive = read_rows(tmp_path, rows, headers.MESSAGES_2018, None)
    assert messages_of(archive).correspondents == [
        Correspondent("Ilse Vandermolen", None, 1, DAY, 1, DAY),
        Correspondent("Søren Lykke, PhD", None, 1, DAY),
    ]
    assert flags(archive) == [True, True, True]
    assert archive.skipped == Skipped(unreadable=1)


def test_one_person_under_two_spellings(tmp_path: Path) -> None:
    """Percent-encoding and letter case make no second person of a URL, accents and credentials none of a name."""
    spelled = Someone("Søren", "Lykke", "https://linkedin.com/in/S%C3%B8ren-Lykke-example/")
    rows = [
        wrote(SOREN, OWNER),
        wrote(spelled, OWNER),
        wrote(OWNER, Someone("Zoe", "B")),
        wrote(OWNER, Someone("Zoë", "B")),
    ]
    assert messages_of(read_rows(tmp_path, rows)).correspondents == [
        Correspondent("Søren Lykke, PhD", SOREN.url, received=2, last_received=DAY),
        Correspondent("Zoe B", None, 2, DAY),
    ]


def test_unreadable_messages_are_counted(tmp_path: Path) -> None:
    """A row without a date that can be read, or of another shape, is no message."""
    rows = [{**wrote(OWNER, ILSE), "DATE": "lately"}, wrote(OWNER, ILSE)]
    content = archives.table(headers.MESSAGES_13, rows) + b'"2-cut off=="\n'
    path = archives.write_folder(tmp_path / "11-20-2026", {"messages.csv": content})
    archive = read_archive(path, owner_url=OWNER.url, repeat_minimum=20)
    assert (archive.skipped, flags(archive)) == (Skipped(unreadable=2), [False])


def test_the_newest_row_may_be_a_draft(tmp_path: Path) -> None:
    """A draft's date dates the archive too: the export cannot be older."""
    rows = [archives.message(OWNER, [ILSE], START + timedelta(days=3), "", draft=True), wrote(OWNER, ILSE)]
    content = archives.table(headers.MESSAGES_13, rows)
    path = archives.write_folder(tmp_path / "export", {"messages.csv": content})
    assert read_archive(path, owner_url=None, repeat_minimum=20).as_of == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(ILSE,), (PRIYA,)], [True, True]),
        ([(ILSE,), (ILSE,)], [False, False]),
        ([(ILSE, PRIYA)], [True]),
        ([(ILSE, PRIYA), (ILSE,)], [True, True]),
        ([(ILSE, OWNER)], [False]),
        ([(OWNER,), (ILSE,)], [False, False]),
        ([(HIDDEN,), (ILSE,)], [True, True]),
    ],
)
def test_a_text_is_repeated_when_it_went_to_two_people(
    tmp_path: Path, rows: list[tuple[Someone, ...]], expected: list[bool]
) -> None:
    """The same text to two people is copied, a group of two is two people, and oneself is nobody."""
    assert flags(read_rows(tmp_path, [wrote(OWNER, *to, text=LONG) for to in rows])) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Let’s  meet at the CAFÉ tonight", "let's meet\nat the café tonight "), True),
        (("x" * 20, "X" * 20), True),
        (("x" * 19, "x" * 19), False),
        (("x        y        z    ", "x        y        z    "), False),
        (("ﬃ" * 7, "FFI" * 7), True),
        (("", ""), False),
        ((LONG, LONG + "!"), False),
    ],
)
def test_texts_are_compared_folded(tmp_path: Path, texts: tuple[str, str], expected: bool) -> None:  # noqa: FBT001
    """Case, accents, quotes and spacing make no difference, and a short text is never a copy."""
    rows = [wrote(OWNER, ILSE, text=texts[0]), wrote(OWNER, PRIYA, text=texts[1])]
    assert flags(read_rows(tmp_path, rows)) == [expected, expected]


def test_only_the_owners_texts_are_compared(tmp_path: Path) -> None:
    """What others wrote with the same words makes no copy of the owner's message."""
    rows = [wrote(OWNER, ILSE, text=LONG), wrote(PRIYA, OWNER, text=LONG), wrote(SOREN, OWNER, text=LONG)]
    assert flags(read_rows(tmp_path, rows)) == [False]


INVITED = archives.table(headers.INVITATIONS, [archives.invitation(OWNER, PRIYA, START, outgoing=True)])
TALK = [wrote(OWNER, ILSE), wrote(ILSE, OWNER), wrote(OWNER, PRIYA, SOREN)]


@pytest.mark.parametrize(
    ("rows", "owner_url", "other", "expected"),
    [
        (TALK, OWNER.url.upper() + "/", {}, 2),
        (TALK, ILSE.url, {"Invitations": INVITED}, 1),
        (TALK, None, {"Invitations": INVITED}, 2),
        (TALK, "not a URL", {"Invitations": INVITED}, 2),
        (TALK, None, {"Profile": PROFILE}, 2),
        (TALK, None, {}, None),
        (TALK, "https://www.linkedin.com/in/mistyped", {"Invitations": INVITED, "Profile": PROFILE}, None),
        (TALK, SOREN.url, {}, 0),
        ([wrote(ILSE, PRIYA)], OWNER.url, {"Invitations": INVITED}, 0),
        ([*TALK, wrote(NAMESAKE, OWNER)], None, {"Profile": PROFILE}, 2),
        ([wrote(OWNER, NAMESAKE), wrote(NAMESAKE, OWNER)], None, {"Profile": PROFILE}, None),
        ([*TALK, wrote(ILSE, PRIYA)], None, {"Profile": PROFILE}, None),
        ([wrote(ILSE, OWNER)], None, {"Profile": PROFILE}, None),
        ([archives.message(OWNER, [ILSE], START, "", draft=True)], None, {}, 0),
        ([], None, {}, 0),
        ([{**TALK[0], "DATE": "lately"}], None, {}, None),
    ],
)
def test_whose_archive_it_is(
    tmp_path: Path, rows: list[Row], owner_url: str | None, other: dict[str, bytes], expected: int | None
) -> None:
    """The stated URL counts, then the invitations, then the name in the profile; without an owner nothing is sent."""
    found = messages_of(read_rows(tmp_path, rows, owner_url=owner_url, other=other))
    assert (None if found.sent is None else len(found.sent)) == expected
    assert found.sent is not None or found.correspondents == []


@pytest.mark.parametrize(
    ("owner_url", "other", "expected"),
    [
        (None, {"Profile": PROFILE}, Owner("Marisol Quent", OWNER.url)),
        (None, {"Invitations": INVITED}, Owner("Marisol Quent", OWNER.url)),
        (OWNER.url, {}, Owner(None, OWNER.url)),
        ("https://www.linkedin.com/in/mistyped", {"Profile": PROFILE}, Owner("Marisol Quent", None)),
        (None, {}, Owner(None, None)),
    ],
)
def test_the_owner_is_named(tmp_path: Path, owner_url: str | None, other: dict[str, bytes], expected: Owner) -> None:
    """The owner has the profile's name or the invitations', and no URL that the messages speak against."""
    assert read_rows(tmp_path, TALK, owner_url=owner_url, other=other).owner == expected


def test_the_owner_is_found_by_name_before_2023(tmp_path: Path) -> None:
    """Where recipients have no URL, a message to the owner's name is one to the owner."""
    rows = [wrote(SOREN, PRIYA, OWNER), wrote(HIDDEN, OWNER), wrote(OWNER, ILSE)]
    archive = read_rows(tmp_path, rows, headers.MESSAGES_9, None, other={"Profile": PROFILE})
    assert (archive.owner.url, len(flags(archive))) == (OWNER.url, 1)


def test_too_many_namesakes_leave_the_owner_unknown(tmp_path: Path) -> None:
    """Among more than fifty senders of the owner's name nobody is taken for the owner."""
    others = [Someone("Marisol", "Quent", f"https://www.linkedin.com/in/quent-{number}-x") for number in range(50)]
    rows = [wrote(OWNER, ILSE), *(wrote(other, OWNER) for other in others)]
    assert messages_of(read_rows(tmp_path, rows, owner_url=None, other={"Profile": PROFILE})).sent is None


def test_names_come_from_the_surest_place(tmp_path: Path) -> None:
    """The name on one's own row comes first, then a list that fits, then another file, then the URL itself."""
    uma, ivo = "https://www.linkedin.com/in/ustone-x", "https://www.linkedin.com/in/ilind-x"
    rows = [
        wrote(OWNER, Someone("Wrong", "", ILSE.url)),
        wrote(OWNER, PRIYA, SOREN),
        wrote(OWNER, Someone("Only One", "Name"), Someone("", "", "https://www.linkedin.com/in/tomas-hale-31-x")),
        {**wrote(OWNER, PRIYA), "TO": "A, B, C", "RECIPIENT PROFILE URLS": f"{PRIYA.url},{SOREN.url}"},
        {**wrote(OWNER, PRIYA), "TO": "", "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/jane-doe-7"},
        {**wrote(OWNER, PRIYA), "TO": "LinkedIn Member", "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/a-b"},
        {**wrote(OWNER, PRIYA), "TO": "Anna Bell", "RECIPIENT PROFILE URLS": "https://www.linkedin.com/company/bell"},
        wrote(OWNER, Someone("Uma", "Stone", uma), Someone("Ivo", "Lind", ivo)),
        wrote(ILSE, OWNER),
        wrote(Someone("", "", ILSE.url), OWNER),
    ]
    connected = archives.table(headers.CONNECTIONS, [archives.connection(PRIYA, DAY)])
    found = messages_of(read_rows(tmp_path, rows, other={"Connections": connected})).correspondents
    assert [(person.name, person.url) for person in found] == [
        ("Ilse Vandermolen", ILSE.url),
        ("Priya Raman", PRIYA.url),
        ("Søren Lykke Example", SOREN.url),
        ("Only One Name", "https://www.linkedin.com/in/tomas-hale-31-x"),
        ("Jane Doe", "https://www.linkedin.com/in/jane-doe-7"),
        ("A B", "https://www.linkedin.com/in/a-b"),
        ("Anna Bell", None),
        ("Uma Stone", uma),
        ("Ivo Lind", ivo),
    ]


@pytest.mark.parametrize(
    ("recipients", "count", "expected"),
    [
        ("Ilse Vandermolen, Priya Raman", 2, ["Ilse Vandermolen", "Priya Raman"]),
        ("Søren Lykke, PhD", 1, ["Søren Lykke, PhD"]),
        ("Søren Lykke, PhD, Priya Raman", 2, []),
        ("Priya Raman, LinkedIn Member", 1, ["Priya Raman"]),
        ("LinkedIn Member", 1, []),
    ],
)
def test_names_are_paired_with_urls_only_when_they_fit(recipients: str, count: int, expected: list[str]) -> None:
    """Names label URLs when there are as many; what could be somebody else's name labels nobody."""
    assert names_for(recipients, count) == expected


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        ("Søren Lykke, PhD, Priya Raman", ["Søren Lykke, PhD", "Priya Raman"]),
        ("Ilse Vandermolen, 李小龙", ["Ilse Vandermolen", "李小龙"]),
        ("LinkedIn Member", []),
        ("", []),
    ],
)
def test_names_without_urls_are_taken_apart(recipients: str, expected: list[str]) -> None:
    """Without URLs the list is taken apart, and credentials stay with the name before them."""
    assert split_names(recipients) == expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("priya-raman-77-example", "Priya Raman Example"), ("s%C3%B8ren-lykke", "Søren Lykke"), ("4477", "4477")],
)
def test_a_url_spells_a_name(slug: str, expected: str) -> None:
    """The words of a profile URL make a name to show, without the numeric tail."""
    url = profile_url(f"https://www.linkedin.com/in/{slug}")
    assert url is not None
    assert name_from_url(url) == expected
