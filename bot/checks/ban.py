"""The lock of a messaging ban."""

from __future__ import annotations

from typing import assert_never

from bot.facts import Basis, Facts, StandingKind
from bot.policy import Policy
from bot.verdict import Finding, State

REASONS = ("ban.none_recorded", "ban.recorded_good", "ban.banned")
EVIDENCE = ("since", "until", "reason")
DETAIL: tuple[str, ...] = ()


def check_ban(facts: Facts, _policy: Policy) -> Finding:
    """Locked when a messaging ban is recorded; a ban has no end.

    Nothing recorded counts as clear and as assumed: LinkedIn tells no one but the member. The evidence speaks
    of a ban only, so it stays empty for a restriction.
    """
    no_ban = {"since": None, "until": None, "reason": None}
    if facts.standing is None:
        return Finding(State.CLEAR, "ban.none_recorded", no_ban, Basis.ASSUMED)

    standing, basis, as_of = facts.standing.value, facts.standing.basis, facts.standing.as_of
    match standing.kind:
        case StandingKind.GOOD | StandingKind.RESTRICTED:
            return Finding(State.CLEAR, "ban.recorded_good", no_ban, basis, as_of)
        case StandingKind.BANNED:
            evidence = {"since": standing.since, "until": None, "reason": standing.reason}
            return Finding(State.LOCKED, "ban.banned", evidence, basis, as_of)
        case _:
            assert_never(standing.kind)
