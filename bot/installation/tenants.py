"""Who the bot is in each workspace: in one, by the token in the settings; or in every one that installed the app."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.errors import UserError
from bot.installation.renewing import Renewing
from bot.sealing import Seal
from bot.settings import OAuth, Settings, SlackSettings
from bot.slack_out import SlackOut
from bot.store.installations import Installation
from bot.usecases import Whylocked

_LOG = logging.getLogger(__name__)


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
    token: str = field(repr=False)


class Tenants(Protocol):
    """The workspaces that the bot is in."""

    def bot(self, team: str) -> Bot | None:
        """The bot in a workspace or organisation; None where it is not installed.

        Raises:
            UserError: the store is out of reach, or Slack is where a token has ended.
        """

    def renew(self) -> None:
        """Renew tokens that end soon; a duty of the clerk."""

    def begin(self) -> None:
        """Do what is to be done when the program starts."""


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

    def renew(self) -> None:
        """Its token lives on."""

    def begin(self) -> None:
        """Nothing of it is stored."""


class Many:
    """Every workspace that installed the app, by what is stored of it: Slack is not asked.

    Read anew for each request, so that what another process installs or removes holds at once (half a millisecond).
    """

    def __init__(
        self, whylocked: Whylocked, out: SlackOut, oauth: OAuth, seal: Seal, clock: Callable[[], datetime]
    ) -> None:
        self._whylocked = whylocked
        self._seal = seal
        self._clock = clock
        self._renewing = Renewing(whylocked, out, oauth, seal, clock)

    def bot(self, team: str) -> Bot | None:
        """The bot where it is installed; None also where no key opens its token, or none that has ended is renewed."""
        installed = self._whylocked.workspaces.installation(team)
        if installed is not None and self._renewing.has_ended(installed):
            installed = self._renewing.at_once(team)
        token = None if installed is None else self._seal.open(installed.team, installed.token)
        return None if installed is None or token is None else _bot(installed, token)

    def renew(self) -> None:
        """Renew tokens that end soon."""
        self._renewing.renew_due()

    def begin(self) -> None:
        """Seal with the first key what is sealed with an older one, which can be dropped then."""
        try:
            resealed = self._whylocked.installing.reseal(self._seal, self._clock())
        except UserError as error:  # at the next start
            _LOG.warning("tokens could not be sealed anew", extra={"code": error.code})
            return
        if resealed.anew:
            _LOG.info("tokens were sealed anew with the first of WHYLOCKED_TOKEN_KEYS", extra={"tokens": resealed.anew})
        if resealed.closed:
            _LOG.error("no key of WHYLOCKED_TOKEN_KEYS opens some tokens", extra={"tokens": len(resealed.closed)})


def _bot(installed: Installation, token: str) -> Bot:
    return Bot(installed.team, installed.enterprise, installed.bot_user, installed.bot_id, token)


def tenants_of(settings: Settings, whylocked: Whylocked, out: SlackOut, clock: Callable[[], datetime]) -> Tenants:
    """The workspaces that the bot is in; one token and installations beside it would be two answers to one question.

    Raises:
        UserError: what the settings want is not whole, or is both.
    """
    if not settings.oauth.is_meant:
        return One(settings.slack, out)
    if settings.slack.bot_token:
        raise UserError("token_and_oauth")
    oauth = settings.oauth.checked()
    return Many(whylocked, out, oauth, Seal(oauth.keys), clock)


def token_of(tenants: Tenants, team: str) -> str | None:
    """The bot's token in a workspace, for what nobody asked for just then; None where it is not.

    None also where the token cannot be had just now: what is owed there waits, and nothing owed elsewhere waits for it.
    """
    try:
        bot = tenants.bot(team)
    except UserError:
        return None
    return None if bot is None else bot.token
