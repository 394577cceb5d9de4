"""Private files of Slack: fetched with the token, which goes to nobody but Slack."""

from __future__ import annotations

import os
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urljoin
from urllib.request import Request

from bot.errors import UserError
from bot.slack_out.hosts import is_slacks, opener_of
from bot.slack_out.wire import SECONDS, Wire

HOPS = 4
"""How often Slack may send a download on to another of its own places; more is a circle of log-in pages."""
_CHUNK = 64 * 1024
_MIB = 1024 * 1024


def download(url: str, to: Path, most_bytes: int, *, wire: Wire, token: str) -> None:
    """Write a private file of Slack to `to`, readable by nobody else; nothing is left there when that fails.

    Args:
        url: the file's `url_private_download`.
        to: where nothing is yet.

    Raises:
        UserError: slack_no_file_access (Slack shows a page to log in instead), slack_file_too_big or slack_file_failed.
    """
    # Redirects are looked at here: the token goes to Slack and nowhere else.
    opener = opener_of(wire)
    hops = 0
    try:
        if not is_slacks(url, wire.api_url):
            raise UserError("slack_file_failed")
        while hops < HOPS and is_slacks(url, wire.api_url):
            hops += 1
            request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - Slack's
            with cast("HTTPResponse", opener.open(request, timeout=SECONDS)) as answer:
                if not _sent_on(answer):
                    _accept(answer, most_bytes)
                    return _keep(answer, to, most_bytes)
                url = urljoin(url, answer.headers["Location"])
    except (OSError, HTTPException, ValueError):
        raise UserError("slack_file_failed") from None
    raise UserError("slack_no_file_access")


def _sent_on(answer: HTTPResponse) -> bool:
    """Whether the file is elsewhere: in organisations Slack keeps it at another host of its own."""
    sent = HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST
    return sent and answer.headers["Location"] is not None


def _accept(answer: HTTPResponse, most_bytes: int) -> None:
    """Only a file of a size that is wanted. A page of HTML is Slack's log-in; in JSON the Web API says no."""
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise UserError("slack_no_file_access")
    if answer.status != HTTPStatus.OK:
        raise UserError("slack_file_failed")
    if answer.headers.get_content_type() in {"text/html", "application/json"}:
        raise UserError("slack_no_file_access")
    if int(answer.headers.get("Content-Length", 0)) > most_bytes:
        raise _too_big(most_bytes)


def _keep(answer: HTTPResponse, to: Path, most_bytes: int) -> None:
    """The whole file, or none of it."""
    file = os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    try:
        with file:
            _copy(answer, file, most_bytes)
    except BaseException:
        to.unlink()
        raise


def _copy(answer: HTTPResponse, file: BinaryIO, most_bytes: int) -> None:
    taken = 0
    while chunk := answer.read(_CHUNK):
        taken += len(chunk)
        if taken > most_bytes:
            raise _too_big(most_bytes)
        file.write(chunk)
    # A connection that broke off looks like the end.
    if taken != int(answer.headers.get("Content-Length", taken)):
        raise UserError("slack_file_failed")


def _too_big(most_bytes: int) -> UserError:
    return UserError("slack_file_too_big", limit=most_bytes // _MIB)
