"""Facts of the member's own profile, stated in sentences: "photo is up and I have 77 connections".

Never invented: what cannot be read states nothing, and neither do wishes, plans, doubts, questions, and what is said of
somebody else. A list that is added to comes with "+" before it, what is taken off one with "-".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.understanding import claim_counts, claim_values
from bot.understanding.claim_lines import Sentence, sentences
from bot.understanding.claim_texts import Texts
from bot.understanding.claim_words import ClaimWords, parts_of, spoken_of
from bot.understanding.cues import Cues

Pairs = tuple[tuple[str, str], ...]


def claimed(text: str, cues: Cues) -> Pairs:
    """The fields that a message states, each with its value as it can be typed for the field.

    Args:
        text: the message as it was typed, without the bot's mention in front.
        cues: all words and phrases.
    """
    words = cues.stated
    claims = _Claims(words)
    found = sentences(text, words.numbers, lambda word: words.mended(word, cues.meant))
    polite = found[0].found(words.set_of("polite")) if found else None
    if polite is not None:
        found = [sentence for sentence in (found[0].behind(polite.stop), *found[1:]) if sentence.pieces]
    if not found or _asks(found, words, polite=polite is not None):
        return ()
    for sentence in found:
        claims.read(sentence)
    return tuple(claims.facts.items())


def _asks(found: list[Sentence], words: ClaimWords, *, polite: bool) -> bool:
    """Whether a message asks something; a polite request does not, nor does "the photo? done"."""
    for at, sentence in enumerate(found):
        first, *rest = sentence.keys
        question = first in words.answers.question_words
        question |= first in words.answers.auxiliaries and (not rest or rest[0] in words.answers.subjects)
        topic = at + 1 < len(found) and not question
        tagged = len(rest) > 1 and rest[-1] in words.cues.tags and rest[-2] == ","
        if (question or (sentence.asks and not tagged)) and not (polite and at == 0) and not (topic and sentence.asks):
            return True
    return False


@dataclass(slots=True)
class _Claims:
    """What the sentences of one message state, in order.

    Attributes:
        named: the sections that were named last.
        open: those that nothing was said of yet: "the photo? done".
        hint: what was counted last.
        announced: the sentence before told of a new job.
    """

    words: ClaimWords
    facts: dict[str, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    hint: str | None = None
    announced: bool = False

    def read(self, sentence: Sentence) -> None:
        """Add what a sentence states."""
        words = self.words
        parts = parts_of(sentence, words)
        own = spoken_of(sentence, parts, words)
        sure = [
            mine and not claim_values.is_unsure(sentence, part, words) for part, mine in zip(parts, own, strict=True)
        ]
        shared = claim_values.sharing(sentence, parts, words)
        if shared is not None:
            self.facts["share_network"] = shared
            return
        used: set[int] = set()
        for told in Texts(sentence, words, self.announced).told():
            at = next((at for at, part in enumerate(parts) if told.places.start < part.stop), len(parts) - 1)
            if sure[at]:
                self.facts.setdefault(told.field, told.value)
                used |= set(told.places)
        self.announced = sentence.found(words.set_of("announcing")) is not None
        certain = [part for part, is_sure in zip(parts, sure, strict=True) if is_sure]
        left = [part for part in certain if not used & set(part)]
        plan = claim_values.plan(sentence, left, words)
        if plan is not None:
            self.facts["account_type"] = plan
        self._sections(sentence, certain, left)
        self._counts(sentence, left)

    def _sections(self, sentence: Sentence, parts: list[range], left: list[range]) -> None:
        """Which sections are filled or not.

        Args:
            left: the parts that no text was read from; of the others only counts what was done: "added my school (…)
                and a headshot".
        """
        words = self.words
        before: str | None = None
        for part in parts:
            here = claim_values.polarity(sentence, part, words)
            carried = here if here is not None and claim_values.carries(sentence, part, words) else before
            if part not in left:
                before = carried
                continue
            told = claim_values.flat(sentence, part, words)
            if told:
                self.facts |= told
                continue
            names = claim_values.named(sentence, part, words)
            self.named = names or self.named
            if claim_values.is_former(sentence, part, words):
                continue
            if not names:
                if here is not None and (self.open or claim_values.refers(sentence, part, words)):
                    self.facts |= dict.fromkeys(self.open or self.named, here)
                self.open, before = [], carried
                continue
            value = here or before
            if value is None:
                self.open += names
                continue
            self.facts |= {
                name: value for name in [*self.open, *names] if name not in self.facts or name != "education"
            }
            self.open, before = [], carried
        if not sentence.asks:
            self.open = []

    def _counts(self, sentence: Sentence, parts: list[range]) -> None:
        """What is counted, and how complete the profile is."""
        words = self.words
        for part in parts:
            told = claim_counts.counts(sentence, part, words, self.hint)
            self.hint = claim_counts.counted(sentence, part, words) or self.hint
            if not told:
                told = claim_counts.none_counted(sentence, part, words) or claim_counts.whole(sentence, part, words)
            self.facts |= told
