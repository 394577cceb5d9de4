"""The one workspace that the bot is in, where nobody else may install it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Only:
    """The one workspace that the bot is in, where it is in one by a token of the settings.

    Attributes:
        teams: what it is called: by its id, and by its organisation's, if it is of one.
        bot: the bot's user there.
        since: since when the app is known to be there.
    """

    teams: tuple[str, ...]
    bot: str
    since: datetime
