"""What Slack sends, and who hears it. One table: the manifest names the same commands and events."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from slack_bolt import App, BoltResponse

from bot.listeners import (
    actions,
    admin,
    agent,
    appeals,
    author,
    commands,
    home,
    lifecycle,
    messages,
    numbers,
    person,
    profile,
    reviewing,
    standing,
    visits,
    windows,
)
from bot.listeners.desk import Desk

Listener = Callable[..., BoltResponse]

COMMANDS: dict[str, Listener] = {
    "/whylocked": commands.ask,
    "/whylocked-profile": profile.command,
    "/whylocked-appeal": appeals.command,
    "/whylocked-admin": admin.command,
}
EVENTS: dict[str, Listener] = {
    "message": messages.direct_message,
    "app_mention": messages.mention,
    "app_home_opened": visits.app_home_opened,
    "app_context_changed": agent.nothing_kept,
    "agent_session_stopped": agent.stopped,
    "agent_session_title_changed": agent.nothing_kept,
    "app_uninstalled": lifecycle.app_uninstalled,
    "tokens_revoked": lifecycle.tokens_revoked,
}
ACTIONS: dict[str, Listener] = {
    "say": actions.press,
    "more": actions.press,
    "menu": actions.press,
    "form": actions.open_form,
    "open": windows.open_window,
    "again": home.again,
    "share": home.share,
}
"""By what stands before the colon of an action's id."""
VIEWS: dict[str, Listener] = {
    "facts": actions.submit,
    "profile": profile.submit,
    "standing": standing.submit,
    "numbers": numbers.submit,
    "person": person.submit,
    # appeals and who handles them
    "appeal": appeals.submit,
    "reviewing": reviewing.set_up,
    **dict.fromkeys(reviewing.ACT_WINDOWS, reviewing.act),
}
SHORTCUTS: dict[str, Listener] = {"person": person.shortcut, "author": author.shortcut}
OPTIONS: dict[str, Listener] = {"search": person.options}
"""By what stands before the colon of the id of a list whose options are asked for."""


def register(bolt: App, desk: Desk) -> None:
    """Have every listener hear what it is for."""
    for command, listener in COMMANDS.items():
        bolt.command(command)(_at(desk, listener))
    for event, listener in EVENTS.items():
        bolt.event(event)(_at(desk, listener))
    bolt.event(re.compile(""))(messages.nothing)
    for kind, listener in ACTIONS.items():
        bolt.action(re.compile(f"^{kind}:"))(_at(desk, listener))
    bolt.action(re.compile(""))(actions.nothing)
    for view, listener in VIEWS.items():
        bolt.view(view)(_at(desk, listener))
    for shortcut, listener in SHORTCUTS.items():
        bolt.shortcut(shortcut)(_at(desk, listener))
    for kind, listener in OPTIONS.items():
        bolt.options(re.compile(f"^{kind}:"))(_at(desk, listener))


def _at(desk: Desk, listener: Listener) -> Listener:
    """The listener with the desk at hand. Bolt looks up what else it takes, by the names of its arguments."""
    return partial(listener, desk)
