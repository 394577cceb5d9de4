"""Names in a list: between commas, "and", line ends, semicolons and bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.people import People
from bot.understanding.cues import Cues
from bot.understanding.tokens import Kind, Token

MOST_WORDS = 6
"""The longest name that is looked for in a message."""

_LEAST = 2
_BREAK = Token(Kind.BREAK, ",")


def tidied(tokens: Sequence[Token], cues: Cues) -> list[Token]:
    """The tokens without credentials behind a comma and the numbers of an enumeration."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        starts = before is None or before.text == "\n"
        number = starts and token.key.isdecimal() and after is not None and _is_capital(after)
        credential = before is not None and before.text == "," and token.key in cues.names.credentials
        if credential and kept and len(kept) > 1:
            kept.pop()  # the comma
        if not (number or credential):
            kept.append(token)
    return kept


@dataclass(frozen=True, slots=True)
class Listed:
    """The names of a message's lists, by where they start and end, and the tokens with line ends as separators."""

    ends: dict[int, int]
    tokens: list[Token]


def listed(tokens: Sequence[Token], people: People, cues: Cues) -> Listed:
    """The stretches between separators that are names as a whole."""
    with people.looking():
        return _List(tokens, people, cues).found()


@dataclass(frozen=True)
class _List:
    """One message looked through for lists."""

    tokens: Sequence[Token]
    people: People
    cues: Cues

    def found(self) -> Listed:
        """The names, and the tokens."""
        parts = [part for part in (self._bare(*part) for part in self._parts()) if part[0] < part[1]]
        whole = self._whole(parts)
        names = [part for part in parts if self._is_pair(*part)] if whole is None else whole
        tokens = list(self.tokens)
        for (_, end), (start, _) in pairwise(names):
            gap = range(end, start)
            if all(not tokens[at].key or tokens[at].key in self.cues.names.joiners for at in gap):
                for at in gap:
                    tokens[at] = _BREAK if tokens[at].text == "\n" else tokens[at]
        return Listed(dict(names), tokens)

    def _parts(self) -> list[tuple[int, int]]:
        """Where each stretch between two separators starts and ends."""
        parts, start = [], 0
        for at, token in enumerate(self.tokens):
            if token.kind in {Kind.BREAK, Kind.END} or token.key in self.cues.names.joiners:
                parts.append((start, at))
                start = at + 1
        return [*parts, (start, len(self.tokens))]

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """A stretch without the words at its ends that say nothing, and without "Do" before "Ann Lee"."""
        filler = self.cues.followups.filler
        asks = self.tokens[start].key in self.cues.answers.auxiliaries if start < end else False
        if start < end and self.tokens[start].key in self.cues.names.titles:
            start += 1
        if asks and end - start >= _LEAST and all(_is_capital(token) for token in self.tokens[start:end]):
            start += 1
        while start < end and self.tokens[start].key in filler and not self._borne(start):
            start += 1
        while start < end and self.tokens[end - 1].key in filler and not self._borne(end - 1):
            end -= 1
        return start, end

    def _whole(self, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
        """Each name of a message that is nothing but a list; None when it is more, or less."""
        clear = [part for part in parts if self._is_pair(*part) or self._is_known(*part)]
        if not parts or len(clear) * 2 < len(parts) or not all(self._may_stand(*part) for part in parts):
            return None
        if len(parts) <= _LEAST and len(clear) < len(parts):
            return None
        if len(parts) == 1 and not self._is_pair(*parts[0]):
            return None
        return [part for part in parts if part in clear or self._is_other(*part)]

    def _is_pair(self, start: int, end: int) -> bool:
        """Whether two or more capitalised words can be nothing but a name."""
        words = self.tokens[start:end]
        if len(words) > 1 and self._borne(end - 1) and self.people.employs(words[0].owner):
            return False  # "Hooli's Tom" is Tom
        return (
            not self._shouting
            and 1 < len(words) <= MOST_WORDS
            and all(_is_capital(token) and self._is_possible(at) for at, token in enumerate(words, start))
        )

    @cached_property
    def _shouting(self) -> bool:
        """Whether everything is in capitals, so that they show no name."""
        words = [token for token in self.tokens if token.kind is Kind.WORD and len(token.text) > 1]
        return len(words) > _LEAST and all(token.text.isupper() for token in words)

    def _is_known(self, start: int, end: int) -> bool:
        """Whether all words are of known names, and one of them is no other word."""
        places = range(start, end)
        if len(places) > MOST_WORDS or not all(self._borne(at) for at in places):
            return False
        return any(self.tokens[at].key not in self.cues.common for at in places)

    def _is_other(self, start: int, end: int) -> bool:
        """Whether what stands alone in a list of names is one more: a word that is no other, or a name too."""
        return all(self._is_possible(at) for at in range(start, end))

    def _is_possible(self, at: int) -> bool:
        names, token = self.cues.names, self.tokens[at]
        if token.kind is not Kind.WORD or token.key in names.proper or not any(char.isalpha() for char in token.key):
            return False
        if token.owner in self.cues.common:
            return token.key in names.given or self._borne(at)
        return True

    def _may_stand(self, start: int, end: int) -> bool:
        """Whether a stretch says nothing that a list of names does not."""
        names = self.cues.names
        words = self.tokens[start:end]
        if len(words) > MOST_WORDS or any(token.kind is not Kind.WORD for token in words):
            return False
        telling = names.reach | names.locked | names.predicates | names.describing
        lower = [token for token in words if not _is_capital(token)]
        return not any(
            token.key in telling
            or token.owner != token.key
            or (token.key in names.never and token.key not in names.given)
            for token in lower
        ) and not any(token.key in telling for token in words if token.key not in names.given)

    def _borne(self, at: int) -> bool:
        return self.people.knows(self.tokens[at].key)


def _is_capital(token: Token) -> bool:
    return token.kind is Kind.WORD and token.text[0].isupper()
