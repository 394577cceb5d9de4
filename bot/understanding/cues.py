"""The shape of `knowledge/understanding.toml`: the words and phrases that show what somebody wants."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from bot.policy import Knowledge
from bot.understanding.claim_shape import ClaimCues
from bot.understanding.claim_words import ClaimWords
from bot.understanding.days import DayWords
from bot.understanding.lexicon import Concepts, Lexicon
from bot.understanding.notices import NoticeCues, StandingWords
from bot.understanding.phrases import CueSet, plain
from bot.understanding.request import Intent
from bot.understanding.shapes import AnswerCues, Command, FollowupCues, NameCues, Phrases

_LONG_ENOUGH = 5


class Cues(Knowledge):
    """All words and phrases that understanding goes by.

    Attributes:
        confirm_by: what says yes to one thing alone that was asked to be confirmed, by `Turn.pending`.
        typed_fields: further names of fields, where a fact is typed with its field first.
    """

    commands: tuple[Command, ...]
    confirm_by: dict[str, Phrases]
    aspects: dict[Intent, dict[str, Phrases]]
    typed_fields: dict[str, str]
    parts_of_profile: dict[str, Phrases]
    concepts: Concepts
    names: NameCues
    followups: FollowupCues
    answers: AnswerCues
    notices: NoticeCues
    days: DayWords
    standings: StandingWords
    claims: ClaimCues

    @cached_property
    def lexicon(self) -> Lexicon:
        """What words mean."""
        return Lexicon(self.concepts)

    @cached_property
    def again(self) -> CueSet:
        """`followups.again`, to be searched."""
        return CueSet(self.followups.again)

    def confirms(self, pending: str, line: str) -> bool:
        """Whether a line says yes to what was asked to be confirmed, and not to something else."""
        return any(phrases.search(line) for phrases in (self._confirm, *self._confirm_by.get(pending, ())))

    @cached_property
    def why(self) -> CueSet:
        """`followups.why`, to be searched."""
        return CueSet(self.followups.why)

    @cached_property
    def lasting(self) -> CueSet:
        """`followups.lasting`, to be searched."""
        return CueSet(self.followups.lasting)

    @cached_property
    def introducing_oneself(self) -> CueSet:
        """`claims.introducing`, to be searched."""
        return CueSet(self.claims.introducing)

    @cached_property
    def more_supposed(self) -> CueSet:
        """`followups.more_supposed`, to be searched."""
        return CueSet(self.followups.more_supposed)

    @cached_property
    def joins_on(self) -> CueSet:
        """`followups.joins_on`, to be searched."""
        return CueSet(self.followups.joins_on)

    @cached_property
    def _confirm(self) -> CueSet:
        return CueSet(self.followups.confirm)

    @cached_property
    def _confirm_by(self) -> dict[str, tuple[CueSet]]:
        return {pending: (CueSet(phrases),) for pending, phrases in self.confirm_by.items()}

    @cached_property
    def cancel(self) -> CueSet:
        """`followups.cancel`, to be searched."""
        return CueSet(self.followups.cancel)

    def commanded(self, line: str) -> Command | None:
        """The command that a line is, if it is one."""
        return next((command for command, phrases in self._commands if phrases.search(line)), None)

    def commanded_alone(self, line: str) -> Command | None:
        """The command that a whole line is, word for word, so that no name can hide it."""
        return next((command for command, phrases in self._alone if phrases.search(line)), None)

    def aspect(self, intent: Intent, line: str) -> str | None:
        """Which side of an intent a line asks for, if it names one."""
        return next((name for name, phrases in self._aspects.get(intent, ()) if phrases.search(line)), None)

    def part_of_profile(self, line: str) -> str | None:
        """Which lock a question about the stored profile is about, if it names one thing of it."""
        return next((topic for topic, phrases in self._parts if phrases.search(line)), None)

    @cached_property
    def _parts(self) -> list[tuple[str, CueSet]]:
        return [(topic, CueSet(phrases)) for topic, phrases in self.parts_of_profile.items()]

    @cached_property
    def _commands(self) -> list[tuple[Command, CueSet]]:
        return [(command, CueSet(command.phrases)) for command in self.commands]

    @cached_property
    def _alone(self) -> list[tuple[Command, CueSet]]:
        def whole(phrase: str) -> bool:
            return phrase.startswith("^ ") and phrase.endswith(" $") and not {"@", "..."} & set(phrase.split())

        return [(command, CueSet(filter(whole, command.phrases))) for command in self.commands]

    @cached_property
    def _aspects(self) -> dict[Intent, list[tuple[str, CueSet]]]:
        return {
            intent: [(name, CueSet(phrases)) for name, phrases in aspects.items()]
            for intent, aspects in self.aspects.items()
        }

    @cached_property
    def what_if(self) -> CueSet:
        """`followups.what_if`, to be searched."""
        return CueSet(self.followups.what_if)

    @cached_property
    def doubts(self) -> CueSet:
        """`answers.doubt`, to be searched in one statement."""
        return CueSet(self.answers.doubt)

    @cached_property
    def beside(self) -> CueSet:
        """`answers.beside`, to be searched in one statement."""
        return CueSet(self.answers.beside)

    @cached_property
    def gained(self) -> CueSet:
        """`answers.gained`, to be searched."""
        return CueSet(self.answers.gained)

    @cached_property
    def to_bot(self) -> CueSet:
        """`followups.to_bot`, to be searched."""
        return CueSet(self.followups.to_bot)

    @cached_property
    def introducing(self) -> CueSet:
        """`names.introducing`, to be searched in one sentence."""
        return CueSet(self.names.introducing)

    @cached_property
    def stated(self) -> ClaimWords:
        """What statements are searched for."""
        return ClaimWords(self.claims, self.answers)

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
        """Every word that a concept or a phrase is made of."""
        asked = self.followups
        phrases = " ".join([*asked.again, *asked.why, *asked.what_if])
        words = re.findall(r"[^\s|?*^$@#.]+", plain(phrases))
        return self.lexicon.words.union(words, self.names.reach, self.names.locked)

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
