"""The agent's side of Slack: that work goes on, what a thread is about, what could be asked; and its stop button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.listeners.asked import Asked, id_in, who_asks
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.running import Work
from bot.replies.message import Message
from bot.replies.prompts import prompts
from bot.store import Who

READING = "slack.status_reading"
LOOKING_UP = "slack.status_looking"
"""What the bot is doing while an answer takes its time."""


@contextmanager
def at_work(desk: Desk, asked: Asked, doing: str) -> Iterator[Work]:
    """Within it Slack shows that the bot is at work on a direct message, where it shows such things.

    Args:
        doing: the phrase that says on what.
    """
    thread = asked.thread or ""
    with desk.running.work(asked.who, asked.channel, thread) as work:
        status = desk.app.words.say(doing)
        shown = bool(thread) and desk.out.agent.working(asked.token, asked.channel, thread, status)
        try:
            yield work
        finally:
            if shown:
                desk.out.agent.ready(asked.token, asked.channel, thread)


def name_thread(desk: Desk, asked: Asked, answer: Message) -> None:
    """Say what a thread is about once its first message is answered."""
    begins = asked.goes_on == asked.channel
    if begins and asked.thread and answer.title:
        desk.out.agent.name(asked.token, asked.channel, asked.thread, answer.title)


def suggest(desk: Desk, who: Who, token: str, event: dict[str, Any]) -> bool:
    """The messages tab was opened: offer what could be asked, by what is known of the member."""
    channel = id_in(event, "channel")
    if channel is None:
        return True

    def offer() -> None:
        words = desk.app.words
        known = desk.app.of(who.team).whylocked.welcoming.known(who)
        desk.out.agent.suggest(token, channel, words.say("prompts.title"), prompts(known, words))

    # Nobody waits for it, and it is done again when the tab is opened again.
    desk.deliveries.submit(who, Delivery("prompts", lane="prompts"), offer)
    return True


def stopped(desk: Desk, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The stop button was pressed: what goes on for the thread is ended, and Slack is told that nothing does."""
    who, channel, thread = who_asks(body, context), id_in(event, "channel"), id_in(event, "thread_ts")
    if who is None or channel is None or thread is None:
        return BoltResponse(status=200)
    desk.running.stop(who, channel, thread)
    ready = partial(desk.out.agent.ready, context.bot_token or "", channel, thread)
    # Not behind the work itself: it may take a moment to end.
    taken = desk.deliveries.submit(who, Delivery("stop", lane="stop"), ready)
    return BoltResponse(status=200 if taken else 503)


def nothing_kept(_desk: Desk) -> BoltResponse:
    """What a member looks at, or how they name a thread, is taken in and not kept: no answer depends on it."""
    return BoltResponse(status=200)
