"""Files for one person: put where Slack says, and to nobody but Slack.

The SDK's `files_upload_v2` does these steps, too, but sends the bytes to whatever place it is told, follows redirects
with them, and puts Slack's whole answer into what it raises.
"""

from __future__ import annotations

import time
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.request import Request

from slack_sdk.web import WebClient

from bot.errors import UserError
from bot.replies.model import Attachment
from bot.slack_out.hosts import is_slacks, opener_of
from bot.slack_out.wire import SECONDS, Wire, called

PAUSES = (1, 4)
"""The seconds after which bytes that Slack did not take are sent once more; a file that is there twice is one file."""
_NO_ANSWER: int = HTTPStatus.SERVICE_UNAVAILABLE


def put(file: Attachment, *, client: WebClient, wire: Wire) -> str:
    """Give Slack a file that nobody sees yet; gives its id, by which it can be shown to somebody.

    Raises:
        UserError: Slack does not want it (slack_scope without files:write), or did not take it (slack_file_unsent).
    """
    content = file.content.encode()
    place = called(client.files_getUploadURLExternal, filename=file.name, length=len(content))
    _sent(str(place.get("upload_url")), content, wire)
    return str(place.get("file_id"))


def _sent(url: str, content: bytes, wire: Wire) -> None:
    if not is_slacks(url, wire.api_url):
        raise UserError("slack_file_unsent")
    status = _status(url, content, wire)
    for pause in PAUSES:
        if status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            break
        time.sleep(pause)
        status = _status(url, content, wire)
    if status != HTTPStatus.OK:
        raise UserError("slack_file_unsent")


def _status(url: str, content: bytes, wire: Wire) -> int:
    """What became of one attempt; without an answer it may be tried again. The URL allows it: no token goes along."""
    headers = {"Content-Type": "application/octet-stream"}
    request = Request(url, content, headers, method="POST")  # noqa: S310 - Slack's
    try:
        with cast("HTTPResponse", opener_of(wire).open(request, timeout=SECONDS)) as answer:
            return int(answer.status)
    except (OSError, HTTPException, ValueError):
        return _NO_ANSWER
