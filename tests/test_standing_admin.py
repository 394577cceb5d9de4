"""Standings, appeals and the audit as administrators handle them: by text and by form; what members are told of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from appeals import file_one
from conftest import ME, NOW, TODAY
from fake_slack import FakeSlack
from signed import Member, Response, labels, said_in

from bot.appeals import COMMAND_LINE
from bot.facts import Basis, Standing, StandingKind
from bot.listeners.clerk import tick
from bot.replies.limits import view_problems
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.members import KeptStanding
from bot.store.roles import Office

BOB = Who("T1", "U2")
WHOLE = "<@U2|bob> restricted spam since 2026-11-01 until 2026-11-30"
DETAILS = "reason: spam or messages nobody asked for, since 1 Nov 2026, through 30 Nov 2026"
SCRAPING = "scraping LinkedIn's data without permission"
RESTRICTED = Standing(StandingKind.RESTRICTED, "spam", TODAY.replace(day=1), TODAY.replace(day=30))


@pytest.fixture
def ann(me: Member, store: Store) -> Member:
    """A listed administrator, U1."""
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, ["U1"], NOW)
    return me


def answered(member: Member, text: str) -> dict[str, Any]:
    """What an administrator gets to read after typing something behind the command."""
    before = len([call for call in member.slack.calls() if call.method.startswith("/response/")])
    assert member.command(text, command="/whylocked-admin").status == 200
    return member.responded(before + 1)


def reads(member: Member, text: str) -> str:
    """The same as text alone."""
    return said_in(answered(member, text))


def told(slack: FakeSlack, app: SlackApp, count: int = 1) -> dict[str, Any]:
    """The newest direct message, once what is owed was sent."""
    tick(app.desk)
    return slack.wait_for("chat.postMessage", count)[-1].body


# --- by text ----------------------------------------------------------------------------------------------------


def test_a_restriction_is_recorded_and_its_member_told(ann: Member, bot: SlackApp, slack: FakeSlack):
    """With reason and days: recorded, audited, and told to the member with what it means and how to appeal."""
    assert reads(ann, f"standing {WHOLE}") == (
        f"Recorded: @U2 is restricted ({DETAILS}).\n"
        "I tell them by direct message, with how to appeal or object.\n"
        "Once LinkedIn takes it back, type: /whylocked-admin standing @U2 good"
    )
    assert bot.desk.app.whylocked.standings.of(BOB) == [KeptStanding(RESTRICTED, Basis.RECORDED, NOW, "U1")]
    message = told(slack, bot)
    assert (message["channel"], labels(message)) == ("U2", ["How to appeal"])
    assert said_in(message) == (
        f"Your LinkedIn account is recorded here as restricted ({DETAILS}).\n"
        "@U1 recorded that on 20 Nov 2026, and every answer of mine counts it.\n"
        "It stops every message you send, and ends by itself after 30 Nov 2026.\n"
        "A mistake of LinkedIn's? Say “file an appeal”, and I help you with it.\n"
        "Is it recorded wrongly? Tell whoever recorded it: I can't change it myself."
    )
    ann.of("U2").presses(message, "How to appeal")
    assert "restricted" in said_in(ann.responded(2))


def test_the_same_again_changes_nothing(ann: Member, bot: SlackApp, slack: FakeSlack):
    """Recorded twice, it is recorded once, and the member is told once."""
    reads(ann, f"standing {WHOLE}")
    assert reads(ann, f"standing {WHOLE}").split("\n")[0] == (
        "That is recorded already: @U2 is restricted (reason: spam or messages nobody asked for, since 1 Nov 2026, "
        "through 30 Nov 2026). I changed nothing."
    )
    assert reads(ann, "audit").count("•") == 1
    told(slack, bot)
    tick(bot.desk)
    assert len(slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("typed", "first", "message"),
    [
        (
            "banned for scraping since yesterday",
            f"Recorded: @U2 is banned from messaging (reason: {SCRAPING}, since 19 Nov 2026).",
            "It stops every message you send. I'm sorry: a ban has no end date, and appeals seldom succeed.",
        ),
        (
            "suspended unknown since unknown",
            "Recorded: @U2 is restricted.",
            "It stops every message you send until LinkedIn lifts it.",
        ),
        (
            "restricted spam since unknown until 19 Nov",
            "Recorded: @U2 is restricted (reason: spam or messages nobody asked for, through 19 Nov 2026).",
            "It ended after 19 Nov 2026, so it locks nothing any more.",
        ),
        (
            "good",
            "Recorded: @U2 is in good standing.",
            "Does LinkedIn still show a notice? Tell me what it says, like: I'm restricted until 1 Dec.",
        ),
    ],
)
def test_every_kind_of_standing_is_recorded_and_told(typed: str, first: str, message: str, ann: Member):
    """Each kind in the words people use; the member learns what it means."""
    assert reads(ann, f"standing <@U2> {typed}").split("\n")[0] == first
    assert said_in(told(ann.slack, ann.app)).split("\n")[2] == message


def test_good_beside_an_open_appeal(ann: Member, bot: SlackApp):
    """Whoever lifts what somebody appeals learns that the appeal is still to be decided."""
    reads(ann, f"standing {WHOLE}")
    number = file_one(bot, BOB, case=None)
    assert reads(ann, "standing <@U2> good").split("\n")[-1] == (
        f"Appeal {number} against it is open still. "
        f"LinkedIn decided? Type: /whylocked-admin appeal {number} accepted, or rejected"
    )


def test_good_lifts_and_says_so(ann: Member, bot: SlackApp, slack: FakeSlack):
    """What is lifted is named, and the member hears the good news."""
    reads(ann, f"standing {WHOLE}")
    assert reads(ann, "standing <@U2> lifted") == (
        f"Recorded: @U2 is in good standing.\nThat lifts the restriction ({DETAILS}).\nI tell them by direct message."
    )
    message = told(slack, bot, 2)
    assert said_in(message) == (
        "Good news: the restriction of your LinkedIn account counts as lifted here.\n"
        "@U1 recorded that on 20 Nov 2026, and every answer of mine counts it.\n"
        "Does LinkedIn still show a notice? Tell me what it says, like: I'm restricted until 1 Dec."
    )
    ann.of("U2").presses(message, "Check again")
    assert said_in(ann.responded(3)).startswith("Checked again, 20 Nov 2026, 12:00 UTC:")


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("restricted", "why and since when"),
        ("restricted spam", "since when"),
        ("banned since 2026-11-01", "why"),
        ("restricted until 2026-12-01", "why and since when"),
    ],
)
def test_what_is_not_said_is_asked_for(typed: str, missing: str, ann: Member, bot: SlackApp):
    """Without a reason and a first day nothing is recorded; the form opens with whom and what it is about."""
    reply = answered(ann, f"standing <@U2> {typed}")
    assert said_in(reply).split("\n")[0] == f"Nothing is recorded yet. Still missing: {missing}."
    assert bot.desk.app.whylocked.standings.of(BOB) == []
    ann.presses(reply, "Record a standing")
    elements = {block["block_id"]: block["element"] for block in ann.opened()["blocks"]}
    assert elements["member"]["initial_user"] == "U2"
    assert elements["kind"]["initial_option"]["value"] == typed.split(maxsplit=1)[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("bob good", "“bob” is nobody I know."),
        ("<@U1> banned", "That's you, and nobody records their own standing"),
        ("<@U1> good", "That's you, and nobody records their own standing"),
        ("<@U9> good", "That is a bot, or somebody of another workspace"),
        ("<@U8> good", "That is a bot, or somebody of another workspace"),
        ("<@U2> purple", "“purple” is no standing."),
        ("<@U2> good spam", "A good standing takes no reason and no days; leave them out."),
        ("<@U2> banned spam since 1 Nov until 1 Dec", "A ban has no last day; leave it out, or record a restriction."),
        ("<@U2> restricted spam since 2026-12-24", "24 Dec 2026 is still to come"),
        ("<@U2> restricted spam since blue", "“blue” is no date"),
        ("<@U2> restricted spam since 19 Nov until 12 Nov", "The restriction would end on 12 Nov 2026"),
    ],
)
def test_what_does_not_fit_changes_nothing(typed: str, said: str, ann: Member, bot: SlackApp, slack: FakeSlack):
    """One sentence with cause and next step; nothing is recorded, audited or told."""
    slack.user("U9", "Eve External", team_id="T9")
    slack.user("U8", "A Bot", team_id="T1", is_bot=True)
    slack.user("U2", "Bob Bee", team_id="T1")
    assert reads(ann, f"standing {typed}").startswith(said)
    assert bot.desk.app.whylocked.offices.audit("T1") == []


def test_while_slack_tells_nothing_members_are_taken_as_such(ann: Member, slack: FakeSlack):
    """Nobody can be looked up, and what is typed of somebody still counts."""
    slack.refuse("users.info", "internal_error", times=None)
    assert reads(ann, "standing <@U2> good").startswith("Recorded: @U2")


def test_what_stands_is_shown(ann: Member, bot: SlackApp):
    """What is recorded, by whom and when, and what the member reports besides."""
    standings = bot.desk.app.whylocked.standings
    assert reads(ann, "standing <@U2>") == "@U2 on LinkedIn:\nNothing is recorded, so good standing is assumed."
    standings.record(BOB, RESTRICTED, NOW, by=COMMAND_LINE)
    standings.report(BOB, Standing(StandingKind.BANNED), NOW)
    assert reads(ann, "standings <@U2>") == (
        "@U2 on LinkedIn:\n"
        "Restricted (reason: spam or messages nobody asked for, since 1 Nov 2026, through 30 Nov 2026), "
        "recorded by whoever runs me on 20 Nov 2026.\n"
        "Their own report of 20 Nov 2026, which counts: banned from messaging."
    )
    assert reads(ann, "standing").startswith("Whose standing? Type behind /whylocked-admin:\n")


# --- by form ----------------------------------------------------------------------------------------------------


@pytest.fixture
def form(ann: Member) -> dict[str, Any]:
    """The form, opened from the help."""
    ann.presses(answered(ann, "help"), "Record a standing")
    return ann.opened()


def under(response: Response) -> dict[str, str]:
    """What a form says under its questions."""
    shown: dict[str, str] = response.json["errors"]
    return shown


def test_the_form_records(form: dict[str, Any], ann: Member, bot: SlackApp, slack: FakeSlack):
    """The same as by text, once however often it is sent; the answer comes where it was opened."""
    assert view_problems(form) == []
    values = {"member": "U2", "kind": "restricted", "reason": "spam", "since": "2026-11-01", "until": "2026-11-30"}
    sent = ann.a_submission(form, **values)
    assert [ann.send_payload(sent).body, ann.send_payload(sent).body] == ["", ""]
    assert said_in(ann.responded(2)).startswith("Recorded: @U2 is restricted (reason: spam")
    assert bot.desk.app.whylocked.standings.of(BOB) == [KeptStanding(RESTRICTED, Basis.RECORDED, NOW, "U1")]
    told(slack, bot)
    assert len(bot.desk.app.whylocked.offices.audit("T1")) == 1


def test_what_is_not_known_stays_open(form: dict[str, Any], ann: Member, bot: SlackApp):
    """A reason that nobody knows, and days that are left empty, are not known."""
    ann.submits(form, member="U2", kind="banned", reason="unknown")
    ann.responded(2)
    assert bot.desk.app.whylocked.standings.of(BOB)[0].standing == Standing(StandingKind.BANNED)


@pytest.mark.parametrize(
    ("values", "block"),
    [
        ({"kind": "good"}, "member"),
        ({"member": "U1", "kind": "good"}, "member"),
        ({"member": "U9", "kind": "good"}, "member"),
        ({"member": "U2", "kind": "restricted"}, "reason"),
        ({"member": "U2", "kind": "restricted", "reason": "fake_account"}, "reason"),
        ({"member": "U2", "kind": "good", "reason": "spam"}, "kind"),
        ({"member": "U2", "kind": "banned", "reason": "scraping", "until": "2026-12-01"}, "until"),
        ({"member": "U2", "kind": "restricted", "reason": "spam", "since": "2026-11-21"}, "since"),
        (
            {"member": "U2", "kind": "restricted", "reason": "spam", "since": "2026-11-10", "until": "2026-11-09"},
            "until",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_the_form(values: dict[str, str], block: str, form: dict[str, Any], ann: Member):
    """Under the question that it is about; mended, the same form is taken."""
    ann.slack.user("U9", "Eve External", team_id="T9")
    sent = ann.a_submission(form, **values)
    assert list(under(ann.send_payload(sent))) == [block]
    assert ann.app.desk.app.whylocked.offices.audit("T1") == []
    mended = ann.a_submission(form, member="U2", kind="good")
    mended["view"]["id"] = sent["view"]["id"]  # type: ignore[index]
    assert ann.send_payload(mended).body == ""
    assert said_in(ann.responded(2)).startswith("Recorded: @U2 is in good standing.")


def test_only_administrators_open_and_send_it(form: dict[str, Any], ann: Member, store: Store, bot: SlackApp):
    """Whoever is no administrator (any more) is told who can, and nothing is recorded."""
    reply = answered(ann, "help")
    with store.writing() as session:
        session.roles.set_bearers("T1", Office.ADMINISTRATOR, [], NOW)
    assert under(ann.submits(form, member="U2", kind="good"))["kind"].startswith("That is for administrators")
    ann.presses(reply, "Record a standing")
    assert said_in(ann.responded(3)).startswith("That is for administrators")
    assert bot.desk.app.whylocked.offices.audit("T1") == []


def test_what_is_no_form_of_ours_is_left(ann: Member):
    """A view without what we put into it does nothing."""
    sent = ann.a_submission({"type": "modal", "callback_id": "standing", "blocks": []})
    assert ann.send_payload(sent).body == ""


# --- appeals by text --------------------------------------------------------------------------------------------


def test_appeals_are_listed_shown_and_decided_by_text(ann: Member, bot: SlackApp):
    """Open ones by age; one with its card; asked about, accepted with LinkedIn's day, and what is over is said."""
    assert reads(ann, "appeals") == "No appeal is open."
    bob = Who("T1", "U2")
    number = file_one(bot, bob)
    assert reads(ann, "appeals") == (
        "Open appeals, the longest waiting first (1):\n"
        f"   • {number}: @U2, a restriction, waiting for a reviewer for less than a day\n"
        f"See one: /whylocked-admin appeal {number}. Behind it: ask …, accepted or rejected with LinkedIn's "
        "day and words."
    )
    assert reads(ann, f"appeal {number}").startswith(f"Appeal {number}: waiting for a reviewer\n")
    assert reads(ann, f"appeal {number} ask: Which notice was it?").startswith(
        f"Appeal {number}: waiting for the member's answer\n"
    )
    assert "waiting for their answer" in reads(ann, "appeal")
    assert reads(ann, f"appeal {number} accepted 2026-11-20 because LinkedIn wrote so") == (
        f"Appeal {number}: LinkedIn accepted it on 20 Nov 2026\nThe member is told by direct message."
    )
    event = bot.desk.app.whylocked.appealing.history("T1", number)[-1]
    assert (event.actor, event.note) == ("U1", "LinkedIn wrote so")
    assert f"Appeal {number}" in reads(ann, f"appeal {number} rejected")


def test_nobody_decides_their_own_by_text(ann: Member, bot: SlackApp):
    """An administrator's own appeal is for others."""
    number = file_one(bot, ME)
    assert reads(ann, f"appeal {number} accepted").startswith(f"Appeal {number} is your own")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("appeal 7", "There is no appeal 7 here"),
        ("appeal 7 accepted", "There is no appeal 7 here"),
        ("appeal x", "I don't get “x”."),
        ("appeal 7 frobnicate", "I don't get “frobnicate”."),
    ],
)
def test_appeals_that_are_none(typed: str, said: str, ann: Member):
    """One sentence says what can be typed."""
    assert reads(ann, typed).startswith(said)


# --- the audit --------------------------------------------------------------------------------------------------


def test_the_audit_is_told_and_handed_over(ann: Member, bot: SlackApp, slack: FakeSlack, store: Store):
    """The newest first in plain lines; all of it as a file, by direct message only.

    The file numbers its own rows, and so tells nothing of how much is done in other workspaces.
    """
    with store.writing() as session:
        session.audit.add("T2", NOW, "U1", "standing_recorded", "U2")
    assert reads(ann, "audit") == "Nothing has been done here yet: no standing, no appeal, no setting."
    assert reads(ann, "audit csv") == "Nothing has been done here yet: no standing, no appeal, no setting."
    reads(ann, f"standing {WHOLE}")
    reads(ann, "standing <@U2> good")
    with store.writing() as session:
        session.audit.add("T1", NOW, "whylocked", "something_new", None, channel="C1")
    assert reads(ann, "audit") == (
        "Done here, the newest first:\n"
        "   • 20 Nov 2026, 12:00 UTC: Whylocked: something_new\n"
        "   • 20 Nov 2026, 12:00 UTC: @U1 lifted what was recorded of @U2.\n"
        "   • 20 Nov 2026, 12:00 UTC: @U1 recorded @U2 as restricted (since 1 Nov 2026, through 30 Nov 2026).\n"
        "All of it as a file: /whylocked-admin audit csv"
    )
    assert reads(ann, "audit as csv") == "The audit as a table: 3 rows."
    bot.stop()
    assert [call.body["channel_id"] for call in slack.calls("files.completeUploadExternal")] == ["D1"]
    upload = next(call for call in slack.calls() if call.method.startswith("/upload/"))
    rows = list(csv.DictReader(io.StringIO(upload.body["content"])))
    assert [(row["number"], row["actor"], row["action"], row["about"]) for row in rows] == [
        ("1", "U1", "standing_recorded", "U2"),
        ("2", "U1", "standing_lifted", "U2"),
        ("3", "whylocked", "something_new", ""),
    ]
    assert json.loads(rows[0]["detail"]) == {
        "kind": "restricted", "reason": "spam", "since": "2026-11-01", "until": "2026-11-30",
    }  # fmt: skip


def test_the_newest_fifteen_are_told(ann: Member, store: Store):
    """So that the newest are read at one glance."""
    with store.writing() as session:
        for number in range(20):
            session.audit.add("T1", NOW, f"U{number}", "appeal_file", f"U{number}", appeal=number)
    lines = reads(ann, "audit").split("\n")
    assert (len(lines), lines[1], lines[15]) == (
        17,
        "   • 20 Nov 2026, 12:00 UTC: @U19 filed appeal 19.",
        "   • 20 Nov 2026, 12:00 UTC: @U5 filed appeal 5.",
    )


def test_what_is_done_for_another_says_so(ann: Member, store: Store):
    """An appeal that the operator filed for a member, and a channel that was taken away."""
    with store.writing() as session:
        session.audit.add("T1", NOW, COMMAND_LINE, "appeal_file", "U2", appeal=1)
        session.audit.add("T1", NOW, "U1", "review_channel")
    assert reads(ann, "audit").split("\n")[1:3] == [
        "   • 20 Nov 2026, 12:00 UTC: @U1 had appeals shown in no channel any more.",
        "   • 20 Nov 2026, 12:00 UTC: whoever runs me filed appeal 1 for @U2.",
    ]


def test_anything_else_is_nothing_to_audit(ann: Member):
    """One sentence says what there is."""
    assert reads(ann, "audit everything").startswith("“everything” is nothing I can audit.")


def test_accepted_beside_something_else(ann: Member, bot: SlackApp):
    """Whoever records that an appeal was accepted learns that something else stays recorded of its member."""
    number = file_one(bot, BOB)
    reads(ann, "standing <@U2> banned scraping since yesterday")
    assert reads(ann, f"appeal {number} accepted").split("\n")[1:] == [
        "The member is told by direct message.",
        (
            "Still recorded of @U2: a ban, which this appeal was not against. "
            "Over, too? Type: /whylocked-admin standing @U2 good"
        ),
    ]
