"""What came back in a form: what was typed, picked or ticked, and what an input held when the form was opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.replies.inputs import VALUE

_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
"""The three characters that Slack escapes in what people type."""


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
        return _unescaped(_text(self._input(name).get("value")))

    def day(self, name: str) -> date | None:
        """The day that was picked."""
        try:
            return date.fromisoformat(_text(self._input(name).get("selected_date")))
        except ValueError:
            return None

    def picked(self, name: str) -> str | None:
        """The value that was picked of a list, or the channel, or the member."""
        given = self._input(name)
        one = _text(given.get("selected_conversation")) or _text(given.get("selected_user"))
        return _value(given.get("selected_option")) or one or None

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


def typed_in(inputs: object) -> str | None:
    """What one input holds as it can be typed, in its lines: a number, a text, what was picked; "" where it is empty.

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


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _value(option: object) -> str:
    return _text(option.get("value")) if isinstance(option, Mapping) else ""


def _unescaped(raw: str) -> str:
    for escaped, sign in _ESCAPED.items():
        raw = raw.replace(escaped, sign)
    return raw
