"""Sending what members are owed: a duty of the clerk, and the only sender of messages that nobody asked for just then.

A message is deleted once Slack has it. Whoever ends between the two, and where Slack took it without saying so, sends
it a second time: told twice is better than never. Several processes on one store never send the same at once: each
message is taken with a lease.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping

from bot.conversation.memory import PINNED_LIVES, THREAD_LIVES
from bot.conversation.noticing import slots_beneath
from bot.errors import UserError
from bot.listeners.asked import thread_of
from bot.listeners.desk import Desk
from bot.listeners.trouble import logged, why
from bot.replies.blocks import message
from bot.replies.model import Reply
from bot.replies.notices import notice
from bot.slack_out.wire import limited, refused
from bot.store.owed import Owed

MOST_AT_ONCE = 20
"""How many messages of a workspace are sent before other duties have their turn."""

_NEVER = (
    "user_not_found", "users_not_found", "user_not_visible", "user_disabled", "channel_not_found", "cannot_dm_bot",
    "is_bot",
)  # fmt: skip
"""Slack's codes for "no direct message reaches this user". `account_inactive` is said of the token, not of them."""
_SLACK_IS_AWAY = ("slack_unreachable", "slack_token", "slack_scope")

_LOG = logging.getLogger(__name__)


def send_owed(desk: Desk) -> bool:
    """Send what is due in every workspace that there is a token of; in any other it waits.

    Returns:
        Whether more is due.
    """
    due = [(team, desk.token(team)) for team in desk.app.whylocked.owing.teams(desk.moment)]
    return any([token is not None and _sent_in(desk, team, token) for team, token in due])  # noqa: C419 - all of them


def _sent_in(desk: Desk, team: str, token: str) -> bool:
    """Send what is due in one workspace, until Slack takes no more just now; whether more is due."""
    owing = desk.app.of(team).whylocked.owing
    for _ in range(MOST_AT_ONCE):
        owed = owing.take(team, desk.moment)
        if owed is None or not _sent(desk, token, owed):
            return False
    return True


def _sent(desk: Desk, token: str, owed: Owed) -> bool:
    """Send one message, or have it wait; whether Slack can be asked for the next one."""
    app = desk.app.of(owed.who.team)
    owing = app.whylocked.owing
    try:
        reply = notice(owed.kind, owed.fields, app.words, app.policy)
        if reply is None:
            owing.not_known(owed, desk.moment)
        else:
            _post(desk, token, owed, reply)
            desk.homes.changed(owed.who)  # what they are told of is on Home, too
    except UserError as error:
        if refused(error, *_NEVER):
            owing.refused(owed, desk.moment)
            _LOG.warning("an owed message was dropped", extra={"message_kind": owed.kind, **why(error)})
            return True
        _put_off(desk, owed, why(error))
        return error.code not in _SLACK_IS_AWAY and not limited(error)
    except Exception as error:  # noqa: BLE001 - one message that cannot be put into words keeps none of the others
        _put_off(desk, owed, {"reference": logged(error)})
    return True


def _put_off(desk: Desk, owed: Owed, because: Mapping[str, str]) -> None:
    given_up = desk.app.of(owed.who.team).whylocked.owing.failed(owed, desk.moment)
    event = "an owed message was dropped" if given_up else "an owed message was put off"
    _LOG.warning(event, extra={"message_kind": owed.kind, **because})


def _post(desk: Desk, token: str, owed: Owed, reply: Reply) -> None:
    """Send one message as a direct message; what can be pressed beneath it works from the moment it is there.

    Raises:
        UserError: Slack does not take it, or the store is out of reach.
    """
    app, who, at = desk.app.of(owed.who.team), owed.who, desk.clock()
    # The same each time it is tried, so that a message that came twice works twice.
    card = hashlib.sha256(f"{who.team} {who.user} {owed.cause}".encode()).hexdigest()[:12]
    turn = slots_beneath(app.whylocked, who, owed.kind, owed.fields)
    if app.whylocked.owing.begun(owed, {card: PINNED_LIVES} if reply.actions else {}, turn, at):
        posted = desk.out.of(token).post(who.user, message(reply, app.words, card))
        # Only in its own thread: what the member talks about with the bot besides goes on as it was.
        app.whylocked.owing.sent(owed, {thread_of(posted.channel, posted.ts): THREAD_LIVES}, turn, at)
