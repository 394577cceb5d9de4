"""Appeals in conversation: filed, shown, answered, withdrawn, taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.appeals import Action, AppealState, Case
from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.replies import appeal_receipts, appeal_shown
from bot.replies.appeal_draft import unfinished
from bot.replies.appeals import AppealReplies, ends_anyway
from bot.replies.lock_answer import LockAnswers
from bot.store import Who
from bot.understanding.appealed import WITHDRAW
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.usecases.appealed import Filing, Overview, Refusal, Told
from bot.usecases.tips import advice_on
from bot.words import Words

STILL_LOCKED = "still_locked"
"""The aspect of a request that says that LinkedIn locks all the same."""


@dataclass(frozen=True, slots=True)
class Appeals:
    """Answers whatever a member says of appeals; a member only ever hears of their own."""

    whylocked: Whylocked
    answers: LockAnswers
    words: Words

    def heard(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """The answer to what is said of appeals."""
        if request.aspect == "statement":
            return self._filed(who, request, previous, now)
        overview = self.whylocked.appealing.overview(who)
        if request.intent is Intent.FILE_APPEAL:
            return self._to_file(who, request, overview, now)
        if request.confirms is not None:
            number = int(request.confirms.removeprefix(WITHDRAW))
            return self._step(who, request, overview, self._own(overview, number), Action.WITHDRAW, now)
        match request.aspect:
            case "withdraw":
                return self._withdraw(request, overview)
            case "answer":
                return self._answer(who, request, overview, now)
            case "text":
                return self._text(who, request, overview, now)
            case aspect if aspect == STILL_LOCKED:
                return self._still_locked(who, request, overview, now)
            case "list" if overview.appeals and request.appeal is None:
                return Heard(request, appeal_shown.listed(overview.appeals, self.words))
            case _:
                return self._shown(who, request, overview, now)

    def is_lock_again(self, who: Who, request: Request) -> bool:
        """Whether "still locked" is said of LinkedIn's notice, which counts as gone because an appeal was accepted."""
        return request.aspect == STILL_LOCKED and self.whylocked.appealing.lifting(who) is not None

    def _filed(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """File a statement, against what stands or what it is said to be against."""
        statement = request.text or ""
        if unfinished(statement, self.words):
            raise UserError("statement_unfinished")
        case = None if request.topic is None else Case(request.topic)
        diagnosis = None if previous is None else previous.diagnosis
        try:
            outcome = self.whylocked.appealing.file(who, Filing(statement, case, diagnosis=diagnosis), now)
        except UserError as error:
            if error.code != "appeal_nothing":
                raise
            return Heard(request, self._replies.nothing(self.whylocked.account(who, now).answer, statement=True))
        beside = f"filed {outcome.appeal.number}" if outcome.is_new else None
        return Heard(request, appeal_receipts.filed(outcome, self.words), beside=beside)

    def _to_file(self, who: Who, request: Request, overview: Overview, now: datetime) -> Heard:
        """How to file one; where one is open already, that one; in good standing, that there is nothing to appeal."""
        if request.aspect == "text" and overview.appeals:
            return self._text(who, request, overview, now)
        if request.appeal is not None:
            return self._shown(who, request, overview, now)
        stands = self.whylocked.appealing.standing_case(who, now).case
        told = Case(request.topic) if request.topic in set(Case) else None
        case = Case.BAN if Case.BAN in {stands, told} else stands or told  # a ban is appealed before a restriction
        open_one = next((each for each in overview.open if each.appeal.case is case), None)
        if open_one is not None:
            return self._one(request, overview, open_one)
        answer = self.whylocked.account(who, now).answer
        draft = self.whylocked.appealing.draft(who, now, case)
        if case is None or draft is None:
            return Heard(request, self._replies.nothing(answer))
        tips = advice_on(case, answer.facts, answer.findings, self.answers.advice) if case is stands else []
        return Heard(request, self._replies.file(answer, case, draft, tips))

    def _shown(self, who: Who, request: Request, overview: Overview, now: datetime) -> Heard:
        """The appeal that is named, else the open one, else the newest."""
        if request.appeal is not None:
            return self._one(request, overview, self._own(overview, request.appeal))
        if not overview.appeals:
            answer = self.whylocked.account(who, now).answer
            ends, policy = tuple(ends_anyway(answer, self.words)), self.whylocked.policy
            return Heard(request, appeal_shown.none_filed(overview.standing, ends, self.words, policy))
        return self._one(request, overview, (overview.open or overview.appeals)[-1])

    def _one(self, request: Request, overview: Overview, told: Told) -> Heard:
        return Heard(request, appeal_shown.one(told, overview, self.words, self.whylocked.policy))

    def _withdraw(self, request: Request, overview: Overview) -> Heard:
        """What withdrawing does; it is done once that is confirmed."""
        told = self._meant(request, overview, overview.open)
        if told is None:
            return Heard(request, appeal_receipts.which("withdraw", overview.open, self.words))
        if not told.appeal.is_open:
            return self._one(request, overview, told)
        pending = f"{WITHDRAW} {told.appeal.number}"
        return Heard(request, appeal_receipts.ask_to_withdraw(told, self.words), pending=pending)

    def _answer(self, who: Who, request: Request, overview: Overview, now: datetime) -> Heard:
        """Answer what a reviewer asks."""
        asked = [told for told in overview.open if told.appeal.state is AppealState.NEEDS_INFO]
        told = self._meant(request, overview, asked or overview.open)
        if told is None:
            return Heard(request, appeal_receipts.which("answer", asked or overview.open, self.words))
        return self._step(who, request, overview, told, Action.ANSWER, now)

    def _text(self, who: Who, request: Request, overview: Overview, now: datetime) -> Heard:
        """The statement to paste into LinkedIn's form; before anything is filed, how to get to one."""
        if not overview.appeals and request.appeal is None:
            return self._to_file(who, replace(request, aspect=None), overview, now)
        told = self._meant(request, overview, overview.open or overview.appeals[-1:])
        if told is None:
            return Heard(request, appeal_receipts.which("text", overview.open, self.words))
        return Heard(request, appeal_shown.text(told, self.words))

    def _still_locked(self, who: Who, request: Request, overview: Overview, now: datetime) -> Heard:
        """Have what an accepted appeal lifted stand again."""
        accepted = [told for told in overview.appeals if told.appeal.state is AppealState.ACCEPTED]
        lifting = [] if overview.lifting is None else [overview.lifting.told]
        told = self._meant(request, overview, lifting or accepted[-1:])
        if told is None:
            return Heard(request, appeal_receipts.not_lifted(self.words))
        return self._step(who, request, overview, told, Action.STILL_LOCKED, now)

    def _step(  # noqa: PLR0913, PLR0917 - what a step is taken with
        self, who: Who, request: Request, overview: Overview, told: Told, action: Action, now: datetime
    ) -> Heard:
        number, policy = told.appeal.number, self.whylocked.policy
        outcome = self.whylocked.appealing.act(who.team, number, action, who.user, now, note=request.text)
        if isinstance(outcome, Refusal):
            return Heard(request, appeal_receipts.refused(action, outcome, overview, self.words, policy))
        beside = f"withdrawn {number}" if action is Action.WITHDRAW else None
        return Heard(request, appeal_receipts.done(action, outcome, self.words, policy), beside=beside)

    def _meant(self, request: Request, overview: Overview, choices: Sequence[Told]) -> Told | None:
        """The appeal that is named, else the only one there is to choose from."""
        if request.appeal is not None:
            return self._own(overview, request.appeal)
        return choices[0] if len(choices) == 1 else None

    def _own(self, overview: Overview, number: int) -> Told:
        """The member's own appeal of a number.

        Raises:
            UserError: there is none; whether it is somebody else's is not told.
        """
        told = overview.numbered(number)
        if told is None:
            raise UserError("appeal_unknown", number=number)
        return told

    @property
    def _replies(self) -> AppealReplies:
        return AppealReplies(self.answers.lines, self.words, self.whylocked.policy)
