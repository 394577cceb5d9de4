"""What one member can do to others, and what a form can be made to do: nothing that its sender may not."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from appeals import STATEMENT, file_one, posts, settled, updates
from conftest import ME, NOW, keep, ties, whole_archive
from fake_slack import FakeSlack
from signed import Member, Response, said_in

from bot.appeals import Action
from bot.facts import Standing, StandingKind
from bot.listeners.cards import show_cards
from bot.people import Target, TargetStatus
from bot.policy import Policy
from bot.replies import review_forms
from bot.replies.limits import Surface, problems, view_problems
from bot.replies.mentions import inline
from bot.slack_app import SlackApp
from bot.store import Who
from bot.store.cards import Place
from bot.store.connection import connected
from bot.store.roles import Office
from bot.usecases import Whylocked
from bot.usecases.reviewing import Changes

COLLEAGUE = Who("T1", "U2")
EVERYBODY = Target(TargetStatus.NONE)


def waits(whylocked: Whylocked, who: Who, connections: int) -> None:
    """A member waits for the lock of too few connections to open."""
    keep(whylocked.store, who, whole_archive(connections=ties(*(f"Contact {n}" for n in range(connections)))))
    whylocked.state(who, [("account_type", "basic"), ("photo", "yes"), ("skills", "5")], NOW)
    whylocked.watching.begin(who, [EVERYBODY], NOW)


# --- what members wait for ------------------------------------------------------------------------------------


def test_a_restriction_until_the_last_day_there_is_can_be_waited_for(whylocked: Whylocked):
    """A date that has no day after it stands in the way as any other, and nothing fails."""
    waits(whylocked, ME, 1)
    whylocked.standings.report(ME, Standing(StandingKind.RESTRICTED, None, None, date.max), NOW)
    assert whylocked.watching.look("T1", NOW, NOW) is False
    assert "restriction" in whylocked.watching.of(ME)[0].locked


def test_what_is_wrong_with_one_watch_keeps_no_other_from_coming_true(whylocked: Whylocked):
    """Each that is due is looked at; what went wrong with one is raised after all of them."""
    for who in (ME, COLLEAGUE):
        waits(whylocked, who, 1)
    whylocked.state(COLLEAGUE, [("connections", "500"), ("education", "MIT"), ("position", "Cook")], NOW)
    with connected(whylocked.store.path) as db:
        db.execute("UPDATE statements SET stated_at = 'no day' WHERE user = ?", [ME.user])
    with pytest.raises(ValueError, match="no day"):
        whylocked.watching.look("T1", NOW, NOW)
    assert (len(whylocked.watching.of(ME)), whylocked.watching.of(COLLEAGUE)) == (1, [])


# --- what a form can be made to say ---------------------------------------------------------------------------


def sent(sender: Member, name: str, kept: dict[str, object] | None = None, **given: dict[str, object]) -> Response:
    """A form that was filled in by whoever can send what they like."""
    opened = {"card": "card", "url": "", "container": {"channel_id": "D1"}, "about": "1", **(kept or {})}
    view = {"type": "modal", "callback_id": name, "blocks": [], "private_metadata": json.dumps(opened)}
    made: dict[str, Any] = sender.a_submission(view)
    made["view"]["state"] = {"values": {block: {"value": value} for block, value in given.items()}}
    return sender.send_payload(made)


def chosen(value: str) -> dict[str, object]:
    """A choice of a list."""
    return {"selected_option": {"value": value}}


def ticked(*values: str) -> dict[str, object]:
    """Boxes that are ticked."""
    return {"selected_options": [{"value": value} for value in values]}


@pytest.fixture
def office(bot: SlackApp) -> SlackApp:
    """U9 administers, U5 reviews, and appeals are shown in C9."""
    bearers = {Office.ADMINISTRATOR: ["U9"], Office.REVIEWER: ["U5"]}
    changes = Changes(bearers, sets_channel=True, channel="C9", greeted=Place("C9", "1.1"))
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), changes, NOW)
    return bot


def offices(bot: SlackApp) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Who administers and reviews, and where."""
    now = bot.desk.app.whylocked.offices.set_up("T1")
    return now.administrators, now.reviewers, now.channel


def under(response: Response) -> dict[str, str]:
    """What a form says under its questions."""
    told: dict[str, str] = json.loads(response.body or "{}").get("errors", {})
    return told


@pytest.mark.parametrize(
    "kept",
    [
        {"event": {"user_team": "T2"}, "is_ext_shared_channel": True},
        {"event": {"team": "T2"}},
        {"user": {"id": "U5", "team_id": "T1"}},
    ],
)
def test_a_form_says_nothing_of_who_sent_it(me: Member, office: SlackApp, kept: dict[str, object]):
    """Whoever sent it is who Slack says, of the workspace that Slack says, whatever the form carries with it."""
    given = {"kind": chosen("ban"), "statement": {"value": STATEMENT}, "rules": ticked("true", "terms", "myself")}
    sent(me, "appeal", kept, **given)
    appealing = office.desk.app.whylocked.appealing
    assert [(one.number, one.user) for one in appealing.open_in("T1")] == [(1, "U1")]
    assert appealing.open_in("T2") == []


def test_rules_are_acknowledged_whatever_else_is_ticked(me: Member, office: SlackApp):
    """A box that there is not stands for none of those there are."""
    given = {"kind": chosen("ban"), "statement": {"value": STATEMENT}}
    assert list(under(sent(me, "appeal", **given, rules=ticked("anything")))) == ["rules"]
    assert list(under(sent(me, "appeal", **given, rules=ticked("true", "anything", "more")))) == ["rules"]
    assert office.desk.app.whylocked.appealing.open_in("T1") == []


@pytest.mark.parametrize("kind", [None, "", "excellent"])
def test_a_standing_that_is_none_lifts_nothing(me: Member, office: SlackApp, kind: str | None):
    """Only a kind of standing that there is can be recorded; nothing chosen is not a good one."""
    whylocked = office.desk.app.whylocked
    whylocked.standings.record(ME, Standing(StandingKind.BANNED), NOW, by="U9")
    given = {} if kind is None else {"kind": chosen(kind)}
    told = under(sent(me.of("U9"), "standing", member={"selected_user": "U1"}, **given))
    assert list(told) == ["kind"]
    assert [one.standing.kind for one in whylocked.standings.of(ME)] == [StandingKind.BANNED]


@pytest.mark.parametrize("member", ["", "bob", "command line", "gone-1234abcd", "U2 ", "u2", "<@U2>", "C1"])
def test_a_standing_is_of_somebody_slack_knows(me: Member, office: SlackApp, member: str):
    """What is no user's id of Slack's is nobody, and nothing is kept of it."""
    given = {"member": {"selected_user": member}, "kind": chosen("banned"), "reason": chosen("unknown")}
    assert list(under(sent(me.of("U9"), "standing", **given))) == ["member"]
    assert office.desk.app.whylocked.standings.of(Who("T1", member)) == []


@pytest.mark.parametrize(
    ("outsider", "is_known_as"),
    [
        ("UOUT", {"team_id": "T2"}),
        ("UAPP", {"is_bot": True}),
        ("ULEFT", {"deleted": True}),
        ("USLACKBOT", {}),
        ("bob", {}),
        ("command line", {}),
    ],
)
def test_offices_are_for_members_of_the_workspace(
    me: Member, office: SlackApp, slack: FakeSlack, outsider: str, is_known_as: dict[str, object]
):
    """Nobody of another workspace, no bot and no word becomes a reviewer or administrator, by the form either."""
    slack.user(outsider, "Some Body", **is_known_as)
    for block in ("reviewers", "administrators"):
        told = under(sent(me.of("U9"), "reviewing", **{block: {"selected_users": ["U9", outsider]}}))
        assert list(told) == [block]
    assert offices(office) == (("U9",), ("U5",), "C9")


@pytest.mark.parametrize("channel", ["U1", "D1", "general", "#general", "", "C 1"])
def test_appeals_are_shown_in_a_channel_alone(me: Member, office: SlackApp, slack: FakeSlack, channel: str):
    """No direct message and no word becomes the place where appeals are shown; nothing is posted there."""
    sent(me.of("U9"), "reviewing", channel={"selected_conversation": channel})
    settled(office)
    assert offices(office)[2] in {"C9", None}
    assert [post for post in posts(slack) if post["channel"] == channel and "appeal" in post["text"]] == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "https://hooks.slack.com.example.com/x", "http://[", "file:///x"]
)
def test_an_answer_goes_to_no_address_but_slacks(me: Member, office: SlackApp, slack: FakeSlack, url: str):
    """Where a form names another place, its answer comes as a direct message instead."""
    given = {"kind": chosen("ban"), "statement": {"value": STATEMENT}, "rules": ticked("true", "terms", "myself")}
    sent(me, "appeal", {"url": url, "container": {"channel_id": "C1"}}, **given)
    settled(office)
    assert "U1" in {post["channel"] for post in posts(slack)}


# --- who administers, and who did -----------------------------------------------------------------------------


def headers(view: dict[str, Any]) -> list[str]:
    """The headings of a Home tab."""
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def test_whoever_administers_no_more_sees_no_more(me: Member, office: SlackApp, slack: FakeSlack):
    """The numbers of the workspace go from a Home with the first change after the office went."""
    office.desk.homes.seconds_between = 0
    admin = me.of("U9")
    admin.opens()
    assert headers(admin.at_home())[-1] == "For administrators"
    reviewing = office.desk.app.whylocked.reviewing
    reviewing.change(Who("T1", "U5"), Changes({Office.ADMINISTRATOR: ["U5"]}), NOW)
    slack.user("U9", "Nobody Special")
    admin.command("photo=yes")
    assert "For administrators" not in headers(admin.at_home(2))


def test_slack_that_does_not_tell_is_no_no(me: Member, office: SlackApp, slack: FakeSlack):
    """Whoever may be an administrator is told that Slack does not say, under the form that stays open."""
    file_one(office)
    slack.refuse("users.info", "internal_error", times=None)
    told = under(sent(me.of("U7"), "appeal_ask", note={"value": "Why?"}))
    assert told == {
        "note": "Slack didn't tell me whether you are an admin here, so I changed nothing; try again in a moment."
    }


def test_cards_name_nobody_who_was_forgotten(office: SlackApp, slack: FakeSlack):
    """The card of another member's appeal is shown anew once whoever asked something on it has gone."""
    whylocked = office.desk.app.whylocked
    file_one(office)
    whylocked.appealing.act("T1", 1, Action.ASK, "U5", NOW, note="Which ones?")
    settled(office)
    cards = [post for post in posts(slack) if post["channel"] == "C9"]
    assert "U5" in json.dumps(cards[-1])
    whylocked.forget(Who("T1", "U5"), NOW)
    show_cards(office.desk)
    assert "U5" not in json.dumps(updates(slack)[-1])
    assert "Which ones?" in said_in(updates(slack)[-1])


# --- what is typed is text ------------------------------------------------------------------------------------


def mentioned(message: dict[str, Any]) -> list[str]:
    """Whom a message mentions, wherever it does."""
    return re.findall(r'"(?:user_id|channel_id|usergroup_id|range)": "([^"]*)"', json.dumps(message["blocks"]))


HOSTILE = (
    "@U5 <@U5> <!channel> @channel <!here> @everyone <#C9> #C9 *bold* `code` :boom: <https://evil.example|LinkedIn>"
)


def test_nothing_that_is_typed_mentions_anybody(office: SlackApp, slack: FakeSlack):
    """In a statement, a question and an answer: on the card and in the direct message only who acts is mentioned."""
    file_one(office, statement=f"{STATEMENT} {HOSTILE}")
    act = office.desk.app.whylocked.appealing.act
    act("T1", 1, Action.ASK, "U5", NOW, note=f"Why? {HOSTILE}")
    act("T1", 1, Action.ANSWER, "U1", NOW, note=f"So. {HOSTILE} @U1")
    settled(office)
    card, direct = (next(one for one in posts(slack) if one["channel"] == channel) for channel in ("C9", "U1"))
    assert mentioned(card) == ["U1", "U1", "U5", "U1"]
    assert mentioned(direct) == ["U5"]
    for message in (card, direct):
        assert re.findall("<[@!#h]", message["text"]) == []
        assert (message["parse"], message["link_names"]) == ("none", False)
        assert "mrkdwn" not in json.dumps(message["blocks"])


def test_what_is_no_id_is_mentioned_as_text():
    """Slack would refuse the whole message for it."""
    assert inline("#bob @U5 @U5", ["bob", "", "U5"], {}) == [
        {"type": "text", "text": "#bob "},
        {"type": "user", "user_id": "U5"},
        {"type": "text", "text": " @U5"},
    ]


@pytest.mark.parametrize(
    "typed", ["W" * 3000, "a\n" * 1499 + "ab", "\u0e01\u0e49" * 1500, "👩‍👩‍👧" * 600, "1. x\n" * 600]
)
def test_whatever_is_typed_slack_takes_what_is_shown_of_it(
    me: Member, office: SlackApp, slack: FakeSlack, typed: str, policy: Policy
):
    """As long as may be, in lines, in letters of several parts: the card, the message, and every form about it."""
    file_one(office, statement=typed[: policy.appeals.statement_maximum].strip())
    act = office.desk.app.whylocked.appealing.act
    for _ in range(12):
        act("T1", 1, Action.ASK, "U5", NOW, note=typed[:3000])
        act("T1", 1, Action.ANSWER, "U1", NOW, note=typed[:3000])
    act("T1", 1, Action.ASK, "U5", NOW, note=typed[:3000])
    settled(office)
    for post in posts(slack):
        assert problems(post["blocks"], Surface.MESSAGE) == []
        assert post["blocks"] != []
    app, metadata = office.desk.app, json.dumps({"card": "card"})
    told = app.whylocked.appealing.told("T1", 1)
    assert told is not None
    for name in review_forms.ACTIONS:
        form = review_forms.act_view(name, told, NOW.date(), app.policy, app.words, metadata)
        assert view_problems(form) == []
    assert problems(me.command("appeal 1").json["blocks"], Surface.MESSAGE) == []
