"""One finding, and one step of a plan, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.facts import Basis, Facts
from bot.policy import Policy, Rule, RuleBasis
from bot.usecases.plan import Planned
from bot.verdict import Finding
from bot.words import Words, fill


def say(finding: Finding, facts: Facts, name: str, words: Words, policy: Policy) -> str:
    """The whole sentence for a finding."""
    return fill(_reason(finding, words).say, _fields(finding, facts, name, words, policy))


def say_short(finding: Finding, facts: Facts, name: str, words: Words, policy: Policy) -> str | None:
    """A few words for what was found fine; None where a finding has none."""
    short = _reason(finding, words).short
    return None if short is None else fill(short, _fields(finding, facts, name, words, policy))


def _reason(finding: Finding, words: Words) -> Any:  # noqa: ANN401
    check, _, reason = finding.reason.partition(".")
    return words.reasons[check][reason]


def _fields(finding: Finding, facts: Facts, name: str, words: Words, policy: Policy) -> dict[str, object]:
    """What the reason's words may name: evidence and detail, and both put into words."""
    fields: dict[str, object] = {**finding.evidence, **finding.detail, "name": name}
    match finding.check:
        case "ban" | "restriction":
            fields |= _standing_words(finding, words, policy)
        case "message_volume":
            fields |= _volume_words(finding, facts, words, policy)
        case "connection_count":
            fields |= _count_words(finding, words)
        case "profile":
            fields |= _profile_words(finding, words)
        case _:
            shared = finding.evidence["shared"]
            fields["shared_words"] = words.count("shared", shared) if isinstance(shared, int) else ""
    return fields


def _standing_words(finding: Finding, words: Words, policy: Policy) -> dict[str, object]:
    since, reason = finding.evidence["since"], finding.evidence["reason"]
    basis = finding.basis if finding.basis in {Basis.STATED, Basis.RECORDED} else None
    return {
        "account_words": words.say(f"evidence.account_{basis}") if basis else "",
        "since_words": words.say("evidence.since", since=since) if isinstance(since, date) else "",
        "reason_words": words.say("evidence.reason", reason=violation(str(reason), finding.check, policy))
        if reason
        else "",
    }


def violation(reason: str, check: str, policy: Policy) -> str:
    """A recorded reason in words: the policy's where it is one of its violations, else as typed."""
    listed = policy.violations.banning if check == "ban" else policy.violations.restricting
    return listed[reason].say if reason in listed else reason


def _volume_words(finding: Finding, facts: Facts, words: Words, policy: Policy) -> dict[str, object]:
    frees_at, busiest = finding.detail["frees_at"], finding.detail["busiest"]
    stated = facts.sent is not None and facts.sent.basis is Basis.STATED
    frees = "evidence.frees_stated" if stated else "evidence.frees"
    repeats, sent = finding.evidence["repeats"], finding.evidence["sent"]
    return {
        "sent_words": words.count("messages", sent) if isinstance(sent, int) else "",
        "assumed_words": whose(policy.message_volume, words),
        "repeats_words": words.count("repeats", repeats) if isinstance(repeats, int) and repeats else "",
        "frees_words": words.say(frees, frees_at=frees_at) if frees_at else "",
        "busiest_words": words.say("evidence.busiest", **{**finding.evidence, "busiest": busiest}) if busiest else "",
    }


def whose(rule: Rule, words: Words) -> str:
    """Behind a number that nobody publishes: that it is an assumption, or a workspace's own."""
    match rule.basis:
        case RuleBasis.ASSUMPTION:
            return words.say("evidence.assumed")
        case RuleBasis.WORKSPACE:
            return words.say("evidence.own")
        case _:
            return ""


def _count_words(finding: Finding, words: Words) -> dict[str, object]:
    name = finding.detail["account_name"]
    known = name is not None
    fields = {
        **finding.evidence,
        **finding.detail,
        "account_name": name or words.say("evidence.account_name_unknown"),
    }
    return {
        "account_name": fields["account_name"],
        "need_words": words.say("evidence.need" if known else "evidence.need_any", **fields),
    }


def _profile_words(finding: Finding, words: Words) -> dict[str, object]:
    completeness: Any = finding.evidence["completeness"]
    fields = {**finding.detail, "low": completeness["low"], "high": completeness["high"]}
    missing: Any = finding.evidence["missing"]
    unknown: Any = finding.evidence["unknown"]
    also = words.listed([words.say(f"evidence.also_{item}", **fields) for item in unknown])
    return {
        "also_words": words.say("evidence.also", unknown=also) if also else "",
        "missing_words": words.listed([words.say(f"evidence.missing_{item}", **fields) for item in missing]),
        "unknown_words": words.listed([words.say(f"evidence.unknown_{item}", **fields) for item in unknown]),
    }


def step(planned: Planned, name: str, words: Words) -> str:
    """One step of a plan in words."""
    return fill(words.steps[planned.step].say, {"name": name, **_counted(planned, words)})


_NO_WORDS = {"account_type", "url", "custom_url", "share_network", "messages", "shared"}
"""Fields whose names are not what people call them."""


def called(field: str, words: Words) -> str:
    """A field as people call it, whatever is to be typed for it."""
    return words.say(f"account.label_{field}") if field in _NO_WORDS else field


def thing(planned: Planned, words: Words) -> str:
    """What one step adds, in a few words."""
    return fill(words.steps[planned.step].thing or "", _counted(planned, words))


def _counted(planned: Planned, words: Words) -> dict[str, object]:
    fields: dict[str, object] = {**planned.detail}
    for noun in ("people", "skills", "schools", "enough"):
        number = planned.detail.get(noun)
        if isinstance(number, int):
            fields["count_words"] = words.count(noun, number)
    return fields
