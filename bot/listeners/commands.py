"""`/whylocked`: answered inside the acknowledgement, from the store alone, so that nothing can hold it up."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.errors import UserError
from bot.listeners.asked import Asked, id_in, in_command, text_in
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.files import hand_over, not_sent
from bot.replies.message import Message
from bot.store import hurried

SECONDS_TO_WAIT = 0.8
"""How long each look into the store may wait for somebody else's writing: Slack waits three seconds for the answer."""


def ask(desk: Desk, ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer what stands behind the command; a person who is only mentioned may have to be looked up first."""
    asked = in_command(command, context)
    if asked is None:
        return BoltResponse(status=400)
    answer, _ = desk.tried(lambda: _at_once(desk, asked, command))
    return shown(ack, answer)


def shown(ack: Ack, answer: Message) -> BoltResponse:
    """An answer inside the acknowledgement of a command, seen by whoever typed it alone."""
    return ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")


def _at_once(desk: Desk, asked: Asked, command: dict[str, Any]) -> Message:
    """The answer, or that it follows: nothing goes out to Slack before the command is acknowledged."""
    url, trigger = text_in(command, "response_url"), id_in(command, "trigger_id")

    def respond(answer: Message) -> None:
        desk.moved(asked, desk.tell(asked.who, asked.token, url, answer))

    def follow() -> None:
        answer = desk.answer_looked_up(asked)
        respond(answer)
        hand_over(desk, asked, answer.files, respond, direct=False)

    delivery = Delivery(f"command {trigger}")
    try:
        with hurried(SECONDS_TO_WAIT):
            if url and trigger and desk.strangers(asked) and desk.deliveries.later(asked.who, delivery, follow):
                return desk.said("slack.looking_up")
            answer = desk.reply(asked)
    except UserError as error:
        # The same command does not come again, so a worker may wait for the store without a mark.
        if error.code == "store_busy" and url and desk.deliveries.submit(asked.who, delivery, follow):
            return desk.said("slack.follows")
        raise
    if not answer.files:
        return answer
    # A command can be typed anywhere, also where the bot is not: its files come by direct message.
    taken = desk.deliveries.submit(
        asked.who, delivery, lambda: hand_over(desk, asked, answer.files, respond, direct=False)
    )
    return answer if taken else not_sent(desk, asked, answer.files[0])
