"""Names in from a file, and a table out to one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import UserError

MOST_BYTES = 256 * 1024
"""The biggest file of names that is read: many times what fifty names and addresses take."""
STANDARD_INPUT = "-"


def names_in(path: str) -> list[str]:
    """The lines of a file of names, or of the standard input for "-".

    Raises:
        UserError: there is no such file, it is too big, or it is no text in UTF-8.
    """
    try:
        read = _read(path)
    except FileNotFoundError:
        raise UserError("names_not_found", path=path) from None
    except (OSError, ValueError):  # a folder, no permission; a path that no system has
        raise UserError("names_unreadable", path=path) from None
    if len(read) > MOST_BYTES:
        raise UserError("names_too_big", limit=MOST_BYTES // 1024)
    if b"\0" in read:
        raise UserError("names_unreadable", path=path)
    try:
        return read.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UserError("names_wrong_encoding", number=read.count(b"\n", 0, error.start) + 1) from None


def _read(path: str) -> bytes:
    """As much as tells whether it is too big."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


@contextmanager
def table_file(path: str | None) -> Iterator[Callable[[str], None]]:
    """Writes a table to a file; that it can be written is seen before anything is answered.

    What stood in the file stays until the table is there, and a file that was made is gone where none came.

    Raises:
        UserError: the file cannot be written.
    """
    if path is None:
        yield lambda _: None
        return
    file, made = Path(path), _touched(path)
    try:
        yield lambda table: _write(file, table)
    except BaseException:
        if made:
            file.unlink(missing_ok=True)
        raise


def _touched(path: str) -> bool:
    """Whether the file had to be made."""
    try:
        missing = not Path(path).exists()
        Path(path).open("ab").close()
    except (OSError, ValueError):
        raise UserError("csv_unwritable", path=path) from None
    return missing


def _write(file: Path, table: str) -> None:
    try:
        file.write_text(table, encoding="utf-8", newline="")
    except OSError:
        raise UserError("csv_unwritable", path=str(file)) from None
