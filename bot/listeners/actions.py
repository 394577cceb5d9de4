"""Buttons, menus and forms: each says something in the conversation of the answer that it stands beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.errors import UserError
from bot.listeners.asked import Asked, id_in, in_press, stands_alone, text_in
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.files import hand_over
from bot.listeners.views import carried, is_ephemeral, open_view, opened_at, place_of
from bot.replies import forms
from bot.replies.message import Block, Message
from bot.replies.model import Form
from bot.usecases.deliveries import DELIVERIES_LIVE

DOUBLE_CLICK = timedelta(seconds=10)
"""Within this time the same press is one press."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer to a press goes.

    Attributes:
        url: by which Slack lets the message be changed that the button stands beneath.
        replaces: whether the answer takes the place of that message.
        private: whether that message is seen by one person alone, and can only be followed by its `url`.
    """

    url: str
    replaces: bool
    private: bool


def press(desk: Desk, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> BoltResponse:
    """A button or a menu was used: what it says is answered in the place of the answer that it stands beneath."""
    card, _, says = (text_in(action, "value") or text_in(action, "selected_option", "value")).partition(" ")
    asked = in_press(body, context, says, card)
    # What is not known to stand in a direct message is for one person's eyes, as every answer is.
    private = bool(is_ephemeral(body)) or asked is None or not asked.channel.startswith("D")
    place = Place(text_in(body, "response_url"), not text_in(action, "action_id").startswith("more:"), private)
    # A button that stays can be pressed again later; one that goes with its answer cannot.
    lives = DELIVERIES_LIVE if place.replaces else DOUBLE_CLICK
    delivery = Delivery(f"press {card} {says}", lives)
    return taken_in(desk, ack, asked if says else None, place, delivery, partial(_said_beneath, desk))


def open_form(desk: Desk, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The button of a form was pressed: the form opens. Pressed again, it opens again."""
    card, _, asks = text_in(action, "value").partition(" ")
    fields, _, name = asks.partition("|")
    asked, trigger = in_press(body, context, asks, card), id_in(body, "trigger_id")
    if asked is None or trigger is None or not forms.ours(fields.split(",")):
        return ack()
    url = text_in(body, "response_url")
    metadata = carried(asked, url, card=card, ephemeral=bool(is_ephemeral(body)))
    # Slack gives back what stands on a button, and perhaps its value, as it would stand in a message.
    form = Form(unescape(text_in(action, "text", "text")), tuple(fields.split(",")), unescape(name))

    def view() -> Block:
        return forms.view(form, desk.app.words, desk.app.of(asked.who.team).policy, metadata)

    taken = open_view(desk, asked.who, asked.token, trigger, url, view)
    return ack() if taken else BoltResponse(status=503)


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """A form was filled in: what does not fit is shown under its field, else it is stated and answered."""
    view = body.get("view")
    values = view.get("state") if isinstance(view, Mapping) else None
    pairs = forms.stated(values.get("values") if isinstance(values, Mapping) else None)
    # Whether an answer fits goes by no number of the policy that a workspace has of its own.
    wrong = (
        forms.errors(pairs, desk.app.policy, desk.app.words) if pairs else forms.nothing_filled(view, desk.app.words)
    )
    if wrong:
        return ack(response_action="errors", errors=wrong)
    metadata = opened_at(view)
    said = " ".join(f"{field}={raw}" for field, raw in pairs)
    asked = in_press(place_of(metadata, body), context, said, text_in(metadata, "card"))
    place = Place(text_in(metadata, "url"), replaces=True, private=True)
    delivery = Delivery(f"view {id_in(view, 'id') or ''}")
    return taken_in(desk, ack, asked if pairs else None, place, delivery, partial(_said_beneath, desk))


def nothing(ack: Ack) -> BoltResponse:
    """A button of an answer that an earlier version gave."""
    return ack()


def taken_in(  # noqa: PLR0913, PLR0917 - what came, and where its answer goes
    desk: Desk, ack: Ack, asked: Asked | None, place: Place, delivery: Delivery, say: Callable[[Asked], Message]
) -> BoltResponse:
    """The response to a press; Slack does not send one again, so the person sees when it could not be taken in.

    Args:
        asked: None is answered with nothing.
        say: does what was asked, and makes the answer.
    """
    if asked is None:
        return ack()

    def answer() -> None:
        said, fine = desk.tried(lambda: say(asked))
        try:
            # Where it failed the answer above stays, and the button can be pressed again.
            below = replace(place, replaces=False)
            _send(desk, asked, said, place if fine else below)
            hand_over(desk, asked, said.files, lambda why: _send(desk, asked, why, below), direct=not place.private)
        except UserError:
            fine = False
            raise
        finally:
            if not fine:
                desk.deliveries.not_done(asked.who, delivery)

    # Slack sends a press once: where the store is too busy to mark it, a worker has the time to wait.
    taken = desk.deliveries.later(asked.who, delivery, answer) or desk.deliveries.submit(asked.who, delivery, answer)
    return ack() if taken else BoltResponse(status=503)


def _said_beneath(desk: Desk, asked: Asked) -> Message:
    """The answer to what a button says.

    Raises:
        UserError: the answer that it stands beneath is forgotten, or what the button says does not fit any more.
    """
    gone = desk.app.whylocked.last_turn(asked.who, asked.goes_on, desk.clock()) is None
    if gone and not stands_alone(asked.goes_on):
        raise UserError("card_gone")
    return desk.reply(asked)


def _send(desk: Desk, asked: Asked, message: Message, place: Place) -> None:
    """Send an answer to its place; where Slack no longer lets the message be changed, by direct message."""
    if not place.replaces and not place.private:
        desk.out.of(asked.token).post(asked.channel, message, asked.thread)
    else:
        desk.moved(asked, desk.tell(asked.who, asked.token, place.url, message, replace=place.replaces))
