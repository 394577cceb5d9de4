"""Administrators and the policy's numbers: typed behind /whylocked-admin, in a form, and on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli import Desk, run
from conftest import ME, NOW
from fake_slack import FakeSlack
from signed import Member, labels, said_in

from bot.app import App, compose
from bot.errors import UserError
from bot.replies.limits import view_problems
from bot.settings import Settings
from bot.slack_app import SlackApp
from bot.store import Store
from bot.store.roles import Office
from bot.words import BUILT_IN

LIMIT = "message_volume.limit"
SKILLS = "profile.requirements.skills.minimum"
BASIC = "account_types.basic.connections_needed"
SHORTEST, LONGEST = "appeals.statement_minimum", "appeals.statement_maximum"


@pytest.fixture
def app(store: Store) -> App:
    return compose(Settings(store.path, BUILT_IN, default_db=False), in_slack=True)


def typed(app: App, text: str) -> str:
    """What an administrator reads after typing something, be it an answer or what is wrong."""
    try:
        return app.administration.heard(ME, f"policy {text}", NOW).text
    except UserError as error:
        return app.words.say(f"errors.{error.code}", **error.fields)


def own(app: App, team: str = "T1") -> dict[str, int]:
    return dict(app.whylocked.numbers.shown(team).now.numbers)


# Typed


def test_all_numbers_are_shown(app: App):
    """Every number with what it is about, the workspace's own ones with their default, and what can be typed."""
    assert typed(app, "") == (
        "Policy of this workspace, 2026.1: every number as it comes.\n"
        "Connections needed: Basic 15; Premium, Premium Career, Premium Business and Sales Navigator 30; Recruiter "
        "Lite, Recruiter Professional and Recruiter Corporate 25.\n"
        "Profile: photo 1; current position 1; skills 3; schools 1; complete to 50 %.\n"
        "Shared connections needed: 1.\n"
        "Messages: limit 500; within 7 days; warning from 80 % on; copies from 20 characters on.\n"
        "Asking again: archives are old after 30 days; facts are asked again after 180 days.\n"
        "Appeals: statements from 50 characters; to 3000 characters; reviewers reminded after 3 days; again after "
        "7 days; “still locked” offered for 14 days.\n"
        "Messages that wait for Slack: given up after 14 days.\n"
        "Waiting for somebody: at most 10 people a member; looked at again after 60 minutes.\n"
        "Change: /whylocked-admin policy limit=300 skills=5. Put back: policy reset limit. Who did what: policy "
        "history."
    )
    typed(app, "limit 300, Sales Navigator 45")
    shown = typed(app, "").splitlines()
    assert shown[0] == "Policy of this workspace, 2026.1+T1: 2 numbers are its own, since 20 Nov 2026, 12:00 UTC."
    assert shown[1].startswith(
        "Connections needed: Basic 15; Premium, Premium Career and Premium Business 30; Sales Navigator 45 (default "
    )
    assert shown[4].startswith("Messages: limit 300 (default 500); within 7 days;")
    assert len(shown) <= 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("limit 300", {LIMIT: 300}),
        ("Limit = 300", {LIMIT: 300}),
        ("set the message limit to 300.", {LIMIT: 300}),
        ("limit: 1,000", {LIMIT: 1000}),
        ("message_volume.limit=300", {LIMIT: 300}),
        ("connections for Basic = 20", {BASIC: 20}),
        ("basic connections 20", {BASIC: 20}),
        ("free 20", {BASIC: 20}),
        ("limit 300 skills=5", {LIMIT: 300, SKILLS: 5}),
        ("limit 300,skills 5; Basic: 20", {LIMIT: 300, SKILLS: 5, BASIC: 20}),
        ("limit 300 messages and 7 skills", {}),
        ("limit 300 messages and skills 5", {LIMIT: 300, SKILLS: 5}),
        (
            "window 14 days, completeness 60%",
            {
                "message_volume.window_days": 14,
                "profile.requirements.completeness.minimum": 60,
            },
        ),
        ("limit=300, limit 300", {LIMIT: 300}),
        ("statement minimum 200 and statement maximum 900", {SHORTEST: 200, LONGEST: 900}),
        ("limit=500", {}),
    ],
)
def test_ways_to_type_a_change(text: str, expected: dict[str, int], app: App):
    """Numbers by their names, plans' names and places in the file, one or several at once."""
    typed(app, text)
    assert own(app) == expected


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("limit 0", "“message limit” (message_volume.limit) takes a whole number from 1 to 1000000, not 0."),
        ("limit=-3", "“message limit” (message_volume.limit) takes a whole number from 1 to 1000000, not -3."),
        ("limit 1.5", "“message limit” (message_volume.limit) takes a whole number, not “1.5”; nothing was changed."),
        ("limit=lots", "“message limit” (message_volume.limit) takes a whole number, not “lots”; nothing was changed."),
        ("limit lots", "“message limit” (message_volume.limit) takes a whole number, not “lots”; nothing was changed."),
        (
            "limit " + "9" * 5000,
            (
                "“message limit” (message_volume.limit) takes a whole number, not "
                "“9999999999999999999999999999999999999999”; nothing was changed."
            ),
        ),
        ("photo 2", "“photo” (profile.requirements.photo.minimum) takes a whole number from 0 to 1, not 2."),
        ("skills 5, limit 0", "“message limit” (message_volume.limit) takes a whole number from 1 to 1000000, not 0."),
        ("skills 5, limit", "No number is given for “limit”, so nothing was changed; write it like limit=300."),
        (
            "limit 300 limit 400",
            (
                "“message limit” (message_volume.limit) is given twice with different numbers, so "
                "nothing was changed; give it once."
            ),
        ),
        (
            "connections 20",
            (
                "Which number do you mean by “connections”? There is, for example: connections for Basic, "
                "connections for Premium, connections for Premium Career, connections for Premium Business."
            ),
        ),
        (
            "speed 20",
            (
                "The policy has no number “speed” that you could change; look at all of them, and take a "
                "name from there."
            ),
        ),
        (
            "<!channel> *limit*",
            (
                "The policy has no number “<!channel> *limit*” that you could change; look at all of "
                "them, and take a name from there."
            ),
        ),
        (
            "inmail 20",
            (
                "The policy has no number “inmail” that you could change; look at all of them, and take a name "
                "from there."
            ),
        ),
        (
            "statement minimum 4000",
            (
                "“shortest statement of an appeal” (appeals.statement_minimum) does not fit the "
                "rest of the policy: statement_minimum: it is more than statement_maximum."
            ),
        ),
        ("back soon", "“soon” is no version; write it like T2."),
        ("back to T9", "There is no version T9 here, the newest is T0; look at the history for all of them."),
        (
            "reset speed",
            (
                "The policy has no number “speed” that you could change; look at all of them, and take a name "
                "from there."
            ),
        ),
    ],
)
def test_what_does_not_fit_is_one_sentence(text: str, answer: str, app: App):
    """It names the number and what would fit, and nothing is changed, of several none."""
    assert typed(app, text) == answer
    assert (own(app), app.whylocked.numbers.kept("T1")) == ({}, None)


def test_a_name_alone_shows_the_number(app: App):
    """Whoever names a number without giving one reads what it is, and how to change it."""
    typed(app, "limit 300")
    change = "To change it, type: /whylocked-admin policy {0}=20, with your number."
    assert typed(app, "limit") == (
        "By policy 2026.1+T1: message limit 300 (default 500). " + change.format("message limit")
    )
    assert typed(app, "Sales Nav") == (
        "By policy 2026.1+T1: connections for Sales Navigator 30. " + change.format("connections for Sales Navigator")
    )


def test_a_receipt_says_what_changed_and_how_to_go_back(app: App):
    """Before and after, from when on it counts, what there is to know, and the way back."""
    assert typed(app, "limit 300, copies 30") == (
        "Changed for this workspace: message limit 500 → 300, characters from which on a text counts as copied 20 → "
        "30.\n"
        "Answers count it from now on, as policy 2026.1+T1; those already given keep their version.\n"
        "Copies are told by the new length in archives that are imported from now on.\n"
        "Wrong? Type /whylocked-admin policy undo."
    )
    assert typed(app, "limit 300") == "That is so already, so nothing was changed (policy 2026.1+T1)."
    assert typed(app, "undo").startswith("Changed for this workspace: message limit 300 → 500,")
    assert typed(app, "undo").startswith("Changed for this workspace: message limit 500 → 300,")


def test_undo_and_back(app: App):
    """Undo takes the newest change back; any version can be had again by its number, however it is written."""
    for limit in (300, 200, 100):
        typed(app, f"limit {limit}")
    typed(app, "undo")
    assert own(app) == {LIMIT: 200}
    for text, limit in (("back to T1", 300), ("back 3", 100), ("back to version 2", 200)):
        typed(app, text)
        assert own(app) == {LIMIT: limit}
    typed(app, "back to T0")
    assert own(app) == {}


def test_reset_of_some_and_of_all(app: App):
    """Those that are named go back to the file, or all of them; a default can be given as a number, too."""
    typed(app, "limit 300, skills 5, basic 20, photo 0")
    assert typed(app, "reset limit and skills").startswith(
        "Changed for this workspace: skills 5 → 3, message limit 300 → 500.\n"
    )
    typed(app, "photo=default")
    assert own(app) == {BASIC: 20}
    typed(app, "reset all")
    assert typed(app, "").startswith("Policy of this workspace, 2026.1: every number as it comes, since ")
    assert typed(app, "reset").startswith("That is so already")


def test_many_changes_at_once_are_listed(app: App):
    """More than three changes stand in a line each, and of very many the rest is counted."""
    plans = "basic 1, premium 2, premium career 3, premium business 4, sales nav 5, recruiter lite 6"
    typed(app, f"{plans}, skills 7, limit 8, copies 9")
    told = typed(app, "reset").splitlines()
    assert told[:3] == [
        "Changed for this workspace, 9 numbers:",
        "   • connections for Basic 1 → 15",
        "   • connections for Premium 2 → 30",
    ]
    assert told[8] == "And 2 more."
    assert len(told) == 12


def test_the_history(app: App):
    """Who changed what, the newest first; of many versions the newest, and how many there are besides."""
    assert typed(app, "history") == "Nothing was ever changed here: every number is as it comes."
    typed(app, "limit 300")
    assert typed(app, "history") == (
        "What was changed of the policy here, the newest first:\n"
        "T1, 20 Nov 2026, 12:00 UTC, by @U1: message limit default → 300.\n"
        "Wrong? Type /whylocked-admin policy undo."
    )
    app.whylocked.numbers.set("T1", {LIMIT: None, SKILLS: 4, BASIC: 5, SHORTEST: 60}, "command line", NOW)
    with app.whylocked.store.writing() as session:
        session.audit.rename(ME, "gone-1")
    assert typed(app, "history").splitlines()[1:] == [
        (
            "T2, 20 Nov 2026, 12:00 UTC, by whoever runs me: message limit 300 → default, skills default → 4, "
            "connections for Basic default → 5 and 1 more."
        ),
        "T1, 20 Nov 2026, 12:00 UTC, by somebody who has left: message limit default → 300.",
        "To have one of them again, type: /whylocked-admin policy back to T1.",
    ]
    for limit in range(1, 9):
        typed(app, f"limit {limit}")
    told = typed(app, "history").splitlines()
    assert (len(told), told[-2]) == (11, "And 2 more.")
    assert told[-1] == "To have one of them again, type: /whylocked-admin policy back to T3."


def test_a_number_left_out_is_named_and_can_be_reset(app: App, store: Store):
    """Administrators read which of their numbers is not in force and why, and can be rid of it."""
    with store.writing() as session:
        session.own_numbers.add("T1", {"gone.number": 3, SKILLS: 200, SHORTEST: 4000, LIMIT: 300}, NOW)
    told = typed(app, "").splitlines()
    assert told[0].startswith("Policy of this workspace, 2026.1+T1: 1 number is its own")
    assert told[1:4] == [
        "Not in force any more is this workspace's own gone.number: the policy has no such number now; reset it.",
        (
            f"Not in force any more is this workspace's own “skills” ({SKILLS}): the policy takes 0 to 100 now, "
            "and this is 200; give it another number, or reset it."
        ),
        (
            f"Not in force any more is this workspace's own “shortest statement of an appeal” ({SHORTEST}): it does "
            "not fit the rest of the policy (statement_minimum: it is more than statement_maximum); give it another "
            "number, or reset it."
        ),
    ]
    assert typed(app, "reset gone.number").startswith(
        "Changed for this workspace: gone.number, which was not in force any more, is gone.\n"
    )
    typed(app, "reset")
    assert app.whylocked.numbers.kept("T1") == (3, "{}")
    assert audited(app)[-1] == ("   • 20 Nov 2026, 12:00 UTC: @U1 took gone.number away, which was in force no more.")


def audited(app: App) -> list[str]:
    """The audit as administrators read it, its head and its foot left out."""
    return app.administration.heard(ME, "audit", NOW).text.splitlines()[1:-1]


def test_the_audit_tells_of_numbers(app: App):
    """Who changed which number from what to what, under which version."""
    typed(app, "limit 300")
    typed(app, "reset")
    assert audited(app) == [
        "   • 20 Nov 2026, 12:00 UTC: @U1 changed message limit from 300 to 500 (policy 2026.1).",
        "   • 20 Nov 2026, 12:00 UTC: @U1 changed message limit from 500 to 300 (policy 2026.1+T1).",
    ]


# In Slack


@pytest.fixture
def admin(me: Member, store: Store) -> Member:
    """Somebody who is listed as an administrator."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    return me


def numbers_of(member: Member) -> dict[str, Any]:
    """The message with the numbers that an administrator gets."""
    before = len([call for call in member.slack.calls() if call.method.startswith("/response/")])
    assert member.command("policy", command="/whylocked-admin").status == 200
    return member.responded(before + 1)


def test_the_form_shows_every_number(admin: Member, bot: SlackApp):
    """The button beneath the numbers opens a form that Slack takes, with each number as it is, and its bounds."""
    bot.desk.app.whylocked.numbers.set("T1", {LIMIT: 300}, "U2", NOW)
    message = numbers_of(admin)
    assert labels(message) == ["Change numbers"]
    assert admin.presses(message, "Change numbers").status == 200
    view = admin.opened()
    assert view_problems(view) == []
    blocks = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert list(blocks) == list(bot.desk.app.whylocked.numbers.shown("T1").defaults)
    assert blocks[LIMIT] == {
        "type": "input",
        "block_id": LIMIT,
        "label": {"type": "plain_text", "text": "Message limit", "emoji": False},
        "element": {
            "type": "number_input",
            "action_id": "value",
            "is_decimal_allowed": False,
            "min_value": "1",
            "max_value": "1000000",
            "initial_value": "300",
        },
        "optional": True,
        "hint": {"type": "plain_text", "text": "Default: 500.", "emoji": False},
    }
    assert blocks["profile.requirements.photo.minimum"]["hint"]["text"] == "Default: 1. 1 asks for it, 0 does not."
    assert json.loads(view["private_metadata"])["version"] == 1


def showing(view: dict[str, Any], **changes: str) -> dict[str, str]:
    """What a form holds once some of its numbers are changed, by the last part of their names."""
    held = {
        block["block_id"]: block["element"]["initial_value"] for block in view["blocks"] if block["type"] == "input"
    }
    return {**held, **changes}


def test_the_form_changes_numbers(admin: Member, bot: SlackApp):
    """Sent, it changes what was changed in it, once, however often it is sent, and says so to whoever sent it."""
    message = numbers_of(admin)
    admin.presses(message, "Change numbers")
    view = admin.opened()
    filled = admin.a_submission(view, **showing(view, **{LIMIT: "250", SKILLS: "7", BASIC: ""}))
    assert (admin.send_payload(filled).status, admin.send_payload(filled).status) == (200, 200)
    assert said_in(admin.responded(2)) == (
        "Changed for this workspace: skills 3 → 7, message limit 500 → 250.\n"
        "Answers count it from now on, as policy 2026.1+T1; those already given keep their version.\n"
        "Wrong? Type /whylocked-admin policy undo."
    )
    admin.says("how many skills does my profile need?")
    assert "7 skills" in admin.answered()["text"]
    assert bot.desk.app.whylocked.numbers.kept("T1") == (1, json.dumps({SKILLS: 7, LIMIT: 250}))


def test_what_does_not_fit_stands_under_its_number(admin: Member, bot: SlackApp):
    """The form stays open with what is wrong under each number, and nothing is changed."""
    admin.presses(numbers_of(admin), "Change numbers")
    view = admin.opened()
    wrong = admin.submits(view, **showing(view, **{LIMIT: "0", SKILLS: "200", BASIC: "20"})).json
    assert wrong == {
        "response_action": "errors",
        "errors": {
            SKILLS: "“skills” takes a whole number from 0 to 100, not 200.",
            LIMIT: "“message limit” takes a whole number from 1 to 1000000, not 0.",
        },
    }
    wrong = admin.submits(view, **showing(view, **{LIMIT: "1.5"})).json
    assert wrong["errors"] == {LIMIT: "“message limit” takes a whole number, not “1.5”; nothing was changed."}
    wrong = admin.submits(view, **showing(view, **{SHORTEST: "500", LONGEST: "400"})).json
    assert list(wrong["errors"]) == [LONGEST]
    assert bot.desk.app.whylocked.numbers.kept("T1") is None


def test_two_forms_open_at_once(admin: Member, bot: SlackApp):
    """What somebody changed since a form was opened is told under its number, unless the form leaves it alone."""
    admin.presses(numbers_of(admin), "Change numbers")
    view = admin.opened()
    bot.desk.app.whylocked.numbers.set("T1", {LIMIT: 300}, "U2", NOW)
    wrong = admin.submits(view, **showing(view, **{LIMIT: "400"})).json
    assert wrong["errors"] == {
        LIMIT: "Somebody has changed “message limit” to 300 since you opened this; open it again to see all numbers as "
        "they are."
    }
    assert admin.submits(view, **showing(view, **{SKILLS: "5"})).body == ""
    admin.responded(2)
    assert own(bot.desk.app) == {LIMIT: 300, SKILLS: 5}


def test_nobody_else_opens_or_sends_the_form(admin: Member, bot: SlackApp, slack: FakeSlack, store: Store):
    """Whoever is no administrator, or not any more, is told so, and nothing is changed."""
    message = numbers_of(admin)
    admin.presses(message, "Change numbers")
    view = admin.opened()
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, [], NOW)
    slack.user("U1", "Ann Ace", team_id="T1")
    assert admin.submits(view, **showing(view, **{LIMIT: "400"})).status == 200
    assert said_in(admin.responded(2)).startswith("That is for administrators:")
    admin.presses(message, "Change numbers")
    assert said_in(admin.responded(3)).startswith("That is for administrators:")
    assert len(slack.calls("views.open")) == 1
    assert bot.desk.app.whylocked.numbers.kept("T1") is None


def test_a_form_that_is_not_ours_does_nothing(admin: Member, bot: SlackApp):
    """A form without numbers, or without what it was opened with, is taken in and changes nothing."""
    admin.presses(numbers_of(admin), "Change numbers")
    view = admin.opened()
    filled = showing(view, **{LIMIT: "400"})
    for broken in ({"private_metadata": "{}"}, {"private_metadata": "no JSON"}, {"blocks": []}):
        assert admin.submits({**view, **broken}, **filled).body == ""
    assert bot.desk.app.whylocked.numbers.kept("T1") is None


def test_a_busy_store_keeps_the_form_open(admin: Member, bot: SlackApp, monkeypatch: pytest.MonkeyPatch):
    """What was filled in is not lost while something big is under way."""
    admin.presses(numbers_of(admin), "Change numbers")
    view = admin.opened()

    def busy(*_: object) -> None:
        raise UserError("store_busy", path="")

    monkeypatch.setattr(type(bot.desk.app.whylocked.numbers), "wrong_seen", busy)
    wrong = admin.submits(view, **showing(view, **{LIMIT: "400"})).json
    assert list(wrong["errors"].values()) == ["My store is busy with something big; try again in a moment."]


def test_the_receipt_comes_by_direct_message_where_slack_takes_no_other(admin: Member):
    """When the button is too old to answer beneath, the receipt comes anyway."""
    admin.presses(numbers_of(admin), "Change numbers")
    view = admin.opened()
    private = json.dumps({**json.loads(view["private_metadata"]), "url": ""})
    admin.submits({**view, "private_metadata": private}, **showing(view, **{LIMIT: "400"}))
    assert said_in(admin.answered()).startswith("Changed for this workspace: message limit 500 → 400.")


def test_answers_and_forms_in_slack_go_by_the_workspace(me: Member, bot: SlackApp):
    """A question typed, mentioned or written in each of two workspaces is answered by its own numbers."""
    bot.desk.app.whylocked.numbers.set("T2", {BASIC: 50}, "U2", NOW)
    for team, need in (("T1", "15"), ("T2", "50")):
        member = me.of("U1", team)
        member.command("account_type=basic connections=12 photo=yes")
        said = said_in(member.command("why are my messages locked?").json)
        assert f"12 of the {need} connections" in said


# On the command line


def test_the_command_line_changes_numbers(tmp_path: Path):
    """Whoever runs the bot changes a workspace's numbers; answers of that workspace alone count them."""
    desk = Desk(tmp_path / "whylocked.db")
    assert desk("policy", "set", "limit=300", "connections for Basic=20").answered == (
        "Changed for this workspace: connections for Basic 15 → 20, message limit 500 → 300.\n"
        "Answers count it from now on, as policy 2026.1+T1; those already given keep their version.\n"
        "Wrong? whylocked policy reset takes it back.\n"
    )
    desk.set(account_type="basic", connections=12, photo="yes")
    other = desk.of("U1", "T2")
    other.set(account_type="basic", connections=12, photo="yes")
    answers = [each.ask("why are my messages locked?") for each in (desk, other)]
    assert [answer["policy"] for answer in answers] == ["2026.1+T1", "2026.1"]
    assert [answer["checks"][3]["evidence"]["need"] for answer in answers] == [20, 15]
    assert desk("policy", "reset", "limit", "--json").json == {
        "policy": "2026.1+T2",
        "version": 2,
        "changes": [{"path": LIMIT, "before": 300, "after": 500}],
    }
    assert desk("policy", "back", "T1", "--json").json == {
        "policy": "2026.1+T3",
        "version": 3,
        "changes": [{"path": LIMIT, "before": 500, "after": 300}],
    }
    assert desk("policy", "set", f"{SKILLS}=3", "--json").json == {"policy": "2026.1+T3", "version": 3, "changes": []}
    assert desk("policy", "history").answered.splitlines()[1] == (
        "T3, 20 Nov 2026, 12:00 UTC, by the command line: message limit default → 300."
    )
    assert desk("policy", "reset").answered.startswith("Changed for this workspace: connections for Basic 20 → 15,")


def test_json_of_the_policy(tmp_path: Path):
    """Every number with its name and default, which are the workspace's own, and every change with who made it."""
    desk = Desk(tmp_path / "whylocked.db")
    before = desk("policy", "show", "--json").json
    assert (before["policy"], before["version"], before["since"], before["left_out"]) == ("2026.1", None, None, [])
    desk("policy", "set", "limit=300")
    shown = desk("policy", "show", "--json").json
    at = "2026-11-20T12:00:00Z"
    assert (shown["policy"], shown["version"], shown["since"]) == ("2026.1+T1", 1, at)
    assert [number for number in shown["numbers"] if number["own"]] == [
        {"path": LIMIT, "name": "message limit", "value": 300, "default": 500, "own": True}
    ]
    assert len(shown["numbers"]) == len(before["numbers"])
    change = {"path": LIMIT, "before": None, "after": 300}
    assert desk("policy", "history", "--json").json == {
        "versions": [{"version": 1, "at": at, "by": "command line", "changes": [change]}]
    }
    with Store(desk.db).writing() as session:
        session.own_numbers.add("T1", {"gone.number": 3}, NOW)
    assert desk("policy", "show", "--json").json["left_out"] == [{"path": "gone.number", "value": 3}]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "limit=-1"), "“message limit” (message_volume.limit) takes a whole number from 1 to 1000000, not -1."),
        (("set", "limit"), "No number is given for “message limit”, so nothing was changed; write it like limit=300."),
        (
            ("set", "skills=4", "limit=x"),
            ("“message limit” (message_volume.limit) takes a whole number, not “x”; nothing was changed."),
        ),
        (("back", "x"), "“x” is no version; write it like T2."),
        (("back", "T4"), "There is no version T4 here, the newest is T0; look at the history for all of them."),
        (
            ("reset", "speed"),
            (
                "The policy has no number “speed” that you could change; look at all of them, and take a "
                "name from there."
            ),
        ),
    ],
)
def test_bad_input_on_the_command_line(words: tuple[str, ...], sentence: str, tmp_path: Path):
    """One sentence, and nothing is changed."""
    desk = Desk(tmp_path / "whylocked.db")
    assert desk("policy", *words).refused == sentence
    assert desk("policy", "show", "--json").json["version"] is None


def test_doctor_names_own_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever runs the bot reads which workspaces have numbers of their own, and what of them is not in force."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    desk = Desk(tmp_path / "whylocked.db")
    desk("policy", "set", "limit=300")
    assert run("--db", str(desk.db), "doctor").answered.splitlines()[-1] == (
        "ok    workspace T1: policy 2026.1+T1, 1 number is its own"
    )
    with Store(desk.db).writing() as session:
        session.own_numbers.add("T1", {"gone.number": 3}, NOW)
    ended = run("--db", str(desk.db), "doctor")
    assert (ended.code, ended.out.splitlines()[-1]) == (2, "ok    workspace T1: policy 2026.1, 0 numbers are its own")
    assert ended.err == (
        "FAIL  workspace T1: Not in force any more is this workspace's own gone.number: the policy has no such number "
        "now; reset it. To do so: whylocked policy reset gone.number --team T1\n"
    )
