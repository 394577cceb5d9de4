"""Questions: whom a member asked about last, and what a workspace was answered, as the stored diagnoses tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.people import Person, person_key
from bot.store.who import Who
from bot.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody a member asked about: what the newest diagnosis said, and when.

    Attributes:
        diagnosis: the id.
    """

    diagnosis: str
    person: Person
    verdict: Verdict
    at: datetime


_LOOKED_AT = 200
"""How many diagnoses are looked at for whom a member asked about last; asked ten times, somebody is listed once."""


class Questions:
    """Looks back on diagnoses; `Diagnoses` keeps them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def asked_last(self, who: Who, most: int) -> list[Asked]:
        """Whom the member asked about last, each once, the newest first."""
        rows = self._db.execute(
            "SELECT id, asked_at, verdict, target_name, target_url FROM diagnoses"
            " WHERE team = :team AND user = :user AND coalesce(target_name, target_url) IS NOT NULL"
            " ORDER BY asked_at DESC LIMIT :looked_at",
            {**who.key, "looked_at": _LOOKED_AT},
        )
        found: dict[str, Asked] = {}
        for diagnosis, at, verdict, name, url in rows:  # read no further than needed
            person = _person(name, url)
            found.setdefault(
                person.url or person.key, Asked(diagnosis, person, Verdict(verdict), datetime.fromisoformat(at))
            )
            if len(found) == most:
                break
        return list(found.values())

    def person(self, who: Who, diagnosis: str) -> Person | None:
        """Whom one of the member's diagnoses is about; None for nobody, and where the member has none of that id."""
        row = self._db.execute(
            "SELECT target_name, target_url FROM diagnoses"
            " WHERE team = :team AND user = :user AND id = :diagnosis"
            " AND coalesce(target_name, target_url) IS NOT NULL",
            {**who.key, "diagnosis": diagnosis},
        ).fetchone()
        return None if row is None else _person(*row)

    def verdicts(self, team: str, since: datetime) -> dict[Verdict, int]:
        """How many diagnoses of a workspace gave each verdict from a moment on."""
        rows = self._db.execute(
            "SELECT verdict, count(*) FROM diagnoses WHERE team = ? AND asked_at >= ? GROUP BY verdict",
            [team, since.isoformat()],
        )
        return {Verdict(verdict): int(count) for verdict, count in rows}

    def no_padlocks(self, team: str, since: datetime) -> int:
        """How often members of a workspace saw no padlock, from a moment on, where a diagnosis said locked."""
        row = self._db.execute(
            """SELECT count(*) FROM padlock_answers AS said
                 JOIN diagnoses ON diagnoses.team = said.team AND diagnoses.id = said.diagnosis
                WHERE said.team = ? AND said.answered_at >= ? AND padlock = 0 AND verdict = 'locked'""",
            [team, since.isoformat()],
        ).fetchone()
        return int(row[0])


def _person(name: str | None, url: str | None) -> Person:
    return Person(name or "", person_key(name or ""), url)
