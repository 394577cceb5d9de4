"""What members are told without having asked just then: owed messages in words, by their kind.

A message is owed as plain data (`bot/store/owed.py`), and is put into words when it is sent: each part of the program
that owes some adds its kinds in a section of its own. What `fields` holds under "person" (`name`, `url`) is whom the
conversation is about beneath the message (`bot/conversation/noticing.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.policy import Policy
from bot.replies import appeal_notices, installed, reviewing, standing_notices, watches
from bot.replies.model import Reply
from bot.words import Words

Notice = Callable[[Mapping[str, Any], Words, Policy], Reply]
"""Puts one kind of message into words, from the fields that it was owed with as JSON gives them back: days are text."""

NOTICES: dict[str, Notice] = {
    # a standing that an administrator recorded
    "standing_recorded": standing_notices.recorded,
    "standing_lifted": standing_notices.lifted,
    # appeals, and their review channel
    "appeal_asked": appeal_notices.asked,
    "appeal_accepted": appeal_notices.accepted,
    "appeal_rejected": appeal_notices.rejected,
    "appeal_withdrawn": appeal_notices.withdrawn,
    "review_channel_away": reviewing.away,
    # the app was installed
    "installed": installed.installed,
    "installed_anew": installed.anew,
    # watches that have come true, or are too old
    "watch_opened": watches.opened,
    "watch_stopped": watches.ended,
}
"""By kind. A kind that bears a new meaning bears a new name: older versions keep what they do not know."""


def notice(kind: str, fields: Mapping[str, Any], words: Words, policy: Policy) -> Reply | None:
    """A message in words; None for a kind that this version does not know."""
    told = NOTICES.get(kind)
    return None if told is None else told(fields, words, policy)
