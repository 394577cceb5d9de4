"""Inputs of forms: each kind within Slack's limits, and what comes back, however odd."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.replies import inputs
from bot.replies.given import Given, typed_in
from bot.replies.inputs import Frame, asked, modal
from bot.replies.limits import view_problems
from bot.replies.message import Block
from bot.words import Words

LONG = "x" * 5_000
MANY = {f"k{number}": f"{number} {LONG}" for number in range(200)}
ELEMENTS: dict[str, Block] = {
    "text": inputs.long_text(50, 3_000, LONG),
    "line": inputs.text("Product Manager"),
    "lines": inputs.text("Python\nSQL", lines=True),
    "number": inputs.number(0, 30_000, "12"),
    "choice": inputs.choice(LONG, MANY, "k3"),
    "radio": inputs.radio(MANY, "k3"),
    "described": inputs.radio(MANY, "k3", {"k3": LONG}),
    "boxes": inputs.boxes(MANY),
    "day": inputs.day(date(2026, 11, 20)),
    "members": inputs.members(LONG, ["U1", "U2"]),
    "channel": inputs.channel(LONG, "C1"),
}
ODD: list[object] = [
    *(None, [], "x", 5, {}, {"value": None}, {"value": 5}, {"selected_option": []}),
    *({"selected_options": [None, 5, {"value": 5}]}, {"selected_users": [None, 5]}, {"selected_users": "U1"}),
    *({"selected_date": "soon"}, {"selected_date": 5}),
]
VIEWS: list[object] = [
    *(None, [], "x", {}, {"state": []}, {"state": {"values": []}}, {"blocks": "x"}),
    {"state": {"values": {"q": []}}, "blocks": [None, {"block_id": "q", "element": 5}]},
]


def given(**values: Any) -> Given:  # noqa: ANN401 - whatever comes in
    """What came back: per question what its input holds."""
    return Given({"state": {"values": {name: {"value": value} for name, value in values.items()}}})


@pytest.mark.parametrize("name", ELEMENTS)
def test_every_input_is_within_slacks_limits(name: str, words: Words):
    """However long and however many: Slack takes it, and the question stays."""
    view = modal(Frame("f", LONG, LONG, "m"), [asked(name, LONG, ELEMENTS[name], hint=LONG)], words)
    assert view_problems(view) == []
    assert [block["block_id"] for block in view["blocks"]] == [name]


def test_something_to_read(words: Words):
    """What has nothing to send has no button for it, and can be closed."""
    view = modal(Frame("told", "Appeal 1", None), [inputs.said("So it is.")], words)
    assert view == {
        "type": "modal",
        "callback_id": "told",
        "title": {"type": "plain_text", "text": "Appeal 1", "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "So it is.", "emoji": False}}],
    }


def test_nothing_is_picked_before():
    """A value that is none of those offered is not picked, and nothing is filled in that is not known."""
    assert "initial_option" not in inputs.choice("Choose", {"a": "A"}, "b")
    assert "initial_option" not in inputs.radio({"a": "A"}, None)
    assert inputs.day() == {"type": "datepicker"}
    assert "initial_value" not in inputs.long_text(1, 2)
    assert inputs.text() == {"type": "plain_text_input"}
    assert inputs.number(1, 2) == {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "2",
    }


def test_what_came_back():
    """Each kind of input gives what was typed, picked or ticked."""
    back = given(
        text={"value": " a\nb "},
        day={"selected_date": "2026-11-20"},
        choice={"selected_option": {"value": "k3"}},
        channel={"selected_conversation": "C1"},
        boxes={"selected_options": [{"value": "a"}, {"value": "b"}]},
        members={"selected_users": ["U1", "U2"]},
    )
    assert back.text("text") == " a\nb "
    assert back.day("day") == date(2026, 11, 20)
    assert (back.picked("choice"), back.picked("channel")) == ("k3", "C1")
    assert (back.several("boxes"), back.several("members")) == (["a", "b"], ["U1", "U2"])


def test_what_slack_escapes():
    """What was typed is read as it was typed, once: nobody's words come back with signs of Slack's in them."""
    back = given(text={"value": "R&amp;D &lt;3 &amp;lt;"})
    assert back.text("text") == "R&D <3 &lt;"
    assert typed_in({"value": {"value": "R&amp;D &lt;3 &amp;lt;"}}) == "R&D <3 &lt;"


@pytest.mark.parametrize("odd", ODD)
def test_whatever_comes_in(odd: object):
    """What is not of the shape that Slack sends was not given."""
    back = given(q=odd)
    assert (back.text("q"), back.day("q"), back.picked("q"), back.several("q")) == ("", None, None, [])


@pytest.mark.parametrize("view", VIEWS)
def test_whatever_the_view_is(view: object):
    """A view without anything filled in holds nothing, and nothing of it was touched."""
    back = Given(view)
    assert (back.text("q"), back.day("q"), back.picked("q"), back.several("q")) == ("", None, None, [])
    assert back.untouched("q")
