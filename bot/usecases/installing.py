"""Installing: what a browser has begun, until Slack sends it back; whose tokens are sealed with which key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sealing import Seal
from bot.store import Store
from bot.store.installations import Installation

STATE_LIVES = timedelta(minutes=10)
"""How long somebody may take at Slack."""
RENEWED_BEFORE = timedelta(hours=2)
"""How long before it ends a token is renewed: Slack's live twelve hours."""
LEASE = timedelta(minutes=10)
"""How long nobody else renews a token: longer than a call to Slack can take; where Slack refused, until it is tried
again."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """What became of the tokens that were not sealed with the first key.

    Attributes:
        anew: of how many workspaces they are now.
        closed: the workspaces whose token no key opens.
    """

    anew: int
    closed: tuple[str, ...]


class Installing:
    """What is done around an installation; each method opens the store for itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, state: str, browser: str, now: datetime) -> None:
        """A browser is sent to Slack with a state.

        Args:
            browser: a secret that this browser alone has.
        """
        with self._store.writing() as session:
            session.oauth_states.begin(state, browser, now, now + STATE_LIVES)

    def spend(self, state: str, browser: str, now: datetime) -> bool:
        """Whether a state came back for the first time, in time, and from the browser that it was given to."""
        with self._store.writing() as session:
            return session.oauth_states.spend(state, browser, now)

    def ending(self, now: datetime) -> list[str]:
        """The workspaces whose token is to be renewed, which nobody does just now; only looks."""
        with self._store.reading() as session:
            return session.installations.ending(now + RENEWED_BEFORE, now)

    def claim(self, team: str, now: datetime) -> Installation | None:
        """An installation whose token is to be renewed, for whoever asks alone; None where it is not."""
        with self._store.writing() as session:
            if not session.installations.claim_renewal(team, now, now + LEASE):
                return None
            found = session.installations.of(team)
            if found is not None and found.refresh_token is not None and _ends_by(found, now + RENEWED_BEFORE):
                return found
            session.installations.end_renewal(team)  # somebody else was faster
            return None

    def is_renewing(self, team: str, now: datetime) -> bool:
        """Whether somebody renews a workspace's token just now."""
        with self._store.reading() as session:
            return session.installations.is_renewing(team, now)

    def let_go(self, team: str) -> None:
        """Nothing came of it, and it can be tried again soon."""
        with self._store.writing() as session:
            session.installations.end_renewal(team)

    def renewed(self, old: Installation, token: str, refresh_token: str | None, ends: datetime | None) -> None:
        """Keep a new token, sealed, in place of an installation's; not where the app was installed anew meanwhile."""
        with self._store.writing() as session:
            session.installations.replace_tokens(old, token, refresh_token, ends)

    def cannot_be_renewed(self, old: Installation) -> None:
        """What gets the next token is spent or void: the present one is the last."""
        self.renewed(old, old.token, None, old.expires_at)

    def reseal(self, seal: Seal, now: datetime) -> Resealed:
        """Seal with the first key what is sealed with another, so that the other is needed no longer.

        What is being renewed just now is left to whoever does.
        """
        anew, closed = 0, []
        with self._store.reading() as session:
            found = session.installations.every()
        for old in found:
            new = _resealed(old, seal)
            if new is None:
                closed.append(old.team)
            elif new != old:
                with self._store.writing() as session:
                    anew += session.installations.reseal(old, new.token, new.refresh_token, now)
        return Resealed(anew, tuple(closed))


def lasts(installed: Installation, seal: Seal) -> bool:
    """Whether a token lives on, or can be renewed; else the app has to be installed anew when it has ended."""
    if installed.expires_at is None:
        return True
    return installed.refresh_token is not None and seal.open(installed.team, installed.refresh_token) is not None


def _ends_by(installed: Installation, moment: datetime) -> bool:
    return installed.expires_at is not None and installed.expires_at <= moment


def _resealed(old: Installation, seal: Seal) -> Installation | None:
    """An installation with its tokens sealed with the first key; None where the token does not open.

    What gets the next token and does not open is left as it is: the token itself may be good for long.
    """
    token = seal.open(old.team, old.token)
    if token is None:
        return None
    new = old if seal.is_newest(old.token) else replace(old, token=seal.seal(old.team, token))
    refresh = None if old.refresh_token is None else seal.open(old.team, old.refresh_token)
    if old.refresh_token is None or refresh is None or seal.is_newest(old.refresh_token):
        return new
    return replace(new, refresh_token=seal.seal(old.team, refresh))
