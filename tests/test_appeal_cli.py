"""Appeals on the command line: every command, its JSON, and one sentence for whatever does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import Desk, Outcome, run

STATEMENT = "I wrote to ten people whom I had met at a fair, and to nobody else."
NOTHING = (
    "There is nothing to appeal: no restriction and no ban is recorded for you; say which one LinkedIn's notice names:"
    " --kind restriction or --kind ban."
)
SHORT = "A statement takes at least 50 characters, and that has 6; say what happened and what you do otherwise now."
LATE = "Appeal 1 is {} since 20 Nov 2026, 12:00 UTC, by command line, so that can't be done any more."
EARLY = "LinkedIn's decision cannot be of 1 Nov 2026, before its notice of 18 Nov 2026; check the day."
SHOWN = {
    "number": 1,
    "state": "submitted",
    "kind": "ban",
    "filed_on": "2026-11-20",
    "statement": STATEMENT,
    "reason": "scraping",
    "noticed_on": "2026-11-18",
    "diagnosis": None,
    "basis": "stated",
    "decided_on": None,
    "history": [
        {"at": "2026-11-20T12:00:00Z", "by": "command line", "role": "operator", "action": "file",
         "state": "submitted", "note": None}
    ],
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "whylocked.db")


def file(desk: Desk, *more: str) -> Outcome:
    """File an appeal of a ban that is reported with it."""
    notice = ("--kind", "ban", "--reason", "scraping", "--noticed", "2026-11-18")
    return desk("appeal", "file", "--statement", STATEMENT, *notice, *more)


def test_filed_once(desk: Desk) -> None:
    """An appeal gets a number, and keeps it when it is filed again."""
    assert file(desk, "--json").json == {**SHOWN, "is_new": True}
    assert file(desk, "--json").json == {**SHOWN, "is_new": False}
    assert desk("standing", "show", "--json").json["basis"] == "stated"
    assert "Appeal 1 against the ban is open already" in file(desk).answered


def test_listed(desk: Desk) -> None:
    """The member's own appeals, oldest first; another member's are not among them."""
    assert desk("appeal", "list", "--json").json == []
    assert desk("appeal", "list").answered.startswith("You have filed no appeal here.\n")
    file(desk)
    file(desk.of("U2"))
    assert desk("appeal", "list", "--json").json == [
        {"number": 1, "state": "submitted", "kind": "ban", "filed_on": "2026-11-20"}
    ]
    assert desk("appeal", "list").answered.startswith("You have filed 1 appeal; still open: 1.\n")


def test_each_step(desk: Desk) -> None:
    """Asked, answered, decided, locked still: each is kept, as the command line's, and shown."""
    file(desk)
    asked = desk("appeal", "ask", "1", "What did you write?", "--json").json
    assert (asked["state"], asked["history"][-1]["note"]) == ("needs_info", "What did you write?")
    assert desk("appeal", "answer", "1", "My talk.").answered.startswith("Noted: your answer to appeal 1.")
    assert desk("appeal", "ask", "1", "And why?").answered == "Asked: And why?\n"
    assert desk("appeal", "answer", "1", "Because.", "--json").json["state"] == "submitted"
    decided = desk("appeal", "decide", "1", "accepted", "--on", "2026-11-19", "--note", "Sorry.", "--json").json
    assert (decided["state"], decided["decided_on"]) == ("accepted", "2026-11-19")
    assert desk("standing", "show", "--json").json["standing"] == "good"
    assert desk("appeal", "still-locked", "1").answered.startswith("I'm sorry. It counts again: Banned")
    assert desk("standing", "show", "--json").json["standing"] == "banned"
    shown = desk("appeal", "show", "1").answered
    assert f"\n\n{STATEMENT}\n\n" in shown
    steps = desk("appeal", "show", "1", "--json").json["history"]
    assert [(step["action"], step["by"]) for step in steps] == [
        (action, "command line") for action in ("file", "ask", "answer", "ask", "answer", "accept", "still_locked")
    ]


def test_rejected_and_withdrawn(desk: Desk) -> None:
    """What is rejected stays banned, and another can be filed, and withdrawn."""
    file(desk)
    assert desk("appeal", "decide", "1", "rejected").answered.startswith(
        "Recorded: LinkedIn rejected appeal 1 on 20 Nov 2026.\nWhat I have recorded: Banned"
    )
    assert file(desk, "--json").json["number"] == 2
    assert desk("appeal", "withdraw", "2").answered.startswith("Withdrawn: appeal 2.\n")
    late = LATE.format("withdrawn").replace("Appeal 1", "Appeal 2")
    assert desk("appeal", "decide", "2", "accepted").refused == late


def test_what_others_did_is_not_yours(desk: Desk) -> None:
    """The operator sees every appeal of the workspace, and is not told "you" of what its member did."""
    file(desk.of("U2"))
    desk("appeal", "ask", "1", "Why?")
    assert desk.of("U2")("ask", "answer: because").answered.startswith("Noted: ")
    assert "answered by the member: “because”" in desk("appeal", "show", "1").answered
    assert "answered by you: “because”" in desk.of("U2")("appeal", "show", "1").answered


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("file", "--statement", STATEMENT),
            NOTHING,
        ),
        (
            ("file", "--statement", "[What you do otherwise now.]", "--kind", "ban"),
            "That is still the draft: put your own words in the place of what stands in brackets.",
        ),
        (
            ("file", "--statement", "Sorry.", "--kind", "ban"),
            SHORT,
        ),
        (("file", "--statement", STATEMENT, "--noticed", "soon"), "“soon” is no date; write it like 2026-11-20."),
        (("show", "7"), "There is no appeal 7 of yours; say “my appeals” for those there are."),
        (("withdraw", "7"), "There is no appeal 7 of yours; say “my appeals” for those there are."),
        (("ask", "1", " "), "A question has to say something; write what you want to know."),
        (("still-locked", "1"), LATE.format("submitted")),
        (("decide", "1", "accepted", "--on", "2026-11-01"), EARLY),
    ],
)
def test_refused_in_a_sentence(arguments: tuple[str, ...], sentence: str, desk: Desk) -> None:
    """Bad input ends with one sentence, exit code 2, and nothing changed."""
    if arguments[1] == "1":
        file(desk)
    before = desk("appeal", "list", "--json").json
    assert desk("appeal", *arguments).refused == sentence
    assert desk("appeal", "list", "--json").json == before


def test_nothing_to_put_back(desk: Desk) -> None:
    """Said twice, it is locked still once."""
    file(desk)
    desk("appeal", "decide", "1", "accepted")
    desk("appeal", "still-locked", "1")
    assert desk("appeal", "still-locked", "1").refused == (
        "Nothing counts as lifted by appeal 1, so there is nothing to put back; whylocked standing set records what"
        " LinkedIn shows."
    )


def test_a_number_is_a_number() -> None:
    """What is no number is refused before anything is looked at."""
    assert run("appeal", "show", "one").code == 2
    assert run("appeal", "decide", "1", "maybe").code == 2
