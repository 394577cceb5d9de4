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

SHORT = 50
"""A question of fewer characters is no statement: none so short is filed, either (specification, section 5)."""

_PARTS = tuple(
    re.compile(rf"\s*(?P<head>[^:\n]{{1,60}}?){mark}(?P<rest>.*)", re.DOTALL)
    for mark in (r"\s*[:\n]", r"\s[-\u2013\u2014]\s")
)
_LINK = re.compile(r"<(?P<address>[a-z]+:[^<>|\s]+)(?:\|[^<>]*)?>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def told_of_appeal(whole: str, previous: Turn | None, cues: Cues) -> Request | None:
    """A statement or an answer, which stand behind a colon or a dash or on the lines below; None for any other message.

    "answer: yes" without a number answers what the bot itself asked, where it did; "appeal: any news?" files nothing.
    """
    found = (parts.fullmatch(whole) for parts in _PARTS)
    said = (_told(parts["head"], as_typed(parts["rest"]), previous, cues) for parts in found if parts)
    return next((request for request in said if request is not None), None)


def _told(head: str, text: str, previous: Turn | None, cues: Cues) -> Request | None:
    """What a text is, by what stands before it."""
    if not text:
        return None
    line = line_of(tokens_of(head), ())
    said = cues.appeals
    asked = previous is not None and previous.asked is not None
    if said.answers.search(line) and not (asked and numbered(line) is None):
        return Request(Intent.APPEAL_STATUS, aspect="answer", appeal=numbered(line), text=text)
    asks = text.endswith("?") and len(text) < SHORT
    for topic, phrases in () if asks else said.statements:
        if phrases.search(line):
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
