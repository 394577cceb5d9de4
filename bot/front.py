"""The front of the server: a request is handed on once all of it has come, so that slow senders hold up nobody.

The server itself would have a thread wait for the rest of a request as long as its sender likes.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope  # type: ignore[attr-defined]
from slack_bolt import BoltResponse

from bot.listeners.trouble import logged
from bot.probes import written
from bot.wsgi import Application

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

SECONDS_TO_READ = 5.0
"""How long the rest of a request may take once its headers are here; Slack waits three seconds for the response."""
_OF_ITS_OWN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Front:
    """What the server calls for each request, in one thread; the application answers in others.

    Args:
        threads: how many requests are answered at once.
    """

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, "request")

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request."""
        try:
            response, environ = await self._response(scope, proto)
        except Exception as error:  # noqa: BLE001 - whatever somebody sends, nobody sees a traceback
            logged(error)
            response, environ = BoltResponse(status=400), {}
        told: list[Any] = []
        body = written(response, environ, lambda *given: told.extend(given))  # type: ignore[arg-type]
        proto.response_bytes(response.status, told[1], b"".join(body))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """All requests are answered."""
        self._threads.shutdown()

    async def _response(self, scope: Scope, proto: HTTPProtocol) -> tuple[BoltResponse, WSGIEnvironment]:
        environ = _environ(scope)
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                body = await _read(proto, self._application.worth_reading(environ))
        except (TimeoutError, ProtocolClosed, ProtocolError):  # what came of it is worth nothing
            return BoltResponse(status=408, headers={"connection": "close"}), environ
        environ["wsgi.input"] = BytesIO(body)
        answer = self._application.response
        return await asyncio.get_running_loop().run_in_executor(self._threads, answer, environ), environ


async def _read(proto: HTTPProtocol, size: int) -> bytes:
    """So many bytes of a request, or all that there are."""
    body = bytearray()
    if size:
        async for part in proto:
            body += part
            if len(body) >= size:
                break
    return bytes(body)


def _environ(scope: Scope) -> WSGIEnvironment:
    """What a request's head says, as WSGI has it; of a header that comes twice both values, which fit nothing then."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path,
        "QUERY_STRING": scope.query_string,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # else it would pass for the one with a hyphen
            continue
        key = _OF_ITS_OWN.get(name, f"HTTP_{name.upper().replace('-', '_')}")
        environ[key] = f"{environ[key]}, {value}" if key in environ else value
    return environ
