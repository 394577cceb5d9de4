"""A form that was sent: taken in once, checked before it closes, answered where it was opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.conversation.memory import PINNED_LIVES
from bot.errors import UserError
from bot.listeners.asked import Asked, id_in, in_press, text_in
from bot.listeners.deliveries import SECONDS_TO_MARK, Delivery
from bot.listeners.desk import Desk, new_card
from bot.listeners.trouble import logged
from bot.listeners.views import opened_at, place_of
from bot.replies import blocks
from bot.replies.given import Given
from bot.replies.model import Reply
from bot.store import hurried
from bot.understanding import turns
from bot.understanding.request import Intent, Turn


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent.

    Attributes:
        asked: who sent it, and where it was opened.
        form: the view's name in Slack: the same however often it is sent.
        name: which form it is.
        about: what it is about, as its button said.
        url: by which an answer can be given where it was opened, for some time.
        kept: whatever else it was opened with.
    """

    asked: Asked
    form: str
    name: str
    about: str
    url: str
    kept: Mapping[str, Any]
    given: Given


def sent_form(body: Mapping[str, Any], context: BoltContext) -> Sent | None:
    """The form in what came from Slack; None for what is none of ours."""
    view = body.get("view")
    metadata = opened_at(view)
    asked = in_press(place_of(metadata, body), context, "", text_in(metadata, "card"))
    form = id_in(view, "id")
    if asked is None or form is None:
        return None
    about, url = text_in(metadata, "about"), text_in(metadata, "url")
    return Sent(asked, form, text_in(view, "callback_id"), about, url, metadata, Given(view))


def taken_in(
    desk: Desk, ack: Ack, sent: Sent, work: Callable[[], BoltResponse], block_of: Callable[[UserError], str]
) -> BoltResponse:
    """Do what a form says, once however often it is sent; what does not fit is said under the question it is about.

    Args:
        work: does it and gives the response; nothing is done where it raises a `UserError`.
        block_of: the question that an error is about.
    """
    who, delivery = sent.asked.who, Delivery(f"view {sent.form}")

    def once() -> BoltResponse:
        with hurried(SECONDS_TO_MARK):
            if not desk.deliveries.first_time(who, delivery):
                return ack()
            try:
                return work()
            except Exception:
                desk.deliveries.not_done(who, delivery)  # mended, it is sent again
                raise

    return in_form(desk, ack, once, block_of)


def in_form(
    desk: Desk, ack: Ack, work: Callable[[], BoltResponse], block_of: Callable[[UserError], str]
) -> BoltResponse:
    """The response that `work` gives to a form; where it fails, why, under the question that it is about."""
    try:
        return work()
    except UserError as error:
        wrong = error
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence, and the form stays open
        wrong = UserError("unexpected_in_slack", reference=logged(error))
    said = desk.app.words.error(wrong)
    return ack(response_action="errors", errors={block_of(wrong): said})


def answer(desk: Desk, sent: Sent, reply: Reply, about: Intent = Intent.SHOW_PROFILE) -> None:
    """Have a worker answer where the form was opened: in a direct message's thread, else for its sender alone.

    Args:
        about: what a conversation goes on with that begins with what can be pressed beneath the answer.
    """
    asked, card = sent.asked, new_card()

    def respond() -> None:
        if reply.actions:
            turn = turns.kept(Turn(about))
            desk.app.whylocked.keep_turn(asked.who, {card: PINNED_LIVES}, turn, desk.clock())
        message = blocks.message(reply, desk.app.words, card)
        if asked.channel.startswith("D"):
            desk.out.of(asked.token).post(asked.channel, message, asked.thread)
        else:
            desk.moved(asked, desk.tell(asked.who, asked.token, sent.url, message))

    desk.deliveries.submit(asked.who, Delivery(f"answer {sent.form}"), respond)
