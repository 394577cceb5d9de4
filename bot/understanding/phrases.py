"""The language that cues are written in, and the line of plain words that they are searched in.

A cue is a phrase of plain words. In it `a|b` is one word or the other, `word?` may be missing, `word*` is any word
that starts so, `{group}` is any phrase of a group, `@` is a person, `#` a number, `...` up to five words of one
sentence, and `^` and `$` are the start and the end of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.text import fold

# Gaps are short, so that no message however long makes the search slow.
_FIXED = {"...": r"(?: [^. ]\S*){0,5}?", "^": "^", "$": r"(?: \.)* $", "#": r" \d\S*"}
_GROUP = re.compile(r"\{(\w+)\}")


def plain(text: str) -> str:
    """A phrase as it stands in a line of words: folded, without apostrophes, hyphens as spaces."""
    return fold(text).replace("'", "").replace("-", " ")


class CueSet:
    """Some cues, searched together.

    A cue is only made into a pattern once a line holds the words that it needs: most never are, and making them all
    would cost more than the rest of a program's start.
    """

    def __init__(self, phrases: Iterable[str], groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = groups
        self._cues = [(phrase, _needed(phrase, groups)) for phrase in phrases]
        self._patterns: dict[str, re.Pattern[str]] = {}

    def search(self, line: str) -> re.Match[str] | None:
        """The first cue that the line holds; the line is made by `line_of`."""
        words = set(line.split())
        for phrase, needed in self._cues:
            if any(words.isdisjoint(choices) for choices in needed):
                continue
            pattern = self._patterns.get(phrase) or self._patterns.setdefault(phrase, self._pattern(phrase))
            found = pattern.search(line)
            if found:
                return found
        return None

    def _pattern(self, phrase: str) -> re.Pattern[str]:
        parts = "".join(_element(element, self._groups) for element in phrase.split())
        return re.compile(parts if phrase.endswith("$") else parts + "(?= )")


def unknown_group(phrase: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """The first group that a phrase names and that there is not."""
    return next((name for name in _GROUP.findall(phrase) if name not in groups), None)


def _needed(phrase: str, groups: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """For each word of a phrase that may not be missing, the words that can stand there first."""
    needed = []
    for element in phrase.split():
        if element in _FIXED or element.endswith("?"):
            continue
        choices = _choices(element, groups)
        if not any("*" in choice for choice in choices):
            needed.append(frozenset(plain(choice).partition(" ")[0] for choice in choices))
    return needed


def _choices(element: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    group = _GROUP.fullmatch(element)
    return groups[group[1]] if group else element.split("|")


def _element(element: str, groups: Mapping[str, Sequence[str]]) -> str:
    if element in _FIXED:
        return _FIXED[element]
    needed = element.rstrip("?")
    choices = _choices(needed, groups)
    # The longest first: "not able to" before "not".
    words = sorted((plain(choice) for choice in choices), key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", " ").replace(r"\*", r"\S*") for word in words)
    return f" (?:{pattern})" if needed == element else f"(?: (?:{pattern}))?"
