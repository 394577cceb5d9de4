"""The shapes of what people read, as `knowledge/` holds it: reasons, steps, questions, phrases."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field, model_validator

from bot.policy import Knowledge
from bot.policy import Words as Text


class Reason(Knowledge):
    """What a finding says; `short` is for the line on what was found fine."""

    say: Text
    short: Text | None = None


class Effort(StrEnum):
    """What a step costs: done at once, taking a while, or for somebody else to decide."""

    MINUTES = "minutes"
    DAYS = "days"
    NOT_YOURS = "not_yours"


class Step(Knowledge):
    """One thing to do that may clear a lock.

    Attributes:
        thing: of a step that adds something to the profile: what it adds, to be named in one line with the others.
    """

    say: Text
    thing: Text | None = None
    effort: Effort
    order: int


class Choice(Knowledge):
    """An answer that is often given: what stands on its button, and the value it gives."""

    label: Text
    value: Text


class Ask(Knowledge):
    """A form for an answer that is no short list: what stands on its button, and the fields it asks for."""

    label: Text
    fields: tuple[str, ...] = ()


class Question(Knowledge):
    """A question for one missing fact, and what can be typed back.

    Attributes:
        field: the field that the answer is a value of; where none is named, the one that bears the question's name.
        buttons: answers to press.
        form: where the answer is no short list; without fields it asks for the question's own.
        beside_buttons: the question where its answers can be pressed, when it is another than `say`.
    """

    say: Text
    answer: Text
    order: int
    field: str | None = None
    buttons: tuple[Choice, ...] = ()
    form: Ask | None = None
    beside_buttons: Text | None = None


class NumberName(Knowledge):
    """What a number of the policy is called; `{plan}` in it is an account type's name, and `{n}` the number.

    Attributes:
        group: what it stands under in a list of all.
        shows: how it stands there.
        name: what it is called where it stands alone.
        typed: what can be typed for it besides its name and its place in the policy.
        hint: what there is to know before changing it.
        after: what there is to know once it is changed.
    """

    group: Text
    shows: Text
    name: Text
    typed: tuple[Text, ...] = ()
    hint: Text | None = None
    after: Text | None = None


class WithoutTable(Knowledge):
    """A file whose tables stand at its top; the model's one field holds them all, a level the file does not show."""

    @model_validator(mode="before")
    @classmethod
    def _at_top_level(cls, data: Mapping[str, object]) -> dict[str, object]:
        return {name: dict(data) for name in cls.model_fields}


class Reasons(WithoutTable):
    """`reasons.toml`: check, then reason."""

    reasons: dict[str, dict[str, Reason]]


class Steps(Knowledge):
    """`steps.toml`."""

    steps: dict[str, Step]


class Questions(Knowledge):
    """`questions.toml`."""

    questions: dict[str, Question]


class Phrases(WithoutTable):
    """`phrases.toml`: section, then phrase."""

    phrases: dict[str, dict[str, Text]] = Field(min_length=1)


class NumberNames(WithoutTable):
    """`numbers.toml`: by a number's place in the policy."""

    numbers: dict[str, NumberName]


class InSlack(WithoutTable):
    """`slack.toml`: the phrases that read otherwise in Slack, by section and phrase."""

    in_slack: dict[str, dict[str, Text]]
