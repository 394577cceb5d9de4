"""What opens when a button is pressed that opens something bigger than a question: each window by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.listeners import appeals, numbers, person, profile, standing
from bot.listeners.asked import Asked, id_in, in_press, text_in
from bot.listeners.desk import Desk
from bot.listeners.reviewing import ACT_WINDOWS, set_up_window
from bot.listeners.views import carried, is_ephemeral, open_view
from bot.replies import person_form, profile_form, reviewing, standings
from bot.replies.message import Block
from bot.replies.numbers import FORM

Window = Callable[[Desk, Asked, str, str], Block]
"""Makes the view: the desk, who pressed, what it is about as the button says it, and the view's private metadata.

Raises a UserError where there is nothing to open; its sentence is shown to whoever pressed.
"""

WINDOWS: dict[str, Window] = {
    profile_form.CALLBACK: profile.window,
    standings.WINDOW: standing.window,
    FORM: numbers.window,
    person_form.CALLBACK: person.window,
    # appeals and who handles them
    "appeal": appeals.window,
    reviewing.WINDOW: set_up_window,
    **ACT_WINDOWS,
}
"""By the name that `bot.replies.model.Window` opens; a view's `callback_id` is the same name."""


def open_window(
    desk: Desk, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: BoltContext
) -> BoltResponse:
    """The button of a window was pressed: the window opens, with where it was opened as its private metadata."""
    card, _, names = text_in(action, "value").partition(" ")
    name, _, about = names.partition("|")
    asked, trigger, window = in_press(body, context, "", card), id_in(body, "trigger_id"), WINDOWS.get(name)
    if asked is None or trigger is None or window is None:
        return ack()
    url = text_in(body, "response_url")
    metadata = carried(asked, url, card=card, about=about, ephemeral=bool(is_ephemeral(body)))
    view = partial(window, desk, asked, about, metadata)
    taken = open_view(desk, asked.who, asked.token, trigger, url, view)
    return ack() if taken else BoltResponse(status=503)
