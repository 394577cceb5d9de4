"""Installations that somebody has begun: each state is known by its digest, to one browser, once, and for a while."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlite_utils import Database

MOST = 10_000
"""How many may be begun at a time: of more the oldest end, so that nobody fills the store by asking."""


class OAuthStates:
    """The states of OAuth. They belong to no workspace: nobody knows yet which it will be."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, state: str, browser: str, now: datetime, ends_at: datetime) -> None:
        """Keep a state that a browser was given; drop those that have ended.

        Args:
            browser: a secret that this browser alone has.
        """
        self.end(now)
        self._db.execute(
            "DELETE FROM oauth_states WHERE state IN (SELECT state FROM oauth_states ORDER BY ends_at"
            " LIMIT max(0, (SELECT count(*) FROM oauth_states) - ?))",
            [MOST - 1],
        )
        self._db.execute(
            "INSERT INTO oauth_states (state, browser, ends_at) VALUES (?, ?, ?)",
            [_digest(state), _digest(browser), ends_at.isoformat()],
        )

    def end(self, now: datetime) -> None:
        """Drop the states that have ended."""
        self._db.execute("DELETE FROM oauth_states WHERE ends_at <= ?", [now.isoformat()])

    def spend(self, state: str, browser: str, now: datetime) -> bool:
        """Whether this browser was given this state, which has not ended; after that it is no good any more."""
        row = self._db.execute(
            "DELETE FROM oauth_states WHERE state = ? AND browser = ? RETURNING ends_at",
            [_digest(state), _digest(browser)],
        ).fetchone()
        return row is not None and datetime.fromisoformat(row[0]) > now


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
