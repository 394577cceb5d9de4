"""`/whylocked`: answered inside the acknowledgement, from the store alone, so that nothing can hold it up."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.listeners.asked import Asked, id_in, in_command, text_in
from bot.listeners.desk import Desk
from bot.replies.message import Message


def ask(desk: Desk, ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer what stands behind the command; a person who is only mentioned may have to be looked up first."""
    asked = in_command(command, context)
    if asked is None:
        return BoltResponse(status=400)
    answer, _ = desk.tried(lambda: _at_once(desk, asked, command))
    return ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")


def _at_once(desk: Desk, asked: Asked, command: dict[str, Any]) -> Message:
    """The answer, or that it follows: nothing goes out to Slack before the command is acknowledged."""
    url, trigger = text_in(command, "response_url"), id_in(command, "trigger_id")
    if not (url and trigger and desk.strangers(asked)):
        return desk.reply(asked)

    def answer_later() -> None:
        desk.out.respond(url, desk.answer_looked_up(asked), replace=False)

    following = desk.later(asked.who, f"command {trigger}", answer_later)
    return desk.said("slack.looking_up") if following else desk.reply(asked)
