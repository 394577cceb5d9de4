"""The workspaces of a store, for whoever runs the bot: where the app is, how much is kept of each, what goes when."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import Session
from bot.store.installations import Installation
from bot.store.traces import NOBODY
from bot.store.workspaces import Departure
from bot.usecases.purging import NO_DATA, OPERATOR


@dataclass(frozen=True, slots=True)
class Listed:
    """One workspace, and how much is kept of it.

    Attributes:
        installed: the app there; None where it is not, or not by an installation of its own.
        left: that the app was removed there; None where it was not.
        members: how many members anything is kept of, guests of its channels included.
    """

    team: str
    installed: Installation | None
    left: Departure | None
    members: int
    rows: int


def listed(session: Session) -> list[Listed]:
    """Every workspace that the app is in or of which anything is kept, in the order of their ids."""
    teams = {team.partition(":")[0] for team in session.workspaces.known()} - {NOBODY, OPERATOR}
    found = [_of(session, team) for team in sorted(teams)]
    return [each for each in found if each.installed or each.left or each.rows]


def _of(session: Session, team: str) -> Listed:
    rows = sum(number for table, number in session.workspaces.counts(team).items() if table not in NO_DATA)
    installed, left = session.installations.of(team), session.workspaces.departure(team)
    return Listed(team, installed, left, session.workspaces.members(team), rows)
