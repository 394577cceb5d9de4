"""What is recorded of the member's LinkedIn account: good standing, a restriction or a ban."""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError
from bot.facts import Basis, Standing, StandingKind
from bot.policy import Policy
from bot.store import Session, Who
from bot.text import clean, fold

MAX_REASON = 200


def record_standing(session: Session, policy: Policy, who: Who, standing: Standing, now: datetime) -> Standing:
    """Record a standing in place of an earlier one. The command line acts for the operator, so it is recorded.

    Raises:
        UserError: dates or a reason that do not fit the standing.
    """
    checked = _checked(policy, standing)
    session.members.record_standing(who, checked, Basis.RECORDED, now)
    return checked


def _checked(policy: Policy, standing: Standing) -> Standing:
    reason, since, until = standing.reason, standing.since, standing.until
    if standing.kind is StandingKind.GOOD and (reason or since or until):
        raise UserError("good_takes_no_dates")
    if standing.kind is StandingKind.BANNED and until:
        raise UserError("ban_takes_no_end")
    if since and until and until < since:
        raise UserError("ends_before_start", since=since, until=until)
    return Standing(standing.kind, reason_named(policy, standing.kind, reason), since, until)


def reason_named(policy: Policy, kind: StandingKind, reason: str | None) -> str | None:
    """The reason as the policy's own id where it names one of its violations, else as typed.

    Raises:
        UserError: it is too long.
    """
    if reason is None or not clean(reason):
        return None
    text = clean(reason)
    if len(text) > MAX_REASON:
        raise UserError("reason_too_long", limit=MAX_REASON)
    listed = policy.violations.banning if kind is StandingKind.BANNED else policy.violations.restricting
    for key, violation in listed.items():
        if fold(text) in {fold(key), fold(key.replace("_", " ")), fold(violation.say)}:
            return key
    return text
