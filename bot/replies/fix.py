"""How to get from locked to sent: every step with what it clears and the advice that belongs to it, every other way."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy import Policy
from bot.replies.doubts import beside_the_point
from bot.replies.extent import IN_DETAIL, Extent, fitting
from bot.replies.flow import UNDER
from bot.replies.footer import footer
from bot.replies.lines import Lines, Said
from bot.replies.model import Line, Part
from bot.replies.todo import by_lock, numbered, todos
from bot.usecases.answer import Answer
from bot.verdict import State, Verdict
from bot.words import Words

_SAID_BY_STEPS = {"profile"}
"""Locks whose tips say no more than the steps do: what to add to the profile."""


def fix_lines(answer: Answer, lines: Lines, words: Words, policy: Policy) -> list[Line]:
    """The reply to "how do I fix it?" about one person."""

    def told(extent: Extent) -> Iterator[Line]:
        yield Line(Part.VERDICT, lines.verdict(answer))
        if answer.verdict is not Verdict.LOCKED:
            yield from lines.reasons(answer, State.UNKNOWN)
            yield from lines.asked(answer)
        else:
            yield from _steps(answer, lines, words, extent)
        yield from lines.other_ways(answer, extent.ways)
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, words, policy))

    return fitting(told, IN_DETAIL)


def _steps(answer: Answer, lines: Lines, words: Words, extent: Extent) -> Iterator[Line]:
    locked = {one.finding.check: one for one in lines.said(answer) if one.finding.state is State.LOCKED}
    if not answer.plan:
        yield Line(Part.PLAN, words.say("answer.no_plan"))
        for one in locked.values():
            yield from lines.tips(answer, one, extent.tips)
        return
    yield Line(Part.PLAN, words.say("answer.plan"))
    todo = todos(answer, words)
    banned = beside_the_point(answer)
    if banned:  # a ban stands in the way of everything, so what may lift it comes before what is quick
        todo.sort(key=lambda one: "ban" not in one.clears)
    homes = by_lock(todo, list(locked))
    for step, text in zip(todo, numbered(todo, words, with_locks=True), strict=True):
        yield Line(Part.PLAN, text)
        about = [
            locked[check] for check, mine in homes.items() if mine and mine[-1] is step and check not in _SAID_BY_STEPS
        ]
        if not banned:
            yield from _tips(answer, about, lines, extent)
        elif "ban" in step.clears:  # no lecture: whoever is banned needs to know how to appeal
            yield Line(Part.PLAN, words.say("answer.appeal_hint"))


def _tips(answer: Answer, about: list[Said], lines: Lines, extent: Extent) -> Iterator[Line]:
    """The advice that goes with a step, in the list of steps."""
    for one in about:
        yield from (Line(Part.PLAN, UNDER + tip.text) for tip in lines.tips(answer, one, extent.tips))
