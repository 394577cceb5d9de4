"""Connections.csv and Invitations.csv: who the owner is, or may become, connected with."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from bot.archive.dates import day_of
from bot.archive.limits import Limits, check_limit
from bot.archive.names import is_hidden, name_from_url
from bot.archive.rows import Connection, Direction, Invitation, Kind, Skipped
from bot.archive.table import Table, tidy
from bot.people import profile_url

CONNECTION_COLUMNS = ("first name", "last name", "connected on")
"""What makes a file Connections.csv; Excel users drop the others."""

INVITATION_COLUMNS = ("from", "to", "direction")
"""What makes a file Invitations.csv."""

_DIRECTIONS = {"outgoing": Direction.SENT, "incoming": Direction.RECEIVED}


@dataclass(slots=True)
class Tied:
    """What Connections.csv shows.

    Attributes:
        newest: the newest date in any row.
    """

    rows: list[Connection] = field(default_factory=list)
    newest: date | None = None


def read_connections(skipped: Skipped, limits: Limits, table: Table) -> Tied:
    """The named connections, nobody twice by URL.

    A row without a name stands for somebody who hid or closed the account: it is counted and is nobody.

    Raises:
        UserError: `archive_too_big`.
    """
    found = Tied()
    seen: set[str] = set()
    columns = ("first name", "last name", "url", "company", "position", "connected on")
    for first, last, address, company, position, connected in table.rows(*columns):
        connected_on = day_of(connected)
        found.newest = _later(found.newest, connected_on)
        name = tidy(f"{first} {last}")
        if not name:
            skipped.nameless += 1
            continue
        url = profile_url(address)
        if url is not None and url in seen:
            continue
        if url is not None:
            seen.add(url)
        check_limit(len(found.rows) + 1, limits.connections, Kind.CONNECTIONS.value)
        found.rows.append(Connection(name, url, tidy(company) or None, tidy(position) or None, connected_on))
    return found


@dataclass(slots=True)
class Invited:
    """What Invitations.csv shows.

    Attributes:
        owner_urls: every URL on the owner's side of an invitation.
        owner_url: the one URL common to all invitations; None when there is none.
        owner_name: the owner's name as the first invitation has it.
        newest: the newest date in any row.
    """

    rows: list[Invitation] = field(default_factory=list)
    owner_urls: AbstractSet[str] = frozenset()
    owner_url: str | None = None
    owner_name: str | None = None
    newest: date | None = None


def read_invitations(skipped: Skipped, limits: Limits, table: Table) -> Invited:
    """All invitations, accepted ones too, and whose they are.

    Raises:
        UserError: `archive_too_big`.
    """
    found = Invited()
    own: list[set[str]] = []
    columns = ("from", "to", "direction", "sent at", "inviterprofileurl", "inviteeprofileurl")
    for sender, recipient, way, sent_at, sender_url, recipient_url in table.rows(*columns):
        sent_on = day_of(sent_at)
        found.newest = _later(found.newest, sent_on)
        direction = _DIRECTIONS.get(way.strip().casefold())
        if direction is None:
            skipped.unreadable += 1
            continue
        ends = ((sender, sender_url), (recipient, recipient_url))
        (own_name, own_address), (name, address) = ends if direction is Direction.SENT else ends[::-1]
        found.owner_name = found.owner_name or tidy(own_name) or None
        own_url = profile_url(own_address)
        if own_url is not None:
            own.append({own_url})

        url = profile_url(address)
        shown_name = "" if is_hidden(name) else tidy(name)
        if url is None and not shown_name:
            skipped.nameless += 1
            continue
        check_limit(len(found.rows) + 1, limits.invitations, Kind.INVITATIONS.value)
        found.rows.append(Invitation(shown_name or name_from_url(url or ""), url, direction, sent_on))
    found.owner_urls = frozenset().union(*own)
    common = reduce(set.intersection, own) if own else set()
    found.owner_url = next(iter(common), None)
    return found


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)
