"""The lock of a profile that does not hold what the policy asks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts import Fact, Facts
from bot.policy import Policy, Requirement, Section
from bot.verdict import Finding, State

REASONS = ("profile.not_known", "profile.incomplete", "profile.complete")
EVIDENCE = ("missing", "unknown", "completeness")
DETAIL = ("skills", "skills_needed", "schools", "schools_needed", "completeness_needed")

_ORDER: tuple[Requirement, ...] = ("photo", "position", "skills", "education", "completeness")

_AnyFact = Fact[int] | Fact[bool]


def check_profile(facts: Facts, policy: Policy) -> Finding:
    """Locked when any requirement of the policy is known not to be met; every such requirement is listed.

    A requirement with a minimum of 0 asks for nothing. The deciding fact is that of the first missing
    requirement, or the oldest that a complete profile rests on.
    """
    because = _section_facts(facts)
    filled = _filled_sections(facts, policy)
    completeness = _completeness(facts, policy)
    met: dict[Requirement, bool | None] = {
        name: completeness.reaches(needed) if name == "completeness" else filled[name]
        for name in _ORDER
        if (needed := _needed(name, policy)) > 0
    }
    missing = [name for name in met if met[name] is False]
    unknown = [name for name in met if met[name] is None]
    evidence = {"missing": missing, "unknown": unknown, "completeness": completeness.percent()}
    detail = {
        "skills": facts.skills.value if facts.skills else None,
        "skills_needed": _needed("skills", policy),
        "schools": facts.schools.value if facts.schools else None,
        "schools_needed": _needed("education", policy),
        "completeness_needed": _needed("completeness", policy),
    }
    if unknown and not missing:
        return Finding(State.UNKNOWN, "profile.not_known", evidence, detail=detail)

    decisive = [completeness.fact if name == "completeness" else because[name] for name in missing[:1] or met]
    oldest = min((fact for fact in decisive if fact), key=lambda fact: fact.as_of, default=None)
    return Finding(
        State.LOCKED if missing else State.CLEAR,
        "profile.incomplete" if missing else "profile.complete",
        evidence,
        oldest.basis if oldest else None,
        oldest.as_of if oldest else None,
        detail,
    )


@dataclass(frozen=True, slots=True)
class _Completeness:
    """Between `low` and `high` of `total` parts are filled; `fact` is the newest that this rests on."""

    low: int
    high: int
    total: int
    fact: _AnyFact | None

    def reaches(self, percent: int) -> bool | None:
        """Whether at least so many percent are filled; None when the range leaves it open.

        Multiplied out: 3 of 7 is shown as 43 % and still falls short of 43 %.
        """
        if self.low * 100 >= percent * self.total:
            return True
        return None if self.high * 100 >= percent * self.total else False

    def percent(self) -> dict[str, int]:
        """The range in whole percent, rounded half up."""
        return {
            "low": (200 * self.low + self.total) // (2 * self.total),
            "high": (200 * self.high + self.total) // (2 * self.total),
        }


def _completeness(facts: Facts, policy: Policy) -> _Completeness:
    """The percentage that the member stated, else the share of filled sections.

    Sections that are not known count as empty in `low` and as filled in `high`.
    """
    if facts.completeness is not None:
        stated = facts.completeness.value
        return _Completeness(stated, stated, 100, facts.completeness)

    sections = policy.profile.completeness.sections
    all_facts, all_filled = _section_facts(facts), _filled_sections(facts, policy)
    filled = [all_filled[section] for section in sections]
    known = [fact for section in sections if (fact := all_facts[section])]
    return _Completeness(
        low=filled.count(True),
        high=len(filled) - filled.count(False),
        total=len(filled),
        fact=max(known, key=lambda fact: fact.as_of, default=None),
    )


def _filled_sections(facts: Facts, policy: Policy) -> dict[Section, bool | None]:
    """Which sections are filled, None where nobody said.

    Skills and schools are filled from the minimum that the policy requires of them on, at least from 1.
    """
    least = {"skills": _needed("skills", policy), "education": _needed("education", policy)}
    return {
        section: None if fact is None else fact.value >= max(1, least.get(section, 1))
        for section, fact in _section_facts(facts).items()
    }


def _section_facts(facts: Facts) -> dict[Section, _AnyFact | None]:
    """The fact behind each section of a profile."""
    return {
        "photo": facts.photo,
        "position": facts.position,
        "skills": facts.skills,
        "education": facts.schools,
        "experience": facts.experience,
        "custom_url": facts.custom_url,
        "summary": facts.summary,
    }


def _needed(name: Requirement, policy: Policy) -> int:
    """The minimum of a requirement; 0 when the policy does not ask for it."""
    rule = policy.profile.requirements.get(name)
    return rule.minimum if rule else 0
