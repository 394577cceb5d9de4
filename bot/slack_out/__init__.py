"""Every outgoing Slack call: retries, refused blocks, files, names; the only place that makes Slack's clients.

What Slack's own client raises carries whole answers and never leaves here: failures are `UserError`s, namely
slack_unreachable, slack_token, slack_scope(scope), slack_refused(error) with Slack's short error code,
slack_no_file_access, slack_file_too_big(limit in MiB), slack_file_failed and slack_file_unsent.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.errors import UserError
from bot.replies.message import Message
from bot.settings import SLACK
from bot.slack_out.agent import Agent
from bot.slack_out.grants import Grants
from bot.slack_out.hosts import is_slacks
from bot.slack_out.identity import Identity, moment
from bot.slack_out.living import is_deactivated, takes_token
from bot.slack_out.managers import Managers
from bot.slack_out.wire import PLAIN, Wire, called, webhook_refusal
from bot.slack_out.workspace import Posted, Workspace
from bot.store import Who

__all__ = ["Identity", "Posted", "SlackOut", "Workspace"]


# What Slack says of a response_url after 30 minutes, or five answers, or once its conversation is gone.
_GONE = {"expired_url", "used_url", "http_404", "http_410"}


class SlackOut:
    """All calls to one Slack API; made once, used by every thread.

    Args:
        api_url: where the API is; Slack's own unless redirected.

    Attributes:
        agent: what Slack shows beside the answers of an agent, where it does.
        grants: what Slack grants the app where any workspace may install it.
    """

    def __init__(self, api_url: str = SLACK) -> None:
        self._wire = Wire(api_url, ssl.create_default_context())
        self.agent = Agent(self._wire)
        self.grants = Grants(self._wire)
        self._managers = Managers()

    def of(self, token: str) -> Workspace:
        """The calls of the workspace that gave the bot token; costs next to nothing."""
        return Workspace(self._wire, token)

    def manages(self, who: Who, token: str) -> bool:
        """Whether a member is an admin or owner of their workspace in Slack; remembered for some minutes.

        Raises:
            UserError: Slack does not tell.
        """
        return self._managers.are(who, self.of(token))

    def takes(self, token: str) -> bool | None:
        """Whether Slack takes a token; see `takes_token` of bot/slack_out/living.py."""
        return takes_token(self._wire, token)

    def is_deactivated(self, token: str, user: str) -> bool | None:
        """Whether a user is deactivated; see `is_deactivated` of bot/slack_out/living.py.

        Raises:
            UserError: Slack does not tell just now.
        """
        return is_deactivated(self._wire, token, user)

    def teams(self) -> set[str]:
        """The workspaces of whose members anything is remembered."""
        return self._managers.teams()

    def forget(self, who: Callable[[Who], bool]) -> None:
        """Remember nothing of some members any more."""
        self._managers.forget(who)

    def client(self, token: str) -> WebClient:
        """Slack's own client, for what Bolt does by itself."""
        return self._wire.client(token)

    def respond(self, response_url: str, message: Message, *, replace: bool) -> bool:
        """Answer a command or a click where it was made, for its sender's eyes.

        Args:
            replace: the answer takes the place of the message that was clicked, and is seen by whoever saw that.

        Returns:
            Whether Slack took it: not where it is too late, were too many answers, or Slack cannot be reached there;
            nothing is sent to a place that is not Slack's.
        """
        if not is_slacks(response_url, self._wire.api_url):
            return False
        body: dict[str, Any] = {"text": message.text, "unfurl_links": False, "unfurl_media": False, **PLAIN}
        body |= {"replace_original": True} if replace else {"replace_original": False, "response_type": "ephemeral"}
        layouts: list[dict[str, Any]] = [{"blocks": list(message.blocks)}] if message.blocks else []
        layouts.append({"mrkdwn": False})
        client, refusal = self._wire.webhook(response_url), None
        try:
            for layout in layouts:  # whatever else it was that Slack refused, without blocks there is a reason less to
                refusal = webhook_refusal(called(client.send_dict, body | layout))
                if refusal is None or refusal in _GONE:
                    break
        except UserError:
            return False
        return refusal is None

    def answered_at(self) -> datetime | None:
        """What Slack's clock says, which takes no token; None where Slack does not say.

        Raises:
            UserError: Slack cannot be reached.
        """
        answer = called(self._wire.client("").api_test)
        return moment({name.lower(): value for name, value in answer.headers.items()})

    def socket_ok(self, app_token: str) -> None:
        """Whether Slack opens a Socket Mode connection for the app token.

        Raises:
            UserError: it does not; says why.
        """
        called(self._wire.client(app_token).apps_connections_open, app_token=app_token)
