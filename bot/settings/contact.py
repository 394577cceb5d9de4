"""Whom people turn to, and where they read what becomes of their data, as whoever runs the bot says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import UserError
from bot.settings.environment import Environment, text

LONGEST = 200
"""How many characters an address has at most: it stands in one line."""

PRIVACY = "/privacy"
"""Where our own page on what becomes of people's data is, beneath `WHYLOCKED_URL`."""

_PAGE = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?([/?#][!-;=?-~]*)?", re.IGNORECASE)
_MAIL = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contact:
    """What is shown wherever help is. Slack lists no app without both.

    Attributes:
        support: where people get help: a page or a mail address; "" where nothing is said.
        privacy: the page that says what becomes of their data; "" where nothing is said.
    """

    support: str = ""
    privacy: str = ""

    @classmethod
    def read(cls, env: Environment) -> Contact:
        """What the environment says.

        Raises:
            UserError: something is no address that people can go to.
        """
        support, privacy = text(env, "WHYLOCKED_SUPPORT"), text(env, "WHYLOCKED_PRIVACY_URL")
        if support and not (_fits(support, _PAGE) or _fits(support, _MAIL)):
            raise UserError("bad_support", text=support[:40])
        if privacy and not _fits(privacy, _PAGE):
            raise UserError("bad_privacy_url", text=privacy[:40])
        return cls(support, privacy)


def _fits(given: str, shape: re.Pattern[str]) -> bool:
    return len(given) <= LONGEST and shape.fullmatch(given) is not None
