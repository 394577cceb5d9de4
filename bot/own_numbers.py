"""A workspace's own numbers of the policy: which there can be, what fits, and the policy with them in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.errors import UserError
from bot.policy import MOST_REQUIRED, Policy
from bot.rule import MOST, WORKSPACE, Rule, RuleBasis, rules_of

PathTo = str
"""Where a number stands in policy.toml: `message_volume.limit`."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the policy.

    Attributes:
        rule: the keys that lead to the rule that it belongs to.
        name: its own key there.
        place: its place in a list; None where it stands alone.
        least: the lowest that fits.
        most: the highest that fits.
    """

    rule: tuple[str, ...]
    name: str
    place: int | None
    value: int
    least: int
    most: int

    @property
    def path(self) -> PathTo:
        """Where it stands."""
        return ".".join((*self.rule, self.name, *(() if self.place is None else (str(self.place),))))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number of a workspace that the policy does not take any more, and what is wrong with it."""

    value: int
    problem: UserError


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy of one workspace.

    Attributes:
        policy: with the workspace's own numbers, under a version of its own.
        numbers: the workspace's own numbers that are in force.
        left_out: those that the policy does not take any more.
    """

    policy: Policy
    numbers: Mapping[PathTo, int]
    left_out: Mapping[PathTo, LeftOut]


def numbers_of(policy: Policy) -> dict[PathTo, Number]:
    """Every number that a workspace may have of its own, in the policy's order.

    That is every number of a rule; of what LinkedIn's help documents there is nothing to decide.
    """
    found: dict[PathTo, Number] = {}
    for keys, rule in rules_of(policy):
        if rule.basis is not RuleBasis.LINKEDIN_HELP:
            found |= {number.path: number for number in _numbers(keys, rule)}
    return found


def _numbers(keys: tuple[str, ...], rule: Rule) -> Iterable[Number]:
    for name, field in type(rule).model_fields.items():
        value = getattr(rule, name)
        if isinstance(value, int) and not isinstance(value, bool):
            least, most = _bounds(field.metadata)
            if keys[:2] == ("profile", "requirements"):
                most = MOST_REQUIRED.get(keys[2], most)  # type: ignore[call-overload]
            yield Number(keys, name, None, value, least, most)
        elif isinstance(value, tuple) and all(isinstance(each, int) for each in value):
            least, most = _bounds(_of_items(field))
            yield from (Number(keys, name, place, each, least, most) for place, each in enumerate(value))


def _bounds(constraints: Iterable[object]) -> tuple[int, int]:
    """The lowest and the highest number that fit."""
    given = [*constraints]
    least = max((each.ge for each in given if hasattr(each, "ge")), default=0)
    most = min((each.le for each in given if hasattr(each, "le")), default=MOST)
    return least, most


def _of_items(field: FieldInfo) -> list[object]:
    """What is asked of each item of a list."""
    item, *_ = get_args(field.annotation)
    return [constraint for info in get_args(item)[1:] for constraint in getattr(info, "metadata", ())]


def misfits(defaults: Policy, numbers: Mapping[PathTo, int]) -> dict[PathTo, UserError]:
    """What is wrong with numbers, by the number; {} when the policy takes them all together, as it takes its file.

    Args:
        numbers: those that are new among them last.
    """
    known = numbers_of(defaults)
    wrong: dict[PathTo, UserError] = {}
    for path, value in numbers.items():
        number = known.get(path)
        if number is None:
            wrong[path] = UserError("number_unknown", name=path)
        elif not number.least <= value <= number.most:
            wrong[path] = UserError("number_range", name=path, least=number.least, most=number.most, number=value)
    if wrong:
        return wrong
    try:
        _merged(defaults, known, numbers)
    except ValidationError as error:
        first = error.errors()[0]
        problem = first["msg"].removeprefix("Value error, ")
        place = ".".join(str(key) for key in first["loc"])
        # What does not go together names no number of its own: it is told of the last one there.
        last = ([path for path in numbers if path.startswith(place)] or [*numbers])[-1]
        return {last: UserError("number_refused", name=last, problem=problem)}
    return {}


def in_force(defaults: Policy, numbers: Mapping[PathTo, int], version: int) -> InForce:
    """The policy with a workspace's own numbers, as many of them as it takes.

    A newer policy may know a number no more, or take it no more; that one is left out, and the others hold.

    Args:
        version: the number of the workspace's version; a workspace with no number of its own has the plain policy.
    """
    alone = misfits(defaults, numbers)
    kept = {path: value for path, value in numbers.items() if path not in alone}
    while kept and (wrong := misfits(defaults, kept)):
        kept = {path: value for path, value in kept.items() if path not in wrong}
    left_out = {path: _left_out(defaults, kept, path, value) for path, value in numbers.items() if path not in kept}
    if not kept:
        return InForce(defaults, {}, left_out)
    own = _merged(defaults, numbers_of(defaults), kept)
    named = own.model_copy(update={"version": f"{defaults.version}+T{version}"})
    return InForce(named, kept, left_out)


def _left_out(defaults: Policy, kept: Mapping[PathTo, int], path: PathTo, value: int) -> LeftOut:
    """What is wrong with one number beside those that are kept."""
    return LeftOut(value, next(iter(misfits(defaults, {**kept, path: value}).values())))


def _merged(defaults: Policy, known: Mapping[PathTo, Number], numbers: Mapping[PathTo, int]) -> Policy:
    """The policy as its file would give it with these numbers; the rules that they belong to are the workspace's own.

    Raises:
        ValidationError: they do not fit.
    """
    data: dict[str, Any] = defaults.model_dump()
    for path, value in numbers.items():
        number, rule = known[path], data
        for key in number.rule:
            rule = rule[key]
        given: Any = value
        if number.place is not None:
            given = [*rule[number.name]]
            given[number.place] = value
        rule |= {number.name: given, "source": WORKSPACE, "basis": RuleBasis.WORKSPACE}
    return Policy.model_validate(data)
