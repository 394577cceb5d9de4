"""What Slack delivers, perhaps more than once: done once, by a worker, after the request is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import metrics
from bot.app import App
from bot.errors import UserError
from bot.listeners.homes import Homes
from bot.listeners.trouble import attempted
from bot.store import Who, hurried
from bot.usecases.deliveries import DELIVERIES_LIVE
from bot.workers import Workers

SECONDS_TO_MARK = 2
"""How long a request waits for the store: Slack waits three seconds for the response."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that Slack delivers, perhaps more than once.

    Attributes:
        name: the same each time.
        lives: for how long the same is the same.
        lane: what does not wait for a member's other deliveries has a lane of its own.
    """

    name: str
    lives: timedelta = DELIVERIES_LIVE
    lane: str = "answers"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Has what is delivered done once. It takes its parts from the desk, which says what they are."""

    app: App
    workers: Workers
    homes: Homes
    ticks: Callable[[], datetime]

    def later(self, who: Who, delivery: Delivery, work: Callable[[], None]) -> bool:
        """Have a worker do what was delivered: once, however often it is delivered.

        Returns:
            Whether it is done or will be; False when too much waits already, so that it must be delivered again.
        """
        try:
            with hurried(SECONDS_TO_MARK):
                if not self.first_time(who, delivery):
                    return True
        except UserError as error:
            # Out of reach, it will be for the work, too, which says so. Busy, it must come again: never done unmarked.
            return error.code != "store_busy" and self.submit(who, delivery, work)
        if self.submit(who, delivery, work):
            return True
        self.not_done(who, delivery)
        return False

    def submit(self, who: Who, delivery: Delivery, work: Callable[[], None]) -> bool:
        """Have a worker do what cannot be delivered twice; False when too much waits already.

        Whatever it changes for the member is on their Home soon after.
        """
        came = metrics.being_answered()

        def job() -> None:
            with metrics.answering(came):
                attempted(work)
            self.homes.changed(who)

        return self.workers.submit((who, delivery.lane), job)

    def first_time(self, who: Who, delivery: Delivery) -> bool:
        """Whether something is delivered for the first time; marks it.

        Raises:
            UserError: the store is out of reach.
        """
        return self.app.whylocked.deliveries.first_time(who.team, delivery.name, self.ticks(), delivery.lives)

    def not_done(self, who: Who, delivery: Delivery) -> None:
        """What was delivered came to nothing, and may come again."""
        self.app.whylocked.deliveries.not_done(who.team, delivery.name)
