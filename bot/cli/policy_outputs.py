"""The shape of the `--json` outputs of `policy`, as in `bot/cli/outputs.py`."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.cli.output import Output


class NumberOut(Output):
    """One number of the policy in force in a workspace."""

    path: str
    name: str
    value: int
    default: int
    own: bool = Field(description="whether the workspace has set it")


class LeftOutOut(Output):
    """A number of the workspace that the policy does not take any more."""

    path: str
    value: int


class PolicyOut(Output):
    """The policy in force in a workspace, number by number."""

    policy: str
    version: int | None = Field(description="the number of the workspace's newest version; null before the first")
    since: datetime | None
    numbers: list[NumberOut]
    left_out: list[LeftOutOut]


class ChangeOut(Output):
    """A number before and after; null is the default."""

    path: str
    before: int | None
    after: int | None


class PolicyChangedOut(Output):
    """What came of a change; without changes everything was so already."""

    policy: str
    version: int
    changes: list[ChangeOut]


class PolicyVersionOut(Output):
    """One version of a workspace's own numbers."""

    version: int
    at: datetime
    by: str | None
    changes: list[ChangeOut]


class PolicyHistoryOut(Output):
    """Every version of a workspace's own numbers, the newest first."""

    versions: list[PolicyVersionOut]
