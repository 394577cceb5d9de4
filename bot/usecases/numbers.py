"""A workspace's own numbers of the policy: shown, changed, put back. Each change is a version, and is audited."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.own_numbers import InForce, Number, PathTo, in_force, misfits, numbers_of
from bot.policy import Policy
from bot.store import Session, Store
from bot.store.own_numbers import CHANGED, Version

Kept = tuple[int, str]
"""The number of a workspace's newest version, and its own numbers as JSON."""

Wanted = Mapping[PathTo, int | None]
"""Numbers to have; None is the default."""

Change = tuple[int, int]
"""A number before and after."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The numbers of a workspace.

    Attributes:
        version: the newest version; None where nothing was ever changed.
        defaults: every number as the policy's file gives it.
    """

    now: InForce
    version: Version | None
    defaults: Mapping[PathTo, Number]

    def value(self, path: PathTo) -> int:
        """A number as it is in force."""
        return self.now.numbers.get(path, self.defaults[path].value)


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change.

    Attributes:
        policy: the version of the policy that is in force now, as answers name it.
        version: its number in the workspace; the number before where nothing changed, and 0 where nothing ever did.
        changes: what differs in force; {} where everything was so already.
        dropped: numbers that were kept and not in force, and are gone now.
    """

    policy: str
    version: int
    changes: Mapping[PathTo, Change]
    dropped: Collection[PathTo] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """One version, and what it changed beside the one before; a number that was the default before is None there."""

    version: Version
    changes: Mapping[PathTo, tuple[int | None, int | None]]


class Numbers:
    """The numbers of every workspace over one store.

    Args:
        defaults: the policy as its file gives it.
    """

    def __init__(self, store: Store, defaults: Policy) -> None:
        self._store = store
        self.defaults = defaults

    def kept(self, team: str) -> Kept | None:
        """What is kept of a workspace; None where nothing is. The one look that each answer takes."""
        with self._store.reading() as session:
            return session.own_numbers.current(team)

    def in_force(self, kept: Kept | None) -> InForce:
        """The policy by what is kept of a workspace."""
        return in_force(self.defaults, {}, 0) if kept is None else in_force(self.defaults, json.loads(kept[1]), kept[0])

    def teams(self) -> list[str]:
        """The workspaces that have numbers of their own."""
        with self._store.reading() as session:
            return session.own_numbers.teams()

    def shown(self, team: str) -> Shown:
        """The numbers of a workspace, with those of the policy's file."""
        with self._store.reading() as session:
            version = next(iter(session.own_numbers.newest(team, 1)), None)
            now = self.in_force(session.own_numbers.current(team))
        return Shown(now, version, numbers_of(self.defaults))

    def history(self, team: str, most: int | None = None) -> list[Made]:
        """The newest versions of a workspace, the newest first, each with what it changed; None is all."""
        with self._store.reading() as session:
            versions = session.own_numbers.newest(team, None if most is None else most + 1)
        before = {version.number: version.numbers for version in versions}
        made = [Made(version, _difference(before.get(version.number - 1, {}), version.numbers)) for version in versions]
        return made if most is None else made[:most]

    def set(self, team: str, wanted: Wanted, actor: str, now: datetime) -> Changed:
        """Give a workspace numbers of its own; None, and what the policy's file says, is the default again.

        All of it or nothing; the numbers that are not named stay as they are.

        Raises:
            UserError: a number does not fit; names it, and what would fit.
        """
        with self._store.writing() as session:
            return self._set(session, team, wanted, actor, now)

    def wrong_seen(self, team: str, seen: int, wanted: Wanted) -> dict[PathTo, UserError]:
        """What is wrong with a form that shows every number as it was in one version, by the number.

        Only what differs there from that version is wanted; what somebody else has changed since stays, unless the form
        changes it, too.

        Args:
            seen: the number of that version; 0 is the policy's file.
        """
        with self._store.reading() as session:
            return self._seen(session, team, seen, wanted)[1]

    def set_seen(self, team: str, seen: int, wanted: Wanted, actor: str, now: datetime) -> Changed:
        """Give a workspace the numbers of such a form.

        Raises:
            UserError: a number does not fit; names it.
        """
        with self._store.writing() as session:
            changes, wrong = self._seen(session, team, seen, wanted)
            for error in wrong.values():
                raise error
            return self._set(session, team, changes, actor, now)

    def _seen(
        self, session: Session, team: str, seen: int, wanted: Wanted
    ) -> tuple[dict[PathTo, int | None], dict[PathTo, UserError]]:
        """What a form changes, and what is wrong with that."""
        version = session.own_numbers.version(team, seen)
        shown = {} if version is None else in_force(self.defaults, version.numbers, seen).numbers
        current = self.in_force(session.own_numbers.current(team)).numbers
        known = numbers_of(self.defaults)
        given = self._own({path: value for path, value in wanted.items() if path in known})
        changes = {path: value for path, value in given.items() if value != shown.get(path)}
        wrong = misfits(self.defaults, _applied(current, changes))
        for path, value in changes.items():
            here = current.get(path)
            if here not in {shown.get(path), value}:
                number = known[path].value if here is None else here
                wrong[path] = UserError("number_changed_since", name=path, number=number)
        return changes, wrong

    def reset(self, team: str, paths: Collection[PathTo] | None, actor: str, now: datetime) -> Changed:
        """Put numbers of a workspace back to the policy's file; None is all, those left out of force among them."""
        with self._store.writing() as session:
            if paths is None:
                kept = session.own_numbers.current(team)
                paths = [] if kept is None else list(json.loads(kept[1]))
            return self._set(session, team, dict.fromkeys(paths), actor, now)

    def back_to(self, team: str, number: int, actor: str, now: datetime) -> Changed:
        """Give a workspace the numbers of an earlier version again, as a new version; 0 is the policy's file.

        Raises:
            UserError: there is no such version, or the policy does not take its numbers any more.
        """
        with self._store.writing() as session:
            version = session.own_numbers.version(team, number)
            if version is None and number != 0:
                newest = (session.own_numbers.current(team) or (0, ""))[0]
                raise UserError("no_such_version", number=number, newest=newest)
            numbers = {} if version is None else version.numbers
            kept = session.own_numbers.current(team)
            all_of_it = {} if kept is None else dict.fromkeys(json.loads(kept[1]))
            return self._set(session, team, {**all_of_it, **numbers}, actor, now)

    def _own(self, wanted: Wanted) -> dict[PathTo, int | None]:
        """What is wanted, with the default as None."""
        known = numbers_of(self.defaults)
        return {path: None if path in known and known[path].value == value else value for path, value in wanted.items()}

    def _set(self, session: Session, team: str, wanted: Wanted, actor: str, now: datetime) -> Changed:
        kept = session.own_numbers.current(team)
        before = self.in_force(kept)
        stored: dict[PathTo, int] = {} if kept is None else json.loads(kept[1])
        own = self._own(wanted)
        # What the policy does not take any more stays kept until it is named, or all is put back.
        wrong = misfits(self.defaults, _applied(before.numbers, own))
        if wrong:
            raise next(iter(wrong.values()))
        numbers = _applied(stored, own)
        if numbers == stored:
            return Changed(before.policy.version, 0 if kept is None else kept[0], {})
        version = session.own_numbers.add(team, numbers, now)
        session.watches.look_again(team)  # what somebody waits for may be open by now
        after = in_force(self.defaults, numbers, version)
        changes = self._changes(before, after)
        known = numbers_of(self.defaults)
        for path, change in sorted(_difference(stored, numbers).items()):
            detail: dict[str, object] = {"path": path, "number": version, "policy": after.policy.version}
            if path in known:
                was, becomes = (known[path].value if value is None else value for value in change)
                detail |= {"before": was, "after": becomes}
            else:
                detail["kind"] = "gone"  # from the policy, and now from the workspace's numbers, too
            session.audit.add(team, now, actor, CHANGED, None, **detail)
        return Changed(after.policy.version, version, changes, tuple(before.left_out.keys() - numbers.keys()))

    def _changes(self, before: InForce, after: InForce) -> dict[PathTo, Change]:
        known = numbers_of(self.defaults)
        values = {path: (before.numbers.get(path), after.numbers.get(path)) for path in known}
        return {
            path: (known[path].value if was is None else was, known[path].value if now is None else now)
            for path, (was, now) in values.items()
            if was != now
        }


def _applied(numbers: Mapping[PathTo, int], wanted: Wanted) -> dict[PathTo, int]:
    """The numbers once what is wanted is done, the new ones last; a default is none of a workspace's own."""
    kept = {path: value for path, value in numbers.items() if path not in wanted}
    return kept | {path: value for path, value in wanted.items() if value is not None}


def _difference(
    before: Mapping[PathTo, int], after: Mapping[PathTo, int]
) -> dict[PathTo, tuple[int | None, int | None]]:
    return {
        path: (before.get(path), after.get(path)) for path in {**before, **after} if before.get(path) != after.get(path)
    }
