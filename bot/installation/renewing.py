"""Tokens that end: renewed before they do, by one process alone, because what gets the next one can be spent once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import UserError
from bot.sealing import Seal
from bot.settings import OAuth
from bot.slack_out import SlackOut
from bot.slack_out.grants import Tokens
from bot.store.installations import Installation
from bot.usecases import Whylocked

SECONDS_TO_WAIT = 2.0
"""How long a request waits for somebody else to renew a token; Slack waits three for its response."""
SECONDS_BETWEEN_LOOKS = 0.05
TRIES_TO_KEEP = 3
"""How often a new token is tried to be stored: it is the only one by then."""
_CLOSED = "closed"
_GONE = ("slack_token", "invalid_refresh_token")

_Given = tuple[Installation, str, str | None, datetime | None]
"""An installation, and what takes the place of its token: that, what gets the next one, both sealed, and its end."""

_LOG = logging.getLogger(__name__)


class Renewing:
    """Renews tokens, for the clerk in time, and for a request at the last moment."""

    def __init__(
        self, whylocked: Whylocked, out: SlackOut, oauth: OAuth, seal: Seal, clock: Callable[[], datetime]
    ) -> None:
        self._whylocked = whylocked
        self._out = out
        self._oauth = oauth
        self._seal = seal
        self._clock = clock
        self._unkept: dict[str, _Given] = {}

    def renew_due(self) -> None:
        """Renew every token that ends soon; where Slack is away, all of them wait.

        Raises:
            UserError: the store is out of reach.
        """
        for team in list(self._unkept):
            self._kept(team)
        for team in self._whylocked.installing.ending(self._clock()):
            if self._renew(team) == "slack_unreachable":
                return

    def has_ended(self, installed: Installation) -> bool:
        """Whether a token is of no use any more."""
        return installed.expires_at is not None and installed.expires_at <= self._clock()

    def at_once(self, team: str) -> Installation | None:
        """An installation whose token has ended, with a new one; None where there is none to be had any more.

        Raises:
            UserError: nobody could renew it just now, or the store is out of reach.
        """
        wrong = self._renew(team)
        until = time.monotonic() + SECONDS_TO_WAIT
        while True:
            # Looked at first: whoever is through by now has stored what came of it.
            is_renewing = self._whylocked.installing.is_renewing(team, self._clock())
            installed = self._whylocked.workspaces.installation(team)
            if installed is None or not self.has_ended(installed):
                return installed
            if installed.refresh_token is None or wrong == _CLOSED:
                return None
            if wrong or not is_renewing or time.monotonic() >= until:
                raise UserError("slack_unreachable")
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _renew(self, team: str) -> str:
        """Renew one token, unless somebody else does or it is not due; gives the code of what went wrong, else ""."""
        installing = self._whylocked.installing
        if self._kept(team):
            return ""
        old = installing.claim(team, self._clock())
        if old is None:
            return ""
        refresh = self._seal.open(team, old.refresh_token or "")
        if refresh is None:  # told by doctor, too; it is tried again later, perhaps with a key more
            _LOG.error("a token cannot be renewed: no key opens what gets the next one")
            return _CLOSED
        try:
            tokens = self._out.grants.renewed(self._oauth, refresh)
        except UserError as error:
            code = str(error.fields.get("error", error.code))
            _LOG.warning("a token could not be renewed", extra={"workspace": team, "code": code})
            if code in _GONE:
                installing.cannot_be_renewed(old)
            elif error.code == "slack_unreachable":
                installing.let_go(team)
            return code
        self._keep(old, tokens)
        return ""

    def _keep(self, old: Installation, tokens: Tokens) -> None:
        ends = None if tokens.seconds is None else self._clock() + timedelta(seconds=tokens.seconds)
        token = self._seal.seal(old.team, tokens.token)
        refresh = None if tokens.refresh is None else self._seal.seal(old.team, tokens.refresh)
        self._unkept[old.team] = (old, token, refresh, ends)
        for left in reversed(range(TRIES_TO_KEEP)):
            try:
                self._kept(old.team)
            except UserError:
                if not left:
                    raise
            else:
                return

    def _kept(self, team: str) -> bool:
        """Store what Slack gave for a workspace and could not be stored so far; whether there was anything.

        What it was given for is spent: where the disk has no room for a while, this process alone has the next.

        Raises:
            UserError: it cannot be stored now either.
        """
        given = self._unkept.pop(team, None)
        if given is None:
            return False
        try:
            self._whylocked.installing.renewed(*given)
        except UserError:
            self._unkept[team] = given
            raise
        return True
