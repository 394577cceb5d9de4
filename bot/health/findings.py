"""What a look found: lines on what is well, on what is worth knowing, and on what has to be mended."""

from __future__ import annotations

from bot.words import Words


class Findings:
    """The lines, in the order in which they were found.

    Attributes:
        shown: what is well, and what is worth knowing.
        bad: what has to be mended, and how.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.shown: list[str] = []
        self.bad: list[str] = []

    def good(self, what: str) -> None:
        """All is well with something."""
        self.shown.append(self.words.say("doctor.ok", what=what))

    def note(self, what: str) -> None:
        """Something works and is worth a look, or could not be looked at from here."""
        self.shown.append(self.words.say("doctor.note", what=what))

    def wrong(self, what: str) -> None:
        """Something has to be mended."""
        self.bad.append(self.words.say("doctor.bad", what=what))
