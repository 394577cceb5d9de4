"""A workspace's own numbers, in words: what is in force, what was changed, and how to go back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.own_numbers import LeftOut, PathTo
from bot.replies.model import Line, Part, Reply, Window, plain
from bot.replies.number_names import NumberNames
from bot.replies.review_card import actor_words
from bot.usecases.numbers import Changed, Made, Shown
from bot.words import Words

FORM = "numbers"
"""The window in which all numbers are changed."""

IN_ONE_LINE = 3
"""How many changes are told in one line."""
MOST_LINES = 7
"""How many are told in a line each."""


def shown(told: Shown, names: NumberNames, words: Words) -> Reply:
    """Every number in force; the workspace's own ones with what they would be otherwise."""
    return Reply(tuple(_shown(told, names, words)), actions=(Window(words.say("numbers.button"), FORM),))


def _shown(told: Shown, names: NumberNames, words: Words) -> Iterator[Line]:
    own, version = told.now.numbers, told.version
    since = "" if version is None else words.say("numbers.since", at=version.at)
    count = words.count("own_numbers", len(own)) if own else words.say("numbers.none_own")
    yield Line(Part.VERDICT, words.say("numbers.title", policy=told.now.policy.version, own=count, since=since))
    for path, each in told.now.left_out.items():
        yield Line(Part.WARNING, left_out(path, each, names, words))
    for group, paths in groupby(told.defaults, key=names.group):
        numbers = "; ".join(_standing(told, list(paths), names, words))
        yield Line(Part.NOTE, words.say("numbers.group", group=group, numbers=numbers))
    yield Line(Part.FOOTER, words.say("numbers.hint"))


def _standing(told: Shown, paths: Sequence[PathTo], names: NumberNames, words: Words) -> Iterator[str]:
    """Numbers of one group; neighbours that are the same for several plans are told in one."""

    def alike(path: PathTo) -> tuple[object, ...]:
        return names.entry(path) or path, told.value(path), path in told.now.numbers, told.defaults[path].value

    for _, same in groupby(paths, key=alike):
        together = list(same)
        text = names.standing(together, told.value(together[0]))
        own, default = together[0] in told.now.numbers, told.defaults[together[0]].value
        yield words.say("numbers.standing_own", number=text, default=default) if own else text


def own(told: Shown, names: NumberNames, words: Words) -> Iterator[Line]:
    """The numbers that a workspace has of its own, and those of them that are not in force, in short."""
    paths = [path for path in told.defaults if path in told.now.numbers]
    if paths:
        numbers = list(_standing(told, paths, names, words))
        said = "; ".join(numbers[:MOST_LINES])
        code = "numbers.own_more" if numbers[MOST_LINES:] else "numbers.own"
        yield Line(Part.NOTE, words.say(code, numbers=said, n=len(numbers[MOST_LINES:])))
    for path, each in told.now.left_out.items():
        yield Line(Part.WARNING, left_out(path, each, names, words))


def one(told: Shown, path: PathTo, names: NumberNames, words: Words) -> Reply:
    """One number in force, and how to change it."""
    name, default = names.called(path), told.defaults[path].value
    number = words.say("numbers.value", name=name, number=told.value(path))
    if path in told.now.numbers:
        number = words.say("numbers.standing_own", number=number, default=default)
    return plain(words.say("numbers.one", number=number, policy=told.now.policy.version, name=name))


def left_out(path: PathTo, each: LeftOut, names: NumberNames, words: Words) -> str:
    """That a number of the workspace is not in force, and why."""
    problem = words.say(f"numbers.left_{each.problem.code}", **each.problem.fields)
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
    if len(changes) <= IN_ONE_LINE:
        yield Line(Part.VERDICT, words.say("numbers.changed", changes=", ".join(changes)))
    else:
        yield Line(Part.VERDICT, words.say("numbers.changed_many", n=len(changes)))
        yield from (Line(Part.NOTE, words.say("rules.item", item=change)) for change in changes[:MOST_LINES])
        if changes[MOST_LINES:]:
            yield Line(Part.NOTE, words.count("left", len(changes[MOST_LINES:])))
    yield Line(Part.NOTE, words.say("numbers.counts", policy=told.policy))
    notes = dict.fromkeys(entry.after for path in told.changes if (entry := names.entry(path)) and entry.after)
    yield from (Line(Part.NOTE, note) for note in notes)
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
        told = [_moved(path, change, names, words) for path, change in each.changes.items()]
        changes, more = ", ".join(told[:IN_ONE_LINE]), len(told[IN_ONE_LINE:])
        changes = words.say("numbers.more", changes=changes, n=more) if more else changes
        by, people = actor_words(each.version.by or "", words)
        number, at = each.version.number, each.version.at
        yield Line(
            Part.NOTE, words.say("numbers.version", number=number, at=at, by=by, changes=changes), mentions=people
        )
    if left:
        yield Line(Part.NOTE, words.count("left", left))
    back = "numbers.history_hint" if made[1:] else "numbers.undo_first"
    yield Line(Part.FOOTER, words.say(back, number=made[-1].version.number))


def _moved(path: PathTo, change: tuple[int | None, int | None], names: NumberNames, words: Words) -> str:
    before, after = (words.say("numbers.default") if value is None else value for value in change)
    return words.say("numbers.change", name=names.called(path), before=before, after=after)
