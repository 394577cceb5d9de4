"""A reply: parts in reading order, each with its kind, so that every place can render them in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a part of a reply is for."""

    VERDICT = "verdict"
    NOTE = "note"
    RELATION = "relation"
    LOCKED = "locked"
    REMEDY = "remedy"
    TIP = "tip"
    WARNING = "warning"
    DOUBT = "doubt"
    UNKNOWN = "unknown"
    PLAN = "plan"
    WAYS = "ways"
    FINE = "fine"
    QUESTION = "question"
    CHOICE = "choice"
    ROW = "row"
    TEXT = "text"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply, safe as plain text: names in it are cleaned, never interpreted.

    A `Part.TEXT` may have line breaks: it is somebody's text, word for word, to be copied.

    Attributes:
        beside_buttons: the same where what it asks for can be pressed; None where that makes no difference.
        mentions: the Slack ids of members and channels that it names, as "@U1" and "#C1"; Slack shows their names.
        links: the addresses in it that can be gone to: https and mail, and none that a member typed.
    """

    part: Part
    text: str
    beside_buttons: str | None = None
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press where there are buttons.

    Attributes:
        label: what stands on it.
        says: what pressing it says in the conversation, as if it were typed; so whatever a button does can be typed.
        answers: whether it answers the reply's question, so that the reply's place is taken by what comes of it.
    """

    label: str
    says: str
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to pick one from.

    Attributes:
        label: what stands on it before anything is picked.
    """

    label: str
    options: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Something to press that asks for values of profile fields; filled in, it says "field=value" for each.

    Attributes:
        label: what stands on it, and above the form.
        fields: the fields asked for, in order; `shared` is the number of connections shared with the person.
        name: whom the form is about, for the question that names the person.
    """

    label: str
    fields: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Something to press that opens a form of its own kind; what it does can be typed, too, as the text beside it says.

    Attributes:
        label: what stands on it.
        opens: the window's name, in `WINDOWS` of bot/listeners/windows.py.
        about: what it is about: an appeal's number, say.
    """

    label: str
    opens: str
    about: str = ""


Action = Button | Menu | Form | Window


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a reply: for its reader alone, wherever that is.

    Attributes:
        name: its file name.
        content: what it holds, as UTF-8 text.
    """

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply.

    Attributes:
        asks: the id of the question it ends with, if any.
        asks_of: the place among the persons asked about of the one that the question is about.
        actions: what can be pressed beneath it; the text alone says it all, too.
        files: what is handed over with it.
    """

    lines: tuple[Line, ...]
    asks: str | None = None
    asks_of: int = 0
    actions: tuple[Action, ...] = ()
    files: tuple[Attachment, ...] = ()

    @property
    def text(self) -> str:
        """The reply as plain text; what is to be copied stands apart."""
        return "\n".join(f"\n{line.text}\n" if line.part is Part.TEXT else line.text for line in self.lines)


def plain(text: str, part: Part = Part.NOTE) -> Reply:
    """A reply of one part."""
    return Reply(tuple(Line(part, line) for line in text.strip("\n").split("\n")))
