"""The shape of `knowledge/understanding.toml`: the words and phrases that show what somebody wants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from pydantic import Field, model_validator

from bot.policy import Knowledge
from bot.understanding.phrases import CueSet, plain, unknown_group
from bot.understanding.request import Intent
from bot.understanding.shapes import AnswerCues, FollowupCues, IntentCues, NameCues, NoticeCues, Phrases

_LONG_ENOUGH = 5


class Cues(Knowledge):
    """All cues. Intents listed first win where cues of the same strength are found."""

    groups: dict[str, Phrases]
    intents: dict[Intent, IntentCues] = Field(min_length=1)
    names: NameCues
    followups: FollowupCues
    answers: AnswerCues
    notices: NoticeCues

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
    def doubts(self) -> CueSet:
        """`answers.doubt`, to be searched in one statement."""
        return self._set(self.answers.doubt)

    @cached_property
    def beside(self) -> CueSet:
        """`answers.beside`, to be searched in one statement."""
        return self._set(self.answers.beside)

    @cached_property
    def to_bot(self) -> CueSet:
        """`followups.to_bot`, to be searched."""
        return self._set(self.followups.to_bot)

    @cached_property
    def introducing(self) -> CueSet:
        """`names.introducing`, to be searched in one sentence."""
        return self._set(self.names.introducing)

    @cached_property
    def told(self) -> tuple[tuple[str, CueSet], ...]:
        """The topic of each kind of notice with its cues, to be searched; "" stands for none, first."""
        notices = self.notices
        kinds = (("", notices.none), ("ban", notices.ban), ("restriction", notices.restriction))
        return tuple((topic, self._set(phrases)) for topic, phrases in kinds)

    @cached_property
    def field_names(self) -> str:
        """A pattern of every name of a field in other words, the longest first."""
        names = sorted(self.answers.fields, key=len, reverse=True)
        return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)

    @cached_property
    def named_fields(self) -> re.Pattern[str]:
        """A field named in other words, with the sign behind it."""
        return re.compile(rf"(?<![\w-])(?:my\s+)?({self.field_names})\s*([=:])\s*", re.IGNORECASE)

    @cached_property
    def value(self) -> re.Pattern[str]:
        """A value that can be nothing else: a number, yes or no, the name of an account type."""
        plans = "|".join(sorted(self.answers.plans))
        simple = r"\d[\d.,]*\s?[+%k]?|yes|no|none|unknown"
        return re.compile(rf"{simple}|(?:{plans})(?:\s(?:{plans}))*", re.IGNORECASE)

    def rewritten(self, line: str) -> str:
        """A line with its phrases for yes, no and numbers in single words."""
        return self._phrase.sub(lambda match: self._instead[match[0]], line)

    @cached_property
    def _instead(self) -> dict[str, str]:
        said = self.answers
        words = {"yes": said.agree, "no": said.deny}
        ends = {plain(phrase): word for word, phrases in words.items() for phrase in phrases}
        return ends | {plain(phrase): word for phrase, word in said.instead.items()}

    @cached_property
    def _phrase(self) -> re.Pattern[str]:
        """Phrases for yes and no at the end of a statement, all others anywhere; the longest first."""
        anywhere = {plain(phrase) for phrase in self.answers.instead}
        phrases = sorted(self._instead, key=len, reverse=True)
        parts = [re.escape(phrase) + ("" if phrase in anywhere else r"(?= [^\w\s]| $)") for phrase in phrases]
        return re.compile(rf"(?<= )(?:{'|'.join(parts)})(?= )")

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
                 answers.negations, answers.stating, answers.filler, answers.plans, frozenset(answers.nouns),
                 frozenset(answers.numbers))  # fmt: skip
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
