"""Filing an appeal: against what stands, or against what the member reports with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.appeals import CASE_OF, STANDING_OF, Appeal, AppealState, Case, Event, Role
from bot.errors import UserError
from bot.facts import Basis, Fact, Standing
from bot.policy import Policy
from bot.store import Session, Who
from bot.store.roles import REVIEW_CHANNEL
from bot.text import clean_lines
from bot.usecases.appeal_steps import FARTHEST_AHEAD, happened
from bot.usecases.appealed import Filed, Filing
from bot.usecases.changes import report_before
from bot.usecases.standing import reason_named
from bot.usecases.standing_rules import holds

FILE = "file"
"""The first step of every appeal, as its history names it."""


def case_of(standing: Fact[Standing] | None, now: datetime) -> Case | None:
    """What of a standing can be appealed: a restriction no longer once its last day is over."""
    if standing is None or not holds(standing.value, now.astimezone(UTC).date()):
        return None
    return CASE_OF[standing.value.kind]


def file(  # noqa: PLR0913, PLR0917 - what an appeal is filed with
    session: Session, policy: Policy, who: Who, filing: Filing, now: datetime, actor: str, role: Role
) -> Filed:
    """File an appeal, or give the one that is open already.

    Raises:
        UserError: there is nothing to appeal, or something of it does not fit.
    """
    standing = session.members.standing(who)
    stands = case_of(standing, now)
    case = filing.case or stands
    if case is None:
        raise UserError("appeal_nothing")
    if (stands, case) == (Case.BAN, Case.RESTRICTION):  # a report lifts nothing
        raise UserError("appeal_is_ban")
    reviewed = session.roles.setting(who.team, REVIEW_CHANNEL) is not None
    known = session.appeals.open_of(who, case)
    if known is not None:
        return Filed(known, is_new=False, reviewed=reviewed, by_guest=who.is_guest)
    checked = _checked(session, policy, who, filing, case, now)
    against = standing if case is stands else None
    if against is None:
        session.members.ensure(who)
        session.changes.keep(who, report_before(session, who), now)
        report = Standing(STANDING_OF[case], checked.reason, checked.noticed_on)
        session.members.record_standing(who, report, Basis.STATED, now)
        against = Fact(report, Basis.STATED, now.date())
    appeal = Appeal(
        number=session.appeals.next_number(who.team),
        user=who.user,
        case=case,
        state=AppealState.SUBMITTED,
        statement=checked.statement,
        reason=checked.reason or against.value.reason,
        noticed_on=checked.noticed_on,
        diagnosis=checked.diagnosis,
        basis=against.basis,
        filed_at=now,
        changed_at=now,
    )
    session.appeals.add(who.team, appeal)
    happened(session, who.team, appeal, Event(now, actor, role, FILE, appeal.state))
    return Filed(appeal, is_new=True, reported=case is not stands, reviewed=reviewed, by_guest=who.is_guest)


def _checked(  # noqa: PLR0913, PLR0917 - what an appeal is checked with
    session: Session, policy: Policy, who: Who, filing: Filing, case: Case, now: datetime
) -> Filing:
    rules, statement = policy.appeals, clean_lines(filing.statement)
    if len(statement) < rules.statement_minimum:
        raise UserError("statement_too_short", length=len(statement), minimum=rules.statement_minimum)
    if len(statement) > rules.statement_maximum:
        raise UserError("statement_too_long", length=len(statement), maximum=rules.statement_maximum)
    if filing.noticed_on is not None and filing.noticed_on > (now + FARTHEST_AHEAD).date():
        raise UserError("notice_in_future", on=filing.noticed_on)
    diagnosis = (filing.diagnosis or "").strip().upper()
    if diagnosis and not session.diagnoses.has(who, diagnosis):
        raise UserError("diagnosis_unknown", id=diagnosis)
    reason = reason_named(policy, STANDING_OF[case], filing.reason)
    return replace(filing, statement=statement, reason=reason, diagnosis=diagnosis or None)
