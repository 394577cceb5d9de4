"""Appeals in the shape of `--json`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.appeals import Appeal
from bot.cli import appeal_outputs as outputs
from bot.usecases.appealed import Told


def appeals(told: Sequence[Told]) -> outputs.AppealsOut:
    """The answer to `appeal list`."""
    return outputs.AppealsOut([outputs.AppealOut.model_validate(_appeal(each.appeal)) for each in told])


def appeal(told: Told) -> outputs.AppealShownOut:
    """The answer to `appeal show`, and to every step."""
    return outputs.AppealShownOut.model_validate(_with_history(told))


def appeal_filed(told: Told, *, is_new: bool) -> outputs.AppealFiledOut:
    """The answer to `appeal file`."""
    return outputs.AppealFiledOut.model_validate({**_with_history(told), "is_new": is_new})


def _appeal(appeal: Appeal) -> dict[str, object]:
    filed_on = appeal.filed_at.date()
    return {"number": appeal.number, "state": appeal.state, "kind": appeal.case, "filed_on": filed_on}


def _with_history(told: Told) -> dict[str, object]:
    kept = ("statement", "reason", "noticed_on", "diagnosis", "basis", "decided_on")
    steps = [
        {"at": event.at, "by": event.actor, "role": event.role, "action": event.action, "state": event.state,
         "note": event.note}
        for event in told.events
    ]  # fmt: skip
    return {**_appeal(told.appeal), **{name: getattr(told.appeal, name) for name in kept}, "history": steps}
