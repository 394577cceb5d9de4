"""What came from Slack, in the few words that logs and figures may say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "event_callback": "event",
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "block_suggestion": "options",
    "url_verification": "probe",
}
"""What Slack calls a request, and what it is called here; one with a command is a command."""
OTHER = "other"
_DOORS = {"message": "message", "app_mention": "mention"}
"""Events by which people ask."""
_WORKSPACE = re.compile(r"[A-Z0-9]{1,32}")


def kind_of(body: Mapping[str, object]) -> str:
    """Of which kind a request is: one of a few words, whatever stands in it."""
    if "command" in body:
        return "command"
    return KINDS.get(str(body.get("type")), OTHER)


def door_of(body: Mapping[str, object]) -> str:
    """Where somebody asks: the kind of the request; of an event whether it is a message or a mention."""
    kind, event = kind_of(body), body.get("event")
    if kind == "event" and isinstance(event, Mapping):
        return _DOORS.get(str(event.get("type")), kind)
    return kind


def workspace_of(context: Mapping[str, object]) -> str | None:
    """The workspace, or the organisation where the app is installed in a whole one; None without what is an id."""
    found = context.get("enterprise_id" if context.get("is_enterprise_install") else "team_id")
    return found if isinstance(found, str) and _WORKSPACE.fullmatch(found) else None
