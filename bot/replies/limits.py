"""The one guard that keeps whatever we show within Slack's limits, on every surface: `fitted` mends, `problems` tells.

The limits stand in slack_table.py, what one block may hold is held against them in slack_rules.py; here it is about
all blocks together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from bot.replies import slack_rules
from bot.replies.message import Block
from bot.replies.slack_rules import cut, size, text_size
from bot.replies.slack_table import MOST_BLOCKS, MOST_TEXT, VIEWS, Surface
from bot.text import clean
from bot.words import Words

__all__ = ["Surface", "cut", "fitted", "plain_text", "problems", "size", "view_problems"]

_DIVIDER: Block = {"type": "divider"}


def plain_text(text: str) -> Block:
    """A text object in which nothing is read as markup or as the name of an emoji."""
    return {"type": "plain_text", "text": clean(text), "emoji": False}


def problems(blocks: Sequence[object], surface: Surface) -> list[str]:
    """What Slack would refuse, for maintainers; empty when it would take the blocks."""
    told: list[str] = []
    _mended(blocks, surface, told)
    if len(blocks) > MOST_BLOCKS[surface]:
        told.append(f"{len(blocks)} blocks, at most {MOST_BLOCKS[surface]}")
    if text_size(blocks) > MOST_TEXT[surface]:
        told.append(f"{text_size(blocks)} characters in all, at most {MOST_TEXT[surface]}")
    return told


def view_problems(view: Block) -> list[str]:
    """What Slack would refuse of a whole view: a modal or the Home tab."""
    if view.get("type") not in tuple(VIEWS):
        return [f"a view is no {view.get('type')!r}"]
    surface = Surface(view["type"])
    told: list[str] = []
    slack_rules.shaped({key: view[key] for key in view if key != "blocks"}, VIEWS[surface], "view", told)
    blocks = view.get("blocks")
    if not isinstance(blocks, list | tuple) or not blocks:
        return [*told, "view.blocks: empty"]
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if surface is Surface.MODAL and asks and "submit" not in view:
        told.append("view: without submit, which inputs need")
    return told + problems(blocks, surface)


def fitted(blocks: Sequence[Block], surface: Surface, words: Words | None = None) -> tuple[Block, ...]:
    """The blocks as Slack takes them: texts cut, what cannot be mended left out, and no more of them than fit.

    Dividers part the blocks into sections. When there is too much, blocks of one section are joined, then sections
    go from the middle, the later ones first; then blocks of what is left. The first block stays to the end, and the
    last actions with what stands above and below them: that is the verdict, the question and the footer.

    Args:
        words: say how many lines were left out; without them an ellipsis says that some were.
    """
    kept = _mended(blocks, surface, [])
    if _fits(kept, surface):
        return tuple(kept)
    sections = _sections(kept)
    joined = [_joined(section) for section in sections]
    for layout in (_with_dividers(joined), _flat(joined)):
        if _fits(layout, surface):
            return tuple(layout)
    return tuple(_thinned(joined, surface, words))


def _mended(blocks: Sequence[object], surface: Surface, told: list[str]) -> list[Block]:
    kept = []
    named: set[str] = set()
    for place, value in enumerate(blocks):
        block = slack_rules.block(value, surface, f"blocks[{place}]", told)
        if block is None:
            continue
        name = block.get("block_id")
        if name in named:  # Slack gives a block without an id one of its own
            told.append(f"blocks[{place}]: two blocks have the block_id {name}")
            block = {key: part for key, part in block.items() if key != "block_id"}
        elif name:
            named.add(name)
        kept.append(block)
    return kept


def _fits(blocks: Sequence[Block], surface: Surface) -> bool:
    return len(blocks) <= MOST_BLOCKS[surface] and text_size(blocks) <= MOST_TEXT[surface]


def _sections(blocks: Iterable[Block]) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if block["type"] == "divider":
            sections.append([])
        else:
            sections[-1].append(block)
    return [section for section in sections if section]


def _joined(section: Iterable[Block]) -> list[Block]:
    """A section whose neighbouring rich texts are one, as far as one block may hold them."""
    joined: list[Block] = []
    for block in section:
        if joined and block["type"] == joined[-1]["type"] == "rich_text":
            both = _one_under_the_other(joined[-1], block)
            if not problems([both], Surface.MESSAGE):
                joined[-1] = both
                continue
        joined.append(block)
    return joined


def _one_under_the_other(above: Block, below: Block) -> Block:
    """Two rich texts as one; between two paragraphs a line ends."""
    *before, last = above["elements"]
    first, *after = below["elements"]
    both = [last, first]
    if last["type"] == first["type"] == "rich_text_section":
        both = [{**last, "elements": [*last["elements"], {"type": "text", "text": "\n"}, *first["elements"]]}]
    return {**above, "elements": [*before, *both, *after]}


def _flat(sections: Iterable[list[Block]]) -> list[Block]:
    return [block for section in sections for block in section]


def _with_dividers(sections: Iterable[list[Block]]) -> list[Block]:
    return [block for section in sections for block in (_DIVIDER, *section)][1:]


def _thinned(sections: list[list[Block]], surface: Surface, words: Words | None) -> list[Block]:
    """What is left when as much went as has to, with a line in its place that says how much."""
    blocks = _flat(sections)
    gone: set[int] = set()
    for places in _dispensable(sections):
        gone |= {*places}
        note = _left_out(sum(_lines(blocks[place]) for place in gone), words)
        kept = [block for place, block in enumerate(blocks) if place not in gone]
        kept.insert(min(gone), note)
        if _fits(kept, surface):
            return kept
    return []


def _dispensable(sections: list[list[Block]]) -> Iterator[list[int]]:
    """The places of the blocks that can go, in the order in which they go; never the first."""
    number = count()
    places = [[next(number) for _ in section] for section in sections]
    yield from reversed(places[1:-1])
    blocks = _flat(sections)
    end = _end(blocks)
    around = {*places[0], *places[-1]} & {*range(1, end)}
    yield from ([place] for place in sorted(around, reverse=True))
    # Only more actions than any text leaves room for come so far.
    yield from ([place] for place in sorted(range(end, len(blocks)), key=lambda place: -text_size(blocks[place])))


def _end(blocks: Sequence[Block]) -> int:
    """Where the end begins that stays: the last actions with the block above them, else the last two blocks."""
    last = max((place for place, block in enumerate(blocks) if block["type"] == "actions"), default=len(blocks) - 1)
    return max(last - 1, 1)


def _left_out(lines: int, words: Words | None) -> Block:
    told = words.say("slack_blocks.left_out", lines=lines) if words else "…"
    return {"type": "context", "elements": [plain_text(told)]}


def _lines(block: Block) -> int:
    """How many lines of text a block shows."""
    if block["type"] != "rich_text":
        return 1
    return sum(
        len(element["elements"])
        if element["type"] == "rich_text_list"
        else 1 + "".join(part.get("text", "") for part in element["elements"]).rstrip("\n").count("\n")
        for element in block["elements"]
    )
