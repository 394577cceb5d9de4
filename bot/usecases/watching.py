"""To be told when nothing locks a message to somebody any more: begun, listed, stopped, and looked at until then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.people import People, Target, TargetStatus, person_of
from bot.policy import Policy
from bot.store import Store, Who
from bot.store.watches import Watch
from bot.usecases.answer import Answer
from bot.usecases.asking import Asking
from bot.usecases.seen_again import seen_again
from bot.verdict import Finding, State, Verdict

KIND = "watch_opened"
"""Which owed message tells that a watch has come true; `bot/replies/watches.py` puts it into words."""
MOST_AT_ONCE = 20
"""How many watches of a workspace are looked at before other duties have their turn."""

_LAPSE = {"message_volume"}
"""Checks that are not known any more once the time of what locked them is over."""


class Outcome(StrEnum):
    """What came of asking to be told."""

    BEGUN = "begun"
    ALREADY = "already"
    FULL = "full"
    BANNED = "banned"
    GUEST = "guest"
    NOT_LOCKED = "not_locked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking to be told of one person.

    Attributes:
        answer: what stands in the way now; nothing of it is stored.
        watch: what is waited for; None where nothing is.
    """

    outcome: Outcome
    answer: Answer
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """One watch, and what stands in the way now; nothing does where it has just come true."""

    watch: Watch
    locked: tuple[str, ...]


class Watching:
    """What members wait for; each method opens the store for itself.

    Args:
        people: everybody whom a member may find by name.
    """

    def __init__(self, store: Store, policy: Policy, asking: Asking, people: Callable[[Who], People]) -> None:
        self._store = store
        self._policy = policy
        self._asking = asking
        self._people = people

    @property
    def most(self) -> int:
        """How many persons a member may wait for."""
        return self._policy.watches.most

    def begin(self, who: Who, targets: Iterable[Target], now: datetime) -> tuple[Asked, ...]:
        """Tell the member once nothing locks a message to each of some persons; asked for again, it goes on as it is.

        Only what is locked can be waited for, and a ban has no end that could be. A guest cannot be told.
        """
        return tuple(self._begun(who, target, now) for target in targets)

    def _begun(self, who: Who, target: Target, now: datetime) -> Asked:
        with self._store.reading() as session:
            answer = self._asking.answer(session, who, target, now)
        if answer.verdict is not Verdict.LOCKED:
            return Asked(Outcome.NOT_LOCKED, answer)
        if is_banned(answer.findings):
            return Asked(Outcome.BANNED, answer)
        if who.is_guest:
            return Asked(Outcome.GUEST, answer)
        person = person_of(target)
        with self._store.writing() as session:
            known = session.watches.of(who)
            before = next((watch for watch in known if watch.is_about(person)), None)
            if before is not None:
                return Asked(Outcome.ALREADY, answer, before)
            if len(known) >= self.most:
                return Asked(Outcome.FULL, answer)
            session.members.ensure(who)
            session.watches.begin(who, person, _locked(answer.findings), now)
            begun = next(watch for watch in session.watches.of(who) if watch.is_about(person))
            return Asked(Outcome.BEGUN, answer, begun)

    def of(self, who: Who) -> list[Watch]:
        """What the member waits for, the oldest first."""
        with self._store.reading() as session:
            return session.watches.of(who)

    def listed(self, who: Who, now: datetime) -> tuple[Watched, ...]:
        """The same, each with what stands in the way now; nothing is stored by looking."""
        return tuple(Watched(watch, _in_the_way(watch, self._answer(watch, now))) for watch in self.of(who))

    def stop(self, who: Who, watches: Collection[Watch]) -> tuple[Watch, ...]:
        """Wait for some no longer; gives those that were waited for."""
        with self._store.writing() as session:
            return tuple(watch for watch in watches if watch.who == who and session.watches.end(watch))

    def teams(self, now: datetime) -> list[str]:
        """The workspaces in which something is to be looked at; only looks."""
        with self._store.reading() as session:
            return session.watches.teams(now)

    def look(self, team: str, now: datetime, at: datetime) -> bool:
        """Look at those that are due in a workspace: what has come true is told once, and waited for no longer.

        Args:
            now: the moment by which what is due is due.
            at: the moment that answers speak of.

        Returns:
            Whether more may be due.
        """
        again = now + timedelta(minutes=self._policy.watches.look_again_after_minutes)
        with self._store.writing() as session:
            taken = session.watches.take(team, now, again, MOST_AT_ONCE)
        failed: Exception | None = None
        for watch in taken:
            try:
                self._look_at(watch, again, at)
            except Exception as error:  # noqa: BLE001 - what is wrong with one keeps nobody else from being told
                failed = failed or error
        if failed is not None:
            raise failed
        return len(taken) == MOST_AT_ONCE

    def _look_at(self, watch: Watch, again: datetime, at: datetime) -> None:
        answer = self._answer(watch, at)
        left = _in_the_way(watch, answer)
        with self._store.writing() as session:
            if left:
                session.watches.looked_at(watch, left, min([again, *_frees(answer, at)]))
            elif session.watches.came_true(watch):
                cause = f"watch {watch.person} {watch.began_at.isoformat()}"
                session.owed.add(watch.who, cause, KIND, _told(watch, answer), at)

    def _answer(self, watch: Watch, at: datetime) -> Answer:
        """What the member would be answered now. What colleagues share may have changed since the watch began."""
        target = Target(TargetStatus.NONE)
        if watch.name is not None:
            target = seen_again(watch.name, watch.url, self._people(watch.who))
        with self._store.reading() as session:
            return self._asking.answer(session, watch.who, target, at)


def is_banned(findings: Iterable[Finding]) -> bool:
    """Whether a ban stands in the way, which has no end that could be waited for."""
    return any(finding.reason == "ban.banned" for finding in findings)


def _in_the_way(watch: Watch, answer: Answer) -> tuple[str, ...]:
    """The checks that stand in the way still, in the order of every answer.

    What locked before and is merely not known any more is no way open: a colleague may have closed a network, which is
    theirs to know, or the member may have taken something back. Of whom nothing can be said, all stands as it was.
    """
    if not answer.findings or answer.target.status is TargetStatus.AMBIGUOUS:
        return tuple(sorted(watch.locked))
    return tuple(
        finding.check
        for finding in answer.findings
        if finding.state is State.LOCKED or (finding.state is State.UNKNOWN and finding.check in watch.locked - _LAPSE)
    )


def _locked(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.check for finding in findings if finding.state is State.LOCKED)


def _frees(answer: Answer, at: datetime) -> Iterable[datetime]:
    """The moments still to come at which something in the way goes by itself."""
    sent, standing = answer.facts.sent, answer.facts.standing
    if sent is not None and sent.value.frees_at is not None and sent.value.frees_at > at:
        yield sent.value.frees_at
    if standing is not None and standing.value.until is not None and at.date() <= standing.value.until < date.max:
        yield _day_after(standing.value.until)


def _day_after(day: date) -> datetime:
    """When a day is over, in UTC (spec, section 2)."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _told(watch: Watch, answer: Answer) -> dict[str, object]:
    """What has to be told, as plain data."""
    unknown = sum(finding.state is State.UNKNOWN for finding in answer.findings)
    return {
        "person": None if watch.name is None else {"name": watch.name, "url": watch.url},
        "cleared": [finding.check for finding in answer.findings if finding.check in watch.locked],
        "unknown": unknown,
        "asked_on": watch.began_at.date().isoformat(),
    }
