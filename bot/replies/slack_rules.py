"""Holds blocks against the table of what Slack accepts: says what it would refuse, and mends what can be mended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, assert_never

from bot.replies.slack_table import (
    BLOCKS,
    ELEMENTS,
    UNTYPED,
    Among,
    Anything,
    Exact,
    Flag,
    One,
    Rule,
    Said,
    Several,
    Shape,
    Surface,
    Text,
    Texts,
    Whole,
)

_TEXT_OBJECT = {"type", "text", "emoji"}


def size(text: str) -> int:
    """How long a text may count for Slack: in UTF-16, with `&`, `<` and `>` escaped; its longest way of counting."""
    escapes = 4 * text.count("&") + 3 * text.count("<") + 3 * text.count(">")
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + escapes


def cut(text: str, most: int) -> str:
    """The text within a limit, with an ellipsis in the place of what was cut."""
    if size(text) <= most:
        return text
    longest = bisect_right(range(len(text)), most - 1, key=lambda end: size(text[:end])) - 1
    return text[:longest].rstrip() + "…"


def text_size(part: object) -> int:
    """How long all texts within a block or a part of it are together."""
    if isinstance(part, Mapping):
        own = part.get("text")
        rest = (value for value in part.values() if isinstance(value, Mapping | list | tuple))
        return (size(own) if isinstance(own, str) else 0) + sum(text_size(value) for value in rest)
    if isinstance(part, list | tuple):
        return sum(text_size(value) for value in part)
    return 0


def block(value: object, surface: Surface, path: str, told: list[str]) -> dict[str, Any] | None:
    """One block as far as Slack accepts it; None when it has to go. What was wrong is added to `told`."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    shape = BLOCKS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        told.append(f"{path}: no block of a known type ({kind!r})")
        return None
    if surface not in shape.surfaces:
        told.append(f"{path}: a {kind} cannot stand in a {surface}")
        return None
    mended = shaped(value, shape, path, told)
    return None if mended is None else _actions_apart(mended, path, told)


def shaped(value: object, shape: Shape, path: str, told: list[str]) -> dict[str, Any] | None:
    """What the shape allows of a value; None when something is missing without which Slack refuses it."""
    if not isinstance(value, Mapping):
        told.append(f"{path}: no object")
        return None
    rules = {**shape.needs, **shape.may}
    mended: dict[str, Any] = {}
    for key, part in value.items():
        if key == "type":
            mended[key] = part
        elif key not in rules:
            told.append(f"{path}.{key}: no such field")
        elif (kept := _mended(part, rules[key], f"{path}.{key}", told)) is not None:
            mended[key] = kept
    missing = [key for key in shape.needs if key not in mended]
    if shape.any_of and not any(key in mended for key in shape.any_of):
        missing += shape.any_of
    if missing:
        told.append(f"{path}: without {' or '.join(missing)}")
        return None
    if shape.most_text is not None and (long := text_size(mended)) > shape.most_text:
        told.append(f"{path}: {long} characters, at most {shape.most_text}")
        return _shortened(mended, shape.most_text)[0]
    return mended


def _mended(value: object, rule: Rule, path: str, told: list[str]) -> Any:  # noqa: ANN401 - as various as JSON
    """What the rule allows of a value; None when nothing."""
    match rule:
        case Exact(most) | Said(most):
            return _string(value, most, path, told, cuts=isinstance(rule, Said))
        case Text(most):
            return _text_object(value, most, path, told)
        case Texts(most, each):
            return _listed(value, most, path, told, lambda part, at: _text_object(part, each, at, told))
        case Several(types, most):
            return _listed(value, most, path, told, lambda part, at: _typed(part, types, at, told))
        case One(types):
            return _typed(value, types, path, told)
        case Flag() | Among() | Whole() | Anything():
            if _fits(value, rule):
                return value
            told.append(f"{path}: {value!r} does not fit")
            return None
        case _:
            assert_never(rule)


def _fits(value: object, rule: Flag | Among | Whole | Anything) -> bool:
    match rule:
        case Flag():
            return isinstance(value, bool)
        case Among(values):
            return value in values
        case Whole(least, most):
            return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        case Anything():
            return value is not None


def _string(value: object, most: int, path: str, told: list[str], *, cuts: bool) -> str | None:
    if not isinstance(value, str) or not value:
        told.append(f"{path}: no text")
        return None
    if size(value) <= most:
        return value
    told.append(f"{path}: {size(value)} characters, at most {most}")
    return cut(value, most) if cuts else None


def _text_object(value: object, most: int, path: str, told: list[str]) -> dict[str, Any] | None:
    if not isinstance(value, Mapping) or value.get("type") != "plain_text" or not value.keys() <= _TEXT_OBJECT:
        told.append(f"{path}: not plain text")
        return None
    text = value.get("text")
    if isinstance(text, str) and not text.strip():
        text = ""
    kept = _string(text, most, f"{path}.text", told, cuts=True)
    return None if kept is None else {**value, "text": kept}


def _listed(
    value: object, most: int, path: str, told: list[str], each: Callable[[object, str], dict[str, Any] | None]
) -> list[dict[str, Any]] | None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        told.append(f"{path}: no list")
        return None
    kept = [part for place, one in enumerate(value) if (part := each(one, f"{path}[{place}]")) is not None]
    if len(kept) > most:
        told.append(f"{path}: {len(kept)} of them, at most {most}")
    if not kept:
        told.append(f"{path}: empty")
    return kept[:most] or None


def _typed(value: object, types: tuple[str, ...], path: str, told: list[str]) -> dict[str, Any] | None:
    if types[0] in UNTYPED:
        return shaped(value, UNTYPED[types[0]], path, told)
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(kind, str) or kind not in types:
        told.append(f"{path}: {kind!r} cannot stand here")
        return None
    return shaped(value, ELEMENTS[kind], path, told)


def _actions_apart(mended: dict[str, Any], path: str, told: list[str]) -> dict[str, Any] | None:
    """A block in which no two elements bear one `action_id`."""
    if mended["type"] != "actions":
        return mended
    seen: set[str] = set()
    kept = []
    for element in mended["elements"]:
        name = element.get("action_id")
        if name in seen:
            told.append(f"{path}: two elements have the action_id {name}")
            continue
        seen |= {name} if name else set()
        kept.append(element)
    return {**mended, "elements": kept}


def _shortened(part: dict[str, Any], left: int) -> tuple[dict[str, Any] | None, int]:
    """A rich text cut after so many characters, and how many are left to others."""
    if "elements" not in part:
        text = cut(part.get("text", ""), left) if left > 0 else ""
        return ({**part, "text": text} if text else None), left - size(text)
    kept = []
    for element in part["elements"]:
        shorter, left = _shortened(element, left)
        if shorter is not None:
            kept.append(shorter)
    return ({**part, "elements": kept} if kept else None), left
