"""Messages that members are owed: taken one by one by whoever sends them, until Slack has them or they are too old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.policy import Policy
from bot.store import Session, Store, Who
from bot.store.owed import Owed

LEASE = timedelta(minutes=10)
"""How long a message is nobody else's who sends: longer than one call to Slack can take with all its retries."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
"""After a failure it waits, and twice as long after each further one: what fails at Slack is mostly over in minutes."""

ITSELF = "whylocked"
"""Who acted, in the audit, when the program did so by itself."""
NOT_SENT = "message_not_sent"
"""What the audit calls a message that was given up; its detail says of which kind (`kind`) and why (`why`)."""

Lives = Mapping[str, timedelta]
"""Conversations, and how long each can be taken up again."""


class Owing:
    """What is done with owed messages; each method opens the store for itself.

    Moments (`now`) are those by which what is due is due; `at` is the moment that answers speak of.

    Args:
        longest: how long a conversation is kept at most, however long it could be taken up again.
    """

    def __init__(self, store: Store, policy: Policy, longest: timedelta) -> None:
        self._store = store
        self._policy = policy
        self._longest = longest

    def teams(self, now: datetime) -> list[str]:
        """The workspaces in which a message is due; only looks."""
        with self._store.reading() as session:
            return session.owed.teams(now)

    def take(self, team: str, now: datetime) -> Owed | None:
        """A message that is due, for whoever asks alone until its lease ends; None when none is."""
        with self._store.writing() as session:
            return session.owed.take(team, now, now + LEASE)

    def begun(self, owed: Owed, lives: Lives, turn: dict[str, object], at: datetime) -> bool:
        """Keep how a conversation goes on beneath a message that is about to be sent, for what can be pressed there.

        Returns:
            Whether it is still to be sent: not when the member has left meanwhile.
        """
        with self._store.writing() as session:
            if not session.owed.stands(owed):
                return False
            self._keep(session, owed.who, lives, turn, at)
            return True

    def sent(self, owed: Owed, lives: Lives, turn: dict[str, object], at: datetime) -> None:
        """Slack has the message: it is owed no longer, and the conversation can go on beneath it."""
        with self._store.writing() as session:
            if session.owed.done(owed):
                self._keep(session, owed.who, lives, turn, at)

    def failed(self, owed: Owed, now: datetime) -> bool:
        """It could not be sent just now: it is due again later, unless it has been owed for too long.

        Returns:
            Whether it was given up.
        """
        too_old = now - owed.owed_since >= timedelta(days=self._policy.owing.give_up_after_days)
        with self._store.writing() as session:
            if too_old:
                _given_up(session, owed, "too_old", now)
            else:
                wait = FIRST_WAIT * 2 ** min(owed.tries, 10)
                session.owed.put_off(owed, now + min(wait, LONGEST_WAIT), tries=owed.tries + 1)
        return too_old

    def refused(self, owed: Owed, now: datetime) -> None:
        """It can never be sent to this member."""
        with self._store.writing() as session:
            _given_up(session, owed, "refused", now)

    def not_known(self, owed: Owed, now: datetime) -> None:
        """This version has no words for it: another one may, so it stays."""
        with self._store.writing() as session:
            session.owed.put_off(owed, now + LONGEST_WAIT, tries=owed.tries)

    def _keep(self, session: Session, who: Who, lives: Lives, turn: dict[str, object], at: datetime) -> None:
        if lives:
            session.members.ensure(who)
        for thread, each in lives.items():
            session.threads.keep(who, thread, turn, at, at + min(each, self._longest))


def _given_up(session: Session, owed: Owed, why: str, now: datetime) -> None:
    """It is owed no longer; the audit counts it, whoever has left is not in it."""
    if session.owed.done(owed):
        session.audit.add(owed.who.team, now, ITSELF, NOT_SENT, owed.who.user, kind=owed.kind, why=why)
