"""Which tips an answer carries: those for its own lock that this member can still follow."""

from __future__ import annotations

import pytest
from conftest import NOW, TODAY

from bot.advice import Advice, Need
from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Standing, StandingKind
from bot.policy import Policy
from bot.usecases.tips import tips_for
from bot.words import BUILT_IN, load

ORDER = ["ban", "restriction", "message_volume", "connection_count", "profile", "shared_connections"]


@pytest.fixture(scope="module")
def advice() -> Advice:
    return load(BUILT_IN, "advice.toml", Advice)


def requirements(check: str, policy: Policy, advice: Advice, **known: object) -> list[object]:
    """The part of the profile that each tip for a check is about, in order."""
    facts = Facts(NOW).changed(**{name: Fact(value, Basis.STATED, TODAY) for name, value in known.items()})
    findings = diagnose(facts, policy)
    return [tip.requirement for tip in tips_for(findings[ORDER.index(check)], facts, findings, advice)]


def test_no_lock_no_tips(policy: Policy, advice: Advice) -> None:
    """What is clear or unknown needs no tips."""
    for check in ORDER:
        assert requirements(check, policy, advice, photo=True) == []


def test_done_is_left_out(policy: Policy, advice: Advice) -> None:
    """What is in order brings no tip; what may be missing is asked about, not advised on."""
    told = requirements("profile", policy, advice, photo=True, skills=0, position=True, schools=1)
    assert {"photo", "position", "education"} & set(told) == set()
    assert "skills" in told
    assert "photo" not in requirements("profile", policy, advice, skills=0)


@pytest.mark.parametrize(("summary", "told"), [(None, False), (False, True), (True, False)])
def test_sections_of_completeness(summary: object, told: object, policy: Policy, advice: Advice) -> None:
    """A section that only counts towards completeness brings a tip where it is empty and completeness is too low."""
    known = {} if summary is None else {"summary": summary}
    empty = {"photo": False, "position": False, "skills": 0, "schools": 0, "experience": False}
    assert ("summary" in requirements("profile", policy, advice, **empty, **known)) is told
    assert "summary" not in requirements("profile", policy, advice, photo=False, completeness=90, **known)


@pytest.mark.parametrize("lock", [{"connections": 3}, {"photo": False}, {"standing": Standing(StandingKind.BANNED)}])
def test_impossible_is_left_out(lock: dict[str, object], policy: Policy, advice: Advice) -> None:
    """Somebody who cannot message anybody is not told to message people, and still gets the other tips."""

    def told(**known: object) -> set[Need]:
        facts = Facts(NOW, target_named=True).changed(
            **{name: Fact(value, Basis.STATED, TODAY) for name, value in {"shared": 0, **known}.items()}
        )
        findings = diagnose(facts, policy)
        return {need for tip in tips_for(findings[5], facts, findings, advice) for need in tip.needs}

    assert told() >= {Need.MESSAGING, Need.EVENTS}
    assert told(**lock) & {Need.MESSAGING, Need.EVENTS} == {Need.EVENTS}
