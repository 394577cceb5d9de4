"""A member's own account, told: the verdict on it first, then what it rests on and how old that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.facts import Basis, Fact
from bot.policy import Policy
from bot.profile_fields import Value
from bot.replies.actions import fix_button, question
from bot.replies.lines import ABOUT_ASKER, Lines
from bot.replies.model import Action, Button, Form, Line, Part, Reply
from bot.replies.profile_command import edit_button
from bot.replies.receipts import value_words
from bot.replies.rules import finding_on, stands
from bot.usecases.account import Account
from bot.verdict import State, Verdict
from bot.words import Words

_TELLABLE = (
    "account_type", "connections", "photo", "position", "skills", "education", "experience", "summary", "custom_url",
    "messages",
)  # fmt: skip
"""What is worth asking for where it is not known; how complete a profile is follows from the rest."""
_OF_TOPIC = {
    "connections": ("account_type", "connections"),
    "profile": ("photo", "position", "skills", "education", "experience", "summary", "custom_url", "completeness"),
    "volume": ("messages",),
}
ITEMS_NAMED = 3
"""How many skills or schools are named before they are only counted."""


def account_shown(account: Account, topic: str | None, lines: Lines, words: Words, policy: Policy) -> Reply:
    """What is known of the member's account: all of it, or only what bears on one topic."""
    told = _all(account, lines, words, policy) if topic is None else _part(account, topic, words, policy)
    return Reply(tuple(told), actions=tuple(_actions(account, topic, words, policy)))


def _all(account: Account, lines: Lines, words: Words, policy: Policy) -> Iterator[Line]:
    answer = account.answer
    if answer.first_use:
        yield Line(Part.VERDICT, words.say("account.nothing"))
        yield from lines.asked(answer)
        yield Line(Part.NOTE, words.say("first_use.import"))
        yield from _kept(account, words)
        return
    yield Line(Part.VERDICT, lines.verdict(answer))
    yield from lines.reasons(answer, State.LOCKED)
    yield from lines.warnings(answer)
    yield from lines.fine(answer, ABOUT_ASKER)
    yield from _facts(account, tuple(account.profile), words, policy)
    yield from _unknown(account, _TELLABLE, words)
    yield from _standing(account, words)
    yield Line(Part.NOTE, words.say(f"account.sharing_{account.sharing}"))
    yield from _kept(account, words)


def _part(account: Account, topic: str, words: Words, policy: Policy) -> Iterator[Line]:
    answer = account.answer
    finding = finding_on(topic, answer)
    text = stands(finding, answer, words, policy)
    signed = {State.LOCKED: "answer.say_locked", State.UNKNOWN: "answer.say_unknown"}.get(finding.state)
    yield Line(Part.VERDICT, words.say(signed, say=text) if signed else text)
    fields = _OF_TOPIC.get(topic, ())
    yield from _facts(account, fields, words, policy)
    yield from _unknown(account, [field for field in fields if field in _TELLABLE], words)
    if topic in {"restriction", "ban"}:
        yield from _standing(account, words)
    if topic == "shared_connections":
        yield Line(Part.NOTE, words.say(f"account.sharing_{account.sharing}"))


def _facts(account: Account, fields: Sequence[str], words: Words, policy: Policy) -> Iterator[Line]:
    """What is known, a line for each place it comes from and day it speaks for, the newest first."""
    places: dict[tuple[date, Basis], list[str]] = {}
    for field in fields:
        fact = account.profile[field]
        if fact is not None and field != "share_network":
            places.setdefault((fact.as_of, fact.basis), []).append(_fact(field, fact, words, policy))
    today = account.answer.facts.now.date()
    for (as_of, basis), facts in sorted(places.items(), reverse=True):
        age = (today - as_of).days
        code = "account.stated" if basis is Basis.STATED else "account.archive"
        if basis is Basis.ARCHIVE and age > policy.archive.stale_after_days:
            code = "account.archive_stale"
        told = words.say(code, as_of=as_of, days=words.count("days", age), facts="; ".join(facts))
        yield Line(Part.NOTE, told)


def _fact(field: str, fact: Fact[Value], words: Words, policy: Policy) -> str:
    label, value = words.say(f"account.label_{field}"), fact.value
    match value:
        case bool():
            return words.say("account.has" if value else "account.lacks", label=label)
        case list() | int() if field in {"skills", "education"}:
            counted = "schools" if field == "education" else "skills"
            count = words.count(counted, len(value) if isinstance(value, list) else value)
            if isinstance(value, list) and 0 < len(value) <= ITEMS_NAMED:
                return words.say("account.named", count=count, names=value_words(value, words))
            return count
        case int() if field == "connections":
            return words.count("connections", value)
        case int() if field == "messages":
            sent = words.count("messages", value)
            return words.say("account.sent", messages=sent, window_days=policy.message_volume.window_days)
        case int():
            return words.say("account.percent", n=value)
        case _:
            named = policy.account_types.get(str(value)) if field == "account_type" else None
            shown = named.name if named else value_words(value, words).removeprefix("https://www.")
            return words.say("account.value", label=label, value=shown)


def _unknown(account: Account, fields: Sequence[str], words: Words) -> Iterator[Line]:
    """What is not known, and the fact that is cheapest to tell, as it can be typed."""
    missing = [field for field in fields if account.profile[field] is None]
    if missing:
        labels = words.listed([words.say(f"account.label_{field}") for field in missing])
        first = min(missing, key=lambda field: (field != account.answer.ask, words.questions[field].order))
        typed = words.say(f"account.tell_{first}")
        yield Line(Part.UNKNOWN, words.say("account.not_known", fields=labels, typed=typed))


def _standing(account: Account, words: Words) -> Iterator[Line]:
    """How old the recorded standing is; what it is, the checks have said."""
    standing = account.answer.facts.standing
    if standing is not None:
        yield Line(Part.NOTE, words.say(f"account.standing_{standing.basis}", as_of=standing.as_of))


def _kept(account: Account, words: Words) -> Iterator[Line]:
    if account.diagnoses:
        yield Line(Part.NOTE, words.say("account.kept", answers=words.count("answers", account.diagnoses)))
    else:
        yield Line(Part.NOTE, words.say("account.kept_none"))


def _actions(account: Account, topic: str | None, words: Words, policy: Policy) -> Iterator[Action]:
    fields = _TELLABLE if topic is None else [each for each in _OF_TOPIC.get(topic, ()) if each in _TELLABLE]
    missing = tuple(field for field in fields if account.profile[field] is None)
    if account.answer.first_use and topic is None:
        yield from question(account.answer.ask, "", words, policy)
    elif missing:
        yield Form(words.say("buttons.rest"), missing)
    if fields:
        yield edit_button(words)
    locked = account.answer.verdict is Verdict.LOCKED
    if locked and (topic is None or finding_on(topic, account.answer).state is State.LOCKED):
        yield fix_button(words)
    if topic is None:
        yield Button(words.say("buttons.export"), "export my data", answers=False)
