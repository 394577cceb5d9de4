"""The settings: all that does not fit, and who can read the file in which they lie."""

from __future__ import annotations

from bot.health.findings import Findings
from bot.settings import Examined

_OTHERS = 0o007
"""The rights of those who are neither the owner nor of the group."""


def look(examined: Examined, findings: Findings) -> None:
    """Tell everything that is wrong, not only the first."""
    words = findings.words
    if examined.file is not None:
        findings.good(words.say("doctor.env_file", path=examined.file))
        if examined.file.stat().st_mode & _OTHERS:
            findings.note(words.say("doctor.env_file_open", path=examined.file))
    for error in examined.wrong:
        findings.wrong(words.error(error))
    for name in examined.misspelt:
        findings.note(words.say("doctor.misspelt", name=name))
