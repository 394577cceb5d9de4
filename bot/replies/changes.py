"""What a stated fact changed in the verdict, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.replies.model import Line, Part
from bot.usecases.answer import Answer
from bot.verdict import Finding, State
from bot.words import Words


def changes(before: Sequence[Answer], after: Sequence[Answer], words: Words) -> tuple[Line, ...]:
    """What the answers after a statement say otherwise than those before it; nothing where there was no answer yet.

    Args:
        before: what would have been answered without the statement, about the same persons in the same order.
    """
    pairs = [
        (was, now)
        for one, other in zip(before, after, strict=True)
        for was, now in zip(one.findings, other.findings, strict=False)
    ]
    if not pairs or any(answer.first_use for answer in before):
        return ()
    told = {
        "cleared": _checks((was, now) for was, now in pairs if _locked(was) and not _locked(now)),
        "locked": _checks((was, now) for was, now in pairs if _locked(now) and not _locked(was)),
        "settled": _checks((was, now) for was, now in pairs if was.state is State.UNKNOWN and _passed(now)),
    }
    if not any(told.values()):
        told["known"] = _checks((was, now) for was, now in pairs if was != now)
    said = [
        words.say(f"profile.changed_{kind}", checks=words.listed([words.say(f"checks.{check}") for check in checks]))
        for kind, checks in told.items()
        if checks
    ]
    return (Line(Part.NOTE, " ".join(said) or words.say("profile.changed_nothing")),)


def _checks(pairs: Iterable[tuple[Finding, Finding]]) -> list[str]:
    return list(dict.fromkeys(now.check for _, now in pairs))


def _locked(finding: Finding) -> bool:
    return finding.state is State.LOCKED


def _passed(finding: Finding) -> bool:
    return finding.state in {State.CLEAR, State.EXEMPT}
