"""Whole replies, held as prose in cases/replies.toml, and what holds of every reply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.demo import staged
from bot.demo.workspace import DemoWorkspace
from bot.replies.model import Line, Part, Reply
from bot.store import Who
from bot.words import BUILT_IN

CASES = tomllib.loads((Path(__file__).parent / "cases" / "replies.toml").read_text(encoding="utf-8"))["case"]
LONGEST_LINE = 300
MOST_LINES = 24


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[App, DemoWorkspace]]:
    with staged(BUILT_IN) as (app, workspace):
        yield app, workspace


@pytest.fixture(scope="module")
def said(stage: tuple[App, DemoWorkspace]) -> dict[str, Reply]:
    """The whole conversation of cases/replies.toml, in order."""
    app, workspace = stage
    replies = {}
    for case in CASES:
        now = workspace.now + timedelta(days=case.get("after", 0))
        who = Who(workspace.team, case["who"])
        replies[case["name"]] = app.conversation.hear(who, case["says"], now, thread="t").reply
    return replies


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reply_reads_as_reviewed(case: dict[str, str], said: dict[str, Reply]):
    """A reply is word for word what was reviewed; only its id is new each time."""
    assert re.sub(r"D-[2-9A-Z]{5}", "D-?????", said[case["name"]].text) == case["text"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reply_is_short(case: dict[str, str], said: dict[str, Reply]):
    """No reply is a wall of text, and none leaves a placeholder or an empty list behind."""
    lines = said[case["name"]].text.split("\n")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not re.search(r"[{}]|None|\[\]|  +\S*$|\.\.|, ,", said[case["name"]].text)


def test_text_is_the_lines_in_order():
    """The plain text of a reply is its lines, one under the other."""
    assert Reply((Line(Part.VERDICT, "one"), Line(Part.FOOTER, "two"))).text == "one\ntwo"
