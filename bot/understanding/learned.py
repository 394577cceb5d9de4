"""What was learned from the examples: how much each feature of a message speaks for each label."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import BadKnowledge

Weights = dict[str, str]
"""Per feature the labels that it speaks for or against, by their places, and how much (-127 to 127): "0 17 4 -3"."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One thing that can be told of a message, among several labels."""

    labels: tuple[str, ...]
    weights: Weights
    # Taken apart when a message first has the feature: a message has a hundredth of all, and many share them.
    _apart: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict, compare=False, repr=False)

    def best(self, features: Mapping[str, float]) -> str:
        """The label that the features speak for most.

        Args:
            features: those of the message, with their weights.
        """
        sums = [0] * len(self.labels)  # whole numbers, so that the order of adding never decides
        apart = self._apart
        for feature in features.keys() & self.weights.keys():
            told = apart.get(feature) or apart.setdefault(feature, _pairs(self.weights[feature]))
            tenths = round(features[feature] * 10)
            for place, weight in told:
                sums[place] += weight * tenths
        return self.labels[max(range(len(sums)), key=sums.__getitem__)]


def _pairs(told: str) -> tuple[tuple[int, int], ...]:
    numbers = [int(number) for number in told.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def read(folder: Path, file: str) -> dict[str, Learned]:
    """Everything that was learned, by what it tells.

    Raises:
        BadKnowledge: the file cannot be read, or is not what `make learn` writes.
    """
    try:
        _, first, *others = _text(folder / file).split("\n\n")
        return dict(_section(section.split("\n")) for section in (first, *others))
    except FileNotFoundError as error:
        raise BadKnowledge(file, "", f"it cannot be read in {folder}; run: make learn") from error
    except (OSError, EOFError, ValueError) as error:
        raise BadKnowledge(file, "", "it is not what `make learn` writes; run that again") from error


def learned_of(file: Path) -> str:
    """The digest of what was learned from, to tell whether it has changed since."""
    return _text(file).split("\n", 1)[0]


def written(learned: Mapping[str, Learned], digest: str) -> bytes:
    """The content of the file that `read` reads; the same whenever the same was learned.

    Args:
        digest: of what was learned from.
    """
    sections = [digest]
    for tells, one in learned.items():
        lines = [f"{feature}\t{told}" for feature, told in sorted(one.weights.items())]
        sections.append("\n".join(["\t".join([tells, *one.labels]), *lines]))
    return gzip.compress("\n\n".join(sections).encode(), mtime=0)


def _text(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def _section(lines: list[str]) -> tuple[str, Learned]:
    tells, *labels = lines[0].split("\t")
    weights = dict(line.split("\t", 1) for line in lines[1:])
    return tells, Learned(tuple(labels), weights)
