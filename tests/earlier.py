"""A store as an earlier version left it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.store.connection import APPLICATION_ID
from bot.store.migrations import MIGRATIONS


def earlier_store(path: Path, version: int = 3) -> Path:
    """A new store of an earlier version, in which there is one member: ME."""
    with closing(Database(memory=True)) as blank:
        steps = [step.name for step in MIGRATIONS.pending(blank)]
    with closing(Database(path)) as old:
        MIGRATIONS.apply(old, stop_before=steps[version])
        old.execute("INSERT INTO members (team, user, name) VALUES ('T1', 'U1', 'Mia')")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute(f"PRAGMA user_version = {version}")
    return path
