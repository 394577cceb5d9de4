"""The language that phrases are written in, and the line of plain words that they are searched in.

In a phrase `a|b` is one word or the other, `word?` may be missing, `word*` is any word that starts so, `@` is a
person, `#` a number, `...` up to five words of one sentence, and `^` and `$` are the start and the end of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.text import fold

# Gaps are short, so that no message however long makes the search slow.
_FIXED = {"...": r"(?: [^. ]\S*){0,5}?", "^": "^", "$": r"(?: \.)* $", "#": r" \d\S*"}


def plain(text: str) -> str:
    """A phrase as it stands in a line of words: folded, without apostrophes, hyphens as spaces."""
    return fold(text).replace("'", "").replace("-", " ")


class CueSet:
    """Some phrases, searched together.

    A phrase is only made into a pattern once a line holds the words that it needs: most never are, and making them all
    would cost more than the rest of a program's start.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._cues = [(phrase, _needed(phrase)) for phrase in phrases]
        self._patterns: dict[str, re.Pattern[str]] = {}

    def search(self, line: str) -> re.Match[str] | None:
        """The first phrase that the line holds; the line is made by `line_of`."""
        words = set(line.split())
        for phrase, needed in self._cues:
            if any(words.isdisjoint(choices) for choices in needed):
                continue
            pattern = self._patterns.get(phrase) or self._patterns.setdefault(phrase, _pattern(phrase))
            found = pattern.search(line)
            if found:
                return found
        return None


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = "".join(_element(element) for element in phrase.split())
    return re.compile(parts if phrase.endswith("$") else parts + "(?= )")


def _needed(phrase: str) -> list[frozenset[str]]:
    """For each word of a phrase that may not be missing, the words that can stand there."""
    needed = []
    for element in phrase.split():
        if element in _FIXED or element.endswith("?") or "*" in element:
            continue
        needed.append(frozenset(plain(choice) for choice in element.split("|")))
    return needed


def _element(element: str) -> str:
    if element in _FIXED:
        return _FIXED[element]
    needed = element.rstrip("?")
    if needed in _FIXED:
        return f"(?:{_FIXED[needed]})?"
    # The longest first, so that no choice hides another that starts like it.
    words = sorted((plain(choice) for choice in needed.split("|")), key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", " ").replace(r"\*", r"\S*") for word in words)
    return f" (?:{pattern})" if needed == element else f"(?: (?:{pattern}))?"
