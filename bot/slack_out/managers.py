"""Who administers a workspace by Slack's own word, remembered for some minutes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from bot.slack_out.workspace import Workspace
from bot.store import Who

SECONDS = 300.0
"""How long somebody counts as an admin after Slack said so; whoever is none is asked about each time."""


class Managers:
    """Asks Slack; what it says is only kept of admins, in this process.

    Args:
        ticks: seconds that only ever go forward.
    """

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._until: dict[Who, float] = {}
        self._lock = threading.Lock()

    def are(self, who: Who, workspace: Workspace) -> bool:
        """Whether a user is an admin or owner of the workspace they act in.

        Raises:
            UserError: Slack does not tell.
        """
        with self._lock:
            self._until = {one: until for one, until in self._until.items() if until > self._ticks()}
            if who in self._until:
                return True
        user = workspace.user(who.user)
        if user is None or not user.manages(who.team):
            return False
        with self._lock:
            self._until[who] = self._ticks() + SECONDS
        return True

    def teams(self) -> set[str]:
        """The workspaces that anybody is remembered of."""
        with self._lock:
            return {who.team for who in self._until}

    def forget(self, whom: Callable[[Who], bool]) -> None:
        """Remember nothing of some members any more."""
        with self._lock:
            self._until = {who: until for who, until in self._until.items() if not whom(who)}
