"""The fields of a member's profile, and the one parser of `field=value` for every place where one can be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.errors import UserError
from bot.people import profile_url
from bot.policy import Policy
from bot.text import clean, fold

Value = str | int | bool | list[str]

MAX_CONNECTIONS = 30_000
"""LinkedIn's cap on 1st-degree connections (LinkedIn Help a551012)."""
MAX_TEXT = 200
MAX_ITEMS = 100
MAX_MESSAGES = 1_000_000
MOST = {
    "connections": MAX_CONNECTIONS,
    "shared": MAX_CONNECTIONS,
    "skills": MAX_ITEMS,
    "messages": MAX_MESSAGES,
    "completeness": 100,
}
"""The fields that can be asked for as a number, with the most that is taken for each."""

_YES = {"yes", "y", "true", "on", "1", "done", "set", "uploaded", "filled", "have"}
_NO = {"no", "n", "false", "off", "0", "missing"}
_NONE = {"none", "nothing", "empty"}
_SHARING = {"names": "names", "yes": "names", "count": "count", "no": "count", "off": "off"}
_CHANGE = re.compile(r"([+-])\s*(?=[^\s+-])")
# An item of a list; one in quotation marks may hold commas: "University of California, Berkeley".
_ITEM = re.compile(r'\s*["“”]([^"“”]+)["“”]\s*(?=[,;]|$)|([^,;]+)')
_ASSIGNMENT = re.compile(r"(?:^|(?<=[\s,;]))([A-Za-z_][A-Za-z_-]{0,39})[ ]?=[ ]?")


def split_assignments(text: str) -> list[tuple[str, str]] | None:
    """The `field=value` pairs of a line, in order; None when the line does not start with one.

    A value runs to the next pair, so it may hold spaces and commas.
    """
    found = list(_ASSIGNMENT.finditer(text.strip()))
    if not found or found[0].start() != 0:
        return None
    line = text.strip()
    ends = [following.start() for following in found[1:]] + [len(line)]
    return [
        (match[1].casefold().replace("-", "_"), line[match.end() : end].strip().rstrip(",;").strip())
        for match, end in zip(found, ends, strict=True)
    ]


def parse_field(
    field: str, raw: str, policy: Policy, *, of_target: bool = False, known: Value | None = None
) -> Value | None:
    """The value that was typed for a field; None takes an earlier statement back.

    Args:
        of_target: whether `shared` and `padlock`, which are about the person asked about, are fields here too.
        known: what is known of the field now: a list, or a number of connections, typed with "+" before it is added to
            that, one with "-" taken off.

    Raises:
        UserError: an unknown field, or a value that does not fit it.
    """
    parse = _PARSERS.get(field) or (_OF_TARGET.get(field) if of_target else None)
    if parse is None:
        raise UserError("unknown_field", field=clean(field)[:40], fields=", ".join(FIELDS))
    text = clean(raw)
    if not text:
        raise UserError("empty_field", field=field)
    if fold(text) == "unknown":
        return None
    change = _CHANGE.match(text) if parse in {_list, _connections} else None
    if change is None or (parse is _connections and change[1] == "-"):
        return parse(field, text, policy)
    return _changed(field, known, parse(field, text[change.end() :], policy), adds=change[1] == "+")


def _changed(field: str, known: Value | None, items: Value, *, adds: bool) -> Value | None:
    """A list with some items more or fewer; where one of both is only counted, their number.

    Of a list that is not known only what is added can be said: None where something is taken off it.

    Raises:
        UserError: there would be too many.
    """
    if known is None:
        return items if adds else None
    if isinstance(known, list) and isinstance(items, list):
        named = {fold(item) for item in items}
        kept = [item for item in known if fold(item) not in named]
        if not adds:
            return kept
        spelled = {fold(item) for item in known}
        more = [*known, *(item for item in items if fold(item) not in spelled)]
        if len(more) > MAX_ITEMS:
            raise UserError("list_too_long", field=field, items=MAX_ITEMS, limit=MAX_TEXT)
        return more
    count = count_of(known) + count_of(items) * (1 if adds else -1)
    return min(max(count, 0), MAX_CONNECTIONS if field == "connections" else MAX_ITEMS)


def _text(field: str, text: str, _policy: Policy) -> Value:
    if len(text) > MAX_TEXT:
        raise UserError("field_too_long", field=field, limit=MAX_TEXT)
    return text


def _url(_field: str, text: str, _policy: Policy) -> Value:
    url = profile_url(text)
    if url is None:
        raise UserError("bad_url", text=text[:80])
    return url


def _account_type(_field: str, text: str, policy: Policy) -> Value:
    named = policy.account_type_named(text)
    if named is None:
        names = ", ".join(account.name for account in policy.account_types.values())
        raise UserError("unknown_account_type", text=text[:80], names=names)
    return named


def _number(field: str, text: str, most: int) -> int:
    digits = re.fullmatch(r"(\d{1,3}(?:[ ,.']\d{3}){1,2}|\d{1,9})\s*[+%]?", text)
    if fold(text) in _NONE:
        return 0
    if digits is None or int(re.sub(r"\D", "", text)) > most:
        raise UserError("bad_number", field=field, text=text[:80], most=most)
    return int(re.sub(r"\D", "", text))


def _connections(field: str, text: str, _policy: Policy) -> Value:
    return _number(field, text, MAX_CONNECTIONS)


def _messages(field: str, text: str, _policy: Policy) -> Value:
    return _number(field, text, MAX_MESSAGES)


def _completeness(field: str, text: str, _policy: Policy) -> Value:
    return _number(field, text, 100)


def _yes_or_no(field: str, text: str, _policy: Policy) -> Value:
    word = fold(text)
    if word in _YES:
        return True
    if word in _NO | _NONE:
        return False
    raise UserError("bad_yes_no", field=field, text=text[:80])


def _filled(field: str, text: str, policy: Policy) -> Value:
    """A section that only counts as filled or not: any text of its own means that it is filled."""
    word = fold(text)
    return _yes_or_no(field, text, policy) if word in _YES | _NO | _NONE else True


def _position(field: str, text: str, policy: Policy) -> Value:
    """A position: its words, or just yes or no."""
    word = fold(text)
    return _yes_or_no(field, text, policy) if word in _YES | _NO | _NONE else _text(field, text, policy)


def _list(field: str, text: str, policy: Policy) -> Value:
    """A comma list, or how many there are; a plain yes is as many as the policy asks for."""
    if fold(text) in _NONE | {"no"}:
        return []
    if re.fullmatch(r"\d{1,3}\s*\+?", text):
        return _number(field, text, MAX_ITEMS)
    if fold(text) in _YES:
        rule = policy.profile.requirements.get("skills" if field == "skills" else "education")
        return max(rule.minimum, 1) if rule else 1
    spelled: dict[str, str] = {}
    for quoted, bare in _ITEM.findall(text):
        item = clean(quoted or bare)
        if item:
            spelled.setdefault(fold(item), item)
    items = list(spelled.values())
    if not items:
        raise UserError("empty_field", field=field)
    if len(items) > MAX_ITEMS or any(len(item) > MAX_TEXT for item in items):
        raise UserError("list_too_long", field=field, items=MAX_ITEMS, limit=MAX_TEXT)
    return items


def _sharing(_field: str, text: str, _policy: Policy) -> Value:
    level = _SHARING.get(fold(text))
    if level is None:
        raise UserError("bad_sharing", text=text[:80])
    return level


_PARSERS: dict[str, Callable[[str, str, Policy], Value]] = {
    "name": _text,
    "url": _url,
    "account_type": _account_type,
    "connections": _connections,
    "photo": _yes_or_no,
    "position": _position,
    "skills": _list,
    "education": _list,
    "experience": _filled,
    "summary": _filled,
    "custom_url": _filled,
    "completeness": _completeness,
    "messages": _messages,
    "share_network": _sharing,
}

# Stated of the person asked about, never of a profile.
_OF_TARGET: dict[str, Callable[[str, str, Policy], Value]] = {"shared": _connections, "padlock": _yes_or_no}
OF_TARGET: frozenset[str] = frozenset(_OF_TARGET)

FIELDS: tuple[str, ...] = tuple(_PARSERS)


FILLED: frozenset[str] = frozenset(field for field, parse in _PARSERS.items() if parse is _filled)
"""The sections that only count as filled or not; any text says that they are."""


def is_yes_or_no(raw: str) -> bool:
    """Whether a value says yes or no and nothing else, or takes a statement back."""
    return fold(raw) in _YES | _NO | _NONE | {"unknown"}


def listed(items: Iterable[str]) -> str:
    """A list as it can be typed for its field, so that each item stays one."""
    return ", ".join('"{}"'.format(item.replace('"', "'")) if re.search("[,;]", item) else item for item in items)


def count_of(value: Value) -> int:
    """How many items a list field holds, whether they were named or only counted."""
    return len(value) if isinstance(value, list) else int(value)
