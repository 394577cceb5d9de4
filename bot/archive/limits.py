"""How much of an archive is read before it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import UserError

MIB = 2**20
"""Bytes in a mebibyte."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one archive may hold. They protect the machine; no check compares with them.

    Attributes:
        files: entries of the ZIP or of the folder, opened or not.
        unpacked_mib: what the opened files hold unpacked, in MiB, as declared and as really read.
        connections: named connections; LinkedIn Help, a551012, allows 30,000.
        messages: messages that are neither drafts nor sponsored.
        correspondents: persons in `messages.csv`; each stays in memory until the import is over.
        invitations: rows of `Invitations.csv`, which covers less than a year.
        own_rows: positions, schools or skills.
    """

    files: int = 10_000
    unpacked_mib: int = 512
    connections: int = 30_000
    messages: int = 1_000_000
    correspondents: int = 250_000
    invitations: int = 100_000
    own_rows: int = 10_000


LIMITS = Limits()
"""What the archive of a real member stays well below."""


def check_limit(count: int, limit: int, what: str) -> None:
    """Refuses an archive that holds more than the limit; `what` is the unit, as the phrase names it.

    Raises:
        UserError: `archive_too_big`.
    """
    if count > limit:
        raise UserError("archive_too_big", what=what, limit=limit)


class Meter:
    """Counts the bytes that are really read, stops beyond the limit and tells the progress."""

    def __init__(self, limits: Limits, progress: Callable[[int, int], None] | None = None) -> None:
        self._limit = limits.unpacked_mib
        self._progress = progress
        self._read = 0
        self._before = 0
        self._total = 0

    def allow(self, size: int) -> None:
        """Makes sure that `size` more bytes would not be too many.

        Raises:
            UserError: `archive_too_big`.
        """
        if self._read + size > self._limit * MIB:
            raise UserError("archive_too_big", what="MiB", limit=self._limit)

    def start(self, total: int) -> None:
        """The files that are read for good follow, `total` bytes by what they declare: progress begins here.

        Raises:
            UserError: `archive_too_big`.
        """
        self.allow(total)
        self._before, self._total = self._read, total

    def count(self, size: int) -> None:
        """Takes note of `size` more bytes.

        Raises:
            UserError: `archive_too_big`.
        """
        self.allow(size)
        self._read += size
        if self._progress is not None and self._total and size:
            self._progress(self._read - self._before, self._total)
