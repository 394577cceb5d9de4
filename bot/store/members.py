"""Members: who they are, what they stated, what their archives say of them, and their recorded standing."""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlite_utils import Database

from bot.facts import Basis, Fact, Standing, StandingKind
from bot.people import person_key
from bot.profile_fields import Value
from bot.store.days import day_of
from bot.store.who import Who


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
        self._db.execute(
            "UPDATE members SET name = :name, name_key = :name_key, url = :url, share = :share"
            " WHERE team = :team AND user = :user",
            {**who.key, "name": name, "name_key": name and person_key(name), "url": url, "share": share},
        )

    def record_standing(self, who: Who, standing: Standing, basis: Basis, at: datetime) -> None:
        """Keep the standing of the member's LinkedIn account, in place of an earlier one."""
        self.ensure(who)
        self._db.execute(
            "INSERT OR REPLACE INTO standings (team, user, kind, reason, since, until, basis, recorded_at)"
            " VALUES (:team, :user, :kind, :reason, :since, :until, :basis, :at)",
            {
                **who.key,
                "kind": standing.kind.value,
                "reason": standing.reason,
                "since": standing.since and standing.since.isoformat(),
                "until": standing.until and standing.until.isoformat(),
                "basis": basis.value,
                "at": at.isoformat(),
            },
        )

    def standing(self, who: Who) -> Fact[Standing] | None:
        """The recorded standing; None when nothing is recorded."""
        row = self._db.execute(
            "SELECT kind, reason, since, until, basis, recorded_at FROM standings WHERE team = :team AND user = :user",
            who.key,
        ).fetchone()
        if row is None:
            return None
        kind, reason, since, until, basis, at = row
        standing = Standing(StandingKind(kind), reason, day_of(since), day_of(until))
        return Fact(standing, Basis(basis), datetime.fromisoformat(at).date())
