"""Which fact wins, in one place (spec, section 2): the newer of archive and statement; of one day the statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.archive.rows import Kind
from bot.facts import Basis, BusiestWeek, Fact, Facts, Sent, SentGap
from bot.people import Circle, Person
from bot.policy import Policy
from bot.profile_fields import FIELDS, Value, count_of
from bot.store import Session, Who

T = TypeVar("T")
Current = dict[str, Fact[Value]]
Statements = Mapping[str, tuple[Value, datetime]]


def current_facts(statements: Statements, archived: Mapping[str, tuple[Value, date]]) -> Current:
    """The winning fact of every field that is known."""
    facts: Current = {}
    for field in FIELDS:
        if field in archived:
            value, as_of = archived[field]
            facts[field] = Fact(value, Basis.ARCHIVE, as_of)
        if field in statements:
            value, at = statements[field]
            if field not in facts or at.date() >= facts[field].as_of:
                facts[field] = Fact(value, Basis.STATED, at.date())
    return facts


def asker_facts(session: Session, policy: Policy, who: Who, now: datetime) -> Facts:
    """All that is known of the member who asks; nothing yet about whom the question is about."""
    statements = session.members.statements(who)
    archived = session.members.archive_facts(who)
    facts = facts_from(current_facts(statements, archived), now)
    sent, gap = _sent(session, policy, who, now, statements.get("messages"), archived.get("sent_known"))
    busiest = session.messages.busiest(who, policy.message_volume.window_days) if sent is None else None
    return facts.changed(
        standing=session.members.standing(who),
        sent=sent,
        sent_gap=gap,
        busiest_week=busiest and BusiestWeek(busiest[0], busiest[1].date()),
    )


def facts_from(current: Current, now: datetime) -> Facts:
    """Profile fields in the shape that checks look at."""
    return Facts(
        now=now,
        account_type=_as(current.get("account_type"), str),
        connections=_as(current.get("connections"), count_of),
        photo=_as(current.get("photo"), bool),
        position=_as(current.get("position"), bool),
        skills=_as(current.get("skills"), count_of),
        schools=_as(current.get("education"), count_of),
        experience=_as(current.get("experience"), bool),
        custom_url=_as(current.get("custom_url"), bool),
        summary=_as(current.get("summary"), bool),
        completeness=_as(current.get("completeness"), count_of),
    )


def _as(fact: Fact[Value] | None, turn: Callable[[Value], T]) -> Fact[T] | None:
    return None if fact is None else Fact(turn(fact.value), fact.basis, fact.as_of)


def _sent(  # noqa: PLR0913, PLR0917 - what is known of sent messages comes from as many places
    session: Session,
    policy: Policy,
    who: Who,
    now: datetime,
    stated: tuple[Value, datetime] | None,
    sent_known: tuple[Value, date] | None,
) -> tuple[Fact[Sent] | None, SentGap]:
    """Messages sent in the window: a stated number counts for the window's length, an archive while it reaches in."""
    volume = policy.message_volume
    window = timedelta(days=volume.window_days)
    archive_day = sent_known[1] if sent_known and sent_known[0] and sent_known[1] >= (now - window).date() else None
    if stated is not None:
        value, at = stated
        if now - window < at and (archive_day is None or at.date() >= archive_day):
            return stated_sent(count_of(value), at, policy), SentGap.NO_MESSAGES
    if archive_day is not None:
        count, repeats = session.messages.in_window(who, now, volume.window_days)
        frees_at = session.messages.frees_at(who, now, volume.window_days, volume.limit)
        return Fact(Sent(count, repeats, frees_at), Basis.ARCHIVE, archive_day), SentGap.NO_MESSAGES
    if sent_known is None:
        return None, SentGap.NO_MESSAGES
    return None, SentGap.ARCHIVE_TOO_OLD if sent_known[0] else SentGap.OWNER_UNKNOWN


def stated_sent(count: int, at: datetime, policy: Policy) -> Fact[Sent]:
    """A number of sent messages stated at a moment; a window's length later, all of them are out of the window."""
    volume = policy.message_volume
    frees_at = at + timedelta(days=volume.window_days) if count >= volume.limit else None
    return Fact(Sent(count, frees_at=frees_at), Basis.STATED, at.date())


def target_facts(session: Session, who: Who, facts: Facts, person: Person) -> tuple[Facts, Relation]:
    """The same facts with what is known of the asker and a person, and how the two stand."""
    relation = _relation(session, who, person)
    connected = (
        Fact(relation.connected, Basis.ARCHIVE, relation.as_of)
        if relation.connected is not None and relation.as_of is not None
        else None
    )
    # Between connections shared ones decide nothing, so they are not counted.
    shared, partial = (None, False) if relation.connected else _shared(session, who, person)
    return facts.changed(target_named=True, connected=connected, shared=shared, shared_is_partial=partial), relation


def _relation(session: Session, who: Who, person: Person) -> Relation:
    kinds = session.archives.kinds(who)
    own_day = kinds.get(Kind.CONNECTIONS)
    tie = session.network.tie(who, person)
    if tie is None and person.url is not None:
        other = session.network.tie_from_other_side(who, person)
        # The newer archive wins; on the same day the asker's own.
        tie = other if other is not None and (own_day is None or other.as_of > own_day) else None
    # A full name that is absent from a known network is not connected; a single word that nobody bears proves nothing.
    identified = person.url is not None or person.circle is not Circle.STATED or " " in person.key
    connected = True if tie is not None else False if own_day is not None and identified else None
    # An accepted invitation stays listed, so that one is open only where the connections are known.
    invitation = session.network.invitation(who, person) if connected is False else None
    written = session.network.written(who, person)
    known = session.members.archive_facts(who).get("sent_known")
    messages = written.sent if written is not None else 0 if known is not None and known[0] else None
    return Relation(
        connected=connected,
        since=None if tie is None else tie.since,
        as_of=tie.as_of if tie is not None else own_day,
        invitation=None if invitation is None else invitation[0],
        invited_on=None if invitation is None else invitation[1],
        messages=messages,
        last_message=None if written is None else written.last_sent,
        last_received=None if written is None else written.last_received,
    )


def _shared(session: Session, who: Who, person: Person) -> tuple[Fact[int] | None, bool]:
    """Shared connections: a stated number replaces what archives show, unless they prove more."""
    url = person.url or session.network.url_of_name(who, person.key)
    seen = None if url is None else session.network.overlap(who, url)
    stated = session.network.stated_shared(who, person)
    if stated is not None and (seen is None or stated[0] >= seen.count):
        return Fact(stated[0], Basis.STATED, stated[1].date()), False
    if seen is None:
        return None, False
    return Fact(seen.count, Basis.ARCHIVE, seen.as_of), not seen.complete


@dataclass(frozen=True, slots=True)
class Relation:
    """How the asker stands with a person.

    Attributes:
        connected: None when the asker's connections are not known.
        as_of: the day the archive speaks for that shows it.
        invitation: the direction of an invitation that is still open.
        messages: how many the asker sent to the person; None when it is not known.
    """

    connected: bool | None = None
    since: date | None = None
    as_of: date | None = None
    invitation: str | None = None
    invited_on: date | None = None
    messages: int | None = None
    last_message: date | None = None
    last_received: date | None = None
