"""Forms: opened where somebody clicked or typed a command, and carrying with them where that was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import UserError
from bot.listeners.asked import Asked, text_in
from bot.listeners.deliveries import Delivery
from bot.listeners.desk import Desk
from bot.listeners.trouble import logged
from bot.replies.message import Block
from bot.store import Who

PRESS_AGAIN = "slack.press_again"
"""What is said where a form could not be opened in time by a press."""
TYPE_AGAIN = "slack.type_again"
"""The same of a command."""


def open_view(  # noqa: PLR0913, PLR0917 - what a view is opened with
    desk: Desk, who: Who, token: str, trigger: str, url: str, view: Callable[[], Block], *, late: str = PRESS_AGAIN
) -> bool:
    """Have a worker open a view for whoever just clicked or typed a command: it waits for nothing else of theirs.

    Args:
        trigger: by which Slack lets it be opened, once and within three seconds; clicked again, it opens again.
        url: where what went wrong, and that the click is too long ago, can be said; "" says it by direct message.
        view: makes the view.
        late: the code of the sentence for a click that is too long ago.

    Returns:
        Whether it is opened or will be; False when too much waits already.
    """

    def show() -> None:
        try:
            opened = desk.out.of(token).open_view(trigger, view())
        except UserError as error:
            desk.tell(who, token, url, desk.sorry(error))
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
            desk.tell(who, token, url, desk.said("errors.unexpected_in_slack", reference=logged(error)))
            return
        if not opened:
            desk.tell(who, token, url, desk.said(late))

    return desk.deliveries.later(who, Delivery(f"form {trigger}", lane="forms"), show)


def carried(asked: Asked, url: str, *, card: str = "", about: str = "", ephemeral: bool = True) -> str:
    """What a form carries with it of where it is opened, as its private metadata.

    Args:
        url: by which an answer can be given there, for some time.
        card: the answer that its button stands beneath; "" where it was opened by a command.
        about: what it is about, as its button says.
        ephemeral: whether it is opened where one person alone sees the answer.
    """
    container = {"channel_id": asked.channel, "thread_ts": asked.thread, "is_ephemeral": ephemeral}
    return json.dumps({"card": card, "url": url, "container": container, "about": about})


def opened_at(view: object) -> dict[str, Any]:
    """What a form carries of where it was opened; nothing where that is not ours."""
    try:
        read = json.loads(text_in(view, "private_metadata"))
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def place_of(metadata: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, object]:
    """Who sent a form, as Slack says, and where it was opened, as the form says; of who it was, it says nothing."""
    return {"container": metadata.get("container"), "user": body.get("user")}


def is_ephemeral(body: Mapping[str, object]) -> bool | None:
    """Whether what was pressed stands where one person alone sees it; None where Slack does not say."""
    container = body.get("container")
    said = container.get("is_ephemeral") if isinstance(container, Mapping) else None
    return said if isinstance(said, bool) else None
