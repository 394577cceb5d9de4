"""The shape of `knowledge/understanding.toml`: the words and phrases that show what somebody wants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from bot.policy import Knowledge
from bot.policy import Words as Text
from bot.understanding.phrases import CueSet, plain, unknown_group
from bot.understanding.request import Intent


def _split(value: object) -> object:
    """Words are written with spaces between them, for they are many."""
    return frozenset(plain(value).split()) if isinstance(value, str) else value


WordSet = Annotated[frozenset[str], BeforeValidator(_split)]
Phrases = tuple[Text, ...]

_LONG_ENOUGH = 5


class IntentCues(Knowledge):
    """The cues of one intent.

    Attributes:
        strong: settle the intent on their own.
        likely: show it unless another intent's strong cue says otherwise.
        with_person: count as likely when somebody is named.
    """

    strong: Phrases = ()
    likely: Phrases = ()
    with_person: Phrases = ()


class NameCues(Knowledge):
    """What surrounds a name, and which words are none.

    Attributes:
        never: words that are never a name in lower case.
        common: words that are a name only where one is expected; all words of cues are common too.
        endings: an unknown lower-case word that ends so is no name.
        reach: what is done to a person: the name follows.
        between: what may stand between those and the name.
        prepositions: a name often follows.
        locked: what is said of a person: the name stands before.
        predicates: what else a named person does or is.
        not_after: a common word behind one of these is no name.
        not_before: a common word before one of these is no name.
        after: a common word before one of these may be a name.
        determiners: what follows one of these in lower case is a thing.
        joiners: what joins two names.
        describing: behind a name, what follows one of these describes the person.
    """

    never: WordSet
    common: WordSet
    endings: WordSet
    reach: WordSet
    between: WordSet
    prepositions: WordSet
    locked: WordSet
    predicates: WordSet
    not_after: WordSet
    not_before: WordSet
    after: WordSet
    determiners: WordSet
    joiners: WordSet
    describing: WordSet


class FollowupCues(Knowledge):
    """What continues the turn before.

    Attributes:
        again: ask the same once more, about the same persons.
        more: ask for more of what was shown.
        openers: ask the same about somebody else.
        persons: words that stand for a person named before.
        pronouns: words for what was spoken of before, persons included.
        what_if: facts that follow are to be tried, not saved.
        filler: words that say nothing in a message which only names somebody.
        pick_filler: words that say nothing in the answer to "which one?".
        negations: the person named is not the one.
        all_of_them: all candidates are meant.
        ordinals: places in a list; -1 is the last.
    """

    again: Phrases
    more: Phrases
    openers: Phrases
    persons: WordSet
    pronouns: WordSet
    what_if: Phrases
    filler: WordSet
    pick_filler: WordSet
    negations: WordSet
    all_of_them: WordSet
    ordinals: dict[str, int]


class AnswerCues(Knowledge):
    """How the bot's own questions are answered.

    Attributes:
        yes: words for yes.
        no: words for no.
        filler: words that change nothing in an answer.
        numbers: number words.
        plans: words that names of account types are made of.
        yes_or_no: the facts answered by yes or no, with the field that states each.
        counts: the facts answered by a number, with the field that states each.
        nouns: what is counted or owned, with the field that states it.
    """

    yes: WordSet
    no: WordSet
    filler: WordSet
    numbers: dict[str, int]
    plans: WordSet
    yes_or_no: dict[str, str]
    counts: dict[str, str]
    nouns: dict[str, str]


class Cues(Knowledge):
    """All cues. Intents listed first win where cues of the same strength are found."""

    groups: dict[str, Phrases]
    intents: dict[Intent, IntentCues] = Field(min_length=1)
    names: NameCues
    followups: FollowupCues
    answers: AnswerCues

    @model_validator(mode="after")
    def _hangs_together(self) -> Cues:
        for phrase in self._phrases():
            name = unknown_group(phrase, self.groups)
            if name is not None:
                msg = f"“{phrase}”: there is no group {name}"
                raise ValueError(msg)
        return self

    def _set(self, phrases: Iterable[str]) -> CueSet:
        return CueSet(phrases, self.groups)

    @cached_property
    def by_strength(self) -> list[tuple[Intent, CueSet, CueSet, CueSet]]:
        """Per intent its strong, likely and with-person cues to be searched."""
        return [
            (intent, self._set(cues.strong), self._set(cues.likely), self._set(cues.with_person))
            for intent, cues in self.intents.items()
        ]

    @cached_property
    def about_locks(self) -> CueSet:
        """Every cue of a question about somebody's lock, to be searched."""
        asked = self.intents.get(Intent.ASK_LOCK, IntentCues())
        return self._set((*asked.strong, *asked.with_person))

    @cached_property
    def again(self) -> CueSet:
        """`followups.again`, to be searched."""
        return self._set(self.followups.again)

    @cached_property
    def more(self) -> CueSet:
        """`followups.more`, to be searched."""
        return self._set(self.followups.more)

    @cached_property
    def openers(self) -> CueSet:
        """`followups.openers`, to be searched."""
        return self._set(self.followups.openers)

    @cached_property
    def what_if(self) -> CueSet:
        """`followups.what_if`, to be searched."""
        return self._set(self.followups.what_if)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Every word that a cue is made of."""
        said = " ".join([*self._phrases(), *(phrase for group in self.groups.values() for phrase in group)])
        words = re.findall(r"[^\s|?*^$@#.]+", plain(re.sub(r"\{\w+\}", " ", said)))
        return frozenset(words) | self.names.reach | self.names.locked

    @cached_property
    def common(self) -> frozenset[str]:
        """Every word that is a name only where one is expected."""
        names, answers = self.names, self.answers
        lists = (names.never, names.common, names.between, names.prepositions, names.predicates,
                 names.determiners, names.joiners, self.followups.filler, answers.yes, answers.no,
                 answers.filler, answers.plans)  # fmt: skip
        return self.spoken.union(*lists)

    def meant(self, word: str) -> str | None:
        """The cue's word that an unknown word is a typing mistake of; None when it is none.

        As in names, one edit is forgiven from 5 letters on, and the initial has to agree.
        """
        if len(word) < _LONG_ENOUGH or word in self.common:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extractOne(word, self._by_initial.get(word[0], []), scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else None

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        """The words of cues that are long enough to be misspelt, by their initial; sorted, so that ties are stable."""
        long = sorted(word for word in self.spoken if len(word) >= _LONG_ENOUGH)
        return {initial: list(words) for initial, words in groupby(long, key=itemgetter(0))}

    def _phrases(self) -> list[str]:
        own = [phrase for cues in self.intents.values() for part in (cues.strong, cues.likely, cues.with_person)
               for phrase in part]  # fmt: skip
        asked = self.followups
        return [*own, *asked.again, *asked.more, *asked.openers, *asked.what_if]
