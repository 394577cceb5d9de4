"""The steps of a plan as a person does them: what all goes into the profile is one of them, in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.phrasing import Effort
from bot.replies.say import step, thing
from bot.replies.target import name_of
from bot.usecases.answer import Answer
from bot.usecases.plan import Planned
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do.

    Attributes:
        clears: the checks that stay locked without it.
    """

    say: str
    effort: Effort
    clears: tuple[str, ...]


def todos(answer: Answer, words: Words) -> list[Todo]:
    """The plan as things to do, in its order."""
    added = [planned for planned in answer.plan if words.steps[planned.step].thing is not None]
    if len(added) < 2:  # noqa: PLR2004 - a single step has a sentence of its own
        added = []
    done: list[Todo] = []
    for planned in answer.plan:
        if planned not in added:
            done.append(Todo(step(planned, name_of(answer, words), words), planned.effort, planned.clears))
        elif planned is added[0]:
            done.append(_together(added, words))
    return done


def _together(added: Sequence[Planned], words: Words) -> Todo:
    things = words.listed([thing(planned, words) for planned in added])
    clears = dict.fromkeys(check for planned in added for check in planned.clears)
    return Todo(words.say("answer.add_all", things=things), added[0].effort, tuple(clears))


def by_lock(todo: Sequence[Todo], locked: Sequence[str]) -> dict[str, list[Todo]]:
    """What to do about each lock: each thing stands once, by preference where nothing else would."""
    found: dict[str, list[Todo]] = {check: [] for check in locked}
    for one in sorted(todo, key=lambda one: len(one.clears)):
        home = min(one.clears, key=lambda check: len(found[check]))  # the first of those with least
        found[home].append(one)
    return found


def numbered(todo: Sequence[Todo], words: Words, *, with_locks: bool = False) -> Iterator[str]:
    """What to do as a numbered list.

    Args:
        with_locks: whether each says which locks it clears.
    """
    for number, one in enumerate(todo, 1):
        fields = {"number": number, "step": one.say, "effort": words.say(f"answer.effort_{one.effort}")}
        if with_locks:
            clears = words.listed([words.say(f"checks.{check}") for check in one.clears])
            yield words.say("answer.plan_step_clears", clears=clears, **fields)
        else:
            yield words.say("answer.plan_step", **fields)
