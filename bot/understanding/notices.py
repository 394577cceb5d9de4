"""What LinkedIn decided about an account, as people type it: which it is, why, since when and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from bot.facts import Standing, StandingKind
from bot.policy import Knowledge
from bot.text import fold
from bot.understanding.days import DayWords
from bot.understanding.phrases import CueSet
from bot.understanding.shapes import Phrases, WordSet


class NoticeCues(Knowledge):
    """What LinkedIn has told the member.

    Attributes:
        ban: the account is banned.
        restriction: it is restricted, or some notice was shown.
        none: there is no such notice, or it is over.
        own: it is the member's own.
        doubtful: it may be over, or stop something else than messages.
        named: it is said which it is, a ban or a restriction.
    """

    ban: Phrases
    restriction: Phrases
    none: Phrases
    own: Phrases
    doubtful: Phrases
    named: Phrases

    @cached_property
    def kinds(self) -> tuple[tuple[str, CueSet], ...]:
        """The topic of each kind of notice with its cues, to be searched; "" stands for none, first."""
        kinds = (("", self.none), ("ban", self.ban), ("restriction", self.restriction))
        return tuple((topic, CueSet(phrases)) for topic, phrases in kinds)

    def unsure(self, line: str) -> bool:
        """Whether a line that tells of a notice leaves open whose it is, which it is, or whether it holds."""
        own, named, doubtful = self._deciding
        return own.search(line) is None or named.search(line) is None or doubtful.search(line) is not None

    @cached_property
    def _deciding(self) -> tuple[CueSet, CueSet, CueSet]:
        return CueSet(self.own), CueSet(self.named), CueSet(self.doubtful)


class StandingWords(Knowledge):
    """What standings are called.

    Attributes:
        unknown: what is typed where a reason or a day is not known.
        before_reason: what may stand before a reason and is no part of it.
    """

    good: WordSet
    restricted: WordSet
    banned: WordSet
    unknown: WordSet
    before_reason: tuple[str, ...]

    def kind_called(self, word: str) -> StandingKind | None:
        """The standing that a word means; None for any other word."""
        named = {
            StandingKind.GOOD: self.good,
            StandingKind.RESTRICTED: self.restricted,
            StandingKind.BANNED: self.banned,
        }
        return next((kind for kind, words in named.items() if fold(word) in words), None)


def standing_told(kind: StandingKind, said: str, reasons: Iterable[str], days: DayWords, today: date) -> Standing:
    """What a member tells of a notice: a restriction may name its last day; what is not told is not known.

    Args:
        reasons: the ids of what the policy knows to bring it.
    """
    folded = fold(said)
    named = next((reason for reason in reasons if re.search(rf"\b{reason.replace('_', ' ')}", folded)), None)
    until = days.last_day(said, today) if kind is StandingKind.RESTRICTED else None
    since = days.first_day(said, today)
    return Standing(kind, named, None if since and until and since > until else since, until)
