"""Lists as people paste them: who stands in them, line by line, and what is too much for once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.people import People, Target, TargetStatus, person_of, profile_url
from bot.text import fold
from bot.understanding.request import Intent, Request
from bot.understanding.who import find

TABLE_FROM = 4
"""From so many persons on a message is a list, and its answer a table: three long answers can be read, four cannot."""
MOST_AT_ONCE = 50
"""How many persons of one list are checked; as many as the understanding of a message takes out of it."""

# What stands before a name in a list: a bullet, or its number.
_MARK = re.compile(r"^(?:[-*•–]|\d{1,3}[.)])\s+")  # noqa: RUF001 - people type dashes
# A name with more behind it ("Zed Quux, CFO at Acme"), which alone is no name and can still be nothing else.
_DESCRIBED = re.compile(r"^(?:[^\W\d_][\w'’-]*\s+){1,4}?[^\W\d_][\w'’-]*\s*[,(\t]")


def understood(text: str, people: People, read: Callable[[str], Request]) -> tuple[Request, int]:
    """What a message asks for, and how many persons of the list in it were left out.

    Args:
        read: understands a message as it is.
    """
    shortened, left = first_of(text)
    request = read(shortened)
    if left and len(request.targets) < MOST_AT_ONCE // 2:  # many lines, and no list
        request, left = read(text), 0
    return line_by_line(request, shortened, people), left


def first_of(text: str) -> tuple[str, int]:
    """A long list within a message cut to what is checked at once, and how many of it were left out.

    Each stands on a line, or all on one between semicolons or commas. The line that introduces a list ("check these:")
    is none of it.
    """
    lines = _unique(text.split("\n"))
    between = "\n" if len(lines) > 1 else ";" if ";" in text else ","
    parts = lines if between == "\n" else _unique(text.split(between))
    most = MOST_AT_ONCE + (1 if parts and parts[0].rstrip().endswith(":") else 0)
    return (between.join(parts[:most]), len(parts) - most) if len(parts) > most else (text, 0)


def _unique(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part for part in parts if part.strip()))


def line_by_line(request: Request, text: str, people: People) -> Request:
    """The request about whom each line of a pasted list names: a line is one person, with whatever stands behind.

    So "Jane Doe, Acme" is not two, and no line of the list goes without a word.
    """
    lines = [_MARK.sub("", line.strip()) for line in text.split("\n") if line.strip()]
    if request.intent is not Intent.ASK_LOCK or request.followup or request.hypothetical or len(lines) < TABLE_FROM:
        return request
    named = [[target for target in request.targets if _stands_in(target, line)] for line in lines]
    inside = [at for at, targets in enumerate(named) if targets or _DESCRIBED.match(lines[at])]
    if len(inside) < TABLE_FROM or len(inside) * 2 < len(lines):
        return request
    first, last = inside[0], inside[-1] + 1
    with people.looking():
        targets = [
            each
            for line, known in zip(lines[first:last], named[first:last], strict=True)
            for each in _on_line(line, known, people)
        ]
    return replace(request, targets=tuple(once(targets)))


def targets_of(names: Iterable[str], people: People) -> tuple[tuple[Target, ...], int]:
    """Whom the lines of a file name, each line one person, and how many of them were left out.

    Blank lines and comments, which begin with "#", are nobody.
    """
    unique: dict[str, str] = {}
    for line in (_MARK.sub("", name.strip()) for name in names):
        if line and not line.startswith("#"):
            unique.setdefault(fold(line), line)
    found: list[Target] = []
    with people.looking():
        for taken, line in enumerate(unique.values()):
            if len(found) == MOST_AT_ONCE:
                return tuple(found), len(unique) - taken
            found = once([*found, _one(line, people)])
    return tuple(found), 0


def once(targets: Sequence[Target]) -> list[Target]:
    """Each person once, however often and in whatever spelling they were named."""
    kept: dict[object, Target] = {}
    for target in targets:
        kept.setdefault(_identity(target), target)
    return list(kept.values())


def _identity(target: Target) -> object:
    person = person_of(target)
    if person is None:
        return target.status, fold(target.typed)
    return person.url or person.key


def _stands_in(target: Target, line: str) -> bool:
    """Whether a line is where a target was named."""
    url = profile_url(target.typed)
    return profile_url(line) == url if url else f" {_bare(target.typed)} " in f" {_bare(line)} "


def _on_line(line: str, known: Sequence[Target], people: People) -> Sequence[Target]:
    """Whom one line of a list names: one person, unless only parts of it name anybody."""
    if "<@" in line:  # whom a mention means, who understood the message knows best
        return known
    whole = _one(line, people)
    return known if known and whole.status is TargetStatus.UNKNOWN else [whole]


def _one(line: str, people: People) -> Target:
    """Whom a line means as a whole; of somebody unknown, what stands behind the name is no part of it."""
    whole = find(line, people)
    if whole.status is TargetStatus.UNKNOWN and whole.url is None and _DESCRIBED.match(line):
        return find(re.split(r"[,(\t]", line)[0], people)
    return whole


def _bare(text: str) -> str:
    """A text as folded words."""
    return re.sub(r"[^\w'-]+", " ", fold(text)).strip()
