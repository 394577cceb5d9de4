"""`/whylocked-profile` and its form: without text the form opens, with text the facts in it are kept at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.conversation import Conversation
from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.listeners.actions import Place, taken_in
from bot.listeners.asked import Asked, id_in, in_command, in_press, text_in
from bot.listeners.commands import SECONDS_TO_WAIT, shown
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.views import TYPE_AGAIN, carried, is_ephemeral, open_view, opened_at, place_of
from bot.replies import profile_form
from bot.replies.message import Block, Message
from bot.store import hurried
from bot.text import clean


def command(desk: Desk, ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Open the form, or answer what stands behind the command."""
    asked = in_command(command, context)
    if asked is None:
        return BoltResponse(status=400)
    if not clean(asked.text):
        return _open(desk, ack, asked, command)
    answer, _ = desk.tried(lambda: _at_once(desk, asked, command))
    return shown(ack, answer)


def window(desk: Desk, asked: Asked, _: str, metadata: str) -> Block:
    """The form with what is known of whoever opens it."""
    here = desk.app.of(asked.who.team)
    known = here.whylocked.show_profile(asked.who, desk.clock())
    return profile_form.view(known, here.words, here.policy, metadata)


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The form was sent: what does not fit is shown under its field, else what was changed is kept and answered.

    The answer goes to where the form was opened: to a command's place, or beneath the answer with the button.
    """
    view = body.get("view")
    metadata = opened_at(view)
    card = text_in(metadata, "card")
    asked = in_press(place_of(metadata, body), context, "", card)
    if asked is None:
        return ack()
    changed = profile_form.changed(view)
    # Whether a field fits goes by no number of the policy that a workspace has of its own.
    wrong = profile_form.errors(changed, desk.app.words, desk.app.policy)
    if wrong:
        return ack(response_action="errors", errors=wrong)
    if not card:  # a command's answer goes on with the conversation there
        asked = replace(asked, goes_on=asked.keep[0])
    place = Place(text_in(metadata, "url"), replaces=False, private=not _seen_in_direct(metadata, asked))
    delivery = Delivery(f"view {id_in(view, 'id') or ''}")
    return taken_in(desk, ack, asked, place, delivery, partial(_filled_in, desk, changed))


def _open(desk: Desk, ack: Ack, asked: Asked, command: dict[str, Any]) -> BoltResponse:
    """Have the form opened; where its answer goes, it carries with it."""
    url, trigger = text_in(command, "response_url"), id_in(command, "trigger_id")
    view = partial(window, desk, asked, "", carried(asked, url))
    if trigger and open_view(desk, asked.who, asked.token, trigger, url, view, late=TYPE_AGAIN):
        return ack()
    return shown(ack, desk.said(TYPE_AGAIN))


def _at_once(desk: Desk, asked: Asked, command: dict[str, Any]) -> Message:
    """The answer, or that it follows: nothing goes out to Slack before the command is acknowledged."""
    url, trigger = text_in(command, "response_url"), id_in(command, "trigger_id")
    delivery = Delivery(f"profile {trigger}")

    def follow() -> None:
        answer, _ = desk.tried(lambda: _typed(desk, asked))
        desk.moved(asked, desk.tell(asked.who, asked.token, url, answer))

    try:
        with hurried(SECONDS_TO_WAIT):
            if trigger and not desk.app.whylocked.deliveries.first_time(asked.who.team, delivery.name, desk.ticks()):
                return desk.said("slack.done_already")
            return _typed(desk, asked)
    except UserError as error:
        # The same command does not come again, so a worker may wait for the store.
        if error.code == "store_busy" and url and desk.deliveries.submit(asked.who, delivery, follow):
            return desk.said("slack.follows")
        raise


def _typed(desk: Desk, asked: Asked) -> Message:
    """The answer to what stands behind the command.

    Raises:
        UserError: it states something that does not fit, or the store is out of reach.
    """

    def hear(conversation: Conversation, card: str) -> Heard:
        return conversation.profile.typed(
            asked.who, asked.text, desk.clock(), thread=asked.goes_on, keep=asked.keep, pin=card, bot_id=asked.bot
        )

    return desk.heard(asked, hear)


def _filled_in(desk: Desk, changed: list[tuple[str, str]], asked: Asked) -> Message:
    """The answer to what was changed in the form.

    Raises:
        UserError: a value does not fit after all, or the store is out of reach.
    """

    def hear(conversation: Conversation, card: str) -> Heard:
        return conversation.profile.filled_in(
            asked.who, changed, desk.clock(), thread=asked.goes_on, keep=asked.keep, pin=card
        )

    return desk.heard(asked, hear)


def _seen_in_direct(metadata: Mapping[str, object], asked: Asked) -> bool:
    """Whether the form was opened beneath a direct message of the bot's, and not beneath what only one person sees."""
    return is_ephemeral(metadata) is False and asked.channel.startswith("D")
