"""What scripts rely on: keys, types and values of every `--json` output, as section 7 of the specification has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli import BOB, JANE, MARA, NOW, SAM_A, SAM_B, WORKSPACE, Desk, knows, mara, run, take, well_off
from pydantic import TypeAdapter

from bot.checks import REASONS
from bot.cli.outputs import OUTPUTS
from bot.demo import archives

WHY_JANE = "why can't I message Jane Doe?"
BOT = ("--bot", "UBOT")

ANSWER = ["intent", "diagnosis", "policy", "as_of", "target", "verdict", "checks", "plan", "ask", "text"]
TARGET = ["status", "name", "url", "relation", "candidates"]
RELATION = ["connected", "since", "invitation", "invited_on", "messages", "last_message"]
CHECK = ["check", "state", "reason", "basis", "as_of", "evidence", "say", "tips"]
EVIDENCE = {
    "ban": ["since", "until", "reason"],
    "restriction": ["since", "until", "reason"],
    "message_volume": ["sent", "limit", "window_days", "repeats"],
    "connection_count": ["have", "need", "account_type"],
    "profile": ["missing", "unknown", "completeness"],
    "shared_connections": ["shared", "at_least"],
}
FIELDS = [
    *("name", "url", "account_type", "connections", "photo", "position", "skills", "education", "experience"),
    *("summary", "custom_url", "completeness", "messages", "share_network"),
]


def fits(command: str, printed: str) -> None:
    """The output has exactly the keys and types that `whylocked schema` promises for the command."""
    models: Any = OUTPUTS[command]
    TypeAdapter(models[0] if len(models) == 1 else models[0] | models[1] | models[2]).validate_json(printed)


def evidence(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {check["check"]: check["evidence"] for check in answer["checks"]}


def states(answer: Mapping[str, Any]) -> dict[str, str]:
    return {check["check"]: check["state"] for check in answer["checks"]}


def test_the_example_of_the_specification(tmp_path: Path):
    """Twelve connections on Basic, two skills, an invitation: the answer about Jane Doe has the example's numbers."""
    answer = mara(tmp_path).ask(WHY_JANE)

    assert re.fullmatch(r"D-[0-9A-Z]{5}", answer["diagnosis"])
    assert answer["policy"] == "2026.1"
    assert answer["as_of"] == "2026-11-20"
    assert answer["target"] == {
        "status": "found",
        "name": "Jane Doe",
        "url": JANE.url,
        "relation": {
            "connected": False,
            "since": None,
            "invitation": "sent",
            "invited_on": "2026-11-03",
            "messages": 0,
            "last_message": None,
        },
        "candidates": [],
    }
    assert answer["verdict"] == "locked"
    assert states(answer) == {
        "ban": "clear",
        "restriction": "clear",
        "message_volume": "clear",
        "connection_count": "locked",
        "profile": "locked",
        "shared_connections": "clear",
    }
    assert evidence(answer) == {
        "ban": {"since": None, "until": None, "reason": None},
        "restriction": {"since": None, "until": None, "reason": None},
        "message_volume": {"sent": 3, "limit": 500, "window_days": 7, "repeats": 0},
        "connection_count": {"have": 12, "need": 15, "account_type": "basic"},
        "profile": {
            "missing": ["skills"],
            "unknown": ["photo", "completeness"],
            "completeness": {"low": 43, "high": 71},
        },
        "shared_connections": {"shared": 1, "at_least": True},
    }
    count = answer["checks"][3]
    assert (count["basis"], count["as_of"], count["reason"]) == ("archive", "2026-11-20", "connection_count.too_few")
    assert count["say"]
    assert count["tips"]
    assert {tuple(step["clears"]) for step in answer["plan"]} == {("profile",), ("connection_count",)}
    assert {step["effort"] for step in answer["plan"]} == {"minutes", "days"}


@pytest.mark.skipif(
    not WORKSPACE.is_dir(), reason="the made-up workspace of the specification is not beside the project"
)
def test_the_example_workspace_gives_the_example_numbers(tmp_path: Path):
    """Mara's own archive, as it comes with the specification, gives the numbers of its example."""
    desk = Desk(tmp_path / "whylocked.db", team="T0ACME", user="U00ME")
    desk.set(url="https://www.linkedin.com/in/mara-quillan-5b71c2", account_type="basic")
    desk("import", str(WORKSPACE / "U00ME_Basic_LinkedInDataExport_11-20-2026.zip"))
    answer = desk.ask(WHY_JANE)

    assert (answer["as_of"], answer["verdict"]) == ("2026-11-20", "locked")
    assert answer["target"]["relation"] == {
        "connected": False,
        "since": None,
        "invitation": "sent",
        "invited_on": "2026-11-03",
        "messages": 0,
        "last_message": None,
    }
    found = evidence(answer)
    assert found["connection_count"] == {"have": 12, "need": 15, "account_type": "basic"}
    assert found["message_volume"]["sent"] == 3
    assert found["profile"] == {
        "missing": ["skills"],
        "unknown": ["photo", "completeness"],
        "completeness": {"low": 43, "high": 71},
    }


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("found", WHY_JANE),
        ("ambiguous", "why can't I message Sam Lee?"),
        ("unknown", "why can't I message Zora Quist?"),
        ("none", "why are my messages locked?"),
        ("self", "why can't I message <@U1>?"),
        ("bot", "why can't I message <@UBOT>?"),
        ("stranger", "why can't I message <@U0GHOST>?"),
    ],
)
def test_keys_and_nulls_by_the_targets_status(status: str, text: str, tmp_path: Path):
    """Whoever is asked about, the keys are the same; what does not apply is null or empty, and the text says why."""
    outcome = mara(tmp_path)("ask", text, "--json", *BOT)
    fits("ask", outcome.answered)
    answer = outcome.json

    assert list(answer) == ANSWER
    assert list(answer["target"]) == TARGET
    assert answer["target"]["status"] == status
    assert answer["text"].strip()
    checked = status in {"found", "ambiguous", "unknown", "none"}
    assert [check["check"] for check in answer["checks"]] == (list(EVIDENCE) if checked else [])
    has_verdict = checked and status != "ambiguous"
    assert (answer["verdict"] in {"locked", "unsure", "open"}) == has_verdict
    assert (answer["diagnosis"] is not None) == has_verdict
    if not has_verdict:
        assert (answer["verdict"], answer["diagnosis"], answer["plan"], answer["ask"]) == (None, None, [], None)
    for check in answer["checks"]:
        assert list(check) == CHECK
        assert list(check["evidence"]) == EVIDENCE[check["check"]]
        assert check["reason"] in REASONS
        assert check["reason"].startswith(check["check"] + ".")
        assert isinstance(check["tips"], list)
        assert check["say"]
        assert check["as_of"] is None or date.fromisoformat(check["as_of"])


def test_several_of_one_name_are_candidates(tmp_path: Path):
    """Who may be meant is listed with what tells them apart, and whether connections are shared is unknown."""
    answer = mara(tmp_path).ask("why can't I message Sam Lee?")
    assert sorted(answer["target"]["candidates"], key=lambda one: str(one["url"])) == [
        {"name": "Sam Lee", "company": "Acme", "position": "Buyer", "url": SAM_A.url},
        {"name": "Sam Lee", "company": "Globex", "position": "Chemist", "url": SAM_B.url},
    ]
    assert states(answer)["shared_connections"] == "unknown"
    assert evidence(answer)["shared_connections"]["shared"] is None


def test_nobody_named_is_exempt_from_shared_connections(tmp_path: Path):
    """A question about nobody is about the asker's own account; no target is named."""
    answer = mara(tmp_path).ask("why are my messages locked?")
    assert (answer["target"]["name"], answer["target"]["url"]) == (None, None)
    assert states(answer)["shared_connections"] == "exempt"


def test_somebody_unknown_is_named_as_typed(tmp_path: Path):
    """Nobody by that name is still an answer: the name as typed, who is not among the connections."""
    target = mara(tmp_path).ask("why can't I message Zora Quist?")["target"]
    assert (target["name"], target["url"], target["candidates"]) == ("Zora Quist", None, [])
    assert target["relation"]["connected"] is False


def test_a_connection_wrote_and_is_exempt(tmp_path: Path):
    """A 1st-degree connection: since when, how many messages the asker sent, and when last; sharing locks nothing."""
    answer = mara(tmp_path).ask("why can't I message Bob Stone?")
    assert answer["target"]["relation"] == {
        "connected": True,
        "since": "2025-01-01",
        "invitation": None,
        "invited_on": None,
        "messages": 3,
        "last_message": "2026-11-18",
    }
    assert states(answer)["shared_connections"] == "exempt"


def test_two_targets_are_two_answers(tmp_path: Path):
    """Two names at once give one whole answer for each, in the order they were named, and one text for all."""
    outcome = mara(tmp_path)("ask", "why can't I message Jane Doe and Bob Stone?", "--json")
    fits("ask", outcome.answered)
    answer = outcome.json
    assert list(answer) == ["intent", "answers", "text"]
    assert [list(each) for each in answer["answers"]] == [ANSWER, ANSWER]
    assert [each["target"]["name"] for each in answer["answers"]] == ["Jane Doe", "Bob Stone"]
    assert len({each["diagnosis"] for each in answer["answers"]}) == 2
    assert all(name in answer["text"] for name in ("Jane Doe", "Bob Stone"))


@pytest.mark.parametrize(
    ("text", "intent"),
    [("help", "help"), ("what's the weather in Lisbon?", "out_of_scope"), ("photo=yes", "update_profile")],
)
def test_any_other_intent_has_intent_and_text(text: str, intent: str, tmp_path: Path):
    """What is no lock question is answered with at least its intent and a text."""
    outcome = mara(tmp_path)("ask", text, "--json")
    fits("ask", outcome.answered)
    assert outcome.json["intent"] == intent
    assert outcome.json["text"].strip()


def test_nothing_known_is_null_and_never_zero(tmp_path: Path):
    """On first use every fact is null, the policy's numbers are there all the same, and the one question is asked."""
    answer = Desk(tmp_path / "whylocked.db").ask(WHY_JANE)
    assert answer["as_of"] is None
    assert answer["verdict"] == "unsure"
    assert evidence(answer) == {
        "ban": {"since": None, "until": None, "reason": None},
        "restriction": {"since": None, "until": None, "reason": None},
        "message_volume": {"sent": None, "limit": 500, "window_days": 7, "repeats": None},
        "connection_count": {"have": None, "need": None, "account_type": None},
        "profile": {
            "missing": [],
            "unknown": ["photo", "position", "skills", "education", "completeness"],
            "completeness": {"low": 0, "high": 100},
        },
        "shared_connections": {"shared": None, "at_least": None},
    }
    assert list(answer["ask"]) == ["fact", "say"]
    assert answer["ask"]["say"]


def test_a_restriction_is_evidence(tmp_path: Path):
    """Since, until and the reason of a recorded restriction stand in its evidence, days as ISO 8601."""
    desk = well_off(tmp_path)
    desk("standing", "set", "restricted", "--since", "2026-11-12", "--until", "2026-11-26", "--reason", "spam")
    answer = desk.ask("why are my messages locked?")
    restriction = answer["checks"][1]
    assert restriction["state"] == "locked"
    assert restriction["basis"] == "recorded"
    assert restriction["evidence"] == {"since": "2026-11-12", "until": "2026-11-26", "reason": "spam"}
    assert answer["verdict"] == "locked"


def test_an_open_answer_asks_for_nothing(tmp_path: Path):
    """Nothing locks and nothing is missing: the verdict is open, the plan is empty, no question is asked."""
    answer = well_off(tmp_path).ask("why are my messages locked?")
    assert (answer["verdict"], answer["plan"], answer["ask"]) == ("open", [], None)
    assert evidence(answer)["profile"] == {"missing": [], "unknown": [], "completeness": {"low": 90, "high": 90}}


def test_import_prints_what_came_in(tmp_path: Path):
    """The day, the owner, rows taken and left out by kind, kinds that were not there, files never opened."""
    desk = Desk(tmp_path / "whylocked.db")
    desk.set(url=MARA.url)
    files = archives.files_of_2026(
        connections=[*knows(BOB, JANE), archives.nameless(date(2026, 1, 2))],
        skills=[archives.skill("Excel")],
        profile=archives.profile(MARA),
    )
    taken = take(desk, {**files, "Ads Clicked.csv": b"x\n"}, tmp_path)
    assert taken == {
        "as_of": "2026-11-20",
        "owner": {"name": "Mara Quillan", "url": MARA.url},
        "taken": {"connections": 2, "messages": 0, "invitations": 0, "positions": 0, "education": 0, "skills": 1},
        "skipped": {"nameless": 1, "drafts": 0, "sponsored": 0, "unreadable": 0},
        "not_in_archive": ["messages", "invitations", "positions", "education"],
        "ignored_files": 1,
    }
    assert list(taken["taken"]) == ["connections", "messages", "invitations", "positions", "education", "skills"]


def test_import_fits_the_schema(tmp_path: Path):
    """The printed import has exactly the promised keys and types, in the promised order."""
    desk = Desk(tmp_path / "whylocked.db")
    path = archives.write_zip(tmp_path / "Basic_LinkedInDataExport_11-20-2026.zip", archives.files_of_2026(skills=[]))
    outcome = desk("import", str(path), "--json")
    fits("import", outcome.answered)
    assert list(outcome.json) == ["as_of", "owner", "taken", "skipped", "not_in_archive", "ignored_files"]
    assert outcome.json["owner"] == {"name": None, "url": None}


def test_profile_show_has_every_field(tmp_path: Path):
    """Each field has value, basis and as_of, of its own type; what is not known is null three times."""
    desk = mara(tmp_path)
    desk.set(photo="yes", completeness="60%", skills="Excel, SQL, Go", connections="500+")
    outcome = desk("profile", "show", "--json")
    fits("profile show", outcome.answered)
    shown = outcome.json
    assert list(shown) == FIELDS
    assert all(list(fact) == ["value", "basis", "as_of"] for fact in shown.values())
    stated = {"basis": "stated", "as_of": "2026-11-20"}
    assert shown["photo"] == {"value": True, **stated}
    assert shown["completeness"] == {"value": 60, **stated}
    assert shown["skills"] == {"value": ["Excel", "SQL", "Go"], **stated}
    assert shown["connections"] == {"value": 500, **stated}
    assert shown["account_type"] == {"value": "basic", **stated}
    assert shown["experience"] == {"value": True, "basis": "archive", "as_of": "2026-11-20"}
    assert shown["custom_url"] == {"value": None, "basis": None, "as_of": None}


def test_standing_show_before_and_after(tmp_path: Path):
    """Nothing recorded is good standing, assumed; what was recorded is shown with its dates."""
    desk = Desk(tmp_path / "whylocked.db")
    before = desk("standing", "show", "--json")
    fits("standing show", before.answered)
    nothing = {"reason": None, "since": None, "until": None}
    assert before.json == {"standing": "good", **nothing, "basis": "assumed"}
    assert list(before.json) == ["standing", "reason", "since", "until", "basis"]

    desk("standing", "set", "banned", "--since", "2026-10-30").answered  # noqa: B018
    after = desk("standing", "show", "--json")
    fits("standing show", after.answered)
    assert after.json == {"standing": "banned", **nothing, "since": "2026-10-30", "basis": "recorded"}


def test_understand_prints_a_line_for_a_line(tmp_path: Path):
    """Each line of JSON in is a line of JSON out with exactly the promised keys; blank lines are passed over."""
    lines = [
        {"text": WHY_JANE},
        {"text": "and Bob Stone?", "prev": WHY_JANE, "channel": "dm"},
        {"text": "why can't I message Sam Lee?", "prev": None, "channel": "mention"},
        {"text": "why can't I message <@U0GHOST>?", "channel": "slash"},
        {"text": "photo=yes connections=212"},
    ]
    outcome = mara(tmp_path)("understand", *BOT, stdin="\n\n".join(json.dumps(line) for line in lines) + "\n")
    printed = outcome.answered.splitlines()
    for line in printed:
        fits("understand", line)
    jane, bob, sam, ghost, facts = map(json.loads, printed)
    assert list(jane) == ["intent", "followup", "targets", "candidates", "topic", "value", "fields"]
    assert (jane["intent"], jane["followup"], jane["targets"]) == ("ask_lock", False, ["Jane Doe"])
    assert (bob["intent"], bob["followup"], bob["targets"]) == ("ask_lock", True, ["Bob Stone"])
    assert (sam["targets"], sam["candidates"]) == ([], ["Sam Lee", "Sam Lee"])
    assert ghost["targets"] == ["U0GHOST"]
    assert facts["fields"] == [{"field": "photo", "value": "yes"}, {"field": "connections", "value": "212"}]


def test_understand_keeps_no_turn(tmp_path: Path):
    """Understanding a file of messages leaves the conversation of the same member as it was."""
    desk = mara(tmp_path)
    desk("understand", stdin=json.dumps({"text": WHY_JANE})).answered  # noqa: B018
    assert "Jane Doe" not in desk("ask", "photo=yes").answered


def _references(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a JSON document
    if isinstance(schema, dict):
        yield from (value for key, value in schema.items() if key == "$ref")
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def test_the_schema_holds_every_output_and_reason():
    """One JSON document: each command with `--json` has a schema whose references resolve, each reason its code."""
    schema = run("schema").json
    assert sorted(schema["commands"]) == sorted(OUTPUTS)
    assert {"ask", "import", "profile show", "standing show", "understand"} <= schema["commands"].keys()
    assert schema["reasons"] == list(REASONS)
    assert {reason.partition(".")[0] for reason in schema["reasons"]} == set(EVIDENCE)
    references = set(_references(schema))
    assert references
    assert references == {f"#/$defs/{name}" for name in schema["$defs"]} & references
    answer = schema["$defs"]["LockAnswerOut"]
    assert list(answer["properties"]) == ANSWER
    assert sorted(answer["required"]) == sorted(ANSWER)
    assert answer["additionalProperties"] is False
    assert list(schema["$defs"]["TargetOut"]["properties"]) == TARGET
    assert list(schema["$defs"]["RelationOut"]["properties"]) == RELATION


def test_the_moment_is_the_one_given(tmp_path: Path):
    """`--now` without a zone is UTC; another zone is the same moment, and days are counted in UTC."""
    desk = Desk(tmp_path / "whylocked.db")
    desk("standing", "set", "restricted", "--until", "2026-11-20").answered  # noqa: B018
    states_at = {
        now: states(desk.at(now).ask("why are my messages locked?"))["restriction"]
        for now in (NOW, "2026-11-20T23:59:59", "2026-11-21T00:00:00", "2026-11-21T01:30:00+02:00", "2026-11-21")
    }
    assert list(states_at.values()) == ["locked", "locked", "clear", "locked", "clear"]
