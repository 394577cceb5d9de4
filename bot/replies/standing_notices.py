"""What a member is told once somebody else has recorded or lifted a restriction or ban."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.facts import Standing, StandingKind
from bot.policy import Policy
from bot.replies.model import Action, Button, Line, Part, Reply
from bot.replies.receipts import standing_details
from bot.replies.review_card import actor_words
from bot.words import Words


def recorded(fields: Mapping[str, object], words: Words, policy: Policy) -> Reply:
    """What is recorded, by whom, until when, what it means, and how to appeal or say that it is wrong."""
    kind = StandingKind(str(fields["kind"]))
    standing = Standing(kind, _text(fields, "reason"), _day(fields, "since"), _day(fields, "until"))
    lines = [
        Line(
            Part.VERDICT,
            words.say(f"standing_notice.recorded_{kind}", details=standing_details(standing, policy, words)),
        ),
        *_by(fields, words),
        *_meaning(standing, words),
    ]
    return Reply(tuple(lines), actions=tuple(_actions(kind, words)))


def lifted(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """What was lifted, by whom, and what to do if LinkedIn's notice is still there."""
    lines = [
        Line(Part.VERDICT, words.say(f"standing_notice.lifted_{fields['was']}")),
        *_by(fields, words),
        Line(Part.QUESTION, words.say("standing_notice.still")),
    ]
    return Reply(tuple(lines), actions=(Button(words.say("buttons.check"), "check again", answers=False),))


def _by(fields: Mapping[str, object], words: Words) -> Iterator[Line]:
    who, mentions = actor_words(str(fields["by"]), words)
    yield Line(Part.NOTE, words.say("standing_notice.by", who=who, on=_day(fields, "on")), mentions=mentions)


def _meaning(standing: Standing, words: Words) -> Iterator[Line]:
    if standing.kind is StandingKind.GOOD:
        yield Line(Part.QUESTION, words.say("standing_notice.still"))
        return
    effect = standing.kind if standing.until is None else "until"
    yield Line(Part.NOTE, words.say(f"standing_notice.stops_{effect}", until=standing.until))
    yield Line(Part.QUESTION, words.say(f"standing_notice.next_{standing.kind}"))
    yield Line(Part.NOTE, words.say("standing_notice.wrong"))


def _actions(kind: StandingKind, words: Words) -> Iterator[Action]:
    if kind is not StandingKind.GOOD:
        topic = "ban" if kind is StandingKind.BANNED else "restriction"
        yield Button(words.say("buttons.appeal"), f"appeal the {topic}", answers=False)


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return None if value is None else str(value)


def _day(fields: Mapping[str, object], name: str) -> date | None:
    text = _text(fields, name)
    return None if text is None else date.fromisoformat(text)
