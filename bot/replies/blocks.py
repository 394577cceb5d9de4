"""A reply as a Slack message: blocks for the eye, text for notifications and screen readers.

Every text stands in a `rich_text` or a plain text object, so that a name is never read as markup. The signs that lay
out a reply on a terminal become Slack's own lists: an indented line is an item, and its arrow or bullet goes; a number
with a point makes the list a numbered one; what is indented twice belongs to the item above. A sign that means
something ("✗", "?", "!") stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from bot.replies.flow import UNDER
from bot.replies.limits import Surface, cut, fitted, plain_text, problems, size
from bot.replies.mentions import inline, with_break
from bot.replies.message import Block, Message
from bot.replies.model import Line, Part, Reply
from bot.replies.pressable import rows
from bot.replies.slack_table import MESSAGE_TEXT
from bot.text import clean
from bot.words import Words

ROWS = 25
"""How many rows of a list one block holds, as long as rows are."""

_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<number>[1-9]\d?)\. |(?P<sign>[^\w\s]) )?(?P<rest>.*)", re.DOTALL)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class _Room(Enum):
    """What stands together in one block."""

    HEAD = auto()
    REASONS = auto()
    PLAN = auto()
    WAYS = auto()
    CHOICES = auto()
    ROWS = auto()
    TEXT = auto()
    FINE = auto()
    QUESTION = auto()
    FOOTER = auto()
    GAP = auto()


_ROOMS = {
    Part.VERDICT: _Room.HEAD,
    Part.NOTE: _Room.HEAD,
    Part.RELATION: _Room.HEAD,
    Part.LOCKED: _Room.REASONS,
    Part.REMEDY: _Room.REASONS,
    Part.TIP: _Room.REASONS,
    Part.WARNING: _Room.REASONS,
    Part.DOUBT: _Room.REASONS,
    Part.UNKNOWN: _Room.REASONS,
    Part.PLAN: _Room.PLAN,
    Part.WAYS: _Room.WAYS,
    Part.FINE: _Room.FINE,
    Part.QUESTION: _Room.QUESTION,
    Part.CHOICE: _Room.CHOICES,
    Part.ROW: _Room.ROWS,
    Part.TEXT: _Room.TEXT,
    Part.FOOTER: _Room.FOOTER,
}
# What is known and what is not is one list; advice stands under the note that it belongs to.
_TOGETHER = {
    (Part.NOTE, Part.UNKNOWN),
    (Part.UNKNOWN, Part.UNKNOWN),
    (Part.UNKNOWN, Part.NOTE),
    (Part.NOTE, Part.TIP),
}
_HEADED = (Part.PLAN, Part.WAYS)


@dataclass(slots=True)
class _Group:
    """Lines that stand together."""

    room: _Room
    lines: list[Line] = field(default_factory=list)


def message(reply: Reply, words: Words, card: str = "") -> Message:
    """A reply as Slack takes it.

    Args:
        card: the token under which the state of the conversation is kept, for what is pressed; without one there is
            nothing to press.
    """
    blocks = fitted(_laid_out(reply, card), Surface.MESSAGE, words)
    # The text alone says it all: nobody goes without an answer because of a mistake in its layout.
    return Message(fallback(reply.text), () if problems(blocks, Surface.MESSAGE) else blocks, reply.files)


def fallback(text: str) -> str:
    """A text with Slack's control characters escaped, cut at the end of a line where it is too long; never empty."""
    if size(text) > MESSAGE_TEXT:
        text = cut(text, MESSAGE_TEXT - 2)
        whole, _, _ = text.rpartition("\n")
        text = f"{whole.rstrip()}\n…" if whole.strip() else text
    return text.translate(_ESCAPES) if clean(text) else "…"


def rich_text(lines: list[Line]) -> Block:
    """Lines as one block, for what is no message: each stands as its signs say."""
    return {"type": "rich_text", "elements": _rich(lines)}


def header(text: str) -> Block:
    """What stands above a part of something bigger than a message."""
    return {"type": "header", "text": plain_text(text)}


def _laid_out(reply: Reply, card: str) -> list[Block]:
    """The blocks of a reply, whatever their size: what can be pressed stands under the question."""
    pressed = bool(card and reply.actions)
    groups = list(_grouped(_beside_buttons(line) if pressed else line for line in reply.lines))
    blocks = [_blocks(group) for group in groups]
    rooms = [group.room for group in groups]
    footed = len(rooms) - 1 if rooms and rooms[-1] is _Room.FOOTER else len(rooms)
    asked = max((place + 1 for place, room in enumerate(rooms) if room is _Room.QUESTION), default=footed)
    blocks.insert(asked, list(rows(reply.actions, card)) if card else [])
    flat = [block for group in blocks for block in group]
    ends = {0, len(flat) - 1}
    return [block for place, block in enumerate(flat) if place not in ends or block["type"] != "divider"]


def _beside_buttons(line: Line) -> Line:
    """The line without what can be pressed beneath it and need not be typed."""
    return line if line.beside_buttons is None else replace(line, text=line.beside_buttons)


def _grouped(lines: Iterable[Line]) -> Iterator[_Group]:
    group: _Group | None = None
    for line in lines:
        room = _room(line, group)
        if group is None or room is not group.room or line.part is Part.VERDICT or _is_full(group):
            if group is not None:
                yield group
            group = _Group(room)
        group.lines.append(line)
    if group is not None:
        yield group


def _is_full(group: _Group) -> bool:
    """Whether the rows of a list fill a block: the next one goes on with them."""
    return group.room is _Room.ROWS and len(group.lines) == ROWS


def _room(line: Line, group: _Group | None) -> _Room:
    if not clean(line.text):
        return _Room.GAP
    if group is not None and (group.lines[-1].part, line.part) in _TOGETHER:
        return group.room
    return _ROOMS[line.part]


def _blocks(group: _Group) -> list[Block]:
    match group.room:
        case _Room.GAP:
            return [{"type": "divider"}]
        case _Room.FINE | _Room.FOOTER:
            return [{"type": "context", "elements": [plain_text(line.text)]} for line in group.lines]
        case _Room.TEXT:
            return [{"type": "rich_text", "elements": [_word_for_word(line.text) for line in group.lines]}]
        case _:
            return [rich_text(group.lines)]


def _word_for_word(text: str) -> Block:
    """A text with its line breaks, set apart, so that it is copied whole and nothing else with it."""
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}


def _rich(lines: list[Line]) -> list[Block]:
    """Lines as paragraphs and lists."""
    elements: list[Block] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        number, text = _item(line.text)
        if number is None:
            heads = line.part in _HEADED and following is not None and _item(following.text)[0] is not None
            style = {"style": {"bold": True}} if line.part is Part.VERDICT or heads else {}
            _add_line(elements, inline(text, line.mentions, style, line.links))
        else:
            _add_item(
                elements, number, inline(text, line.mentions, {}, line.links), int(line.text.startswith(UNDER * 2))
            )
    return elements


def _item(text: str) -> tuple[int | None, str]:
    """The place of an item in its list, 0 where it is not numbered, and its text; None for what is no item."""
    found: Any = _ITEM.fullmatch(text)
    if found["number"]:
        return int(found["number"]), clean(found["rest"])
    if found["indent"]:
        return 0, clean(found["rest"])
    return None, clean(text)


def _add_line(elements: list[Block], parts: list[Block]) -> None:
    if elements and elements[-1]["type"] == "rich_text_section":
        with_break(elements[-1]["elements"])
        elements[-1]["elements"] += parts
    else:
        elements.append(_section(parts))


def _add_item(elements: list[Block], number: int, parts: list[Block], depth: int) -> None:
    style = "ordered" if number else "bullet"
    last = elements[-1] if elements else {}
    going_on = (last.get("style"), last.get("indent", 0)) == (style, depth)
    if not going_on or (number and number != last.get("offset", 0) + len(last["elements"]) + 1):
        last = {"type": "rich_text_list", "style": style, "elements": []}
        last |= {"offset": number - 1} if number > 1 else {}
        last |= {"indent": depth} if depth else {}
        elements.append(last)
    last["elements"].append(_section(parts))


def _section(parts: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": parts}
