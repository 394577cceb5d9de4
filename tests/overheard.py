"""What the program wrote, or would have written, in its logs while the tests ran: none of it may tell a secret.

No token and no key, nobody's name, nothing that anybody typed. Every record of every logger is heard that a program as
it is run would write, whatever the tests show of it, and the standard error of every program that tests run as a
process. What is found at the end fails the run, also one of a single file.
"""

from __future__ import annotations

import logging
import re
import threading
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SHORTEST_TEXT = 12
"""How many characters a text needs to be told from a word that the log may hold by chance."""
USUAL_NAMES = (
    "Jane Doe", "Bob Stone", "Mia Quell", "Ben Amsel", "Lea Orlov", "Ann North", "Bob Ray", "Xenia Roe",
    "Nora Lindgren", "Tomas Vidal", "Mara Quillan", "Sam Lee", "Ann Brook", "Eve North",
)  # fmt: skip
_SECRET = re.compile(r"xox[a-z](\.xox[a-z])?-\w|xapp-\w|gAAAA\w|(?<![\w-])[\w-]{43}=")
"""Tokens of Slack's, what is sealed, and keys to seal with."""
_WORDS = re.compile(r"[^\W\d_]{2,}[^\n]* [^\n]*[^\W\d_]{2,}")
_CHANCE = re.compile(r"E-[0-9A-F]{6}|0x[0-9a-f]+|\b\d+\b")
_OURS = ("bot", "whylocked", "knowledge")
_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "exc_text", "taskName"}


@dataclass
class Overheard:
    """What was written, and what must not stand in it.

    Attributes:
        lines: what was written, each with the test in which it was for the first time.
    """

    lines: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=lambda: {*USUAL_NAMES, *_invented()})
    texts: set[str] = field(default_factory=set)
    test: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, text: str) -> None:
        """Something was written."""
        with self._lock:
            for line in text.splitlines():
                self.lines.setdefault(_CHANCE.sub("0", line), self.test)

    def record(self, record: logging.LogRecord) -> None:
        """A record was logged, or would have been."""
        more = {name: value for name, value in vars(record).items() if name not in _USUAL}
        try:
            self.hear(f"{_FORMAT.format(record)} {more or ''}")
        except (TypeError, ValueError):  # what the handlers tell, too
            self.hear(f"{record.msg} {record.args} {more}")

    def secret(self, *secrets: str) -> None:
        """Secrets that do not look like any."""
        self.secrets |= {secret for secret in secrets if len(secret) > len("secret")}

    def name(self, *names: str) -> None:
        """People who come up; one word alone may stand in a log by chance."""
        self.names |= {name for name in names if len(name.split()) > 1 and not any(map(str.isdigit, name))}

    def typed(self, *texts: object) -> None:
        """What somebody types."""
        self.texts |= {
            text.strip()
            for text in texts
            if isinstance(text, str) and len(text.strip()) >= SHORTEST_TEXT and _WORDS.search(text)
        }

    def found(self) -> list[str]:
        """What stands where it must not, each with the line and the test."""
        with self._lock:
            lines, all_lines = list(self.lines.items()), "\n".join(self.lines)
        forbidden = {
            "a secret": self.secrets | {match[0] for match in _SECRET.finditer(all_lines)},
            "a name": self.names,
            "a text": self.texts,
        }
        return [
            f"{kind}, in {test or 'no test'}: {line[:300]}"
            for kind, words in forbidden.items()
            for word in sorted(words)
            if word in all_lines
            for line, test in lines
            if word in line
        ]


def _invented() -> Iterable[str]:
    table = tomllib.loads((Path(__file__).parent / "cases" / "invented.toml").read_text("utf-8"))
    return [row["name"] for row in table["person"] if " " in row["name"]]


_FORMAT = logging.Formatter("%(levelname)s %(name)s: %(message)s")
OVERHEARD = Overheard()


def would_be_written(logger: logging.Logger, level: int) -> bool:
    """Whether a program as it is run writes such a record: from INFO on, where the logger has no level of its own.

    Of our own loggers everything counts: somebody who looks for a bug may have turned it on.
    """
    own: logging.Logger | None = logger
    while own is not None and own.parent is not None:
        if own.level:
            return level >= own.level
        own = own.parent
    return level >= (logging.DEBUG if logger.name.split(".")[0] in _OURS else logging.INFO)


def listen(to: Overheard) -> None:
    """Hear what every logger is told from now on; what handlers get of it stays as it was."""
    enabled, handle = logging.Logger.isEnabledFor, logging.Logger.handle

    def enabled_or_heard(logger: logging.Logger, level: int) -> bool:
        return would_be_written(logger, level) or enabled(logger, level)

    def heard(logger: logging.Logger, record: logging.LogRecord) -> None:
        if would_be_written(logger, record.levelno):
            to.record(record)
        if enabled(logger, record.levelno):
            handle(logger, record)

    logging.Logger.isEnabledFor = enabled_or_heard  # type: ignore[method-assign]
    logging.Logger.handle = heard  # type: ignore[method-assign]


# What pytest calls: conftest.py takes these in.


def pytest_configure() -> None:
    """Listen from the start."""
    listen(OVERHEARD)


def pytest_runtest_logstart(nodeid: str) -> None:
    """Know in which test something is said."""
    OVERHEARD.test = nodeid


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where something was told."""
    if OVERHEARD.found() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was told, and where."""
    found = OVERHEARD.found()
    if found:
        terminalreporter.section("what logs must not hold", red=True)
        for line in found[:50]:
            terminalreporter.line(line)


def of_environment(given: Mapping[str, str]) -> list[str]:
    """The secrets among what a program is given as its environment."""
    return [
        secret
        for name, value in given.items()
        if name.endswith(("_SECRET", "_TOKEN", "_KEYS"))
        for secret in re.split(r"[\s,]+", value)
    ]
