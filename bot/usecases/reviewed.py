"""What the use cases of reviewing take and give, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.appeals import Appeal, Event
from bot.store.cards import CHANNEL_ITSELF, Card, Place, Waiting
from bot.store.roles import Office
from bot.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PointsTo:
    """The diagnosis that an appeal points to, without anybody it was about.

    Attributes:
        locked: the checks that it found locked.
    """

    id: str
    asked_on: date
    verdict: Verdict
    locked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnCard:
    """What a card shows of an appeal."""

    appeal: Appeal
    events: Sequence[Event]
    points_to: PointsTo | None


@dataclass(frozen=True, slots=True)
class Due:
    """A card that does not show what it should, and what that is.

    Attributes:
        channel: the workspace's review channel; None where none is set any more.
        shows: the appeal; None where there is none (any more).
        withdrawn: whether one that is gone was withdrawn last.
        set_by: the Slack user id of whoever chose the channel; None where nobody is to be named.
    """

    card: Card
    channel: str | None
    shows: OnCard | None
    withdrawn: bool = False
    set_by: str | None = None

    @property
    def is_greeting(self) -> bool:
        """Whether it tells the channel what it is for."""
        return self.card.appeal == CHANNEL_ITSELF

    @property
    def in_place(self) -> Place | None:
        """The message that is to be changed: an open appeal's where appeals are shown, else wherever it stands."""
        place = self.card.place
        if place is None or (self.posts_in not in {None, place.channel}):
            return None
        return place

    @property
    def posts_in(self) -> str | None:
        """The channel in which it is posted where it does not stand yet: what is over is posted nowhere."""
        is_open = self.is_greeting or (self.shows is not None and self.shows.appeal.is_open)
        return self.channel if is_open else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """That an appeal still waits.

    Attributes:
        appeal: None where it waits no longer.
        days: for how many whole days.
    """

    waiting: Waiting
    appeal: Appeal | None
    days: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What an administrator wants otherwise.

    Attributes:
        bearers: who is to bear an office, and nobody else.
        sets_channel: whether it is about the channel, too.
        channel: where appeals are to be shown; None is nowhere.
        greeted: the message by which that channel was told already.
    """

    bearers: Mapping[Office, Sequence[str]] = field(default_factory=dict)
    sets_channel: bool = False
    channel: str | None = None
    greeted: Place | None = None
