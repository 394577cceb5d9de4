"""The environment, read once into one frozen value. Nothing else reads it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from bot.errors import UserError
from bot.words import BUILT_IN

_HIGHEST_PORT = 65_535
SLACK = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What connects to one Slack workspace, as Slack's own samples name it. No secret shows in its `repr`.

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
        if re.fullmatch("[0-9]{1,5}", self.port) and 0 < int(self.port) <= _HIGHEST_PORT:
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
    def read(cls) -> SlackSettings:
        """What the environment says; what it does not say is empty, or Slack's own."""
        env = os.environ
        return cls(
            bot_token=env.get("SLACK_BOT_TOKEN", "").strip(),
            app_token=env.get("SLACK_APP_TOKEN", "").strip(),
            signing_secret=env.get("SLACK_SIGNING_SECRET", "").strip(),
            api_url=(env.get("SLACK_API_URL", "").strip() or SLACK).rstrip("/") + "/",
            port=env.get("PORT", "").strip() or "3000",
        )


def _is_token(text: str, beginning: str) -> bool:
    return text.startswith(beginning) and text.isascii() and text.isprintable()


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store and the knowledge are, and what connects to Slack.

    Attributes:
        default_db: whether nobody chose the store's place, so that its folder may be made.
    """

    db: Path
    knowledge: Path
    default_db: bool
    slack: SlackSettings = SlackSettings()

    @classmethod
    def read(cls, db: str | None = None, knowledge: str | None = None) -> Settings:
        """What was given, else the environment, else the user's data folder."""
        chosen = db or os.environ.get("WHYLOCKED_DB")
        folder = knowledge or os.environ.get("WHYLOCKED_KNOWLEDGE")
        return cls(
            db=Path(chosen) if chosen else user_data_path("whylocked", appauthor=False) / "whylocked.db",
            knowledge=Path(folder) if folder else BUILT_IN,
            default_db=not chosen,
            slack=SlackSettings.read(),
        )
