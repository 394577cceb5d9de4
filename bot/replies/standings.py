"""What administrators read of a member's standing: as it is, as it is recorded now, and what is missing for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.facts import Basis, Standing, StandingKind
from bot.policy import Policy
from bot.replies.mentions import at
from bot.replies.model import Line, Part, Reply, Window, plain
from bot.replies.receipts import standing_details
from bot.replies.reporting import recorded_words
from bot.store.members import KeptStanding
from bot.usecases.standing import Recorded, reasons_for
from bot.usecases.standing_rules import holds
from bot.words import Words

WINDOW = "standing"
"""The name of the form that records a standing, and of the button's window."""


def usage(words: Words) -> Reply:
    """How to see and record a standing."""
    head, *more = plain(words.say("standings.usage")).lines
    return Reply((Line(Part.VERDICT, head.text), *more), actions=(button(words),))


def button(words: Words, user: str = "", kind: StandingKind | None = None) -> Window:
    """Opens the form, with whom and what it is about filled in."""
    return Window(words.say("standings.button"), WINDOW, f"{user} {kind or ''}".strip())


def shown(user: str, kept: Sequence[KeptStanding], words: Words, policy: Policy) -> Reply:
    """What is recorded of a member and by whom, and what the member reports."""
    lines = [Line(Part.VERDICT, words.say("standings.of", user=at(user)), mentions=(user,))]
    for one in kept:
        if one.basis is Basis.RECORDED:
            lines.append(recorded_words(one, words, policy))
        else:
            details = standing_details(one.standing, policy, words)
            said = words.say(f"standings.reported_{one.standing.kind}", details=details, as_of=one.at.date())
            lines.append(Line(Part.NOTE, said))
    if not kept:
        lines.append(Line(Part.NOTE, words.say("standings.nothing")))
    return Reply(tuple(lines), actions=(button(words, user),))


def recorded(  # noqa: PLR0913, PLR0917 - what there is to tell
    user: str, told: Recorded, left: int | None, today: date, words: Words, policy: Policy
) -> Reply:
    """What was recorded of a member, what it lifted, and that the member is told.

    Args:
        left: the number of the appeal against what it lifted, where one is open still.
    """
    lines = list(_recorded(user, told, today, words, policy))
    if left is not None:
        lines.append(Line(Part.NOTE, words.say("standings.appeal_left", number=left)))
    return Reply(tuple(lines))


def incomplete(user: str, kind: StandingKind, missing: Sequence[str], words: Words, policy: Policy) -> Reply:
    """What is missing before anything is recorded, and how to type it whole."""
    named = words.listed([words.say(f"standings.missing_{each}") for each in missing])
    reasons = ", ".join(reason.replace("_", " ") for reason in reasons_for(policy, kind))
    lines = (
        Line(Part.VERDICT, words.say("standings.incomplete", missing=named)),
        Line(Part.NOTE, words.say(f"standings.reasons_{kind}", reasons=reasons)),
        Line(Part.NOTE, words.say(f"standings.whole_{kind}", user=at(user)), mentions=(user,)),
        Line(Part.NOTE, words.say("standings.whole_unknown")),
    )
    return Reply(lines, actions=(button(words, user, kind),))


def _recorded(user: str, told: Recorded, today: date, words: Words, policy: Policy) -> Iterator[Line]:
    standing = told.standing
    fields = {"user": at(user), "details": standing_details(standing, policy, words), "until": standing.until}
    code = "done" if told.is_new else "already"
    yield Line(Part.VERDICT, words.say(f"standings.{code}_{standing.kind}", **fields), mentions=(user,))
    if told.lifted is not None:
        lifted = standing_details(told.lifted, policy, words)
        yield Line(Part.NOTE, words.say(f"standings.lifted_{told.lifted.kind}", details=lifted))
    yield from (Line(Part.NOTE, text) for text in _effect(standing, today, words))
    if told.is_new:
        code = "standings.told" if holds(standing, today) else "standings.told_only"
        yield Line(Part.NOTE, words.say(code))
    if holds(standing, today):
        yield Line(Part.NOTE, words.say("standings.lift", user=at(user)), mentions=(user,))


def _effect(standing: Standing, today: date, words: Words) -> Iterator[str]:
    """What may surprise whoever recorded it."""
    if standing.kind is StandingKind.RESTRICTED and standing.until is None:
        yield words.say("standings.no_end")
    elif standing.until is not None and not holds(standing, today):
        yield words.say("standings.over", until=standing.until)
