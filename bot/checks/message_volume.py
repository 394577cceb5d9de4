"""The lock of too many messages sent within the policy's window."""

from __future__ import annotations

from typing import assert_never

from bot.facts import Facts, SentGap
from bot.policy import Policy
from bot.verdict import Finding, State

REASONS = (
    "message_volume.not_known",
    "message_volume.owner_unknown",
    "message_volume.archive_too_old",
    "message_volume.left",
    "message_volume.near",
    "message_volume.spent",
)
EVIDENCE = ("sent", "limit", "window_days", "repeats")
DETAIL = ("left", "frees_at", "busiest", "busiest_from")


def check_message_volume(facts: Facts, policy: Policy) -> Finding:
    """Locked once the member has sent what the policy allows in its window; until the window moves on.

    The detail `left` is how many messages are still allowed: 0 at the limit, negative beyond it.
    """
    rules = policy.message_volume
    busiest = facts.busiest_week
    evidence = {"sent": None, "limit": rules.limit, "window_days": rules.window_days, "repeats": None}
    detail = {
        "left": None,
        "frees_at": None,
        "busiest": busiest.sent if busiest else None,
        "busiest_from": busiest.starts if busiest else None,
    }
    if facts.sent is None:
        return Finding(State.UNKNOWN, _why_unknown(facts.sent_gap), evidence, detail=detail)

    sent, basis, as_of = facts.sent.value, facts.sent.basis, facts.sent.as_of
    evidence |= {"sent": sent.count, "repeats": sent.repeats}
    detail |= {"left": rules.limit - sent.count, "frees_at": sent.frees_at}
    if sent.count >= rules.limit:
        return Finding(State.LOCKED, "message_volume.spent", evidence, basis, as_of, detail)
    # Multiplied out, because a percentage of the limit need not be a whole number.
    if sent.count * 100 >= rules.warn_percent * rules.limit:
        return Finding(State.CLEAR, "message_volume.near", evidence, basis, as_of, detail)
    return Finding(State.CLEAR, "message_volume.left", evidence, basis, as_of, detail)


def _why_unknown(gap: SentGap) -> str:
    """The reason code for what keeps the number of sent messages from being known."""
    match gap:
        case SentGap.NO_MESSAGES:
            return "message_volume.not_known"
        case SentGap.OWNER_UNKNOWN:
            return "message_volume.owner_unknown"
        case SentGap.ARCHIVE_TOO_OLD:
            return "message_volume.archive_too_old"
        case _:
            assert_never(gap)
