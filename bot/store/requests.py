"""Requests that came lately, by digests of their signatures, so that one that is replayed is known."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database


class Requests:
    """The signatures of Slack's requests. They belong to no workspace: nothing of a request is read for it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def first_time(self, signature: str, came_at: int, since: int) -> bool:
        """Whether a request comes for the first time; drops those from before `since`. Both in epoch seconds."""
        self.forget(since)
        marked = self._db.execute(
            "INSERT OR IGNORE INTO requests (signature, came_at) VALUES (?, ?)",
            [_digest(signature), came_at],
        )
        return marked.rowcount == 1

    def take_back(self, signature: str) -> None:
        """Have a request not have come."""
        self._db.execute("DELETE FROM requests WHERE signature = ?", [_digest(signature)])

    def forget(self, since: int) -> None:
        """Drop the requests from before a moment, in epoch seconds."""
        self._db.execute("DELETE FROM requests WHERE came_at < ?", [since])


def _digest(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()
