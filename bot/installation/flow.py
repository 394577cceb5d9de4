"""The way in: from our page to Slack's and back, with a state that is good once, for a while, in one browser."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from slack_bolt import BoltResponse

from bot import manifest
from bot.errors import UserError
from bot.installation import pages
from bot.installation.pages import INSTALL, REDIRECT, Done, Site
from bot.sealing import Seal
from bot.settings import OAuth
from bot.settings.contact import PRIVACY
from bot.slack_out import SlackOut
from bot.slack_out.grants import Granted
from bot.store import hurried
from bot.store.installations import Installation
from bot.usecases import Whylocked
from bot.usecases.installing import STATE_LIVES

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

Page = Callable[["WSGIEnvironment"], BoltResponse]
"""Answers a GET, whoever asks."""

SECONDS_TO_WAIT = 2
"""How long a browser waits for the store; what Slack granted waits longer, because it is granted once."""
_BEGIN: Final = "go"
_AUTHORIZE: Final = "/oauth/v2/authorize"
_LONGEST: Final = 2_000
"""How long a value may be that a browser brings; Slack's codes are a hundred characters."""
_VALUE = re.compile(r"[\x21-\x7e]{1,2000}")
_CODE = re.compile(r"[a-z0-9_]{1,80}")
_CANCELLED: Final = "access_denied"
_DONE: Final = "browser"
"""Whose it is what is sealed for a browser, in place of a workspace."""

_LOG = logging.getLogger(__name__)


class Flow:
    """Answers browsers; served only where any workspace may install the app.

    Args:
        clock: the machine's clock: what Slack tells of removals is compared with when it was installed.
        caused: has done soon what an installation causes.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts it ties together
        self,
        whylocked: Whylocked,
        out: SlackOut,
        oauth: OAuth,
        seal: Seal,
        site: Site,
        authorize_at: str,
        clock: Callable[[], datetime],
        caused: Callable[[], None],
    ) -> None:
        self._whylocked = whylocked
        self._out = out
        self._oauth = oauth
        self._seal = seal
        self._site = site
        self._authorize = authorize_at
        self._clock = clock
        self._caused = caused
        # Only over https can a cookie be kept to this host by its very name.
        secure = oauth.url.startswith("https://")
        self._cookie = "__Host-whylocked" if secure else "whylocked"
        self._cookie_ends = f"; Path=/; Max-Age={STATE_LIVES.seconds}; HttpOnly; SameSite=Lax" + "; Secure" * secure

    @property
    def pages(self) -> dict[str, Page]:
        """What is answered, by its path."""
        return {
            "/": lambda _: _sent_to(self._site.install_url),
            INSTALL: self.install,
            REDIRECT: self.redirect,
            PRIVACY: lambda _: _shown(pages.privacy(self._site)),
        }

    def install(self, environ: WSGIEnvironment) -> BoltResponse:
        """The page before the installation; its button leads back here, and from here to Slack."""
        if _BEGIN not in _query(environ) or _is_head(environ):
            return _shown(pages.install(self._site, f"{self._site.install_url}?{_BEGIN}=1"))
        state, browser = secrets.token_urlsafe(32), self._browser(environ) or secrets.token_urlsafe(32)
        try:
            with hurried(SECONDS_TO_WAIT):
                self._whylocked.installing.begin(state, browser, self._clock())
        except UserError as error:
            return self._failed(error)
        asked = manifest.read()["oauth_config"]["scopes"]["bot"]  # Slack knows from the manifest which are optional
        there = {
            "client_id": self._oauth.client_id,
            "scope": ",".join(asked),
            "redirect_uri": self._address,
            "state": state,
        }
        cookie = f"{self._cookie}={browser}{self._cookie_ends}"
        return _sent_to(f"{self._authorize}?{urlencode(there)}", cookie)

    def redirect(self, environ: WSGIEnvironment) -> BoltResponse:
        """What Slack sends the browser back to."""
        if _is_head(environ):  # whoever only looks where a link leads spends nothing
            return _shown("")
        query, browser = _query(environ), self._browser(environ) or ""
        state, code, error = (query.get(name, "") for name in ("state", "code", "error"))
        already = self._just_done(environ, state, code)
        if already is not None:
            return _shown(pages.done(self._site, already))
        try:
            with hurried(SECONDS_TO_WAIT):
                good = bool(state) and self._whylocked.installing.spend(state, browser, self._clock())
            if error and (good or error == _CANCELLED):
                return self._refused_by_slack(error)
            if not good or not code:
                return _shown(pages.trouble(self._site, "ended"), HTTPStatus.BAD_REQUEST)
            granted = self._out.grants.exchanged(self._oauth, code, self._address)
            missing = self._missing(granted)
            if missing:
                return _shown(pages.trouble(self._site, "missing", scopes=missing), HTTPStatus.BAD_GATEWAY)
            self._keep(granted)
        except UserError as wrong:
            return self._failed(wrong)
        self._caused()
        done = Done(granted.team, granted.name, granted.app)
        return _shown(pages.done(self._site, done), cookie=self._done_cookie(done, state, code))

    @property
    def _address(self) -> str:
        return f"{self._oauth.url}{REDIRECT}"

    def _keep(self, granted: Granted) -> None:
        now, tokens = self._clock(), granted.tokens
        ends = None if tokens.seconds is None else now + timedelta(seconds=tokens.seconds)
        refresh = None if tokens.refresh is None else self._seal.seal(granted.team, tokens.refresh)
        installation = Installation(
            team=granted.team,
            enterprise=granted.enterprise,
            app=granted.app,
            bot_user=granted.bot_user,
            bot_id=granted.bot_id,
            scopes=",".join(sorted(granted.scopes)),
            token=self._seal.seal(granted.team, tokens.token),
            refresh_token=refresh,
            expires_at=ends,
            installed_at=now,
        )
        self._whylocked.workspaces.install(installation, now, granted.installer)
        _LOG.info("the app was installed", extra={"workspace": granted.team})

    def _missing(self, granted: Granted) -> str:
        """What it cannot be without and was not granted, in words."""
        return self._site.words.listed(manifest.missing_scopes(granted.scopes))

    def _refused_by_slack(self, error: str) -> BoltResponse:
        """Slack sent the browser back without a code: mostly because its user pressed Cancel."""
        if error == _CANCELLED:
            return _shown(pages.trouble(self._site, "cancelled"))
        code = error if _CODE.fullmatch(error) else "?"
        _LOG.warning("Slack refused an installation", extra={"slack": code})
        return _shown(pages.trouble(self._site, "refused", error=code), HTTPStatus.BAD_GATEWAY)

    def _failed(self, error: UserError) -> BoltResponse:
        """The page for what went wrong with the store, or with Slack."""
        code = str(error.fields.get("error", error.code))
        _LOG.warning("an installation failed", extra={"code": code})
        if error.code.startswith("store_"):
            return _shown(pages.trouble(self._site, "busy"), HTTPStatus.SERVICE_UNAVAILABLE)
        if error.code == "slack_unreachable":
            return _shown(pages.trouble(self._site, "unreachable"), HTTPStatus.BAD_GATEWAY)
        return _shown(pages.trouble(self._site, "refused", error=code), HTTPStatus.BAD_GATEWAY)

    # What a browser keeps

    def _browser(self, environ: WSGIEnvironment) -> str | None:
        """The secret of a browser that has begun before: it may begin in two tabs."""
        secret = _cookies(environ).get(self._cookie, "")
        return secret if re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) else None

    def _done_cookie(self, done: Done, state: str, code: str) -> str:
        """By which the same browser sees the same page when it loads it anew."""
        told = self._seal.seal(_DONE, json.dumps([state, code, done.team, done.name[:80], done.app]))
        return f"{self._cookie}-done={told}{self._cookie_ends}"

    def _just_done(self, environ: WSGIEnvironment, state: str, code: str) -> Done | None:
        told = self._seal.open(_DONE, _cookies(environ).get(f"{self._cookie}-done", ""))
        if told is None:
            return None
        of_state, of_code, *done = json.loads(told)
        return Done(*done) if (of_state, of_code) == (state, code) else None


def authorize_at(api_url: str) -> str:
    """Where Slack asks its user: beside the API, wherever that is."""
    api = urlsplit(api_url)
    return f"{api.scheme}://{api.netloc}{_AUTHORIZE}"


def _shown(page: str, status: HTTPStatus = HTTPStatus.OK, cookie: str | None = None) -> BoltResponse:
    return BoltResponse(status=status, body=page, headers=_headers(cookie))


def _sent_to(address: str, cookie: str | None = None) -> BoltResponse:
    return BoltResponse(status=HTTPStatus.FOUND, headers={**_headers(cookie), "location": address})


def _headers(cookie: str | None) -> dict[str, str | Sequence[str]]:
    return {**pages.HEADERS, **({} if cookie is None else {"set-cookie": cookie})}


def _query(environ: WSGIEnvironment) -> Mapping[str, str]:
    """What stands behind the question mark; of what comes twice, or is no plain value, nothing."""
    try:
        found = parse_qs(str(environ.get("QUERY_STRING", "")), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items() if len(values) == 1 and _VALUE.fullmatch(values[0])}


def _cookies(environ: WSGIEnvironment) -> Mapping[str, str]:
    given = str(environ.get("HTTP_COOKIE", ""))[: 2 * _LONGEST]
    parts = (part.strip().partition("=") for part in given.split(";"))
    return {name: value for name, _, value in parts}


def _is_head(environ: WSGIEnvironment) -> bool:
    return environ.get("REQUEST_METHOD") == "HEAD"
