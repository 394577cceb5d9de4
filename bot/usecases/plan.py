"""The plan: the smallest set of steps after which checking again finds no lock. No second set of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import cast

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent, Standing, StandingKind
from bot.policy import Policy
from bot.verdict import Finding, State
from bot.words import Effort, Step

_WEIGHT = {Effort.MINUTES: 1, Effort.DAYS: 100, Effort.NOT_YOURS: 10_000}


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a plan.

    Attributes:
        step: its id in `knowledge/steps.toml`.
        clears: the checks that stay locked without it.
        detail: what its words may name: `count` and its noun, `until`.
    """

    step: str
    effort: Effort
    clears: tuple[str, ...]
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Move:
    """A step that is open to this member, and the facts once it is done."""

    step: str
    changes: Mapping[str, object]
    detail: Mapping[str, object] = field(default_factory=dict)


def make_plan(facts: Facts, policy: Policy, steps: Mapping[str, Step], invitation: str | None) -> tuple[Planned, ...]:
    """The smallest set of steps that leaves nothing locked, ties by effort; () when nothing is locked or nothing helps.

    Args:
        invitation: the direction of an open invitation between the member and the person asked about.
    """
    chosen: list[_Move] = []
    for finding in diagnose(facts, policy):
        if finding.state is State.LOCKED:
            # Steps of one check touch no fact of another, so the smallest sets of each make the smallest of all.
            moves = list(_MOVES[finding.check](facts, finding, policy, invitation))
            chosen += _smallest(facts, policy, finding.check, moves, steps)
    if _locked(_after(facts, chosen, policy)):
        return ()
    return tuple(_planned(facts, policy, chosen, move, steps) for move in _ordered(chosen, steps))


def _smallest(
    facts: Facts, policy: Policy, check: str, moves: Sequence[_Move], steps: Mapping[str, Step]
) -> Sequence[_Move]:
    for size in range(1, len(moves) + 1):
        sets = [some for some in combinations(moves, size) if check not in _locked(_after(facts, some, policy))]
        if sets:
            return min(sets, key=lambda some: _cost(some, steps))
    return ()


def _after(facts: Facts, moves: Sequence[_Move], policy: Policy) -> tuple[Finding, ...]:
    for move in moves:
        facts = facts.changed(**move.changes)
    return diagnose(facts, policy)


def _locked(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(finding.check for finding in findings if finding.state is State.LOCKED)


def _planned(facts: Facts, policy: Policy, chosen: Sequence[_Move], move: _Move, steps: Mapping[str, Step]) -> Planned:
    others = [other for other in chosen if other is not move]
    return Planned(move.step, steps[move.step].effort, _locked(_after(facts, others, policy)), move.detail)


def _ordered(moves: Sequence[_Move], steps: Mapping[str, Step]) -> list[_Move]:
    return sorted(moves, key=lambda move: (_WEIGHT[steps[move.step].effort], steps[move.step].order))


def _cost(moves: Sequence[_Move], steps: Mapping[str, Step]) -> tuple[int, int]:
    used = [steps[move.step] for move in moves]
    return sum(_WEIGHT[step.effort] for step in used), sum(step.order for step in used)


def _now(facts: Facts, value: object) -> Fact[object]:
    return Fact(value, Basis.ASSUMED, facts.now.date())


def _ban(facts: Facts, _finding: Finding, _policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    yield _Move("appeal_ban", {"standing": _now(facts, Standing(StandingKind.GOOD))})


def _restriction(facts: Facts, finding: Finding, _policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    good = {"standing": _now(facts, Standing(StandingKind.GOOD))}
    if finding.evidence["until"] is not None:
        yield _Move("wait_restriction", good, {"until": finding.evidence["until"]})
    yield _Move("appeal_restriction", good)


def _volume(facts: Facts, finding: Finding, policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    frees_at = finding.detail["frees_at"]
    if isinstance(frees_at, datetime):
        yield _Move("wait_volume", {"sent": _now(facts, Sent(policy.message_volume.limit - 1))}, {"until": frees_at})


def _count(facts: Facts, finding: Finding, _policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    have, missing = cast("int", finding.evidence["have"]), cast("int", finding.detail["missing"])
    yield _Move("connect", {"connections": _now(facts, have + missing)}, {"people": missing})


def _profile(facts: Facts, finding: Finding, policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    needs = {name: rule.minimum for name, rule in policy.profile.requirements.items()}
    yes = _now(facts, value=True)
    if facts.photo is not None and not facts.photo.value:
        yield _Move("add_photo", {"photo": yes})
    if facts.position is not None and not facts.position.value:
        yield _Move("add_position", {"position": yes})
    skills = max(needs.get("skills", 1), 1)
    if facts.skills is not None and facts.skills.value < skills:
        yield _Move("add_skills", {"skills": _now(facts, skills)}, {"skills": skills - facts.skills.value})
    schools = max(needs.get("education", 1), 1)
    if facts.schools is not None and facts.schools.value < schools:
        yield _Move("add_school", {"schools": _now(facts, schools)}, {"schools": schools - facts.schools.value})
    if "completeness" not in cast("list[str]", finding.evidence["missing"]):
        return
    if facts.completeness is not None:
        percent = needs["completeness"]
        yield _Move("complete_profile", {"completeness": _now(facts, percent)}, {"count": percent})
        return
    for step, name in (
        ("write_summary", "summary"),
        ("add_experience", "experience"),
        ("set_custom_url", "custom_url"),
    ):
        known = getattr(facts, name)
        if known is not None and not known.value:
            yield _Move(step, {name: yes})


def _shared(facts: Facts, _finding: Finding, policy: Policy, invitation: str | None) -> Iterator[_Move]:
    connected = {"connected": _now(facts, value=True)}
    match invitation:
        case "received":
            yield _Move("accept_invitation", connected)
        case "sent":
            yield _Move("wait_invitation", connected)
        case _:
            yield _Move("invite", connected)
    yield _Move("get_shared", {"shared": _now(facts, policy.shared_connections.minimum)})


_Moves = Callable[[Facts, Finding, Policy, str | None], Iterator[_Move]]

_MOVES: Mapping[str, _Moves] = {
    "ban": _ban,
    "restriction": _restriction,
    "message_volume": _volume,
    "connection_count": _count,
    "profile": _profile,
    "shared_connections": _shared,
}
