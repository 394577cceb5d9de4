"""A conversation on a terminal, drawn with rich. Text is never read as markup."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from bot.replies.model import Part, Reply
from bot.words import Words

_STYLES = {
    Part.VERDICT: "bold",
    Part.LOCKED: "red",
    Part.WARNING: "yellow",
    Part.UNKNOWN: "yellow",
    Part.DOUBT: "yellow",
    Part.TIP: "dim",
    Part.FINE: "green",
    Part.QUESTION: "cyan",
    Part.FOOTER: "dim",
}

_BULLET = 2
"""How wide a bullet and the space behind it are."""


class _Console(Console):
    """A console that leaves it to the program what happens when the reader goes away."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen:
    """The terminal: what the bot says, what the person types."""

    def __init__(self, words: Words, console: Console | None = None) -> None:
        self._words = words
        self._console = console or _Console(highlight=False)

    @property
    def interactive(self) -> bool:
        """Whether a person is there to type."""
        return self._console.is_terminal and self._console.file.isatty() and _stdin_is_terminal()

    def note(self, text: str) -> None:
        """A line about the conversation, not of it."""
        self._console.print(Text(text, style="italic dim"))

    def asked(self, text: str, who: str) -> None:
        """What somebody typed, as if typed here."""
        self._console.print()
        self._console.print(Text.assemble((f"{who} › ", "bold magenta"), text), soft_wrap=True)

    def reply(self, reply: Reply) -> None:
        """What the bot answers."""
        for line in reply.lines:
            self._console.print(Text(self._wrapped(line.text), style=_STYLES.get(line.part, "")), soft_wrap=True)

    def _wrapped(self, text: str) -> str:
        """The line within the terminal's width, its further lines under its own beginning; in a pipe as it is."""
        if not self._console.is_terminal:
            return text
        indent = len(text) - len(text.lstrip())
        return textwrap.fill(
            text,
            self._console.width,
            subsequent_indent=" " * (indent + _BULLET if indent else 0),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def problem(self, text: str) -> None:
        """What is wrong with what was typed."""
        self._console.print(Text(text, style="red"))

    def typed(self) -> Iterator[str]:
        """Lines that the person types, until an empty one or the end of input."""
        prompt = Text(f"{self._words.say('chat.prompt')} › ", style="bold magenta") if self.interactive else ""
        while True:
            try:
                line = self._console.input(prompt)
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return
            if not line.strip():
                self.note(self._words.say("chat.bye"))
                return
            yield line


def _stdin_is_terminal() -> bool:
    return sys.stdin.isatty()
