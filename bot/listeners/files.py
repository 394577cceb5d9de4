"""Files that belong to an answer: for the asker's eyes, so in the direct messages, wherever the question was."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.errors import UserError
from bot.listeners.asked import Asked
from bot.listeners.desk import Desk
from bot.replies.message import Message
from bot.replies.model import Attachment


def hand_over(
    desk: Desk, asked: Asked, files: Iterable[Attachment], tell: Callable[[Message], object], *, direct: bool
) -> None:
    """Send the files of an answer that was sent.

    Args:
        tell: says beneath the answer that a file could not be sent, and what helps.
        direct: whether the question was asked in a direct message to the bot, so that its files belong there.
    """
    for file in files:
        try:
            _send(desk, asked, file, direct=direct)
        except UserError as error:
            tell(not_sent(desk, asked, file, allowed=error.code != "slack_scope"))


def not_sent(desk: Desk, asked: Asked, file: Attachment, *, allowed: bool = True) -> Message:
    """That a file does not come, and what helps."""
    if asked.who.is_guest:
        return desk.said("slack.file_not_sent_guest", name=file.name)
    code = "slack.file_not_sent" if allowed else "slack.file_not_allowed"
    return desk.said(code, name=file.name, team=asked.who.team, user=asked.who.user)


def _send(desk: Desk, asked: Asked, file: Attachment, *, direct: bool) -> None:
    workspace = desk.out.of(asked.token)
    put = workspace.put(file)  # before anything is said of it
    if direct:
        workspace.show(put, file.name, asked.channel, asked.thread)
    else:
        # Only of a message there Slack tells which conversation the direct messages are.
        posted = workspace.post(asked.who.user, desk.said("slack.file", name=file.name))
        workspace.show(put, file.name, posted.channel)
