"""What can be pressed, as Slack shows it: what it says or opens stands behind the token of its answer in its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.replies.limits import plain_text
from bot.replies.message import Block
from bot.replies.model import Action, Button, Form, Menu, Window

ROW = 25
"""How many things to press one row holds."""


def rows(actions: Sequence[Action], card: str) -> Iterator[Block]:
    """What can be pressed beneath an answer, in rows.

    Args:
        card: the token under which the state of the conversation is kept.
    """
    elements = [pressable(action, number, card) for number, action in enumerate(actions)]
    if actions and isinstance(actions[0], Form):  # the one thing to do: everything else is one answer among others
        elements[0]["style"] = "primary"
    for row, start in enumerate(range(0, len(elements), ROW)):
        yield {"type": "actions", "block_id": f"{card}:{row}", "elements": elements[start : start + ROW]}


def pressable(action: Action, number: int, card: str) -> Block:
    """Something to press; `number` tells it apart from what stands beside it."""
    match action:
        case Button(label, says, answers):
            return _button(f"{'say' if answers else 'more'}:{number}", label, f"{card} {says}")
        case Form(label, fields, name):
            return _button(f"form:{number}", label, f"{card} {','.join(fields)}|{name}")
        case Window(label, opens, about):
            return _button(f"open:{number}", label, f"{card} {opens}|{about}")
        case Menu(label, options):
            return {
                "type": "static_select",
                "action_id": f"menu:{number}",
                "placeholder": plain_text(label),
                "options": [{"text": plain_text(option.label), "value": f"{card} {option.says}"} for option in options],
            }


def _button(action_id: str, label: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain_text(label), "value": value}
