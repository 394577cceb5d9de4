"""How a workspace goes: member by member, so that nobody waits for it, counted, and with what comes late."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals import COMMAND_LINE
from bot.store import Session, Store
from bot.store.workspaces import Departure
from bot.usecases.owing import ITSELF

OPERATOR = "operator"
"""Whose audit it is what became of workspaces: of whoever runs the bot."""
REMOVED = "workspace_removed"
"""What the audit calls it that a workspace's data went; its detail says how it came to that, and how much."""
UNINSTALLED, REVOKED = "uninstalled", "revoked"
"""The `kind` of it: the app was removed, or its token is no good any more."""
BY_HAND, DATA_BY_HAND = "operator", "data"
"""Whoever runs the bot removed it: with its installation, or the data where there was none."""
LATE = "late"
"""What was written by answers that were in flight while the rest went."""
NO_DATA = frozenset({"departures", "installations", "traces"})
"""Tables whose rows only say that a workspace is here, or is not: they are not counted among what is kept of it."""
LONGEST_REST = 0.2
"""How many seconds it rests between two members at most: whoever waits for the store looks that often."""
LATE_UNTIL = timedelta(hours=26)
"""How long after a workspace's data went whatever else comes of it goes, too: Slack repeats events for 24 hours."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a workspace: how many members, how many rows; whether the file holds no trace of it either."""

    members: int
    rows: int
    cleared: bool = True


def purged(store: Store, team: str, now: datetime) -> Removed | None:
    """Delete everything of a workspace that has left, member by member; goes on where another process ended.

    Others write in between: it rests for as long as a member took.
    """
    begun = time.monotonic()
    while _member_went(store, team):
        time.sleep(min(time.monotonic() - begun, LONGEST_REST))
        begun = time.monotonic()
    with store.writing() as session:
        return _gone(session, team, now)


def _member_went(store: Store, team: str) -> bool:
    with store.writing() as session:
        if session.workspaces.departure(team) is None:  # another process was faster
            return False
        rows = session.workspaces.delete_member(team)
        if rows is None:
            return False
        session.workspaces.went(team, rows)
        return True


def late_went(store: Store, now: datetime) -> bool:
    """Delete what was written of workspaces after they went; whether there was any."""
    with store.reading() as session:
        known = {team.partition(":")[0] for team in session.workspaces.known()}
        late = session.gone_workspaces.among(known, now)
    went = False
    for team in sorted(late):
        with store.writing() as session:
            if session.gone_workspaces.among([team], now):  # it may be back
                went = _delete(session, team, LATE, now).rows > 0 or went
    with store.writing() as session:
        session.gone_workspaces.end(now)
    return went


def cleaned(session: Session, team: str, now: datetime) -> None:
    """Have nothing be left of a workspace that has left, nor that it has."""
    _gone(session, team, now)
    if session.gone_workspaces.back(team):
        _delete(session, team, LATE, now)


def _gone(session: Session, team: str, now: datetime) -> Removed | None:
    """Delete what is left of a workspace that has left, and count all that went; None where it has gone already."""
    departure = session.workspaces.departure(team)
    if departure is None:
        return None
    went = _delete(session, team, departure.why, now, departure)
    if departure.why != DATA_BY_HAND:  # the app is still there, and whoever uses it shall
        session.gone_workspaces.add(team, now + LATE_UNTIL)
    return went


def _delete(session: Session, team: str, why: str, now: datetime, departure: Departure | None = None) -> Removed:
    """Delete every row of a workspace, and count them in the operator's audit beside those that went before."""
    members = session.workspaces.members(team) + (0 if departure is None else departure.members)
    deleted = sum(rows for table, rows in session.workspaces.delete(team).items() if table not in NO_DATA)
    went = Removed(members, deleted + (0 if departure is None else departure.rows))
    if went.rows or departure is not None:
        actor = COMMAND_LINE if why in {BY_HAND, DATA_BY_HAND} else ITSELF
        session.audit.add(OPERATOR, now, actor, REMOVED, kind=why, members=went.members, rows=went.rows)
    return went
