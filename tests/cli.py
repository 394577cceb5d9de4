"""Runs the command line: in this process where only the answer matters, in one of its own where the process does."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bot.app
import bot.words
from bot.cli import main
from bot.demo import archives
from bot.demo.archives import Row, Someone
from bot.words import BUILT_IN, load

NOW = "2026-11-20T12:00:00Z"
DAY = date(2026, 11, 20)
FILE_NAME = "Basic_LinkedInDataExport_11-20-2026.zip"
WORKSPACE = Path(__file__).resolve().parents[2] / "shared" / "workspace"
"""A made-up workspace with archives; not part of the project, so tests of it are skipped where it is missing."""

WHYLOCKED = [sys.executable, "-c", "from bot.cli import main; main()"]
INTERRUPTIBLE = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.cli import main; main()",
]
"""The same where the tests run in the background, whose processes Ctrl-C does not reach."""
"""The command in a process of its own, whether or not the package's scripts are on the path."""

_PROFILE = "https://www.linkedin.com/in/"


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command prints
        """What was printed, read as JSON."""
        return json.loads(self.answered)

    @property
    def answered(self) -> str:
        """What was printed by a command that must have answered."""
        assert (self.code, self.err) == (0, ""), self
        return self.out

    @property
    def refused(self) -> str:
        """The one sentence of a command that must have refused, and printed nothing else."""
        assert (self.code, self.out) == (2, ""), self
        assert self.err.endswith(("\n",)), self
        assert self.err.count("\n") == 1, self
        assert "Whylocked itself failed" not in self.err, self
        return self.err.rstrip("\n")


@dataclass(frozen=True)
class Desk:
    """Somebody at the command line, with a store and a moment of their own."""

    db: Path
    now: str | None = NOW
    team: str = "T1"
    user: str = "U1"

    def of(self, user: str, team: str = "T1") -> Desk:
        """Another member at the same store."""
        return replace(self, user=user, team=team)

    def at(self, now: str) -> Desk:
        """The same member at another moment."""
        return replace(self, now=now)

    def options(self) -> list[str]:
        """The options that stand before the command."""
        return ["--db", str(self.db), *([] if self.now is None else ["--now", self.now])]

    def words(self, *words: str) -> list[str]:
        """A whole command line for a command that takes an identity behind its name."""
        groups = {"profile", "standing", "shared", "appeal", "policy"}
        name, rest = (words[:2], words[2:]) if words[0] in groups else (words[:1], words[1:])
        return [*self.options(), *name, "--team", self.team, "--user", self.user, *rest]

    def __call__(self, *words: str, stdin: str | bytes = b"") -> Outcome:
        """Run a command that takes an identity, in this process."""
        return run(*self.words(*words), stdin=stdin)

    def ask(self, text: str, *options: str) -> dict[str, Any]:
        """Ask, and have the answer as JSON."""
        answer: dict[str, Any] = self("ask", text, "--json", *options).json
        return answer

    def set(self, **fields: object) -> None:
        """State profile fields."""
        self("profile", "set", *(f"{field}={value}" for field, value in fields.items())).answered  # noqa: B018

    def fields(self) -> dict[str, Any]:
        """The values of the profile fields that are known."""
        shown = self("profile", "show", "--json").json
        return {field: fact["value"] for field, fact in shown.items() if fact["basis"] not in {None, "assumed"}}


def run(*arguments: str, stdin: str | bytes = b"") -> Outcome:
    """Run a command in this process, as the installed script would."""
    typed = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8")
    try:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for module in (bot.app, bot.words):
                patch.setattr(module, "load", _load)
            main(arguments)
    except SystemExit as ended:
        return Outcome(int(ended.code or 0), _written(out), _written(err))
    finally:
        sys.stdin = before
    raise AssertionError


def _load(folder: Path, file: str, model: type[Any]) -> Any:  # noqa: ANN401 - a model of the knowledge
    """The project's own knowledge read once for all tests: reading it takes most of the time of a command."""
    return _load_once(file, model) if folder == BUILT_IN else load(folder, file, model)


@cache
def _load_once(file: str, model: type[Any]) -> Any:  # noqa: ANN401
    return load(BUILT_IN, file, model)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def spawn(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Outcome:
    """Run a command in a process of its own, with these variables added to the environment."""
    ended = subprocess.run(
        ["env", *(f"{name}={value}" for name, value in environment.items()), *WHYLOCKED, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Outcome(ended.returncode, ended.stdout.decode(errors="replace"), ended.stderr.decode(errors="replace"))


# --- on a terminal ---------------------------------------------------------------------------------------------

PATIENCE = 20.0
"""How many seconds a command may stay silent."""

ON_A_TERMINAL = """
import fcntl, signal, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # where the tests run in the background it is ignored
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C is a signal, as where a shell starts the command
from bot.cli import main
main()
"""


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """The command, run on a terminal of its own."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", ON_A_TERMINAL, *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


class Terminal:
    """What a person at a terminal sees and types."""

    def __init__(self, ours: int, process: subprocess.Popen[bytes]) -> None:
        self._ours, self._process = ours, process
        self.seen = ""

    def wait_for(self, *texts: str) -> str:
        """Read on until one of the texts is there behind what was read before; gives what was read."""
        start, ends = len(self.seen), time.monotonic() + PATIENCE
        while not any(text in self.seen[start:] for text in texts):
            assert time.monotonic() < ends, self.seen[start:]
            if not self._read():
                break
        return self.seen[start:]

    def type(self, text: str) -> None:
        """Type on the terminal."""
        os.write(self._ours, text.encode())

    def code(self) -> int:
        """The exit code, once the command has ended."""
        while self._read():
            pass
        return self._process.wait(timeout=PATIENCE)

    def _read(self) -> bool:
        """Whether more came; not when the command has closed its side."""
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        try:
            read = os.read(self._ours, 65536) if ready else b""
        except OSError:  # what Linux gives for the end of a terminal
            read = b""
        self.seen += read.decode(errors="replace")
        return bool(read)


# --- a small world of its own, in the shape of the specification's example ------------------------------------

MARA = Someone("Mara", "Quillan", f"{_PROFILE}mara-quillan-example")
JANE = Someone("Jane", "Doe", f"{_PROFILE}jane-doe-example")
BOB = Someone("Bob", "Stone", f"{_PROFILE}bob-stone-example")
SAM_A = Someone("Sam", "Lee", f"{_PROFILE}sam-lee-1-example")
SAM_B = Someone("Sam", "Lee", f"{_PROFILE}sam-lee-2-example")


def friend(number: int) -> Someone:
    """One of many connections nobody asks about."""
    return Someone("Contact", f"Number{number}", f"{_PROFILE}contact-{number}-example")


def knows(*persons: Someone) -> list[Row]:
    """Connections since 2025."""
    return [archives.connection(person, date(2025, 1, 1)) for person in persons]


def mara(folder: Path) -> Desk:
    """Mara, as in the specification: 12 connections on a Basic account, two skills, an invitation to Jane Doe.

    Bob is a colleague who shares the names in his network; Mara and Jane are both in it.
    """
    desk = Desk(folder / "whylocked.db")
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    sams = [
        archives.connection(SAM_A, DAY - timedelta(days=90), company="Acme", position="Buyer"),
        archives.connection(SAM_B, DAY - timedelta(days=60), company="Globex", position="Chemist"),
    ]
    files = archives.files_of_2026(
        connections=[*knows(BOB, *(friend(number) for number in range(9))), *sams, archives.nameless(DAY)],
        messages=[archives.message(MARA, [BOB], at + timedelta(hours=hour), f"Line {hour}") for hour in range(3)],
        invitations=[archives.invitation(MARA, JANE, datetime(2026, 11, 3, 8, tzinfo=UTC), outgoing=True)],
        positions=[archives.position("Buyer", "Initech"), archives.position("Clerk", "Initrode", finished="Dec 2023")],
        education=[archives.school("Lund University")],
        skills=[archives.skill("Excel"), archives.skill("Purchasing")],
        profile=archives.profile(MARA),
    )
    desk.set(url=MARA.url, account_type="basic")
    take(desk, files, folder)
    bob = desk.of("UBOB")
    bob.set(name=BOB.name, url=BOB.url, share_network="names")
    take(bob, archives.files_of_2026(connections=knows(MARA, JANE)), folder)
    return desk


def take(desk: Desk, files: dict[str, bytes], folder: Path, name: str = FILE_NAME) -> dict[str, Any]:
    """Import an archive of these files."""
    taken: dict[str, Any] = desk("import", str(archives.write_zip(folder / name, files)), "--json").json
    return taken


def well_off(folder: Path) -> Desk:
    """Somebody whose own account nothing locks: enough connections, a whole profile, few messages."""
    desk = Desk(folder / "whylocked.db")
    desk.set(
        account_type="basic", connections=200, photo="yes", position="yes", skills=5, education=1,
        completeness=90, messages=4,
    )  # fmt: skip
    return desk
