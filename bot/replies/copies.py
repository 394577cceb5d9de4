"""What is said of backups: of one that was made, of one that may be put back, and of who is in the store again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from bot.store import Who
from bot.usecases.copies import BackedUp, Backup, Held
from bot.words import Words

MOST_NAMED = 20
"""How many ids are listed; of more it is said how many."""
_MIB = 2**20


def backed_up(made: BackedUp, now: datetime, words: Words) -> str:
    """What is in a backup that was made, and what is not."""
    size = f"{made.size / _MIB:.1f}"
    return words.say("copies.backed_up", path=made.path, at=now, holds=_holds(made.held, words), size=size)


def found(backup: Backup, words: Words) -> Iterator[str]:
    """What a backup holds, and what would be lost for it."""
    yield words.say("copies.found", at=backup.made_at, holds=_holds(backup.held, words))
    if backup.is_older:
        yield words.say("copies.older")
    if backup.now is None:
        yield words.say("copies.nothing_there" if backup.problem is None else "copies.useless")
        return
    yield words.say("copies.now", holds=_holds(backup.now, words), at=backup.made_at)
    if backup.lost.workspaces or backup.lost.members:
        yield words.say("copies.lost", holds=_holds(backup.lost, words))


def restored(backup: Backup, kept: Path | None, words: Words) -> Iterator[str]:
    """That a backup is in place, where the store from before is, and who has to go again."""
    yield words.say("copies.restored", at=backup.made_at)
    if kept is not None:
        yield words.say("copies.kept", path=kept)
    if backup.now is not None:
        yield words.say("copies.goes_on")
    yield words.say("copies.owed")
    again = backup.back_again
    if backup.now is None:
        yield words.say("copies.again_unknown")
    elif again.workspaces or again.members:
        yield words.say("copies.again", holds=_holds(again, words))
        yield from (words.say("copies.again_line", who=each) for each in _named(again.workspaces, words))
        yield from (words.say("copies.again_line", who=each) for each in _named(_ids(again.members), words))
    else:
        yield words.say("copies.again_nobody")
        return
    yield words.say("copies.again_how")


def _holds(held: Held, words: Words) -> str:
    members, workspaces = len(held.members), len(held.workspaces)
    told = [words.count("workspaces", workspaces)] * (workspaces > 0)
    return words.listed(told + [words.count("doctor_members", members)] * (members > 0 or not workspaces))


def _ids(members: Collection[Who]) -> list[str]:
    return [f"--team {who.team} --user {who.user}" for who in members]


def _named(ids: Collection[str], words: Words) -> Iterator[str]:
    yield from sorted(ids)[:MOST_NAMED]
    if len(ids) > MOST_NAMED:
        yield words.say("copies.again_more", n=len(ids) - MOST_NAMED)
