"""What is said behind /whylocked-profile besides what every statement is answered with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.facts import Fact
from bot.profile_fields import Value
from bot.replies.model import Line, Part, Reply, Window, plain
from bot.replies.profile_form import CALLBACK
from bot.replies.say import called
from bot.words import Words

LONGEST_WORD = 40
"""How many characters of a word that was not understood are said again."""


def edit_button(words: Words) -> Window:
    """What opens the profile to edit."""
    return Window(words.say("buttons.edit_profile"), CALLBACK)


def usage(words: Words) -> Reply:
    """What can be typed, by example."""
    return _with_form(plain(words.say("profile_command.help")), words)


def not_understood(word: str, meant: str | None, words: Words) -> Reply:
    """Which word is no fact of a profile, the field that it may be meant for, and what can be typed."""
    word = word[:LONGEST_WORD]
    if meant is not None:
        told = words.say("profile_command.did_you_mean", word=word, field=meant)
        return _with_form(plain(told, Part.VERDICT), words)
    told = words.say("profile_command.not_understood", word=word)
    return _with_form(Reply((Line(Part.VERDICT, told), *usage(words).lines)), words)


def no_value(field: str, words: Words) -> Reply:
    """That a field was named and nothing said of it, with an example."""
    example = words.say(f"profile_command.example_{field}")
    return _with_form(plain(words.say("profile_command.no_value", example=example)), words)


def elsewhere(words: Words) -> Reply:
    """Where what is no fact of a profile is answered."""
    return plain(words.say("profile_command.elsewhere"))


def nothing_changed(words: Words) -> Reply:
    """That the form was sent as it was opened."""
    return plain(words.say("profile_form.nothing"))


def kept(facts: Iterable[tuple[str, Fact[Value]]], words: Words) -> tuple[Line, ...]:
    """Of what was emptied, what an archive says, a line for each archive's day."""
    days: dict[date, list[str]] = {}
    for field, fact in facts:
        days.setdefault(fact.as_of, []).append(called(field, words))
    return tuple(
        Line(Part.NOTE, words.say("profile_form.kept", fields=words.listed(fields), as_of=as_of))
        for as_of, fields in days.items()
    )


def _with_form(reply: Reply, words: Words) -> Reply:
    return Reply(reply.lines, actions=(edit_button(words),))
