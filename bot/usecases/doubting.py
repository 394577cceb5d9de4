"""When the archive speaks against a lock."""

from __future__ import annotations

from datetime import date

from bot.facts import Basis, Facts
from bot.usecases.answer import Answer, Doubt
from bot.verdict import State

_RECORDED = {"ban", "restriction"}


def doubt_of(answer: Answer) -> Doubt | None:
    """Evidence of the archive against a lock: messages that went out all the same.

    A spent volume is made of sent messages, so it is not doubted. What is recorded is doubted only by a message to
    that very person after it began, a lock for want of shared connections only by one to that very person.
    """
    locked = {finding.check for finding in answer.findings if finding.state is State.LOCKED}
    if not locked or "message_volume" in locked:
        return None
    relation = answer.relation
    if relation is not None and relation.messages and relation.last_message is not None:
        since = _recorded_since(answer.facts) if locked & _RECORDED else date.min
        if since is not None and relation.last_message > since:
            return Doubt(to_target=True, count=relation.messages, last=relation.last_message)
    sent = answer.facts.sent
    if (
        not locked & {*_RECORDED, "shared_connections"}
        and sent is not None
        and sent.basis is Basis.ARCHIVE
        and sent.value.count
    ):
        return Doubt(to_target=False, count=sent.value.count, last=min(sent.as_of, answer.facts.now.date()))
    return None


def _recorded_since(facts: Facts) -> date | None:
    return None if facts.standing is None else facts.standing.value.since
