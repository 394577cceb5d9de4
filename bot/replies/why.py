"""Why each lock is one: what the member asks who knows already that it is locked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advice import CHECK_OF, Advice
from bot.policy import Policy
from bot.replies.doubts import doubt
from bot.replies.footer import footer
from bot.replies.lines import Lines
from bot.replies.model import Line, Part
from bot.replies.target import about_target
from bot.usecases.answer import Answer
from bot.verdict import State
from bot.words import Words

_TOPIC_OF: dict[str, str] = {check: topic for topic, check in CHECK_OF.items()}


def why_lines(answer: Answer, lines: Lines, advice: Advice, words: Words, policy: Policy) -> Iterator[Line]:
    """The locks with the reason for each rule beneath, what speaks against them, and where the way out is told.

    What clears them is left out: the answer before has said it.
    """
    yield Line(Part.VERDICT, lines.verdict(answer))
    yield from about_target(answer, words)
    for finding in answer.findings:
        if finding.state is State.LOCKED:
            yield from lines.reasons(answer, State.LOCKED, {finding.check})
            yield from _reason_for(finding.check, advice, words)
    yield from doubt(answer, words, policy)
    yield from lines.reasons(answer, State.UNKNOWN)
    yield Line(Part.NOTE, words.say("answer.why_next"))
    yield Line(Part.FOOTER, footer(answer, answer.diagnosis, words, policy))


def _reason_for(check: str, advice: Advice, words: Words) -> Iterator[Line]:
    """What a rule is for, by the statement that the short answer about it gives, else by the first."""
    told = sorted(advice.statements_on(_TOPIC_OF[check]), key=lambda statement: not statement.brief)
    if told:
        yield Line(Part.NOTE, words.say("answer.why", why=told[0].text))
