"""The form in which administrators change the numbers of the policy: one input a number, and what came back from it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import UserError
from bot.own_numbers import PathTo
from bot.replies import inputs
from bot.replies.given import typed_in
from bot.replies.inputs import Frame, asked
from bot.replies.limits import plain_text
from bot.replies.message import Block
from bot.replies.number_names import NumberNames
from bot.replies.numbers import FORM
from bot.text import clean
from bot.usecases.numbers import Shown
from bot.words import Words


def view(shown: Shown, names: NumberNames, words: Words, metadata: str) -> Block:
    """The form with every number as it is in force; one that is left empty is the default."""
    title = plain_text(words.say("numbers.form_title", policy=shown.now.policy.version))
    blocks: list[Block] = [{"type": "context", "elements": [title]}]
    for path, number in shown.defaults.items():
        entry = names.entry(path)
        hint = words.say("numbers.form_default", default=number.value)
        if entry is not None and entry.hint:
            hint = words.say("numbers.form_hint", default=hint, hint=entry.hint)
        name = names.called(path)
        element = inputs.number(number.least, number.most, str(shown.value(path)))
        blocks.append(asked(path, name[:1].upper() + name[1:], element, hint=hint, optional=True))
    frame = Frame(FORM, words.say("numbers.button"), words.say("slack_form.submit"), metadata)
    return inputs.modal(frame, blocks, words)


def given(view_state_values: object, names: NumberNames) -> tuple[dict[PathTo, int | None], dict[PathTo, UserError]]:
    """The numbers of a form that was sent, None for one that was left empty; and what is no whole number."""
    numbers: dict[PathTo, int | None] = {}
    wrong: dict[PathTo, UserError] = {}
    for path, sent in view_state_values.items() if isinstance(view_state_values, Mapping) else ():
        text = clean(typed_in(sent) or "")
        try:
            numbers[path] = names.whole(path, text) if text else None
        except UserError as error:
            wrong[path] = error
    return numbers, wrong


def errors(wrong: Mapping[PathTo, UserError], names: NumberNames, words: Words) -> dict[PathTo, str]:
    """What does not fit, by the block that asked for it."""
    told = {path: names.named(error, brief=True) for path, error in wrong.items()}
    return {path: words.error(error) for path, error in told.items()}
