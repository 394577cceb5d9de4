"""Who somebody on LinkedIn is: profile URLs in one spelling, names in one form, persons and targets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from bot.companies import company_key
from bot.text import clean, fold

_PROFILE = re.compile(
    r"(?<![\w./@-])(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com/(?:mwlite/|m/)?(?:in|pub)/([^/?#\s|<>]+)",
    re.IGNORECASE,
)
# "(she/her)" and the like behind a name, and a comma with credentials behind it ("Lykke, PhD").
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CREDENTIALS = re.compile(r",.*$")
# Latin letters and the Cyrillic ones that look the same in lower case or in capitals, after folding.
_LATIN, _CYRILLIC = "abcehikmoptxy", "авсенікмортху"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
EAST_ASIA = "\u2e80"
"""From here on Unicode holds the scripts of East Asia, which write names without spaces."""


def profile_url(text: str) -> str | None:
    """The canonical URL of the first LinkedIn profile that the text names; None when it names none.

    Scheme, country or mobile host, letter case, percent-encoding, trailing slash, query and fragment make no
    difference; any other letter is another person.
    """
    found = _PROFILE.search(text)
    if found is None:
        return None
    slug = unicodedata.normalize("NFC", clean(unquote(found[1]))).casefold().rstrip("/.,;:!)")
    return f"https://www.linkedin.com/in/{slug}" if slug and " " not in slug else None


def person_key(name: str) -> str:
    """A name fit to compare: words of letters and digits, without accents, credentials, pronouns or emoji."""
    if name.isascii() and name.replace(" ", "").isalpha():  # most names: nothing to look at letter by letter
        return " ".join(name.casefold().split())
    words = fold(_CREDENTIALS.sub("", _ASIDE.sub(" ", clean(name)))) or fold(name)
    kept = "".join(char if char.isalnum() or char in "'-" else " " for char in words)
    key = " ".join(word.strip("'-") for word in kept.split() if word.strip("'-")) or fold(name)
    return key if key.isascii() else " ".join(_unmixed(word) for word in key.split())


def _unmixed(word: str) -> str:
    """A word that mixes Cyrillic and Latin letters in the script of its majority, where they look alike."""
    latin = sum("a" <= char <= "z" for char in word)
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in word)
    if not latin or not cyrillic:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic > latin else _TO_LATIN)


def spellings(key: str) -> tuple[tuple[str, ...], ...]:
    """The ways to take a name's key apart into words, the finest first.

    Apostrophes make no difference; words with a hyphen stand once as parts and once as one word; a name of
    East Asia in two words stands as one word too, in both orders.
    """
    bare = key.replace("'", "")
    words = tuple(bare.replace("-", " ").split())
    forms = [words, tuple(bare.replace("-", "").split())] if "-" in bare else [words]
    if not bare.isascii() and len(words) == len(("family", "given")) and max(bare) >= EAST_ASIA:
        forms += [(words[0] + words[1],), (words[1] + words[0],)]
    return tuple(forms)


def words_of(key: str) -> set[str]:
    """All words by which a name can be looked up: those of each of its spellings.

    The store keeps them beside the names: whoever changes them, here or in `spellings`, adds a step to the store's
    migrations that fills them in again.
    """
    return {word for words in spellings(key) for word in words}


class Circle(StrEnum):
    """How a person came to be known to the asker, nearest first."""

    OWN = "own"
    MEMBER = "member"
    COLLEAGUES = "colleagues"
    STATED = "stated"


class Person(NamedTuple):
    """Somebody on LinkedIn as far as the asker may see. A tuple, because a first name may be borne by thousands.

    Attributes:
        key: the name fit to compare, from `person_key`.
        url: the canonical profile URL, None when not known.
        since: the day the asker and the person connected.
        user: the Slack user id, when the person is a member of the workspace.
    """

    name: str
    key: str
    url: str | None = None
    company: str | None = None
    position: str | None = None
    since: date | None = None
    circle: Circle = Circle.OWN
    user: str | None = None


class TargetStatus(StrEnum):
    """How well it is known who a question is about."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    NONE = "none"
    SELF = "self"
    BOT = "bot"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Target:
    """Who a question is about.

    Attributes:
        typed: the words that named the target, cleaned; "" when nobody was named.
        url: the canonical profile URL when one was typed or is known.
        person: set when found.
        candidates: set when ambiguous: the persons to ask about; one of them when a spelling was only near.
        by_typo: the typed name is near the person's and not the same.
        colleague: a mention in Slack named the target, so that they are of the workspace though nothing is known here.
    """

    status: TargetStatus
    typed: str = ""
    url: str | None = None
    person: Person | None = None
    candidates: tuple[Person, ...] = ()
    by_typo: bool = False
    colleague: bool = False


def person_of(target: Target) -> Person | None:
    """The person a question is about; somebody unknown is a person too, by URL or by the name as typed."""
    if target.status is TargetStatus.UNKNOWN:
        name = target.typed or target.url or ""
        return Person(name, person_key(name), target.url, circle=Circle.STATED)
    return target.person


class People:
    """Everybody the asker may find by name, for one question: here from a list, in the program from the store.

    Names are compared by their keys: what has no person behind it any more stands for nobody and does no harm.

    Args:
        persons: nearest circle first, nobody twice by URL.
        asker: the member who asks, as far as known.
        users: members of the workspace by Slack user id.
        called: what Slack calls those whom a message mentions and who may not be among `users`.
    """

    def __init__(
        self,
        persons: Sequence[Person],
        asker: Person,
        users: dict[str, Person],
        called: Mapping[str, str] | None = None,
    ) -> None:
        self._listed = persons
        self.asker = asker
        self.users = users
        self.called = called or {}

    @property
    def persons(self) -> Sequence[Person]:
        """Everybody, nearest circle first. A question looks names up instead: there may be very many."""
        return self._listed

    def looking(self) -> AbstractContextManager[object]:
        """Several look-ups together, which costs less than each alone."""
        return nullcontext()

    def knows(self, word: str) -> bool:
        """Whether somebody has the word in their name, in any of its spellings."""
        return self.bears(self.keys([word]))

    def keys(self, words: Iterable[str]) -> set[str]:
        """The keys of all names that have one of the words."""
        return {key for word in words for key in self._by_word.get(word, ())}

    def beginning(self, start: str, most: int) -> list[str]:
        """The keys of names that have a word which begins so, nearest circle first; of each circle about so many."""
        found = {
            person.key: None for person in self._listed if any(word.startswith(start) for word in words_of(person.key))
        }
        return list(found)[:most]

    def words(self, shortest: int, longest: int) -> Sequence[str]:
        """The words of names that have so many letters."""
        return [word for word in self._by_word if shortest <= len(word) <= longest]

    def bears(self, keys: Collection[str]) -> bool:
        """Whether somebody bears one of the names."""
        return bool(keys)

    def named(self, keys: Collection[str]) -> list[Person]:
        """Everybody who bears one of the names, nearest circle first."""
        return [person for person in self._listed if person.key in keys]

    def by_url(self, url: str) -> Person | None:
        """The person with a canonical profile URL; also a member who is in no network."""
        return next((one for one in (*self._listed, *self.users.values()) if one.url == url), None)

    def employs(self, company: str) -> bool:
        """Whether somebody works for a company of this name, or with these words in its name."""
        wanted = f" {company_key(company)} "
        return any(wanted in f" {company_key(one.company)} " for one in self._listed if one.company)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for person in self._listed:
            for word in words_of(person.key):
                keys.setdefault(word, []).append(person.key)
        return keys
