"""The settings: the environment, read once into frozen values. Nothing else reads it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from platformdirs import user_data_path

from bot.settings.contact import PRIVACY, Contact
from bot.settings.environment import environment
from bot.settings.keeping import Keeping
from bot.settings.oauth import OAuth
from bot.settings.service import Service
from bot.settings.slack import SLACK, SlackSettings
from bot.words import BUILT_IN

__all__ = ["SLACK", "Contact", "Keeping", "OAuth", "Service", "Settings", "SlackSettings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store and the knowledge are, what connects to Slack, and how the program runs.

    Attributes:
        default_db: whether nobody chose the store's place, so that its folder may be made.
    """

    db: Path
    knowledge: Path
    default_db: bool
    slack: SlackSettings = field(default_factory=SlackSettings)
    oauth: OAuth = field(default_factory=OAuth)
    service: Service = field(default_factory=Service)
    keeping: Keeping = field(default_factory=Keeping)
    contact: Contact = field(default_factory=Contact)

    @property
    def reached(self) -> Contact:
        """Whom people turn to; the page on what becomes of their data is our own where no other is named."""
        own = f"{self.oauth.url}{PRIVACY}" if self.oauth.is_meant else ""
        return replace(self.contact, privacy=self.contact.privacy or own)

    @classmethod
    def read(cls, db: str | None = None, knowledge: str | None = None) -> Settings:
        """What was given, else the environment, else the user's data folder.

        Raises:
            UserError: a setting does not fit, or the file of settings cannot be read.
        """
        env = environment()
        chosen = db or env.get("WHYLOCKED_DB")
        folder = knowledge or env.get("WHYLOCKED_KNOWLEDGE")
        return cls(
            db=Path(chosen) if chosen else user_data_path("whylocked", appauthor=False) / "whylocked.db",
            knowledge=Path(folder) if folder else BUILT_IN,
            default_db=not chosen,
            slack=SlackSettings.read(env),
            oauth=OAuth.read(env),
            service=Service.read(env),
            keeping=Keeping.read(env),
            contact=Contact.read(env),
        )
