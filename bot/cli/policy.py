"""Commands about the policy in force in a workspace, and its own numbers."""

from __future__ import annotations

from types import ModuleType

import click

from bot.administration.numbers import MOST_VERSIONS, NumbersAdministration
from bot.appeals import COMMAND_LINE
from bot.cli.common import Context, identity, json_option, show
from bot.errors import UserError
from bot.replies import numbers
from bot.store import Who
from bot.usecases.numbers import Changed


@click.group(no_args_is_help=False)
def policy() -> None:
    """The policy's numbers in a workspace."""


@policy.command("show")
@identity
@json_option
@click.pass_obj
def policy_show(context: Context, who: Who, *, as_json: bool) -> None:
    """Every number in force, and which of them are the workspace's own."""
    asked = _asked(context)
    shown = asked.numbers.shown(who.team)
    show(numbers.shown(shown, asked.names, asked.words), _shapes().policy(shown, asked.names) if as_json else None)


@policy.command("set", context_settings={"ignore_unknown_options": True})  # so that -1 is a number, not an option
@identity
@click.argument("assignments", metavar="PATH=VALUE…", nargs=-1, required=True)
@json_option
@click.pass_obj
def policy_set(context: Context, who: Who, assignments: tuple[str, ...], *, as_json: bool) -> None:
    """Change numbers for the workspace, all of them or none: message_volume.limit=300, or limit=300."""
    asked = _asked(context)
    wanted = asked.assigned("\n".join(assignments))
    if isinstance(wanted, str):
        raise UserError("number_missing", text=asked.names.called(wanted))
    with asked.names.told():
        changed = asked.numbers.set(who.team, wanted, COMMAND_LINE, context.now)
    _show(asked, changed, as_json=as_json)


@policy.command("reset")
@identity
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@json_option
@click.pass_obj
def policy_reset(context: Context, who: Who, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Put numbers of the workspace back to the policy's file; without PATH all of them."""
    asked = _asked(context)
    named = [asked.meant(who.team, path) for path in paths] or None
    _show(asked, asked.numbers.reset(who.team, named, COMMAND_LINE, context.now), as_json=as_json)


@policy.command("back")
@identity
@click.argument("version")
@json_option
@click.pass_obj
def policy_back(context: Context, who: Who, version: str, *, as_json: bool) -> None:
    """Give the workspace the numbers of an earlier version again, as a new one: T2."""
    asked = _asked(context)
    number = asked.version(version)
    with asked.names.told():
        changed = asked.numbers.back_to(who.team, number, COMMAND_LINE, context.now)
    _show(asked, changed, as_json=as_json)


@policy.command("history")
@identity
@json_option
@click.pass_obj
def policy_history(context: Context, who: Who, *, as_json: bool) -> None:
    """Who changed which number, and when; the newest first."""
    asked = _asked(context)
    made = asked.numbers.history(who.team)
    left = len(made[MOST_VERSIONS:])
    reply = numbers.history(made[:MOST_VERSIONS], left, asked.names, asked.words)
    show(reply, _shapes().policy_history(made) if as_json else None)


def _asked(context: Context) -> NumbersAdministration:
    app = context.whole  # a workspace's numbers are told and changed beside those of the file
    return NumbersAdministration(app.whylocked.numbers, app.words)


def _shapes() -> ModuleType:
    """The shapes of `--json`, only imported where one is asked for."""
    from bot.cli import policy_json

    return policy_json


def _show(asked: NumbersAdministration, changed: Changed, *, as_json: bool) -> None:
    show(numbers.changed(changed, asked.names, asked.words), _shapes().policy_changed(changed) if as_json else None)
