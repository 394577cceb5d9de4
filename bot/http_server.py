"""Slack over HTTP: the server that runs the application, behind its front."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from bot import metrics
from bot.app import App
from bot.errors import UserError
from bot.front import Front
from bot.listeners.desk import Clock
from bot.listeners.trouble import attempted, logged
from bot.logs import SERVER, configure
from bot.manifest import PATH
from bot.settings import Settings
from bot.settings.environment import told
from bot.slack_app import SlackApp, build
from bot.stopping import when_told
from bot.wsgi import Application

SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_STOP = 60
"""How long answers that are owed may take when the server stops."""
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the library of figures knows that there are several processes, and where each counts."""
_LOG = logging.getLogger(__name__)
_LOGGED: dict[str, Any] = {"loggers": {SERVER: {"propagate": True}}}
"""What the server itself has to say goes where our own log goes, and not to the standard output."""


@dataclass(frozen=True, slots=True)
class _Loader:
    """Makes the application in a process of the server's; where processes are spawned, this is what is handed over.

    Attributes:
        figures: the folder for what the process counts; None where nobody wants to know.
    """

    settings: Settings
    clock: Clock
    ticks: Clock | None
    figures: Path | None

    def __call__(self) -> Front:
        configure(self.settings.service.log, sys.stderr, logged)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # in place of the handler of the process that this is a copy of
        stopping, parent = threading.Event(), os.getppid()
        when_told((signal.SIGTERM,), partial(_end, stopping))  # Ctrl-C is for the parent, which keeps it back
        _end_with(parent)
        if self.figures is not None:
            from prometheus_client import CollectorRegistry

            metrics.begin(CollectorRegistry())
        try:
            slack = build(self.settings, self.clock, self.ticks, stopping=stopping)
        except UserError as error:  # it was right a moment ago
            _LOG.critical("the bot cannot start", extra={"code": error.code})
            sys.exit(1)
        except Exception as error:  # noqa: BLE001 - else there is a traceback, which may quote anything
            logged(error)
            sys.exit(1)
        # Once the last request is answered: what is owed is sent, and the store closed.
        Finalize(None, self._finish, (slack, parent), exitpriority=0)
        slack.start()
        _LOG.info("ready")
        return Front(Application(slack), self.settings.service.threads)

    def _finish(self, slack: SlackApp, parent: int) -> None:
        attempted(slack.stop)
        if self.figures is not None and os.getppid() != parent:  # which would have done it
            shutil.rmtree(self.figures, ignore_errors=True)
        _LOG.info("stopped")


def serve(settings: Settings, clock: Clock, host: str, *, ticks: Clock | None = None) -> None:
    """Serve until told to stop; what is being answered then is finished first.

    A process that ends by itself is replaced by another; where those keep ending, so does the whole, and not with 0.

    Raises:
        UserError: something that it needs is missing or wrong, or the port is taken.
    """
    settings.slack.the_signing_secret()
    port = settings.slack.the_port()
    slack = build(settings, clock, ticks)  # whatever is wrong is told here, in one sentence
    slack.stop()
    address, service = _address(host, port), settings.service
    server: Any = Server(
        "whylocked",
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # what proxies speak; by HTTP/2 one connection brings 200 requests at once
        workers=service.processes,
        websockets=False,
        log_level=LogLevels.info,
        log_dictconfig=_LOGGED,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    when_told((signal.SIGINT, signal.SIGTERM), server.signal_handler_interrupt)
    with _counted(service.metrics_port, slack.desk.app, ticks or clock) as figures:
        _LOG.info("listening", extra={"host": host, "port": port, "path": PATH, "processes": service.processes})
        server.serve(target_loader=_Loader(settings, clock, ticks, figures), wrap_loader=False)


@contextmanager
def _counted(port: int, app: App, ticks: Clock) -> Iterator[Path | None]:
    """Within it processes count, each in a folder that is gone at the end, and are looked at at a port; 0 is none.

    Raises:
        UserError: nothing can listen there.
    """
    if not port:
        yield None
        return
    with TemporaryDirectory(prefix="whylocked-", ignore_cleanup_errors=True) as folder, told(_FOLDER, folder):
        from bot.metrics_port import shown_of_all  # the library looks at the variable when it is imported

        with shown_of_all(port, Path(folder), app, ticks):
            yield Path(folder)


def _end_with(parent: int) -> None:
    """End when the process that started this one is gone: killed, it cannot say so, and the port would stay taken."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, name="parent", daemon=True).start()


def _end(stopping: threading.Event) -> None:
    """Do what the server does when told to stop; before it serves there is nothing to finish."""
    stopping.set()
    if not callable(signal.getsignal(signal.SIGTERM)):
        os._exit(0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))  # this thread alone takes it, and the server wakes up
    signal.raise_signal(signal.SIGTERM)


def _address(host: str, port: int) -> str:
    """The host as a number, the only form that the server takes. What it says of one in use would be a traceback.

    Raises:
        UserError: nothing can listen there.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.create_server(address[:2], family=family):
            return str(address[0])
    except (OSError, UnicodeError) as error:
        raise UserError("port_taken", host=host, port=port) from error
