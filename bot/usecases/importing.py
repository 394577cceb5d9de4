"""Importing LinkedIn's archive: all or nothing, never an older one over a newer one."""

from __future__ import annotations

from bot.archive.rows import Archive
from bot.errors import UserError
from bot.store import Session, Who
from bot.usecases.profile import identify


def keep_archive(session: Session, who: Who, archive: Archive) -> None:
    """Put an archive's facts in place of the earlier archive's; what the member stated stays.

    Raises:
        UserError: the archive is older than the stored one.
    """
    stored = max(session.archives.kinds(who).values(), default=None)
    if stored is not None and archive.as_of < stored:
        raise UserError("older_archive", as_of=archive.as_of, stored=stored)
    session.members.ensure(who)
    session.archives.replace(who, archive)
    identify(session, who)
