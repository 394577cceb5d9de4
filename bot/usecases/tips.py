"""Which advice still applies to this person: what is done already, and what a lock makes impossible, is left out."""

from __future__ import annotations

from typing import cast

from bot.advice import CHECK_OF, Advice, CheckId, Need, Tip, possible
from bot.facts import Facts
from bot.verdict import Finding, State


def tips_for(finding: Finding, facts: Facts, findings: tuple[Finding, ...], advice: Advice) -> list[Tip]:
    """The tips for one locked check that this member can still follow, best first; [] when it is not locked."""
    if finding.state is not State.LOCKED:
        return []
    locked = {other.check for other in findings if other.state is State.LOCKED}
    missing = _missing(finding)
    return [
        tip
        for tip in advice.tips_for(cast("CheckId", finding.check))
        if possible(tip.needs, locked) and _still_open(tip, facts, missing)
    ]


def advice_on(topic: str, facts: Facts, findings: tuple[Finding, ...], advice: Advice) -> list[Tip]:
    """The tips on one topic that this member can still follow, best first, whether or not its check is locked.

    Beyond what a lock calls for: sections of the profile that are known to be empty, though nothing asks for them.
    """
    check = CHECK_OF[topic]
    locked = {finding.check for finding in findings if finding.state is State.LOCKED}
    missing = _missing(next(finding for finding in findings if finding.check == check))
    return [
        tip
        for tip in advice.tips_for(check)
        if possible(tip.needs, locked)
        and (check in locked or Need.APPEAL_LINK not in tip.needs)  # without a notice there is no link on it
        and (_still_open(tip, facts, missing) or _empty(tip, facts))
    ]


def _missing(finding: Finding) -> set[object]:
    lacking = finding.evidence.get("missing")
    return set(lacking) if isinstance(lacking, list) else set()


def _still_open(tip: Tip, facts: Facts, missing: set[object]) -> bool:
    """Whether the tip still helps: what merely may be missing is asked about, not advised on.

    Sections that no requirement names only count towards completeness.
    """
    if tip.requirement is None or tip.requirement in missing:
        return True
    return "completeness" in missing and _empty(tip, facts)


def _empty(tip: Tip, facts: Facts) -> bool:
    """Whether the tip is about a section that no requirement names and that is known to be empty."""
    if tip.requirement not in {"experience", "custom_url", "summary"}:
        return False
    fact = getattr(facts, tip.requirement)
    return fact is not None and not fact.value
