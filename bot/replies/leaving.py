"""Replies about leaving: what will go, what went, what is handed over before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.replies.model import Attachment, Button, Line, Part, Reply, plain
from bot.usecases.leaving import Gone
from bot.words import Words

OF_ARCHIVE = {
    "connections": "connections",
    "invitations": "invitations",
    "correspondents": "gone_correspondents",
    "sent_messages": "gone_sent_messages",
    "archive_facts": "gone_archive_facts",
}
OF_TALK = {
    "statements": "gone_statements",
    "stated_shared": "gone_stated_shared",
    "standings": "gone_standings",
    "appeals": "gone_appeals",
    "watches": "gone_watches",
    "roles": "gone_roles",
    "diagnoses": "gone_diagnoses",
    "padlock_answers": "gone_padlock_answers",
    "threads": "gone_threads",
}
COUNTED = {**OF_ARCHIVE, **OF_TALK}
"""How the rows of a table are counted in words, in this order: those that an archive brought, and the others."""
DERIVED = {
    "members", "archive_kinds", "name_words", "employers", "company_words", "changes",
    "appeal_events", "owed", "visits", "absences",
}  # fmt: skip
"""Tables that only hold what follows from the others; their rows are not counted one by one."""


def asked(rows: Mapping[str, int], words: Words) -> Reply:
    """What would go, that it is for good, and whether it shall."""
    lines = [
        Line(Part.VERDICT, words.say("leaving.title")),
        *counted(rows, words),
        Line(Part.NOTE, words.say("leaving.colleagues")),
        *([Line(Part.NOTE, words.say("leaving.appeals"))] if rows.get("appeals") else []),
        Line(Part.NOTE, words.say("leaving.for_good")),
        Line(Part.NOTE, words.say("leaving.export_first")),
        Line(Part.QUESTION, words.say("leaving.question"), words.say("leaving.question_pressed")),
    ]
    forget, keep = _decisions(words)
    # It leaves what it stands beneath, so that the other two can still be pressed.
    export = Button(words.say("buttons.export_first"), "export my data", answers=False)
    return Reply(tuple(lines), actions=(forget, export, keep))


def gone(went: Gone, words: Words) -> Reply:
    """What went, and whether any trace of it is left."""
    lines = [
        Line(Part.VERDICT, words.say("leaving.done")),
        *counted(went.rows, words),
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
        Line(Part.QUESTION, words.say("export.then_leave"), words.say("export.then_leave_pressed"))
        if leaves
        else Line(Part.NOTE, words.say("export.then")),
    ]
    return Reply(tuple(lines), actions=_decisions(words) if leaves else (), files=(file,))


def _decisions(words: Words) -> tuple[Button, Button]:
    """To go, or to stay."""
    return Button(words.say("buttons.forget"), "yes, forget me"), Button(words.say("buttons.keep"), "no")


def counted(rows: Mapping[str, int], words: Words) -> Iterator[Line]:
    """How much of what is stored: a line for what an archive brought, and one for what else there is."""
    others = sum(number for table, number in rows.items() if table not in {*COUNTED, *DERIVED})
    brought = [words.count(noun, rows[table]) for table, noun in OF_ARCHIVE.items() if rows.get(table)]
    told = [words.count(noun, rows[table]) for table, noun in OF_TALK.items() if rows.get(table)]
    if others:
        told.append(words.count("gone_others", others))
    if brought:
        yield Line(Part.NOTE, words.say("leaving.of_archive", counts=words.listed(brought)))
    if told:
        yield Line(Part.NOTE, words.say("leaving.of_talk", counts=words.listed(told)))
    if not brought and not told:
        yield Line(Part.NOTE, words.say("leaving.only_known"))
