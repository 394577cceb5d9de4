"""What a service asks of the store: whether it is there, what is still to be done, which requests came before."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime

from bot.errors import UserError
from bot.store import Store, hurried
from bot.store.health import Backlog

SECONDS_TO_LOOK = 1.0
"""How long a look at the store may wait for somebody else's writing."""
SECONDS_TO_MARK = 0.2
"""How long a request waits for it to be marked: Slack waits three seconds for the response, which needs the store."""


class Serving:
    """What has to do with the program as a service; each method opens the store for itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._came: dict[str, int] = {}

    def is_usable(self) -> bool:
        """Whether the store can be read and written just now."""
        try:
            with hurried(SECONDS_TO_LOOK), self._store.writing() as session:
                session.health.is_there()
        except UserError:
            return False
        return True

    def backlog(self, now: datetime) -> Backlog:
        """What is still to be done, over all workspaces.

        Raises:
            UserError: the store is out of reach.
        """
        with hurried(SECONDS_TO_LOOK), self._store.reading() as session:
            return session.health.backlog(now)

    def first_time(self, signature: str, signed_at: int, since: int, *, shared: bool) -> bool:
        """Whether a request that is believed comes for the first time; marks it.

        This process remembers what it took in, which costs a microsecond. Only where others share the port is the
        store asked, too, at the price of one write a request. Where that has no time, the memory alone
        decides: no answer is lost for a second look, and whatever is delivered twice is known again by its own id
        besides. For the same reason a single process keeps no marks: what it forgets by a new start within the five
        minutes that a request is believed is worth less than a write for each.

        Args:
            signature: what proves it; no two requests that Slack signs have the same, not even an event that comes
                again, because its moment is signed, too.
            signed_at: that moment, in epoch seconds.
            since: what was signed before this moment is not believed any more, and need not be remembered.
            shared: whether other processes take in requests, too.
        """
        with self._lock:
            if signature in self._came:
                return False
            # In about the order in which they were signed, so that only what is to be dropped is looked at.
            while self._came and next(iter(self._came.values())) < since:
                del self._came[next(iter(self._came))]
            self._came[signature] = signed_at
        return not shared or self._first_anywhere(signature, signed_at, since)

    def may_come_again(self, signature: str, *, shared: bool) -> None:
        """Take a mark back: the request was not taken in, and Slack repeats it at once, perhaps in the same second."""
        with self._lock:
            self._came.pop(signature, None)
        if shared:
            with suppress(UserError), hurried(SECONDS_TO_MARK), self._store.writing(outlasting=False) as session:
                session.requests.take_back(signature)

    def _first_anywhere(self, signature: str, signed_at: int, since: int) -> bool:
        try:
            with hurried(SECONDS_TO_MARK), self._store.writing(outlasting=False) as session:
                return session.requests.first_time(signature, signed_at, since)
        except UserError:
            return True
