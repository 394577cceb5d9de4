"""The log: events with fields, a line each; JSON for whoever collects logs, text for a person at a terminal.

What is logged is a fixed sentence and fields that hold codes, numbers and ids of workspaces: never a name, a token or
what anybody typed. Others' log records (libraries', warnings) may quote anything, so of them only the place is told.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

SERVER = "_granian"
"""The logger of the HTTP server."""
_SERVERS_EVENTS = {
    "Unexpected exit from worker": "a process ended by itself",
    "Respawning worker": "another process takes its place",
    "Worker crash loop detected": "processes keep ending, so all end",
    "Killing": "a process took too long to stop and was killed",
}
"""What the server says of its processes, by how it begins; its errors besides quote tracebacks, its news are none."""


def configure(style: str, stream: TextIO, uncaught: Callable[[BaseException], object]) -> None:
    """Have everything that is logged go to a stream, also warnings and what nobody caught.

    Args:
        style: "json", "text", or "" for text on a terminal and JSON elsewhere.
        uncaught: logs an exception that ended a thread, or the program.
    """
    handler = logging.StreamHandler(stream)
    as_text = style == "text" or (not style and stream.isatty())
    handler.setFormatter(_Text() if as_text else _Json())
    handler.addFilter(_is_news)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(capture=True)

    def told(kind: type[BaseException], error: BaseException | None) -> None:
        if issubclass(kind, Exception):  # the others are ways to end
            uncaught(error or kind())

    sys.excepthook = lambda kind, error, _: told(kind, error)
    threading.excepthook = lambda given: told(given.exc_type, given.exc_value)
    sys.unraisablehook = lambda given: told(given.exc_type, given.exc_value)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line of the log says."""
    fields: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "process": record.process,
        "event": _event(record),
    }
    if _is_ours(record):
        return fields | {name: value for name, value in vars(record).items() if name not in RESERVED_ATTRS}
    if record.exc_info and record.exc_info[0]:
        fields["kind"] = record.exc_info[0].__name__
    return fields | {"place": f"{record.filename}:{record.lineno}"}


def _event(record: logging.LogRecord) -> str:
    if _is_ours(record):
        return record.getMessage()
    return _servers(record) or "a library has something to say"


def _servers(record: logging.LogRecord) -> str | None:
    said = str(record.msg)
    return next((event for begins, event in _SERVERS_EVENTS.items() if said.startswith(begins)), None)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == "bot"


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record is worth a line: of the server's news only what became of processes."""
    return record.name.partition(".")[0] != SERVER or record.levelno >= logging.ERROR or _servers(record) is not None


class _Json(JsonFormatter):
    """One JSON object a line; a value that JSON does not know is told as text."""

    def __init__(self) -> None:
        super().__init__(json_default=str)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:  # noqa: ARG002 - as in the library
        """Tell what a line says, and nothing of an exception besides."""
        log_data.update(fields_of(record))


class _Text(logging.Formatter):
    """The same to be read: moment, level and event, then the other fields as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        fields = fields_of(record)
        head = [fields.pop("time"), fields.pop("level").upper(), fields.pop("event")]
        del fields["logger"], fields["process"]
        return " ".join([*head, *(f"{name}={_shown(value)}" for name, value in fields.items())])


def _shown(value: object) -> str:
    """A value in one word; whatever has a gap or a line's end in it stands in quotation marks."""
    text = str(value)
    return text if text.isprintable() and text and " " not in text else json.dumps(text)
