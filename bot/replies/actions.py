"""What can be pressed beneath an answer. Each press says something that could be typed as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.people import Person, TargetStatus
from bot.policy import Policy
from bot.replies.appeal_words import still_locked_button
from bot.replies.model import Action, Button, Form, Menu
from bot.replies.target import name_of
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.watching import is_banned
from bot.verdict import Verdict
from bot.words import Words

MOST_BUTTONS = 4
"""How many persons of one name stand on buttons; more of them stand in a menu."""
MOST_ACTIONS = 5
"""How many things to press stand beneath an answer: more, and nobody finds the one that helps."""
SHORT = 32
"""How many characters of a name, and of a company, fit on a button side by side."""
PICKABLE = 20
"""How many persons of one name can be picked from."""


def actions_of(answers: Sequence[Answer], asking: int | None, words: Words, policy: Policy) -> tuple[Action, ...]:
    """What can be done about answers that are given together.

    Args:
        asking: the place of the answer whose question is asked; None when none is.
    """
    actions = tuple(_actions(answers, asking, words, policy))
    return (*actions[:-1], watch_button(words), *actions[-1:]) if _can_wait(answers, len(actions)) else actions


def _actions(answers: Sequence[Answer], asking: int | None, words: Words, policy: Policy) -> Iterator[Action]:
    only = answers[0] if len(answers) == 1 else None
    if only is not None and only.target.status is TargetStatus.AMBIGUOUS:
        yield from _persons(only.target.candidates[:PICKABLE], words)
        return
    if asking is not None:
        asked = answers[asking]
        yield from question(asked.ask, name_of(asked, words), words, policy)
    checked = [each for each in answers if each.verdict is not None and not each.first_use]
    if not checked or any(each.hypothetical for each in answers):
        return
    named = only is not None and only.target.status is not TargetStatus.NONE
    if named and checked[0].ask is None and checked[0].verdict is Verdict.OPEN:
        yield Button(words.say("buttons.padlock"), "padlock=yes")
    rest = not_known(checked[0])
    if len(rest) > 1:
        yield Form(words.say("buttons.rest"), rest)
    if any(each.verdict is Verdict.LOCKED for each in checked):
        yield fix_button(words)
    if checked[0].lifting is not None:
        yield still_locked_button(checked[0].lifting.told.appeal.number, words)
    yield check_button(words)


def _can_wait(answers: Sequence[Answer], offered: int) -> bool:
    """Whether it is worth waiting for what the one answer is about, and there is room to offer it."""
    if len(answers) > 1 or answers[0].hypothetical or answers[0].verdict is not Verdict.LOCKED:
        return False
    return offered < MOST_ACTIONS and answers[0].can_be_told and not is_banned(answers[0].findings)


def not_known(answer: Answer) -> tuple[str, ...]:
    """The fields of the profile that a check still lacks."""
    facts = answer.facts
    lacking = {"account_type": facts.account_type, "connections": facts.connections, "messages": facts.sent}
    fields = [field for field, fact in lacking.items() if fact is None]
    for finding in answer.findings:
        unknown = finding.evidence.get("unknown")
        fields += unknown if isinstance(unknown, list) else []
    return tuple(fields)


def fix_actions(answer: Answer, words: Words, policy: Policy) -> tuple[Action, ...]:
    """What can be done about the reply to "how do I fix it?": of a locked answer it asks nothing."""
    asked = () if answer.verdict is Verdict.LOCKED else question(answer.ask, name_of(answer, words), words, policy)
    meet = () if answer.introducer is None else (introduce_button(words),)
    return (*asked, *meet, check_button(words))


def after_actions(answer: Answer, words: Words) -> tuple[Action, ...]:
    """What can be done about an answer whose question is answered."""
    check = check_button(words)
    return (fix_button(words), check) if answer.verdict is Verdict.LOCKED else (check,)


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


def fix_button(words: Words) -> Button:
    """What asks for the whole plan."""
    return Button(words.say("buttons.fix"), "how do I fix it", answers=False)


def introduce_button(words: Words) -> Button:
    """What asks who can introduce the member to the person asked about, with a note to each."""
    return Button(words.say("buttons.introduce"), "who can introduce me", answers=False)


def check_button(words: Words) -> Button:
    """What has the same checked once more."""
    return Button(words.say("buttons.check"), "check again")


def watch_button(words: Words) -> Button:
    """What asks to be told once it unlocks."""
    return Button(words.say("buttons.watch"), "tell me when it unlocks", answers=False)


def _persons(persons: Sequence[Person], words: Words) -> Iterator[Action]:
    """Which of several persons is meant, by their number."""
    choices = [Button(_labelled(person, number, words), str(number)) for number, person in enumerate(persons, 1)]
    if len(choices) <= MOST_BUTTONS:
        yield from choices
    else:
        yield Menu(words.say("buttons.persons"), tuple(choices))


def _labelled(person: Person, number: int, words: Words) -> str:
    """A person so short that what tells persons of one name apart is not cut away."""
    place = person.company or person.position or (person.url or "").rpartition("/")[2]
    details = words.say("target.details", details=shown(place, SHORT)) if place else ""
    return words.say("target.candidate", number=number, name=shown(person.name, SHORT), details=details)
