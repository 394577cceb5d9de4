"""Nobody learns a name that spec section 4 does not open to them: a table of who asks, whose network, which setting."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOW, YESTERDAY, ago, archive, keep, person, state, tie, url_of

from bot.advice import Advice
from bot.conversation.network import Networks
from bot.people import Target
from bot.policy import Policy
from bot.replies.lock_answer import LockAnswers
from bot.store import Who
from bot.understanding import read_mind, understand
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words, load

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "privacy.toml").read_text(encoding="utf-8"))["case"]
X, BOB = "Xenia Roe", "Bob Ray"
MEMBERS = {"bob": (BOB, "U2"), "xenia": (X, "U3")}
EXPECTED = ("status", "named", "colleagues", "counted", "shared", "step", "supposed", "company")


@pytest.fixture
def networks(whylocked: Whylocked, policy: Policy, words: Words) -> Networks:
    answers = LockAnswers(policy, load(BUILT_IN, "advice.toml", Advice), words)
    return Networks(whylocked, answers, words, partial(understand, mind=read_mind(BUILT_IN)))


def fill(whylocked: Whylocked, case: dict[str, Any]) -> None:
    """Set up the members of a case."""
    mia = case["mia"]
    state(whylocked, ME, ago(40), name="Mia Quell")
    if "url" in mia:
        state(whylocked, ME, ago(40), url=url_of(mia["url"]))
    if "knows" in mia:
        own = [tie(name, company="Globex" if name == X else None) for name in mia["knows"]]
        keep(whylocked.store, ME, archive(YESTERDAY, name=mia["url"] if "proved" in mia else None, connections=own))
    if "twin" in case:
        twin = case["twin"]
        who = Who("T2", twin["user"])
        state(whylocked, who, ago(40), name=twin["name"], url=url_of(twin["name"]), share_network=twin["share"])
        keep(whylocked.store, who, archive(YESTERDAY, connections=[tie(each) for each in twin["knows"]]))
    for key, (name, user) in MEMBERS.items():
        if key in case:
            who = Who(case[key].get("team", ME.team), user)
            state(whylocked, who, ago(40), name=name, url=url_of(name))
            known = [tie(each, company="Globex" if each == X else None) for each in case[key]["knows"]]
            keep(whylocked.store, who, archive(YESTERDAY, connections=known))
            for setting in ("before", "share"):
                if setting in case[key]:
                    state(whylocked, who, ago(1), share_network=case[key][setting])


def seen(whylocked: Whylocked, target: Target) -> dict[str, object]:
    """What the use cases tell of a target, in the shape of the table."""
    introduced = whylocked.who_can_introduce(ME, target, NOW)
    asked = whylocked.ask(ME, target, NOW)
    lacking = whylocked.what_if(ME, target, (("shared", "0"),), NOW)
    supposed = whylocked.what_if(ME, target, (), NOW, ties=(person(BOB),))
    at = whylocked.show_company(ME, "globex")
    steps = [step.detail.get("colleague") for step in lacking.plan if step.step == "connect_colleague"]
    return {
        "status": target.status.value,
        "named": [each.person.name for each in introduced.introducers if each.yours],
        "colleagues": [each.person.name for each in introduced.introducers if not each.yours],
        "counted": introduced.counted,
        "shared": None if asked.facts.shared is None else asked.facts.shared.value,
        "step": steps[0] if steps else None,
        "supposed": None if supposed.facts.shared is None else supposed.facts.shared.value,
        "company": [each.name for each in (*at.own, *(contact.person for contact in at.others))],
    }


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_who_learns_what(case: dict[str, Any], whylocked: Whylocked, networks: Networks) -> None:
    """Names are shown where consent opens them, numbers where it is for numbers, and nothing else anywhere."""
    fill(whylocked, case)
    target = find(case.get("typed", X), whylocked.people(ME))
    nothing = {"named": [], "colleagues": [], "counted": 0, "company": []}

    assert seen(whylocked, target) == {name: case.get(name, nothing.get(name)) for name in EXPECTED}

    texts = replies(whylocked, networks, target)
    shown = "\n".join(texts)
    assert [name for name in case.get("hidden", []) if name in shown] == []


def replies(whylocked: Whylocked, networks: Networks, target: Target) -> list[str]:
    """Everything that can be asked where a network shows, in words; whom the asker names is left out."""
    asked = [
        Request(Intent.WHO_CAN_INTRODUCE, targets=(target,)),
        Request(Intent.WHO_CAN_INTRODUCE, targets=(target, target)),
        Request(Intent.SHOW_NETWORK, targets=(target,)),
        Request(Intent.SHOW_NETWORK, value="Globex"),
        Request(Intent.SHOW_NETWORK, value="Globex", aspect="messageable"),
        Request(Intent.SHOW_NETWORK, value="Globax"),
    ]
    heard = [networks.heard(ME, request, None, NOW).reply.text for request in asked]
    plain = networks.answers.reply(whylocked.ask(ME, target, NOW)).text
    lacking = networks.answers.reply(whylocked.what_if(ME, target, (("shared", "0"),), NOW)).text
    return [*heard, plain, lacking]


@pytest.mark.parametrize(("share", "known"), [("names", True), ("count", False), ("off", False)])
def test_a_note_tells_no_tie(share: str, known: object, whylocked: Whylocked, networks: Networks) -> None:
    """A note to Bob says that he knows Xenia only where his network shares names; else it asks."""
    fill(whylocked, {"mia": {"knows": ["Ann Lee"]}, "bob": {"share": share, "knows": [X]}})
    people = whylocked.people(ME)
    turn = Turn(Intent.WHO_CAN_INTRODUCE, (find(X, people),))
    request = Request(Intent.WHO_CAN_INTRODUCE, targets=(find(BOB, people),), aspect="request")

    note = networks.heard(ME, request, turn, NOW).reply.text

    assert ("you two are connected" in note, "do you happen to know" in note) == (known, not known)


def test_what_a_what_if_does_not_tell_is_open(whylocked: Whylocked) -> None:
    """Where archives prove that none is shared, connecting with somebody whose tie may not be shown leaves it open."""
    fill(
        whylocked,
        {
            "mia": {"knows": ["Ann Lee"]},
            "bob": {"share": "count", "knows": [X]},
            "xenia": {"share": "count", "knows": []},
        },
    )
    target = find(X, whylocked.people(ME))
    for other in (BOB, "Tom Oak"):  # the one knows her, the other does not
        facts = whylocked.what_if(ME, target, (), NOW, ties=(person(other),)).facts
        assert (facts.shared and facts.shared.value, facts.shared_is_partial) == (0, True)
