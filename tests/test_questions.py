"""Which one question is asked: what settles most, cheapest first; and when a confirmed fact is asked again."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from conftest import NOW, TODAY

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent
from bot.policy import Policy
from bot.usecases.questions import best_question, confirmation
from bot.verdict import Verdict, verdict_of
from bot.words import Words

KNOWN: dict[str, object] = {
    "sent": Sent(40),
    "account_type": "basic",
    "connections": 212,
    "photo": True,
    "position": True,
    "skills": 5,
    "schools": 1,
    "experience": True,
    "custom_url": True,
    "summary": True,
    "connected": False,
    "shared": 3,
}
"""Everything that a check needs, so that all are clear."""


def facts(*unknown: str, **known: object) -> Facts:
    """All facts known but some."""
    values = {**KNOWN, **known}
    given = {name: Fact(value, Basis.STATED, TODAY) for name, value in values.items() if name not in unknown}
    return Facts(NOW, target_named=True).changed(**given)


@pytest.mark.parametrize(
    ("unknown", "question"),
    [
        ((), None),
        (("experience", "custom_url", "summary"), None),
        (("photo",), "photo"),
        (("position",), "position"),
        (("skills",), "skills"),
        (("schools",), "education"),
        (("sent",), "messages"),
        (("connections",), "connections"),
        (("connections", "account_type"), "connections"),
        (("account_type",), None),
        (("shared",), "shared_connections"),
        (("shared", "photo"), "photo"),
        (("shared", "connections", "sent"), "shared_connections"),
        (("photo", "position"), "photo"),
        # No and yes to any of them leave the profile unknown half of the time, the number of messages never.
        (("photo", "position", "sent"), "messages"),
        (tuple(field.name for field in fields(Facts)), "shared_connections"),
    ],
)
def test_question(unknown: tuple[str, ...], question: str | None, policy: Policy, words: Words) -> None:
    """The question that settles most checks whatever the answer is asked, of equal ones the cheapest."""
    assert best_question(facts(*unknown), policy, words.questions) == question


def test_account_type(policy: Policy, words: Words) -> None:
    """The plan is asked where the number of connections is enough for some plans and not for others."""
    between = facts("account_type", connections=20)
    assert best_question(between, policy, words.questions) == "account_type"
    assert best_question(facts("account_type", connections=30), policy, words.questions) is None
    assert best_question(facts("account_type", connections=14), policy, words.questions) is None


def test_about_nobody(policy: Policy, words: Words) -> None:
    """When nobody was named or the person is connected, shared connections are never asked."""
    assert best_question(facts("shared").changed(target_named=False), policy, words.questions) is None
    assert best_question(facts("shared", connected=True), policy, words.questions) is None


def test_question_beside_a_lock(policy: Policy, words: Words) -> None:
    """A lock does not hide what else is missing."""
    assert best_question(facts("shared", connections=3), policy, words.questions) == "shared_connections"


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_no_single_answer_settles(steps: int, policy: Policy, words: Words) -> None:
    """Where only several answers together settle a check, the cheapest of them is asked, and then the next."""
    wanted = {"minimum": 80, "source": "article", "basis": "article"}
    data = policy.model_dump()
    data["profile"]["requirements"]["completeness"] = wanted
    strict = Policy.model_validate(data)
    order = ["summary", "experience", "custom_url"]

    left = facts(*order[steps:])
    assert best_question(left, strict, words.questions) == (order[steps] if steps < 2 else None)


def test_two_questions_settle_an_archive(policy: Policy, words: Words) -> None:
    """With a whole archive and a known plan, two answers leave nothing unknown, whatever they are."""
    start = facts("photo", "custom_url", "shared")
    answers: dict[str, list[tuple[str, object]]] = {
        "photo": [("photo", False), ("photo", True)],
        "shared_connections": [("shared", 0), ("shared", 4)],
    }
    first = best_question(start, policy, words.questions)
    assert first == "photo"
    for name, value in answers[first]:
        second = best_question(
            after := start.changed(**{name: Fact(value, Basis.STATED, TODAY)}), policy, words.questions
        )
        assert second == "shared_connections"
        for other, number in answers[second]:
            done = after.changed(**{other: Fact(number, Basis.STATED, TODAY)})
            assert best_question(done, policy, words.questions) is None
            assert verdict_of(diagnose(done, policy)) is not Verdict.UNSURE


@pytest.mark.parametrize(("days", "asked"), [(179, None), (180, None), (181, "photo")])
def test_confirmation(days: int, asked: str | None, policy: Policy) -> None:
    """A fact confirmed once is taken for the days that the knowledge sets, and asked again from the next day on."""
    assert policy.asking.confirm_again_after_days == 180
    confirmed = Fact(True, Basis.STATED, TODAY - timedelta(days=days))  # noqa: FBT003
    assert confirmation(facts().changed(photo=confirmed), policy) == asked


@pytest.mark.parametrize(
    ("name", "value", "basis", "asked"),
    [
        ("account_type", "basic", Basis.STATED, "account_type"),
        ("photo", False, Basis.STATED, "photo"),
        ("photo", True, Basis.ARCHIVE, None),
        ("skills", 5, Basis.STATED, None),
        ("position", True, Basis.STATED, None),
    ],
)
def test_what_is_confirmed_again(name: str, value: object, basis: Basis, asked: str | None, policy: Policy) -> None:
    """Only what changes on its own and only the member can tell is asked again: photo and plan."""
    old = Fact(value, basis, date(2025, 1, 1))
    assert confirmation(facts().changed(**{name: old}), policy) == asked
    assert confirmation(Facts(NOW), policy) is None
