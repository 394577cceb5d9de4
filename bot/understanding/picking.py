"""The answer to "which one?": which of several persons is meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.people import People, Person, Target, TargetStatus, spellings
from bot.understanding import who
from bot.understanding.cues import Cues
from bot.understanding.request import Turn
from bot.understanding.tokens import Kind, Token

_MOST_WORDS = 12
_SEVERAL = 2
_OF_A_LIST = {"one", "of"}


def picked(tokens: Sequence[Token], turn: Turn, cues: Cues) -> tuple[Target, ...]:
    """Whom a message picks out of the persons the bot asked about; nobody when it is no such answer."""
    words = [token.owner for token in tokens if token.kind is Kind.WORD]
    if not words or len(words) > _MOST_WORDS or any(not _is_wordy(token) for token in tokens):
        return ()
    words = _spelled_out(words)
    asked = next((target for target in turn.targets if target.status is TargetStatus.AMBIGUOUS), None)
    if asked is None:
        return _of_several(words, turn, cues)
    persons = _pick(words, asked, cues)
    others = [target for target in turn.targets if target is not asked]
    return (*others, *persons) if persons else ()


def other_of_name(tokens: Sequence[Token], turn: Turn, people: People, cues: Cues) -> tuple[Target, ...]:
    """Whom a message means that says "not him, the one at Acme" or "the other Tom": who bears a name in common."""
    words = [token.owner for token in tokens if token.kind is Kind.WORD]
    before = turn.targets[0].person if len(turn.targets) == 1 else None
    denies = any(word in cues.followups.negations for word in words)
    if before is None or not denies or len(words) > _MOST_WORDS:
        return ()
    said = [word for word in words if word not in cues.followups.pick_filler | cues.followups.negations]
    for name in (word for spelling in spellings(before.key) for word in spelling):
        alike = who.find(name, people)
        others = [one for one in alike.candidates if one.url != before.url]
        if not others:
            continue
        described = who.narrowed(others, " ".join(said)) if said else []
        if name in said and len(others) == 1:
            described = others
        if described:
            return (_found(alike, described),)
    return ()


def _of_several(words: list[str], turn: Turn, cues: Cues) -> tuple[Target, ...]:
    """Which of several persons spoken of is meant: "the second one", "both"."""
    said = [word for word in words if word not in cues.followups.pick_filler]
    if len(turn.targets) < _SEVERAL:
        return ()
    if len(said) == 1 and said[0] in cues.followups.all_of_them:
        return turn.targets
    number = _ordinal(words, said, cues)
    if number is None or abs(number) > len(turn.targets):
        return ()
    return (turn.targets[number - 1 if number > 0 else number],)


def _ordinal(words: list[str], said: list[str], cues: Cues) -> int | None:
    """The place in a list that words name: "2", "the second one", "for the second one what do I do"."""
    ordinals = cues.followups.ordinals
    if len(said) == 1:
        return ordinals.get(said[0])
    behind = {word: after for word, after in pairwise(words) if word in ordinals and not word.isdecimal()}
    return next((ordinals[word] for word, after in behind.items() if after in _OF_A_LIST), None)


def _pick(words: list[str], asked: Target, cues: Cues) -> tuple[Target, ...]:
    """The candidates that the words mean; nobody when they mean none, or all alike."""
    candidates = list(asked.candidates)
    said = [word for word in words if word not in cues.followups.pick_filler]
    if (
        said
        and all(word in cues.followups.all_of_them for word in said[:1])
        and not _described(said[1:], candidates, cues)
    ):
        return tuple(_found(asked, [person]) for person in candidates)
    number = _ordinal(words, said, cues)
    if number is not None and abs(number) <= len(candidates):
        return (_found(asked, [candidates[number - 1 if number > 0 else number]]),)
    denial = next((at for at, word in enumerate(said) if word in cues.followups.negations), len(said))
    fitting = _described(said[:denial], candidates, cues)
    if not fitting and denial < len(said):
        denied = _described(said[denial:], candidates, cues)
        fitting = [person for person in candidates if person not in denied] if denied else []
    return (_found(asked, fitting),) if 0 < len(fitting) < len(candidates) else ()


def _described(said: list[str], candidates: list[Person], cues: Cues) -> list[Person]:
    """The candidates whom the telling words describe, all of them; a name among them may be misspelt."""
    said = [word for word in said if not word.isdecimal()] or said
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


def _is_wordy(token: Token) -> bool:
    return token.kind not in {Kind.MENTION, Kind.URL}
