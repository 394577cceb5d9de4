"""Work that is going on for a thread and can be ended by whoever it is for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import UserError
from bot.store import Who

_Place = tuple[Who, str, str]


class Work:
    """One piece of work, which asks now and then whether it shall go on."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End it where it next asks."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether it shall not go on."""
        return self._stopped.is_set()

    def goes_on(self) -> None:
        """Go on.

        Raises:
            UserError: it shall not (stopped).
        """
        if self.stopped:
            raise UserError("stopped")


class Running:
    """What this process is at work on, by member, channel and thread."""

    def __init__(self) -> None:
        self._at_work: dict[_Place, list[Work]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def work(self, who: Who, channel: str, thread: str) -> Iterator[Work]:
        """Within it there is work going on that can be stopped."""
        work, place = Work(), (who, channel, thread)
        with self._lock:
            self._at_work.setdefault(place, []).append(work)
        try:
            yield work
        finally:
            with self._lock:
                self._at_work[place].remove(work)
                if not self._at_work[place]:
                    del self._at_work[place]

    def stop(self, who: Who, channel: str, thread: str) -> None:
        """End whatever goes on there; mostly nothing does."""
        with self._lock:
            for work in self._at_work.get((who, channel, thread), ()):
                work.stop()

    def teams(self) -> set[str]:
        """The workspaces that there is work for."""
        with self._lock:
            return {who.team for who, _, _ in self._at_work}

    def stop_all(self, whom: Callable[[Who], bool]) -> None:
        """End whatever goes on for some members."""
        with self._lock:
            for (who, _, _), works in self._at_work.items():
                for work in works if whom(who) else ():
                    work.stop()
