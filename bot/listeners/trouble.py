"""What goes wrong behind the answers: logged by place and kind, never by text, which may name people."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import Path

from bot import metrics
from bot.errors import UserError

MOST_PLACES = 20
"""How many steps of an error's way are logged: an endless one has a thousand."""

_LOG = logging.getLogger(__name__)


def attempted(work: Callable[[], None]) -> None:
    """Do what nobody waits for: when even the sending fails, the log is all that is left to tell."""
    try:
        work()
    except UserError as error:
        metrics.failed(error.code)
        _LOG.warning("an answer could not be sent", extra=why(error))
    except Exception as error:  # noqa: BLE001 - a worker outlives whatever goes wrong
        logged(error)


def logged(error: BaseException) -> str:
    """Log what kind of error came from where; gives the reference that the person it happened to can quote."""
    metrics.failed("unexpected")
    reference = f"E-{secrets.token_hex(3).upper()}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    if len(places) > MOST_PLACES:
        places[MOST_PLACES // 2 : -MOST_PLACES // 2] = ["…"]
    told = {"reference": reference, "kind": type(error).__name__, "place": " < ".join(places)}
    _LOG.error("something unexpected went wrong", extra=told)
    return reference


def why(error: UserError) -> dict[str, str]:
    """An error as fields of the log: its code and, where Slack refused something, Slack's; both are of short lists."""
    refusal = error.fields.get("error") if error.code == "slack_refused" else None
    return {"code": error.code} | ({} if refusal is None else {"slack": str(refusal)})
