"""Whatever is typed gets an answer or one clear sentence, soon: example lines mutated at random, and long monotony."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.app import App
from bot.demo import DemoWorkspace, staged
from bot.errors import UserError
from bot.store import Who
from bot.words import BUILT_IN

SEED, MUTATIONS = 20261120, 600
SOON = 5.0
"""Seconds; most take a few thousandths, on a busy machine that is being measured a second. A pattern that goes back and
forth in ten thousand characters takes minutes."""
JUNK = [
    "\u202e", "\0", "\u200b", "\ud800", "<!channel>", "<@U1>", "<@", "<https://evil.example|click>", "\n",
    "\r\n", "\t", "\U0001f600", "\ufdfa", "\u0130", "\u00df", "\u0661\u0662", "\u00b2", "\u00bd", "*", "_",
    "`", '"', "\u201c", "=", "position=",
    "skills=+", "url=", "9" * 5000, "-1", "1e400", "NaN", "?", "...", "|", ";", "linkedin.com/in/",
    "linkedin.com/in/%00",
    "%ff",
    "[", "](x)", "{name}", "{0.__class__}", "\\", "\x1b[31m", "a" * 300, "\u5c71\u7530", "\u0627 \u0628", "\u0301" * 50,
    "undo " + "9" * 30, "yes", "no", "and ", "/whylocked ", "<mailto:a@b.example|c>", "photo=", "shared=", "what if ",
]  # fmt: skip
MONOTONOUS = [
    "a", "a ", "Ann ", "Ann Lee, ", "Ann Lee and ", "\n", "a\n", "1 ", "1,", ". ", "? ", "--", '"', "((", "<", "<@U",
    "<https://a|",     "@", "/", "linkedin.com/in/", "=", "a=b ", "skills=a,", "skills=+a,-b ", "a'",
    "what if ", "undo ", "yes ", "I have 3 skills and ",
    "Ann at Globex ", "whylocked ", "\u00e9 ", "\u6f22", "e\u0301", "0", "%61", "a.b@c ", "x-y ", "`", "1. Ann\n",
    "Ann Lee, CFO\n", "my profile ", "new job: PM at ", "not ", "J. ", "12 of ", "\t", "Dr. ",
]  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[App, DemoWorkspace]]:
    with staged(BUILT_IN) as (app, workspace):
        yield app, workspace


def answered(app: App, who: Who, text: str, workspace: DemoWorkspace, thread: str = "t") -> float:
    """How many seconds an answer takes; nothing but a UserError may be raised, and no sign that hides or reorders."""
    begun = time.perf_counter()
    try:
        shown = app.conversation.hear(who, text, workspace.now + timedelta(seconds=1), thread=thread).reply.text
    except UserError as error:
        shown = app.words.say(f"errors.{error.code}", **error.fields)
    assert not {"\u202e", "\0", "\x1b", "\u200b", "\ud800"} & {*shown}
    return time.perf_counter() - begun


def mutated(text: str, lines: list[str], chance: random.Random) -> str:
    """A line with up to four accidents."""
    for _ in range(chance.randrange(5)):
        at, other = chance.randrange(len(text) + 1), chance.choice(lines)
        text = chance.choice(
            [
                text[:at] + chance.choice(JUNK) + text[at:],
                text[:at] + text[at + chance.randrange(9) :],
                text[:at] + other + text[at:],
                text + chance.choice([" ", "\n", ", ", " and "]) + other,
                text[:at] + chr(chance.randrange(0x110000)) + text[at:],
                " ".join(chance.sample(text.split(" "), len(text.split(" ")))),
                (text + chance.choice(["\n", " ", ", "])) * chance.choice([2, 40]),
                text.swapcase(),
            ]
        )
    return text[:40_500]


def test_mutations_are_answered(demo: tuple[App, DemoWorkspace]):
    """Lines of the examples with accidents in them: an answer or a sentence each time, and soon."""
    app, workspace = demo
    chance = random.Random(SEED)  # noqa: S311 - the same lines every time
    files = sorted((BUILT_IN / "examples").glob("*.jsonl"))
    lines = [
        json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines() if line.strip()
    ]
    members = [workspace.who(member) for member in workspace.members]
    slow = []
    for number in range(MUTATIONS):
        text = mutated(chance.choice(lines), lines, chance)
        took = answered(app, chance.choice(members), text, workspace, thread=f"t{number % 3}")
        slow += [(took, ascii(text[:80]))] if took > SOON else []
    assert slow == []


@pytest.mark.parametrize("again", MONOTONOUS, ids=ascii)
def test_no_monotony_takes_long(again: str, demo: tuple[App, DemoWorkspace]):
    """Ten thousand characters of the same take no longer than others: no pattern goes back and forth in them."""
    app, workspace = demo
    for before, after in (("", ""), ("why can't I message ", "?"), ("position=", "!")):
        text = before + (again * 10_000)[:10_000] + after
        assert answered(app, workspace.who("nora"), text, workspace) < SOON
