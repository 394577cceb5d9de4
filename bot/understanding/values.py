"""Values in the words of an answer: numbers however they are said, ranges, and where one statement ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.understanding.cues import Cues
from bot.understanding.phrases import plain
from bot.understanding.shapes import AnswerCues
from bot.understanding.tokens import Kind, Token

MOST_WORDS = 40
"""The longest message that is read as an answer."""

_DASH, _AND, _STOP = "\u2013", "&", "|"
_BETWEEN = re.compile(rf"(?<= )between (\d+) (?:{_AND}|to|{_DASH}) (\d+)(?= )")
_RANGE = re.compile(
    rf"(?<= )(\d+) (?:{re.escape(_STOP)} )?(?:or|to|{_DASH}|maybe|perhaps) (?:maybe |perhaps )?(\d+)(?= )"
)
_SEPARATORS = re.compile(rf"[{_DASH}{_AND}{_STOP}]| or ")
_TEN, _HUNDRED = 10, 100


def clauses(tokens: Sequence[Token], cues: Cues) -> list[str]:
    """The statements of a message, each a line of plain words with spaces around it, numbers in digits, ranges as one.

    There are none when the message is too long to be an answer.
    """
    words: list[str] = []
    for token in tokens:
        if token.kind is Kind.WORD:
            words += _spoken(token.key, cues)
        else:
            words.append(_DASH if token.text in {"\u2013", "\u2014"} else _STOP)
    if len(words) > MOST_WORDS:
        return []
    plainer = cues.rewritten(f" {' '.join(words)} ").split()
    line = f" {' '.join(_in_digits(plainer, cues.answers.numbers))} "
    line = _RANGE.sub(_middle, _BETWEEN.sub(_middle, line))
    parts = [" ".join(part.split()) for part in _SEPARATORS.split(line)]
    return [f" {part} " for part in parts if part]


def _spoken(key: str, cues: Cues) -> list[str]:
    """One token's words; "40-50" is a range, and what joins statements parts them."""
    answers = cues.answers
    if key in answers.joiners:
        return [_AND]
    parts = [part for part in key.split("-") if part]
    ranged = len(parts) > 1 and all(part.isdecimal() for part in parts)
    return [parts[0], _DASH, *parts[1:]] if ranged else plain(key).split()


def _in_digits(words: Sequence[str], numbers: Mapping[str, int]) -> list[str]:
    """The words with spoken numbers in digits: "two hundred" is 200, "forty five" is 45."""
    found: list[str] = []
    spoken = False
    for word in words:
        number = numbers.get(word)
        before = int(found[-1]) if found and found[-1].isdecimal() and len(found[-1]) < _TEN else None
        if number is None:
            found.append(word)
        elif before and number >= _HUNDRED > before:
            found[-1] = str(before * number)
        elif spoken and before and _adds(before, number):
            found[-1] = str(before + number)
        else:
            found.append(str(number))
        spoken = number is not None
    return found


def _adds(before: int, number: int) -> bool:
    """Whether a number goes on from the one before: "forty five", "two hundred ten"."""
    tens = 0 < number < _TEN <= before < _HUNDRED and before % _TEN == 0
    return tens or (before >= _HUNDRED > number > 0 and before % _HUNDRED == 0)


def _middle(match: re.Match[str]) -> str:
    """The middle of a range, rounded down."""
    return str((int(match[1]) + int(match[2])) // 2)


def is_question(tokens: Sequence[Token], answers: AnswerCues) -> bool:
    """Whether a message starts like a question: "how …", "does it …"."""
    words = [word for token in tokens for word in plain(token.key).split()]
    if not words:
        return False
    asks = words[0] in answers.auxiliaries and (len(words) == 1 or words[1] in answers.subjects)
    return asks or words[0] in answers.question_words


def ends_asking(tokens: Sequence[Token]) -> bool:
    """Whether a message ends with a question mark."""
    last = next((token for token in reversed(tokens) if token.text != "\n"), None)
    return last is not None and last.kind is Kind.END and ("?" in last.text or "\uff1f" in last.text)
