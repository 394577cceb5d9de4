"""Replies about leaving: what will go, what went, what is handed over before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.replies.model import Attachment, Button, Line, Part, Reply, plain
from bot.usecases.leaving import Gone
from bot.words import Words

COUNTED = {
    "connections": "connections",
    "invitations": "invitations",
    "correspondents": "gone_correspondents",
    "sent_messages": "gone_sent_messages",
    "statements": "gone_statements",
    "stated_shared": "gone_stated_shared",
    "archive_facts": "gone_archive_facts",
    "standings": "gone_standings",
    "diagnoses": "gone_diagnoses",
    "padlock_answers": "gone_padlock_answers",
    "threads": "gone_threads",
}
"""How the rows of a table are counted in words, in this order."""
DERIVED = {"members", "archive_kinds", "name_words", "companies", "changes"}
"""Tables that only hold what follows from the others; their rows are not counted one by one."""


def asked(rows: Mapping[str, int], words: Words) -> Reply:
    """What would go, that it is for good, and whether it shall."""
    lines = [
        Line(Part.VERDICT, words.say("leaving.title")),
        Line(Part.NOTE, words.say("leaving.holds", counts=counted(rows, words))),
        Line(Part.NOTE, words.say("leaving.colleagues")),
        Line(Part.NOTE, words.say("leaving.for_good")),
        Line(Part.NOTE, words.say("leaving.export_first")),
        Line(Part.QUESTION, words.say("leaving.question"), words.say("leaving.question_pressed")),
    ]
    actions = (
        Button(words.say("buttons.forget"), "yes, forget me"),
        # It leaves what it stands beneath, so that the other two can still be pressed.
        Button(words.say("buttons.export"), "export my data", answers=False),
        Button(words.say("buttons.keep"), "no"),
    )
    return Reply(tuple(lines), actions=actions)


def gone(went: Gone, words: Words) -> Reply:
    """What went, and whether any trace of it is left."""
    lines = [
        Line(Part.VERDICT, words.say("leaving.done")),
        Line(Part.NOTE, words.say("leaving.went", counts=counted(went.rows, words))),
        Line(Part.NOTE, words.say("leaving.cleared" if went.cleared else "leaving.not_cleared")),
        Line(Part.NOTE, words.say("leaving.elsewhere")),
        Line(Part.NOTE, words.say("leaving.colleagues")),
        Line(Part.NOTE, words.say("leaving.again")),
    ]
    return Reply(tuple(lines))


def nothing(words: Words) -> Reply:
    """That there is nothing to forget, and nothing to hand over."""
    return plain(words.say("leaving.nothing"))


def handed_over(file: Attachment, words: Words, *, leaves: bool) -> Reply:
    """Everything that is stored, as a file.

    Args:
        leaves: whether the member asked before to be forgotten.
    """
    lines = [
        Line(Part.VERDICT, words.say("export.handed")),
        Line(Part.NOTE, words.say("export.others")),
        Line(Part.NOTE, words.say("export.without")),
        Line(Part.QUESTION if leaves else Part.NOTE, words.say("export.then_leave" if leaves else "export.then")),
    ]
    return Reply(tuple(lines), files=(file,))


def counted(rows: Mapping[str, int], words: Words) -> str:
    """How much of what is stored, in words."""
    return words.listed(list(_counted(rows, words))) or words.say("leaving.only_known")


def _counted(rows: Mapping[str, int], words: Words) -> Iterator[str]:
    for table, noun in COUNTED.items():
        if rows.get(table):
            yield words.count(noun, rows[table])
    others = sum(number for table, number in rows.items() if table not in {*COUNTED, *DERIVED})
    if others:
        yield words.count("gone_others", others)
