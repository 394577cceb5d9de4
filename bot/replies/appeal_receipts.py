"""What came of a step that a member took of an appeal, and why one could not be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.appeals import Action, AppealState, Case
from bot.policy import Policy
from bot.replies.appeal_words import (
    again_button,
    case_words,
    day_decided,
    doer,
    is_locked_again,
    standing_sentence,
    state_words,
    status_button,
    text_button,
    withdraw_button,
)
from bot.replies.model import Button, Line, Part, Reply
from bot.usecases.appealed import Done, Filed, Overview, Refusal, Told
from bot.words import Words


def filed(outcome: Filed, words: Words) -> Reply:
    """The receipt of an appeal, or that one is open already."""
    appeal = outcome.appeal
    said = {"number": appeal.number, "case": case_words(appeal.case, words), "on": appeal.filed_at.date()}
    code = "appeal.filed" if outcome.is_new else "appeal.filed_already"
    lines = [Line(Part.VERDICT, words.say(code, **said))]
    if outcome.reported:
        lines.append(Line(Part.NOTE, words.say("appeal.reported")))
    if appeal.case is Case.BAN and outcome.is_new:
        lines.append(Line(Part.NOTE, words.say("appeal.odds_ban")))
    if not outcome.is_new:
        lines.append(Line(Part.NOTE, words.say("appeal.to_change", number=appeal.number)))
    typed, pressed = (words.say(f"appeal.{code}", number=appeal.number) for code in ("to_send", "to_send_pressed"))
    lines.append(Line(Part.NOTE, typed, pressed))
    lines.append(Line(Part.NOTE, words.say("appeal.goes_to")))
    reviewed = "appeal.reviewed" if outcome.reviewed else "appeal.not_reviewed"
    seen = "appeal.guests" if outcome.by_guest else reviewed
    lines.append(Line(Part.NOTE, words.say(seen, number=appeal.number)))
    lines.append(Line(Part.NOTE, words.say("appeal.follow", number=appeal.number)))
    buttons = (text_button, status_button, withdraw_button)
    return Reply(tuple(lines), actions=tuple(button(appeal.number, words) for button in buttons))


def ask_to_withdraw(told: Told, words: Words) -> Reply:
    """What withdrawing does, and whether it shall be."""
    said = {"number": told.appeal.number, "case": case_words(told.appeal.case, words)}
    lines = (
        Line(Part.VERDICT, words.say("appeal.withdraw", **said)),
        Line(Part.NOTE, words.say("appeal.withdraw_linkedin")),
        Line(Part.QUESTION, words.say("appeal.withdraw_question"), words.say("appeal.withdraw_question_pressed")),
    )
    yes = Button(words.say("appeal.button_withdraw"), "yes, withdraw it")
    return Reply(lines, actions=(yes, Button(words.say("appeal.button_keep"), "no")))


def done(action: Action, outcome: Done, words: Words, policy: Policy) -> Reply:
    """That a step was taken, and what is next."""
    appeal = outcome.appeal
    said = {"number": appeal.number, "case": case_words(appeal.case, words), "on": day_decided(appeal)}
    match action:
        case Action.WITHDRAW:
            texts = [words.say("appeal.withdrawn", **said), words.say("appeal.next_withdrawn")]
        case Action.ANSWER:
            texts = [words.say("appeal.answered", **said), words.say("appeal.next_submitted")]
        case Action.ASK:
            texts = [words.say("appeal.asked", note=outcome.told.last.note)]
        case Action.ACCEPT:
            texts = [words.say("appeal.decided", **said), _stands(outcome, words, policy)]
        case Action.REJECT:
            texts = [words.say("appeal.decided_rejected", **said), _stands(outcome, words, policy)]
        case Action.STILL_LOCKED:
            stands = standing_sentence(outcome.standing, words, policy)
            texts = [words.say("appeal.locked_again", standing=stands), words.say("appeal.locked_again_next")]
    verdict, *notes = texts
    lines = [Line(Part.VERDICT, verdict), *(Line(Part.NOTE, text) for text in notes)]
    button = status_button(appeal.number, words) if appeal.is_open else again_button(words)
    return Reply(tuple(lines), actions=(button,))


def _stands(outcome: Done, words: Words, policy: Policy) -> str:
    return words.say("appeal.recorded", standing=standing_sentence(outcome.standing, words, policy))


def refused(action: Action, outcome: Refusal, overview: Overview, words: Words, policy: Policy) -> Reply:
    """Why a step of the member's own appeal cannot be taken any more, and what it has become by whom."""
    return Reply(
        tuple(Line(Part.NOTE, text) for text in _refused(action, outcome, overview, words, policy)),
        actions=(status_button(outcome.appeal.number, words),),
    )


def _refused(action: Action, outcome: Refusal, overview: Overview, words: Words, policy: Policy) -> Iterator[str]:
    told, state = outcome.told, outcome.appeal.state
    if action is Action.STILL_LOCKED and is_locked_again(told):
        stands = standing_sentence(overview.standing, words, policy)
        yield words.say("appeal.locked_already", standing=stands)
        yield words.say("appeal.locked_again_next")
    elif action is Action.STILL_LOCKED:
        yield words.say("appeal.not_lifted")
        yield words.say("appeal.not_lifted_next")
    elif action is Action.ANSWER and state is AppealState.SUBMITTED:
        yield words.say("appeal.nothing_asked", number=outcome.appeal.number)
    else:
        by, at = doer(told.last, told, words), told.last.at
        yield words.say("appeal.too_late_by", state=state_words(told, words), by=by, at=at)


def not_lifted(words: Words) -> Reply:
    """That nothing was lifted that could come back."""
    texts = (words.say("appeal.not_lifted"), words.say("appeal.not_lifted_next"))
    return Reply(tuple(Line(Part.NOTE, text) for text in texts))


def which(verb: str, appeals: Sequence[Told], words: Words) -> Reply:
    """Which of several appeals is meant, or that there is none.

    Args:
        verb: what is to be done with it: "withdraw", "answer" or "text".
    """
    if not appeals:
        return Reply((Line(Part.NOTE, words.say("appeal.none_open")),), actions=(again_button(words),))
    numbers = words.listed([str(told.appeal.number) for told in appeals])
    said = {"verb": words.say(f"appeal.which_{verb}"), "number": appeals[-1].appeal.number, "numbers": numbers}
    make = {"withdraw": withdraw_button, "text": text_button}.get(verb, status_button)
    return Reply(
        (Line(Part.QUESTION, words.say("appeal.which", **said)),),
        actions=tuple(make(told.appeal.number, words) for told in appeals),
    )
