"""Appeals as far as they go today: what is recorded, where LinkedIn takes an appeal, and what helps."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advice import Need, Tip
from bot.facts import Fact, Standing, StandingKind
from bot.policy import Policy
from bot.replies.actions import fix_button, question
from bot.replies.flow import flowing, sentences_of
from bot.replies.lines import Lines
from bot.replies.model import Action, Line, Part, Reply
from bot.replies.receipts import standing_words
from bot.replies.rules import finding_on, rules_button, stands
from bot.usecases.answer import Answer
from bot.verdict import State, Verdict
from bot.words import Words

TIPS_SHOWN = 2
_TOPICS = ("restriction", "ban")


def under(answer: Answer) -> str | None:
    """What there is to appeal: "restriction", "ban", or None in good standing."""
    return next((topic for topic in _TOPICS if finding_on(topic, answer).state is State.LOCKED), None)


class AppealReplies:
    """Puts into words what an appeal would be about."""

    def __init__(self, lines: Lines, words: Words, policy: Policy) -> None:
        self._lines = lines
        self._words = words
        self._policy = policy

    def file(self, answer: Answer, told: str | None, tips: list[Tip]) -> Reply:
        """How to appeal, or that there is nothing to appeal and what locks instead.

        Args:
            told: "restriction" or "ban" where the member speaks of one, recorded or not.
            tips: what else helps against what is recorded.
        """
        case = under(answer)
        if case is not None:
            lines = [*self._recorded(case, answer), *self._steps(), *self._helps(tips)]
        elif told in _TOPICS:
            lines = [*self._reported(told), *self._steps(), *self._notice()]
        else:
            lines = [*self._nothing(answer), *self._notice()]
        return Reply(tuple(lines), actions=tuple(self._actions(case or told, answer)))

    def status(self, answer: Answer) -> Reply:
        """That no appeal is kept yet, where LinkedIn answers, and what is recorded."""
        words, standing = self._words, answer.facts.standing
        lines = [
            Line(Part.VERDICT, words.say("appeal.none_kept")),
            Line(Part.NOTE, words.say("appeal.where_answered")),
            Line(Part.NOTE, words.say("appeal.how_long")),
            Line(Part.NOTE, self._standing(standing)),
            *self._ends_anyway(answer),
            Line(Part.NOTE, words.say("appeal.once_decided")),
        ]
        return Reply(tuple(lines), actions=tuple(self._actions(under(answer), answer)))

    def _standing(self, standing: Fact[Standing] | None) -> str:
        if standing is None:
            return self._words.say("appeal.recorded_nothing")
        return self._words.say("appeal.recorded", standing=standing_words(standing, self._policy, self._words))

    def _recorded(self, case: str, answer: Answer) -> Iterator[Line]:
        finding = finding_on(case, answer)
        verdict, *more = flowing(sentences_of(stands(finding, answer, self._words, self._policy)))
        yield Line(Part.VERDICT, verdict)
        yield from (Line(Part.NOTE, sentence) for sentence in more)
        yield from self._ends_anyway(answer)
        yield Line(Part.NOTE, self._words.say(f"appeal.open_{case}"))

    def _reported(self, told: str) -> Iterator[Line]:
        yield Line(Part.VERDICT, self._words.say(f"appeal.reported_{told}"))
        yield Line(Part.NOTE, self._words.say(f"appeal.open_{told}"))

    def _nothing(self, answer: Answer) -> Iterator[Line]:
        standing = answer.facts.standing
        if standing is not None and standing.value.kind is StandingKind.RESTRICTED:
            yield Line(Part.VERDICT, self._words.say("appeal.nothing_left", until=standing.value.until))
        else:
            yield Line(Part.VERDICT, self._words.say("appeal.nothing"))
        if answer.first_use:
            yield Line(Part.NOTE, self._words.say("first_use.hello_for_all"))
            yield from self._lines.asked(answer)
            return
        yield Line(Part.NOTE, self._lines.verdict(answer))
        for state in (State.LOCKED, State.UNKNOWN):
            yield from self._lines.reasons(answer, state)

    def _steps(self) -> Iterator[Line]:
        for number, step in enumerate(("notice", "link", "text"), 1):
            text = self._words.say(f"appeal.step_{step}")
            yield Line(Part.NOTE, self._words.say("rules.numbered", number=number, text=text))

    def _helps(self, tips: list[Tip]) -> Iterator[Line]:
        others = [tip for tip in tips if Need.APPEAL_LINK not in tip.needs][:TIPS_SHOWN]
        if others:
            yield Line(Part.WAYS, self._words.say("appeal.helps"))
            yield from (Line(Part.WAYS, self._words.say("answer.tip", tip=tip.text)) for tip in others)

    def _notice(self) -> Iterator[Line]:
        yield Line(Part.NOTE, self._words.say("appeal.notice", recording=self._words.say("help.notice")))

    def _ends_anyway(self, answer: Answer) -> Iterator[Line]:
        if finding_on("restriction", answer).reason == "restriction.active_until":
            until = finding_on("restriction", answer).evidence["until"]
            yield Line(Part.NOTE, self._words.say("appeal.ends_anyway", until=until))

    def _actions(self, topic: str | None, answer: Answer) -> Iterator[Action]:
        if answer.first_use and topic is None:
            yield from question(answer.ask, "", self._words, self._policy)
        if answer.verdict is Verdict.LOCKED and topic is None:
            yield fix_button(self._words)
        yield from (rules_button(each, self._words) for each in ((topic,) if topic in _TOPICS else _TOPICS))
