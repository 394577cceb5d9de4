"""How names were looked up when every question read all persons: slow and plain, so that look-ups can be held to it."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz.distance import OSA

from bot.people import Circle, Person, spellings
from bot.store import Store, Who
from bot.store.connection import connected
from bot.store.days import day_of
from bot.understanding import matching
from bot.understanding.matching import Fit, fit, once

CONNECTION, OWN, MEMBER, COLLEAGUE, STATED = range(5)
CIRCLES = (Circle.OWN, Circle.OWN, Circle.MEMBER, Circle.COLLEAGUES, Circle.STATED)
PERSONS = (
    (
        CONNECTION,
        """SELECT name, name_key, url, company, position, connected_on, NULL FROM connections
            WHERE team = :team AND user = :user ORDER BY url, id""",
    ),
    (
        OWN,
        """SELECT name, name_key, url, NULL, NULL, NULL, NULL FROM invitations
            WHERE team = :team AND user = :user ORDER BY id""",
    ),
    (
        OWN,
        """SELECT name, name_key, url, NULL, NULL, NULL, NULL FROM correspondents AS wrote
            WHERE team = :team AND user = :user AND NOT EXISTS (
                SELECT 1 FROM connections WHERE team = :team AND user = :user AND url = wrote.url) ORDER BY id""",
    ),
    (
        MEMBER,
        """SELECT name, name_key, url, NULL, NULL, NULL, user FROM members
            WHERE team = :team AND user != :user AND name IS NOT NULL ORDER BY user""",
    ),
    (
        COLLEAGUE,
        """SELECT c.name, c.name_key, c.url, c.company, c.position, NULL, NULL
             FROM members CROSS JOIN connections AS c USING (team, user)
            WHERE team = :team AND user != :user AND share = 'names'
              AND (c.url IS NULL OR c.url IS NOT (SELECT url FROM members WHERE team = :team AND user = :user))
            ORDER BY user, c.url, c.id""",
    ),
    (
        STATED,
        """SELECT name, name_key, url, NULL, NULL, NULL, NULL FROM stated_shared
            WHERE team = :team AND user = :user ORDER BY person""",
    ),
)


def everybody(store: Store, who: Who) -> list[Person]:
    """Everybody whom the member may find, nearest circle first, nobody twice."""
    seen_urls: set[str] = set()
    seen_keys: set[str] = set()
    without_url: defaultdict[str, list[int]] = defaultdict(list)
    persons: list[Person] = []
    with connected(store.path) as db:
        rows = [(circle, *row) for circle, query in PERSONS for row in db.execute(query, who.key)]
    for circle, name, key, url, company, position, since, user in rows:
        if url in seen_urls or (url is None and circle != CONNECTION and key in seen_keys):
            continue
        if url is None:
            without_url[key].append(len(persons))
        else:
            seen_urls.add(url)
            if circle == OWN and len(without_url[key]) == 1:
                place = without_url.pop(key)[0]
                persons[place] = persons[place]._replace(url=url)
                continue
        seen_keys.add(key)
        persons.append(Person(name, key, url, company, position, day_of(since), CIRCLES[circle], user))
    return persons


class WholeList:
    """All persons, with the places of everybody who has a word in their name."""

    def __init__(self, persons: list[Person]) -> None:
        self.persons = persons
        self.by_word: dict[str, set[int]] = {}
        for place, person in enumerate(persons):
            for words in spellings(person.key):
                for word in words:
                    self.by_word.setdefault(word, set()).add(place)

    def bearing(self, key: str) -> tuple[Fit | None, list[Person]]:
        """Everybody whose name holds the words of a key: those it fits best."""
        fitting = [(found, person) for person in self.persons if (found := fit(key, person.key)) is not None]
        best = min((found for found, _ in fitting), default=None)
        return best, once([person for found, person in fitting if found == best])

    def near(self, key: str) -> list[tuple[Person, bool]]:
        """Everybody whose name holds the words of a key, each misspelt at most as far as its length forgives."""
        found: dict[int, bool] = {}
        for words in spellings(key):
            if len(words) > matching.MOST_WORDS:
                continue
            similar = [self._similar(word) for word in words]
            holders = [{place for known in words for place in self.by_word[known]} for words in similar]
            for place in set.intersection(*holders) if holders else ():
                for known in spellings(self.persons[place].key):
                    initials = matching._assigned(words, known, similar)  # noqa: SLF001 - of one name with another
                    if initials is not None:
                        found[place] = found.get(place, False) or initials
        persons = once([self.persons[place] for place in sorted(found)])
        return [(person, found[self.persons.index(person)]) for person in persons]

    def first_name(self, word: str) -> bool:
        """Whether somebody's name starts with a word."""
        return any(words[:1] == (word,) for person in self.persons for words in spellings(person.key))

    def _similar(self, word: str) -> dict[str, int]:
        edits = {known: OSA.distance(word, known) for known in self.by_word}
        # A word of four letters may be one of five with one left out; a shorter one is what it is.
        close = {known: edit for known, edit in edits.items() if edit <= min(2, matching.forgiven(len(known)))}
        return close if len(word) > 3 else {known: 0 for known in close if known == word}
