"""`/whylocked-admin`: who may, what is set up, and that nobody waits for Slack."""

from __future__ import annotations

import pytest
from conftest import NOW
from fake_slack import FakeSlack
from signed import Member, said_in

from bot.errors import UserError
from bot.slack_app import SlackApp
from bot.slack_out.managers import SECONDS, Managers
from bot.store import Store, Who
from bot.store.roles import REVIEW_CHANNEL, Office
from bot.usecases import Whylocked
from bot.usecases.offices import SetUp

REFUSED = (
    "That is for administrators: this workspace's admins and owners, and whom they named. Ask one of them; for your "
    "own account type /whylocked."
)

UNTOLD = "Slack didn't tell me whether you are an admin here, so I changed nothing; try again in a moment."


def listed(store: Store, office: Office, *users: str, team: str = "T1") -> None:
    """Have these bear an office."""
    with store.writing() as session:
        session.roles.set_bearers(team, office, users, NOW)


def admins(me: Member, text: str) -> str:
    """What an administrator reads after typing something behind the command."""
    before = len([call for call in me.slack.calls() if call.method.startswith("/response/")])
    response = me.command(text, command="/whylocked-admin")
    assert (response.status, response.body) == (200, "")
    return said_in(me.responded(before + 1))


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
def test_slacks_admins_may(flag: str, me: Member, slack: FakeSlack):
    """An admin or owner of the workspace may administer; what they read is for their eyes only."""
    slack.user("U1", "Ann Ace", team_id="T1", **{flag: True})
    assert admins(me, "").startswith("Whylocked in this workspace:\n")
    assert me.responded()["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    "user",
    [
        {"team_id": "T1"},
        {"team_id": "T2", "is_admin": True},
        {"is_admin": True},
        {"team_id": "T1", "is_admin": True, "is_stranger": True},
        {"team_id": "T1", "is_admin": True, "is_restricted": True},
        {"team_id": "T1", "is_admin": True, "is_ultra_restricted": True},
        {"team_id": "T1", "is_admin": True, "deleted": True},
        {"team_id": "T1", "is_admin": True, "is_bot": True},
    ],
)
def test_others_are_told_who_can(user: dict[str, object], me: Member, slack: FakeSlack):
    """A member, a guest, a bot, somebody deactivated, and an admin of another workspace may not."""
    slack.user("U1", "Ann Ace", **user)
    assert admins(me, "audit") == REFUSED


def test_nobody_that_slack_knows_may_not(me: Member):
    """Whoever Slack does not know is no administrator."""
    assert admins(me, "") == REFUSED


def test_listed_administrators_may_without_asking_slack(me: Member, slack: FakeSlack, store: Store):
    """Who is listed may administer, in that workspace alone, also while Slack tells nothing."""
    slack.refuse("users.info", "internal_error", times=None)
    assert admins(me, "") == UNTOLD
    listed(store, Office.ADMINISTRATOR, "U1")
    listed(store, Office.REVIEWER, "U2")
    assert admins(me, "").startswith("Whylocked in this workspace:\n")
    assert len(slack.calls("users.info")) == 1
    assert admins(me.of("U2"), "") == UNTOLD


def test_what_is_set_up_is_shown_by_name(me: Member, store: Store):
    """Members and the channel are named by their ids, which Slack shows by their names."""
    listed(store, Office.ADMINISTRATOR, "U1", "W2")
    listed(store, Office.REVIEWER, "U3")
    with store.writing() as session:
        session.roles.set("T1", REVIEW_CHANNEL, "C9")
    me.command("HELP", command="/whylocked-admin")
    parts = me.responded()["blocks"][0]["elements"][0]["elements"]
    named = [part.get("user_id") or part.get("channel_id") for part in parts if part["type"] != "text"]
    assert named == ["U1", "W2", "U3", "C9"]
    assert "Appeals: handled by @U3, shown in #C9." in me.responded()["text"]


def test_the_same_command_delivered_twice_is_answered_once(me: Member, store: Store, bot: SlackApp):
    """A redelivery has no second effect."""
    listed(store, Office.ADMINISTRATOR, "U1")
    typed = me.a_command("help", command="/whylocked-admin")
    assert [me.send_form(typed).status, me.send_form(typed).status] == [200, 200]
    me.responded()
    bot.stop()
    assert len([call for call in me.slack.calls() if call.method.startswith("/response/")]) == 1


def test_an_answer_that_finds_no_place_comes_by_direct_message(me: Member, slack: FakeSlack, store: Store):
    """Where Slack does not take it where it was asked, the answer comes by direct message."""
    listed(store, Office.ADMINISTRATOR, "U1")
    slack.answer("/response/1", 404, "expired_url", times=None)
    me.command("", command="/whylocked-admin")
    assert me.answered()["channel"] == "U1"


def test_what_nobody_understands_is_said(me: Member, store: Store):
    """An unknown word is shown again, above what can be typed."""
    listed(store, Office.ADMINISTRATOR, "U1")
    told, help_ = admins(me, "frobnicate @bob"), admins(me, "help")
    assert told == f"I don't know “frobnicate”, so nothing was done.\n{help_}"


@pytest.mark.parametrize("missing", ["trigger_id", "user_id"])
def test_a_command_without_ids_is_no_command(missing: str, me: Member):
    """What Slack would never send is refused."""
    assert me.command("", command="/whylocked-admin", **{missing: ""}).status == 400


def test_slacks_word_is_kept_for_some_minutes(bot: SlackApp, slack: FakeSlack):
    """An admin is asked about once in some minutes; whoever is none is asked about each time."""
    now = [0.0]
    managers, workspace = Managers(lambda: now[0]), bot.desk.out.of("xoxb-fake-bot")
    slack.user("U1", "Ann Ace", team_id="T1", is_admin=True)
    slack.user("U2", "Bob Bee", team_id="T1")
    asked = []
    for moment in (0.0, SECONDS - 1, SECONDS):
        now[0] = moment
        asked += [(managers.are(Who("T1", "U1"), workspace), managers.are(Who("T1", "U2"), workspace))]
    assert asked == [(True, False)] * 3
    users = [call.body["user"] for call in slack.calls("users.info")]
    assert (users.count("U1"), users.count("U2")) == (2, 3)


def test_in_an_organisation_its_admins_administer_it(bot: SlackApp, slack: FakeSlack):
    """The organisation is its own admins' matter, a workspace of it that of whoever administers there."""
    inside = {"enterprise_id": "E1", "teams": ["T1", "T3"]}
    slack.user("W1", "Ann Ace", team_id="E1", enterprise_user={**inside, "is_owner": True})
    slack.user("W2", "Bob Bee", team_id="T1", is_admin=True, enterprise_user=inside)
    found = {user: bot.desk.out.of("xoxb-fake-bot").user(user) for user in ("W1", "W2", "W3")}
    told = {user: one and (sorted(one.teams), sorted(one.administers)) for user, one in found.items()}
    assert told == {"W1": (["E1", "T1", "T3"], ["E1"]), "W2": (["E1", "T1", "T3"], ["T1", "T3"]), "W3": None}


def test_an_answer_of_slack_without_a_user_is_nobody(bot: SlackApp, slack: FakeSlack):
    """Whatever Slack answers, nobody administers by it."""
    slack.answer("users.info", 200, {"ok": True, "user": None})
    assert bot.desk.out.of("xoxb-fake-bot").user("U1") is None


def test_offices(whylocked: Whylocked, store: Store):
    """Who is listed is in one workspace alone; Slack is only asked of whoever is not listed."""

    def fails() -> bool:
        raise UserError("administrator_unknown")

    listed(store, Office.ADMINISTRATOR, "U1")
    listed(store, Office.REVIEWER, "U2")
    offices = whylocked.offices
    assert offices.set_up("T1") == SetUp(("U1",), ("U2",), None)
    assert offices.set_up("T2") == SetUp((), (), None)
    assert offices.may_administer(Who("T1", "U1"), fails) is True
    assert offices.may_administer(Who("T1", "U2"), lambda: True) is True
    assert offices.may_administer(Who("T1", "U2"), lambda: False) is False
    assert offices.may_administer(Who("T2", "U1"), lambda: False) is False
