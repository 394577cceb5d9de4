"""Appeals in conversation: whole replies of one talk, who is understood how, several at once, limits, Slack."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from appeal_talk import MARA, RITA, Talk
from conftest import ME, NOW, TODAY, ago
from fake_slack import FakeSlack
from signed import Member, labels, said_in

from bot.appeals import COMMAND_LINE, Action, Case, Event, Role
from bot.facts import Basis, Fact, Facts, Sent, Standing, StandingKind
from bot.listeners.clerk import tick
from bot.policy import Policy
from bot.replies.appeal_draft import draft_text, unfinished
from bot.replies.appeal_receipts import which
from bot.replies.appeal_words import doer
from bot.replies.blocks import message
from bot.replies.limits import Surface, problems
from bot.replies.model import Button, Part, Reply, Window
from bot.slack_app import SlackApp
from bot.usecases.appealed import Draft, Filing, Told
from bot.usecases.leaving import GONE
from bot.words import Words

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "appeals.toml").read_text(encoding="utf-8")
)["case"]
STATEMENT = "I wrote to ten people whom I had met at a fair, and to nobody else."
MOST_LINES = 13


@pytest.fixture(scope="module")
def replies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reply]:
    """Every reply of the talk, by the name of its step."""
    talk = Talk(tmp_path_factory.mktemp("talk"))
    return {case["name"]: reply for case in CASES if (reply := talk.step(case)) is not None}


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


@pytest.mark.parametrize("case", [case for case in CASES if "says" in case], ids=lambda case: str(case["name"]))
def test_reply_reads_as_reviewed(case: dict[str, Any], replies: dict[str, Reply]) -> None:
    """Each reply is the one that was read and found good."""
    assert re.sub(r"D-[2-9A-Z]{5}", "D-7Q3K9", replies[case["name"]].text) == case["text"].lstrip("\n")


@pytest.mark.parametrize("case", [case for case in CASES if "says" in case], ids=lambda case: str(case["name"]))
def test_reply_is_short_and_fits_slack(case: dict[str, Any], replies: dict[str, Reply], words: Words) -> None:
    """At most a dozen lines beside the text to copy, and blocks that Slack takes."""
    reply = replies[case["name"]]
    assert sum(bool(line.strip()) for line in reply.text.split("\n")) <= MOST_LINES
    assert problems(message(reply, words, "card").blocks, Surface.MESSAGE) == []


# --- what can be pressed, and that it can be typed ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("how to appeal it", [("Write the appeal", "appeal|"), ("Rules on restrictions", "rules on restrictions")]),
        (
            "in good standing there is nothing to appeal",
            [
                ("LinkedIn shows me a notice", "appeal|report"),
                ("Rules on restrictions", "rules on restrictions"),
                ("Rules on bans", "rules on bans"),
            ],
        ),
        ("filed", [("Text for LinkedIn", "text 1"), ("How it stands", "appeal 1"), ("Withdraw it", "withdraw 1")]),
        ("what is asked", [("Answer", "answer|1"), ("Text for LinkedIn", "text 1"), ("Withdraw it", "withdraw 1")]),
        ("withdrawing is confirmed first", [("Withdraw it", "yes, withdraw it"), ("Keep it", "no")]),
        (
            "accepted",
            [("Still locked", "still locked 1"), ("Text for LinkedIn", "text 1"), ("Appeal again", "file an appeal")],
        ),
        ("rejected", [("Text for LinkedIn", "text 3"), ("Appeal again", "file an appeal")]),
        ("all of them", [("How it stands", "appeal 3")]),
        ("still locked", [("Appeal again", "file an appeal")]),
    ],
)
def test_what_can_be_pressed(name: str, pressed: list[tuple[str, str]], replies: dict[str, Reply]) -> None:
    """Each step is one press away, and says what could be typed."""
    told = [
        (action.label, f"{action.opens}|{action.about}" if isinstance(action, Window) else action.says)
        for action in replies[name].actions
        if isinstance(action, Button | Window)
    ]
    assert told == pressed


def test_a_lock_answer_has_the_button(replies: dict[str, Reply]) -> None:
    """Beneath an answer that counts a ban as lifted, one press says that it is not."""
    says = [action.says for action in replies["a lock answer tells of it"].actions if isinstance(action, Button)]
    assert "still locked 1" in says


# --- understanding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("file an appeal", ("file_appeal", None, None, None, None)),
        ("draft an appeal", ("file_appeal", None, None, None, None)),
        ("write my appeal", ("file_appeal", None, None, None, None)),
        ("appeal: It was me.", ("file_appeal", None, "statement", None, "It was me.")),
        ("Appeal\nIt was me.", ("file_appeal", None, "statement", None, "It was me.")),
        ("please file my appeal: It was: me.", ("file_appeal", None, "statement", None, "It was: me.")),
        ("appeal against the restriction: It", ("file_appeal", "restriction", "statement", None, "It")),
        ("Appeal the ban:\n\nIt\n\n\nwas", ("file_appeal", "ban", "statement", None, "It\n\nwas")),
        ("answer 3: yes", ("appeal_status", None, "answer", 3, "yes")),
        ("my answer to appeal #3: yes", ("appeal_status", None, "answer", 3, "yes")),
        (
            "answer 3: &lt;b&gt; &amp; <https://x.example/a|x> <mailto:a@b.example|a>",
            ("appeal_status", None, "answer", 3, "<b> & https://x.example/a a@b.example"),
        ),
        ("answer: yes", ("appeal_status", None, "answer", None, "yes")),
        ("appeal 3", ("appeal_status", None, None, 3, None)),
        ("status of appeal no 3", ("appeal_status", None, None, 3, None)),
        ("what happened to appeal number 12?", ("appeal_status", None, None, 12, None)),
        ("my appeals", ("appeal_status", None, "list", None, None)),
        ("withdraw 3", ("appeal_status", None, "withdraw", 3, None)),
        ("I'd like to withdraw my appeal please", ("appeal_status", None, "withdraw", None, None)),
        ("take back my appeal", ("appeal_status", None, "withdraw", None, None)),
        ("text 3", ("appeal_status", None, "text", 3, None)),
        ("give me the text to paste into linkedin", ("appeal_status", None, "text", None, None)),
        ("what do I paste into LinkedIn's form?", ("appeal_status", None, "text", None, None)),
        ("still locked 3", ("appeal_status", None, "still_locked", 3, None)),
        ("the notice is still there", ("appeal_status", None, "still_locked", None, None)),
        ("still locked", ("ask_lock", None, "still_locked", None, None)),
        ("withdraw", ("appeal_status", None, "withdraw", None, None)),
        ("please withdraw it", ("appeal_status", None, "withdraw", None, None)),
        # near misses
        ("appeal:", ("file_appeal", None, None, None, None)),
        ("my appeal: any news?", ("appeal_status", None, None, None, None)),
        ("is jane still locked?", ("ask_lock", None, None, None, None)),
        ("text Jane Doe", ("ask_lock", None, None, None, None)),
        ("text to Jane: hello", ("ask_lock", None, None, None, None)),
        ("withdraw my invitation to Jane Doe", ("out_of_scope", None, None, None, None)),
        ("photo: yes", ("update_profile", None, None, None, None)),
        ("any news on my appeal from 20 Nov?", ("appeal_status", None, None, None, None)),
        ("appeal 1234567890", ("appeal_status", None, None, None, None)),
    ],
)
def test_what_is_understood(text: str, understood: tuple[object, ...], talk: Talk) -> None:
    """What is said of appeals, and what only sounds like it."""
    request = talk.app.conversation.understood(text, talk.app.whylocked.people(MARA))
    assert (request.intent.value, request.topic, request.aspect, request.appeal, request.text) == understood


def test_an_answer_to_the_bots_own_question(talk: Talk) -> None:
    """Where the bot itself asked something, "answer: 5" without a number is about that."""
    assert talk.says("why can't I message anybody?").asks == "skills"
    assert talk.says("answer: 5").text.startswith("I didn't get that. Answer with the number, like 5")


def test_still_locked_without_an_appeal_checks_again(talk: Talk) -> None:
    """Nothing was lifted: it only means that the same is to be checked once more, as ever."""
    talk.says("why can't I message anybody?")
    assert talk.says("still locked").text.startswith("Checked again, ")
    assert talk.says("the notice is still there").text == (
        "Nothing counts as lifted by an appeal of yours just now, so there is nothing to put back.\n"
        "Tell me what LinkedIn shows, like “LinkedIn restricted me” or “LinkedIn banned me”."
    )


# --- filing ---------------------------------------------------------------------------------------------------


def test_an_appeal_points_to_the_answer_before_it(talk: Talk) -> None:
    """The last answer of the conversation is the diagnosis that an appeal points to."""
    talk.does("restricted")
    diagnosis = re.search(r"D-[2-9A-Z]{5}", talk.says("why can't I message anybody?").text)
    talk.says(f"appeal: {STATEMENT}")
    appeal = talk.app.whylocked.appealing.find("T1", 1)
    assert diagnosis is not None
    assert appeal is not None
    assert appeal.diagnosis == diagnosis[0]


def test_a_statement_where_nothing_stands(talk: Talk) -> None:
    """Nothing is filed in good standing; the reply says what locks instead, and which words would report it."""
    *instead, _ = talk.says("file an appeal").lines
    refused = talk.says(f"appeal: {STATEMENT}").lines
    assert refused[:-1] == tuple(instead)
    assert refused[-1].text == (
        "So I filed nothing. Is there a notice? Then send your text again, behind “appeal the restriction:” or"
        " “appeal the ban:”."
    )
    assert talk.app.whylocked.appealing.of(MARA) == []
    assert talk.says("appeal the restriction").lines[0].text == (
        "I have no restriction recorded for you yet, but you can appeal one all the same."
    )
    assert talk.says(f"appeal the restriction: {STATEMENT}").lines[1].text == (
        "With it I recorded LinkedIn's notice, as you report it."
    )


def test_a_ban_is_spoken_of_beside_a_restriction(talk: Talk) -> None:
    """Who is restricted and speaks of a ban hears of the ban; who is banned never of the restriction."""
    talk.does("restricted")
    ban = talk.says("appeal the ban")
    assert ban.lines[0].text.startswith("I'm sorry to hear it. I have no ban recorded")
    assert [action.about for action in ban.actions if isinstance(action, Window)] == ["ban"]
    talk.app.whylocked.record_standing(MARA, Standing(StandingKind.BANNED), talk.now)
    assert talk.says("appeal the restriction").lines[0].text.startswith("Your account is recorded as banned")
    assert talk.says(f"appeal the restriction: {STATEMENT}").text == (
        "Your account counts as banned, so an appeal is against the ban; file it as that."
    )


def test_not_reviewed_here(tmp_path: Path) -> None:
    """Without a review channel the receipt says so, in Slack with whom to ask, else with the command."""
    for in_slack, said in (
        (False, "Nobody here is set up to review it. Once LinkedIn has decided, record that:"),
        (True, "Nobody here is set up to review appeals yet; whoever administers me can set that up."),
    ):
        folder = tmp_path / str(in_slack)
        folder.mkdir()
        talk = Talk(folder, in_slack=in_slack)
        with talk.app.whylocked.store.writing() as session:
            session.roles.set("T1", "review_channel", None)
        assert said in talk.says(f"appeal the ban: {STATEMENT}").text


def test_a_number_is_of_an_appeal_that_is_filed(talk: Talk) -> None:
    """Who names a number means that one, whatever is said around it."""
    talk.says(f"appeal the ban: {STATEMENT}")
    assert talk.says("I want to file appeal 1").text == talk.says("appeal 1").text


def test_two_open_appeals(talk: Talk) -> None:
    """Where one of two may be meant the bot asks which, with a button for each; the newest is shown."""
    talk.says(f"appeal the restriction: {STATEMENT}")
    talk.says(f"appeal the ban: {STATEMENT}")
    for text, which_one, buttons in (
        ("withdraw my appeal", "Which one? Say “withdraw 2” with its number: 1 and 2.", ["withdraw 1", "withdraw 2"]),
        ("answer: yes it was", "Which one? Say “answer 2” with its number: 1 and 2.", ["appeal 1", "appeal 2"]),
        ("appeal text", "Which one? Say “text 2” with its number: 1 and 2.", ["text 1", "text 2"]),
    ):
        reply = talk.says(text)
        assert reply.text == which_one
        assert [action.says for action in reply.actions if isinstance(action, Button)] == buttons
    assert talk.says("how is my appeal").lines[0].text == "Appeal 2 against the ban is filed and not decided yet."
    assert talk.says("answer 1: yes").text == "Nobody asks you anything about appeal 1 just now."
    talk.does("ask")
    assert talk.says("answer: it was a talk").lines[0].text == (
        "Noted: your answer to appeal 2. Whoever asked sees it."
    )


def test_a_decision_between_question_and_yes(talk: Talk) -> None:
    """What was decided meanwhile is told with who did it, and nothing is withdrawn."""
    talk.says(f"appeal the ban: {STATEMENT}")
    talk.says("withdraw my appeal")
    talk.does("accept")
    assert talk.says("yes").text == (
        "Appeal 1 against the ban: LinkedIn accepted it on 20 Nov 2026."
        " That was done by Rita Review on 20 Nov 2026, 15:00 UTC, so that can't be done any more."
    )


def test_somebody_elses_appeal_is_none(talk: Talk) -> None:
    """A number of a colleague's reads as one that does not exist, whatever is to be done with it."""
    talk.app.whylocked.appealing.file(RITA, Filing(STATEMENT, Case.BAN), NOW)
    for text in ("appeal 1", "withdraw 1", "text 1", "answer 1: yes", "still locked 1"):
        assert talk.says(text).text == "There is no appeal 1 of yours; say “my appeals” for those there are."


def test_without_appeals(talk: Talk) -> None:
    """Who has filed none is told how, whatever is asked of appeals."""
    none = talk.says("my appeals")
    assert none.lines[0].text == "You have filed no appeal here."
    assert [(action.label, action.says) for action in none.actions if isinstance(action, Button)] == [
        ("File an appeal", "file an appeal")
    ]
    assert talk.says("text for linkedin").lines[0].text.startswith("There is nothing to appeal")
    assert talk.says("withdraw my appeal").text == "You have no open appeal."
    assert talk.says("answer 3: yes").text.startswith("There is no appeal 3 of yours")


def test_a_long_history_and_many_appeals(talk: Talk) -> None:
    """What is told stays short: the first step and the last ones; the newest appeals."""
    talk.does("restricted")
    for number in range(1, 11):
        talk.says(f"appeal: {STATEMENT}")
        if number < 10:
            talk.says(f"withdraw {number}")
            talk.says("yes")
    for _ in range(4):
        talk.does("ask")
        talk.says("answer: " + "so it was " * 40)
    listed = talk.says("my appeals").text.split("\n")
    assert (listed[0], listed[9:]) == (
        "You have filed 10 appeals; still open: 1.", ["And 2 more.", "Say “appeal 10” for its history."],
    )  # fmt: skip
    shown = talk.says("appeal 10").text.split("\n")
    assert shown[3] == "   • 4 earlier steps left out"
    assert shown[2].endswith("filed by you")
    assert shown[-1] == "Others: 2, 3, 4, 5, 6, 7, 8 and 9. Say “my appeals” to see them all."


def test_a_long_question_is_told_whole(talk: Talk) -> None:
    """A history cuts a long question; what is to be answered stands whole beneath it."""
    question = "What did you write to them? " * 10
    talk.says(f"appeal the ban: {STATEMENT}")
    talk.app.whylocked.appealing.act("T1", 1, Action.ASK, RITA.user, talk.now, note=question)
    assert f"\nThe whole question:\n\n{question.strip()}\n\nAnswer with" in talk.says("appeal 1").text


def test_a_standing_that_was_recorded_since(talk: Talk) -> None:
    """After an acceptance, what was recorded anew is what is told, and nothing is put back over it."""
    talk.does("restricted")
    talk.says(f"appeal: {STATEMENT}")
    talk.does("accept")
    talk.app.whylocked.record_standing(MARA, Standing(StandingKind.BANNED), talk.now)
    assert talk.says("appeal 1").lines[-1].text.startswith("Your standing was recorded anew since: Banned")
    assert talk.says("still locked 1").text.startswith("Nothing counts as lifted by an appeal of yours")


def test_undo_after_an_appeal_or_a_watch(talk: Talk) -> None:
    """No undo reaches past what was done last to facts of before, unless it is said once more."""
    once_more = "To take back what you told me before that, say undo once more."
    talk.says("skills=3")
    talk.says(f"appeal the ban: {STATEMENT}")
    filed = talk.says("undo").text
    assert filed == f"An appeal is taken back by withdrawing it: say “withdraw 1”.\n{once_more}"
    talk.says("withdraw 1")
    talk.says("withdraw it")
    withdrawn = talk.says("undo").text
    assert withdrawn.startswith("A withdrawal stays. Was it a mistake? File the appeal anew: “text 1” gives")
    assert withdrawn.endswith(once_more)
    assert talk.says("undo").lines[0].text == "Undone: what you told me of LinkedIn's notice."
    talk.says("skills=2")
    for said, told in (
        ("tell me when it unlocks", "Nothing to undo in waiting: “stop watching” ends it."),
        (
            "stop watching",
            "I don't take that up by myself: say “tell me when it unlocks” where you want to be told again.",
        ),
    ):
        talk.says(said)
        assert talk.says("undo").text == f"{told}\n{once_more}"
    talk.says("tell me when it unlocks")
    talk.says("photo=no")
    assert talk.says("undo").lines[0].text == "Undone: photo no → yes."


def test_an_appeal_of_what_is_over(talk: Talk) -> None:
    """Once the restriction is over, an open appeal can be closed, and a rejected one says what counts now."""
    talk.says(f"appeal the restriction: {STATEMENT}")
    talk.says("the restriction is over")
    assert talk.says("appeal status").lines[-1].text == (
        "Nothing is recorded any more that it is against. Is it settled? Then close it: say “withdraw 1”."
    )
    talk.does("reject")
    assert talk.says("appeal status").lines[-1].text == "I have no restriction and no ban recorded for you."
    talk.app.whylocked.record_standing(MARA, Standing(StandingKind.GOOD), talk.now)
    assert talk.says("appeal status").lines[-1].text == (
        "What I have recorded: Good standing, as recorded on 20 Nov 2026."
    )


def test_an_appeal_accepted_after_it_was_over(talk: Talk) -> None:
    """Where the member took the report back before LinkedIn accepted, nothing is recorded, and that is what is said."""
    talk.says(f"appeal the restriction: {STATEMENT}")
    talk.says("the restriction is over")
    talk.does("accept")
    assert talk.says("appeal status").lines[-1].text == "I have no restriction and no ban recorded for you."


@pytest.mark.parametrize(("days", "told"), [(14, True), (14.001, False)])
def test_how_long_it_is_told(days: float, told: bool, talk: Talk) -> None:  # noqa: FBT001 - the expectation
    """Answers tell of the lifting for as many days as the policy says; "still locked" works after that, too."""
    talk.does("restricted")
    talk.says(f"appeal: {STATEMENT}")
    talk.does("accept")
    talk.now += timedelta(days=days, hours=-1)
    assert ("recorded as lifted by Rita Review" in talk.says("why can't I message anybody?").text) is told
    assert talk.says("still locked").text.startswith("I'm sorry. It counts again: Restricted")


# --- the draft ------------------------------------------------------------------------------------------------


def fact(value: Any) -> Fact[Any]:  # noqa: ANN401 - whatever a fact holds
    return Fact(value, Basis.ARCHIVE, TODAY)


THINGS = ["my photo", "my current position"]
GAPS = ["[What happened: whom you wrote to, and why.]", "[What you do otherwise now.]"]


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({}, []),
        ({"sent": fact(Sent(0, 0))}, []),
        ({"sent": fact(Sent(1))}, ["In the 7 days before 20 Nov 2026 I sent 1 message."]),
        (
            {"sent": fact(Sent(499, 0))},
            ["In the 7 days before 20 Nov 2026 I sent 499 messages. No text went to more than one person."],
        ),
        ({"sent": fact(Sent(499, 1))}, ["In the 7 days before 20 Nov 2026 I sent 499 messages."]),
        ({"sent": fact(Sent(500, 0))}, []),
        ({"photo": fact(value=False), "schools": fact(0), "connections": fact(1)}, []),
        (
            {"photo": fact(value=True), "position": fact(value=True), "schools": fact(1), "connections": fact(2)},
            [f"The account is mine and real: my profile shows {', '.join(THINGS)}, my education and 2 connections."],
        ),
    ],
)
def test_a_draft_tells_only_what_is_known(
    facts: dict[str, Any], lines: list[str], words: Words, policy: Policy
) -> None:
    """Facts that speak for the member, each only where it is known; the rest are gaps to fill in."""
    draft = Draft(Case.RESTRICTION, None, Facts(NOW, **facts))
    opening = "My account has been restricted, and I ask you to look at that again."
    assert draft_text(draft, words, policy).split("\n") == [opening, *lines, *GAPS]


def test_a_draft_against_a_recorded_ban(words: Words, policy: Policy) -> None:
    """What the notice says stands in it, in the policy's words."""
    standing = Fact(Standing(StandingKind.BANNED, "fake_account", TODAY), Basis.RECORDED, TODAY)
    assert draft_text(Draft(Case.BAN, standing, Facts(NOW)), words, policy).split("\n") == [
        "My account has been banned from messaging since 20 Nov 2026, and I ask you to look at that again.",
        "Your notice gives as the reason: running a fake or fraudulent account.",
        *GAPS,
    ]
    assert [unfinished(text, words) for text in (*GAPS, f"so {GAPS[1]}", "[all of it]")] == [True, True, True, False]


# --- who did it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "role", "said"),
    [
        (MARA.user, Role.MEMBER, "you"),
        (COMMAND_LINE, Role.OPERATOR, "the command line"),
        (f"{GONE}1234", Role.REVIEWER, "somebody who has left"),
        ("U2RITA", Role.REVIEWER, "*Rita*"),
        ("U3", Role.REVIEWER, "a reviewer"),
        ("U3", Role.ADMINISTRATOR, "an administrator"),
    ],
)
def test_who_did_it(actor: str, role: Role, said: str, talk: Talk, words: Words) -> None:
    """By name where it is known, as plain text, else by role."""
    talk.says(f"appeal the ban: {STATEMENT}")
    appeal = talk.app.whylocked.appealing.find("T1", 1)
    assert appeal is not None
    event = Event(NOW, actor, role, "ask", appeal.state)
    told = Told(appeal, (event,), {"U2RITA": "*Rita*"})
    assert doer(event, told, words) == said


def test_whom_it_is_told_to(talk: Talk, words: Words) -> None:
    """Somebody else than the member is not told "you" of what the member did."""
    talk.says(f"appeal the ban: {STATEMENT}")
    told = talk.app.whylocked.appealing.told("T1", 1)
    assert told is not None
    assert doer(told.last, Told(told.appeal, told.events, {}, reader="me"), words) == "the member"
    assert which("answer", [], words).text == "You have no open appeal."


# --- in Slack -------------------------------------------------------------------------------------------------


def test_in_slack_by_word_and_button(me: Member, bot: SlackApp, slack: FakeSlack) -> None:
    """Filed by typing, the text set apart to copy, withdrawn by two presses; pressed again, nothing happens twice."""
    bot.desk.app.whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED, "spam"), ago(3))
    tick(bot.desk)  # which tells the member
    me.says("appeal: I wrote to <https://a.example|Ann> &amp; *nine* others.\n\nThey know me, all of them.")
    receipt = me.answered(2)
    assert said_in(receipt).startswith("Filed: this is appeal 1, against the restriction.")
    assert labels(receipt) == ["Text for LinkedIn", "How it stands", "Withdraw it"]

    me.presses(receipt, "Text for LinkedIn")
    text = me.answered(3)
    set_apart = [
        element["elements"][0]["text"]
        for block in text["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
    ]
    assert set_apart == ["I wrote to https://a.example & *nine* others.\n\nThey know me, all of them."]

    me.presses(receipt, "Withdraw it")
    asked = me.answered(4)
    me.presses(asked, "Withdraw it")
    assert "Withdrawn: appeal 1." in str(me.responded())
    assert len(bot.desk.app.whylocked.appealing.history(ME.team, 1)) == 2
    me.presses(asked, "Withdraw it")
    me.says("appeal status")
    assert "Appeal 1 against the restriction is withdrawn." in said_in(me.answered(5))
    assert len(bot.desk.app.whylocked.appealing.history(ME.team, 1)) == 2
    assert slack.calls("views.open") == []


def test_the_longest_statement_in_slack(me: Member, bot: SlackApp) -> None:
    """A statement of 3,000 characters comes back whole; one more is refused in a sentence."""
    statement = ("It was so. " * 300)[:2999] + "!"
    me.says(f"appeal the ban: {statement}!")
    assert said_in(me.answered()) == "A statement takes at most 3000 characters, and that has 3001; shorten it."
    me.says(f"appeal the ban: {statement}")
    me.answered(2)
    me.says("text 1")
    shown = me.answered(3)
    assert any(
        element.get("elements", [{}])[0].get("text") == statement
        for block in shown["blocks"]
        for element in block.get("elements", [])
        if isinstance(element, dict)
    )
    appeal = bot.desk.app.whylocked.appealing.find(ME.team, 1)
    assert appeal is not None
    assert appeal.statement == statement


def test_a_text_to_copy_stands_apart_on_a_terminal(replies: dict[str, Reply]) -> None:
    """Between blank lines, and nothing else of the reply is."""
    reply = replies["the text for LinkedIn"]
    text = next(line.text for line in reply.lines if line.part is Part.TEXT)
    assert f"\n\n{text}\n\n" in reply.text
