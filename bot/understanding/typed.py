"""Facts typed with the field's name first: "plan Sales Nav", "photo yes, connections 212", "skills: Python, SQL, Go".

Where nothing but facts is expected, so that a line need not be a sentence. What reads like one is left to `claims`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.profile_fields import FIELDS, split_assignments
from bot.text import clean, fold
from bot.understanding.cues import Cues

Pairs = tuple[tuple[str, str], ...]

LONG_ENOUGH = 4
"""How many letters a word has, at least, that may be a field's name with a typing mistake in it."""

_FREE = {"name", "url", "position", "skills", "education"}
"""Fields whose value may hold commas, spaces and the names of other fields."""


def typed_fields(line: str, cues: Cues) -> Pairs:
    """The facts of a line in which each stands behind its field's name; none where the line begins otherwise.

    A value runs to the next comma with a field's name and a plain value behind it ("skills SQL, Go, photo yes"): a
    number, yes or no, a plan. It is "" where nothing stands behind the name.
    """
    said = clean(line).rstrip(".!")
    names = _names(cues)
    assigned = split_assignments(said)
    if assigned:
        return tuple((names.get(fold(field.replace("_", " ")), field), value) for field, value in assigned)
    if _named(said, names) is None:
        return ()
    told: list[tuple[str, str]] = []
    rest: str | None = said
    while rest is not None:
        field, value = _named(rest, names) or ("", "")
        value, rest = _parted(field, value, names, cues)
        told.append((field, value))
    return () if any(_reads_on(value, cues) for _, value in told) else tuple(told)


def meant_field(word: str, cues: Cues) -> str | None:
    """The name of a field that a word is a typing mistake of; None when it is none."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    typed = fold(word)
    if len(typed) < LONG_ENOUGH:
        return None
    found = process.extractOne(typed, sorted(_names(cues)), scorer=OSA.distance, score_cutoff=1)
    return None if found is None else str(found[0])


def _names(cues: Cues) -> Mapping[str, str]:
    """Every name of a field, folded, with the field."""
    own = {field.replace("_", " "): field for field in FIELDS} | {field: field for field in FIELDS}
    named = {**cues.answers.fields, **cues.typed_fields, **own}
    return {fold(name): field for name, field in named.items() if field in FIELDS}


@lru_cache(maxsize=8)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    called = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
    return re.compile(rf"(?:(?:set|my)\s+)*({called})(?:\s*[:=]\s*|\s+|$)(.*)", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=8)
def _plain(value: str) -> re.Pattern[str]:
    """A plain value with nothing of its own behind it."""
    return re.compile(rf"(?:{value})(?=$|[\s,;])", re.IGNORECASE)


def _named(text: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The field that a text begins with, and what stands behind its name."""
    found = _pattern(frozenset(names)).fullmatch(text)
    return None if found is None else (names[fold(found[1])], found[2].strip())


def _parted(field: str, value: str, names: Mapping[str, str], cues: Cues) -> tuple[str, str | None]:
    """A value without what states another field behind it, and that; None where nothing does."""
    for sign in re.finditer(r"\s*(?:[,;]|[.!](?=\s))\s*(?:and\s+)?|\s+and\s+|\s+", value):
        if field in _FREE and not re.search("[,;]", sign[0]):
            continue
        rest = value[sign.end() :]
        following = _named(rest, names)
        if following is None:
            continue
        plain = _plain(cues.value.pattern).match(following[1]) is not None
        if plain if field in _FREE else (plain or following[0] in _FREE):
            return value[: sign.start()], rest
    return value, None


def _reads_on(value: str, cues: Cues) -> bool:
    """Whether a value reads like the rest of a sentence: "skills are missing", "school none, I never went"."""
    if value.endswith("?"):
        return True
    said = cues.answers
    first, *rest = [clean(word).strip(",.;:").casefold().replace("'", "") for word in value.split()] or [""]
    if first in said.auxiliaries | said.negations | said.own | said.stating:
        return True
    return first in said.no and bool(rest)
