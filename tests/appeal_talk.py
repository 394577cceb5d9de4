"""One conversation about appeals, step by step: what a member says, and what others do meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from conftest import NOW

from bot.app import App, compose
from bot.appeals import Action
from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.replies.model import Reply
from bot.settings import Settings
from bot.store import Who
from bot.store.roles import REVIEW_CHANNEL, Office
from bot.words import BUILT_IN

MARA, RITA = Who("T1", "U1MARA"), Who("T1", "U2RITA")


class Talk:
    """The conversation of one member with the bot; every step is an hour later."""

    def __init__(self, folder: Path, *, in_slack: bool = False) -> None:
        settings = Settings(folder / "whylocked.db", BUILT_IN, default_db=False)
        self.app: App = compose(settings, in_slack=in_slack)
        self.now = NOW
        facts = [("account_type", "basic"), ("connections", "212"), ("photo", "yes"), ("messages", "40")]
        self.app.whylocked.state(MARA, facts, NOW)
        self.app.whylocked.state(RITA, [("name", "Rita Review")], NOW)
        with self.app.whylocked.store.writing() as session:
            session.roles.set_bearers("T1", Office.REVIEWER, [RITA.user], NOW)
            session.roles.set("T1", REVIEW_CHANNEL, "C1")

    def says(self, text: str, thread: str = "t") -> Reply:
        """What the bot answers, or the sentence that says what is wrong."""
        self.now += timedelta(hours=1)
        try:
            return self.app.conversation.hear(MARA, text, self.now, thread=thread).reply
        except UserError as error:
            from bot.replies.model import plain

            return plain(self.app.words.say(f"errors.{error.code}", **error.fields))

    def does(self, name: str) -> None:
        """What somebody else does, by its name in the cases."""
        self.now += timedelta(hours=1)
        if name == "restricted":
            standing = Standing(StandingKind.RESTRICTED, "spam", (NOW - timedelta(days=9)).date())
            self.app.whylocked.record_standing(MARA, standing, self.now)
            return
        appeal = self.app.whylocked.appealing.of(MARA)[-1].appeal
        action = Action(name)
        note = {Action.ASK: "What did you write to them?", Action.REJECT: "LinkedIn gave no reason."}.get(action)
        self.app.whylocked.appealing.act("T1", appeal.number, action, RITA.user, self.now, note=note)

    def step(self, case: dict[str, Any]) -> Reply | None:
        """One step of the cases."""
        if "does" in case:
            self.does(case["does"])
            return None
        return self.says(case["says"])
