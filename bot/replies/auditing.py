"""What administrators, reviewers and the operator did, in plain lines and as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.appeals import COMMAND_LINE
from bot.policy import Policy
from bot.replies.mentions import at
from bot.replies.model import Attachment, Line, Part, Reply, plain
from bot.replies.number_names import NumberNames
from bot.replies.review_card import actor_words
from bot.store.audit import Entry
from bot.usecases.leaving import GONE
from bot.usecases.owing import ITSELF
from bot.words import Words

COLUMNS = ("number", "at", "actor", "action", "about", "detail")
_DAYS = ("since", "until", "on")
COUNTED = {
    "members": "doctor_members",
    "diagnoses": "gone_diagnoses",
    "padlock_answers": "gone_padlock_answers",
    "watches": "ended_watches",
    "entries": "audit_entries",
    "rows": "rows",
}
"""How what went is counted in words, by its name in an entry's detail."""


def told(entries: Sequence[Entry], words: Words, policy: Policy, *, of_operator: bool = False) -> Reply:
    """Entries, the newest first: when, who, what, about whom; of a workspace, or of what became of them all."""
    if not entries:
        return plain(words.say("audit.nothing_operator" if of_operator else "audit.nothing"), Part.VERDICT)
    title = Line(Part.VERDICT, words.say("audit.title"))
    return Reply((title, *lines(entries, words, policy), Line(Part.NOTE, words.say("audit.next"))))


def lines(entries: Sequence[Entry], words: Words, policy: Policy) -> list[Line]:
    """A line for each entry, the newest first."""
    names = NumberNames(words, policy)
    return [_line(entry, words, names) for entry in reversed(entries)]


def as_file(entries: Sequence[Entry], now: datetime, words: Words) -> Reply:
    """All entries as a table, the oldest first."""
    if not entries:
        return plain(words.say("audit.nothing"), Part.VERDICT)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_row(number, entry) for number, entry in enumerate(entries, 1))
    file = Attachment(f"whylocked-audit-{now:%Y-%m-%d}.csv", written.getvalue())
    text = words.say("audit.file", rows=words.count("rows", len(entries)))
    return Reply((Line(Part.VERDICT, text),), files=(file,))


def _row(number: int, entry: Entry) -> Iterator[object]:
    """An entry by its place in the table: its own number counts on through all workspaces, and so tells of others."""
    yield from (number, entry.at.isoformat(), entry.actor, entry.action, entry.about or "")
    yield json.dumps(dict(entry.detail))


def _line(entry: Entry, words: Words, names: NumberNames) -> Line:
    """One entry; what this version has no words for goes by its own name."""
    who, mentions = _named(entry.actor, words)
    about, more = _named(entry.about, words) if entry.about else ("", ())
    channel, path = entry.detail.get("channel"), entry.detail.get("path")
    own = entry.actor == entry.about
    fields: dict[str, object] = {
        **{name: value for name, value in entry.detail.items() if name not in _DAYS},
        "who": who,
        "about": about,
        "channel": at(str(channel or "")),
        "days": _days(entry, words),
        "counts": words.listed([words.count(COUNTED[name], number) for name, number in _counts(entry)]),
        "on": _day(entry, "on") or entry.at.date(),
        "action": entry.action,
        **({"path": names.called(str(path))} if path else {}),
    }
    # Some actions are told otherwise by their kind, without a channel, or where somebody does them for another.
    kinds = [str(entry.detail.get("kind")), "channel" if channel else "none", "own" if own else "for"]
    known = words.phrases["audit"]
    ways = (*(f"{entry.action}_{kind}" for kind in kinds), entry.action)
    name = next((each for each in ways if f"did_{each}" in known), "something")
    text = words.say("audit.line", at=entry.at, did=words.say(f"audit.did_{name}", **fields).rstrip())
    return Line(Part.ROW, text, mentions=(*mentions, *more, *([str(channel)] if channel else [])))


def _named(somebody: str, words: Words) -> tuple[str, tuple[str, ...]]:
    """Whoever an entry names, and whom that mentions; a user of a terminal alone goes by the name given there."""
    if somebody == ITSELF:
        return words.say("audit.itself"), ()
    named, mentions = actor_words(somebody, words)
    known = mentions or somebody == COMMAND_LINE or somebody.startswith(GONE)
    return (named, mentions) if known else (somebody, ())


def _counts(entry: Entry) -> list[tuple[str, int]]:
    """What an entry counts."""
    return [(name, number) for name in COUNTED if isinstance(number := entry.detail.get(name), int)]


def _days(entry: Entry, words: Words) -> str:
    told = [words.say(f"standing.detail_{name}", **{name: day}) for name in _DAYS[:2] if (day := _day(entry, name))]
    return f" ({', '.join(told)})" if told else ""


def _day(entry: Entry, name: str) -> date | None:
    value = entry.detail.get(name)
    return date.fromisoformat(str(value)) if value else None
