"""What colleagues may learn from the member's network: what a change would do, and that it is done."""

from __future__ import annotations

from bot.replies.model import Button, Line, Part, Reply
from bot.usecases.network import Sharing
from bot.words import Words

LEVELS = ("names", "count", "off")
"""How a network can be shared, from all to nothing."""


def change_asked(now: Sharing, wanted: str, words: Words) -> Reply:
    """What a change would do, beside what holds now, and whether to make it."""
    lines = (
        Line(Part.VERDICT, will_words(now, wanted, words)),
        Line(Part.NOTE, words.say(f"sharing.now_{now.level}")),
        Line(Part.QUESTION, words.say("sharing.ask"), words.say("sharing.ask_pressed")),
    )
    buttons = (
        Button(words.say(f"sharing.yes_{wanted}"), "yes"),
        Button(words.say("sharing.leave"), "no"),
    )
    return Reply(lines, actions=buttons)


def changed(before: str, now: Sharing, words: Words) -> Reply:
    """That it is done, and how to go back."""
    lines = (
        Line(Part.VERDICT, words.say(f"sharing.done_{now.level}", yours=_yours(now, words))),
        Line(Part.NOTE, words.say("sharing.back", before=before), words.say("sharing.back_pressed")),
    )
    return Reply(lines, actions=(Button(words.say("sharing.go_back"), f"share_network={before}"),))


def already(now: Sharing, words: Words) -> Reply:
    """That it is so already, and how to change it."""
    return _as_it_is(words.say(f"sharing.already_{now.level}", yours=_yours(now, words)), now, words)


def shown(now: Sharing, words: Words) -> Reply:
    """What colleagues may learn as it is, and how to change it."""
    return _as_it_is(now_words(now, words), now, words)


def now_words(now: Sharing, words: Words) -> str:
    """What colleagues may learn as it is."""
    return words.say(f"sharing.shown_{now.level}", yours=_yours(now, words))


def will_words(now: Sharing, wanted: str, words: Words) -> str:
    """What colleagues will learn if the network is shared otherwise."""
    return words.say(f"sharing.will_{wanted}", yours=_yours(now, words))


def _as_it_is(said: str, now: Sharing, words: Words) -> Reply:
    lines = (
        Line(Part.VERDICT, said),
        Line(Part.QUESTION, words.say("sharing.change"), words.say("sharing.change_pressed")),
    )
    others = [level for level in LEVELS if level != now.level]
    buttons = (Button(words.say(f"sharing.choose_{level}"), f"share_network={level}") for level in others)
    return Reply(lines, actions=tuple(buttons))


def _yours(now: Sharing, words: Words) -> str:
    """The connections that it is about."""
    if not now.connections:
        return words.say("sharing.yours_none")
    return words.say("sharing.yours", connections=words.count("connections", now.connections))
