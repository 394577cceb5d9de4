"""What is said to somebody whom the bot has not met before, above the answer to their first word."""

from __future__ import annotations

from dataclasses import replace

from bot.replies.helping import help_button, to_try
from bot.replies.model import Action, Line, Part, Reply, plain
from bot.replies.profile_command import edit_button
from bot.words import Words


def welcome(words: Words) -> Reply:
    """Three lines: what this is for, what makes it know more, and who sees what; and what to begin with."""
    begin: tuple[Action, ...] = (*to_try(words), edit_button(words), help_button(words))
    return replace(plain(words.say("welcome.text")), actions=begin)


def welcomed(reply: Reply, words: Words) -> Reply:
    """A reply with the welcome above it."""
    return replace(reply, lines=(*welcome(words).lines, Line(Part.NOTE, ""), *reply.lines))
