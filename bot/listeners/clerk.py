"""What is done without anybody asking just then: each duty looks for what is due, does it, and is asked again later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from bot.listeners.desk import Desk
from bot.listeners.trouble import attempted

SECONDS_BETWEEN = 15.0
"""How long what falls due by itself may wait; what somebody just caused is looked for at once (`nudge`)."""

Duty = Callable[[Desk], None]

DUTIES: tuple[Duty, ...] = ()
"""In the order in which they are done; one that fails keeps none of the others."""


def tick(desk: Desk) -> None:
    """Do whatever is due."""
    for duty in DUTIES:
        attempted(partial(duty, desk))


def nudge(desk: Desk) -> None:
    """Have whatever is due now be done soon, by a worker: for whoever has just caused some of it."""
    desk.workers.submit("clerk", partial(tick, desk))


class Clerk:
    """Looks again and again for what is due, until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)

    def start(self) -> None:
        """Begin, with what fell due while nobody was there."""
        self._thread.start()

    def stop(self) -> None:
        """Return once nothing more is begun."""
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        while True:
            nudge(self._desk)
            if self._stopped.wait(SECONDS_BETWEEN):
                return
