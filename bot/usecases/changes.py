"""What a statement changed, before and after; and to take the last one back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.facts import Basis, Fact
from bot.people import Person
from bot.policy import Policy
from bot.profile_fields import Value
from bot.store import Session, Who
from bot.store.changes import Replaced
from bot.store.members import standing_of
from bot.store.network import StatedShared
from bot.usecases.profile import DEFAULT_SHARING, identify, sharing, show_profile
from bot.usecases.standing_rules import lifts

_FIELDS, _SHARED, _PADLOCK, _REPORT = "fields", "shared", "padlock", "report"
"""The parts of a change, as the store keeps it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What was known before and what is known now; None is not known."""

    before: Value | None
    now: Value | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What was stated of profile fields.

    Attributes:
        number: the number of the change, by which it can be undone.
        fields: what is known of each field that was stated.
        taken_back: the fields of which an earlier statement was only taken back.
    """

    number: int
    fields: Mapping[str, Changed]
    taken_back: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SharedSaved:
    """What was stated of connections shared with somebody."""

    number: int
    shared: Changed


class Refusal(StrEnum):
    """Why nothing was undone."""

    NOTHING = "nothing"
    NOT_LAST = "not_last"
    ALREADY = "already"
    OPENS = "opens"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Undone:
    """What is known again after a change was undone.

    Attributes:
        shared: of the person of that name, how many connections the member said to share.
        padlock: whether an answer on a padlock was taken back.
        report: whether what was said of LinkedIn's notice is as it was before.
    """

    fields: Mapping[str, Changed] = field(default_factory=dict)
    shared: tuple[str, Changed] | None = None
    padlock: bool = False
    report: bool = False


def known_of(
    session: Session, policy: Policy, who: Who, fields: Iterable[str], now: datetime
) -> dict[str, Value | None]:
    """What is known now of some profile fields; how a network may be used is always known."""
    known = show_profile(session, policy, who, now)
    return {name: _value(name, known[name]) for name in fields}


def _value(name: str, fact: Fact[Value] | None) -> Value | None:
    if fact is None:
        return DEFAULT_SHARING if name == "share_network" else None
    return fact.value


def fields_before(session: Session, who: Who, fields: Iterable[str]) -> Replaced:
    """What was stated of some profile fields until now, as a change keeps it."""
    stated = session.members.statements(who)
    return {
        _FIELDS: {name: [stated[name][0], stated[name][1].isoformat()] if name in stated else None for name in fields}
    }


def shared_before(person: Person, told: Iterable[StatedShared]) -> Replaced:
    """What was stated until now of connections shared with a person, as a change keeps it."""
    return {_SHARED: {"name": person.name, "key": person.key, "url": person.url, "before": list(told)}}


def padlock_before(session: Session, who: Who, diagnosis: str) -> Replaced:
    """What was answered until now on the padlock, as a change keeps it."""
    answer = session.diagnoses.padlock_answer(who, diagnosis)
    return {_PADLOCK: {"diagnosis": diagnosis, "before": answer and [answer[0], answer[1].isoformat()]}}


def report_before(session: Session, who: Who) -> Replaced:
    """What the member reported until now of LinkedIn's notice, as a change keeps it."""
    return {_REPORT: _reported(session, who)}


def _reported(session: Session, who: Who) -> dict[str, object] | None:
    rows = session.members.standing_rows(who)
    return next((row for row in rows if row["basis"] == Basis.STATED), None)


def undo(session: Session, policy: Policy, who: Who, number: int | None, now: datetime) -> Undone | Refusal:
    """Put back what the member's last change replaced: values with their days, and nothing where nothing was.

    Args:
        number: the change that is meant; None is the last one. One that is not the last is left alone, and so is one
            by which the member closed the network: that colleagues may learn more is said and confirmed first. What
            others recorded since is not lifted by an earlier report that comes back.
    """
    last = session.changes.last(who)
    if last is None:
        return Refusal.NOTHING
    if number not in {None, last.number}:
        return Refusal.NOT_LAST
    if last.undone:
        return Refusal.ALREADY
    replaced: Mapping[str, Any] = last.replaced
    if _opens(session, who, replaced.get(_FIELDS, {})):
        return Refusal.OPENS
    if _REPORT in replaced and not _report_fits(session, who, replaced[_REPORT], now):
        return Refusal.RECORDED
    undone = Undone(
        _fields_back(session, policy, who, replaced.get(_FIELDS, {}), now),
        _shared_back(session, who, replaced[_SHARED]) if _SHARED in replaced else None,
        _PADLOCK in replaced,
        _REPORT in replaced,
    )
    if _REPORT in replaced:
        _report_back(session, who, replaced[_REPORT])
    if _PADLOCK in replaced:
        _padlock_back(session, who, **replaced[_PADLOCK])
    session.changes.undone(who)
    return undone


_HOW_OPEN = ("off", "count", "names")


def _opens(session: Session, who: Who, before: Mapping[str, list[Any] | None]) -> bool:
    """Whether colleagues could learn more of the member's network, once it is used as before."""
    if "share_network" not in before:
        return False
    was = before["share_network"]
    return _HOW_OPEN.index(DEFAULT_SHARING if was is None else was[0]) > _HOW_OPEN.index(sharing(session, who))


def _fields_back(
    session: Session, policy: Policy, who: Who, before: Mapping[str, list[Any] | None], now: datetime
) -> dict[str, Changed]:
    was = known_of(session, policy, who, before, now)
    for name, stated in before.items():
        value, at = (None, now) if stated is None else (stated[0], datetime.fromisoformat(stated[1]))
        session.members.state(who, name, value, at)
    identify(session, who)
    known = known_of(session, policy, who, before, now)
    return {name: Changed(was[name], known[name]) for name in before}


def _shared_back(session: Session, who: Who, told: Mapping[str, Any]) -> tuple[str, Changed]:
    person = Person(told["name"], told["key"], told["url"])
    before = [StatedShared(*row) for row in told["before"]]
    gone = session.network.replace_shared(who, person, before)
    return person.name, Changed(newest_of(gone), newest_of(before))


def newest_of(told: Iterable[StatedShared]) -> int | None:
    """The number that was said last; None when none was."""
    return max(((one.stated_at, one.shared) for one in told), default=(None, None))[1]


def _padlock_back(session: Session, who: Who, diagnosis: str, before: list[Any] | None) -> None:
    if before is None:
        session.diagnoses.no_padlock_answer(who, diagnosis)
    else:
        session.diagnoses.padlock(who, diagnosis, shown=before[0], at=datetime.fromisoformat(before[1]))


def _report_fits(session: Session, who: Who, row: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether a report that was replaced may come back beside what is recorded by now."""
    if row is None:
        return True
    today = now.astimezone(UTC).date()
    recorded = [one.standing for one in session.members.standings(who) if one.basis is Basis.RECORDED]
    return not any(lifts(standing_of(row), one, today) for one in recorded)


def _report_back(session: Session, who: Who, row: Mapping[str, Any] | None) -> None:
    session.members.take_back_report(who)
    if row is not None:
        at = datetime.fromisoformat(row["recorded_at"])
        session.members.record_standing(who, standing_of(row), Basis.STATED, at)
