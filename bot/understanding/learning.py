"""Learns from examples: an averaged passive-aggressive classifier (Crammer and others, 2006), its weights made small.

Plain Python on purpose: a few seconds for some thousand examples, nothing to install, the same result every time.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bot.understanding.learned import Learned, Weights

ROUNDS = 6
ORDERS = 3
"""In how many orders the examples are gone through."""
STEP = 0.01
"""How far one example may move the weights: small, so that a wrong label does little harm."""
SEEN = 4
"""A feature of fewer examples than this is chance."""
LEAST = 0.02
"""What is less than this share of the greatest weight decides nothing and is left out."""
_GREATEST = 127

Example = tuple[Mapping[str, float], str]
"""The features of a message, and its label."""


def learn(examples: Sequence[Example]) -> Learned:
    """What tells the labels of examples apart."""
    labels = tuple(sorted({label for _, label in examples}))
    places = {label: place for place, label in enumerate(labels)}
    seen = Counter(feature for features, _ in examples for feature in features)
    data = [
        ([(feature, strength) for feature, strength in features.items() if seen[feature] >= SEEN], places[label])
        for features, label in examples
    ]
    if len(labels) < len(("one", "other")):
        return Learned(labels, {})
    return Learned(labels, _small(_mean([_averaged(data, len(labels), order) for order in range(ORDERS)])))


def _mean(several: Sequence[Mapping[str, Mapping[int, float]]]) -> dict[str, dict[int, float]]:
    """The mean of what was learned in several orders: what only one of them taught counts little."""
    total: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for weights in several:
        for feature, told in weights.items():
            for place, weight in told.items():
                total[feature][place] += weight / len(several)
    return {feature: dict(told) for feature, told in total.items()}


def _averaged(
    data: Sequence[tuple[list[tuple[str, float]], int]], labels: int, seed: int
) -> dict[str, dict[int, float]]:
    """The mean of the weights over all steps: what only the last examples taught counts little."""
    weights: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    moved: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    order = list(range(len(data)))
    shuffled = random.Random(seed)  # noqa: S311 - not for secrets: the same order every time
    steps = 1
    for _ in range(ROUNDS):
        shuffled.shuffle(order)
        for at in order:
            features, right = data[at]
            scores = [0.0] * labels
            for feature, strength in features:
                if feature in weights:
                    for place, weight in weights[feature].items():
                        scores[place] += weight * strength
            wrong = max((place for place in range(labels) if place != right), key=scores.__getitem__)
            short = 1.0 - (scores[right] - scores[wrong])
            if short > 0 and features:
                step = min(STEP, short / (2 * sum(strength * strength for _, strength in features)))
                for feature, strength in features:
                    for place, change in ((right, step * strength), (wrong, -step * strength)):
                        weights[feature][place] += change
                        moved[feature][place] += steps * change
            steps += 1
    return {
        feature: {place: weight - moved[feature][place] / steps for place, weight in told.items()}
        for feature, told in weights.items()
    }


def _small(weights: Mapping[str, Mapping[int, float]]) -> Weights:
    """The weights as small whole numbers, without those that decide nothing."""
    greatest = max((abs(weight) for told in weights.values() for weight in told.values()), default=1.0)
    small = {
        feature: " ".join(
            f"{place} {round(weight / greatest * _GREATEST)}"
            for place, weight in sorted(told.items())
            if abs(weight) / greatest > LEAST
        )
        for feature, told in weights.items()
    }
    return {feature: told for feature, told in small.items() if told}
