"""What `policy` tells, in the shape of `--json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cli import policy_outputs as outputs
from bot.replies.number_names import NumberNames
from bot.usecases.numbers import Changed, Made, Shown


def policy(shown: Shown, names: NumberNames) -> outputs.PolicyOut:
    """The answer to `policy show`."""
    version = shown.version
    return outputs.PolicyOut(
        policy=shown.now.policy.version,
        version=None if version is None else version.number,
        since=None if version is None else version.at,
        numbers=[
            outputs.NumberOut(
                path=path,
                name=names.called(path),
                value=shown.value(path),
                default=number.value,
                own=path in shown.now.numbers,
            )
            for path, number in shown.defaults.items()
        ],
        left_out=[outputs.LeftOutOut(path=path, value=each.value) for path, each in shown.now.left_out.items()],
    )


def policy_changed(changed: Changed) -> outputs.PolicyChangedOut:
    """The answer to whatever changes numbers of the policy."""
    return outputs.PolicyChangedOut(policy=changed.policy, version=changed.version, changes=_changes(changed.changes))


def policy_history(made: Sequence[Made]) -> outputs.PolicyHistoryOut:
    """The answer to `policy history`."""
    return outputs.PolicyHistoryOut(
        versions=[
            outputs.PolicyVersionOut(
                version=each.version.number, at=each.version.at, by=each.version.by, changes=_changes(each.changes)
            )
            for each in made
        ]
    )


def _changes(changes: Mapping[str, tuple[int | None, int | None]]) -> list[outputs.ChangeOut]:
    return [outputs.ChangeOut(path=path, before=before, after=after) for path, (before, after) in changes.items()]
