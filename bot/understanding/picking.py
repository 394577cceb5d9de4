"""The answer to "which one?": which of several persons is meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.people import People, Person, Target, TargetStatus
from bot.understanding import who
from bot.understanding.cues import Cues
from bot.understanding.request import Turn
from bot.understanding.tokens import Kind, Token

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


def _is_wordy(token: Token) -> bool:
    return token.kind not in {Kind.MENTION, Kind.URL}
