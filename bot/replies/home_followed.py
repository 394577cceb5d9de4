"""What a member follows on Home: appeals and watches under way, and whom they asked about last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.replies.blocks import header, rich_text
from bot.replies.limits import plain_text
from bot.replies.message import Block
from bot.replies.model import Action, Button, Line, Part
from bot.replies.pressable import pressable
from bot.store.questions import Asked
from bot.text import shown
from bot.usecases.overview import Overview
from bot.words import Words

WATCHED = 10
"""How many of those a member waits for are named."""
SHORT = 60
"""How many characters of a name that stands among others."""


def followed(overview: Overview, card: str, words: Words) -> Iterator[Block]:
    """Everything that the member may want to come back to; nothing where there is nothing."""
    under_way = [*_appeals(overview, card, words), *_watches(overview, card, words)]
    if under_way:
        yield header(words.say("home.under_way"))
        yield from under_way
    if overview.asked:
        yield header(words.say("home.asked"))
        yield from (_asked(one, place, card, words) for place, one in enumerate(overview.asked))


def row(actions: Sequence[Action], card: str) -> Block:
    """Things to press, side by side."""
    return {"type": "actions", "elements": [pressable(action, place, card) for place, action in enumerate(actions)]}


def button(action_id: str, label: str, value: str) -> Block:
    """A button of Home's own, which says nothing in the conversation."""
    return {"type": "button", "action_id": action_id, "text": plain_text(label), "value": value}


def _appeals(overview: Overview, card: str, words: Words) -> Iterator[Block]:
    for appeal in overview.appeals:
        said = words.say(f"home.appeal_{appeal.state}", number=appeal.number, on=appeal.filed_at.date())
        yield rich_text([Line(Part.NOTE, said)])
        yield row([Button(words.say("appeal_notice.button_show"), f"appeal {appeal.number}", answers=False)], card)


def _watches(overview: Overview, card: str, words: Words) -> Iterator[Block]:
    """Whom the member waits for, by name; every message of theirs may be among it."""
    if not overview.watches:
        return
    everybody = words.say("home.watched_all")
    names = [everybody if watch.name is None else shown(watch.name, SHORT) for watch in overview.watches]
    left = len(names) - WATCHED
    listed = words.listed(names[:WATCHED]) + (words.say("home.watched_left", n=left) if left > 0 else "")
    yield rich_text([Line(Part.NOTE, words.say("home.watched", names=listed))])
    yield row([Button(words.say("buttons.watches"), "what am I watching", answers=False)], card)


def _asked(one: Asked, place: int, card: str, words: Words) -> Block:
    """Somebody who was asked about, to be checked again."""
    verdict = words.say(f"network.can_{one.verdict}")
    name = shown(one.person.name.removeprefix("https://www.") or (one.person.url or ""))
    said = words.say("home.asked_row", name=name, verdict=verdict, on=one.at.date())
    again = button(f"again:{place}", words.say("buttons.check"), f"{card} {one.diagnosis}")
    return {"type": "section", "text": plain_text(said), "accessory": again}
