"""Sealing: what is secret is stored so that nobody reads it who has the store without the key.

By Fernet of the `cryptography` package: AES-128-CBC and HMAC-SHA256, so that what was tampered with does not open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import UserError


class Seal:
    """Seals with the first key, and opens with any: a key is replaced by putting a new one before it.

    Args:
        keys: each as `new_key` makes them.

    Raises:
        UserError: one is no key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            fernets = [Fernet(key) for key in keys]
            self._newest, self._all = fernets[0], MultiFernet(fernets)
        except (ValueError, IndexError):
            raise UserError("bad_token_key") from None

    def seal(self, owner: str, secret: str) -> str:
        """A secret, sealed together with whose it is, so that it is of no use in another's place."""
        return self._newest.encrypt(json.dumps([owner, secret]).encode()).decode()

    def open(self, owner: str, sealed: str) -> str | None:
        """The secret; None where no key opens it, or it is another's."""
        try:
            held = json.loads(self._all.decrypt(sealed))
        except (InvalidToken, ValueError):  # nothing of ours, or no text that a seal is made of
            return None
        match held:
            case [str(whose), str(secret)] if whose == owner:
                return secret
        return None

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key is the one that opens it."""
        try:
            self._newest.decrypt(sealed)
        except (InvalidToken, ValueError):
            return False
        return True


def new_key() -> str:
    """A key that nobody has had."""
    return Fernet.generate_key().decode()
