"""Who a typed name, URL or mention means."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from invented import CASES, invented

from bot.people import People, Person, Target, TargetStatus, person_key, spellings
from bot.understanding import matching, who

TABLE = tomllib.loads((CASES / "who.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_table(case: dict[str, Any]):
    """Each typed name means exactly the persons in the table."""
    target = who.find(case["typed"], invented(), hint=case.get("hint"))

    expected = {key: value for key, value in case.items() if key not in {"name", "typed", "hint"}}
    assert outcome(target) == expected


def outcome(target: Target) -> dict[str, object]:
    """A target as the table writes it."""
    slugs = [(one.url or "").rpartition("/")[2] for one in target.candidates]
    if target.status is TargetStatus.FOUND:
        assert target.person is not None
        assert target.url == target.person.url
        found = {"found": (target.url or "").rpartition("/")[2]}
        return found | ({"by_typo": True} if target.by_typo else {})
    return {"ambiguous": slugs} if target.status is TargetStatus.AMBIGUOUS else {target.status.value: True}


def test_cases_have_names_of_their_own():
    """No two cases of the table bear one name."""
    names = sorted(case["name"] for case in TABLE)

    assert not [one for one, other in pairwise(names) if one == other]


def test_typed_words_are_kept():
    """What was typed stays with the target, cleaned."""
    assert who.find(" Nadja \u202e Nobody ", invented()).typed == "Nadja Nobody"


def test_unknown_url_is_kept():
    """A URL nobody has stays with the target, in the canonical spelling."""
    url = "https://www.linkedin.com/in/nobody-here"

    assert who.find_url("linkedin.com/in/Nobody-Here/", invented()) == Target(TargetStatus.UNKNOWN, url, url=url)


def test_url_of_a_member_who_is_in_no_network():
    """A member's URL is found though no network holds them."""
    people = invented()
    member = Person("Noor Hassan", "noor hassan", "https://www.linkedin.com/in/noor-h", user="U3")
    people.users["U3"] = member

    assert who.find_url("https://www.linkedin.com/in/noor-h", people).person == member


def test_bot_is_the_bot():
    """The bot's own id is nobody to be messaged."""
    assert who.find_user("U0BOT", invented(), "U0BOT") == Target(TargetStatus.BOT, "U0BOT")


def test_one_url_is_one_person():
    """A person known twice by the same URL is not asked about."""
    otis = invented().persons[0]
    twin = otis._replace(name="Otis Q Brandt", key="otis q brandt")

    assert who.find("otis", People([otis, twin], invented().asker, {})).person == otis


def test_a_namesake_does_not_hide_the_asker():
    """The asker's own full name is the asker, whoever else bears it."""
    people = invented()
    namesake = Person("Vera Lindqvist", "vera lindqvist", "https://www.linkedin.com/in/other-vera")

    found = who.find("Vera Lindqvist", People([*people.persons, namesake], people.asker, {}))

    assert found.status is TargetStatus.SELF


def test_others_come_before_the_asker_by_first_name():
    """A first name that the asker shares with one other person means that person."""
    people = invented()
    vera = Person("Vera Holm", "vera holm", "https://www.linkedin.com/in/vera-holm")

    found = who.find("vera", People([*people.persons, vera], people.asker, {}))

    assert found.person == vera


def test_asker_is_known_by_user_id_too():
    """Somebody with the asker's user id is never found as somebody else."""
    asker = Person("Vera Lindqvist", "vera lindqvist", user="U0VERA")
    seen = Person("Vera L", "vera l", user="U0VERA")

    assert who.find("vera l", People([seen], asker, {})).status is TargetStatus.UNKNOWN


@pytest.mark.parametrize(("letters", "edits"), [(4, 0), (5, 1), (7, 1), (8, 2), (9, 2)])
def test_forgiven_edits(letters: int, edits: int):
    """None is forgiven in a name of four letters, one in five to seven, two from eight on."""
    assert matching.forgiven(letters) == edits


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("\u0421\u0430\u0440\u0430", "\u0441\u0430\u0440\u0430"),
        ("\u0421\u0430\u0440a", "\u0441\u0430\u0440\u0430"),
        ("S\u0430ra", "sara"),
        ("Cox", "cox"),
    ],
)
def test_look_alikes_in_a_key(typed: str, key: str):
    """A word mixing Cyrillic and Latin takes the script of its majority; a word of one script stays."""
    assert person_key(typed) == key


def test_spellings():
    """A hyphen parts a word and joins it; an apostrophe is nothing; two words of East Asia are one."""
    assert spellings("jean-luc o'hara") == (("jean", "luc", "ohara"), ("jeanluc", "ohara"))
    assert spellings("小明 王") == (("小明", "王"), ("小明王",), ("王小明",))


def test_fuzzy_matching_is_loaded_only_for_typing_mistakes():
    """A name typed well is answered without loading the library for typing mistakes."""
    code = (
        "import sys; from bot.people import *; from bot.understanding import who;"
        "p = Person('Otis Brandt', 'otis brandt'); people = People([p], Person('Me', 'me'), {});"
        "assert who.find('otis', people).person is p; assert 'rapidfuzz' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_thirty_thousand_persons():
    """A large network is searched for a misspelt name without looking at each person."""
    crowd = [Person(f"Anna{n} Berg{n}", f"anna{n} berg{n}", f"https://x/{n}") for n in range(30_000)]
    people = People([*crowd, *invented().persons], invented().asker, {})

    assert who.find("Iris Kowalsky", people).by_typo


def test_many_words_alike_are_compared_in_few_steps():
    """A name of many near-alike words is compared with a misspelt one in steps that grow with its words, no faster."""
    known = [f"annab{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcd"]
    typed = " ".join(f"annab{digit}" for digit in range(6))
    people = People([Person("Long", " ".join(known), "https://x/1")], invented().asker, {})
    matching.near(typed, people)  # the library for typing mistakes is loaded
    calls = 0

    def count(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        found = matching.near(typed, people)
    finally:
        sys.setprofile(None)

    assert [one.person.name for one in found] == ["Long"]
    assert calls < 2_000


@pytest.mark.parametrize(
    ("typed", "initials"), [("annaba annabb", [True]), ("annaca xnnabb", [False]), ("annxyq annxyw", [])]
)
def test_each_typed_word_needs_a_word_of_its_own(typed: str, initials: list[bool]):
    """Two typed words never stand for one word of a name, and initials agree only if all of them can."""
    people = People([Person("Ann", "annaba annabb annxyz", "https://x/1")], invented().asker, {})

    found = matching.near(typed, people)

    assert [one.same_initials for one in found] == initials
