"""Who takes part in the messages: one party for a profile URL, or for a name where there is no URL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.archive.limits import Limits, check_limit
from bot.archive.names import is_hidden, names_for, split_names
from bot.archive.table import tidy
from bot.people import person_key, profile_url

# How sure a name is: on the row of its own URL, paired with it in a list, or none known.
_CERTAIN, _PAIRED, _UNNAMED = 0, 1, 2
_REMEMBERED = 65_536
_MOST_RECIPIENTS = 500  # LinkedIn Help, a554447: a group holds up to 50


@dataclass(eq=False, slots=True)
class Party:
    """Somebody who wrote or was written to.

    Attributes:
        number: 1 or more, for nobody else.
        name: "" while none is known.
        doubt: how far `name` can be trusted; 0 is certain.
        received: messages this party sent to the owner.
        last_received: the latest of them, in seconds since 1970.
    """

    number: int
    url: str | None
    name: str
    doubt: int = _CERTAIN
    received: int = 0
    last_received: int | None = None

    def wrote(self, when: int) -> None:
        """Counts a message from this party."""
        self.received += 1
        self.last_received = when if self.last_received is None else max(when, self.last_received)

    def called(self, name: str, doubt: int) -> None:
        """Takes a name that is surer than the one known so far."""
        if doubt < self.doubt and not is_hidden(name):
            self.name, self.doubt = tidy(name), doubt


class Parties:
    """Everybody in one `messages.csv`; a spelling of a URL or a name is worked out once while it stays in use.

    Attributes:
        everybody: all parties in the order of their first message.
    """

    def __init__(self, limits: Limits) -> None:
        self.everybody: list[Party] = []
        self._limit = limits.correspondents
        self._by_url: dict[str, Party] = {}
        self._by_name: dict[str, Party] = {}
        # Bounded, and gone with the import: a cache on the module would keep names beyond it.
        self._addressed = lru_cache(_REMEMBERED)(self._find_address)
        self._named = lru_cache(_REMEMBERED)(self._find_name)
        self.recipients = lru_cache(_REMEMBERED)(self._find_recipients)

    def at(self, url: str) -> Party | None:
        """The party at a canonical profile URL, if it takes part."""
        return self._by_url.get(url)

    def sender(self, address: str, name: str) -> Party | None:
        """The party that sent a message; None for a hidden member."""
        party = self._addressed(address) if address else None
        if party is None:
            return self._named(name)
        if party.doubt:
            party.called(name, _CERTAIN)
        return party

    def _find_recipients(self, addresses: str, names: str) -> tuple[Party, ...]:
        """The parties that a message went to, hidden members left out.

        Args:
            addresses: profile URLs between commas, "" where there are none.
            names: their names between commas, which names hold themselves.
        """
        found = [self._addressed(address) for address in addresses.split(",")[:_MOST_RECIPIENTS]]
        parties = tuple(dict.fromkeys(party for party in found if party is not None))
        if not parties:
            named = [self._named(name) for name in split_names(names)]
            return tuple(dict.fromkeys(party for party in named if party is not None))
        for party, name in zip(parties, names_for(names, len(parties)), strict=False):
            party.called(name, _PAIRED)
        return parties

    def _find_address(self, address: str) -> Party | None:
        url = profile_url(address)
        if url is None:
            return None
        if url not in self._by_url:
            self._by_url[url] = self._new(url, "", _UNNAMED)
        return self._by_url[url]

    def _find_name(self, name: str) -> Party | None:
        if is_hidden(name):
            return None
        key = person_key(name)
        if key not in self._by_name:
            self._by_name[key] = self._new(None, tidy(name), _CERTAIN)
        return self._by_name[key]

    def _new(self, url: str | None, name: str, doubt: int) -> Party:
        check_limit(len(self.everybody) + 1, self._limit, "correspondents")
        party = Party(len(self.everybody) + 1, url, name, doubt)
        self.everybody.append(party)
        return party
