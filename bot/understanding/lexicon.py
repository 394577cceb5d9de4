"""What words mean: the concepts of `knowledge/understanding.toml`, found in a line of plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator

from bot.understanding.phrases import plain


def _parted(value: object) -> object:
    """Phrases are written with a bar between them, for they are many."""
    return tuple(plain(phrase) for phrase in value.split("|") if plain(phrase)) if isinstance(value, str) else value


Concepts = dict[str, Annotated[tuple[str, ...], BeforeValidator(_parted)]]
"""Words and phrases by the concept that they stand for; a phrase may stand for several."""


class Lexicon:
    """The concepts, to be found in lines."""

    def __init__(self, concepts: Concepts) -> None:
        self.concepts = concepts

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a phrase is made of, without those of which only the beginning is given."""
        return frozenset(word for phrase in self._by_words for word in phrase)

    def meaning(self, words: Sequence[str]) -> list[frozenset[str]]:
        """For each word of a line the concepts of all phrases that start there."""
        return [frozenset(self._starting(words, at)) for at in range(len(words))]

    def _starting(self, words: Sequence[str], at: int) -> Iterator[str]:
        for size in range(1, self._longest.get(words[at], 1) + 1):
            yield from self._by_words.get(tuple(words[at : at + size]), ())
        for beginning, concepts in self._by_beginning.items():
            if words[at].startswith(beginning):
                yield from concepts

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for concept, phrases in self.concepts.items():
            for phrase in phrases:
                if not phrase.endswith("*"):
                    found.setdefault(tuple(phrase.split()), []).append(concept)
        return found

    @cached_property
    def _longest(self) -> dict[str, int]:
        """How many words the longest phrase has that starts with a word."""
        longest: dict[str, int] = {}
        for phrase in self._by_words:
            longest[phrase[0]] = max(longest.get(phrase[0], 1), len(phrase))
        return longest

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for concept, phrases in self.concepts.items():
            for phrase in phrases:
                if phrase.endswith("*"):
                    found.setdefault(phrase.removesuffix("*"), []).append(concept)
        return found
