"""Workspaces come and go: the app is installed, and removed; what is kept of a workspace goes with it.

What was removed is counted in the operator's audit, under `OPERATOR`, where no workspace's administrators read: how
many members and rows, never whose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.settings.keeping import Keeping
from bot.store import Session, Store, Who
from bot.store.installations import Installation
from bot.store.workspaces import Departure
from bot.usecases.owing import ITSELF

OPERATOR = "operator"
"""Whose audit it is what became of workspaces: of whoever runs the bot."""
REMOVED = "workspace_removed"
"""What the audit calls it that a workspace's data went; its detail says why, and how much."""
INSTALLED, INSTALLED_ANEW = "installed", "installed_anew"
"""The messages that whoever installs the app is owed."""
LOOKED_AT_AFTER = timedelta(hours=1)
"""How long after it is installed the app in a workspace is looked at for the first time."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a workspace.

    Attributes:
        members: how many people any of it belonged to.
        rows: how many rows went, by table.
    """

    members: int
    rows: dict[str, int]


class Workspaces:
    """What happens to workspaces as a whole; each method opens the store for itself."""

    def __init__(self, store: Store, keeping: Keeping) -> None:
        self._store = store
        self._keeping = keeping

    def installation(self, team: str) -> Installation | None:
        """The app in a workspace, or in an organisation; None where it is not installed."""
        with self._store.reading() as session:
            return session.installations.of(team)

    def install(self, installation: Installation, now: datetime, installer: str | None = None) -> None:
        """The app was installed, perhaps anew, which takes effect at once.

        A workspace that it was removed from starts clean: what is still kept from before goes first.

        Args:
            installer: the user who did, who is owed a word on what to do next, in place of the welcome; it gives them
                no office.
        """
        with self._store.writing() as session:
            departure = session.workspaces.departure(installation.team)
            if departure is not None:
                _purge(session, departure.team, departure.why, now)
            anew = session.installations.of(installation.team) is not None
            session.installations.put(installation, now + LOOKED_AT_AFTER)
            if installer is not None:
                who = Who(installation.team, installer)
                welcomed = session.visits.welcome(who, now)
                kind = INSTALLED_ANEW if anew or not welcomed else INSTALLED
                session.owed.add(who, f"installed {now.isoformat()}", kind, {}, now)

    def leave(self, team: str, why: str, at: datetime, now: datetime) -> bool:
        """The app was removed from a workspace: its tokens go at once, its data once it is kept no longer.

        Args:
            why: "uninstalled" or "revoked".
            at: when that was; what is told of an earlier installation than the present one is no news.

        Returns:
            Whether anything was there.
        """
        with self._store.writing() as session:
            installed = session.installations.of(team)
            if installed is not None and at < installed.installed_at.replace(microsecond=0):
                return False
            session.installations.delete(team)
            if not session.workspaces.counts(team) and installed is None:
                return False
            session.workspaces.leave(Departure(team, now, now + timedelta(days=self._keeping.removed), why))
            if self._keeping.removed == 0:
                _purge(session, team, why, now)
        self._store.cleared()
        return True


def _purge(session: Session, team: str, why: str, now: datetime) -> Removed:
    """Delete everything of a workspace's, and count it in the operator's audit."""
    members, rows = session.workspaces.members(team), session.workspaces.delete(team)
    session.audit.add(OPERATOR, now, ITSELF, REMOVED, why=why, members=members, rows=sum(rows.values()))
    return Removed(members, rows)
