"""Duties of the clerk about what is kept no longer: of workspaces that left, of members who did, of what is old.

Those that ask Slack ask few at a time, and no more however often somebody nudges the clerk.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.errors import UserError
from bot.listeners.desk import Desk
from bot.listeners.trouble import why
from bot.slack_out.wire import limited
from bot.store import Who
from bot.usecases.purging import REVOKED

BETWEEN = timedelta(seconds=15)
"""How long after some were asked about others are."""
INSTALLATIONS = 5
"""How many installations are looked at then: 28,800 a day."""
MEMBERS = 10
"""How many members Slack is asked about then: 40 a minute, of the 100 that it takes from each workspace."""
LOOKED_AT_EVERY = timedelta(days=1)
"""How often an installation is looked at."""
CLEARED_EVERY = timedelta(hours=6)
"""How often it is looked for what is kept no longer; of a workspace it goes once a day."""

_LOG = logging.getLogger(__name__)


def purge_departed(desk: Desk) -> None:
    """Delete what is kept of workspaces that the app was removed from, once it is kept no longer."""
    if desk.app.whylocked.workspaces.purge(desk.moment):
        desk.app.forget()
    forget_left(desk)


def forget_left(desk: Desk) -> None:
    """Have this process remember nothing of workspaces that the app was removed from, and end its work for them."""
    seen = {team.partition(":")[0] for team in desk.homes.teams() | desk.running.teams() | desk.out.teams()}
    left = desk.app.whylocked.workspaces.left(seen, desk.moment)

    def has_left(who: Who) -> bool:
        return who.team.partition(":")[0] in left

    if left:
        desk.running.stop_all(has_left)
        desk.homes.forget(has_left)
        desk.out.forget(has_left)
        desk.app.forget()


def look_at_installations(desk: Desk) -> None:
    """Find out where the app was removed without a word, because nobody heard it: once a day for each workspace."""
    if desk.only is not None or not desk.app.whylocked.duties.take("installations", desk.moment, BETWEEN):
        return
    for _ in range(INSTALLATIONS):
        now = desk.moment
        installed = desk.app.whylocked.workspaces.take(now, now + LOOKED_AT_EVERY)
        if installed is None:
            return
        token = desk.token(installed.team)
        is_refused = token is not None and desk.out.takes(token) is False
        if is_refused and desk.app.whylocked.workspaces.leave(installed.team, REVOKED, now, now, of=installed):
            _LOG.info("the app was removed", extra={"workspace": installed.team, "code": REVOKED})


def look_at_members(desk: Desk) -> None:
    """Find out which members are deactivated, and forget those who are for long enough: each once a day."""
    if not desk.app.whylocked.duties.take("members", desk.moment, BETWEEN):
        return
    away: set[str] = set()
    for who in desk.app.whylocked.absences.take(_teams(desk), desk.moment, MEMBERS):
        token = None if who.team in away else desk.token(who.team)
        try:
            if token is not None:
                _look_at(desk, who, token)
        except UserError as error:
            _LOG.info("a member was not asked about", extra=why(error))
            if error.code != "slack_refused" or limited(error):
                away.add(who.team)  # asked about the others in vain, too


def keep_no_longer(desk: Desk) -> None:
    """Delete what is older than it is kept; who is waited for no longer is owed to whoever waited."""
    if not desk.app.whylocked.duties.take("retention", desk.moment, CLEARED_EVERY):
        return
    desk.app.whylocked.retention.of_nobody(desk.moment)
    desk.app.whylocked.retention.keep_no_longer(desk.moment, lambda team: desk.token(team) is not None)


def _look_at(desk: Desk, who: Who, token: str) -> None:
    """Ask about one member, and do what follows; of whom Slack does not tell nothing does."""
    absences, deactivated = desk.app.whylocked.absences, desk.out.is_deactivated(token, who.user)
    if deactivated is False:
        absences.present(who, desk.moment)
    elif deactivated and absences.absent(who, desk.moment):
        desk.homes.forget(lambda one: one == who)
        desk.out.forget(lambda one: one == who)
        desk.caused(desk, who.team)  # its reviewers' cards, and what administrators see


def _teams(desk: Desk) -> list[str]:
    """The workspaces that the bot is in."""
    if desk.only is not None:
        return list(desk.only.teams)
    return [installed.team for installed in desk.app.whylocked.workspaces.installations()]
