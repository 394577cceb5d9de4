"""The Home tab: what it shows, when it is published, what comes of pressing something on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cli import mara
from signed import Member, labels

from bot.replies.limits import view_problems
from bot.slack_app import SlackApp


def lines_of(view: Mapping[str, Any]) -> list[str]:
    """What a Home says, line by line, without what stands on buttons; it must be one that Slack takes."""
    assert view_problems(dict(view)) == []
    return [line for block in view["blocks"] for line in said(block)]


def said(block: Mapping[str, Any]) -> list[str]:
    """The lines of one block."""
    match block["type"]:
        case "header" | "section":
            return [block["text"]["text"]]
        case "context":
            return [element["text"] for element in block["elements"]]
        case "data_visualization":
            return [f"[{block['title']}]"]
        case "rich_text":
            return [line for element in block["elements"] for line in rich(element)]
        case _:
            return []


def rich(element: Mapping[str, Any]) -> list[str]:
    """The lines of a part of a rich text; items of a list stand in."""
    if element["type"] == "rich_text_list":
        return ["  " + "".join(rich(item)) for item in element["elements"]]
    parts = (part.get("text") or "@" + part.get("user_id", part.get("channel_id", "")) for part in element["elements"])
    return "".join(parts).split("\n")


@pytest.fixture
def known(tmp_path: Path) -> None:
    """ME is Mara of the specification: 12 connections, two skills; nothing stated of a photo."""
    mara(tmp_path)


@pytest.fixture(autouse=True)
def _at_once(bot: SlackApp) -> None:
    """A Home is published again as soon as something changed."""
    bot.desk.homes.seconds_between = 0.0


# --- what it shows ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_home_shows_where_somebody_stands(me: Member):
    """The verdict, each lock with its progress and next step, the chart, the day of the facts, one's own data, help."""
    assert me.opens().status == 200
    view = me.at_home()
    assert lines_of(view) == [
        "Where you stand",
        "Locked: 2 things stand in the way of every message you send.",
        "✓ No ban recorded",
        "✓ No restriction recorded",
        "✓ 3 of 500 messages in 7 days",
        "✗ You have 12 of the 15 connections that Basic needs.",
        "  Connect with 3 more people (takes days)",
        "✗ Your profile lacks skills (2 of 3). Not known: photo and completeness (43 to 71 %).",
        "  Add 1 skill to your profile (takes minutes)",
        "Tell me if LinkedIn shows you a notice.",
        "Policy 2026.1 · archive of 20 Nov 2026",
        "[Messages you sent each day]",
        "Your data",
        "Colleagues get only numbers from your 12 connections, and only about somebody they name.",
        "What you tell me or import is yours: I hand all of it over, or forget it, whenever you say so.",
        "Help",
        "Ask me under Messages, or with /whylocked anywhere: “why can't I message Jane Doe?”",
        "What you press here is answered under Messages.",
        "If something looks wrong, ask whoever runs me here.",
    ]
    assert labels(view) == [
        "How do I fix it?", "Fill in the rest", "Import again", "Share names", "Share nothing", "Export my data",
        "Forget me", "What can I ask?",
    ]  # fmt: skip


def test_home_of_somebody_new_is_of_use(me: Member):
    """Before the first fact: what this is, three short questions, how to import, what becomes of it all."""
    me.opens()
    view = me.at_home()
    assert lines_of(view)[:8] == [
        "Why can't I message them?",
        "I tell you why you can't message somebody on LinkedIn: every reason, what it rests on, and what unlocks it.",
        "I never contact LinkedIn, and only you see my answers.",
        (
            "Three short questions: which plan are you on, how many connections do you have,"
            " and is there a photo and how many skills?"
        ),
        "Answer below, or type: /whylocked Basic, 212 connections, photo yes, 5 skills.",
        (
            "Or later with your LinkedIn archive, which takes LinkedIn ten minutes to a day:"
            " say import for how to get it."
        ),
        "Your data",
        "Colleagues get only numbers from the connections that you import, and only about somebody they name.",
    ]
    assert labels(view)[:2] == ["Answer the questions", "How to import"]
