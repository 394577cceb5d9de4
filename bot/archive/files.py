"""What lies in a ZIP or a folder: safe paths and sizes, nothing opened yet."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

from bot.archive.limits import Limits, check_limit
from bot.archive.rows import Kind
from bot.errors import UserError
from bot.text import shown

_ALLOWED = {kind.value: kind for kind in Kind}
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the two that unpack in bounded steps
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DRIVE = re.compile(r"[A-Za-z]:")
# A ZIP ends with how many entries it has and how many bytes their list takes. Both are looked at before the list
# is read, because a list of millions would fill the memory before anybody could count it.
_END = re.compile(rb"(?=PK\x05\x06.{6}(.{2})(.{4}))", re.DOTALL)
_END_REACH = 22 + 65_535
_LIST_BYTES_PER_ENTRY = 512
_SHOWN_PATH = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive.

    Attributes:
        parts: its path inside the archive, the file's name last.
        size: how many bytes it declares to hold unpacked.
        open: opens it for reading; None when it must not be opened.
    """

    parts: tuple[str, ...]
    size: int
    open: Callable[[], IO[bytes] | io.FileIO] | None

    @property
    def junk(self) -> bool:
        """Whether a Mac laid it beside the real files."""
        return "__MACOSX" in self.parts or self.parts[-1].startswith("._") or self.parts[-1] == ".DS_Store"

    @property
    def kind(self) -> Kind | None:
        """Which of the few files it is that are read; None for every other."""
        stem, _, suffix = self.parts[-1].casefold().rpartition(".")
        if self.open is None or self.junk or suffix != "csv":
            return None
        return _ALLOWED.get(" ".join(stem.replace("_", " ").split()))


def entries_at(path: Path, stack: ExitStack, limits: Limits) -> list[Entry]:
    """The files of the ZIP or folder at a path.

    Args:
        stack: closes what stays open for reading.

    Raises:
        UserError: `archive_not_found`, `archive_broken`, or what `zip_entries` refuses.
        OSError: when the machine does not let it be read.
    """
    if path.is_dir():
        return _folder_entries(path.resolve(), limits)
    if not path.exists():
        raise UserError("archive_not_found", path=shown(path.name, _SHOWN_PATH))
    if not path.is_file():
        raise UserError("archive_broken")
    return zip_entries(stack.enter_context(path.open("rb")), stack, limits)


def zip_entries(file: IO[bytes], stack: ExitStack, limits: Limits) -> list[Entry]:
    """The files of a ZIP.

    Raises:
        UserError: `archive_too_big`, `archive_unsafe_path`, `archive_encrypted`, `archive_broken`.
        zipfile.BadZipFile: when it is damaged or no ZIP.
    """
    file.seek(max(0, file.seek(0, os.SEEK_END) - _END_REACH))
    for count, size in _END.findall(file.read()):
        check_limit(int.from_bytes(count, "little"), limits.files, "files")
        check_limit(int.from_bytes(size, "little") // _LIST_BYTES_PER_ENTRY, limits.files, "files")

    archive = stack.enter_context(zipfile.ZipFile(file))
    check_limit(len(archive.infolist()), limits.files, "files")
    entries = [_zip_entry(archive, info) for info in archive.infolist()]
    return [entry for entry, info in zip(entries, archive.infolist(), strict=True) if info.filename[-1:] != "/"]


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    parts = _safe_parts(info.filename)
    if info.flag_bits & _ENCRYPTED:
        raise UserError("archive_encrypted")
    # A damaged list of entries points before the start of the file.
    if info.compress_type not in _PACKINGS or info.header_offset < 0:
        return Entry(parts, info.file_size, _refuse)
    return Entry(parts, info.file_size, partial(archive.open, info))


def _refuse() -> NoReturn:
    raise UserError("archive_broken")


def _safe_parts(name: str) -> tuple[str, ...]:
    slashed = name.replace("\\", "/")
    parts = tuple(part for part in slashed.split("/") if part not in {"", "."}) or ("",)
    if slashed.startswith("/") or ".." in parts or _DRIVE.match(slashed):
        raise UserError("archive_unsafe_path", path=shown(name, _SHOWN_PATH))
    return parts


def _folder_entries(home: Path, limits: Limits) -> list[Entry]:
    entries: list[Entry] = []
    seen = 0
    for folder, _, names in os.walk(home, onerror=_raise):
        seen += 1 + len(names)
        check_limit(seen, limits.files, "files")
        entries += [_folder_entry(home, Path(folder, name)) for name in sorted(names)]
    return entries


def _folder_entry(home: Path, path: Path) -> Entry:
    parts = path.relative_to(home).parts
    # A link may point at anything on the machine, and a pipe never ends.
    if not path.is_file() or not path.resolve().is_relative_to(home):
        return Entry(parts, 0, None)
    return Entry(parts, path.stat().st_size, partial(io.FileIO, path))


def _raise(error: OSError) -> NoReturn:
    raise error
