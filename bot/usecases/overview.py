"""What a member sees at a glance, and what administrators see of a workspace. Nothing is stored by looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.appeals import OPEN, Appeal
from bot.people import Person, Target, TargetStatus
from bot.policy import Policy
from bot.store import Session, Store, Who
from bot.store.questions import Asked
from bot.store.roles import AWAY, REVIEW_CHANNEL, Office
from bot.store.watches import Watch
from bot.usecases.answer import Answer
from bot.usecases.asking import Asking
from bot.usecases.network import Sharing, show_sharing
from bot.verdict import Verdict

ASKED = 5
"""How many of those asked about last are shown."""
IMPORTERS = 10
"""How many of those who imported an archive are named."""
ADMINISTRATORS = 3
"""How many administrators are named as those to ask."""
APPEALS = 10
"""How many of the open appeals of a workspace are shown, those that have waited longest."""
RECENT_DAYS = 30
"""How far back the numbers reach that administrators see."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a member stands.

    Attributes:
        answer: what stands in the way of every message; no diagnosis is stored of it.
        sharing: how colleagues may use the network.
        sent: how many messages went out on each day of the policy's window before the archive's day, oldest first; ()
            where no archive tells.
        appeals: the member's open appeals, oldest first.
        watches: what the member wants to be told of, the oldest first.
        asked: whom the member asked about last, the newest first.
        administrators: whom to ask in the workspace: a few user ids.
    """

    answer: Answer
    sharing: Sharing
    sent: tuple[tuple[date, int], ...] = ()
    appeals: tuple[Appeal, ...] = ()
    watches: tuple[Watch, ...] = ()
    asked: tuple[Asked, ...] = ()
    administrators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfWorkspace:
    """What administrators see of their workspace: who and how many, never whom anybody knows or asked about.

    Attributes:
        importers: user ids of those who imported an archive, and its day, the newest first; of all `imported`.
        appeals: open ones, those first that have waited longest; of all `open_appeals`.
        policy: the version in force.
        verdicts: how many answers of the last days gave each verdict.
        no_padlocks: how often in those days a member saw no padlock where an answer said locked.
        channel: the id of the channel in which appeals are shown; None where none is set.
        reviewers: user ids.
        away_since: since when the bot can't post in that channel; None where nothing is known to be wrong.
    """

    importers: tuple[tuple[str, date], ...]
    imported: int
    appeals: tuple[Appeal, ...]
    open_appeals: int
    policy: str
    verdicts: Mapping[Verdict, int]
    no_padlocks: int
    channel: str | None
    reviewers: tuple[str, ...]
    away_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overviews:
    """Looks over what is stored, by one policy."""

    store: Store
    policy: Policy
    asking: Asking

    def of(self, who: Who, now: datetime) -> Overview:
        """Where the member stands now."""
        with self.store.reading() as session:
            return Overview(
                answer=self.asking.answer(session, who, Target(TargetStatus.NONE), now),
                sharing=show_sharing(session, who),
                sent=_sent(session, self.policy.message_volume.window_days, who),
                appeals=tuple(appeal for appeal in session.appeals.of(who) if appeal.state in OPEN),
                watches=tuple(session.watches.of(who)),
                asked=tuple(session.questions.asked_last(who, ASKED)),
                administrators=tuple(session.roles.bearers(who.team, Office.ADMINISTRATOR)[:ADMINISTRATORS]),
            )

    def of_workspace(self, team: str, now: datetime) -> OfWorkspace:
        """How a workspace uses the bot; for administrators alone."""
        since = now - timedelta(days=RECENT_DAYS)
        with self.store.reading() as session:
            away = session.roles.setting(team, AWAY)
            importers, appeals = session.archives.importers(team), session.appeals.open_in(team)
            return OfWorkspace(
                importers=tuple(importers[:IMPORTERS]),
                imported=len(importers),
                appeals=tuple(appeals[:APPEALS]),
                open_appeals=len(appeals),
                policy=self.policy.version,
                verdicts=session.questions.verdicts(team, since),
                no_padlocks=session.questions.no_padlocks(team, since),
                channel=session.roles.setting(team, REVIEW_CHANNEL),
                reviewers=tuple(session.roles.bearers(team, Office.REVIEWER)),
                away_since=None if away is None else datetime.fromisoformat(away),
            )

    def person(self, who: Who, diagnosis: str) -> Person | None:
        """Whom one of the member's own diagnoses is about; None for nobody, or where it is gone."""
        with self.store.reading() as session:
            return session.questions.person(who, diagnosis)

    def opened(self, who: Who, now: datetime) -> None:
        """Keep that the member has opened Home."""
        with self.store.writing() as session:
            session.visits.home_opened(who, now)

    def has_home(self, who: Who) -> bool:
        """Whether the member ever opened Home."""
        with self.store.reading() as session:
            return session.visits.has_opened_home(who)


def _sent(session: Session, window_days: int, who: Who) -> tuple[tuple[date, int], ...]:
    known = session.members.archive_facts(who).get("sent_known")
    if known is None or not known[0]:
        return ()
    last = known[1]
    days = [last - timedelta(days=back) for back in reversed(range(window_days))]
    counts = session.messages.by_day(who, days[0], last)
    return tuple((day, counts.get(day, 0)) for day in days) if counts else ()
