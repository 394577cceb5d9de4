"""The Home tab: what stands in the way, how far each lock is from opening, what was asked last, one's own data.

Everything that can be pressed is answered in the direct messages, and can be said there as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.policy import Policy
from bot.replies import numbers
from bot.replies.actions import fix_button, not_known, question
from bot.replies.blocks import header, rich_text
from bot.replies.chart import as_text, chart
from bot.replies.footer import facts_words
from bot.replies.helping import help_button, privacy_button, support_lines
from bot.replies.home_followed import button, followed, row
from bot.replies.home_workspace import of_workspace
from bot.replies.limits import Surface, fitted, plain_text
from bot.replies.lines import ABOUT_ASKER, Lines, Said
from bot.replies.mentions import at
from bot.replies.message import Block
from bot.replies.model import Action, Button, Form, Line, Part, Window
from bot.replies.number_names import NumberNames
from bot.replies.say import say_short
from bot.replies.sharing import LEVELS, now_words, will_words
from bot.replies.todo import Todo, by_lock, todos
from bot.settings.contact import Contact
from bot.usecases.answer import Answer
from bot.usecases.numbers import Shown
from bot.usecases.overview import OfWorkspace, Overview
from bot.verdict import Finding, State, Verdict
from bot.words import Words

PROFILE = "profile"
"""The window in which one's profile is edited."""
APPEAL = "appeal"
"""The window in which an appeal is filed."""


@dataclass(frozen=True, slots=True)
class Home:
    """A Home tab as Slack takes it.

    Attributes:
        view: the whole.
        simpler: the same with text in the place of what Slack may refuse to draw.
    """

    view: Block
    simpler: Block


def trouble(said: str, words: Words) -> Home:
    """A Home that only says what is wrong."""
    view = _view([rich_text([Line(Part.NOTE, said)])], words)
    return Home(view, view)


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out Home tabs.

    Attributes:
        windows: the windows that there are to open, by name.
        contact: whom people turn to.
    """

    lines: Lines
    words: Words
    policy: Policy
    windows: Collection[str] = ()
    contact: Contact = field(default_factory=Contact)

    def home(
        self, overview: Overview, card: str, workspace: OfWorkspace | None = None, own: Shown | None = None
    ) -> Home:
        """A member's Home.

        Args:
            card: by what name whatever is pressed is known to stand here.
            workspace: what administrators see besides; None for everybody else.
            own: the workspace's numbers, for administrators, too.
        """
        above = list(self._new(overview, card) if overview.answer.first_use else self._standing(overview, card))
        below = [*followed(overview, card, self.words), *self._data(overview, card), *self._help(overview, card)]
        if workspace is not None:
            names = NumberNames(self.words, self.policy)
            ours = [] if own is None else list(numbers.own(own, names, self.words))
            below += of_workspace(workspace, ours, overview.answer.facts.now, self.words)
        if not overview.sent:
            view = _view([*above, *below], self.words)
            return Home(view, view)
        drawn = chart(overview.sent, self.words, self.policy)
        told = _small(as_text(overview.sent, self.words, self.policy))
        return Home(_view([*above, drawn, *below], self.words), _view([*above, told, *below], self.words))

    def _new(self, overview: Overview, card: str) -> Iterator[Block]:
        """Before the first facts: what this is, three short questions, how to import."""
        words = self.words
        yield header(words.say("home.new"))
        yield rich_text([Line(Part.NOTE, words.say("home.what")), Line(Part.NOTE, words.say("home.what_not"))])
        asked = [line.beside_buttons or line.text for line in self.lines.asked(overview.answer)]
        yield rich_text([Line(Part.NOTE, text) for text in (*asked, words.say("first_use.import"))])
        questions = question(overview.answer.ask, "", words, self.policy)
        yield row([*questions, *self._profile(), self._import(words.say("home.import"))], card)

    def _standing(self, overview: Overview, card: str) -> Iterator[Block]:
        """The verdict on every message, each lock with how far it is from opening, and what can be done."""
        answer, words = overview.answer, self.words
        yield header(words.say("home.stand"))
        yield rich_text([Line(Part.VERDICT, self.lines.verdict(answer)), *self._locks(answer)])
        if any(finding.reason.endswith(".none_recorded") for finding in answer.findings):
            yield _small(words.say("answer.notice"))
        fix = [fix_button(words)] if answer.verdict is Verdict.LOCKED else []
        missing = not_known(answer)
        rest = [Form(words.say("buttons.rest"), missing)] if missing else []
        yield row([*fix, *rest, *self._profile(), self._import(self._again_words(answer))], card)
        yield from self._may_appeal(overview, card)
        facts = facts_words(answer, words, self.policy)
        yield _small(words.say("home.facts", policy=answer.policy, facts=facts))

    def _may_appeal(self, overview: Overview, card: str) -> Iterator[Block]:
        """Where LinkedIn's notice stands in the way and no appeal is open: how to file one."""
        words = self.words
        locked = {finding.check for finding in overview.answer.findings if finding.state is State.LOCKED}
        if locked & {"ban", "restriction"} and not overview.appeals:
            yield rich_text([Line(Part.NOTE, words.say("home.may_appeal"))])
            label = words.say("home.file_appeal")
            file = Window(label, APPEAL) if APPEAL in self.windows else Button(label, "file an appeal", answers=False)
            yield row([file], card)

    def _locks(self, answer: Answer) -> Iterator[Line]:
        """The locks that need nobody to be named, each with its sign and, where it is closed, the next step."""
        steps = by_lock(
            todos(answer, self.words), [finding.check for finding in answer.findings if finding.state is State.LOCKED]
        )
        for one in self.lines.said(answer):
            if one.finding.check in ABOUT_ASKER:
                yield from self._lock(one, answer, steps.get(one.finding.check, []))

    def _lock(self, one: Said, answer: Answer, steps: Sequence[Todo]) -> Iterator[Line]:
        words, finding = self.words, one.finding
        if finding.state is State.LOCKED:
            yield Line(Part.LOCKED, words.say("answer.say_locked", say=one.say))
            if steps:
                effort = words.say(f"answer.effort_{steps[0].effort}")
                yield Line(Part.REMEDY, words.say("answer.remedy", step=steps[0].say, effort=effort))
        elif finding.state is State.UNKNOWN:
            yield Line(Part.UNKNOWN, words.say("answer.say_unknown", say=one.say))
        elif finding.reason == "message_volume.near":
            yield Line(Part.WARNING, words.say("answer.careful", say=one.say))
        else:
            yield Line(Part.FINE, words.say("home.clear", say=self._fine(finding, one, answer)))

    def _fine(self, finding: Finding, one: Said, answer: Answer) -> str:
        """What is fine in few words; of a profile they would say too little."""
        short = None if finding.check == "profile" else say_short(finding, answer.facts, "", self.words, self.policy)
        return one.say if short is None else short[:1].upper() + short[1:]

    def _data(self, overview: Overview, card: str) -> Iterator[Block]:
        """How colleagues may use the network, and everything handed over or forgotten."""
        words, sharing = self.words, overview.sharing
        yield header(words.say("home.data"))
        yield rich_text([Line(Part.NOTE, now_words(sharing, words)), Line(Part.NOTE, words.say("home.data_kept"))])
        elements = []
        for level in LEVELS:
            if level == sharing.level:
                continue
            press = button(f"share:{level}", words.say(f"sharing.choose_{level}"), f"{card} {level}")
            opens_more = LEVELS.index(level) < LEVELS.index(sharing.level)
            confirm = _confirm(will_words(sharing, level, words), words) if opens_more else {}
            elements.append({**press, **confirm})
        leave = [
            Button(words.say("buttons.export"), "export my data", answers=False),
            Button(words.say("home.forget"), "forget me", answers=False),
        ]
        elements += row(leave, card)["elements"]
        yield {"type": "actions", "elements": elements}

    def _help(self, overview: Overview, card: str) -> Iterator[Block]:
        """What can be asked, where answers come, and who can help with what the bot cannot."""
        words, administrators = self.words, overview.administrators
        yield header(words.say("home.help"))
        whom = words.say("home.ask_whom")
        if administrators:
            whom = words.say("home.ask_administrators", users=words.listed([at(user) for user in administrators]))
        lines = [words.say("home.ask"), words.say("home.where"), whom]
        told = [Line(Part.NOTE, text, mentions=administrators) for text in lines]
        yield rich_text([*told, *support_lines(self.contact, words)])
        yield row([help_button(words), privacy_button(words)], card)

    def _profile(self) -> list[Action]:
        return [Window(self.words.say("home.profile"), PROFILE)] if PROFILE in self.windows else []

    def _import(self, label: str) -> Button:
        return Button(label, "import", answers=False)

    def _again_words(self, answer: Answer) -> str:
        return self.words.say("home.import_again" if answer.from_archive else "home.import")


def _small(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text)]}


def _confirm(text: str, words: Words) -> Block:
    """Slack's question before a button does anything."""
    return {
        "confirm": {
            "title": plain_text(words.say("home.confirm")),
            "text": plain_text(text),
            "confirm": plain_text(words.say("home.confirm_yes")),
            "deny": plain_text(words.say("sharing.leave")),
        }
    }


def _view(blocks: Sequence[Block], words: Words) -> Block:
    return {"type": "home", "blocks": list(fitted(blocks, Surface.HOME, words))}
