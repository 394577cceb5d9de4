"""Looking at what members wait for: a duty of the clerk. What has come true is owed, and sent by the next duty."""

from __future__ import annotations

from functools import partial

from bot.listeners.desk import Desk
from bot.listeners.trouble import attempted


def look_at_watches(desk: Desk) -> bool:
    """Look at what is due in every workspace that there is a token of: elsewhere nobody could be told.

    Returns:
        Whether more is due.
    """
    now = desk.moment
    teams = [team for team in desk.app.whylocked.watching.teams(now) if desk.token(team) is not None]
    more: list[bool] = []

    def look(team: str) -> None:
        more.append(desk.app.of(team).whylocked.watching.look(team, now, desk.clock()))

    for team in teams:
        attempted(partial(look, team))  # trouble in one workspace keeps no other from being looked at
    return any(more)
