"""What the environment says: the process's own, and below it a file `.env` in the folder where the program runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from bot.errors import UserError

FILE = Path(".env")
_WRITABLE_BY_ALL = 0o002

Environment = Mapping[str, str]


def environment() -> Environment:
    """Every variable by its name; the process's own hold against those of the file.

    Raises:
        UserError: the file is there and cannot be read, or somebody else may have written it.
    """
    path = file()
    return os.environ if path is None else {**_read(path), **os.environ}


def process() -> Environment:
    """Every variable of the process's own."""
    return os.environ


def file() -> Path | None:
    """Where the file is; None where there is none, or nobody may look."""
    try:
        return FILE.absolute() if FILE.is_file() else None
    except OSError:  # a folder that the program runs in and may not enter
        return None


def _read(path: Path) -> dict[str, str]:
    """The variables of a file, as they stand there: nothing is put in the place of a $."""
    from dotenv.parser import parse_stream  # only where there is a file

    try:
        with path.open(encoding="utf-8-sig") as opened:  # some editors put a mark before it
            about = os.fstat(opened.fileno())
            # In a folder that all share, else, anybody says where the tokens of whoever starts there are sent.
            if about.st_uid not in {os.geteuid(), 0} or about.st_mode & _WRITABLE_BY_ALL:
                raise UserError("env_file_of_others", path=str(path))
            lines = list(parse_stream(StringIO(opened.read())))
    except (OSError, UnicodeError) as error:
        raise UserError("env_file_unreadable", path=str(path)) from error
    for line in lines:
        if line.error:
            raise UserError("env_file_line", path=str(path), number=line.original.line)
    return {line.key: line.value for line in lines if line.key is not None and line.value is not None}


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
