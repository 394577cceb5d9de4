"""What goes wrong behind the answers: logged by place and kind, never by text, which may name people."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import Path

from bot.errors import UserError

MOST_PLACES = 20
"""How many steps of an error's way are logged: an endless one has a thousand."""

_LOG = logging.getLogger(__name__)


def attempted(work: Callable[[], None]) -> None:
    """Do what nobody waits for: when even the sending fails, the log is all that is left to tell."""
    try:
        work()
    except UserError as error:
        _LOG.warning("an answer could not be sent: %s", error.code)
    except Exception as error:  # noqa: BLE001 - a worker outlives whatever goes wrong
        logged(error)


def logged(error: BaseException) -> str:
    """Log what kind of error came from where; gives the reference that the person it happened to can quote."""
    reference = f"E-{secrets.token_hex(3).upper()}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    if len(places) > MOST_PLACES:
        places[MOST_PLACES // 2 : -MOST_PLACES // 2] = ["…"]
    _LOG.error("%s: %s at %s", reference, type(error).__name__, " < ".join(places))
    return reference
