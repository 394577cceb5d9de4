"""What stands around a word, and what that says of it: a target, a thing, or no name at all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from bot.understanding.cues import Cues
from bot.understanding.tokens import Kind, Token

_LOOK_BACK, _LOOK_AHEAD = 5, 3
# From this share of capitals on, capitals say nothing about names.
_SHOUTING_PERCENT = 60
# In fewer words than this a title is no more likely than a name.
_TITLE_WORDS = 4


class Place(IntEnum):
    """How much a place in a sentence is one of a target, least first."""

    ANY = 0
    SUBJECT = 1
    PREPOSITION = 2
    OBJECT = 3


class Surroundings:
    """The tokens of one message and what stands around each."""

    def __init__(self, tokens: Sequence[Token], cues: Cues) -> None:
        self.tokens, self.names = tokens, cues.names
        words = [token for token in tokens if token.kind is Kind.WORD]
        capitals = sum(token.text[0].isupper() for token in words)
        whole = sum(len(token.text) > 1 and token.text.isupper() for token in words)
        self._shouting = len(words) > 1 and whole * 100 >= len(words) * _SHOUTING_PERCENT
        # In a title only the words that join others are in lower case: "is Jane Long locked" is none.
        small = self.names.prepositions | self.names.determiners | self.names.joiners
        self._titled = (
            len(words) >= _TITLE_WORDS
            and capitals * 100 >= len(words) * _SHOUTING_PERCENT
            and all(token.text[0].isupper() or token.key in small for token in words)
        )
        self._ignored = cues.followups.filler

    def capital(self, at: int) -> bool:
        """Whether a word's capital letter shows that it is a name."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at]
        return not self._shouting and token.kind is Kind.WORD and token.text[0].isupper()

    def names_on(self, start: int, at: int) -> bool:
        """Whether a word that means something else too goes on a name, as its capital behind another shows."""
        if self._titled or not (self.capital(start) and self.capital(at)):
            return False
        return self._key(at) in self.names.surnames or self._wordy_name(at)

    def names_begin(self, at: int) -> bool:
        """Whether a word that means something else too begins a name, as its capital before another shows."""
        names, key = self.names, self._key(at)
        if self._titled or not (self.capital(at) and self.capital(at + 1)) or not self._wordy_name(at):
            return False
        if self.is_title(at):
            return False
        if self.starts(at):
            return key in names.given and key not in names.starting
        if key in names.roles or (key in names.months and self._key(at - 1) in names.dated):
            return False
        # "Good Morning Jane", "Open Profile Jane": a word that is no name of its own goes with the capital before it.
        return key in names.given or not self.capital(at - 1)

    def of_company(self, at: int, *, behind_name: bool) -> bool:
        """Whether what stands here is a company: "the head of sales at …", and behind a name "from …" or "(…"."""
        bracket = at > 0 and self.tokens[at - 1].text == "("
        if not bracket and self._key(at - 1) not in self.names.describing:
            return False
        return behind_name or self._key(at - 2) in self.names.roles

    def is_title(self, at: int) -> bool:
        """Whether a word is the title of the name behind it."""
        return self._key(at) in self.names.titles and self.capital(at + 1)

    def starts(self, at: int) -> bool:
        """Whether a sentence starts with this token."""
        before = at - 1
        while before >= 0 and self.tokens[before].kind in {Kind.BREAK, Kind.MENTION}:
            before -= 1
        return before < 0 or self.tokens[before].kind is Kind.END or self._key(before) in self._ignored

    def determined(self, at: int) -> bool:
        """Whether an article or the like stands before the word."""
        return self._key(at - 1) in self.names.determiners

    def place(self, start: int, end: int) -> Place:
        """What the place of some tokens says about them."""
        if self._key(start - 1) in self.names.titles:
            start -= 1
        if self._reached(start) or self._said_locked(end):
            return Place.OBJECT
        if self._key(start - 1) in self.names.prepositions:
            return Place.PREPOSITION
        return Place.SUBJECT if self._key(end) in self.names.predicates else Place.ANY

    def names_somebody(self, at: int) -> bool:
        """Whether a word that means something else too stands where only a name can."""
        token, before, after = self.tokens[at], self._key(at - 1), self._key(at + 1)
        if before in self.names.titles:
            return True
        inside = self.capital(at) and not self.starts(at) and not self._titled
        if at and "'" in self.tokens[at - 1].text.replace("\u2019", "'"):
            before = ""  # "it's Mark" is no "its mark"
        if before in self.names.not_after | self.names.determiners or (after in self.names.not_before and not inside):
            return False
        if token.key in self.names.reach | self.names.locked and not self.capital(at):
            return False
        ends = not after
        if ends and (at <= self._first_word() or self._set_off(at)):
            return True
        if token.owner != token.key or after in self.names.locked or after in self.names.predicates:
            return True
        if inside or (self.capital(at) and self._alone(at)):
            return True
        if after in self.names.describing and self._employed(at + 2):
            return True
        expected = self._reached(at) or before in self.names.joiners | self.names.prepositions
        return expected and (ends or after in self.names.after or after in self.names.joiners)

    def description(self, end: int) -> range:
        """The places of the words that describe the person just named: in brackets, or behind "at" and the like."""
        if end >= len(self.tokens) or not (self.tokens[end].text == "(" or self._key(end) in self.names.describing):
            return range(end, end)
        bracket = self.tokens[end].text == "("
        stops = self.names.predicates | self.names.locked | self.names.joiners
        last = end + 1
        while last < len(self.tokens) and self.tokens[last].kind is not Kind.END:
            token = self.tokens[last]
            if token.text == ")" if bracket else (token.kind is Kind.BREAK and token.text != "&") or token.key in stops:
                break
            last += 1
        return range(end, last)

    def joined(self, end: int, start: int) -> bool:
        """Whether two names stand side by side with nothing but "and", "and to", commas and the like between them."""
        keys = [token.key for token in self.tokens[end:start] if token.kind is not Kind.BREAK]
        if len(keys) > 1 and keys[-1] in self.names.prepositions:
            keys.pop()
        return all(key in self.names.joiners for key in keys)

    def _wordy_name(self, at: int) -> bool:
        """Whether a word that means something else too can be a name with a capital beside another one."""
        names, key = self.names, self._key(at)
        if key in names.reach | names.locked or self._key(at + 1) in names.branded:
            return False
        others = names.never | names.predicates | names.joiners | names.proper | names.prepositions | names.determiners
        return key in names.given or key not in others | self._ignored

    def _reached(self, start: int) -> bool:
        """Whether the words before say that somebody is written to: "message my old boss …"."""
        for at in range(start - 1, max(start - 1 - _LOOK_BACK, -1), -1):
            key = self._key(at)
            if key in self.names.reach:
                return True
            if key not in self.names.between:
                return False
        return False

    def _said_locked(self, end: int) -> bool:
        """Whether the words behind say that somebody is locked."""
        for at in range(end, min(end + _LOOK_AHEAD, len(self.tokens))):
            if self.tokens[at].kind is Kind.END:
                return False
            if self._key(at) in self.names.locked:
                return True
        return False

    def _employed(self, at: int) -> bool:
        """Whether what stands behind "at" is the name of something."""
        return at < len(self.tokens) and self.tokens[at].key not in self.names.determiners | self.names.common

    def _alone(self, at: int) -> bool:
        """Whether all other words of the message say nothing: "ok, Long then"."""
        others = (token.key for place, token in enumerate(self.tokens) if place != at and token.key)
        return all(key in self._ignored for key in others)

    def _set_off(self, at: int) -> bool:
        """Whether a word stands alone behind a comma or the like: "one last thing, mark."."""
        return at > 0 and self.tokens[at - 1].kind is Kind.BREAK and self.tokens[at - 1].text in {",", ":", "\u2013"}

    def opens_with(self, at: int) -> bool:
        """Whether a sentence starts with this word, and what it says goes on without a pause."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return self.starts(at) and after is not None and (after.kind is Kind.WORD or after.kind is Kind.END)

    def _first_word(self) -> int:
        """The place of the first word that is more than a greeting."""
        for at, token in enumerate(self.tokens):
            if token.kind is Kind.WORD and token.key not in self._ignored:
                return at
        return len(self.tokens)

    def _key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""
