"""What administrators say about the policy's numbers: shown, changed, put back. Text in, reply out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.own_numbers import PathTo
from bot.replies import numbers
from bot.replies.model import Reply
from bot.replies.number_names import NumberNames
from bot.text import clean
from bot.usecases.numbers import Numbers
from bot.words import Words

MOST_VERSIONS = 8
"""How many changes are told of at once."""

_VERSION = re.compile(r"(?:to\s+)?(?:version\s+)?t?(\d{1,6})", re.IGNORECASE)
_PARTS = re.compile(r"[;\n]|,(?!\d{3}\b)|\band\b", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"\s*(?P<name>[^=:]+?)\s*(?:(?:=|:|\bto\b|\bis\b)\s*(?P<given>[^\s=:]\S*)|\s(?P<number>[+-]?\d\S*|default)(?!\s*[=:]))(?=\s|$)",
    re.IGNORECASE,
)
_UNITS = {"%", "percent", "days", "day", "messages", "connections", "skills", "schools", "characters"}
"""What may stand behind a number without meaning anything more."""


@dataclass(frozen=True, slots=True)
class NumbersAdministration:
    """Answers administrators about the numbers of their workspace."""

    numbers: Numbers
    words: Words

    def heard(self, team: str, text: str, actor: str, now: datetime) -> Reply:
        """The answer to what stands behind "policy"; nothing shows every number.

        Args:
            actor: who says it, for the audit.

        Raises:
            UserError: what was typed does not fit; names the number, and nothing is changed.
        """
        first, _, rest = clean(text).partition(" ")
        match first.casefold():
            case "":
                return numbers.shown(self.numbers.shown(team), self.names, self.words)
            case "history":
                return self.history(team)
            case "reset":
                return self.reset(team, _parts(rest), actor, now)
            case "undo" | "back":
                return self.back(team, rest, actor, now)
            case "set" | "change" if rest:
                return self.set(team, rest, actor, now)
            case _:
                return self.set(team, clean(text), actor, now)

    @property
    def names(self) -> NumberNames:
        """What the numbers are called."""
        return NumberNames(self.words, self.numbers.defaults)

    def set(self, team: str, text: str, actor: str, now: datetime) -> Reply:
        """Change numbers as typed, all of them or none; a name alone shows that number."""
        names = self.names
        wanted = self.assigned(text)
        if isinstance(wanted, str):
            return numbers.one(self.numbers.shown(team), wanted, names, self.words)
        with names.told():
            changed = self.numbers.set(team, wanted, actor, now)
        return numbers.changed(changed, names, self.words)

    def reset(self, team: str, typed: list[str], actor: str, now: datetime) -> Reply:
        """Put the numbers that are named back to the policy's file; none named, or "all", is all of them."""
        names = self.names
        everything = not typed or [each.casefold() for each in typed] == ["all"]
        paths = None if everything else [self.meant(team, each) for each in typed]
        return numbers.changed(self.numbers.reset(team, paths, actor, now), names, self.words)

    def meant(self, team: str, typed: str) -> PathTo:
        """The number that is called so, one that is kept and that the policy does not know any more among them."""
        if typed in self.numbers.shown(team).now.left_out:
            return typed
        return self.names.meant(typed)

    def back(self, team: str, typed: str, actor: str, now: datetime) -> Reply:
        """Go back to an earlier version, or to the one before."""
        newest = self.numbers.shown(team).version
        before = 0 if newest is None else max(newest.number - 1, 0)
        names = self.names
        with names.told():
            changed = self.numbers.back_to(team, self.version(typed) if typed else before, actor, now)
        return numbers.changed(changed, names, self.words)

    def version(self, typed: str) -> int:
        """The number of the version that is named: "T2", "to version 2".

        Raises:
            UserError: none is named.
        """
        found = _VERSION.fullmatch(clean(typed))
        if found is None:
            raise UserError("bad_version", text=typed[:80])
        return int(found[1])

    def history(self, team: str) -> Reply:
        """The newest changes."""
        made = self.numbers.history(team)
        return numbers.history(made[:MOST_VERSIONS], len(made[MOST_VERSIONS:]), self.names, self.words)

    def assigned(self, text: str) -> Mapping[PathTo, int | None] | PathTo:
        """The numbers that are given in a text, None for a default; the number that it names without giving one.

        Raises:
            UserError: a name is not known, or what is given is no whole number.
        """
        names, given = self.names, _assignments(text)
        if isinstance(given, str):
            return _named_alone(given, names)
        wanted: dict[PathTo, int | None] = {}
        for name, raw in given:
            path = names.meant(name)
            with names.told():
                value = names.whole(path, raw)
            if wanted.setdefault(path, value) != value:
                raise UserError("number_twice", name=names.in_full(path))
        return wanted


def _named_alone(text: str, names: NumberNames) -> PathTo:
    """The number that a text names without giving one.

    Raises:
        UserError: it names none, or something stands behind the name that is no number.
    """
    words = text.split()
    for end in range(len(words), 0, -1):
        with suppress(UserError):
            path = names.meant(" ".join(words[:end]))
            break
    else:
        return names.meant(text)  # says what comes near
    if end < len(words):
        raise UserError("number_whole", name=names.in_full(path), text=" ".join(words[end:])[:40])
    return path


def _assignments(text: str) -> list[tuple[str, str]] | str:
    """Names with what is given for each, as typed; the text itself where it gives nothing.

    Raises:
        UserError: a part of it gives nothing, while others do.
    """
    found: list[tuple[str, str]] = []
    without: list[str] = []
    for part in _parts(text):
        end = 0
        while (match := _ASSIGNED.match(part, end)) is not None:
            found.append((match["name"], match["given"] or match["number"]))
            end = match.end()
        rest = part[end:].strip(" .!?")
        if rest and not (end and rest.casefold() in _UNITS):
            without.append(rest)
    if not found:
        return text
    if without:
        raise UserError("number_missing", text=without[0][:80])
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(text) if part.strip()]
