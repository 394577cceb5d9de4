"""Slack over a socket that the bot opens itself: no public address is needed."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.settings import Settings
from bot.slack_app import SlackApp, build

MOST_BYTES = 60_000
"""The client of slack-sdk 3.47 fails at a frame of 65,536 bytes and more; the frame holds an envelope, too."""

_LOG = logging.getLogger(__name__)


class _Socket(SocketModeHandler):
    """Bolt's own handler, but for a request that cannot be read."""

    def __init__(self, slack: SlackApp, app_token: str) -> None:
        super().__init__(slack.bolt, app_token, logger=_LOG, web_client=slack.desk.out.client(app_token))
        self._slack = slack

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one request."""
        began = time.time()  # noqa: TID251 - only for the handler's own log of how long it took
        response = self._slack.respond(
            lambda: BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        )
        send_response(client, req, _short(response), began)


def _short(response: BoltResponse) -> BoltResponse:
    """A response that one frame of the client can carry: where it cannot, the text without its blocks."""
    if len(response.body) < MOST_BYTES:
        return response
    said = json.loads(response.body)
    return BoltResponse(status=response.status, body={**said, "blocks": []})


def listen(settings: Settings, clock: Clock, *, stopped: threading.Event | None = None) -> None:
    """Listen until told to stop; what is being answered then is finished first.

    Args:
        stopped: where somebody else than the system's signals ends it.

    Raises:
        UserError: something that it needs is missing or wrong.
    """
    if not settings.slack.app_token:
        raise UserError("no_app_token")
    slack = build(settings, clock)
    slack.desk.out.socket_ok(settings.slack.app_token)
    handler = _Socket(slack, settings.slack.app_token)
    ended = stopped or _until_signalled()
    try:
        handler.connect()  # type: ignore[no-untyped-call]
        ended.wait()
    finally:
        handler.close()  # type: ignore[no-untyped-call]
        slack.stop()


def _until_signalled() -> threading.Event:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended
