"""The use cases of appeals (spec, section 5).

The appeal itself goes to LinkedIn, by the member. Here its record is kept, and reviewers of the workspace help.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.appeals import Action, Appeal, Case, Event, Role
from bot.policy import Policy
from bot.store import Store, Who
from bot.usecases.appeal_filing import case_of, file
from bot.usecases.appeal_steps import act, lifting_of, told_of, with_history
from bot.usecases.appealed import Done, Draft, Filed, Filing, Lifting, Overview, Refusal, ToAppeal, Told
from bot.usecases.current_facts import asker_facts


class Appealing:
    """Appeals over one store and one policy. Each opens the store for itself; what belongs together is one writing."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def standing_case(self, who: Who, now: datetime) -> ToAppeal:
        """What there is to appeal."""
        with self._store.reading() as session:
            standing = session.members.standing(who)
            case = case_of(standing, now)
            return ToAppeal(case, standing, None if case is None else session.appeals.open_of(who, case))

    def draft(self, who: Who, now: datetime, case: Case | None = None, *, reports: bool = False) -> Draft | None:
        """What a draft is made of. None where there is nothing to appeal.

        Args:
            case: what the member reports.
            reports: whether the member reports a notice, and need not have said of which case.
        """
        with self._store.reading() as session:
            facts = asker_facts(session, self._policy, who, now)
        stands = case_of(facts.standing, now)
        against = case or stands
        if against is None:
            return Draft(None, None, facts) if reports else None
        return Draft(against, facts.standing if against is stands else None, facts)

    def file(
        self, who: Who, filing: Filing, now: datetime, *, actor: str | None = None, role: Role = Role.MEMBER
    ) -> Filed:
        """File an appeal, or give the one that is open already.

        Args:
            actor: who files it where it is not the member.
            role: as what.

        Raises:
            UserError: there is nothing to appeal, or something of it does not fit; nothing is kept.
        """
        with self._store.writing() as session:
            return file(session, self._policy, who, filing, now, actor or who.user, role)

    def act(  # noqa: PLR0913 - what a step is taken with
        self,
        team: str,
        number: int,
        action: Action,
        actor: str,
        now: datetime,
        *,
        known_as: Role | None = None,
        note: str | None = None,
        on: date | None = None,
    ) -> Done | Refusal:
        """Take a step of an appeal, if it is the actor's to take and the appeal is where it can be taken.

        Of several who do so at once one succeeds; the others learn what it has become, and by whom.

        Args:
            actor: a member's id, or `COMMAND_LINE`.
            known_as: as what the actor is known outside of the store: who administers in Slack, say.
            note: a question, an answer or why; only the first two are needed.
            on: the day of LinkedIn's outcome; None is today.

        Raises:
            UserError: there is no such appeal, or the note or the day does not fit; nothing is kept.
        """
        with self._store.writing() as session:
            return act(session, self._policy, team, number, action, actor, now, known_as, note, on)

    def of(self, who: Who) -> list[Told]:
        """The member's appeals with their history, oldest first."""
        with self._store.reading() as session:
            return [with_history(session, who.team, appeal) for appeal in session.appeals.of(who)]

    def overview(self, who: Who) -> Overview:
        """The member's appeals, and what counts of the account."""
        with self._store.reading() as session:
            appeals = [with_history(session, who.team, appeal) for appeal in session.appeals.of(who)]
            return Overview(appeals, session.members.standing(who), lifting_of(session, who))

    def told(self, team: str, number: int) -> Told | None:
        """The appeal of a number with its history; None where the workspace has none of it."""
        with self._store.reading() as session:
            return told_of(session, team, number)

    def find(self, team: str, number: int) -> Appeal | None:
        """The appeal of a number; None where the workspace has none of it."""
        with self._store.reading() as session:
            return session.appeals.find(team, number)

    def history(self, team: str, number: int) -> Sequence[Event]:
        """What happened to an appeal, oldest first."""
        with self._store.reading() as session:
            return session.appeals.history(team, number)

    def open_in(self, team: str) -> list[Appeal]:
        """The open appeals of a workspace, oldest first."""
        with self._store.reading() as session:
            return session.appeals.open_in(team)

    def lifting(self, who: Who) -> Lifting | None:
        """The accepted appeal because of which the member's standing counts as good; None where none is."""
        with self._store.reading() as session:
            return lifting_of(session, who)
