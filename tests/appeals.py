"""Appeals of made-up members, and what a fake Slack has seen of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from conftest import ME, NOW, ago
from fake_slack import FakeSlack

from bot.appeals import Case
from bot.listeners.clerk import tick
from bot.slack_app import SlackApp
from bot.store import Who
from bot.usecases.appealed import Filing

STATEMENT = "I sent one message to three colleagues by mistake, and I write to each of them on their own now."


def file_one(bot: SlackApp, who: Who = ME, at: datetime = NOW, **given: Any) -> int:  # noqa: ANN401 - of a filing
    """File an appeal against a restriction that the member reports; gives its number."""
    usual = {"statement": STATEMENT, "case": Case.RESTRICTION, "reason": "spam", "noticed_on": ago(5).date()}
    return bot.desk.app.whylocked.appealing.file(who, Filing(**usual | given), at).appeal.number


def settled(bot: SlackApp) -> None:
    """Everything that is due is done, and so is what was caused before."""
    tick(bot.desk)
    bot.desk.workers.stop()


def posts(slack: FakeSlack) -> list[dict[str, Any]]:
    """What was posted, oldest first."""
    return [shown(call.body) for call in slack.calls("chat.postMessage")]


def updates(slack: FakeSlack) -> list[dict[str, Any]]:
    """What was put in the place of what was posted, oldest first."""
    return [shown(call.body) for call in slack.calls("chat.update")]


def shown(body: dict[str, Any]) -> dict[str, Any]:
    """A message with its blocks as data."""
    blocks = body.get("blocks") or []
    return {**body, "blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}
