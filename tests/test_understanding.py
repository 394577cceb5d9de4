"""What is understood of a message."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from invented import CASES, invented

from bot.people import People, Person, Target, TargetStatus, person_key
from bot.understanding import Intent, Request, Turn, read_mind, to_json, understand
from bot.words import BUILT_IN

TABLES = tomllib.loads((CASES / "understanding.toml").read_text("utf-8"))
TABLE = TABLES["case"]
ANSWERS = [(text, asked, row) for row in TABLES["answer"] for asked in row["asked"] for text in row["texts"]]
MIND = read_mind(BUILT_IN)
PEOPLE = invented()


def understood(text: str, previous: Turn | None = None, people: People = PEOPLE) -> Request:
    """The message as the bot understands it."""
    return understand(text, people, bot_id="U0BOT", previous=previous, mind=MIND)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['text'][:40]} {case.get('prev', '')}")
def test_table(case: dict[str, Any]):
    """Each message is understood as the table says, whole."""
    before = understood(case["prev"]) if "prev" in case else None
    previous = before and Turn(before.intent, before.targets, asked=case.get("asked"))

    request = understood(case["text"], previous)

    assert to_json(request) == {
        "intent": case.get("intent", "ask_lock"),
        "followup": case.get("followup", False),
        "targets": case.get("targets", []),
        "candidates": case.get("candidates", []),
        "topic": case.get("topic"),
        "value": case.get("value"),
        "fields": [{"field": field, "value": value} for field, value in case.get("fields", [])],
    }
    flags = ("hypothetical", "declined", "notice", "not_a_profile")
    assert {flag for flag in flags if getattr(request, flag)} == {flag for flag in flags if case.get(flag)}


@pytest.mark.parametrize(("text", "asked", "row"), ANSWERS, ids=lambda part: part if isinstance(part, str) else "")
def test_answers(text: str, asked: str, row: dict[str, Any]):
    """After a question of the bot a message states the facts in the table, or is declined, or is no answer."""
    before = understood("is otis locked")

    request = understood(text, Turn(before.intent, before.targets, asked=asked or None))

    assert [list(pair) for pair in request.fields] == row.get("fields", [])
    assert request.declined == row.get("declined", False)
    if request.declined:
        assert (request.intent, request.followup, request.targets) == (before.intent, True, before.targets)
    if request.fields:
        assert request.intent is Intent.UPDATE_PROFILE


def test_the_right_one_of_two_namesakes():
    """A company in the question tells persons of one name apart."""
    (target,) = understood("can't message ali reyes from fernhill").targets

    assert target.url == "https://www.linkedin.com/in/ali-reyes-fernhill"


@pytest.mark.parametrize(
    ("text", "intent", "names"),
    [
        ("delete my data", Intent.FORGET_ME, []),
        ("what data do you have on me", Intent.SHOW_PROFILE, []),
        ("the one in data", Intent.ASK_LOCK, ["Nia Falk"]),
    ],
)
def test_what_is_asked_of_ones_own_data_picks_nobody(text: str, intent: Intent, names: list[str]):
    """After a list, "delete my data" is about the member and not about the Head of Data on it."""
    nia = Person("Nia Falk", person_key("Nia Falk"), position="Head of Data")
    ole = Person("Ole Brekke", person_key("Ole Brekke"), position="Buyer")
    people = People([nia, ole], Person("", ""), {})
    before = Turn(Intent.ASK_LOCK, tuple(Target(TargetStatus.FOUND, person=each) for each in (ole, nia)))

    request = understood(text, before, people)

    found = [target.person.name for target in request.targets if target.person is not None]
    assert (request.intent, found) == (intent, names)


@pytest.mark.parametrize(
    "text",
    [
        "how do I share my network?",
        "how can i share names with colleagues",
        "who sees my network?",
        "can colleagues see my contacts?",
    ],
)
def test_how_the_own_network_is_shared_is_asked(text: str):
    """The question is about the member's own setting, whoever was spoken of before."""
    before = understood("why can't I message Otis?")
    request = understood(text, Turn(before.intent, before.targets))
    assert (request.intent in {Intent.SHOW_NETWORK, Intent.SHOW_PROFILE}, request.aspect) == (True, "sharing")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("I connected with 3 more people", (("connections", "+3"),)),
        ("I added 5 connections", (("connections", "+5"),)),
        ("I have 5 connections", (("connections", "5"),)),
        ("10 more connections, 230 now", (("connections", "230"),)),
        ("I added 3 skills", (("skills", "+3"),)),
        ("skills=3", (("skills", "3"),)),
    ],
)
@pytest.mark.parametrize("asked", [None, "photo"])
def test_what_is_added_is_not_all_there_is(text: str, fields: tuple[tuple[str, str], ...], asked: str | None):
    """What a step of the plan brought is added to what is known, in answer to a question as out of the blue."""
    before = understood("why can't I message Otis?")
    request = understood(text, Turn(before.intent, before.targets, asked=asked))
    assert (request.intent, request.fields) == (Intent.UPDATE_PROFILE, fields)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("share my network", "yes"),
        ("please share my contacts with names", "names"),
        ("stop sharing my network", "no"),
        ("don't share my connections", "no"),
        ("hide my network", "no"),
    ],
)
def test_sharing_is_stated_whatever_was_spoken_of_before(text: str, value: str):
    """After a question about the network, too, "share my network" asks for a change."""
    request = understood(text, Turn(Intent.SHOW_NETWORK))
    assert (request.intent, request.fields) == (Intent.UPDATE_PROFILE, (("share_network", value),))


@pytest.mark.parametrize("before", [None, Intent.WHO_CAN_INTRODUCE, Intent.HOW_TO_FIX])
def test_who_can_be_messaged_somewhere_is_asked_whatever_was_spoken_of_before(before: Intent | None):
    """The question is about a company, in the middle of a talk about somebody, too."""
    previous = before and Turn(before, understood("why can't I message Otis?").targets)
    request = understood("who can i message at fernhill", previous)
    assert (request.intent, request.aspect, request.value) == (Intent.SHOW_NETWORK, "messageable", "fernhill")


@pytest.mark.parametrize("before", [None, *Intent])
def test_what_always_means_the_same_does_so_after_anything(before: Intent | None):
    """What a button says, and what asks plainly, is no other question because of what was asked before."""
    previous = before and Turn(before, understood("why can't I message Otis?").targets)
    always = {
        "how do I fix it": Intent.HOW_TO_FIX,
        "ok how do i fix that?": Intent.HOW_TO_FIX,
        "who can introduce me": Intent.WHO_CAN_INTRODUCE,
        "who can introduce me to Iris Kowalski": Intent.WHO_CAN_INTRODUCE,
        "why can't I message Iris Kowalski": Intent.ASK_LOCK,
        "is iris locked": Intent.ASK_LOCK,
        "Iris Kowalski locked?": Intent.ASK_LOCK,
        "what are the rules?": Intent.EXPLAIN_RULES,
        "what can I do": Intent.HOW_TO_FIX,
        "show my profile": Intent.SHOW_PROFILE,
        "lunch anyone?": Intent.OUT_OF_SCOPE,
        "thanks, see you tomorrow": Intent.OUT_OF_SCOPE,
        "lol ok": Intent.OUT_OF_SCOPE,
    }
    assert {text: understood(text, previous).intent for text in always} == always


def test_a_typing_mistake_is_shown():
    """A name taken in spite of a typing mistake says so."""
    (target,) = understood("is kowalsky locked").targets

    assert target.by_typo


@pytest.mark.parametrize(
    "text",
    [
        "why can't i message Iris Kowalski? " * 300,
        "otis " * 2500,
        "why can't " * 1500,
        "(" * 12_000,
        "<@" * 6_000,
        "lorem ipsum " * 900,
        "Otis, " * 2_000,
        "\u674e" * 10_000,
        "= " * 5_000,
    ],
)
def test_any_long_text_is_understood(text: str):
    """A text of more characters than anybody types is understood like any other, not searched for ever."""
    assert understood(text).intent in Intent


def test_the_question_at_the_end_of_a_very_long_story():
    """Of a text that is too long the end is read."""
    story = "we had a lovely time at the lake and then it rained " * 300

    assert to_json(understood(f"{story}. Why can't I message Otis?"))["targets"] == ["Otis Brandt"]


def test_without_a_bot_id_nothing_is_an_address():
    """Where the bot has no id, as in a terminal, a mention is a person."""
    request = understand("<@U1OTIS> locked", PEOPLE, mind=MIND)

    assert to_json(request)["targets"] == ["Otis Brandt"]


def test_nobody_is_no_target():
    """A target of nobody is not printed as one."""
    assert to_json(Request(Intent.ASK_LOCK, targets=(Target(TargetStatus.NONE),)))["targets"] == []


def test_every_intent_has_examples():
    """Each intent can be told from what was learned."""
    assert set(MIND.learned["intent"].labels) == set(Intent)
