"""The lock of a temporary restriction."""

from __future__ import annotations

from datetime import UTC
from typing import assert_never

from bot.facts import Basis, Facts, StandingKind
from bot.policy import Policy
from bot.verdict import Finding, State

REASONS = (
    "restriction.none_recorded",
    "restriction.recorded_good",
    "restriction.banned",
    "restriction.active",
    "restriction.active_until",
    "restriction.ended",
)
EVIDENCE = ("since", "until", "reason")
DETAIL: tuple[str, ...] = ()


def check_restriction(facts: Facts, _policy: Policy) -> Finding:
    """Locked while a recorded restriction is not past its end; it holds through all of its last day (UTC).

    Nothing recorded counts as clear and as assumed: LinkedIn tells no one but the member. A ban is the lock
    of another check, so here it is clear.
    """
    no_restriction = {"since": None, "until": None, "reason": None}
    if facts.standing is None:
        return Finding(State.CLEAR, "restriction.none_recorded", no_restriction, Basis.ASSUMED)

    standing, basis, as_of = facts.standing.value, facts.standing.basis, facts.standing.as_of
    match standing.kind:
        case StandingKind.GOOD:
            return Finding(State.CLEAR, "restriction.recorded_good", no_restriction, basis, as_of)
        case StandingKind.BANNED:
            return Finding(State.CLEAR, "restriction.banned", no_restriction, basis, as_of)
        case StandingKind.RESTRICTED:
            evidence = {"since": standing.since, "until": standing.until, "reason": standing.reason}
            if standing.until is None:
                return Finding(State.LOCKED, "restriction.active", evidence, basis, as_of)
            if facts.now.astimezone(UTC).date() <= standing.until:
                return Finding(State.LOCKED, "restriction.active_until", evidence, basis, as_of)
            return Finding(State.CLEAR, "restriction.ended", evidence, basis, as_of)
        case _:
            assert_never(standing.kind)
