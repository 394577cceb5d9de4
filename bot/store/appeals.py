"""Appeals with their history, and the numbers by which they are called; no number is ever given twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlite_utils import Database

from bot.appeals import OPEN, Appeal, AppealState, Case, Event, Role
from bot.facts import Basis
from bot.store.days import day_of
from bot.store.who import Who

_COUNTER = "appeals"
IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN)))
"""Of appeals: which nothing has ended yet."""


class Appeals:
    """The appeals of every workspace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def next_number(self, team: str) -> int:
        """A number that no appeal of the workspace bears or has ever borne; taken by asking for it."""
        number = self._db.execute(
            "INSERT INTO counters (team, name, number) VALUES (?, ?, 1)"
            " ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number",
            [team, _COUNTER],
        ).fetchone()
        return int(number[0])

    def add(self, team: str, appeal: Appeal) -> None:
        """Keep a new appeal, under its number."""
        self._db.execute(
            "INSERT INTO appeals (team, user, number, kind, state, statement, reason, noticed_on, diagnosis, basis,"
            " filed_at, changed_at) VALUES (:team, :user, :number, :kind, :state, :statement, :reason, :noticed_on,"
            " :diagnosis, :basis, :filed_at, :changed_at)",
            {
                "team": team,
                "user": appeal.user,
                "number": appeal.number,
                "kind": appeal.case.value,
                "state": appeal.state.value,
                "statement": appeal.statement,
                "reason": appeal.reason,
                "noticed_on": appeal.noticed_on and appeal.noticed_on.isoformat(),
                "diagnosis": appeal.diagnosis,
                "basis": appeal.basis.value,
                "filed_at": appeal.filed_at.isoformat(),
                "changed_at": appeal.changed_at.isoformat(),
            },
        )

    def moved(self, team: str, number: int, state: AppealState, at: datetime, decided_on: date | None) -> None:
        """Keep where an appeal stands now; a day of LinkedIn's outcome that is known stays where None is given."""
        self._db.execute(
            "UPDATE appeals SET state = :state, changed_at = :at, decided_on = coalesce(:on, decided_on)"
            " WHERE team = :team AND number = :number",
            {
                "team": team,
                "number": number,
                "state": state.value,
                "at": at.isoformat(),
                "on": decided_on and decided_on.isoformat(),
            },
        )

    def happened(self, team: str, appeal: Appeal, event: Event) -> int:
        """Add a step to an appeal's history; gives the how-manyth it is."""
        place = self._db.execute(
            "INSERT INTO appeal_events (team, user, number, place, at, actor, role, action, state, note)"
            " SELECT :team, :user, :number, count(*) + 1, :at, :actor, :role, :action, :state, :note"
            "   FROM appeal_events WHERE team = :team AND number = :number RETURNING place",
            {
                "team": team,
                "user": appeal.user,
                "number": appeal.number,
                "at": event.at.isoformat(),
                "actor": event.actor,
                "role": event.role.value,
                "action": event.action,
                "state": event.state.value,
                "note": event.note,
            },
        ).fetchone()
        return int(place[0])

    def find(self, team: str, number: int) -> Appeal | None:
        """The appeal of a number; None where the workspace has none of it."""
        return next(self._appeals("number = :number", {"team": team, "number": number}), None)

    def open_of(self, who: Who, case: Case) -> Appeal | None:
        """The member's open appeal of a case; there is never more than one."""
        where = f"user = :user AND kind = :kind AND {IS_OPEN}"
        return next(self._appeals(where, {**who.key, "kind": case.value}), None)

    def of(self, who: Who) -> list[Appeal]:
        """The member's appeals, oldest first."""
        return list(self._appeals("user = :user", who.key))

    def open_in(self, team: str) -> list[Appeal]:
        """The open appeals of a workspace, oldest first."""
        return list(self._appeals(IS_OPEN, {"team": team}))

    def acted_on(self, who: Who) -> list[int]:
        """The numbers of the appeals of others that a member did something with."""
        rows = self._db.execute(
            "SELECT DISTINCT number FROM appeal_events WHERE team = :team AND actor = :user AND user != :user"
            " ORDER BY number",
            who.key,
        )
        return [int(number) for (number,) in rows]

    def history(self, team: str, number: int) -> list[Event]:
        """What happened to an appeal, oldest first."""
        rows = self._db.execute(
            "SELECT at, actor, role, action, state, note FROM appeal_events WHERE team = ? AND number = ?"
            " ORDER BY place",
            [team, number],
        )
        return [
            Event(datetime.fromisoformat(at), actor, Role(role), action, AppealState(state), note)
            for at, actor, role, action, state, note in rows
        ]

    def _appeals(self, where: str, fields: dict[str, object] | dict[str, str]) -> Iterator[Appeal]:
        rows = self._db.execute(
            "SELECT number, user, kind, state, statement, reason, noticed_on, diagnosis, basis, filed_at, changed_at,"
            f" decided_on FROM appeals WHERE team = :team AND {where} ORDER BY number",
            fields,
        )
        for number, user, kind, state, statement, reason, noticed_on, diagnosis, basis, filed, changed, decided in rows:
            yield Appeal(
                int(number),
                user,
                Case(kind),
                AppealState(state),
                statement,
                reason,
                day_of(noticed_on),
                diagnosis,
                Basis(basis),
                datetime.fromisoformat(filed),
                datetime.fromisoformat(changed),
                day_of(decided),
            )
