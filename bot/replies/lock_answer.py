"""The reply to a lock question: verdict first, every reason with its evidence, what helps, what is fine, the id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.advice import Advice
from bot.people import Target, TargetStatus
from bot.policy import Policy
from bot.replies.actions import actions_of, after_actions, fix_actions
from bot.replies.appeal_words import lifted
from bot.replies.doubts import doubt
from bot.replies.extent import USUAL, Extent, fitting
from bot.replies.fix import fix_lines
from bot.replies.footer import footer
from bot.replies.lines import ABOUT_ASKER, ABOUT_TARGET, Lines
from bot.replies.model import Line, Part, Reply
from bot.replies.supposed import supposed
from bot.replies.target import about_target, name_of, which
from bot.replies.why import why_lines
from bot.text import shown
from bot.usecases.answer import Answer
from bot.verdict import State, Verdict
from bot.words import Words

_SEVERAL = 2
_GAP = Line(Part.NOTE, "")
_BRIEFLY = tuple(extent for extent in USUAL if extent.ways == 0)


class LockAnswers:
    """Puts answers into words."""

    def __init__(self, policy: Policy, advice: Advice, words: Words) -> None:
        self._policy = policy
        self._words = words
        self.advice = advice
        self.lines = Lines(policy, advice, words)

    def reply(self, answer: Answer, above: int = 0) -> Reply:
        """The whole reply.

        Args:
            above: how many lines stand above it.
        """
        match answer.target.status:
            case TargetStatus.SELF | TargetStatus.BOT | TargetStatus.STRANGER as status:
                text = self._words.say(f"target.{status.value}", typed=shown(answer.target.typed))
                return Reply((Line(Part.NOTE, text),))
            case TargetStatus.AMBIGUOUS:
                return self._of_one(answer, which(answer, self._words))
            case _ if answer.first_use:
                return self._of_one(answer, self._first_use(answer))
            case _:
                return self._of_one(answer, fitting(partial(self._lines, answer), above=above))

    def together(self, answers: Sequence[Answer]) -> Reply:
        """The reply about several persons: what is about each of them, then the asker's own side once."""
        checked = [answer for answer in answers if answer.verdict is not None and not answer.first_use]
        new = next((answer for answer in answers if answer.first_use), None)
        if new is not None:  # the same questions, whoever is asked about
            return self.reply(replace(new, target=Target(TargetStatus.NONE)))
        if len(checked) < _SEVERAL:
            return self.joined([self.reply(answer) for answer in answers])
        # Whether there is a padlock is asked about one person at a time.
        asking = next((place for place, one in enumerate(answers) if one.ask not in {None, "padlock"}), None)

        def told(extent: Extent) -> Iterator[Line]:
            if checked[0].hypothetical:
                yield Line(Part.NOTE, supposed(checked[0], self._words, self._policy))
            for answer in answers:
                yield from self._of_each(answer, extent) if answer in checked else self.reply(answer).lines
                yield _GAP
            yield Line(Part.NOTE, self._words.say("answer.for_all"))
            yield from self._own_side(checked[0], extent)
            if asking is not None:
                yield from self.lines.asked(answers[asking])
            ids = self._words.listed([str(answer.diagnosis) for answer in checked])
            yield Line(Part.FOOTER, footer(checked[0], ids, self._words, self._policy))

        asks = None if asking is None else answers[asking].ask
        lines = tuple(fitting(told))
        return Reply(lines, asks, asking or 0, actions_of(answers, asking, self._words, self._policy))

    def joined(self, parts: Sequence[Reply]) -> Reply:
        """Replies one under the other; what the last one asks and offers is asked and offered."""
        lines = [line for part in parts for line in (*part.lines, _GAP)][:-1]
        return replace(parts[-1], lines=tuple(lines), asks_of=len(parts) - 1)

    def why(self, answer: Answer) -> Reply:
        """Why each lock is one, where something is locked; else the whole reply, which says all there is."""
        if answer.verdict is not Verdict.LOCKED or answer.first_use:
            return self.reply(answer)
        return self._of_one(answer, why_lines(answer, self.lines, self.advice, self._words, self._policy))

    def fix(self, answer: Answer) -> Reply:
        """How to get from locked to sent, in full."""
        lines = fix_lines(answer, self.lines, self._words, self._policy)
        return Reply(tuple(lines), answer.ask, actions=fix_actions(answer, self._words, self._policy))

    def without_question(self, answer: Answer) -> Reply:
        """What is left of the answer once it is said whether there is a padlock: of an open one, how else to write."""
        lines = [*self.lines.other_ways(answer, USUAL[0].ways)]
        if answer.verdict is not Verdict.OPEN:
            without = {Part.QUESTION}
            if answer.doubt is not None and answer.doubt.said is not None and not answer.doubt.said[0]:
                without.add(Part.REMEDY)  # what is not locked needs no key
            lines = [line for line in self.brief(answer).lines if line.part not in without]
        return Reply(tuple(lines), actions=after_actions(answer, self._words))

    def brief(self, answer: Answer, above: int = 0) -> Reply:
        """What is left after a fact was stated: the verdict, each reason with what clears it, the next question.

        Args:
            above: how many lines stand above it.
        """
        if answer.verdict is None or answer.first_use:
            return self.reply(answer, above)
        return self._of_one(answer, fitting(partial(self._briefly, answer), _BRIEFLY, above))

    def _briefly(self, answer: Answer, extent: Extent) -> Iterator[Line]:
        yield Line(Part.VERDICT, self.lines.verdict(answer))
        if answer.verdict is not Verdict.LOCKED:
            yield from about_target(answer, self._words)
        yield from self.lines.locks(answer, extent)
        yield from self.lines.reasons(answer, State.UNKNOWN)
        yield from self.lines.warnings(answer)
        yield from self.lines.asked(answer)
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy))

    def _of_one(self, answer: Answer, lines: Iterable[Line]) -> Reply:
        return Reply(tuple(lines), answer.ask, actions=actions_of([answer], 0, self._words, self._policy))

    def _lines(self, answer: Answer, extent: Extent) -> Iterator[Line]:
        if answer.hypothetical:
            yield Line(Part.NOTE, supposed(answer, self._words, self._policy))
        yield Line(Part.VERDICT, self.lines.verdict(answer))
        yield from about_target(answer, self._words)
        yield from self.lines.locks(answer, extent)
        yield from doubt(answer, self._words, self._policy)
        yield from self.lines.reasons(answer, State.UNKNOWN)
        yield from self.lines.warnings(answer)
        yield from self.lines.other_ways(answer, extent.ways)
        yield from self.lines.fine(answer)
        yield from lifted(answer, self._words)
        yield from self.lines.asked(answer)
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy))

    def _of_each(self, answer: Answer, extent: Extent) -> Iterator[Line]:
        """What is about one of several persons alone."""
        yield Line(Part.VERDICT, self.lines.verdict(answer))
        yield from about_target(answer, self._words)
        yield from self.lines.locks(answer, extent, ABOUT_TARGET)
        yield from self.lines.reasons(answer, State.UNKNOWN, ABOUT_TARGET)
        yield from self.lines.other_ways(answer, min(extent.ways, 1))

    def _own_side(self, answer: Answer, extent: Extent) -> Iterator[Line]:
        """What is about the asker: it stands in the way of everybody, and is said once."""
        yield from self.lines.locks(answer, extent, ABOUT_ASKER)
        yield from doubt(answer, self._words, self._policy)
        yield from self.lines.reasons(answer, State.UNKNOWN, ABOUT_ASKER)
        yield from self.lines.warnings(answer)
        yield from self.lines.fine(answer, ABOUT_ASKER)
        yield from lifted(answer, self._words)

    def _first_use(self, answer: Answer) -> Iterator[Line]:
        everybody = answer.target.status is TargetStatus.NONE
        code = "first_use.hello_for_all" if everybody else "first_use.hello"
        yield Line(Part.VERDICT, self._words.say(code, name=name_of(answer, self._words)))
        yield from self.lines.asked(answer)
        yield Line(Part.NOTE, self._words.say("first_use.import"))
        yield from self.lines.other_ways(answer, 1)
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy))
