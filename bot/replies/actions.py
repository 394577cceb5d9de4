"""What can be pressed beneath an answer. Each press says something that could be typed as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.people import Person, TargetStatus
from bot.policy import Policy
from bot.replies.model import Action, Button, Form, Menu
from bot.replies.target import details, name_of
from bot.text import shown
from bot.usecases.answer import Answer
from bot.verdict import Verdict
from bot.words import Words

MOST_BUTTONS = 4
"""How many persons of one name stand on buttons; more of them stand in a menu."""
PICKABLE = 20
"""How many persons of one name can be picked from."""


def actions_of(answers: Sequence[Answer], asking: int, words: Words, policy: Policy) -> tuple[Action, ...]:
    """What can be done about answers that are given together.

    Args:
        asking: the place of the answer whose question is asked.
    """
    return tuple(_actions(answers, answers[asking], words, policy))


def _actions(answers: Sequence[Answer], answer: Answer, words: Words, policy: Policy) -> Iterator[Action]:
    if len(answers) == 1 and answer.target.status is TargetStatus.AMBIGUOUS:
        yield from _persons(answer.target.candidates[:PICKABLE], words)
        return
    yield from question(answer.ask, name_of(answer, words), words, policy)
    checked = [each for each in answers if each.verdict is not None and not each.first_use]
    if not checked or any(each.hypothetical for each in answers):
        return
    if answer.ask is None and answer.verdict is Verdict.OPEN:
        yield Button(words.say("buttons.padlock"), "padlock=yes")
    if any(each.verdict is Verdict.LOCKED for each in checked):
        yield _fix(words)
    yield Button(words.say("buttons.check"), "check again")


def fix_actions(answer: Answer, words: Words, policy: Policy) -> tuple[Action, ...]:
    """What can be done about the reply to "how do I fix it?": of a locked answer it asks nothing."""
    asked = () if answer.verdict is Verdict.LOCKED else question(answer.ask, name_of(answer, words), words, policy)
    return (*asked, Button(words.say("buttons.check"), "check again"))


def padlock_actions(words: Words, *, locked: bool) -> tuple[Action, ...]:
    """What can be done once it is said whether LinkedIn shows a padlock; `locked` is where something can be mended."""
    check = Button(words.say("buttons.check"), "check again")
    return (_fix(words), check) if locked else (check,)


def question(ask: str | None, name: str, words: Words, policy: Policy) -> Iterator[Action]:
    """What answers a question: its own buttons, the plans, a form for a number.

    Args:
        ask: the id of the question; None when nothing is asked.
        name: whom the question is about.
    """
    if ask is None:
        return
    asked = words.questions[ask]
    field = asked.field or ask
    for choice in asked.buttons:
        yield Button(choice.label, f"{field}={choice.value}")
    if field == "account_type":
        plans = [Button(account.name, f"{field}={plan}") for plan, account in policy.account_types.items()]
        yield Menu(words.say("buttons.plans"), tuple(plans))
    if asked.form:
        yield Form(asked.form.label, asked.form.fields or (field,), name)


def _fix(words: Words) -> Button:
    return Button(words.say("buttons.fix"), "how do I fix it", answers=False)


def _persons(persons: Sequence[Person], words: Words) -> Iterator[Action]:
    """Which of several persons is meant, by their number."""
    choices = [
        Button(shown(f"{shown(person.name)}{details(person, words)}"), str(number))
        for number, person in enumerate(persons, 1)
    ]
    if len(choices) <= MOST_BUTTONS:
        yield from choices
    else:
        yield Menu(words.say("buttons.persons"), tuple(choices))
