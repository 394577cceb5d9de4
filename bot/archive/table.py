"""One CSV file as rows by column name, whatever its encoding, delimiter, preamble and order of columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from typing import cast
from unicodedata import normalize

from bot.errors import UserError
from bot.text import clean, fold, shown

_DELIMITERS = (",", "\t", ";")
_HEADER_WITHIN = 40  # lines; LinkedIn's preamble has 3
_LONGEST_CELL = 2**23  # characters; LinkedIn's own limit for a message is a thousandth of it
_KEPT = 300  # characters of a name, company, title or skill; LinkedIn allows fewer in each
_SHOWN_HEADER = 80
_CP1252 = "whylocked-cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 was written by Excel in the old code page of Western Windows."""
    bad = cast("UnicodeDecodeError", error)
    return bad.object[bad.start : bad.end].decode("cp1252", "replace"), bad.end


codecs.register_error(_CP1252, _as_cp1252)


def tidy(text: str) -> str:
    """The cell cleaned as `bot.text.clean` does it, and bounded in length."""
    # What is printable has nothing to take out, and is nearly every cell: eight times as fast.
    cleaned = normalize("NFC", " ".join(text.split())) if text.isprintable() else clean(text)
    return cleaned[:_KEPT].rstrip()


class Table:
    """A CSV file read once, from top to bottom.

    Args:
        file: its name, for the sentence that refuses it.
        raw: its bytes.
        required: the columns without which it is not the file its name promises, in lower case.

    Attributes:
        unreadable: rows that had too few cells or too many, so far.

    Raises:
        UserError: `archive_header` when no row near the top holds the required columns, `archive_blank_file`
            when there is no row at all.
    """

    def __init__(self, file: str, raw: io.BufferedReader, required: tuple[str, ...]) -> None:
        csv.field_size_limit(_LONGEST_CELL)
        self.unreadable = 0
        self._ended = False
        self._lines = self._read_lines(_text(raw))
        self._delimiter, self._header = self._find_header(file, required)
        # A row may lack trailing cells, which Excel drops when they are empty, but none that it must have.
        self._shortest = 1 + max(self._header.index(column) for column in required)

    def has(self, column: str) -> bool:
        """Whether the file has a column of this name."""
        return column in self._header

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """The cells of the named columns, row by row; a column that the file lacks reads as "".

        Raises:
            UserError: `archive_broken` when the file ends within a quoted cell.
            csv.Error: when a cell is longer than any that LinkedIn writes.
        """
        width = len(self._header)
        pick = _picker([self._header.index(name) if self.has(name) else width for name in columns])
        for row in csv.reader(self._lines, delimiter=self._delimiter):
            if self._ended:
                raise UserError("archive_broken")
            if not any(row):
                continue
            if len(row) != width and not self._fits(row, width):
                self.unreadable += 1
                continue
            row.append("")
            yield pick(row)

    def _fits(self, row: list[str], width: int) -> bool:
        """Brings a row to the header's width if nothing is lost by it."""
        if len(row) < self._shortest or any(cell.strip() for cell in row[width:]):
            return False
        del row[width:]
        row += [""] * (width - len(row))
        return True

    def _find_header(self, file: str, required: tuple[str, ...]) -> tuple[str, list[str]]:
        widest = ""
        cells_of_widest = 0
        for line in islice(self._lines, _HEADER_WITHIN):
            for delimiter in _DELIMITERS:
                cells = next(csv.reader([line], delimiter=delimiter), [])
                header = [fold(cell.replace("_", " ")) for cell in cells]
                if set(required) <= set(header):
                    return delimiter, header
                if len(cells) > cells_of_widest and line.strip():
                    widest, cells_of_widest = line, len(cells)
        if not widest:
            raise UserError("archive_blank_file", file=shown(file))
        raise UserError("archive_header", file=shown(file), header=shown(widest, _SHOWN_HEADER))

    def _read_lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        while line := text.readline(_LONGEST_CELL):
            if len(line) == _LONGEST_CELL:
                raise UserError("archive_broken")
            yield line
        # The reader asks for a line after the last one only when it is still within a row.
        self._ended = True


def _picker(indexes: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(indexes) == 1:
        return lambda row: (row[indexes[0]],)
    return cast("Callable[[list[str]], tuple[str, ...]]", itemgetter(*indexes))


def _text(raw: io.BufferedReader) -> io.TextIOWrapper:
    start = raw.peek(3)[:3]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.TextIOWrapper(raw, "utf-16", newline="")
    return io.TextIOWrapper(raw, "utf-8-sig", errors=_CP1252, newline="")
