"""The lines that answers are made of: reasons with evidence and tips, the plan, other ways, the question."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.advice import Advice, Need
from bot.people import TargetStatus
from bot.policy import Policy
from bot.replies.doubts import asked_about, beside_the_point
from bot.replies.extent import Extent
from bot.replies.flow import broken, flowing, items_of
from bot.replies.model import Line, Part
from bot.replies.say import say, say_short, step
from bot.replies.target import name_of
from bot.replies.todo import Todo, by_lock, numbered, todos
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.tips import tips_for
from bot.verdict import Finding, State, Verdict
from bot.words import Words, fill

_TIPPED = ("restriction", "connection_count", "shared_connections")
"""Locks whose step of the plan leaves open how to go about it; of the others it says all there is to say."""

LONGEST_PAIR = 140
"""How many characters a lock and what clears it have at most in one line."""

ABOUT_TARGET = ("shared_connections",)
ABOUT_ASKER = ("ban", "restriction", "message_volume", "connection_count", "profile")
ALL = (*ABOUT_ASKER, *ABOUT_TARGET)
_PASSED = (State.CLEAR, State.EXEMPT)


@dataclass(frozen=True, slots=True)
class Said:
    """One check of an answer in words."""

    finding: Finding
    say: str
    tips: tuple[str, ...]


class Lines:
    """Puts the parts of an answer into words."""

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
        return " ".join(line.text for line in self._question(answer)) or None

    def _question(self, answer: Answer) -> Iterator[Line]:
        if answer.ask is None:
            return
        question = self._words.questions[answer.ask]
        fields = {
            "name": name_of(answer, self._words),
            "plans": ", ".join(account.name for account in self._policy.account_types.values()),
            "window_days": self._policy.message_volume.window_days,
        }
        asked, pressed = fill(question.say, fields), fill(question.beside_buttons or question.say, fields)
        if answer.first_use:  # several facts at once: what is asked, then how to answer
            yield Line(Part.NOTE, asked)
            yield Line(Part.QUESTION, self._words.say("first_use.question", answer=question.answer), pressed)
            return
        if answer.confirms:
            on = getattr(answer.facts, answer.ask).as_of
            asked = self._words.say("answer.confirm", question=asked, on=on)
            pressed = self._words.say("answer.confirm", question=pressed, on=on)
        yield Line(Part.QUESTION, self._words.say("answer.question", question=asked, answer=question.answer), pressed)

    def reasons(self, answer: Answer, state: State, checks: Collection[str] = ALL) -> Iterator[Line]:
        """The findings in one state, without advice; of what is not known only what the question does not ask for."""
        for one in self.said(answer):
            if one.finding.state is not state or one.finding.check not in checks:
                continue
            if state is State.LOCKED:
                yield from self._reason(one)
            elif not (asked_about(answer, one.finding) or beside_the_point(answer)):
                said = self._words.say("answer.say_unknown", say=one.say)
                yield from (Line(Part.UNKNOWN, line) for line in broken(said))

    def locks(self, answer: Answer, extent: Extent, checks: Collection[str] = ALL) -> Iterator[Line]:
        """Each lock with the steps that clear it beneath, so that nobody has to look for what belongs together."""
        locked = [one for one in self.said(answer) if one.finding.state is State.LOCKED]
        plan = todos(answer, self._words)
        remedies = by_lock(plan, [one.finding.check for one in locked])
        locked = [one for one in locked if one.finding.check in checks]
        pairs = {one.finding.check: self._joined(one, remedies[one.finding.check]) for one in locked}
        short = sorted((check for check, pair in pairs.items() if pair), key=lambda check: len(pairs[check]))
        joined = short[: extent.joined]
        for one in locked:
            check = one.finding.check
            if check in joined:
                yield Line(Part.LOCKED, pairs[check])
                continue
            yield from self._reason(one)
            yield from (Line(Part.REMEDY, self._remedy(todo)) for todo in remedies[check])
            if plan and not remedies[check]:  # what clears it stands beneath another
                yield Line(Part.REMEDY, self._words.say("answer.same_remedy"))
            if not plan or (check in _TIPPED and not beside_the_point(answer)):
                yield from self.tips(answer, one, extent.tips)
        if locked and not plan:
            yield Line(Part.PLAN, self._words.say("answer.no_plan"))

    def tips(self, answer: Answer, one: Said, most: int) -> Iterator[Line]:
        """The best of the advice on one lock that no step of the plan gives."""
        tips = [tip for tip in one.tips if tip not in self._planned_already(answer)]
        yield from (Line(Part.TIP, self._words.say("answer.tip", tip=tip)) for tip in tips[:most])

    def _reason(self, one: Said) -> Iterator[Line]:
        said = self._words.say("answer.say_locked", say=one.say)
        yield from (Line(Part.LOCKED, line) for line in broken(said))

    def _remedy(self, todo: Todo) -> str:
        effort = self._words.say(f"answer.effort_{todo.effort}")
        return self._words.say("answer.remedy", step=todo.say, effort=effort)

    def _joined(self, one: Said, remedies: list[Todo]) -> str:
        """A lock and what clears it in one line; "" where that is more than one thing, or too long."""
        if len(remedies) != 1:
            return ""
        said = self._words.say("answer.say_locked", say=one.say)
        pair = f"{said} {self._remedy(remedies[0]).lstrip()}"
        return pair if len(pair) <= LONGEST_PAIR else ""

    def asked(self, answer: Answer) -> Iterator[Line]:
        """The question of the answer, or what to say where there is nothing to ask."""
        yield from self._question(answer)
        named = answer.target.status is not TargetStatus.NONE
        if answer.ask is None and answer.verdict is Verdict.OPEN and named and not answer.hypothetical:
            hint, pressed = self._words.say("answer.open_hint"), self._words.say("answer.open_hint_buttons")
            yield Line(Part.QUESTION, hint, pressed)

    def verdict(self, answer: Answer) -> str:
        """The verdict in one line."""
        states = [finding.state for finding in answer.findings]
        locked, unknown = states.count(State.LOCKED), states.count(State.UNKNOWN)
        things = f"verdict.{'stand' if answer.verdict is Verdict.LOCKED else 'left'}"
        number = locked or unknown
        said = None if answer.doubt is None else answer.doubt.said
        kind = "_for_all" if answer.target.status is TargetStatus.NONE else ""
        if answer.verdict is Verdict.LOCKED and said is not None and not said[0] and not kind:
            kind = "_no_padlock"
        return self._words.say(
            f"verdict.{answer.verdict}{kind}",
            name=name_of(answer, self._words),
            things=self._words.say(f"{things}_{'one' if number == 1 else 'many'}", n=number),
        )

    def _planned_already(self, answer: Answer) -> set[str]:
        """Advice that a step of the plan gives too."""
        if not any(planned.step.startswith("appeal") for planned in answer.plan):
            return set()
        return {tip.text for tip in self._advice.tips.values() if Need.APPEAL_LINK in tip.needs}

    def planned(self, answer: Answer) -> Iterator[Line]:
        """The plan of a locked answer, as a list."""
        if answer.verdict is not Verdict.LOCKED:
            return
        if not answer.plan:
            yield Line(Part.PLAN, self._words.say("answer.no_plan"))
            return
        yield Line(Part.PLAN, self._words.say("answer.plan"))
        yield from (Line(Part.PLAN, text) for text in numbered(todos(answer, self._words), self._words))

    def other_ways(self, answer: Answer, most: int) -> Iterator[Line]:
        """Other ways to reach the person, at most so many, each with what it rests on where that is not the policy."""
        fields = {**answer.way_detail, "name": name_of(answer, self._words)}
        ways = [self._words.say(f"answer.way_{way.basis}", way=fill(way.text, fields)) for way in answer.ways]
        if answer.introducer is not None:
            code = "introduce.way" if answer.introducer.yours else "introduce.way_colleague"
            first = self._words.say(code, who=shown(answer.introducer.person.name), **fields)
            at = 1 if answer.relation is not None and answer.relation.invitation == "received" else 0
            # Nothing is as near as an invitation that only waits to be accepted.
            ways.insert(at, self._words.say("answer.way_article", way=first))
        if ways and most:
            yield Line(Part.WAYS, self._words.say("answer.ways"))
            yield from (Line(Part.WAYS, way) for way in ways[:most])

    def warnings(self, answer: Answer) -> Iterator[Line]:
        """What is fine still and will not stay so."""
        for one in self.said(answer):
            if one.finding.reason == "message_volume.near":
                said = self._words.say("answer.careful", say=one.say)
                yield from (Line(Part.WARNING, line) for line in broken(said))

    def fine(self, answer: Answer, checks: Collection[str] = ALL) -> Iterator[Line]:
        """What was checked and found fine, in one line, and what nothing but the member could know."""
        name = name_of(answer, self._words)
        passed = [finding for finding in answer.findings if finding.state in _PASSED and finding.check in checks]
        unrecorded = [finding for finding in passed if finding.reason.endswith(".none_recorded")]
        short: list[str | None] = []
        if len(unrecorded) > 1:  # a ban and a restriction: what is not recorded of both is said once
            short = [self._words.say("answer.none_recorded")]
            passed = [finding for finding in passed if finding not in unrecorded]
        short += [say_short(finding, answer.facts, name, self._words, self._policy) for finding in passed]
        told = [words for words in short if words]
        if not told:
            return
        sentences = items_of(self._words.say("answer.fine", fine="; ".join(told)))
        if unrecorded:
            sentences.append(self._words.say("answer.notice"))
        yield from (Line(Part.FINE, line) for line in flowing(sentences))
