"""Who somebody on LinkedIn is: profile URLs in one spelling, names in one form, persons and targets."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

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
# From here on Unicode holds the scripts of East Asia, which write names without spaces.
_EAST_ASIA = "\u2e80"


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
    bare = _CREDENTIALS.sub("", _ASIDE.sub(" ", clean(name)))
    words = fold(bare if fold(bare) else name)
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
    if not bare.isascii() and len(words) == len(("family", "given")) and max(bare) >= _EAST_ASIA:
        forms += [(words[0] + words[1],), (words[1] + words[0],)]
    return tuple(forms)


class Circle(StrEnum):
    """How a person came to be known to the asker, nearest first."""

    OWN = "own"
    MEMBER = "member"
    COLLEAGUES = "colleagues"
    STATED = "stated"


class Person(NamedTuple):
    """Somebody on LinkedIn as far as the asker may see. A tuple, because one question may look at 30,000.

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
    """

    status: TargetStatus
    typed: str = ""
    url: str | None = None
    person: Person | None = None
    candidates: tuple[Person, ...] = ()
    by_typo: bool = False


def person_of(target: Target) -> Person | None:
    """The person a question is about; somebody unknown is a person too, by URL or by the name as typed."""
    if target.status is TargetStatus.UNKNOWN:
        name = target.typed or target.url or ""
        return Person(name, person_key(name), target.url, circle=Circle.STATED)
    return target.person


class People:
    """Everybody the asker may find by name, for one question.

    Args:
        persons: nearest circle first, nobody twice by URL; or how to read them, for many a message names nobody.
        asker: the member who asks, as far as known.
        users: members of the workspace by Slack user id.
        called: what Slack calls those whom a message mentions and who may not be among `users`.
    """

    def __init__(
        self,
        persons: Sequence[Person] | Callable[[], Sequence[Person]],
        asker: Person,
        users: dict[str, Person],
        called: Mapping[str, str] | None = None,
    ) -> None:
        self._persons = persons
        self.asker = asker
        self.users = users
        self.called = called or {}

    @cached_property
    def persons(self) -> Sequence[Person]:
        """Everybody, nearest circle first; read when a name is first looked for."""
        return self._persons() if callable(self._persons) else self._persons

    @cached_property
    def by_word(self) -> dict[str, list[int]]:
        """The places in `persons` of everybody who has a word in their name, by that word.

        Every spelling's words count; built once, when a name is first looked for.
        """
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(self.persons):
            key = person.key
            plain = key.isascii() and "-" not in key and "'" not in key
            words = key.split() if plain else [word for words in spellings(key) for word in words]
            for word in words:
                places[word].append(place)
        # A plain dict again: looking for a word nobody has must not add it.
        return dict(places)
