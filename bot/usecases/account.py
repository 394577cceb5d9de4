"""A member's own account as a whole: what is stored of it, and what the checks make of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.people import Target, TargetStatus
from bot.policy import Policy
from bot.store import Session, Who
from bot.usecases.answer import Answer
from bot.usecases.asking import Asking
from bot.usecases.profile import Profile, sharing, show_profile


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is stored of a member, and its verdict.

    Attributes:
        answer: what stands in the way of every message, with no diagnosis stored; its facts hold the standing.
        sharing: how the network may be used: names, count or off.
        diagnoses: how many answers given before are kept.
    """

    answer: Answer
    profile: Profile
    sharing: str
    diagnoses: int


def account_of(session: Session, asking: Asking, policy: Policy, who: Who, now: datetime) -> Account:
    """The member's account now; nothing is stored by looking at it."""
    return Account(
        answer=asking.answer(session, who, Target(TargetStatus.NONE), now),
        profile=show_profile(session, policy, who, now),
        sharing=sharing(session, who),
        diagnoses=session.diagnoses.number(who),
    )
