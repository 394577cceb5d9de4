# ruff: noqa: INP001 - a script, no package
"""Times to forget a member with 30,000 connections in a store of 505,000, and looks for what is left in its bytes.

Run: python benchmarks/forget_member.py
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from conftest import archive, keep, tie

from bot.archive.rows import Connection
from bot.store import Store, Who
from bot.usecases.leaving import forget

LEAVER = Who("T1", "U0LEAVER")
MARK = "leaverqz"
OTHERS = 19


def network(mark: str, size: int) -> list[Connection]:
    """Connections whose URLs are nobody else's; their names come in no order, as in an archive."""
    some = random.Random(mark)  # noqa: S311 - the same each time
    return [
        tie(
            f"{some.choice('ABCDEFGHIJKLM')}na{some.randrange(900)} Brand{some.randrange(4000)}",
            f"https://www.linkedin.com/in/{mark}-{number}-{some.random()}",
            on=date(2025, 1, 1),
            company=f"Tarn & Fell {some.randrange(3000)}",
        )
        for number in range(size)
    ]


def left(path: Path) -> dict[str, int]:
    """How often something of the member is in the bytes of each file."""
    found = {}
    for file in sorted(path.parent.glob(f"{path.name}*")):
        # By another process: closing a file drops the locks that SQLite holds on it in this one.
        data = subprocess.run(["cat", str(file)], capture_output=True, check=True).stdout  # noqa: S603, S607
        found[file.name] = data.count(MARK.encode()) + data.count(LEAVER.user.encode())
    return found


def main() -> None:
    """Print what it took and what is left."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "whylocked.db")
        keep(store, LEAVER, archive(connections=network(MARK, 30_000)))
        for number in range(OTHERS):
            keep(store, Who("T1", f"U{number}"), archive(connections=network(f"other{number}", 25_000)))
        keep(store, LEAVER, archive(connections=network(MARK, 30_000)))  # again, into pages that were freed
        with store.held_open():
            print(f"before: {left(store.path)}")  # noqa: T201 - it is what the script is for
            start = perf_counter()
            gone = forget(store, LEAVER)
            took = perf_counter() - start
            print(f"forgotten in {took:.1f} s, cleared: {gone.cleared}, left: {left(store.path)}")  # noqa: T201


if __name__ == "__main__":
    main()
