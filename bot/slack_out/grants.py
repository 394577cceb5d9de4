"""What Slack grants the app: a bot token for a code that a browser brought back, and the next one where tokens end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.errors import UserError
from bot.settings import OAuth
from bot.slack_out.wire import SECONDS, Wire, called

MOST_SECONDS = 365 * 24 * 3600
"""For how long the end of a token is looked ahead: Slack's live twelve hours, and no number of its is too big."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A bot token. None of this shows in its `repr`.

    Attributes:
        refresh: what gets the next one, once; None where tokens live on.
        seconds: how long it lives; None for one that lives on.
    """

    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    seconds: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """The app, as it was just installed.

    Attributes:
        team: the workspace, or the organisation where it is installed in a whole one: what rows are keyed by.
        name: what that is called.
        enterprise: the organisation that the workspace is part of, if any.
        scopes: what it may do, as Slack names it.
        installer: the user who installed it; None where Slack does not say.
    """

    team: str
    name: str
    enterprise: str | None
    app: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    tokens: Tokens
    installer: str | None

    @property
    def in_organisation(self) -> bool:
        """Whether it is installed in a whole organisation."""
        return self.team == self.enterprise


class Grants:
    """The calls that take the app's own secret. What they send can be used once, so they are not sent again."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def exchanged(self, oauth: OAuth, code: str, address: str) -> Granted:
        """What a code is good for.

        Args:
            address: where the browser brought it, as Slack was told.

        Raises:
            UserError: as `bot.slack_out` says; slack_refused(no_bot_token) where what comes back is no bot's.
        """
        said = self._asked(oauth, code=code, redirect_uri=address)
        tokens, team, enterprise = _tokens(said), _table(said, "team"), _table(said, "enterprise")
        whole = enterprise if said.get("is_enterprise_install") is True else team
        if tokens is None or not _text(whole, "id") or not _text(said, "bot_user_id"):
            raise UserError("slack_refused", error="no_bot_token")
        speaks_for = called(self._wire.client(tokens.token).auth_test)  # the answer above does not name the bot
        return Granted(
            team=_text(whole, "id"),
            name=_text(whole, "name"),
            enterprise=_text(enterprise, "id") or None,
            app=_text(said, "app_id"),
            bot_user=_text(said, "bot_user_id"),
            bot_id=str(speaks_for.get("bot_id") or ""),
            scopes=frozenset(filter(None, _text(said, "scope").split(","))),
            tokens=tokens,
            installer=_text(_table(said, "authed_user"), "id") or None,
        )

    def renewed(self, oauth: OAuth, refresh: str) -> Tokens:
        """The next token, for what gets it; that is spent with it.

        Raises:
            UserError: as for a code.
        """
        tokens = _tokens(self._asked(oauth, grant_type="refresh_token", refresh_token=refresh))
        if tokens is None:
            raise UserError("slack_refused", error="no_bot_token")
        return tokens

    def _asked(self, oauth: OAuth, **what: str) -> Mapping[str, Any]:
        client = self._wire.brief_client("", SECONDS)
        answer = called(
            client.oauth_v2_access, client_id=oauth.client_id, client_secret=oauth.client_secret, **what
        )  # fmt: skip
        return answer.data if isinstance(answer.data, dict) else {}


def _tokens(said: Mapping[str, Any]) -> Tokens | None:
    """The bot token of an answer; None where there is none, as where only a person's was asked for."""
    token, seconds = _text(said, "access_token"), said.get("expires_in")
    if not token or said.get("token_type") != "bot":
        return None
    refresh = _text(said, "refresh_token") or None
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 0:
        return Tokens(token, refresh, min(seconds, MOST_SECONDS))
    return Tokens(token, refresh, None)


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
