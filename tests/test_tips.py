"""Which tips an answer carries: those for its own lock that this member can still follow."""

from __future__ import annotations

import pytest
from conftest import NOW, TODAY

from bot.advice import CHECK_OF, Advice, Need
from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Standing, StandingKind
from bot.policy import Policy
from bot.usecases.tips import advice_on, tips_for
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


def told_on(topic: str, policy: Policy, advice: Advice, **known: object) -> list[str]:
    """The tips on a topic, as their keys, for somebody of whom so much is known."""
    facts = Facts(NOW).changed(**{name: Fact(value, Basis.STATED, TODAY) for name, value in known.items()})
    names = {id(tip): key for key, tip in advice.tips.items()}
    return [names[id(tip)] for tip in advice_on(topic, facts, diagnose(facts, policy), advice)]


def test_every_topic_is_of_one_check(advice: Advice) -> None:
    """Topics and checks go together one to one, in the tips as well."""
    assert sorted(CHECK_OF.values()) == sorted(ORDER)
    assert {(tip.topic, *tip.serves) for tip in advice.tips.values()} == set(CHECK_OF.items())


def test_advice_on_a_topic_needs_no_lock(policy: Policy, advice: Advice) -> None:
    """Advice on connections is given to who has enough, and in the same order to who has not."""
    tips = told_on("connections", policy, advice, connections=400)
    assert tips[:2] == ["accept_requests", "invite_people_you_know"]
    assert told_on("connections", policy, advice, connections=3) == tips


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, []),
        ({"photo": False}, ["add_photo"]),
        ({"photo": True, "summary": False}, ["write_summary"]),
        ({"photo": True, "summary": True}, []),
        ({"photo": False, "summary": False, "completeness": 90}, ["add_photo", "write_summary"]),
    ],
)
def test_advice_on_the_profile(known: dict[str, object], told: list[str], policy: Policy, advice: Advice) -> None:
    """What is missing is advised on, and what is known to be empty though nothing asks for it; the rest is not."""
    assert told_on("profile", policy, advice, **known) == told


def test_advice_that_takes_messages_is_left_out_of_a_lock(policy: Policy, advice: Advice) -> None:
    """Who cannot message anybody reads no advice that takes messages."""
    assert "personal_reason" in told_on("volume", policy, advice, connections=400)
    assert "personal_reason" not in told_on("volume", policy, advice, connections=3)


@pytest.mark.parametrize(("topic", "kind"), [("restriction", StandingKind.RESTRICTED), ("ban", StandingKind.BANNED)])
def test_an_appeal_is_advised_where_there_is_a_notice(
    topic: str, kind: StandingKind, policy: Policy, advice: Advice
) -> None:
    """The Appeal link stands on a notice, so it is advised on only while a restriction or a ban is recorded."""
    assert f"appeal_{topic}" not in told_on(topic, policy, advice)
    assert told_on(topic, policy, advice, standing=Standing(kind))[0] == f"appeal_{topic}"
