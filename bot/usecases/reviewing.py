"""Reviewing: who handles a workspace's appeals and where, and what their channel shows of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.appeals import Appeal, Role
from bot.policy import Policy
from bot.store import Session, Store, Who
from bot.store.cards import CHANNEL_ITSELF, Place
from bot.store.roles import AWAY, REVIEW_CHANNEL, Office
from bot.usecases.appeal_steps import role_of
from bot.usecases.reviewed import Changes, Due, OnCard, PointsTo, Reminder
from bot.verdict import State

LEASE = timedelta(minutes=5)
"""How long a card that is being shown is left to whoever shows it: longer than Slack is waited for."""
REMIND_LEASE = timedelta(hours=1)
"""The same for a reminder; one that could not be posted comes again after it."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
"""Between two tries to show a card: doubled each time, up to an hour, so that one that was away is found again."""


class Reviewing:
    """The use cases of those who handle appeals. Each opens the store for itself."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._days: Sequence[int] = sorted(policy.appeals.remind_after_days)

    # Who, and where

    def change(self, who: Who, changes: Changes, now: datetime) -> None:
        """Set up what an administrator wants otherwise; what is so already is not done again.

        A new channel shows the open appeals at once. With none, what stands in the old one stays up to date.
        """
        with self._store.writing() as session:
            for office, users in changes.bearers.items():
                _set_bearers(session, who, office, users, now)
            if changes.sets_channel and session.roles.setting(who.team, REVIEW_CHANNEL) != changes.channel:
                _set_channel(session, who, changes.channel, changes.greeted, now)

    def role(self, team: str, appeal: Appeal, actor: str, known_as: Role | None) -> Role:
        """As what somebody acts on an appeal; `known_as` is what they are known as outside of the store."""
        with self._store.reading() as session:
            return role_of(session, Who(team, appeal.user), actor, known_as)

    def reviews(self, who: Who) -> bool:
        """Whether a member is listed to handle appeals."""
        with self._store.reading() as session:
            return any(session.roles.has(who, office) for office in Office)

    def away_since(self, team: str) -> datetime | None:
        """Since when nothing can be posted in the review channel; None where nothing is known to be wrong."""
        with self._store.reading() as session:
            since = session.roles.setting(team, AWAY)
        return None if since is None else datetime.fromisoformat(since)

    def on_card(self, team: str, number: int) -> OnCard | None:
        """What a card shows of an appeal; None where the workspace has none of that number."""
        with self._store.reading() as session:
            return _on_card(session, team, number)

    def lost(self, reminder: Reminder, now: datetime) -> None:
        """A card is not where it stood: it is to be posted anew."""
        with self._store.writing() as session:
            session.cards.lost(reminder.waiting.team, reminder.waiting.appeal, now)

    # Showing cards

    def take(self, now: datetime) -> Due | None:
        """The card that has been due for longest, for whoever asks alone; None where none is due."""
        with self._store.writing() as session:
            card = session.cards.take(now, now + LEASE)
            if card is None:
                return None
            channel = session.roles.setting(card.team, REVIEW_CHANNEL)
            shows = _on_card(session, card.team, card.appeal)
            withdrawn = shows is None and session.audit.last_step(card.team, card.appeal) == "appeal_withdraw"
            return Due(card, channel, shows, withdrawn, _set_by(session, card.team))

    def shown(self, due: Due, place: Place | None) -> None:
        """A card shows what it should, where it stands; None: there was nothing to show."""
        with self._store.writing() as session:
            appeal = None if due.shows is None else due.shows.appeal
            remind_at = None
            if place is not None and appeal is not None and appeal.is_open:
                remind_at = self._next(appeal, due.card.reminded)
            session.cards.shown(due.card, place, remind_at)
            if place is not None and place.channel == due.channel:
                session.roles.set(due.card.team, AWAY, None)

    def not_shown(self, due: Due, now: datetime, *, away: bool) -> None:
        """A card could not be shown and is due again later.

        Args:
            away: the bot may not post in the review channel: who set it up, and whoever is listed as administrator,
                is told once.
        """
        team = due.card.team
        with self._store.writing() as session:
            session.cards.put_off(due.card, now + min(FIRST_PAUSE * 2 ** min(due.card.tries, 10), LONGEST_PAUSE))
            if not away or due.posts_in is None or session.roles.setting(team, AWAY) is not None:
                return
            session.roles.set(team, AWAY, now.isoformat())
            session.audit.add(team, now, "whylocked", "review_channel_away", channel=due.posts_in)
            setter = _set_by(session, team)
            told = dict.fromkeys([*session.roles.bearers(team, Office.ADMINISTRATOR), *filter(None, [setter])])
            for user in told:
                cause = f"review channel {due.posts_in} {now.isoformat()}"
                session.owed.add(Who(team, user), cause, "review_channel_away", {"channel": due.posts_in}, now)

    # Reminding

    def take_waiting(self, now: datetime) -> Reminder | None:
        """An appeal that has waited for as long as the policy says, for whoever asks alone; None where none has."""
        with self._store.writing() as session:
            waiting = session.cards.take_waiting(now, now + REMIND_LEASE)
            if waiting is None:
                return None
            appeal = session.appeals.find(waiting.team, waiting.appeal)
            still = appeal if appeal is not None and appeal.is_open else None
            return Reminder(waiting, still, 0 if still is None else (now - still.changed_at).days)

    def reminded(self, reminder: Reminder) -> None:
        """The channel was reminded: of every day of the policy's that has passed; or there was nothing to remind of."""
        passed = sum(days <= reminder.days for days in self._days)
        remind_at = None if reminder.appeal is None else self._next(reminder.appeal, passed)
        with self._store.writing() as session:
            session.cards.reminded(reminder.waiting, passed, remind_at)

    def _next(self, appeal: Appeal, reminded: int) -> datetime | None:
        """When the channel is to be reminded next; None where it has been reminded often enough."""
        left = self._days[reminded:]
        return appeal.changed_at + timedelta(days=left[0]) if left else None


def _set_bearers(session: Session, who: Who, office: Office, users: Sequence[str], now: datetime) -> None:
    before = session.roles.bearers(who.team, office)
    session.roles.set_bearers(who.team, office, users, now)
    for user in before:
        if user not in users:
            session.audit.add(who.team, now, who.user, f"{office}_removed", user)
    for user in dict.fromkeys(users):
        if user not in before:
            session.audit.add(who.team, now, who.user, f"{office}_added", user)


def _set_channel(session: Session, who: Who, channel: str | None, greeted: Place | None, now: datetime) -> None:
    team = who.team
    session.roles.set(team, REVIEW_CHANNEL, channel)
    session.roles.set(team, AWAY, None)
    session.audit.add(team, now, who.user, "review_channel", channel=channel)
    session.cards.changed(team, CHANNEL_ITSELF, now)
    if greeted is not None:
        session.cards.stands(team, CHANNEL_ITSELF, greeted)
    if channel is not None:
        session.cards.anew(team, (appeal.number for appeal in session.appeals.open_in(team)), now)


def _set_by(session: Session, team: str) -> str | None:
    """Whoever of Slack chose the review channel; None for the operator, and for whoever has gone."""
    setter = session.audit.last_actor(team, "review_channel")
    return setter if setter is not None and Who(team, setter).in_slack else None


def _on_card(session: Session, team: str, number: int) -> OnCard | None:
    appeal = session.appeals.find(team, number)
    if appeal is None:
        return None
    return OnCard(appeal, tuple(session.appeals.history(team, number)), _points_to(session, team, appeal))


def _points_to(session: Session, team: str, appeal: Appeal) -> PointsTo | None:
    """The diagnosis that an appeal points to in short; None where there is none, or it is not kept any more."""
    found = appeal.diagnosis and session.diagnoses.states(Who(team, appeal.user), appeal.diagnosis)
    if not found:
        return None
    verdict, asked_at, states = found
    locked = tuple(check for check, state in states.items() if state is State.LOCKED)
    return PointsTo(str(appeal.diagnosis), asked_at.date(), verdict, locked)
