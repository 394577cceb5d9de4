"""How well labelled lines are understood: the share of intents, of persons, of topics, and of noise taken for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.people import People
from bot.text import fold
from bot.understanding import Intent, Mind, Request, Turn, to_json, understand
from bot.understanding.examples import BOT, Example

_ABOUT_SOMEBODY = {"ask_lock", "how_to_fix", "who_can_introduce", "followup"}


@dataclass(slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:  # noqa: FBT001 - one more, right or wrong
        """Count one more."""
        self.right += right
        self.of += 1

    def __str__(self) -> str:
        return f"{self.right / self.of if self.of else 1:.3f} of {self.of}"


@dataclass(slots=True)
class Score:
    """The shares of some labelled lines, and the lines that were not understood.

    Attributes:
        strict: the label itself.
        lenient: the label, or another that is as right.
        target: of lines about persons: the right ones, or the right ones to ask about, or none.
        noise: of lines that are not for the bot: taken for one that is.
    """

    strict: Share = field(default_factory=Share)
    lenient: Share = field(default_factory=Share)
    target: Share = field(default_factory=Share)
    topic: Share = field(default_factory=Share)
    fields: Share = field(default_factory=Share)
    noise: Share = field(default_factory=Share)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shares = {name: getattr(self, name) for name in ("strict", "lenient", "target", "topic", "fields", "noise")}
        return "  ".join(f"{name} {share}" for name, share in shares.items())


def score(examples: Iterable[Example], people: People, mind: Mind) -> Score:
    """The score of labelled lines."""
    total = Score()
    for example in examples:
        _add(total, example, understood(example, people, mind))
    return total


def understood(example: Example, people: People, mind: Mind) -> Request:
    """What is understood of a line, after the line before it where there is one."""
    previous = None
    if example.before:
        before = understand(example.before, people, bot_id=BOT, mind=mind)
        previous = Turn(before.intent, before.targets, topic=before.topic)
    return understand(example.text, people, bot_id=BOT, previous=previous, mind=mind)


def _add(total: Score, example: Example, request: Request) -> None:
    row, wrong = example.row, []
    intent = request.intent.value
    accepted = {example.label.value, *row.get("also", [])}
    total.strict.add(intent == example.label)
    total.lenient.add(intent in accepted)
    if intent not in accepted:
        wrong.append(f"intent {intent}, not {example.label}")
    if example.label is Intent.OUT_OF_SCOPE:
        total.noise.add(intent not in accepted)
    elif row["intent"] in _ABOUT_SOMEBODY:
        told = to_json(request)
        right = _right_persons(row, _names(told["targets"]), _names(told["candidates"]))
        total.target.add(right)
        wrong += [] if right else [f"target {told['targets'] or told['candidates']}, not {row.get('target')}"]
    if row.get("topic"):
        right = request.topic in {row["topic"], *row.get("topic_alt", [])}
        total.topic.add(right)
        wrong += [] if right else [f"topic {request.topic}, not {row['topic']}"]
    if row["intent"] == "update_profile" and row.get("field"):
        stated = sorted({name for name, _ in request.fields})
        right = stated == sorted({str(name) for name in _listed(row["field"])})
        total.fields.add(right)
        wrong += [] if right else [f"fields {stated}, not {row['field']}"]
    if wrong:
        total.wrong.append(f"{example.text!r} after {example.before!r}: {'; '.join(wrong)}")


def _right_persons(row: dict[str, object], targets: list[str], asked: list[str]) -> bool:
    alternatives = row.get("target_alt")
    accepted = [row.get("target"), *(alternatives if isinstance(alternatives, list) else [])]
    candidates = _names(row.get("candidates"))
    to_ask = bool(candidates) and not targets and set(candidates) <= set(asked)
    return to_ask or targets in [_names(names) for names in accepted]


def _names(value: object) -> list[str]:
    return sorted(fold(str(name)) for name in _listed(value))


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
