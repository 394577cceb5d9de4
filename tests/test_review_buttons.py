"""The buttons of an appeal's card: who may press them, what their forms do, and what comes of two at once."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from appeals import file_one, posts, settled, updates
from conftest import ME, NOW
from fake_slack import FakeSlack
from signed import Member, Response, labels, said_in

from bot.appeals import COMMAND_LINE, Action, AppealState
from bot.facts import Standing, StandingKind
from bot.listeners.cards import show_cards
from bot.replies.limits import view_problems
from bot.slack_app import SlackApp
from bot.store import Who
from bot.store.cards import Place
from bot.store.roles import Office
from bot.usecases.appealed import Told
from bot.usecases.purging import UNINSTALLED
from bot.usecases.reviewed import Changes

GONE = "The appeal on this card, number 1, is not kept any more, so there is nothing left to do."
CANNOT = "LinkedIn's decision cannot be of"
BUTTONS = ["Ask the member", "LinkedIn accepted", "LinkedIn rejected"]


@pytest.fixture
def card(bot: SlackApp, slack: FakeSlack) -> dict[str, Any]:
    """The card of appeal 1 of U1, in C9; U5 and U6 review."""
    bot.desk.app.whylocked.reviewing.change(
        Who("T1", "U9"),
        Changes({Office.REVIEWER: ["U5", "U6"]}, sets_channel=True, channel="C9", greeted=Place("C9", "1.1")),
        NOW,
    )
    file_one(bot)
    show_cards(bot.desk)
    return posts(slack)[-1]


def presses(member: Member, card: dict[str, Any], label: str) -> dict[str, Any]:
    """What opens for whoever presses a button of a card."""
    before = len(member.slack.calls("views.open"))
    member.presses(card, label)
    return member.opened(before + 1)


def read(view: dict[str, Any]) -> str:
    """What stands in a view that only tells something."""
    parts = [part for block in view["blocks"] for element in block["elements"] for part in element["elements"]]
    return "".join(part.get("text") or f"@{part['user_id']}" for part in parts)


def under(response: Response) -> dict[str, str]:
    """What a form says under its questions."""
    shown: dict[str, str] = response.json["errors"]
    return shown


def told(bot: SlackApp) -> Told:
    """Appeal 1 with its history."""
    found = bot.desk.app.whylocked.appealing.told("T1", 1)
    assert found is not None
    return found


def steps(bot: SlackApp) -> list[tuple[str, str, str | None]]:
    """What happened to appeal 1 since it was filed."""
    return [(event.actor, event.action, event.note) for event in told(bot).events[1:]]


# --- the forms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", BUTTONS)
def test_every_form_is_within_slacks_limits(label: str, me: Member, card: dict[str, Any]):
    """Slack takes each form as it opens."""
    assert view_problems(presses(me.of("U5"), card, label)) == []


def test_asking(me: Member, card: dict[str, Any], bot: SlackApp, slack: FakeSlack):
    """A question is kept, stands on the card, and reaches the member by direct message with a button to answer."""
    view = presses(me.of("U5"), card, "Ask the member")
    assert me.of("U5").submits(view, note="Which colleagues?\nAnd when?").body == ""
    settled(bot)
    assert steps(bot) == [("U5", "ask", "Which colleagues?\nAnd when?")]
    assert said_in(updates(slack)[-1]).startswith("Appeal 1: waiting for the member's answer\n")
    direct = posts(slack)[-1]
    assert (direct["channel"], said_in(direct), labels(direct)) == (
        "U1",
        (
            "There is a question about your appeal 1.\n"
            "@U5 asks:\n"
            "Which colleagues?\n"
            "And when?\n"
            "Answer with the button, or type: answer 1: and then your answer."
        ),
        ["Answer", "Show my appeal"],
    )


def test_answering(me: Member, card: dict[str, Any], bot: SlackApp, slack: FakeSlack):
    """The member answers in a form that shows the question; it is told where it was opened, and stands on the card."""
    me.of("U5").submits(presses(me.of("U5"), card, "Ask the member"), note="Which colleagues?")
    direct = slack.wait_for("chat.postMessage", 2)[-1].body | {"channel": "D1"}
    view = presses(me, direct, "Answer")
    assert view_problems(view) == []
    assert [block["text"]["text"] for block in view["blocks"][:2]] == [
        "Your answer goes to the reviewers of appeal 1.",
        "They ask: Which colleagues?",
    ]
    assert me.submits(view, note="Three of my team.").body == ""
    settled(bot)
    assert steps(bot)[1:] == [("U1", "answer", "Three of my team.")]
    assert said_in(updates(slack)[-1]).startswith("Appeal 1: waiting for a reviewer\n")
    answered = next(post for post in posts(slack) if post["channel"] == "D1")
    assert said_in(answered).startswith("Noted: your answer to appeal 1. Whoever asked sees it.\n")


@pytest.mark.parametrize(
    ("label", "state", "told_first", "buttons"),
    [
        (
            "LinkedIn accepted",
            AppealState.ACCEPTED,
            (
                "Good news: LinkedIn accepted your appeal 1.\n"
                "@U6 recorded that LinkedIn decided so on 18 Nov 2026. "
                "Your restriction counts as lifted in my answers.\n"
                "They noted:\n"
                "All good.\n"
                "Is LinkedIn's notice still there? Then press the button, or type: still locked 1"
            ),
            ["Still locked", "Show my appeal"],
        ),
        (
            "LinkedIn rejected",
            AppealState.REJECTED,
            (
                "I'm sorry: LinkedIn rejected your appeal 1.\n"
                "@U6 recorded that LinkedIn decided so on 18 Nov 2026. Your restriction stays as it is recorded.\n"
                "They noted:\n"
                "All good.\n"
                "Do you have something new to say? Then file another: say “file an appeal”."
            ),
            ["Show my appeal", "Appeal again"],
        ),
    ],
)
def test_deciding(  # noqa: PLR0913, PLR0917 - a table of cases and who is there
    label: str,
    state: AppealState,
    told_first: str,
    buttons: list[str],
    me: Member,
    card: dict[str, Any],
    bot: SlackApp,
    slack: FakeSlack,
):
    """LinkedIn's outcome is kept with its day and words, the card shows it without buttons, the member is told."""
    view = presses(me.of("U6"), card, label)
    assert me.of("U6").submits(view, note="All good.", on="2026-11-18").body == ""
    settled(bot)
    assert (told(bot).appeal.state, told(bot).appeal.decided_on) == (state, date(2026, 11, 18))
    assert labels(updates(slack)[-1]) == []
    direct = posts(slack)[-1]
    assert (direct["channel"], said_in(direct), labels(direct)) == ("U1", told_first, buttons)


@pytest.mark.parametrize("kind", ["good", "banned"])
@pytest.mark.parametrize("label", ["LinkedIn accepted", "LinkedIn rejected"])
def test_deciding_what_is_no_more(  # noqa: PLR0913, PLR0917 - a table of cases and who is there
    label: str, kind: str, me: Member, card: dict[str, Any], bot: SlackApp, slack: FakeSlack
):
    """Where something else is recorded by now, the member is told that it stays, and offered nothing to put back."""
    bot.desk.app.whylocked.standings.record(ME, Standing(StandingKind(kind)), NOW, by="U9")
    bot.desk.app.whylocked.owing.take("T1", NOW)
    me.of("U6").submits(presses(me.of("U6"), card, label), note="So.", on="2026-11-18")
    settled(bot)
    direct = posts(slack)[-1]
    assert said_in(direct).split("\n")[1] == (
        "@U6 recorded that LinkedIn decided so on 18 Nov 2026. "
        "What counts of your account here stays: it isn't that restriction any more."
    )
    assert labels(direct) == ["Show my appeal"]
    assert bot.desk.app.whylocked.standings.of(ME)[0].standing.kind == kind


def test_the_day_is_today_unless_it_is_changed(me: Member, card: dict[str, Any], bot: SlackApp):
    """The form begins with today."""
    me.of("U5").submits(presses(me.of("U5"), card, "LinkedIn rejected"), note="No.")
    assert told(bot).appeal.decided_on == NOW.date()


@pytest.mark.parametrize(
    ("given", "block", "said"),
    [
        ({"on": "2026-11-22"}, "on", f"{CANNOT} 22 Nov 2026, which is still to come; give the day it came."),
        ({"on": "2026-11-14"}, "on", f"{CANNOT} 14 Nov 2026, before its notice of 15 Nov 2026; check the day."),
        ({"note": "x" * 3001}, "note", "That has 3001 characters and may have 3000; shorten it."),
    ],
)
def test_what_does_not_fit(  # noqa: PLR0913, PLR0917 - a table of cases and who is there
    given: dict[str, str], block: str, said: str, me: Member, card: dict[str, Any], bot: SlackApp
):
    """It is said under its own question, nothing is kept, and the same form is taken once it is mended."""
    view = presses(me.of("U5"), card, "LinkedIn accepted")
    sent = me.of("U5").a_submission(view, **{"note": "ok", **given})
    assert under(me.of("U5").send_payload(sent)) == {block: said}
    assert steps(bot) == []
    mended = me.of("U5").a_submission(view, note="ok", on="2026-11-15")
    mended["view"]["id"] = sent["view"]["id"]  # type: ignore[index]
    assert me.of("U5").send_payload(mended).body == ""
    assert steps(bot) == [("U5", "accept", "ok")]


def test_an_empty_question(me: Member, card: dict[str, Any], bot: SlackApp):
    """A question of blanks is refused under its field."""
    view = presses(me.of("U5"), card, "Ask the member")
    assert under(me.of("U5").submits(view, note=" \n ")) == {
        "note": "A question has to say something; write what you want to know."
    }
    assert steps(bot) == []


# --- who may --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", BUTTONS)
def test_others_are_told_who_can(label: str, me: Member, card: dict[str, Any]):
    """Whoever is no reviewer reads in private who can."""
    view = presses(me.of("U7"), card, label)
    assert view_problems(view) == []
    assert read(view) == (
        "You can read appeal 1 here; handling it is for others.\nReviewers: @U5 and @U6. Administrators can, too."
    )


def test_nobody_handles_their_own(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Also a reviewer cannot handle an appeal of their own, and is not named among those who can."""
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), Changes({Office.REVIEWER: ["U1", "U5"]}), NOW)
    assert read(presses(me, card, "LinkedIn accepted")) == (
        "Appeal 1 is your own, and nobody handles their own.\nReviewers: @U5. Administrators can, too."
    )


def test_nobody_is_named(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Where nobody is named to review, administrators can."""
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), Changes({Office.REVIEWER: []}), NOW)
    assert read(presses(me.of("U5"), card, "LinkedIn accepted")) == (
        "You can read appeal 1 here; handling it is for others.\n"
        "Administrators of this workspace can, and whom they name with /whylocked-admin reviewers."
    )


def test_administrators_can(me: Member, bot: SlackApp, slack: FakeSlack, card: dict[str, Any]):
    """An admin of the workspace in Slack, and whoever is listed, can press as reviewers do."""
    slack.user("U7", "Ann Ace", team_id="T1", is_admin=True)
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), Changes({Office.ADMINISTRATOR: ["U8"]}), NOW)
    for user in ("U7", "U8"):
        view = presses(me.of(user), card, "Ask the member")
        assert me.of(user).submits(view, note="Who?").body == ""
    assert [(event.actor, event.role) for event in told(bot).events[1:]] == [
        ("U7", "administrator"),
        ("U8", "administrator"),
    ]


def test_no_reviewer_any_more(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Whoever is no reviewer any more when the form is sent is told so in its place; nothing is kept."""
    view = presses(me.of("U5"), card, "LinkedIn accepted")
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), Changes({Office.REVIEWER: ["U6"]}), NOW)
    answer = me.of("U5").submits(view, note="ok").json
    assert answer["response_action"] == "update"
    assert read(answer["view"]).startswith("You can read appeal 1 here; handling it is for others.\n")
    assert steps(bot) == []


def test_only_its_member_answers(me: Member, bot: SlackApp, card: dict[str, Any], slack: FakeSlack):
    """The button to answer opens for nobody but the appeal's member."""
    me.of("U5").submits(presses(me.of("U5"), card, "Ask the member"), note="Who?")
    direct = slack.wait_for("chat.postMessage", 2)[-1].body | {"channel": "D5"}
    assert read(presses(me.of("U5"), direct, "Answer")).startswith("You can read appeal 1 here;")
    assert len(steps(bot)) == 1


# --- twice, and two at once -----------------------------------------------------------------------------------


def test_a_form_sent_twice(me: Member, bot: SlackApp, slack: FakeSlack, card: dict[str, Any]):
    """A double click asks once, and the member hears once."""
    sent = me.of("U5").a_submission(presses(me.of("U5"), card, "Ask the member"), note="Who?")
    assert [me.of("U5").send_payload(sent).body for _ in range(2)] == ["", ""]
    settled(bot)
    assert len(steps(bot)) == 1
    assert len([post for post in posts(slack) if post["channel"] == "U1"]) == 1


def test_two_at_once(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Of two reviewers who decide at once one does; the other reads what it is by now, and by whom."""
    views = {
        user: presses(me.of(user), card, label)
        for user, label in (("U5", "LinkedIn accepted"), ("U6", "LinkedIn rejected"))
    }
    bodies: dict[str, str] = {}

    def decide(user: str) -> None:
        bodies[user] = me.of(user).submits(views[user], note="so").body

    threads = [threading.Thread(target=decide, args=(user,)) for user in views]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(steps(bot)) == 1
    first = steps(bot)[0][0]
    (second,) = set(views) - {first}
    outcome = {"U5": "accepted", "U6": "rejected"}[first]
    assert bodies[first] == ""
    assert read(json.loads(bodies[second])["view"]) == (
        f"Appeal 1: LinkedIn {outcome} it on 20 Nov 2026\n"
        f"20 Nov 2026, 12:00 UTC: @{first} recorded that LinkedIn {outcome} it. “so”"
    )


def test_a_card_that_is_old(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Who presses on a card that does not show yet that it is over reads so."""
    bot.desk.app.whylocked.appealing.act("T1", 1, Action.WITHDRAW, ME.user, NOW)
    view = presses(me.of("U5"), card, "LinkedIn accepted")
    assert view_problems(view) == []
    assert read(view) == "Appeal 1: withdrawn\n20 Nov 2026, 12:00 UTC: @U1 withdrew it."


def test_who_answers_too_late(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Who decides from a form that was open for long is told of the operator's decision."""
    view = presses(me.of("U5"), card, "LinkedIn accepted")
    bot.desk.app.whylocked.appealing.act("T1", 1, Action.REJECT, COMMAND_LINE, NOW)
    answer = me.of("U5").submits(view, note="ok").json
    assert read(answer["view"]).endswith("whoever runs me recorded that LinkedIn rejected it.")


def test_an_appeal_that_is_gone(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Who presses on the card of somebody who has left is told in a sentence; a form that is open says it, too."""
    view = presses(me.of("U5"), card, "LinkedIn accepted")
    bot.desk.app.whylocked.forget(ME, NOW)
    before = len([call for call in me.slack.calls() if call.method.startswith("/response/")])
    me.of("U5").presses(card, "LinkedIn accepted")
    assert said_in(me.responded(before + 1)) == GONE
    assert under(me.of("U5").submits(view, note="ok")) == {"note": GONE}


def test_a_card_from_before_the_app_was_removed(me: Member, bot: SlackApp, card: dict[str, Any]):
    """Numbers begin anew with a workspace; its old card, and a form opened there, do nothing to the new appeal."""
    view = presses(me.of("U5"), card, "LinkedIn rejected")
    workspaces = bot.desk.app.whylocked.workspaces
    assert workspaces.leave("T1", UNINSTALLED, NOW, NOW)
    workspaces.back("T1", NOW)
    reviews = Changes({Office.REVIEWER: ["U5"]}, sets_channel=True, channel="C9", greeted=Place("C9", "2.1"))
    bot.desk.app.whylocked.reviewing.change(Who("T1", "U9"), reviews, NOW)
    assert file_one(bot, Who("T1", "U7"), NOW + timedelta(seconds=1)) == 1
    before = len([call for call in me.slack.calls() if call.method.startswith("/response/")])
    me.of("U5").presses(card, "LinkedIn rejected")
    assert said_in(me.responded(before + 1)) == GONE
    assert under(me.of("U5").submits(view, note="ok")) == {"note": GONE}
    assert (told(bot).appeal.user, steps(bot)) == ("U7", [])


def test_an_expired_trigger(me: Member, bot: SlackApp, slack: FakeSlack, card: dict[str, Any]):
    """Who pressed too long ago is told to press again, and nothing is done."""
    slack.refuse("views.open", "expired_trigger_id")
    me.of("U5").presses(card, "Ask the member")
    assert said_in(me.responded()) == "Slack didn't let me open the form in time; press the button again."
    assert steps(bot) == []


@pytest.mark.parametrize("about", ["", "x", "1" * 40, "0", "99"])
def test_a_form_about_nothing(about: str, me: Member, bot: SlackApp, card: dict[str, Any]):
    """A form whose appeal is no number, or not there, does nothing."""
    view = presses(me.of("U5"), card, "Ask the member")
    view["private_metadata"] = json.dumps(json.loads(view["private_metadata"]) | {"about": about})
    assert me.of("U5").submits(view, note="Who?").status == 200
    assert steps(bot) == []
