"""What is kept for a while and no longer: answers, where conversations stand, watches, the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.settings.keeping import Keeping
from bot.store import Session, Store
from bot.store.traces import NOBODY
from bot.store.watches import Watch
from bot.usecases.deliveries import DELIVERIES_LIVE
from bot.usecases.owing import ITSELF

KEPT_NO_LONGER = "kept_no_longer"
"""What the audit calls it that something went because of its age; its detail counts it."""
STOPPED = "watch_stopped"
"""Which owed message tells that a watch has ended by its age; `bot/replies/watches.py` puts it into words."""
REQUESTS_LIVE = timedelta(hours=1)
"""How long a request is known again: what is older than some minutes is not believed anyway."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """Before which moments what is kept is kept no longer."""

    diagnoses: datetime
    watches: datetime
    audit: datetime


class Retention:
    """Removes what is older than the settings keep it; each method opens the store for itself."""

    def __init__(self, store: Store, keeping: Keeping) -> None:
        self._store = store
        self._keeping = keeping

    def of_nobody(self, now: datetime) -> None:
        """Remove, of all workspaces, what has come to its own end: nobody counts that."""
        with self._store.writing() as session:
            session.threads.end(now, now + timedelta(days=self._keeping.threads))
            session.deliveries.forget(now - DELIVERIES_LIVE)
            session.oauth_states.end(now)
            session.requests.forget(int((now - REQUESTS_LIVE).timestamp()))

    def keep_no_longer(self, now: datetime, can_tell: Callable[[str], bool]) -> bool:
        """Remove what is too old in every workspace, and count it in its audit: one entry a day at most.

        Args:
            can_tell: whether members of a workspace can be told that nobody is watched for them any more.

        Returns:
            Whether anything went.
        """
        with self._store.reading() as session:
            teams: dict[str, list[str]] = {}
            for team in session.workspaces.known():
                teams.setdefault(team.partition(":")[0], []).append(team)  # with the workspace's guests
        teams.pop(NOBODY, None)
        return any([self._in(team, keys, now, can_tell) for team, keys in teams.items()])  # noqa: C419 - in all of them

    def _in(self, team: str, keys: list[str], now: datetime, can_tell: Callable[[str], bool]) -> bool:
        ends = self._ends(now)
        with self._store.reading() as session:
            last = session.audit.last_at(team, KEPT_NO_LONGER)
            if (last is not None and last.date() >= now.date()) or not _any_too_old(session, keys, ends):
                return False
        told = {key: can_tell(key) for key in keys}  # of guests there is no token
        with self._store.writing() as session:
            went = {"diagnoses": 0, "padlock_answers": 0, "watches": 0, "entries": 0}
            for key in keys:
                diagnoses, padlocks = session.diagnoses.remove_old(key, ends.diagnoses)
                watches = self._watches_ended(session, key, ends.watches, now, told=told[key])
                entries = session.audit.remove_old(key, ends.audit)
                found = {"diagnoses": diagnoses, "padlock_answers": padlocks, "watches": watches, "entries": entries}
                went = {name: number + found[name] for name, number in went.items()}
            return _counted(session, team, now, went)

    def _ends(self, now: datetime) -> _Ends:
        kept = self._keeping
        return _Ends(*(now - timedelta(days=days) for days in (kept.diagnoses, kept.watches, kept.audit)))

    def _watches_ended(self, session: Session, team: str, before: datetime, now: datetime, *, told: bool) -> int:
        """End what was waited for since before a moment; whoever waited is told: silence would be a broken promise."""
        ended = session.watches.begun_before(team, before)
        for watch in ended:
            session.watches.end(watch)
            if told:
                cause = f"watch stopped {watch.person} {watch.began_at.isoformat()}"
                session.owed.add(watch.who, cause, STOPPED, _told(watch, self._keeping.watches), now)
        return len(ended)


def _told(watch: Watch, days: int) -> dict[str, object]:
    person = None if watch.name is None else {"name": watch.name, "url": watch.url}
    return {"person": person, "days": days, "asked_on": watch.began_at.date().isoformat()}


def _any_too_old(session: Session, keys: list[str], ends: _Ends) -> bool:
    return any(
        session.diagnoses.old(key, ends.diagnoses)
        or session.watches.begun_before(key, ends.watches)
        or session.audit.old(key, ends.audit)
        for key in keys
    )


def _counted(session: Session, team: str, now: datetime, went: Mapping[str, int]) -> bool:
    found: dict[str, Any] = {name: number for name, number in went.items() if number}
    if found:  # another process may have been faster
        session.audit.add(team, now, ITSELF, KEPT_NO_LONGER, **found)
    return bool(found)
