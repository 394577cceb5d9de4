"""What Slack shows of the bot as an agent: that it is at work, what a thread is about, what could be asked.

None of it is needed for an answer, and not every workspace has it: by plan, by permission, or because Slack does not
know the method (any more). So nothing here ever fails, and what was refused is left alone for a while.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web import SlackResponse

from bot.errors import UserError
from bot.slack_out.wire import Wire, called, refused

SECONDS_REFUSED = 1_800.0
"""How long what Slack refused is not tried again: plans and permissions change, but no answer waits for it twice."""
SECONDS_TO_WAIT = 2
"""How long Slack has for it: an answer may be waiting behind it."""
LONGEST_TITLE = 200
"""How many characters Slack takes as a title."""

# What is wrong with one thread, and says nothing of the others.
_OF_THE_THREAD = (
    "channel_not_found", "invalid_thread_ts", "message_not_found", "session_not_found", "thread_not_found",
)  # fmt: skip


class Agent:
    """What an agent shows beside its answers; made once, used by every thread.

    Args:
        ticks: seconds that only ever go forward.
    """

    def __init__(self, wire: Wire, ticks: Callable[[], float] = time.monotonic) -> None:
        self._wire = wire
        self._ticks = ticks
        self._refused: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def working(self, token: str, channel: str, thread: str, status: str) -> bool:
        """Show that the bot is at work, with one call, because an answer waits for it.

        Args:
            status: what it is doing, behind its name; where sessions are shown, Slack has words of its own.

        Returns:
            Whether it is shown, so that it has to be taken away.
        """
        client = self._wire.brief_client(token, SECONDS_TO_WAIT)
        where = {"channel_id": channel, "thread_ts": thread}
        if self._may(token, _SESSIONS):
            return (
                self._tried(token, _SESSIONS, client.agents_sessions_setStatus, status="processing", **where)
                is not None
            )
        return self._tried(token, _THREADS, client.assistant_threads_setStatus, status=status, **where) is not None

    def ready(self, token: str, channel: str, thread: str) -> None:
        """Show that the bot is not at work (any more): Slack does not see that by itself."""
        client = self._wire.brief_client(token, SECONDS_TO_WAIT)
        where = {"channel_id": channel, "thread_ts": thread}
        if self._tried(token, _SESSIONS, client.agents_sessions_setStatus, status="active", **where) is None:
            self._tried(token, _THREADS, client.assistant_threads_setStatus, status="", **where)

    def name(self, token: str, channel: str, thread: str, title: str) -> None:
        """Say what a thread is about, above it and where threads are listed."""
        client = self._wire.brief_client(token, SECONDS_TO_WAIT)
        where = {"channel_id": channel, "thread_ts": thread, "title": title[:LONGEST_TITLE]}
        # The title counts only where this makes the session; one that is there already is renamed.
        made = self._tried(token, _SESSIONS, client.agents_sessions_setStatus, status="active", **where)
        if made is None:
            self._tried(token, _TITLES, client.assistant_threads_setTitle, **where)
        elif made.get("title") != where["title"]:
            self._tried(token, _RENAMES, client.agents_sessions_rename, **where)

    def suggest(self, token: str, channel: str, title: str, prompts: Sequence[tuple[str, str]]) -> None:
        """Offer what could be asked, at the top of the messages tab: for each what stands there and what it says."""
        client = self._wire.brief_client(token, SECONDS_TO_WAIT)
        offered = [{"title": stands, "message": says} for stands, says in prompts]
        # With a thread named, Slack takes the call of an agent and does nothing.
        self._tried(
            token,
            _PROMPTS,
            client.assistant_threads_setSuggestedPrompts,
            channel_id=channel,
            title=title,
            prompts=offered,
        )

    def _may(self, token: str, method: str) -> bool:
        """Whether Slack has not refused the method of late."""
        with self._lock:
            self._refused = {key: until for key, until in self._refused.items() if until > self._ticks()}
            return (token, method) not in self._refused

    def _tried(
        self,
        token: str,
        method: str,
        call: Callable[..., SlackResponse],
        **given: Any,  # noqa: ANN401 - as in the SDK
    ) -> Mapping[str, Any] | None:
        """What Slack answers; None where it refuses, or did of late."""
        if not self._may(token, method):
            return None
        try:
            answer = called(call, **given).data
        except UserError as error:
            if not refused(error, *_OF_THE_THREAD):
                with self._lock:
                    self._refused[token, method] = self._ticks() + SECONDS_REFUSED
            return None
        return answer if isinstance(answer, dict) else None


_SESSIONS, _RENAMES, _THREADS, _TITLES, _PROMPTS = "sessions", "renames", "threads", "titles", "prompts"
"""What can be refused by itself."""
