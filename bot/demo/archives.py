"""Writes archives in LinkedIn's own format out of plain data, for the demo, the tests and the benchmark.

A row is a mapping from column name to cell, so the same row can be written under the header of any year.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote

from bot.demo.headers import (
    CONNECTIONS,
    EDUCATION,
    INVITATIONS,
    MESSAGES_13,
    POSITIONS,
    PREAMBLE,
    PROFILE,
    SKILLS,
)

Row = Mapping[str, str]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the files name them; without a URL a hidden member."""

    first: str
    last: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


HIDDEN = Someone("LinkedIn", "Member")
"""A member who hid or closed the account."""


def connection(who: Someone, connected_on: date, *, company: str = "", position: str = "", email: str = "") -> Row:
    """A row of Connections.csv, where LinkedIn percent-encodes URLs."""
    return {
        "First Name": who.first, "Last Name": who.last, "URL": quote(unquote(who.url), safe=":/"),
        "Email Address": email, "Company": company, "Position": position,
        "Connected On": f"{connected_on.day:02} {_MONTHS[connected_on.month - 1]} {connected_on.year}",
    }  # fmt: skip


def nameless(connected_on: date) -> Row:
    """A row of Connections.csv for somebody who closed the account: a date and nothing else."""
    return connection(Someone(""), connected_on)


def message(  # noqa: PLR0913 - one argument for each thing that a message has
    sender: Someone,
    to: Sequence[Someone],
    sent_at: datetime,
    content: str,
    *,
    thread: str = "",
    title: str = "",
    folder: str = "INBOX",
    draft: bool = False,
) -> Row:
    """A row of messages.csv; a draft has neither a conversation nor a folder.

    Args:
        thread: what tells the conversation from others; by default the names of those who take part.
    """
    label = thread or "-".join(sorted(person.url or person.name for person in (sender, *to)))
    return {
        "CONVERSATION ID": "" if draft else f"2-{label}==", "CONVERSATION TITLE": title, "FROM": sender.name,
        "SENDER PROFILE URL": sender.url, "TO": ", ".join(person.name for person in to),
        "RECIPIENT PROFILE URLS": ",".join(person.url for person in to if person.url),
        "DATE": f"{sent_at:%Y-%m-%d %H:%M:%S} UTC", "SUBJECT": "", "CONTENT": content,
        "FOLDER": "" if draft else folder, "ATTACHMENTS": "", "IS MESSAGE DRAFT": "Yes" if draft else "No",
        "IS CONVERSATION DRAFT": "No",
    }  # fmt: skip


def message_2018(sender: Someone, to: Sequence[Someone], sent_at: datetime, content: str, *, outgoing: bool) -> Row:
    """A row of Messages.csv as it was in 2018: no URLs, but a direction."""
    return {
        "From": sender.name, "To": ", ".join(person.name for person in to), "Date": _american(sent_at),
        "Subject": "", "Content": content, "Direction": "OUTGOING" if outgoing else "INCOMING",
        "Folder": "SENT" if outgoing else "INBOX",
    }  # fmt: skip


def invitation(inviter: Someone, invitee: Someone, sent_at: datetime, *, outgoing: bool, text: str = "") -> Row:
    """A row of Invitations.csv; `outgoing` when the archive's owner is the inviter."""
    return {
        "From": inviter.name, "To": invitee.name, "Sent At": _american(sent_at), "Message": text,
        "Direction": "OUTGOING" if outgoing else "INCOMING",
        "inviterProfileUrl": inviter.url, "inviteeProfileUrl": invitee.url,
        "inviterProfileUrn": f"urn:li:fictional:{inviter.first}",
        "inviteeProfileUrn": f"urn:li:fictional:{invitee.first}",
    }  # fmt: skip


def position(title: str, company: str, *, started: str = "Jan 2024", finished: str = "") -> Row:
    """A row of Positions.csv; without an end it is current."""
    return {"Company Name": company, "Title": title, "Started On": started, "Finished On": finished}


def school(name: str, *, degree: str = "") -> Row:
    """A row of Education.csv."""
    return {"School Name": name, "Degree Name": degree}


def skill(name: str) -> Row:
    """A row of Skills.csv."""
    return {"Name": name}


def profile(who: Someone, *, headline: str = "", summary: str = "") -> Row:
    """The row of Profile.csv, which names no URL."""
    return {"First Name": who.first, "Last Name": who.last, "Headline": headline, "Summary": summary}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        preamble: what stands above the header.
        quote_all: whether every cell is quoted, the header's too.
        last_newline: whether the last row ends with a line break.
    """

    preamble: str = ""
    quote_all: bool = False
    delimiter: str = ","
    newline: str = "\n"
    encoding: str = "utf-8"
    last_newline: bool = True


PLAIN = Dialect()
"""How LinkedIn writes most files."""

CONNECTIONS_2026 = Dialect(PREAMBLE, last_newline=False)
"""How LinkedIn writes Connections.csv in 2026."""

MESSAGES_2026 = Dialect(quote_all=True)
"""How LinkedIn writes messages.csv in 2026."""


def write_table(stream: IO[bytes], header: Sequence[str], rows: Iterable[Row], dialect: Dialect = PLAIN) -> None:
    """Writes one CSV file, row by row; cells that a row lacks stay empty. Closes nothing."""
    text = io.TextIOWrapper(stream, dialect.encoding, newline="", write_through=True)
    text.write(dialect.preamble.replace("\n", dialect.newline))
    writer = csv.writer(
        text, delimiter=dialect.delimiter, lineterminator=dialect.newline,
        quoting=csv.QUOTE_ALL if dialect.quote_all else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    text.detach()


def table(header: Sequence[str], rows: Iterable[Row], dialect: Dialect = PLAIN) -> bytes:
    """One CSV file as bytes."""
    stream = io.BytesIO()
    write_table(stream, header, rows, dialect)
    written = stream.getvalue()
    return written if dialect.last_newline else written.removesuffix(dialect.newline.encode(dialect.encoding))


def files_of_2026(  # noqa: PLR0913 - one argument for each file
    *,
    connections: Iterable[Row] | None = None,
    messages: Iterable[Row] | None = None,
    invitations: Iterable[Row] | None = None,
    positions: Iterable[Row] | None = None,
    education: Iterable[Row] | None = None,
    skills: Iterable[Row] | None = None,
    profile: Row | None = None,
) -> dict[str, bytes]:
    """The files of an archive as LinkedIn writes them in 2026, by name; what is None is not in the archive."""
    files: dict[str, bytes] = {}
    if connections is not None:
        files["Connections.csv"] = table(CONNECTIONS, connections, CONNECTIONS_2026)
    if messages is not None:
        files["messages.csv"] = table(MESSAGES_13, messages, MESSAGES_2026)
    if profile is not None:
        files["Profile.csv"] = table(PROFILE, [profile])
    plain = {
        "Invitations.csv": (INVITATIONS, invitations),
        "Positions.csv": (POSITIONS, positions),
        "Education.csv": (EDUCATION, education),
        "Skills.csv": (SKILLS, skills),
    }
    return files | {name: table(header, rows) for name, (header, rows) in plain.items() if rows is not None}


def write_zip(path: Path, files: Mapping[str, bytes], *, folder: str = "") -> Path:
    """Packs the files, inside one leading folder if it is named, and gives the path back."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}" if folder else name, content)
    return path


def write_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """Lays the files down unpacked, and gives the path back."""
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def _american(moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004
    return f"{moment.month}/{moment.day}/{moment:%y}, {hour}:{moment:%M} {half}"
