# ruff: noqa: INP001 - a script, no package
"""Times the reading of an archive of any size and says how much memory the process took.

Run: python benchmarks/import_archive.py CONNECTIONS MESSAGES [PATH]
The archive is made in a temporary folder; with PATH it is kept there and only made when it is missing.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.archive.reading import read_archive
from bot.demo import archives, headers
from bot.demo.archives import Row, Someone

OWNER = Someone("Marisol", "Quent", "https://www.linkedin.com/in/marisol-quent-5b71c2-example")
START = datetime(2024, 1, 1, tzinfo=UTC)
TEXTS = (
    "Hi {name}, thanks for connecting!\n\nI saw that you are working on venues in the region. Shall we talk?",
    "Bonjour {name}, merci d’avoir accepté ! Je serais ravie d’échanger avec toi à propos de {number}.",
    "Ok",
    "Are you going to the meetup? I would like to introduce you to somebody who asked about number {number}.",
)


def _person(number: int) -> Someone:
    first, last = f"Zoë{number % 977}", f"Brandström{number}"
    return Someone(first, last, f"https://www.linkedin.com/in/{first}-{last}-{number:06x}".lower())


def _connections(count: int) -> Iterator[Row]:
    for number in range(count):
        day = date(2026, 11, 16) - timedelta(days=number % 4000)
        company = f"Tarn & Fell {number % 5000}, Ltd."
        yield archives.connection(_person(number), day, company=company, position="Engineer")


def _messages(count: int, people: int) -> Iterator[Row]:
    for number in range(count):
        other = _person(number % max(1, people // 2))
        ends = (OWNER, other) if number % 2 else (other, OWNER)
        text = TEXTS[number // 2 % len(TEXTS)].format(name=other.first, number=number)
        moment = START + timedelta(seconds=80 * number)
        yield archives.message(ends[0], [ends[1]], moment, text, thread=f"{other.last:=<58}")


def make(path: Path, connections: int, messages: int) -> None:
    """Writes an archive without ever holding it in memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("Connections.csv", "w", force_zip64=True) as stream:
            rows = _connections(connections)
            archives.write_table(stream, headers.CONNECTIONS, rows, archives.CONNECTIONS_2026)
        with packed.open("messages.csv", "w", force_zip64=True) as stream:
            sent = _messages(messages, connections)
            archives.write_table(stream, headers.MESSAGES_13, sent, archives.MESSAGES_2026)
        packed.writestr("Profile.csv", archives.table(headers.PROFILE, [archives.profile(OWNER)]))


def main() -> None:
    """Makes the archive, reads it and prints what it took."""
    connections, messages = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[3] if len(sys.argv) > 3 else f"{folder}/Basic_LinkedInDataExport_11-20-2026.zip")  # noqa: PLR2004
        if not path.exists():
            make(path, connections, messages)
        started = perf_counter()
        archive = read_archive(path, owner_url=OWNER.url, repeat_minimum=20)
        seconds = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {kind.value: count for kind, count in archive.taken.items() if count}
    print(f"{seconds:.2f} s, {peak:.0f} MiB at most in this process, {counts}")  # noqa: T201


if __name__ == "__main__":
    main()
