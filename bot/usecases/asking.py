"""Why can't I message X: gather the facts, run the six checks, and add what helps. Stores the diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.advice import Condition, Way, Ways, possible
from bot.checks import diagnose
from bot.facts import Basis, Fact
from bot.people import Person, Target, TargetStatus, person_of
from bot.phrasing import Question, Step
from bot.policy import FREE, Policy
from bot.profile_fields import FIELDS, Value, count_of, parse_field
from bot.store import Session, Who
from bot.store.diagnoses import Diagnosis
from bot.store.introducers import Introducer
from bot.usecases.answer import Answer
from bot.usecases.appeal_steps import lately_lifted
from bot.usecases.current_facts import asker_facts, current_facts, target_facts
from bot.usecases.doubting import doubt_of
from bot.usecases.introducing import named_introducers
from bot.usecases.plan import make_plan
from bot.usecases.questions import best_question, confirmation
from bot.usecases.supposing import CONNECT, supposing, with_ties
from bot.verdict import State, Verdict, verdict_of

_NOBODY_TO_CHECK = {TargetStatus.SELF, TargetStatus.BOT, TargetStatus.STRANGER}


class Asking:
    """Answers lock questions by one policy.

    Args:
        ways: other ways to reach people.
        steps: what plans are made of.
        questions: what can be asked when a fact is missing.
    """

    def __init__(
        self, policy: Policy, ways: Ways, steps: Mapping[str, Step], questions: Mapping[str, Question]
    ) -> None:
        self._policy = policy
        self._ways = ways
        self._steps = steps
        self._questions = questions

    def answer(self, session: Session, who: Who, target: Target, now: datetime) -> Answer:
        """The answer to a lock question; nothing is stored yet."""
        return self._look(session, who, target, now, {})

    def kept(self, session: Session, who: Who, answer: Answer) -> Answer:
        """The same answer with its diagnosis stored, under an id to quote. Only for an answer with a verdict."""
        diagnosis = session.diagnoses.fresh_id(who.team)
        session.members.ensure(who)
        person = person_of(answer.target)
        session.diagnoses.add(
            who,
            Diagnosis(
                diagnosis,
                answer.facts.now,
                answer.policy,
                answer.as_of,
                verdict_of(answer.findings),
                None if person is None else person.name,
                None if person is None else person.url,
                answer.findings,
            ),
        )
        return _with(answer, diagnosis=diagnosis)

    def what_if(  # noqa: PLR0913 - what can be supposed
        self,
        session: Session,
        who: Who,
        target: Target,
        changes: tuple[tuple[str, str], ...],
        now: datetime,
        *,
        ties: tuple[Person, ...] = (),
    ) -> Answer:
        """The same answer on changed facts; nothing is stored.

        Args:
            ties: with whom the member is supposed to connect (`bot.usecases.supposing.with_ties`).

        Raises:
            UserError: a change names no field, or a value that does not fit it.
        """
        current = current_facts(session.members.statements(who), session.members.archive_facts(who))
        lists = {field: fact.value for field, fact in current.items()}
        parsed = {
            field: parse_field(field, raw, self._policy, of_target=field == "shared", known=lists.get(field))
            for field, raw in changes
        }
        known: dict[str, Value] = {field: value for field, value in parsed.items() if value is not None}
        supposed = (*changes, *((CONNECT, tie.name) for tie in dict.fromkeys(ties)))
        answer = self._look(session, who, target, now, known, ties)
        return _with(answer, hypothetical=supposed, ask=None, confirms=False)

    def _look(  # noqa: PLR0913, PLR0917 - what is known and what is supposed
        self,
        session: Session,
        who: Who,
        target: Target,
        now: datetime,
        changes: Mapping[str, Value],
        ties: tuple[Person, ...] = (),
    ) -> Answer:
        policy = self._policy
        facts = asker_facts(session, policy, who, now)
        if target.status in _NOBODY_TO_CHECK:
            return Answer(target, policy.version, facts)
        facts = supposing(facts, changes, policy)
        person = person_of(target)
        relation = None
        if person is not None:
            facts, relation = target_facts(session, who, facts, person)
        if "shared" in changes:
            shared = Fact(count_of(changes["shared"]), Basis.STATED, now.date())
            facts = facts.changed(shared=shared, shared_is_partial=False)
        facts = facts.changed(target_named=target.status is not TargetStatus.NONE)
        facts = with_ties(session, who, facts, person, ties)
        findings = diagnose(facts, policy)
        as_of, from_archive = _day_of(session, who)
        answer = Answer(
            target, policy.version, facts, relation, as_of=as_of, from_archive=from_archive, findings=findings
        )
        if target.status is TargetStatus.AMBIGUOUS:
            return answer
        invitation = None if relation is None else relation.invitation
        introducer, colleague = _introducers(session, who, answer)
        ways, detail = self._other_ways(session, who, target, answer)
        banned = any(finding.reason == "ban.banned" for finding in findings)
        # Whoever is banned has no use for questions about anything else.
        ask = None if banned else best_question(facts, policy, self._questions)
        confirms = confirmation(facts, policy) if ask is None and not banned else None
        first_use = as_of is None and facts.standing is None and not changes and not ties
        doubt = doubt_of(answer)
        if doubt is not None:
            doubt = replace(doubt, said=self._padlock_said(session, who, person, now))
        return _with(
            answer,
            verdict=verdict_of(findings),
            plan=make_plan(
                facts, policy, self._steps, invitation, None if colleague is None else colleague.person.name
            ),
            introducer=introducer,
            ask="first_use" if first_use else ask or confirms or ("padlock" if doubt and not doubt.said else None),
            confirms=confirms is not None,
            first_use=first_use,
            doubt=doubt,
            can_be_told=not who.is_guest,
            lifting=lately_lifted(session, policy, who, now),
            ways=ways,
            way_detail=detail,
        )

    def _padlock_said(
        self, session: Session, who: Who, person: Person | None, now: datetime
    ) -> tuple[bool, date] | None:
        said = session.diagnoses.padlock_said(who, person)
        if said is None or said[1] <= now - timedelta(days=self._policy.asking.confirm_again_after_days):
            return None
        return said[0], said[1].date()

    def _other_ways(
        self, session: Session, who: Who, target: Target, answer: Answer
    ) -> tuple[tuple[Way, ...], Mapping[str, object]]:
        """Other ways to reach the person that fit this member's account and standing."""
        locked = {finding.check for finding in answer.findings if finding.state is State.LOCKED}
        relation = answer.relation
        if relation is None or (relation.connected and verdict_of(answer.findings) is Verdict.OPEN):
            return (), {}
        account = answer.facts.account_type and answer.facts.account_type.value
        inmail = self._policy.inmail.get(account or "")
        company = _own_company(session, who)
        person = target.person
        elsewhere = person is not None and person.company is not None and person.company != company
        holds = {
            Condition.CONNECTED: relation.connected is True,
            # A name that nobody in a known network bears is most likely not connected: a way may be offered on that.
            Condition.NOT_CONNECTED: not relation.connected and relation.as_of is not None,
            Condition.INVITATION_RECEIVED: relation.invitation == "received",
            Condition.INVITATION_SENT: relation.invitation == "sent",
            Condition.NO_INVITATION: relation.invitation is None,
            Condition.WRITTEN_BEFORE: bool(relation.messages) or relation.last_received is not None,
            Condition.BASIC: account == FREE,
            Condition.NOT_BASIC: account != FREE,
            Condition.INMAIL: inmail is not None,
            Condition.COWORKER: company is not None and not elsewhere,
            Condition.RESTRICTED: "restriction" in locked,
            Condition.UNDOUBTED: doubt_of(answer) is None,
        }
        conditions = [condition for condition, true in holds.items() if true]
        ways = tuple(way for way in self._ways.ways_for(conditions) if possible(way.needs, locked))
        detail = {
            "company": company or "",
            "monthly": inmail.monthly if inmail else 0,
            "held": inmail.held if inmail else 0,
        }
        return ways, detail


def _with(answer: Answer, **changes: object) -> Answer:
    return replace(answer, **changes)  # type: ignore[arg-type]


def _introducers(session: Session, who: Who, answer: Answer) -> tuple[Introducer | None, Introducer | None]:
    """Who can introduce the member, and the colleague to connect with where a shared connection is known to lack."""
    person = person_of(answer.target)
    if person is None or (answer.facts.connected is not None and answer.facts.connected.value):
        return None, None
    introducers = named_introducers(session, who, person)
    connection = next((each for each in introducers if each.yours), None)
    colleague = next((each for each in introducers if not each.yours), None)
    states = {finding.check: finding.state for finding in answer.findings}
    if states["shared_connections"] is State.LOCKED:
        return connection, colleague
    # Whoever is restricted invites nobody, and where enough is shared nobody needs to.
    open_to_invite = State.LOCKED not in {states["ban"], states["restriction"]}
    needed = states["shared_connections"] is State.UNKNOWN and open_to_invite
    return connection or (colleague if needed else None), None


def _day_of(session: Session, who: Who) -> tuple[date | None, bool]:
    """The day the facts speak for: the newest archive's, else that of the newest statement."""
    kinds = session.archives.kinds(who)
    if kinds:
        return max(kinds.values()), True
    stated = [at.date() for field, (_, at) in session.members.statements(who).items() if field in _ABOUT_LOCKS]
    return max(stated, default=None), False


# Statements that say who somebody is or what may be shared tell nothing of any lock.
_ABOUT_LOCKS = frozenset(FIELDS) - {"name", "url", "share_network"}


def _own_company(session: Session, who: Who) -> str | None:
    """The company the member works at now, where the archive shows exactly one."""
    companies = session.archives.current_companies(who)
    return companies[0] if len(companies) == 1 else None
