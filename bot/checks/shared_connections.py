"""The lock of having no connection in common with the person asked about."""

from __future__ import annotations

from bot.facts import Facts
from bot.policy import Policy
from bot.verdict import Finding, State

REASONS = (
    "shared_connections.nobody_named",
    "shared_connections.connected",
    "shared_connections.not_known",
    "shared_connections.some",
    "shared_connections.at_least",
    "shared_connections.too_few",
    "shared_connections.none",
)
EVIDENCE = ("shared", "at_least")
DETAIL = ("needed",)


def check_shared_connections(facts: Facts, policy: Policy) -> Finding:
    """Locked when both share fewer connections than the policy asks for, and the count is known to be whole.

    The lock does not apply to a 1st-degree connection, nor when nobody was named. A count that shows only a
    part can clear the lock and never prove it: what is too little so far is not known.
    """
    detail = {"needed": policy.shared_connections.minimum}
    nothing: dict[str, object] = {"shared": None, "at_least": None}
    if not facts.target_named:
        return Finding(State.EXEMPT, "shared_connections.nobody_named", nothing, detail=detail)
    tie = facts.connected
    if tie is not None and tie.value:
        return Finding(State.EXEMPT, "shared_connections.connected", nothing, tie.basis, tie.as_of, detail)
    if facts.shared is None:
        return Finding(State.UNKNOWN, "shared_connections.not_known", nothing, detail=detail)

    shared, basis, as_of = facts.shared.value, facts.shared.basis, facts.shared.as_of
    evidence = {"shared": shared, "at_least": facts.shared_is_partial}
    if shared >= policy.shared_connections.minimum:
        reason = "shared_connections.at_least" if facts.shared_is_partial else "shared_connections.some"
        return Finding(State.CLEAR, reason, evidence, basis, as_of, detail)
    if facts.shared_is_partial:
        return Finding(State.UNKNOWN, "shared_connections.not_known", nothing, detail=detail)
    reason = "shared_connections.too_few" if shared else "shared_connections.none"
    return Finding(State.LOCKED, reason, evidence, basis, as_of, detail)
