"""Text that people typed or LinkedIn exported, made safe to show and fit to compare."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_STROKED = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th", "ŋ": "n",
    }
)  # fmt: skip
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Joiners that change how a word or an emoji looks and cannot reorder anything.
_HARMLESS = {"\u200c", "\u200d"}

SHOWN_LENGTH = 120
"""How many characters of a name, company or position are shown before it is cut with an ellipsis."""


def clean(text: str) -> str:
    """The text on one line without control characters, direction overrides or anything invisible.

    What a person reads stays: accents, emoji, any script.
    """
    if text.isprintable():  # nearly every name: no character to look at one by one
        return unicodedata.normalize("NFC", " ".join(text.split()))
    kept = []
    for char in text:
        if char.isspace():
            kept.append(" ")
        elif unicodedata.category(char) not in _INVISIBLE or char in _HARMLESS:
            kept.append(char)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def clean_lines(text: str) -> str:
    """A text of several lines, each cleaned; of empty lines one is left between others, and none at the ends."""
    lines = [clean(line) for line in text.splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip("\n")


def shown(text: str, limit: int = SHOWN_LENGTH) -> str:
    """The cleaned text, cut with an ellipsis when it is longer than `limit` characters."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1].rstrip() + "…"


def fold(text: str) -> str:
    """The text fit to compare: case, accents, letter styles, curly quotes and spacing make no difference."""
    plain = unicodedata.normalize("NFKD", clean(text).translate(_QUOTES)).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare.translate(_STROKED)).split())
