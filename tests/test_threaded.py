"""The same listeners under Bolt's threaded mode, its default: each kind of request once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import slack_bolt
from cli import mara
from conftest import ME
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member
from slack_bolt.authorization import AuthorizeResult

from bot.listeners import register
from bot.slack_app import SlackApp

WHY_JANE = "why can't I message Jane Doe?"
LOCKED = "Locked: 2 things stand in the way of a message to Jane Doe."


@pytest.fixture
def threaded(bot: SlackApp, slack: FakeSlack, tmp_path: Path) -> Member:
    """Mara, at an app whose listeners run in threads of Bolt's while the request waits for their acknowledgement."""
    mara(tmp_path)
    bolt = slack_bolt.App(
        signing_secret=SECRET,
        client=bot.desk.out.client(""),
        authorize=lambda **_: AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="BBOT", bot_token=BOT_TOKEN
        ),
    )
    register(bolt, bot.desk)
    return Member(replace(bot, bolt=bolt), slack, ME.user, ME.team)


def test_command(threaded: Member):
    """A command is answered in its acknowledgement."""
    assert threaded.command(WHY_JANE).json["text"].startswith(LOCKED)


def test_direct_message(threaded: Member):
    """A direct message is taken in and answered."""
    assert threaded.says(WHY_JANE).status == 200
    assert threaded.answered()["text"].startswith(LOCKED)


def test_mention(threaded: Member):
    """A mention is taken in and answered."""
    assert threaded.mentions(WHY_JANE).status == 200
    assert threaded.whispered()["text"].startswith(LOCKED)


def test_button(threaded: Member):
    """A button is acknowledged and answered in place."""
    assert threaded.presses(threaded.command(WHY_JANE).json, "Check again").status == 200
    assert LOCKED in threaded.responded()["text"]


def test_form(threaded: Member):
    """A form opens, refuses what does not fit, and is answered."""
    new = threaded.of("UNEW")
    assert new.presses(new.command(WHY_JANE).json, "Answer the questions").status == 200
    view = new.opened()
    assert new.submits(view, connections="99999").json["response_action"] == "errors"
    assert new.submits(view, connections="3").status == 200
    assert new.responded()["text"].startswith("Saved: connections not known → 3.")


def test_unknown_event(threaded: Member):
    """What nobody listens to is taken in, too."""
    event = threaded.an_event({"type": "reaction_added", "user": ME.user})
    assert threaded.send_json(event).status == 200
