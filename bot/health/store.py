"""The store: whole, for its owner alone, with room on its disk; what is overdue in it, and when it was copied last."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.errors import UserError
from bot.health.findings import Findings
from bot.replies.number_names import NumberNames
from bot.replies.numbers import left_out
from bot.store.copying import UNFINISHED, beside
from bot.store.putting_back import kept_before

OVERDUE_AFTER = timedelta(hours=1)
"""How long after its time a workspace's data may still be there: the program looks now and then."""
PILED_UP_AFTER = timedelta(days=1)
"""From what age on a message that is owed is worth a word: usually it takes seconds."""
BACKUP_AFTER = timedelta(days=7)
"""From what age on the newest backup is worth a word."""
BIG_LOG = 64 * 2**20
"""From how many bytes on the log is looked at: SQLite begins it anew from 4 MB on, unless somebody reads for long."""
ROOM = 2
"""How many times the store has to fit into what is free: clearing it writes it anew, and so does a backup."""
_MIB = 2**20
_NOT_THE_OWNER = 0o077
_WRITABLE_BY_ALL, _STICKY = 0o002, 0o1000


def look(app: App, findings: Findings, now: datetime) -> None:
    """Look at the file, and at what is in it."""
    words, path = app.words, app.settings.db
    if _is_to_be_made(path):
        findings.good(words.say("doctor.store_new", path=path))
        return
    try:
        with app.whylocked.store.writing():
            pass  # a store that can only be read is of no use
        with app.whylocked.store.reading() as session:  # looking takes a while, and nobody waits for a reader
            health = session.health.look()
    except UserError as error:
        findings.wrong(words.error(error))
        return
    if health.problem is not None:
        findings.wrong(words.say("doctor.integrity", path=path))
        return
    if not app.whylocked.store.cleared():
        findings.wrong(words.say("doctor.traces", path=path))
        return
    last = words.say("doctor.never") if health.last_import is None else health.last_import
    members = words.count("doctor_members", health.members)
    findings.good(words.say("doctor.store", path=path, members=members, last=last, sqlite=health.sqlite))
    findings.good(words.say("doctor.padlocks", agree=health.padlocks_shown, disagree=health.padlocks_missing))
    _own_numbers(app, findings)
    _files(path, findings)
    _due(app, findings, now)
    _backups(app, findings, now)


def _is_to_be_made(path: Path) -> bool:
    """Whether the first command will make the store; a place that may not even be looked at is left to its opening."""
    try:
        return not path.exists() and path.parent.is_dir()
    except OSError:
        return False


def _own_numbers(app: App, findings: Findings) -> None:
    """The workspaces with numbers of their own in the policy, and which of these the policy's file does not take."""
    words, numbers = app.words, app.whylocked.numbers
    names = NumberNames(words, numbers.defaults)
    for team in numbers.teams():
        now = numbers.shown(team).now
        own = words.count("own_numbers", len(now.numbers))
        findings.good(words.say("doctor.own_numbers", team=team, policy=now.policy.version, own=own))
        for path, each in now.left_out.items():
            findings.wrong(words.say("doctor.left_out", team=team, path=path, said=left_out(path, each, names, words)))


def _files(path: Path, findings: Findings) -> None:
    """Who can read the files, how big they are, and whether there is room."""
    words, log = findings.words, beside(path)[0]
    for file in (path, *beside(path), *kept_before(path)):
        if file.exists() and file.stat().st_mode & _NOT_THE_OWNER:
            findings.wrong(words.say("doctor.store_open", path=file))
    folder = path.absolute().parent
    mode = folder.stat().st_mode
    if mode & _WRITABLE_BY_ALL and not mode & _STICKY:
        findings.wrong(words.say("doctor.folder_open", path=folder))
    size, logged = path.stat().st_size, log.stat().st_size if log.exists() else 0
    if is_big(logged, size):
        findings.note(words.say("doctor.big_log", path=log, size=round(logged / _MIB)))
    free = shutil.disk_usage(folder).free
    if has_no_room(free, size):
        findings.wrong(words.say("doctor.no_room", free=round(free / _MIB), need=round(ROOM * size / _MIB)))
    for file in sorted(folder.glob(f"*{UNFINISHED}*")):
        findings.note(words.say("doctor.unfinished", path=file))
    for file in kept_before(path):
        findings.note(words.say("doctor.kept_before", path=file))


def is_big(log: int, store: int) -> bool:
    """Whether a log of so many bytes is more than clearing a store of so many leaves for a while."""
    return log > max(BIG_LOG, ROOM * store)


def has_no_room(free: int, store: int) -> bool:
    """Whether so many bytes are too few to clear a store of so many, and to back it up."""
    return free < ROOM * store


def _due(app: App, findings: Findings, now: datetime) -> None:
    """What should have gone, and has not."""
    words = findings.words
    with app.whylocked.store.reading() as session:
        departed = session.workspaces.departed()
        owed = session.owed.since(now - PILED_UP_AFTER)
    for each in departed:
        if each.due_at + OVERDUE_AFTER < now:
            findings.wrong(words.say("doctor.overdue", team=each.team, due=each.due_at))
        else:
            findings.good(words.say("doctor.goes", team=each.team, due=each.due_at))
    if owed:
        findings.note(words.say("doctor.owed", messages=words.count("messages", owed), at=now - PILED_UP_AFTER))


def _backups(app: App, findings: Findings, now: datetime) -> None:
    """When the newest backup was made; whoever runs the bot for others should have one."""
    words, last = findings.words, app.whylocked.copies.last_backup()
    slack = app.settings.slack
    if last is None:
        if app.settings.oauth.is_meant or slack.bot_token:
            findings.note(words.say("doctor.no_backup"))
    elif now - last < BACKUP_AFTER:
        findings.good(words.say("doctor.backup", at=last))
    else:
        findings.note(words.say("doctor.old_backup", at=last))
