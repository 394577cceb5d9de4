"""Commands for whoever leaves: everything that is stored handed over, everything forgotten."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from bot.cli.common import Context, identity
from bot.errors import UserError
from bot.replies import leaving
from bot.replies.export import as_text, document
from bot.store import Who

FOR_ITS_OWNER = 0o600


@click.command()
@identity
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="a new file that only you may read")
@click.pass_obj
def export(context: Context, who: Who, out: Path | None) -> None:
    """Everything that is stored of you, as JSON."""
    words, data = context.app.words, context.app.whylocked.export(who)
    held = document(data, who, context.now, words)
    if out is None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(as_text(held, ascii_only=codecs.lookup(encoding).name != "utf-8"))
        return
    _write(out, as_text(held) + "\n")
    click.echo(words.say("export.written", path=out))


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all, for its owner alone.

    Raises:
        UserError: it is there, or cannot be written.
    """
    try:
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FOR_ITS_OWNER)
    except FileExistsError as error:
        raise UserError("export_exists", path=path) from error
    except OSError as error:  # no such folder, no permission
        raise UserError("export_unwritable", path=path) from error
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:  # no room on the disk
        with suppress(OSError):
            path.unlink()
        raise UserError("export_unwritable", path=path) from error


@click.command()
@identity
@click.option("--yes", is_flag=True, help="do not ask")
@click.pass_obj
def forget(context: Context, who: Who, *, yes: bool) -> None:
    """Delete everything that is stored of you, for good."""
    words, whylocked = context.app.words, context.app.whylocked
    stored = whylocked.stored(who)
    if not any(stored.values()):
        click.echo(leaving.nothing(words).text)
        return
    if not yes:
        if not sys.stdin.isatty():
            raise UserError("forget_needs_yes")
        *lines, _ = leaving.asked(stored, words).lines
        click.echo("\n".join(line.text for line in lines))
        if not click.confirm(words.say("leaving.confirm")):
            click.echo(words.say("leaving.kept"))
            return
    click.echo(leaving.gone(whylocked.forget(who, context.now), words).text)
