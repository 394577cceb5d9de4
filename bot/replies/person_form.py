"""The form that asks for a person: a list to pick from, which is loaded while somebody types, and the answer in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.errors import UserError
from bot.people import Person
from bot.replies import inputs
from bot.replies.inputs import VALUE, Frame, asked
from bot.replies.limits import cut, plain_text
from bot.replies.message import Block, Message
from bot.replies.slack_table import UNTYPED, Text
from bot.replies.target import details
from bot.text import clean, shown
from bot.words import Words

CALLBACK = "person"
"""By what the listeners know the form, and the shortcut that opens it."""
SEARCH = "search:person"
"""The `action_id` of the list, by which its options are asked for."""
ANSWERED = "answered"
"""By what it is known once the answer stands in it: nothing is sent from there any more."""
PICKED, TYPED = "picked", "typed"
LONGEST = 200
"""How many characters of a typed name or address are taken."""
SHORT = 40
"""How many characters of a name stand in an option, so that what tells persons apart is not cut away."""

_ABOUT_PICKED = {"pick_nobody", "pick_gone"}
"""What goes wrong with the list; everything else is about what was typed."""


def view(words: Words, metadata: str = "") -> Block:
    """The form: somebody to pick, or, where the list has nobody, a name or a profile address to type."""
    blocks: list[Block] = [
        {
            "type": "input",
            "block_id": PICKED,
            "optional": True,
            "label": plain_text(words.say("slack_person.pick")),
            "element": {
                "type": "external_select",
                "action_id": SEARCH,
                "min_query_length": 1,
                "focus_on_load": True,
                "placeholder": plain_text(words.say("slack_person.placeholder")),
            },
            "hint": plain_text(words.say("slack_person.hint")),
        },
        asked(TYPED, words.say("slack_person.type"), {**inputs.text(), "max_length": LONGEST}, optional=True),
    ]
    frame = Frame(CALLBACK, words.say("slack_person.title"), words.say("slack_person.submit"), metadata)
    return inputs.modal(frame, blocks, words)


def options(persons: Iterable[tuple[str, Person]], words: Words) -> list[Block]:
    """Persons to pick from, each with the value it sends; no two of them read alike."""
    labels: dict[str, str] = {}
    for value, person in persons:
        slug = (person.url or "").rpartition("/")[2]
        by_url = words.say("target.details", details=slug) if slug else ""
        told = [detail for detail in (details(person, words), by_url) if detail] or [""]
        number = words.say("slack_person.another", number=len(labels) + 1)
        name = shown(person.name, SHORT)
        tellings = [cut(clean(f"{name}{detail}"), _most()) for detail in (*told, number)]
        labels[next(label for label in tellings if label not in labels)] = value
    return [{"text": plain_text(label), "value": value} for label, value in labels.items()]


def given(view_state_values: object) -> tuple[str, str]:
    """The value of the option that was picked, and what was typed, from a view's `state.values`; "" for neither."""
    picked = _inside(view_state_values, PICKED, SEARCH, "selected_option", "value")
    typed = _inside(view_state_values, TYPED, VALUE, "value")
    return (picked if isinstance(picked, str) else ""), (clean(typed) if isinstance(typed, str) else "")


def errors(error: UserError, words: Words) -> dict[str, str]:
    """What is wrong, beneath the input that it is about: for `ack(response_action="errors", errors=...)`."""
    return {PICKED if error.code in _ABOUT_PICKED else TYPED: words.error(error)}


def failed(said: str) -> dict[str, str]:
    """That it could not be answered, beneath the form's first input."""
    return {PICKED: said}


def answered(answer: Message | None, words: Words, *, sent: bool) -> Block:
    """The answer in the place of the form, for a look at once; it can be gone on with where it also came to stand.

    Args:
        answer: None where the form was sent before.
        sent: whether the same comes as a direct message, too.
    """
    note = {"type": "context", "elements": [plain_text(words.say("slack_person.sent"))]}
    shown_too = () if answer is None else tuple(block for block in answer.blocks if block["type"] != "actions")
    blocks = (*shown_too, *((note,) if sent or not shown_too else ()))
    return inputs.modal(Frame(ANSWERED, words.say("slack_person.title"), None), blocks, words)


def _inside(data: object, *path: str) -> object:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _most() -> int:
    text = UNTYPED["option"].needs["text"]
    return text.most if isinstance(text, Text) else 0
