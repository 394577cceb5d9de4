"""`/whylocked-appeal` and its form: when it opens, what it asks, what does not fit, and what is filed, once."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import Any

import pytest
from appeals import STATEMENT, file_one, posts, settled
from conftest import ME, NOW, TODAY, ago
from fake_slack import FakeSlack
from signed import Member, Response, labels, said_in

from bot.appeals import Action, AppealState, Case
from bot.facts import Basis, Standing, StandingKind
from bot.policy import Policy
from bot.replies.limits import view_problems
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.cards import Place
from bot.usecases.appealed import Told
from bot.usecases.reviewed import Changes

RULES = "true,terms,myself"


@pytest.fixture
def restricted(bot: SlackApp) -> SlackApp:
    """The app, with a restriction recorded for U1."""
    standing = Standing(StandingKind.RESTRICTED, "spam", ago(5).date())
    bot.desk.app.whylocked.record_standing(ME, standing, NOW)
    return bot


def types(me: Member, text: str = "") -> Response:
    """Type behind the command."""
    return me.command(text, command="/whylocked-appeal")


def opens(me: Member) -> dict[str, Any]:
    """The form that opens behind the command alone."""
    before = len(me.slack.calls("views.open"))
    assert (types(me).status, me.opened(before + 1)["callback_id"]) == (200, "appeal")
    return me.opened(before + 1)


def asks(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a form, by question."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def reads(view: dict[str, Any]) -> list[str]:
    """What stands in a form to be read."""
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def under(response: Response) -> dict[str, str]:
    """What a form says under its questions."""
    shown: dict[str, str] = response.json["errors"]
    return shown


def filed(bot: SlackApp, who: Who = ME) -> list[Told]:
    """The member's appeals."""
    return list(bot.desk.app.whylocked.appealing.of(who))


def submits(me: Member, view: dict[str, Any], **values: str) -> Response:
    """Send the form, with everything that it takes unless something else is said."""
    return me.submits(view, **{"statement": STATEMENT, "rules": RULES, **values})


# --- the form -------------------------------------------------------------------------------------------------


def test_the_form(restricted: SlackApp, me: Member, policy: Policy):
    """What is recorded, its reason and day, a draft of the member's own facts within limits, the rules to confirm."""
    restricted.desk.app.whylocked.state(ME, [("connections", "212"), ("photo", "yes")], NOW)
    view = opens(me)
    assert view_problems(view) == []
    inputs = asks(view)
    assert list(inputs) == ["reason", "noticed", "statement", "rules"]
    assert [option["value"] for option in inputs["reason"]["options"]] == list(policy.violations.restricting)
    assert inputs["reason"]["initial_option"]["value"] == "spam"
    assert inputs["noticed"]["initial_date"] == "2026-11-15"
    sizes = (inputs["statement"]["min_length"], inputs["statement"]["max_length"])
    assert sizes == (policy.appeals.statement_minimum, policy.appeals.statement_maximum)
    assert "212 connections" in inputs["statement"]["initial_value"]
    assert [option["value"] for option in inputs["rules"]["options"]] == list(policy.appeals.acknowledged)
    assert [option["text"]["text"] for option in inputs["rules"]["options"]] == [
        rule.say for rule in policy.appeals.acknowledged.values()
    ]
    assert len(reads(view)) == 1


def test_a_report(me: Member, policy: Policy):
    """In good standing what locks is told instead, with a button to a form in which the notice is reported, too."""
    told = types(me).json
    assert said_in(told).startswith("There is nothing to appeal: I have no restriction and no ban recorded for you.")
    me.presses(told, "LinkedIn shows me a notice")
    view = me.opened()
    assert view_problems(view) == []
    assert list(asks(view)) == ["kind", "reason", "noticed", "statement", "rules"]
    assert [option["value"] for option in asks(view)["kind"]["options"]] == ["restriction", "ban"]
    reasons = {option["value"] for option in asks(view)["reason"]["options"]}
    assert reasons == {*policy.violations.restricting, *policy.violations.banning}
    assert asks(view)["statement"]["initial_value"] == (
        "LinkedIn has stopped me from sending messages, and I ask you to look at that again.\n"
        "[What happened: whom you wrote to, and why.]\n[What you do otherwise now.]"
    )


def test_it_points_to_the_last_answer(restricted: SlackApp, me: Member):
    """The answer that was given last in that conversation is pointed to, and the form says so."""
    me.command("why can't I message Jane Doe?")
    view = opens(me)
    diagnosis = json.loads(view["private_metadata"])["diagnosis"]
    assert reads(view)[-1] == (
        f"It points to my answer {diagnosis}: reviewers see what locks, and not whom you asked about."
    )
    submits(me, view)
    assert filed(restricted)[0].appeal.diagnosis == diagnosis


def test_an_answer_that_is_not_kept_any_more(restricted: SlackApp, me: Member, store: Store):
    """An answer that has gone since the form opened keeps no appeal from being filed."""
    me.command("why can't I message Jane Doe?")
    view = opens(me)
    with store.writing() as session:
        session.diagnoses._db.execute("DELETE FROM diagnoses")  # noqa: SLF001 - nothing else deletes one alone
    assert submits(me, view).body == ""
    assert filed(restricted)[0].appeal.diagnosis is None


# --- filing ---------------------------------------------------------------------------------------------------


def test_filing(restricted: SlackApp, me: Member, slack: FakeSlack):
    """The appeal is filed as it was filled in; its number and what is next come at once, where it was opened."""
    view = opens(me)
    assert submits(me, view, reason="scraping", noticed="2026-11-14").body == ""
    (told,) = filed(restricted)
    appeal = told.appeal
    assert (appeal.number, appeal.state, appeal.case, appeal.basis) == (
        1,
        AppealState.SUBMITTED,
        Case.RESTRICTION,
        Basis.RECORDED,
    )
    assert (appeal.statement, appeal.reason, appeal.noticed_on) == (STATEMENT, "scraping", date(2026, 11, 14))
    receipt = me.responded()
    assert said_in(receipt).startswith("Filed: this is appeal 1, against the restriction.\n")
    assert receipt["response_type"] == "ephemeral"
    assert "Nobody here is set up to review appeals yet" in said_in(receipt)
    assert labels(receipt)[0] == "Text for LinkedIn"
    me.presses(receipt, "Text for LinkedIn")
    assert STATEMENT in said_in(me.responded(2))
    settled(restricted)
    assert [post for post in posts(slack) if post["channel"] != "U1"] == []


def test_the_receipt_where_reviewers_are_there(restricted: SlackApp, me: Member, slack: FakeSlack):
    """Where appeals are shown, the receipt says that reviewers see it, and they do."""
    channel = Changes(sets_channel=True, channel="C9")
    restricted.desk.app.whylocked.reviewing.change(Who("T1", "U9"), channel, NOW)
    submits(me, opens(me))
    settled(restricted)
    assert "Whoever reviews appeals here sees it, too." in said_in(me.responded())
    shown = [said_in(post).partition("\n")[0] for post in posts(slack) if post["channel"] == "C9"]
    assert min(shown) == "Appeal 1: waiting for a reviewer"


def test_a_receipt_that_comes_too_late_for_its_place(restricted: SlackApp, me: Member, slack: FakeSlack):
    """Where Slack takes no answer any more where the form was opened, the receipt comes by direct message."""
    view = opens(me)
    url = json.loads(view["private_metadata"])["url"]
    slack.answer(url.removeprefix(slack.url), 404, "expired_url")
    submits(me, view)
    settled(restricted)
    receipts = [said_in(post) for post in posts(slack) if said_in(post).startswith("Filed: ")]
    assert [receipt.partition("\n")[0] for receipt in receipts] == ["Filed: this is appeal 1, against the restriction."]


@pytest.mark.parametrize(("kind", "standing"), [("restriction", StandingKind.RESTRICTED), ("ban", StandingKind.BANNED)])
def test_reporting(kind: str, standing: StandingKind, me: Member, bot: SlackApp):
    """What the member reports is recorded as their own report, and appealed."""
    me.presses(types(me).json, "LinkedIn shows me a notice")
    assert submits(me, me.opened(), kind=kind, reason="harassment", noticed="2026-11-19").body == ""
    (told,) = filed(bot)
    assert (told.appeal.case, told.appeal.basis) == (Case(kind), Basis.STATED)
    fact = bot.desk.app.whylocked.show_standing(ME)
    assert fact is not None
    assert (fact.basis, fact.value) == (Basis.STATED, Standing(standing, "harassment", date(2026, 11, 19)))


@pytest.mark.parametrize(
    ("given", "block", "said"),
    [
        (
            {"statement": "x" * 49},
            "statement",
            (
                "A statement takes at least 50 characters, and that has 49; "
                "say what happened and what you do otherwise now."
            ),
        ),
        (
            {"statement": "x" * 3001},
            "statement",
            "A statement takes at most 3000 characters, and that has 3001; shorten it.",
        ),
        ({"rules": "true,terms"}, "rules", "All of it has to be confirmed before it can be filed."),
        ({"rules": ""}, "rules", "All of it has to be confirmed before it can be filed."),
        (
            {"noticed": "2026-11-22"},
            "noticed",
            "The notice cannot be of 22 Nov 2026, which is still to come; give the day it came.",
        ),
    ],
)
def test_what_does_not_fit(given: dict[str, str], block: str, said: str, restricted: SlackApp, me: Member):
    """It is said under its own question, and nothing is filed; mended, the same form is taken."""
    view = opens(me)
    sent = me.a_submission(view, **{"statement": STATEMENT, "rules": RULES, **given})
    assert under(me.send_payload(sent)) == {block: said}
    assert filed(restricted) == []
    mended = me.a_submission(view, statement=STATEMENT, rules=RULES)
    mended["view"]["id"] = sent["view"]["id"]  # type: ignore[index]
    assert me.send_payload(mended).body == ""
    assert len(filed(restricted)) == 1


@pytest.mark.parametrize(("length", "fits"), [(49, False), (50, True), (3000, True), (3001, False)])
def test_lengths(length: int, *, fits: bool, restricted: SlackApp, me: Member):
    """A statement is as long as the policy says: below, at and above both ends."""
    assert (submits(me, opens(me), statement="x" * length).body == "") == fits
    assert bool(filed(restricted)) == fits


@pytest.mark.parametrize(("days", "fits"), [(-1, True), (0, True), (2, False)])
@pytest.mark.usefixtures("restricted")
def test_days_of_a_notice(days: int, *, fits: bool, me: Member):
    """A notice is of today at the latest, wherever today is."""
    noticed = ago(-days).date().isoformat()
    assert (submits(me, opens(me), noticed=noticed).body == "") == fits
    assert (TODAY.isoformat() <= noticed) == (days >= 0)


@pytest.mark.usefixtures("restricted")
def test_several_things_at_once(me: Member):
    """All that does not fit is said at once, each under its question."""
    assert under(submits(me, opens(me), statement="too short", rules="")).keys() == {"statement", "rules"}


def test_the_draft_as_it_is(restricted: SlackApp, me: Member):
    """A draft with its gaps still in it is not filed."""
    view = opens(me)
    draft = asks(view)["statement"]["initial_value"]
    assert under(submits(me, view, statement=draft)) == {
        "statement": "That is still the draft: put your own words in the place of what stands in brackets."
    }
    assert filed(restricted) == []


def test_a_reason_of_the_other_kind(me: Member, bot: SlackApp):
    """A reason that bans is none for a restriction."""
    me.presses(types(me).json, "LinkedIn shows me a notice")
    response = submits(me, me.opened(), kind="restriction", reason="fake_account")
    assert under(response) == {
        "reason": "That reason is none for what the notice says; choose another, or leave it empty."
    }
    assert filed(bot) == []


def test_the_standing_has_changed(restricted: SlackApp, me: Member):
    """Where nothing stands any more when the form is sent it says so, and nothing is filed."""
    view = opens(me)
    restricted.desk.app.whylocked.record_standing(ME, Standing(StandingKind.GOOD), NOW)
    assert under(submits(me, view))["statement"].startswith("There is nothing to appeal:")
    assert filed(restricted) == []


def test_a_form_of_nobody(restricted: SlackApp, me: Member):
    """A form whose metadata is not ours does nothing."""
    assert submits(me, {**opens(me), "private_metadata": "[]"}).body == ""
    assert filed(restricted) == []


# --- once -----------------------------------------------------------------------------------------------------


def test_a_form_sent_twice(restricted: SlackApp, me: Member, slack: FakeSlack):
    """A double click files one appeal, and tells its number once."""
    sent = me.a_submission(opens(me), statement=STATEMENT, rules=RULES)
    assert [me.send_payload(sent).body for _ in range(2)] == ["", ""]
    settled(restricted)
    assert len(filed(restricted)) == 1
    assert len([call for call in slack.calls() if call.method.startswith("/response/")]) == 1


def test_two_windows(restricted: SlackApp, me: Member):
    """Of two forms one files; the other is told the number of that one."""
    first, second = opens(me), opens(me)
    submits(me, first)
    me.responded()
    submits(me, second, statement=STATEMENT * 2)
    assert said_in(me.responded(2)).startswith("Appeal 1 against the restriction is open already")
    assert [told.appeal.statement for told in filed(restricted)] == [STATEMENT]


def test_two_windows_at_once(restricted: SlackApp, me: Member):
    """Also at the very same moment there is one appeal."""
    views = [opens(me), opens(me)]
    threads = [threading.Thread(target=submits, args=(me, view)) for view in views]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(filed(restricted)) == 1


def test_the_command_twice(restricted: SlackApp, me: Member, slack: FakeSlack):
    """Once an appeal is open, the command shows it instead of a form."""
    file_one(restricted, case=None)
    assert said_in(types(me).json).startswith("Appeal 1 against the restriction is filed and not decided yet.")
    assert slack.calls("views.open") == []


def test_a_button_from_before(restricted: SlackApp, me: Member):
    """A button that would open the form tells of the appeal that was filed meanwhile."""
    told = me.command("file an appeal").json
    file_one(restricted, case=None)
    me.presses(told, "Write the appeal")
    view = me.opened()
    assert (view["callback_id"], view_problems(view)) == ("told", [])
    assert "Appeal 1 against the restriction is open already" in json.dumps(view)


def test_a_command_delivered_twice(restricted: SlackApp, me: Member, slack: FakeSlack):
    """The same command opens one form."""
    typed = me.a_command("", command="/whylocked-appeal")
    for _ in range(2):
        assert me.send_form(typed).status == 200
    settled(restricted)
    assert len(slack.calls("views.open")) == 1


@pytest.mark.usefixtures("restricted")
def test_an_expired_trigger(me: Member, slack: FakeSlack):
    """Where the form could not open in time it says what to do."""
    slack.refuse("views.open", "expired_trigger_id")
    types(me)
    assert said_in(me.responded()) == "Slack didn't let me open the form in time; type the command again."


# --- typed ----------------------------------------------------------------------------------------------------


def test_help(me: Member):
    """What can be typed behind the command, each with what it does."""
    assert said_in(types(me, "help").json).splitlines()[0] == "Behind /whylocked-appeal:"
    assert types(me, "HELP").json == types(me, "help").json


def test_a_statement_behind_the_command(restricted: SlackApp, me: Member):
    """Whatever is no word about appeals is a statement, and is filed."""
    assert said_in(types(me, STATEMENT).json).startswith("Filed: this is appeal 1, against the restriction.\n")
    assert filed(restricted)[0].appeal.statement == STATEMENT


def test_what_is_typed_is_on_its_card_at_once(restricted: SlackApp, me: Member, slack: FakeSlack):
    """What is filed behind the command is shown to reviewers without waiting for the clerk's next look."""
    channel = Changes(sets_channel=True, channel="C9", greeted=Place("C9", "1.1"))
    restricted.desk.app.whylocked.reviewing.change(Who("T1", "U9"), channel, NOW)
    types(me, STATEMENT)
    (card,) = slack.wait_for("chat.postMessage")
    assert (card.body["channel"], said_in(card.body).partition("\n")[0]) == ("C9", "Appeal 1: waiting for a reviewer")


def test_a_statement_that_speaks_of_appeals(restricted: SlackApp, me: Member):
    """A statement is one also where it says appeal."""
    statement = "I appeal the restriction of my account: I sent one message to three colleagues by mistake."
    types(me, statement)
    assert [told.appeal.statement for told in filed(restricted)] == [statement]


def test_too_short_a_statement(restricted: SlackApp, me: Member):
    """A few words that mean nothing else are a statement that is too short."""
    assert said_in(types(me, "please stop").json).startswith("A statement takes at least 50 characters")
    assert filed(restricted) == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("status", "Appeal 1 against the restriction is filed and not decided yet."),
        ("1", "Appeal 1 against the restriction is filed and not decided yet."),
        ("list", "You have filed 1 appeal"),
        ("text", "The text of appeal 1, for LinkedIn's form:"),
        ("text 1", "The text of appeal 1, for LinkedIn's form:"),
        ("withdraw", "Withdraw appeal 1, against the restriction?"),
        ("Withdraw 1", "Withdraw appeal 1, against the restriction?"),
        ("file", "Appeal 1 against the restriction is filed and not decided yet."),
        ("7", "There is no appeal 7 of yours"),
    ],
)
def test_words_behind_the_command(text: str, begins: str, restricted: SlackApp, me: Member):
    """Each says the same as in the conversation."""
    file_one(restricted, case=None)
    assert said_in(types(me, text).json).startswith(begins)


def test_answering_behind_the_command(restricted: SlackApp, me: Member):
    """A reviewer's question is answered behind the command as well."""
    number = file_one(restricted, case=None)
    restricted.desk.app.whylocked.appealing.act("T1", number, Action.ASK, "command line", NOW, note="Which colleagues?")
    said = f"answer {number}: {STATEMENT}"
    assert said_in(types(me, said).json).startswith(f"Noted: your answer to appeal {number}.")
    assert filed(restricted)[0].last.note == STATEMENT


def test_a_ban_in_good_standing(me: Member, bot: SlackApp):
    """Where nothing is recorded a statement is not filed, and what locks is told instead."""
    assert said_in(types(me, STATEMENT).json).startswith("There is nothing to appeal:")
    assert filed(bot) == []
