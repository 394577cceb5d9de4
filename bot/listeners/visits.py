"""Somebody opens the app in Slack: each tab has what is done then. Whoever was never here is welcomed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.listeners import agent
from bot.listeners.asked import id_in, text_in, who_asks
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.store import Who

Visit = Callable[[Desk, Who, str, dict[str, Any]], bool]
"""What is done when a tab is opened: the desk, who opened it, the bot's token, the event. Whether it will be done."""


def app_home_opened(desk: Desk, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> BoltResponse:
    """A tab was opened; a tab that nothing is done about is none of ours."""
    who, visit, token = who_asks(body, context), TABS.get(text_in(event, "tab")), context.bot_token or ""
    if who is None or visit is None:
        return BoltResponse(status=200)
    channel = id_in(event, "channel") or who.user
    # Of two tabs opened at once one welcomes: the store knows who was.
    met = not desk.greeting.is_due(who)
    taken = met or desk.deliveries.submit(who, Delivery("visit"), lambda: desk.greeting.alone(who, token, channel))
    return BoltResponse(status=200 if visit(desk, who, token, event) and taken else 503)  # else it comes again


def _home(desk: Desk, who: Who, token: str, event: dict[str, Any]) -> bool:
    return desk.homes.opened(who, token, anew="view" not in event)


TABS: dict[str, Visit] = {"home": _home, "messages": agent.suggest}
"""By Slack's name of the tab."""
