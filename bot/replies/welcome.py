"""What is said to somebody whom the bot has not met before, above the answer to their first word."""

from __future__ import annotations

from dataclasses import replace

from bot.replies.model import Line, Part, Reply, plain
from bot.words import Words


def welcome(words: Words) -> Reply:
    """Three lines: what this is for, what makes it know more, and who sees what."""
    return plain(words.say("welcome.text"))


def welcomed(reply: Reply, words: Words) -> Reply:
    """A reply with the welcome above it."""
    return replace(reply, lines=(*welcome(words).lines, Line(Part.NOTE, ""), *reply.lines))
