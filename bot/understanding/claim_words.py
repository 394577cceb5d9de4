"""The words of `claims` in `knowledge/understanding.toml`, made ready to search for; and of whom a statement speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.understanding.claim_lines import DASH, SOMEBODY, Sentence
from bot.understanding.claim_shape import ClaimCues
from bot.understanding.phrases import CueSet, plain
from bot.understanding.shapes import AnswerCues, Phrases

_PARTING = {",", ";", "(", ")", "&", "+", DASH}
_OWNED, _BETWEEN = "'s", "between"
_YOU = {"you", "youve"}
_MY = {"my", "our"}
_HEADING = {":", "="}


@dataclass(frozen=True)
class ClaimWords:
    """What statements are searched for.

    Attributes:
        cues: the words of statements.
        answers: the words of answers, for numbers and questions.
    """

    cues: ClaimCues
    answers: AnswerCues

    def set_of(self, name: str, field: str = "") -> CueSet:
        """The phrases of one list, or of a field in a list by fields; none where there is no such field."""
        made = self._made.get((name, field))
        if made is None:
            phrases = getattr(self.cues, name)
            made = self._made[name, field] = CueSet(phrases.get(field, ()) if isinstance(phrases, dict) else phrases)
        return made

    @cached_property
    def _made(self) -> dict[tuple[str, str], CueSet]:
        return {}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number words that are nothing else."""
        return {word: number for word, number in self.answers.numbers.items() if word not in self.cues.not_numbers}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """What a member does or has."""
        return (self.cues.present | self.cues.gone | self.cues.sending | self.cues.acting) - self.nouns

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Every word that a field is called by, and that says nothing else."""
        cues = self.cues
        spoken = frozenset(word for phrases in cues.nouns.values() for word in _words(phrases))
        return spoken - cues.own - cues.present - cues.leading - cues.ends - cues.negative - cues.empty - _HEADING

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that means something in a statement."""
        sets = (getattr(self.cues, name) for name in type(self.cues).model_fields)
        return self.nouns.union(*(words for words in sets if isinstance(words, frozenset)))

    def mended(self, word: str, meant: Callable[[str], str | None]) -> str | None:
        """What a word is a typing mistake of, where that names a field, what is done to it, or an account type."""
        if word in self.known:
            return None
        right = meant(word)
        named = self.nouns | self.verbs | {part for name in self.plans for part in name}
        return right if right in named else None

    @cached_property
    def plans(self) -> dict[tuple[str, ...], str]:
        """Names of account types by their words."""
        return {tuple(plain(name).split()): value for name, value in self.cues.plans.items()}


def _words(phrases: Phrases) -> Iterator[str]:
    for phrase in phrases:
        for element in phrase.split():
            yield from plain(element.rstrip("?")).split("|")


def parts_of(sentence: Sentence, words: ClaimWords) -> list[range]:
    """The statements of a sentence, by their places."""
    parts, start = [], 0
    for at, key in enumerate([*sentence.keys, ","]):
        if (key in _PARTING or key in words.cues.splitting) and not _between_numbers(sentence, at):
            if at > start:
                parts.append(range(start, at))
            start = at + 1
    return parts


def _between_numbers(sentence: Sentence, at: int) -> bool:
    """Whether a sign or a word stands in a range: "40-50", "between 40 and 50"."""
    around = sentence.pieces[at - 1 : at + 2 : 2] if 0 < at < len(sentence.pieces) - 1 else ()
    numbers = len(around) > 1 and all(piece.number is not None for piece in around)
    return numbers and (sentence.keys[at] == DASH or sentence.keys[at - 2 : at - 1] == [_BETWEEN])


def spoken_of(sentence: Sentence, parts: Sequence[range], words: ClaimWords) -> list[bool]:
    """Whether each statement is about the member: what does not say is about whom the one before was about."""
    told, own = [], True
    for part in parts:
        found = _is_own(sentence, part, words)
        own = own if found is None else found
        told.append(own)
    return told


def _is_own(sentence: Sentence, part: range, words: ClaimWords) -> bool | None:
    """Whether a statement is about the member; None where it names nobody."""
    cues, keys = words.cues, sentence.keys
    things = cues.things | words.nouns
    headed = len(part) > 1 and keys[part.start + 1] == ":"
    if headed and keys[part.start] not in things | cues.own | cues.adverbs | cues.former:
        return False
    own = any(
        keys[at] in cues.own and not (keys[at] in _MY and keys[at + 1 : at + 2] and keys[at + 1] in cues.people)
        for at in part
    )
    if any(keys[at] in cues.others - _YOU or keys[at] == SOMEBODY for at in part):
        return own
    if any(_owns(sentence, at, words) for at in part):
        return False
    verb = next((at for at in part if keys[at] in words.verbs), None)
    if verb is None:
        return True if own else None
    if keys[verb] in cues.own:
        return True
    before = next((at for at in range(verb - 1, part.start - 1, -1) if keys[at] not in cues.adverbs - cues.own), None)
    if before is None or keys[before] in _HEADING:
        return None
    doer = keys[before]
    if doer in _YOU:
        return False
    named = sentence.typed(before, before + 1)[:1].isupper() and not any(doer in name for name in words.plans)
    if not named and any(keys[at] in _MY and keys[at + 1] in things for at in range(part.start, before)):
        return True
    if before > part.start and keys[before - 1] in _MY and doer not in cues.people:
        return True
    known = doer in cues.own | things | words.verbs or sentence.pieces[before].number is not None
    after = range(verb + 1, part.stop)
    return known or any(keys[at] in cues.own - _MY or (keys[at] in _MY and keys[at - 1] == "that") for at in after)


def _owns(sentence: Sentence, at: int, words: ClaimWords) -> bool:
    """Whether somebody else owns what follows: "Bob's photo"."""
    if not sentence.typed(at, at + 1).lower().endswith(_OWNED):
        return False
    mine = words.cues.things | words.cues.own | words.cues.degrees | words.nouns
    key = sentence.keys[at]
    return (
        key not in mine
        and key.removesuffix("s") not in mine
        and not words.nouns.isdisjoint(sentence.keys[at + 1 : at + 3])
    )
