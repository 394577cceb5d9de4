"""Slack's limits: each below, at and above; what is refused, and what the guard makes of it."""

from __future__ import annotations

import random

import pytest

from bot.replies.limits import Surface, cut, fitted, plain_text, problems, size, view_problems
from bot.replies.message import Block
from bot.replies.slack_table import BLOCKS, ELEMENTS, MOST_BLOCKS, MOST_TEXT, VIEWS
from bot.words import Words

DIVIDER: Block = {"type": "divider"}


def text(length: int) -> Block:
    return plain_text("x" * length)


def rich(*lines: str) -> Block:
    return {"type": "rich_text", "elements": [paragraph(line) for line in lines]}


def paragraph(line: str) -> Block:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": line}]}


def bullets(*lines: str) -> Block:
    items = {"type": "rich_text_list", "style": "bullet", "elements": [paragraph(line) for line in lines]}
    return {"type": "rich_text", "elements": [items]}


def small(line: str) -> Block:
    return {"type": "context", "elements": [plain_text(line)]}


def button(**given: object) -> Block:
    return {"type": "button", "text": plain_text("Yes"), **given}


def option(**given: object) -> Block:
    return {"text": plain_text("One"), "value": "1", **given}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def asks(element: Block, **given: object) -> Block:
    return {"type": "input", "label": plain_text("How many?"), "element": element, **given}


def radio(count: int = 2) -> Block:
    return {"type": "radio_buttons", "options": [option(value=str(number)) for number in range(count)]}


def select(count: int = 2, **given: object) -> Block:
    return {"type": "static_select", "options": [option(value=str(number)) for number in range(count)], **given}


def number(**given: object) -> Block:
    return {"type": "number_input", "is_decimal_allowed": False, **given}


def view(*blocks: Block, **given: object) -> Block:
    return {
        "type": "modal",
        "title": plain_text("Facts"),
        "submit": plain_text("Save"),
        "blocks": list(blocks),
        **given,
    }


def shown(blocks: object) -> list[str]:
    """Every text within, in order."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return own + [line for part in blocks.values() for line in shown(part)]
    return [line for part in blocks for line in shown(part)] if isinstance(blocks, list | tuple) else []


# What holds so many characters or items, and how many at most.
LIMITS = {
    "block_id": (lambda n: {**DIVIDER, "block_id": "x" * n}, 255),
    "section text": (lambda n: {"type": "section", "text": text(n)}, 3_000),
    "section field": (lambda n: {"type": "section", "fields": [text(n)]}, 2_000),
    "section fields": (lambda n: {"type": "section", "fields": [text(1)] * n}, 10),
    "header": (lambda n: {"type": "header", "text": text(n)}, 150),
    "context elements": (lambda n: {"type": "context", "elements": [text(1)] * n}, 10),
    "context text": (lambda n: {"type": "context", "elements": [text(n)]}, 2_000),
    "rich text": (lambda n: rich("x" * n), 3_000),
    "rich text in all": (lambda n: rich("x" * 2_000, "y" * (n - 2_000)), 4_000),
    "rich text parts": (lambda n: bullets(*["x"] * n), 200),
    "actions elements": (lambda n: actions(*[button()] * n), 25),
    "action_id": (lambda n: actions(button(action_id="x" * n)), 255),
    "button text": (lambda n: actions(button(text=text(n))), 75),
    "button value": (lambda n: actions(button(value="x" * n)), 2_000),
    "button url": (lambda n: actions(button(url="x" * n)), 3_000),
    "button label": (lambda n: actions(button(accessibility_label="x" * n)), 75),
    "confirm title": (lambda n: actions(button(confirm=confirm(title=text(n)))), 100),
    "confirm text": (lambda n: actions(button(confirm=confirm(text=text(n)))), 300),
    "confirm button": (lambda n: actions(button(confirm=confirm(deny=text(n)))), 30),
    "select options": (lambda n: actions(select(n)), 100),
    "select placeholder": (lambda n: actions(select(placeholder=text(n))), 150),
    "option text": (lambda n: actions(select(options=[option(text=text(n))])), 75),
    "option value": (lambda n: actions(select(options=[option(value="x" * n)])), 150),
    "radio options": (lambda n: asks(radio(n)), 10),
    "input label": (lambda n: asks(radio(), label=text(n)), 2_000),
    "input hint": (lambda n: asks(radio(), hint=text(n)), 2_000),
    "input placeholder": (lambda n: asks({"type": "plain_text_input", "placeholder": text(n)}), 150),
    "input length": (lambda n: asks({"type": "plain_text_input", "max_length": n}), 3_000),
}


def confirm(**given: Block) -> Block:
    return {"title": text(1), "text": text(1), "confirm": text(1), "deny": text(1), **given}


@pytest.mark.parametrize("name", LIMITS)
def test_limit_of_a_block(name: str):
    """Up to its limit a block passes untouched; above it, it is told of, and what is left of it passes."""
    made, most = LIMITS[name]
    for length in (most - 1, most):
        assert problems([made(length)], Surface.MODAL) == []
        assert fitted([made(length)], Surface.MODAL) == (made(length),)
    assert problems([made(most + 1)], Surface.MODAL) != []
    assert problems(fitted([made(most + 1)], Surface.MODAL), Surface.MODAL) == []


@pytest.mark.parametrize("surface", Surface)
def test_limit_of_blocks(surface: Surface):
    """So many blocks pass on a surface and no more, and the guard brings any number down to it."""
    most = MOST_BLOCKS[surface]
    blocks = [small(str(place)) for place in range(most)]
    assert (problems(blocks, surface), fitted(blocks, surface)) == ([], tuple(blocks))
    assert problems([*blocks, small("x")], surface) == [f"{most + 1} blocks, at most {most}"]
    kept = fitted([*blocks, small("last")], surface)
    assert (problems(kept, surface), shown(kept)[0], shown(kept)[-1]) == ([], "0", "last")


@pytest.mark.parametrize("surface", Surface)
def test_limit_of_all_text(surface: Surface):
    """All texts together have a limit, below which nothing changes."""
    most = MOST_TEXT[surface]
    blocks = [small("x" * 1_000) for _ in range(most // 1_000)]
    assert (problems(blocks, surface), fitted(blocks, surface)) == ([], tuple(blocks))
    assert problems([*blocks, small("x")], surface) == [f"{most + 1} characters in all, at most {most}"]
    assert problems(fitted([*blocks, small("x")], surface), surface) == []


VIEW_LIMITS = {
    "title": (lambda n: view(DIVIDER, title=text(n)), 24),
    "submit": (lambda n: view(DIVIDER, submit=text(n)), 24),
    "close": (lambda n: view(DIVIDER, close=text(n)), 24),
    "private_metadata": (lambda n: view(DIVIDER, private_metadata="x" * n), 3_000),
    "callback_id": (lambda n: view(DIVIDER, callback_id="x" * n), 255),
    "blocks": (lambda n: view(*[DIVIDER] * n), 100),
}


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_limit_of_a_view(name: str):
    """The fields of a view pass up to their limits."""
    made, most = VIEW_LIMITS[name]
    assert (view_problems(made(most - 1)), view_problems(made(most))) == ([], [])
    assert len(view_problems(made(most + 1))) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"type": "message", "blocks": [DIVIDER]}, ["a view is no 'message'"]),
        ({"type": "home", "blocks": []}, ["view.blocks: empty"]),
        ({"type": "home"}, ["view.blocks: empty"]),
        ({"type": "home", "blocks": [DIVIDER], "submit": text(1)}, ["view.submit: no such field"]),
        ({"type": "modal", "blocks": [DIVIDER]}, ["view: without title"]),
        ({"type": "modal", "title": text(1), "blocks": [asks(radio())]}, ["view: without submit, which inputs need"]),
        ({"type": "modal", "title": text(1), "blocks": [None]}, ["blocks[0]: no block of a known type (None)"]),
    ],
)
def test_refused_view(given: Block, told: list[str]):
    """A view that Slack would refuse is told of."""
    assert view_problems(given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "blocks[0]: no block of a known type (None)"),
        ("text", "blocks[0]: no block of a known type (None)"),
        ({"type": "blink"}, "blocks[0]: no block of a known type ('blink')"),
        ({"type": ["section"]}, "blocks[0]: no block of a known type (['section'])"),
        ({"type": "header"}, "blocks[0]: without text"),
        ({"type": "header", "text": "x"}, "blocks[0].text: not plain text"),
        ({"type": "header", "text": text(0)}, "blocks[0].text.text: no text"),
        ({"type": "header", "text": plain_text(" \n")}, "blocks[0].text.text: no text"),
        ({"type": "header", "text": {"type": "plain_text", "text": " "}}, "blocks[0].text.text: no text"),
        ({"type": "header", "text": {"type": "plain_text"}}, "blocks[0].text.text: no text"),
        ({"type": "header", "text": {"type": "plain_text", "text": 5}}, "blocks[0].text.text: no text"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "*x*"}}, "blocks[0].text: not plain text"),
        ({"type": "section"}, "blocks[0]: without text or fields"),
        ({"type": "section", "text": None}, "blocks[0].text: not plain text"),
        ({"type": "context", "elements": []}, "blocks[0].elements: empty"),
        ({"type": "context", "elements": "xyz"}, "blocks[0].elements: no list"),
        ({"type": "context", "elements": [None]}, "blocks[0].elements[0]: not plain text"),
        ({"type": "rich_text", "elements": []}, "blocks[0].elements: empty"),
        (rich(""), "blocks[0].elements[0].elements[0].text: no text"),
        ({**DIVIDER, "text": text(1)}, "blocks[0].text: no such field"),
        ({**DIVIDER, "block_id": ""}, "blocks[0].block_id: no text"),
        (actions({"type": "image"}), "blocks[0].elements[0]: 'image' cannot stand here"),
        (actions(number()), "blocks[0].elements[0]: 'number_input' cannot stand here"),
        (actions(button(style="loud")), "blocks[0].elements[0].style: 'loud' does not fit"),
        (actions(select(options=[None])), "blocks[0].elements[0].options[0]: no object"),
        (actions(select(0)), "blocks[0].elements[0].options: empty"),
        (actions(button(action_id="a"), button(action_id="a")), "blocks[0]: two elements have the action_id a"),
        (asks(button()), "blocks[0].element: 'button' cannot stand here"),
        (asks(number(is_decimal_allowed=0)), "blocks[0].element.is_decimal_allowed: 0 does not fit"),
        (asks(number(), optional="yes"), "blocks[0].optional: 'yes' does not fit"),
        (asks(number(max_value=3)), "blocks[0].element.max_value: no text"),
        (asks({"type": "plain_text_input", "min_length": True}), "blocks[0].element.min_length: True does not fit"),
    ],
)
def test_refused_block(given: object, told: str):
    """What Slack would refuse is told with its place, and the guard leaves nothing of it that would be refused."""
    assert problems([given], Surface.MODAL)[0] == told
    assert problems(fitted([small("x"), given], Surface.MODAL), Surface.MODAL) == []


@pytest.mark.parametrize(
    ("block", "surfaces"),
    [
        ({"type": "markdown", "text": "x"}, {Surface.MESSAGE}),
        ({"type": "table", "rows": [[]]}, {Surface.MESSAGE, Surface.HOME}),
        ({"type": "alert", "text": text(1)}, {Surface.MODAL}),
        (rich("x"), set(Surface)),
        (asks(radio()), set(Surface)),
    ],
)
def test_surfaces(block: Block, surfaces: set[Surface]):
    """Some types are allowed in some places only."""
    assert {surface for surface in Surface if not problems([block], surface)} == surfaces
    assert {surface for surface in Surface if fitted([block], surface)} == surfaces


def test_no_two_blocks_of_one_id():
    """Of two blocks with one id the second gives its id up; in other blocks an action_id may come again."""
    block = actions(button(action_id="value")) | {"block_id": "a"}
    assert problems([block, block], Surface.MESSAGE) == ["blocks[1]: two blocks have the block_id a"]
    first, second = fitted([block, block], Surface.MESSAGE)
    assert (first, second) == (block, actions(button(action_id="value")))


def test_what_a_mended_block_keeps():
    """Only what would be refused goes: the text is cut, the option without a place and the field nobody knows."""
    menu = select(options=[option(), option(value="x" * 151)], colour="red")
    assert fitted([actions(button(text=text(80)), menu, {"type": "map"})], Surface.MESSAGE) == (
        actions(button(text=plain_text("x" * 74 + "…")), select(options=[option()])),
    )


@pytest.mark.parametrize(
    ("given", "most", "kept"),
    [
        ("", 3, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a bcd", 3, "a…"),
        ("a&b", 7, "a&b"),
        ("a&b", 6, "a…"),
        ("<<<", 11, "<<…"),
        ("😀😀", 4, "😀😀"),
        ("😀😀", 3, "😀…"),
    ],
)
def test_cut(given: str, most: int, kept: str):
    """A text is cut where Slack would count it as too long, markup and emoji counted as Slack may count them."""
    assert cut(given, most) == kept
    assert size(kept) <= most


def test_sections_go_from_the_middle(words: Words):
    """Of too many sections the first ones and the last stay, and a line says how much went."""
    first = [rich("Locked"), bullets("why")]
    middle = [block for place in range(40) for block in (DIVIDER, rich(f"{place} " + "x" * 500), small("…"))]
    last = [DIVIDER, rich("for all"), rich("question"), actions(button(action_id="say:0")), small("footer")]
    kept = fitted([*first, *middle, *last], Surface.MESSAGE, words)
    assert problems(kept, Surface.MESSAGE) == []
    texts = shown(kept)
    sections = sum("x" in line for line in texts)
    left_out = words.say("slack_blocks.left_out", lines=2 * (40 - sections))
    assert texts[:2] == ["Locked", "why"]
    assert [line.split()[0] for line in texts if "xxx" in line] == [str(place) for place in range(sections)]
    assert texts[-6:] == [left_out, "for all", "\n", "question", "Yes", "footer"]
    assert sections >= 15


def test_many_short_sections_are_joined_first(words: Words):
    """Nothing is left out as long as joining blocks is enough: dividers go before any word does."""
    sections = [block for place in range(30) for block in (rich(f"{place}"), bullets("a"), DIVIDER)]
    blocks = [*sections, rich("question"), small("footer")]
    kept = fitted(blocks, Surface.MESSAGE, words)
    assert problems(kept, Surface.MESSAGE) == []
    assert shown(kept) == shown(blocks)


def test_joined_paragraphs_stay_lines(words: Words):
    """Where blocks are joined, a line ends between two paragraphs, and what goes is counted by its lines."""
    kept = fitted([rich("a"), rich("b", "c"), *[small("x")] * 49], Surface.MESSAGE, words)
    assert kept[0] == rich("a") | {
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": line} for line in ("a", "\n", "b")],
            },
            paragraph("c"),
        ]
    }
    assert len(kept) == 50
    long = [rich("x\nx\nx" * 300), bullets(*"y" * 40)]
    gone = fitted([rich("a"), *[block for _ in range(20) for block in (DIVIDER, *long)], DIVIDER, small("end")],
        Surface.MESSAGE, words)  # fmt: skip
    told = len([block for block in gone if block["type"] == "rich_text"]) - 1
    assert shown(gone)[-2] == words.say("slack_blocks.left_out", lines=(20 - told) * (601 + 40))


def test_one_long_section(words: Words):
    """Without sections the middle goes block by block; verdict, question, actions and footer stay."""
    long = [small("x" * 1_500) for _ in range(12)]
    end = [rich("question"), actions(button()), small("footer")]
    kept = fitted([rich("Locked"), *long, *end], Surface.MESSAGE, words)
    assert problems(kept, Surface.MESSAGE) == []
    assert (kept[0], kept[-3:]) == (rich("Locked"), tuple(end))
    assert shown(kept[-4]) == [words.say("slack_blocks.left_out", lines=7)]


def test_more_actions_than_a_message_holds():
    """Even the end gives way when it is too much for any message, and the first block stays."""
    menus = actions(*[select(100, action_id=str(place)) for place in range(25)])
    menus["elements"] = [
        {**menu, "options": [option(text=text(75), value=str(place)) for place in range(100)]}
        for menu in menus["elements"]
    ]
    kept = fitted([rich("Locked"), rich("question"), menus, small("footer")], Surface.MESSAGE)
    assert shown(kept) == ["Locked", "\n", "question", "…", "footer"]
    assert problems(kept, Surface.MESSAGE) == []
    assert fitted([menus], Surface.MESSAGE) == ()


def test_nothing_stays_nothing():
    """Without blocks there is nothing to mend, and dividers alone say nothing."""
    assert fitted([], Surface.MESSAGE) == ()
    assert fitted([DIVIDER] * 51, Surface.MESSAGE) == ()


def test_the_blocks_given_are_left_as_they_are():
    """The guard changes a copy, never what it was given."""
    blocks = [rich("x" * 5_000) for _ in range(60)]
    fitted(blocks, Surface.MESSAGE)
    assert blocks == [rich("x" * 5_000) for _ in range(60)]


def anything(dice: random.Random, depth: int = 0) -> object:
    """A value such as only a bug makes."""
    kinds = [*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", ""]
    match dice.randrange(9 if depth < 5 else 5):
        case 0:
            return None
        case 1:
            return dice.choice([True, 0, -1, 10**9, 1.5])
        case 2 | 3 | 4:
            return dice.choice(["", " ", "a", "<!channel>", "\u202e*b*", "x" * dice.randrange(5_000), *kinds])
        case 5:
            return [anything(dice, depth + 1) for _ in range(dice.choice([0, 1, 3, 30]))]
        case _:
            kind = dice.choice(kinds)
            shape = BLOCKS.get(kind) or ELEMENTS.get(kind) or VIEWS[Surface.MODAL]
            keys = [*shape.needs, *shape.may, "text", "elements", "options"]
            return {"type": kind, **{key: anything(dice, depth + 1) for key in dice.sample(keys, dice.randrange(4))}}


@pytest.mark.parametrize("seed", range(60))
def test_whatever_comes_in_slack_can_take_what_comes_out(seed: int, words: Words):
    """For any data at all the guard gives blocks that pass, and mends them no further."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    good = [
        rich("x" * dice.randrange(1, 6_000)),
        actions(button(), select(3)),
        small("y" * dice.randrange(3_000)),
        DIVIDER,
    ]
    blocks = [dice.choice([*good, anything(dice)]) for _ in range(dice.randrange(120))]
    for surface in Surface:
        kept = fitted(blocks, surface, words)
        assert problems(kept, surface) == []
        assert fitted(kept, surface, words) == kept
