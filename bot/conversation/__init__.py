"""One message in, one reply out: understand, run the use case, put it into words, remember where it stands.

The terminal and Slack both talk through here, so they can never say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.conversation.appealing import Appeals
from bot.conversation.asking import Asking
from bot.conversation.explaining import Explaining
from bot.conversation.heard import Heard
from bot.conversation.helping import ASIDE, Helping
from bot.conversation.leaving import Leaving
from bot.conversation.listing import Listing
from bot.conversation.memory import PINNED_LIVES, THREAD_LIVES, Memory
from bot.conversation.network import SHARE, Networks, is_about_sharing
from bot.conversation.pasted import targets_of, understood
from bot.conversation.picking import Picking
from bot.conversation.pressed import Pressed
from bot.conversation.profile import OwnProfile
from bot.conversation.reporting import Reporting
from bot.conversation.stating import Stating
from bot.conversation.watching import ASPECTS, Watching
from bot.errors import UserError
from bot.people import People, TargetStatus
from bot.replies.helping import how_to_set
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import plain
from bot.settings.contact import Contact
from bot.store import Who
from bot.understanding import Mind, understand
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.who import MENTION, find_user
from bot.usecases import Whylocked
from bot.words import Words

MOST_CHARACTERS = 40_000
"""The longest message that is read: Slack's own limit of a message."""


class Conversation:
    """Answers messages as the bot would in a direct message."""

    def __init__(
        self, whylocked: Whylocked, answers: LockAnswers, words: Words, mind: Mind, contact: Contact | None = None
    ) -> None:
        self._whylocked = whylocked
        self.answers = answers
        self._words = words
        self._mind = mind
        self._memory = Memory(whylocked)
        self.lists = Listing(whylocked, answers, words)
        self._asking = Asking(whylocked, answers, words, self.lists)
        self._stating = Stating(whylocked, words, answers, self._asking.asked)
        self._reporting = Reporting(whylocked, words, self._stating, mind.cues.days)
        watching = Watching(whylocked, answers, words, self._asking.asked)
        self._sides = {"csv": self.lists.as_csv, **dict.fromkeys(ASPECTS, watching.heard)}
        self._leaving = Leaving(whylocked, words)
        self._helping = Helping(words, contact or Contact(), whylocked.keeping)
        self._explaining = Explaining(whylocked, answers, words)
        read = partial(understand, mind=mind)
        self._networks = Networks(whylocked, answers, words, read)
        self.profile = OwnProfile(whylocked, words, mind.cues, self._memory, self._stating, self._answered, read)
        self.pressed = Pressed(whylocked, self._memory, self._asking, self._networks)
        self._appeals = Appeals(whylocked, answers, words)
        self.picking = Picking(whylocked, self._asking, self.lists, self.understood)

    def hear(  # noqa: PLR0913 - what a message comes with
        self,
        who: Who,
        text: str,
        now: datetime,
        *,
        thread: str,
        keep: Sequence[str] | None = None,
        pin: str | None = None,
        bot_id: str | None = None,
        called: Mapping[str, str] | None = None,
    ) -> Heard:
        """Answer one message, and remember the turn under its thread.

        Args:
            thread: the conversation that the message goes on with.
            keep: the conversations that go on from here; None is that one alone.
            pin: under what name what can be pressed beneath the answer goes on from it, for long.
            bot_id: the bot's own Slack user id.
            called: what Slack calls the people whom the message mentions, by user id.

        Raises:
            UserError: the message is too long, or states something that does not fit.
        """

        def answer(people: People, previous: Turn | None) -> Heard:
            if len(text) > MOST_CHARACTERS:
                raise UserError("too_long", limit=MOST_CHARACTERS)
            read = partial(understand, people=people, bot_id=bot_id, previous=previous, mind=self._mind)
            request, left = understood(text, people, read)
            return self.lists.shortened(self._answered(who, request, previous, now), left)

        return self._memory.goes_on(who, answer, now, thread=thread, keep=keep, pin=pin, called=called)

    def hear_names(self, who: Who, names: Iterable[str], now: datetime, *, thread: str) -> Heard:
        """Answer about the persons whom lines name, whatever the lines look like; remembered like a message.

        Raises:
            UserError: no line names anybody.
        """
        targets, left = targets_of(names, self._whylocked.people(who))
        if not targets:
            raise UserError("names_none")
        return self.picking.heard(who, targets, now, keep=(thread,), left=left)

    def carry_on(  # noqa: PLR0913 - from where to where
        self,
        who: Who,
        now: datetime,
        *,
        thread: str,
        keep: Sequence[str],
        pin: str | None = None,
        whatever: bool = False,
    ) -> bool:
        """Have further conversations, and what is pinned, go on from a thread's answer about somebody.

        Args:
            whatever: whether an answer about anything else is gone on from, too.

        Returns:
            Whether there is such an answer.
        """
        turn = self._whylocked.last_turn(who, thread, now)
        if turn is None or not (whatever or turn.get("intent") in {Intent.ASK_LOCK, Intent.HOW_TO_FIX}):
            return False
        pinned = {pin: PINNED_LIVES} if pin else {}
        self._whylocked.keep_turn(who, {**dict.fromkeys(keep, THREAD_LIVES), **pinned}, turn, now)
        return True

    def strangers(self, who: Who, text: str, *, bot_id: str | None = None) -> list[str]:
        """The Slack user ids of those whom a message mentions and nobody here knows."""
        mentioned = dict.fromkeys(MENTION.findall(text[:MOST_CHARACTERS]))
        if not mentioned:
            return []
        people = self._whylocked.people(who)
        return [user for user in mentioned if find_user(user, people, bot_id).status is TargetStatus.STRANGER]

    def understood(
        self, text: str, people: People, *, bot_id: str | None = None, previous_text: str | None = None
    ) -> Request:
        """What a message asks for, without answering it; `previous_text` is what the same person said before."""
        previous = None
        if previous_text:
            before = understand(previous_text, people, bot_id=bot_id, previous=None, mind=self._mind)
            previous = Turn(before.intent, before.targets)
        return understand(text, people, bot_id=bot_id, previous=previous, mind=self._mind)

    def _answered(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        told = self._told_at_once(request, previous)
        if told is not None:
            return Heard(request, plain(told))
        match request.intent:
            case Intent.ASK_LOCK if request.aspect in self._sides:
                return self._sides[request.aspect](who, request, previous, now)
            case Intent.HOW_TO_FIX if request.topic and not request.targets:
                return self._explaining.advice(who, request, now)
            case Intent.ASK_LOCK | Intent.HOW_TO_FIX if not self._appeals.is_lock_again(who, request):
                return self._asking.heard(who, request, now)
            case Intent.UPDATE_PROFILE:
                return self._updated(who, request, previous, now)
            case _:
                return self._told_of(who, request, previous, now)

    def _updated(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """What the member states, reports or takes back."""
        if is_about_sharing(request):
            return self._shared(who, request, previous, now)
        if request.notice:
            return self._reporting.told(who, request, now)
        match request.aspect:
            case "undo":
                return self._stating.undone(who, request, previous, now)
            case "lifted":
                return self._reporting.over(who, request, previous, now)
            case _ if request.fields:
                return self._stating.stated(who, request, previous, now)
            case _:
                return Heard(request, how_to_set(self._words))

    def _told_of(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """What is asked of networks, of rules, of what is stored, and what becomes of it."""
        match request.intent:
            case Intent.WHO_CAN_INTRODUCE | Intent.SHOW_NETWORK:
                return self._networks.heard(who, request, previous, now)
            case Intent.FORGET_ME:
                return self._leaving.forget(who, request, now)
            case Intent.SHOW_PROFILE if request.aspect == "sharing":
                return self._networks.sharing(who, request)
            case Intent.SHOW_PROFILE if request.aspect == "export":
                return self._leaving.export(who, request, previous, now)
            case Intent.SHOW_PROFILE:
                return self._explaining.profile(who, request, now)
            case Intent.EXPLAIN_RULES:
                return self._explaining.rules(who, request, now)
            case Intent.FILE_APPEAL | Intent.APPEAL_STATUS | Intent.ASK_LOCK:
                return self._appeals.heard(who, request, previous, now)
            case Intent.HELP | Intent.IMPORT_DATA | Intent.OUT_OF_SCOPE:
                return self._helping.heard(request)
            case _ as other:
                raise AssertionError(other)  # all others are answered by `_answered`

    def _told_at_once(self, request: Request, previous: Turn | None) -> str | None:
        """What needs no look at anybody's data."""
        asked = None if previous is None or previous.asked is None else self._words.questions[previous.asked].answer
        if request.intent is Intent.OUT_OF_SCOPE and request.aspect in ASIDE:
            open_still = request.aspect == "noted" and asked is not None
            return self._words.say("help.noted_asked" if open_still else f"help.{request.aspect}", answer=asked)
        flagged = {
            "declined": request.declined,
            "not_a_profile": request.not_a_profile,
            "cancelled": request.cancels,
        }
        for name, is_so in flagged.items():
            if is_so:
                return self._words.say(f"help.{name}")
        if request.intent is Intent.OUT_OF_SCOPE and asked is not None:
            return self._words.say("help.not_an_answer", answer=asked)
        return None

    def _shared(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Save the other facts of the message; what colleagues may learn is changed only once that is confirmed."""
        if request.confirms is not None:
            return self._networks.share(who, request, now)
        asked = self._networks.ask_to_share(who, request, None)  # what does not fit is refused before anything is saved
        others = tuple(pair for pair in request.fields if pair[0] != SHARE)
        if not others:
            return asked
        stated = self._stating.stated(who, replace(request, fields=others), previous, now)
        return self._networks.ask_to_share(who, request, stated)
