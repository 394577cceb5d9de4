"""What connects to Slack: one workspace by its tokens, or any that installs the app."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.errors import UserError
from bot.settings.environment import Environment, text
from bot.settings.service import HIGHEST_PORT

SLACK = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What connects to Slack, as Slack's own samples name it. No secret shows in its `repr`.

    Attributes:
        api_url: where every call to Slack goes.
        port: where requests from Slack come in; as given, so that a wrong one can be told in a sentence.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK
    port: str = "3000"

    def the_bot_token(self) -> str:
        """The bot token, which looks like one.

        Raises:
            UserError: there is none, or something else is in its place.
        """
        if not self.bot_token:
            raise UserError("no_bot_token")
        if not _is_token(self.bot_token, "xoxb-"):
            raise UserError("not_bot_token")
        return self.bot_token

    def the_app_token(self) -> str:
        """The app token, which looks like one.

        Raises:
            UserError: there is none, or something else is in its place.
        """
        if not self.app_token:
            raise UserError("no_app_token")
        if not _is_token(self.app_token, "xapp-"):
            raise UserError("not_app_token")
        return self.app_token

    def the_signing_secret(self) -> str:
        """The signing secret, which is at least no token.

        Raises:
            UserError: there is none, or something else is in its place.
        """
        if not self.signing_secret:
            raise UserError("no_signing_secret")
        if self.signing_secret.startswith(("xoxb-", "xapp-")):
            raise UserError("not_a_signing_secret")
        return self.signing_secret

    def the_port(self) -> int:
        """The port.

        Raises:
            UserError: it is no number of one.
        """
        if re.fullmatch("[0-9]{1,5}", self.port) and 0 < int(self.port) <= HIGHEST_PORT:
            return int(self.port)
        raise UserError("bad_port", text=self.port[:40])

    def the_api_url(self) -> str:
        """Where calls go.

        Raises:
            UserError: nothing can be called there.
        """
        if re.fullmatch(r"https?://[^\s/]+/\S*", self.api_url) and self.api_url.isascii():
            return self.api_url
        raise UserError("bad_api_url", text=self.api_url[:80])

    @classmethod
    def read(cls, env: Environment) -> SlackSettings:
        """What the environment says; what it does not say is empty, or Slack's own."""
        return cls(
            bot_token=text(env, "SLACK_BOT_TOKEN"),
            app_token=text(env, "SLACK_APP_TOKEN"),
            signing_secret=text(env, "SLACK_SIGNING_SECRET"),
            api_url=(text(env, "SLACK_API_URL") or SLACK).rstrip("/") + "/",
            port=text(env, "PORT") or "3000",
        )


def _is_token(text: str, beginning: str) -> bool:
    return text.startswith(beginning) and text.isascii() and text.isprintable()
