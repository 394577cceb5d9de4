"""The form that sets up who handles appeals and where, and the forms behind the buttons of an appeal's card."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.appeals import Action, Appeal, Refused, Role, step
from bot.errors import UserError
from bot.listeners.admin import only_administrators, only_members_of_here
from bot.listeners.asked import Asked
from bot.listeners.clerk import caused
from bot.listeners.desk import MOST_LOOKED_UP, Desk
from bot.listeners.submitted import Sent, answer, sent_form, taken_in
from bot.replies import appeal_receipts, review_card, review_forms, reviewing, reviewing_form
from bot.replies.blocks import message
from bot.replies.message import Block
from bot.slack_out.wire import refused
from bot.slack_out.workspace import NOT_THERE
from bot.store.cards import Place
from bot.store.roles import Office
from bot.store.who import is_user
from bot.text import shown
from bot.understanding.request import Intent
from bot.usecases.appealed import Refusal
from bot.usecases.reviewed import Changes

_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")
_OF_THE_DAY = {"outcome_in_future", "outcome_before_notice"}
"""What is wrong with the day in a form; everything else is said under its text."""


def set_up_window(desk: Desk, asked: Asked, _about: str, metadata: str) -> Block:
    """The form that sets up who handles appeals and where.

    Raises:
        UserError: whoever pressed is no administrator.
    """
    only_administrators(desk, asked)
    app = desk.app.of(asked.who.team)
    return reviewing_form.view(app.whylocked.offices.set_up(asked.who.team), app.words, metadata)


def set_up(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """That form was sent: that the bot is not in the channel is said before it closes."""
    sent = sent_form(body, context)
    if sent is None:
        return ack()

    def save() -> BoltResponse:
        only_administrators(desk, sent.asked)
        app, who = desk.app.of(sent.asked.who.team), sent.asked.who
        app.whylocked.reviewing.change(who, _changes(desk, sent), desk.clock())
        caused(desk, who.team)
        answer(desk, sent, app.administration.reviewing.shown(who))
        return ack()

    return taken_in(desk, ack, sent, save, lambda error: str(error.fields.get("block", reviewing.CHANNEL)))


def _changes(desk: Desk, sent: Sent) -> Changes:
    """What the form changes of what it was filled in with; a new channel is told what it is for.

    Raises:
        UserError: the bot is not in the channel, or it is none; or somebody is no member of the workspace.
    """
    given, asked = sent.given, sent.asked
    offices = {reviewing.REVIEWERS: Office.REVIEWER, reviewing.ADMINISTRATORS: Office.ADMINISTRATOR}
    bearers = {office: given.several(name) for name, office in offices.items() if not given.untouched(name)}
    channel, greeted = given.picked(reviewing.CHANNEL), None
    app = desk.app.of(asked.who.team)
    now = app.whylocked.offices.set_up(asked.who.team)
    if Office.REVIEWER in bearers:
        _only_members(desk, asked, reviewing.REVIEWERS, bearers[Office.REVIEWER], now.reviewers)
    if Office.ADMINISTRATOR in bearers:
        _only_members(desk, asked, reviewing.ADMINISTRATORS, bearers[Office.ADMINISTRATOR], now.administrators)
    if channel and channel != now.channel:
        if _CHANNEL.fullmatch(channel) is None:
            raise UserError("not_a_channel", text=shown(channel))
        hello = message(reviewing.greeting(channel, app.words, asked.who.user), app.words)
        try:
            posted = desk.out.of(asked.token).post_at_once(channel, hello)
        except UserError as error:
            if refused(error, *NOT_THERE):
                raise UserError("review_channel_not_in") from None
            # Slack has no time just now: the clerk tells the channel, or whoever set it up that it can't.
        else:
            greeted = Place(posted.channel, posted.ts)
    return Changes(bearers, not given.untouched(reviewing.CHANNEL), channel, greeted)


def _only_members(desk: Desk, asked: Asked, block: str, wanted: Sequence[str], before: Sequence[str]) -> None:
    """Refuse, under its question, whoever is new in an office and no member of the workspace: Slack lists others, too.

    Raises:
        UserError: somebody is none.
    """
    added = [user for user in dict.fromkeys(wanted) if user not in before]
    nobody = next((user for user in added if not is_user(user)), None)
    if nobody is not None:
        raise UserError("not_a_member", text=shown(nobody), block=block)
    try:
        only_members_of_here(desk, asked, added[:MOST_LOOKED_UP])
    except UserError as error:
        raise UserError(error.code, **error.fields, block=block) from None


def act_window(desk: Desk, asked: Asked, about: str, metadata: str, *, name: str) -> Block:
    """The form that takes a step of an appeal; in its place why whoever pressed cannot.

    Raises:
        UserError: the appeal is gone.
    """
    app, team, number = desk.app.of(asked.who.team), asked.who.team, _number(about)
    told = None if number is None else app.whylocked.appealing.told(team, number)
    if told is None or not _is_meant(about, told.appeal):
        raise UserError("appeal_gone", number=about.partition(".")[0])
    action = review_forms.ACTIONS[name]
    role = app.whylocked.reviewing.role(team, told.appeal, asked.who.user, _known_as(desk, asked, action))
    outcome = step(told.appeal.state, action, role)
    if isinstance(outcome, Refused):
        return _refused(desk, asked, Refusal(outcome, told))
    return review_forms.act_view(name, told, desk.clock().date(), app.policy, app.words, metadata)


def act(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """That form was sent: the step is taken, or whoever came second learns what the appeal is by now, and by whom."""
    sent = sent_form(body, context)
    number = None if sent is None else _number(sent.about)
    if sent is None or number is None:
        return ack()
    action, asked = review_forms.ACTIONS[sent.name], sent.asked

    def take() -> BoltResponse:
        app = desk.app.of(asked.who.team)
        appeal = app.whylocked.appealing.find(asked.who.team, number)
        if appeal is not None and not _is_meant(sent.about, appeal):
            raise UserError("appeal_gone", number=number)
        outcome = app.whylocked.appealing.act(
            asked.who.team,
            number,
            action,
            asked.who.user,
            desk.clock(),
            known_as=_known_as(desk, asked, action),
            note=sent.given.text(review_forms.NOTE),
            on=sent.given.day(review_forms.ON),
        )
        if isinstance(outcome, Refusal):
            return ack(response_action="update", view=_refused(desk, asked, outcome))
        caused(desk, asked.who.team)
        if action is Action.ANSWER:
            receipt = appeal_receipts.done(action, outcome, app.words, app.policy)
            answer(desk, sent, receipt, Intent.APPEAL_STATUS)
        return ack()

    block_of = lambda error: review_forms.ON if error.code in _OF_THE_DAY else review_forms.NOTE  # noqa: E731
    return taken_in(desk, ack, sent, partial(_while_kept, take, action, number), block_of)


def _while_kept(take: Callable[[], BoltResponse], action: Action, number: int) -> BoltResponse:
    """Take a step; a reviewer is told that an appeal has gone meanwhile, not that it is none of theirs."""
    try:
        return take()
    except UserError as error:
        if error.code == "appeal_unknown" and action is not Action.ANSWER:
            raise UserError("appeal_gone", number=number) from None
        raise


def _number(about: str) -> int | None:
    """The number of the appeal that a button or a form is about; None where it is none."""
    number, _, _ = about.partition(".")
    return int(number) if number.isdecimal() and len(number) < _LONGEST else None


def _is_meant(about: str, appeal: Appeal) -> bool:
    """Whether it is this appeal: what a member answers, and cards of older versions, say the number alone."""
    return about in {str(appeal.number), appeal.on_card}


_LONGEST = 10
"""How many digits an appeal's number never has."""


def _known_as(desk: Desk, asked: Asked, action: Action) -> Role | None:
    """An administrator whom Slack knows as one; of whoever is listed here, or answers as a member, it is not asked.

    Raises:
        UserError: Slack does not tell.
    """
    if action is Action.ANSWER or desk.app.whylocked.reviewing.reviews(asked.who):
        return None
    try:
        only_administrators(desk, asked)
    except UserError as error:
        if error.code != "not_administrator":
            raise
        return None
    return Role.ADMINISTRATOR


def _refused(desk: Desk, asked: Asked, refusal: Refusal) -> Block:
    """Why somebody cannot take a step of an appeal, in the place of its form."""
    app, appeal = desk.app.of(asked.who.team), refusal.appeal
    if refusal.reason is Refused.NOT_NOW:
        reply = review_card.by_now(appeal, refusal.told.last, app.words)
    else:
        reviewers = app.whylocked.offices.set_up(asked.who.team).reviewers
        reply = review_card.not_theirs(appeal, asked.who.user, reviewers, app.words)
    return review_forms.told_view(appeal.number, reply, app.words)


ACT_WINDOWS = {name: partial(act_window, name=name) for name in review_forms.ACTIONS}
"""By the names of the buttons' windows."""
