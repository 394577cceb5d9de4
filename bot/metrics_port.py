"""Where the figures are shown: a port of this machine alone, beside the one that Slack's requests come in at."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app, multiprocess
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import __version__, metrics
from bot.app import App
from bot.errors import UserError
from bot.listeners.trouble import logged
from bot.probes import healthy, missing, ready, written

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"
_LIVE = re.compile(r"gauge_live[a-z]*_([0-9]+)\.db")

Lacks = Callable[[], list[str]]
"""What stands in the way of answering, in short codes."""


class Port:
    """The port, listened at from the start so that one that is taken can be told; answers once it is started.

    Raises:
        UserError: nothing can listen there.
    """

    def __init__(self, port: int, registry: CollectorRegistry, lacks: Lacks | None = None) -> None:
        self._figures = make_wsgi_app(registry)
        self._lacks = lacks
        self._at_work = threading.Lock()
        try:
            self._server = make_server(HOST, port, self._answer, _Server, _Handler)
        except OSError as error:
            raise UserError("metrics_port_taken", port=port) from error
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Free the port."""
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def stay_in_this_process(self) -> None:
        """Leave nothing of this to processes that are forked: neither the port nor a lock that nobody gives back.

        A fork waits until nobody is being answered: what SQLite or a registry had locked would stay so in the copy.
        """

        def let_go() -> None:
            self._server.socket.close()
            self._at_work.release()

        os.register_at_fork(before=self._at_work.acquire, after_in_parent=self._at_work.release, after_in_child=let_go)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._at_work:
            try:
                return self._found(environ, start_response)
            except Exception as error:  # noqa: BLE001 - else the library writes a traceback
                logged(error)
                return written(ready(["figures"]), environ, start_response)

    def _found(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ.get("PATH_INFO"):
            case "/metrics":
                figures: Iterable[bytes] = self._figures(environ, start_response)
                return figures
            case "/healthz":
                return written(healthy(), environ, start_response)
            case "/readyz" if self._lacks is not None:
                return written(ready(self._lacks()), environ, start_response)
        return written(missing(), environ, start_response)


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each who asks in a thread of its own; a slow one holds up nobody."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has hung up; nothing else goes wrong here that is worth a line."""


class _Handler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *_: object) -> None:
        """Nothing: whoever collects figures asks all day."""


class Backlogs(Collector):
    """What the store says is still to be done, looked up whenever somebody asks for the figures."""

    def __init__(self, app: App, ticks: Callable[[], datetime]) -> None:
        self._app = app
        self._ticks = ticks

    def collect(self) -> Iterator[Metric]:
        """The figures of just now; where the store is out of reach that alone."""
        yield InfoMetricFamily(
            "whylocked_build",
            "Which Whylocked this is, and which policy it goes by",
            value={"version": __version__, "policy": self._app.policy.version},
        )
        now = self._ticks()
        try:
            found = self._app.whylocked.serving.backlog(now)
        except UserError:
            yield GaugeMetricFamily("whylocked_store_up", "Whether the store can be read", 0)
            return
        oldest = 0.0 if found.oldest is None else max((now - found.oldest).total_seconds(), 0.0)
        here = found.installations if self._app.settings.oauth.is_meant else 1
        yield GaugeMetricFamily("whylocked_store_up", "Whether the store can be read", 1)
        yield GaugeMetricFamily("whylocked_messages_owed", "Messages that members are owed", found.owed)
        yield GaugeMetricFamily("whylocked_oldest_owed_seconds", "For how long the oldest of them is owed", oldest)
        yield GaugeMetricFamily("whylocked_cards_due", "Appeals' cards that do not show what they should", found.cards)
        yield GaugeMetricFamily("whylocked_appeals_open", "Appeals that are open", found.appeals)
        yield GaugeMetricFamily("whylocked_installations", "Workspaces and organisations with the app", here)


class Gone(Collector):
    """Forgets what waits in processes that are gone, before it is added up; shows nothing itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Nothing."""
        for path in self._folder.iterdir():
            found = _LIVE.fullmatch(path.name)
            if found and not _lives(int(found[1])):
                multiprocess.mark_process_dead(int(found[1]), str(self._folder))  # type: ignore[no-untyped-call]
        yield from ()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


@contextmanager
def shown(port: int, app: App, ticks: Callable[[], datetime], lacks: Lacks | None = None) -> Iterator[None]:
    """Within it the figures of this process can be looked at, unless the port is 0.

    Raises:
        UserError: nothing can listen there.
    """
    if not port:
        yield
        return
    registry = CollectorRegistry()
    registry.register(Backlogs(app, ticks))
    opened = Port(port, registry, lacks)
    metrics.begin(registry)
    opened.start()
    try:
        yield
    finally:
        metrics.end()
        opened.stop()


@contextmanager
def shown_of_all(port: int, folder: Path, app: App, ticks: Callable[[], datetime]) -> Iterator[None]:
    """Within it the figures of processes that this one starts can be looked at together.

    Args:
        folder: where each keeps what it counts. What one that was killed counted stays in the sums.

    Raises:
        UserError: nothing can listen there.
    """
    registry = CollectorRegistry()
    for each in (Gone(folder), Backlogs(app, ticks)):
        registry.register(each)
    multiprocess.MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    opened = Port(port, registry)
    opened.stay_in_this_process()
    opened.start()
    try:
        yield
    finally:
        opened.stop()
