"""Slack over a socket that the bot opens itself: no public address is needed."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.settings import Settings
from bot.slack_app import SlackApp, build
from bot.slack_out.wire import called
from bot.stopping import when_told

MOST_BYTES = 60_000
"""The client of slack-sdk 3.47 fails at a frame of 65,536 bytes and more; the frame holds an envelope, too."""
SECONDS_BETWEEN_PINGS = 10
"""How often Slack's end is asked whether it is there; after four times without a word the bot connects anew."""

_LOG = logging.getLogger(__name__)
# What Slack's client logs quotes what it cannot read, which may be what people wrote; and answers to tokens.
_SILENT = logging.getLogger(f"{__name__}.client")
_SILENT.setLevel(logging.CRITICAL)


class _Socket(SocketModeClient):
    """Slack's own client, which keeps the connection up; one request after the other, in the order they come in."""

    def __init__(self, slack: SlackApp, app_token: str) -> None:
        client = slack.desk.out.client(app_token)
        super().__init__(
            app_token, logger=_SILENT, web_client=client, ping_interval=SECONDS_BETWEEN_PINGS, concurrency=1
        )
        self._slack = slack
        self.socket_mode_request_listeners.append(self._answer)
        self.on_error_listeners.append(lambda error: _LOG.warning("the connection failed: %s", type(error).__name__))

    def issue_new_wss_url(self) -> str:
        """Where to connect to.

        Raises:
            UserError: Slack does not say.
        """
        try:
            url = called(self.web_client.apps_connections_open, app_token=self.app_token).get("url")
        except UserError as error:
            told = _of_the_app_token(error)
            if self.current_session is not None:  # else whoever starts it is told
                _LOG.warning("no new connection: %s", told.code)
            raise told from None
        return str(url)

    def start(self) -> None:
        """Connect for the first time; from then on it connects anew by itself.

        Raises:
            UserError: it cannot connect.
        """
        self.on_error_listeners, told = [], self.on_error_listeners  # the error says it
        self.connect()
        if not self.is_connected():
            raise UserError("slack_unreachable")
        self.on_error_listeners = told
        _LOG.info("connected to Slack")

    def finish(self) -> None:
        """Answer what has come in, and hang up; Slack sends again what comes in meanwhile."""
        self.message_workers.shutdown()
        self.close()

    def _answer(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        began = time.time()  # noqa: TID251 - only for what the library would log of how long it took
        response = self._slack.respond(
            lambda: BoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        )
        send_response(client, request, _short(response), began)


def _of_the_app_token(error: UserError) -> UserError:
    """The error with which a call failed, said of the app token where it is about that."""
    match error.code:
        case "slack_token":
            return UserError("app_token_refused")
        case "slack_scope":
            return UserError("app_token_scope")
    return error


def _short(response: BoltResponse) -> BoltResponse:
    """A response that one frame of the client can carry: where it cannot, the text without its blocks."""
    if len(response.body) < MOST_BYTES:
        return response
    said = json.loads(response.body)
    return BoltResponse(status=response.status, body={**said, "blocks": []})


def listen(settings: Settings, clock: Clock, *, ticks: Clock | None = None) -> None:
    """Listen until told to stop; what is being answered then is finished first.

    Raises:
        UserError: something that it needs is missing or wrong.
    """
    app_token = settings.slack.the_app_token()
    slack = build(settings, clock, ticks)
    ended = threading.Event()
    when_told((signal.SIGINT, signal.SIGTERM), ended.set)
    socket = _Socket(slack, app_token)
    try:
        socket.start()
        slack.start()
        ended.wait()
    finally:
        socket.finish()
        slack.stop()
