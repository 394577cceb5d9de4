"""What `doctor` looks at: the knowledge, the store, and where policy and LinkedIn disagree."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, a line each.

    Attributes:
        bad: what has to be mended, and how; () when all is well.
    """

    good: tuple[str, ...]
    bad: tuple[str, ...]


def examine(app: App) -> Report:
    """Look at everything that a start needs. The knowledge has been validated by making the app."""
    words, settings = app.words, app.settings
    good = [
        words.say("doctor.python", python=platform.python_version()),
        words.say("doctor.knowledge", folder=settings.knowledge, policy=app.policy.version),
    ]
    try:
        fine, bad = _store(app)
    except UserError as error:
        fine, bad = [], [words.say(f"errors.{error.code}", **error.fields)]
    return Report(
        tuple(words.say("doctor.ok", what=line) for line in (*good, *fine)),
        tuple(words.say("doctor.bad", what=line) for line in bad),
    )


def _store(app: App) -> tuple[list[str], list[str]]:
    """What is good and what is bad of the store.

    Raises:
        UserError: it cannot be opened or written.
    """
    words, path = app.words, app.settings.db
    if _is_to_be_made(path):
        return [words.say("doctor.store_new", path=path)], []
    with app.whylocked.store.writing():
        pass  # a store that can only be read is of no use
    with app.whylocked.store.reading() as session:  # looking takes a while, and nobody waits for a reader
        health = session.health.look()
    if health.problem is not None:
        return [], [words.say("doctor.integrity", path=path)]
    last = words.say("doctor.never") if health.last_import is None else health.last_import
    members = words.count("doctor_members", health.members)
    good = [
        words.say("doctor.store", path=path, members=members, last=last, sqlite=health.sqlite),
        words.say("doctor.padlocks", agree=health.padlocks_shown, disagree=health.padlocks_missing),
    ]
    return good, []


def _is_to_be_made(path: Path) -> bool:
    """Whether the first command will make the store; a place that may not even be looked at is left to its opening."""
    try:
        return not path.exists() and path.parent.is_dir()
    except OSError:
        return False
