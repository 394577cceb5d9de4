"""The Bolt app: where it is at home, which requests it believes, what becomes of what it cannot read."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import slack_bolt
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot import metrics
from bot.app import App, compose
from bot.installation.door import Door, authorized
from bot.installation.flow import Flow, Page, authorize_at
from bot.installation.pages import Site
from bot.installation.tenants import One, Tenants, tenants_of, token_of
from bot.listeners import register
from bot.listeners.clerk import Clerk, caused, nudge
from bot.listeners.desk import Clock, Desk
from bot.listeners.homes import Homes
from bot.listeners.only import Only
from bot.listeners.trouble import logged
from bot.listeners.windows import WINDOWS
from bot.received import OTHER, door_of, kind_of, workspace_of
from bot.sealing import Seal
from bot.settings import Settings
from bot.settings.environment import hidden
from bot.slack_out import SlackOut
from bot.usecases.serving import Serving
from bot.workers import Workers

_LOG = logging.getLogger(__name__)

SECONDS_TO_BELIEVE = 300
"""How old a request may be, as Slack's own verifier has it."""


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The bot as Slack talks to it, over HTTP or over a socket.

    Attributes:
        clerk: does what nobody asks for just then, once it is started.
        open: what is kept open until it stops.
        tenants: where the bot is at home.
        stopping: set once it was told to stop, when nothing new should be sent here any more.
        pages: what browsers are shown, by its path.
    """

    bolt: slack_bolt.App
    desk: Desk
    clerk: Clerk
    open: ExitStack
    tenants: Tenants
    stopping: threading.Event
    pages: Mapping[str, Page] = field(default_factory=dict)

    def may_believe(self, timestamp: str, signature: str) -> bool:
        """Whether the headers of a request are such as Slack sends just now; what it says is not looked at."""
        clock = self._verifier.clock
        well_formed = re.fullmatch("[0-9]{1,12}", timestamp) and re.fullmatch("v0=[0-9a-f]{64}", signature)
        return well_formed is not None and abs(clock.now() - int(timestamp)) <= SECONDS_TO_BELIEVE

    def believes(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Whether Slack signed a request just now. Bolt looks too, but takes the request apart first, whoever sent it.

        Args:
            timestamp: the header that says when, in seconds; whatever stands there.
            signature: the header that proves it; whatever stands there.
        """
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ArithmeticError, TypeError, ValueError):  # no moment, no signature, no text
            return False

    @property
    def _verifier(self) -> SignatureVerifier:
        return SignatureVerifier(self.desk.app.settings.slack.signing_secret)

    def respond(self, request: Callable[[], BoltRequest]) -> BoltResponse:
        """The response to a request; whatever is wrong with it, it is a response.

        Args:
            request: makes the request; Bolt takes a request apart as it makes it, and may stumble over that already.
        """
        began, came = time.perf_counter(), None
        try:
            came = request()
            with metrics.answering(metrics.came(door_of(came.body))):
                response = self.bolt.dispatch(came)
        except Exception as error:  # noqa: BLE001 - nothing that Slack or anybody sends ends in a traceback
            logged(error)
            response = BoltResponse(status=400)
        _tell(came, response.status, time.perf_counter() - began)
        return response

    def first_time(self, timestamp: str, signature: str) -> bool:
        """Whether a request that is believed comes for the first time; marks it.

        Args:
            timestamp: the header that says when.
            signature: the header that proves it.
        """
        since = int(self._verifier.clock.now()) - SECONDS_TO_BELIEVE
        return self._serving.first_time(signature, int(timestamp), since, shared=self._shares_its_port)

    def may_come_again(self, signature: str) -> None:
        """A request that is believed was not taken in: whoever sent it sends it again."""
        self._serving.may_come_again(signature, shared=self._shares_its_port)

    @property
    def _serving(self) -> Serving:
        return self.desk.app.whylocked.serving

    @property
    def _shares_its_port(self) -> bool:
        return self.desk.app.settings.service.processes > 1

    def start(self) -> None:
        """Begin what is done without being asked; whoever only answers needs not."""
        self.tenants.begin()
        self.clerk.start()

    def stop(self) -> None:
        """Return when every answer that is owed has been sent."""
        self.stopping.set()
        self.clerk.stop()
        self.desk.workers.stop()
        self.open.close()


def _tell(came: BoltRequest | None, status: int, seconds: float) -> None:
    """One line of the log for each request, and its figures; a request that could not even be taken apart is None."""
    kind = OTHER if came is None else kind_of(came.body)
    told: dict[str, object] = {"kind": kind, "status": status, "milliseconds": round(1000 * seconds, 1)}
    if came is not None and (team := workspace_of(came.context)) is not None:
        told["workspace"] = team
    _LOG.info("answered a request", extra=told)
    metrics.responded(kind, status, seconds)


def build(
    settings: Settings, clock: Clock, ticks: Clock | None = None, *, stopping: threading.Event | None = None
) -> SlackApp:
    """The bot for the workspace that the settings' token belongs to, or for every one that installs the app.

    Args:
        clock: the moment that answers speak of.
        ticks: the machine's clock, where that is another.
        stopping: set once it is told to stop.

    Raises:
        BadKnowledge: a file of the knowledge cannot be used.
        UserError: a setting is missing or wrong, or Slack does not take the token.
    """
    ticks = ticks or clock
    app = compose(settings, in_slack=True)
    with app.whylocked.store.writing():
        pass  # a store that cannot be written answers nobody: better told now than to each
    out = SlackOut(settings.slack.the_api_url())
    tenants = tenants_of(settings, app.whylocked, out, ticks)
    with hidden("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        bolt = slack_bolt.App(
            logger=_quiet(),
            signing_secret=settings.slack.signing_secret,
            client=out.client(""),  # Bolt makes each request's client after this one, with its TLS context
            before_authorize=Door(tenants, app.words, settings.oauth),
            authorize=authorized,
            process_before_response=True,
        )
    bolt.error(_unreadable)
    workers = Workers(settings.service.workers)
    token = partial(token_of, tenants)
    homes = Homes(app, out, workers, clock, token, WINDOWS)
    only = _only(app, tenants, ticks())
    desk = Desk(app, out, workers, clock, ticks, token, homes, caused=caused, renew=tenants.renew, only=only)
    register(bolt, desk)
    kept_open = ExitStack()
    kept_open.enter_context(app.whylocked.store.held_open())
    told = stopping or threading.Event()
    return SlackApp(bolt, desk, Clerk(desk), kept_open, tenants, told, _pages(desk))


def _pages(desk: Desk) -> Mapping[str, Page]:
    """What lets any workspace install the app, where it may."""
    app, settings, words = desk.app, desk.app.settings, desk.app.words
    if not settings.oauth.is_meant:
        return {}
    return Flow(
        app.whylocked,
        desk.out,
        settings.oauth,
        Seal(settings.oauth.keys),
        Site(words, settings.oauth.url, settings.keeping, settings.contact.support, settings.contact.privacy),
        authorize_at(settings.slack.the_api_url()),
        desk.ticks,
        partial(nudge, desk),
    ).pages


def _only(app: App, tenants: Tenants, now: datetime) -> Only | None:
    """The one workspace by the settings' token, which Slack has just taken: the app is there, perhaps again."""
    if not isinstance(tenants, One):
        return None
    bot = tenants.only
    teams = tuple(team for team in (bot.team, bot.enterprise) if team is not None)
    for team in teams:
        app.whylocked.workspaces.back(team, now)
    return Only(teams, bot.user, now)


def _unreadable(error: Exception) -> BoltResponse:
    """A request that Slack signed and that is not as Slack writes them; its sender is told, and nothing happens."""
    logged(error)
    return BoltResponse(status=400)


def _quiet() -> logging.Logger:
    """Bolt's own log. Its warnings quote requests, which hold what people typed; our listeners log what matters."""
    logger = logging.getLogger("slack_bolt.App")
    logger.setLevel(logging.CRITICAL)
    return logger
