"""Who can introduce me to X: whom the member may be told of, and how many more there are (spec, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.archive.rows import Kind
from bot.facts import Basis, Fact, Facts
from bot.people import Person, Target, TargetStatus, person_of
from bot.store import Session, Who
from bot.store.introducers import Introducer
from bot.usecases.current_facts import Relation, target_facts

MOST_INTRODUCERS = 20
"""How many people who can introduce are looked at; a reply shows fewer."""


@dataclass(frozen=True, slots=True)
class Introductions:
    """Who can introduce the member to one person.

    Attributes:
        relation: None when it is not clear whom it is about; then everything else is empty.
        introducers: who may be named, best first (`Introducers.of` says what is best).
        named: how many connections of the member may be named, also those beyond `introducers`.
        counted: how many more connections of the member know the person, in networks that are shared as numbers.
        stated: how many connections the member says to share with the person, where archives don't prove more.
        connections_of: the day the member's own connections speak for; None when they are not known.
        colleague: whether the person is a member of the workspace.
    """

    target: Target
    relation: Relation | None = None
    introducers: tuple[Introducer, ...] = ()
    named: int = 0
    counted: int = 0
    stated: Fact[int] | None = None
    connections_of: date | None = None
    colleague: bool = False


_NOBODY = {TargetStatus.NONE, TargetStatus.SELF, TargetStatus.BOT, TargetStatus.STRANGER, TargetStatus.AMBIGUOUS}


def who_can_introduce(session: Session, who: Who, target: Target, now: datetime) -> Introductions:
    """Everybody who can introduce the member to one person; nobody when the two are connected already."""
    person = person_of(target)
    if person is None or target.status in _NOBODY:
        return Introductions(target)
    facts, relation = target_facts(session, who, Facts(now), person)
    known = Introductions(
        target,
        relation,
        connections_of=session.archives.kinds(who).get(Kind.CONNECTIONS),
        colleague=person.user is not None,
    )
    if relation.connected:
        return known
    introducers = named_introducers(session, who, person)
    named = 0 if person.url is None else session.introducers.connections(who, person.url)
    url = person.url or session.network.url_of_name(who, person.key)
    seen = None if url is None else session.network.overlap(who, url)
    stated = facts.shared is not None and facts.shared.basis is Basis.STATED
    return replace(
        known,
        introducers=introducers,
        named=named,
        counted=0 if seen is None else max(0, seen.count - named),
        stated=facts.shared if stated else None,
    )


def named_introducers(session: Session, who: Who, person: Person) -> tuple[Introducer, ...]:
    """Those who may be named, best first.

    Of somebody known by name alone nobody is named: another network's URL of that name is for counting only.
    """
    if person.url is None:
        return ()
    known = Kind.CONNECTIONS in session.archives.kinds(who)
    found = session.introducers.of(who, person.url, MOST_INTRODUCERS)
    return tuple(_looked_up(session, who, each, known=known) for each in found)


def _looked_up(session: Session, who: Who, introducer: Introducer, *, known: bool) -> Introducer:
    """Whether a colleague is a connection may be open still: an old connection list holds names without URLs."""
    if introducer.yours:
        return introducer
    tie = session.network.tie(who, introducer.person)
    if tie is None:
        return introducer if known else replace(introducer, yours=None)
    return replace(introducer, yours=True, person=introducer.person._replace(since=tie.since))
