"""Which persons bear a name: word by word, and word by word with typing mistakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.people import People, Person, spellings

Name = tuple[str, ...]

# One edit is forgiven in a word of at least 5 letters, two from 8 on (specification, section 3).
_ONE_EDIT, _TWO_EDITS = 5, 8
MOST_WORDS = 8
"""Names of more words than this are nobody's: it keeps the search for typing mistakes short."""
_FEW = 100
"""So few names are sooner compared one by one than looked up by one more word."""


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
    fits: defaultdict[Fit, set[str]] = defaultdict(set)
    for known in _holding(key, people):
        fitting = fit(key, known)
        if fitting is not None:
            fits[fitting].add(known)
    for best in sorted(fits):
        found = once(people.named(fits[best]))
        if found:
            return best, found
    return None, []


def near(key: str, people: People) -> list[Near]:
    """Everybody whose name holds the words of a key, each misspelt at most as far as its length forgives."""
    found: dict[str, bool] = {}
    for words in spellings(key):
        if 0 < len(words) <= MOST_WORDS:
            similar = [_similar(word, people) for word in words]
            for name in _holders(similar, people):
                fitting = [_assigned(words, known, similar) for known in spellings(name)]
                if any(initials is not None for initials in fitting):
                    found[name] = found.get(name, False) or any(fitting)
    return [Near(person, found[person.key]) for person in once(people.named(found))]


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


def _holding(key: str, people: People) -> set[str]:
    """The names that have all words of one spelling."""
    found: set[str] = set()
    for words in spellings(key):
        found |= _in_common(([word] for word in words), people)
    return found


def _holders(similar: Sequence[Collection[str]], people: People) -> set[str]:
    """The names that may hold a word of each collection; the rarest are looked up first, and then enough is known."""
    return _in_common(sorted(similar, key=len), people, enough=_FEW)


def _in_common(wanted: Iterable[Collection[str]], people: People, enough: int = 0) -> set[str]:
    """The names that have a word of each collection, or no more than `enough` that may have."""
    found: set[str] | None = None
    for words in wanted:
        keys = people.keys(words)
        found = keys if found is None else found & keys
        if len(found) <= enough:
            break
    return found or set()


def _similar(word: str, people: People) -> dict[str, int]:
    """The known words that a word may have been meant for, with the number of edits between them."""
    exact = {word: 0} if people.keys([word]) else {}
    lengths = range(max(len(word) - 2, _ONE_EDIT), len(word) + 3)
    letters = [length for length in lengths if abs(length - len(word)) <= forgiven(length)]
    if not letters:  # too short to be a known word of five letters with one left out
        return exact
    # Loading rapidfuzz takes longer than most answers, and most names are typed well.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    words = people.words(letters[0], letters[-1])
    close = process.extract(word, words, scorer=OSA.distance, score_cutoff=2, limit=None)
    return exact | {known: int(edits) for known, edits, _ in close if edits <= forgiven(len(known))}


def forgiven(letters: int) -> int:
    """How many edits are forgiven in a known word of so many letters (spec, section 3)."""
    return 0 if letters < _ONE_EDIT else 1 if letters < _TWO_EDITS else 2


def _assigned(typed: Name, known: Name, similar: list[dict[str, int]]) -> bool | None:
    """Whether each typed word finds a known word of its own, and if so, whether all initials can agree."""
    fitting = [{place for place, word in enumerate(known) if word in words} for words in similar]
    if not paired(fitting):
        return None
    return paired(
        [{place for place in places if known[place][0] == word[0]} for word, places in zip(typed, fitting, strict=True)]
    )


def paired(fitting: list[set[int]]) -> bool:
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
