"""A form, and the inputs in it, empty or with what is known already. What comes back: `bot/replies/given.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.replies.limits import Surface, cut, fitted, plain_text
from bot.replies.message import Block
from bot.replies.slack_table import VIEWS, Text
from bot.text import clean
from bot.words import Words

VALUE = "value"
"""The `action_id` of every input."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A form around its inputs.

    Attributes:
        name: its `callback_id`, by which the listeners know it when it is sent.
        submit: what stands on the button that sends it; None where there is nothing to send.
        metadata: what comes back with it, at most 3,000 characters.
    """

    name: str
    title: str
    submit: str | None
    metadata: str = ""


def modal(frame: Frame, blocks: Sequence[Block], words: Words) -> Block:
    """A form as Slack takes it, within its limits."""
    close = words.say("slack_form.close" if frame.submit else "slack_form.done")
    return {
        "type": "modal",
        "callback_id": frame.name,
        "title": _short(frame.title),
        **({"submit": _short(frame.submit)} if frame.submit else {}),
        "close": _short(close),
        **({"private_metadata": frame.metadata} if frame.metadata else {}),
        "blocks": list(fitted(blocks, Surface.MODAL, words)),
    }


def asked(name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False) -> Block:
    """One question of a form."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": {**element, "action_id": VALUE},
        "optional": optional,
        **({"hint": plain_text(hint)} if hint else {}),
    }


def said(text: str) -> Block:
    """Something to read between the questions."""
    return {"type": "section", "text": plain_text(text)}


def number(least: int, most: int, initial: str = "") -> Block:
    """An input for a whole number within two bounds."""
    bounds = {"is_decimal_allowed": False, "min_value": str(least), "max_value": str(most)}
    return {"type": "number_input", **bounds, **({"initial_value": initial} if initial else {})}


def text(initial: str = "", *, lines: bool = False) -> Block:
    """An input for some text; in several lines, if it is to be so."""
    several = {"multiline": True} if lines else {}
    return {"type": "plain_text_input", **several, **({"initial_value": initial} if initial else {})}


def long_text(least: int, most: int, initial: str = "") -> Block:
    """An input for several lines of text, of so many characters."""
    size = {"min_length": least, "max_length": most}
    first = {"initial_value": cut(initial, most)} if initial else {}
    return {"type": "plain_text_input", "multiline": True, **size, **first}


def choice(placeholder: str, options: Mapping[str, str], initial: str | None = None) -> Block:
    """A list to pick one from: what each means by its value."""
    listed = {value: _option(text, value) for value, text in options.items()}
    first = {"initial_option": listed[initial]} if initial in listed else {}
    return {"type": "static_select", "placeholder": plain_text(placeholder), "options": [*listed.values()], **first}


def radio(
    options: Mapping[str, str], initial: str | None = None, described: Mapping[str, str] = MappingProxyType({})
) -> Block:
    """A few things to pick one of, all in sight.

    Args:
        described: what stands beneath some of them, by their value.
    """
    listed = {value: _option(text, value, described.get(value, "")) for value, text in options.items()}
    first = {"initial_option": listed[initial]} if initial in listed else {}
    return {"type": "radio_buttons", "options": [*listed.values()], **first}


def boxes(options: Mapping[str, str]) -> Block:
    """Things to tick."""
    return {"type": "checkboxes", "options": [_option(text, value) for value, text in options.items()]}


def day(initial: date | None = None) -> Block:
    """A calendar."""
    return {"type": "datepicker", **({"initial_date": initial.isoformat()} if initial else {})}


def member(placeholder: str, initial: str = "") -> Block:
    """One member of the workspace."""
    first = {"initial_user": initial} if initial else {}
    return {"type": "users_select", "placeholder": plain_text(placeholder), **first}


def members(placeholder: str, initial: Sequence[str] = ()) -> Block:
    """Several members of the workspace."""
    first = {"initial_users": list(initial)} if initial else {}
    return {"type": "multi_users_select", "placeholder": plain_text(placeholder), **first}


def channel(placeholder: str, initial: str | None = None) -> Block:
    """A channel of this workspace alone. Slack has no way to list only those that the bot is in."""
    first = {"initial_conversation": initial} if initial else {}
    own = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    return {"type": "conversations_select", "placeholder": plain_text(placeholder), "filter": own, **first}


def _option(text: str, value: str, description: str = "") -> Block:
    below = {"description": plain_text(description)} if description else {}
    return {"text": plain_text(text), "value": value, **below}


def _short(text: str) -> Block:
    """The text of a form's frame: its title and its two buttons have one limit."""
    title = VIEWS[Surface.MODAL].needs["title"]
    return plain_text(cut(clean(text), title.most if isinstance(title, Text) else 0))
