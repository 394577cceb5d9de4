"""Slack over HTTP: a WSGI application for signed requests, and the server that runs it."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.server import Server
from slack_bolt import BoltRequest, BoltResponse

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.settings import Settings
from bot.slack_app import SlackApp, build

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH = "/slack/events"
"""Where Slack sends everything: events, commands, what is pressed."""
MOST_BYTES = 2**20
"""The biggest request that is read. Slack's own are some kilobytes; a form's values and a long message fit in."""
THREADS = 16
SECONDS_TO_STOP = 60
"""How long answers that are owed may take when the server stops."""
_HIGHEST_PORT = 65_535


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
        try:
            body = environ["wsgi.input"].read(int(length))
        except OSError:  # its sender hung up
            return BoltResponse(status=400)
        timestamp = str(environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""))
        if self._slack.believes(body, timestamp, str(environ.get("HTTP_X_SLACK_SIGNATURE", ""))):
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

    def __call__(self) -> Application:
        return Application(build(self.settings, self.clock))


def serve(settings: Settings, clock: Clock, host: str) -> None:
    """Serve until told to stop; what is being answered then is finished first.

    Raises:
        UserError: something that it needs is missing or wrong, or the port is taken.
    """
    if not settings.slack.signing_secret:
        raise UserError("no_signing_secret")
    port = _port(settings.slack.port)
    build(settings, clock).stop()  # whatever is wrong is told here, in one sentence
    _free(host, port)
    server: Any = Server(
        "whylocked",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    server.serve(target_loader=_Loader(settings, clock), wrap_loader=False)


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT:
        return int(text)
    raise UserError("bad_port", text=text[:40])


def _free(host: str, port: int) -> None:
    """The server's own complaint would be a traceback.

    Raises:
        UserError: the address cannot be used.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise UserError("port_taken", host=host, port=port) from error
