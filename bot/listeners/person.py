"""The shortcut that checks a person: a form opens, its list is loaded while somebody types, the answer comes at once.

The answer takes the place of the form, so that whoever is in a hurry reads it where they are looking. The same comes
as a direct message, because nothing can be pressed in a form for long and nobody finds it again: there it stays, with
its buttons, and the conversation goes on from it.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.errors import UserError
from bot.listeners.asked import Asked, asked_aside, id_in, text_in, who_asks
from bot.listeners.commands import SECONDS_TO_WAIT
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.trouble import logged
from bot.listeners.views import open_view
from bot.replies import person_form
from bot.replies.message import Block, Message
from bot.store import hurried

AGAIN = "slack.use_again"
"""What is said where Slack does not open the form in time."""


def shortcut(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The shortcut was used: the form opens."""
    who, trigger = who_asks(body, context), id_in(body, "trigger_id")
    if who is None or trigger is None:
        return ack()
    words, token = desk.app.words, context.bot_token or ""
    taken = open_view(desk, who, token, trigger, "", lambda: person_form.view(words), late=AGAIN)
    return ack() if taken else BoltResponse(status=503)


def window(desk: Desk, _asked: Asked, _about: str, metadata: str) -> Block:
    """The same form, for a button that opens it."""
    return person_form.view(desk.app.words, metadata)


def options(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Whom the letters typed so far may mean; nobody where it cannot be told just now, since a name can be typed."""
    who = who_asks(body, context)
    if who is None:
        return ack(options=[])
    try:
        with hurried(SECONDS_TO_WAIT):
            found = desk.app.of(who.team).conversation.picking.options(who, text_in(body, "value"))
    except UserError:
        found = []
    return ack(options=person_form.options(found, desk.app.words))


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The form was sent: what does not fit is shown in it, else it shows the answer."""
    view = body.get("view")
    who, name = who_asks(body, context), id_in(view, "id")
    if who is None or name is None:
        return ack()
    asked = asked_aside(who, f"view {name}", context)
    delivery = Delivery(f"view {name}")
    state = view.get("state") if isinstance(view, dict) else None
    picked, typed = person_form.given(state.get("values") if isinstance(state, dict) else None)
    try:
        with hurried(SECONDS_TO_WAIT):
            answer = _answered(desk, asked, delivery, picked, typed)
    except UserError as error:
        return ack(response_action="errors", errors=person_form.errors(error, desk.app.words))
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
        said = desk.app.words.say("errors.unexpected_in_slack", reference=logged(error))
        return ack(response_action="errors", errors=person_form.failed(said))
    sent = answer is None or desk.deliveries.submit(who, delivery, lambda: _send(desk, asked, answer))
    return ack(response_action="update", view=person_form.answered(answer, desk.app.words, sent=sent))


def _answered(desk: Desk, asked: Asked, delivery: Delivery, picked: str, typed: str) -> Message | None:
    """The answer, from the store alone; None where the form was sent before and is answered already.

    Raises:
        UserError: it names nobody, or not clearly, or the store is out of reach.
    """
    targets = desk.app.of(asked.who.team).conversation.picking.chosen(asked.who, picked, typed)
    if not desk.deliveries.first_time(asked.who, delivery):
        return None
    try:
        return desk.reply_about(asked, targets)
    except BaseException:
        desk.deliveries.not_done(asked.who, delivery)
        raise


def _send(desk: Desk, asked: Asked, answer: Message) -> None:
    """Send the answer as a direct message, where the conversation goes on from it."""
    desk.moved(asked, desk.out.of(asked.token).post(asked.who.user, answer))
