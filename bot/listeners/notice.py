"""One message about work that takes a while: that it has begun, how far it is, what came of it."""

from __future__ import annotations

import time

from bot.errors import UserError
from bot.listeners.asked import Asked
from bot.replies.blocks import message
from bot.replies.message import Message
from bot.replies.model import plain
from bot.slack_out import Posted, Workspace
from bot.words import Words

SECONDS_BETWEEN = 3.0
"""How long the message stays as it is meanwhile: Slack takes one change of a message in three seconds."""


class Notice:
    """The message about an upload; it is posted at once, and changed from then on.

    Args:
        name: what the upload is called to its sender.
    """

    def __init__(self, words: Words, asked: Asked, workspace: Workspace, name: str) -> None:
        self._words = words
        self._asked = asked
        self._workspace = workspace
        self._name = name
        self._posted = self._begun()
        self._goes_on = True
        self._changed = time.monotonic()

    def progress(self, done: int, total: int) -> None:
        """Say how much is read, unless that was said just now; once it cannot be said, nothing is held up by it."""
        if not self._goes_on or time.monotonic() - self._changed < SECONDS_BETWEEN:
            return
        text = self._words.say("upload.progress", name=self._name, percent=100 * done // total)
        self._goes_on = self._put(message(plain(text), self._words))
        self._changed = time.monotonic()

    def end(self, outcome: Message) -> None:
        """Say what came of it, in a message of its own where the first one cannot be changed.

        Raises:
            UserError: Slack takes no message either.
        """
        if not self._put(outcome):
            self._workspace.post(self._asked.channel, outcome, self._asked.thread)

    def _begun(self) -> Posted | None:
        """The message, if Slack takes it: the work is done in any case."""
        first = message(plain(self._words.say("upload.reading", name=self._name)), self._words)
        try:
            return self._workspace.post(self._asked.channel, first, self._asked.thread)
        except UserError:
            return None

    def _put(self, new: Message) -> bool:
        """Whether the message now says this."""
        if self._posted is None:
            return False
        try:
            self._workspace.update(self._posted, new)
        except UserError:
            return False
        return True
