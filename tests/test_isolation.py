"""Three workspaces with the same users and people, one program: nobody ever learns, gets or loses what is another's.

What is done is drawn at random and is the same each time; many more of it is tried with, for example,

    WHYLOCKED_TEST_EXAMPLES=500 pytest tests/test_isolation.py
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from neighbours import NEIGHBOURS, ONLY, USERS, Came, Deed, Neighbour, World, leveled, world

from bot.usecases.purging import OPERATOR

EXAMPLES = int(os.environ.get("WHYLOCKED_TEST_EXAMPLES", "0"))  # noqa: TID251 - of the tests
PERSONS = ("Jane Doe", "Bob Stone", "Ann North", "Mia Quell", "Ben Amsel", *ONLY.values(), "<@U2>", "<@U1X>")
ASKED = (
    *tuple(f"why can't I message {name}?" for name in PERSONS),
    "can I message Eve MARK?",
    *(f"who can introduce me to {name}?" for name in ("Jane Doe", *ONLY.values())),
    *(f"can I message {name.split()[0]}?" for name in (*ONLY.values(), "Jane Doe", "Bob Stone", "Ann North")),
    "who here knows Ann North?",
    "whom do I know at MARK Works?",
    "Jane Doe, Bob Stone, Ann North, Eve MARK",
    "check again",
    "why?",
    "show my profile",
    "help",
    "what are you watching",
    "<@U2>",
)
TOLD = (
    "photo=yes connections=20 skills=5 account_type=basic",
    "connections=3",
    "my name is Mia Quell",
    "company=MARK Works",
    "headline=MARK position=MARK education=MARK skills=MARK",
    "share_network=names",
    "share_network=off",
    "I share 3 connections with Jane Doe",
    "LinkedIn restricted my account for spam on 2026-11-02",
    "tell me when I can message Jane Doe",
    "tell me when I can message Eve MARK",
    "stop watching Jane Doe",
    "appeal: I sent three MARK messages to colleagues by mistake, and have stopped doing so altogether by now.",
    "answer 1: MARK had me do it, and I shall not do so again however often MARK asks me to.",
    "withdraw 1",
    "text 1",
    "how is my appeal",
    "undo",
    "export",
    "forget me",
    "yes",
    "no",
)
APPEALED = ("", "status", "I sent three MARK messages to colleagues by mistake, and have stopped doing so by now.")
ADMINISTERED = (
    "",
    "audit",
    "audit csv",
    "policy",
    "policy limit 3",
    "policy connections for Basic = 2",
    "policy back",
    "channel <#C9>",
    "reviewers <@U1> <@U2> <@U3>",
    "admins <@U3>",
    "standing <@U2>",
    "standing <@U2> restricted spam since 2026-11-01",
    "standing <@U1> banned since 2026-11-01 MARK",
    "standing <@U2> good",
    "appeals",
    "appeal 1",
    "appeal 1 ask What does MARK say of it?",
    "appeal 1 accepted",
)
SOME = st.integers(0, 30)
DETAILS: dict[str, st.SearchStrategy[Any]] = {
    "says": st.sampled_from(ASKED + TOLD),
    "types": st.sampled_from(ASKED + TOLD),
    "mentions": st.sampled_from(ASKED),
    "visits": st.tuples(st.integers(0, 2), st.sampled_from(ASKED + TOLD[:8])),
    "profile": st.sampled_from(("", *TOLD[:5])),
    "appeals": st.sampled_from(APPEALED),
    "administers": st.sampled_from(ADMINISTERED),
    "imports": st.integers(1, 6),
    "presses": SOME,
    "presses_at_home": SOME,
    "submits": SOME,
    "home": st.none(),
    "shortcut": st.none(),
    "install": st.none(),
    "uninstall": st.booleans(),
    "wait": st.sampled_from((1, 30, 24 * 8, 24 * 40)),
}
OFTEN = {"says": 5, "administers": 3, "presses": 5, "submits": 4, "imports": 2, "presses_at_home": 2}


@st.composite
def deeds(draw: st.DrawFn) -> Deed:
    """Anything that anybody does anywhere."""
    kind = draw(st.sampled_from([kind for kind in DETAILS for _ in range(OFTEN.get(kind, 1))]))
    at, user, process = draw(st.integers(0, 2)), draw(st.sampled_from(USERS)), draw(st.integers(0, 1))
    return Deed(kind, at, user, process, draw(DETAILS[kind]))


LAST = [
    Deed(kind, at, each.admin, 0, detail)
    for kind, detail in (("administers", "audit csv"), ("administers", "appeals"), ("says", "export"), ("home", None))
    for at, each in enumerate(NEIGHBOURS)
]
"""What everything ends with, so that what was learned or lost shows."""
SURVEY = (
    *(f"can I message {name.split()[0]}?" for name in (*ONLY.values(), "Jane Doe", "Bob Stone", "Ann North")),
    *(f"who can introduce me to {name}?" for name in ("Jane Doe", "Ben Amsel", *ONLY.values())),
    "why can't I message Bob Stone?",
    "show my profile",
    "what am I watching",
    "how is my appeal",
)
"""What everybody asks in the end."""
FRIENDS = (("U1", (6, 2, 3)), ("U2", (3, 6, 2)))
"""How many people's names the archives hold, by whose they are and where: of each place something is known only there.
"""
WELCOME = (
    ("administers", "U0", "channel <#C9>"),
    ("says", "U1", "tell me when I can message Jane Doe"),
    ("says", "U1", "LinkedIn restricted my account for spam on 2026-11-02"),
    ("appeals", "U1", APPEALED[-1]),
)
SHARED = ("count", "names", "names")
"""Whether U2 shares the names of their network, by where: what they set elsewhere is not set here."""
REVIEWERS = ("<@U2>", "<@U1> <@U3>", "<@U2> <@U3>")
"""Who reviews appeals, by where."""
FIRST = [
    *(Deed("imports", at, user, 0, friends[at]) for user, friends in FRIENDS for at in range(3)),
    *(
        Deed(kind, at, each.admin if user == "U0" else user, 1, detail)
        for kind, user, detail in WELCOME
        for at, each in enumerate(NEIGHBOURS)
    ),
    *(Deed("says", at, "U2", 0, f"share_network={shared}") for at, shared in enumerate(SHARED)),
    *(Deed("administers", at, each.admin, 0, f"reviewers {REVIEWERS[at]}") for at, each in enumerate(NEIGHBOURS)),
]
"""What everything begins with, so that there is something to learn and to lose."""


@settings(
    max_examples=EXAMPLES or 4,
    derandomize=not EXAMPLES,
    phases=[Phase.generate, Phase.shrink] if EXAMPLES else [Phase.generate],  # to shrink takes minutes
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(deeds(), min_size=30, max_size=60), st.sampled_from((0, 2)), st.sampled_from(NEIGHBOURS))
def test_nobody_learns_gets_or_loses_anything_of_anothers(done: list[Deed], kept_days: int, one: Neighbour):
    """Whatever is done: each of the three is told and keeps just what it would if there were nobody but it."""
    with world(NEIGHBOURS, kept_days) as together:
        for deed in FIRST + done + LAST:
            goes = deed.kind == "uninstall" and not kept_days
            before = {each.key: together.rows(each) for each in NEIGHBOURS if goes}
            came = together.does(deed)
            nothing_crosses(together, deed, came)
            if goes:
                nothing_is_left(together, deed, before)
        kept, read, told = together.rows(one), together.read(one), together.told(one, SURVEY)
    with world([one], kept_days) as alone:
        for deed in FIRST + done + LAST:
            alone.does(deed)
        same(together, alone, one, FIRST + done + LAST)
        assert alone.rows(one) == kept
        assert alone.read(one) == read
        assert alone.told(one, SURVEY) == told


def test_what_one_was_shown_is_nothing_to_another():
    """A button or a form of another's with the same user, whatever it holds: it goes on from nothing of the other's."""
    with world(NEIGHBOURS) as together:
        for deed in FIRST:
            together.does(deed)
        for text in ("why can't I message Jane Doe?", "why can't I message Bob Stone?"):
            together.does(Deed("says", 0, "U1", 0, text))
        together.does(Deed("profile", 0, "U1", 0, ""))
        before = together.rows(NEIGHBOURS[0])
        for number in range(20):
            deed = Deed("presses_a_strangers", 1, "U1", number % 2, (0, number))
            nothing_crosses(together, deed, together.does(deed))
        deed = Deed("submits_a_strangers", 1, "U1", 0, 0)
        mended = together.does(deed)
        assert together.rows(NEIGHBOURS[0]) == before
        assert mended.response is not None


def nothing_crosses(at: World, deed: Deed, came: Came) -> None:
    """What was answered and sent, and whatever is stored: nobody's mark where it is not theirs, no wrong token."""
    for one in NEIGHBOURS:
        others = [each.mark for each in NEIGHBOURS if each is not one]
        for call in came.calls.get(one.key, []):
            assert call.token in {at.current(one), None}, (deed, call)
            assert not [mark for mark in others if mark in f"{call.method} {call.body}"], (deed, call)
        if came.response is not None and deed.where is one:
            assert not [mark for mark in others if mark in came.response.body], (deed, came.response)
    if came.response is not None:
        assert came.response.status == 200, (deed, came.response)
    for table, rows in at.dump().items():
        for team, row in rows:
            strange = [each for each in NEIGHBOURS if each.mark in row and not each.owns(team)]
            assert not strange, (deed, table, row)
            assert team in {"", OPERATOR} or any(each.owns(team) for each in NEIGHBOURS), (deed, table, row)


def nothing_is_left(at: World, deed: Deed, before: dict[str, dict[str, list[str]]]) -> None:
    """The app was removed: nothing of that one's is in the files, and everything of the others'."""
    assert not any(at.rows(deed.where).values()), deed
    assert deed.where.mark.encode() not in at.bytes(), deed
    for each in NEIGHBOURS:
        if each is not deed.where:
            assert at.rows(each) == before[each.key], deed


def same(together: World, alone: World, one: Neighbour, done: Sequence[Deed]) -> None:
    """What one of the three was told, and what is kept of it, is the same as without the others."""
    installs = [Deed("install", place) for place in range(3)]
    for deed, mixed, pure in zip([*installs, *done], together.came, alone.came, strict=True):
        if deed.where is one and mixed.response is not None:
            assert pure.response is not None, deed
            assert leveled(mixed.response.body) == leveled(pure.response.body), deed
        with_others, without = together.calls(mixed, one), alone.calls(pure, one)
        assert (with_others - without, without - with_others) == (set(), set()), deed
