"""What Slack's reviewers look for (README, "Slack's review rules") and no other test shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from browsing import URL, Browser, installable
from conftest import ME, NOW, Hands
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member, labels, said_in

from bot.errors import UserError
from bot.listeners import COMMANDS
from bot.listeners.clerk import tick
from bot.manifest import read
from bot.replies.mentions import inline
from bot.settings import Contact, Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store
from bot.store.roles import Office
from bot.usecases.reviewed import Changes
from bot.words import BUILT_IN, Words

HELP_PAGE, PRIVACY_PAGE = "https://bot.example.com/help", "https://bot.example.com/privacy"
PRIVATE = "Only you see my answers."
USAGE = {
    "/whylocked": "   why can't I message Jane Doe?",
    "/whylocked-profile": "   photo yes",
    "/whylocked-appeal": "   status / list / 3:",
    "/whylocked-admin": "   audit: what was done here",
}


@pytest.fixture
def administrator(me: Member, store: Store) -> Member:
    """Somebody of whom nothing is stored but that they administer."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    return me


@pytest.fixture
def supported(slack: FakeSlack, store: Store) -> Iterator[Member]:
    """A member where whoever runs the bot says whom to turn to."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    contact = Contact(HELP_PAGE, PRIVACY_PAGE)
    app = build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens, contact=contact), lambda: NOW)
    yield Member(app, slack)
    app.stop()


def typed(member: Member, command: str, text: str) -> dict[str, Any]:
    """What is answered to a command, at once or behind it."""
    before = len([call for call in member.slack.calls() if call.method.startswith("/response/")])
    response = member.command(text, command=command)
    assert response.status == 200
    answer: dict[str, Any] = response.json if response.body else member.responded(before + 1)
    return answer


def links(message: Mapping[str, Any]) -> set[str]:
    """Where the links in a message, or in a Home tab, lead."""
    blocks = message["blocks"]
    found = json.dumps(json.loads(blocks) if isinstance(blocks, str) else blocks)
    return {part.partition('"')[0] for part in found.split('"type": "link", "url": "')[1:]}


# --- commands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_behind_every_command_is_its_usage(command: str, administrator: Member):
    """Whoever types help behind a command reads what can be typed there, for their eyes only."""
    answer = typed(administrator, command, "help")
    assert USAGE[command] in said_in(answer)
    assert answer["response_type"] == "ephemeral"


@pytest.mark.parametrize("command", COMMANDS)
def test_what_no_command_understands_leads_on(command: str, administrator: Member):
    """It is said to be not understood, and shown or offered what would be; nothing is changed."""
    answer = typed(administrator, command, "flurbl zxcv 12")
    expected = {
        "/whylocked": "I only know why LinkedIn locks a message",
        "/whylocked-profile": "I can't read “flurbl”",
        "/whylocked-appeal": "There is nothing to appeal",
        "/whylocked-admin": "I don't know “flurbl”, so nothing was done.",
    }
    assert said_in(answer).startswith(expected[command])
    assert USAGE[command] in said_in(answer) or labels(answer)


def test_what_is_not_for_the_bot_offers_help(me: Member):
    """Beneath the one line stands a button that shows everything that can be asked."""
    me.says("what's the weather in Lisbon?")
    me.presses(me.answered(), "What can I ask?")
    assert said_in(me.answered(2)).startswith("I tell you why you can't message somebody on LinkedIn.")


def test_commands_bear_the_apps_name_a_description_and_a_hint():
    """No other app has them, and Slack shows what to type."""
    asked = read()
    name = asked["display_information"]["name"].lower()
    for command in asked["features"]["slash_commands"]:
        assert command["command"].startswith(f"/{name}")
        assert command["description"]
        assert "help" in command["usage_hint"]


def test_what_slack_lists_is_short():
    """At most ten words describe the app; a shortcut's name starts with a verb."""
    asked = read()
    assert len(asked["display_information"]["description"].split()) <= 10
    assert {shortcut["name"].split()[0] for shortcut in asked["features"]["shortcuts"]} == {"Check"}


# --- whom to turn to, what is kept ------------------------------------------------------------------------------


def test_support_stands_in_help_and_on_home(supported: Member):
    """Where whoever runs the bot says whom to turn to, it can be gone to from both, and from "support"."""
    said = f"Questions, trouble, an idea? {HELP_PAGE}"
    for answer in (typed(supported, "/whylocked", "help"), typed(supported, "/whylocked", "support")):
        assert said in said_in(answer).split("\n")
        assert links(answer) == {HELP_PAGE}
    supported.opens()
    assert links(supported.at_home()) == {HELP_PAGE}


def test_without_support_people_are_sent_to_whoever_runs_the_bot(me: Member):
    """Nobody is left without somebody to ask; an answer's number is what to quote."""
    assert said_in(typed(me, "/whylocked", "how do I contact support?")).split("\n") == [
        "Questions, trouble, an idea? Tell whoever runs me for you.",
        "If an answer was wrong, give the number beneath it, like D-7Q3K9: it says what I went by.",
    ]


def test_the_pages_name_support_and_policy(slack: FakeSlack, store: Store, hands: Hands):
    """Before somebody installs it they can read what becomes of data, and whom to ask; by mail, too."""
    app = installable(slack, store, hands, contact=Contact("help@bot.example.com", PRIVACY_PAGE))
    page = Browser(app, slack).get("/slack/install").body
    assert f'<a href="{PRIVACY_PAGE}">' in page
    assert '<a href="mailto:help@bot.example.com">' in page
    app.stop()


def test_without_a_policy_of_ones_own_the_programs_page_is_linked(slack: FakeSlack, store: Store, hands: Hands):
    """Where there are pages, one of them says what becomes of data."""
    app = installable(slack, store, hands)
    assert app.desk.app.settings.reached == Contact("", f"{URL}/privacy")
    assert Browser(app, slack).get("/privacy").status == 200
    app.stop()


def test_a_mail_address_can_be_written_to():
    """An address for mail is a link, too, and what looks like it in somebody's words is none."""
    mail = "help@example.com"
    assert inline(f"Ask {mail}.", (), {}, (mail,)) == [
        {"type": "text", "text": "Ask "},
        {"type": "link", "url": "mailto:help@example.com", "text": mail},
        {"type": "text", "text": "."},
    ]
    assert inline(f"Ask {mail}.", (), {}) == [{"type": "text", "text": f"Ask {mail}."}]


@pytest.mark.parametrize(
    "text",
    [
        "privacy",
        "is this private?",
        "Who can see this?",
        "who sees my answers",
        "can my boss see what I ask?",
        "how long do you keep my data?",
        "do you read my messages?",
        "what do you do with my archive?",
        "do you use AI?",
        "GDPR",
    ],
)
def test_whoever_asks_what_becomes_of_it_is_told(text: str, me: Member):
    """Who sees what, what is kept and how long, and the two next steps, which can be pressed."""
    answer = typed(me, "/whylocked", text)
    assert said_in(answer).split("\n")[0] == PRIVATE
    assert labels(answer) == ["Export my data", "Forget me"]


def test_privacy_tells_the_days_that_are_set(supported: Member):
    """The days of the settings stand in it, and the page of whoever runs the bot."""
    answer = typed(supported, "/whylocked", "privacy")
    said = said_in(answer)
    assert "Answers go after 365 days, whom you wait for after 180 days;" in said
    assert said.split("\n")[-1] == f"All of it in writing: {PRIVACY_PAGE}"
    assert links(answer) == {PRIVACY_PAGE}


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("delete my data", "Forget you? Then all I hold of you goes"),
        ("what do you store about me", "I know nothing of your LinkedIn account yet."),
        ("who can see my network?", "Colleagues get only numbers"),
    ],
)
def test_what_is_asked_of_ones_own_data_is_answered_as_ever(text: str, begins: str, me: Member):
    """To be forgotten, to see what is stored and what colleagues learn have answers of their own."""
    typed(me, "/whylocked", "set connections=3") if text.startswith("delete") else None
    assert said_in(typed(me, "/whylocked", text)).startswith(begins)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("WHYLOCKED_SUPPORT", "call me", "bad_support"),
        ("WHYLOCKED_SUPPORT", "http://bot.example.com", "bad_support"),
        ("WHYLOCKED_SUPPORT", f"https://bot.example.com/{'x' * 200}", "bad_support"),
        ("WHYLOCKED_SUPPORT", "https://a.example/<!channel>", "bad_support"),
        ("WHYLOCKED_PRIVACY_URL", "help@example.com", "bad_privacy_url"),
        ("WHYLOCKED_PRIVACY_URL", "javascript:alert(1)", "bad_privacy_url"),
    ],
)
def test_an_address_that_nobody_can_go_to_stops_the_start(name: str, value: str, code: str):
    """What is shown to everybody is looked at first."""
    with pytest.raises(UserError, match=code):
        Contact.read({name: value})


def test_addresses_are_taken_as_they_are():
    """A page, a mail address, or nothing."""
    given = {"WHYLOCKED_SUPPORT": " help@bot.example.com ", "WHYLOCKED_PRIVACY_URL": "https://a.example:8443/p?x=1#y"}
    assert Contact.read(given) == Contact("help@bot.example.com", "https://a.example:8443/p?x=1#y")
    assert Contact.read({}) == Contact("", "")


# --- whoever is here for the first time, and where the bot speaks -------------------------------------------------


def test_the_welcome_has_something_to_try(me: Member):
    """Alone, where a tab was opened first, it has buttons: a first question, one's profile, help."""
    new = me.of("UNEW", new=True)
    new.opens("messages")
    welcome = new.answered()
    assert labels(welcome) == ["What stands in the way of my messages?", "Edit my profile", "What can I ask?"]
    new.presses(welcome, "What stands in the way of my messages?")
    assert said_in(new.answered(2)).startswith("I don't know your LinkedIn account yet")
    new.presses(welcome, "What can I ask?")
    help_ = new.answered(3)
    assert said_in(help_).startswith("I tell you why you can't message somebody on LinkedIn.")
    new.presses(help_, "What I keep, who sees it")
    assert said_in(new.answered(4)).startswith(PRIVATE)


@pytest.mark.parametrize("text", ["help", "what's the weather in Lisbon?", "support"])
def test_the_first_word_of_all_can_be_gone_on_from(text: str, me: Member):
    """What is pressed beneath the very first answer works, though nothing was asked before."""
    me.says(text)
    first = me.answered()
    me.presses(first, labels(first)[0])
    assert "too old" not in said_in(me.answered(2))


@pytest.mark.parametrize(
    ("flags", "administers"),
    [
        ({}, False),
        ({"is_restricted": True}, False),
        ({"is_ultra_restricted": True}, False),
        ({"is_admin": True}, True),
        ({"is_primary_owner": True}, True),
    ],
)
def test_home_is_of_use_to_every_viewer(flags: dict[str, bool], administers: object, me: Member, slack: FakeSlack):
    """A newcomer, a guest, an admin: each finds what this is, a next step and help; numbers are for administrators."""
    slack.user("UNEW", "New One", team_id="T1", **flags)
    new = me.of("UNEW")
    new.opens()
    view = new.at_home()
    shown = json.dumps(view, ensure_ascii=False)
    assert "I tell you why you can't message somebody on LinkedIn" in shown
    assert {"Answer the questions", "What can I ask?", "What I keep, who sees it", "Forget me"} <= set(labels(view))
    assert ("For administrators" in shown) == administers


def test_nobody_hears_of_it_in_a_channel(me: Member, slack: FakeSlack, bot: SlackApp):
    """Whatever a member does, nothing is posted where others read it, #general least of all."""
    slack.user("U2", "Bob Stone")
    me.command("why can't I message Jane Doe?")
    me.mentions("why can't I message <@U2>?")
    me.send_payload(me.a_message_shortcut({"user": "U2"}))
    me.opens()
    me.opens("messages")
    me.says("hello")
    bot.desk.workers.stop()
    posted = [call.body["channel"] for call in slack.calls("chat.postMessage")]
    assert posted
    assert all(channel[0] in "DU" for channel in posted)


def test_a_channel_is_told_who_chose_it_as_long_as_they_are_here(slack: FakeSlack, bot: SlackApp):
    """Nobody there wonders who let the bot in; whoever has asked to be forgotten is not named any more."""
    bot.desk.app.whylocked.reviewing.change(ME, Changes(sets_channel=True, channel="C9"), NOW)
    tick(bot.desk)
    assert "@U1 chose this channel for it." in said_in(slack.calls("chat.postMessage")[0].body)
    bot.desk.app.whylocked.forget(ME, NOW)
    tick(bot.desk)
    assert "U1" not in json.dumps(slack.wait_for("chat.update")[0].body)


def test_no_sentence_only_says_that_something_went_wrong():
    """Each error names what is wrong; none leaves somebody with an "oops"."""
    said = yaml.safe_dump({**Words(BUILT_IN).phrases, **Words(BUILT_IN).in_slack().phrases})
    assert not any(words in said.lower() for words in ("something went wrong", "oops", "unexpected error", "try later"))
