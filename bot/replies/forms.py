"""The form behind a Form button: a modal with one input a field, and what came back from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.errors import UserError
from bot.policy import Policy
from bot.profile_fields import FIELDS, MOST, OF_TARGET, parse_field
from bot.replies import inputs
from bot.replies.given import typed_in
from bot.replies.inputs import Frame, asked
from bot.replies.message import Block
from bot.replies.model import Form
from bot.replies.sharing import LEVELS
from bot.text import clean
from bot.words import Words, fill

CALLBACK = "facts"
"""By what the listeners know a form that was sent."""


def view(form: Form, words: Words, policy: Policy, metadata: str) -> Block:
    """The modal that asks for a form's fields. Of several, each may be left empty.

    Args:
        metadata: what comes back with the answers, at most 3,000 characters; it is not looked at here.
    """
    hints = {"connections": words.say("slack_form.hint_connections")}
    blocks = [
        asked(
            field,
            _question(field, form.name, words, policy),
            _element(field, words, policy),
            hint=hints.get(field),
            optional=len(form.fields) > 1,
        )
        for field in form.fields
    ]
    return inputs.modal(Frame(CALLBACK, form.label, words.say("slack_form.submit"), metadata), blocks, words)


def ours(fields: Iterable[str]) -> bool:
    """Whether there are such fields to ask for; an older version may have asked for others."""
    return set(fields) <= {*FIELDS, *OF_TARGET}


def stated(view_state_values: object) -> list[tuple[str, str]]:
    """The fields that were filled in, with what was given, from a view's `state.values`; what is not ours is left."""
    if not isinstance(view_state_values, Mapping):
        return []
    known = [field for field in view_state_values if field in {*FIELDS, *OF_TARGET}]
    given = [(field, clean(typed_in(view_state_values[field]) or "")) for field in known]
    return [(field, raw) for field, raw in given if raw]


def errors(pairs: Iterable[tuple[str, str]], policy: Policy, words: Words) -> dict[str, str]:
    """What does not fit, by the block that asked for it: for `ack(response_action="errors", errors=...)`."""
    told = {}
    for field, raw in pairs:
        try:
            _check(field, raw, policy)
        except UserError as error:
            told[field] = words.error(error)
    return told


def nothing_filled(view: object, words: Words) -> dict[str, str]:
    """That a form was sent without anything filled in, under its first input; nothing where it is no form of ours."""
    blocks = view.get("blocks") if isinstance(view, Mapping) else None
    first = blocks[0] if isinstance(blocks, list) and blocks else None
    name = first.get("block_id") if isinstance(first, Mapping) else None
    return {name: words.say("slack_form.nothing")} if isinstance(name, str) else {}


def _check(field: str, raw: str, policy: Policy) -> None:
    value = parse_field(field, raw, policy, of_target=True)
    # A list of skills is read, too, but none was asked for.
    if field in MOST and not isinstance(value, int):
        raise UserError("bad_number", field=field, text=raw[:80], most=MOST[field])


def _question(field: str, name: str, words: Words, policy: Policy) -> str:
    question = next((each for key, each in words.questions.items() if (each.field or key) == field), None)
    if question is None:
        return words.say(f"slack_form.ask_{field}")
    fields = {
        "name": clean(name) or words.say("target.the_person"),
        "plans": ", ".join(account.name for account in policy.account_types.values()),
        "window_days": policy.message_volume.window_days,
    }
    return fill(question.beside_buttons or question.say, fields)


def _element(field: str, words: Words, policy: Policy) -> Block:
    """The input that fits a field best."""
    if field in MOST:
        return inputs.number(0, MOST[field])
    if field == "account_type":
        plans = {key: account.name for key, account in policy.account_types.items()}
        return inputs.choice(words.say("slack_form.choose"), plans)
    if field == "share_network":
        return inputs.radio({level: words.say(f"slack_form.{level}") for level in LEVELS})
    if _is_yes_or_no(field, policy):
        return inputs.radio({answer: words.say(f"slack_form.{answer}") for answer in ("yes", "no")})
    return inputs.text()


def _is_yes_or_no(field: str, policy: Policy) -> bool:
    """Whether yes and no mean something for a field, beyond the words as such."""
    try:
        values = [parse_field(field, answer, policy, of_target=True) for answer in ("yes", "no")]
    except UserError:
        return False
    return not any(isinstance(value, str) for value in values)
