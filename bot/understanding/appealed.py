"""What is said of an appeal word for word: a statement that is filed, an answer to a reviewer; and which appeal."""

from __future__ import annotations

import re

from bot.text import clean_lines
from bot.understanding.cues import Cues
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.targets import line_of
from bot.understanding.tokens import tokens_of

WITHDRAW = "withdraw_appeal"
"""What waits for a yes, before a space and the appeal's number."""

_PARTS = re.compile(r"\s*(?P<head>[^:\n]{1,60}?)\s*[:\n](?P<rest>.*)", re.DOTALL)
_LINK = re.compile(r"<(?P<address>[a-z]+:[^<>|\s]+)(?:\|[^<>]*)?>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def told_of_appeal(whole: str, previous: Turn | None, cues: Cues) -> Request | None:
    """A statement or an answer, which stand behind a colon or on the lines below; None where a message is neither.

    "answer: yes" without a number answers what the bot itself asked, where it did.
    """
    parts = _PARTS.fullmatch(whole)
    text = "" if parts is None else as_typed(parts["rest"])
    if parts is None or not text:
        return None
    head = line_of(tokens_of(parts["head"]), ())
    said = cues.appeals
    asked = previous is not None and previous.asked is not None
    if said.answers.search(head) and not (asked and numbered(head) is None):
        return Request(Intent.APPEAL_STATUS, aspect="answer", appeal=numbered(head), text=text)
    for topic, phrases in said.statements:
        if phrases.search(head):
            return Request(Intent.FILE_APPEAL, topic=topic, aspect="statement", text=text)
    return None


def as_typed(text: str) -> str:
    """A text as it was typed, where Slack wrote some of its signs and its links in its own way."""
    text = _LINK.sub(lambda match: match["address"].removeprefix("mailto:"), text)
    for sign, meant in _ESCAPED:
        text = text.replace(sign, meant)
    return clean_lines(text)


def numbered(line: str) -> int | None:
    """The first number of a line of words that can be an appeal's."""
    return next((int(word) for word in line.split() if word.isdecimal() and len(word) <= _LONGEST), None)


_LONGEST = 9
