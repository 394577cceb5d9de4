"""The key of every row: which member of which workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORKSPACE, _MEMBER = re.compile(r"[TE][A-Z0-9]+"), re.compile(r"[UW][A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Who:
    """A member of a workspace.

    Attributes:
        team: the workspace; of a guest in a channel that it shares, with their own behind a colon.
    """

    team: str
    user: str

    @property
    def key(self) -> dict[str, str]:
        """The two columns that every table is keyed by."""
        return {"team": self.team, "user": self.user}

    @property
    def is_guest(self) -> bool:
        """Whether they are of another workspace than the bot: it answers them, and writes to them no first word."""
        return ":" in self.team

    @property
    def in_slack(self) -> bool:
        """Whether these are ids of Slack's, where the member can be told something; else ones a terminal made up."""
        return bool(_WORKSPACE.fullmatch(self.team) and is_user(self.user))


def is_user(text: str) -> bool:
    """Whether a text is a user's id of Slack's; of a workspace it says nothing."""
    return _MEMBER.fullmatch(text) is not None
