"""Who the bot is in each workspace: in one, by the token in the settings; or in every one that installed the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.errors import UserError
from bot.sealing import Seal
from bot.settings import SlackSettings
from bot.slack_out import SlackOut
from bot.store.installations import Installation
from bot.usecases.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot in one workspace, or in an organisation.

    Attributes:
        team: what rows are keyed by there: the workspace, or the organisation where it is installed in a whole one.
    """

    team: str
    enterprise: str | None
    user: str
    bot_id: str
    token: str


class Tenants(Protocol):
    """The workspaces that the bot is in."""

    def bot(self, team: str) -> Bot | None:
        """The bot in a workspace or organisation; None where it is not installed.

        Raises:
            UserError: the store is out of reach.
        """


class One:
    """One workspace, by the bot token in the settings.

    Raises:
        UserError: the token is missing, or Slack does not take it.
    """

    def __init__(self, slack: SlackSettings, out: SlackOut) -> None:
        token = slack.the_bot_token()
        try:
            found = out.of(token).identity()
        except UserError as error:
            raise UserError("bot_token_refused") if error.code == "slack_token" else error from None
        self.only = Bot(found.team_id, found.enterprise_id, found.user_id, found.bot_id, token)

    def bot(self, team: str) -> Bot | None:
        """Of a member of any other workspace there is no token: a message that they are owed waits."""
        return self.only if team in {self.only.team, self.only.enterprise} - {None} else None


class Many:
    """Every workspace that installed the app, by what is stored of it: Slack is not asked.

    Read anew for each request, so that what another process installs or removes holds at once (half a millisecond).
    """

    def __init__(self, workspaces: Workspaces, seal: Seal) -> None:
        self._workspaces = workspaces
        self._seal = seal

    def bot(self, team: str) -> Bot | None:
        """The bot where it is installed; None also where no key opens its token."""
        installed = self._workspaces.installation(team)
        token = None if installed is None else self._seal.open(installed.team, installed.token)
        return None if installed is None or token is None else _bot(installed, token)


def _bot(installed: Installation, token: str) -> Bot:
    return Bot(installed.team, installed.enterprise, installed.bot_user, installed.bot_id, token)
