"""When a standing locks, and when a member's report would be less than what others recorded."""

from __future__ import annotations

from datetime import date

from bot.facts import Standing, StandingKind


def holds(standing: Standing, today: date) -> bool:
    """Whether it is a ban, or a restriction that is not over: it holds through all of its last day (UTC)."""
    match standing.kind:
        case StandingKind.GOOD:
            return False
        case StandingKind.BANNED:
            return True
        case StandingKind.RESTRICTED:
            return standing.until is None or today <= standing.until


def lifts(told: Standing, recorded: Standing, today: date) -> bool:
    """Whether a report in the place of what is recorded would lift or shorten it."""
    if not holds(recorded, today) or told.kind is StandingKind.BANNED:
        return False
    if told.kind is StandingKind.GOOD or recorded.kind is StandingKind.BANNED:
        return True
    if told.until is None:
        return False
    return recorded.until is None or told.until < recorded.until
