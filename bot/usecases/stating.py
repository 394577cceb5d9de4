"""What a member states of the own profile and of persons: checked, kept, and with what it replaced."""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError
from bot.people import Person, Target, TargetStatus, person_of
from bot.policy import Policy
from bot.profile_fields import FIELDS, Value, count_of, parse_field
from bot.store import Session, Who
from bot.usecases.changes import (
    Changed,
    Saved,
    SharedSaved,
    fields_before,
    known_of,
    newest_of,
    padlock_before,
    shared_before,
)
from bot.usecases.profile import identify


def state_fields(  # noqa: PLR0913, PLR0917 - what a statement is made of
    session: Session,
    policy: Policy,
    who: Who,
    pairs: list[tuple[str, str]],
    now: datetime,
    goes_with: int | None = None,
) -> Saved:
    """Keep what the member states; "unknown" takes a statement back. One wrong field and nothing is kept.

    What is added to a list, or taken off it, changes what is known of it now, from wherever that is known.

    Args:
        goes_with: the number of the change that this is a part of.

    Raises:
        UserError: a field that does not exist, a value that does not fit it, or more connections than nobody knows how
            many.
    """
    was = known_of(session, policy, who, {field for field, _ in pairs}.intersection(FIELDS), now)
    if was.get("connections", 0) is None and any(field == "connections" and raw[:1] == "+" for field, raw in pairs):
        raise UserError("added_to_unknown")  # so many more than nobody knows how many are not all
    values: dict[str, Value | None] = {}
    for field, raw in pairs:  # "skills=+Rust skills=-Excel": the second goes on from the first
        values[field] = parse_field(field, raw, policy, known=values.get(field, was.get(field)))
    session.members.ensure(who)
    number = session.changes.keep(who, fields_before(session, who, values), now, goes_with=goes_with)
    for field, value in values.items():
        session.members.state(who, field, value, now)
    identify(session, who)
    known = known_of(session, policy, who, values, now)
    changed = {field: Changed(was[field], known[field]) for field in values}
    return Saved(number, changed, frozenset(field for field, value in values.items() if value is None))


def state_shared(  # noqa: PLR0913, PLR0917 - what a statement is made of
    session: Session, who: Who, target: Target, shared: int | None, now: datetime, goes_with: int | None = None
) -> SharedSaved:
    """Keep how many connections the member says to share with somebody; None takes it back.

    Raises:
        UserError: the target is not one person.
    """
    person = _one_person(target)
    session.members.ensure(who)
    before = session.network.state_shared(who, person, shared, now)
    number = session.changes.keep(who, shared_before(person, before), now, goes_with=goes_with)
    return SharedSaved(number, Changed(newest_of(before), shared))


def answer_padlock(  # noqa: PLR0913 - what a statement is made of
    session: Session, who: Who, diagnosis: str, now: datetime, *, shown: bool, goes_with: int | None = None
) -> tuple[frozenset[str], int | None]:
    """Keep whether LinkedIn shows a padlock.

    Returns:
        The checks that the diagnosis found locked, and the number of the change; of a diagnosis that is not there none,
        and `goes_with`.
    """
    before = padlock_before(session, who, diagnosis)
    if not session.diagnoses.padlock(who, diagnosis, shown=shown, at=now):
        return frozenset(), goes_with
    number = session.changes.keep(who, before, now, goes_with=goes_with)
    return session.diagnoses.locked(who, diagnosis), number


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
