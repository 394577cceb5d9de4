"""The plan: the smallest set of steps after which checking again finds no lock. No second set of rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent, Standing, StandingKind
from bot.phrasing import Effort, Step
from bot.policy import Policy
from bot.verdict import Finding, State

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
    """A step that is open to this member.

    Attributes:
        changes: the facts that differ once it is done, from the facts before.
        detail: what its words may name, from the facts before.
    """

    step: str
    changes: Callable[[Facts], Mapping[str, object]]
    detail: Callable[[Facts], Mapping[str, object]] = lambda _facts: {}


def make_plan(
    facts: Facts, policy: Policy, steps: Mapping[str, Step], invitation: str | None, colleague: str | None = None
) -> tuple[Planned, ...]:
    """The smallest set of steps that leaves nothing locked, ties by effort; () when nothing is locked or nothing helps.

    Args:
        invitation: the direction of an open invitation between the member and the person asked about.
        colleague: the name of a colleague who knows that person and is no connection of the member yet.
    """
    chosen: list[_Move] = []
    for checks in _TOGETHER:
        # Steps of one group touch no fact of another, so the smallest sets of each make the smallest of all.
        group = [finding for finding in diagnose(facts, policy) if finding.check in checks]
        open_to_all = _moves(facts, group, policy, invitation)
        moves = [_through(colleague, move, facts, policy) for move in open_to_all if move.step in steps]
        chosen += _smallest(facts, policy, checks, moves, steps)
    if _locked(_after(facts, chosen, policy)):
        return ()
    ordered = _ordered(chosen, steps)
    return tuple(_planned(facts, policy, ordered, move, steps) for move in ordered)


def _moves(facts: Facts, findings: Sequence[Finding], policy: Policy, invitation: str | None) -> Iterator[_Move]:
    for finding in findings:
        if finding.state is State.LOCKED:
            yield from _MOVES[finding.check](facts, finding, policy, invitation)


def _smallest(
    facts: Facts, policy: Policy, checks: Collection[str], moves: Sequence[_Move], steps: Mapping[str, Step]
) -> Sequence[_Move]:
    unique = list({move.step: move for move in moves}.values())
    for size in range(len(unique) + 1):
        sets = [
            some for some in combinations(unique, size) if not set(checks) & set(_locked(_after(facts, some, policy)))
        ]
        if sets:
            return min(sets, key=lambda some: _cost(some, steps))
    return ()


def _done(facts: Facts, moves: Sequence[_Move]) -> Facts:
    """The facts after some steps. Connecting comes last: it fills up what the other ties leave to do."""
    for move in sorted(moves, key=lambda move: move.step == "connect"):
        facts = facts.changed(**move.changes(facts))
    return facts


def _after(facts: Facts, moves: Sequence[_Move], policy: Policy) -> tuple[Finding, ...]:
    return diagnose(_done(facts, moves), policy)


def _locked(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(finding.check for finding in findings if finding.state is State.LOCKED)


def _planned(facts: Facts, policy: Policy, chosen: Sequence[_Move], move: _Move, steps: Mapping[str, Step]) -> Planned:
    others = [other for other in chosen if other is not move]
    clears = _locked(_after(facts, others, policy))
    return Planned(move.step, steps[move.step].effort, clears, move.detail(_done(facts, others)))


def _ordered(moves: Sequence[_Move], steps: Mapping[str, Step]) -> list[_Move]:
    return sorted(moves, key=lambda move: (_WEIGHT[steps[move.step].effort], steps[move.step].order))


def _cost(moves: Sequence[_Move], steps: Mapping[str, Step]) -> tuple[int, int]:
    used = [steps[move.step] for move in moves]
    return sum(_WEIGHT[step.effort] for step in used), sum(step.order for step in used)


def _now(facts: Facts, value: object) -> Fact[object]:
    return Fact(value, Basis.ASSUMED, facts.now.date())


def _becomes(**facts: Fact[Any]) -> Callable[[Facts], Mapping[str, object]]:
    return lambda _before: facts


def _says(**detail: object) -> Callable[[Facts], Mapping[str, object]]:
    return lambda _before: detail


def _ban(facts: Facts, _finding: Finding, _policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    yield _Move("appeal_ban", _becomes(standing=_now(facts, Standing(StandingKind.GOOD))))


def _restriction(facts: Facts, finding: Finding, _policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    good = _becomes(standing=_now(facts, Standing(StandingKind.GOOD)))
    if finding.evidence["until"] is not None:
        yield _Move("wait_restriction", good, _says(until=finding.evidence["until"]))
    yield _Move("appeal_restriction", good)


def _volume(facts: Facts, finding: Finding, policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    until = finding.detail["frees_at"]
    if until is not None:
        below = _now(facts, Sent(policy.message_volume.limit - 1))
        yield _Move("wait_volume", _becomes(sent=below), _says(until=until))


def _count(facts: Facts, finding: Finding, _policy: Policy, invitation: str | None) -> Iterator[_Move]:
    needed = _connections(facts) + cast("int", finding.detail["missing"])
    yield _Move(
        "connect",
        lambda before: {"connections": _now(before, max(needed, _connections(before)))},
        lambda before: {"people": needed - _connections(before)},
    )
    if invitation == "received":
        yield _Move("accept_invitation", _tied)


def _connections(facts: Facts) -> int:
    return 0 if facts.connections is None else facts.connections.value


def _tied(before: Facts) -> Mapping[str, object]:
    """A tie to the person asked about is one more connection, too."""
    return {"connected": _now(before, value=True), **_more(before)}


def _more(before: Facts, ties: int = 1) -> Mapping[str, object]:
    return {} if before.connections is None else {"connections": _now(before, before.connections.value + ties)}


def _profile(facts: Facts, finding: Finding, policy: Policy, _invitation: str | None) -> Iterator[_Move]:
    needs = {name: rule.minimum for name, rule in policy.profile.requirements.items()}
    yes = _now(facts, value=True)
    if facts.photo is not None and not facts.photo.value:
        yield _Move("add_photo", _becomes(photo=yes))
    if facts.position is not None and not facts.position.value:
        yield _Move("add_position", _becomes(position=yes))
    skills = max(needs.get("skills", 1), 1)
    if facts.skills is not None and facts.skills.value < skills:
        yield _Move("add_skills", _becomes(skills=_now(facts, skills)), _says(skills=skills - facts.skills.value))
    schools = max(needs.get("education", 1), 1)
    if facts.schools is not None and facts.schools.value < schools:
        yield _Move("add_school", _becomes(schools=_now(facts, schools)), _says(schools=schools - facts.schools.value))
    if "completeness" not in cast("list[str]", finding.evidence["missing"]):
        return
    if facts.completeness is not None:
        percent = needs["completeness"]
        yield _Move("complete_profile", _becomes(completeness=_now(facts, percent)), _says(count=percent))
        return
    for step, name in (
        ("write_summary", "summary"),
        ("add_experience", "experience"),
        ("set_custom_url", "custom_url"),
    ):
        known = getattr(facts, name)
        if known is not None and not known.value:
            yield _Move(step, _becomes(**{name: yes}))


def _shared(facts: Facts, _finding: Finding, policy: Policy, invitation: str | None) -> Iterator[_Move]:
    match invitation:
        case "received":
            yield _Move("accept_invitation", _tied)
        case "sent":
            yield _Move("wait_invitation", _tied)
        case _:
            yield _Move("invite", _tied)
    enough = policy.shared_connections.minimum
    lacking = enough - (0 if facts.shared is None else facts.shared.value)
    yield _Move(
        "get_shared", lambda before: {"shared": _now(before, enough), **_more(before, lacking)}, _says(enough=lacking)
    )


def _through(colleague: str | None, move: _Move, facts: Facts, policy: Policy) -> _Move:
    """The shared connection that is lacking as the colleague who would be it, where one is enough."""
    lacking = policy.shared_connections.minimum - (0 if facts.shared is None else facts.shared.value)
    if move.step != "get_shared" or colleague is None or lacking > 1:
        return move
    return _Move("connect_colleague", move.changes, _says(colleague=colleague))


_Moves = Callable[[Facts, Finding, Policy, str | None], Iterator[_Move]]

_MOVES: Mapping[str, _Moves] = {
    "ban": _ban,
    "restriction": _restriction,
    "message_volume": _volume,
    "connection_count": _count,
    "profile": _profile,
    "shared_connections": _shared,
}

# Checks whose steps touch the same facts are cleared together: whoever is connected with one person more has one
# connection more.
_TOGETHER = (("ban",), ("restriction",), ("message_volume",), ("profile",), ("connection_count", "shared_connections"))
