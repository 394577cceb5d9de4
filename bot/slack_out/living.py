"""Whether the app is still in a workspace, and a member still active there: asked now and then, by nobody who waits."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import UserError
from bot.slack_out.wire import TokenGone, Wire, called, refused


def takes_token(wire: Wire, token: str) -> bool | None:
    """Whether Slack takes a token: False where the app was removed or the workspace is gone, None where it is open."""
    try:
        called(wire.hasty_client(token).auth_test)
    except TokenGone:
        return False
    except UserError:  # out of reach, out of time, or `invalid_auth`
        return None
    return True


def is_deactivated(wire: Wire, token: str, user: str) -> bool | None:
    """Whether a user of the workspace is deactivated, or not there any more; None where it is not seen from here.

    Raises:
        UserError: Slack does not tell just now.
    """
    try:
        found = called(wire.hasty_client(token).users_info, user=user).get("user")
    except UserError as error:
        if refused(error, "user_not_found"):
            return True
        if refused(error, "user_not_visible"):
            return None
        raise
    deleted = found.get("deleted") if isinstance(found, Mapping) else None
    return deleted if isinstance(deleted, bool) else None
