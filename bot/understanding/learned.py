"""What was learned from the examples: how much each feature of a message speaks for each label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadKnowledge

Weights = dict[str, tuple[tuple[int, int], ...]]
"""Per feature the labels that it speaks for or against, by their places, and how much, from -127 to 127."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One thing that can be told of a message, among several labels."""

    labels: tuple[str, ...]
    weights: Weights

    def best(self, features: Mapping[str, float], among: Iterable[str] | None = None) -> str:
        """The label that the features speak for most.

        Args:
            features: those of the message, with their weights.
            among: the labels to choose from; None is all.
        """
        scores = self.scores(features)
        allowed = self.labels if among is None else among
        return max(allowed, key=lambda label: scores[label])

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """How much the features speak for each label; only differences mean anything."""
        sums = [0.0] * len(self.labels)
        for feature, strength in features.items():
            for place, weight in self.weights.get(feature, ()):
                sums[place] += weight * strength
        return dict(zip(self.labels, sums, strict=True))


def read(folder: Path, file: str) -> dict[str, Learned]:
    """Everything that was learned, by what it tells.

    Raises:
        BadKnowledge: the file cannot be read, or is not what `make learn` writes.
    """
    try:
        sections = (folder / file).read_text(encoding="utf-8").split("\n\n")
        return dict(_section(section.split("\n")) for section in sections if section.strip())
    except OSError as error:
        raise BadKnowledge(file, "", f"it cannot be read in {folder}") from error
    except (ValueError, IndexError) as error:
        raise BadKnowledge(file, "", "it is not what `make learn` writes; run that again") from error


def _section(lines: list[str]) -> tuple[str, Learned]:
    tells, *labels = lines[0].split("\t")
    weights: Weights = {}
    for line in lines[1:]:
        feature, *told = line.split("\t")
        if feature:
            weights[feature] = tuple((int(told[at]), int(told[at + 1])) for at in range(0, len(told), 2))
    return tells, Learned(tuple(labels), weights)


def written(learned: Mapping[str, Learned]) -> str:
    """The text of the file that `read` reads."""
    parts = []
    for tells, one in learned.items():
        lines = ["\t".join([tells, *one.labels])]
        lines += [
            "\t".join([feature, *(str(number) for pair in told for number in pair)])
            for feature, told in sorted(one.weights.items())
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
