"""What a "what if" is understood to suppose, and what it does to the answer."""

from __future__ import annotations

import pytest
from invented import invented

from bot.people import Target, TargetStatus
from bot.understanding import Intent, Request, Turn, read_mind, understand
from bot.words import BUILT_IN

MIND = read_mind(BUILT_IN)
PEOPLE = invented()
OTIS = Turn(Intent.ASK_LOCK, understand("is otis locked", PEOPLE, mind=MIND).targets)


def supposed(text: str, previous: Turn | None = OTIS) -> Request:
    """The message as the bot understands it after a question about Otis."""
    return understand(text, PEOPLE, bot_id="U0BOT", previous=previous, mind=MIND)


def names(targets: tuple[Target, ...]) -> list[str]:
    """Whom targets mean, by name or as typed."""
    return [target.person.name if target.person else target.typed for target in targets]


@pytest.mark.parametrize(
    ("text", "fields", "ties"),
    [
        ("what if I add 3 skills and connect with Iris?", [("skills", "+3")], ["Iris Kowalski"]),
        ("what if I connect with Iris and Greta", [], ["Iris Kowalski", "Greta Sandoval"]),
        ("suppose I add Iris as a connection", [], ["Iris Kowalski"]),
        ("what if Iris accepts", [], ["Iris Kowalski"]),
        ("what if I had premium", [("account_type", "premium")], []),
        ("what if I were on Sales Navigator", [("account_type", "sales navigator")], []),
        ("what if I get 5 more connections", [("connections", "+5")], []),
        ("what if I had a photo and 5 more connections", [("connections", "+5"), ("photo", "yes")], []),
        ("what if skills=3", [("skills", "3")], []),
        ("what if I had 40 connections", [("connections", "40")], []),
    ],
)
def test_what_is_supposed(text: str, fields: list[tuple[str, str]], ties: list[str]):
    """Facts and people to connect with are told apart; the question stays about whom it was about."""
    request = supposed(text)

    assert (request.intent, request.hypothetical) == (Intent.ASK_LOCK, True)
    assert sorted(request.fields) == sorted(fields)
    assert names(request.ties) == ties
    assert names(request.targets) == ["Otis Brandt"]


def test_whom_the_question_names_is_asked_about():
    """Somebody who is to be written to is whom it is about, not whom to connect with."""
    request = supposed("what if I had premium, could I message Iris?")

    assert (names(request.targets), request.ties, request.followup) == (["Iris Kowalski"], (), False)


@pytest.mark.parametrize("text", ["what if", "what if pigs fly", "what if the server is locked"])
def test_what_supposes_nothing_is_no_supposition(text: str):
    """Without a fact or somebody to connect with nothing is tried out."""
    assert not supposed(text, None).hypothetical


def test_several_of_one_name_are_no_tie_yet():
    """Whom to connect with is asked where several bear the name."""
    (tie,) = supposed("what if I connect with carl").ties

    assert tie.status is TargetStatus.AMBIGUOUS


def test_nothing_supposed_is_stated():
    """A supposition is never taken for a statement."""
    assert supposed("what if I add a photo").intent is not Intent.UPDATE_PROFILE
