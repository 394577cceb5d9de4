"""`/whylocked-admin`: taken in at once, answered by a worker, which may have to ask Slack who is an admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.errors import UserError
from bot.listeners.asked import Asked, id_in, in_command, text_in
from bot.listeners.clerk import caused
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import MOST_LOOKED_UP, Desk, new_card
from bot.listeners.files import hand_over
from bot.replies.blocks import message
from bot.replies.message import Message
from bot.understanding.who import MENTION


def command(desk: Desk, ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer an administrator, for their eyes only; anybody else is told who can."""
    asked, url, trigger = in_command(command, context), text_in(command, "response_url"), id_in(command, "trigger_id")
    if asked is None or trigger is None:
        return BoltResponse(status=400)

    def respond(answer: Message) -> None:
        desk.tell(asked.who, asked.token, url, answer)

    def answer() -> None:
        said, _ = desk.tried(lambda: _heard(desk, asked))
        respond(said)
        caused(desk, asked.who.team)
        hand_over(desk, asked, said.files, respond, direct=False)

    taken = desk.deliveries.later(asked.who, Delivery(f"command {trigger}"), answer)
    return ack() if taken else BoltResponse(status=503)


def only_administrators(desk: Desk, asked: Asked) -> None:
    """Let nobody past who may not administer the workspace that they act in.

    Raises:
        UserError: they may not, or Slack does not tell whether they may.
    """

    def manages() -> bool:
        try:
            return desk.out.manages(asked.who, asked.token)
        except UserError:
            raise UserError("administrator_unknown") from None

    # Of a workspace that the bot is not installed in, nobody administers anything.
    of_here = desk.token(asked.who.team) is not None
    if not (of_here and desk.app.whylocked.offices.may_administer(asked.who, manages)):
        raise UserError("not_administrator")


def only_members_of_here(desk: Desk, asked: Asked, users: Iterable[str]) -> None:
    """Refuse what is about a bot, or about somebody of another workspace; whom Slack does not tell of may be anybody.

    Raises:
        UserError: one of the users is no member of the workspace.
    """
    workspace = desk.out.of(asked.token)
    for user in users:
        try:
            found = workspace.user(user)
        except UserError:
            continue
        if found is not None and not (found.is_person and asked.who.team in (found.teams or {asked.who.team})):
            raise UserError("standing_outsider")


def _heard(desk: Desk, asked: Asked) -> Message:
    only_administrators(desk, asked)
    only_members_of_here(desk, asked, list(dict.fromkeys(MENTION.findall(asked.text)))[:MOST_LOOKED_UP])
    team, here = asked.who.team, desk.app.of(asked.who.team)
    reply = here.administration.heard(asked.who, asked.text, desk.clock())
    if desk.app.of(team) is not here:  # by other numbers from now on, which stand on every Home
        desk.homes.all_changed(team)
    return message(reply, desk.app.words, new_card())
