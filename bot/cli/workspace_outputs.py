"""The shape of the `--json` outputs of `workspaces`, as in `bot/cli/outputs.py`."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.cli.output import Output


class WorkspaceOut(Output):
    """One workspace that the app is in, or of which anything is kept."""

    team: str = Field(description="its id; an organisation's where the app is installed in a whole one")
    enterprise: str | None = Field(description="the organisation that it is part of")
    installed_at: datetime | None = Field(description="null where the app has no installation of its own there")
    scopes: list[str]
    missing_scopes: list[str] = Field(description="what the app cannot do without and was not granted")
    members: int = Field(description="how many members anything is kept of")
    rows: int
    left_at: datetime | None = Field(description="when the app was removed there")
    data_goes_at: datetime | None


class RemovalOut(Output):
    """A workspace that went, without its name."""

    at: datetime
    kind: str = Field(description="uninstalled, revoked, operator, data (by hand, without an installation) or late")
    members: int
    rows: int


class WorkspacesOut(Output):
    """The workspaces, and those that went last."""

    workspaces: list[WorkspaceOut]
    removed: list[RemovalOut]


class RemovedOut(Output):
    """What went with a workspace."""

    team: str
    members: int
    rows: int
    cleared: bool = Field(description="whether the store's file holds no trace of it either")
