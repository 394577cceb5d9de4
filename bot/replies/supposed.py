"""What a "what if" supposes, in words."""

from __future__ import annotations

from bot.replies.say import called
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.supposing import CONNECT
from bot.words import Words


def supposed(answer: Answer, words: Words) -> str:
    """The line above an answer that is only supposed."""
    changes = [_change(field, raw, words) for field, raw in answer.hypothetical]
    return words.say("answer.what_if", changes=", ".join(changes))


def _change(field: str, raw: str, words: Words) -> str:
    if field == CONNECT:
        return words.say("answer.what_if_connect", name=shown(raw))
    return words.say("account.value", label=called(field, words), value=shown(raw))
