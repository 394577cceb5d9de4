"""Slack's end of Socket Mode: a WebSocket (RFC 6455) on this machine that sends envelopes and takes what answers them.

    with FakeSlack() as slack, FakeSocket(slack) as socket:
        ...                                                # the program connects, with slack.api_url and APP_TOKEN
        envelope = socket.send("slash_commands", {"command": "/whylocked", "text": "help"})
        assert socket.wait_for_ack(envelope) == {"text": "…"}

Enough of the protocol for Slack's own clients: unfragmented text, ping, pong and close.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from fake_slack import FakeSlack

# Makes the server's half of a handshake; the constant is the protocol's own.
_HANDSHAKE = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_SHORT, _MEDIUM = 126, 1 << 16


class FakeSocket:
    """The server; it runs inside its `with` and makes apps.connections.open of the fake Slack point at it.

    Attributes:
        connections: how many programs have connected so far.
        silent: whether nothing comes from this end any more, though every connection stays open.
    """

    def __init__(self, slack: FakeSlack) -> None:
        self.connections = 0
        self.silent = False
        self._slack = slack
        self._open: list[_Link] = []
        self._acks: dict[str, Any] = {}
        self._sent = 0
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _Link)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._slack.socket_url = f"ws://127.0.0.1:{self._server.server_port}/link"
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        with self._changed:
            links = list(self._open)
        for link in links:
            link.hang_up()
        self._server.server_close()

    def wait_connected(self, count: int = 1, seconds: float = 5) -> None:
        """Until so many programs have connected; fails when they do not come in time."""
        with self._changed:
            came = self._changed.wait_for(lambda: self.connections >= count and self._open, seconds)
            assert came, f"{self.connections} of {count} connections in {seconds} s"

    def send(self, kind: str, payload: object, envelope_id: str | None = None) -> str:
        """Send an envelope to the newest connection; the same `envelope_id` again is a redelivery.

        Args:
            kind: events_api, slash_commands or interactive.

        Returns:
            The envelope's id, for `wait_for_ack`.
        """
        self.wait_connected()
        with self._changed:
            self._sent += 1
            envelope_id = envelope_id or f"envelope-{self._sent}"
            link = self._open[-1]
        link.say({"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": True})
        return envelope_id

    def send_frame(self, opcode: int, data: bytes) -> None:
        """Send a frame of any kind, of whatever bytes, to the newest connection."""
        self.wait_connected()
        with self._changed:
            link = self._open[-1]
        link.frame(opcode, data)

    def wait_for_ack(self, envelope_id: str, seconds: float = 5) -> object:
        """What an envelope was acknowledged with, None for a bare acknowledgement; fails when none comes in time."""
        with self._changed:
            came = self._changed.wait_for(lambda: envelope_id in self._acks, seconds)
            assert came, f"no acknowledgement of {envelope_id} in {seconds} s"
            return self._acks[envelope_id]

    def refresh(self) -> None:
        """Ask all programs to connect anew, as Slack does every few hours."""
        with self._changed:
            links = list(self._open)
        for link in links:
            link.say({"type": "disconnect", "reason": "refresh_requested"})
            link.frame(_CLOSE, struct.pack("!H", 1000))

    def drop(self) -> None:
        """Break off every connection without a word."""
        with self._changed:
            links = list(self._open)
        for link in links:
            link.hang_up()

    def joined(self, link: _Link) -> None:
        """A program has connected."""
        with self._changed:
            self.connections += 1
            self._open.append(link)
            self._changed.notify_all()

    def left(self, link: _Link) -> None:
        """A program is gone."""
        with self._changed:
            self._open.remove(link)

    def heard(self, text: str) -> None:
        """A program has acknowledged an envelope."""
        ack = json.loads(text)
        with self._changed:
            self._acks[ack["envelope_id"]] = ack.get("payload")
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    """Its threads are waited for at the end, so that no socket outlives a test."""

    daemon_threads = False
    fake: FakeSocket

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        """A program that went away is no error; anything else is one of the fake itself and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Link(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server

    def setup(self) -> None:
        super().setup()
        self._writing = threading.Lock()

    def do_GET(self) -> None:
        key = self.headers["Sec-WebSocket-Key"].encode()
        accept = base64.b64encode(hashlib.sha1(key + _HANDSHAKE, usedforsecurity=False).digest()).decode()
        self.protocol_version = "HTTP/1.1"
        self.send_response(101, "Switching Protocols")
        for name, value in {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        if not self.server.fake.silent:
            self.say({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.server.fake.joined(self)
        try:
            self._listen()
        finally:
            self.server.fake.left(self)

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def say(self, message: object) -> None:
        """Send JSON."""
        self.frame(_TEXT, json.dumps(message).encode())

    def frame(self, opcode: int, data: bytes = b"") -> None:
        """Send one frame; a server's are not masked."""
        head = bytes([0x80 | opcode])
        if len(data) < _SHORT:
            head += bytes([len(data)])
        elif len(data) < _MEDIUM:
            head += struct.pack("!BH", _SHORT, len(data))
        else:
            head += struct.pack("!BQ", _SHORT + 1, len(data))
        with self._writing:
            self.connection.sendall(head + data)

    def hang_up(self) -> None:
        """Break off without a word."""
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:  # the program has hung up already
            return

    def _listen(self) -> None:
        while head := self.rfile.read(2):
            opcode, size = head[0] & 0x0F, head[1] & 0x7F
            if size == _SHORT:
                (size,) = struct.unpack("!H", self.rfile.read(2))
            elif size == _SHORT + 1:
                (size,) = struct.unpack("!Q", self.rfile.read(8))
            mask = self.rfile.read(4)
            data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(self.rfile.read(size)))
            if opcode == _TEXT:
                self.server.fake.heard(data.decode())
            elif opcode == _PING and not self.server.fake.silent:
                self.frame(_PONG, data)
            elif opcode == _CLOSE:
                return
