"""The welcome of whoever is here for the first time: above the first answer, or alone where a tab is opened first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.app import App
from bot.errors import UserError
from bot.listeners.asked import WELCOME
from bot.listeners.trouble import attempted
from bot.replies.blocks import message
from bot.replies.model import Reply, plain
from bot.replies.welcome import welcome, welcomed
from bot.slack_out import SlackOut
from bot.store import Who
from bot.usecases.welcoming import Welcome
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class Greeting:
    """Welcomes each member once. It takes its parts from the desk, which says what they are."""

    app: App
    out: SlackOut
    workers: Workers
    clock: Callable[[], datetime]
    token: Callable[[str], str | None]

    def is_due(self, who: Who) -> bool:
        """Whether the member was never welcomed; no answer fails because that cannot be told."""
        try:
            return self.app.whylocked.welcoming.is_new(who)
        except UserError:
            return False

    def above(self, reply: Reply, who: Who, token: str) -> Reply:
        """A reply below the welcome, unless another door welcomes the member at the same moment."""
        return welcomed(reply, self.app.words) if self._welcomes(who, token) else reply

    def alone(self, who: Who, token: str, channel: str) -> None:
        """Welcome somebody who has said nothing yet, unless they were welcomed before."""
        if self.is_due(who) and self._welcomes(who, token):
            self.out.of(token).post(channel, message(welcome(self.app.words), self.app.words, WELCOME))

    def _welcomes(self, who: Who, token: str) -> bool:
        """Whether it is here that the member is welcomed. Whoever is the first of all may have something to set up."""
        try:
            met = self.app.whylocked.welcoming.welcome(who, self.clock())
        except UserError:
            return False  # an answer is not lost over it; the next one has it
        if met is Welcome.FIRST_OF_ALL:
            self.workers.submit((who, "answers"), lambda: attempted(lambda: self._tell_what_to_set_up(who, token)))
        return met is not Welcome.AGAIN

    def _tell_what_to_set_up(self, who: Who, token: str) -> None:
        """Tell an administrator what they can do, once, after the answer: Slack has to be asked who is one."""
        if self.token(who.team) is not None and self.out.manages(who, token):
            said = plain(self.app.words.say("welcome.administrator"))
            self.out.of(token).post(who.user, message(said, self.app.words))
