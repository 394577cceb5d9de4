"""What LinkedIn decided about an account, as people type it: which it is, why, since when and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.appeals import Action
from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.policy import Knowledge
from bot.text import clean, fold, shown
from bot.understanding.days import DayWords, one_of
from bot.understanding.phrases import CueSet
from bot.understanding.shapes import Phrases, WordSet

LONGEST_DAY = 20
"""How many characters of what is no day are shown again."""


class NoticeCues(Knowledge):
    """What LinkedIn has told the member.

    Attributes:
        ban: the account is banned.
        restriction: it is restricted, or some notice was shown.
        none: there is no such notice, or it is over.
        own: it is the member's own.
        doubtful: it may be over, only thought, told by another, or stop something else than messages.
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
        own, named, _ = self._deciding
        return own.search(line) is None or named.search(line) is None or self.doubts(line)

    def doubts(self, line: str) -> bool:
        """Whether a line shows that what it tells may be somebody else's, no notice of LinkedIn's, or only thought."""
        return self._deciding[2].search(line) is not None

    @cached_property
    def _deciding(self) -> tuple[CueSet, CueSet, CueSet]:
        return CueSet(self.own), CueSet(self.named), CueSet(self.doubtful)


class StandingWords(Knowledge):
    """What standings are called.

    Attributes:
        unknown: what is typed where a reason or a day is not known.
        before_reason: what may stand before a reason and is no part of it.
        actions: what each step of an appeal is called that administrators take.
    """

    good: WordSet
    restricted: WordSet
    banned: WordSet
    unknown: WordSet
    before_reason: tuple[str, ...]
    actions: dict[Action, WordSet]

    def kind_called(self, word: str) -> StandingKind | None:
        """The standing that a word means; None for any other word."""
        named = {
            StandingKind.GOOD: self.good,
            StandingKind.RESTRICTED: self.restricted,
            StandingKind.BANNED: self.banned,
        }
        return next((kind for kind, words in named.items() if fold(word) in words), None)

    def action_called(self, word: str) -> Action | None:
        """The step of an appeal that a word means; None for any other word."""
        return next((action for action, words in self.actions.items() if fold(word) in words), None)

    def without_beginning(self, text: str) -> str:
        """A reason without what only leads to it: "because LinkedIn wrote so"."""
        return re.sub(rf"^(?:{one_of(self.before_reason)})\s+", "", clean(text).strip(" ,;.:"), flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands behind a kind of standing, as administrators type it.

    Attributes:
        given: what was told, if only as not known: "reason", "since", "until".
    """

    reason: str | None
    since: date | None
    until: date | None
    given: frozenset[str]


def details_typed(said: str, words: StandingWords, days: DayWords, today: date) -> Typed:
    """A reason and days in any order: "spam since 2026-11-01 until 2026-12-01", "until 1 Dec because of spam".

    Raises:
        UserError: what stands behind "since" or "until" is no day.
    """
    left, at = clean(said), 0
    told: dict[str, date | None] = {"since": None, "until": None}
    given: set[str] = set()
    sure = (days.since[0], *days.until)
    # "on" and the like stand before a day only where nothing surer does: "wrote too much on Monday since yesterday".
    certain = re.search(rf"(?<![\w-]){re.escape(days.since[0])}\s", left, re.IGNORECASE)
    marks = re.compile(rf"(?<![\w-])({one_of(sure if certain else (*sure, *days.since))})\s+", re.IGNORECASE)
    while mark := marks.search(left, at):
        word, behind = mark[1].lower(), left[mark.end() :]
        which = "until" if word in days.until else "since"
        day, length = days.read_at(behind, today, ahead=which == "until")
        first = behind.partition(" ")[0]
        if day is None and fold(first) in words.unknown:
            length = len(first)
        elif day is None and word in sure:
            raise UserError("bad_date", text=shown(behind, LONGEST_DAY))
        elif day is None:
            at = mark.end()
            continue
        told[which] = day
        given.add(which)
        left, at = left[: mark.start()] + left[mark.end() + length :], mark.start()
    reason = words.without_beginning(left)
    known = reason if reason and fold(reason) not in words.unknown else None
    return Typed(known, told["since"], told["until"], frozenset({*given, *(["reason"] if reason else [])}))


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
