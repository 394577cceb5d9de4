"""How sentences become lines that are read at one glance: short ones together, long ones broken between sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 120
"""How many characters a line holds before it is broken where a sentence ends; a sentence itself is never cut."""
UNDER = "   "
"""How what belongs to the line above is indented."""

# The end of a sentence: not the full stop of an initial, or of a title before a name.
_SENTENCE_ENDS = re.compile(r"(?:(?<=[^\W_]{3}[.?!])|(?<=[)%”][.?!])) (?=[A-Z“])")


def flowing(sentences: Iterable[str]) -> list[str]:
    """Sentences as lines: the next one goes on in the line where it fits."""
    lines: list[str] = []
    for sentence in sentences:
        if lines and len(lines[-1]) + 1 + len(sentence) <= LONGEST:
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return lines


def sentences_of(text: str) -> list[str]:
    """A text in sentences; one that is short enough for a line stays whole."""
    return [text] if len(text) <= LONGEST else _SENTENCE_ENDS.split(text)


def items_of(text: str) -> list[str]:
    """A list in words, taken apart behind each semicolon; one that is short enough for a line stays whole."""
    return [text] if len(text) <= LONGEST else re.split(r"(?<=;) ", text)


def broken(text: str) -> list[str]:
    """A long line broken between its sentences; what follows stands under its beginning."""
    first, *rest = flowing(sentences_of(text))
    return [first, *(UNDER + line for line in rest)]
