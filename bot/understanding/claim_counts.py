"""The numbers of a sentence: what each counts, told by the words around it."""

from __future__ import annotations

import re

from bot.understanding.claim_lines import DASH, Sentence
from bot.understanding.claim_words import ClaimWords

COUNTED = ("connections", "messages", "skills", "completeness")
_HUNDRED = 100
_AROUND = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE = {DASH, "to", "or", "and"}


def counts(sentence: Sentence, part: range, words: ClaimWords, hint: str | None) -> dict[str, str]:
    """What a statement counts; a field that two numbers are said of is left out.

    Args:
        hint: what was counted last before.
    """
    found: dict[str, set[str]] = {}
    at = part.start
    while at < part.stop:
        piece = sentence.pieces[at]
        if piece.number is None:
            at += 1
            continue
        number, end = _range(sentence, part, at)
        sign = _skills_changed(sentence, part, end, words)
        if sign is not None:
            found.setdefault("skills", set()).add(f"{sign}{number}")
            at = end
            continue
        field = None if _is_other(sentence, part, at, end, words) else _field(sentence, part, at, end, words, hint)
        if field is not None and not (field == "completeness" and number > _HUNDRED):
            found.setdefault(field, set()).add(str(number))
        at = end
    return {field: values.pop() for field, values in found.items() if len(values) == 1}


def counted(sentence: Sentence, part: range, words: ClaimWords) -> str | None:
    """What the words of a statement count, whether there is a number or not."""
    found = next((field for field in COUNTED if _names(sentence, field, part.start, part.stop, words)), None)
    return found or ("messages" if _has(sentence, part, set(words.cues.sending)) else None)


def none_counted(sentence: Sentence, part: range, words: ClaimWords) -> dict[str, str]:
    """What a statement says there is none of: "haven't written to a soul in 7 days"."""
    if sentence.found(words.set_of("nobody"), part.start, part.stop) is not None:
        return {"messages": "0"} if any(sentence.keys[at] in words.cues.sending for at in part) else {}
    keys = [sentence.keys[at] for at in part]
    denied = any(key in {"no", "zero", "0"} for key in keys) or bool(
        {"not", "dont", "havent"} & set(keys) and "any" in keys
    )
    return {"connections": "0"} if denied and _names(sentence, "connections", part.start, part.stop, words) else {}


def whole(sentence: Sentence, part: range, words: ClaimWords) -> dict[str, str]:
    """How complete the profile is called without a number."""
    for name, value in (("half", "50"), ("finished", "100")):
        if sentence.found(words.set_of(name), part.start, part.stop) is not None:
            return {"completeness": value} if _names(sentence, "completeness", part.start, part.stop, words) else {}
    return {}


def _skills_changed(sentence: Sentence, part: range, end: int, words: ClaimWords) -> str | None:
    """The sign of a number of skills that were added or removed: "added 2 more skills"; None where that is all."""
    cues, keys = words.cues, sentence.keys
    near = [keys[at] for at in range(end, min(end + _AROUND, part.stop))]
    if not _names(sentence, "skills", end, min(end + _AROUND, part.stop), words):
        return None
    if _has(sentence, part, set(cues.undoing - cues.leading)):
        return "-"
    added = _has(sentence, part, {"added", "add", "adding"}) or near[0] in cues.another - {"less", "fewer", "of"}
    return "+" if added else None


def _range(sentence: Sentence, part: range, at: int) -> tuple[int, int]:
    """The number at a place, of a range its middle; and where it ends."""
    number = sentence.pieces[at].number or 0
    if at + 2 < part.stop and sentence.keys[at + 1] in _RANGE:
        second = sentence.pieces[at + 2].number
        if second is not None and second > number:
            return (number + second) // 2, at + 3
    return number, at + 1


def _is_other(sentence: Sentence, part: range, at: int, end: int, words: ClaimWords) -> bool:
    """Whether a number counts nothing of the profile, or tells what is no longer so."""
    cues, keys = words.cues, sentence.keys
    after = keys[end] if end < part.stop else ""
    before = [keys[place] for place in range(max(part.start, at - _AROUND), at)]
    last = before[-1] if before else ""
    dated = last in cues.dating and (_YEAR.fullmatch(keys[at]) is not None or after in cues.dating)
    if keys[at] in cues.short and after not in words.nouns | {"", "%", "percent"} and after not in cues.another:
        return True
    reached = sentence.found(words.set_of("reaching"), part.start, part.stop) is not None
    beyond = keys[end + 1] if after == "%" and end + 1 < part.stop else ""
    if beyond in cues.vague or _has(sentence, part, set(cues.mutual)):
        return True
    if (
        after in cues.vague
        or (after in cues.another and not reached)
        or dated
        or (last in cues.dating and last not in {"at", "of", "on"})
    ):
        return True
    if cues.compared & set(before) and "to" not in before:
        return True
    return any(keys[place] in cues.former for place in part) or _has(sentence, part, {"said", "told"})


def _has(sentence: Sentence, part: range, keys: set[str]) -> bool:
    return any(sentence.keys[place] in keys for place in part)


def _field(  # noqa: PLR0913, PLR0917 - the place of the number and what stands around it
    sentence: Sentence, part: range, at: int, end: int, words: ClaimWords, hint: str | None
) -> str | None:
    """What a number counts: the word behind it, those of its statement, those of its sentence, those before."""
    if _has(sentence, range(end, min(end + 1, part.stop)), {"%", "percent", "pct"}):
        return "completeness" if counted_percent(sentence, words, hint) else None
    near = range(end, min(end + _AROUND, part.stop))
    found = counted(sentence, near, words) or counted(sentence, range(max(part.start, at - _AROUND), at), words)
    sent = _has(sentence, part, set(words.cues.sending))
    if found in {None, "connections", "completeness"} and sent:
        found = "messages"
    found = found or counted(sentence, part, words)
    if found is None and sentence.found(words.set_of("reaching"), part.start, part.stop) is not None:
        found = counted(sentence, range(len(sentence.pieces)), words) or hint or "connections"
    found = found or hint
    if found == "messages" and sentence.found(words.set_of("outside")) is not None:
        return None
    return found


def counted_percent(sentence: Sentence, words: ClaimWords, hint: str | None) -> bool:
    """Whether a share is of a profile."""
    named = {field for field in COUNTED if _names(sentence, field, 0, len(sentence.pieces), words)}
    return "completeness" in named or (not named and hint == "completeness")


def _names(sentence: Sentence, field: str, start: int, end: int, words: ClaimWords) -> bool:
    return start < end and sentence.found(words.set_of("nouns", field), start, end) is not None
