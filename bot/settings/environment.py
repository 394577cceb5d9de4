"""What the environment says: the process's own, and below it a file `.env` in the folder where the program runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.errors import UserError

FILE = Path(".env")

Environment = Mapping[str, str]


def environment() -> Environment:
    """Every variable by its name; the process's own hold against those of the file.

    Raises:
        UserError: the file is there and cannot be read.
    """
    if not FILE.is_file():
        return os.environ
    from dotenv import dotenv_values  # only where there is a file

    try:
        given = dotenv_values(FILE, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise UserError("env_file_unreadable", path=str(FILE.absolute())) from error
    return {**{name: value for name, value in given.items() if value is not None}, **os.environ}


def text(env: Environment, name: str) -> str:
    """What a variable says, "" where it says nothing."""
    return env.get(name, "").strip()


def number(env: Environment, name: str, usual: int, *, least: int, most: int) -> int:
    """The whole number that a variable holds, else the usual one.

    Raises:
        UserError: it holds something else, or one out of bounds.
    """
    given = text(env, name)
    if not given:
        return usual
    if re.fullmatch("[0-9]{1,9}", given) and least <= int(given) <= most:
        return int(given)
    raise UserError("bad_setting", name=name, text=given[:40], least=least, most=most)


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Within it, the process's environment lacks these: for a library that makes something of them unasked."""
    found = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(found)


@contextmanager
def told(name: str, value: str) -> Iterator[None]:
    """Within it, the process's environment says so: for a library that looks there and nowhere else."""
    with hidden(name):
        os.environ[name] = value
        try:
            yield
        finally:
            del os.environ[name]
