"""Messages per day beside the limit: as a chart where Slack draws one, as a line of text where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.policy import Policy
from bot.replies.message import Block
from bot.replies.slack_table import MOST_POINTS
from bot.words import Words, day

Sent = Sequence[tuple[date, int]]
"""How many messages went out on each day, oldest first."""


def chart(sent: Sent, words: Words, policy: Policy) -> Block:
    """Slack's chart: what was sent, and the limit spread over its days. A long window is drawn in steps of some days.

    See docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
    """
    points, step = _points(sent)
    volume = policy.message_volume
    share = round(volume.limit * step / volume.window_days)
    labels = [_short(first) for first, _ in points]
    counts = [count for _, count in points]
    return {
        "type": "data_visualization",
        "title": _title(step, words),
        "chart": {
            "type": "line",
            "series": [
                _series(words.say("home.chart_sent"), labels, counts),
                _series(words.say("home.chart_limit"), labels, [share] * len(labels)),
            ],
            "axis_config": {
                "categories": labels,
                "y_label": words.say("home.chart_limit_is", limit=volume.limit, window_days=volume.window_days),
            },
        },
    }


def as_text(sent: Sent, words: Words, policy: Policy) -> str:
    """The same in one line."""
    points, step = _points(sent)
    volume = policy.message_volume
    days = ", ".join(words.say("home.chart_day", day=_short(first), n=count) for first, count in points)
    limit = words.say("home.chart_limit_is", limit=volume.limit, window_days=volume.window_days)
    return words.say("home.chart_text", title=_title(step, words), limit=limit, days=days)


def _title(step: int, words: Words) -> str:
    return words.say("home.chart_title") if step == 1 else words.say("home.chart_title_steps", n=step)


def _points(sent: Sent) -> tuple[list[tuple[date, int]], int]:
    """As few points as Slack draws, each of so many days; the last one may be of fewer."""
    step = -(-len(sent) // MOST_POINTS)
    starts = range(0, len(sent), step)
    return [(sent[at][0], sum(count for _, count in sent[at : at + step])) for at in starts], step


def _series(name: str, labels: list[str], values: list[int]) -> Block:
    data = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    return {"name": name, "data": data}


def _short(on: date) -> str:
    """A day without its year: 14 Nov."""
    return day(on).rpartition(" ")[0]
