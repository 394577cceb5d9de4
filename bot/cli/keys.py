"""The command that makes a key for stored tokens."""

from __future__ import annotations

import click


@click.command("new-key")
def new_key() -> None:
    """Print a key for WHYLOCKED_TOKEN_KEYS, made just now."""
    from bot.sealing import new_key as made  # no other command needs what it takes

    click.echo(made())
