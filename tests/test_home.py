"""The Home tab: what it shows, when it is published, what comes of pressing something on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli import FILE_NAME, JANE, MARA, knows, mara
from conftest import ME, NOBODY, NOW, ago, found, keep, messages, person, state, unknown, whole_archive
from fake_slack import FakeSlack
from signed import Member, elements, labels, said_in

from bot.advice import Advice
from bot.appeals import Action, Case, Role
from bot.demo import archives
from bot.facts import Standing, StandingKind
from bot.listeners.clerk import tick
from bot.replies.home import Layout
from bot.replies.limits import view_problems
from bot.replies.lines import Lines
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.roles import AWAY, REVIEW_CHANNEL, Office
from bot.usecases import Whylocked
from bot.usecases.appealed import Filing
from bot.words import BUILT_IN, Words, load


def lines_of(view: Mapping[str, Any]) -> list[str]:
    """What a Home says, line by line, without what stands on buttons; it must be one that Slack takes."""
    assert view_problems(dict(view)) == []
    return [line for block in view["blocks"] for line in said(block)]


def said(block: Mapping[str, Any]) -> list[str]:
    """The lines of one block."""
    match block["type"]:
        case "header" | "section":
            return [block["text"]["text"]]
        case "context":
            return [element["text"] for element in block["elements"]]
        case "data_visualization":
            return [f"[{block['title']}]"]
        case "rich_text":
            return [line for element in block["elements"] for line in rich(element)]
        case _:
            return []


def rich(element: Mapping[str, Any]) -> list[str]:
    """The lines of a part of a rich text; items of a list stand in."""
    if element["type"] == "rich_text_list":
        return ["  " + "".join(rich(item)) for item in element["elements"]]
    parts = (part.get("text") or "@" + part.get("user_id", part.get("channel_id", "")) for part in element["elements"])
    return "".join(parts).split("\n")


@pytest.fixture
def known(tmp_path: Path) -> None:
    """ME is Mara of the specification: 12 connections, two skills; nothing stated of a photo."""
    mara(tmp_path)


@pytest.fixture(autouse=True)
def _at_once(bot: SlackApp) -> None:
    """A Home is published again as soon as something changed."""
    bot.desk.homes.seconds_between = 0.0


# --- what it shows ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_home_shows_where_somebody_stands(me: Member):
    """The verdict, each lock with its progress and next step, the chart, the day of the facts, one's own data, help."""
    assert me.opens().status == 200
    view = me.at_home()
    assert lines_of(view) == [
        "Where you stand",
        "Locked: 2 things stand in the way of every message you send.",
        "✓ No ban recorded",
        "✓ No restriction recorded",
        "✓ 3 of 500 messages in 7 days",
        "✗ You have 12 of the 15 connections that Basic needs.",
        "  Connect with 3 more people (takes days)",
        "✗ Your profile lacks skills (2 of 3). Not known: photo and completeness (43 to 71 %).",
        "  Add 1 skill to your profile (takes minutes)",
        "Tell me if LinkedIn shows you a notice.",
        "Policy 2026.1 · archive of 20 Nov 2026",
        "[Messages you sent each day]",
        "Your data",
        "Colleagues get only numbers from your 12 connections, and only about somebody they name.",
        "What you tell me or import is yours: I hand all of it over, or forget it, whenever you say so.",
        "Help",
        "Ask me under Messages, or with /whylocked anywhere: “why can't I message Jane Doe?”",
        "What you press here is answered under Messages.",
        "If something looks wrong, ask whoever runs me here.",
    ]
    assert labels(view) == [
        "How do I fix it?", "Fill in the rest", "Edit my profile", "Import again", "Share names", "Share nothing",
        "Export my data", "Forget me", "What can I ask?", "What I keep, who sees it",
    ]  # fmt: skip


def test_home_of_somebody_new_is_of_use(me: Member):
    """Before the first fact: what this is, three short questions, how to import, what becomes of it all."""
    me.opens()
    view = me.at_home()
    assert lines_of(view)[:8] == [
        "Why can't I message them?",
        "I tell you why you can't message somebody on LinkedIn: every reason, what it rests on, and what unlocks it.",
        "I never contact LinkedIn, and only you see my answers.",
        (
            "Three short questions: which plan are you on, how many connections do you have,"
            " and is there a photo and how many skills?"
        ),
        "Answer below, or type: /whylocked Basic, 212 connections, photo yes, 5 skills.",
        (
            "Or later with your LinkedIn archive, which takes LinkedIn ten minutes to a day:"
            " say import for how to get it."
        ),
        "Your data",
        "Colleagues get only numbers from the connections that you import, and only about somebody they name.",
    ]
    assert labels(view)[:3] == ["Answer the questions", "Edit my profile", "How to import"]


@pytest.mark.usefixtures("known")
def test_where_slack_draws_no_chart_home_says_the_same(me: Member, slack: FakeSlack):
    """Refused with its chart, Home is published with a line of text in its place, and with nothing else changed."""
    slack.draws_nothing = True
    me.opens()
    drawn, told = me.at_home(2), lines_of(me.at_home(2))
    line = (
        "Messages you sent each day: 14 Nov: 0, 15 Nov: 0, 16 Nov: 0, 17 Nov: 0, 18 Nov: 3, 19 Nov: 0, 20 Nov: 0."
        " The limit is 500 in 7 days."
    )
    assert line in told
    drawn = slack.calls("views.publish")[0].body["view"]
    assert [line if said == "[Messages you sent each day]" else said for said in lines_of(drawn)] == told


@pytest.mark.usefixtures("known")
def test_what_slack_refuses_for_another_reason_is_not_sent_again(me: Member, slack: FakeSlack):
    """Only blocks are worth another try; the next opening is."""
    slack.refuse("views.publish", "not_enabled")
    me.opens()
    slack.wait_for("views.publish")
    me.opens()
    slack.wait_for("views.publish", 2)
    assert "data_visualization" in {block["type"] for block in me.at_home(2)["blocks"]}


def test_what_is_fine_still_and_what_is_spent_is_told_apart(me: Member, whylocked: Whylocked):
    """From the policy's share on the volume is warned of; once it is spent, Home says what helps."""
    state(whylocked, messages=450)
    me.opens()
    assert lines_of(me.at_home())[4] == (
        "! Careful: you sent 450 messages in the last 7 days; at 500 the policy locks you for a while (an assumption:"
        " LinkedIn publishes no number)."
    )
    me.command("set messages=500")
    assert lines_of(me.at_home(2))[4:6] == [
        (
            "✗ You sent 500 messages in the last 7 days; the policy allows 500 (an assumption: LinkedIn publishes no"
            " number). This lock is temporary and frees up on 27 Nov 2026, 12:00 UTC at the latest."
        ),
        "  Send nothing more until 27 Nov 2026, 12:00 UTC (takes days)",
    ]


def test_a_ban_is_told_with_what_is_left_to_do(me: Member, whylocked: Whylocked):
    """Nothing but an appeal helps against it; what else is missing is told beside it."""
    whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)
    state(whylocked, account_type="basic", connections=3)
    me.opens()
    assert lines_of(me.at_home())[1:10] == [
        "Locked: 2 things stand in the way of every message you send.",
        (
            "✗ An administrator recorded your account as banned from messaging. I'm sorry: a ban has no end date,"
            " and appeals against one seldom succeed."
        ),
        "  Appeal by the link on LinkedIn's notice; few succeed, so be brief and honest (somebody else decides)",
        "✓ No separate restriction",
        "? How many messages you sent in the last 7 days isn't known.",
        "✗ You have 3 of the 15 connections that Basic needs.",
        "  Connect with 12 more people (takes days)",
        "? Not known: photo, current position, skills, school and completeness (0 to 100 %).",
        "If LinkedIn's notice is a mistake, appeal: I help with the text, and say where LinkedIn takes it.",
    ]


@pytest.mark.usefixtures("known")
def test_whom_one_asked_about_last_can_be_checked_again(me: Member, whylocked: Whylocked):
    """Each person asked about stands there once, the newest first, and is checked again by direct message."""
    for hours, name in enumerate(("Zed Quux", "Jane Doe", "Bob Stone", "Jane Doe")):
        whylocked.ask(ME, found(name) if name == "Jane Doe" else unknown(name), NOW - timedelta(hours=hours))
    whylocked.ask(ME, NOBODY, NOW)
    me.opens()
    view = me.at_home()
    shown = lines_of(view)
    at = shown.index("You asked about")
    assert shown[at + 1 : at + 5] == [
        "Zed Quux: locked, 20 Nov 2026",
        "Jane Doe: locked, 20 Nov 2026",
        "Bob Stone: locked, 20 Nov 2026",
        "Your data",
    ]
    me.presses_at_home(view, "Check again")  # the first of them
    answer = me.answered()
    assert answer["channel"] == "U1"
    assert said_in(answer).split("\n")[:2] == [
        "Checked again, 20 Nov 2026, 12:00 UTC:",
        "Locked: 2 things stand in the way of a message to Zed Quux.",
    ]


@pytest.mark.usefixtures("known")
def test_a_name_is_only_a_name(me: Member, whylocked: Whylocked):
    """Somebody called like a command is checked again, and nothing that the name says is done."""
    whylocked.ask(ME, unknown("forget me"), NOW)
    whylocked.ask(ME, unknown("<!channel> *photo=yes*"), NOW)
    me.opens()
    view = me.at_home()
    assert "<!channel> *photo=yes*: locked, 20 Nov 2026" in lines_of(view)
    for element in [each for each in elements(view) if each["action_id"].startswith("again:")]:
        me.presses_at_home({"blocks": [{"type": "actions", "elements": [element]}]}, "Check again")
    for call in me.slack.wait_for("chat.postMessage", 2):
        assert said_in(call.body).split("\n")[0] == "Checked again, 20 Nov 2026, 12:00 UTC:"
    assert whylocked.stored(ME)["connections"] == 12
    assert whylocked.show_profile(ME, NOW)["photo"] is None


@pytest.mark.usefixtures("known")
def test_what_was_asked_long_ago_and_is_gone_is_said(me: Member, whylocked: Whylocked):
    """A Home that Slack still shows after its member was forgotten answers with what to do."""
    me.command("why can't I message Jane Doe?")
    me.opens()
    view = me.at_home()
    whylocked.forget(ME, NOW)
    me.presses_at_home(view, "Check again")
    assert said_in(me.answered()) == "That answer is too old to go on from; ask me again."


OPEN = "Open: I find nothing that locks your messages. Name somebody, and I check that too."


BASIC = "account_types.basic.connections_needed"
STATEMENT = "I sent one message to three colleagues by mistake, and I write to each of them on their own now."


@pytest.mark.usefixtures("known")
def test_a_notice_in_the_way_can_be_appealed(me: Member, bot: SlackApp, whylocked: Whylocked):
    """Home offers to file an appeal, then shows the open one, and follows each step that its member is told of."""
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    me.opens()
    view = me.at_home()
    assert "✗ An administrator recorded your account as restricted, with no end date." in lines_of(view)
    assert (
        "If LinkedIn's notice is a mistake, appeal: I help with the text, and say where LinkedIn takes it."
        in lines_of(view)
    )
    assert "File an appeal" in labels(view)
    whylocked.appealing.file(ME, Filing(STATEMENT), NOW)
    bot.desk.homes.changed(ME)
    view = me.at_home(2)
    assert "Your appeal 1 of 20 Nov 2026 is open; LinkedIn decides it." in lines_of(view)
    assert ("Show my appeal" in labels(view), "File an appeal" in labels(view)) == (True, False)
    whylocked.appealing.act("T1", 1, Action.ASK, "UREV", NOW, known_as=Role.ADMINISTRATOR, note="Which colleagues?")
    tick(bot.desk)
    assert "Your appeal 1 of 20 Nov 2026 is open, and a reviewer asks you something." in lines_of(me.at_home(3))


@pytest.mark.usefixtures("known")
def test_whom_one_waits_for_stands_on_home(me: Member, whylocked: Whylocked):
    """Those to be told of are named, the oldest first, and everybody in words; what is watched can be asked for."""
    whylocked.watching.begin(ME, [found("Jane Doe")], NOW)
    whylocked.watching.begin(ME, [NOBODY], NOW + timedelta(minutes=1))
    me.opens()
    view = me.at_home()
    told = lines_of(view)
    assert told[told.index("Under way") + 1] == "I tell you once it unlocks: Jane Doe and every message of yours."
    me.presses_at_home(view, "All that I watch")
    assert "Jane Doe" in said_in(me.answered())


# --- what is pressed --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("How do I fix it?", "Locked: 2 things stand in the way of every message you send."),
        ("Import again", "LinkedIn gives you your data:"),
        ("What can I ask?", "I tell you why you can't message somebody on LinkedIn."),
        ("Export my data", "Here is all I hold of you, as one file."),
        ("Forget me", "Forget you? Then all I hold of you goes, at once:"),
    ],
)
def test_what_is_pressed_is_answered_in_the_direct_messages(me: Member, label: str, told: str):
    """A Home has no channel to answer in, so that the answer is a direct message; pressed twice, there is one."""
    me.opens()
    view = me.at_home()
    press = me.a_press_at_home(view, label)
    assert [me.send_payload(press).status, me.send_payload(press).status] == [200, 200]
    me.says("thanks")  # what comes in later is answered later
    texts = [said_in(call.body).split("\n")[0] for call in me.slack.wait_for("chat.postMessage", 2)]
    assert [text.startswith(told) for text in texts].count(True) == 1
    assert me.slack.calls("chat.postMessage")[0].body["channel"] == "U1"


@pytest.mark.usefixtures("known")
def test_two_members_press_the_same_at_once(me: Member):
    """What one member presses is nobody else's double click."""
    bob = me.of("UBOB")
    me.opens()
    view = me.at_home()
    bob.opens()
    his = me.at_home(2)
    me.presses_at_home(view, "What can I ask?")
    bob.presses_at_home(his, "What can I ask?")
    assert {call.body["channel"] for call in me.slack.wait_for("chat.postMessage", 2)} == {"U1", "UBOB"}


@pytest.mark.usefixtures("known")
def test_what_home_asks_can_be_answered_by_typing(me: Member, whylocked: Whylocked):
    """The question of "Forget me" can be answered by typing in the direct messages, and Home shows what is left."""
    me.opens()
    me.presses_at_home(me.at_home(), "Forget me")
    assert "Shall I?" in said_in(me.answered())
    me.says("yes, forget me")
    assert said_in(me.answered(2)).startswith("Done. I have forgotten you")
    assert me.at_home(2)["blocks"][0]["text"]["text"] == "Why can't I message them?"
    assert not any(whylocked.stored(ME).values())


@pytest.mark.usefixtures("known")
def test_sharing_more_is_confirmed_where_it_is_pressed(me: Member, whylocked: Whylocked):
    """Slack asks before colleagues learn more, and not before they learn less; it counts at once and Home shows it."""
    me.opens()
    view = me.at_home()
    asks = {
        element["text"]["text"]: element.get("confirm", {}).get("text", {}).get("text") for element in elements(view)
    }
    assert asks["Share names"] == (
        "Colleagues will be able to find your 12 connections by name, see that you know them, and be sent to you for an"
        " introduction."
    )
    assert asks["Share nothing"] is None
    me.presses_at_home(view, "Share names")
    assert said_in(me.answered()).split("\n")[0] == (
        "Done: colleagues can find your 12 connections by name and be sent to you for an introduction."
    )
    assert whylocked.show_sharing(ME).level == "names"
    view = me.at_home(2)
    assert "Colleagues can find your 12 connections by name and be sent to you for an introduction." in lines_of(view)
    me.presses_at_home(view, "Share nothing")
    me.answered(2)
    assert whylocked.show_sharing(ME).level == "off"


@pytest.mark.usefixtures("known")
def test_what_is_shared_so_already_stays_so(me: Member, whylocked: Whylocked):
    """Pressed in a window that shows it as it was, nothing is changed, and that is said."""
    me.opens()
    view = me.at_home()
    state(whylocked, share_network="names")
    me.presses_at_home(view, "Share names")
    assert said_in(me.answered()).split("\n")[0] == (
        "That is so already: colleagues can find your 12 connections by name."
    )


@pytest.mark.usefixtures("known")
def test_a_level_that_there_is_not_changes_nothing(me: Member, whylocked: Whylocked):
    """A button of another version ends with a sentence."""
    me.opens()
    (button,) = [element for element in elements(me.at_home()) if element["action_id"] == "share:off"]
    me.presses_at_home(
        {"blocks": [{"type": "actions", "elements": [{**button, "value": "home-U1 all"}]}]}, "Share nothing"
    )
    assert said_in(me.answered()) == "share_network takes names, count or off, not “all”."
    assert whylocked.show_sharing(ME).level == "count"


def test_the_three_questions_are_asked_in_a_form(me: Member):
    """The form opens from Home; what was filled in is answered by direct message, and Home shows where one stands."""
    me.opens()
    me.presses_at_home(me.at_home(), "Answer the questions")
    me.submits(me.opened(), account_type="basic", connections="12", photo="yes", skills="5")
    assert said_in(me.answered()).startswith("Saved: ")
    assert lines_of(me.at_home(2))[0] == "Where you stand"


@pytest.mark.usefixtures("known")
def test_a_form_that_opens_too_late_says_so(me: Member, slack: FakeSlack):
    """Where Slack lets the form not be opened in time, a direct message says what to do."""
    me.opens()
    slack.refuse("views.open", "expired_trigger_id")
    me.presses_at_home(me.at_home(), "Fill in the rest")
    assert said_in(me.answered()) == "Slack didn't let me open the form in time; press the button again."


@pytest.mark.usefixtures("known")
def test_only_ones_own_home_can_be_pressed(me: Member):
    """Whoever sends what stands on somebody else's Home is answered about themselves."""
    me.command("why can't I message Jane Doe?")
    me.opens()
    me.of("UEVE").presses_at_home(me.at_home(), "Check again")
    answer = me.answered()
    assert (answer["channel"], said_in(answer)) == ("UEVE", "That answer is too old to go on from; ask me again.")


# --- when it is published ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_home_follows_what_changes(me: Member):
    """A statement, wherever it is made, is on Home a moment later."""
    me.opens()
    me.at_home()
    me.command("set connections=212 photo=yes skills=5")
    assert lines_of(me.at_home(2))[1] == OPEN


def test_an_archive_that_comes_in_is_on_home(me: Member, slack: FakeSlack, tmp_path: Path):
    """Dropped into a direct message, it changes where somebody stands, and Home shows that without being opened."""
    me.opens()
    assert lines_of(me.at_home())[0] == "Why can't I message them?"
    files = archives.files_of_2026(connections=knows(JANE), profile=archives.profile(MARA))
    content = archives.write_zip(tmp_path / FILE_NAME, files).read_bytes()
    me.says("", subtype="file_share", files=[slack.file("F1", content, FILE_NAME)])
    assert "Policy 2026.1 · archive of 20 Nov 2026" in lines_of(me.at_home(2))


@pytest.mark.usefixtures("known")
def test_nobodys_home_is_published_unasked(me: Member, bot: SlackApp, slack: FakeSlack):
    """Somebody who never opened Home has none to keep up to date."""
    me.command("set connections=212")
    me.of("UBOB").opens()
    me.at_home()
    bot.desk.workers.stop()
    assert [call.body["user_id"] for call in slack.calls("views.publish")] == ["UBOB"]


@pytest.mark.usefixtures("known")
def test_the_same_is_not_published_again(me: Member, bot: SlackApp, slack: FakeSlack):
    """An answer that changes nothing on Home publishes nothing, nor does an opening where Slack shows it already."""
    me.opens()
    view = me.at_home()
    me.command("help")
    me.opens(view={**view, "id": "V1"})
    bot.desk.workers.stop()
    assert len(slack.calls("views.publish")) == 1


@pytest.mark.usefixtures("known")
def test_what_slack_does_not_show_is_published_again(me: Member):
    """An opening without a Home, after the app was installed anew, say, publishes even the same."""
    me.opens()
    me.at_home()
    me.opens()
    me.at_home(2)


@pytest.mark.usefixtures("known")
def test_many_changes_are_published_together(me: Member, bot: SlackApp, slack: FakeSlack, whylocked: Whylocked):
    """Whatever changes within a moment is on Home once, as it is at the end."""
    me.opens()
    me.at_home()
    bot.desk.homes.seconds_between = 0.3
    state(whylocked, connections=28)
    bot.desk.homes.changed(ME)
    state(whylocked, connections=29)
    for _ in range(10):
        bot.desk.homes.changed(ME)
    assert "✓ 29 connections (15 needed)" in lines_of(me.at_home(2))
    bot.desk.workers.stop()
    assert len(slack.calls("views.publish")) == 2


@pytest.mark.usefixtures("known")
def test_home_is_known_after_a_restart(me: Member, whylocked: Whylocked):
    """Whoever opened Home before the program was started again has it kept up to date all the same."""
    whylocked.overview.opened(ME, NOW)
    me.command("set connections=212")
    assert "✓ 212 connections (15 needed)" in lines_of(me.at_home())


@pytest.mark.usefixtures("known")
def test_somebody_forgotten_leaves_nothing_on_home(me: Member, bot: SlackApp, whylocked: Whylocked):
    """Forgotten by a command, even the first that the program hears, Home shows what it shows to anybody new."""
    whylocked.overview.opened(ME, NOW)
    me.command("forget me")
    me.command("yes, forget me")
    bot.desk.workers.stop()
    assert lines_of(me.at_home())[0] == "Why can't I message them?"


def test_another_tab_is_not_home(me: Member, bot: SlackApp, slack: FakeSlack):
    """Opening the messages, or what nobody knows yet, publishes nothing and is taken in."""
    assert [me.opens("messages").status, me.opens("about").status] == [200, 200]
    assert me.send_json(me.an_event({"type": "app_home_opened", "tab": "home"})).status == 200
    bot.desk.workers.stop()
    assert slack.calls("views.publish") == []


def test_too_busy_to_publish_slack_asks_again(me: Member, bot: SlackApp):
    """An opening that cannot be taken in is delivered again."""
    bot.desk.workers.stop()
    assert me.opens().status == 503


def test_a_store_out_of_reach_is_said_on_home(me: Member, store: Store):
    """Home is never empty: what is wrong stands there in one sentence."""
    store.path.write_bytes(b"no database at all, and longer than a header of one hundred bytes would be" * 4)
    me.opens()
    assert lines_of(me.at_home()) == ["My store is damaged; tell whoever runs me here."]


def test_whatever_goes_wrong_is_said_on_home(me: Member, monkeypatch: pytest.MonkeyPatch):
    """A mistake of the program ends with a sentence and a reference, too."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.replies.home.Layout.home", fails)
    me.opens()
    (line,) = lines_of(me.at_home())
    assert re.fullmatch(
        "I failed at that, and nothing was changed. Try again; if it stays, tell whoever runs me here: E-[0-9A-F]{6}.",
        line,
    )


# --- administrators ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_administrators_see_their_workspace(me: Member, slack: FakeSlack, store: Store, whylocked: Whylocked):
    """Who imported and of which day, verdicts in numbers, what is not set up; nobody's contacts, nobody's questions."""
    slack.user("UADA", "Ada", is_admin=True, team_id="T1")
    me.command("why can't I message Jane Doe?")
    me.command("no padlock")
    whylocked.ask(ME, unknown("Long Ago"), NOW - timedelta(days=31))
    me.of("UADA").opens()
    shown = lines_of(me.at_home())
    at = shown.index("For administrators")
    assert shown[at:] == [
        "For administrators",
        "Policy in force: 2026.1.",
        "Answers of the last 30 days: 1 locked, 0 not certain, 0 open.",
        "Where the policy said locked, members saw no padlock once. Often? Then its numbers may be too strict.",
        "2 people imported an archive:",
        "  @U1: archive of 20 Nov 2026",
        "  @UBOB: archive of 20 Nov 2026",
        "No appeal is open.",
        "Not set up yet: a channel for appeals and reviewers. Until then nobody here hears of an appeal.",
        "Everything you can do: /whylocked-admin help.",
    ]
    assert not [line for line in shown[at:] if "Jane" in line]
    for number in range(12):
        someone = Who("T1", f"UX{number}")
        whylocked.appealing.file(someone, Filing(STATEMENT, Case.BAN), NOW - timedelta(days=12 - number))
    whylocked.appealing.act("T1", 2, Action.ASK, "UREV", NOW, known_as=Role.ADMINISTRATOR, note="Who?")
    me.of("UADA").opens()
    shown = lines_of(me.at_home(2))
    at = shown.index("12 open appeals, the oldest first:")
    assert [shown[at + 1], shown[at + 2], shown[at + 10], shown[at + 11]] == [
        "  1, of @UX0: open for 12 days",
        "  2, of @UX1: open for 11 days, waits for the member's answer",
        "  10, of @UX9: open for 3 days",
        "  and 2 more",
    ]
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["UADA"], NOW)
        session.roles.set_bearers("T1", Office.REVIEWER, ["UREV"], NOW)
        session.roles.set("T1", REVIEW_CHANNEL, "CREV")
    me.of("UADA").opens()
    shown = lines_of(me.at_home(3))
    assert "Appeals are shown in @CREV and handled by @UREV." in shown
    assert "If something looks wrong, ask @UADA." in shown


def test_a_workspace_in_which_nobody_did_anything_yet(me: Member, store: Store):
    """An administrator who looks first is told what there is to set up."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    me.opens()
    shown = lines_of(me.at_home())
    assert shown[shown.index("For administrators") + 1 :] == [
        "Policy in force: 2026.1.",
        "Answers of the last 30 days: 0 locked, 0 not certain, 0 open.",
        "Nobody has imported an archive yet.",
        "No appeal is open.",
        "Not set up yet: a channel for appeals and reviewers. Until then nobody here hears of an appeal.",
        "Everything you can do: /whylocked-admin help.",
    ]


def test_administrators_see_their_own_numbers(me: Member, store: Store, whylocked: Whylocked):
    """Beside the version: each number that is the workspace's own, with what it would be otherwise; at most seven."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    whylocked.numbers.set("T1", {"message_volume.limit": 300, BASIC: 20}, "U1", NOW)
    me.opens()
    shown = lines_of(me.at_home())
    at = shown.index("Policy in force: 2026.1+T1.")
    assert shown[at + 1] == "Your workspace's own numbers: Basic 20 (default 15); limit 300 (default 500)."
    many = [path for path in whylocked.numbers.shown("T1").defaults if path.startswith("account_types")]
    wanted = {path: 40 + place for place, path in enumerate(many)} | {"shared_connections.minimum": 2}
    whylocked.numbers.set("T1", wanted, "U1", NOW)
    me.opens()
    shown = lines_of(me.at_home(2))
    assert shown[shown.index("Policy in force: 2026.1+T2.") + 1].endswith("; and 3 more.")


def test_administrators_see_what_is_wrong_with_the_channel(me: Member, store: Store):
    """Nobody is named, and the bot is not in the channel any more."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
        session.roles.set("T1", REVIEW_CHANNEL, "CREV")
        session.roles.set("T1", AWAY, NOW.isoformat())
    me.opens()
    shown = lines_of(me.at_home())
    assert shown[-3:-1] == [
        (
            "I couldn't post in @CREV since 20 Nov 2026, 12:00 UTC. "
            "Type there: /invite @Whylocked, or choose another channel."
        ),
        "Appeals are shown in @CREV; reviewers are not named yet, so administrators handle them.",
    ]


@pytest.mark.usefixtures("known")
def test_nobody_else_sees_the_workspace(me: Member, slack: FakeSlack):
    """A member who is none, somebody of another workspace and somebody of whom Slack does not tell see their own."""
    slack.user("U1", "Mara", team_id="T1")
    slack.user("UFAR", "Far Away", team_id="T2", is_admin=True)
    me.opens()
    me.of("UFAR").opens(user_team="T2")
    slack.refuse("users.info", "internal_error", times=None)
    me.of("UWHO").opens()
    me.at_home(3)
    for call in slack.calls("views.publish"):
        assert "For administrators" not in lines_of(call.body["view"])


@pytest.mark.usefixtures("known")
def test_an_administrator_no_more_sees_it_no_more(me: Member, store: Store):
    """What somebody may see is looked at whenever they open Home."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    me.opens()
    assert "For administrators" in lines_of(me.at_home())
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, [], NOW)
    me.opens()
    assert "For administrators" not in lines_of(me.at_home(2))


# --- whatever the data ------------------------------------------------------------------------------------------

HOSTILE = (
    "<!channel>",
    "*bold* _it_ `x`",
    "\u202eevil",
    "é" * 500,
    "a\nb\x00c",
    "😀" * 200,
    "&lt;&amp;",
    "   ",
    "名" * 300,
)


def test_a_home_fits_whatever_its_data(whylocked: Whylocked, store: Store, words: Words):
    """Hostile names, a long window, many importers and administrators: Slack takes it, with the chart and without."""
    keep(store, ME, whole_archive(messages=messages(*(ago(days / 3) for days in range(1, 1000)))))
    for number in range(2, 32):
        whylocked.ask(ME, unknown(HOSTILE[number % len(HOSTILE)] + str(number)), NOW + timedelta(minutes=number))
        keep(store, Who("T1", f"U{number}"), whole_archive(name=HOSTILE[number % len(HOSTILE)]))
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, [f"U{number}" for number in range(30)], NOW)
        session.roles.set_bearers("T1", Office.REVIEWER, [f"U{number}" for number in range(300)], NOW)
        session.roles.set("T1", REVIEW_CHANNEL, "C1")
    for number in range(30):
        with store.writing() as session:
            session.watches.begin(ME, person(HOSTILE[number % len(HOSTILE)] + f"w{number}"), ["profile"], NOW)
    policy = whylocked.policy
    volume = policy.message_volume.model_copy(update={"window_days": 366})
    long = policy.model_copy(update={"message_volume": volume})
    program = Whylocked(store, long, whylocked.ways, words)
    layout = Layout(Lines(long, load(BUILT_IN, "advice.toml", Advice), words), words, long, ("profile",))
    made = layout.home(program.overview.of(ME, NOW), "home-U1", program.overview.of_workspace("T1", NOW))
    assert [view_problems(made.view), view_problems(made.simpler)] == [[], []]
    (drawn,) = [block for block in made.view["blocks"] if block["type"] == "data_visualization"]
    series = drawn["chart"]["series"]
    labelled = [[point["label"] for point in one["data"]] for one in series]
    assert labelled == [drawn["chart"]["axis_config"]["categories"]] * 2
    assert len(labelled[0]) <= 20
    assert "   and 20 more people" not in labelled
