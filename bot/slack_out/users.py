"""Users, as Slack knows them: where they belong, and what they administer there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SLACKBOT = "USLACKBOT"
"""Slack's own bot, which users.info does not call one."""


@dataclass(frozen=True, slots=True)
class User:
    """A user, as Slack knows them.

    Attributes:
        teams: the workspaces and the organisation that they are a member of.
        administers: those of them of which they are an admin or owner.
        is_person: neither a bot nor deactivated.
    """

    teams: frozenset[str]
    administers: frozenset[str]
    is_person: bool

    def manages(self, team: str) -> bool:
        """Whether they are an admin or owner of a workspace or organisation."""
        return self.is_person and team in self.administers


_MANAGING = ("is_admin", "is_owner", "is_primary_owner")


def user_of(found: Mapping[str, Any], user: str) -> User:
    """What users.info says of somebody. In an organisation a user is in several workspaces, and has an id for all."""
    inside: Mapping[str, Any] = found.get("enterprise_user") or {}
    of_whole = {inside["enterprise_id"]} if inside.get("enterprise_id") else set()
    here = {team for team in (found.get("team_id"), *inside.get("teams", ())) if team}
    # A guest, and whoever is of another workspace, is an admin of nothing here, whatever they are at home.
    guest = any(found.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    administers = here if not guest and any(found.get(flag) for flag in _MANAGING) else set()
    if any(inside.get(flag) for flag in _MANAGING):
        administers = administers | of_whole
    is_person = not (found.get("is_bot") or found.get("deleted") or user == SLACKBOT)
    return User(frozenset(here | of_whole), frozenset(administers), is_person)
