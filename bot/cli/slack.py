"""Commands that make the Slack app and run it."""

from __future__ import annotations

import json

import click

from bot.manifest import over_http, read


@click.command()
@click.option("--url", metavar="URL", help="for whylocked serve: its public address, like https://bot.example.com")
@click.option("--source", hidden=True, expose_value=False)  # Slack's CLI gives its hook the project's folder
def manifest(url: str | None) -> None:
    """Print the Slack app's manifest as JSON: for Socket Mode, or with --url for HTTP."""
    found = read()
    click.echo(json.dumps(found if url is None else over_http(found, url), indent=2))
