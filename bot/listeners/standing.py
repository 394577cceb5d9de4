"""The form in which an administrator records what LinkedIn decided about a member."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.listeners.admin import only_administrators, only_members_of_here
from bot.listeners.asked import Asked
from bot.listeners.clerk import caused
from bot.listeners.desk import Desk
from bot.listeners.submitted import answer, sent_form, taken_in
from bot.replies import standing_form
from bot.replies.message import Block


def window(desk: Desk, asked: Asked, about: str, metadata: str) -> Block:
    """The form.

    Raises:
        UserError: whoever pressed is no administrator.
    """
    only_administrators(desk, asked)
    app = desk.app.of(asked.who.team)
    return standing_form.view(about, app.words, app.policy, metadata)


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """That form was sent: what does not fit is said before it closes."""
    sent = sent_form(body, context)
    if sent is None:
        return ack()

    def save() -> BoltResponse:
        only_administrators(desk, sent.asked)
        app, who = desk.app.of(sent.asked.who.team), sent.asked.who
        user, standing = standing_form.given_in(sent.given, app.policy)
        only_members_of_here(desk, sent.asked, [user])
        reply = app.administration.standings.record(who, user, standing, desk.clock())
        caused(desk, who.team)
        answer(desk, sent, reply)
        return ack()

    return taken_in(desk, ack, sent, save, lambda error: standing_form.BLOCK_OF.get(error.code, standing_form.KIND))
