"""Archives dropped into a direct message: fetched, imported, and each answered for in one message of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.archive.dates import date_in_name
from bot.archive.limits import LIMITS, MIB
from bot.errors import UserError
from bot.listeners.agent import READING, at_work
from bot.listeners.asked import Asked, id_in, text_in
from bot.listeners.clerk import caused
from bot.listeners.desk import Desk, new_card
from bot.listeners.notice import Notice
from bot.listeners.running import Work
from bot.listeners.trouble import logged
from bot.replies import receipts
from bot.replies.blocks import message
from bot.replies.model import Button, Line, Part, Reply, plain
from bot.slack_out import Workspace
from bot.text import shown

MOST_BYTES = LIMITS.unpacked_mib * MIB
"""The biggest ZIP that is fetched: packed, files take no more than what they may hold unpacked."""
MOST_ARCHIVES = 3
"""How many archives of one message are read: one request at LinkedIn brings two, the basic and the complete one."""

_ZIP_TYPES = {"application/zip", "application/x-zip-compressed"}
_NOT_HERE = {"external", "tombstone", "hidden_by_limit"}
"""Modes of files that Slack shows and does not hold: kept elsewhere, deleted, or too old for a free plan."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a message, as Slack describes it.

    Attributes:
        name: as its sender's machine called it; anything can stand in it. Empty when Slack does not say.
        size: in bytes; 0 when Slack does not say.
        url: where it is fetched from, with the token.
        access: "check_file_info" where another workspace's Slack holds it, so that files.info has the rest.
        here: whether Slack holds the file.
    """

    id: str
    name: str = ""
    size: int = 0
    url: str = ""
    mimetype: str = ""
    access: str = ""
    here: bool = True

    @property
    def is_archive(self) -> bool:
        """Whether it may be LinkedIn's archive, by what it is called."""
        return self.name.strip().casefold().endswith(".zip") or self.mimetype in _ZIP_TYPES

    @property
    def dated(self) -> date | None:
        """The day in its name, which is what LinkedIn's archive speaks for."""
        return date_in_name(re.split(r"[/\\]", self.name)[-1])


def uploads_of(event: Mapping[str, object]) -> tuple[Upload, ...]:
    """The files of a message event; what is no file is left out."""
    files = event.get("files")
    uploads = map(_upload, files if isinstance(files, list) else [])
    return tuple(upload for upload in uploads if upload is not None)


def take_uploads(desk: Desk, asked: Asked, uploads: tuple[Upload, ...]) -> None:
    """Import the archives among the files of a message, the oldest first, and say why not of the others.

    A file that is no archive goes without a word when its message has words of its own.

    Raises:
        UserError: Slack takes no message any more.
    """
    words, workspace = desk.app.words, desk.out.of(asked.token)
    archives: list[Upload] = []
    told: list[str] = []
    for upload in uploads:
        try:
            found = _looked_up(workspace, upload)
        except UserError as error:
            told.append(_why(desk, asked, error))
            continue
        if found.is_archive and found.here:
            archives.append(found)
        elif found.is_archive or not asked.text.strip():
            told.append(words.say("upload.not_an_archive" if found.here else "upload.not_here"))
    if len(archives) > MOST_ARCHIVES:
        told.append(words.say("upload.too_many", limit=MOST_ARCHIVES))
    if archives:
        with at_work(desk, asked, READING) as work:
            for upload in sorted(archives, key=lambda upload: upload.dated or date.max)[-MOST_ARCHIVES:]:
                if not work.stopped:
                    _take(desk, asked, workspace, upload, work)
        caused(desk, asked.who.team)  # what somebody waits for may have come true with them
    if told:
        workspace.post(asked.channel, message(plain("\n".join(dict.fromkeys(told))), words), asked.thread)


def _take(desk: Desk, asked: Asked, workspace: Workspace, upload: Upload, work: Work) -> None:
    """Import one archive; whatever goes wrong, its message says so and asks to delete the upload."""
    words, card = desk.app.words, ""
    notice = Notice(words, asked, workspace, shown(upload.name) or words.say("upload.unnamed"))
    try:
        card = _pinned(desk, asked)  # before the import, because nothing may go wrong behind it
        reply = _imported(desk, asked, workspace, upload, notice, work)
    except UserError as error:
        reply = _ended(desk, _why(desk, asked, error), words.say("upload.kept_nothing"))
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
        said = words.say("errors.unexpected_in_slack", reference=logged(error))
        reply = _ended(desk, said, words.say("upload.kept_nothing"))
    else:
        reply = _with_next(desk, reply, again=bool(card))
    if desk.greeting.is_due(asked.who):
        reply = desk.greeting.above(reply, asked.who, asked.token)
    notice.end(message(reply, words, card))


def _imported(  # noqa: PLR0913, PLR0917 - what an import takes
    desk: Desk, asked: Asked, workspace: Workspace, upload: Upload, notice: Notice, work: Work
) -> Reply:
    """What came in.

    Raises:
        UserError: the file cannot be fetched, or is not to be imported, or the member stopped it.
    """

    def progress(done: int, total: int) -> None:
        work.goes_on()
        notice.progress(done, total)

    work.goes_on()
    if upload.size > MOST_BYTES:
        raise UserError("slack_file_too_big", limit=MOST_BYTES // MIB)
    with TemporaryDirectory(prefix="whylocked-") as folder:  # which nobody else may look into
        # Of the name, whatever stands in it, nothing is used but the day.
        day = upload.dated
        file = Path(folder, f"{day:%m-%d}-{day.year:04}.zip" if day else "archive.zip")
        workspace.download(upload.url, file, MOST_BYTES)
        whylocked = desk.app.of(asked.who.team).whylocked
        archive, sharing = whylocked.import_archive(asked.who, file, progress)
    summary = receipts.imported(archive, sharing, desk.app.words).text
    return _ended(desk, summary, desk.app.words.say("upload.kept"))


def _ended(desk: Desk, outcome: str, kept: str) -> Reply:
    """What came of an upload, and that it is to be deleted."""
    delete = Line(Part.WARNING, desk.app.words.say("upload.delete", kept=kept))
    return Reply((*plain(outcome).lines, delete))


def _with_next(desk: Desk, reply: Reply, *, again: bool) -> Reply:
    """With what to do now: ask, or ask again."""
    words = desk.app.words
    if not again:
        return replace(reply, lines=(*reply.lines, Line(Part.QUESTION, words.say("upload.ask"))))
    button = Button(words.say("buttons.check"), "check again", answers=False)
    return replace(reply, lines=(*reply.lines, Line(Part.QUESTION, words.say("upload.again"))), actions=(button,))


def _pinned(desk: Desk, asked: Asked) -> str:
    """Have the conversation go on from its last answer about somebody, beneath the import and behind a button.

    Returns:
        The button's card; "" when nothing was asked yet.
    """
    card = new_card()
    conversation = desk.app.conversation
    known = conversation.carry_on(asked.who, desk.clock(), thread=asked.goes_on, keep=asked.keep, pin=card)
    return card if known else ""


def _why(desk: Desk, asked: Asked, error: UserError) -> str:
    """What went wrong; without the permission to read files, how else the facts get here."""
    if error.code in {"slack_no_file_access", "slack_scope"}:
        return desk.app.words.say("upload.no_access", team=asked.who.team, user=asked.who.user)
    return desk.app.words.error(error)


def _looked_up(workspace: Workspace, upload: Upload) -> Upload:
    """The upload with everything that Slack knows of it.

    Raises:
        UserError: Slack does not tell.
    """
    if upload.access != "check_file_info":
        return upload
    try:
        found = _upload(workspace.file(upload.id))
    except UserError as error:
        raise UserError("slack_file_failed") if error.code == "slack_refused" else error from None
    return found or upload


def _upload(file: object) -> Upload | None:
    """What a file object of Slack's says; None for what is none."""
    file_id = id_in(file, "id")
    if file_id is None or not isinstance(file, Mapping):
        return None
    size = file.get("size")
    return Upload(
        file_id,
        text_in(file, "name"),
        size if isinstance(size, int) else 0,
        text_in(file, "url_private_download") or text_in(file, "url_private"),
        text_in(file, "mimetype"),
        text_in(file, "file_access"),
        here=text_in(file, "mode") not in _NOT_HERE and file.get("is_external") is not True,
    )
