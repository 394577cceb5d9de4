"""The Bolt app of one workspace: who it is, which requests it believes, what becomes of what it cannot read."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import slack_bolt
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.app import compose
from bot.errors import UserError
from bot.listeners import register
from bot.listeners.clerk import Clerk, caused
from bot.listeners.desk import Clock, Desk
from bot.listeners.homes import Homes
from bot.listeners.trouble import logged
from bot.listeners.windows import WINDOWS
from bot.settings import Settings, SlackSettings
from bot.slack_out import SlackOut
from bot.workers import Workers

SECONDS_TO_BELIEVE = 300
"""How old a request may be, as Slack's own verifier has it."""


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The bot as Slack talks to it, over HTTP or over a socket.

    Attributes:
        clerk: does what nobody asks for just then, once it is started.
        open: what is kept open until it stops.
    """

    bolt: slack_bolt.App
    desk: Desk
    clerk: Clerk
    open: ExitStack

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
        try:
            return self.bolt.dispatch(request())
        except Exception as error:  # noqa: BLE001 - nothing that Slack or anybody sends ends in a traceback
            logged(error)
            return BoltResponse(status=400)

    def start(self) -> None:
        """Begin what is done without being asked; whoever only answers needs not."""
        self.clerk.start()

    def stop(self) -> None:
        """Return when every answer that is owed has been sent."""
        self.clerk.stop()
        self.desk.workers.stop()
        self.open.close()


def build(settings: Settings, clock: Clock, ticks: Clock | None = None) -> SlackApp:
    """The bot for the workspace that the settings' token belongs to.

    Args:
        clock: the moment that answers speak of.
        ticks: the machine's clock, where that is another.

    Raises:
        BadKnowledge: a file of the knowledge cannot be used.
        UserError: the token is missing or Slack does not take it.
    """
    app = compose(settings, in_slack=True)
    with app.whylocked.store.writing():
        pass  # a store that cannot be written answers nobody: better told now than to each
    out = SlackOut(settings.slack.the_api_url())
    authorized = _authorized(settings.slack, out)
    bolt = slack_bolt.App(
        logger=_quiet(),
        signing_secret=settings.slack.signing_secret,
        client=out.client(""),  # Bolt makes each request's client after this one, with its TLS context
        authorize=lambda **_: authorized,
        process_before_response=True,
    )
    bolt.error(_unreadable)
    own = {authorized.team_id, authorized.enterprise_id} - {None}

    def token(team: str) -> str | None:
        """Of a member of any other workspace there is no token: a message that they are owed waits."""
        return authorized.bot_token if team in own else None

    workers = Workers()
    homes = Homes(app, out, workers, clock, token, WINDOWS)
    desk = Desk(app, out, workers, clock, ticks or clock, token, homes, caused=caused)
    register(bolt, desk)
    kept_open = ExitStack()
    kept_open.enter_context(app.whylocked.store.held_open())
    return SlackApp(bolt, desk, Clerk(desk), kept_open)


def _authorized(slack: SlackSettings, out: SlackOut) -> AuthorizeResult:
    """Who the bot is, asked once: a request must not wait for Slack."""
    token = slack.the_bot_token()
    try:
        bot = out.of(token).identity()
    except UserError as error:
        raise UserError("bot_token_refused") if error.code == "slack_token" else error from None
    return AuthorizeResult(
        enterprise_id=bot.enterprise_id,
        team_id=bot.team_id,
        bot_user_id=bot.user_id,
        bot_id=bot.bot_id,
        bot_token=token,
    )


def _unreadable(error: Exception) -> BoltResponse:
    """A request that Slack signed and that is not as Slack writes them; its sender is told, and nothing happens."""
    logged(error)
    return BoltResponse(status=400)


def _quiet() -> logging.Logger:
    """Bolt's own log. Its warnings quote requests, which hold what people typed; our listeners log what matters."""
    logger = logging.getLogger("slack_bolt.App")
    logger.setLevel(logging.CRITICAL)
    return logger
