"""Which persons bear a name: word by word, and word by word with typing mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.people import People, Person, spellings

Name = tuple[str, ...]

# One edit is forgiven in a word of at least 5 letters, two from 8 on (specification, section 3).
_ONE_EDIT, _TWO_EDITS = 5, 8
MOST_WORDS = 8
"""Names of more words than this are nobody's: it keeps the search for typing mistakes short."""


class Fit(IntEnum):
    """How well a typed name fits a known one, best first: the words' order weighs more than their number."""

    FULL = 0
    PART = 1
    FULL_SWAPPED = 2
    PART_SWAPPED = 3

    @property
    def is_full(self) -> bool:
        """Whether every word of the known name was typed."""
        return self in {Fit.FULL, Fit.FULL_SWAPPED}


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody whose name is near a typed one; `same_initials` says that each word starts as it was typed."""

    person: Person
    same_initials: bool


def fit(typed: str, known: str) -> Fit | None:
    """How one typed name's key fits one known name's key; None when a typed word is not in it."""
    fits = [found for names in _pairs(typed, known) if (found := _fit(*names)) is not None]
    return min(fits, default=None)


def bearing(key: str, people: People) -> tuple[Fit | None, list[Person]]:
    """Everybody whose name holds the words of a key: those it fits best, each URL once, nobody twice."""
    best: Fit | None = None
    found: list[Person] = []
    for place in sorted(_places(key, people)):
        person = people.persons[place]
        fitting = fit(key, person.key)
        if fitting is None or (best is not None and fitting > best):
            continue
        if fitting != best:
            best, found = fitting, []
        found.append(person)
    return best, once(found)


def near(key: str, people: People) -> list[Near]:
    """Everybody whose name holds the words of a key, each misspelt at most as far as its length forgives."""
    found: dict[int, bool] = {}
    for words in spellings(key):
        if len(words) > MOST_WORDS:
            continue
        similar = [_similar(word, people) for word in words]
        holders = [{place for known in words for place in people.by_word[known]} for words in similar]
        for place in set.intersection(*holders) if holders else ():
            for known in spellings(people.persons[place].key):
                initials = _assigned(words, known, similar)
                if initials is not None:
                    found[place] = found.get(place, False) or initials
    persons = once([people.persons[place] for place in sorted(found)])
    initials_of = {id(people.persons[place]): same for place, same in found.items()}
    return [Near(person, initials_of[id(person)]) for person in persons]


def once(persons: list[Person]) -> list[Person]:
    """The persons with each URL only once, the first of them kept; those without a URL all stay."""
    seen: set[str] = set()
    kept = []
    for person in persons:
        if person.url is None or person.url not in seen:
            kept.append(person)
        if person.url is not None:
            seen.add(person.url)
    return kept


def _pairs(typed: str, known: str) -> Iterator[tuple[Name, Name]]:
    for typed_words in spellings(typed):
        for known_words in spellings(known):
            yield typed_words, known_words


def _fit(typed: Name, known: Name) -> Fit | None:
    if typed == known:
        return Fit.FULL
    left = list(known)
    for word in typed:
        if word not in left:
            return None
        left.remove(word)
    rest = iter(known)
    in_order = all(word in rest for word in typed)
    if not left:
        return Fit.FULL_SWAPPED
    return Fit.PART if in_order else Fit.PART_SWAPPED


def _places(key: str, people: People) -> set[int]:
    """The places of everybody who has all words of one spelling."""
    found: set[int] = set()
    for words in spellings(key):
        holders = sorted((people.by_word.get(word, []) for word in words), key=len)
        if holders and holders[0]:
            found |= set(holders[0]).intersection(*holders[1:])
    return found


def _similar(word: str, people: People) -> dict[str, int]:
    """The known words that a word may have been meant for, with the number of edits between them."""
    if len(word) < _ONE_EDIT - 1:  # too short to be a known word of five letters with one left out
        return {word: 0} if word in people.by_word else {}
    # Loading rapidfuzz takes longer than most answers, and most names are typed well.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    words = list(people.by_word)
    close = process.extract(word, words, scorer=OSA.distance, score_cutoff=2, limit=None)
    return {known: int(edits) for known, edits, _ in close if edits <= forgiven(known)}


def forgiven(known: str) -> int:
    """How many edits are forgiven in a known word, by its letters (spec, section 3)."""
    letters = len(known)
    return 0 if letters < _ONE_EDIT else 1 if letters < _TWO_EDITS else 2


def _assigned(typed: Name, known: Name, similar: list[dict[str, int]]) -> bool | None:
    """Whether each typed word finds a known word of its own, and if so, whether all initials can agree."""
    fitting = [{place for place, word in enumerate(known) if word in words} for words in similar]
    if not _paired(fitting):
        return None
    return _paired(
        [{place for place in places if known[place][0] == word[0]} for word, places in zip(typed, fitting, strict=True)]
    )


def _paired(fitting: list[set[int]]) -> bool:
    """Whether each of several can have a place of its own; trying every way of dealing them out would take for ever."""
    taken: dict[int, int] = {}

    def found(one: int, seen: set[int]) -> bool:
        for place in fitting[one] - seen:
            seen.add(place)
            if place not in taken or found(taken[place], seen):
                taken[place] = one
                return True
        return False

    return all(found(one, set()) for one in range(len(fitting)))
