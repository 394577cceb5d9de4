"""What a "what if" supposes: profile facts, and ties that the member does not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from bot.facts import Basis, Fact, Facts
from bot.people import Person
from bot.policy import Policy
from bot.profile_fields import Value, count_of
from bot.store import Session, Who
from bot.usecases.current_facts import facts_from, stated_sent

CONNECT = "connect"
"""Under what name a supposed tie stands among the changes of a "what if"; no profile field bears it."""


def supposing(facts: Facts, changes: Mapping[str, Value], policy: Policy) -> Facts:
    """The facts with what a "what if" supposes of the asker in place of what is known."""
    day = facts.now.date()
    supposed = facts_from({field: Fact(value, Basis.STATED, day) for field, value in changes.items()}, facts.now)
    given = {each.name: fact for each in fields(supposed) if isinstance(fact := getattr(supposed, each.name), Fact)}
    if "messages" in changes:
        given["sent"] = stated_sent(count_of(changes["messages"]), facts.now, policy)
    return facts.changed(**given)


def with_ties(session: Session, who: Who, facts: Facts, person: Person | None, ties: Iterable[Person]) -> Facts:
    """The facts once the member is connected with some people more; a tie that is there already changes nothing.

    That somebody then is a shared connection with the person asked about is supposed only where their tie may be
    shown by name (spec, section 4): else a "what if" would tell, person by person, whom colleagues know who share no
    more than a number. Where it may not be shown, the number of shared connections is open, whatever it is.

    Args:
        person: whom the question is about; None for nobody.
    """
    for other in dict.fromkeys(ties):
        if other.user == who.user or _tied(session, who, other):
            continue
        if facts.connections is not None:
            facts = facts.changed(connections=_supposed(facts, facts.connections.value + 1))
        if person is None:
            continue
        if _same(other, person):
            facts = facts.changed(connected=_supposed(facts, value=True))
        elif person.url is not None and session.introducers.knows(who, other, person.url):
            shared, partial = (0, True) if facts.shared is None else (facts.shared.value, facts.shared_is_partial)
            facts = facts.changed(shared=_supposed(facts, shared + 1), shared_is_partial=partial)
        elif facts.shared is not None:
            facts = facts.changed(shared_is_partial=True)
    return facts


def _tied(session: Session, who: Who, other: Person) -> bool:
    if session.network.tie(who, other) is not None:
        return True
    return other.url is not None and session.network.tie_from_other_side(who, other) is not None


def _same(one: Person, other: Person) -> bool:
    if one.url is not None and other.url is not None:
        return one.url == other.url
    return one.key == other.key


def _supposed(facts: Facts, value: object) -> Fact[object]:
    return Fact(value, Basis.STATED, facts.now.date())
