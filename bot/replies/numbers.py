"""A workspace's own numbers, in words: what is in force, what was changed, and how to go back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.appeals import COMMAND_LINE
from bot.errors import UserError
from bot.own_numbers import PathTo
from bot.replies import mentions
from bot.replies.model import Line, Part, Reply, Window, plain
from bot.replies.number_names import NumberNames
from bot.usecases.numbers import Changed, Made, Shown
from bot.words import Words

FORM = "numbers"
"""The window in which all numbers are changed."""

_MEMBER = re.compile(r"[UW][A-Z0-9]+")


def shown(told: Shown, names: NumberNames, words: Words) -> Reply:
    """Every number in force; the workspace's own ones with what they would be otherwise."""
    return Reply(tuple(_shown(told, names, words)), actions=(Window(words.say("numbers.button"), FORM),))


def _shown(told: Shown, names: NumberNames, words: Words) -> Iterator[Line]:
    own, version = told.now.numbers, told.version
    since = "" if version is None else words.say("numbers.since", at=version.at)
    count = words.count("own_numbers", len(own)) if own else words.say("numbers.none_own")
    yield Line(Part.VERDICT, words.say("numbers.title", policy=told.now.policy.version, own=count, since=since))
    if own:
        yield Line(Part.NOTE, words.say("numbers.own", numbers=", ".join(_with_default(told, own, names, words))))
    for path, error in told.now.left_out.items():
        yield Line(Part.WARNING, left_out(path, error, names, words))
    standing = [names.grouped(path, told.value(path)) for path in told.defaults]
    for group, each in groupby(standing, key=lambda one: one[0]):
        numbers = ", ".join(number for _, number in each)
        yield Line(Part.NOTE, words.say("numbers.group", group=group, numbers=numbers))
    yield Line(Part.FOOTER, words.say("numbers.hint"))


def one(told: Shown, path: PathTo, names: NumberNames, words: Words) -> Reply:
    """One number in force, and how to change it."""
    (number,) = _with_default(told, [path], names, words)
    return plain(words.say("numbers.one", number=number, policy=told.now.policy.version, name=names.called(path)))


def _with_default(
    told: Shown, paths: Sequence[PathTo] | Mapping[PathTo, int], names: NumberNames, words: Words
) -> list[str]:
    """Numbers in force, each with its default where that is another."""
    said = []
    for path in told.defaults:
        if path in paths:
            code = "numbers.value_own" if path in told.now.numbers else "numbers.value"
            default = told.defaults[path].value
            said.append(words.say(code, name=names.called(path), number=told.value(path), default=default))
    return said


def left_out(path: PathTo, error: UserError, names: NumberNames, words: Words) -> str:
    """That a number of the workspace is not in force, and why."""
    problem = words.say(f"numbers.left_{error.code}", **error.fields)
    return words.say("numbers.left_out", name=names.in_full(path), problem=problem)


def changed(told: Changed, names: NumberNames, words: Words) -> Reply:
    """What a change did, from when on it counts, and how to go back."""
    if not (told.changes or told.dropped):
        return plain(words.say("numbers.nothing_changed", policy=told.policy))
    return Reply(tuple(_changed(told, names, words)))


def _changed(told: Changed, names: NumberNames, words: Words) -> Iterator[Line]:
    changes = [
        words.say("numbers.change", name=names.called(path), before=before, after=after)
        for path, (before, after) in told.changes.items()
    ]
    changes += [words.say("numbers.dropped", name=path) for path in sorted(told.dropped)]
    yield Line(Part.VERDICT, words.say("numbers.changed", changes=", ".join(changes)))
    yield Line(Part.NOTE, words.say("numbers.counts", policy=told.policy))
    for path in told.changes:
        hint = names.hint(path)
        if hint is not None:
            yield Line(Part.NOTE, words.say("numbers.value_hint", name=names.called(path), hint=hint))
    back = "numbers.undo_first" if told.version == 1 else "numbers.undo"
    yield Line(Part.FOOTER, words.say(back, before=told.version - 1))


def history(made: Sequence[Made], left: int, names: NumberNames, words: Words) -> Reply:
    """What was changed, the newest first.

    Args:
        left: how many older changes there are besides.
    """
    return Reply(tuple(_history(made, left, names, words)))


def _history(made: Sequence[Made], left: int, names: NumberNames, words: Words) -> Iterator[Line]:
    if not made:
        yield Line(Part.VERDICT, words.say("numbers.no_history"))
        return
    yield Line(Part.VERDICT, words.say("numbers.history"))
    for each in made:
        changes = ", ".join(_moved(path, change, names, words) for path, change in each.changes.items())
        by, people = _by(each.version.by, words)
        number, at = each.version.number, each.version.at
        yield Line(
            Part.NOTE, words.say("numbers.version", number=number, at=at, by=by, changes=changes), mentions=people
        )
    if left:
        yield Line(Part.NOTE, words.count("left", left))
    yield Line(Part.FOOTER, words.say("numbers.history_hint", number=made[0].version.number))


def _by(actor: str | None, words: Words) -> tuple[str, tuple[str, ...]]:
    """Who did something, and whom of Slack's members that names."""
    if actor == COMMAND_LINE:
        return words.say("numbers.operator"), ()
    if actor is None or not _MEMBER.fullmatch(actor):  # who has gone bears another name in the audit
        return words.say("numbers.somebody"), ()
    return mentions.at(actor), (actor,)


def _moved(path: PathTo, change: tuple[int | None, int | None], names: NumberNames, words: Words) -> str:
    before, after = (words.say("numbers.default") if value is None else value for value in change)
    return words.say("numbers.change", name=names.called(path), before=before, after=after)
