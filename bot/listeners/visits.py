"""Somebody opens the app in Slack: each tab has what is done then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.listeners.asked import text_in, who_asks
from bot.listeners.desk import Desk
from bot.store import Who

Visit = Callable[[Desk, Who, str, dict[str, Any]], bool]
"""What is done when a tab is opened: the desk, who opened it, the bot's token, the event. Whether it will be done."""


def app_home_opened(desk: Desk, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> BoltResponse:
    """A tab was opened; a tab that nothing is done about is none of ours."""
    who, visit = who_asks(body, context), TABS.get(text_in(event, "tab"))
    if who is None or visit is None or visit(desk, who, context.bot_token or "", event):
        return BoltResponse(status=200)
    return BoltResponse(status=503)  # Slack delivers it again


def _home(desk: Desk, who: Who, token: str, event: dict[str, Any]) -> bool:
    return desk.homes.opened(who, token, anew="view" not in event)


TABS: dict[str, Visit] = {"home": _home}
"""By Slack's name of the tab."""
