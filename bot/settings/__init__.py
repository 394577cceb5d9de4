"""The settings: the environment, read once into frozen values. Nothing else reads it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from bot.errors import UserError
from bot.settings.contact import PRIVACY, Contact
from bot.settings.environment import Environment, environment, file, process
from bot.settings.keeping import Keeping
from bot.settings.oauth import OAuth
from bot.settings.service import Service
from bot.settings.slack import SLACK, SlackSettings
from bot.words import BUILT_IN

__all__ = ["SLACK", "Contact", "Examined", "Keeping", "OAuth", "Service", "Settings", "SlackSettings"]


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look at the settings found.

    Attributes:
        file: where the file of settings is; None where there is none.
        wrong: everything that does not fit, and is left out.
        misspelt: variables that are called like ours and that nothing reads.
    """

    file: Path | None = None
    wrong: tuple[UserError, ...] = ()
    misspelt: tuple[str, ...] = ()


def _is_ours(name: str) -> bool:
    """Whether a variable is called like ours; in the process's own environment others may be Slack's, too."""
    return name.startswith("WHYLOCKED_") or (name.startswith("SLACK_") and name not in process())


class _Asked(dict[str, str]):
    """Variables, and the names of those that were asked for."""

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as of any dictionary
        self.names.add(name)
        return super().get(name, default)


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
        return cls._of(environment(), db, knowledge)

    @classmethod
    def examined(cls, db: str | None = None, knowledge: str | None = None) -> tuple[Settings, Examined]:
        """The settings as far as they fit, for whoever tells what does not: what is wrong is left out."""
        wrong: list[UserError] = []
        try:
            asked = _Asked(environment())
        except UserError as error:
            wrong.append(error)
            asked = _Asked(process())
        while True:
            try:
                settings = cls._of(asked, db, knowledge)
            except UserError as error:
                wrong.append(error)
                del asked[str(error.fields["name"])]
            else:
                misspelt = sorted(name for name in asked if _is_ours(name) and name not in asked.names)
                return settings, Examined(file(), tuple(wrong), tuple(misspelt))

    @classmethod
    def _of(cls, env: Environment, db: str | None, knowledge: str | None) -> Settings:
        chosen, folder = env.get("WHYLOCKED_DB"), env.get("WHYLOCKED_KNOWLEDGE")
        chosen, folder = db or chosen, knowledge or folder
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
