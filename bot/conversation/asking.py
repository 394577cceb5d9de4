"""Lock questions: answered afresh, once more, in detail, or with the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard, supposed_ties
from bot.conversation.listing import Listing
from bot.people import People, Target, TargetStatus
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Line, Part
from bot.store import Who
from bot.understanding.request import Intent, Request
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.words import Words

WHY = "why"
"""The aspect of a request that asks for the reasons of the answer before."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers whether messages are locked, and how to unlock them."""

    whylocked: Whylocked
    answers: LockAnswers
    words: Words
    lists: Listing

    def heard(self, who: Who, request: Request, now: datetime) -> Heard:
        """What locks a message, or how to unlock it; "why?" asks for the former after either."""
        if request.intent is Intent.HOW_TO_FIX and request.aspect != WHY:
            return self._fixed(who, request, now)
        return self.asked(who, request, now)

    def asked(self, who: Who, request: Request, now: datetime) -> Heard:
        """What locks a message to each person asked about, on the member's own side alone where nobody is."""
        targets = request.targets or (Target(TargetStatus.NONE),)
        if request.followup and any(target.status is TargetStatus.UNKNOWN for target in targets):
            people = self.whylocked.people(who)
            targets = tuple(_found_again(target, people) for target in targets)
        unclear = next((tie for tie in request.ties if tie.status is TargetStatus.AMBIGUOUS), None)
        if unclear is not None:  # whom to connect with has to be clear first
            return self.asked(who, Request(Intent.ASK_LOCK, targets=(unclear,)), now)
        if self.lists.takes(targets):
            return self._checked_again(self.lists.asked(who, replace(request, targets=targets), now), now)
        if request.hypothetical:
            ties = supposed_ties(request)
            answers = tuple(self.whylocked.what_if(who, target, request.fields, now, ties=ties) for target in targets)
        else:
            answers = tuple(self.whylocked.ask(who, target, now) for target in targets)
        alone = len(answers) == 1
        above = int(request.again and alone)
        why = request.aspect == WHY and alone
        parts = tuple(self.answers.why(answer) if why else self.answers.reply(answer, above) for answer in answers)
        reply = parts[0] if alone else self.answers.together(answers)
        return self._checked_again(Heard(request, reply, answers, parts), now)

    def _checked_again(self, heard: Heard, now: datetime) -> Heard:
        """With the moment, where the same was to be checked again: else it would look as if nothing had been done."""
        if not heard.request.again:
            return heard
        checked = Line(Part.NOTE, self.words.say("answer.again", at=now))
        return replace(heard, reply=replace(heard.reply, lines=(checked, *heard.reply.lines)))

    def _fixed(self, who: Who, request: Request, now: datetime) -> Heard:
        """The plan with everything that helps, of each person asked about."""
        if self.lists.takes(request.targets):
            return self.lists.fixed(who, request, now)
        asked = self.asked(who, replace(request, hypothetical=False), now)
        if any(answer.verdict is None or answer.first_use for answer in asked.answers):
            return asked
        parts = tuple(self.answers.fix(answer) for answer in asked.answers)
        return replace(asked, reply=self.answers.joined(parts), parts=parts)


def _found_again(target: Target, people: People) -> Target:
    """Somebody unknown may be known once the member has stated something of them, or imported an archive."""
    if target.status is not TargetStatus.UNKNOWN:
        return target
    return find(target.url or target.typed, people)
