"""Who handles appeals and where: typed by administrators, in a form, and what the channel is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from appeals import file_one, posts, settled
from conftest import ME, NOW
from fake_slack import FakeSlack
from signed import Member, Response, labels, said_in

from bot.replies.limits import view_problems
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.cards import Place
from bot.store.roles import AWAY, REVIEW_CHANNEL, Office
from bot.usecases import Whylocked
from bot.usecases.reviewed import Changes

HERE = (
    "Appeals against LinkedIn's restrictions and bans are shown here from now on.\n"
    "Named reviewers, and administrators, can press the buttons beneath them; everybody else here can read along.\n"
    "@U9 chose this channel for it."
)
NOT_IN = "I'm not in that channel, so I can't post there. Type /invite @Whylocked in it, then save here again."


@pytest.fixture
def ann(me: Member, slack: FakeSlack) -> Member:
    """An admin of the workspace."""
    slack.user("U9", "Ann Ace", team_id="T1", is_admin=True)
    return me.of("U9")


def types(ann: Member, text: str) -> str:
    """What an administrator is told who types something."""
    before = len([call for call in ann.slack.calls() if call.method.startswith("/response/")])
    ann.command(text, command="/whylocked-admin")
    return said_in(ann.responded(before + 1))


def opens(ann: Member) -> dict[str, Any]:
    """The form, as it opens for an administrator."""
    before = len(ann.slack.calls("views.open"))
    types(ann, "reviewers")
    ann.presses(ann.responded(), "Set it up")
    return ann.opened(before + 1)


def under(response: Response) -> dict[str, str]:
    """What a form says under its questions."""
    shown: dict[str, str] = response.json["errors"]
    return shown


def set_up_as(store: Store) -> tuple[str | None, list[str], list[str]]:
    """What is set up: the channel, reviewers, administrators."""
    with store.reading() as session:
        reviewers, administrators = (session.roles.bearers("T1", office) for office in reversed(Office))
        return session.roles.setting("T1", REVIEW_CHANNEL), reviewers, administrators


def done(store: Store) -> list[tuple[str, str, str | None, dict[str, object]]]:
    """What the audit holds."""
    with store.reading() as session:
        return [(each.actor, each.action, each.about, dict(each.detail)) for each in session.audit.entries("T1")]


# --- typed ----------------------------------------------------------------------------------------------------


def test_nothing_set_up(ann: Member):
    """Without anything behind the word it is said how it is, and what is missing."""
    told = (
        "Appeals are shown in no channel.\n"
        "Nobody is named to handle them; administrators can.\n"
        "Still missing: a channel to show appeals in. Type: /whylocked-admin channel #reviews\n"
        "Still missing: who handles them. Type: /whylocked-admin reviewers @ann @ben"
    )
    assert [types(ann, word) for word in ("channel", "reviewers", "admins")] == [told] * 3
    assert labels(ann.responded()) == ["Set it up"]


def test_a_channel_is_set_and_told(ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """A channel is set, audited, and told what it is for; what is waiting is said."""
    file_one(bot)
    assert types(ann, "channel <#C9|reviews>") == (
        "Appeals are shown in #C9.\n"
        "Nobody is named to handle them; administrators can.\n"
        "If I'm not in #C9 yet, type there: /invite @Whylocked. Whoever can read it reads the appeals, guests and other"
        " workspaces too.\n"
        "Still missing: who handles them. Type: /whylocked-admin reviewers @ann @ben\n"
        "Shown there: 1 open appeal."
    )
    settled(bot)
    assert sorted((post["channel"], said_in(post).partition("\n")[0]) for post in posts(slack)) == [
        ("C9", "Appeal 1: waiting for a reviewer"),
        ("C9", HERE.partition("\n")[0]),
    ]
    assert done(store)[-1] == ("U9", "review_channel", None, {"channel": "C9"})
    assert set_up_as(store) == ("C9", [], [])


def test_a_channel_twice_is_one_setting(ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """The same channel once more changes nothing: the channel is told once, the audit has it once."""
    types(ann, "channel <#C9>")
    types(ann, "channel <#C9|other>")
    settled(bot)
    assert len(posts(slack)) == 1
    assert len(done(store)) == 1


@pytest.mark.parametrize("none", ["none", "None", "off", "-", "nobody"])
def test_no_channel_any_more(none: str, ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """A channel that is taken away is told so where it stands; its cards stay."""
    types(ann, "channel <#C9>")
    slack.wait_for("chat.postMessage")
    types(ann, f"channel {none}")
    settled(bot)
    assert set_up_as(store) == (None, [], [])
    assert [said_in(call.body) for call in slack.calls("chat.update")] == ["Appeals are shown here no more."]


def test_members_are_named(ann: Member, store: Store):
    """Reviewers and administrators are exactly those named, in any way of listing them; the audit has each."""
    assert types(ann, "reviewers <@U5|ann>, <@U6> and <@W7>&<@U5>").startswith(
        "@U5, @U6 and @W7 handle them, and so can administrators.\n"
    )
    assert types(ann, "reviewers <@U6> <@U8>").startswith("@U6 and @U8 handle them")
    assert types(ann, "admins <@U8>").startswith("Administrators besides Slack's own admins and owners: @U8.\n")
    assert set_up_as(store) == (None, ["U6", "U8"], ["U8"])
    assert [(action, about) for _, action, about, _ in done(store)] == [
        ("reviewer_added", "U5"),
        ("reviewer_added", "U6"),
        ("reviewer_added", "W7"),
        ("reviewer_removed", "U5"),
        ("reviewer_removed", "W7"),
        ("reviewer_added", "U8"),
        ("administrator_added", "U8"),
    ]


def test_nobody_any_more(ann: Member, store: Store):
    """None takes all of them away."""
    types(ann, "reviewers <@U5>")
    types(ann, "admins <@U5>")
    assert types(ann, "reviewers none").startswith("Nobody is named to handle them; administrators can.\n")
    assert types(ann, "admins none").startswith("Only Slack's own admins and owners administer me now.\n")
    assert set_up_as(store) == (None, [], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("channel reviews", "“reviews” is no channel I can see. Pick it from the list that Slack offers as you type #"),
        ("channel <@U5>", "“<@U5>” is no channel I can see."),
        ("channel <#C9|a> <#C8|b>", "“<#C9|a> <#C8|b>” is no channel I can see."),
        ("reviewers bob", "“bob” is nobody I know. Name people with @, as Slack offers them"),
        ("reviewers <@U5> bob", "“bob” is nobody I know."),
        ("admins <!subteam^S1|@team>", "“<!subteam^S1|@team>” is nobody I know."),
    ],
)
def test_what_does_not_fit(text: str, told: str, ann: Member, store: Store):
    """What is no channel, or nobody, is said in one sentence, and nothing is changed."""
    assert types(ann, text).startswith(told)
    assert (set_up_as(store), done(store)) == ((None, [], []), [])


def test_only_administrators_set_up(me: Member, store: Store):
    """Somebody who is no administrator changes nothing."""
    assert types(me, "channel <#C9>").startswith("That is for administrators:")
    assert set_up_as(store) == (None, [], [])


def test_one_who_is_named_administers(ann: Member, store: Store):
    """Whoever is listed as administrator can do the same."""
    types(ann, "admins <@U5>")
    assert types(ann.of("U5"), "channel <#C9>").startswith("Appeals are shown in #C9.\n")
    assert set_up_as(store) == ("C9", [], ["U5"])


# --- the form -------------------------------------------------------------------------------------------------


def test_the_form_is_filled_in(ann: Member):
    """The form shows what is set up, lists channels of this workspace alone, and is within Slack's limits."""
    types(ann, "channel <#C9>")
    types(ann, "reviewers <@U5> <@U6>")
    view = opens(ann)
    assert view_problems(view) == []
    assert [(block["block_id"], block["optional"], block["element"]) for block in view["blocks"]] == [
        (
            "channel",
            True,
            {
                "type": "conversations_select",
                "placeholder": {"type": "plain_text", "text": "Choose", "emoji": False},
                "filter": {
                    "include": ["public", "private"],
                    "exclude_external_shared_channels": True,
                    "exclude_bot_users": True,
                },
                "initial_conversation": "C9",
                "action_id": "value",
            },
        ),
        (
            "reviewers",
            True,
            {
                "type": "multi_users_select",
                "placeholder": {"type": "plain_text", "text": "Choose", "emoji": False},
                "initial_users": ["U5", "U6"],
                "action_id": "value",
            },
        ),
        (
            "administrators",
            True,
            {
                "type": "multi_users_select",
                "placeholder": {"type": "plain_text", "text": "Choose", "emoji": False},
                "action_id": "value",
            },
        ),
    ]


def test_the_form_sets_up_all_of_it(ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """What is picked is set up, the channel is told before the form closes, and the answer says how it is now."""
    view = opens(ann)
    told = len([call for call in slack.calls() if call.method.startswith("/response/")])
    response = ann.submits(view, channel="C9", reviewers="U5,U6", administrators="U7")
    assert (response.status, response.body) == (200, "")
    assert [(post["channel"], said_in(post)) for post in posts(slack)] == [("C9", HERE)]
    assert said_in(ann.responded(told + 1)) == (
        "Appeals are shown in #C9.\n@U5 and @U6 handle them, and so can administrators."
    )
    settled(bot)
    assert set_up_as(store) == ("C9", ["U5", "U6"], ["U7"])
    assert len(posts(slack)) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
def test_a_channel_that_the_bot_is_not_in(code: str, ann: Member, store: Store, slack: FakeSlack):
    """It is said under the channel before the form closes, nothing is changed; mended, the same form is taken."""
    view = opens(ann)
    slack.refuse("chat.postMessage", code)
    sent = ann.a_submission(view, channel="C9", reviewers="U5")
    assert under(ann.send_payload(sent)) == {"channel": NOT_IN}
    assert (set_up_as(store), done(store)) == ((None, [], []), [])
    assert ann.send_payload(sent).body == ""
    assert set_up_as(store) == ("C9", ["U5"], [])


def test_slack_has_no_time(ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """Where it cannot be known whether the bot is in the channel, it is set, and told by the clerk."""
    view = opens(ann)
    slack.refuse("chat.postMessage", "ratelimited")
    assert ann.submits(view, channel="C9").body == ""
    settled(bot)
    assert [said_in(post) for post in posts(slack)[-1:]] == [HERE]
    assert set_up_as(store) == ("C9", [], [])


def test_a_form_sent_twice(ann: Member, store: Store, slack: FakeSlack, bot: SlackApp):
    """A double click sets up once."""
    sent = ann.a_submission(opens(ann), channel="C9", reviewers="U5")
    assert [ann.send_payload(sent).body for _ in range(2)] == ["", ""]
    settled(bot)
    assert (len(posts(slack)), len(done(store))) == (1, 2)


def test_two_forms_at_once(ann: Member, store: Store):
    """A form changes only what was changed in it: what another one has set up meanwhile stays."""
    first, second = opens(ann), opens(ann)
    ann.submits(first, reviewers="U5")
    ann.submits(second, administrators="U6")
    assert set_up_as(store) == (None, ["U5"], ["U6"])


def test_an_emptied_form(ann: Member, store: Store):
    """What is emptied is set up no more."""
    types(ann, "channel <#C9>")
    types(ann, "reviewers <@U5>")
    ann.submits(opens(ann), channel="", reviewers="")
    assert set_up_as(store) == (None, [], [])


def test_no_administrator_any_more(ann: Member, store: Store):
    """Whoever is no administrator any more when the form is sent changes nothing, and is told so in it."""
    types(ann, "admins <@U5>")
    view = opens(ann.of("U5"))
    types(ann, "admins none")
    assert under(ann.of("U5").submits(view, channel="C9"))["channel"].startswith("That is for administrators:")
    assert set_up_as(store) == (None, [], [])


def test_a_form_of_nobody(ann: Member, store: Store):
    """A form whose metadata is not ours does nothing."""
    view = {**opens(ann), "private_metadata": "[]"}
    assert ann.submits(view, channel="C9").body == ""
    assert set_up_as(store) == (None, [], [])


# --- several at once, several workspaces ----------------------------------------------------------------------


def test_two_administrators_at_once(whylocked: Whylocked, store: Store):
    """Of two who set a channel at once, one follows the other: the audit tells both, the last one counts."""
    wanted = ("C8", "C9")
    threads = [
        threading.Thread(
            target=whylocked.reviewing.change,
            args=(Who("T1", user), Changes(sets_channel=True, channel=channel), NOW),
        )
        for user, channel in zip(("U8", "U9"), wanted, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {detail["channel"] for _, _, _, detail in done(store)} == {*wanted}
    assert set_up_as(store)[0] == done(store)[-1][3]["channel"]


def test_workspaces_do_not_mix(whylocked: Whylocked, store: Store):
    """What is set up in one workspace is set up in no other."""
    whylocked.reviewing.change(
        Who("T2", "U1"), Changes({Office.REVIEWER: ["U5"]}, sets_channel=True, channel="C9"), NOW
    )
    assert set_up_as(store) == (None, [], [])
    assert not whylocked.reviewing.reviews(Who("T1", "U5"))
    assert whylocked.reviewing.reviews(Who("T2", "U5"))


def test_a_channel_that_was_told(whylocked: Whylocked):
    """Where the channel knows already what it is for, nothing is due."""
    changes = Changes(sets_channel=True, channel="C9", greeted=Place("C9", "1.1"))
    whylocked.reviewing.change(ME, changes, NOW)
    assert whylocked.reviewing.take(NOW) is None
    assert whylocked.reviewing.away_since("T1") is None


def test_the_overview_says_that_the_channel_is_out_of_reach(ann: Member, store: Store):
    """Where the bot cannot post, whoever looks at what is set up learns since when, and what to do."""
    with store.writing() as session:
        session.roles.set("T1", REVIEW_CHANNEL, "C9")
        session.roles.set("T1", AWAY, NOW.isoformat())
    assert types(ann, "help").split("\n")[3] == (
        "I couldn't post in #C9 since 20 Nov 2026, 12:00 UTC. "
        "Type there: /invite @Whylocked, or choose another channel."
    )
