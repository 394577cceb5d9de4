"""How long what is kept is kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings.environment import Environment, number

LONGEST = 3_650
"""Ten years, in days: more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days what is kept is kept.

    Attributes:
        removed: a workspace's data once the app was removed from it; 0 is not a moment.
        deactivated: a member's data once Slack says that they are deactivated.
        diagnoses: an answer, by which "why?" and an appeal can point to it.
        threads: at most, where a conversation stands.
        watches: whom somebody waits for.
        audit: what administrators, reviewers and the operator did.
    """

    removed: int = 0
    deactivated: int = 30
    diagnoses: int = 365
    threads: int = 30
    watches: int = 180
    audit: int = 730

    @classmethod
    def read(cls, env: Environment) -> Keeping:
        """What the environment says, else the usual.

        Raises:
            UserError: a number is none, or out of bounds.
        """
        usual = cls()
        return cls(
            removed=number(env, "WHYLOCKED_KEEP_REMOVED_DAYS", usual.removed, least=0, most=90),
            deactivated=number(env, "WHYLOCKED_KEEP_DEACTIVATED_DAYS", usual.deactivated, least=0, most=LONGEST),
            diagnoses=number(env, "WHYLOCKED_KEEP_DIAGNOSES_DAYS", usual.diagnoses, least=1, most=LONGEST),
            threads=number(env, "WHYLOCKED_KEEP_THREADS_DAYS", usual.threads, least=1, most=30),
            watches=number(env, "WHYLOCKED_KEEP_WATCHES_DAYS", usual.watches, least=1, most=LONGEST),
            audit=number(env, "WHYLOCKED_KEEP_AUDIT_DAYS", usual.audit, least=1, most=LONGEST),
        )
