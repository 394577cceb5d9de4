"""What is done without anybody asking just then: each duty looks for what is due, does it, and is asked again later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from bot.listeners.cards import remind, show_cards
from bot.listeners.desk import Desk
from bot.listeners.keeping import keep_no_longer, look_at_installations, look_at_members, purge_departed
from bot.listeners.owing import send_owed
from bot.listeners.trouble import attempted
from bot.listeners.watching import look_at_watches

SECONDS_BETWEEN = 15.0
"""How long what falls due by itself may wait; what somebody just caused is looked for at once (`nudge`)."""

Duty = Callable[[Desk], bool | None]
"""Does what is due of its kind, only so much at a time; gives True where more of it is due right now."""


def renew_tokens(desk: Desk) -> None:
    """Renew the tokens that end soon, where they end."""
    desk.renew()


DUTIES: tuple[Duty, ...] = (
    renew_tokens, purge_departed, keep_no_longer,
    show_cards, remind, look_at_watches, send_owed,
    look_at_installations, look_at_members,
)  # fmt: skip
"""In the order in which they are done, so that what one owes is sent at once; one that fails keeps none of the others.
"""


def tick(desk: Desk) -> None:
    """Do whatever is due; where that is more than is done at a time, go on soon."""
    left: list[bool] = []

    def done(duty: Duty) -> None:
        left.append(bool(duty(desk)))

    for duty in DUTIES:
        attempted(partial(done, duty))
    if any(left):
        nudge(desk)


def nudge(desk: Desk) -> None:
    """Have whatever is due now be done soon, by a worker: for whoever has just caused some of it."""
    desk.workers.submit_once("clerk", partial(tick, desk))  # whoever waits already sees all that is due by then


def caused(desk: Desk, team: str) -> None:
    """Somebody of a workspace has just done something that others hear of: they do, and administrators see it."""
    desk.homes.administrators_changed(team)
    nudge(desk)


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
        """Return once nothing more is begun; also where it was never started."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            nudge(self._desk)
            if self._stopped.wait(SECONDS_BETWEEN):
                return
