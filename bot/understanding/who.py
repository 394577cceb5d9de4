"""Who is meant: a name, a profile URL or a Slack mention, and the person behind it. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.people import People, Person, Target, TargetStatus, person_key, profile_url, spellings
from bot.text import clean, fold
from bot.understanding import matching
from bot.understanding.matching import Fit

MENTION = re.compile(r"<@([A-Z0-9_]+)(?:\|[^<>]*)?>")
"""How Slack writes a mention of a user."""

LONGEST = 200
"""How many characters of a typed name are looked at."""

_ASIDE = re.compile(r"^([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]\W*$")
_PLACE = re.compile(r"^(.+?)\s+(?:at|from|of|@)\s+(.+)$", re.IGNORECASE)
_COMMA = re.compile(r"^([^,]+),\s*([^,]+)$")
_MYSELF = {"me", "myself", "i"}
# Words of a description that tell nobody apart.
_EMPTY = {"the", "one", "a", "an", "at", "from", "of", "in", "and", "who", "works", "working", "is", "ex"}


def find(typed: str, people: People, *, hint: str | None = None) -> Target:
    """The person that a typed name, profile URL or mention means.

    An exact full name wins over a part of one, the typed order of words over a swapped one, and anything
    exact over a typing mistake. A full name that is nobody's never falls back on one of its words.

    Args:
        typed: a name, possibly with a company ("Ann Lee at Acme", "ann (Acme)"), a URL or a mention.
        people: everybody who may be found.
        hint: more words that tell persons of one name apart: company, position, further words of the name.

    Returns:
        Whom the words mean; nobody, not the asker, when there is no word in them.
    """
    cleaned = clean(typed)[:LONGEST]
    mention = MENTION.fullmatch(cleaned)
    if mention:
        return find_user(mention[1], people, None)
    url = profile_url(cleaned)
    if url:
        return find_url(url, people)
    if fold(cleaned) in _MYSELF:
        return _self(cleaned, people)
    keyed = [(person_key(name), _joined(aside, hint)) for name, aside in _readings(cleaned)]
    # A key without words would be a part of every name, the asker's first of all.
    readings = [(key, description) for key, description in keyed if any(spellings(key))]
    if not readings:
        return Target(TargetStatus.NONE, cleaned)
    with people.looking():
        for look in (_exactly, _by_initials, _nearly):
            for key, description in readings:
                found = look(cleaned, key, description, people)
                if found:
                    return found
    return Target(TargetStatus.UNKNOWN, cleaned)


def find_url(url: str, people: People) -> Target:
    """The person with a profile URL, in any of its spellings; unknown when nobody has it."""
    wanted = profile_url(url) or url
    if people.asker.url == wanted:
        return _self(wanted, people)
    person = people.by_url(wanted)
    return Target(TargetStatus.UNKNOWN, wanted, url=wanted) if person is None else _found(wanted, person)


def find_user(user_id: str, people: People, bot_id: str | None) -> Target:
    """The member with a Slack user id, else who bears the name that Slack shows for it.

    A stranger when nobody knows the id, and Slack shows no name for it. `bot_id` is the bot's own.
    """
    if user_id == bot_id:
        return Target(TargetStatus.BOT, user_id)
    if user_id == people.asker.user:
        return _self(user_id, people)
    person = people.users.get(user_id)
    if person:
        return _found(user_id, person)
    # Only as a name: what somebody calls themselves is neither a mention nor an address.
    name = MENTION.sub(" ", people.called.get(user_id, ""))
    named = find(name, people) if person_key(name) and profile_url(name) is None else None
    known = named is not None and named.status in {TargetStatus.FOUND, TargetStatus.AMBIGUOUS, TargetStatus.UNKNOWN}
    return replace(named, colleague=True) if named is not None and known else Target(TargetStatus.STRANGER, user_id)


def narrowed(persons: Sequence[Person], description: str) -> list[Person]:
    """Those of the persons whom a description (company, position, name) fits best; nobody when it fits none."""
    words = set(_words(description)) - _EMPTY
    if not words:
        return []
    hits = [(len(words & _described(person)), person) for person in persons]
    most = max((count for count, _ in hits), default=0)
    return [person for count, person in hits if count == most > 0]


def is_asker(person: Person, people: People) -> bool:
    """Whether a person is the asker, as a colleague's network or the workspace shows them."""
    asker = people.asker
    same_url = person.url is not None and person.url == asker.url
    return same_url or (person.user is not None and person.user == asker.user)


def _readings(typed: str) -> list[tuple[str, str]]:
    """How a typed name can be read, as name and description, the likelier first."""
    aside = _ASIDE.match(typed)
    if aside:
        return [(aside[1], aside[2])]
    comma = _COMMA.match(typed)
    if comma:
        # "Long, Mark" is a name in two parts; only behind a whole name can the rest be a company or a title.
        surname_first = (f"{comma[2]} {comma[1]}", "")
        return [surname_first, (comma[1], comma[2])] if " " in comma[1].strip() else [surname_first]
    place = _PLACE.match(typed)
    return [(typed, ""), (place[1], place[2])] if place else [(typed, "")]


def _exactly(typed: str, key: str, description: str, people: People) -> Target | None:
    """Who bears this name, in full or in part; None when nobody does."""
    asker_fit = matching.fit(key, people.asker.key)
    if asker_fit is Fit.FULL:
        return _self(typed, people)
    best, bearers = matching.bearing(key, people)
    persons = [person for person in bearers if not is_asker(person, people)]
    if best is None or not persons:
        return _self(typed, people) if asker_fit is not None else None
    fitting = narrowed(persons, description)
    if not fitting and len(persons) == 1 and not best.is_full and _elsewhere(persons[0], description, people):
        return Target(TargetStatus.AMBIGUOUS, typed, candidates=tuple(persons))
    return _one_of(typed, fitting or persons)


def _by_initials(typed: str, key: str, description: str, people: People) -> Target | None:
    """Who bears a name of which only the first letters are typed: "J. Doe", "Anna M."."""
    words = spellings(key)[0]
    initials = [word for word in words if len(word) == 1]
    rest = " ".join(word for word in words if len(word) > 1)
    if not initials or not rest:
        return None
    _, bearers = matching.bearing(rest, people)
    said = set(rest.split())
    fitting = [
        person
        for person in bearers
        if not is_asker(person, people)
        and all(any(word[0] == letter for word in set(spellings(person.key)[0]) - said) for letter in initials)
    ]
    return _one_of(typed, narrowed(fitting, description) or fitting) if fitting else None


def _nearly(typed: str, key: str, description: str, people: People) -> Target | None:
    """Whose name is near: taken only when it is the only one and the initials agree, else to be asked about."""
    close = [one for one in matching.near(key, people) if not is_asker(one.person, people)]
    fitting = narrowed([one.person for one in close], description)
    left = [one for one in close if one.person in fitting] or close
    if not left:
        return None
    if len(left) == 1 and left[0].same_initials:
        person = left[0].person
        return Target(TargetStatus.FOUND, typed, url=person.url, person=person, by_typo=True)
    return Target(TargetStatus.AMBIGUOUS, typed, candidates=tuple(one.person for one in left))


def _elsewhere(person: Person, description: str, people: People) -> bool:
    """Whether a description names the company of others while the person is known to work somewhere else."""
    company = " ".join(_words(description))
    return bool(company and person.company) and people.employs(company)


def _one_of(typed: str, persons: list[Person]) -> Target:
    if len(persons) == 1:
        return _found(typed, persons[0])
    return Target(TargetStatus.AMBIGUOUS, typed, candidates=tuple(persons))


def _found(typed: str, person: Person) -> Target:
    return Target(TargetStatus.FOUND, typed, url=person.url, person=person)


def _self(typed: str, people: People) -> Target:
    return Target(TargetStatus.SELF, typed, url=people.asker.url, person=people.asker)


def _described(person: Person) -> set[str]:
    return {*_words(person.key), *_words(person.company or ""), *_words(person.position or "")}


def _words(text: str) -> list[str]:
    """The words of a text fit to compare; unlike a name's key, what stands behind a comma counts too."""
    parts = re.sub(r"[^\w'-]+", " ", text).split()
    return [word for part in parts for word in person_key(part).replace("-", " ").split()]


def _joined(aside: str, hint: str | None) -> str:
    return f"{aside} {hint}".strip() if hint else aside
