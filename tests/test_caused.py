"""What somebody does reaches whoever hears of it at once: nothing here waits for the clerk to look by itself."""

from __future__ import annotations

import time

import pytest
from appeals import file_one
from conftest import ME, NOW, keep, state, whole_archive
from fake_slack import FakeSlack
from signed import Member, said_in

from bot.appeals import Action
from bot.listeners.cards import show_cards
from bot.people import Target, TargetStatus
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.cards import Place
from bot.store.roles import Office
from bot.usecases.reviewing import Changes


@pytest.fixture
def ann(me: Member, bot: SlackApp) -> Member:
    """An administrator, U9; appeals are shown in C9, and Homes are published as often as they change."""
    bot.desk.homes.seconds_between = 0
    changes = Changes({Office.ADMINISTRATOR: ["U9"]}, sets_channel=True, channel="C9", greeted=Place("C9", "1.1"))
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U8"), changes, NOW)
    return me.of("U9")


def shown(slack: FakeSlack, method: str = "chat.update") -> str:
    """The newest card that was posted or changed."""
    return said_in(slack.wait_for(method)[-1].body)


def is_on_home(member: Member, text: str) -> bool:
    """Whether somebody's Home says something, soon."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        calls = [call for call in member.slack.calls("views.publish") if call.body["user_id"] == member.user]
        if calls and text in str(calls[-1].body["view"]):
            return True
        time.sleep(0.005)
    return False


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("where", ["says", "command", "mentions"])
def test_still_locked_is_on_the_card(where: str, me: Member, bot: SlackApp, slack: FakeSlack):
    """Wherever a member says so, reviewers see it on the card."""
    file_one(bot)
    show_cards(bot.desk)
    bot.desk.app.whylocked.appealing.act("T1", 1, Action.ACCEPT, "command line", NOW, note="so")
    getattr(me, where)("still locked 1")
    assert shown(slack).endswith("@U1 said that LinkedIn still locks.")


@pytest.mark.usefixtures("ann")
def test_a_pressed_withdrawal_is_on_the_card(me: Member, bot: SlackApp, slack: FakeSlack):
    """What is pressed beneath an answer does the same."""
    file_one(bot)
    show_cards(bot.desk)
    me.says("withdraw 1")
    me.presses(me.answered(2) | {"channel": "D1"}, "Withdraw it")
    assert shown(slack).startswith("Appeal 1: withdrawn\n")


def waits(bot: SlackApp) -> None:
    """U1 waits for the day on which nothing locks every message: one skill is too few."""
    keep(bot.desk.app.whylocked.store, ME, whole_archive(skills=["a"]))
    whylocked = bot.desk.app.whylocked
    state(whylocked, photo="yes", account_type="basic", messages="3")
    whylocked.watching.begin(ME, [Target(TargetStatus.NONE)], NOW)


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("text", ["skills=+b,c,d", "5 skills"])
def test_a_statement_opens_what_was_waited_for(text: str, me: Member, bot: SlackApp, slack: FakeSlack):
    """What a member states has whatever they wait for looked at, and told after the answer."""
    waits(bot)
    me.says(text)
    told = [call.body["channel"] for call in slack.wait_for("chat.postMessage", 2)]
    assert told == ["D1", "U1"]


def test_a_number_opens_what_was_waited_for(ann: Member, bot: SlackApp, slack: FakeSlack):
    """Numbers that an administrator changes in the form do, too."""
    waits(bot)
    ann.command("policy", command="/whylocked-admin")
    ann.presses(ann.responded(), "Change numbers")
    ann.submits(ann.opened(), **{"profile.requirements.skills.minimum": "1"})
    assert slack.wait_for("chat.postMessage")[-1].body["channel"] == "U1"


@pytest.mark.parametrize("how", ["typed", "form"])
def test_new_numbers_are_on_every_home(how: str, me: Member, ann: Member):
    """Whoever looks at their Home while numbers change sees the new ones."""
    state(me.app.desk.app.whylocked, connections=20, account_type="basic")
    me.opens()
    assert is_on_home(me, "15 needed")
    if how == "typed":
        ann.command("policy connections for basic 18", command="/whylocked-admin")
    else:
        ann.command("policy", command="/whylocked-admin")
        ann.presses(ann.responded(), "Change numbers")
        ann.submits(ann.opened(), **{"account_types.basic.connections_needed": "18"})
    assert is_on_home(me, "18 needed")


def test_administrators_see_what_members_do(me: Member, ann: Member):
    """A new appeal, and one that is withdrawn, is on the Homes of administrators."""
    ann.opens()
    assert is_on_home(ann, "No appeal is open.")
    me.says("LinkedIn restricted me for spam")
    me.says("appeal:\nI wrote to three colleagues by mistake, and I write to each of them alone now.")
    assert is_on_home(ann, "1 open appeal")
    me.command("withdraw 1", command="/whylocked-appeal")
    me.command("yes")
    assert is_on_home(ann, "No appeal is open.")


def test_another_administrator_sees_what_one_records(me: Member, ann: Member, store: Store):
    """What one administrator sets up is on the Home of another."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U9", "U1"], NOW)
    me.opens()
    assert is_on_home(me, "reviewers")
    ann.command("reviewers <@U5>", command="/whylocked-admin")
    assert is_on_home(me, "U5")
