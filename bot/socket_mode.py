"""Slack over a socket that the bot opens itself: no public address is needed."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import UserError
from bot.listeners.desk import Clock
from bot.listeners.trouble import why
from bot.probes import Readiness
from bot.settings import Settings
from bot.slack_app import SlackApp, build
from bot.slack_out.wire import called
from bot.stopping import when_told

MOST_BYTES = 60_000
"""The client of slack-sdk 3.47 fails at a frame of 65,536 bytes and more; the frame holds an envelope, too."""

_LOG = logging.getLogger(__name__)
# What Slack's client logs quotes what it cannot read, which may be what people wrote; and answers to tokens.
_SILENT = logging.getLogger(f"{__name__}.client")
_SILENT.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long nothing may be heard of Slack, in seconds.

    Attributes:
        ping: how often Slack's end is asked whether it is there; after four times without a word the client of
            slack-sdk connects anew, unless that connection never answered at all.
        silence: after which the bot connects anew by itself, whatever the client makes of it.
        end: after which it gives up, so that whoever watches over it hears of that.
        looks: how often it is looked at.
    """

    ping: float = 10
    silence: float = 60
    end: float = 600
    looks: float = 1


PATIENCE = Patience()


class _Socket(SocketModeClient):
    """Slack's own client, which keeps the connection up; one request after the other, in the order they come in.

    Attributes:
        trouble: why there was no new connection when one was last asked for; None when there was.
    """

    def __init__(self, slack: SlackApp, app_token: str, ping: float) -> None:
        client = slack.desk.out.client(app_token)
        super().__init__(app_token, logger=_SILENT, web_client=client, ping_interval=ping, concurrency=1)
        self._slack = slack
        self._heard = 0
        self.trouble: UserError | None = None
        self.on_message_listeners.append(self._hear)
        self.socket_mode_request_listeners.append(self._answer)
        self.on_error_listeners.append(_failed)

    @property
    def signs_of_life(self) -> tuple[int, float | None]:
        """Something that changes whenever anything comes from Slack's end: a message, or the answer to a ping."""
        session = self.current_session
        return self._heard, None if session is None else session.last_ping_pong_time

    def issue_new_wss_url(self) -> str:
        """Where to connect to.

        Raises:
            UserError: Slack does not say.
        """
        try:
            url = called(self.web_client.apps_connections_open, app_token=self.app_token).get("url")
        except UserError as error:
            self.trouble = _of_the_app_token(error)
            if self.current_session is not None:  # else whoever starts it is told
                _LOG.warning("there is no new connection", extra=why(self.trouble))
            raise self.trouble from None
        self.trouble = None
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

    def renew(self) -> None:
        """Connect anew, now; whether that worked shows by and by."""
        try:
            self.connect_to_new_endpoint(force=True)
        except UserError:  # is kept, and in the log
            return

    def finish(self) -> None:
        """Answer what has come in, and hang up; Slack sends again what comes in meanwhile."""
        self.message_workers.shutdown()
        self.close()

    def _hear(self, _: str) -> None:
        self._heard += 1

    def _answer(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        began = time.time()  # noqa: TID251 - only for what the library would log of how long it took
        response = self._slack.respond(
            lambda: BoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        )
        send_response(client, request, _short(response), began)


class _Watchdog:
    """Notices that Slack is not heard any more, which its client does not always."""

    def __init__(self, socket: _Socket, patience: Patience) -> None:
        self._socket = socket
        self._patience = patience
        self._signs = socket.signs_of_life
        self._heard = self._renewed = time.monotonic()
        self._lost = False

    def look(self) -> None:
        """Look once; where nothing was heard for too long, have the connection made anew.

        Raises:
            UserError: Slack does not take the token any more, or was not heard for so long that this gives up.
        """
        now, signs, trouble = time.monotonic(), self._socket.signs_of_life, self._socket.trouble
        if trouble is not None and trouble.code in _FOR_GOOD:
            raise trouble
        messages, pong = signs
        if messages != self._signs[0] or pong not in {None, self._signs[1]}:
            self._signs, self._heard = signs, now
            if self._lost:
                self._lost = False
                _LOG.info("Slack is heard again")
        elif now - self._heard > self._patience.end:
            given_up = UserError("socket_lost", minutes=round(self._patience.end / 60))
            raise given_up if trouble is None or trouble.code == "slack_unreachable" else trouble
        elif now - max(self._heard, self._renewed) > self._patience.silence:
            self._lost, self._renewed = True, now
            _LOG.warning("Slack is not heard any more, so the bot connects anew")
            self._socket.renew()


_FOR_GOOD = ("app_token_refused", "app_token_scope")
"""What no waiting mends."""


def _failed(error: Exception) -> None:
    _LOG.warning("the connection failed", extra={"kind": type(error).__name__})


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


def listen(settings: Settings, clock: Clock, *, ticks: Clock | None = None, patience: Patience | None = None) -> None:
    """Listen until told to stop; what is being answered then is finished first.

    Args:
        patience: how long nothing may be heard of Slack; None is the usual.

    Raises:
        UserError: something that it needs is missing or wrong, or Slack is out of reach for good.
    """
    app_token, patience = settings.slack.the_app_token(), patience or PATIENCE
    ended, port = threading.Event(), settings.service.metrics_port
    slack = build(settings, clock, ticks, stopping=ended)
    when_told((signal.SIGINT, signal.SIGTERM), ended.set)
    socket, readiness = _Socket(slack, app_token, patience.ping), Readiness(slack)
    with ExitStack() as stack:
        stack.callback(slack.stop)
        if port:
            from bot.metrics_port import shown  # what it stands on is only read where figures are wanted

            stack.enter_context(shown(port, slack.desk.app, ticks or clock, partial(_lacks, socket, readiness)))
        stack.callback(slack.stop)  # before the figures go; a second time does nothing
        stack.callback(socket.finish)
        socket.start()
        slack.start()
        watchdog = _Watchdog(socket, patience)
        while not ended.wait(patience.looks):
            watchdog.look()
    _LOG.info("stopped")


def _lacks(socket: _Socket, readiness: Readiness) -> list[str]:
    """What stands in the way of answering, the connection among it."""
    return [*readiness.lacks(), *([] if socket.is_connected() else ["connection"])]
