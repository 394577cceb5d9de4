"""A member's own profile: what is known of each field, and what the member states."""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError
from bot.facts import Fact
from bot.people import Person, Target, TargetStatus, person_of
from bot.policy import Policy
from bot.profile_fields import FIELDS, Value, count_of, parse_field
from bot.store import Session, Who
from bot.usecases.current_facts import asker_facts, current_facts

Profile = dict[str, Fact[Value] | None]

DEFAULT_SHARING = "count"
"""How a network may be used before its owner says so (spec, section 4)."""


def show_profile(session: Session, policy: Policy, who: Who, now: datetime) -> Profile:
    """What is known of every field now; None where nothing is. Messages are those sent within the policy's window."""
    sent = asker_facts(session, policy, who, now).sent
    known = _known(session, who)
    known["messages"] = None if sent is None else Fact(sent.value.count, sent.basis, sent.as_of)
    return known


def _known(session: Session, who: Who) -> Profile:
    known = current_facts(session.members.statements(who), session.members.archive_facts(who))
    return {field: known.get(field) for field in FIELDS}


def state_fields(
    session: Session, policy: Policy, who: Who, pairs: list[tuple[str, str]], now: datetime
) -> dict[str, Value | None]:
    """Keep what the member states; None stands for a statement taken back. One wrong field and nothing is kept.

    What is added to a list, or taken off it, changes what is known of it now, from wherever that is known.

    Raises:
        UserError: a field that does not exist or a value that does not fit it.
    """
    known = {field: None if fact is None else fact.value for field, fact in _known(session, who).items()}
    values = {field: parse_field(field, raw, policy, known=known.get(field)) for field, raw in pairs}
    for field, value in values.items():
        session.members.state(who, field, value, now)
    identify(session, who)
    return values


def identify(session: Session, who: Who) -> None:
    """Bring what others may know of the member in line with the facts that win now."""
    known = _known(session, who)
    name, url = (None if fact is None else str(fact.value) for fact in (known["name"], known["url"]))
    session.members.identify(who, name=name, url=url, share=sharing(session, who))


def state_shared(session: Session, who: Who, target: Target, shared: int | None, now: datetime) -> None:
    """Keep how many connections the member says to share with somebody; None takes it back.

    Raises:
        UserError: the target is not one person.
    """
    person = _one_person(target)
    session.members.ensure(who)
    session.network.state_shared(who, person, shared, now)


def parse_shared(raw: str, policy: Policy) -> int | None:
    """A typed number of shared connections: it can be no more than the connections one can have.

    Raises:
        UserError: it is no number.
    """
    value = parse_field("shared", raw, policy, of_target=True)
    return None if value is None else count_of(value)


def _one_person(target: Target) -> Person:
    person = person_of(target)
    if person is not None and target.status is not TargetStatus.SELF and person.name:
        return person
    match target.status:
        case TargetStatus.SELF:
            raise UserError("shared_self")
        case TargetStatus.AMBIGUOUS:
            raise UserError("not_one_ambiguous", typed=target.typed)
        case _:
            raise UserError("not_one_nobody", typed=target.typed)


def sharing(session: Session, who: Who) -> str:
    """How the member's network may be used: names, count or off; count unless stated."""
    fact = _known(session, who)["share_network"]
    return DEFAULT_SHARING if fact is None else str(fact.value)
