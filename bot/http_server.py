"""Slack over HTTP: the server that runs the WSGI application."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.manifest import PATH
from bot.settings import Settings
from bot.slack_app import build
from bot.stopping import when_told
from bot.wsgi import Application

if TYPE_CHECKING:
    pass

THREADS = 64
"""A thread reads one request; a sender that is slow holds one up, so a proxy in front should take requests in whole."""
SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_STOP = 60
"""How long answers that are owed may take when the server stops."""
_LOG = logging.getLogger(__name__)
_LOGGED: dict[str, Any] = {"loggers": {"_granian": {"propagate": True}}}
"""What the server itself has to say goes where our own log goes, and not to the standard output."""


@dataclass(frozen=True, slots=True)
class _Loader:
    """Makes the application in the server's own process; where processes are spawned, this is what is handed over."""

    settings: Settings
    clock: Clock
    ticks: Clock | None

    def __call__(self) -> Application:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # in place of the handler of the process that this is a copy of
        when_told((signal.SIGTERM,), _end)  # Ctrl-C is for that process alone, which keeps it back for both
        _end_with(os.getppid())
        try:
            slack = build(self.settings, self.clock, self.ticks)
        except UserError as error:  # it was right a moment ago
            _LOG.critical("the bot cannot start: %s", error.code)
            sys.exit(1)
        slack.start()
        return Application(slack)


def serve(settings: Settings, clock: Clock, host: str, *, ticks: Clock | None = None) -> None:
    """Serve until told to stop; what is being answered then is finished first.

    Raises:
        UserError: something that it needs is missing or wrong, or the port is taken.
    """
    settings.slack.the_signing_secret()
    port = settings.slack.the_port()
    build(settings, clock, ticks).stop()  # whatever is wrong is told here, in one sentence
    server: Any = Server(
        "whylocked",
        address=_address(host, port),
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGED,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    told = (signal.SIGINT, signal.SIGTERM)
    server.on_startup(lambda: when_told(told, server.signal_handler_interrupt))
    _LOG.info("listening at %s, port %d, for requests to %s", host, port, PATH)
    server.serve(target_loader=_Loader(settings, clock, ticks), wrap_loader=False)


def _end_with(parent: int) -> None:
    """End when the process that started this one is gone: killed, it cannot say so, and the port would stay taken."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, name="parent", daemon=True).start()


def _end() -> None:
    """Do what the server does when told to stop; before it serves there is nothing to finish."""
    handler = signal.getsignal(signal.SIGTERM)
    if not callable(handler):
        os._exit(0)
    handler(signal.SIGTERM, None)


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
