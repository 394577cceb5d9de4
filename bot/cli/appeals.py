"""Commands about appeals. Whoever sits at the command line acts for the operator of the store."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import click

from bot.appeals import COMMAND_LINE, Action, AppealState, Case, Role
from bot.cli.common import Context, identity, json_option, show
from bot.cli.moments import parse_day
from bot.errors import UserError
from bot.replies import appeal_receipts, appeal_shown
from bot.replies.appeal_draft import unfinished
from bot.store import Who
from bot.usecases.appealed import Done, Filing, Told

number_argument = click.argument("number", type=click.IntRange(min=1))
OUTCOMES = {"accepted": Action.ACCEPT, "rejected": Action.REJECT}


@click.group(no_args_is_help=False)
def appeal() -> None:
    """Appeals against a restriction or a ban: kept here, decided by LinkedIn."""


@appeal.command("file")
@identity
@click.option("--statement", metavar="TEXT", required=True, help="what you tell LinkedIn, 50 to 3,000 characters")
@click.option("--kind", type=click.Choice([case.value for case in Case]), help="what the notice says, if not recorded")
@click.option("--reason", metavar="R", help="a violation that the policy lists, or your own words")
@click.option("--noticed", metavar="DATE", help="the day of LinkedIn's notice, YYYY-MM-DD")
@click.option("--diagnosis", metavar="ID", help="the answer that it points to, like D-7Q3K9")
@json_option
@click.pass_obj
def file(
    context: Context,
    who: Who,
    statement: str,
    kind: str | None,
    reason: str | None,
    noticed: str | None,
    diagnosis: str | None,
    *,
    as_json: bool,
) -> None:
    """File an appeal; one that is open already is shown instead."""
    words, appealing = context.app.words, context.app.whylocked.appealing
    if unfinished(statement, words):
        raise UserError("statement_unfinished")
    filing = Filing(statement, None if kind is None else Case(kind), reason, parse_day(noticed), diagnosis)
    filed = appealing.file(who, filing, context.now, actor=COMMAND_LINE, role=Role.OPERATOR)
    told = _told(context, who, filed.appeal.number)
    show(appeal_receipts.filed(filed, words), _shapes().appeal_filed(told, is_new=filed.is_new) if as_json else None)


@appeal.command("list")
@identity
@json_option
@click.pass_obj
def list_(context: Context, who: Who, *, as_json: bool) -> None:
    """The member's appeals."""
    app = context.app
    overview = app.whylocked.appealing.overview(who)
    reply = (
        appeal_shown.listed(overview.appeals, app.words)
        if overview.appeals
        else appeal_shown.none_filed(overview.standing, (), app.words, app.policy)
    )
    show(reply, _shapes().appeals(overview.appeals) if as_json else None)


@appeal.command("show")
@identity
@number_argument
@json_option
@click.pass_obj
def show_(context: Context, who: Who, number: int, *, as_json: bool) -> None:
    """One appeal of the workspace, with its history and its statement."""
    app, told = context.app, _told(context, who, number)
    overview = app.whylocked.appealing.overview(Who(who.team, told.appeal.user))
    reply = appeal_shown.one(told, overview, app.words, app.policy)
    text = appeal_shown.text(told, app.words)
    show(replace(reply, lines=(*reply.lines, *text.lines)), _shapes().appeal(told) if as_json else None)


@appeal.command("withdraw")
@identity
@number_argument
@json_option
@click.pass_obj
def withdraw(context: Context, who: Who, number: int, *, as_json: bool) -> None:
    """Withdraw an open appeal."""
    _act(context, who, number, Action.WITHDRAW, as_json=as_json)


@appeal.command("ask")
@identity
@number_argument
@click.argument("text")
@json_option
@click.pass_obj
def ask(context: Context, who: Who, number: int, text: str, *, as_json: bool) -> None:
    """Ask the member something about an open appeal."""
    _act(context, who, number, Action.ASK, text, as_json=as_json)


@appeal.command("answer")
@identity
@number_argument
@click.argument("text")
@json_option
@click.pass_obj
def answer(context: Context, who: Who, number: int, text: str, *, as_json: bool) -> None:
    """Answer what was asked about an appeal."""
    _act(context, who, number, Action.ANSWER, text, as_json=as_json)


@appeal.command("decide")
@identity
@number_argument
@click.argument("outcome", metavar="accepted|rejected", type=click.Choice(list(OUTCOMES)))
@click.option("--on", metavar="DATE", help="the day LinkedIn decided, YYYY-MM-DD (default: today)")
@click.option("--note", metavar="TEXT", help="why")
@json_option
@click.pass_obj
def decide(
    context: Context, who: Who, number: int, outcome: str, on: str | None, note: str | None, *, as_json: bool
) -> None:
    """Record what LinkedIn decided; accepted, the restriction or ban counts as lifted."""
    _act(context, who, number, OUTCOMES[outcome], note, on, as_json=as_json)


@appeal.command("still-locked")
@identity
@number_argument
@json_option
@click.pass_obj
def still_locked(context: Context, who: Who, number: int, *, as_json: bool) -> None:
    """Have stand again what an accepted appeal lifted: LinkedIn's notice is still there."""
    _act(context, who, number, Action.STILL_LOCKED, as_json=as_json)


def _act(
    context: Context,
    who: Who,
    number: int,
    action: Action,
    note: str | None = None,
    on: str | None = None,
    *,
    as_json: bool,
) -> None:
    app = context.app
    outcome = app.whylocked.appealing.act(
        who.team, number, action, COMMAND_LINE, context.now, note=note, on=parse_day(on)
    )
    if isinstance(outcome, Done):
        done = replace(outcome, told=replace(outcome.told, reader=who.user))
        reply = appeal_receipts.done(action, done, app.words, app.policy)
        return show(reply, _shapes().appeal(outcome.told) if as_json else None)
    if action is Action.STILL_LOCKED and outcome.appeal.state is AppealState.ACCEPTED:
        raise UserError("appeal_not_lifted", number=number)
    last, state = outcome.told.last, outcome.appeal.state.replace("_", " ")
    raise UserError("appeal_too_late", number=number, state=state, at=last.at, by=last.actor)


def _told(context: Context, who: Who, number: int) -> Told:
    """An appeal of the workspace, as whoever asks is told of it.

    Raises:
        UserError: there is none of that number.
    """
    told = context.app.whylocked.appealing.told(who.team, number)
    if told is None:
        raise UserError("appeal_unknown", number=number)
    return replace(told, reader=who.user)


def _shapes() -> ModuleType:
    """The shapes of `--json` outputs, only imported where one is asked for: they are a good part of a start."""
    from bot.cli import appeal_json

    return appeal_json
