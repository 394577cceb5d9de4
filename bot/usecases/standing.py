"""What LinkedIn decided about a member's account: recorded by those who may, or reported by the member."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.errors import UserError
from bot.facts import Basis, Standing, StandingKind
from bot.policy import Policy, Violation
from bot.store import Session, Store, Who
from bot.store.members import KeptStanding
from bot.text import clean, fold
from bot.usecases.changes import report_before
from bot.usecases.standing_rules import holds, lifts

MAX_REASON = 200


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording a standing.

    Attributes:
        is_new: whether it was not recorded already.
        lifted: the restriction or ban that it lifted; None where there was none.
        told: whether the member is told of it in Slack.
    """

    standing: Standing
    is_new: bool
    lifted: Standing | None = None
    told: bool = False


class Outcome(StrEnum):
    """What came of what a member tells of LinkedIn's notice."""

    TAKEN = "taken"
    KNOWN = "known"
    WEAKER = "weaker"
    PAST = "past"
    TAKEN_BACK = "taken_back"
    RECORDED = "recorded"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of a report.

    Attributes:
        number: the number of the change, by which it can be undone; None where nothing was changed.
        recorded: what is recorded by others and holds; None where nothing does.
    """

    outcome: Outcome
    standing: Standing | None
    number: int | None = None
    recorded: KeptStanding | None = None


class Standings:
    """Records, reports and shows standings. A report never lifts or shortens what is recorded."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def of(self, who: Who) -> list[KeptStanding]:
        """What is recorded of a member, then what the member reports, as far as either is."""
        with self._store.reading() as session:
            return session.members.standings(who)

    def record(self, who: Who, standing: Standing, now: datetime, *, by: str) -> Recorded:
        """Record a standing in place of what stands; audited, and the member is told where they are in Slack.

        A good standing keeps what it lifts, so that it can come back.

        Args:
            by: who records it: a Slack user id, or "command line".

        Raises:
            UserError: dates or a reason that do not fit the standing; nothing is changed.
        """
        checked = fitting(self._policy, standing)
        with self._store.writing() as session:
            stands = session.members.standings(who)
            if [(one.standing, one.basis) for one in stands] == [(checked, Basis.RECORDED)]:
                return Recorded(checked, is_new=False)
            over = [one.standing for one in stands if one.standing.kind is not StandingKind.GOOD]
            lifted = over[-1] if over and checked.kind is StandingKind.GOOD else None
            rows = None if lifted is None else session.members.standing_rows(who)
            session.members.record_standing(who, checked, Basis.RECORDED, now, by=by, lifted=rows)
            _told_of(session, self._policy, who, checked, lifted, now, by)
            return Recorded(checked, is_new=True, lifted=lifted, told=who.in_slack)

    def report(self, who: Who, standing: Standing, now: datetime) -> Reported:
        """Keep what the member says LinkedIn's notice says, unless that is less than what is recorded.

        Raises:
            UserError: dates or a reason that do not fit the standing; nothing is changed.
        """
        told, today = fitting(self._policy, standing), now.astimezone(UTC).date()
        with self._store.writing() as session:
            recorded, own = _stands(session, who, today)
            if not holds(told, today):
                return Reported(Outcome.PAST, told, recorded=recorded)
            for kept in (recorded, own):
                if kept is not None and _says_no_more(told, kept.standing):
                    return Reported(Outcome.KNOWN, kept.standing, recorded=recorded)
            if recorded is not None and lifts(told, recorded.standing, today):
                return Reported(Outcome.WEAKER, told, recorded=recorded)
            session.members.ensure(who)
            number = session.changes.keep(who, report_before(session, who), now)
            session.members.record_standing(who, told, Basis.STATED, now)
            return Reported(Outcome.TAKEN, told, number, recorded)

    def over(self, who: Who, now: datetime) -> Reported:
        """Take back the member's own report of a restriction or ban; what others recorded stays."""
        with self._store.writing() as session:
            recorded, own = _stands(session, who, now.astimezone(UTC).date())
            if own is None:
                return Reported(Outcome.FREE if recorded is None else Outcome.RECORDED, None, recorded=recorded)
            number = session.changes.keep(who, report_before(session, who), now)
            session.members.take_back_report(who)
            return Reported(Outcome.TAKEN_BACK, own.standing, number, recorded)


def fitting(policy: Policy, standing: Standing) -> Standing:
    """The standing, its reason as the policy names it where it does.

    Raises:
        UserError: dates or a reason that do not fit the standing.
    """
    reason, since, until = standing.reason, standing.since, standing.until
    if standing.kind is StandingKind.GOOD and (reason or since or until):
        raise UserError("good_takes_no_dates")
    if standing.kind is StandingKind.BANNED and until:
        raise UserError("ban_takes_no_end")
    if since and until and until < since:
        raise UserError("ends_before_start", since=since, until=until)
    return replace(standing, reason=reason_named(policy, standing.kind, reason))


def reasons_for(policy: Policy, kind: StandingKind) -> dict[str, Violation]:
    """What the policy knows to bring a standing, by id; nothing brings a good one."""
    match kind:
        case StandingKind.BANNED:
            return policy.violations.banning
        case StandingKind.RESTRICTED:
            return policy.violations.restricting
        case _:
            return {}


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
    for key, violation in reasons_for(policy, kind).items():
        if fold(text) in {fold(key), fold(key.replace("_", " ")), fold(violation.say)}:
            return key
    return text


def _stands(session: Session, who: Who, today: date) -> tuple[KeptStanding | None, KeptStanding | None]:
    """The restriction or ban that is recorded, and the one that is reported, where either holds."""
    held = {one.basis: one for one in session.members.standings(who) if holds(one.standing, today)}
    return held.get(Basis.RECORDED), held.get(Basis.STATED)


def _says_no_more(told: Standing, known: Standing) -> bool:
    """Whether the report only says again what is known: the same, or the same without the details."""
    if told.kind is not known.kind:
        return False
    return all(new in {None, old} for new, old in zip(_details(told), _details(known), strict=True))


def _details(standing: Standing) -> tuple[str | date | None, ...]:
    return standing.reason, standing.since, standing.until


def _told_of(  # noqa: PLR0913, PLR0917 - what there is to tell
    session: Session,
    policy: Policy,
    who: Who,
    standing: Standing,
    lifted: Standing | None,
    now: datetime,
    by: str,
) -> None:
    """Audit a recorded standing, and owe the member the news of it. The audit holds no text that anybody typed."""
    kind = "standing_recorded" if lifted is None else "standing_lifted"
    dates = {"since": standing.since, "until": standing.until}
    listed = standing.reason if standing.reason in reasons_for(policy, standing.kind) else None
    number = session.audit.add(who.team, now, by, kind, who.user, kind=standing.kind, reason=listed, **dates)
    if who.in_slack:
        was = None if lifted is None else lifted.kind
        fields = {"kind": standing.kind, "was": was, "reason": standing.reason, "by": by, "on": now.date(), **dates}
        session.owed.add(who, f"audit {number}", kind, fields, now)
