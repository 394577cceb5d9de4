"""From what a member typed to a typed request.

What always means the same is told apart by rule (`told`), everything else by what was learned (`reading`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.people import People
from bot.understanding.appealed import told_of_appeal
from bot.understanding.claims import claimed
from bot.understanding.cues import Cues
from bot.understanding.message import Message
from bot.understanding.mind import Mind, read_mind
from bot.understanding.oneself import of_oneself
from bot.understanding.reading import Reading
from bot.understanding.request import Intent, Request, Turn, to_json
from bot.understanding.targets import telling
from bot.understanding.tokens import LONGEST, OTHER_PAGE, Kind, tokens_of
from bot.understanding.told import decided, told, what_if

__all__ = ["Cues", "Intent", "Mind", "Request", "Turn", "read_mind", "to_json", "understand"]


def understand(
    text: str, people: People, *, bot_id: str | None = None, previous: Turn | None = None, mind: Mind
) -> Request:
    """What a message asks for and whom it is about.

    Args:
        text: the message as Slack or a terminal gives it.
        people: everybody who may be found by name.
        bot_id: the bot's own Slack user id: its mention addresses the bot.
        previous: the turn before, when one is remembered.
        mind: what understanding goes by.
    """
    cues = mind.cues
    line = without_address(text[-LONGEST:], bot_id)
    tokens = telling(tokens_of(line), cues)
    elsewhere = any(token.text == OTHER_PAGE for token in tokens)
    if all(token.kind in {Kind.BREAK, Kind.END} for token in tokens):
        return Request(Intent.ASK_LOCK, not_a_profile=True) if elsewhere else Request(Intent.HELP)
    appealed = told_of_appeal(without_address(text, bot_id), previous, cues)
    if appealed:
        return appealed
    if previous and previous.pending:
        answer = decided(previous, tokens, cues)
        if answer:
            return answer
    plain = what_if(line, tokens, people, previous, cues, bot_id) or told(
        tokens, previous, cues, without_address(text, bot_id)
    )
    if plain:
        return _with_signs(plain, line, cues)
    with people.looking():
        people.keys({word for token in tokens for word in (token.key, token.owner) if word})  # all in one look-up
        message = Message.of(tokens, people, cues, bot_id=bot_id, previous=previous)
        request = Reading(message, mind).request()
    own = of_oneself(line, tokens, request, previous, cues)
    if own:
        return Request(Intent.UPDATE_PROFILE, fields=own)
    if request.intent is Intent.UPDATE_PROFILE and not (request.fields or request.notice or request.aspect):
        fields = claimed(line, cues)
        return Request(Intent.UPDATE_PROFILE, fields=fields) if fields else request
    request = _with_signs(request, line, cues)
    if elsewhere and request.intent is Intent.ASK_LOCK and not request.targets:
        return replace(request, not_a_profile=True)
    return request


def _with_signs(request: Request, line: str, cues: Cues) -> Request:
    """The same, with skills that are added to those that are known as such: "I added 3 skills" are not all of them."""
    counted = dict(request.fields).get("skills", "")
    if request.intent is not Intent.UPDATE_PROFILE or not counted.isdecimal():
        return request
    signed = dict(claimed(line, cues)).get("skills", "")
    if signed not in {f"+{counted}", f"-{counted}"}:
        return request
    fields = tuple((field, signed if field == "skills" else value) for field, value in request.fields)
    return replace(request, fields=fields)


def without_address(text: str, bot_id: str | None) -> str:
    """The message without the bot's mention, or its command, in front of it."""
    bare = re.sub(r"^\s*/?whylocked\b[\s,:]*", "", text, flags=re.IGNORECASE)
    if not bot_id:
        return bare
    return re.sub(rf"^(?:\s*<@{re.escape(bot_id)}(?:\|[^<>]*)?>[\s,:]*)+", "", bare)
