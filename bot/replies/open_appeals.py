"""Open appeals as administrators read them, and what came of a step that one of them typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.appeals import CASE_OF, Appeal, AppealState
from bot.replies.mentions import at
from bot.replies.model import Line, Part, Reply, plain
from bot.replies.review_card import head
from bot.usecases.appealed import Done
from bot.words import Words

SHOWN = 10
"""How many are told; they are handled one by one."""


def listed(appeals: Sequence[Appeal], now: datetime, words: Words) -> Reply:
    """The open appeals, the longest waiting first."""
    if not appeals:
        return plain(words.say("open_appeals.none"), Part.VERDICT)
    lines = [Line(Part.VERDICT, words.say("open_appeals.title", n=len(appeals)))]
    for appeal in appeals[:SHOWN]:
        days = waited((now - appeal.changed_at).days, words)
        fields = {"number": appeal.number, "who": at(appeal.user), "days": days}
        text = words.say(f"open_appeals.{appeal.case}_{appeal.state}", **fields)
        lines.append(Line(Part.ROW, text, mentions=(appeal.user,)))
    if len(appeals) > SHOWN:
        lines.append(Line(Part.ROW, words.count("left", len(appeals) - SHOWN)))
    first = appeals[0].number
    lines.append(Line(Part.NOTE, words.say("open_appeals.next", number=first)))
    return Reply(tuple(lines))


def waited(days: int, words: Words) -> str:
    """How long something has waited, as in "for 3 days"."""
    return words.count("days", days) if days else words.say("open_appeals.no_day_yet")


def done(outcome: Done, words: Words) -> Reply:
    """The appeal as it is after a step; its member is told. Accepted, it may leave something else in the way."""
    appeal, standing = outcome.appeal, outcome.standing
    lines = [Line(Part.VERDICT, head(appeal, words)), Line(Part.NOTE, words.say("open_appeals.told"))]
    if appeal.state is AppealState.ACCEPTED and standing is not None and standing.value.kind in CASE_OF:
        said = words.say(f"open_appeals.stays_{standing.value.kind}", who=at(appeal.user))
        lines.append(Line(Part.WARNING, said, mentions=(appeal.user,)))
    return Reply(tuple(lines))
