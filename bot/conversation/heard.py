"""What came of one message, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies.model import Reply
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn
from bot.usecases.answer import Answer


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one message.

    Attributes:
        answers: for a lock question, one per target; the replies to each stand in `parts`, in the same order.
    """

    request: Request
    reply: Reply
    answers: tuple[Answer, ...] = ()
    parts: tuple[Reply, ...] = ()


def turn_after(heard: Heard, previous: Turn | None) -> Turn | None:
    """What to remember: a question about persons, with its answers; what is said in between leaves it as it was."""
    known = None if previous is None else previous.diagnosis
    if heard.answers:
        given = [answer.diagnosis for answer in heard.answers if answer.diagnosis]
        targets = tuple(answer.target for answer in heard.answers)
        return Turn(
            Intent.ASK_LOCK,
            targets,
            asked=heard.reply.asks,
            asked_of=heard.reply.asks_of,
            # Of several answers nobody can say which one "no padlock" would be about.
            diagnosis=(given[-1] if given else known) if len(targets) == 1 else None,
        )
    # What cannot be answered yet must not take away the answer that it came after.
    if previous is None or (
        heard.request.intent in ABOUT_PERSONS and not heard.request.followup and heard.request.targets
    ):
        return Turn(heard.request.intent, heard.request.targets, diagnosis=known)
    return None
