"""The shapes of what `appeal … --json` prints."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, RootModel

from bot.appeals import AppealState, Case, Role
from bot.facts import Basis


class Strict(BaseModel):
    """Exactly these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AppealOut(Strict):
    """One of a member's appeals."""

    number: int
    state: AppealState
    kind: Case
    filed_on: date


class AppealsOut(RootModel[list[AppealOut]]):
    """A member's appeals, oldest first."""


class AppealShownOut(AppealOut):
    """One appeal with its history, oldest step first."""

    class StepOut(Strict):
        """One step."""

        at: datetime
        by: str = Field(description="a user id, or “command line”")
        role: Role
        action: str = Field(description="file, ask, answer, accept, reject, withdraw or still_locked")
        state: AppealState
        note: str | None

    statement: str
    reason: str | None
    noticed_on: date | None
    diagnosis: str | None
    basis: Basis
    decided_on: date | None
    history: list[StepOut]


class AppealFiledOut(AppealShownOut):
    """An appeal that was filed, or the one that is open already."""

    is_new: bool
