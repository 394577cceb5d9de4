"""The reply to a lock question: verdict first, every reason with its evidence, what helps, what is fine, the id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.advice import Advice, Need
from bot.people import TargetStatus
from bot.policy import Policy
from bot.replies.doubts import asked_about, beside_the_point, doubt
from bot.replies.footer import footer
from bot.replies.model import Line, Part, Reply
from bot.replies.say import say, say_short, step
from bot.replies.target import about_target, name_of, which
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.tips import tips_for
from bot.verdict import Finding, State, Verdict
from bot.words import Words, fill

TIPS_SHOWN = 2
"""How many tips a reason carries in a reply; a reader in a hurry follows one."""
WAYS_SHOWN = 3
"""How many other ways a reply offers."""

_SEVERAL = 2
_GAP = Line(Part.NOTE, "")
_ABOUT_TARGET = ("shared_connections",)
_ABOUT_ASKER = ("ban", "restriction", "message_volume", "connection_count", "profile")
_PASSED = (State.CLEAR, State.EXEMPT)
_ALL = (*_ABOUT_ASKER, *_ABOUT_TARGET)


@dataclass(frozen=True, slots=True)
class Said:
    """One check of an answer in words."""

    finding: Finding
    say: str
    tips: tuple[str, ...]


class LockAnswers:
    """Puts answers into words."""

    def __init__(self, policy: Policy, advice: Advice, words: Words) -> None:
        self._policy = policy
        self._advice = advice
        self._words = words

    def said(self, answer: Answer) -> list[Said]:
        """The six checks in words, with the tips that still apply."""
        name = name_of(answer, self._words)
        return [
            Said(
                finding,
                say(finding, answer.facts, name, self._words, self._policy),
                tuple(tip.text for tip in tips_for(finding, answer.facts, answer.findings, self._advice)),
            )
            for finding in answer.findings
        ]

    def plan(self, answer: Answer) -> list[str]:
        """The plan's steps in words."""
        return [step(planned, name_of(answer, self._words), self._words) for planned in answer.plan]

    def question(self, answer: Answer) -> str | None:
        """The one question to ask, with what can be typed back."""
        if answer.ask is None:
            return None
        question = self._words.questions[answer.ask]
        fields = {
            "name": name_of(answer, self._words),
            "plans": ", ".join(account.name for account in self._policy.account_types.values()),
            "window_days": self._policy.message_volume.window_days,
        }
        asked = fill(question.say, fields)
        if answer.confirms:
            on = getattr(answer.facts, answer.ask).as_of
            return self._words.say("answer.confirm", question=asked, on=on, answer=question.answer)
        code = "first_use.question" if answer.first_use else "answer.question"
        return self._words.say(code, question=asked, answer=question.answer)

    def reply(self, answer: Answer) -> Reply:
        """The whole reply."""
        match answer.target.status:
            case TargetStatus.SELF | TargetStatus.BOT | TargetStatus.STRANGER as status:
                text = self._words.say(f"target.{status.value}", typed=shown(answer.target.typed))
                return Reply((Line(Part.NOTE, text),))
            case TargetStatus.AMBIGUOUS:
                return Reply(tuple(which(answer, self._words)))
            case _ if answer.first_use:
                return Reply(tuple(self._first_use(answer)), answer.ask)
            case _:
                return Reply(tuple(self._lines(answer)), answer.ask)

    def together(self, answers: Sequence[Answer]) -> Reply:
        """The reply about several persons: what is about each of them, then the asker's own side once."""
        checked = [answer for answer in answers if answer.verdict is not None and not answer.first_use]
        if len(checked) < _SEVERAL:
            parts = [self.reply(answer) for answer in answers]
            return Reply(tuple(line for part in parts for line in (*part.lines, _GAP))[:-1], parts[-1].asks)
        lines: list[Line] = []
        for answer in answers:
            lines += [*(self._of_each(answer) if answer in checked else self.reply(answer).lines), _GAP]
        lines += [Line(Part.NOTE, self._words.say("answer.for_all")), *self._own_side(checked[0])]
        asking = next((answer for answer in checked if answer.ask is not None), checked[0])
        lines += self._question(asking)
        ids = self._words.listed([str(answer.diagnosis) for answer in checked])
        lines.append(Line(Part.FOOTER, footer(checked[0], ids, self._words, self._policy)))
        return Reply(tuple(lines), asking.ask, list(answers).index(asking))

    def brief(self, answer: Answer) -> Reply:
        """What is left after a fact was stated: the verdict, the reasons without advice, and the next question."""
        if answer.verdict is None or answer.first_use:
            return self.reply(answer)
        lines = [Line(Part.VERDICT, self.verdict(answer))]
        if answer.verdict is not Verdict.LOCKED:
            lines += about_target(answer, self._words)
        for state in (State.LOCKED, State.UNKNOWN):
            lines += [line for line in self._reasons(answer, state) if line.part is not Part.TIP]
        lines += [*self._planned(answer), *self._question(answer)]
        lines.append(Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy)))
        return Reply(tuple(lines), answer.ask)

    def _lines(self, answer: Answer) -> Iterator[Line]:
        if answer.hypothetical:
            changes = ", ".join(f"{field}={shown(raw)}" for field, raw in answer.hypothetical)
            yield Line(Part.NOTE, self._words.say("answer.what_if", changes=changes))
        yield Line(Part.VERDICT, self.verdict(answer))
        yield from about_target(answer, self._words)
        yield from self._reasons(answer, State.LOCKED)
        yield from doubt(answer, self._words, self._policy)
        yield from self._reasons(answer, State.UNKNOWN)
        yield from self._warnings(answer)
        yield from self._planned(answer)
        yield from self._other_ways(answer, WAYS_SHOWN)
        yield from self._fine(answer)
        yield from self._question(answer)
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy))

    def _of_each(self, answer: Answer) -> Iterator[Line]:
        """What is about one of several persons alone."""
        yield Line(Part.VERDICT, self.verdict(answer))
        yield from about_target(answer, self._words)
        for state in (State.LOCKED, State.UNKNOWN):
            yield from self._reasons(answer, state, _ABOUT_TARGET)
        yield from self._other_ways(answer, 1)

    def _own_side(self, answer: Answer) -> Iterator[Line]:
        """What is about the asker: it stands in the way of everybody, and is said once."""
        yield from self._reasons(answer, State.LOCKED, _ABOUT_ASKER)
        yield from doubt(answer, self._words, self._policy)
        yield from self._reasons(answer, State.UNKNOWN, _ABOUT_ASKER)
        yield from self._warnings(answer)
        yield from self._planned(answer)
        yield from self._fine(answer, _ABOUT_ASKER)

    def _reasons(self, answer: Answer, state: State, checks: Collection[str] = _ALL) -> Iterator[Line]:
        """The findings in one state: locks with the tips that still apply, gaps with how they can be filled."""
        for one in self.said(answer):
            if one.finding.state is not state or one.finding.check not in checks:
                continue
            if state is State.LOCKED:
                yield Line(Part.LOCKED, self._words.say("answer.say_locked", say=one.say))
                tips = [tip for tip in one.tips if tip not in self._planned_already(answer)]
                yield from (self._tip(tip) for tip in tips[:TIPS_SHOWN])
            elif not (asked_about(answer, one.finding) or beside_the_point(answer)):
                yield Line(Part.UNKNOWN, self._words.say("answer.say_unknown", say=one.say))

    def _question(self, answer: Answer) -> Iterator[Line]:
        question = self.question(answer)
        if question is not None:
            yield Line(Part.QUESTION, question)
        elif answer.verdict is Verdict.OPEN and not answer.hypothetical:
            yield Line(Part.QUESTION, self._words.say("answer.open_hint"))

    def verdict(self, answer: Answer) -> str:
        """The verdict in one line."""
        states = [finding.state for finding in answer.findings]
        locked, unknown = states.count(State.LOCKED), states.count(State.UNKNOWN)
        things = f"verdict.{'stand' if answer.verdict is Verdict.LOCKED else 'left'}"
        number = locked or unknown
        everybody = answer.target.status is TargetStatus.NONE
        return self._words.say(
            f"verdict.{answer.verdict}{'_for_all' if everybody else ''}",
            name=name_of(answer, self._words),
            things=self._words.say(f"{things}_{'one' if number == 1 else 'many'}", n=number),
        )

    def _planned_already(self, answer: Answer) -> set[str]:
        """Advice that a step of the plan gives too."""
        if not any(planned.step.startswith("appeal") for planned in answer.plan):
            return set()
        return {tip.text for tip in self._advice.tips.values() if Need.APPEAL_LINK in tip.needs}

    def _tip(self, tip: str) -> Line:
        return Line(Part.TIP, self._words.say("answer.tip", tip=tip))

    def _planned(self, answer: Answer) -> Iterator[Line]:
        if answer.verdict is not Verdict.LOCKED:
            return
        if not answer.plan:
            yield Line(Part.PLAN, self._words.say("answer.no_plan"))
            return
        yield Line(Part.PLAN, self._words.say("answer.plan"))
        for number, planned in enumerate(answer.plan, 1):
            effort = self._words.say(f"answer.effort_{planned.effort}")
            todo = step(planned, name_of(answer, self._words), self._words)
            yield Line(Part.PLAN, self._words.say("answer.plan_step", number=number, step=todo, effort=effort))

    def _other_ways(self, answer: Answer, most: int) -> Iterator[Line]:
        if not answer.ways:
            return
        fields = {**answer.way_detail, "name": name_of(answer, self._words)}
        yield Line(Part.WAYS, self._words.say("answer.ways"))
        for way in answer.ways[:most]:
            yield Line(Part.WAYS, self._words.say("answer.way", way=fill(way.text, fields)))

    def _warnings(self, answer: Answer) -> Iterator[Line]:
        """What is fine still and will not stay so."""
        for one in self.said(answer):
            if one.finding.reason == "message_volume.near":
                yield Line(Part.WARNING, self._words.say("answer.careful", say=one.say))

    def _fine(self, answer: Answer, checks: Collection[str] = _ALL) -> Iterator[Line]:
        name = name_of(answer, self._words)
        passed = [finding for finding in answer.findings if finding.state in _PASSED and finding.check in checks]
        short = [say_short(finding, answer.facts, name, self._words, self._policy) for finding in passed]
        if not short:
            return
        text = self._words.say("answer.fine", fine="; ".join(words for words in short if words))
        if any(finding.reason.endswith(".none_recorded") for finding in passed):
            text += " " + self._words.say("answer.notice")
        yield Line(Part.FINE, text)

    def _first_use(self, answer: Answer) -> Iterator[Line]:
        everybody = answer.target.status is TargetStatus.NONE
        code = "first_use.hello_for_all" if everybody else "first_use.hello"
        yield Line(Part.VERDICT, self._words.say(code, name=name_of(answer, self._words)))
        yield from self._question(answer)
        yield Line(Part.NOTE, self._words.say("first_use.import"))
        yield Line(Part.FOOTER, footer(answer, answer.diagnosis, self._words, self._policy))
