"""When a member sent messages: moments and whether the text was sent to several, never to whom or what."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlite_utils import Database

from bot.store.who import Who

_DAY = 86_400


class SentMessages:
    """Counts over the messages that an archive shows."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def in_window(self, who: Who, now: datetime, days: int) -> tuple[int, int]:
        """How many were sent with `now - days < sent <= now`, and how many of them were repeats."""
        row = self._db.execute(
            "SELECT count(*), coalesce(sum(repeated), 0) FROM sent_messages WHERE" + _WINDOW,
            _window(who, now, days),
        ).fetchone()
        return int(row[0]), int(row[1])

    def frees_at(self, who: Who, now: datetime, days: int, limit: int) -> datetime | None:
        """When fewer than `limit` messages are left in the window if nothing more is sent."""
        count, _ = self.in_window(who, now, days)
        if count < limit:
            return None
        row = self._db.execute(
            "SELECT sent_at FROM sent_messages WHERE" + _WINDOW + " ORDER BY sent_at LIMIT 1 OFFSET :skip",
            {**_window(who, now, days), "skip": count - limit},
        ).fetchone()
        return datetime.fromtimestamp(int(row[0]) + days * _DAY, UTC)

    def busiest(self, who: Who, days: int) -> tuple[int, datetime] | None:
        """The most messages in any `days` days that the store still knows of, and when those days began."""
        row = self._db.execute(
            """SELECT count(*) OVER (ORDER BY sent_at RANGE BETWEEN :span PRECEDING AND CURRENT ROW) AS sent,
                      first_value(sent_at) OVER (ORDER BY sent_at RANGE BETWEEN :span PRECEDING AND CURRENT ROW)
               FROM sent_messages WHERE team = :team AND user = :user ORDER BY sent DESC, sent_at DESC LIMIT 1""",
            {**who.key, "span": days * _DAY - 1},
        ).fetchone()
        return None if row is None else (int(row[0]), datetime.fromtimestamp(int(row[1]), UTC))

    def by_day(self, who: Who, first: date, last: date) -> dict[date, int]:
        """How many were sent on each day from the first to the last (UTC); a day without any is not there."""
        rows = self._db.execute(
            "SELECT sent_at / :day, count(*) FROM sent_messages"
            " WHERE team = :team AND user = :user AND sent_at >= :begins AND sent_at < :ends GROUP BY 1",
            {**who.key, "day": _DAY, "begins": _begins(first), "ends": _begins(last) + _DAY},
        )
        return {datetime.fromtimestamp(day * _DAY, UTC).date(): int(count) for day, count in rows}


_WINDOW = " team = :team AND user = :user AND sent_at > :after AND sent_at <= :upto"


def _begins(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())


def _window(who: Who, now: datetime, days: int) -> dict[str, str | int | float]:
    upto = now.timestamp()
    return {**who.key, "after": upto - days * _DAY, "upto": upto}
