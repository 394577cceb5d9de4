"""Somebody who was spoken of before, as far as the member may see them now."""

from __future__ import annotations

from bot.people import People, Person, Target, TargetStatus, person_key


def seen_again(name: str, url: str | None, people: People) -> Target:
    """Whom a question would be about now that names somebody as before.

    What colleagues share may have changed since (spec, section 4): whoever cannot be found at their address any more
    is known by name alone, unless the address itself is all that the member named.

    Args:
        name: as the person was called; the address where there was no name.
        url: the address, if it was known.
    """
    if url is not None:
        person = people.by_url(url)
        if person is not None:
            return _found(person)
        if name == url:
            return Target(TargetStatus.UNKNOWN, url, url)
    bearers = people.named({person_key(name)})
    if len(bearers) == 1:
        return _found(bearers[0])
    if bearers:
        return Target(TargetStatus.AMBIGUOUS, name, candidates=tuple(bearers))
    return Target(TargetStatus.UNKNOWN, name)


def _found(person: Person) -> Target:
    return Target(TargetStatus.FOUND, person.name, person.url, person)
