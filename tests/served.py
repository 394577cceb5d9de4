"""The bot as a process of its own, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection, create_server

from cli import WHYLOCKED
from fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from signed import SECRET

PATIENCE = 30
"""Seconds that a process may take; nothing waits for them to pass."""
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass
class Ended:
    """How a process ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence of a process that must have refused, and written nothing else."""
        assert (self.code, self.out) == (2, ""), self
        assert self.err.count("\n") == 1, self
        assert "Whylocked itself failed" not in self.err, self
        return self.err.rstrip("\n")

    @property
    def gracefully(self) -> bool:
        """Whether it ended as asked: with 0, without a traceback, and without having told a secret or a name."""
        assert self.code == 0, self
        for told in (self.out, self.err):
            for word in ("Traceback", "Error", "xoxb", "xapp", SECRET, "Jane", "Doe"):
                assert word not in told, (word, self)
        return True


@dataclass
class Served:
    """A process that runs."""

    process: subprocess.Popen[bytes]
    _written: dict[str, bytes] = field(default_factory=dict)
    _readers: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("stdout", "stderr"):
            self._readers.append(threading.Thread(target=self._read, args=(name,)))
            self._readers[-1].start()

    def stop(self, number: int = signal.SIGTERM) -> Ended:
        """Send a signal, and wait for the end."""
        self.process.send_signal(number)
        return self.ended()

    def interrupt(self) -> Ended:
        """Press Ctrl-C, which every process of the terminal gets, and wait for the end."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> Ended:
        """How it ended, once it has."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return Ended(code, *(self._written[name].decode(errors="replace") for name in ("stdout", "stderr")))

    def _read(self, name: str) -> None:
        with getattr(self.process, name) as stream:
            self._written[name] = stream.read()


@contextmanager
def served(command: str, db: Path, *options: str, **environment: str) -> Iterator[Served]:
    """Run a command until the end of the block, with nothing of Slack in its environment but what is given."""
    unset = [f"--unset={name}" for name in (*PROXIES, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")]
    given = [f"{name}={value}" for name, value in environment.items()]
    with running_until_the_end(["env", *unset, *given, *WHYLOCKED, "--db", str(db), command, *options]) as running:
        yield running


@contextmanager
def running_until_the_end(words: list[str]) -> Iterator[Served]:
    """Run any program until the end of the block."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    running = Served(process)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with what it may have left behind
        running.ended()


def connected(slack: FakeSlack) -> dict[str, str]:
    """The environment of a bot that is connected to the fake Slack."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url,
    }


def free_port() -> int:
    """A port where nothing listens just now."""
    with create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_listening(port: int, running: Served, host: str = "127.0.0.1") -> None:
    """Until something answers there; fails when the process ends instead."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert running.process.poll() is None, running.ended()
        try:
            create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(port)
