"""Whom one member may find, looked up in the store name by name: a question costs what its words need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from bot.people import People, Person, words_of
from bot.store import Session, Store
from bot.store.persons import Place
from bot.store.who import Who

_AT_ONCE = 20


class Directory(People):
    """People over the store. Each look-up opens the store for itself and closes it after, or several together.

    What was looked up once stays known: an object of this class is for one question, and for one thread.

    Args:
        store: the store.
        who: the member who asks.
        asker: the same as a person.
        users: the members of the workspace by Slack user id.
        called: what Slack calls those whom a message mentions.
    """

    def __init__(
        self, store: Store, who: Who, asker: Person, users: dict[str, Person], called: Mapping[str, str] | None = None
    ) -> None:
        super().__init__((), asker, users, called)
        self._store = store
        self._who = who
        self._session: Session | None = None
        self._keys: dict[str, set[str]] = {}
        self._knows: dict[str, bool] = {}
        self._named: dict[str, list[tuple[Place, Person]]] = {}
        self._colleagues = [user for user in users.values() if user.user != who.user]

    @property
    def persons(self) -> Sequence[Person]:
        """Everybody, nearest circle first; a question looks names up instead."""
        with self._open() as session:
            return session.network.persons(self._who)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Several look-ups over one connection, which is closed after them."""
        with self._open() as session:
            before, self._session = self._session, session
            try:
                yield
            finally:
                self._session = before

    def keys(self, words: Iterable[str]) -> set[str]:
        """The keys of all names that have one of the words."""
        asked = set(words)
        fresh = asked - self._keys.keys()
        if fresh:
            self._keys.update({word: set() for word in fresh})
            with self._open() as session:
                for word, key in session.names.keys(self._who, fresh):
                    self._keys[word].add(key)
            for member in self._colleagues:
                for word in words_of(member.key) & fresh:
                    self._keys[word].add(member.key)
        return set().union(*(self._keys[word] for word in asked))

    def knows(self, word: str) -> bool:
        """Whether somebody has the word in their name; asked of every word of a message, again and again."""
        known = self._knows.get(word)
        if known is None:
            known = self._knows[word] = super().knows(word)
        return known

    def words(self, shortest: int, longest: int) -> Sequence[str]:
        """The words of names that have so many letters; some may be in no name that the asker may find."""
        with self._open() as session:
            known = session.names.words(self._who.team, shortest, longest)
        of_members = {word for member in self._colleagues for word in words_of(member.key)}
        return [*known, *(word for word in of_members.difference(known) if shortest <= len(word) <= longest)]

    def beginning(self, start: str, most: int) -> list[str]:
        """The keys of names that have a word which begins so, nearest circle first; of each circle at most so many."""
        with self._open() as session:
            own, shared = session.names.beginning(self._who, start, most)
        members = [one.key for one in self._colleagues if any(word.startswith(start) for word in words_of(one.key))]
        return list(dict.fromkeys([*own, *members[:most], *shared]))

    def bears(self, keys: Collection[str]) -> bool:
        """Whether the asker may find somebody who bears one of the names; mostly the first few tell."""
        some = list(keys)
        return any(self.named(some[at : at + _AT_ONCE]) for at in range(0, len(some), _AT_ONCE))

    def named(self, keys: Collection[str]) -> list[Person]:
        """Everybody who bears one of the names, nearest circle first."""
        fresh = set(keys) - self._named.keys()
        if fresh:
            self._named.update({key: [] for key in fresh})
            with self._open() as session:
                for place, person in session.network.named(self._who, fresh):
                    self._named[person.key].append((place, person))
        return [person for _, person in sorted(found for key in set(keys) for found in self._named[key])]

    def by_url(self, url: str) -> Person | None:
        """The person with a canonical profile URL; also a member who is in no network."""
        with self.looking(), self._open() as session:
            key = session.network.key_at(self._who, url)
            found = [] if key is None else self.named([key])
        return next((one for one in (*found, *self.users.values()) if one.url == url), None)

    def employs(self, company: str) -> bool:
        """Whether a connection in the networks that the asker may look through works for a company of this name."""
        with self._open() as session:
            return session.employers.employs(self._who, company)

    @contextmanager
    def _open(self) -> Iterator[Session]:
        if self._session is not None:
            yield self._session
        else:
            with self._store.reading() as session:
                yield session
