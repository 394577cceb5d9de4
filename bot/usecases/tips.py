"""Which advice still applies to this person: what is done already, and what a lock makes impossible, is left out."""

from __future__ import annotations

from typing import cast

from bot.advice import Advice, CheckId, Tip, possible
from bot.facts import Facts
from bot.policy import Policy
from bot.verdict import Finding, State

_COUNTED = {"skills": "skills", "education": "schools"}


def tips_for(
    finding: Finding, facts: Facts, findings: tuple[Finding, ...], policy: Policy, advice: Advice
) -> list[Tip]:
    """The tips for one locked check that this member can still follow, best first; [] when it is not locked."""
    if finding.state is not State.LOCKED:
        return []
    locked = {other.check for other in findings if other.state is State.LOCKED}
    missing = finding.evidence.get("missing")
    fitting = [
        tip
        for tip in advice.tips_for(cast("CheckId", finding.check))
        if possible(tip.needs, locked) and not _done(tip, facts, policy)
    ]
    # What is known to be missing comes before what merely may be.
    return sorted(fitting, key=lambda tip: isinstance(missing, list) and tip.requirement not in missing)


def _done(tip: Tip, facts: Facts, policy: Policy) -> bool:
    """Whether the part of the profile that the tip is about is known to be in order."""
    match tip.requirement:
        case None:
            return False
        case "skills" | "education" as name:
            fact = getattr(facts, _COUNTED[name])
            rule = policy.profile.requirements.get(name)
            return fact is not None and fact.value >= (rule.minimum if rule else 1)
        case "completeness":
            return False
        case name:
            fact = getattr(facts, name)
            return fact is not None and bool(fact.value)
