"""What Slack accepts, as data: the block types we use, their fields and the limits of each. To use another, add a row.

Sources: Slack's reference of blocks, elements and views, and the validators of its Python SDK. Where Slack publishes no
number, the comment beside ours says so. Text objects are plain text throughout: `mrkdwn` is no row here, because a
person's name in it could be read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
MOST_TEXT = {Surface.MESSAGE: 9_000, Surface.MODAL: 30_000, Surface.HOME: 30_000}
"""The most characters in all blocks together. Slack refuses a message somewhere between 9,600 and 13,300 characters
(`msg_blocks_too_long`), depending on its blocks, and publishes no number; for views it publishes none either."""
MESSAGE_TEXT = 4_000
"""The longest `text` of a message that Slack recommends; it cuts at 40,000."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A string that means something to a program: too long, it cannot be cut and what carries it has to go."""

    most: int


@dataclass(frozen=True, slots=True)
class Said:
    """A string that a person reads: too long, it is cut."""

    most: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text object of plain text."""

    most: int


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of text objects: how many, and how long each."""

    most: int
    each: int


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Among:
    """One of a few words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class One:
    """One thing of one of these types."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A list, never empty, of things of these types."""

    types: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Anything:
    """Not looked at."""


Rule = Exact | Said | Text | Texts | Flag | Among | Whole | One | Several | Anything


@dataclass(frozen=True, slots=True)
class Shape:
    """What one type holds.

    Attributes:
        needs: the fields that have to be there.
        may: the fields that can be there.
        any_of: of these fields at least one has to be there.
        most_text: the most characters of all texts within.
        surfaces: where a block of this type may stand.
    """

    needs: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    most_text: int | None = None
    surfaces: tuple[Surface, ...] = tuple(Surface)


_ID = Exact(255)
_STYLE: dict[str, Rule] = {"style": One(("style",))}
_CONFIRM: dict[str, Rule] = {"confirm": One(("confirm",))}
_ACTION: dict[str, Rule] = {"action_id": _ID, "focus_on_load": Flag()}
_TYPED: dict[str, Rule] = {**_ACTION, "placeholder": Text(150)}
_BUTTONS = ("button", "static_select", "radio_buttons")
_INPUTS = (
    "plain_text_input",
    "number_input",
    "static_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "conversations_select",
    "multi_users_select",
    "users_select",
    "external_select",
)
_INLINE = ("text", "link", "user", "channel")
# Slack names no most for what a rich_text holds. Ours keep any one block well within a message.
_RICH_MOST = 200
_RICH_TEXT = 3_000
_RICH_BLOCK = 4_000


def _block(
    needs: Mapping[str, Rule],
    may: Mapping[str, Rule] | None = None,
    *,
    any_of: tuple[str, ...] = (),
    most_text: int | None = None,
    surfaces: tuple[Surface, ...] = tuple(Surface),
) -> Shape:
    return Shape(needs, {"block_id": _ID, **(may or {})}, any_of, most_text, surfaces)


BLOCKS: dict[str, Shape] = {
    "section": _block(
        {},
        {"text": Text(3_000), "fields": Texts(10, 2_000), "accessory": One(_BUTTONS), "expand": Flag()},
        any_of=("text", "fields"),
    ),
    "header": _block({"text": Text(150)}),
    "divider": _block({}),
    # Slack's limit of a text object is 3,000; validators in the field have reported 2,000 for a context.
    "context": _block({"elements": Texts(10, 2_000)}),
    "rich_text": _block(
        {
            "elements": Several(
                ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"), _RICH_MOST
            )
        },
        most_text=_RICH_BLOCK,
    ),
    "actions": _block({"elements": Several(_BUTTONS, 25)}),
    "input": _block(
        {"label": Text(2_000), "element": One(_INPUTS)},
        {"hint": Text(2_000), "optional": Flag(), "dispatch_action": Flag()},
    ),
    # The title is no text object, nor is any label in it; a message takes two of these.
    "data_visualization": _block(
        {"title": Said(50), "chart": One(("line",))}, surfaces=(Surface.MESSAGE, Surface.HOME)
    ),
    # Not used so far; here because they are allowed in some places only.
    "markdown": _block({"text": Said(12_000)}, surfaces=(Surface.MESSAGE,)),
    "table": _block({"rows": Anything()}, {"column_settings": Anything()}, surfaces=(Surface.MESSAGE, Surface.HOME)),
    "alert": _block({"text": Text(200)}, {"level": Anything()}, surfaces=(Surface.MODAL,)),
}

MOST_POINTS = 20
"""How many points each series of a chart has at most."""
_LABEL = Exact(20)  # cut, it would not be its category any more

ELEMENTS: dict[str, Shape] = {
    "line": Shape({"series": Several(("series",), 6), "axis_config": One(("axis_config",))}),
    "rich_text_section": Shape({"elements": Several(_INLINE, _RICH_MOST)}),
    "rich_text_quote": Shape({"elements": Several(_INLINE, _RICH_MOST)}, {"border": Whole(0, 1)}),
    "rich_text_preformatted": Shape({"elements": Several(("text", "link"), _RICH_MOST)}, {"border": Whole(0, 1)}),
    "rich_text_list": Shape(
        {"elements": Several(("rich_text_section",), _RICH_MOST), "style": Among(("bullet", "ordered"))},
        {"indent": Whole(0, 8), "offset": Whole(0, 1_000_000), "border": Whole(0, 1)},
    ),
    "text": Shape({"text": Said(_RICH_TEXT)}, _STYLE),
    "link": Shape({"url": Exact(3_000)}, {"text": Said(_RICH_TEXT), **_STYLE}),
    "user": Shape({"user_id": _ID}, _STYLE),
    "channel": Shape({"channel_id": _ID}, _STYLE),
    "button": Shape(
        {"text": Text(75)},
        {
            "action_id": _ID,
            "value": Exact(2_000),
            "url": Exact(3_000),
            "style": Among(("primary", "danger")),
            "accessibility_label": Said(75),
            **_CONFIRM,
        },
    ),
    "static_select": Shape(
        {"options": Several(("option",), 100)}, {**_TYPED, "initial_option": One(("option",)), **_CONFIRM}
    ),
    # Its options are asked for while somebody types: each as an `option` below, at most 100.
    "external_select": Shape({}, {**_TYPED, "min_query_length": Whole(0, 1_000), "initial_option": One(("option",))}),
    "radio_buttons": Shape(
        {"options": Several(("option",), 10)}, {**_ACTION, "initial_option": One(("option",)), **_CONFIRM}
    ),
    "checkboxes": Shape(
        {"options": Several(("option",), 10)}, {**_ACTION, "initial_options": Several(("option",), 10), **_CONFIRM}
    ),
    "datepicker": Shape({}, {**_TYPED, "initial_date": Exact(10), **_CONFIRM}),
    "conversations_select": Shape(
        {},
        {
            **_TYPED,
            "initial_conversation": _ID,
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": One(("filter",)),
            **_CONFIRM,
        },
    ),
    "users_select": Shape({}, {**_TYPED, "initial_user": _ID, **_CONFIRM}),
    "multi_users_select": Shape(
        {}, {**_TYPED, "initial_users": Anything(), "max_selected_items": Whole(1, 1_000), **_CONFIRM}
    ),
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "min_value": Exact(30), "max_value": Exact(30), "initial_value": Exact(30)},
    ),
    "plain_text_input": Shape(
        {},
        {
            **_TYPED,
            "multiline": Flag(),
            "min_length": Whole(0, 3_000),
            "max_length": Whole(1, 3_000),
            "initial_value": Said(3_000),
        },
    ),
}

# What carries no `type`, by what it is called here.
UNTYPED: dict[str, Shape] = {
    "series": Shape({"name": Said(20), "data": Several(("point",), MOST_POINTS)}),
    "point": Shape({"label": _LABEL, "value": Whole(0, 1_000_000_000)}),
    "axis_config": Shape({"categories": Anything()}, {"x_label": Said(50), "y_label": Said(50)}),
    "option": Shape({"text": Text(75), "value": Exact(150)}, {"description": Text(75)}),
    "filter": Shape(
        may={"include": Anything(), "exclude_external_shared_channels": Flag(), "exclude_bot_users": Flag()}
    ),
    "style": Shape(may={name: Flag() for name in ("bold", "italic", "strike", "code", "underline")}),
    "confirm": Shape(
        {"title": Text(100), "text": Text(300), "confirm": Text(30), "deny": Text(30)},
        {"style": Among(("primary", "danger"))},
    ),
}

_VIEW: dict[str, Rule] = {"private_metadata": Exact(3_000), "callback_id": _ID, "external_id": _ID}
VIEWS: dict[Surface, Shape] = {
    Surface.MODAL: Shape(
        {"title": Text(24)},
        {"submit": Text(24), "close": Text(24), "notify_on_close": Flag(), "clear_on_close": Flag(), **_VIEW},
    ),
    Surface.HOME: Shape(may=_VIEW),
}
