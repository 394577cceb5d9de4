"""The command line: the same use cases as in Slack, from a terminal and for scripts."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from bot import __version__
from bot.cli.account import profile, shared, standing
from bot.cli.appeals import appeal
from bot.cli.asking import ask, chat, demo, understand
from bot.cli.audit import audit
from bot.cli.common import Context, sentence
from bot.cli.copies import backup, restore
from bot.cli.data import doctor, import_, schema
from bot.cli.keys import new_key
from bot.cli.leaving import export, forget
from bot.cli.moments import parse_moment
from bot.cli.policy import policy
from bot.cli.slack import manifest, serve, socket
from bot.cli.workspaces import workspaces


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.option("--db", metavar="PATH", help="the store (default: whylocked.db in your data folder; WHYLOCKED_DB)")
@click.option("--knowledge", metavar="DIR", help="another policy and other words (WHYLOCKED_KNOWLEDGE)")
@click.option("--now", metavar="ISO8601", help="answer as of this moment; UTC without a zone")
@click.option("--team", metavar="ID", help="the workspace; may stand behind the command, too")
@click.option("--user", metavar="ID", help="the member who asks; may stand behind the command, too")
@click.version_option(__version__, prog_name="whylocked")
@click.pass_context
def cli(  # one parameter per option
    context: click.Context,
    db: str | None,
    knowledge: str | None,
    now: str | None,
    team: str | None,
    user: str | None,
) -> None:
    """Why can't I message X on LinkedIn? Every reason, its evidence, and what helps."""
    context.obj = Context(db, knowledge, team, user, None if now is None else parse_moment(now))


BAD_INPUT = 2
INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C ended: 128 and the number of the signal."""

COMMANDS = (
    ask, chat, demo, import_, profile, standing, shared, appeal, audit, policy, export, forget,
    understand, schema, manifest, doctor, serve, socket, new_key,
    backup, restore, workspaces,
)  # fmt: skip
for command in COMMANDS:
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end. Bad input ends with one sentence and exit code 2, never with a traceback.

    Args:
        arguments: what was typed behind the program's name; None takes it from the process.
    """
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())  # closed by the caller: nothing is typed
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without Unicode shows "?" instead of failing
            stream.reconfigure(errors="replace")
    sys.exit(_ended(sys.argv[1:] if arguments is None else list(arguments)))


def _ended(arguments: list[str]) -> int:
    """The exit code, once the command has run. Not `cli.main`: that takes a reader who went away for a failure."""
    try:
        with cli.make_context("whylocked", arguments) as context:
            cli.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _forget_the_reader()
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
        click.echo(sentence(error), err=True)
        return BAD_INPUT
    return 0


def _forget_the_reader() -> None:
    """Whoever read the output has seen enough (`| head -1`): what is left in the buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
