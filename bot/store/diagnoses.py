"""Diagnoses: what was answered, under an id that a person can quote, and what the member said of it afterwards."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bot.people import Person
from bot.store.appeals import IS_OPEN
from bot.store.traces import overwritten
from bot.store.who import Who
from bot.verdict import Finding, State, Verdict

# No letters or digits that are easily mistaken for each other when read aloud.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One stored answer to a lock question.

    Attributes:
        id: quotable, unique in the workspace: `D-` and five letters or digits.
        policy: the version of the policy in force when it was given.
        as_of: the day the facts speak for; None when there were none.
    """

    id: str
    asked_at: datetime
    policy: str
    as_of: date | None
    verdict: Verdict
    target_name: str | None
    target_url: str | None
    findings: tuple[Finding, ...]


class Diagnoses:
    """Stored answers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def fresh_id(self, team: str) -> str:
        """An id that no diagnosis of the workspace bears yet."""
        while True:
            candidate = "D-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
            if not self._db.execute("SELECT 1 FROM diagnoses WHERE team = ? AND id = ?", [team, candidate]).fetchone():
                return candidate

    def add(self, who: Who, diagnosis: Diagnosis) -> None:
        """Keep a diagnosis with its findings."""
        self._db.execute(
            "INSERT INTO diagnoses"
            " (team, user, id, asked_at, policy, as_of, verdict, target_name, target_url, findings)"
            " VALUES (:team, :user, :id, :asked_at, :policy, :as_of, :verdict, :target_name, :target_url, :findings)",
            {
                **who.key,
                "id": diagnosis.id,
                "asked_at": diagnosis.asked_at.isoformat(),
                "policy": diagnosis.policy,
                "as_of": diagnosis.as_of and diagnosis.as_of.isoformat(),
                "verdict": diagnosis.verdict.value,
                "target_name": diagnosis.target_name,
                "target_url": diagnosis.target_url,
                "findings": json.dumps(findings_as_json(diagnosis.findings)),
            },
        )

    def padlock(self, who: Who, diagnosis: str, *, shown: bool, at: datetime) -> bool:
        """Keep whether LinkedIn shows a padlock where a diagnosis said locked: policy and LinkedIn may disagree.

        Only for a diagnosis of the member's own; nothing is kept of anybody else's.

        Returns:
            Whether it was kept.
        """
        kept = self._db.execute(
            "INSERT OR REPLACE INTO padlock_answers (team, user, diagnosis, padlock, answered_at)"
            " SELECT team, user, id, :padlock, :at FROM diagnoses"
            " WHERE team = :team AND user = :user AND id = :diagnosis",
            {**who.key, "diagnosis": diagnosis, "padlock": int(shown), "at": at.isoformat()},
        )
        return kept.rowcount == 1

    def padlock_answer(self, who: Who, diagnosis: str) -> tuple[bool, datetime] | None:
        """What the member said of a padlock after one of the member's diagnoses, and when."""
        row = self._db.execute(
            "SELECT padlock, answered_at FROM padlock_answers"
            " WHERE team = :team AND user = :user AND diagnosis = :diagnosis",
            {**who.key, "diagnosis": diagnosis},
        ).fetchone()
        return None if row is None else (bool(row[0]), datetime.fromisoformat(row[1]))

    def no_padlock_answer(self, who: Who, diagnosis: str) -> None:
        """Take back what the member said of a padlock after a diagnosis."""
        self._db.execute(
            "DELETE FROM padlock_answers WHERE team = :team AND user = :user AND diagnosis = :diagnosis",
            {**who.key, "diagnosis": diagnosis},
        )

    def padlock_said(self, who: Who, person: Person | None) -> tuple[bool, datetime] | None:
        """What the member last said of a padlock at a person, or at everybody for None, and when."""
        row = self._db.execute(
            """SELECT padlock, answered_at FROM padlock_answers AS said
                 JOIN diagnoses ON diagnoses.team = said.team AND diagnoses.id = said.diagnosis
                WHERE said.team = :team AND said.user = :user AND target_url IS :url
                      AND (:url IS NOT NULL OR target_name IS :name)
                ORDER BY answered_at DESC LIMIT 1""",
            {
                **who.key,
                "url": None if person is None else person.url,
                "name": None if person is None else person.name,
            },
        ).fetchone()
        return None if row is None else (bool(row[0]), datetime.fromisoformat(row[1]))

    def locked(self, who: Who, diagnosis: str) -> frozenset[str]:
        """The checks that one of the member's diagnoses found locked; none when the member has none of that id."""
        row = self._db.execute(
            "SELECT findings FROM diagnoses WHERE team = :team AND user = :user AND id = :diagnosis",
            {**who.key, "diagnosis": diagnosis},
        ).fetchone()
        found = [] if row is None else json.loads(row[0])
        return frozenset(finding["check"] for finding in found if finding["state"] == State.LOCKED)

    def states(self, who: Who, diagnosis: str) -> tuple[Verdict, datetime, dict[str, State]] | None:
        """One of the member's diagnoses in short, with nobody it was about: verdict, moment, each check's state."""
        row = self._db.execute(
            "SELECT verdict, asked_at, findings FROM diagnoses WHERE team = :team AND user = :user AND id = :diagnosis",
            {**who.key, "diagnosis": diagnosis},
        ).fetchone()
        if row is None:
            return None
        states = {finding["check"]: State(finding["state"]) for finding in json.loads(row[2])}
        return Verdict(row[0]), datetime.fromisoformat(row[1]), states

    def has(self, who: Who, diagnosis: str) -> bool:
        """Whether one of the member's diagnoses bears this id."""
        found = self._db.execute(
            "SELECT 1 FROM diagnoses WHERE team = :team AND user = :user AND id = :diagnosis",
            {**who.key, "diagnosis": diagnosis},
        )
        return found.fetchone() is not None

    def number(self, who: Who) -> int:
        """How many of the member's diagnoses are kept."""
        row = self._db.execute("SELECT count(*) FROM diagnoses WHERE team = :team AND user = :user", who.key).fetchone()
        return int(row[0])

    def last_asked_about(self, who: Who) -> str | None:
        """The name of whom the member asked about last; None when that was nobody, or somebody known by URL alone."""
        row = self._db.execute(
            "SELECT target_name FROM diagnoses WHERE team = :team AND user = :user AND target_name IS NOT NULL"
            " AND target_name IS NOT target_url ORDER BY asked_at DESC LIMIT 1",
            who.key,
        ).fetchone()
        return None if row is None else str(row[0])

    def of(self, who: Who) -> list[dict[str, object]]:
        """The member's diagnoses as stored, oldest first."""
        rows = self._db.query(
            "SELECT id, asked_at, policy, as_of, verdict, target_name, target_url, findings FROM diagnoses"
            " WHERE team = :team AND user = :user ORDER BY asked_at",
            who.key,
        )
        return [{**row, "findings": json.loads(row["findings"])} for row in rows]

    def old(self, team: str, before: datetime) -> int:
        """How many of a workspace are from before a moment, those aside that an open appeal points to."""
        row = self._db.execute(f"SELECT count(*) FROM diagnoses WHERE {_OLD}", [team, before.isoformat()]).fetchone()
        return int(row[0])

    def remove_old(self, team: str, before: datetime) -> tuple[int, int]:
        """Delete these, with what was said of a padlock after them; gives how many of both."""
        overwritten(self._db)
        old = [team, before.isoformat()]
        padlocks = self._db.execute(
            f"DELETE FROM padlock_answers WHERE team = ? AND diagnosis IN (SELECT id FROM diagnoses WHERE {_OLD})",
            [team, *old],
        )
        return self._db.execute(f"DELETE FROM diagnoses WHERE {_OLD}", old).rowcount, padlocks.rowcount


_OLD = f"""team = ? AND asked_at < ? AND NOT EXISTS (
    SELECT 1 FROM appeals WHERE appeals.team = diagnoses.team AND appeals.diagnosis = diagnoses.id
                            AND appeals.{IS_OPEN})"""


def findings_as_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Findings as plain data."""
    return [
        {
            "check": finding.check,
            "state": finding.state.value,
            "reason": finding.reason,
            "basis": finding.basis and finding.basis.value,
            "as_of": finding.as_of and finding.as_of.isoformat(),
            "evidence": json.loads(json.dumps(dict(finding.evidence), default=str)),
        }
        for finding in findings
    ]
