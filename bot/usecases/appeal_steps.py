"""Every step of an appeal that is filed, and what it does to the standing that it is against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.appeals import CASE_OF, COMMAND_LINE, Action, Appeal, AppealState, Case, Event, Refused, Role, step
from bot.errors import UserError
from bot.facts import Basis, Standing, StandingKind
from bot.policy import Policy
from bot.store import Session, Who
from bot.store.roles import Office
from bot.text import clean_lines
from bot.usecases.appealed import Done, Lifting, Refusal, Told

FARTHEST_AHEAD = timedelta(hours=14)
"""How far the clocks of some places are ahead of UTC: a day that has begun there lies in nobody's future."""
TOLD = {
    Action.ASK: "appeal_asked",
    Action.ACCEPT: "appeal_accepted",
    Action.REJECT: "appeal_rejected",
    Action.WITHDRAW: "appeal_withdrawn",
}
"""The kinds of message that the member is owed when somebody else takes a step."""
_OUTCOMES = frozenset({Action.ACCEPT, Action.REJECT})


def act(  # noqa: PLR0913, PLR0917 - what a step is taken with
    session: Session,
    policy: Policy,
    team: str,
    number: int,
    action: Action,
    actor: str,
    now: datetime,
    known_as: Role | None,
    note: str | None,
    on: date | None,
) -> Done | Refusal:
    """Take a step of an appeal, if it is the actor's to take and the appeal is where it can be taken.

    Raises:
        UserError: there is no such appeal, or the note or the day does not fit.
    """
    told = told_of(session, team, number)
    if told is None:
        raise UserError("appeal_unknown", number=number)
    appeal, who = told.appeal, Who(team, told.appeal.user)
    role = role_of(session, who, actor, known_as)
    state = step(appeal.state, action, role)
    if isinstance(state, Refused):
        return Refusal(state, told)
    event = Event(now, actor, role, action.value, state, _note(policy, action, note))
    decided = _decided(appeal, on, now) if action in _OUTCOMES else None
    if action is Action.STILL_LOCKED and not _locked_again(session, who, number):
        return Refusal(Refused.NOT_NOW, told)
    stands = _stands(session, who, appeal.case)
    if action is Action.ACCEPT and stands:
        _lift(session, who, actor, now)
    session.appeals.moved(team, number, state, now, decided)
    appeal = replace(appeal, state=state, changed_at=now, decided_on=decided or appeal.decided_on)
    place = happened(session, team, appeal, event)
    after = with_history(session, team, appeal)
    if role is not Role.MEMBER and action in TOLD and who.in_slack:
        fields = {"number": number, "case": appeal.case, "by": actor, "role": role, "note": event.note}
        fields |= {"on": decided and decided.isoformat(), "stands": stands}
        session.owed.add(who, f"appeal {number} event {place}", TOLD[action], fields, now)
    return Done(after, session.members.standing(who))


def role_of(session: Session, who: Who, actor: str, known_as: Role | None) -> Role:
    """As what somebody acts on a member's appeal. Nobody reviews an appeal of their own, whatever else they are."""
    if actor == who.user:
        return Role.MEMBER
    if actor == COMMAND_LINE:
        return Role.OPERATOR
    if session.roles.has(Who(who.team, actor), Office.REVIEWER):
        return Role.REVIEWER
    if session.roles.has(Who(who.team, actor), Office.ADMINISTRATOR):
        return Role.ADMINISTRATOR
    return known_as or Role.OTHER


def _note(policy: Policy, action: Action, note: str | None) -> str | None:
    text, most = clean_lines(note or ""), policy.appeals.statement_maximum
    if not text and action is Action.ASK:
        raise UserError("appeal_question_empty")
    if not text and action is Action.ANSWER:
        raise UserError("appeal_answer_empty")
    if len(text) > most:
        raise UserError("appeal_note_too_long", length=len(text), maximum=most)
    return text or None


def _decided(appeal: Appeal, on: date | None, now: datetime) -> date:
    if on is None:
        return now.date()
    if on > (now + FARTHEST_AHEAD).date():
        raise UserError("outcome_in_future", on=on)
    if appeal.noticed_on is not None and on < appeal.noticed_on:
        raise UserError("outcome_before_notice", on=on, noticed_on=appeal.noticed_on)
    return on


def _stands(session: Session, who: Who, case: Case) -> bool:
    """Whether what an appeal is against is what counts of the account: by now it may be something else, or nothing."""
    standing = session.members.standing(who)
    return standing is not None and CASE_OF.get(standing.value.kind) is case


def _lift(session: Session, who: Who, actor: str, now: datetime) -> None:
    """Record the good standing that LinkedIn gave back."""
    stood = session.members.standing_rows(who)
    session.members.record_standing(who, Standing(StandingKind.GOOD), Basis.RECORDED, now, by=actor, lifted=stood)


def _locked_again(session: Session, who: Who, number: int) -> bool:
    """Have stand again what an accepted appeal lifted; whether that lifting is what stands."""
    lifting, lifted = lifting_of(session, who), session.members.lifted(who)
    if lifting is None or lifted is None or lifting.told.appeal.number != number:
        return False
    session.members.put_back_standing(who, lifted[0])
    return True


def lifting_of(session: Session, who: Who) -> Lifting | None:
    """The accepted appeal because of which the member's standing counts as good; None where none is."""
    lifted, standing = session.members.lifted(who), session.members.standing(who)
    if lifted is None or standing is None or standing.value.kind is not StandingKind.GOOD:
        return None
    for appeal in reversed(session.appeals.of(who)):
        told = with_history(session, who.team, appeal)
        for event in told.events:
            if event.action == Action.ACCEPT and event.at == lifted[1]:
                return Lifting(told, event)
    return None


def lately_lifted(session: Session, policy: Policy, who: Who, now: datetime) -> Lifting | None:
    """The same as `lifting_of`, for as many days as the policy has it told; then the notice has long gone or not."""
    lifting = lifting_of(session, who)
    if lifting is None or now - lifting.accepted.at > timedelta(days=policy.appeals.lifted_told_days):
        return None
    return lifting


def withdraw_all(session: Session, who: Who, now: datetime) -> None:
    """Withdraw what is open of a member's who leaves, and have every card of theirs shown anew, without them."""
    for appeal in session.appeals.of(who):
        if appeal.is_open:
            state = AppealState.WITHDRAWN
            session.appeals.moved(who.team, appeal.number, state, now, None)
            happened(session, who.team, appeal, Event(now, who.user, Role.MEMBER, Action.WITHDRAW.value, state))
        else:
            session.cards.changed(who.team, appeal.number, now)


def happened(session: Session, team: str, appeal: Appeal, event: Event) -> int:
    """Add a step to the history, the card and the audit, which holds no texts; gives its place in the history."""
    place = session.appeals.happened(team, appeal, event)
    session.cards.changed(team, appeal.number, event.at)
    detail = {"appeal": appeal.number, "case": appeal.case, "state": event.state, "role": event.role}
    detail |= {} if appeal.decided_on is None else {"on": appeal.decided_on}
    session.audit.add(team, event.at, event.actor, f"appeal_{event.action}", appeal.user, **detail)
    return place


def told_of(session: Session, team: str, number: int) -> Told | None:
    """The appeal of a number with its history; None where the workspace has none of it."""
    appeal = session.appeals.find(team, number)
    return None if appeal is None else with_history(session, team, appeal)


def with_history(session: Session, team: str, appeal: Appeal) -> Told:
    """An appeal with its history, and the names of the members who did something, as far as they are known."""
    members = session.network.members(team)
    called = {person.user: person.name for person in members if person.user is not None and person.name != person.user}
    return Told(appeal, tuple(session.appeals.history(team, appeal.number)), called)
