"""Who handles appeals and where they are shown: as it is set up, and what a review channel is told of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from bot.replies.mentions import at, named
from bot.replies.model import Line, Part, Reply, Window
from bot.usecases.offices import SetUp
from bot.words import Words

WINDOW = "reviewing"
"""The name of the form, and of the button's window."""
CHANNEL, REVIEWERS, ADMINISTRATORS = "channel", "reviewers", "administrators"
"""The questions of the form."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How appeals are handled in a workspace.

    Attributes:
        waiting: how many of them are open.
        away_since: since when the bot can't post in the channel, as far as is known.
    """

    set_up: SetUp
    waiting: int
    away_since: datetime | None


def set_up(changed: str, reviewed: Reviewed, words: Words) -> Reply:
    """What was changed, if anything; how it is now; what is still missing.

    Args:
        changed: "channel", "reviewers" or "administrators"; "" where nothing was.
    """
    now = reviewed.set_up
    mentions = (*now.reviewers, *now.administrators, *filter(None, [now.channel]))
    lines = [
        Line(Part.NOTE if place else Part.VERDICT, text, mentions=mentions)
        for place, text in enumerate(_told(changed, reviewed, words))
    ]
    return Reply(tuple(lines), actions=(button(words),))


def button(words: Words) -> Window:
    """What opens the form."""
    return Window(words.say("reviewing.button"), WINDOW)


def _told(changed: str, reviewed: Reviewed, words: Words) -> Iterator[str]:
    now = reviewed.set_up
    fields = {
        "channel": at(now.channel) if now.channel else "",
        "reviewers": named(now.reviewers, words),
        "administrators": named(now.administrators, words),
    }
    for each in dict.fromkeys(filter(None, (changed, CHANNEL, REVIEWERS))):
        yield words.say(f"reviewing.{each}{'' if fields[each] else '_none'}", **fields)
    if now.channel is None:
        yield words.say("reviewing.missing_channel")
    elif reviewed.away_since is not None:
        yield words.say("reviewing.away", channel=fields["channel"], since=reviewed.away_since)
    elif changed == CHANNEL:
        yield words.say("reviewing.invite", channel=fields["channel"])
    if not now.reviewers:
        yield words.say("reviewing.missing_reviewers")
    if reviewed.waiting:
        where = "waiting_there" if now.channel else "waiting"
        yield words.say(f"reviewing.{where}", appeals=words.count("open_appeals", reviewed.waiting))


def away(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """The bot cannot post where appeals are to be shown."""
    channel = str(fields["channel"])
    lines = (
        Line(Part.VERDICT, words.say("reviewing.away_told", channel=at(channel)), mentions=(channel,)),
        Line(Part.NOTE, words.say("reviewing.away_next", channel=at(channel)), mentions=(channel,)),
    )
    return Reply(lines, actions=(button(words),))


def greeting(channel: str | None, words: Words, set_by: str | None = None) -> Reply:
    """What a review channel is told of itself; without a channel, that it is none any more.

    Args:
        set_by: whoever chose the channel, so that nobody there wonders; None where nobody is to be named.
    """
    if channel is None:
        return Reply((Line(Part.VERDICT, words.say("reviewing.not_here")),))
    lines = [Line(Part.VERDICT, words.say("reviewing.here")), Line(Part.NOTE, words.say("reviewing.here_who"))]
    if set_by is not None:
        lines.append(Line(Part.NOTE, words.say("reviewing.here_by", user=at(set_by)), mentions=(set_by,)))
    return Reply(tuple(lines))
