"""A message taken apart: words, mentions, profile URLs, and where a phrase or a sentence ends."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from bot.people import person_key, profile_url
from bot.text import clean

LONGEST = 10_000
"""How many characters of a message are looked at, from its end: the question stands at the end of a story."""

OTHER_PAGE = "linkedin.com"
"""The text of a token that stands for a page of LinkedIn that is nobody's profile."""


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    MENTION = auto()
    URL = auto()
    BREAK = auto()
    END = auto()


class Token(NamedTuple):
    """One token.

    Attributes:
        text: as typed; of a mention the user id, of a URL the canonical one.
        key: a word fit to compare: folded, without apostrophes; "" for everything else.
        owner: the key without the possessive s, the same as `key` when there is none.
    """

    kind: Kind
    text: str
    key: str = ""
    owner: str = ""


_TOKEN = re.compile(
    r"<@(?P<user>[A-Z0-9_]+)(?:\|[^<>]*)?>"
    r"|<(?P<link>[^<>|\s]+)(?:\|[^<>]*)?>"
    r"|(?P<bare>(?:https?://|www\.|(?:[a-z]{2,8}\.)?linkedin\.com/)[^\s<>|]+)"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?P<end>[.!?\u2026\u3002\uff1f\uff01]+(?=[\s\"'\u201d\u2019)*_~`\]]|$)|\n)"
    r"|(?P<word>[^\s<>()\[\]{},.;:!?\"\u2026/\\|&+=*~`\u201c-\u201f\u00ab\u00bb\u2013\u2014_\u3001\u3002\uff01\uff0c\uff1f]+)"
    r"|(?P<mark>[,;:()\[\]&+/\u2013\u2014|])",
    re.IGNORECASE,
)
_LOCKS = re.compile("[\U0001f510\U0001f512\U0001f50f]")
_PAGE = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com/\w", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_KILO = re.compile(r"\b(\d{1,3})(?:[.,](\d))?k\b", re.IGNORECASE)
_LOCK_EMOJI = {"lock", "locked", "closed_lock_with_key", "lock_with_ink_pen"}
_PLAIN = re.compile(r"[a-z0-9'-]+")
_POSSESSIVE = re.compile(r"['’ʼ](?:s|S)?$")
# A full stop behind one of these ends no sentence.
_ABBREVIATED = {"dr", "mr", "mrs", "ms", "jr", "sr", "st", "prof"}


def tokens_of(text: str) -> list[Token]:
    """The tokens of a message. Quotes, emphasis and emoji are left out, except for locks, which are said as words."""
    plain = text[-LONGEST:].replace("&amp;", "&").replace("&lt;", " ").replace("&gt;", " ")
    tokens: list[Token] = []
    plain = _KILO.sub(lambda match: f"{match[1]}{match[2] or 0}00", plain)
    for match in _TOKEN.finditer(_LOCKS.sub(" locked ", _THOUSANDS.sub("", plain))):
        token = _token(match, tokens)
        if token is not None:
            tokens.append(token)
    return tokens


def _token(match: re.Match[str], before: list[Token]) -> Token | None:
    kind, text = match.lastgroup, match[match.lastgroup or 0]
    if kind == "user":
        return Token(Kind.MENTION, text.upper())
    if kind in {"link", "bare"}:
        url = profile_url(text)
        if url:
            return Token(Kind.URL, url)
        return Token(Kind.BREAK, OTHER_PAGE if _PAGE.search(text) else "")
    if kind == "emoji":
        return _word("locked") if text in _LOCK_EMOJI else None
    if kind == "word":
        return _word(text)
    if kind == "end":
        short = text == "." and before and (len(before[-1].key) == 1 or before[-1].key in _ABBREVIATED)
        return None if short else Token(Kind.END, text)
    return Token(Kind.BREAK, text)


def _word(typed: str) -> Token | None:
    """A word without what clings to it; a dash or an e-mail address only parts what stands around it."""
    text = "at" if typed == "@" else clean(typed).strip("'’‘ʼ´@#$%^-")
    if "@" in text or (not text and "-" in typed):
        return Token(Kind.BREAK, "")
    key = _key(text)
    if not key:
        return None
    return Token(Kind.WORD, text, key, key if key.isdigit() else _key(without_possessive(text)))


def without_possessive(text: str) -> str:
    """The text without a possessive s at its end: "Bob" of "Bob's"."""
    return _POSSESSIVE.sub("", text)


def _key(text: str) -> str:
    lower = text.lower()
    key = lower if _PLAIN.fullmatch(lower) else person_key(text)
    return key.replace("'", "") if any(char.isalnum() for char in key) else ""
