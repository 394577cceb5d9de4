"""What checks answer: states, findings, and the verdict over all six."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.facts import Basis


class State(StrEnum):
    """What one check says about one lock."""

    LOCKED = "locked"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    EXEMPT = "exempt"


class Verdict(StrEnum):
    """What all six checks say together."""

    LOCKED = "locked"
    UNSURE = "unsure"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer.

    Attributes:
        reason: the check's id, a dot, and what was found; each has its words in `knowledge/reasons.toml`.
        evidence: what the check looked at; the keys of a check are always the same, None is "not known".
        basis: where the deciding fact comes from; None when nothing is known.
        as_of: the day the deciding fact speaks for; None when nothing is known or it is assumed.
        detail: further values that the reason's words may name.
    """

    state: State
    reason: str
    evidence: Mapping[str, object]
    basis: Basis | None = None
    as_of: date | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def check(self) -> str:
        """The id of the check that found this."""
        return self.reason.partition(".")[0]


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Any lock locks; else anything unknown leaves it unsure; else it is open."""
    states = {finding.state for finding in findings}
    if State.LOCKED in states:
        return Verdict.LOCKED
    return Verdict.UNSURE if State.UNKNOWN in states else Verdict.OPEN
