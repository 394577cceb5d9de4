"""Cuts a text out of a sentence: where it starts, where it ends, and whether it is a value at all."""

from __future__ import annotations

from dataclasses import dataclass

from bot.understanding.claim_lines import DASH, Sentence
from bot.understanding.claim_words import ClaimWords

COMMA, CLOSING = {",", ";"}, {"(", ")", ";", ":", DASH, "="}
JOINING = {"and", "&", "n", "+", "plus", "then"}
AT = "at"


@dataclass(frozen=True)
class Cutting:
    """One sentence that texts are cut out of."""

    sentence: Sentence
    words: ClaimWords

    def says(self, start: int, end: int) -> bool:
        """Whether a text is a value at all: "my job is boring" tells none."""
        keys, cues = self.keys(start, end), self.words.cues
        return not keys <= cues.opinions | cues.empty | cues.adverbs | cues.trailing and not keys & cues.negative

    def after(self, field: str) -> range | None:
        """The place of the phrase that a text of a field follows."""
        return self.sentence.found(self.words.set_of("after", field))

    def until(self, start: int, *, several: bool) -> tuple[int, int]:
        """Where a text starts and ends: it holds no word of another statement.

        Args:
            several: it may hold commas.
        """
        keys, cues = self.sentence.keys, self.words.cues
        start = self.lead(start, len(keys))
        at = start
        while at < len(keys) and keys[at] not in cues.ends and keys[at] not in CLOSING:
            after = keys[at + 1] if at + 1 < len(keys) else ""
            if keys[at] == "from" and (after in cues.dating or after[:1].isdigit() or after in cues.ends):
                break
            if keys[at] in COMMA and not several:
                break
            if keys[at] in COMMA | JOINING:
                skipped = at + 2 if keys[at] in COMMA and after in JOINING else at + 1
                ahead = keys[skipped] if skipped < len(keys) else ""
                if not ahead or ahead in cues.opens or ahead in cues.ends or (ahead[:1].isdigit() and not several):
                    break
            at += 1
        return start, self.trail(start, at)

    def lead(self, start: int, end: int) -> int:
        """The place with what does not belong to a text at its start left out."""
        while start < end and self.sentence.keys[start] in self.words.cues.leading:
            start += 1
        return start

    def trail(self, start: int, end: int) -> int:
        """The same for its end."""
        while end > start and (
            self.sentence.keys[end - 1] in self.words.cues.trailing or self.sentence.keys[end - 1] in COMMA
        ):
            end -= 1
        return end

    def keys(self, start: int, end: int) -> set[str]:
        """The words between two places."""
        return {word for key in self.sentence.keys[start:end] for word in key.split()}

    def is_plan(self, start: int, end: int) -> bool:
        """Whether the name of an account type stands between two places."""
        keys = tuple(self.sentence.keys[start:end])
        return any(
            keys[at : at + size] in self.words.plans for at in range(len(keys)) for size in (1, 2) if AT not in keys
        )
