"""One row per person of a list: the verdict, the first reason that is about that person, the best way in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.people import Person, TargetStatus
from bot.policy import Policy
from bot.replies.lines import ABOUT_TARGET
from bot.replies.say import say_short, step
from bot.replies.target import name_of
from bot.text import fold, shown
from bot.usecases.answer import Answer
from bot.verdict import Finding, State, Verdict
from bot.words import Words, fill

NAME = 40
"""How many characters of a name a row shows: fifty rows have to fit into one message."""
PLACE = 24
"""The same of a company that tells persons of one name apart."""
PLACES = 3
"""How many companies are named where a name is borne by several."""

_ORDER = (Verdict.OPEN, Verdict.UNSURE, Verdict.LOCKED, None)


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says of one person.

    Attributes:
        name: as a table shows it, cleaned; never cut.
        short: the name short enough for a line, with what was typed where that was misspelt.
        reason: of what could not be checked, what is needed to check it.
        way: another way to the person; "" where there is none but the steps that are the same for all.
        step: the first step of the plan; "" without one.
    """

    answer: Answer
    name: str
    short: str
    verdict: Verdict | None
    reason: str
    way: str = ""
    step: str = ""

    @property
    def known(self) -> bool:
        """Whether the person stands in a network that the member may look through, or is otherwise known."""
        return self.answer.target.status is TargetStatus.FOUND


def rows_of(answers: Iterable[Answer], words: Words, policy: Policy) -> list[Row]:
    """The rows: persons who are known, then those who are not, then whoever could not be checked.

    Within each first the open, then the unsure, then the locked, and those by name.
    """
    rows = [_Reader(answer, words, policy).row() for answer in answers]
    return sorted(rows, key=lambda row: (row.verdict is None, not row.known, _ORDER.index(row.verdict), fold(row.name)))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one answer for its row."""

    answer: Answer
    words: Words
    policy: Policy

    def row(self) -> Row:
        """The row."""
        name, verdict = self._name(), self.answer.verdict
        if verdict is None:
            return Row(self.answer, name, shown(name, NAME), None, self._needed())
        plan = self.answer.plan
        first = step(plan[0], name, self.words) if plan else ""
        return Row(self.answer, name, self._short(name), verdict, self._reason(), self._way(), first)

    def _name(self) -> str:
        target = self.answer.target
        if target.status is TargetStatus.FOUND:
            return name_of(self.answer, self.words)
        return shown(target.typed or target.url or "").removeprefix("https://www.")

    def _short(self, name: str) -> str:
        target = self.answer.target
        if not target.by_typo:
            return shown(name, NAME)
        return self.words.say("list.typo", name=shown(name, NAME), typed=shown(target.typed, NAME))

    def _needed(self) -> str:
        """What has to be said so that the person can be checked."""
        target = self.answer.target
        match target.status:
            case TargetStatus.AMBIGUOUS if target.by_typo:
                names = dict.fromkeys(shown(one.name, NAME) for one in target.candidates[:PLACES])
                return self.words.say("list.need_meant", names=", ".join(names))
            case TargetStatus.AMBIGUOUS:
                places = _places(target.candidates)
                return self.words.say("list.need_company", places=places) if places else self.words.say("list.need_url")
            case status:
                return self.words.say(f"list.need_{status.value}")

    def _reason(self) -> str:
        about = next(finding for finding in self.answer.findings if finding.check in ABOUT_TARGET)
        match about.state:
            case State.LOCKED | State.UNKNOWN:
                return self.words.say(f"list.reason_{about.state.value}")
            case _ if self.answer.verdict is not Verdict.OPEN:
                return self.words.say("list.reason_own")
            case _:
                return self._in_favour(about)

    def _in_favour(self, finding: Finding) -> str:
        """What lets a message through."""
        relation = self.answer.relation
        if relation is not None and relation.connected:
            code = "list.reason_connected_since" if relation.since else "list.reason_connected"
            return self.words.say(code, since=relation.since)
        in_common = say_short(finding, self.answer.facts, self._name(), self.words, self.policy)
        return self.words.say("list.reason_in_common", common=in_common)

    def _way(self) -> str:
        answer = self.answer
        if answer.ways:
            way, fields = answer.ways[0], {**answer.way_detail, "name": self._name()}
            return fill(way.short or way.text, fields)
        about = [planned for planned in answer.plan if set(planned.clears) & set(ABOUT_TARGET)]
        if about:
            return step(about[0], shown(self._name(), NAME), self.words)
        return self.words.say("list.way_write") if answer.verdict is Verdict.OPEN else ""


def _places(persons: Iterable[Person]) -> str:
    """The companies that tell persons of one name apart; "" where none does."""
    places = list(dict.fromkeys(shown(one.company, PLACE) for one in persons if one.company))
    return ", ".join(places[:PLACES]) + ("…" if len(places) > PLACES else "")
