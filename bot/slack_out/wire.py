"""How a call reaches Slack: one TLS context, bounded waiting, retries; and what a failure of it is called."""

from __future__ import annotations

import json
import logging
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final, ParamSpec, TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, HttpResponse, RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.http_retry.builtin_handlers import ServerErrorRetryHandler
from slack_sdk.web import SlackResponse, WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot import metrics
from bot.errors import UserError

P = ParamSpec("P")
R = TypeVar("R")

SECONDS: Final = 10
"""How long a call waits for Slack each time it waits."""

PLAIN: Final[dict[str, Any]] = {"parse": "none", "link_names": False}
"""Nothing in a text becomes a mention or a channel; said each time because chat.update has other defaults."""

_TOKEN_ERRORS = {"invalid_auth", "not_authed", "token_expired", "not_allowed_token_type"}
_GONE = {"account_inactive", "token_revoked"}
# A short code of Slack's; where an answer is not Slack's, the SDK puts the beginning of its text in the same place.
_CODE = re.compile(r"[a-z0-9_]{1,80}")
# Codes that mean the layout and not what it says: invalid_blocks, invalid_blocks_format, msg_blocks_too_long, ...
_BLOCKS = re.compile(r"block|cannot_parse|^invalid_arguments$")
_SCOPES = re.compile(r"[a-z0-9:._, -]{1,200}")
# At its debug level the SDK writes texts, names and response_urls, and as an error the beginning of unreadable answers.
_SILENT = logging.getLogger(__name__)
_SILENT.setLevel(logging.CRITICAL)


MOST_WAITING: Final = 15
"""How many seconds of Slack's `Retry-After` are waited for, at most twice: longer, and the worker is needed."""


class _RateLimit(RateLimitErrorRetryHandler):
    """Waits as long as Slack says, where that is not too long."""

    def _can_retry(self, *, response: HttpResponse | None = None, **rest: Any) -> bool:  # noqa: ANN401 - as in the SDK
        if not super()._can_retry(response=response, **rest):
            return False
        headers = {} if response is None else {name.lower(): value for name, value in response.headers.items()}
        seconds = headers.get("retry-after", ["0"])
        return float(seconds[0] if isinstance(seconds, list) else seconds) <= MOST_WAITING


# They keep nothing between calls, so one of each serves them all.
_HASTY: Final[tuple[RetryHandler, ...]] = (ConnectionErrorRetryHandler(),)
_RETRIES: Final[tuple[RetryHandler, ...]] = (*_HASTY, _RateLimit(max_retry_count=2), ServerErrorRetryHandler())


class NotSlacks(UserError):
    """What answered was not Slack, or Slack in trouble: nothing was done, and it can be tried again."""

    def __init__(self) -> None:
        super().__init__("slack_unreachable")


class TokenGone(UserError):
    """Slack knows the token and takes it no more: the app was removed, or the workspace is gone.

    `invalid_auth` says less: "some aspect of authentication cannot be validated", which is also said to a machine whose
    address a workspace does not allow, and for a while after a new installation.
    """

    def __init__(self) -> None:
        super().__init__("slack_token")


@dataclass(frozen=True, slots=True)
class Wire:
    """Where Slack is and what secures the way there.

    Attributes:
        tls: shared, because making one takes longer than a whole answer.
    """

    api_url: str
    tls: ssl.SSLContext

    def client(self, token: str) -> WebClient:
        """A client of the Web API."""
        return WebClient(
            token, self.api_url, timeout=SECONDS, ssl=self.tls, logger=_SILENT, retry_handlers=list(_RETRIES)
        )

    def hasty_client(self, token: str) -> WebClient:
        """A client that does not wait for Slack to have time."""
        return WebClient(
            token, self.api_url, timeout=SECONDS, ssl=self.tls, logger=_SILENT, retry_handlers=list(_HASTY)
        )

    def brief_client(self, token: str, seconds: int) -> WebClient:
        """A client for what can be left undone: it waits so long for Slack, and tries once."""
        return WebClient(token, self.api_url, timeout=seconds, ssl=self.tls, logger=_SILENT, retry_handlers=[])

    def webhook(self, url: str) -> WebhookClient:
        """A client of one response_url."""
        return WebhookClient(url, timeout=SECONDS, ssl=self.tls, logger=_SILENT, retry_handlers=list(_RETRIES))


def called(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the call of the SDK returns.

    Raises:
        UserError: it failed. What the SDK raised is not kept: its text holds Slack's whole answer.
    """
    method = getattr(call, "__name__", "").replace("_", ".")
    try:
        answer = _called(call, *args, **kwargs)
    except UserError as error:
        metrics.called_slack(method, "limited" if limited(error) else error.code.removeprefix("slack_"))
        raise
    if isinstance(answer, WebhookResponse):  # its refusal is no exception
        metrics.called_slack("response_url", "ok" if webhook_refusal(answer) is None else "refused")
    else:
        metrics.called_slack(method, "ok")
    return answer


def _called(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return call(*args, **kwargs)
    except SlackApiError as error:
        raise _told(error.response) from None
    except (HTTPException, OSError):
        raise UserError("slack_unreachable") from None
    # Besides what says so by name: an answer that is no JSON (ValueError) or no JSON object (AttributeError).
    except (SlackClientError, ValueError, AttributeError):
        raise NotSlacks from None


def refused(error: UserError, *codes: str) -> bool:
    """Whether the error is Slack's refusal with one of its short codes."""
    return error.code == "slack_refused" and error.fields["error"] in codes


def limited(error: UserError) -> bool:
    """Whether Slack takes no more of such calls just now."""
    return refused(error, "ratelimited", "rate_limited")


def refused_blocks(error: UserError) -> bool:
    """Whether the error is Slack's refusal of a layout, so that it may take the same in another."""
    return error.code == "slack_refused" and bool(_BLOCKS.search(str(error.fields["error"])))


def webhook_refusal(answer: WebhookResponse) -> str | None:
    """The short code with which a response_url refused an answer, None when it took it.

    It refuses in plain text, in JSON, or by the status alone.
    """
    try:
        data = json.loads(answer.body)
    except ValueError:
        data = answer.body.strip()
    said_no = isinstance(data, dict) and data.get("ok") is False
    if answer.status_code == HTTPStatus.OK and not said_no:
        return None
    code = str(data.get("error") if isinstance(data, dict) else data)
    return code if _CODE.fullmatch(code) else f"http_{answer.status_code}"


def _told(response: SlackResponse) -> UserError:
    data = response.data if isinstance(response.data, dict) else {}
    code, needed = str(data.get("error")), str(data.get("needed"))
    if code in _GONE:
        return TokenGone()
    if code in _TOKEN_ERRORS:
        return UserError("slack_token")
    if code == "missing_scope" and "needed" in data and _SCOPES.fullmatch(needed):
        return UserError("slack_scope", scope=needed)
    if "error" in data and _CODE.fullmatch(code):
        return UserError("slack_refused", error=code)
    return NotSlacks()
