"""Facts stated as `field=value`, also where the field is named in other words: "account type = basic"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.profile_fields import split_assignments
from bot.text import clean
from bot.understanding.claim_texts import LISTS, NONE
from bot.understanding.cues import Cues

_EXCUSED = re.compile(r"(?:none|nothing|no|nope)\b\s*[,.;:(\u2013-]", re.IGNORECASE)

Pairs = tuple[tuple[str, str], ...]

_FRONT = r"(?:(?:please|pls|set|change|update|put|make)\s+)*(?:(?:my|the)\s+)?(?:linkedin\s+)?"
_BACK = r"(?:\s+(?:please|pls|now|thanks))*[\s.!]*$"


def assigned(text: str, cues: Cues) -> Pairs:
    """The pairs of a message that starts with one, or with "set" before it; a field nobody knows is kept as typed."""
    said = clean(text)
    named = cues.named_fields
    equal = named.sub(lambda match: _equals(match, cues), said)
    pairs = split_assignments(re.sub(f"^{_FRONT}", "", equal, flags=re.IGNORECASE))
    if pairs:
        return _without_excuses(pairs)
    if said.endswith("?"):
        return ()
    return _with_colons(said, cues) or _in_words(said, cues)


def starts_setting(text: str) -> bool:
    """Whether a message is a bare "set", with a word or two behind it: what shall be set to what is missing."""
    return re.fullmatch(r"set(?:\s+\S+){0,2}", clean(text), re.IGNORECASE) is not None


def supposed(text: str, cues: Cues) -> Pairs:
    """The pairs behind some other words: "what if photo=yes"."""
    said = cues.named_fields.sub(lambda match: _equals(match, cues), clean(text))
    start = re.search(r"\b[A-Za-z_]+ ?=", said)
    return tuple(split_assignments(said[start.start() :]) or ()) if start else ()


def _equals(match: re.Match[str], cues: Cues) -> str:
    return f"{_field(match[1], cues)}=" if match[2] == "=" else match[0]


def _with_colons(said: str, cues: Cues) -> Pairs:
    """Pairs with a colon, as long as every value is one that the field takes: "messages: locked" is a question."""
    line = cues.named_fields.sub(lambda match: f"{_field(match[1], cues)}=", said)
    pairs = split_assignments(line) if line != said else None
    fits = pairs and all(field in cues.answers.free_text or cues.value.fullmatch(value) for field, value in pairs)
    return _without_excuses(pairs) if pairs and fits else ()


def _without_excuses(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs, of lists that are empty only that: "none, I never studied" names no two schools."""
    return tuple((field, NONE if field in LISTS and _EXCUSED.match(value) else value) for field, value in pairs)


def _in_words(said: str, cues: Cues) -> Pairs:
    """One pair in a sentence: "my plan is basic", "set photo to yes"."""
    found = re.fullmatch(rf"{_FRONT}({cues.field_names})\s+(?:is|to|as)\s+(.+?){_BACK}", said, re.IGNORECASE)
    found = found or re.fullmatch(rf"set\s+(?:my\s+)?({cues.field_names})\s+(.+?){_BACK}", said, re.IGNORECASE)
    if not found or not cues.value.fullmatch(found[2]):
        return ()
    return ((_field(found[1], cues), found[2]),)


def _field(typed: str, cues: Cues) -> str:
    return cues.answers.fields[" ".join(typed.casefold().split())]
