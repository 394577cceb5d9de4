"""The environment, read once into one frozen value. Nothing else reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from bot.words import BUILT_IN

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
