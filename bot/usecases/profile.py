"""A member's own profile: what is known of each field, and what others may know of it."""

from __future__ import annotations

from datetime import datetime

from bot.facts import Fact
from bot.policy import Policy
from bot.profile_fields import FIELDS, Value
from bot.store import Session, Who
from bot.usecases.current_facts import asker_facts, current_facts

Profile = dict[str, Fact[Value] | None]

DEFAULT_SHARING = "count"
"""How a network may be used before its owner says so (spec, section 4)."""


def show_profile(session: Session, policy: Policy, who: Who, now: datetime) -> Profile:
    """What is known of every field now; None where nothing is. Messages are those sent within the policy's window."""
    sent = asker_facts(session, policy, who, now).sent
    known = _known(session, who)
    known["messages"] = None if sent is None else Fact(sent.value.count, sent.basis, sent.as_of)
    return known


def _known(session: Session, who: Who) -> Profile:
    known = current_facts(session.members.statements(who), session.members.archive_facts(who))
    return {field: known.get(field) for field in FIELDS}


def identify(session: Session, who: Who) -> None:
    """Bring what others may know of the member in line with the facts that win now."""
    known = _known(session, who)
    name, url = (None if fact is None else str(fact.value) for fact in (known["name"], known["url"]))
    session.members.identify(who, name=name, url=url, share=sharing(session, who))


def sharing(session: Session, who: Who) -> str:
    """How the member's network may be used: names, count or off; count unless stated."""
    fact = _known(session, who)["share_network"]
    return DEFAULT_SHARING if fact is None else str(fact.value)
