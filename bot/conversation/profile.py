"""A member's own profile: what is typed behind /whylocked-profile, and what its form comes back with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard
from bot.conversation.memory import Memory
from bot.conversation.network import SHARE
from bot.conversation.stating import Stating
from bot.errors import UserError
from bot.facts import Basis, Fact
from bot.people import People
from bot.profile_fields import FILLED, Value, is_yes_or_no, parse_field
from bot.replies import profile_command, sharing
from bot.replies.model import Line, Reply
from bot.replies.profile_form import UNKNOWN
from bot.store import Who
from bot.text import clean
from bot.understanding import Cues
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.typed import Pairs, meant_field, typed_fields
from bot.usecases import Whylocked
from bot.usecases.profile import DEFAULT_SHARING
from bot.words import Words

MOST_CHARACTERS = 8_000
"""The longest text behind the command that is read: a hundred skills fit."""

_ASIDE = Request(Intent.HELP)
"""What is said in between: the conversation goes on from what it was about before."""


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """Keeps a profile as its member types and fills it in.

    Attributes:
        answered: answers a request, as a message that asks for the same is answered.
        read: understands a message, as `bot.understanding.understand` does.
    """

    whylocked: Whylocked
    words: Words
    cues: Cues
    memory: Memory
    stating: Stating
    answered: Callable[[Who, Request, Turn | None, datetime], Heard]
    read: Callable[..., Request]

    def typed(  # noqa: PLR0913 - what a message comes with
        self, who: Who, text: str, now: datetime, *, thread: str, keep: Sequence[str], pin: str, bot_id: str | None
    ) -> Heard:
        """Answer what is typed behind the command: facts, a line each or several, "show", "undo" or "help".

        Every line is read before anything is saved. The other arguments are those of `Memory.goes_on`.

        Raises:
            UserError: it is too long, or states something that does not fit.
        """

        def answer(people: People, previous: Turn | None) -> Heard:
            if len(text) > MOST_CHARACTERS:
                raise UserError("too_long", limit=MOST_CHARACTERS)
            lines = [line for line in text.splitlines() if clean(line)]
            pairs: list[tuple[str, str]] = []
            for line in lines:
                told = typed_fields(line, self.cues)
                mute = next((field for field, raw in told if not raw), None)
                if mute is not None:
                    return Heard(_ASIDE, profile_command.no_value(mute, self.words))
                wrong = self._wrong(told)
                if told and wrong is None:
                    pairs += told
                    continue
                request = self.read(line, people=people, bot_id=bot_id, previous=previous)
                if len(lines) == 1 and request.intent is Intent.HELP:
                    return Heard(_ASIDE, profile_command.usage(self.words))
                if len(lines) == 1 and _is_of_profile(request):
                    return self.answered(who, request, previous, now)
                stated = request.fields if request.intent is Intent.UPDATE_PROFILE else self._plan(line)
                if not stated:
                    return self._not_read(line, wrong, request)
                pairs += stated
            return self.answered(who, Request(Intent.UPDATE_PROFILE, fields=tuple(pairs)), previous, now)

        return self.memory.goes_on(who, answer, now, thread=thread, keep=keep, pin=pin)

    def filled_in(  # noqa: PLR0913 - what a form comes with
        self,
        who: Who,
        changed: Sequence[tuple[str, str]],
        now: datetime,
        *,
        thread: str,
        keep: Sequence[str],
        pin: str,
    ) -> Heard:
        """Keep what was changed in the form: what it does to colleagues stands in the form, so it asks nothing more.

        Args:
            changed: the fields, each with what is stated of it; "unknown" where it was emptied.

        Raises:
            UserError: a value does not fit.
        """

        def answer(_: People, previous: Turn | None) -> Heard:
            known = self.whylocked.show_profile(who, now)
            emptied = {field: known[field] for field, raw in changed if raw == UNKNOWN}
            kept = _of_archive(emptied)
            beside = profile_command.kept(kept, self.words)
            stays = {field for field, fact in emptied.items() if fact is None} | {field for field, _ in kept}
            pairs = tuple(pair for pair in changed if pair[0] not in stays)
            if not pairs:
                reply = Reply(beside) if beside else profile_command.nothing_changed(self.words)
                return Heard(_ASIDE, reply)
            beside = (*self._shared(who, dict(pairs).get(SHARE)), *beside)
            return self.stating.stated(who, Request(Intent.UPDATE_PROFILE, fields=pairs), previous, now, beside=beside)

        return self.memory.goes_on(who, answer, now, thread=thread, keep=keep, pin=pin)

    def _shared(self, who: Who, raw: str | None) -> tuple[Line, ...]:
        """What colleagues learn from now on, where that is changed."""
        if raw is None:
            return ()
        now = self.whylocked.show_sharing(who)
        level = parse_field(SHARE, raw, self.whylocked.policy) or DEFAULT_SHARING
        return () if level == now.level else (sharing.told(replace(now, level=str(level)), self.words),)

    def _wrong(self, told: Pairs) -> UserError | None:
        """What does not fit of some facts."""
        for field, raw in told:
            try:
                parse_field(field, raw, self.whylocked.policy)
            except UserError as error:
                return error
            if field in FILLED and not is_yes_or_no(raw):  # "summary needs work" is not yet a summary
                return UserError("bad_yes_no", field=field, text=raw[:80])
        return None

    def _plan(self, line: str) -> Pairs:
        """The plan that a line names and nothing else: "Premium"."""
        said = clean(line).strip(".!")
        named = self.whylocked.policy.account_type_named(said)
        return (("account_type", said),) if named and said.casefold() not in self.cues.answers.no else ()

    def _not_read(self, line: str, wrong: UserError | None, request: Request) -> Heard:
        """Why a line says nothing of the profile; nothing of any other line was saved either.

        Raises:
            UserError: it names a field, and what stands behind the name does not fit.
        """
        if wrong is not None:
            raise wrong
        word = clean(line).split(" ", 1)[0].strip(",.;:!")
        meant = meant_field(word, self.cues)
        if meant is None and self._asks(line, word, request):
            return Heard(_ASIDE, profile_command.elsewhere(self.words))
        return Heard(_ASIDE, profile_command.not_understood(word, meant, self.words))

    def _asks(self, line: str, word: str, request: Request) -> bool:
        """Whether a line asks for something else that the bot does."""
        asking = self.cues.answers.question_words | self.cues.answers.auxiliaries
        named = request.intent not in {Intent.ASK_LOCK, Intent.OUT_OF_SCOPE, Intent.UPDATE_PROFILE, Intent.HELP}
        return named or line.rstrip().endswith("?") or word.casefold() in asking


def _is_of_profile(request: Request) -> bool:
    """Whether a message that states no facts is for this command: to show the profile, to undo, yes to a question."""
    if request.confirms or request.cancels or request.declined:
        return True
    if request.intent is Intent.SHOW_PROFILE:
        return request.aspect != "export"
    told = request.fields or request.aspect or request.notice
    return request.intent is Intent.UPDATE_PROFILE and bool(told)


def _of_archive(emptied: dict[str, Fact[Value] | None]) -> list[tuple[str, Fact[Value]]]:
    """Of fields that were emptied, those that an archive knows: no statement is there that could be taken back."""
    return [(field, fact) for field, fact in emptied.items() if fact is not None and fact.basis is Basis.ARCHIVE]
