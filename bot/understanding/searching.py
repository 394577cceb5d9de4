"""Looking for a person letter by letter: whose name begins so, and which of them was picked."""

from __future__ import annotations

import hashlib

from bot.people import People, Person, person_key, profile_url, spellings
from bot.text import clean
from bot.understanding.matching import MOST_WORDS, once, paired
from bot.understanding.who import LONGEST, find, is_asker

MOST_LOOKED_AT = 5_000
"""How many names that begin so are looked at in each circle: a single letter begins thousands."""
_LONGEST_KEY = 150
"""How long the value of an option may be in Slack."""

_Rank = tuple[bool, bool, bool]
"""How well a name fits what is typed so far; smaller is better."""


def search(typed: str, people: People, most: int) -> list[Person]:
    """Whom the letters typed so far may mean, the likeliest first: each typed word begins a word of the name.

    Where no name begins so it may be typed otherwise: a profile address, initials, a typing mistake, a name with a
    company behind it, as in a question.
    """
    cleaned = clean(typed)[:LONGEST]
    url = profile_url(cleaned)
    with people.looking():
        if url is not None:
            person = people.by_url(url)
            found = [] if person is None else [person]
        else:
            found = _beginning(cleaned, people, most) or _as_typed(cleaned, people)
        return [one for one in found if one.key and not is_asker(one, people)][:most]


def value_of(person: Person) -> str | None:
    """By what a picked person is known again: the name, and a digest that tells persons of one name apart.

    None for a name so long that it fits nowhere. Whoever sends one back still finds only whom they may see.
    """
    where = person.url or "|".join((person.company or "", person.position or "", str(person.since)))
    value = f"{hashlib.blake2b(where.encode(), digest_size=8).hexdigest()} {person.key}"
    return value if len(value) <= _LONGEST_KEY else None


def picked(value: str, people: People) -> Person | None:
    """The person of an option, as far as they may be seen now; None where they may not, or not any more."""
    _, _, key = value.partition(" ")
    bearers = people.named({key}) if key else []
    return next((one for one in bearers if value_of(one) == value and not is_asker(one, people)), None)


def _beginning(typed: str, people: People, most: int) -> list[Person]:
    words = _words(typed)
    if not words:
        return []
    ranks: dict[str, _Rank] = {}
    for key in people.beginning(max(words, key=len), MOST_LOOKED_AT):
        fitting = [rank for known in spellings(key) if (rank := _rank(words, known)) is not None]
        if fitting:
            ranks[key] = min(fitting)
    best = sorted(ranks, key=ranks.__getitem__)[:most]  # what is alike stays as it is: nearest circle first
    return sorted(once(people.named(best)), key=lambda person: ranks[person.key])


def _words(typed: str) -> tuple[str, ...]:
    key = person_key(typed)
    return spellings(key)[0][:MOST_WORDS] if key else ()


def _rank(words: tuple[str, ...], known: tuple[str, ...]) -> _Rank | None:
    """How well a name fits: the whole name before a part, the typed order before another, from its start before not."""
    rest = iter(known)
    in_order = all(any(one.startswith(word) for one in rest) for word in words)
    if not in_order:
        places = [{place for place, one in enumerate(known) if one.startswith(word)} for word in words]
        if not paired(places):
            return None
    return words != known, not in_order, not known[0].startswith(words[0])


def _as_typed(typed: str, people: People) -> list[Person]:
    target = find(typed, people)
    return [*target.candidates] if target.person is None else [target.person]
