"""The shape of every `--json` output. `whylocked schema` prints them; scripts rely on the keys."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from bot.archive.rows import Kind
from bot.cli.appeal_outputs import AppealFiledOut, AppealShownOut, AppealsOut
from bot.cli.audit_outputs import AuditOut
from bot.cli.output import Output
from bot.cli.policy_outputs import PolicyChangedOut, PolicyHistoryOut, PolicyOut
from bot.cli.workspace_outputs import RemovedOut, WorkspacesOut
from bot.facts import Basis, StandingKind
from bot.people import TargetStatus
from bot.phrasing import Effort
from bot.profile_fields import Value
from bot.verdict import State, Verdict


class RelationOut(Output):
    """How the asker stands with the target as of the archive."""

    connected: bool | None
    since: date | None
    invitation: Literal["sent", "received"] | None
    invited_on: date | None
    messages: int | None = Field(description="messages the asker sent to the target; null when not known")
    last_message: date | None


class CandidateOut(Output):
    """One of several persons who may be meant."""

    name: str
    company: str | None
    position: str | None
    url: str | None


class TargetOut(Output):
    """Who the question is about."""

    status: TargetStatus
    name: str | None
    url: str | None
    relation: RelationOut | None
    candidates: list[CandidateOut]


class CheckOut(Output):
    """One check's finding."""

    check: str
    state: State
    reason: str
    basis: Basis | None
    as_of: date | None
    evidence: dict[str, object]
    say: str
    tips: list[str]


class StepOut(Output):
    """One step of the plan."""

    step: str
    effort: Effort
    clears: list[str]


class AskOut(Output):
    """The one question the answer ends with."""

    fact: str
    say: str


class LockAnswerOut(Output):
    """The answer to a lock question about one target or none."""

    intent: Literal["ask_lock"]
    diagnosis: str | None
    policy: str
    as_of: date | None
    target: TargetOut
    verdict: Verdict | None
    checks: list[CheckOut]
    plan: list[StepOut]
    ask: AskOut | None
    text: str


class LockAnswersOut(Output):
    """The answers to a lock question about several targets."""

    intent: Literal["ask_lock"]
    answers: list[LockAnswerOut]
    text: str


class OtherOut(Output):
    """The answer to anything else."""

    intent: str
    text: str


class UnderstoodOut(Output):
    """What `understand` makes of one line."""

    class FieldOut(Output):
        """One stated field."""

        field: str
        value: str

    intent: str
    followup: bool
    targets: list[str]
    candidates: list[str]
    topic: str | None
    value: str | None
    fields: list[FieldOut]


class OwnerOut(Output):
    """Whose archive it is, as far as it can be told."""

    name: str | None
    url: str | None


class TakenOut(Output):
    """Rows taken, by kind."""

    connections: int
    messages: int
    invitations: int
    positions: int
    education: int
    skills: int


class SkippedOut(Output):
    """Rows left out, by why."""

    nameless: int
    drafts: int
    sponsored: int
    unreadable: int


class ImportOut(Output):
    """What an import brought."""

    as_of: date
    owner: OwnerOut
    taken: TakenOut
    skipped: SkippedOut
    not_in_archive: list[Kind]
    ignored_files: int


class FieldOut(Output):
    """One profile field; all null when nothing is known."""

    value: Value | None
    basis: Basis | None
    as_of: date | None


class ProfileOut(Output):
    """Every profile field."""

    name: FieldOut
    url: FieldOut
    account_type: FieldOut
    connections: FieldOut
    photo: FieldOut
    position: FieldOut
    skills: FieldOut
    education: FieldOut
    experience: FieldOut
    summary: FieldOut
    custom_url: FieldOut
    completeness: FieldOut
    messages: FieldOut
    share_network: FieldOut


class StandingOut(Output):
    """What is recorded about the account."""

    standing: StandingKind
    reason: str | None
    since: date | None
    until: date | None
    basis: Basis


OUTPUTS: dict[str, tuple[type[BaseModel], ...]] = {
    "appeal file": (AppealFiledOut,),
    "appeal list": (AppealsOut,),
    "appeal show": (AppealShownOut,),
    "appeal withdraw": (AppealShownOut,),
    "appeal ask": (AppealShownOut,),
    "appeal answer": (AppealShownOut,),
    "appeal decide": (AppealShownOut,),
    "appeal still-locked": (AppealShownOut,),
    "audit": (AuditOut,),
    "ask": (LockAnswerOut, LockAnswersOut, OtherOut),
    "import": (ImportOut,),
    "policy back": (PolicyChangedOut,),
    "policy history": (PolicyHistoryOut,),
    "policy reset": (PolicyChangedOut,),
    "policy set": (PolicyChangedOut,),
    "policy show": (PolicyOut,),
    "profile show": (ProfileOut,),
    "standing show": (StandingOut,),
    "understand": (UnderstoodOut,),
    "workspaces": (WorkspacesOut,),
    "workspaces remove": (RemovedOut,),
}
"""The outputs of each command that has `--json`, or that always prints JSON."""
