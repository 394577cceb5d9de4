"""What every command shares: who asks, the clock, and how bad input ends."""

from __future__ import annotations

import codecs
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from bot.app import App, compose
from bot.errors import BadKnowledge, UserError
from bot.replies.model import Reply
from bot.settings import Settings
from bot.store import Who
from bot.words import BUILT_IN, Words

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is: the moment that was given, else the machine's clock. Can be handed to another process."""

    moment: datetime | None

    def __call__(self) -> datetime:
        """This moment."""
        return datetime.now(UTC) if self.moment is None else self.moment  # noqa: TID251


@dataclass(slots=True)
class Context:
    """The options before the command; parts are made when they are first needed.

    Attributes:
        about: the member whom the command is about; None for one that is about the whole store.
    """

    db: str | None = None
    knowledge: str | None = None
    team: str | None = None
    user: str | None = None
    moment: datetime | None = None
    about: Who | None = None
    _whole: App | None = None
    _app: App | None = None

    @property
    def whole(self) -> App:
        """The program over the chosen store and knowledge, by the policy's file; the store is not opened for it."""
        if self._whole is None:
            self._whole = compose(Settings.read(self.db, self.knowledge))
        return self._whole

    @property
    def app(self) -> App:
        """The same by the own numbers of the workspace that the command is about."""
        if self._app is None:
            self._app = self.whole if self.about is None else self.whole.of(self.about.team)
        return self._app

    @property
    def clock(self) -> Clock:
        """The clock the command goes by: it stands still at `--now`."""
        return Clock(self.moment)

    @property
    def now(self) -> datetime:
        """The moment the command speaks of: `--now`, else the clock."""
        return self.clock()


def identity(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--team` and `--user`, and hands them on as `who`."""

    @wraps(command)
    def with_who(team: str | None, user: str | None, **rest: object) -> object:
        given = click.get_current_context().find_object(Context) or Context()
        who = Who(storable(team or given.team or "local"), storable(user or given.user or "me"))
        given.about = who
        return command(who=who, **rest)

    named = click.option("--user", metavar="ID", help="the member who asks (default: me)")(with_who)
    return click.option("--team", metavar="ID", help="the workspace (default: local)")(named)


def storable(typed: str) -> str:
    r"""What was typed as text that a store takes: bytes that are no UTF-8 become \\xff and the like, each its own."""
    return os.fsencode(typed).decode(errors="backslashreplace")


json_option = click.option("--json", "as_json", is_flag=True, help="print JSON (see: whylocked schema)")


def show(reply: Reply, output: BaseModel | None) -> None:
    """Print a reply, or the JSON that was asked for."""
    if output is None:
        click.echo(reply.text)
    else:
        print_json(output.model_dump(mode="json"))


def shapes() -> ModuleType:
    """The shapes of `--json` outputs, only imported where one is asked for: they are a good part of a start."""
    from bot.cli import as_json

    return as_json


def print_json(data: object) -> None:
    """Print one line of JSON: readable where the output can hold any letter, else escaped, and the same data."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(json.dumps(data, ensure_ascii=codecs.lookup(encoding).name != "utf-8", separators=(",", ":")))


def sentence(error: Exception) -> str:
    """One plain sentence for whatever ended a command."""
    if isinstance(error, BadKnowledge):
        return str(error)
    words = Words(BUILT_IN)
    if isinstance(error, UserError):
        return words.error(error)
    if isinstance(error, click.UsageError):
        return words.say("errors.bad_usage", problem=error.format_message())
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return words.say("errors.unexpected", kind=type(error).__name__, place=place)
