"""Commands about data: the archive, the JSON schemas, the health of the installation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot.app import compose
from bot.checks import REASONS
from bot.cli.common import Clock, Context, identity, json_option, shapes, show
from bot.health import examine
from bot.replies import receipts
from bot.settings import Settings
from bot.store import Who
from bot.usecases import Progress


@click.command("import")
@identity
@click.argument("path", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_(context: Context, who: Who, path: Path, *, as_json: bool) -> None:
    """Read LinkedIn's archive: a .zip or an unpacked folder. All of it or nothing."""
    with _progress(context) as progress:
        archive, sharing = context.app.whylocked.import_archive(who, path, progress)
    show(receipts.imported(archive, sharing, context.app.words), shapes().imported(archive) if as_json else None)


@contextmanager
def _progress(context: Context) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(context.app.words.say("import.progress"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@click.command()
def schema() -> None:
    """JSON Schema of all --json outputs, and every reason code."""
    from pydantic.json_schema import models_json_schema

    from bot.cli.outputs import OUTPUTS

    models = [(model, "serialization") for kinds in OUTPUTS.values() for model in kinds]
    refs, defs = models_json_schema(models, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    commands: dict[str, Any] = {}
    for command, kinds in OUTPUTS.items():
        found = [refs[kind, "serialization"] for kind in kinds]
        commands[command] = found[0] if len(found) == 1 else {"anyOf": found}
    click.echo(json.dumps({**defs, "commands": commands, "reasons": list(REASONS)}, indent=1))


@click.command()
@click.pass_obj
def doctor(context: Context) -> None:
    """Check settings, tokens, permissions, clock, knowledge and store, and say what to do."""
    settings, examined = Settings.examined(context.db, context.knowledge)
    report = examine(compose(settings), examined, context.now, Clock(None))
    for line in report.good:
        click.echo(line)
    for line in report.bad:
        click.echo(line, err=True)
    if report.bad:
        raise SystemExit(2)
