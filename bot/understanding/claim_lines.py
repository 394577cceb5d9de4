"""A message taken apart for what it states: sentences of words, numbers and signs, each with its place in the text.

Values are shown as they were typed ("B.Tech", "Mara J. Quillan", "C++"), so every word knows where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.people import profile_url
from bot.understanding.phrases import CueSet, plain

SOMEBODY, DASH = "\ufffc", "\u2013"
"""The sign that stands for a mention, and the one for any dash."""

_LONGEST, _MOST_PIECES = 3_000, 100
_TEN, _HUNDRED = 10, 100
_MOST_DIGITS = 9

# A full stop behind one of these ends no sentence.
_ABBREVIATED = {"ie", "eg", "dr", "mr", "mrs", "ms", "jr", "sr", "st", "prof", "inc", "ltd", "co"}

_MENTION = re.compile(r"<@[A-Z0-9_]+(?:\|[^<>]*)?>", re.IGNORECASE)
_LINK = re.compile(r"<([^<>|\s]+)(?:\|[^<>]*)?>")
_EMOJI = re.compile(r"(?<!\S):[a-z0-9_+-]+:(?!\S)")
_MARKS = re.compile(r"[*`~\"\u201c-\u201f\u00ab\u00bb]|(?<!\w)_|_(?!\w)")
_LOW_LINE = re.compile(r"(?<=[a-z])_(?=[a-z])")
_PIECE = re.compile(
    r"(?P<url>(?:https?://|www\.|(?:[a-z]{2,8}\.)?linkedin\.com/)[^\s<>|,;()]+)"
    r"|(?P<number>\d{1,3}(?:[,.']\d{3})+(?!\w)|\d{1,3}[.,]\d(?=k)|\d+)(?P<unit>k(?!\w))?\+?(?!\w|[./+]\d)"
    r"|(?P<word>[^\W_](?:[^\s,;:()=<>|!?\u2026\u2013\u2014\"\ufffc]*[\w+#])?)"
    r"|(?P<end>[.!?\u2026\u3002\uff1f\uff01]+|\n)"
    r"|(?P<sign>[,;:()=&+@\ufffc\u2013\u2014%]|(?<=\s)-+(?=\s)|(?<=\d)-(?=\d))",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """One word, number or sign.

    Attributes:
        key: the word fit to compare, a number in digits, or the sign.
        start: where it starts in the text.
        end: where it ends there.
        number: its number; None for all that is none.
        url: the profile that it is the address of.
    """

    key: str
    start: int
    end: int
    number: int | None = None
    url: str | None = None


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Attributes:
        text: the whole message, tidied.
        asks: it ends with a question mark.
    """

    text: str
    pieces: Sequence[Piece]
    asks: bool

    @cached_property
    def keys(self) -> list[str]:
        """The key of every piece."""
        return [piece.key for piece in self.pieces]

    @cached_property
    def line(self) -> str:
        """The keys with a space around each, to be searched for phrases."""
        return f" {' '.join(self.keys)} "

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for key in self.keys:
            starts.append(at)
            at += len(key) + 1
        return starts

    def found(self, cues: CueSet, start: int = 0, end: int | None = None) -> range | None:
        """The places of the first phrase that the sentence holds between two places."""
        shift = self._starts[start] if start < len(self.pieces) else len(self.line)
        stop = self._starts[end] + 1 if end is not None and end < len(self.pieces) else len(self.line)
        match = cues.search(self.line[shift:stop])
        if match is None:
            return None
        first = bisect_right(self._starts, match.start() + shift) - 1
        return range(first, bisect_right(self._starts, match.end() + shift - 1))

    def behind(self, start: int) -> Sentence:
        """What stands behind a place."""
        return Sentence(self.text, self.pieces[start:], self.asks)

    def typed(self, start: int, end: int) -> str:
        """The text between two places, as it was typed."""
        if start >= end:
            return ""
        return self.text[self.pieces[start].start : self.pieces[end - 1].end].strip(" '\u2019-")


def sentences(text: str, numbers: Mapping[str, int], meant: Callable[[str], str | None]) -> list[Sentence]:
    """The sentences of a message.

    Args:
        text: as Slack or a terminal gives it; a very long one states nothing, nor does a very long sentence.
        numbers: number words.
        meant: which word one in lower case is a typing mistake of, if it is.
    """
    if len(text) > _LONGEST:
        return []
    tidied = _tidied(text)
    found: list[Sentence] = []
    pieces: list[Piece] = []
    for match in _PIECE.finditer(tidied):
        kind = match.lastgroup
        if kind == "end":
            if match[0] == "." and pieces and (len(pieces[-1].key) == 1 or pieces[-1].key in _ABBREVIATED):
                continue
            found += _sentence(tidied, pieces, numbers, asks="?" in match[0] or "\uff1f" in match[0])
            pieces = []
        else:
            pieces.append(_piece(match, meant))
    return found + _sentence(tidied, pieces, numbers, asks=False)


def _tidied(text: str) -> str:
    """The text without markup; addresses stand for their links."""
    bare = _LINK.sub(r" \1 ", _MENTION.sub(f" {SOMEBODY} ", text))
    bare = bare.replace("&amp;", "&").replace("&lt;", " ").replace("&gt;", " ").replace("\u2019", "'")
    return _LOW_LINE.sub(" ", _MARKS.sub("", _EMOJI.sub(" ", bare)))


def _sentence(text: str, pieces: list[Piece], numbers: Mapping[str, int], *, asks: bool) -> list[Sentence]:
    plausible = 0 < len(pieces) <= _MOST_PIECES
    return [Sentence(text, tuple(_in_digits(pieces, numbers)), asks)] if plausible else []


def _piece(match: re.Match[str], meant: Callable[[str], str | None]) -> Piece:
    start, end = match.span()
    if match["url"]:
        return Piece("url", start, end, url=profile_url(match["url"]))
    if match["number"]:
        digits = re.sub(r"\D", "", match["number"])
        if match["unit"]:
            digits += "00" if re.search(r"[.,]\d$", match["number"]) else "000"
        return Piece(digits, start, end, int(digits) if len(digits) <= _MOST_DIGITS else None)
    if match["word"]:
        key = plain(match[0]).replace(".", "") or match[0]
        return Piece((match[0].islower() and meant(key)) or key, start, end)
    if match[0] == "@":
        return Piece("at", start, end)
    return Piece(DASH if match[0][0] in "-\u2013\u2014" else match[0], start, end)


def _in_digits(pieces: Sequence[Piece], numbers: Mapping[str, int]) -> Iterator[Piece]:
    """The pieces with spoken numbers as one: "two hundred and six" is 206."""
    at = 0
    while at < len(pieces):
        total, end = _spoken(pieces, at, numbers)
        if total is None:
            yield pieces[at]
            at += 1
        else:
            yield Piece(str(total), pieces[at].start, pieces[end - 1].end, total)
            at = end


def _spoken(pieces: Sequence[Piece], at: int, numbers: Mapping[str, int]) -> tuple[int | None, int]:
    """The number in words that starts at a place, and where it ends; None where none does."""
    total: int | None = None
    end = place = at
    while place < len(pieces):
        if total is not None and total >= _HUNDRED and pieces[place].key == "and":
            place += 1
            continue
        values = [numbers.get(word) for word in pieces[place].key.split()]
        for value in values:
            joined = None if value is None else value if total is None else _joined(total, value)
            if joined is None:
                return total, end
            total = joined
        place += 1
        end = place
    return total, end


def _joined(before: int, number: int) -> int | None:
    """Both as one number: "two hundred", "forty five", "two hundred ten"; None where they are two."""
    if number >= _HUNDRED > before:
        return before * number
    tens = 0 < number < _TEN < before % _HUNDRED and before % _TEN == 0
    rest = 0 < number < _HUNDRED <= before and before % _HUNDRED == 0
    return before + number if tens or rest else None
