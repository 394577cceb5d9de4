"""Cards: what the review channel shows of each appeal, and what it should show by now.

A card outlives the member whose appeal it shows, so it holds nothing of the member's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

CHANNEL_ITSELF = 0
"""What stands in an appeal's place where the channel is told what it is for: no appeal bears this number."""


DUE = (
    "shown < wanted AND due_at <= :now AND (ts IS NOT NULL OR EXISTS ("
    " SELECT 1 FROM settings WHERE settings.team = cards.team AND name = 'review_channel'))"
)
"""Of cards: which do not show what they should, though they should by now. What stands nowhere needs a channel."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: a channel, and Slack's name of the message in it."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card that does not show what it should.

    Attributes:
        place: where it stands; None while it stands nowhere.
        wanted: which of its states it should show by now.
        tries: how often showing that has failed.
        reminded: how many days of waiting the channel was reminded of since the appeal's last step.
    """

    team: str
    appeal: int
    place: Place | None
    wanted: int
    tries: int
    reminded: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card beneath which it is time to say how long its appeal waits.

    Attributes:
        until: the moment until which nobody else sees to it.
    """

    team: str
    appeal: int
    place: Place
    until: datetime


class Cards:
    """One card for each appeal of a workspace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def changed(self, team: str, appeal: int, at: datetime) -> None:
        """What an appeal's card should show is new, or the appeal is: to be shown from this moment on."""
        self._db.execute(
            "INSERT INTO cards (team, appeal, due_at) VALUES (:team, :appeal, :at)"
            " ON CONFLICT DO UPDATE SET wanted = wanted + 1, due_at = :at, tries = 0, reminded = 0",
            {"team": team, "appeal": appeal, "at": at.isoformat()},
        )

    def anew(self, team: str, appeals: Iterable[int], at: datetime) -> None:
        """Where cards are shown has changed: these are to be shown once more, with no step of their appeals."""
        for appeal in appeals:
            self._db.execute(
                "UPDATE cards SET wanted = wanted + 1, due_at = ?, tries = 0 WHERE team = ? AND appeal = ?",
                [at.isoformat(), team, appeal],
            )

    def lost(self, team: str, appeal: int, at: datetime) -> None:
        """A card is not where it stood: it stands nowhere, and is to be shown."""
        self._db.execute(
            "UPDATE cards SET channel = NULL, ts = NULL, remind_at = NULL WHERE team = ? AND appeal = ?",
            [team, appeal],
        )
        self.anew(team, (appeal,), at)

    def stands(self, team: str, appeal: int, place: Place) -> None:
        """A card was posted, by whoever had no need to wait for its turn, and shows what it should."""
        self._db.execute(
            "UPDATE cards SET channel = ?, ts = ?, shown = wanted WHERE team = ? AND appeal = ?",
            [place.channel, place.ts, team, appeal],
        )

    def take(self, now: datetime, until: datetime) -> Card | None:
        """A card that is due, which nobody else takes until a moment: by then it is shown, or put off, or due again.

        What stands nowhere waits for its workspace to have a channel.
        """
        row = self._db.execute(
            "UPDATE cards SET claimed_until = :until WHERE (team, appeal) IN ("
            f" SELECT team, appeal FROM cards WHERE {DUE}"
            "   AND (claimed_until IS NULL OR claimed_until <= :now)"
            " ORDER BY due_at, appeal LIMIT 1)"
            " RETURNING team, appeal, channel, ts, wanted, tries, reminded",
            {"now": now.isoformat(), "until": until.isoformat()},
        ).fetchone()
        if row is None:
            return None
        team, appeal, channel, ts, wanted, tries, reminded = row
        return Card(team, appeal, None if ts is None else Place(channel, ts), wanted, tries, reminded)

    def shown(self, card: Card, place: Place | None, remind_at: datetime | None) -> None:
        """A card shows now what it should when it was taken; what has changed since is due as it was.

        Args:
            place: where it stands; None where there is nothing to show and nothing stands.
            remind_at: when to say that the appeal still waits; None for never.
        """
        self._db.execute(
            "UPDATE cards SET shown = :wanted, channel = :channel, ts = :ts, claimed_until = NULL,"
            " remind_at = :remind_at, tries = 0 WHERE team = :team AND appeal = :appeal",
            {
                "team": card.team,
                "appeal": card.appeal,
                "wanted": card.wanted,
                "channel": place and place.channel,
                "ts": place and place.ts,
                "remind_at": remind_at and remind_at.isoformat(),
            },
        )

    def put_off(self, card: Card, until: datetime) -> None:
        """Have a card that could not be shown be due again later; one that has changed since is due at once."""
        self._db.execute(
            "UPDATE cards SET claimed_until = NULL,"
            " due_at = CASE WHEN wanted = :wanted THEN :until ELSE due_at END,"
            " tries = CASE WHEN wanted = :wanted THEN :tries ELSE 0 END"
            " WHERE team = :team AND appeal = :appeal",
            {
                "team": card.team,
                "appeal": card.appeal,
                "wanted": card.wanted,
                "until": until.isoformat(),
                "tries": card.tries + 1,
            },
        )

    def take_waiting(self, now: datetime, until: datetime) -> Waiting | None:
        """A card whose appeal has waited for long enough to say so, which nobody else takes until a moment."""
        row = self._db.execute(
            "UPDATE cards SET remind_at = :until WHERE (team, appeal) IN ("
            " SELECT team, appeal FROM cards WHERE remind_at <= :now AND ts IS NOT NULL AND shown = wanted"
            " ORDER BY remind_at, appeal LIMIT 1)"
            " RETURNING team, appeal, channel, ts",
            {"now": now.isoformat(), "until": until.isoformat()},
        ).fetchone()
        if row is None:
            return None
        team, appeal, channel, ts = row
        return Waiting(team, appeal, Place(channel, ts), until)

    def reminded(self, waiting: Waiting, days: int, remind_at: datetime | None) -> None:
        """How many days the channel has been reminded of by now, unless something has happened to the card meanwhile.

        Args:
            remind_at: when the next day is reached; None where there is none.
        """
        self._db.execute(
            "UPDATE cards SET remind_at = :remind_at, reminded = :days"
            " WHERE team = :team AND appeal = :appeal AND remind_at = :until",
            {
                "team": waiting.team,
                "appeal": waiting.appeal,
                "days": days,
                "remind_at": remind_at and remind_at.isoformat(),
                "until": waiting.until.isoformat(),
            },
        )
