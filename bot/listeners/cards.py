"""Duties for the review channel: each appeal's card shows what it should, and what waits is brought to mind."""

from __future__ import annotations

import logging

from bot.errors import UserError
from bot.listeners.desk import Desk
from bot.listeners.trouble import why
from bot.replies import review_card, reviewing
from bot.replies.blocks import message
from bot.replies.message import Message
from bot.replies.model import Reply
from bot.slack_out import Posted
from bot.slack_out.wire import limited, refused
from bot.slack_out.workspace import NOT_THERE
from bot.store.cards import Place
from bot.usecases.reviewed import Due, Reminder

MOST = 20
"""How many cards are shown, and how many reminders sent, before other duties have their turn."""
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
"""Slack's codes for "that message can't be changed any more": it was deleted, most likely."""
_LOG = logging.getLogger(__name__)
_NO_THREAD = ("thread_not_found", "message_not_found", "cannot_reply_to_message", "invalid_thread_ts")


def show_cards(desk: Desk) -> bool:
    """Post or change every card that does not show what it should.

    Should the program end between Slack's taking a card and keeping that it did, the card is posted once more.
    """
    for _ in range(MOST):
        due = desk.app.whylocked.reviewing.take(desk.moment)
        if due is None:
            return False
        if not _show(desk, due):
            return False
    return True


def remind(desk: Desk) -> bool:
    """Say beneath the card of each appeal that has waited for as long as the policy says that it waits."""
    for _ in range(MOST):
        reminder = desk.app.whylocked.reviewing.take_waiting(desk.moment)
        if reminder is None:
            return False
        _remind(desk, reminder)
    return True


def _show(desk: Desk, due: Due) -> bool:
    """Show one card, or have it wait; whether Slack can be asked for the next one."""
    cards = desk.app.of(due.card.team).whylocked.reviewing
    try:
        place = _placed(desk, due)
    except UserError as error:
        _LOG.warning("a card was not shown", extra=why(error))
        cards.not_shown(due, desk.moment, away=refused(error, *NOT_THERE))
        return error.code != "slack_unreachable" and not limited(error)
    cards.shown(due, place)
    return True


def _placed(desk: Desk, due: Due) -> Place | None:
    """Where the card stands, now that it shows what it should; None where there is nothing to show.

    Raises:
        UserError: Slack did not take it, or the bot is not installed there any more.
    """
    token = desk.token(due.card.team)
    if token is None:
        raise UserError("slack_token")
    workspace, card = desk.out.of(token), _message(desk, due)
    if due.in_place is not None:
        try:
            workspace.update(Posted(due.in_place.channel, due.in_place.ts), card)
        except UserError as error:
            if not refused(error, *_GONE):
                raise
        else:
            return due.in_place
    if due.posts_in is None:
        return None
    posted = workspace.post(due.posts_in, card)
    if due.in_place is None and due.card.place is not None:
        _say_moved(desk, token, due, due.card.place)
    return Place(posted.channel, posted.ts)


def _say_moved(desk: Desk, token: str, due: Due, old: Place) -> None:
    """Have nothing of an appeal stay where appeals are shown no more, as far as Slack lets it."""
    words = desk.app.words
    left = reviewing.greeting(None, words) if due.is_greeting else review_card.moved(due.card.appeal, words)
    try:
        desk.out.of(token).update(Posted(old.channel, old.ts), message(left, words))
    except UserError:
        return


def _message(desk: Desk, due: Due) -> Message:
    app = desk.app.of(due.card.team)
    reply: Reply
    if due.is_greeting:
        reply = reviewing.greeting(due.channel, app.words, due.set_by)
    elif due.shows is None:
        reply = review_card.gone(due.card.appeal, app.words, withdrawn=due.withdrawn)
    else:
        reply = review_card.card(due.shows, app.policy, app.words)
    return message(reply, app.words, review_card.CARD)


def _remind(desk: Desk, reminder: Reminder) -> None:
    team, place = reminder.waiting.team, reminder.waiting.place
    app, token = desk.app.of(team), desk.token(team)
    if reminder.appeal is not None:
        if token is None:
            return
        line = message(review_card.waiting(reminder.appeal, reminder.days, app.words), app.words)
        try:
            desk.out.of(token).post(place.channel, line, place.ts)
        except UserError as error:
            if refused(error, *_NO_THREAD):
                app.whylocked.reviewing.lost(reminder, desk.moment)
            return  # else it comes again by itself
    app.whylocked.reviewing.reminded(reminder)
