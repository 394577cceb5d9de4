"""The inputs of profile fields: empty or with what is known already; and what is in one once it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.profile_fields import MAX_CONNECTIONS, MAX_ITEMS, MAX_MESSAGES
from bot.replies.limits import Surface, cut, fitted, plain_text
from bot.replies.message import Block
from bot.replies.slack_table import VIEWS, Text
from bot.text import clean
from bot.words import Words

VALUE = "value"
"""The `action_id` of every input."""

MOST = {
    "connections": MAX_CONNECTIONS,
    "shared": MAX_CONNECTIONS,
    "skills": MAX_ITEMS,
    "messages": MAX_MESSAGES,
    "completeness": 100,
}
"""The fields that can be asked for as a number, with the most that bot/profile_fields.py takes for each."""

_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
"""The three characters that Slack escapes in what people type."""


def modal(callback: str, title: str, blocks: Sequence[Block], metadata: str, words: Words) -> Block:
    """A form that is saved or left.

    Args:
        callback: by what the listeners know it once it is sent.
        metadata: what comes back with it, at most 3,000 characters; it is not looked at here.
    """
    return {
        "type": "modal",
        "callback_id": callback,
        "title": short(title),
        "submit": short(words.say("slack_form.submit")),
        "close": short(words.say("slack_form.close")),
        "private_metadata": metadata,
        "blocks": list(fitted(blocks, Surface.MODAL, words)),
    }


def labelled(field: str, label: str, element: Block, *, optional: bool, hint: str = "") -> Block:
    """An input block: the field's question, and what it is answered with."""
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": plain_text(label),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain_text(hint)} if hint else block


def number(most: int, initial: str = "") -> Block:
    """A whole number from 0 on."""
    element: Block = {
        "type": "number_input",
        "action_id": VALUE,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(most),
    }
    return {**element, "initial_value": initial} if initial else element


def text(initial: str = "", *, lines: bool = False) -> Block:
    """Some text; in several lines, if it is to be so."""
    element: Block = {"type": "plain_text_input", "action_id": VALUE}
    if lines:
        element["multiline"] = True
    return {**element, "initial_value": initial} if initial else element


def select(options: Sequence[Block], placeholder: str, initial: str = "") -> Block:
    """One of many, from a list that opens."""
    element: Block = {
        "type": "static_select",
        "action_id": VALUE,
        "placeholder": plain_text(placeholder),
        "options": list(options),
    }
    return _chosen(element, initial)


def radio(options: Sequence[Block], initial: str = "") -> Block:
    """One of a few, all of them in sight."""
    return _chosen({"type": "radio_buttons", "action_id": VALUE, "options": list(options)}, initial)


def option(label: str, value: str, description: str = "") -> Block:
    """Something to choose."""
    made: Block = {"text": plain_text(label), "value": value}
    return {**made, "description": plain_text(description)} if description else made


def yes_no(words: Words) -> list[Block]:
    """Yes and no to choose from."""
    return [option(words.say(f"slack_form.{answer}"), answer) for answer in ("yes", "no")]


def short(said: str) -> Block:
    """The text of a modal's frame: its title and its two buttons have one limit."""
    title = VIEWS[Surface.MODAL].needs["title"]
    most = title.most if isinstance(title, Text) else 0
    return plain_text(cut(clean(said), most))


def given(inputs: object) -> str | None:
    """What one input of a form that came back holds, in its lines as typed; "" where it is empty.

    Args:
        inputs: what stands in the view's `state.values` under the input's block.

    Returns:
        None where nothing stands there of the form that Slack sends: then nobody emptied it, either.
    """
    state = inputs.get(VALUE) if isinstance(inputs, Mapping) else None
    if not isinstance(state, Mapping) or not {"value", "selected_option"} & state.keys():
        return None
    picked = state.get("selected_option")
    raw = picked.get("value") if isinstance(picked, Mapping) else picked if picked is not None else state.get("value")
    if raw is None:
        return ""
    return _unescaped(raw) if isinstance(raw, str) else None


def opened_with(element: object) -> str:
    """What an input held when its form was opened, by the view that comes back with what it holds now."""
    if not isinstance(element, Mapping):
        return ""
    picked = element.get("initial_option")
    raw = picked.get("value") if isinstance(picked, Mapping) else element.get("initial_value")
    return _unescaped(raw) if isinstance(raw, str) else ""


def _chosen(element: Block, initial: str) -> Block:
    """With what is chosen before anybody chooses; Slack takes nothing there that is no option."""
    chosen = [one for one in element["options"] if one["value"] == initial]
    return {**element, "initial_option": chosen[0]} if chosen else element


def _unescaped(raw: str) -> str:
    for escaped, sign in _ESCAPED.items():
        raw = raw.replace(escaped, sign)
    return raw
