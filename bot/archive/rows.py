"""What an archive holds once it is read: typed rows, without bodies, addresses or anything no check needs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import overload


class Kind(StrEnum):
    """The kinds of data that an archive is imported by; each keeps its own date."""

    CONNECTIONS = "connections"
    MESSAGES = "messages"
    INVITATIONS = "invitations"
    POSITIONS = "positions"
    EDUCATION = "education"
    SKILLS = "skills"
    PROFILE = "profile"


class Direction(StrEnum):
    """Who invited whom."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Connection:
    """One 1st-degree tie. `url` is a canonical profile URL; archives before mid-2021 have none."""

    name: str
    url: str | None
    company: str | None
    position: str | None
    connected_on: date | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation between the owner and a person; accepted ones are listed too."""

    name: str
    url: str | None
    direction: Direction
    sent_on: date | None


@dataclass(slots=True)
class Correspondent:
    """How often the owner and a person wrote to each other, and when last. Counts only, never a text."""

    name: str
    url: str | None
    sent: int = 0
    last_sent: date | None = None
    received: int = 0
    last_received: date | None = None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message the owner sent; `repeated` says that its text went to two or more recipients."""

    sent_at: datetime
    repeated: bool


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, repr=False)
class SentMessages(Sequence[SentMessage]):
    """Sent messages in the order of the file, nine bytes each, so that a million of them stay small.

    Attributes:
        times: when each was sent, in seconds since 1970 (UTC).
        repeated: 1 for each message whose text went to two or more recipients, else 0.
    """

    times: array[int] = field(default_factory=lambda: array("q"))
    repeated: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, messages: Iterable[SentMessage]) -> SentMessages:
        """The same messages, packed."""
        packed = cls()
        for message in messages:
            packed.times.append(int((message.sent_at - _EPOCH).total_seconds()))
            packed.repeated.append(message.repeated)
        return packed

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[SentMessage]:
        for seconds, repeated in zip(self.times, self.repeated, strict=True):
            yield SentMessage(_EPOCH + timedelta(seconds=seconds), bool(repeated))

    @overload
    def __getitem__(self, index: int) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice) -> SentMessages: ...
    def __getitem__(self, index: int | slice) -> SentMessage | SentMessages:
        if isinstance(index, slice):
            return SentMessages(self.times[index], self.repeated[index])
        return SentMessage(_EPOCH + timedelta(seconds=self.times[index]), bool(self.repeated[index]))


@dataclass(frozen=True, slots=True)
class Messages:
    """What `messages.csv` shows.

    Attributes:
        correspondents: everybody the owner wrote with, drafts and sponsored messages left out; empty when `sent`
            is None, because then nobody can say which side of a message was the owner's.
        sent: every message the owner sent, packed as `SentMessages` when read from an archive; None when it is
            not known which of the senders is the owner.
    """

    correspondents: list[Correspondent]
    sent: Sequence[SentMessage] | None


@dataclass(frozen=True, slots=True)
class Position:
    """A position of the owner; without an end it is current."""

    title: str | None
    company: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What `Profile.csv` says of the owner that a check needs; None when it does not say."""

    name: str | None
    has_summary: bool | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose archive it is, as far as it can be told.

    Attributes:
        borne_out: whether the archive itself shows the URL to be the owner's; a URL that was only stated may be
            anybody's.
    """

    name: str | None
    url: str | None
    borne_out: bool = field(default=True, compare=False)


@dataclass(slots=True)
class Skipped:
    """Rows left out, by why."""

    nameless: int = 0
    drafts: int = 0
    sponsored: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """A whole archive, read. A kind that is None was not in it: not known, never "none".

    Attributes:
        as_of: the day it speaks for: the date in its file name, else the newest date in any row.
        taken: rows taken, for every kind, 0 where `missing` names it; `messages` counts every message that is
            neither a draft nor sponsored.
        ignored_files: files that were there and never opened.
    """

    as_of: date
    owner: Owner
    connections: list[Connection] | None = None
    messages: Messages | None = None
    invitations: list[Invitation] | None = None
    positions: list[Position] | None = None
    education: list[str] | None = None
    skills: list[str] | None = None
    profile: OwnProfile | None = None
    taken: dict[Kind, int] = field(default_factory=dict)
    skipped: Skipped = field(default_factory=Skipped)
    ignored_files: int = 0

    @property
    def missing(self) -> list[Kind]:
        """The kinds that were not in the archive."""
        return [kind for kind in Kind if getattr(self, kind.value) is None]
