"""The lock of too few connections for the member's account type."""

from __future__ import annotations

from bot.facts import Facts
from bot.policy import Policy
from bot.verdict import Finding, State

REASONS = (
    "connection_count.count_unknown",
    "connection_count.account_type_unknown",
    "connection_count.enough",
    "connection_count.enough_for_any",
    "connection_count.too_few",
    "connection_count.too_few_for_any",
)
EVIDENCE = ("have", "need", "account_type")
DETAIL = ("missing", "smallest", "largest", "account_name")


def check_connection_count(facts: Facts, policy: Policy) -> Finding:
    """Locked while the asker has fewer connections than the policy asks of the asker's account type.

    Whose connections: the article behind the policy speaks of "someone with fewer connections", which can be
    read of the asker or of the person written to. The table beneath that sentence goes by the asker's account
    type, so the count compared is the asker's; `knowledge/policy.toml` says so too.

    While the account type is not known (or is one that the policy in force does not list), the count still
    decides below the smallest minimum of all types and from the largest on.
    """
    named = facts.account_type.value if facts.account_type else ""
    account = policy.account_types.get(named)
    need = account.connections_needed if account else None
    smallest, largest = policy.needs()
    evidence = {
        "have": facts.connections.value if facts.connections else None,
        "need": need,
        "account_type": named if account else None,
    }
    detail = {
        "missing": None,
        "smallest": smallest,
        "largest": largest,
        "account_name": account.name if account else None,
    }
    if facts.connections is None:
        return Finding(State.UNKNOWN, "connection_count.count_unknown", evidence, detail=detail)

    have, basis, as_of = facts.connections.value, facts.connections.basis, facts.connections.as_of
    at_least, enough = (smallest, largest) if need is None else (need, need)
    if have < at_least:
        reason = "connection_count.too_few" if account else "connection_count.too_few_for_any"
        return Finding(State.LOCKED, reason, evidence, basis, as_of, {**detail, "missing": at_least - have})
    if have >= enough:
        reason = "connection_count.enough" if account else "connection_count.enough_for_any"
        return Finding(State.CLEAR, reason, evidence, basis, as_of, detail)
    return Finding(State.UNKNOWN, "connection_count.account_type_unknown", evidence, detail=detail)
