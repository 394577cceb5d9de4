"""What is answered over HTTP: what Slack signs, and what browsers and those who watch over the program ask for.

Requests are described as WSGI has it; the server brings them in by `bot/front.py`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_bolt import BoltRequest, BoltResponse

from bot import metrics
from bot.installation.flow import Page
from bot.listeners.trouble import logged
from bot.manifest import PATH
from bot.probes import missing, probes
from bot.slack_app import SlackApp

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_LOG = logging.getLogger(__name__)

MOST_BYTES = 2**20
"""The biggest request that is read. Slack's own are some kilobytes; a form's values and a long message fit in."""
MOST_BYTES_UNSIGNED = 512
"""The biggest request without a signature that is read: Slack's probe of the certificate."""


class Application:
    """Answers requests, each in whatever thread it comes."""

    def __init__(self, slack: SlackApp) -> None:
        self._slack = slack
        self._pages: dict[str, Page] = {**probes(slack), **slack.pages}

    def worth_reading(self, environ: WSGIEnvironment) -> int:
        """How many bytes of a request are to be read: none of what its head says enough of."""
        if (environ.get("PATH_INFO"), environ.get("REQUEST_METHOD")) != (PATH, "POST"):
            return 0
        length = _length(environ)
        most = MOST_BYTES if self._may_believe(environ) else MOST_BYTES_UNSIGNED
        return 0 if length is None or length > most else length

    def response(self, environ: WSGIEnvironment) -> BoltResponse:
        """The response to one request."""
        path, method = environ.get("PATH_INFO"), environ.get("REQUEST_METHOD")
        if path == PATH:
            return self._signed(environ) if method == "POST" else _only("POST")
        page = self._pages.get(str(path))
        if page is None:
            return missing()
        if method not in {"GET", "HEAD"}:
            return _only("GET, HEAD")
        try:
            return page(environ)
        except Exception as error:  # noqa: BLE001 - whatever a browser sends, nobody sees a traceback
            logged(error)
            return BoltResponse(status=500)

    def _signed(self, environ: WSGIEnvironment) -> BoltResponse:
        """The response to what Slack sends."""
        length = _length(environ)
        if length is None:
            return BoltResponse(status=400)
        if length > MOST_BYTES:
            return BoltResponse(status=413)
        if not self._may_believe(environ) and length > MOST_BYTES_UNSIGNED:
            return _refused("unsigned")  # unread
        timestamp, signature = _proof(environ)
        try:
            body = environ["wsgi.input"].read(length)
        except OSError:  # its sender hung up
            return BoltResponse(status=400)
        if self._slack.believes(body, timestamp, signature):
            if not self._slack.first_time(timestamp, signature):
                # Slack signs whatever it sends again anew: this was recorded on its way, and sent by somebody else.
                return _refused("replayed")
            response = self._slack.respond(lambda: _request(environ, body))
            if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self._slack.may_come_again(signature)
            return response
        # Slack signs everything but its probe of the certificate, which wants nothing but a response.
        return BoltResponse(status=200) if b"ssl_check=1" in body.split(b"&") else _refused("unsigned")

    def _may_believe(self, environ: WSGIEnvironment) -> bool:
        return self._slack.may_believe(*_proof(environ))


def _length(environ: WSGIEnvironment) -> int | None:
    """How many bytes a request says that it has; None where that is no number."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not re.fullmatch("[0-9]+", length):
        return None
    return int(length) if len(length) <= len(str(MOST_BYTES)) else MOST_BYTES + 1  # Python reads no endless number


def _proof(environ: WSGIEnvironment) -> tuple[str, str]:
    """What a request is believed by: when it was signed, in seconds, and the signature; whatever stands there."""
    return str(environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")), str(environ.get("HTTP_X_SLACK_SIGNATURE", ""))


def _only(methods: str) -> BoltResponse:
    return BoltResponse(status=405, headers={"allow": methods})


def _refused(why: str) -> BoltResponse:
    """The response to a request that is not believed; of such a one nothing else is told."""
    _LOG.info("refused a request", extra={"kind": why, "status": 401})
    metrics.responded(why, 401)
    return BoltResponse(status=401)


def _request(environ: WSGIEnvironment, body: bytes) -> BoltRequest:
    """The request as Bolt takes it."""
    headers: dict[str, str | Sequence[str]] = {
        name[5:].lower().replace("_", "-"): str(environ[name]) for name in environ if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    return BoltRequest(body=body.decode(), query=str(environ.get("QUERY_STRING", "")), headers=headers)
