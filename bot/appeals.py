"""What an appeal is, and who may do what with it in which state (spec, section 5). Facts and rules, no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.facts import Basis, StandingKind

COMMAND_LINE = "command line"
"""Who acts when the operator of the store does; stands where else a member's id stands."""


class Case(StrEnum):
    """What an appeal is against."""

    RESTRICTION = "restriction"
    BAN = "ban"


CASE_OF = {StandingKind.RESTRICTED: Case.RESTRICTION, StandingKind.BANNED: Case.BAN}
"""What there is to appeal in a standing that is not good."""
STANDING_OF = {case: kind for kind, case in CASE_OF.items()}


class AppealState(StrEnum):
    """Where an appeal stands; what LinkedIn made of it is `accepted` or `rejected`."""

    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({AppealState.SUBMITTED, AppealState.NEEDS_INFO})
"""The states in which something may still come of it."""


class Action(StrEnum):
    """What can be done with an appeal that is filed."""

    ASK = "ask"
    ANSWER = "answer"
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    STILL_LOCKED = "still_locked"


class Role(StrEnum):
    """As what somebody acts on an appeal.

    A reviewer or an administrator who acts on an appeal of their own acts as its member: nobody decides their own.
    """

    MEMBER = "member"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    OTHER = "other"


_REVIEWING = frozenset({Role.REVIEWER, Role.ADMINISTRATOR, Role.OPERATOR})
_OWNING = frozenset({Role.MEMBER, Role.OPERATOR})

# By action: from which states, to which state, who may. Still locked, an appeal stays accepted: its history tells more.
_RULES: dict[Action, tuple[frozenset[AppealState], AppealState, frozenset[Role]]] = {
    Action.ASK: (OPEN, AppealState.NEEDS_INFO, _REVIEWING),
    Action.ANSWER: (frozenset({AppealState.NEEDS_INFO}), AppealState.SUBMITTED, _OWNING),
    Action.ACCEPT: (OPEN, AppealState.ACCEPTED, _REVIEWING),
    Action.REJECT: (OPEN, AppealState.REJECTED, _REVIEWING),
    Action.WITHDRAW: (OPEN, AppealState.WITHDRAWN, _OWNING),
    Action.STILL_LOCKED: (frozenset({AppealState.ACCEPTED}), AppealState.ACCEPTED, _OWNING),
}


class Refused(StrEnum):
    """Why something cannot be done with an appeal."""

    NOT_YOURS = "not_yours"
    NOT_NOW = "not_now"


def step(state: AppealState, action: Action, role: Role) -> AppealState | Refused:
    """The state after an action, or why there is none: who may not is told so whatever the state."""
    begins, ends, may = _RULES[action]
    if role not in may:
        return Refused.NOT_YOURS
    return ends if state in begins else Refused.NOT_NOW


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal as it is kept.

    Attributes:
        number: by which it is called in its workspace; never given twice while the app is there.
        user: whose it is.
        reason: of LinkedIn's notice: the id of one of the policy's violations, or as typed; None is not known.
        noticed_on: the day of LinkedIn's notice; None is not known.
        diagnosis: the answer that it points to; None when there was none.
        basis: whether the standing that it is against was recorded or is the member's own report.
        decided_on: the day of LinkedIn's outcome.
    """

    number: int
    user: str
    case: Case
    state: AppealState
    statement: str
    reason: str | None
    noticed_on: date | None
    diagnosis: str | None
    basis: Basis
    filed_at: datetime
    changed_at: datetime
    decided_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.state in OPEN

    @property
    def on_card(self) -> str:
        """What the buttons of its card call it: where the app was removed and is back, numbers began anew."""
        return f"{self.number}.{self.filed_at.timestamp():.0f}"


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an appeal's history.

    Attributes:
        actor: who did it: a member's id, or `COMMAND_LINE`.
        action: an `Action`, or "file" for the first.
        state: the state after it.
        note: the question, the answer, or why.
    """

    at: datetime
    actor: str
    role: Role
    action: str
    state: AppealState
    note: str | None = None
