"""The key of every row: which member of which workspace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """A member of a workspace."""

    team: str
    user: str

    @property
    def key(self) -> dict[str, str]:
        """The two columns that every table is keyed by."""
        return {"team": self.team, "user": self.user}
