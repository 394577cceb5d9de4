"""What a "what if" supposes, in words."""

from __future__ import annotations

from bot.policy import Policy
from bot.replies.say import called
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.supposing import CONNECT
from bot.words import Words


def supposed(answer: Answer, words: Words, policy: Policy) -> str:
    """The line above an answer that is only supposed; account types by the name that the policy gives them."""
    changes = [_change(field, raw, words, policy) for field, raw in answer.hypothetical]
    return words.say("answer.what_if", changes=", ".join(changes))


def _change(field: str, raw: str, words: Words, policy: Policy) -> str:
    if field == CONNECT:
        return words.say("answer.what_if_connect", name=shown(raw))
    plan = policy.account_type_named(raw) if field == "account_type" else None
    if plan is not None:
        raw = policy.account_types[plan].name
    return words.say("account.value", label=called(field, words), value=shown(raw))
