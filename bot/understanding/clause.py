"""One statement of an answer, read word by word."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from bot.understanding.shapes import AnswerCues

ABOUT_TARGET = {"shared", "padlock"}
"""Fields that are stated of the person asked about, not of the member."""

FIRST_USE = "first_use"
"""The question for several facts at once: any of them answers it."""

YES, NO = "yes", "no"


class _Is(Enum):
    """What a word of an answer is."""

    NUMBER = auto()
    PLAN = auto()
    YES = auto()
    NO = auto()
    NOT = auto()
    NOUN = auto()
    STATES = auto()


@dataclass(slots=True)
class Said:
    """What one or more statements say.

    Attributes:
        named: facts whose field is said.
        bare: numbers, yes and no without a field, in order.
        shown: all of it is plain values, as in "40?".
    """

    named: list[tuple[str, str]] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    shown: bool = True

    def add(self, other: Said) -> None:
        """Add what another statement says."""
        self.named += other.named
        self.bare += other.bare
        self.shown &= other.shown


@dataclass(frozen=True, slots=True)
class Clause:
    """How one statement is read.

    Attributes:
        asked: the fact that the bot asked for.
        answers: the words of answers.
        unsure: the member says that they do not know: a thing alone states nothing then.
    """

    asked: str | None
    answers: AnswerCues
    unsure: bool

    def read(self, part: str) -> Said | None:
        """What the statement says; None when it holds a word that no answer holds, or a noun without a value."""
        items = self._items(part.split())
        if items is None:
            return None
        said = Said()
        of_others = any(word in self.answers.others for word in part.split())
        stated, at = False, 0
        while at < len(items):
            stated |= items[at][0] is _Is.STATES
            used = self._fact(items[at:], said, stated=stated)
            if not used:
                return None
            at += used
        # "he has 3 skills" is no fact of the member's.
        return None if of_others and not self._is_about_target(said) else said

    def _is_about_target(self, said: Said) -> bool:
        answers = self.answers
        asked = answers.counts.get(self.asked or "") or answers.yes_or_no.get(self.asked or "")
        fields = {field for field, _ in said.named} | ({asked} if said.bare else set())
        return fields <= ABOUT_TARGET

    def _fact(self, items: list[tuple[_Is, str]], said: Said, *, stated: bool) -> int:
        """Take one fact off the front; how many words it took, 0 when it is none."""
        (kind, word), *following = items
        after, value = following[0] if following else (None, "")
        named = after is _Is.NOUN
        match kind:
            case _Is.STATES:
                return 1
            case _Is.PLAN:
                said.named.append(("account_type", word))
            case _Is.NUMBER if named and self._counts(value):
                said.named.append((value, word))
                return 2
            case _Is.NUMBER:
                said.bare.append(word)
            case _Is.YES | _Is.NO if named and (kind is _Is.NO or len(following) == 1):
                return self._deny(value, said, 2) if kind is _Is.NO else self._agree(value, said, 2)
            case _Is.NO if after is _Is.PLAN:  # "no premium" names no plan
                return 0
            case _Is.YES | _Is.NO:
                said.bare.append(YES if kind is _Is.YES else NO)
            case _Is.NOT:
                return self._negated(following, said)
            case _Is.NOUN:
                return self._of_noun(word, following, said, stated=stated)
        return 1

    def _negated(self, following: list[tuple[_Is, str]], said: Said) -> int:
        """Take what a negation denies: "don't have a photo" denies the photo, "not 40" says nothing."""
        skipped = next((at for at, (kind, _) in enumerate(following) if kind is not _Is.STATES), len(following))
        kind, word = following[skipped] if skipped < len(following) else (None, "")
        if kind in {_Is.NUMBER, _Is.PLAN}:
            return 0
        if kind is _Is.NOUN:
            return self._deny(word, said, skipped + 2)
        said.bare.append(NO)
        return skipped + 1

    def _of_noun(self, noun: str, following: list[tuple[_Is, str]], said: Said, *, stated: bool) -> int:
        """Take a noun with its value, if it has one: "photo yes", "connections 212", "a photo"."""
        after, value = following[0] if following else (None, "")
        if after in {_Is.NO, _Is.NOT}:
            return self._deny(noun, said, 2)
        if after is _Is.YES:
            return self._agree(noun, said, 2)
        rest = following[1:]
        taken = bool(rest) and rest[0][0] is _Is.NOUN and self._counts(rest[0][1]) and following[-1][0] is _Is.NOUN
        if after is _Is.NUMBER and self._counts(noun) and not taken:
            said.named.append((noun, value))
            return 2
        expected = stated or self.asked in {FIRST_USE, noun}
        return self._agree(noun, said, 1) if expected and not self.unsure else 0

    def _agree(self, noun: str, said: Said, used: int) -> int:
        if self._counts(noun):
            return 0
        said.named.append((noun, YES))
        said.shown = False
        return used

    def _deny(self, noun: str, said: Said, used: int) -> int:
        """No to a field. None of what is counted is only said where it was asked for: "no messages" may be a lock."""
        said.shown = False
        if not self._counts(noun):
            said.named.append((noun, NO))
        elif noun in {"shared", self.answers.counts.get(self.asked or "")} or self.asked == FIRST_USE:
            said.named.append((noun, "0"))
        else:
            return 0
        return used

    def _counts(self, noun: str) -> bool:
        return noun in self.answers.counts.values()

    def _items(self, words: list[str]) -> list[tuple[_Is, str]] | None:
        """The words that matter, each with what it is; None when there is a word that no answer holds."""
        items: list[tuple[_Is, str]] = []
        for word in words:
            item = self._item(word, words)
            if item is None and word not in self.answers.filler:
                return None
            last = items[-1] if items else (None, "")
            if item is None:
                continue
            if item[0] is last[0] is _Is.PLAN:
                items[-1] = (_Is.PLAN, f"{last[1]} {word}")
            elif item[0] is last[0] is _Is.NOUN and "shared" in {item[1], last[1]}:
                items[-1] = (_Is.NOUN, "shared")  # "mutual connections", "connections in common"
            else:
                items.append(item)
        return items

    def _item(self, word: str, words: list[str]) -> tuple[_Is, str] | None:
        answers = self.answers
        if word.isdecimal() and len(word) < len("1000000000"):
            return _Is.NUMBER, word
        if word == answers.one and any(self._counts(answers.nouns.get(other, "")) for other in words):
            return _Is.NUMBER, "1"
        if word == answers.one and self.asked in answers.counts:
            return _Is.NUMBER, "1"
        if word in answers.nouns:
            return _Is.NOUN, self._field(word, words)
        kinds = (_Is.PLAN, answers.plans), (_Is.YES, answers.yes), (_Is.NO, answers.no), (_Is.NOT, answers.negations)
        found = next((kind for kind, known in kinds if word in known), None)
        if found is None and word in answers.stating:
            found = _Is.STATES
        return None if found is None else (found, word)

    def _field(self, noun: str, words: list[str]) -> str:
        """The field of a noun. Asked for shared connections, "3 connections" are shared ones; "I have 300" are not."""
        named = self.answers.nouns[noun]
        if named == "connections" and self.asked == "shared_connections":
            return named if any(word in self.answers.own for word in words) else "shared"
        return named
