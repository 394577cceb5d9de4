"""Members: who they are, what they stated, what their archives say of them, and their recorded standing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bot.facts import Basis, Fact, Standing, StandingKind
from bot.people import person_key
from bot.profile_fields import Value
from bot.store.days import day_of
from bot.store.watches import Watches
from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class KeptStanding:
    """What stands of a member's LinkedIn account.

    Attributes:
        basis: recorded, or stated: the member's own report.
        by: who recorded it: a Slack user id, or "command line"; None of a report, and of what was recorded long ago.
    """

    standing: Standing
    basis: Basis
    at: datetime
    by: str | None


class Members:
    """Rows about members themselves."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ensure(self, who: Who) -> None:
        """Make the member's row if there is none; everything else refers to it."""
        self._db.execute("INSERT OR IGNORE INTO members (team, user) VALUES (:team, :user)", who.key)

    def state(self, who: Who, field: str, value: Value | None, at: datetime) -> None:
        """Keep what the member stated of one field; None takes an earlier statement back."""
        self.ensure(who)
        self._changed(who)
        if value is None:
            self._db.execute(
                "DELETE FROM statements WHERE team = :team AND user = :user AND field = :field",
                {**who.key, "field": field},
            )
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO statements (team, user, field, value, stated_at)"
                " VALUES (:team, :user, :field, :value, :at)",
                {**who.key, "field": field, "value": json.dumps(value), "at": at.isoformat()},
            )

    def statements(self, who: Who) -> dict[str, tuple[Value, datetime]]:
        """What the member stated, by field, and when."""
        rows = self._db.execute(
            "SELECT field, value, stated_at FROM statements WHERE team = :team AND user = :user", who.key
        )
        return {field: (json.loads(value), datetime.fromisoformat(at)) for field, value, at in rows}

    def archive_facts(self, who: Who) -> dict[str, tuple[Value, date]]:
        """What the member's archives say of the member, by field, and the day it speaks for."""
        rows = self._db.execute(
            "SELECT field, value, as_of FROM archive_facts WHERE team = :team AND user = :user", who.key
        )
        return {field: (json.loads(value), date.fromisoformat(as_of)) for field, value, as_of in rows}

    def identify(self, who: Who, *, name: str | None, url: str | None, share: str) -> None:
        """Keep by what name and URL others may find the member, and how the member's network may be used."""
        changed = self._db.execute(
            "UPDATE members SET name = :name, name_key = :name_key, url = :url, share = :share"
            " WHERE team = :team AND user = :user AND (name, url, share) IS NOT (:name, :url, :share)",
            {**who.key, "name": name, "name_key": name and person_key(name), "url": url, "share": share},
        )
        if changed.rowcount:  # what colleagues find may be something else now
            Watches(self._db).look_again(who.team)

    def record_standing(  # noqa: PLR0913 - what a standing is recorded with
        self,
        who: Who,
        standing: Standing,
        basis: Basis,
        at: datetime,
        *,
        by: str | None = None,
        lifted: Sequence[dict[str, object]] | None = None,
    ) -> None:
        """Keep the standing of the member's LinkedIn account, in place of an earlier one of that basis.

        What is recorded takes the place of what the member reported, too; a report stands beside what is recorded.

        Args:
            by: who recorded it: a Slack user id, or "command line".
            lifted: where it lifts something: the rows that stood before (`standing_rows`), so that they can come back.
        """
        self.ensure(who)
        self._changed(who)
        if basis is Basis.RECORDED:
            self._db.execute("DELETE FROM standings WHERE team = :team AND user = :user", who.key)
        self._db.execute(
            "INSERT OR REPLACE INTO standings"
            " (team, user, basis, kind, reason, since, until, recorded_at, recorded_by, lifted)"
            " VALUES (:team, :user, :basis, :kind, :reason, :since, :until, :at, :by, :lifted)",
            {
                **who.key,
                "kind": standing.kind.value,
                "reason": standing.reason,
                "since": standing.since and standing.since.isoformat(),
                "until": standing.until and standing.until.isoformat(),
                "basis": basis.value,
                "at": at.isoformat(),
                "by": by,
                "lifted": None if lifted is None else json.dumps(lifted),
            },
        )

    def take_back_report(self, who: Who) -> bool:
        """Take back the notice that the member reported; what is recorded counts again. Whether there was one."""
        self._changed(who)
        gone = self._db.execute(
            "DELETE FROM standings WHERE team = :team AND user = :user AND basis = 'stated'", who.key
        )
        return gone.rowcount == 1

    def standing(self, who: Who) -> Fact[Standing] | None:
        """The standing that counts: what the member reported since, else what is recorded; None when neither is.

        A report is only kept where it lifts nothing (`bot/usecases/standing.py`), so it comes first.
        """
        row = self._db.execute(
            "SELECT kind, reason, since, until, basis, recorded_at FROM standings WHERE team = :team AND user = :user"
            " ORDER BY basis DESC",
            who.key,
        ).fetchone()
        if row is None:
            return None
        kind, reason, since, until, basis, at = row
        standing = Standing(StandingKind(kind), reason, day_of(since), day_of(until))
        return Fact(standing, Basis(basis), datetime.fromisoformat(at).date())

    def standings(self, who: Who) -> list[KeptStanding]:
        """What stands of the member's account: what is recorded, then what the member reports, as far as either is."""
        return [
            KeptStanding(
                standing_of(row),
                Basis(row["basis"]),
                datetime.fromisoformat(row["recorded_at"]),
                row["recorded_by"],
            )
            for row in self._db.query(f"{_STANDING} ORDER BY basis", who.key)
        ]

    def standing_rows(self, who: Who) -> list[dict[str, object]]:
        """What stands of the member's account, as it is kept, so that it can be put back."""
        return list(self._db.query(f"{_STANDING} ORDER BY basis", who.key))

    def lifted(self, who: Who) -> tuple[list[dict[str, object]], datetime, str | None] | None:
        """What the recorded good standing lifted, when, and who recorded that; None where nothing was lifted."""
        row = self._db.execute(
            "SELECT lifted, recorded_at, recorded_by FROM standings"
            " WHERE team = :team AND user = :user AND lifted IS NOT NULL",
            who.key,
        ).fetchone()
        return None if row is None else (json.loads(row[0]), datetime.fromisoformat(row[1]), row[2])

    def put_back_standing(self, who: Who, rows: Sequence[dict[str, object]]) -> None:
        """Have rows that were lifted stand again, in place of what stands."""
        self._changed(who)
        self._db.execute("DELETE FROM standings WHERE team = :team AND user = :user", who.key)
        for row in rows:
            self._db.execute(
                "INSERT INTO standings (team, user, basis, kind, reason, since, until, recorded_at, recorded_by)"
                " VALUES (:team, :user, :basis, :kind, :reason, :since, :until, :recorded_at, :recorded_by)",
                {**who.key, **row},
            )

    def _changed(self, who: Who) -> None:
        """What the member waits for may have come true with this."""
        Watches(self._db).look_again(who.team, who.user)


_STANDING = """
SELECT basis, kind, reason, since, until, recorded_at, recorded_by FROM standings WHERE team = :team AND user = :user
"""


def standing_of(row: Mapping[str, Any]) -> Standing:
    """The standing that a row of `standing_rows` holds."""
    return Standing(StandingKind(row["kind"]), row["reason"], day_of(row["since"]), day_of(row["until"]))
