"""How a conversation goes on beneath a message that nobody asked for just then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.store import Who
from bot.understanding import turns
from bot.understanding.request import Intent, Turn
from bot.usecases import Whylocked
from bot.usecases.seen_again import seen_again

_INTENTS = {"appeal": Intent.APPEAL_STATUS, "watch": Intent.ASK_LOCK}
"""By the first word of a message's kind; any other is about the member's own account."""


def slots_beneath(whylocked: Whylocked, who: Who, kind: str, fields: Mapping[str, Any]) -> dict[str, object]:
    """The turn that stands beneath an owed message, as the store keeps it.

    Whom it is about is looked up anew: what colleagues share may have changed since the message was owed.

    Args:
        kind: of the message.
        fields: what it was owed with; "person" (`name`, `url`) is whom it is about, if anybody.
    """
    intent = _INTENTS.get(kind.partition("_")[0], Intent.SHOW_PROFILE)
    about = fields.get("person")
    targets = () if about is None else (seen_again(about["name"], about["url"], whylocked.people(who)),)
    return turns.kept(Turn(intent, targets))
