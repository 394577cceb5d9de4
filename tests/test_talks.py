"""Whole conversations in the words of people: each message, and the first line of what it is answered."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli import mara, well_off
from invented import CASES
from test_conversation import Talk

TALKS = tomllib.loads((CASES / "talks.toml").read_text(encoding="utf-8"))["talk"]


@pytest.mark.parametrize("case", TALKS, ids=lambda case: case["that"][:40])
def test_talk(case: dict[str, Any], tmp_path: Path):
    """Each message of a conversation is answered in the light of those before it."""
    talk = Talk(mara(tmp_path))

    told = [[text, talk(text).reply.lines[0].text.split("\n")[0]] for text, _ in case["said"]]

    assert told == case["said"]


def test_why_in_full(tmp_path: Path):
    """A "why?" names each lock with what its rule is for, and where the way out is told; nothing twice."""
    talk = Talk(mara(tmp_path))
    talk("why can't I message Jane Doe?")

    told = talk("why?").reply.lines

    assert [line.text for line in told[:-1]] == [
        "Locked: 2 things stand in the way of a message to Jane Doe.",
        "You and Jane Doe aren't connected: your invitation of 3 Nov 2026 is still open (seen 20 Nov 2026).",
        "✗ You have 12 of the 15 connections that Basic needs.",
        "   Why that rule: Accounts with few connections cannot message freely, which keeps spam and abuse down.",
        "✗ Your profile lacks skills (2 of 3). Not known: photo and completeness (43 to 71 %).",
        "   Why that rule: A profile with gaps can look like a fake account or a spammer's.",
        "But your archive shows 3 messages sent in the 7 days to 20 Nov 2026, so LinkedIn may not apply this to you.",
        "Such are the rules I go by, and not LinkedIn's own words. For the way out, ask “how do I fix it?”",
    ]


def test_why_where_nothing_locks(tmp_path: Path):
    """Where nothing is locked the whole answer says all there is, and nothing is called checked again."""
    talk = Talk(well_off(tmp_path))
    before = talk("why can't I message Jane Doe?").reply.lines

    assert talk("why?").reply.lines[:-1] == before[:-1]


def test_nothing_supposed_is_saved(tmp_path: Path):
    """What was only asked with "and …?" is not known afterwards."""
    desk = mara(tmp_path)
    talk = Talk(desk)
    before = desk("profile", "show", "--json").json

    for text in (
        "why can't I message Jane Doe?",
        "and with premium?",
        "and 5 skills?",
        "does it help if I had a photo",
    ):
        talk(text)

    assert desk("profile", "show", "--json").json == before
