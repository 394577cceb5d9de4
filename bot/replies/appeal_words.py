"""What replies about appeals share: who did it, what it is against, how it stands, which can be pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.appeals import COMMAND_LINE, Action, Appeal, AppealState, Case, Event
from bot.facts import Fact, Standing
from bot.policy import Policy
from bot.replies.flow import flowing, sentences_of
from bot.replies.model import Button, Line, Part
from bot.replies.receipts import standing_words
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.appealed import Told
from bot.usecases.leaving import GONE
from bot.words import Words

NOTE_LENGTH = 160
"""How many characters of a question or an answer are told in a history."""


def case_words(case: Case, words: Words) -> str:
    """What an appeal is against."""
    return words.say(f"appeal.case_{case}")


def doer(event: Event, told: Told, words: Words) -> str:
    """Who took a step, by name where it is known; whoever is told of it is "you"."""
    if event.actor == (told.reader or told.appeal.user):
        return words.say("appeal.by_you")
    if event.actor == COMMAND_LINE:
        return words.say("appeal.by_operator")
    if event.actor.startswith(GONE):
        return words.say("appeal.by_gone")
    name = told.called.get(event.actor)
    return words.say(f"appeal.by_{event.role}") if name is None else shown(name)


def state_words(told: Told, words: Words) -> str:
    """How an appeal stands, in one sentence."""
    appeal = told.appeal
    asked = last_of(told, Action.ASK)
    return words.say(
        f"appeal.state_{appeal.state}",
        number=appeal.number,
        case=case_words(appeal.case, words),
        on=day_decided(appeal),
        by="" if asked is None else doer(asked, told, words),
    )


def last_of(told: Told, action: Action) -> Event | None:
    """The last step of a kind; None where there was none."""
    return next((event for event in reversed(told.events) if event.action == action), None)


def day_decided(appeal: Appeal) -> date:
    """The day of LinkedIn's outcome; of an appeal without one the day of its last step."""
    return appeal.decided_on or appeal.changed_at.date()


def standing_sentence(standing: Fact[Standing] | None, words: Words, policy: Policy) -> str:
    """What is recorded or reported of the account, in one sentence."""
    if standing is None:
        return words.say("appeal.recorded_nothing")
    return standing_words(standing, policy, words)


def text_button(number: int, words: Words) -> Button:
    """What asks for the text to paste into LinkedIn's form."""
    return Button(words.say("appeal.button_text"), f"text {number}", answers=False)


def withdraw_button(number: int, words: Words) -> Button:
    """What asks to withdraw an appeal; that is confirmed first."""
    return Button(words.say("appeal.button_withdraw"), f"withdraw {number}", answers=False)


def still_locked_button(number: int, words: Words) -> Button:
    """What says that LinkedIn locks all the same."""
    return Button(words.say("appeal.button_still"), f"still locked {number}", answers=False)


def status_button(number: int, words: Words) -> Button:
    """What asks how an appeal stands."""
    return Button(words.say("appeal.button_status"), f"appeal {number}", answers=False)


def again_button(words: Words) -> Button:
    """What begins another appeal."""
    return Button(words.say("appeal.button_again"), "file an appeal", answers=False)


def first_button(words: Words) -> Button:
    """What begins the first one."""
    return Button(words.say("appeal.button_first"), "file an appeal", answers=False)


def is_locked_again(told: Told) -> bool:
    """Whether it was accepted, and then the member said that it is locked still."""
    return told.appeal.state is AppealState.ACCEPTED and told.last.action == Action.STILL_LOCKED


def lifted(answer: Answer, words: Words) -> Iterator[Line]:
    """That a restriction or ban counts as lifted because an appeal was accepted, and how to say that it is not."""
    if answer.lifting is not None:
        told, accepted = answer.lifting.told, answer.lifting.accepted
        case, by = case_words(told.appeal.case, words), doer(accepted, told, words)
        texts = flowing(sentences_of(words.say("appeal.lifted", case=case, by=by, on=accepted.at.date())))
        yield from (Line(Part.NOTE, text) for text in texts)
