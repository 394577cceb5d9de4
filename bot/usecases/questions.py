"""Which one question to ask: the missing fact that settles most checks whatever the answer, the cheapest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.checks import diagnose
from bot.facts import Basis, Fact, Facts, Sent
from bot.policy import Policy
from bot.verdict import Finding, State
from bot.words import Question

# Fact and question bear one name, but for these.
_FACT_OF = {"education": "schools", "messages": "sent", "shared_connections": "shared"}
_NO_AND_YES = (False, True)
# Facts that change on their own after they were confirmed, so they are confirmed again after a while.
_CONFIRMED = ("photo", "account_type")


def best_question(facts: Facts, policy: Policy, questions: Mapping[str, Question]) -> str | None:
    """The id of the question to ask; None when nothing that a question could tell is missing."""
    unknown = _unknown(diagnose(facts, policy))
    if not unknown:
        return None
    worth = {
        name: sum(
            len(unknown - _unknown(diagnose(facts.changed(**{_FACT_OF.get(name, name): fact}), policy)))
            for fact in answers
        )
        / len(answers)
        for name, answers in _answers(facts, policy).items()
        if name in questions and getattr(facts, _FACT_OF.get(name, name)) is None
    }
    best = min(worth, key=lambda name: (-worth[name], questions[name].order), default=None)
    return best if best is not None and worth[best] > 0 else None


def confirmation(facts: Facts, policy: Policy) -> str | None:
    """The fact that the member confirmed so long ago that it is worth asking again; None when there is none."""
    oldest = facts.now.date() - timedelta(days=policy.asking.confirm_again_after_days)
    for name in _CONFIRMED:
        fact = getattr(facts, name)
        if fact is not None and fact.basis is Basis.STATED and fact.as_of < oldest:
            return name
    return None


def _unknown(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.check for finding in findings if finding.state is State.UNKNOWN}


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
