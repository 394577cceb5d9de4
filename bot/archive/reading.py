"""LinkedIn's data archive, read as a whole: all of it or one sentence why not."""

from __future__ import annotations

import csv
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from bot.archive.limits import LIMITS, Limits
from bot.archive.messages import MESSAGE_COLUMNS, Mailbox, OwnerHint
from bot.archive.network import (
    CONNECTION_COLUMNS,
    INVITATION_COLUMNS,
    Invited,
    read_connections,
    read_invitations,
)
from bot.archive.opening import Opened, open_archive
from bot.archive.own import (
    EDUCATION_COLUMNS,
    POSITION_COLUMNS,
    PROFILE_COLUMNS,
    SKILL_COLUMNS,
    read_education,
    read_positions,
    read_profile,
    read_skills,
)
from bot.archive.rows import Archive, Connection, Invitation, Kind, Messages, Owner, OwnProfile, Skipped
from bot.errors import UserError
from bot.people import profile_url

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, UnicodeError, csv.Error, NotImplementedError,
)  # fmt: skip


def read_archive(
    path: Path,
    *,
    owner_url: str | None,
    repeat_minimum: int,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits = LIMITS,
) -> Archive:
    """Reads the archive that LinkedIn gave a member, as a ZIP or unpacked, without writing any of it to disk.

    Args:
        owner_url: the member's profile URL, if the member stated it.
        repeat_minimum: characters, case and spacing folded, from which on a text can count as repeated.
        progress: told how many bytes are read and how many there are in all, both unpacked.
        limits: how much of it is read before it is refused.

    Raises:
        UserError: `archive_not_found`, `archive_unreadable`, `archive_broken`, `archive_encrypted`,
            `archive_unsafe_path`, `archive_too_big`, `archive_empty`, `archive_two_files`, `archive_blank_file`,
            `archive_header`, `archive_undated`.
    """
    with _told_plainly(), ExitStack() as stack:
        return _read(open_archive(path, stack, limits, progress), owner_url, repeat_minimum, limits)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turns whatever a damaged or unreadable file raises into the sentence that says so."""
    try:
        yield
    except _DAMAGE as error:
        raise UserError("archive_broken") from error
    except OSError as error:
        raise UserError("archive_unreadable") from error


def _read(opened: Opened, owner_url: str | None, repeat_minimum: int, limits: Limits) -> Archive:
    skipped = Skipped()
    tied = opened.read(Kind.CONNECTIONS, CONNECTION_COLUMNS, skipped, partial(read_connections, skipped, limits))
    invited = opened.read(Kind.INVITATIONS, INVITATION_COLUMNS, skipped, partial(read_invitations, skipped, limits))
    positions = opened.read(Kind.POSITIONS, POSITION_COLUMNS, skipped, partial(read_positions, limits))
    education = opened.read(Kind.EDUCATION, EDUCATION_COLUMNS, skipped, partial(read_education, limits))
    skills = opened.read(Kind.SKILLS, SKILL_COLUMNS, skipped, partial(read_skills, limits))
    profile = opened.read(Kind.PROFILE, PROFILE_COLUMNS, skipped, read_profile)

    hint = _hint(owner_url, invited, profile)
    mailbox = Mailbox(hint, repeat_minimum, limits)
    opened.read(Kind.MESSAGES, MESSAGE_COLUMNS, skipped, partial(mailbox.read, skipped))
    connections = tied.rows if tied else None
    invitations = invited.rows if invited else None
    messages = None
    if Kind.MESSAGES in opened.chosen:
        messages = mailbox.messages(_names(connections or [], invitations or []))

    newest = (tied.newest if tied else None, invited.newest if invited else None, mailbox.newest)
    as_of = opened.dated or max((day for day in newest if day is not None), default=None)
    if as_of is None:
        raise UserError("archive_undated")
    kinds: dict[Kind, Sequence[object] | None] = {
        Kind.CONNECTIONS: connections,
        Kind.INVITATIONS: invitations,
        Kind.POSITIONS: positions,
        Kind.EDUCATION: education,
        Kind.SKILLS: skills,
        Kind.PROFILE: [profile] if profile else None,
    }
    return Archive(
        as_of=as_of,
        owner=Owner(_name(profile, invited), _url(hint, mailbox, messages), mailbox.bears_out_owner),
        connections=connections,
        messages=messages,
        invitations=invitations,
        positions=positions,
        education=education,
        skills=skills,
        profile=profile,
        taken={kind: mailbox.taken if kind is Kind.MESSAGES else len(kinds[kind] or ()) for kind in Kind},
        skipped=skipped,
        ignored_files=opened.ignored_files,
    )


def _hint(owner_url: str | None, invited: Invited | None, profile: OwnProfile | None) -> OwnerHint:
    """What is known of the owner without the messages: the member's own word before the invitations."""
    invited = invited or Invited()
    url = (profile_url(owner_url) if owner_url else None) or invited.owner_url
    return OwnerHint(url, confirmed=url in invited.owner_urls, name=profile.name if profile else None)


def _names(connections: Sequence[Connection], invitations: Sequence[Invitation]) -> dict[str, str]:
    """Names by profile URL; a connection's own before an invitation's."""
    names = {row.url: row.name for row in invitations if row.url}
    return names | {row.url: row.name for row in connections if row.url}


def _name(profile: OwnProfile | None, invited: Invited | None) -> str | None:
    return (profile.name if profile else None) or (invited.owner_name if invited else None)


def _url(hint: OwnerHint, mailbox: Mailbox, messages: Messages | None) -> str | None:
    """The owner's URL; not one that the messages speak against."""
    if messages is not None and messages.sent is None:
        return None
    return hint.url or mailbox.owner_url
