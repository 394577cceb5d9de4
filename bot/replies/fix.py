"""How to get from locked to sent: every step with what it clears, every tip that still applies, every other way."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy import Policy
from bot.replies.footer import footer
from bot.replies.lines import Lines
from bot.replies.model import Line, Part
from bot.replies.say import step
from bot.replies.target import name_of
from bot.usecases.answer import Answer
from bot.verdict import State, Verdict
from bot.words import Words


def fix_lines(answer: Answer, lines: Lines, words: Words, policy: Policy) -> Iterator[Line]:
    """The reply to "how do I fix it?" about one person."""
    yield Line(Part.VERDICT, lines.verdict(answer))
    if answer.verdict is not Verdict.LOCKED:
        yield from lines.reasons(answer, State.UNKNOWN)
        yield from lines.asked(answer)
    else:
        yield from _steps(answer, words)
        yield from _tips(answer, lines, words)
    yield from lines.other_ways(answer, len(answer.ways) + 1)
    yield Line(Part.FOOTER, footer(answer, answer.diagnosis, words, policy))


def _steps(answer: Answer, words: Words) -> Iterator[Line]:
    if not answer.plan:
        yield Line(Part.PLAN, words.say("answer.no_plan"))
        return
    yield Line(Part.PLAN, words.say("answer.plan"))
    for number, planned in enumerate(answer.plan, 1):
        clears = words.listed([words.say(f"checks.{check}") for check in planned.clears])
        text = words.say(
            "answer.plan_step_clears",
            number=number,
            step=step(planned, name_of(answer, words), words),
            effort=words.say(f"answer.effort_{planned.effort}"),
            clears=clears,
        )
        yield Line(Part.PLAN, text)


def _tips(answer: Answer, lines: Lines, words: Words) -> Iterator[Line]:
    """The advice on each lock, below the lock that it is about."""
    for one in lines.said(answer):
        if one.finding.state is State.LOCKED and one.tips:
            yield Line(Part.NOTE, words.say("answer.tips_on", check=words.say(f"checks.{one.finding.check}")))
            yield from (Line(Part.TIP, words.say("answer.tip", tip=tip)) for tip in one.tips)
