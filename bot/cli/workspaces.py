"""Commands about the workspaces that the app is installed in, for whoever runs it."""

from __future__ import annotations

import sys

import click

from bot import manifest
from bot.cli.common import Context, json_option, print_json, storable
from bot.errors import UserError
from bot.replies import workspaces as replies
from bot.store.audit import Entry
from bot.usecases.workspace_list import Listed

REMOVALS = 5
"""How many of the workspaces that went last are told; as JSON all are."""


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def workspaces(click_context: click.Context, *, as_json: bool) -> None:
    """Where the app is installed, how much is kept of each workspace, and what goes when."""
    if click_context.invoked_subcommand is not None:
        return
    context = click_context.find_object(Context) or Context()
    app = context.whole
    found = app.whylocked.workspaces.listed()
    removals = app.whylocked.workspaces.removals(None if as_json else REMOVALS)
    if not as_json:
        click.echo(replies.told(found, removals, _missing, app.words, app.policy).text)
        return
    from bot.cli.workspace_outputs import WorkspacesOut

    shown = {"workspaces": [_out(each) for each in found], "removed": [_removal(entry) for entry in removals]}
    print_json(WorkspacesOut.model_validate(shown).model_dump(mode="json"))


@workspaces.command("remove")
@click.argument("team")
@click.option("--yes", is_flag=True, help="do not ask")
@json_option
@click.pass_obj
def workspaces_remove(context: Context, team: str, *, yes: bool, as_json: bool) -> None:
    """Delete a workspace's installation and everything that is kept of it, for good."""
    app, team = context.whole, storable(team)
    each = next((one for one in app.whylocked.workspaces.listed() if one.team == team), None)
    if each is None:
        raise UserError("workspace_unknown", text=team)
    if not yes:
        if not sys.stdin.isatty():
            raise UserError("remove_needs_yes")
        click.echo(replies.asked(each, app.words).text, err=as_json)
        if not click.confirm(app.words.say("leaving.confirm"), err=as_json):
            click.echo(app.words.say("leaving.kept"), err=as_json)
            return
    went = app.whylocked.workspaces.remove(team, context.now)
    if went is None:
        raise UserError("workspace_unknown", text=team)
    if not as_json:
        click.echo(replies.gone(went, app.words, installed=each.installed is not None).text)
        return
    from bot.cli.workspace_outputs import RemovedOut

    print_json(RemovedOut(team=team, members=went.members, rows=went.rows, cleared=went.cleared).model_dump())


def _missing(granted: str) -> list[str]:
    """What the app cannot do without and was not granted."""
    return manifest.missing_scopes(granted.split(","))


def _out(each: Listed) -> dict[str, object]:
    installed, left = each.installed, each.left
    return {
        "team": each.team,
        "enterprise": installed and installed.enterprise,
        "installed_at": installed and installed.installed_at,
        "scopes": [] if installed is None else [scope for scope in installed.scopes.split(",") if scope],
        "missing_scopes": [] if installed is None else _missing(installed.scopes),
        "members": each.members,
        "rows": each.rows,
        "left_at": left and left.left_at,
        "data_goes_at": left and left.due_at,
    }


def _removal(entry: Entry) -> dict[str, object]:
    return {"at": entry.at, **entry.detail}
