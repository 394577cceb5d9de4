"""What the learned part of understanding looks at in a message: its words, what they mean, and their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from bot.understanding.cues import Cues
from bot.understanding.request import Intent

_LETTERS = 4
_NEAR = 3
_LENGTHS = (1, 3, 6, 12)
_STRANGEST = 4
_FULL, _MOST, _HALF = 1.0, 0.7, 0.5


def features(line: str, cues: Cues, *, asks: bool, before: Intent | None) -> dict[str, float]:
    """The features of a message, each with its weight.

    Args:
        line: plain words, from `line_of`: `@` for a person, `.` for a sentence's end.
        cues: what words mean.
        asks: whether the message holds a question mark.
        before: what was asked in the turn before; None where there is none.
    """
    words = ["#" if word[0].isdecimal() else word for word in line.split()]
    mended = [cues.meant(word) or word for word in words]
    meaning = cues.lexicon.meaning(mended)
    found = dict.fromkeys(_of_letters(words), _HALF)
    found |= dict.fromkeys(_of_order(meaning), _MOST)
    concepts = sorted(frozenset().union(*meaning))
    found |= dict.fromkeys((f"C{one}+{other}" for one, other in combinations(concepts, 2)), _HALF)
    found |= dict.fromkeys(_of_words(words, before), _FULL)
    found |= dict.fromkeys(_of_concepts(meaning, concepts, before), _FULL)
    found |= dict.fromkeys(_of_last_sentence(mended, cues), _FULL)
    found |= dict.fromkeys(_of_shape(words, asks=asks, before=before), _FULL)
    found |= dict.fromkeys(_of_strangeness(mended, cues), _FULL)
    return found


def _of_words(words: Sequence[str], before: Intent | None) -> Iterator[str]:
    framed = ["^", *words, "$"]
    yield from (f"w:{word}" for word in words)
    yield from (f"b:{one} {other}" for one, other in pairwise(framed))
    if before is not None:
        yield from (f"p:{word}" for word in words)


def _of_letters(words: Sequence[str]) -> Iterator[str]:
    """Pieces of words: what is misspelt still shares most of them."""
    for word in words:
        if len(word) >= _LETTERS and word.isalpha():
            framed = f"<{word}>"
            yield from (f"c:{framed[at : at + _LETTERS]}" for at in range(len(framed) - _LETTERS + 1))


def _of_order(meaning: Sequence[frozenset[str]]) -> Iterator[str]:
    """Concepts that stand near each other, in their order."""
    for at, here in enumerate(meaning):
        for there in meaning[at + 1 : at + 1 + _NEAR]:
            yield from (f"O{one}>{other}" for one in here for other in there)


def _of_concepts(meaning: Sequence[frozenset[str]], concepts: Sequence[str], before: Intent | None) -> Iterator[str]:
    yield from (f"C:{concept}" for concept in concepts)
    if meaning:
        yield from (f"^:{concept}" for concept in meaning[0])
        yield from (f"$:{concept}" for concept in meaning[-1])
    if not concepts:
        yield "C0"
    if before is not None:
        yield from (f"P:{concept}" for concept in concepts)
        yield from (f"{before}:{concept}" for concept in concepts)


def _of_last_sentence(words: Sequence[str], cues: Cues) -> Iterator[str]:
    """The question stands at the end of a story."""
    sentences = [sentence.split() for sentence in " ".join(words).split(".") if sentence.strip()]
    if len(sentences) > 1:
        yield from (f"l:{word}" for word in sentences[-1])
        yield from (f"L:{concept}" for concept in frozenset().union(*cues.lexicon.meaning(sentences[-1])))


def _of_shape(words: Sequence[str], *, asks: bool, before: Intent | None) -> Iterator[str]:
    yield f"@{min(words.count('@'), 2)}"
    length = sum(len(words) > most for most in _LENGTHS)
    yield f"n{length}"
    if asks:
        yield "?"
    yield f"<{before}"
    if before is not None:
        yield f"<{before} n{length}"
        yield f"<{before} @{min(words.count('@'), 2)}"


def _of_strangeness(words: Sequence[str], cues: Cues) -> Iterator[str]:
    """How many words are of nothing that the bot knows about: the more, the likelier it is not for the bot."""
    strange = sum(word not in cues.common for word in words if word not in {"@", "#", "."})
    yield f"u{min(strange, _STRANGEST)}"
    if strange * 3 >= len(words):
        yield "u/3"
