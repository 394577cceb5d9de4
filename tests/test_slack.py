"""What a person in Slack does and sees: commands, direct messages, mentions, buttons, menus, forms."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli import mara
from conftest import ME, NOW, archive, keep, state, tie
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member, labels, signature

from bot.conversation import PINNED_LIVES
from bot.policy import Policy
from bot.replies.actions import question
from bot.replies.limits import Surface, problems, view_problems
from bot.replies.model import Button, Form, Menu
from bot.settings import Settings, SlackSettings
from bot.slack_app import build
from bot.store import Store
from bot.understanding.assigned import assigned
from bot.understanding.cues import Cues
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words, load

WHY_JANE = "why can't I message Jane Doe?"
WHY_BOB = "why can't I message Bob Stone?"


@pytest.fixture
def known(tmp_path: Path) -> None:
    """ME is Mara of the specification: 12 connections, two skills, two Sam Lees; nothing stated of a photo."""
    mara(tmp_path)


def text_of(message: Mapping[str, Any]) -> list[str]:
    """The lines of a message's text; its blocks must be ones that Slack takes."""
    assert problems(blocks_of(message), Surface.MESSAGE) == []
    return str(message["text"]).split("\n")


def blocks_of(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a message as it was sent."""
    blocks = message["blocks"]
    return json.loads(blocks) if isinstance(blocks, str) else blocks


def profile_of(whylocked: Whylocked) -> dict[str, object]:
    """What is stored of ME's profile."""
    return {field: fact.value for field, fact in whylocked.show_profile(ME, NOW).items() if fact is not None}


# --- commands ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_a_command_is_answered_in_its_acknowledgement(me: Member, slack: FakeSlack):
    """The answer is the response itself, for its asker's eyes only, and nothing else goes out to Slack."""
    answer = me.command("jane doe").json
    assert answer["response_type"] == "ephemeral"
    assert text_of(answer)[0] == "Locked: 2 things stand in the way of a message to Jane Doe."
    assert labels(answer) == ["Yes, a padlock", "No padlock", "Fill in the rest", "How do I fix it?", "Check again"]
    assert [call.method for call in slack.calls()] == ["auth.test"]


@pytest.mark.parametrize("typed", ["", "help", "HELP!", "  "])
def test_help_shows_usage_by_example(me: Member, typed: str):
    """Nothing behind the command, or a call for help, is answered with examples that work in Slack."""
    told = me.command(typed).json["text"]
    assert "/whylocked" in told
    assert "why can't I message Jane Doe?" in told
    assert "whylocked import" not in told


@pytest.mark.parametrize("typed", ["what's for lunch", "tell me a joke", "write me a poem about spring"])
def test_what_is_not_for_the_bot_is_told_with_an_example(me: Member, typed: str):
    """Anything unknown gets one friendly line with an example."""
    (line,) = text_of(me.command(typed).json)
    assert "why can't I message Jane Doe?" in line


@pytest.mark.usefixtures("known")
def test_facts_are_stated_behind_the_command(me: Member, whylocked: Whylocked):
    """`set` saves through the one parser and shows what it changed in the verdict of the last answer."""
    me.command(WHY_JANE)
    told = text_of(me.command("set connections=212 photo=yes skills=5 account_type=sales_navigator").json)
    assert told[:3] == [
        (
            "Saved: connections 12 → 212; photo not known → yes; skills Excel, Purchasing → 5;"
            " plan Basic → Sales Navigator. (Wrong? Say undo.)"
        ),
        "That clears your number of connections and your profile.",
        "Open: I find nothing that locks a message to Jane Doe.",
    ]
    assert profile_of(whylocked)["connections"] == 212
    assert profile_of(whylocked)["account_type"] == "sales_navigator"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("set photo=maybe skills=5", "photo takes yes or no, not “maybe”."),
        ("set skills=5 plan=gold", "“gold” is no LinkedIn plan I know; use one of"),
        ("set skills=5 height=180", "There is no field “height”; the fields are name, url,"),
        ("set skills=5 connections=many", "connections takes a whole number from 0 to 30000, not “many”."),
    ],
)
def test_a_wrong_value_is_one_sentence_and_nothing_is_saved(me: Member, whylocked: Whylocked, typed: str, told: str):
    """One value that does not fit refuses the whole line, and names the field and what it takes."""
    before = profile_of(whylocked)
    (line,) = text_of(me.command(typed).json)
    assert line.startswith(told)
    assert profile_of(whylocked) == before


@pytest.mark.usefixtures("known")
def test_a_command_goes_on_with_the_last_answer_in_its_channel(me: Member):
    """A followup behind a command continues what was asked in the same channel, and only there."""
    me.command(WHY_JANE, channel="C1")
    assert "Bob Stone" in text_of(me.command("and Bob Stone?", channel="C1").json)[0]
    assert "Bob Stone" not in me.command("check again", channel="C2").json["text"]


@pytest.mark.usefixtures("known")
def test_a_mentioned_stranger_is_looked_up_and_answered_through_the_response_url(me: Member, slack: FakeSlack):
    """A line is acknowledged at once; who it is comes from Slack, and the answer follows for its asker alone."""
    slack.user("U77", "Bob Stone")
    assert text_of(me.command("can I message <@U77|bob>?").json) == ["Looking up who that is; the answer follows."]
    answer = me.responded()
    assert text_of(answer)[0] == "Locked: 2 things stand in the way of a message to Bob Stone."
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert slack.only("users.info").token == BOT_TOKEN


@pytest.mark.usefixtures("known")
def test_a_colleague_of_whom_nothing_is_stored_is_no_stranger_here(me: Member, slack: FakeSlack):
    """Who is mentioned is of the workspace, whatever is known of them."""
    slack.user("U77", "Ines Duarte")
    me.command("<@U77> locked?")
    assert text_of(me.responded())[1].startswith("Ines Duarte has told me nothing of their LinkedIn yet")


def test_a_stranger_whom_slack_does_not_name_is_asked_about(me: Member, slack: FakeSlack):
    """Without a name from Slack the answer asks for one; without the scope, too."""
    slack.refuse("users.info", "missing_scope", needed="users:read")
    me.command("<@U77> locked?")
    assert "I can't see who that is on LinkedIn." in me.responded()["text"]
    me.command("<@U78> locked?")
    assert "I can't see who that is on LinkedIn." in me.responded(2)["text"]


@pytest.mark.parametrize("name", ["photo=yes", "help", "<@U1>", "linkedin.com/in/jane-doe", "*bold* <!channel>"])
def test_what_somebody_calls_themselves_does_nothing(me: Member, slack: FakeSlack, whylocked: Whylocked, name: str):
    """A name from Slack is only ever a name: no command, no fact, no mention, no address."""
    slack.user("U77", name)
    state(whylocked, connections=40)
    before = profile_of(whylocked)
    me.command("can I message <@U77>?")
    told = me.responded()
    assert "<" not in told["text"]
    assert profile_of(whylocked) == before


@pytest.mark.usefixtures("known")
def test_a_known_colleague_needs_no_look_up(me: Member, slack: FakeSlack):
    """A member whom the store knows is answered about in the acknowledgement."""
    assert "Bob Stone" in text_of(me.command("<@UBOB> locked?").json)[0]
    assert slack.calls("users.info") == []


# --- direct messages --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_a_direct_message_is_answered_in_its_thread(me: Member):
    """The answer goes to the thread of the message, with nothing unfurled."""
    event = me.a_message(WHY_JANE)
    assert me.send_json(event).status == 200
    answer = me.answered()
    assert answer["thread_ts"] == event["event"]["ts"]  # type: ignore[index]
    assert (answer["channel"], answer["unfurl_links"], answer["unfurl_media"]) == (me.direct, False, False)
    assert text_of(answer)[0] == "Locked: 2 things stand in the way of a message to Jane Doe."


@pytest.mark.usefixtures("known")
def test_a_conversation_goes_on_in_its_thread_and_outside(me: Member):
    """A thread goes on with its own answer; a message outside of threads goes on with the last one anywhere."""
    me.says(WHY_JANE)
    jane = me.answered()["thread_ts"]
    me.says(WHY_BOB)
    me.answered(2)
    me.says("check again", thread=jane)
    assert "message to Jane Doe" in me.answered(3)["text"]
    assert me.answered(3)["thread_ts"] == jane
    me.says("check again")
    assert "message to Jane Doe" in me.answered(4)["text"]
    assert me.answered(4)["thread_ts"] not in {None, jane}


@pytest.mark.usefixtures("known")
def test_the_bots_question_is_answered_in_words(me: Member):
    """What it asks beneath buttons can be typed as well."""
    me.says(WHY_JANE)
    me.answered()
    me.says("no")
    assert me.answered(2)["text"].startswith("Noted: no padlock, so you can write to Jane Doe.")


@pytest.mark.usefixtures("known")
def test_a_mention_in_a_direct_message_is_looked_up(me: Member, slack: FakeSlack):
    """Who is mentioned is looked up before the one answer."""
    slack.user("U77", "Bob Stone")
    me.says("can I message <@U77>?")
    assert "Bob Stone" in text_of(me.answered())[0]


# --- mentions ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("thread", [None, "1795176000.000001"])
def test_a_mention_is_answered_for_its_authors_eyes(me: Member, slack: FakeSlack, thread: str | None):
    """The answer is ephemeral, in the channel and in the thread where it was asked; nothing is posted."""
    me.mentions(WHY_JANE, thread=thread)
    answer = me.whispered()
    assert (answer["channel"], answer["user"], answer.get("thread_ts")) == ("C1", me.user, thread)
    assert text_of(answer)[0] == "Locked: 2 things stand in the way of a message to Jane Doe."
    assert slack.calls("chat.postMessage") == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("error", ["user_not_in_channel", "not_in_channel", "channel_not_found"])
def test_where_nothing_ephemeral_can_be_shown_a_direct_message_is_sent(me: Member, slack: FakeSlack, error: str):
    """An answer that cannot be shown in its channel still reaches its asker, and nobody else."""
    slack.refuse("chat.postEphemeral", error)
    me.mentions(WHY_JANE)
    assert me.answered()["channel"] == me.user
    me.says("how do I fix it?")
    assert text_of(me.answered(2))[0].startswith("Locked")
    assert "message to Jane Doe" in text_of(me.answered(2))[0]


# --- first use --------------------------------------------------------------------------------------------------


def test_first_use_asks_three_short_questions(me: Member):
    """Somebody of whom nothing is known gets one form, one line to type, and the way to import; not six unknowns."""
    answer = me.command(WHY_JANE).json
    told = text_of(answer)
    assert told[0] == "I don't know your LinkedIn account yet, so I can't say what locks a message to Jane Doe."
    assert labels(answer) == ["Answer the questions"]
    assert told[-2].startswith("Or later with your LinkedIn archive")
    assert len(told) == 5


def test_first_use_is_answered_by_its_form(me: Member, whylocked: Whylocked):
    """The form is one that Slack takes; sent, it is stated, and the first answer stands in the question's place."""
    asked = me.command(WHY_JANE).json
    me.presses(asked, "Answer the questions")
    view = me.opened()
    assert view_problems(view) == []
    assert [block["block_id"] for block in view["blocks"]] == ["account_type", "connections", "photo", "skills"]
    sent = me.submits(view, account_type="basic", connections="9", photo="yes", skills="5")
    assert (sent.status, sent.body) == (200, "")
    answer = me.responded()
    assert answer["replace_original"] is True
    assert text_of(answer)[:2] == [
        (
            "Saved: plan not known → Basic; connections not known → 9; photo not known → yes;"
            " skills not known → 5. (Wrong? Say undo.)"
        ),
        "Locked: one thing stands in the way of a message to Jane Doe.",
    ]
    assert profile_of(whylocked)["photo"] is True


def test_first_use_is_answered_in_one_line(me: Member):
    """The line that the question shows works as it is shown."""
    me.says(WHY_JANE)
    me.answered()
    me.says("Basic, 212 connections, photo yes, 5 skills")
    assert me.answered(2)["text"].startswith("Saved: plan not known → Basic; connections not known → 212;")


# --- buttons and menus ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", Words(BUILT_IN).questions)
def test_every_answer_to_press_is_one_to_type(ask: str, words: Words, policy: Policy):
    """Each button, each option and each form of a question states exactly one value that fits its field."""
    cues = load(BUILT_IN, "understanding.toml", Cues)
    actions = list(question(ask, "Jane Doe", words, policy))
    assert actions
    for action in actions:
        match action:
            case Form(_, fields, _):
                assert fields
            case Menu(_, options):
                assert [len(assigned(option.says, cues)) for option in options] == [1] * len(options)
            case Button(_, says):
                assert len(assigned(says, cues)) == 1


@pytest.mark.usefixtures("known")
def test_a_button_answers_in_place(me: Member, whylocked: Whylocked):
    """Pressing "No padlock" is stored with the diagnosis, and takes the place of the answer it stood beneath."""
    me.presses(me.command(WHY_JANE).json, "No padlock")
    answer = me.responded()
    assert answer["replace_original"] is True
    told = text_of(answer)
    assert told[0].startswith("Noted: no padlock, so you can write to Jane Doe. I count it for your administrators")
    assert told[1].startswith("By the policy locked (2 things stand in the way of a message to Jane Doe)")
    assert labels(answer) == ["How do I fix it?", "Undo"]
    with whylocked.store.reading() as session:
        assert session.health.look().padlocks_missing == 1


@pytest.mark.usefixtures("known")
def test_which_of_two_is_picked_by_a_button(me: Member):
    """Two of one name stand on two buttons; each asks about the one that it names."""
    which = me.command("sam lee").json
    first, second = labels(which)
    assert (first, second) == ("1. Sam Lee: Acme", "2. Sam Lee: Globex")
    me.presses(which, second)
    assert "since 21 Sep 2026" in me.responded()["text"]
    me.presses(which, first)
    assert "since 22 Aug 2026" in me.responded(2)["text"]


def test_which_of_many_is_picked_from_a_menu(me: Member, store: Store, whylocked: Whylocked):
    """More persons of one name than fit on buttons stand in a menu."""
    state(whylocked, account_type="basic")
    sams = [
        tie("Sam Lee", f"https://www.linkedin.com/in/sam-{number}", company=f"Firm {number}") for number in range(9)
    ]
    keep(store, ME, archive(connections=sams))
    which = me.command("sam lee").json
    assert len(labels(which)) == 9
    me.presses(which, "8. Sam Lee: Firm 7")
    assert "message to Sam Lee" in me.responded()["text"]


@pytest.mark.usefixtures("known")
def test_how_do_i_fix_it_follows_below(me: Member):
    """Beneath a private answer the plan follows as a private message; in a direct message, in the same thread."""
    me.presses(me.command(WHY_JANE).json, "How do I fix it?")
    assert me.responded()["replace_original"] is False
    assert "clears your number of connections" in me.responded()["text"]
    me.says(WHY_JANE)
    asked = me.answered()
    me.presses(asked, "How do I fix it?")
    assert "clears your number of connections" in me.answered(2)["text"]
    assert me.answered(2)["thread_ts"] == asked["thread_ts"]


@pytest.mark.usefixtures("known")
def test_check_again_shows_what_has_changed(me: Member):
    """The same question on what is known now, in the place of the answer before."""
    asked = me.command(WHY_JANE).json
    me.command("set connections=212 skills=5 photo=yes", channel="C9")
    me.presses(asked, "Check again")
    assert text_of(me.responded())[:2] == [
        "Checked again, 20 Nov 2026, 12:00 UTC:",
        "Open: I find nothing that locks a message to Jane Doe.",
    ]


@pytest.mark.usefixtures("known")
def test_typing_goes_on_from_what_was_pressed(me: Member):
    """After a pick by button, "how do I fix it?" in the thread is about the person picked."""
    me.says("sam lee")
    which = me.answered()
    me.presses(which, labels(which)[1])
    me.responded()
    me.says("how do I fix it?", thread=which["thread_ts"])
    assert "Sam Lee" in me.answered(2)["text"]


@pytest.mark.usefixtures("known")
def test_a_number_is_asked_for_in_a_form(me: Member):
    """A number beyond the buttons is typed into a form that names the person, and is stated of that person."""
    me.command("set photo=yes position=yes connections=400 skills=5 education=1 account_type=basic messages=3")
    asked = me.command("why can't I message Zora Quist?").json
    assert labels(asked)[:2] == ["None", "Type the number"]
    me.presses(asked, "Type the number")
    view = me.opened()
    assert view["blocks"][0]["label"]["text"].startswith("Open Zora Quist's LinkedIn profile")
    me.submits(view, shared="14")
    assert text_of(me.responded())[0] == (
        "Saved: connections shared with Zora Quist not known → 14. (Wrong? Say undo.)"
    )


@pytest.mark.usefixtures("known")
def test_what_does_not_fit_is_told_under_its_field(me: Member, whylocked: Whylocked):
    """A form with a wrong value stays open with the sentence where it belongs, and nothing is saved."""
    before = profile_of(whylocked)
    other = me.of("UNEW")
    other.presses(other.command(WHY_JANE).json, "Answer the questions")
    view = other.opened()
    refused = other.submits(view, account_type="basic", connections="99999", photo="yes")
    assert refused.json == {
        "response_action": "errors",
        "errors": {"connections": "connections takes a whole number from 0 to 30000, not “99999”."},
    }
    assert other.submits(view).json["errors"] == {"account_type": "Fill in at least one of them."}
    assert profile_of(whylocked) == before


@pytest.mark.usefixtures("known")
def test_a_press_that_fails_changes_nothing_and_can_be_repeated(me: Member, store: Store):
    """While the store is out of reach the answer stays, a sentence follows it, and the button works afterwards."""
    asked = me.command(WHY_JANE).json
    aside = store.path.with_suffix(".aside")
    store.path.rename(aside)
    store.path.mkdir()
    me.presses(asked, "Check again")
    answer = me.responded()
    assert answer["replace_original"] is False
    assert text_of(answer) == ["My store cannot be opened; tell whoever runs me here."]
    store.path.rmdir()
    aside.rename(store.path)
    me.presses(asked, "Check again")
    assert me.responded(2)["replace_original"] is True


@pytest.mark.usefixtures("known")
def test_a_press_that_could_not_be_answered_can_be_repeated(me: Member, store: Store):
    """What goes wrong behind a press that was taken in takes the press back."""
    asked = me.command(WHY_JANE).json
    gate = threading.Event()
    me.app.desk.workers.submit(ME, lambda: bool(gate.wait(5)) or None)
    me.presses(asked, "Check again")
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("ALTER TABLE diagnoses RENAME TO aside")
        gate.set()
        answer = me.responded()
        assert answer["replace_original"] is False
        assert "E-" in answer["text"]
        db.execute("ALTER TABLE aside RENAME TO diagnoses")
    me.presses(asked, "Check again")
    assert me.responded(2)["replace_original"] is True


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("error", ["expired_url", "used_url"])
def test_where_slack_no_longer_lets_it_be_changed_a_direct_message_is_sent(me: Member, slack: FakeSlack, error: str):
    """An answer whose place is gone reaches its asker all the same."""
    asked = me.command(WHY_JANE).json
    press = me.a_press(asked, "Check again")
    slack.answer(str(press["response_url"]).removeprefix(slack.url), 404, error)
    me.send_payload(press)
    assert me.answered()["channel"] == me.user


class Watch:
    """A clock that moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def moving(slack: FakeSlack, store: Store, watch: Watch) -> Iterator[Member]:
    """ME at a bot that goes by the watch."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    app = build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens), watch)
    yield Member(app, slack, ME.user, ME.team)
    app.stop()


@pytest.mark.usefixtures("known")
def test_a_button_works_for_a_month(moving: Member, watch: Watch):
    """To the last day what is pressed goes on from its answer; after it a sentence says what to do."""
    me = moving
    first, second = me.command(WHY_JANE).json, me.command(WHY_BOB).json
    watch.now = NOW + PINNED_LIVES - timedelta(seconds=1)
    me.presses(first, "Check again")
    assert "message to Jane Doe" in me.responded()["text"]
    watch.now = NOW + PINNED_LIVES
    me.presses(second, "Check again")
    answer = me.responded(2)
    assert text_of(answer) == ["That answer is too old to go on from; ask me again."]
    assert answer["replace_original"] is False


# --- what reviewers found ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_a_button_that_stays_can_be_pressed_again_later(moving: Member, watch: Watch, slack: FakeSlack):
    """A double click on "How do I fix it?" is one; ten seconds later it is another press, with another answer."""
    asked = moving.command(WHY_JANE).json
    for seconds in (0, 9, 10):
        watch.now = NOW + timedelta(seconds=seconds)
        moving.presses(asked, "How do I fix it?")
    moving.responded(2)
    moving.app.stop()
    assert len([call for call in slack.calls() if call.method.startswith("/response/")]) == 2


@pytest.mark.usefixtures("known")
def test_a_press_whose_answer_slack_does_not_take_can_be_repeated(me: Member, slack: FakeSlack):
    """Where neither the place nor a direct message takes the answer, the press is taken back."""
    asked = me.command(WHY_JANE).json
    press = me.a_press(asked, "Check again")
    slack.answer(str(press["response_url"]).removeprefix(slack.url), 403, "no", times=None)
    slack.refuse("chat.postMessage", "restricted_action")
    me.send_payload(press)
    slack.wait_for("chat.postMessage")
    me.says("help")  # behind it in the same lane
    me.answered(2)
    me.presses(asked, "Check again")
    assert me.responded(3)["replace_original"] is True


@pytest.mark.usefixtures("known")
def test_an_answer_that_was_to_follow_comes_by_direct_message_where_its_place_is_gone(me: Member, slack: FakeSlack):
    """What was promised comes."""
    slack.user("U77", "Bob Stone")
    command = me.a_command("can I message <@U77>?")
    slack.answer(str(command["response_url"]).removeprefix(slack.url), 404, "expired_url")
    me.send_form(command)
    assert "Bob Stone" in me.answered()["text"]
    assert me.answered()["channel"] == me.user


@pytest.mark.usefixtures("known")
def test_a_fact_without_a_question_before_it_shows_what_it_does_to_the_own_account(me: Member):
    """Where nobody was asked about, what is stated is checked for every message."""
    told = text_of(me.command("set connections=9").json)
    assert told[:3] == [
        "Saved: connections 12 → 9. (Wrong? Say undo.)",
        "That changes what I know of your number of connections, not the verdict.",
        "Locked: 2 things stand in the way of every message you send.",
    ]


@pytest.mark.usefixtures("known")
def test_of_nobody_no_padlock_is_asked_about(me: Member):
    """A padlock is beside one person: where nobody is named there is none to ask about."""
    answer = me.command("set connections=400 skills=5 photo=yes").json
    assert answer["text"].splitlines()[2].startswith("Open: I find nothing that locks your messages.")
    assert labels(answer) == ["Undo"]
    assert "padlock" not in answer["text"]


@pytest.mark.usefixtures("known")
def test_the_same_fact_again_changes_nothing(me: Member):
    """What is known already is saved again, and it is said that it changes nothing."""
    me.command("set connections=9")
    assert text_of(me.command("set connections=9").json)[1] == "That changes nothing in the verdict."


def test_a_stated_number_that_comes_near_the_limit_is_warned_of(me: Member, whylocked: Whylocked):
    """What a statement brings near a lock is said with it."""
    state(whylocked, account_type="basic", connections=400, photo="yes", position="yes", skills=5, education=1)
    state(whylocked, completeness=90)
    assert any(line.startswith("! Careful: you sent 499") for line in text_of(me.command("set messages=499").json))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("typed", ["set", "set foo", "set photo", "set up photo", "Set connections"])
def test_a_set_without_a_value_shows_usage(me: Member, whylocked: Whylocked, typed: str):
    """Nothing is guessed, nothing is saved, and an example follows."""
    before = profile_of(whylocked)
    me.command(WHY_JANE)
    assert "Sales Nav, 212 connections, photo yes" in me.command(typed).json["text"]
    assert profile_of(whylocked) == before


def test_a_long_value_is_refused_as_one(me: Member):
    """However long a value is, it is the value of its field."""
    (told,) = text_of(me.command("set name=" + "N" * 12_000).json)
    assert told == "name takes at most 200 characters; shorten it."


@pytest.mark.usefixtures("known")
def test_of_several_persons_no_padlock_is_asked_about(me: Member):
    """A padlock belongs to one person: of several neither a button nor a word is taken for one of them."""
    asked = me.command("why can't I message Jane Doe and Bob Stone?").json
    assert [label for label in labels(asked) if "padlock" in label.casefold()] == []
    assert "padlock" not in asked["text"].casefold()
    assert me.command("padlock=no").json["text"].startswith("There is no answer of mine that this could be about")


@pytest.mark.usefixtures("known")
def test_a_thread_that_began_with_a_misunderstanding_goes_on(me: Member):
    """Below "I didn't get that" the answer still answers the question."""
    me.says(WHY_JANE)
    me.answered()
    event = me.a_message("the cat sat on the mat")
    me.send_json(event)
    assert me.answered(2)["text"].startswith("I didn't get that.")
    me.says("no", thread=event["event"]["ts"])  # type: ignore[index]
    assert me.answered(3)["text"].startswith("Noted: no padlock")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("field", ["user_team", "source_team", "team"])
def test_somebody_of_another_workspace_learns_nothing_of_this_one(me: Member, field: str):
    """In a channel that two share, only a colleague finds by name whom a colleague's network holds."""
    me.of("UIN").mentions("can i message jane?")
    assert "message to Jane Doe" in me.whispered()["text"]
    event = me.of("UEXT").a_mention("can i message jane?", **{field: "T2"})
    me.send_json(event | {"is_ext_shared_channel": True})
    assert "message to Jane Doe" not in me.whispered(2)["text"]


@pytest.mark.usefixtures("known")
def test_what_is_not_known_to_be_a_direct_message_is_never_posted(me: Member, slack: FakeSlack):
    """Without Slack's word that an answer is private, what follows it in a channel is private all the same."""
    asked = me.command(WHY_JANE).json
    press = me.a_press(asked, "How do I fix it?")
    del press["container"]["is_ephemeral"]  # type: ignore[attr-defined]
    me.send_payload(press)
    assert me.responded()["response_type"] == "ephemeral"
    assert slack.calls("chat.postMessage") == []


@pytest.mark.usefixtures("known")
def test_an_archive_in_a_channel_is_not_read(me: Member, slack: FakeSlack):
    """Everybody there can open it: its author is asked to delete it and to drop it into a direct message."""
    file = slack.file("F1", b"PK", "Basic_LinkedInDataExport_11-20-2026.zip")
    me.mentions("here is my archive", files=[file], subtype="file_share")
    assert me.whispered()["text"].startswith("Delete that file here:")
    assert slack.calls("/files/F1") == []


@pytest.mark.usefixtures("known")
def test_the_rest_is_filled_in_by_a_form(me: Member):
    """What the checks still lack is asked for in one form; left empty it stays open."""
    asked = me.command(WHY_JANE).json
    me.presses(asked, "Fill in the rest")
    view = me.opened()
    assert view_problems(view) == []
    assert [block["block_id"] for block in view["blocks"]] == ["photo", "completeness"]
    me.submits(view, photo="yes")
    assert text_of(me.responded())[0] == "Saved: photo not known → yes. (Wrong? Say undo.)"


@pytest.mark.usefixtures("known", "impatient")
def test_a_busy_store_delays_an_answer_and_never_a_response(me: Member, store: Store):
    """While somebody else writes, a command says that its answer follows, and it follows."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert "the answer follows in a moment" in me.command(WHY_JANE).json["text"]
        db.execute("ROLLBACK")
    assert text_of(me.responded())[0].endswith("message to Jane Doe.")


@pytest.mark.usefixtures("known", "impatient")
def test_a_press_in_a_busy_time_is_answered_later(me: Member, store: Store):
    """Slack sends a press once, so it is taken in though the store cannot mark it."""
    asked = me.command(WHY_JANE).json
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert me.presses(asked, "Check again").status == 200
        db.execute("ROLLBACK")
    assert me.responded()["replace_original"] is True


@pytest.mark.usefixtures("known", "impatient")
def test_an_event_that_cannot_be_marked_comes_again(me: Member, slack: FakeSlack, store: Store):
    """What a busy store cannot mark is not taken in, so that it is neither lost nor answered twice."""
    event = me.a_message(WHY_JANE)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert me.send_json(event).status == 503
        db.execute("ROLLBACK")
    assert me.send_json(event).status == 200
    assert me.answered()["text"].startswith("Locked")
    assert len(slack.calls("chat.postMessage")) == 1


def test_what_was_not_taken_in_may_come_again_at_once(me: Member, slack: FakeSlack, store: Store):
    """Slack's first repetition comes in the same second, and then it is signed alike."""
    body = json.dumps(me.a_message(WHY_JANE)).encode()
    signed = signature(body, me.secret)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert me.send(body, "application/json", **signed).status == 503
        db.execute("ROLLBACK")
    assert [me.send(body, "application/json", **signed).status for _ in range(2)] == [200, 401]
    assert len(slack.wait_for("chat.postMessage")) == 1
