"""The article is in the knowledge, whole and in our own words; advice and ways are fit to be told."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from bot.advice import Advice, CheckId, Condition, Need, Tip, Way, Ways, possible
from bot.policy import Policy
from bot.text import fold

ROOT = Path(__file__).parents[1]
KNOWLEDGE = ROOT / "knowledge"
SEED = ROOT.parent / "shared" / "seed"
OWN_SIDE = {"ban", "restriction", "message_volume", "connection_count", "profile"}
LONGEST_TIP = 110
COPIED_WORDS = 8
KINDS = ("row", "bullet", "prose")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


RAW = {name: _toml(KNOWLEDGE / f"{name}.toml") for name in ("policy", "advice", "ways")}
POLICY = Policy.model_validate(RAW["policy"])
ADVICE = Advice.model_validate(RAW["advice"])
WAYS = Ways.model_validate(RAW["ways"])
ARTICLE = _toml(ROOT / "tests" / "cases" / "article.toml")
FACTS: list[dict[str, Any]] = ARTICLE["fact"]


def _places(fact: dict[str, Any]) -> list[str]:
    return [fact["at"], *fact.get("also", [])]


def _at(place: str) -> Any:  # noqa: ANN401
    value: Any = RAW
    for key in place.split("."):
        value = value[key]
    return value


def _entries(table: dict[str, Any], path: str) -> dict[str, str]:
    """Every entry below a table that names a source, by its path."""
    found = {path: table["source"]} if "source" in table else {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _entries(value, f"{path}.{key}" if path else key)
    return found


def _entry_of(place: str) -> str:
    """The entry that a place belongs to: itself, or for a number the table around it."""
    return place if isinstance(_at(place), dict) else place.rpartition(".")[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[\w%]+", fold(text).replace("'", ""))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1)}


def _article() -> str:
    if not SEED.is_dir():
        pytest.skip("the article is not beside this checkout")
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEED.iterdir()))


def _article_counts(text: str) -> list[tuple[int, int]]:
    """Rows and bullets of each section; a line with no full stop, colon, bullet or column is a heading."""
    counts = [[0, 0]]
    table_line = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        # A table's first two lines are its head.
        table_line = table_line + 1 if "|" in line else 0
        if table_line:
            counts[-1][0] += table_line > 2
        elif line.startswith("- "):
            counts[-1][1] += 1
        elif not line.endswith((".", ":")):
            counts.append([0, 0])
    return [(rows, bullets) for rows, bullets in counts]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact['section']}: {fact['says']}")
def test_fact_stands_in_the_knowledge(fact: dict[str, Any]) -> None:
    """A fact of the article is where the list says, with the article as its source and with its number."""
    sources = [_at(_entry_of(place))["source"] for place in _places(fact)]
    numbers = [value for value in map(_at, _places(fact)) if not isinstance(value, dict)]

    assert set(sources) == {"article"}
    assert set(numbers) == ({fact["value"]} if "value" in fact else set())
    assert fact.keys() <= {"says", "section", "kind", "at", "also", "value"}


def test_nothing_is_invented() -> None:
    """Whatever names the article as its source is named by a fact of the article, and the other way round."""
    entries = _entries({name: RAW[name] for name in ("policy", "advice")}, "")
    from_article = {path for path, source in entries.items() if source == "article"}

    assert {_entry_of(place) for fact in FACTS for place in _places(fact)} == from_article


def test_advice_comes_from_the_section_it_names() -> None:
    """A tip or statement names the section whose fact it is."""
    for fact in FACTS:
        entry = _at(_entry_of(fact["at"]))
        if fact["at"].startswith("advice.") and fact["section"] != "conclusion":
            assert entry["section"] == fact["section"], fact["at"]


def test_facts_are_as_many_as_in_the_article() -> None:
    """Each section has as many rows, bullets and statements as the article."""
    counted = Counter((fact["section"], fact["kind"]) for fact in FACTS)
    stated = {(section, kind): counts[kind] for section, counts in ARTICLE["sections"].items() for kind in KINDS}

    assert {key: counted[key] for key in stated} == stated
    assert counted.keys() <= stated.keys()
    assert len({fact["says"] for fact in FACTS}) == len(FACTS)


def test_counts_are_those_of_the_article() -> None:
    """The rows and bullets that the list claims are those that the article itself shows."""
    stated = [(counts["row"], counts["bullet"]) for counts in ARTICLE["sections"].values()]

    assert _article_counts(_article()) == stated


def test_no_sentence_is_copied() -> None:
    """Nothing in the knowledge shares a run of eight words with the article."""
    article = _runs(_words(_article()))
    files = [*sorted(KNOWLEDGE.glob("**/*.toml")), ROOT / "tests" / "cases" / "article.toml"]
    copied = {
        path.name: shared for path in files if (shared := _runs(_words(path.read_text(encoding="utf-8"))) & article)
    }

    assert copied == {}


def test_every_source_is_known() -> None:
    """Each tip, statement, way and rule names a source that the policy or the ways list, never both."""
    named = {source for name in RAW for source in _entries(RAW[name], name).values()}

    assert named <= POLICY.sources.keys() | WAYS.sources.keys()
    assert POLICY.sources.keys().isdisjoint(WAYS.sources)
    assert WAYS.sources.keys() <= named


def test_ways_are_documented() -> None:
    """Every way and rule of ours is LinkedIn's own text, with its address."""
    rules = [*WAYS.ways.values(), *WAYS.rules.values()]
    sources = POLICY.sources | WAYS.sources

    assert {rule.basis.value for rule in rules} == {"linkedin_help"}
    assert all((sources[rule.source].url or "").startswith("https://www.linkedin.com/help/") for rule in rules)


@pytest.mark.parametrize("check", get_args(CheckId))
def test_each_lock_has_advice_in_a_clear_order(check: CheckId) -> None:
    """Every lock has tips, no two at the same place, and the first is for whoever is locked by it."""
    tips = ADVICE.tips_for(check)
    orders = [tip.order for tip in tips]

    assert orders == list(range(1, len(tips) + 1))
    assert possible(tips[0].needs, {check})


def test_ways_have_a_clear_order() -> None:
    """No two ways stand at the same place."""
    assert sorted(way.order for way in WAYS.ways.values()) == list(range(1, len(WAYS.ways) + 1))


def test_tips_are_short() -> None:
    """A tip is one sentence that fits a line."""
    texts = [tip.text for tip in ADVICE.tips.values()]

    assert [text for text in texts if len(text) > LONGEST_TIP or not text.endswith(".") or ". " in text] == []


@pytest.mark.parametrize("lock", sorted(OWN_SIDE))
def test_who_cannot_message_is_not_told_to(lock: str) -> None:
    """Each lock on the asker's own side rules out exactly the tips and ways that take messaging."""
    tips = {key for key, tip in ADVICE.tips.items() if not possible(tip.needs, {lock})}
    ways = {key for key, way in WAYS.ways.items() if Need.MESSAGING in way.needs}

    assert tips == {
        "write_to_your_field",
        "personal_reason",
        "genuine_interest",
        "choose_recipients",
        "good_reason",
        "ask_before_group_chats",
    }
    assert ways == {"shared_group", "coworker", "open_profile"}
    assert not any(possible(WAYS.ways[key].needs, {lock}) for key in ways)


@pytest.mark.parametrize(
    ("need", "ruling_out"),
    [
        (Need.MESSAGING, OWN_SIDE),
        (Need.SENDING, {"ban", "restriction", "message_volume"}),
        (Need.GOOD_STANDING, {"ban", "restriction"}),
        (Need.INVITING, set()),
        (Need.PROFILE_EDITING, set()),
        (Need.EVENTS, set()),
        (Need.GROUPS, set()),
        (Need.APPEAL_LINK, set()),
    ],
)
def test_locks_rule_needs_out(need: Need, ruling_out: set[str]) -> None:
    """Only some locks make a need impossible; sharing no connection with one person makes none so."""
    assert {check for check in get_args(CheckId) if not possible([need], {check})} == ruling_out


def test_ways_for_what_is_known() -> None:
    """The ways offered are those whose conditions all hold, the cheapest first."""
    stranger = WAYS.ways_for({Condition.NOT_CONNECTED, Condition.NO_INVITATION, Condition.BASIC})
    invited = WAYS.ways_for([Condition.INVITATION_RECEIVED])
    keys = {way: key for key, way in WAYS.ways.items()}

    assert [keys[way] for way in stranger] == [
        "basic_notes",
        "shared_group",
        "open_profile",
    ]
    assert [keys[way] for way in invited] == ["accept_invitation"]


def test_every_condition_is_used() -> None:
    """No condition exists that no way asks for."""
    assert {condition for way in WAYS.ways.values() for condition in way.applies_to} == set(Condition)


@pytest.mark.parametrize(
    ("text", "applies_to"),
    [
        ("You hold {held} credits.", ["not_connected"]),
        ("Both of you work at {company}.", ["inmail"]),
        ("Write to {email}.", ["connected"]),
        ("A brace { alone.", ["connected"]),
    ],
)
def test_way_names_only_what_is_filled(text: str, applies_to: list[str]) -> None:
    """A way with a placeholder that its conditions do not fill is refused."""
    with pytest.raises(ValidationError):
        Way.model_validate(WAYS.ways["invite"].model_dump() | {"text": text, "applies_to": applies_to})


def test_tip_names_nobody() -> None:
    """A tip with a placeholder is refused, because nothing fills it."""
    with pytest.raises(ValidationError, match=r"nothing fills \{name\} here"):
        Tip.model_validate(ADVICE.tips["accept_requests"].model_dump() | {"text": "Invite {name}."})
