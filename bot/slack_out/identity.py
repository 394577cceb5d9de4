"""Whom a token speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


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
        answered_at: what Slack's clock said; None where Slack did not say.
    """

    team_id: str
    team: str
    user_id: str
    bot_id: str
    url: str
    enterprise_id: str | None
    scopes: frozenset[str]
    answered_at: datetime | None = field(default=None, compare=False)


def moment(headers: Mapping[str, str]) -> datetime | None:
    """What the clock of whoever answered said, by the answer's headers in lower case; None where none of them says.

    Source: RFC 9110, section 6.6.1.
    """
    try:
        said = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return said.replace(tzinfo=said.tzinfo or UTC)
