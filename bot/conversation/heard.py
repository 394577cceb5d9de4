"""What came of one message, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.appeals import Action
from bot.people import Person, Target, person_of
from bot.replies.model import Reply
from bot.understanding.request import Intent, Request, Turn
from bot.usecases.answer import Answer


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one message.

    Attributes:
        answers: for a lock question, one per target; the replies to each stand in `parts`, in the same order.
        pending: what the reply asks to be confirmed, done once the member says yes.
        remembered: whether anything is kept of the conversation.
        beside: what was done where no undo takes it back, as `Turn` remembers it.
        about: whom the conversation stays about where the message names somebody else on the way.
    """

    request: Request
    reply: Reply
    answers: tuple[Answer, ...] = ()
    parts: tuple[Reply, ...] = ()
    pending: str | None = None
    remembered: bool = True
    about: tuple[Target, ...] = ()
    beside: str | None = None

    @property
    def may_cause(self) -> bool:
        """Whether it may have changed something that somebody hears of: reviewers, or whoever waits."""
        return self.request.intent in _CHANGING or self.request.aspect == Action.STILL_LOCKED


def supposed_ties(request: Request) -> tuple[Person, ...]:
    """With whom a "what if" supposes that the member connects."""
    return tuple(person for tie in request.ties if (person := person_of(tie)) is not None)


def turn_after(heard: Heard, previous: Turn | None) -> Turn | None:
    """What to remember: what was asked and about whom; what is said in between leaves it as it was.

    None leaves what is remembered as it is.
    """
    known = None if previous is None else previous.diagnosis
    request = heard.request
    if heard.answers:
        given = [answer.diagnosis for answer in heard.answers if answer.diagnosis]
        targets = tuple(answer.target for answer in heard.answers)
        return Turn(
            Intent.HOW_TO_FIX if request.intent is Intent.HOW_TO_FIX else Intent.ASK_LOCK,
            targets,
            asked=heard.reply.asks,
            asked_of=heard.reply.asks_of,
            # Of several answers nobody can say which one "no padlock" would be about.
            diagnosis=(given[-1] if given else known) if len(targets) == 1 else None,
            topic=request.topic,
        )
    if previous is None:
        targets = heard.about or request.targets
        return Turn(request.intent, targets, topic=request.topic, pending=heard.pending, beside=heard.beside)
    if request.notice:
        return replace(previous, topic=request.topic, asked=None, pending=None, beside=None)
    if request.intent is Intent.UPDATE_PROFILE and previous.beside:
        return replace(previous, asked=None, pending=heard.pending, beside=None)
    if request.intent in _IN_BETWEEN:
        if heard.pending is None:
            return replace(previous, pending=None) if previous.pending else None
        return replace(previous, asked=None, pending=heard.pending)  # the next yes or no answers this alone
    targets = heard.about or request.targets or previous.targets
    if request.intent is Intent.SHOW_NETWORK and request.value is not None:
        targets = ()  # "can I message them?" is about those at the company now, not about whom was asked before
    return Turn(
        request.intent,
        targets,
        diagnosis=known if targets == previous.targets else None,
        topic=request.topic,
        pending=heard.pending,
        beside=heard.beside,
    )


_CHANGING = {Intent.UPDATE_PROFILE, Intent.FILE_APPEAL, Intent.APPEAL_STATUS, Intent.FORGET_ME}
"""What people say in order to change something, among other things."""
_IN_BETWEEN = {Intent.HELP, Intent.OUT_OF_SCOPE, Intent.IMPORT_DATA, Intent.UPDATE_PROFILE}
"""What is said in between: the conversation goes on from what it was about before."""
