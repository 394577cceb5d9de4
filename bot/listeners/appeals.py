"""`/whylocked-appeal`, and the form in which an appeal is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.app import App
from bot.appeals import Case
from bot.errors import UserError
from bot.listeners import commands
from bot.listeners.asked import Asked, id_in, in_command, text_in
from bot.listeners.clerk import caused
from bot.listeners.deliveries import SECONDS_TO_MARK
from bot.listeners.desk import Desk
from bot.listeners.submitted import answer, in_form, sent_form, taken_in
from bot.listeners.views import TYPE_AGAIN, carried, open_view
from bot.replies import appeal_form, appeal_receipts, review_forms
from bot.replies.appeal_draft import unfinished
from bot.replies.message import Block
from bot.store import Who, hurried
from bot.understanding.request import Intent
from bot.usecases.appealed import Filed, Filing

_SAYS = {
    "status": "appeal status",
    "list": "my appeals",
    "text": "appeal text",
    "withdraw": "withdraw my appeal",
    "file": "file an appeal",
    "new": "file an appeal",
}
"""What a word behind the command says in the conversation."""
_ABOUT_APPEALS = {Intent.FILE_APPEAL, Intent.APPEAL_STATUS}


def command(desk: Desk, ack: Ack, command: dict[str, Any], context: BoltContext) -> BoltResponse:
    """With nothing behind it the form, where there is something to appeal; else what it says in the conversation."""
    asked, trigger, url = in_command(command, context), id_in(command, "trigger_id"), text_in(command, "response_url")
    if asked is None:
        return BoltResponse(status=400)
    text = asked.text.strip()
    if text.casefold() == "help":
        return commands.shown(ack, desk.said("appeal_form.help"))
    if not text and trigger is not None and _can_write(desk, asked):
        view = partial(window, desk, asked, "", carried(asked, url, card=asked.goes_on))
        taken = open_view(desk, asked.who, asked.token, trigger, url, view, late=TYPE_AGAIN)
        return ack() if taken else BoltResponse(status=503)
    return commands.ask(desk, ack, {**command, "text": _as_said(desk, asked, text)}, context)


def window(desk: Desk, asked: Asked, about: str, metadata: str) -> Block:
    """The form; where an appeal of that case is open already, that one in its place.

    Args:
        about: the case that the member reports; "report" where that is still to be said; "" for what stands.
    """
    app, who, now = desk.app.of(asked.who.team), asked.who, desk.clock()
    appealing = app.whylocked.appealing
    stands = appealing.standing_case(who, now)
    reported = Case(about) if about in set(Case) else None
    case = reported if reported is not None and stands.case is not Case.BAN else stands.case or reported
    known = next((told.appeal for told in appealing.of(who) if told.appeal.is_open and told.appeal.case is case), None)
    if known is not None:
        receipt = appeal_receipts.filed(Filed(known, is_new=False), app.words)
        return review_forms.told_view(known.number, receipt, app.words)
    diagnosis = (app.whylocked.last_turn(who, asked.goes_on, now) or {}).get("diagnosis")
    points_to = diagnosis if isinstance(diagnosis, str) else None
    draft = appealing.draft(who, now, case, reports=True)
    opened = appeal_form.Opened(case, draft, points_to)
    kept = {**json.loads(metadata), "about": "" if opened.reports else "stands", "diagnosis": points_to}
    return appeal_form.view(opened, app.words, app.policy, json.dumps(kept))


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The form was sent: what does not fit is said under its question, else the appeal is filed, once."""
    sent = sent_form(body, context)
    if sent is None:
        return ack()
    who, given = sent.asked.who, sent.given
    case = Case(kind) if (kind := given.picked(appeal_form.KIND)) in set(Case) else None

    def block_of(error: UserError) -> str:
        return appeal_form.block_of(error.code)

    def checked() -> BoltResponse:
        app = desk.app.of(who.team)
        against = case or app.whylocked.appealing.standing_case(who, desk.clock()).case
        wrong = appeal_form.errors(given, against, app.words, app.policy)
        if wrong:
            return ack(response_action="errors", errors=wrong)
        return taken_in(desk, ack, sent, lambda: file(app), block_of)

    def file(app: App) -> BoltResponse:
        statement = given.text(appeal_form.STATEMENT)
        if unfinished(statement, app.words):
            raise UserError("statement_unfinished")
        reason, noticed = given.picked(appeal_form.REASON), given.day(appeal_form.NOTICED)
        filing = Filing(statement, case, reason, noticed, text_in(sent.kept, "diagnosis") or None)
        filed = _filed(app, who, filing, desk.clock())
        caused(desk, who.team)
        answer(desk, sent, appeal_receipts.filed(filed, app.words), Intent.APPEAL_STATUS)
        return ack()

    return in_form(desk, ack, checked, block_of)


def _can_write(desk: Desk, asked: Asked) -> bool:
    """Whether there is something to appeal that is not appealed yet; where the store is busy the form says so."""
    try:
        with hurried(SECONDS_TO_MARK):
            stands = desk.app.whylocked.appealing.standing_case(asked.who, desk.clock())
    except UserError:
        return False
    return stands.case is not None and stands.open is None


def _as_said(desk: Desk, asked: Asked, text: str) -> str:
    """What stands behind the command as it would be said in the conversation; what is no word about appeals is one."""
    if not text:
        return "file an appeal"
    if text.isdecimal():
        return f"appeal {text}"
    if text.casefold() in _SAYS:
        return _SAYS[text.casefold()]
    try:
        app = desk.app.of(asked.who.team)
        request = app.conversation.understood(text, app.whylocked.people(asked.who), bot_id=asked.bot)
    except UserError:
        return text  # what is wrong is said where it is answered
    short = len(text) < app.policy.appeals.statement_minimum
    return text if request.intent in _ABOUT_APPEALS and (short or request.text) else f"appeal:\n{text}"


def _filed(app: App, who: Who, filing: Filing, now: datetime) -> Filed:
    """The appeal, without the answer that it points to where that is not kept any more."""
    try:
        return app.whylocked.appealing.file(who, filing, now)
    except UserError as error:
        if error.code != "diagnosis_unknown":
            raise
    return app.whylocked.appealing.file(who, replace(filing, diagnosis=None), now)
