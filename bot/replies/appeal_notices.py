"""What a member is told of an appeal of theirs that somebody else took a step of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.policy import Policy
from bot.replies.appeal_words import again_button
from bot.replies.model import Action, Button, Line, Part, Reply, Window
from bot.replies.review_card import actor_words
from bot.replies.review_forms import ANSWER
from bot.text import clean
from bot.words import Words


def asked(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """A reviewer asks something."""
    number = fields["number"]
    answer = Window(words.say("appeal_notice.button_answer"), ANSWER, str(number))
    return _reply("asked", fields, words, (answer, _show(fields, words)))


def accepted(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """LinkedIn accepted it, somebody recorded."""
    still = Button(words.say("appeal_notice.button_still"), f"still locked {fields['number']}", answers=False)
    return _reply(
        "accepted", fields, words, (still, _show(fields, words)) if _stood(fields) else (_show(fields, words),)
    )


def rejected(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """LinkedIn rejected it, somebody recorded."""
    again = (again_button(words),) if _stood(fields) else ()
    return _reply("rejected", fields, words, (_show(fields, words), *again))


def withdrawn(fields: Mapping[str, object], words: Words, _: Policy) -> Reply:
    """Somebody else withdrew it."""
    return _reply("withdrawn", fields, words, (_show(fields, words),))


def _reply(kind: str, fields: Mapping[str, object], words: Words, actions: tuple[Action, ...]) -> Reply:
    return Reply(tuple(_lines(kind, fields, words)), actions=actions)


def _lines(kind: str, fields: Mapping[str, object], words: Words) -> Iterator[Line]:
    who, mentions = actor_words(str(fields["by"]), words)
    on, note = fields.get("on"), fields.get("note")
    said = {
        "number": fields["number"],
        "who": who,
        "on": date.fromisoformat(str(on)) if on else "",
        "case": words.say(f"appeal_notice.case_{fields['case']}"),
    }
    yield Line(Part.VERDICT, words.say(f"appeal_notice.{kind}", **said))
    by = f"{kind}_by" if kind == "asked" or _stood(fields) else f"{kind}_aside"
    yield Line(Part.NOTE, words.say(f"appeal_notice.{by}", **said), mentions=mentions)
    if note and kind != "asked":
        yield Line(Part.NOTE, words.say("appeal_notice.noted"))
    for line in str(note or "").splitlines():
        if written := clean(line):
            yield Line(Part.ROW, written)
    still = "accepted_still" if kind == "accepted" and not _stood(fields) else f"{kind}_next"
    yield Line(Part.QUESTION, words.say(f"appeal_notice.{still}", **said))


def _stood(fields: Mapping[str, object]) -> bool:
    """Whether what the appeal is against was what counted of the account when the step was taken."""
    return bool(fields.get("stands", True))


def _show(fields: Mapping[str, object], words: Words) -> Button:
    return Button(words.say("appeal_notice.button_show"), f"appeal {fields['number']}", answers=False)
