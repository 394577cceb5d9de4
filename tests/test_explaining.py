"""Rules explained, one's own account shown, appeals as far as they go, advice on one topic: whole replies and edges."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli import mara, run
from conftest import ME, NOW, found, keep, state, whole_archive
from test_conversation import Talk, held

from bot.advice import CHECK_OF, Advice, Ways
from bot.app import App
from bot.conversation.appealing import Appeals
from bot.conversation.explaining import Explaining
from bot.demo import staged
from bot.demo.workspace import DemoWorkspace
from bot.facts import Standing, StandingKind
from bot.policy import Policy, RuleBasis
from bot.replies.blocks import message
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Button, Form, Menu, Part, Reply
from bot.replies.rule_book import RuleBook
from bot.store import Store, Who
from bot.understanding.request import Intent, Request
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words, load

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "explaining.toml").read_text(encoding="utf-8")
)["case"]
LONGEST_LINE = 300
MOST_LINES = 14


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[App, DemoWorkspace]]:
    with staged(BUILT_IN) as (app, workspace):
        yield app, workspace


@pytest.fixture
def explaining(whylocked: Whylocked, policy: Policy, words: Words) -> Explaining:
    answers = LockAnswers(policy, load(BUILT_IN, "advice.toml", Advice), words)
    return Explaining(whylocked, answers, words)


def explained(explaining: Explaining, who: Who, request: Request, now: Any = NOW) -> Reply:  # noqa: ANN401
    """The reply to a request of any of the intents."""
    match request.intent:
        case Intent.EXPLAIN_RULES:
            return explaining.rules(who, request, now).reply
        case Intent.SHOW_PROFILE:
            return explaining.profile(who, request, now).reply
        case Intent.HOW_TO_FIX:
            return explaining.advice(who, request, now).reply
        case _:
            appeals = Appeals(explaining.whylocked, explaining.answers, explaining.words)
            return appeals.heard(who, request, None, now).reply


def reply_to(case: dict[str, Any], demo: tuple[App, DemoWorkspace]) -> Reply:
    """The reply that a reviewed case is about."""
    app, workspace = demo
    explaining = Explaining(app.whylocked, app.conversation.answers, app.words)
    asked = Request(Intent(case["intent"]), topic=case.get("topic"), value=case.get("value"), aspect=case.get("aspect"))
    now = workspace.now + timedelta(days=case.get("after", 0))
    return explained(explaining, Who(workspace.team, case["who"]), asked, now)


def labels(reply: Reply) -> list[str]:
    """What stands on everything that can be pressed beneath a reply."""
    return [action.label for action in reply.actions]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reply_reads_as_reviewed(case: dict[str, Any], demo: tuple[App, DemoWorkspace]):
    """A reply is word for word what was reviewed."""
    assert reply_to(case, demo).text == case["text"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reply_is_short_and_fits_slack(case: dict[str, Any], demo: tuple[App, DemoWorkspace]):
    """No reply is a wall of text, none leaves a placeholder behind, and Slack can show each with its buttons."""
    reply = reply_to(case, demo)
    lines = reply.text.split("\n")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not re.search(r"[{}]|None|\[\]|\.\.|, ,", reply.text)
    assert message(reply, demo[0].words.in_slack(), "card").blocks


@pytest.mark.parametrize("topic", CHECK_OF)
@pytest.mark.parametrize("aspect", [None, "why", "linkedin_help"])
def test_only_linkedins_own_words_are_called_linkedins(topic: str, aspect: str | None, explaining: Explaining):
    """Every reply about a rule says where it is from; what is no text of LinkedIn is never said to be one."""
    text = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic=topic, aspect=aspect)).text
    assert re.search("Source: |An assumption|LinkedIn Help|no page of LinkedIn", text)
    assert not re.search(r"LinkedIn (says|demands|requires|wants)", text)


@pytest.mark.parametrize("topic", CHECK_OF)
def test_every_rule_is_told_somewhere(topic: str, explaining: Explaining, ways: Ways):
    """All that is explained and all that LinkedIn documents about a topic can be asked for."""
    advice = load(BUILT_IN, "advice.toml", Advice)
    why = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic=topic, aspect="why")).text
    documented = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic=topic, aspect="linkedin_help")).text
    assert [each.text for each in advice.statements_on(topic) if each.text not in why] == []
    assert [rule.text for rule in ways.rules_on(topic) if rule.text not in documented] == []


def test_a_page_that_says_nothing(explaining: Explaining):
    """No text of LinkedIn's help is known on the profile, and the reply says so rather than nothing."""
    asked = Request(Intent.EXPLAIN_RULES, topic="profile", aspect="linkedin_help")
    assert explained(explaining, ME, asked).text == "I know no page of LinkedIn's help on that."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "On that plan: Your number of connections isn't known: Sales Navigator needs 30. Say connections=212."),
        ({"connections": 29}, "On that plan: You have 29 of the 30 connections that Sales Navigator needs."),
        ({"connections": 30}, "On that plan: 30 connections; Sales Navigator needs 30."),
        (
            {"connections": 31, "account_type": "sales_navigator"},
            "Where you stand: 31 connections; Sales Navigator needs 30.",
        ),
    ],
)
def test_where_the_asker_stands_by_a_plan(
    fields: dict[str, object], said: str, explaining: Explaining, whylocked: Whylocked, store: Store
):
    """A plan's number is held against the asker's own count, as if on that plan; nothing of it is stored."""
    state(whylocked, **fields)
    rows = held(store.path)
    asked = Request(Intent.EXPLAIN_RULES, topic="connections", value="Sales Nav")
    assert said in explained(explaining, ME, asked).text.split("\n")
    assert held(store.path) == rows


@pytest.mark.parametrize(
    ("topic", "value", "first"),
    [
        (None, "Premium", "Premium needs 30 connections before messages go out."),
        (None, "Gold", "I know no plan called “Gold”. Here is what each plan needs in connections:"),
        ("volume", "Gold", "I know no plan called “Gold”. These plans have InMail credits:"),
        ("volume", "free", "Basic has no InMail."),
        ("volume", "Recruiter Lite", "Recruiter Lite gets 30 InMail credits a month and holds 120 at most."),
        ("ban", "Globex", "A ban takes messages away for good. This brings one:"),
        ("whatever", None, "Six things can lock a message. One is enough."),
    ],
)
def test_what_the_question_names(topic: str | None, value: str | None, first: str, explaining: Explaining):
    """A plan is told of by what it needs or by its InMail; a name that is no plan brings the list of plans."""
    reply = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic=topic, value=value))
    assert (reply.lines[0].part, reply.lines[0].text) == (Part.VERDICT, first)


def test_inmail_without_a_topic(explaining: Explaining):
    """Who asks for InMail credits gets them, whether or not a topic is known, and without a plan no place to stand."""
    lines = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, aspect="inmail")).text.split("\n")
    assert lines[0] == "InMail is for people you aren't connected with, and goes by credits:"
    assert [line for line in lines if line.startswith("Where you stand")] == []


def test_a_plan_is_asked_for_where_it_is_not_known(explaining: Explaining, whylocked: Whylocked):
    """The rules on connections offer to tell one's plan as long as it is not known."""
    asked = Request(Intent.EXPLAIN_RULES, topic="connections")
    assert explained(explaining, ME, asked).actions[0] == Form("Tell me your plan", ("account_type",))
    state(whylocked, account_type="basic")
    assert labels(explained(explaining, ME, asked)) == [
        "Rules on shared connections",
        "Rules on the profile",
        "What LinkedIn's help says",
    ]


def test_every_topic_can_be_chosen(explaining: Explaining):
    """Beneath how locking works stands one menu of all topics, each as it can be typed."""
    (menu,) = explained(explaining, ME, Request(Intent.EXPLAIN_RULES)).actions
    assert isinstance(menu, Menu)
    assert [option.says for option in menu.options] == [
        "rules on connections",
        "rules on the profile",
        "rules on shared connections",
        "rules on message volume",
        "rules on restrictions",
        "rules on bans",
    ]


def test_a_policy_with_other_numbers_and_sources(policy: Policy, ways: Ways, words: Words, store: Store):
    """Another policy is told by its own numbers, and by what its rules rest on; what it leaves out is left out."""
    changed = policy.model_dump()
    changed["message_volume"] |= {"limit": 7, "warn_percent": 50, "basis": "linkedin_help"}
    changed["message_volume"]["source"] = "who_can_be_messaged"
    changed["inmail"] = {}
    del changed["profile"]["requirements"]["completeness"]
    changed["profile"]["requirements"]["photo"]["minimum"] = 0
    other = Policy.model_validate(changed)
    answers = LockAnswers(other, load(BUILT_IN, "advice.toml", Advice), words)
    explaining = Explaining(Whylocked(store, other, ways, words), answers, words)
    volume = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic="volume")).text.split("\n")
    profile = explained(explaining, ME, Request(Intent.EXPLAIN_RULES, topic="profile")).text.split("\n")
    assert volume[0] == "7 messages within the last 7 days lock the next one, for a while."
    assert "From 4 messages on I warn you." in volume
    assert volume[-1] == (
        "Source: LinkedIn Help: who can be messaged, https://www.linkedin.com/help/linkedin/answer/a554575"
    )
    assert [line for line in volume if "InMail goes" in line] == []
    assert profile[0] == "Messages go out once your profile has a current position, 3 skills and 1 school."
    assert [line for line in profile if "sections" in line] == []


def test_each_origin_is_named_once(policy: Policy, ways: Ways, words: Words):
    """Rules of one source and basis share a line; the order is that of the rules."""
    book = RuleBook(policy, load(BUILT_IN, "advice.toml", Advice), ways, words)
    volume, photo = policy.message_volume, policy.profile.requirements["photo"]
    lines = [line.text for line in book.origins(volume, photo, policy.account_types["basic"], volume)]
    assert (volume.basis, photo.basis) == (RuleBasis.ASSUMPTION, RuleBasis.ARTICLE)
    assert [line.partition(" ")[0] for line in lines] == ["An", "Source:"]


# --- one's own account ----------------------------------------------------------------------------------------


def test_looking_stores_nothing(explaining: Explaining, whylocked: Whylocked, store: Store):
    """Neither what is shown nor what is explained leaves a row behind."""
    state(whylocked, connections=3)
    rows = held(store.path)
    for intent in (Intent.SHOW_PROFILE, Intent.FILE_APPEAL, Intent.APPEAL_STATUS, Intent.EXPLAIN_RULES):
        explained(explaining, ME, Request(intent))
    explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic="connections"))
    assert held(store.path) == rows


def test_the_account_counts_what_is_kept(explaining: Explaining, whylocked: Whylocked):
    """The answers that were given are counted, of this member alone."""
    for who in (ME, ME, Who("T1", "U2"), Who("T2", "U1")):
        whylocked.ask(who, found("Jane Doe"), NOW)
    text = explained(explaining, ME, Request(Intent.SHOW_PROFILE)).text
    assert text.rpartition("\n")[2] == (
        "I keep 2 answers that I gave you, too. Say “export my data” and you get all of it, “privacy” for who sees"
        " what."
    )
    assert whylocked.account(ME, NOW).diagnoses == 2


def test_every_kind_of_value_is_written_out(explaining: Explaining, whylocked: Whylocked):
    """Numbers, lists, words, yes and no each have their form; a long list is only counted."""
    state(
        whylocked,
        connections=1,
        skills="Go, SQL, C, Ada",
        education=2,
        position="Buyer",
        experience="no",
        completeness=60,
        messages=1,
        summary="yes",
        share_network="off",
    )
    lines = explained(explaining, ME, Request(Intent.SHOW_PROFILE)).text.split("\n")
    assert lines[3:] == [
        (
            "You told me on 20 Nov 2026: 1 connection; current position Buyer; 4 skills; 2 schools; past job no;"
            " summary yes; 60 % complete; 1 message sent in 7 days."
        ),
        "Not known: plan, photo and custom address. Quickest to tell me: photo=yes or photo=no.",
        "Colleagues get nothing from your network (share_network=off).",
        "Say “export my data” and you get all that I keep, “privacy” for who sees what.",
    ]


@pytest.mark.parametrize(("days", "stale"), [(30, False), (31, True)])
def test_an_old_archive_is_called_old(
    days: int, stale: object, explaining: Explaining, store: Store, whylocked: Whylocked
):
    """From the day after the policy's limit on, what an archive tells is said to be old, and how old."""
    keep(store, ME, whole_archive(NOW.date() - timedelta(days=days)))
    state(whylocked, photo="yes")
    text = explained(explaining, ME, Request(Intent.SHOW_PROFILE)).text
    assert ("days old (a new one would tell more)" in text) is stale


def test_a_name_is_shown_as_plain_text(explaining: Explaining, whylocked: Whylocked):
    """What a member typed of themselves cannot break out of its line."""
    state(whylocked, name="Mia\n*bold* <!channel>", photo="yes")
    reply = explained(explaining, ME, Request(Intent.SHOW_PROFILE))
    assert "name Mia *bold* <!channel>; photo yes." in reply.text
    assert all("\n" not in line.text for line in reply.lines)
    assert "<!channel>" not in message(reply, explaining.words).text


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        ("connections", ["? Your number of connections isn't known: plans need 15 to 30. Say connections=212."]),
        ("shared_connections", ["Shared connections depend on whom you want to message."]),
        ("restriction", ["No restriction: your account is recorded in good standing."]),
        ("ban", ["No messaging ban: your standing was recorded as not banned."]),
    ],
)
def test_only_what_bears_on_a_topic_is_shown(
    topic: str, lines: list[str], explaining: Explaining, whylocked: Whylocked
):
    """Asked for one part, the bot says what the check makes of it and no more than that part."""
    whylocked.record_standing(ME, Standing(StandingKind.GOOD), NOW)
    reply = explained(explaining, ME, Request(Intent.SHOW_PROFILE, topic=topic))
    standing = ["Your standing was recorded on 20 Nov 2026."] if topic in {"restriction", "ban"} else []
    rest = {
        "connections": ["Not known: plan and number of connections. Quickest to tell me: connections=212."],
        "shared_connections": ["Colleagues get only numbers from your network, no names (share_network=count)."],
    }
    assert reply.text.split("\n") == [*lines, *standing, *rest.get(topic, [])]


@pytest.mark.parametrize(("topic", "offered"), [(None, True), ("connections", True), ("profile", False)])
def test_the_way_out_is_offered_where_something_locks(
    topic: str | None, offered: object, explaining: Explaining, whylocked: Whylocked
):
    """“How do I fix it?” stands beneath what is locked, not beneath what is not."""
    state(whylocked, connections=3)
    reply = explained(explaining, ME, Request(Intent.SHOW_PROFILE, topic=topic))
    assert ("How do I fix it?" in labels(reply)) is offered


# --- appeals --------------------------------------------------------------------------------------------------


def test_a_newcomer_with_nothing_to_appeal_is_asked(explaining: Explaining):
    """Who is not known yet is told that nothing is recorded, and asked what would tell what locks."""
    reply = explained(explaining, ME, Request(Intent.FILE_APPEAL))
    assert reply.text.startswith("There is nothing to appeal: I have no restriction and no ban recorded for you.\n")
    assert "Basic, 212 connections, photo yes, 5 skills" in reply.text
    shown = explained(explaining, ME, Request(Intent.SHOW_PROFILE))
    assert reply.actions[0] == shown.actions[0]
    assert labels(reply)[0] == "Answer the questions"


@pytest.mark.parametrize(
    ("recorded", "topic", "offered"),
    [
        (None, None, ["Answer the questions", "LinkedIn shows me a notice", "Rules on restrictions", "Rules on bans"]),
        (None, "ban", ["Write the appeal", "Rules on bans"]),
        (StandingKind.GOOD, "restriction", ["Write the appeal", "Rules on restrictions"]),
        (StandingKind.BANNED, "restriction", ["Write the appeal", "Rules on bans"]),
        (StandingKind.RESTRICTED, None, ["Write the appeal", "Rules on restrictions"]),
    ],
)
def test_what_is_recorded_decides_what_an_appeal_is_about(
    recorded: StandingKind | None, topic: str | None, offered: list[str], explaining: Explaining, whylocked: Whylocked
):
    """What is recorded comes before what the question names; that comes before nothing."""
    if recorded is not None:
        whylocked.record_standing(ME, Standing(recorded), NOW)
    assert labels(explained(explaining, ME, Request(Intent.FILE_APPEAL, topic=topic))) == offered


@pytest.mark.parametrize("intent", [Intent.FILE_APPEAL, Intent.APPEAL_STATUS])
def test_a_restriction_without_an_end_is_not_said_to_end(intent: Intent, explaining: Explaining, whylocked: Whylocked):
    """Only where an end is recorded does the reply promise one."""
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    assert "by itself" not in explained(explaining, ME, Request(intent)).text


# --- advice on one topic --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "first"),
    [
        (399, "Your message volume is fine: 399 of 500 messages in 7 days."),
        (400, "! Careful: you sent 400 messages in the last 7 days; at 500 the policy locks you for a while"),
        (500, "✗ You sent 500 messages in the last 7 days; the policy allows 500"),
    ],
)
def test_advice_begins_with_where_one_stands(messages: int, first: str, explaining: Explaining, whylocked: Whylocked):
    """Below the warning it is fine, from there on a warning, from the limit on a lock."""
    state(whylocked, messages=messages)
    text = explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic="volume")).text
    assert text.startswith(first)


def test_a_profile_in_order_needs_no_advice(explaining: Explaining, store: Store, whylocked: Whylocked):
    """Where nothing is left to do, the reply says only that."""
    keep(store, ME, whole_archive())
    state(whylocked, photo="yes", custom_url="yes")
    reply = explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic="profile"))
    assert reply.text == "Nothing to fix there. Your profile has all that the policy asks for."


def test_what_is_not_known_can_be_filled_in(explaining: Explaining):
    """Advice on what is not known comes with the form for it."""
    reply = explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic="connections"))
    form = reply.actions[0]
    assert isinstance(form, Form)
    assert {"account_type", "connections"} <= set(form.fields)


@pytest.mark.parametrize(("topic", "says"), [("ban", "appeal the ban"), ("restriction", "appeal the restriction")])
def test_an_appeal_is_in_reach(topic: str, says: str, explaining: Explaining):
    """Advice on a restriction or a ban leads on to how one appeals."""
    actions = explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic=topic)).actions
    assert says in [action.says for action in actions if isinstance(action, Button)]


# --- in the conversation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("how does locking work", "Six things can lock a message. One is enough."),
        ("show my profile", "Locked: 2 things stand in the way of every message you send."),
        ("file an appeal", "There is nothing to appeal: I have no restriction and no ban recorded for you."),
        ("status of my appeal", "You have filed no appeal here."),
        ("how do I fix it", "Locked: 2 things stand in the way of every message you send."),
    ],
)
def test_the_conversation_answers(text: str, first: str, tmp_path: Path):
    """Each of these is answered by its own part; a fix of nothing in particular is the plan for the own account."""
    assert Talk(mara(tmp_path))(text).reply.lines[0].text == first


def test_advice_on_a_topic_in_the_conversation(tmp_path: Path):
    """A topic without a person brings advice on it; with a person the whole plan, as before."""
    talk = Talk(mara(tmp_path))
    alone = Request(Intent.HOW_TO_FIX, topic="profile")
    answered = talk.conversation._answered(talk.who, alone, None, NOW)  # noqa: SLF001 - the way in by request
    assert answered.reply.lines[0].text.startswith("✗ Your profile lacks")
    somebody = Request(Intent.HOW_TO_FIX, topic="profile", targets=(found("Jane Doe"),))
    planned = talk.conversation._answered(talk.who, somebody, None, NOW)  # noqa: SLF001 - the same
    assert len(planned.answers) == 1


def test_what_is_explained_is_said_in_between(tmp_path: Path):
    """A rule asked for in the middle leaves the person that the talk is about."""
    talk = Talk(mara(tmp_path))
    talk("why can't I message Jane Doe?")
    talk("show my profile")
    again = talk("position=yes")
    assert [answer.target.person.name for answer in again.answers if answer.target.person] == ["Jane Doe"]


def test_the_command_line_says_the_same(tmp_path: Path):
    """`ask` answers these like a direct message, with intent and text as JSON."""
    desk = mara(tmp_path)
    answer = desk.ask("how does locking work")
    assert answer["intent"] == "explain_rules"
    assert answer["text"].startswith("Six things can lock a message.")
    assert run("--db", str(desk.db), "ask", "file", "an", "appeal").code == 0


def test_an_appeal_where_the_advice_is_empty(policy: Policy, ways: Ways, words: Words, store: Store):
    """Knowledge without a tip on bans leaves the steps, and no heading over nothing."""
    advice = load(BUILT_IN, "advice.toml", Advice)
    without = advice.model_copy(
        update={"tips": {key: tip for key, tip in advice.tips.items() if tip.topic not in {"ban", "volume"}}}
    )
    answers = LockAnswers(policy, without, words)
    explaining = Explaining(Whylocked(store, policy, ways, words), answers, words)
    explaining.whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)
    assert "What else helps" not in explained(explaining, ME, Request(Intent.FILE_APPEAL)).text
    locked = explained(explaining, ME, Request(Intent.HOW_TO_FIX, topic="ban")).text
    assert "What helps" not in locked
