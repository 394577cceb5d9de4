"""The inputs of a form of its own kind, and what came back from them: every input's action is called the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


def long_text(least: int, most: int, initial: str = "") -> Block:
    """An input for several lines of text, of so many characters."""
    size = {"min_length": least, "max_length": most}
    return {"type": "plain_text_input", "multiline": True, **size, **({"initial_value": initial} if initial else {})}


def choice(placeholder: str, options: Mapping[str, str], initial: str | None = None) -> Block:
    """A list to pick one from: what each means by its value."""
    listed = {value: _option(text, value) for value, text in options.items()}
    first = {"initial_option": listed[initial]} if initial in listed else {}
    return {"type": "static_select", "placeholder": plain_text(placeholder), "options": [*listed.values()], **first}


def radio(options: Mapping[str, str], initial: str | None = None) -> Block:
    """A few things to pick one of, all in sight."""
    listed = {value: _option(text, value) for value, text in options.items()}
    first = {"initial_option": listed[initial]} if initial in listed else {}
    return {"type": "radio_buttons", "options": [*listed.values()], **first}


def boxes(options: Mapping[str, str]) -> Block:
    """Things to tick."""
    return {"type": "checkboxes", "options": [_option(text, value) for value, text in options.items()]}


def day(initial: date | None = None) -> Block:
    """A calendar."""
    return {"type": "datepicker", **({"initial_date": initial.isoformat()} if initial else {})}


def members(placeholder: str, initial: Sequence[str] = ()) -> Block:
    """Several members of the workspace."""
    first = {"initial_users": list(initial)} if initial else {}
    return {"type": "multi_users_select", "placeholder": plain_text(placeholder), **first}


def channel(placeholder: str, initial: str | None = None) -> Block:
    """A channel of this workspace alone. Slack has no way to list only those that the bot is in."""
    first = {"initial_conversation": initial} if initial else {}
    own = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    return {"type": "conversations_select", "placeholder": plain_text(placeholder), "filter": own, **first}


class Given:
    """What came back in a form, whatever it is: what is not of the shape that Slack sends was not given."""

    def __init__(self, view: object) -> None:
        state = view.get("state") if isinstance(view, Mapping) else None
        values = state.get("values") if isinstance(state, Mapping) else None
        self._values: Mapping[object, object] = values if isinstance(values, Mapping) else {}
        blocks = view.get("blocks") if isinstance(view, Mapping) else None
        self._blocks: list[object] = blocks if isinstance(blocks, list) else []

    def text(self, name: str) -> str:
        """What was typed, as it was."""
        return _text(self._input(name).get("value"))

    def day(self, name: str) -> date | None:
        """The day that was picked."""
        try:
            return date.fromisoformat(_text(self._input(name).get("selected_date")))
        except ValueError:
            return None

    def picked(self, name: str) -> str | None:
        """The value that was picked of a list, or the channel."""
        given = self._input(name)
        return _value(given.get("selected_option")) or _text(given.get("selected_conversation")) or None

    def several(self, name: str) -> list[str]:
        """The values that were ticked, or the members that were picked."""
        given = self._input(name)
        ticked, users = given.get("selected_options"), given.get("selected_users")
        found = [_value(option) for option in ticked] if isinstance(ticked, list) else []
        found += [_text(user) for user in users] if isinstance(users, list) else []
        return [value for value in found if value]

    def untouched(self, name: str) -> bool:
        """Whether a channel or members are as the form was filled in when it opened; then they stay."""
        block = next((each for each in self._blocks if isinstance(each, Mapping) and each.get("block_id") == name), {})
        element = block.get("element")
        first = element if isinstance(element, Mapping) else {}
        before = (first.get("initial_conversation"), first.get("initial_users") or [])
        return before == (self.picked(name), self.several(name))

    def _input(self, name: str) -> Mapping[object, object]:
        inputs = self._values.get(name)
        given = inputs.get(VALUE) if isinstance(inputs, Mapping) else None
        return given if isinstance(given, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _value(option: object) -> str:
    return _text(option.get("value")) if isinstance(option, Mapping) else ""


def _option(text: str, value: str) -> Block:
    return {"text": plain_text(text), "value": value}


def _short(text: str) -> Block:
    """The text of a form's frame: its title and its two buttons have one limit."""
    title = VIEWS[Surface.MODAL].needs["title"]
    return plain_text(cut(clean(text), title.most if isinstance(title, Text) else 0))
