"""Installing: what a browser has begun, until Slack sends it back; whose tokens are sealed with which key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sealing import Seal
from bot.store import Store
from bot.store.installations import Installation

STATE_LIVES = timedelta(minutes=10)
"""How long somebody may take at Slack."""


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

    def reseal(self, seal: Seal) -> Resealed:
        """Seal with the first key what is sealed with another, so that the other is needed no longer."""
        anew, closed = 0, []
        with self._store.reading() as session:
            found = session.installations.every()
        for old in found:
            new = _resealed(old, seal)
            if new is None:
                closed.append(old.team)
            elif new != old:
                with self._store.writing() as session:
                    anew += session.installations.reseal(old, new.token, new.refresh_token)
        return Resealed(anew, tuple(closed))

    def closed(self, seal: Seal) -> list[str]:
        """The workspaces whose token no key opens: they have to install the app anew, or a key is missing."""
        with self._store.reading() as session:
            return [each.team for each in session.installations.every() if seal.open(each.team, each.token) is None]


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
