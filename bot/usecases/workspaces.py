"""Workspaces come and go: the app is installed, and removed; what is kept of a workspace goes with it.

What was removed is counted in the operator's audit, under `OPERATOR`, where no workspace's administrators read: how
many members and rows, never whose.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.settings.keeping import Keeping
from bot.store import Session, Store, Who
from bot.store.audit import Entry
from bot.store.installations import Installation
from bot.store.traces import NOBODY
from bot.store.workspaces import Departure
from bot.usecases.purging import (
    BY_HAND,
    DATA_BY_HAND,
    OPERATOR,
    REMOVED,
    Removed,
    cleaned,
    late_went,
    purged,
)
from bot.usecases.workspace_list import Listed, listed

INSTALLED, INSTALLED_ANEW = "installed", "installed_anew"
"""The messages that whoever installs the app is owed."""
LOOKED_AT_AFTER = timedelta(hours=1)
"""How long after it is installed the app in a workspace is looked at for the first time."""


class Workspaces:
    """What happens to workspaces as a whole; each method opens the store for itself."""

    def __init__(self, store: Store, keeping: Keeping) -> None:
        self._store = store
        self._keeping = keeping

    def installation(self, team: str) -> Installation | None:
        """The app in a workspace, or in an organisation; None where it is not installed."""
        with self._store.reading() as session:
            return session.installations.of(team)

    def installations(self) -> list[Installation]:
        """The app in every workspace."""
        with self._store.reading() as session:
            return session.installations.every()

    def take(self, now: datetime, again: datetime) -> Installation | None:
        """An installation that is to be looked at, for whoever asks alone; None when none is.

        Args:
            again: when it is to be looked at for the next time.
        """
        with self._store.writing() as session:
            return session.installations.take(now, again)

    def install(self, installation: Installation, now: datetime, installer: str | None = None) -> None:
        """The app was installed, perhaps anew, which takes effect at once.

        A workspace that it was removed from starts clean: what is still kept from before goes first.

        Args:
            installer: the user who did, who is owed a word on what to do next, in place of the welcome; it gives them
                no office.
        """
        self.back(installation.team, now)
        with self._store.writing() as session:
            cleaned(session, installation.team, now)  # had it left again meanwhile
            anew = session.installations.of(installation.team) is not None
            session.installations.put(installation, now + LOOKED_AT_AFTER)
            if installer is not None:
                who = Who(installation.team, installer)
                welcomed = session.visits.welcome(who, now)
                kind = INSTALLED_ANEW if anew or not welcomed else INSTALLED
                session.owed.add(who, f"installed {now.isoformat()}", kind, {}, now)

    def back(self, team: str, now: datetime) -> None:
        """The app is in a workspace that it may have been removed from: what is kept from before goes."""
        if self.left([team], now):
            purged(self._store, team, now)
            with self._store.writing() as session:
                cleaned(session, team, now)
            self._store.cleared()

    def leave(  # noqa: PLR0913 - what is told, of when, and by what it is known to be news
        self,
        team: str,
        why: str,
        at: datetime,
        now: datetime,
        *,
        since: datetime | None = None,
        of: Installation | None = None,
    ) -> bool:
        """The app was removed from a workspace: its tokens go at once, its data once it is kept no longer (`purge`).

        What is told of an earlier installation than the present one is no news.

        Args:
            why: `UNINSTALLED` or `REVOKED`.
            at: when that was.
            since: since when the app is there, where no installation says so.
            of: the installation that it was told of, where only that may go, with the tokens that it had.

        Returns:
            Whether the app was there until then, or anything is kept.
        """
        with self._store.writing() as session:
            installed = session.installations.of(team)
            if installed is not None:
                since = installed.installed_at
            if since is not None and at < since.replace(microsecond=0):  # Slack tells whole seconds
                return False
            if of is not None and (installed is None or installed.token != of.token):
                return False
            session.installations.delete(team)
            if installed is None and (_left(session, [team], now) or not session.workspaces.has_rows(team)):
                return False
            session.workspaces.leave(Departure(team, now, now + timedelta(days=self._keeping.removed), why))
            return True

    def remove(self, team: str, now: datetime) -> Removed | None:
        """Remove a workspace by hand: its installation, and its data whatever the grace; None where nothing is kept."""
        with self._store.writing() as session:
            if team in {OPERATOR, NOBODY} or ":" in team or not session.workspaces.has_rows(team):
                return None
            installed = session.installations.delete(team)
            session.workspaces.leave(Departure(team, now, now, BY_HAND if installed else DATA_BY_HAND))
        went = purged(self._store, team, now) or self._went_last()  # a clerk may have been faster
        return replace(went, cleared=self._store.cleared())

    def purge(self, now: datetime) -> bool:
        """Delete what is kept of the workspaces whose time is over, and what has come late of those that went.

        Returns:
            Whether anything went.
        """
        with self._store.reading() as session:
            due = [departure.team for departure in session.workspaces.departed() if departure.due_at <= now]
            late = session.gone_workspaces.number() > 0
        for team in due:
            purged(self._store, team, now)
        went = (late and late_went(self._store, now)) or bool(due)
        if went:
            self._store.cleared()
        return went

    def left(self, teams: Collection[str], now: datetime) -> set[str]:
        """Those of some workspaces that the app was removed from."""
        with self._store.reading() as session:
            return _left(session, teams, now)

    def listed(self) -> list[Listed]:
        """Every workspace that the app is in or of which anything is kept, in the order of their ids."""
        with self._store.reading() as session:
            return listed(session)

    def removals(self, most: int | None = None) -> list[Entry]:
        """How much went with each of the workspaces that went last, oldest of them first; None is all."""
        with self._store.reading() as session:
            removals = [entry for entry in session.audit.entries(OPERATOR) if entry.action == REMOVED]
        return removals if most is None else removals[-most:]

    def _went_last(self) -> Removed:
        detail = self.removals(1)[-1].detail
        return Removed(int(str(detail["members"])), int(str(detail["rows"])))


def _left(session: Session, teams: Collection[str], now: datetime) -> set[str]:
    """Those of some workspaces that the app was removed from: whose data is still to go, or went a short while ago."""
    departed = {departure.team for departure in session.workspaces.departed()}
    return departed.intersection(teams) | session.gone_workspaces.among(teams, now)
