"""Replies as Slack messages: layout, names as plain text, what can be pressed, and the text beside the blocks."""

from __future__ import annotations

import html
import random
import re

import pytest
from conftest import ME, NOW, REVIEWED, found, keep, state, unknown, url_of, whole_archive
from slack_sdk.models.blocks import Block as SdkBlock

from bot.advice import Advice
from bot.people import Person, Target, TargetStatus
from bot.policy import Policy
from bot.replies.blocks import fallback, message
from bot.replies.limits import Surface, problems, size
from bot.replies.lock_answer import LockAnswers
from bot.replies.message import Block, Message
from bot.replies.model import Button, Form, Line, Menu, Part, Reply, plain
from bot.replies.slack_table import MESSAGE_TEXT
from bot.store import Store
from bot.text import clean, shown
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words, load

CARD = "k7wq2m9xp4td"
NASTY = [
    "*bold* _it_ ~no~ `code`",
    "<!channel> <@U1> <#C1|x>",
    "<https://example.com|Jane>",
    "a & b &amp; <c>",
    ":skull: :+1:",
    "• one → two",
    "1. First",
    "✗ Locked",
    "{name} {0}",
    "\u202egnihton\u202c \x00\x1b[31m",
    "Zoë 山田 太郎 👩‍👩‍👧",
    "| , | ,",
]


@pytest.fixture
def answers(policy: Policy, words: Words) -> LockAnswers:
    return LockAnswers(policy, load(BUILT_IN, "advice.toml", Advice), words)


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def section(*texts: str | Block) -> Block:
    parts = [text if isinstance(text, dict) else {"type": "text", "text": text} for text in texts]
    return {"type": "rich_text_section", "elements": parts}


def listed(style: str, *texts: str, **given: int) -> Block:
    return {"type": "rich_text_list", "style": style, "elements": [section(text) for text in texts], **given}


def bold(text: str) -> Block:
    return {"type": "text", "text": text, "style": {"bold": True}}


def small(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def label(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def lines_of(blocks: object) -> list[str]:
    """Every text of the blocks in order, a line each, as a person reads it."""
    if isinstance(blocks, dict):
        own = blocks["text"].rstrip("\n").split("\n") if isinstance(blocks.get("text"), str) else []
        return own + [line for part in blocks.values() for line in lines_of(part)]
    return [line for part in blocks for line in lines_of(part)] if isinstance(blocks, list | tuple) else []


def bare(line: str) -> str:
    """A line of a reply without the signs that lay it out on a terminal."""
    return re.sub(r"^(?:\s+[→•] |\s+(?=\d+\. )|\s+)", "", line)


def accepted(sent: Message) -> None:
    """It has blocks that pass our own table and the checks of Slack's SDK, and a text within its limit."""
    assert sent.blocks
    assert problems(sent.blocks, Surface.MESSAGE) == []
    for block in sent.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    assert 0 < len(sent.text) <= MESSAGE_TEXT


def pressed(sent: Message) -> list[Block]:
    return [element for block in sent.blocks if block["type"] == "actions" for element in block["elements"]]


def test_a_whole_answer(words: Words):
    """Verdict, reasons, plan, ways, what is fine, the question with its buttons, the footer: each has its place."""
    lines = [
        Line(Part.VERDICT, "Locked: one thing stands in the way."),
        Line(Part.RELATION, "You aren't connected."),
        Line(Part.LOCKED, "✗ You have 12 of 15."),
        Line(Part.TIP, "   → Accept invitations."),
        Line(Part.TIP, "   → Invite friends."),
        Line(Part.DOUBT, "But you wrote."),
        Line(Part.UNKNOWN, "? Not known."),
        Line(Part.PLAN, "To unlock:"),
        Line(Part.PLAN, "   1. Add 1 skill (minutes)"),
        Line(Part.PLAN, "   2. Connect (takes days)"),
        Line(Part.WAYS, "Meanwhile:"),
        Line(Part.WAYS, "   • Invite them."),
        Line(Part.FINE, "Fine: no ban."),
        Line(Part.QUESTION, "A photo? Answer yes or no."),
        Line(Part.FOOTER, "D-7Q3K9 · policy 2026.1"),
    ]
    actions = (Button("Yes", "photo=yes"), Button("No", "photo=no"))
    assert message(Reply(tuple(lines), "photo", actions=actions), words, CARD).blocks == (
        rich(section(bold("Locked: one thing stands in the way.\n"), "You aren't connected.")),
        rich(
            section("✗ You have 12 of 15."),
            listed("bullet", "Accept invitations.", "Invite friends."),
            section("But you wrote.\n", "? Not known."),
        ),
        rich(section(bold("To unlock:")), listed("ordered", "Add 1 skill (minutes)", "Connect (takes days)")),
        rich(section(bold("Meanwhile:")), listed("bullet", "Invite them.")),
        small("Fine: no ban."),
        rich(section("A photo? Answer yes or no.")),
        {
            "type": "actions",
            "block_id": f"{CARD}:0",
            "elements": [
                {"type": "button", "action_id": "say:0", "text": label("Yes"), "value": f"{CARD} photo=yes"},
                {"type": "button", "action_id": "say:1", "text": label("No"), "value": f"{CARD} photo=no"},
            ],
        },
        small("D-7Q3K9 · policy 2026.1"),
    )


def test_each_kind_of_action(words: Words):
    """What answers and what only adds bear other ids; a form names fields and person, and stands out first."""
    actions = (
        Form("Answer here", ("account_type", "photo"), "Jane | Doe"),
        Button("Check again", "check again", answers=False),
        Menu("Choose", (Button("Basic", "account_type=basic"), Button("Premium", "account_type=premium"))),
    )
    sent = message(Reply((Line(Part.NOTE, "Hello."), Line(Part.FOOTER, "End.")), actions=actions), words, CARD)
    assert [block["type"] for block in sent.blocks] == ["rich_text", "actions", "context"]
    assert pressed(sent) == [
        {
            "type": "button",
            "action_id": "form:0",
            "text": label("Answer here"),
            "value": f"{CARD} account_type,photo|Jane | Doe",
            "style": "primary",
        },
        {"type": "button", "action_id": "more:1", "text": label("Check again"), "value": f"{CARD} check again"},
        {
            "type": "static_select",
            "action_id": "menu:2",
            "placeholder": label("Choose"),
            "options": [
                {"text": label("Basic"), "value": f"{CARD} account_type=basic"},
                {"text": label("Premium"), "value": f"{CARD} account_type=premium"},
            ],
        },
    ]


def test_without_a_card_nothing_can_be_pressed(words: Words):
    """What is pressed needs a conversation to be said in."""
    assert pressed(message(Reply((Line(Part.NOTE, "Hello."),), actions=(Button("Yes", "yes"),)), words)) == []


@pytest.mark.parametrize("count", [24, 25, 26, 60])
def test_many_buttons_stand_in_rows(count: int, words: Words):
    """A row holds 25; each row has its own id, and each button its own."""
    buttons = tuple(Button(str(number), str(number)) for number in range(count))
    sent = message(Reply((Line(Part.QUESTION, "Which?"),), actions=buttons), words, CARD)
    accepted(sent)
    rows = [block for block in sent.blocks if block["type"] == "actions"]
    assert [block["block_id"] for block in rows] == [f"{CARD}:{row}" for row in range(-(-count // 25))]
    assert [element["action_id"] for element in pressed(sent)] == [f"say:{number}" for number in range(count)]


@pytest.mark.parametrize("count", [1, 99, 100, 101])
def test_menu_limits(count: int, words: Words):
    """A menu shows up to 100 options, and leaves out one whose value Slack would refuse."""
    options = tuple(Button(f"{number} " + "x" * 80, str(number)) for number in range(count))
    too_long = Button("lost", "x" * 138)
    sent = message(Reply((Line(Part.QUESTION, "?"),), actions=(Menu("Choose", (too_long, *options)),)), words, CARD)
    accepted(sent)
    (menu,) = pressed(sent)
    assert [option["value"] for option in menu["options"]] == [f"{CARD} {place}" for place in range(min(count, 100))]
    assert {len(option["text"]["text"]) for option in menu["options"]} == {75}


def test_gap_between_persons(words: Words):
    """Persons are parted by a divider, of which none stands at an end."""
    gap = Line(Part.NOTE, "")
    lines = (Line(Part.VERDICT, "Open: Ann."), gap, Line(Part.VERDICT, "Open: Bob."), gap, Line(Part.NOTE, "All:"))
    assert message(Reply(lines), words).blocks == (
        rich(section(bold("Open: Ann."))),
        {"type": "divider"},
        rich(section(bold("Open: Bob."))),
        {"type": "divider"},
        rich(section("All:")),
    )


def test_list_of_what_is_known_stays_together(words: Words):
    """Fields that are known and fields that are not are lines of one block."""
    lines = [Line(Part.VERDICT, "Known:"), Line(Part.NOTE, "photo: yes"), Line(Part.UNKNOWN, "skills: not known")]
    lines += [Line(Part.UNKNOWN, "url: not known"), Line(Part.NOTE, "messages: 6")]
    (block,) = message(Reply(tuple(lines)), words).blocks
    assert lines_of(block) == ["Known:", "photo: yes", "skills: not known", "url: not known", "messages: 6"]


@pytest.mark.parametrize(
    ("lines", "elements"),
    [
        (["1. a", "2. b"], [listed("ordered", "a", "b")]),
        (["3. a", "4. b"], [listed("ordered", "a", "b", offset=2)]),
        (["1. a", "1. b"], [listed("ordered", "a"), listed("ordered", "b")]),
        (
            ["   1. a", "      → b", "      → c", "   2. d"],
            [listed("ordered", "a"), listed("bullet", "b", "c", indent=1), listed("ordered", "d", offset=1)],
        ),
        (["1. a", "3. b"], [listed("ordered", "a"), listed("ordered", "b", offset=2)]),
        (["100. a"], [section("100. a")]),
        (["0. a"], [section("0. a")]),
        (["1.5 a"], [section("1.5 a")]),
        (["✗ a"], [section("✗ a")]),
        (["• a"], [section("• a")]),
        (["   • a", "b"], [listed("bullet", "a"), section("b")]),
        (["   • • a"], [listed("bullet", "• a")]),
        (["   say help", "   1. a"], [listed("bullet", "say help"), listed("ordered", "a")]),
        (["a", "b"], [section("a\n", "b")]),
    ],
)
def test_items(lines: list[str], elements: list[Block], words: Words):
    """Indented and numbered lines become lists that show the same numbers; every other line stays as it is."""
    assert message(plain("\n".join(lines)), words).blocks == (rich(*elements),)


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_reviewed_replies(case: dict[str, str], said: dict[str, Reply], words: Words):
    """Each reviewed reply is laid out within Slack's limits and says every line of it, in order."""
    reply = said[case["name"]]
    sent = message(reply, words, CARD)
    accepted(sent)
    told = [line for block in sent.blocks if block["type"] != "actions" for line in lines_of(block)]
    lines = [line.beside_buttons if reply.actions and line.beside_buttons else line.text for line in reply.lines]
    expected = [re.sub(r"^\d+\. ", "", bare(line)) for line in lines if line]
    assert told == expected
    assert html.unescape(sent.text) == reply.text
    assert len(sent.blocks) <= 12


@pytest.mark.parametrize("case", REVIEWED, ids=[case["name"] for case in REVIEWED])
def test_the_verdict_is_what_stands_out(case: dict[str, str], said: dict[str, Reply], words: Words):
    """The first bold words of a reply are its verdict; besides, only headings of lists are bold."""
    lines = said[case["name"]].lines
    sections = [part for block in message(said[case["name"]], words).blocks for part in block.get("elements", [])]
    texts = [text for part in sections if part["type"] == "rich_text_section" for text in part["elements"]]
    bold_ones = [text["text"].rstrip("\n") for text in texts if "style" in text]
    headings = [words.say("answer.plan"), words.say("answer.ways")]
    assert bold_ones == [line.text for line in lines if line.part is Part.VERDICT or line.text in headings]


@pytest.mark.parametrize("name", NASTY)
def test_names_are_shown_as_they_are(name: str, answers: LockAnswers, whylocked: Whylocked, store: Store, words: Words):
    """Nothing in a name is markup: it stands in the blocks letter by letter, and in the text escaped."""
    keep(store, ME, whole_archive())
    state(whylocked, photo="yes", account_type="basic")
    for target in (found(name, url_of("x y")), unknown(name)):
        reply = answers.reply(whylocked.ask(ME, target, NOW))
        sent = message(reply, words, CARD)
        accepted(sent)
        assert any(shown(name) in line for line in lines_of(sent.blocks))
        assert html.escape(shown(name), quote=False) in sent.text
        assert "<" not in sent.text
    offered = Reply((Line(Part.QUESTION, "Who?"),), actions=(Button(name, "1"), Menu(name, (Button(name, "2"),))))
    one, menu = pressed(message(offered, words, CARD))
    assert one["text"] == menu["placeholder"] == menu["options"][0]["text"] == label(clean(name))


def crowd(count: int, name: str) -> list[Person]:
    return [
        Person(name, "x", f"https://www.linkedin.com/in/{place}", company=name, position=name) for place in range(count)
    ]


@pytest.mark.parametrize("name", ["x" * 10_000, "<!channel> & " * 800, "😀" * 10_000, "*b* " * 2_500])
def test_longest_names(name: str, answers: LockAnswers, whylocked: Whylocked, words: Words):
    """Names of any length, fifty candidates, fifty persons at once: every reply is within Slack's limits."""
    state(whylocked, connections=3, photo="no", account_type="basic")
    several = Target(TargetStatus.AMBIGUOUS, name, candidates=tuple(crowd(50, name)))
    persons = [found(name, url_of(f"p{place}")) for place in range(50)]
    which = answers.reply(whylocked.ask(ME, several, NOW))
    sent = message(which, words, CARD)
    accepted(sent)
    assert len(pressed(sent)) == 1
    each = [whylocked.ask(ME, target, NOW) for target in persons]
    for reply in (answers.together(each), answers.joined([which] * 50), answers.reply(each[0]), answers.fix(each[0])):
        sent = message(reply, words, CARD)
        accepted(sent)
        assert bare(reply.lines[0].text)[:60] in lines_of(sent.blocks)[0]
        assert lines_of(sent.blocks[-1])[-1][:40] == clean(reply.lines[-1].text)[:40] or pressed(sent)


def test_fifty_persons_at_once(answers: LockAnswers, whylocked: Whylocked, words: Words):
    """Of too many persons the first are told in full, and the asker's own side, the question and the footer stay."""
    state(whylocked, connections=3, photo="no", account_type="basic")
    each = [whylocked.ask(ME, found(f"Ann Number{place} {'x' * 90}"), NOW) for place in range(50)]
    reply = answers.together(each)
    sent = message(reply, words, CARD)
    accepted(sent)
    told = lines_of(sent.blocks)
    own = reply.text.split("\n").index(words.say("answer.for_all"))
    kept = [bare(line.beside_buttons or line.text) for line in reply.lines[own:] if line.part is not Part.PLAN]
    assert [line for line in kept if line not in told] == []
    numbers = [int(found) for line in told if "in the way" in line for found in re.findall(r"Number(\d+)", line)]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= 10
    assert any("too long for Slack" in line for line in told)
    assert [action["text"]["text"] for action in pressed(sent)][-1] == reply.actions[-1].label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("", "…"),
        (" \n ", "…"),
        ("x" * 4_000, "x" * 4_000),
        ("x" * 4_001, "x" * 3_997 + "…"),
        ("a\n" + "x" * 3_998, "a\n" + "x" * 3_998),
        ("a\n" + "x" * 3_999, "a\n…"),
        ("a\nb\n" + "&" * 800, "a\nb\n…"),
    ],
)
def test_text_beside_the_blocks(text: str, told: str):
    """The text is escaped, cut at a line's end where it is too long, and never empty."""
    assert fallback(text) == told
    assert len(told) <= MESSAGE_TEXT


def test_an_empty_reply_is_a_message_still(words: Words):
    """Slack refuses a message without text, so there is always one."""
    assert message(Reply(()), words, CARD) == Message("…")
    assert message(plain("\u200b"), words, CARD) == Message("…")


ALPHABET = "ab 1.•→✗?!<>&*_~`|:\n\t\u202e\x00\u200bé山😀"


def some_text(dice: random.Random) -> str:
    return "".join(dice.choices(ALPHABET, k=dice.choice([0, 1, 5, 40, 300, 5_000])))


@pytest.mark.parametrize("seed", range(40))
def test_any_reply(seed: int, words: Words):
    """Whatever a reply holds, what goes out is within Slack's limits, and it always says something."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    lines = tuple(
        Line(dice.choice(list(Part)), dice.choice(["", "   • ", "   1. ", "✗ "]) + some_text(dice))
        for _ in range(dice.choice([0, 1, 10, 100, 400]))
    )
    buttons = [Button(some_text(dice), some_text(dice)) for _ in range(dice.randrange(150))]
    actions = (*buttons[:40], Menu(some_text(dice), tuple(buttons)), Form(some_text(dice), ("photo",), some_text(dice)))
    sent = message(Reply(lines, actions=actions[dice.randrange(len(actions)) :]), words, CARD)
    assert problems(sent.blocks, Surface.MESSAGE) == []
    assert 0 < size(html.unescape(sent.text)) <= MESSAGE_TEXT
