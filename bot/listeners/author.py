"""The shortcut at a message: checks who wrote it. What the message says is neither read nor kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.listeners.asked import Asked, id_in, in_message_shortcut, text_in
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.people import TargetStatus
from bot.replies.message import Message

APP = "author.app"
"""What is said where no person wrote the message."""

_SLACKBOT = "USLACKBOT"
_TEAMS = ("user_team", "source_team", "team")
"""Where Slack says of which workspace the author of a message is, the surest first."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message, as Slack says beside it.

    Attributes:
        user: None where nobody of Slack did.
        by_app: whether an app wrote it.
        team: their workspace; None where Slack does not say.
    """

    user: str | None
    by_app: bool
    team: str | None


def shortcut(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer about the author where the message is, for the eyes of whoever asks alone."""
    asked, trigger, url = in_message_shortcut(body, context), id_in(body, "trigger_id"), text_in(body, "response_url")
    if asked is None or trigger is None:
        return ack()
    author = _author(body.get("message"))
    here = {None, asked.who.team, context.team_id, context.enterprise_id, id_in(body, "team", "id")}
    elsewhere = author.team not in here

    def answer() -> None:
        said, _ = desk.tried(lambda: _said(desk, asked, author, elsewhere=elsewhere))
        desk.moved(asked, desk.tell(asked.who, asked.token, url, said))

    taken = desk.deliveries.later(asked.who, Delivery(f"author {trigger}"), answer)
    return ack() if taken else BoltResponse(status=503)


def _author(message: object) -> Author:
    user = id_in(message, "user")
    by_app = id_in(message, "bot_id") is not None or user in {None, _SLACKBOT}
    return Author(user, by_app, next((team for key in _TEAMS if (team := id_in(message, key))), None))


def _said(desk: Desk, asked: Asked, author: Author, *, elsewhere: bool) -> Message:
    """The answer about the author; what helps where it is nobody who could be on LinkedIn, or nobody can tell.

    Raises:
        UserError: the store is out of reach.
    """
    if author.user is None or (author.by_app and author.user != asked.bot):
        return desk.told(asked, APP)
    picking = desk.app.of(asked.who.team).conversation.picking
    target = picking.member(asked.who, author.user, asked.bot)
    if target.status is TargetStatus.STRANGER:
        name = desk.out.of(asked.token).user_name(author.user)
        target = picking.member(asked.who, author.user, asked.bot, name)
    if target.status is TargetStatus.STRANGER:
        return desk.told(asked, "author.elsewhere" if elsewhere else "author.stranger")
    return desk.reply_about(asked, (target,))
