"""Appeals as they stand: one with its history and what comes next, all of them, one's text for LinkedIn's form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.appeals import Action, AppealState, Event
from bot.facts import Fact, Standing
from bot.policy import Policy
from bot.replies.appeal_words import (
    NOTE_LENGTH,
    again_button,
    case_words,
    day_decided,
    doer,
    first_button,
    is_locked_again,
    last_of,
    standing_sentence,
    state_words,
    status_button,
    still_locked_button,
    text_button,
    withdraw_button,
)
from bot.replies.flow import sentences_of
from bot.replies.model import Action as Pressed
from bot.replies.model import Line, Part, Reply, Window
from bot.replies.say import violation
from bot.text import clean, shown
from bot.usecases.appealed import Overview, Told
from bot.words import Words

ANSWER = "answer"
"""The form in which a member answers a reviewer."""
MOST_EVENTS = 5
"""How many steps of a history are told; what lies between its first and the last ones is left out."""
MOST_LISTED = 8
"""How many appeals are listed, the newest of them."""


def one(told: Told, all_of_them: Overview, words: Words, policy: Policy) -> Reply:
    """One appeal: how it stands, what happened, and what comes next."""
    others = [each.appeal.number for each in all_of_them.appeals if each.appeal.number != told.appeal.number]
    lines = [
        Line(Part.VERDICT, state_words(told, words)),
        *_about(told, words, policy),
        *_history(told, words),
        *_question(told, words),
        *(Line(Part.NOTE, line) for text in _next(told, all_of_them, words, policy) for line in sentences_of(text)),
    ]
    if others:
        numbers = words.listed([str(number) for number in others[-MOST_LISTED:]])
        lines.append(Line(Part.NOTE, words.say("appeal.earlier", numbers=numbers)))
    return Reply(tuple(lines), actions=tuple(_actions(told, words, lifts=all_of_them.lifts(told))))


def listed(appeals: Sequence[Told], words: Words) -> Reply:
    """The member's appeals, the newest first."""
    newest = [*reversed(appeals)]
    opened = sum(told.appeal.is_open for told in appeals)
    lines = [Line(Part.VERDICT, words.say("appeal.list", appeals=words.count("appeals", len(appeals)), open=opened))]
    for told in newest[:MOST_LISTED]:
        state = state_words(told, words)
        lines.append(Line(Part.NOTE, words.say("appeal.list_item", state=state, filed_on=told.appeal.filed_at.date())))
    if len(newest) > MOST_LISTED:
        lines.append(Line(Part.NOTE, words.count("left", len(newest) - MOST_LISTED)))
    number = newest[0].appeal.number
    lines.append(Line(Part.NOTE, words.say("appeal.list_hint", number=number)))
    return Reply(tuple(lines), actions=(status_button(number, words),))


def none_filed(standing: Fact[Standing] | None, ends: Sequence[Line], words: Words, policy: Policy) -> Reply:
    """That there is no appeal, what is recorded, and how to file one.

    Args:
        ends: that what is recorded ends by itself, where it does.
    """
    recorded = words.say("appeal.recorded_nothing")
    if standing is not None:
        recorded = words.say("appeal.recorded", standing=standing_sentence(standing, words, policy))
    lines = [
        Line(Part.VERDICT, words.say("appeal.none_kept")),
        Line(Part.NOTE, recorded),
        *ends,
        Line(Part.NOTE, words.say("appeal.where_answered")),
        Line(Part.NOTE, words.say("appeal.to_file")),
    ]
    return Reply(tuple(lines), actions=(first_button(words),))


def text(told: Told, words: Words) -> Reply:
    """An appeal's statement as it was filed, to be copied, and where it goes."""
    number = told.appeal.number
    lines = [
        Line(Part.VERDICT, words.say("appeal.text", number=number)),
        Line(Part.TEXT, told.appeal.statement),
        Line(Part.NOTE, words.say("appeal.text_where")),
    ]
    return Reply(tuple(lines), actions=(status_button(number, words),))


def _about(told: Told, words: Words, policy: Policy) -> Iterator[Line]:
    appeal = told.appeal
    details = []
    if appeal.reason:
        reason = violation(appeal.reason, appeal.case.value, policy)
        details.append(words.say("appeal.about_reason", reason=shown(reason)))
    if appeal.noticed_on:
        details.append(words.say("appeal.about_notice", on=appeal.noticed_on))
    if appeal.diagnosis:
        details.append(words.say("appeal.about_diagnosis", id=appeal.diagnosis))
    if details:
        yield Line(Part.NOTE, words.say("appeal.about", details="; ".join(details)))


def _history(told: Told, words: Words) -> Iterator[Line]:
    first, *rest = told.events
    left_out = len(rest) - MOST_EVENTS + 1
    yield _event(first, told, words)
    if left_out > 0:
        yield Line(Part.NOTE, words.count("steps", left_out))
    yield from (_event(event, told, words) for event in rest[max(left_out, 0) :])


def _event(event: Event, told: Told, words: Words) -> Line:
    what = words.say(f"appeal.did_{event.action}", by=doer(event, told, words), on=day_decided(told.appeal))
    if event.note:
        what = words.say("appeal.note", what=what, note=shown(event.note, NOTE_LENGTH))
    return Line(Part.NOTE, words.say("appeal.event", at=event.at, what=what))


def _question(told: Told, words: Words) -> Iterator[Line]:
    """What is asked, whole, where the history has it cut."""
    asked = last_of(told, Action.ASK) if told.appeal.state is AppealState.NEEDS_INFO else None
    if asked is not None and asked.note is not None and len(clean(asked.note)) > NOTE_LENGTH:
        yield Line(Part.NOTE, words.say("appeal.question"))
        yield Line(Part.TEXT, asked.note)


def _next(told: Told, all_of_them: Overview, words: Words, policy: Policy) -> Iterator[str]:
    number, state = told.appeal.number, told.appeal.state
    stands = standing_sentence(all_of_them.standing, words, policy)
    match state:
        case AppealState.SUBMITTED if all_of_them.is_settled:
            yield words.say("appeal.next_settled", number=number)
        case AppealState.SUBMITTED:
            yield words.say("appeal.next_submitted")
            yield words.say("appeal.how_long")
            yield words.say("appeal.next_decided", number=number)
        case AppealState.NEEDS_INFO:
            yield words.say("appeal.next_needs_info", number=number)
        case AppealState.ACCEPTED if is_locked_again(told):
            yield words.say("appeal.next_locked_again", standing=stands)
        case AppealState.ACCEPTED:
            yield _after_acceptance(told, all_of_them, stands, words)
        case AppealState.REJECTED if all_of_them.is_settled:
            yield stands if all_of_them.standing is None else words.say("appeal.recorded", standing=stands)
        case AppealState.REJECTED:
            yield words.say("appeal.next_rejected", case=case_words(told.appeal.case, words))
        case AppealState.WITHDRAWN:
            yield words.say("appeal.next_withdrawn")


def _after_acceptance(told: Told, all_of_them: Overview, stands: str, words: Words) -> str:
    """What counts once an appeal was accepted: that it is lifted, or what was recorded anew since."""
    accepted = last_of(told, Action.ACCEPT)
    if all_of_them.lifts(told) and accepted is not None:
        by = doer(accepted, told, words)
        return words.say("appeal.next_lifted", by=by, on=accepted.at.date(), number=told.appeal.number)
    return stands if all_of_them.standing is None else words.say("appeal.next_standing", standing=stands)


def _actions(told: Told, words: Words, *, lifts: bool) -> Iterator[Pressed]:
    number = told.appeal.number
    if told.appeal.state is AppealState.NEEDS_INFO:
        yield Window(words.say("appeal.button_answer"), ANSWER, str(number))
    if lifts:
        yield still_locked_button(number, words)
    yield text_button(number, words)
    yield withdraw_button(number, words) if told.appeal.is_open else again_button(words)
