"""What understanding goes by: words and phrases, and what was learned from the examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.understanding import learned
from bot.understanding.cues import Cues
from bot.understanding.learned import Learned
from bot.words import load


@dataclass(frozen=True, slots=True)
class Mind:
    """What understanding goes by.

    Attributes:
        cues: words and phrases.
        learned: what was learned from the examples, by what it tells: "intent", "topic".
    """

    cues: Cues
    learned: Mapping[str, Learned]


WORDS, WEIGHTS = "understanding.toml", "learned.gz"
"""The files of the knowledge that understanding goes by."""


def read_mind(folder: Path) -> Mind:
    """What understanding goes by, from a folder of knowledge.

    Raises:
        BadKnowledge: a file of it cannot be used; names the file and the key.
    """
    return Mind(load(folder, WORDS, Cues), learned.read(folder, WEIGHTS))
