"""Whole replies, held as prose in cases/replies.toml, and what holds of every reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from conftest import REVIEWED

from bot.app import App
from bot.demo import staged
from bot.demo.workspace import DemoWorkspace
from bot.replies.model import Line, Part, Reply
from bot.store import Who
from bot.understanding.request import Intent
from bot.words import BUILT_IN

LONGEST_LINE = 125
MOST_LINES = 12
MOST_BUTTONS = 5
JARGON = re.compile(r"\b(exempt|finding|diagnosis|verdict|check|reason code|None|null)\b|_|\bpolicy 2026\.1(?! ·)")
TYPED = re.compile(r"\w+=\S+|“[^”]*”|https?://\S+|whylocked \w.*|D-\S+ · policy 2026\.1 ·.*")
DEMO = DemoWorkspace.load()
PEOPLE = [person.name for person in (*DEMO.people.values(), *DEMO.members.values())]
ABOUT = [*dict.fromkeys(PEOPLE), "Ingrid Solheim", "linkedin.com/in/somebody-else-example"]


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[App, DemoWorkspace]]:
    with staged(BUILT_IN) as (app, workspace):
        yield app, workspace


def is_short(reply: Reply) -> None:
    """A reply is read at one glance, and leaves no placeholder and no empty list behind."""
    lines = [line for line in reply.text.split("\n") if line]
    assert len(lines) <= MOST_LINES
    # A list in words, of facts or of plans, may be longer: nobody reads it through.
    assert [line for line in lines if len(line) > LONGEST_LINE and line.count(",") + line.count(";") < 3] == []
    assert len(reply.actions) <= MOST_BUTTONS
    assert not re.search(r"[{}]|None|\[\]|  +\S*$|\.\.|, ,", reply.text)


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reply_reads_as_reviewed(case: dict[str, str], said: dict[str, Reply]):
    """A reply is word for word what was reviewed; only its id is new each time."""
    assert re.sub(r"D-[2-9A-Z]{5}", "D-?????", said[case["name"]].text) == case["text"]


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reply_is_short(case: dict[str, str], said: dict[str, Reply]):
    """No reply is a wall of text, whoever asks for what."""
    is_short(said[case["name"]])


@pytest.mark.parametrize("member", [*DEMO.members, "newcomer"])
def test_every_answer_about_everybody_is_short(member: str, demo: tuple[App, DemoWorkspace]):
    """Whoever of the made-up workspace asks about whomever, why and how to fix it: verdict first, in a few lines."""
    app, workspace = demo
    who = Who(workspace.team, member)
    for name, asks in product(ABOUT, ("why can't I message {}?", "how do I fix it?", "what if skills=1 photo=no")):
        heard = app.conversation.hear(who, asks.format(name), workspace.now, thread="table")
        assert heard.request.intent in {Intent.ASK_LOCK, Intent.HOW_TO_FIX}
        is_short(heard.reply)
        first = next(line for line in heard.reply.lines if line.part is not Part.NOTE or len(heard.reply.lines) == 1)
        assert first.part in {Part.VERDICT, Part.NOTE}


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reply_speaks_as_people_do(case: dict[str, str], said: dict[str, Reply]):
    """None of the program's own words stand in a reply, but for what can be typed."""
    spoken = re.sub(
        r"\w+=\S+|“[^”]*”|https?://\S+|whylocked \w.*|D-\S+ · policy 2026\.1 ·.*", "", said[case["name"]].text
    )
    assert JARGON.findall(re.sub(r"left to check|checked|diagnoses", "", spoken)) == []


@pytest.mark.parametrize("there", [False, True], ids=["terminal", "Slack"])
def test_help_shows_only_what_is_understood(there: object, demo: tuple[App, DemoWorkspace]):
    """Help is at most ten lines, and every example in it does what it says, for each thing that can be asked."""
    app, workspace = demo
    words = app.words.in_slack() if there else app.words
    first, *examples, last = words.say("help.text").strip().split("\n")
    assert len(examples) + 2 <= 10
    people = app.whylocked.people(workspace.who("nora"))
    typed = [re.sub(r" \(.*\)", "", each).strip() for line in examples for each in line.split(" / ")]
    understood = [app.conversation.understood(each, people).intent for each in typed]
    assert understood == [
        Intent.ASK_LOCK,
        Intent.HOW_TO_FIX,
        Intent.ASK_LOCK,
        Intent.WHO_CAN_INTRODUCE,
        Intent.SHOW_NETWORK,
        Intent.UPDATE_PROFILE,
        Intent.EXPLAIN_RULES,
        Intent.EXPLAIN_RULES,
        Intent.ASK_LOCK,
        Intent.FILE_APPEAL,
        Intent.SHOW_PROFILE,
        Intent.SHOW_NETWORK,
        Intent.SHOW_PROFILE,
        Intent.FORGET_ME,
    ]
    assert app.conversation.understood("import", people).intent is Intent.IMPORT_DATA
    assert last.endswith("say import.")
    assert first


@pytest.mark.parametrize("there", [False, True], ids=["terminal", "Slack"])
def test_facts_can_be_told_as_shown(there: object, demo: tuple[App, DemoWorkspace]):
    """What is shown to somebody who said it otherwise is understood, every fact of it."""
    app, workspace = demo
    words = app.words.in_slack() if there else app.words
    people = app.whylocked.people(workspace.who("nora"))
    _, first, second = words.say("help.set").strip().split("\n")
    assert [dict(app.conversation.understood(line.strip(), people).fields) for line in (first, second)] == [
        {"account_type": "sales nav", "connections": "212", "photo": "yes"},
        {"skills": "5", "education": "yes", "position": "yes", "messages": "40"},
    ]


def test_text_is_the_lines_in_order():
    """The plain text of a reply is its lines, one under the other."""
    assert Reply((Line(Part.VERDICT, "one"), Line(Part.FOOTER, "two"))).text == "one\ntwo"
