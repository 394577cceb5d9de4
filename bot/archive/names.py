"""Names as messages and invitations give them: hidden members, lists of recipients, names out of URLs."""

from __future__ import annotations

from urllib.parse import unquote

from bot.archive.table import tidy
from bot.text import fold

_HIDDEN = {"", "linkedin member", "a linkedin member"}
_BETWEEN = ", "


def is_hidden(name: str) -> bool:
    """Whether the name stands for a member who hid or closed the account: it cannot be tied to a person."""
    return " ".join(name.split()).casefold() in _HIDDEN


def name_from_url(url: str) -> str:
    """A name to show for a person of whom only the profile URL is known: its words, without a numeric tail."""
    words = unquote(url.rpartition("/")[2]).split("-")
    spoken = [word for word in words if word and not any(char.isdigit() for char in word)]
    return tidy(" ".join(word[:1].upper() + word[1:] for word in spoken or words))


def names_for(recipients: str, count: int) -> list[str]:
    """The names of `count` recipients whose URLs are known; none when it is not sure which name is whose.

    Names hold ", " themselves ("Lykke, PhD"), and a hidden member has a name here and no URL.
    """
    parts = [part for part in recipients.split(_BETWEEN) if not is_hidden(part)]
    if count == 1 and parts:
        return [tidy(_BETWEEN.join(parts))]
    return [tidy(part) for part in parts] if len(parts) == count else []


def split_names(recipients: str) -> list[str]:
    """The recipients' names where there are no URLs to count them by; hidden members left out.

    A part without a space in plain letters is taken for credentials of the name before it.
    """
    names: list[str] = []
    for part in recipients.split(_BETWEEN):
        if names and part.isascii() and " " not in part.strip():
            names[-1] += _BETWEEN + part
        else:
            names.append(part)
    return [tidy(name) for name in names if not is_hidden(name)]


def names_hold(recipients: str, name: str) -> bool:
    """Whether a list of recipients names this person, without taking the list apart."""
    return f", {fold(name)}, " in f", {fold(recipients)}, "
