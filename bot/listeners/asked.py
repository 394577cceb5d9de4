"""What somebody said to the bot, with what is needed to answer it, wherever in Slack it was said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from slack_bolt import BoltContext

from bot.store import Who

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One message to the bot, or one press of a button, which says something too.

    Attributes:
        token: the bot's token in the workspace that it came from.
        bot: the bot's own Slack user id there.
        channel: where it was said.
        thread: the thread that answers go to; None outside of threads.
        goes_on: the conversation that it goes on with.
        keep: the conversations that go on from it: typed outside of a thread, "and Bob?" means the last answer.
    """

    who: Who
    text: str
    token: str = field(repr=False)
    bot: str | None
    channel: str
    thread: str | None
    goes_on: str
    keep: tuple[str, ...]


def in_command(command: Mapping[str, object], context: BoltContext) -> Asked | None:
    """What stands behind a command. It cannot be typed in a thread, so it goes on with the channel's last answer."""
    who, channel = who_asks(command, context), id_in(command, "channel_id")
    if who is None or channel is None:
        return None
    return Asked(who, text_in(command), _token(context), context.bot_user_id, channel, None, channel, (channel,))


def in_direct_message(body: Mapping[str, object], context: BoltContext) -> Asked | None:
    """A direct message. Its answer goes to its thread, and the next message goes on from it in the thread or not."""
    event = body.get("event")
    who, channel, ts = who_asks(body, context), id_in(event, "channel"), id_in(event, "ts")
    if who is None or channel is None or ts is None:
        return None
    began = id_in(event, "thread_ts")
    goes_on = thread_of(channel, began)
    keep = (channel, thread_of(channel, began or ts))
    return Asked(who, text_in(event), _token(context), context.bot_user_id, channel, began or ts, goes_on, keep)


def in_mention(body: Mapping[str, object], context: BoltContext) -> Asked | None:
    """A mention in a channel. Its answer is seen by who asked alone, in the thread where that was."""
    event = body.get("event")
    who, channel = who_asks(body, context), id_in(event, "channel")
    if who is None or channel is None:
        return None
    began = id_in(event, "thread_ts")
    goes_on = thread_of(channel, began)
    below = thread_of(channel, began or id_in(event, "ts"))
    keep = (below, goes_on) if below != goes_on else (goes_on,)
    return Asked(who, text_in(event), _token(context), context.bot_user_id, channel, began, goes_on, keep)


def in_press(body: Mapping[str, object], context: BoltContext, text: str, card: str) -> Asked | None:
    """What a button says, beneath the answer that the card stands for.

    On the Home tab it stands beneath none, so that its answer goes to the direct messages: the "channel" is the member.
    """
    who, channel = who_asks(body, context), id_in(body, "container", "channel_id") or id_in(body, "channel", "id")
    if who is not None and is_home(card):
        return Asked(who, text, _token(context), context.bot_user_id, who.user, None, card, (card,))
    if who is None or channel is None:
        return None
    began = id_in(body, "container", "thread_ts") or id_in(body, "message", "thread_ts")
    keep = tuple({channel: None, thread_of(channel, began): None})
    return Asked(who, text, _token(context), context.bot_user_id, channel, began, card, keep)


def in_message_shortcut(body: Mapping[str, object], context: BoltContext) -> Asked | None:
    """A shortcut that was used at a message, of which nothing but its place is taken: it is no word of the asker's."""
    who, channel = who_asks(body, context), id_in(body, "channel", "id")
    ts = id_in(body, "message", "thread_ts") or id_in(body, "message", "ts") or id_in(body, "message_ts")
    if who is None or channel is None:
        return None
    keep = tuple({channel: None, thread_of(channel, ts): None})
    return Asked(who, "", _token(context), context.bot_user_id, channel, None, channel, keep)


def asked_aside(who: Who, name: str, context: BoltContext) -> Asked:
    """What is asked in a form that was opened from nowhere: a conversation of its own until its answer stands."""
    return Asked(who, "", _token(context), context.bot_user_id, "", None, name, (name,))


def home_of(who: Who) -> str:
    """The name of a member's Home tab among the answers that buttons stand beneath, and as a conversation."""
    return f"{_HOME}{who.user}"


def is_home(card: str) -> bool:
    """Whether what is pressed stands on a Home tab."""
    return card.startswith(_HOME)


def stands_alone(card: str) -> bool:
    """Whether what is pressed goes on from no answer: it stands on a Home tab, or beneath a welcome."""
    return is_home(card) or card == WELCOME


_HOME = "home-"
WELCOME = "welcome"
"""The name of a welcome among the answers that buttons stand beneath."""


def thread_of(channel: str, began: str | None) -> str:
    """How a conversation is kept: by channel, and by thread where there is one."""
    return f"{channel}:{began}" if began else channel


def who_asks(body: Mapping[str, object], context: BoltContext) -> Who | None:
    """The member who asks, by workspace, or by organisation where the app is installed in one; None without ids.

    Somebody of another workspace, in a channel that two share, is answered as a guest: what is kept of them is of this
    workspace's guests from that one, and goes with it. So nothing is known of them here that colleagues know, or that
    they told the bot at home: what colleagues share is for colleagues (spec, section 4).
    """
    team = context.enterprise_id if context.is_enterprise_install else context.team_id
    user, bot = context.user_id, context.authorize_result
    home = None if bot is None else bot.enterprise_id  # the organisation that the bot is in, by what is known of it
    shared = body.get("is_ext_shared_channel") is True
    # Of whoever is of the bot's own organisation Slack says nothing but the workspace, which need not be the bot's.
    told = _ACTORS_TEAM if not (shared and context.is_enterprise_install) else _ACTORS_TEAM_IN_ORGANISATION
    own = next((found for path in told if (found := id_in(body, *path))), team)
    kin = home is not None and context.enterprise_id == home
    if own not in {team, context.team_id, home} and (shared or not kin):
        team = f"{team}:{own}"
    return Who(team, user) if _is_id(team) and _is_id(user) else None


_ACTORS_TEAM = (("event", "user_team"), ("event", "source_team"), ("event", "team"), ("user", "team_id"))
"""Where Slack says of which workspace somebody is who writes or presses."""
_ACTORS_TEAM_IN_ORGANISATION = tuple(path for path in _ACTORS_TEAM if path != ("event", "team"))


def id_in(data: object, *path: str) -> str | None:
    """An id within what came from Slack; None where there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if _is_id(data) else None


def text_in(data: object, *path: str) -> str:
    """A text within what came from Slack; "" where there is none."""
    for key in path or ("text",):
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, str) else ""


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _token(context: BoltContext) -> str:
    return context.bot_token or ""
