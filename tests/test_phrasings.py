"""Reports, watches and appeals as people phrase them, and what only sounds like one."""

from __future__ import annotations

import tomllib

import pytest
from invented import CASES

from bot.people import Circle, People, Person, person_key
from bot.understanding import Request, read_mind, understand
from bot.words import BUILT_IN

GROUPS = tomllib.loads((CASES / "phrasings.toml").read_text("utf-8"))["group"]
MEANT = [(text, group["means"]) for group in GROUPS if "means" in group for text in group["texts"]]
NEVER = [(text, group["never"]) for group in GROUPS if "never" in group for text in group["texts"]]
NAMES = ("Jane Doe", "Bob Stone", "Grace Hope", "Watch Jones", "Will Appeal", "Monitor Singh", "Answer Moyo")
MIND = read_mind(BUILT_IN)
PEOPLE = People([Person(name, person_key(name), circle=Circle.OWN) for name in NAMES], Person("", ""), {})


def meaning(request: Request) -> str:
    """The kind of notice that is kept, or the side of what is asked for, with whom it is about by their first names."""
    if request.notice:
        return "report" if request.unsure else str(request.topic)
    first_names = (target.person.name.split()[0] for target in request.targets if target.person is not None)
    return " ".join([request.aspect or request.intent.value, *first_names])


@pytest.mark.parametrize(("text", "means"), MEANT)
def test_what_is_meant_is_understood(text: str, means: str):
    """Whoever reports a notice, or asks for a watch or something of an appeal, may say so in their own words."""
    assert meaning(understand(text, PEOPLE, mind=MIND)) == means


@pytest.mark.parametrize(("text", "never"), NEVER)
def test_what_only_sounds_like_it_changes_nothing(text: str, never: str):
    """What is somebody else's, only supposed, asked or about other things is not taken for the member's own word."""
    told = meaning(understand(text, PEOPLE, mind=MIND))
    assert told.partition(" ")[0] not in ({"ban", "restriction"} if never == "report" else {never})
