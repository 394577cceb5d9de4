"""Commands that answer what people type: ask, chat, demo, understand."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.app import App
from bot.cli.common import Context, identity, json_option, print_json, sentence, shapes, show, storable
from bot.cli.lists import names_in, table_file
from bot.errors import UserError
from bot.settings import Settings
from bot.store import Who
from bot.understanding.request import to_json

if TYPE_CHECKING:  # rich is only imported where something is drawn
    from bot.replies.terminal import Screen

bot_option = click.option("--bot", metavar="ID", help="the bot's own Slack user id")


@click.command()
@identity
@click.argument("text", nargs=-1)
@click.option("--file", "names", metavar="NAMES", help="names or profile addresses, one a line; - reads the input")
@click.option("--csv", metavar="FILE", help="write the answer as a table for spreadsheets, too")
@click.option("--thread", default="cli", metavar="ID", help="which conversation this goes on with")
@bot_option
@json_option
@click.pass_obj
def ask(
    context: Context,
    who: Who,
    text: tuple[str, ...],
    names: str | None,
    csv: str | None,
    thread: str,
    bot: str | None,
    *,
    as_json: bool,
) -> None:
    """Answer one message as the bot would: "why can't I message Jane Doe?"; or say it of each name in a file."""
    if bool(text) == (names is not None):
        raise click.UsageError(context.whole.words.say("cli.text_or_file"))
    conversation, place, now = context.app.conversation, storable(thread), context.now
    with table_file(csv) as write:
        if names is None:
            heard = conversation.hear(who, " ".join(text), now, thread=place, bot_id=bot)
        else:
            heard = conversation.hear_names(who, names_in(names), now, thread=place)
        if csv is not None:
            write(conversation.lists.table(heard, now))
    show(heard.reply, shapes().heard(heard, conversation.answers) if as_json else None)


@click.command()
@identity
@click.pass_obj
def chat(context: Context, who: Who) -> None:
    """Talk with the bot here; an empty line ends."""
    from bot.replies.terminal import Screen

    screen = Screen(context.app.words)
    screen.note(context.app.words.say("chat.welcome"))
    converse(context.app, who, screen, lambda: context.now)


def converse(app: App, who: Who, screen: Screen, clock: Callable[[], datetime]) -> None:
    """Answer what is typed until an empty line; whatever goes wrong with one line, the next can be typed."""
    for line in screen.typed():
        try:
            # Numbers that an administrator changes meanwhile count from the next line on.
            heard = app.of(who.team).conversation.hear(who, line, clock(), thread="chat")
        except UserError as error:
            screen.problem(sentence(error))
        else:
            screen.reply(heard.reply)


@click.command()
@click.pass_obj
def demo(context: Context) -> None:
    """A short conversation on a made-up workspace; then you type."""
    from bot.demo import played, staged
    from bot.replies.terminal import Screen

    with staged(Settings.read(context.db, context.knowledge).knowledge) as (app, workspace):
        screen = Screen(app.words)
        screen.note(app.words.say("demo.title"))
        for line, heard in played(app, workspace):
            screen.asked(line.says, workspace.members[line.who].name)
            screen.reply(heard.reply)
        if screen.interactive:
            you = workspace.script[0].who
            screen.note(app.words.say("demo.your_turn", name=workspace.members[you].name))
            converse(app, workspace.who(you), screen, lambda: workspace.now)


@click.command()
@identity
@bot_option
@click.pass_obj
def understand(context: Context, who: Who, bot: str | None) -> None:
    """What each line asks for: JSON lines in (text, prev, channel), JSON lines out."""
    people = context.app.whylocked.people(who)
    conversation = context.app.conversation
    with people.looking():
        # Not yet decoded: a line that is no UTF-8 is a bad line like any other.
        for number, line in enumerate(sys.stdin.buffer, 1):
            if line.strip():
                given = _object(number, line)
                request = conversation.understood(given["text"], people, bot_id=bot, previous_text=given.get("prev"))
                print_json(to_json(request))


def _object(number: int, line: bytes) -> dict[str, Any]:
    """One line as an object with a text.

    Raises:
        UserError: it is none, or what stands beside the text is no text; names the line.
    """
    try:
        given = json.loads(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line)
    except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, a number too long, brackets too deep
        raise UserError("bad_line", number=number) from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise UserError("bad_line", number=number)
    if not all(isinstance(given.get(key), str | None) for key in ("prev", "channel")):
        raise UserError("bad_line", number=number)
    return given
