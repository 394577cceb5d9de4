"""Whom a token speaks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a bot token speaks for.

    Attributes:
        team: the workspace's name.
        user_id: the bot's user.
        bot_id: the bot; empty for a token that is not a bot's.
        url: the workspace's address.
        enterprise_id: the organisation that the workspace is part of, if any.
        scopes: what the token may do, as Slack names it.
    """

    team_id: str
    team: str
    user_id: str
    bot_id: str
    url: str
    enterprise_id: str | None
    scopes: frozenset[str]
