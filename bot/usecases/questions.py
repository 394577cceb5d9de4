"""Which one question to ask: the missing fact that settles most checks whatever the answer, the cheapest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent
from bot.phrasing import Question
from bot.policy import Policy
from bot.verdict import Finding, State

# Fact and question bear one name, but for these.
_FACT_OF = {"education": "schools", "messages": "sent", "shared_connections": "shared"}
_NO_AND_YES = (False, True)
# Facts that change on their own after they were confirmed, so they are confirmed again after a while.
_CONFIRMED = ("photo", "account_type")


def best_question(facts: Facts, policy: Policy, questions: Mapping[str, Question]) -> str | None:
    """The id of the question to ask; None when nothing that a question could tell is missing.

    Where no single answer settles a check, the cheapest question that brings one nearer to being settled.
    """
    unknown = _unknown(diagnose(facts, policy))
    gains = {
        name: _gain(unknown, facts, policy, _FACT_OF.get(name, name), answers)
        for name, answers in _answers(facts, policy).items()
        if getattr(facts, _FACT_OF.get(name, name)) is None
    }
    useful = [name for name, gain in gains.items() if gain is not None]
    return min(useful, key=lambda name: (-(gains[name] or 0), questions[name].order), default=None)


def _gain(
    unknown: Mapping[str, Finding], facts: Facts, policy: Policy, fact: str, answers: Sequence[Fact[object]]
) -> float | None:
    """How many unknown checks the answers settle on average; None when they change nothing about any of them."""
    afterwards = [diagnose(facts.changed(**{fact: answer}), policy) for answer in answers]
    if all(unknown.items() <= {finding.check: finding for finding in after}.items() for after in afterwards):
        return None
    return sum(len(unknown.keys() - _unknown(after)) for after in afterwards) / len(answers)


def confirmation(facts: Facts, policy: Policy) -> str | None:
    """The fact that the member confirmed so long ago that it is worth asking again; None when there is none."""
    oldest = facts.now.date() - timedelta(days=policy.asking.confirm_again_after_days)
    for name in _CONFIRMED:
        fact = getattr(facts, name)
        if fact is not None and fact.basis is Basis.STATED and fact.as_of < oldest:
            return name
    return None


def _unknown(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings if finding.state is State.UNKNOWN}


def _answers(facts: Facts, policy: Policy) -> dict[str, list[Fact[object]]]:
    """Answers that each question may bring, from the least to the most."""

    def each(*values: object) -> list[Fact[object]]:
        return [Fact(value, Basis.STATED, facts.now.date()) for value in values]

    _, most_needed = policy.needs()
    skills = policy.profile.requirements.get("skills")
    return {
        **dict.fromkeys(("photo", "position", "experience", "custom_url", "summary"), each(*_NO_AND_YES)),
        "skills": each(0, skills.minimum if skills else 1),
        "education": each(0, 1),
        "account_type": each(*policy.account_types),
        "connections": each(0, most_needed),
        "messages": each(Sent(0), Sent(policy.message_volume.limit)),
        "shared_connections": each(0, policy.shared_connections.minimum),
    }
