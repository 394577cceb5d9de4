"""Which files of an archive are read, and from which name its date comes."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, TypeVar

from bot.archive.dates import date_in_name
from bot.archive.files import Entry, entries_at, zip_entries
from bot.archive.limits import MIB, Limits, Meter
from bot.archive.rows import Kind, Skipped
from bot.archive.table import Table
from bot.errors import UserError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

T = TypeVar("T")

_STEP = 2**16
_IN_MEMORY = 16 * MIB


class _Metered(io.RawIOBase):
    """A file that tells the meter how much is read from it."""

    def __init__(self, file: IO[bytes] | io.FileIO, meter: Meter) -> None:
        self._file = file
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._meter.count(len(data))
        return len(data)


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive whose files are chosen and not read yet.

    Attributes:
        dated: the day in its name, or in the name of the one folder it holds; None when there is none.
        ignored_files: files that are never opened.
    """

    chosen: dict[Kind, Entry]
    meter: Meter
    dated: date | None
    ignored_files: int

    def read(self, kind: Kind, columns: tuple[str, ...], skipped: Skipped, reader: Callable[[Table], T]) -> T | None:
        """What the reader makes of the file of a kind; None when the archive has none.

        Args:
            columns: without which the file is not what its name promises.
            skipped: where rows of the wrong shape are counted.

        Raises:
            UserError: `archive_header`, `archive_blank_file`, `archive_broken`, or what the reader refuses.
        """
        entry = self.chosen.get(kind)
        if entry is None or entry.open is None:
            return None
        with entry.open() as file:
            table = Table(entry.parts[-1], io.BufferedReader(_Metered(file, self.meter), _STEP), columns)
            result = reader(table)
        skipped.unreadable += table.unreadable
        return result


def open_archive(path: Path, stack: ExitStack, limits: Limits, progress: Callable[[int, int], None] | None) -> Opened:
    """Finds the files to read in a ZIP, a folder, or a ZIP that holds nothing but a ZIP.

    Args:
        stack: closes what stays open for reading.
        progress: told the bytes read so far and the bytes to read in all, both unpacked.

    Raises:
        UserError: `archive_empty`, `archive_two_files`, `archive_too_big`, or what `entries_at` refuses.
        OSError: when the machine does not let it be read.
    """
    meter = Meter(limits, progress)
    entries = entries_at(path, stack, limits)
    names = [path.name, path.resolve().name]
    inner = _only_zip(entries)
    if inner is not None:
        names.append(inner.parts[-1])
        entries = zip_entries(_unpacked(inner, stack, meter), stack, limits)

    chosen = _choose(entries)
    meter.start(sum(entry.size for entry in chosen.values()))
    names += _leading_folder(entries)
    dates = (date_in_name(name) for name in names)
    dated = next((found for found in dates if found is not None), None)
    return Opened(chosen, meter, dated, len(entries) - len(chosen))


def _only_zip(entries: list[Entry]) -> Entry | None:
    real = [entry for entry in entries if not entry.junk]
    if len(real) == 1 and real[0].parts[-1].casefold().endswith(".zip"):
        return real[0]
    return None


def _unpacked(inner: Entry, stack: ExitStack, meter: Meter) -> IO[bytes]:
    if inner.open is None:
        raise UserError("archive_empty")
    meter.allow(inner.size)
    spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    stack.callback(spool.close)
    with inner.open() as file:
        while data := file.read(_STEP):
            meter.count(len(data))
            spool.write(data)
    return spool


def _choose(entries: list[Entry]) -> dict[Kind, Entry]:
    chosen: dict[Kind, Entry] = {}
    for entry in sorted(entries, key=lambda entry: len(entry.parts)):
        if entry.kind is None:
            continue
        first = chosen.setdefault(entry.kind, entry)
        if first is not entry and len(first.parts) == len(entry.parts):
            raise UserError("archive_two_files", file=entry.parts[-1])
    if not chosen:
        raise UserError("archive_empty")
    return chosen


def _leading_folder(entries: list[Entry]) -> list[str]:
    real = [entry for entry in entries if not entry.junk]
    folders = {entry.parts[0] for entry in real}
    return list(folders) if len(folders) == 1 and all(len(entry.parts) > 1 for entry in real) else []
