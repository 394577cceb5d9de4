"""Forms: one input a field, as its kind asks for; what comes back, however odd; what does not fit, in its place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy import Policy
from bot.profile_fields import FIELDS, OF_TARGET, parse_field
from bot.replies.forms import CALLBACK, errors, stated, view
from bot.replies.limits import Surface, problems, view_problems
from bot.replies.message import Block
from bot.replies.model import Form
from bot.words import BUILT_IN, Words

ALL = (*FIELDS, *sorted(OF_TARGET))
YES_NO = {"photo", "position", "education", "experience", "summary", "custom_url", "padlock"}
NUMBERS = {"connections": 30_000, "skills": 100, "completeness": 100, "messages": 1_000_000, "shared": 30_000}


def label(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(text: str, value: str) -> Block:
    return {"text": label(text), "value": value}


def number(most: int) -> Block:
    return {
        "type": "number_input",
        "action_id": "value",
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(most),
    }


def yes_no() -> Block:
    return {"type": "radio_buttons", "action_id": "value", "options": [option("Yes", "yes"), option("No", "no")]}


def typed(value: object, kind: str = "number_input") -> dict[str, Any]:
    """An input with something typed into it, as Slack sends it."""
    return {"value": {"type": kind, "value": value}}


def picked(value: object) -> dict[str, Any]:
    """An input with something picked, as Slack sends it."""
    chosen = None if value is None else {"text": {"type": "plain_text", "text": "X"}, "value": value}
    return {"value": {"type": "radio_buttons", "selected_option": chosen}}


def test_form_of_one_field(words: Words, policy: Policy):
    """A form that asks one thing names the person in its question, and wants an answer."""
    assert view(Form("Another number", ("shared",), "Jane *Doe* <x>"), words, policy, "k7wq2m9xp4td") == {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": label("Another number"),
        "submit": label("Save"),
        "close": label("Cancel"),
        "private_metadata": "k7wq2m9xp4td",
        "blocks": [
            {
                "type": "input",
                "block_id": "shared",
                "label": label("Open Jane *Doe* <x>'s LinkedIn profile: how many mutual connections does it show?"),
                "element": number(30_000),
                "optional": False,
            }
        ],
    }


def test_form_of_first_use(words: Words, policy: Policy):
    """A form of several fields lets each be left empty; the plans are the policy's, by name."""
    form = Form("Answer here", ("account_type", "connections", "photo", "skills"), "Jane Doe")
    made = view(form, words, policy, "")
    plans = [option(account.name, key) for key, account in policy.account_types.items()]
    assert [(block["block_id"], block["optional"]) for block in made["blocks"]] == [
        (field, True) for field in form.fields
    ]
    assert [block["element"] for block in made["blocks"]] == [
        {"type": "static_select", "action_id": "value", "placeholder": label("Choose"), "options": plans},
        number(30_000),
        yes_no(),
        number(100),
    ]
    assert made["blocks"][0]["label"]["text"] == "Which LinkedIn plan are you on?"


@pytest.mark.parametrize("field", ALL)
def test_every_field_can_be_asked_for(field: str, words: Words, policy: Policy):
    """Each field that can be stated has a question and an input that fits its kind."""
    made = view(Form("One", (field,)), words, policy, "")
    (block,) = made["blocks"]
    assert block["label"]["text"].endswith("?")
    kind = block["element"]["type"]
    expected = {
        **dict.fromkeys(YES_NO, "radio_buttons"),
        **dict.fromkeys(NUMBERS, "number_input"),
        "account_type": "static_select",
        "share_network": "radio_buttons",
        "name": "plain_text_input",
        "url": "plain_text_input",
    }
    assert kind == expected[field]


@pytest.mark.parametrize("field", ALL)
def test_what_a_form_offers_is_taken(field: str, words: Words, policy: Policy):
    """Every option of a form is a value of its field, and so is every number between its bounds; none beyond."""
    (block,) = view(Form("One", (field,)), words, policy, "")["blocks"]
    element = block["element"]
    offered = [option["value"] for option in element.get("options", [])]
    if field in NUMBERS:
        offered = [element["min_value"], "1", element["max_value"]]
        assert errors([(field, str(NUMBERS[field] + 1))], policy, words).keys() == {field}
    assert errors([(field, value) for value in offered], policy, words) == {}
    assert all(parse_field(field, value, policy, of_target=True) is not None for value in offered)


@pytest.mark.parametrize("words_of", ["terminal", "slack"])
def test_forms_are_within_slacks_limits(words_of: str, policy: Policy):
    """A form with every field, the longest label and the longest name is one that Slack takes."""
    said = Words(BUILT_IN) if words_of == "terminal" else Words(BUILT_IN).in_slack()
    for name in ("", "x" * 10_000, "<!channel>&" * 900, "\u202e*b*\x00"):
        made = view(Form(name or "Form", ALL, name), said, policy, "x" * 3_000)
        assert view_problems(made) == []
        assert [block["block_id"] for block in made["blocks"]] == list(ALL)
    assert view_problems(view(Form("F", ("photo",)), said, policy, "x" * 3_001)) != []


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("x" * 23, "x" * 23),
        ("x" * 24, "x" * 24),
        ("x" * 25, "x" * 23 + "…"),
        ("How many have both of you?", "How many have both of y…"),
    ],
)
def test_title(given: str, title: str, words: Words, policy: Policy):
    """The title is what stands on the button, cut to Slack's 24 characters."""
    assert view(Form(given, ("photo",)), words, policy, "")["title"] == label(title)


def test_nobody_is_named(words: Words, policy: Policy):
    """Without a name the question speaks of this person."""
    (block,) = view(Form("One", ("shared",)), words, policy, "")["blocks"]
    assert block["label"]["text"].startswith("Open this person's LinkedIn profile")


def test_stated():
    """What was filled in comes back as field and value, in the order of the form; what was left empty does not."""
    values = {
        "account_type": picked("premium"),
        "connections": typed("212"),
        "photo": picked(None),
        "skills": typed(None),
        "name": typed("  Jane\u202e  Doe ", "plain_text_input"),
        "shared": typed("0"),
    }
    assert stated(values) == [
        ("account_type", "premium"),
        ("connections", "212"),
        ("name", "Jane Doe"),
        ("shared", "0"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        None,
        "photo",
        [],
        {},
        {"photo": None},
        {"photo": "yes"},
        {"photo": {}},
        {"photo": {"other": {"value": "yes"}}},
        {"photo": {"value": None}},
        {"photo": {"value": "yes"}},
        {"photo": {"value": []}},
        {"photo": {"value": {}}},
        {"photo": {"value": {"value": 5}}},
        {"photo": {"value": {"value": ["yes"]}}},
        {"photo": {"value": {"selected_option": {}}}},
        {"photo": {"value": {"selected_option": {"value": {"a": 1}}}}},
        {"photo": typed("")},
        {"photo": typed(" \u200b\n")},
        {"nonsense": typed("yes")},
        {"": typed("yes")},
        {5: typed("yes")},
    ],
)
def test_nothing_stated(values: object):
    """Whatever else comes from the wire states nothing, and breaks nothing."""
    assert stated(values) == []


def test_errors(words: Words, policy: Policy):
    """What does not fit is said beneath its own field; what fits is not mentioned."""
    pairs = [("photo", "yes"), ("connections", "30001"), ("skills", "101"), ("completeness", "7.5"), ("messages", "9")]
    assert errors(pairs, policy, words) == {
        "connections": "connections takes a whole number from 0 to 30000, not “30001”.",
        "skills": "skills takes a whole number from 0 to 100, not “101”.",
        "completeness": "completeness takes a whole number from 0 to 100, not “7.5”.",
    }


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("skills", "1000"),
        ("skills", "SQL, Go"),
        ("shared", "unknown"),
        ("account_type", "gold"),
        ("photo", "x" * 5_000),
    ],
)
def test_more_errors(field: str, raw: str, words: Words, policy: Policy):
    """A number that was not offered, a list instead of a number, a plan nobody sells: each has its sentence."""
    told = errors([(field, raw)], policy, words)
    assert told.keys() == {field}
    assert told[field].endswith((".", "”."))
    assert len(told[field]) < 300


def test_errors_of_what_no_form_asks(words: Words, policy: Policy):
    """A field that does not exist is told of like any other mistake."""
    assert errors([("foto", "yes")], policy, words)["foto"].startswith("There is no field “foto”")


def test_inputs_of_one_form_share_their_action(words: Words, policy: Policy):
    """Every input's action is called the same, each in a block of its own, which Slack allows."""
    made = view(Form("All", ALL), words, policy, "")
    assert {block["element"]["action_id"] for block in made["blocks"]} == {"value"}
    assert problems(made["blocks"], Surface.MODAL) == []
