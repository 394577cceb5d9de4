"""Answers to the bot's own questions, and facts that are stated beside them. What is not said is never stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding import values
from bot.understanding.clause import FIRST_USE, NO, YES, Clause, Said
from bot.understanding.cues import Cues
from bot.understanding.shapes import AnswerCues
from bot.understanding.tokens import Token

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message says about the fact that the bot asked for.

    Attributes:
        fields: the facts it states.
        declined: it states none, because the member does not know, moves on, or tells what is no fact.
    """

    fields: Fields = ()
    declined: bool = False


def answer(tokens: Sequence[Token], asked: str | None, cues: Cues) -> Answer:
    """What a message says after a question of the bot.

    Args:
        tokens: the message.
        asked: the fact that the bot asked for; None when it asked for none: then a fact has to name its field.
        cues: the words of answers.
    """
    if values.is_question(tokens, cues.answers):
        return Answer()
    parts = values.clauses(tokens, cues)
    said, understood, unsure = Said(), bool(parts), False
    left: list[str] = []
    for part in parts:
        rest, doubts, beside = _told_apart(part, cues)
        unsure |= doubts or beside
        found = Clause(asked, cues.answers, unsure=doubts).read(rest)
        if found is None:
            left += rest.split()
            understood &= doubts or beside
        else:
            said.add(found)
    doubtful = unsure and any(cues.doubts.search(part) for part in parts)
    fields = _fields(said, asked, cues.answers, doubtful=doubtful)
    asking = values.ends_asking(tokens)
    plainly = understood or (asked == FIRST_USE and not _is_about_locks(left, cues))
    if fields and plainly and not (asking and not said.shown):
        return Answer(fields)
    idle = all(word in cues.common or word.isdecimal() for word in left) and not _is_about_locks(left, cues)
    return Answer(declined=bool(asked) and unsure and idle and not asking)


def facts_in(tokens: Sequence[Token], cues: Cues, *, bare: bool) -> Fields:
    """The facts of a line: "basic, 20 connections, photo yes, 5 skills"; none unless every part is a fact.

    Args:
        tokens: the line.
        cues: the words of answers.
        bare: a value without its field counts too.
    """
    said = Said()
    asked = FIRST_USE if bare else None
    for part in values.clauses(tokens, cues):
        found = Clause(asked, cues.answers, unsure=False).read(part)
        if found is None:
            return ()
        said.add(found)
    return _fields(said, asked, cues.answers, doubtful=False)


def _told_apart(part: str, cues: Cues) -> tuple[str, bool, bool]:
    """A statement without what only says that something is not known, or what is no fact; and whether it held such."""
    doubt = cues.doubts.search(part)
    rest = f"{part[: doubt.start()]} {part[doubt.end() :]}" if doubt else part
    beside = cues.beside.search(rest)
    rest = f"{rest[: beside.start()]} {rest[beside.end() :]}" if beside else rest
    return rest, doubt is not None, beside is not None


def _is_about_locks(words: Sequence[str], cues: Cues) -> bool:
    about = cues.names.reach | cues.names.locked
    return any(word in about for word in words)


def _fields(said: Said, asked: str | None, answers: AnswerCues, *, doubtful: bool) -> Fields:
    """The facts: those with a field, and the bare values that fit the question. None when they contradict."""
    facts: dict[str, str] = {}
    for name, value in said.named:
        if facts.setdefault(name, value) != value:
            return ()
    plan = facts.get("account_type", "").split()
    if plan and asked not in {"account_type", FIRST_USE} and answers.sure_plans.isdisjoint(plan):
        return ()
    bare = [value for value in said.bare if value.isdecimal() or not doubtful]
    if asked == FIRST_USE:
        return _in_order(facts, bare)
    agreed = any(value in {YES, NO} for value in facts.values())
    numbers = {value for value in bare if value.isdecimal()}
    words = {value for value in bare if not value.isdecimal()} if not agreed else set()
    if asked in answers.counts and numbers | words:
        number = numbers.pop() if len(numbers) == 1 else "0" if words == {NO} and not numbers else None
        name = answers.counts[asked]
        return () if number is None or name in facts else _ordered(name, number, facts)
    if numbers or len(words) > 1:
        return ()
    if asked in answers.yes_or_no and words:
        name = answers.yes_or_no[asked]
        return tuple(facts.items()) if name in facts else _ordered(name, words.pop(), facts)
    return tuple(facts.items()) if not words or asked is not None else ()


def _ordered(name: str, value: str, facts: dict[str, str]) -> Fields:
    """The answer before what was stated beside it."""
    return (name, value), *facts.items()


def _in_order(facts: dict[str, str], bare: list[str]) -> Fields:
    """The answers to all questions: a bare value belongs to the first question of its kind that is still open."""
    numbers = [value for value in bare if value.isdecimal()]
    open_counts = [name for name in ("connections", "skills") if name not in facts]
    facts |= dict(zip(open_counts, numbers, strict=False))
    words = [value for value in bare if not value.isdecimal()]
    # A yes alone may answer any of the questions.
    if words and facts and "photo" not in facts:
        facts["photo"] = words[0]
    order = ("account_type", "connections", "photo", "skills")
    return tuple(sorted(facts.items(), key=lambda fact: order.index(fact[0]) if fact[0] in order else len(order)))
