"""Slack over HTTP: a WSGI application for signed requests, and the server that runs it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from slack_bolt import BoltRequest, BoltResponse

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.manifest import PATH
from bot.settings import Settings
from bot.slack_app import SlackApp, build
from bot.stopping import when_told

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

MOST_BYTES = 2**20
"""The biggest request that is read. Slack's own are some kilobytes; a form's values and a long message fit in."""
MOST_BYTES_UNSIGNED = 512
"""The biggest request without a signature that is read: Slack's probe of the certificate."""
THREADS = 64
"""A thread reads one request; a sender that is slow holds one up, so a proxy in front should take requests in whole."""
SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_STOP = 60
"""How long answers that are owed may take when the server stops."""
_LOG = logging.getLogger(__name__)
_LOGGED: dict[str, Any] = {"loggers": {"_granian": {"propagate": True}}}
"""What the server itself has to say goes where our own log goes, and not to the standard output."""


class Application:
    """The WSGI application."""

    def __init__(self, slack: SlackApp) -> None:
        self._slack = slack

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        response = self._response(environ)
        status = HTTPStatus(response.status)
        headers = [(name, value) for name, values in response.headers.items() for value in values]
        start_response(f"{status.value} {status.phrase}", headers)
        return [response.body.encode()]

    def _response(self, environ: WSGIEnvironment) -> BoltResponse:
        if environ.get("PATH_INFO") != PATH:
            return BoltResponse(status=404)
        if environ.get("REQUEST_METHOD") != "POST":
            return BoltResponse(status=405, headers={"allow": "POST"})
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if not (length.isascii() and length.isdigit()):
            return BoltResponse(status=400)
        if len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            return BoltResponse(status=413)
        timestamp = str(environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""))
        signature = str(environ.get("HTTP_X_SLACK_SIGNATURE", ""))
        if not self._slack.may_believe(timestamp, signature) and int(length) > MOST_BYTES_UNSIGNED:
            return BoltResponse(status=401)  # unread: whoever sends it slowly holds up nobody
        try:
            body = environ["wsgi.input"].read(int(length))
        except OSError:  # its sender hung up
            return BoltResponse(status=400)
        if self._slack.believes(body, timestamp, signature):
            return self._slack.respond(lambda: _request(environ, body))
        # Slack signs everything but its probe of the certificate, which wants nothing but a response.
        return BoltResponse(status=200 if b"ssl_check=1" in body.split(b"&") else 401)


def _request(environ: WSGIEnvironment, body: bytes) -> BoltRequest:
    """The request as Bolt takes it."""
    headers: dict[str, str | Sequence[str]] = {
        name[5:].lower().replace("_", "-"): str(environ[name]) for name in environ if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    return BoltRequest(body=body.decode(), query=str(environ.get("QUERY_STRING", "")), headers=headers)


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
