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
    lacking = finding.evidence.get("missing")
    missing = set(lacking) if isinstance(lacking, list) else set()
    return [
        tip
        for tip in advice.tips_for(cast("CheckId", finding.check))
        if possible(tip.needs, locked) and _still_open(tip, facts, missing)
    ]


def _still_open(tip: Tip, facts: Facts, missing: set[object]) -> bool:
    """Whether the tip still helps: what merely may be missing is asked about, not advised on.

    Sections that no requirement names only count towards completeness.
    """
    if tip.requirement is None or tip.requirement in missing:
        return True
    if tip.requirement not in {"experience", "custom_url", "summary"}:
        return False
    fact = getattr(facts, tip.requirement)
    return "completeness" in missing and fact is not None and not fact.value
