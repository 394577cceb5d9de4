"""Commands that make the Slack app and run it."""

from __future__ import annotations

import json
import logging
import sys

import click

from bot.cli.common import Clock, Context
from bot.manifest import for_organisations, over_http, read
from bot.settings import Settings


@click.command()
@click.option("--url", metavar="URL", help="for whylocked serve: its public address, like https://bot.example.com")
@click.option(
    "--organisation", is_flag=True, help="for whole organisations, too (Enterprise): one installation for all"
)
@click.option("--source", hidden=True, expose_value=False)  # Slack's CLI gives its hook the project's folder
def manifest(url: str | None, *, organisation: bool) -> None:
    """Print the Slack app's manifest as JSON: for Socket Mode, or with --url for HTTP."""
    found = read() if url is None else over_http(read(), url)
    if organisation:
        found = for_organisations(found)
    click.echo(json.dumps(found, indent=2))


@click.command()
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="where requests come in")
@click.pass_obj
def serve(context: Context, host: str) -> None:
    """Answer Slack over HTTP at PORT, until stopped."""
    from bot.http_server import serve as serve_http

    _log()
    serve_http(Settings.read(context.db, context.knowledge), context.clock, host, ticks=Clock(None))


@click.command()
@click.pass_obj
def socket(context: Context) -> None:
    """Answer Slack over Socket Mode, until stopped; needs no public address."""
    from bot.socket_mode import listen

    _log()
    listen(Settings.read(context.db, context.knowledge), context.clock, ticks=Clock(None))


def _log() -> None:
    """What happens goes to the standard error, a line each."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
