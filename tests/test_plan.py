"""The plan: the smallest set of steps after which checking again finds no lock, ties by effort."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from conftest import NOW, TODAY

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent, Standing, StandingKind
from bot.phrasing import Effort
from bot.policy import Policy
from bot.usecases.plan import Planned, make_plan
from bot.verdict import State
from bot.words import Words

UNTIL = date(2026, 11, 26)
FREES_AT = NOW + timedelta(days=2)
GOOD: dict[str, object] = {
    "sent": Sent(40),
    "account_type": "basic",
    "connections": 212,
    "photo": True,
    "position": True,
    "skills": 3,
    "schools": 1,
    "connected": False,
    "shared": 3,
}
EMPTY_PROFILE: dict[str, object] = {
    "photo": False, "position": False, "skills": 0, "schools": 0, "experience": False, "summary": False,
    "custom_url": False,
}  # fmt: skip
SPENT = Sent(500, frees_at=FREES_AT)
RESTRICTED = Standing(StandingKind.RESTRICTED, "spam", until=UNTIL)
RESTRICTED_WITHOUT_END = Standing(StandingKind.RESTRICTED)
BANNED = Standing(StandingKind.BANNED)

# What each step does, said here once more so that the plan is held against it.
DONE: dict[str, dict[str, object]] = {
    "add_photo": {"photo": True},
    "add_position": {"position": True},
    "add_skills": {"skills": 3},
    "add_school": {"schools": 1},
    "write_summary": {"summary": True},
    "add_experience": {"experience": True},
    "set_custom_url": {"custom_url": True},
    "complete_profile": {"completeness": 50},
    "accept_invitation": {"connected": True},
    "wait_invitation": {"connected": True},
    "invite": {"connected": True},
    "get_shared": {"shared": 1},
    "connect_colleague": {"shared": 1},
    "connect": {"connections": 15},
    "wait_volume": {"sent": Sent(0)},
    "wait_restriction": {"standing": Standing(StandingKind.GOOD)},
    "appeal_restriction": {"standing": Standing(StandingKind.GOOD)},
    "appeal_ban": {"standing": Standing(StandingKind.GOOD)},
}
TIES = {"accept_invitation", "wait_invitation", "invite", "get_shared", "connect_colleague"}


def facts(**changes: object) -> Facts:
    """Facts without a lock, but for the changes; None takes a fact away."""
    values = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return Facts(NOW, target_named=True).changed(
        **{name: Fact(value, Basis.STATED, TODAY) for name, value in values.items()}
    )


def locked(some: Facts, policy: Policy) -> set[str]:
    """The checks that lock."""
    return {finding.check for finding in diagnose(some, policy) if finding.state is State.LOCKED}


def after(some: Facts, steps: tuple[str, ...]) -> Facts:
    """The facts once the steps are done."""
    for step in steps:
        some = some.changed(**{name: Fact(value, Basis.STATED, TODAY) for name, value in DONE[step].items()})
        if step in TIES and some.connections is not None:
            some = some.changed(connections=Fact(some.connections.value + 1, Basis.STATED, TODAY))
    return some


@pytest.mark.parametrize(
    ("changes", "invitation", "steps"),
    [
        ({}, None, ()),
        ({"photo": None, "shared": None}, None, ()),
        ({"standing": BANNED}, None, ("appeal_ban",)),
        ({"standing": RESTRICTED}, None, ("wait_restriction",)),
        ({"standing": RESTRICTED_WITHOUT_END}, None, ("appeal_restriction",)),
        ({"sent": SPENT}, None, ("wait_volume",)),
        ({"sent": Sent(500)}, None, ()),
        ({"connections": 12}, None, ("connect",)),
        ({"connections": 12, "account_type": None}, None, ("connect",)),
        ({"photo": False}, None, ("add_photo",)),
        ({"position": False}, None, ("add_position",)),
        ({"skills": 1}, None, ("add_skills",)),
        ({"schools": 0}, None, ("add_school",)),
        ({"completeness": 40}, None, ("complete_profile",)),
        ({"completeness": 40, "photo": False}, None, ("add_photo", "complete_profile")),
        (EMPTY_PROFILE, None, ("add_photo", "add_position", "add_skills", "add_school")),
        ({**EMPTY_PROFILE, "photo": None}, None, ("add_position", "add_skills", "add_school")),
        ({"photo": False, "skills": 0, "schools": None}, None, ("add_photo", "add_skills")),
        ({"shared": 0}, None, ("get_shared",)),
        ({"shared": 0}, "sent", ("get_shared",)),
        ({"shared": 0}, "received", ("accept_invitation",)),
        # Whoever is connected with the person has one connection more.
        ({"shared": 0, "connections": 14}, "received", ("accept_invitation",)),
        ({"shared": 0, "connections": 13}, "received", ("accept_invitation", "connect")),
        ({"connections": 14}, "received", ("accept_invitation",)),
        ({"shared": 0, "connections": 14}, None, ("get_shared",)),
        (
            {"connections": 3, "photo": False, "shared": 0, "sent": SPENT, "standing": RESTRICTED},
            "received",
            ("accept_invitation", "add_photo", "connect", "wait_volume", "wait_restriction"),
        ),
        ({"connections": 3, "standing": BANNED}, None, ("connect", "appeal_ban")),
        ({"sent": Sent(500), "photo": False}, None, ()),
    ],
)
def test_plan(
    changes: dict[str, object], invitation: str | None, steps: tuple[str, ...], policy: Policy, words: Words
) -> None:
    """Each lock alone and several at once: the cheapest of the smallest sets, in the order of effort."""
    before = facts(**changes)

    plan = make_plan(before, policy, words.steps, invitation)

    assert tuple(planned.step for planned in plan) == steps
    assert [planned.effort for planned in plan] == [words.steps[step].effort for step in steps]
    if steps:
        assert locked(after(before, steps), policy) == set()
    for planned in plan:
        others = tuple(step for step in steps if step != planned.step)
        assert set(planned.clears) == locked(after(before, others), policy) != set()


@pytest.mark.parametrize("empty", [set(some) for size in range(8) for some in combinations(EMPTY_PROFILE, size)])
def test_smallest(empty: set[str], policy: Policy, words: Words) -> None:
    """Whatever of a profile is empty, no smaller set of steps clears it, and the plan's set does."""
    whole = {name: 3 if name == "skills" else 1 if name == "schools" else True for name in EMPTY_PROFILE}
    before = facts(**{name: EMPTY_PROFILE[name] if name in empty else value for name, value in whole.items()})

    steps = tuple(planned.step for planned in make_plan(before, policy, words.steps, None))

    assert locked(after(before, steps), policy) == set()
    for fewer in combinations(DONE, max(0, len(steps) - 1)) if steps else ():
        assert locked(after(before, fewer), policy) != set(), fewer


def test_completeness(policy: Policy, words: Words) -> None:
    """Sections that only count towards completeness are planned, cheapest first, where the others leave it too low."""
    data = policy.model_dump()
    data["profile"]["requirements"]["completeness"]["minimum"] = 80
    strict = Policy.model_validate(data)
    before = facts(experience=False, summary=False, custom_url=False)

    plan = make_plan(before, strict, words.steps, None)
    assert [planned.step for planned in plan] == ["write_summary", "add_experience"]

    before = facts(experience=False, summary=True, custom_url=False)
    assert [planned.step for planned in make_plan(before, strict, words.steps, None)] == ["add_experience"]


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"connections": 12}, {"people": 3}),
        ({"connections": 12, "account_type": "premium"}, {"people": 18}),
        ({"connections": 12, "account_type": None}, {"people": 3}),
        ({"skills": 1}, {"skills": 2}),
        ({"schools": 0}, {"schools": 1}),
        ({"completeness": 20}, {"count": 50}),
        ({"sent": SPENT}, {"until": FREES_AT}),
        ({"standing": RESTRICTED}, {"until": UNTIL}),
        ({"photo": False}, {}),
    ],
)
def test_detail(changes: dict[str, object], detail: dict[str, object], policy: Policy, words: Words) -> None:
    """A step says how many are missing, or until when to wait."""
    (planned,) = make_plan(facts(**changes), policy, words.steps, None)
    assert dict(planned.detail) == detail


def test_whole_step(policy: Policy, words: Words) -> None:
    """A step carries its id, its effort and the checks that it clears."""
    assert make_plan(facts(shared=0), policy, words.steps, "received") == (
        Planned("accept_invitation", Effort.MINUTES, ("shared_connections",), {}),
    )


def test_effort_before_order(policy: Policy, words: Words) -> None:
    """Of equally many steps the least effort wins, whatever their order."""
    last = {"accept_invitation": words.steps["accept_invitation"].model_copy(update={"order": 99})}
    plan = make_plan(facts(shared=0), policy, {**words.steps, **last}, "received")
    assert [planned.step for planned in plan] == ["accept_invitation"]


def test_nobody_but_the_target_can_help(policy: Policy, words: Words) -> None:
    """Where effort is made equal, an invitation is as good as a shared connection, and the lower order wins."""
    steps = {name: step.model_copy(update={"effort": Effort.DAYS}) for name, step in words.steps.items()}
    first = {**steps, "invite": steps["invite"].model_copy(update={"order": 1})}
    waiting = {**steps, "wait_invitation": steps["wait_invitation"].model_copy(update={"order": 1})}

    assert [planned.step for planned in make_plan(facts(shared=0), policy, first, None)] == ["invite"]
    assert [planned.step for planned in make_plan(facts(shared=0), policy, waiting, "sent")] == ["wait_invitation"]


def test_requirements_that_a_policy_leaves_out(policy: Policy, words: Words) -> None:
    """A policy that asks neither for skills nor for schools plans none, however few there are."""
    data = policy.model_dump()
    for name in ("skills", "education"):
        del data["profile"]["requirements"][name]
    lenient = Policy.model_validate(data)
    assert make_plan(facts(skills=0, schools=0, summary=True, experience=True), lenient, words.steps, None) == ()


@pytest.mark.parametrize(
    ("changes", "invitation", "steps"),
    [
        ({"shared": 0}, None, ("connect_colleague",)),
        ({"shared": 0}, "sent", ("connect_colleague",)),
        ({"shared": 0}, "received", ("accept_invitation",)),
        ({"shared": 0, "connections": 14}, None, ("connect_colleague",)),
        ({"shared": 0, "connections": 13}, None, ("connect_colleague", "connect")),
        ({"connections": 13}, None, ("connect",)),
        ({"shared": None}, None, ()),
    ],
)
def test_colleague(
    changes: dict[str, object], invitation: str | None, steps: tuple[str, ...], policy: Policy, words: Words
) -> None:
    """A colleague who knows the person takes the place of somebody who does, and is named."""
    before = facts(**changes)

    plan = make_plan(before, policy, words.steps, invitation, "Bob Ray")

    assert tuple(planned.step for planned in plan) == steps
    assert locked(after(before, steps), policy) == set()
    named = [dict(planned.detail) for planned in plan if planned.step == "connect_colleague"]
    assert named == [{"colleague": "Bob Ray"}] * steps.count("connect_colleague")


@pytest.mark.parametrize(("minimum", "step"), [(1, "connect_colleague"), (2, "get_shared")])
def test_one_colleague_may_not_be_enough(minimum: int, step: str, policy: Policy, words: Words) -> None:
    """Where a policy asks for more shared connections than one more makes, the plan promises nothing by a colleague."""
    data = policy.model_dump()
    data["shared_connections"]["minimum"] = minimum
    plan = make_plan(facts(shared=0), Policy.model_validate(data), words.steps, None, "Bob Ray")
    assert [planned.step for planned in plan] == [step]
