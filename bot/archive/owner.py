"""Whose archive it is, where neither the member nor an invitation says so."""

from __future__ import annotations

from array import array
from functools import lru_cache

from bot.archive.names import names_hold
from bot.archive.parties import Party
from bot.people import person_key

MOST_NAMESAKES = 50
"""More senders than this with the owner's name, and nobody can tell them apart."""

_SHARES = 64
_REMEMBERED = 65_536


class OwnerSearch:
    """Looks for the one sender who bears the profile's name and takes part in every conversation.

    Args:
        name: the name in Profile.csv.
        most_casts: different sets of people who talk to each other; the search gives up beyond.
    """

    def __init__(self, name: str, most_casts: int) -> None:
        self._name = name
        self._key = person_key(name)
        self._most_casts = most_casts
        self._bearers: set[Party] = set()
        # Dealt out by conversation, so that only one share at a time needs a dict.
        self._threads = [array("Q") for _ in range(_SHARES)]
        self._casts = [array("L") for _ in range(_SHARES)]
        # None stands for a cast of everybody who bears the name.
        self._cast_numbers: dict[frozenset[Party] | None, int] = {}
        self._cast_number = lru_cache(_REMEMBERED)(self._find_cast_number)

    def may_be_owner(self, sender: Party) -> bool:
        """Whether a sender bears the profile's name."""
        if sender.url is None or person_key(sender.name) != self._key:
            return False
        self._bearers.add(sender)
        return len(self._bearers) <= MOST_NAMESAKES

    def see(self, thread: str, sender: Party | None, recipients: tuple[Party, ...], names: str) -> None:
        """Takes note of who took part in one message.

        Args:
            names: the recipients' names as the row has them.
        """
        if len(self._cast_numbers) <= self._most_casts:
            number = hash(thread) & (2**64 - 1)
            self._threads[number % _SHARES].append(number)
            self._casts[number % _SHARES].append(self._cast_number(sender, recipients, names))

    def _find_cast_number(self, sender: Party | None, recipients: tuple[Party, ...], names: str) -> int:
        cast: frozenset[Party] | None = frozenset(party for party in (sender, *recipients) if party and party.url)
        # Before 2023 recipients have no URL: there a message to the owner's name is one to whoever bears it.
        if not any(party.url for party in recipients) and names_hold(names, self._name):
            cast = None
        return self._cast_numbers.setdefault(cast, len(self._cast_numbers))

    def found(self) -> Party | None:
        """The one bearer of the name who takes part in every conversation; None for nobody or several."""
        if len(self._cast_numbers) > self._most_casts or len(self._bearers) > MOST_NAMESAKES:
            return None
        casts = list(self._cast_numbers)
        left = set(self._bearers)
        for threads, numbers in zip(self._threads, self._casts, strict=True):
            present: dict[int, set[Party]] = {}
            for thread, number in zip(threads, numbers, strict=True):
                cast = casts[number]
                present.setdefault(thread, set()).update(left if cast is None else cast & left)
            for taking_part in present.values():
                left &= taking_part
        return left.pop() if len(left) == 1 else None
