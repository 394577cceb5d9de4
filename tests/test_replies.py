"""Whole replies, held as prose in cases/replies.toml, and what holds of every reply."""

from __future__ import annotations

import re

import pytest
from conftest import REVIEWED

from bot.replies.model import Line, Part, Reply

LONGEST_LINE = 300
MOST_LINES = 24


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reply_reads_as_reviewed(case: dict[str, str], said: dict[str, Reply]):
    """A reply is word for word what was reviewed; only its id is new each time."""
    assert re.sub(r"D-[2-9A-Z]{5}", "D-?????", said[case["name"]].text) == case["text"]


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reply_is_short(case: dict[str, str], said: dict[str, Reply]):
    """No reply is a wall of text, and none leaves a placeholder or an empty list behind."""
    lines = said[case["name"]].text.split("\n")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not re.search(r"[{}]|None|\[\]|  +\S*$|\.\.|, ,", said[case["name"]].text)


def test_text_is_the_lines_in_order():
    """The plain text of a reply is its lines, one under the other."""
    assert Reply((Line(Part.VERDICT, "one"), Line(Part.FOOTER, "two"))).text == "one\ntwo"
