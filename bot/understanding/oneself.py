"""What members say of themselves that looks like a question about somebody: "name's Jane Doe", "AE at Cedar"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.people import TargetStatus
from bot.understanding import values
from bot.understanding.claims import Pairs, claimed
from bot.understanding.cues import Cues
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.targets import line_of
from bot.understanding.tokens import Token

_MISTAKEN = {Intent.ASK_LOCK, Intent.OUT_OF_SCOPE, Intent.SHOW_PROFILE, Intent.HELP}
"""What such a message is taken for."""
_I_AM = "I'm"
_AT = "at"
_LONGEST_ROLE = 5


def of_oneself(line: str, tokens: Sequence[Token], request: Request, previous: Turn | None, cues: Cues) -> Pairs:
    """The facts that a message states of the member, which was taken for something else; none of any other message.

    Args:
        line: the message as it was typed.
        request: what it was taken for.
        previous: the turn before, when one is remembered.
    """
    if request.intent not in _MISTAKEN or len(request.targets) > 1 or values.ends_asking(tokens):
        return ()
    if cues.introducing_oneself.search(line_of(tokens, ())):
        return claimed(line, cues)
    return claimed(f"{_I_AM} {line}", cues) if _is_post(tokens, request, previous, cues) else ()


def _is_post(tokens: Sequence[Token], request: Request, previous: Turn | None, cues: Cues) -> bool:
    """Whether a message is a role and a company alone, where facts are expected: at first, or after a question."""
    keys = [token.key for token in tokens if token.key]
    ends = keys.index(_AT) if _AT in keys else len(keys)
    stated = ends <= _LONGEST_ROLE and ends + 1 < len(keys) and not cues.claims.roles.isdisjoint(keys[:ends])
    # Before "at" stands nothing but the role: no verb, nobody, nothing that asks.
    plain = cues.common.isdisjoint(set(keys[:ends]) - cues.claims.roles - {"of", "and", "sales", "the", "a", "an"})
    expected = previous is None or not previous.answered or previous.asked is not None
    unknown = all(target.status is TargetStatus.UNKNOWN for target in request.targets)
    return stated and plain and expected and unknown
