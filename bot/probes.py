"""What those who watch over the program ask for: whether it answers, and whether it should be sent requests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse

from bot.errors import UserError
from bot.slack_app import SlackApp

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HEALTHZ = "/healthz"
READYZ = "/readyz"
SECONDS_KNOWN = 1.0
"""How long an answer holds: whoever asks over and over costs the store no more than one look a second."""


class Readiness:
    """Whether requests should be sent here: why not, in short codes."""

    def __init__(self, slack: SlackApp) -> None:
        self._slack = slack
        self._lock = threading.Lock()
        self._known: list[str] = []
        self._until = 0.0

    def lacks(self) -> list[str]:
        """What stands in the way: stopping, store, workers, tenants; [] where nothing does."""
        if self._slack.stopping.is_set():
            return ["stopping"]
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = self._look()
                self._until = time.monotonic() + SECONDS_KNOWN
            return self._known

    def _look(self) -> list[str]:
        desk = self._slack.desk
        lacks = []
        if not desk.app.whylocked.serving.is_usable():
            lacks.append("store")
        if not desk.workers.take_jobs:
            lacks.append("workers")
        if desk.app.settings.oauth.is_meant and not self._tenants_are_readable():
            lacks.append("tenants")
        return lacks

    def _tenants_are_readable(self) -> bool:
        try:
            self._slack.desk.app.whylocked.workspaces.installation("")  # of nobody: what counts is the look
        except UserError:
            return False
        return True


def probes(slack: SlackApp) -> Mapping[str, Callable[[WSGIEnvironment], BoltResponse]]:
    """The pages, by path."""
    readiness = Readiness(slack)
    return {HEALTHZ: lambda _: healthy(), READYZ: lambda _: ready(readiness.lacks())}


def healthy() -> BoltResponse:
    """The process answers; that is all it says."""
    return BoltResponse(status=200, body="ok")


def ready(lacks: list[str]) -> BoltResponse:
    """An empty list where nothing is lacking."""
    return BoltResponse(
        status=503 if lacks else 200,
        body=json.dumps(lacks),
        headers={"content-type": "application/json;charset=utf-8"},
    )


def missing() -> BoltResponse:
    """There is no such page."""
    return BoltResponse(status=404)


def written(response: BoltResponse, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """A response as WSGI has it; of what was asked for by HEAD there is no body."""
    status = HTTPStatus(response.status)
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [response.body.encode()]
