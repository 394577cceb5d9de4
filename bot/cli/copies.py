"""Commands for a copy of the whole store: made, and put back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli.common import Context
from bot.errors import UserError
from bot.replies import copies


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(context: Context, file: Path) -> None:
    """Copy the whole store to a new FILE, or into a folder; a program that serves goes on meanwhile."""
    app = context.app
    click.echo(copies.backed_up(app.whylocked.copies.back_up(file, context.now), context.now, app.words))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="do not ask")
@click.pass_obj
def restore(context: Context, file: Path, *, yes: bool) -> None:
    """Put a backup in the store's place, which is kept beside it; says before what is in it, and asks."""
    words, whylocked = context.app.words, context.app.whylocked
    with whylocked.copies.opened(file) as found:
        click.echo("\n".join(copies.found(found, words)))
        if not yes:
            if not sys.stdin.isatty():
                raise UserError("restore_needs_yes")
            if not click.confirm(words.say("copies.confirm")):
                click.echo(words.say("copies.left"))
                return
        kept = found.restore(context.now)
        click.echo("\n".join(copies.restored(found, kept, words)))
