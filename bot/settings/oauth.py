"""What lets any workspace install the app: Slack's OAuth v2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import UserError
from bot.manifest import is_called
from bot.settings.environment import Environment, text


@dataclass(frozen=True, slots=True)
class OAuth:
    """What lets any workspace install the app. No secret shows in its `repr`.

    Attributes:
        url: where browsers reach `whylocked serve`, without a slash at the end.
        keys: what tokens are sealed with: the first seals, each opens. As given, so that a wrong one can be told.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    url: str = ""
    keys: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_meant(self) -> bool:
        """Whether whoever runs the bot wants it to be installed by any workspace."""
        return bool(self.client_id or self.client_secret)

    @property
    def is_address(self) -> bool:
        """Whether the address is one that browsers and Slack can go to."""
        return is_called(self.url, from_here=True)

    def checked(self) -> OAuth:
        """The same, which is whole.

        Raises:
            UserError: something is missing, or something else is in its place.
        """
        for problem in self.problems():
            raise problem
        return self

    def problems(self) -> Iterator[UserError]:
        """Everything that is missing, or has something else in its place."""
        for name, value in (
            ("SLACK_CLIENT_ID", self.client_id),
            ("SLACK_CLIENT_SECRET", self.client_secret),
            ("WHYLOCKED_URL", self.url),
            ("WHYLOCKED_TOKEN_KEYS", "".join(self.keys)),
        ):
            if not value:
                yield UserError("oauth_incomplete", name=name)
        if self.url and not self.is_address:
            yield UserError("bad_public_url", text=self.url[:80])

    @classmethod
    def read(cls, env: Environment) -> OAuth:
        """What the environment says."""
        return cls(
            client_id=text(env, "SLACK_CLIENT_ID"),
            client_secret=text(env, "SLACK_CLIENT_SECRET"),
            url=text(env, "WHYLOCKED_URL").rstrip("/"),
            keys=tuple(key for key in re.split(r"[\s,]+", text(env, "WHYLOCKED_TOKEN_KEYS")) if key),
        )
