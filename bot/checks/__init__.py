"""The six lock checks: facts and policy in, findings out, no words.

Each check is one pure function in a file of its own. Beside it stand all the reason codes it can give and the
keys of its evidence and detail, which are always all present: the knowledge is held against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.checks import ban, connection_count, message_volume, profile, restriction, shared_connections
from bot.facts import Facts
from bot.policy import Policy
from bot.verdict import Finding

Check = Callable[[Facts, Policy], Finding]

CHECKS: tuple[Check, ...] = (
    ban.check_ban,
    restriction.check_restriction,
    message_volume.check_message_volume,
    connection_count.check_connection_count,
    profile.check_profile,
    shared_connections.check_shared_connections,
)
"""The six checks in the order of every answer."""

REASONS: tuple[str, ...] = (
    *ban.REASONS,
    *restriction.REASONS,
    *message_volume.REASONS,
    *connection_count.REASONS,
    *profile.REASONS,
    *shared_connections.REASONS,
)
"""Every reason code that a finding can bear."""

EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "ban": ban.EVIDENCE,
    "restriction": restriction.EVIDENCE,
    "message_volume": message_volume.EVIDENCE,
    "connection_count": connection_count.EVIDENCE,
    "profile": profile.EVIDENCE,
    "shared_connections": shared_connections.EVIDENCE,
}
"""The keys of each check's evidence, by the check's id and in the order of every answer."""

DETAIL: Mapping[str, tuple[str, ...]] = {
    "ban": ban.DETAIL,
    "restriction": restriction.DETAIL,
    "message_volume": message_volume.DETAIL,
    "connection_count": connection_count.DETAIL,
    "profile": profile.DETAIL,
    "shared_connections": shared_connections.DETAIL,
}
"""The further values that the words of a check's reasons may name, by the check's id."""


def diagnose(facts: Facts, policy: Policy) -> tuple[Finding, ...]:
    """What all six checks find, always all and in the order of `CHECKS`."""
    return tuple(check(facts, policy) for check in CHECKS)
