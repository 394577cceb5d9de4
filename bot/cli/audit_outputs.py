"""The shape of what `audit --json` prints."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, RootModel


class AuditEntryOut(BaseModel):
    """One thing that was done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    at: datetime
    actor: str = Field(description="a user id, “command line”, or what stands for somebody who has left")
    action: str
    about: str | None = Field(description="whom it concerns, in the same way")
    detail: dict[str, object] = Field(description="ids, numbers and days; never a text, never a name")


class AuditOut(RootModel[list[AuditEntryOut]]):
    """What was done in a workspace, oldest first."""
