"""What there is to appeal, and how: what is recorded, where LinkedIn takes an appeal, and a draft to start from."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advice import Need, Tip
from bot.appeals import Case
from bot.facts import StandingKind
from bot.policy import Policy
from bot.replies.actions import fix_button, question
from bot.replies.appeal_draft import draft_text
from bot.replies.extent import MOST_LINES
from bot.replies.flow import flowing, sentences_of
from bot.replies.lines import Lines
from bot.replies.model import Action, Line, Part, Reply, Window
from bot.replies.rules import finding_on, rules_button, stands
from bot.usecases.answer import Answer
from bot.usecases.appealed import Draft
from bot.verdict import State, Verdict
from bot.words import Words

WINDOW = "appeal"
"""The form in which an appeal is written. About a case, or `REPORT`, it records the notice, too, as reported."""
REPORT = "report"


class AppealReplies:
    """Puts into words what an appeal would be about."""

    def __init__(self, lines: Lines, words: Words, policy: Policy) -> None:
        self._lines = lines
        self._words = words
        self._policy = policy

    def file(self, answer: Answer, case: Case, draft: Draft, tips: list[Tip]) -> Reply:
        """How to appeal what stands, or what the member reports.

        Args:
            case: what it is against.
            draft: of a standing, or of none where the member only speaks of it.
            tips: what else helps against it.
        """
        words, recorded = self._words, draft.standing is not None
        about = "" if recorded else case.value
        button = Window(words.say("appeal.button_write"), WINDOW, about)
        typed = words.say("appeal.typed" if recorded else f"appeal.typed_{case}")
        text = draft_text(draft, words, self._policy)
        lines = [
            *(self._stands(case, answer) if recorded else self._told(case)),
            Line(Part.NOTE, words.say("appeal.goes_to")),
            Line(Part.NOTE, words.say("appeal.kept_here")),
            Line(Part.NOTE, words.say("appeal.draft")),
            Line(Part.TEXT, text),
            Line(
                Part.QUESTION,
                words.say("appeal.how", typed=typed),
                words.say("appeal.how_pressed", typed=typed, button=button.label),
            ),
        ]
        if len(lines) + text.count("\n") < MOST_LINES:
            lines[-3:-3] = self._helps(tips)
        if not recorded:
            lines.append(Line(Part.QUESTION, words.say("appeal.how_reports")))
        return Reply(tuple(lines), actions=(button, rules_button(case.value, words)))

    def nothing(self, answer: Answer, *, statement: bool = False) -> Reply:
        """That there is nothing to appeal, and what locks instead.

        Args:
            statement: whether one was sent all the same, which is not filed.
        """
        words = self._words
        notice = words.say("appeal.not_filed" if statement else "appeal.notice")
        lines = [*self._instead(answer), Line(Part.NOTE, notice)]
        return Reply(tuple(lines), actions=tuple(self._actions(answer, words)))

    def _stands(self, case: Case, answer: Answer) -> Iterator[Line]:
        finding = finding_on(case.value, answer)
        verdict, *more = flowing(sentences_of(stands(finding, answer, self._words, self._policy)))
        yield Line(Part.VERDICT, verdict)
        yield from (Line(Part.NOTE, sentence) for sentence in more)
        yield from ends_anyway(answer, self._words)

    def _told(self, case: Case) -> Iterator[Line]:
        verdict, *more = flowing(sentences_of(self._words.say(f"appeal.reported_{case}")))
        yield Line(Part.VERDICT, verdict)
        yield from (Line(Part.NOTE, sentence) for sentence in more)

    def _instead(self, answer: Answer) -> Iterator[Line]:
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

    def _helps(self, tips: list[Tip]) -> Iterator[Line]:
        """One thing that helps besides the appeal: the draft needs the room."""
        tip = next((tip for tip in tips if Need.APPEAL_LINK not in tip.needs), None)
        if tip is not None:
            yield Line(Part.NOTE, self._words.say("appeal.helps", tip=tip.text))

    def _actions(self, answer: Answer, words: Words) -> Iterator[Action]:
        if answer.first_use:
            yield from question(answer.ask, "", words, self._policy)
        if answer.verdict is Verdict.LOCKED:
            yield fix_button(words)
        yield Window(words.say("appeal.button_notice"), WINDOW, REPORT)
        yield from (rules_button(case.value, words) for case in Case)


def ends_anyway(answer: Answer, words: Words) -> Iterator[Line]:
    """That a restriction ends by itself, where its last day is known."""
    finding = finding_on("restriction", answer)
    if finding.reason == "restriction.active_until":
        yield Line(Part.NOTE, words.say("appeal.ends_anyway", until=finding.evidence["until"]))
