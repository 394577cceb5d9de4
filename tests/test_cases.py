"""The six checks against tables of cases: what is given, and what is expected of it.

`tests/cases/<check>.toml` holds a [given] that all its cases share (`now`, and the `basis` and `as_of` of
facts that name none of their own) and one [[case]] after the other. A case may give further facts
(`"unknown"` takes a shared one back), change the policy (`"removed"` takes a rule out) and expects a finding:
its state and reason always, its evidence with keys left out being None, its other parts where they are named
(`"none"` is None). In verdicts.toml a case expects a verdict and all six reason codes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.checks import CHECKS, DETAIL, EVIDENCE, REASONS, diagnose
from bot.facts import Basis, BusiestWeek, Fact, Facts, Sent, SentGap, Standing, StandingKind
from bot.policy import Policy, Requirement
from bot.verdict import Finding, State, Verdict, verdict_of

Table = dict[str, Any]

CASES = Path(__file__).parent / "cases"
POLICY: Table = tomllib.loads((files("knowledge") / "policy.toml").read_text("utf-8"))
PLAIN_FACTS = ("target_named", "shared_is_partial")


@dataclass(frozen=True)
class Case:
    """One case of a table, with what its table gives to all."""

    name: str
    facts: Facts
    policy: Policy
    expect: Table


def read_cases(table: str) -> list[Case]:
    """Every case of one table; a key that no case knows is an error."""
    content = tomllib.loads((CASES / f"{table}.toml").read_text("utf-8"))
    shared, cases = content.pop("given"), content.pop("case")
    assert not content, f"{table}: what is {list(content)}?"
    read = []
    for case in cases:
        assert case.keys() <= {"name", "given", "policy", "expect"}, case
        facts = facts_from(shared | case.get("given", {}))
        policy = Policy.model_validate(changed(POLICY, case.get("policy", {})))
        read.append(Case(case["name"], facts, policy, case["expect"]))
    assert len({case.name for case in read}) == len(read), f"{table}: two cases of one name"
    return read


def facts_from(given: Table) -> Facts:
    """The facts of a case: one that names no `basis` or `as_of` of its own takes those of the whole table."""
    given = dict(given)
    basis, as_of = given.pop("basis"), given.pop("as_of")
    known: Table = {}
    for name, value in given.items():
        if name == "now" or name in PLAIN_FACTS:
            known[name] = value
        elif name == "sent_gap":
            known[name] = SentGap(value)
        elif name == "busiest_week":
            known[name] = BusiestWeek(**value)
        elif value != "unknown":
            fact = {"basis": basis, "as_of": as_of} | (value if isinstance(value, dict) else {"value": value})
            known[name] = Fact(basis=Basis(fact.pop("basis")), as_of=fact.pop("as_of"), value=value_of(name, fact))
    return Facts(**known)


def value_of(name: str, fact: Table) -> object:
    """The value of one fact, from what its table says beside basis and date."""
    if name == "standing":
        return Standing(**fact | {"kind": StandingKind(fact["kind"])})
    if name == "sent":
        return Sent(**fact)
    assert list(fact) == ["value"], f"{name}: what is {fact}?"
    return fact["value"]


def changed(table: Table, changes: Table) -> Table:
    """The table with some keys changed at any depth, or taken out."""
    result = dict(table)
    for key, value in changes.items():
        if value == "removed":
            del result[key]
        else:
            result[key] = changed(result[key], value) if isinstance(value, dict) else value
    return result


TABLES = {check: read_cases(check) for check in EVIDENCE}
VERDICTS = read_cases("verdicts")
FINDINGS = [(check, case) for check, cases in TABLES.items() for case in cases]

each_finding = pytest.mark.parametrize(
    ("check", "case"), [pytest.param(check, case, id=f"{check}: {case.name}") for check, case in FINDINGS]
)
each_verdict = pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in VERDICTS])


def found(check: str, case: Case) -> Finding:
    """What one check finds in a case."""
    return dict(zip(EVIDENCE, diagnose(case.facts, case.policy), strict=True))[check]


@each_finding
def test_finding(check: str, case: Case) -> None:
    """A check finds what its table expects."""
    expect = dict(case.expect)
    evidence = expect.pop("evidence", {})
    assert evidence.keys() <= set(EVIDENCE[check]), "the case expects evidence that the check does not give"
    expect |= {"state": State(expect["state"]), "evidence": dict.fromkeys(EVIDENCE[check]) | evidence}

    finding = found(check, case)

    actual = {part: getattr(finding, part) for part in expect}
    if "detail" in expect:
        actual["detail"] = {key: finding.detail[key] for key in expect["detail"]}
    nothing = {part: None for part in ("basis", "as_of") if expect.get(part) == "none"}
    assert actual == expect | nothing


@each_verdict
def test_verdict(case: Case) -> None:
    """All six reasons stand in an answer, none stops the others, and the verdict follows from them."""
    findings = diagnose(case.facts, case.policy)

    actual = {"verdict": verdict_of(findings), "reasons": [finding.reason for finding in findings]}
    assert actual == case.expect | {"verdict": Verdict(case.expect["verdict"])}


@each_finding
def test_form(check: str, case: Case) -> None:
    """A finding bears its check's id and all its keys; an unknown one has neither basis nor date."""
    finding = found(check, case)

    keys = (tuple(finding.evidence), tuple(finding.detail))
    assert (finding.check, keys) == (check, (EVIDENCE[check], DETAIL[check]))
    if finding.state is State.UNKNOWN:
        assert (finding.basis, finding.as_of) == (None, None)


def test_order() -> None:
    """The six checks stand in the order of the answer."""
    assert list(EVIDENCE) == [
        "ban", "restriction", "message_volume", "connection_count", "profile", "shared_connections",
    ]  # fmt: skip
    assert [check.__name__ for check in CHECKS] == [f"check_{check}" for check in EVIDENCE]
    assert list(DETAIL) == list(EVIDENCE)


def test_every_reason_has_a_case() -> None:
    """Every reason code is expected by some case, and no check gives a code that is not listed."""
    assert sorted({case.expect["reason"] for _, case in FINDINGS}) == sorted(REASONS)


@pytest.mark.parametrize("account_type", [*POLICY["account_types"]])
def test_every_account_type_has_its_cases(account_type: str) -> None:
    """Each account type of the policy has a case below, at and above its minimum, and one without a count."""
    need = POLICY["account_types"][account_type]["connections_needed"]
    evidence = [case.expect["evidence"] for case in TABLES["connection_count"]]

    counts = {each.get("have") for each in evidence if each.get("account_type") == account_type}
    assert {need - 1, need, need + 1, None} <= counts


@pytest.mark.parametrize("requirement", get_args(Requirement))
def test_every_requirement_has_its_cases(requirement: str) -> None:
    """Each requirement of a profile has a case that misses it and a case that does not know it."""
    evidence = [case.expect["evidence"] for case in TABLES["profile"]]

    assert any(requirement in each["missing"] for each in evidence)
    assert any(requirement in each["unknown"] for each in evidence)
