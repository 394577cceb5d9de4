"""What a member states in a conversation: every value is checked before anything is saved, then receipted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.people import Target, TargetStatus
from bot.profile_fields import OF_TARGET, parse_field
from bot.replies import receipts
from bot.replies.actions import check_button
from bot.replies.changes import changes
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Line, Part, Reply
from bot.replies.target import name_of
from bot.store import Who
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.usecases.answer import Answer
from bot.usecases.changes import Refusal, Undone
from bot.words import Words

OF_NO_CHECK = {"name", "url", "share_network"}
"""Fields that no check looks at."""


@dataclass(frozen=True, slots=True)
class Stating:
    """Saves the facts of one message, of the member or of the person asked about, and undoes that.

    Attributes:
        ask: answers a lock question.
    """

    whylocked: Whylocked
    words: Words
    answers: LockAnswers
    ask: Callable[[Who, Request, datetime], Heard]

    def stated(
        self, who: Who, request: Request, previous: Turn | None, now: datetime, *, beside: tuple[Line, ...] = ()
    ) -> Heard:
        """Save what was stated, then check again what it may change: what was asked before, else the own account.

        Args:
            beside: what else is said of what was saved.
        """
        asked = previous if previous is not None and previous.answered else None
        targets = request.targets or (asked.targets if asked else ()) or (Target(TargetStatus.NONE),)
        rest = tuple(pair for pair in request.fields if pair[0] != "padlock")
        if not rest:
            return self._padlocked(who, request, asked, now)
        before = [self.whylocked.what_if(who, target, (), now) for target in targets]
        saved, number = self._saved(who, request, previous, now)
        if len(rest) < len(request.fields):
            saved = (*saved, self._noted(who, request, asked, now, number)[0])
        saved = (*receipts.undoable(saved, self.words), *beside)
        checked = dict(rest).keys() - OF_NO_CHECK
        heard = self.checked_again(who, request, asked, targets, before if checked else (), saved, now)
        return self.with_undo(heard, number)

    def undone(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Undo what was stated last, then check again as after a statement.

        What was done since where nothing is stated is taken back by other words; so they are told first.
        """
        if previous is not None and previous.beside and request.value is None:
            done, _, number = previous.beside.partition(" ")
            texts = (self.words.say(f"undo.{done}", number=number), self.words.say("undo.once_more"))
            return Heard(request, Reply(tuple(Line(Part.NOTE, text) for text in texts)))
        asked = previous if previous is not None and previous.answered else None
        targets = (asked.targets if asked else ()) or (Target(TargetStatus.NONE),)
        before = [self.whylocked.what_if(who, target, (), now) for target in targets]
        line, undone = self._taken_back(who, request, now)
        if undone is None:
            return Heard(request, Reply((line,)))
        of_checks = undone.padlock or undone.report or undone.shared is not None
        checked = of_checks or undone.fields.keys() - OF_NO_CHECK
        return self.checked_again(who, request, asked, targets, before if checked else (), (line,), now)

    def checked_again(  # noqa: PLR0913, PLR0917 - what came before and what is said of it
        self,
        who: Who,
        request: Request,
        asked: Turn | None,
        targets: tuple[Target, ...],
        before: Sequence[Answer],
        told: tuple[Line, ...],
        now: datetime,
    ) -> Heard:
        """What was told, then what was asked before, or the own account, checked again: briefly, and what changed.

        Args:
            before: the answers before what was told; none when no check looks at it.
        """
        if asked is None and not before:
            return Heard(request, Reply(told))
        again = self.ask(who, Request(Intent.ASK_LOCK, followup=True, targets=targets), now)
        reply = again.reply
        changed = changes(before, again.answers, self.words) if before else ()
        if len(again.answers) == 1:
            whole = asked is not None and asked.asked == "first_use"
            worded = self.answers.reply if whole else self.answers.brief
            reply = worded(again.answers[0], len(told) + len(changed))
        return Heard(request, replace(reply, lines=(*told, *changed, *reply.lines)), again.answers, again.parts)

    def _padlocked(self, who: Who, request: Request, asked: Turn | None, now: datetime) -> Heard:
        """Keep whether LinkedIn shows a padlock; the answer that this is about stays, without its question."""
        noted, number = self._noted(who, request, asked, now)
        if asked is None or number is None:
            return Heard(request, Reply((noted,)))
        answer = replace(self.whylocked.what_if(who, asked.targets[0], (), now), diagnosis=asked.diagnosis)
        reply = self.answers.without_question(answer)
        lines = (*receipts.undoable((noted,), self.words), *reply.lines)
        return self.with_undo(Heard(request, replace(reply, lines=lines), (answer,), (reply,)), number)

    def _noted(
        self, who: Who, request: Request, asked: Turn | None, now: datetime, goes_with: int | None = None
    ) -> tuple[Line, int | None]:
        """Keep whether LinkedIn shows a padlock, and say what that means.

        Args:
            goes_with: the change that it is a part of.

        Returns:
            What to say, and the number of the change; None when there is no answer that it could be about.
        """
        if asked is None or asked.diagnosis is None:
            return Line(Part.NOTE, self.words.say("profile.padlock_nothing")), None
        answer = self.whylocked.what_if(who, asked.targets[0], (), now)
        raw = dict(request.fields)["padlock"]
        return self._padlock(who, asked.diagnosis, raw, answer, now, goes_with=goes_with)

    def with_undo(self, heard: Heard, number: int | None) -> Heard:
        """The same with a button that undoes the change of this number."""
        if number is None:
            return heard
        # Checked it was a moment ago, so what could be pressed for that makes room.
        others = (action for action in heard.reply.actions if action != check_button(self.words))
        actions = (*others, receipts.undo_button(number, self.words))
        return replace(heard, reply=replace(heard.reply, actions=actions))

    def _saved(
        self, who: Who, request: Request, previous: Turn | None, now: datetime
    ) -> tuple[tuple[Line, ...], int | None]:
        """Save what was stated of the member or of the person asked about, and say so; one wrong value, and nothing.

        Returns:
            What to say, and the number of the change.

        Raises:
            UserError: a field does not exist, a value does not fit it, or it is not clear whom it is about.
        """
        for field, raw in request.fields:
            self._check(field, raw)
        given = dict(request.fields)
        about_target: list[Line] = []
        number: int | None = None
        # First: it may not be clear whom it is about, and then nothing is saved.
        if "shared" in given:
            targets = request.targets or (previous.targets if previous else ())
            shared, number = self._shared(who, _meant(targets, previous), given["shared"], now)
            about_target += shared
        fields = [pair for pair in request.fields if pair[0] not in OF_TARGET]
        if not fields:
            return tuple(about_target), number
        saved = self.whylocked.state(who, fields, now, goes_with=number)
        return (*receipts.saved(saved, self.words, self.whylocked.policy).lines, *about_target), saved.number

    def _check(self, field: str, raw: str) -> None:
        """Refuse what does not fit before anything is saved.

        Raises:
            UserError: the field does not exist, or the value does not fit it.
        """
        value = parse_field(field, raw, self.whylocked.policy, of_target=True)
        if field == "padlock" and value is None:  # an answer is no statement that could be taken back
            raise UserError("bad_yes_no", field=field, text=raw)

    def _shared(self, who: Who, target: Target | None, raw: str, now: datetime) -> tuple[tuple[Line, ...], int]:
        if target is None:
            raise UserError("shared_of_whom")
        saved = self.whylocked.state_shared(who, target, raw, now)
        return receipts.shared_saved(target, saved, self.words).lines, saved.number

    def _padlock(  # noqa: PLR0913 - what an answer on the padlock comes with
        self, who: Who, diagnosis: str, raw: str, answer: Answer, now: datetime, *, goes_with: int | None = None
    ) -> tuple[Line, int | None]:
        """Keep whether LinkedIn shows a padlock, and say what that means.

        Args:
            answer: the answer that it is about.
            goes_with: the change that it is a part of.

        Returns:
            What to say, and the number of the change; None when nothing was kept.
        """
        shown = bool(parse_field("padlock", raw, self.whylocked.policy, of_target=True))
        locked, number = self.whylocked.answer_padlock(who, diagnosis, shown=shown, now=now, goes_with=goes_with)
        code = "yes" if shown else "no"
        if not locked:
            unconnected = answer.relation is not None and answer.relation.connected is False
            code += "_unconnected" if shown and unconnected else "_open"
        elif not shown and locked & {"ban", "restriction"}:  # nobody who is banned is told to write
            code = "no_recorded"
        elif not shown and answer.target.status is TargetStatus.NONE:
            code = "no_for_all"
        name = name_of(answer, self.words)
        return Line(Part.NOTE, self.words.say(f"profile.padlock_{code}", name=name)), number

    def _taken_back(self, who: Who, request: Request, now: datetime) -> tuple[Line, Undone | None]:
        """Undo the last change, and say what is known again; None where nothing could be undone."""
        number = None if request.value is None else int(request.value) if request.value.isdecimal() else 0
        told = self.whylocked.undo(who, number, now)
        if isinstance(told, Refusal):
            return Line(Part.NOTE, self.words.say(f"undo.{told}")), None
        return receipts.undone(told, self.words, self.whylocked.policy).lines[0], told


def _meant(targets: tuple[Target, ...], previous: Turn | None) -> Target | None:
    """The one that a number of shared connections is about: of several, whom the bot asked about."""
    if len(targets) == 1:
        return None if targets[0].status is TargetStatus.NONE else targets[0]
    asked = previous is not None and previous.asked == "shared_connections" and previous.targets == targets
    return targets[previous.asked_of] if asked and previous is not None else None
