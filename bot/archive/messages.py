"""messages.csv: what the owner sent when, and who wrote with the owner how often. No text is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.archive.correspondents import Ledger, correspondents
from bot.archive.dates import day_of_moment, moment_of
from bot.archive.limits import Limits, check_limit
from bot.archive.owner import OwnerSearch
from bot.archive.parties import Parties, Party
from bot.archive.rows import Kind, Messages, Skipped
from bot.archive.table import Table
from bot.people import person_key

MESSAGE_COLUMNS = ("from", "to", "date", "content")
"""What makes a file messages.csv in every era."""

_COLUMNS = (
    "is message draft", "is conversation draft", "conversation title", "content", "conversation id",
    "from", "sender profile url", "to", "recipient profile urls", "date", "direction",
)  # fmt: skip
_SPONSORED_TITLE = "sponsored conversation"
_SPONSORED_START = '<p class="spinmail'
_YES = {"yes", "true"}
_INCOMING = "incoming"
_WAYS = {_INCOMING, "outgoing"}


@dataclass(frozen=True, slots=True)
class OwnerHint:
    """What is known of the owner before the messages are read.

    Attributes:
        url: the profile URL that the member stated or that all invitations have in common.
        confirmed: whether something else in the archive bears the URL out.
        name: the name in Profile.csv, to find the owner by when there is no URL.
    """

    url: str | None
    confirmed: bool
    name: str | None


class Mailbox:
    """Reads `messages.csv` in one pass and says in the end what the owner sent.

    Args:
        repeat_minimum: characters, folded, from which on a text can count as repeated.

    Attributes:
        taken: messages that are neither drafts nor sponsored nor unreadable.
        owner_url: the profile URL that the messages themselves showed to be the owner's.
    """

    def __init__(self, hint: OwnerHint, repeat_minimum: int, limits: Limits) -> None:
        self.taken = 0
        self.owner_url: str | None = None
        self._hint = hint
        self._minimum = repeat_minimum
        self._limits = limits
        self._unreadable = 0
        self._newest: int | None = None
        self._parties = Parties(limits)
        self._owner_seen = hint.confirmed or hint.url is None
        self._search = OwnerSearch(hint.name, limits.correspondents) if hint.name and not hint.url else None
        # Every sender so far, with what they sent if they may be the owner.
        self._ledgers: dict[Party, Ledger | None] = {}
        # In 2018 the rows themselves say which ones are the owner's.
        self._outgoing: Ledger | None = None
        self._outgoing_senders: set[Party] = set()

    @property
    def newest(self) -> date | None:
        """The newest date in any row, drafts and sponsored messages included."""
        return None if self._newest is None else day_of_moment(self._newest)

    def read(self, skipped: Skipped, table: Table) -> None:
        """Takes in all rows.

        Raises:
            UserError: `archive_too_big`.
        """
        threaded = table.has("conversation id")
        self._outgoing = Ledger(self._minimum) if table.has("direction") else None
        for (
            draft, draft_thread, title, text, thread, name, address, names, addresses, written, way,
        ) in table.rows(*_COLUMNS):  # fmt: skip
            when = moment_of(written)
            if when is not None and (self._newest is None or when > self._newest):
                self._newest = when
            sender = self._parties.sender(address, name)
            recipients = self._parties.recipients(addresses, names)
            if not self._owner_seen:
                self._owner_seen = any(one and one.url == self._hint.url for one in (sender, *recipients))

            if draft.casefold() in _YES or draft_thread.casefold() in _YES or (threaded and not thread):
                skipped.drafts += 1
            elif title.casefold() == _SPONSORED_TITLE or text.startswith(_SPONSORED_START):
                skipped.sponsored += 1
            elif when is None or (self._outgoing is not None and way.casefold() not in _WAYS):
                self._unreadable += 1
            else:
                self.taken += 1
                check_limit(self.taken, self._limits.messages, Kind.MESSAGES.value)
                if self._search is not None:
                    self._search.see(thread, sender, recipients, names)
                ledger = self._ledger(sender, way)
                if ledger is not None:
                    ledger.add(when, text, thread, sender, recipients)
                if sender is not None:
                    sender.wrote(when)
        skipped.unreadable += self._unreadable
        self._unreadable += table.unreadable

    @property
    def bears_out_owner(self) -> bool:
        """Whether the messages, or what stood beside them, show the owner's URL to be so."""
        return self.owner_url is not None or (self._hint.url is not None and self._owner_seen)

    def messages(self, names: Mapping[str, str]) -> Messages:
        """What the owner sent and whom the owner wrote with; nothing of either when the owner is not known.

        Args:
            names: names by profile URL from elsewhere in the archive.
        """
        ledger, owners = self._settle()
        if ledger is None:
            return Messages([], None)
        owner_keys = {person_key(name) for name in (self._hint.name, *(owner.name for owner in owners)) if name}
        others = (
            party
            for party in self._parties.everybody
            if party not in owners and (party.url or person_key(party.name) not in owner_keys)
        )
        return Messages(correspondents(others, ledger, names), ledger.sent())

    def _ledger(self, sender: Party | None, way: str) -> Ledger | None:
        """Where a message is entered as sent; None when its sender cannot be the owner."""
        if self._outgoing is not None:
            if way.casefold() == _INCOMING:
                return None
            self._outgoing_senders.update({sender} if sender else ())
            return self._outgoing
        if sender is None:
            return None
        if sender not in self._ledgers:
            self._ledgers[sender] = Ledger(self._minimum) if self._may_be_owner(sender) else None
        return self._ledgers[sender]

    def _may_be_owner(self, sender: Party) -> bool:
        if self._search is not None:
            return self._search.may_be_owner(sender)
        return sender.url is not None and sender.url == self._hint.url

    def _settle(self) -> tuple[Ledger | None, set[Party]]:
        """What the owner sent, and the parties that are the owner."""
        if self._outgoing is not None:
            return self._outgoing, self._outgoing_senders
        if not self.taken and not self._unreadable:
            return Ledger(self._minimum), set()
        if self._search is not None:
            owner = self._search.found()
            self.owner_url = owner.url if owner else None
            return (self._ledgers[owner], {owner}) if owner else (None, set())
        if self._hint.url is None or not self._owner_seen:
            return None, set()
        owner = self._parties.at(self._hint.url)
        if owner is None:
            return Ledger(self._minimum), set()
        return self._ledgers.get(owner) or Ledger(self._minimum), {owner}
