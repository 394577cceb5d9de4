"""Answers to the bot's own questions: a fact that it asked for, or which of several persons is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.people import People, Person, Target, TargetStatus
from bot.understanding import who
from bot.understanding.cues import AnswerCues, Cues
from bot.understanding.request import Turn
from bot.understanding.tokens import Kind, Token

Fields = tuple[tuple[str, str], ...]

_NUMBER = re.compile(r"\d{1,9}")
_MOST_WORDS = 12


def picked(tokens: Sequence[Token], turn: Turn, cues: Cues) -> tuple[Target, ...]:
    """Whom a message picks out of the persons the bot asked about; nobody when it is no such answer."""
    asked = [target for target in turn.targets if target.status is TargetStatus.AMBIGUOUS]
    words = [token.owner for token in tokens if token.kind is Kind.WORD]
    if not asked or not words or len(words) > _MOST_WORDS or any(not _is_wordy(token) for token in tokens):
        return ()
    persons = _pick(_spelled_out(words), asked[0], cues)
    others = [target for target in turn.targets if target is not asked[0]]
    return (*others, *persons) if persons else ()


def stated(tokens: Sequence[Token], asked: str | None, cues: Cues) -> Fields:
    """The facts that answer the question for one fact, or for all of them on first use; none when it is no answer."""
    answers = cues.answers
    words = [word for token in tokens for word in token.key.split("-") if word]
    if not words or len(words) > _MOST_WORDS:
        return ()
    if asked == "account_type":
        return _plan(words, answers)
    if asked in answers.counts:
        number = _number(words, answers, {*answers.nouns})
        if number is None and _yes_or_no(words, answers, {*answers.nouns}) == "no":
            number = "0"
        return ((answers.counts[asked], number),) if number else ()
    if asked in answers.yes_or_no:
        said = _yes_or_no(words, answers, {*answers.nouns})
        return ((answers.yes_or_no[asked], said),) if said else ()
    return facts_in(tokens, cues) if asked == "first_use" else ()


def facts_in(tokens: Sequence[Token], cues: Cues) -> Fields:
    """Several facts in one line: "basic, 20 connections, photo yes, 5 skills"; none unless every part is a fact."""
    found: dict[str, str] = {}
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.kind is not Kind.WORD or token.key in cues.names.joiners:
            parts.append([])
        else:
            parts[-1] += [word for word in token.key.split("-") if word]
    for words in parts:
        fact = _fact(words, found, cues.answers)
        if words and not fact:
            return ()
        found |= dict(fact)
    return tuple(found.items())


def _pick(words: list[str], asked: Target, cues: Cues) -> tuple[Target, ...]:
    """The candidates that the words mean; nobody when they mean none, or all alike."""
    candidates = list(asked.candidates)
    said = [word for word in words if word not in cues.followups.pick_filler]
    negated = any(word in cues.followups.negations for word in said)
    if len(said) == 1 and said[0] in cues.followups.all_of_them:
        return tuple(_found(asked, [person]) for person in candidates)
    number = cues.followups.ordinals.get(said[0]) if len(said) == 1 else None
    if number is not None and abs(number) <= len(candidates):
        return (_found(asked, [candidates[number - 1 if number > 0 else number]]),)
    fitting = _described(said, candidates, cues)
    if negated and fitting:
        fitting = [person for person in candidates if person not in fitting]
    return (_found(asked, fitting),) if 0 < len(fitting) < len(candidates) else ()


def _described(said: list[str], candidates: list[Person], cues: Cues) -> list[Person]:
    """The candidates whom the telling words describe, all of them; a name among them may be misspelt."""
    known = [word for word in said if who.narrowed(candidates, word)]
    telling = [word for word in said if word in known or word not in cues.common]
    if not telling:
        return []
    if telling == known:
        return who.narrowed(candidates, " ".join(known))
    near = who.find(" ".join(telling), People(candidates, Person("", ""), {}))
    return [near.person] if near.person else []


def _found(asked: Target, persons: list[Person]) -> Target:
    if len(persons) > 1:
        return Target(TargetStatus.AMBIGUOUS, asked.typed, candidates=tuple(persons))
    return Target(TargetStatus.FOUND, asked.typed, url=persons[0].url, person=persons[0])


def _spelled_out(words: list[str]) -> list[str]:
    """The words with letters said one by one put together: "b-a-r-k-e-r" is "barker"."""
    letters = [letter for word in words for letter in word.split("-")]
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        return ["".join(letters)]
    return words


def _plan(words: list[str], answers: AnswerCues) -> Fields:
    said = [word for word in words if word not in answers.filler]
    return (("account_type", " ".join(said)),) if said and set(said) <= answers.plans else ()


def _fact(words: list[str], found: dict[str, str], answers: AnswerCues) -> Fields:
    """One part of a line of facts; a bare number or yes takes the first question that is still open."""
    noun = next((answers.nouns[word] for word in words if word in answers.nouns), None)
    number = _number(words, answers, {*answers.nouns})
    said = _yes_or_no(words, answers, {*answers.nouns})
    plan = _plan(words, answers)
    if plan:
        return plan
    if number and noun is None:
        noun = "skills" if "connections" in found else "connections"
    if noun is None and said:
        noun = "photo"
    value = number or said or ("yes" if noun and _only(words, answers, {*answers.nouns}) else None)
    return ((noun, value),) if noun and value else ()


def _number(words: list[str], answers: AnswerCues, nouns: set[str]) -> str | None:
    """The one number that the words say, when they say nothing else."""
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    numbers += [str(answers.numbers[word]) for word in words if word in answers.numbers]
    rest = [word for word in words if not _NUMBER.fullmatch(word) and word not in answers.numbers]
    return numbers[0] if len(numbers) == 1 and _only(rest, answers, nouns) else None


def _yes_or_no(words: list[str], answers: AnswerCues, nouns: set[str]) -> str | None:
    """Yes or no, when the words say one of them and nothing else."""
    said = {"no" if word in answers.no else "yes" for word in words if word in answers.no | answers.yes}
    rest = [word for word in words if word not in answers.no | answers.yes]
    # "yes, no padlock": a no denies what the yes agrees to.
    return min(said) if said and _only(rest, answers, nouns) else None


def _only(words: list[str], answers: AnswerCues, nouns: set[str]) -> bool:
    return all(word in answers.filler or word in nouns for word in words)


def _is_wordy(token: Token) -> bool:
    return token.kind not in {Kind.MENTION, Kind.URL}
