"""Members whom Slack calls deactivated: noticed by asking, and forgotten once they are for long enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.settings.keeping import Keeping
from bot.store import Store, Who
from bot.usecases.leaving import forget_in
from bot.usecases.owing import ITSELF

FORGOTTEN = "member_deactivated"
"""What the workspace's audit calls it that a deactivated member's data went; its detail says how much, never whose."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""How long after Slack was asked about a member it is asked again."""


class Absences:
    """What is done about members who are deactivated; each method opens the store for itself."""

    def __init__(self, store: Store, keeping: Keeping) -> None:
        self._store = store
        self._keeping = keeping

    def take(self, teams: Sequence[str], now: datetime, most: int) -> list[Who]:
        """Members of some workspaces about whom Slack is to be asked, by whoever takes them; whatever comes of it."""
        before = now - ASKED_AGAIN_AFTER
        with self._store.writing() as session:
            return session.absences.take(teams, before, now, most)

    def present(self, who: Who, now: datetime) -> None:
        """Slack says that the member is active: whoever comes back is absent no longer."""
        with self._store.writing() as session:
            if session.absences.is_known(who):  # else they were forgotten meanwhile
                session.absences.present(who, now)

    def absent(self, who: Who, now: datetime) -> bool:
        """Slack says that the member is deactivated: everything of theirs goes once it has for as long as is set.

        As if they had asked to be forgotten: what they appeal is withdrawn first.

        Returns:
            Whether it went.
        """
        with self._store.writing() as session:
            if not session.absences.is_known(who):
                return False
            if now - session.absences.absent(who, now) < timedelta(days=self._keeping.deactivated):
                return False
            rows = forget_in(session, who, now)
            session.audit.add(who.team, now, ITSELF, FORGOTTEN, members=1, rows=sum(rows.values()))
        self._store.cleared()
        return True
