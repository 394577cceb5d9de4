"""A reply: parts in reading order, each with its kind, so that every place can render them in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a part of a reply is for."""

    VERDICT = "verdict"
    NOTE = "note"
    RELATION = "relation"
    LOCKED = "locked"
    TIP = "tip"
    WARNING = "warning"
    DOUBT = "doubt"
    UNKNOWN = "unknown"
    PLAN = "plan"
    WAYS = "ways"
    FINE = "fine"
    QUESTION = "question"
    CHOICE = "choice"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply, safe as plain text: names in it are cleaned, never interpreted."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply.

    Attributes:
        asks: the id of the question it ends with, if any.
        asks_of: the place among the persons asked about of the one that the question is about.
    """

    lines: tuple[Line, ...]
    asks: str | None = None
    asks_of: int = 0

    @property
    def text(self) -> str:
        """The reply as plain text."""
        return "\n".join(line.text for line in self.lines)


def plain(text: str, part: Part = Part.NOTE) -> Reply:
    """A reply of one part."""
    return Reply(tuple(Line(part, line) for line in text.strip("\n").split("\n")))
