"""What whoever installed the app is told: what to do first; their welcome, too."""

from __future__ import annotations

from collections.abc import Mapping

from bot.policy import Policy
from bot.replies.model import Button, Line, Part, Reply, plain
from bot.words import Words


def installed(_: Mapping[str, object], words: Words, __: Policy) -> Reply:
    """What to try, what colleagues can do, and who sets up the rest."""
    lines = tuple(Line(Part.NOTE, line) for line in words.say("installed.text").strip("\n").split("\n"))
    return Reply(lines, actions=(Button(words.say("installed.help"), words.say("installed.says_help"), answers=False),))


def anew(_: Mapping[str, object], words: Words, __: Policy) -> Reply:
    """That it was installed anew."""
    return plain(words.say("installed.anew"))
