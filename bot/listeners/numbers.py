"""The form of the policy's numbers: opened by administrators alone, and by them alone changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.administration.numbers import NumbersAdministration
from bot.errors import UserError
from bot.listeners.admin import only_administrators
from bot.listeners.asked import Asked, id_in, in_press, text_in
from bot.listeners.clerk import caused
from bot.listeners.deliveries import SECONDS_TO_MARK, Delivery
from bot.listeners.desk import Desk
from bot.listeners.views import opened_at, place_of
from bot.own_numbers import PathTo
from bot.replies import number_form, numbers
from bot.replies.blocks import message
from bot.replies.message import Block, Message
from bot.store import hurried


def window(desk: Desk, asked: Asked, _about: str, metadata: str) -> Block:
    """The form with every number as it is now.

    Raises:
        UserError: who pressed may not administer the workspace.
    """
    only_administrators(desk, asked)
    about = _of(desk)
    shown = about.numbers.shown(asked.who.team)
    version = 0 if shown.version is None else shown.version.number
    private = json.dumps({**json.loads(metadata), "version": version})
    return number_form.view(shown, about.names, about.words, private)


def submit(desk: Desk, ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """The form was sent: what does not fit is shown under its number, else it is changed, and receipted."""
    view = body.get("view")
    metadata = opened_at(view)
    asked = in_press(place_of(metadata, body), context, "", text_in(metadata, "card"))
    about = _of(desk)
    state = view.get("state") if isinstance(view, Mapping) else None
    given, wrong = number_form.given(state.get("values") if isinstance(state, Mapping) else None, about.names)
    seen = metadata.get("version")
    if asked is None or not isinstance(seen, int) or not (given or wrong):
        return ack()
    try:
        with hurried(SECONDS_TO_MARK):
            wrong = wrong or about.numbers.wrong_seen(asked.who.team, seen, given)
    except UserError as error:
        wrong = {next(iter(given)): error}
    if wrong:
        return ack(response_action="errors", errors=number_form.errors(wrong, about.names, about.words))
    delivery, url = Delivery(f"view {id_in(view, 'id') or ''}"), text_in(metadata, "url")
    change = partial(_change, desk, asked, url, seen, given)
    # Slack sends a form once: where the store is too busy to mark it, a worker has the time to wait.
    taken = desk.deliveries.later(asked.who, delivery, change) or desk.deliveries.submit(asked.who, delivery, change)
    return ack() if taken else BoltResponse(status=503)


def _change(desk: Desk, asked: Asked, url: str, seen: int, given: Mapping[PathTo, int | None]) -> None:
    """Change the numbers, and say beneath the button of the form what came of it; else by direct message."""

    def receipt() -> Message:
        only_administrators(desk, asked)
        about = _of(desk)
        with about.names.told():
            changed = about.numbers.set_seen(asked.who.team, seen, given, asked.who.user, desk.clock())
        return message(numbers.changed(changed, about.names, about.words), about.words)

    said, _ = desk.tried(receipt)
    desk.tell(asked.who, asked.token, url, said)
    desk.homes.all_changed(asked.who.team)
    caused(desk, asked.who.team)


def _of(desk: Desk) -> NumbersAdministration:
    return NumbersAdministration(desk.app.whylocked.numbers, desk.app.words)
