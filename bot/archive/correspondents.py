"""What one sender sent, and who wrote with the owner how often: counts and last days, never a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from bot.archive.dates import day_of_moment
from bot.archive.names import name_from_url
from bot.archive.parties import Party
from bot.archive.repeats import NOBODY, SEVERAL, Repeats
from bot.archive.rows import Correspondent, SentMessages
from bot.people import person_key


class Ledger:
    """What one sender sent.

    Args:
        repeat_minimum: characters, folded, from which on a text can count as repeated.

    Attributes:
        counts: messages to each party.
        last: the latest message to each party, in seconds since 1970.
    """

    def __init__(self, repeat_minimum: int) -> None:
        self.counts: dict[Party, int] = {}
        self.last: dict[Party, int] = {}
        self._sent = SentMessages()
        self._repeats = Repeats(repeat_minimum)

    def add(self, when: int, text: str, thread: str, sender: Party | None, recipients: tuple[Party, ...]) -> None:
        """Enters one message; it counts once as sent and once for each recipient."""
        others = [party for party in recipients if party is not sender]
        if len(others) == 1:
            recipient = others[0].number
        elif others:
            recipient = SEVERAL
        elif recipients:
            recipient = NOBODY
        else:
            # A hidden member: nobody to count, but another one in each conversation.
            recipient = SEVERAL - 1 - (hash(thread) & (2**62 - 1))
        self._repeats.add(len(self._sent), text, recipient)
        self._sent.times.append(when)
        self._sent.repeated.append(0)
        for party in others:
            self.counts[party] = self.counts.get(party, 0) + 1
            self.last[party] = max(when, self.last.get(party, when))

    def sent(self) -> SentMessages:
        """All messages entered, each with its flag whether its text was repeated."""
        self._repeats.mark(self._sent.repeated)
        return self._sent


def correspondents(parties: Iterable[Party], ledger: Ledger, names: Mapping[str, str]) -> list[Correspondent]:
    """Everybody the owner wrote with, in the order of their first message.

    Args:
        parties: everybody but the owner.
        ledger: what the owner sent.
        names: names by profile URL from elsewhere in the archive, for those whom no message names.
    """
    involved = [party for party in parties if party.received or party in ledger.counts]
    namesakes = _by_name(involved)
    found: dict[Party, Correspondent] = {}
    for party in involved:
        # Before 2023 only senders have a URL. A name without one is the sender of that name if there is just one.
        same = namesakes.get(person_key(party.name), []) if party.url is None else []
        person = same[0] if len(same) == 1 else party
        if person not in found:
            url = person.url or ""
            found[person] = Correspondent(person.name or names.get(url) or name_from_url(url), person.url)
        entry = found[person]
        entry.sent += ledger.counts.get(party, 0)
        entry.last_sent = _later(entry.last_sent, ledger.last.get(party))
        entry.received += party.received
        entry.last_received = _later(entry.last_received, party.last_received)
    return list(found.values())


def _by_name(parties: list[Party]) -> dict[str, list[Party]]:
    """Those with a URL by name; nobody when no name without a URL has to be looked up."""
    found: dict[str, list[Party]] = defaultdict(list)
    if any(party.url is None for party in parties):
        for party in parties:
            if party.url is not None:
                found[person_key(party.name)].append(party)
    return found


def _later(day: date | None, seconds: int | None) -> date | None:
    if seconds is None:
        return day
    other = day_of_moment(seconds)
    return other if day is None else max(day, other)
