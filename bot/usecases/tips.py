"""Which advice still applies to this person: what is done already, and what a lock makes impossible, is left out."""

from __future__ import annotations

from typing import cast

from bot.advice import Advice, CheckId, Tip, possible
from bot.facts import Facts
from bot.verdict import Finding, State


def tips_for(finding: Finding, facts: Facts, findings: tuple[Finding, ...], advice: Advice) -> list[Tip]:
    """The tips for one locked check that this member can still follow, best first; [] when it is not locked."""
    if finding.state is not State.LOCKED:
        return []
    locked = {other.check for other in findings if other.state is State.LOCKED}
    missing = finding.evidence.get("missing")
    open_ = _open_requirements(finding)
    fitting = [
        tip
        for tip in advice.tips_for(cast("CheckId", finding.check))
        if possible(tip.needs, locked) and _still_open(tip, facts, open_)
    ]
    # What is known to be missing comes before what merely may be.
    return sorted(fitting, key=lambda tip: isinstance(missing, list) and tip.requirement not in missing)


def _open_requirements(finding: Finding) -> set[object]:
    """What the profile lacks or may lack; nothing for other checks."""
    missing, unknown = finding.evidence.get("missing"), finding.evidence.get("unknown")
    return {*missing, *unknown} if isinstance(missing, list) and isinstance(unknown, list) else set()


def _still_open(tip: Tip, facts: Facts, requirements: set[object]) -> bool:
    """Whether the tip still helps: sections that no requirement names only count towards completeness."""
    if tip.requirement is None or tip.requirement in requirements:
        return True
    if tip.requirement not in {"experience", "custom_url", "summary"}:
        return False
    fact = getattr(facts, tip.requirement)
    return "completeness" in requirements and not (fact is not None and fact.value)
