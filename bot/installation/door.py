"""The door: a request is let in where the bot is at home, and anybody else is told how to have it.

Bolt asks a function of ours who the bot is; what it does where there is no answer is a call to Slack in the midst of
the request, so it is not let come to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware

from bot.errors import UserError
from bot.installation.tenants import Bot, One, Tenants
from bot.settings import OAuth
from bot.words import Words

LIFE_CYCLE = ("app_uninstalled", "tokens_revoked")
"""Events that come from where the app is not installed any more."""
NAME = "Whylocked"
_BOT = "whylocked_bot"


class Door(Middleware):
    """Looks up the bot of a request's workspace, in the store alone."""

    def __init__(self, tenants: Tenants, words: Words, oauth: OAuth) -> None:
        self._tenants = tenants
        self._words = words
        self._oauth = oauth

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002, ARG002 - Bolt's own names
        """Let a request in, or answer it."""
        kind = req.body.get("type")
        if kind in {"url_verification", "ssl_check"} or _is_life_cycle(req):
            return next()
        try:
            bot = self._bot(req.context)
        except UserError as error:  # the store is out of reach
            return self._told(req, self._words.error(error), retry=True)
        if bot is None:
            return self._told(req, self._words.say("slack.not_installed", url=self._oauth.url), retry=False)
        req.context[_BOT] = bot
        return next()

    def _bot(self, context: BoltContext) -> Bot | None:
        if isinstance(self._tenants, One):  # what is signed is of the app that the token is of
            return self._tenants.only
        team = context.enterprise_id if context.is_enterprise_install else context.team_id
        return None if team is None else self._tenants.bot(team)

    def _told(self, req: BoltRequest, text: str, *, retry: bool) -> BoltResponse:
        """What cannot be let in is answered in its own form, and no call goes out for it.

        Who typed a command or sent a form reads why. Of an event nobody hears; where it helps it comes again. Whoever
        presses something sees from Slack that it failed, where that may be over in a moment, and else nothing.

        Args:
            retry: whether it may be let in when it comes again.
        """
        body = req.body
        match body.get("type"):
            case "view_submission":
                return BoltResponse(status=200, body=_in_form(body.get("view"), text, stays=retry))
            case "block_suggestion":
                return BoltResponse(status=200, body={"options": []})
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        return BoltResponse(status=503 if retry else 200)


def _in_form(view: object, text: str, *, stays: bool) -> dict[str, object]:
    """The response to a form that was sent: why not, under its first question, so that what is typed is not lost.

    Where it will not be let in later either, or has no question, in its place.
    """
    found: Mapping[str, object] = view if isinstance(view, dict) else {}
    blocks = found.get("blocks")
    inputs = [each for each in blocks if isinstance(each, dict)] if isinstance(blocks, list) else []
    asks = [str(each.get("block_id")) for each in inputs if each.get("type") == "input" and each.get("block_id")]
    if stays and asks:
        return {"response_action": "errors", "errors": {asks[0]: text}}
    title = found.get("title")
    said = {
        "type": "modal",
        "title": title if isinstance(title, dict) else {"type": "plain_text", "text": NAME},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}],
    }
    return {"response_action": "update", "view": said}


def authorized(context: BoltContext, **_: object) -> AuthorizeResult:
    """Who the bot is for a request that was let in."""
    bot: Bot = context[_BOT]
    return AuthorizeResult(
        enterprise_id=bot.enterprise,
        team_id=bot.team,
        bot_user_id=bot.user,
        bot_id=bot.bot_id,
        bot_token=bot.token,
    )


def _is_life_cycle(req: BoltRequest) -> bool:
    event = req.body.get("event")
    return isinstance(event, dict) and event.get("type") in LIFE_CYCLE
