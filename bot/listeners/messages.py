"""Direct messages and mentions: taken in at once, answered by a worker; and what is nobody's message is left alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.errors import UserError
from bot.listeners import agent
from bot.listeners.asked import Asked, id_in, in_direct_message, in_mention
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.files import hand_over
from bot.listeners.uploads import take_uploads, uploads_of

_BY_PERSONS = {None, "file_share", "thread_broadcast"}
"""The kinds of message events that are a message of a person; edits, deletions and unfurled links are others."""


def direct_message(desk: Desk, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer a direct message in its thread; read the archives that it brings."""
    asked = in_direct_message(body, context) if _is_direct(event) and _is_by_person(event) else None

    def answer(asked: Asked) -> None:
        uploads = uploads_of(event)
        if uploads:
            take_uploads(desk, asked, uploads)
        if asked.text.strip() or not uploads:
            post = partial(desk.out.of(asked.token).post, asked.channel, thread=asked.thread)
            with agent.at_work(desk, asked, agent.LOOKING_UP) if _takes_a_while(desk, asked) else nullcontext():
                said = desk.answer_looked_up(asked)
                post(said)
            hand_over(desk, asked, said.files, post, direct=True)
            agent.name_thread(desk, asked, said)

    return _taken_in(desk, body, asked, answer)


def mention(desk: Desk, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer a mention so that nobody but its author sees it."""
    asked = in_mention(body, context) if _is_by_person(event) else None

    def answer(asked: Asked) -> None:
        readable = any(upload.is_archive for upload in uploads_of(event))  # by everybody there
        said = desk.said("upload.in_channel") if readable else desk.answer_looked_up(asked)
        whisper = partial(desk.out.of(asked.token).ephemeral, asked.channel, asked.who.user, thread=asked.thread)
        posted = whisper(said)
        if posted is not None:
            desk.moved(asked, posted)
        hand_over(desk, asked, said.files, whisper, direct=False)

    return _taken_in(desk, body, asked, answer)


def nothing(**_: object) -> BoltResponse:
    """Take in an event that nothing is to be done about, so that it is not sent again."""
    return BoltResponse(status=200)


def _taken_in(desk: Desk, body: dict[str, Any], asked: Asked | None, answer: Callable[[Asked], None]) -> BoltResponse:
    """The response to an event: Slack delivers it again unless it is 200."""
    event_id = id_in(body, "event_id")
    if asked is None or event_id is None:
        return BoltResponse(status=200)
    taken = desk.deliveries.later(asked.who, Delivery(f"event {event_id}"), lambda: answer(asked))
    return BoltResponse(status=200 if taken else 503)


def _takes_a_while(desk: Desk, asked: Asked) -> bool:
    """Whether Slack has to be asked about somebody first; the store says by and by if it is out of reach."""
    try:
        return bool(desk.strangers(asked))
    except UserError:
        return False


def _is_direct(event: dict[str, Any]) -> bool:
    return event.get("channel_type") == "im"


def _is_by_person(event: dict[str, Any]) -> bool:
    """Whether a person wrote it just now: no bot, no edit, no deletion."""
    kind = event.get("subtype")
    by_bot = bool(event.get("bot_id") or event.get("bot_profile"))
    return (kind is None or isinstance(kind, str)) and kind in _BY_PERSONS and not by_bot and not event.get("edited")
