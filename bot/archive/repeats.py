"""Which sent texts went to two or more recipients, told without keeping a text."""

from __future__ import annotations

import secrets
import unicodedata
from array import array
from hashlib import blake2b

from bot.text import fold

NOBODY = 0
"""The recipient of a message that the owner sent to nobody else."""

SEVERAL = -1
"""The recipient of a message that went to two or more at once."""

_SHARES = 64
_HASH_BYTES = 8


class _Folding(dict[int, str]):
    """What `bot.text.fold` makes of each character, found once per character: five times as fast on long texts."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold(f"a{chr(code)}a")[1:-1]
        return folded


class Repeats:
    """The texts of one sender, as hashes under a random key that nothing else knows and nothing keeps.

    The hashes are dealt out to shares, so that only one share at a time needs a dict: 20 bytes a message.

    Args:
        minimum: characters, folded, from which on a text can count as repeated.
    """

    def __init__(self, minimum: int) -> None:
        self._minimum = max(1, minimum)
        self._key = secrets.token_bytes(32)
        self._folding = _Folding()
        self._hashes = [array("Q") for _ in range(_SHARES)]
        self._recipients = [array("q") for _ in range(_SHARES)]
        self._messages = [array("L") for _ in range(_SHARES)]

    def add(self, message: int, text: str, recipient: int) -> None:
        """Notes that a message, by its number, took a text to a recipient, by a number, or to `SEVERAL`."""
        if recipient == NOBODY or (len(text) < self._minimum and text.isascii()):
            return
        folded = " ".join(unicodedata.normalize("NFC", text).translate(self._folding).split())
        if len(folded) < self._minimum:
            return
        digest = blake2b(folded.encode(), digest_size=_HASH_BYTES, key=self._key).digest()
        share = digest[0] % _SHARES
        self._hashes[share].append(int.from_bytes(digest, "little"))
        self._recipients[share].append(recipient)
        self._messages[share].append(message)

    def mark(self, flags: bytearray) -> None:
        """Sets the flag of each message whose text went to two or more recipients."""
        for hashes, recipients, messages in zip(self._hashes, self._recipients, self._messages, strict=True):
            went_to: dict[int, int] = {}
            for text, recipient in zip(hashes, recipients, strict=True):
                if went_to.setdefault(text, recipient) != recipient:
                    went_to[text] = SEVERAL
            for text, message in zip(hashes, messages, strict=True):
                flags[message] = went_to[text] == SEVERAL
