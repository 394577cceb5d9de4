"""What an answer holds, as data: the conversation, the terminal and `--json` all say it from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.advice import Way
from bot.facts import Facts
from bot.people import Target
from bot.store.introducers import Introducer
from bot.usecases.appealed import Lifting
from bot.usecases.current_facts import Relation
from bot.usecases.plan import Planned
from bot.verdict import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Doubt:
    """Evidence of the archive against a lock: messages that went out all the same.

    Attributes:
        to_target: whether they went to the person asked about.
        count: how many.
        last: the day of the last of them, or the last day they were counted on.
        said: whether the member has said that LinkedIn shows a padlock there, and on which day; None when it is
            not known, or too long ago to be taken without asking again.
    """

    to_target: bool
    count: int
    last: date
    said: tuple[bool, date] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything one lock question brings.

    Attributes:
        diagnosis: the quotable id; None when nobody can be diagnosed (several persons, oneself, the bot) or when
            nothing was stored because the question was a "what if".
        as_of: the day the facts speak for; None without facts.
        from_archive: whether that day is an archive's.
        findings: all six in the policy's order; () when there is nobody to check.
        ask: the id of the one question to ask; None when nothing is missing.
        confirms: whether `ask` asks again for a fact that was confirmed long ago.
        first_use: nothing is stored of the member yet.
        introducer: the best one to ask for an introduction; a colleague to connect with first, where whether there is
            a shared connection is not known. Only who may be named.
        ways: other ways to reach the person now, and what their words name.
        can_be_told: whether the member can be told of something later, by a direct message: no guest can.
        lifting: the accepted appeal because of which the standing counts as good, where that is lately so.
        hypothetical: the changes of a "what if", as typed; () for a plain question.
    """

    target: Target
    policy: str
    facts: Facts
    relation: Relation | None = None
    diagnosis: str | None = None
    as_of: date | None = None
    from_archive: bool = False
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    plan: tuple[Planned, ...] = ()
    ask: str | None = None
    confirms: bool = False
    first_use: bool = False
    doubt: Doubt | None = None
    introducer: Introducer | None = None
    ways: tuple[Way, ...] = ()
    way_detail: Mapping[str, object] = field(default_factory=dict)
    can_be_told: bool = True
    lifting: Lifting | None = None
    hypothetical: tuple[tuple[str, str], ...] = ()
