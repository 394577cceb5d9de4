"""The app is removed from a workspace: its tokens go before Slack has its response, its data soon after, by the clerk.

Both events come of one removal, in either order and perhaps again for a day. Whichever is first counts; of an earlier
installation than the present one neither does.

Where an organisation takes the app away from one of its workspaces (`team_access_revoked`), nothing goes: what is kept
is the organisation's, by ids of members that all of its workspaces share, so that nothing tells what came of which. It
goes when the organisation removes the app, with members who are deactivated, and with its age.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from slack_bolt import BoltResponse

from bot.errors import UserError
from bot.listeners.asked import id_in
from bot.listeners.deliveries import SECONDS_TO_MARK
from bot.listeners.desk import Desk
from bot.listeners.keeping import forget_left
from bot.store import hurried
from bot.usecases.purging import REVOKED, UNINSTALLED

LAST_SECOND = 2**35
"""What is later than this (the year 3058) is no moment that Slack tells."""

_LOG = logging.getLogger(__name__)


def app_uninstalled(desk: Desk, body: dict[str, Any]) -> BoltResponse:
    """The app was removed, by a workspace or by a whole organisation."""
    return _left(desk, _team(body), UNINSTALLED, body)


def tokens_revoked(desk: Desk, body: dict[str, Any], event: dict[str, Any]) -> BoltResponse:
    """Tokens are no good any more; ours alone is the end: of members there are none."""
    team, tokens = _team(body), event.get("tokens")
    bots = tokens.get("bot") if isinstance(tokens, dict) else None
    try:
        if team is None or not isinstance(bots, list) or _bot(desk, team) not in bots:
            return BoltResponse(status=200)
    except UserError:
        return BoltResponse(status=503)
    return _left(desk, team, REVOKED, body)


def _left(desk: Desk, team: str | None, why: str, body: dict[str, Any]) -> BoltResponse:
    """Keep that the app has left: whoever ends now goes on later. Slack is to tell again where it cannot be kept."""
    if team is None:
        return BoltResponse(status=200)
    since = desk.only.since if desk.only is not None and team in desk.only.teams else None
    try:
        with hurried(SECONDS_TO_MARK):
            left = desk.app.whylocked.workspaces.leave(team, why, _at(desk, body), desk.moment, since=since)
            if left:
                forget_left(desk)
    except UserError:
        return BoltResponse(status=503)
    if left:
        _LOG.info("the app was removed", extra={"workspace": team, "code": why})
        desk.caused(desk, team)
    return BoltResponse(status=200)


def _team(body: dict[str, Any]) -> str | None:
    """Whose it is: the workspace; the organisation where the app was in a whole one, which names no workspace."""
    return id_in(body, "team_id") or id_in(body, "enterprise_id")


def _bot(desk: Desk, team: str) -> str | None:
    """The bot's user in a workspace, None where it is not known to be there any more."""
    if desk.only is not None and team in desk.only.teams:
        return desk.only.bot
    installed = desk.app.whylocked.workspaces.installation(team)
    return None if installed is None else installed.bot_user


def _at(desk: Desk, body: dict[str, Any]) -> datetime:
    """When it was; now where the event does not say."""
    at = body.get("event_time")
    if isinstance(at, int) and not isinstance(at, bool) and 0 < at < LAST_SECOND:
        return datetime.fromtimestamp(at, UTC)
    return desk.moment
