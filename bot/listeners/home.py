"""What only the Home tab has to press: somebody checked again, the network shared in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.conversation.heard import Heard
from bot.listeners.actions import DOUBLE_CLICK, Place, taken_in
from bot.listeners.asked import Asked, in_press, is_home, text_in
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk, new_card
from bot.replies.blocks import message
from bot.replies.message import Message


def again(desk: Desk, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Check somebody again who was asked about: the value names the diagnosis."""
    return _pressed(desk, ack, body, action, context, _again)


def share(desk: Desk, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Share the network as the value says; Slack has asked before where colleagues learn more by it."""
    return _pressed(desk, ack, body, action, context, _share)


def _pressed(  # noqa: PLR0913, PLR0917 - what a press comes with
    desk: Desk,
    ack: Ack,
    body: dict[str, Any],
    action: dict[str, Any],
    context: BoltContext,
    answer: Callable[[Desk, Asked, str], Heard],
) -> BoltResponse:
    card, _, about = text_in(action, "value").partition(" ")
    asked = in_press(body, context, about, card) if is_home(card) else None

    def say(asked: Asked) -> Message:
        pin = new_card()
        heard = answer(desk, asked, pin)
        desk.heard_of(asked.who, heard)
        return message(heard.reply, desk.app.words, pin)

    place = Place("", replaces=False, private=True)
    return taken_in(desk, ack, asked, place, Delivery(f"press {card} {about}", DOUBLE_CLICK), say)


def _again(desk: Desk, asked: Asked, pin: str) -> Heard:
    pressed = desk.app.of(asked.who.team).conversation.pressed
    return pressed.again(asked.who, asked.text, desk.clock(), thread=asked.goes_on, pin=pin)


def _share(desk: Desk, asked: Asked, pin: str) -> Heard:
    pressed = desk.app.of(asked.who.team).conversation.pressed
    return pressed.share(asked.who, asked.text, desk.clock(), thread=asked.goes_on, pin=pin)
