"""How answers stay short: sentences as lines, what goes with which lock, how much is told where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import ME, NOW, found, invited, keep, state, ties, whole_archive

from bot.advice import Advice
from bot.archive.rows import Direction
from bot.phrasing import Effort
from bot.policy import Policy
from bot.replies.extent import IN_DETAIL, MOST_LINES, USUAL, Extent, fitting
from bot.replies.flow import LONGEST, broken, flowing, items_of
from bot.replies.lines import LONGEST_PAIR
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Line, Part
from bot.replies.todo import Todo, by_lock
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words, load


@pytest.fixture
def answers(policy: Policy, words: Words) -> LockAnswers:
    return LockAnswers(policy, load(BUILT_IN, "advice.toml", Advice), words)


# --- lines --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("second", "lines"), [(LONGEST - 12, 1), (LONGEST - 11, 1), (LONGEST - 10, 2)])
def test_a_sentence_goes_on_where_it_fits(second: int, lines: int):
    """Two sentences stand in one line up to its most characters, the space between them counted."""
    assert len(flowing(["x" * 10, "y" * second])) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short. Still short.", ["Short. Still short."]),
        (f"{'Long ' * 20}end. Next one.", [f"{'Long ' * 20}end. Next one."]),
        (f"{'Long ' * 22}end. Next one.", [f"{'Long ' * 22}end.", "   Next one."]),
        (f"{'Long ' * 24}(so). Next one.", [f"{'Long ' * 24}(so).", "   Next one."]),
        (f"{'Long ' * 24}J. Doe", [f"{'Long ' * 24}J. Doe"]),
    ],
    ids=["short", "just fits", "broken", "behind a bracket", "not behind an initial"],
)
def test_a_long_line_is_broken_between_its_sentences(text: str, lines: list[str]):
    """What does not fit stands beneath; a sentence is never cut, and no name is taken for the end of one."""
    assert broken(text) == lines


def test_a_long_list_is_broken_behind_an_item():
    """A list in words goes on in the next line behind a semicolon; a short one stays whole."""
    long = f"Fine: {'a' * 70}; {'b' * 70}; c."
    assert items_of("Fine: a; b.") == ["Fine: a; b."]
    assert flowing(items_of(long)) == [f"Fine: {'a' * 70};", f"{'b' * 70}; c."]


# --- how much -----------------------------------------------------------------------------------------------------


def told(extent: Extent) -> Iterator[Line]:
    """Ten lines, and one for each way and tip."""
    yield from [Line(Part.NOTE, "line")] * (10 + extent.ways + extent.tips)
    yield Line(Part.NOTE, "")


@pytest.mark.parametrize(
    ("above", "lines"), [(0, 12), (1, 11), (2, 10), (3, 10)], ids=["two ways", "one way", "neither", "too long"]
)
def test_what_is_told_fits(above: int, lines: int):
    """The greatest extent that fits is told, what stands above counted and blank lines not; else the least."""
    fitted = fitting(told, above=above)
    assert len([line for line in fitted if line.text]) == lines
    assert above > MOST_LINES - 10 or above + lines <= MOST_LINES


def test_who_asks_for_more_gets_more():
    """The answer to who asks how goes further than any other."""
    assert [extent for extent in IN_DETAIL if extent not in USUAL] == [Extent(tips=2)]


# --- what goes with which lock ------------------------------------------------------------------------------------


def todo(*clears: str) -> Todo:
    """Something to do that clears so much."""
    return Todo("Do " + ", ".join(clears), Effort.DAYS, clears)


@pytest.mark.parametrize(
    ("steps", "homes"),
    [
        ([todo("a"), todo("a", "b")], {"a": [todo("a")], "b": [todo("a", "b")]}),
        ([todo("a", "b")], {"a": [todo("a", "b")], "b": []}),
        ([todo("a", "b"), todo("b", "a")], {"a": [todo("a", "b")], "b": [todo("b", "a")]}),
        ([todo("b"), todo("b")], {"a": [], "b": [todo("b"), todo("b")]}),
        ([], {"a": [], "b": []}),
    ],
)
def test_each_step_stands_once(steps: list[Todo], homes: dict[str, list[Todo]]):
    """A step that clears two locks stands beneath the one that nothing else clears."""
    assert by_lock(steps, ["a", "b"]) == homes


def test_a_step_for_two_locks_is_named_once(whylocked: Whylocked, answers: LockAnswers):
    """Whoever needs one connection and has been invited accepts, and reads beneath the second lock that this does."""
    state(whylocked, account_type="basic", photo="yes")
    kinds = {"connections": ties(*map(str, range(14))), "invitations": [invited("Jane Doe", Direction.RECEIVED)]}
    keep(whylocked.store, ME, whole_archive(**kinds))
    whylocked.state_shared(ME, found("Jane Doe"), "0", NOW)
    lines = answers.reply(whylocked.ask(ME, found("Jane Doe"), NOW)).lines
    assert [line.text for line in lines if line.part in {Part.LOCKED, Part.REMEDY}] == [
        "✗ You have 14 of the 15 connections that Basic needs.",
        "   → Accept Jane Doe's invitation: you are connected then (takes minutes)",
        "✗ You and Jane Doe share no connection.",
        "   → The same step clears this, too.",
    ]


def test_without_a_plan_there_is_advice(whylocked: Whylocked, answers: LockAnswers):
    """Where no step is certain to help, every lock has its tip, and that it is not certain is said."""
    state(whylocked, account_type="basic", skills=0)
    keep(whylocked.store, ME, whole_archive(connections=ties("Jane Doe")))
    answer = replace(whylocked.ask(ME, found("Jane Doe"), NOW), plan=())
    told = ["✗ You have 1 of the 15 connections that Basic needs."]
    tips = ["   → Accept the invitations waiting for you from people you know and trust."]
    skills = ["✗ Your profile lacks skills (0 of 3). Not known: photo."]
    more = ["   → List your main skills or areas of expertise, as many as the policy asks for or more."]
    none = ["No step of yours clears this for certain."]
    parts = {Part.LOCKED, Part.REMEDY, Part.TIP, Part.PLAN}
    reply, fix = answers.reply(answer), answers.fix(answer)
    assert [line.text for line in reply.lines if line.part in parts] == [*told, *tips, *skills, *more, *none]
    assert [line.text for line in fix.lines if line.part in parts][0:2] == [*none, *tips]


@pytest.mark.parametrize("spare", [-1, 0, 1])
def test_a_lock_and_its_step_share_a_line_only_if_it_is_short(spare: int, whylocked: Whylocked, answers: LockAnswers):
    """Up to so many characters the two stand in one line; one more, and they stand apart."""
    state(whylocked, account_type="basic", photo="yes")
    keep(whylocked.store, ME, whole_archive())
    around = "✗ You and {0} share no connection. → Connect with somebody who knows {0}: one is enough (takes days)"
    length = (LONGEST_PAIR + spare - len(around.format(""))) // 2
    name = "J" * length
    whylocked.state_shared(ME, found(name), "0", NOW)
    lines = list(answers.lines.locks(whylocked.ask(ME, found(name), NOW), Extent(ways=0, tips=0, joined=1)))
    joined = len(around.format(name)) <= LONGEST_PAIR
    assert len(lines) == (1 if joined else 2)
