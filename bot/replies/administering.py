"""What is set up in a workspace, and what administrators can type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.replies import standings
from bot.replies.mentions import at, named
from bot.replies.model import Line, Part, Reply, plain
from bot.replies.reviewing import button
from bot.usecases.offices import SetUp
from bot.words import Words


def helped(set_up: SetUp, away_since: datetime | None, words: Words) -> Reply:
    """What is set up now, then everything that can be typed, each with an example.

    Args:
        away_since: since when the bot can't post in the review channel.
    """
    administrators, reviewers = (_bearers(users, words) for users in (set_up.administrators, set_up.reviewers))
    channel = at(set_up.channel) if set_up.channel else words.say("admin.no_channel")
    mentions = (*set_up.reviewers, *filter(None, [set_up.channel]))
    lines = [
        Line(Part.VERDICT, words.say("admin.title")),
        Line(Part.NOTE, words.say("admin.administrators", users=administrators), mentions=set_up.administrators),
        Line(Part.NOTE, words.say("admin.reviewers", users=reviewers, channel=channel), mentions=mentions),
    ]
    if set_up.channel and away_since is not None:
        lines.append(
            Line(Part.WARNING, words.say("reviewing.away", channel=channel, since=away_since), mentions=mentions)
        )
    lines += plain(words.say("admin.help")).lines
    return Reply(tuple(lines), actions=(button(words), standings.button(words)))


def unknown(typed: str, help_: Reply, words: Words) -> Reply:
    """That what was typed is none of it, above what is."""
    return replace(help_, lines=(Line(Part.VERDICT, words.say("admin.unknown", text=typed)), *help_.lines))


def _bearers(users: Sequence[str], words: Words) -> str:
    return named(users, words) if users else words.say("admin.nobody")
