"""To be told when it unlocks: what is watched, what no longer, and what all is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard
from bot.people import People, Person, Target, TargetStatus, person_key, person_of
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Reply
from bot.replies.watches import WatchReplies
from bot.store import Who
from bot.store.watches import Watch
from bot.text import shown
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.usecases.watching import Asked, Outcome
from bot.words import Words

ASPECTS = ("watch", "watch_own", "unwatch", "unwatch_all", "watches")
"""The aspects of a lock question that are about being told of an answer rather than about an answer."""

_EVERYBODY = Target(TargetStatus.NONE)


@dataclass(frozen=True, slots=True)
class Watching:
    """Begins, lists and stops watches.

    Attributes:
        ask: answers a lock question.
    """

    whylocked: Whylocked
    answers: LockAnswers
    words: Words
    ask: Callable[[Who, Request, datetime], Heard]

    def heard(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """The answer to whichever of them a message asks for."""
        match request.aspect:
            case "watch" | "watch_own":
                return self._begun(who, request, now)
            case "watches":
                return self._listed(who, request, now)
            case _:
                return self._stopped(who, request, previous, now)

    @property
    def _replies(self) -> WatchReplies:
        return WatchReplies(self.answers.lines, self.words)

    def _begun(self, who: Who, request: Request, now: datetime) -> Heard:
        """Watch those who are named or were spoken of, else everybody: what is locked on the member's own side."""
        targets = (request.aspect == "watch" and request.targets) or (_EVERYBODY,)
        asked = self.whylocked.watching.begin(who, targets, now)
        if len(asked) == 1 and asked[0].outcome is Outcome.NOT_LOCKED:
            return self._not_locked(who, request, asked[0], now)
        return Heard(request, self._told(who, asked, now), about=targets, beside="watched")

    def _not_locked(self, who: Who, request: Request, asked: Asked, now: datetime) -> Heard:
        """There is nothing to wait for: the answer itself, with a line above that says so."""
        heard = self.ask(who, Request(Intent.ASK_LOCK, request.followup, (asked.answer.target,)), now)
        above = self._replies.not_locked(heard.answers[0])
        brief = self.answers.brief(heard.answers[0], len(above))
        return replace(heard, request=request, reply=replace(brief, lines=(*above, *brief.lines)))

    def _told(self, who: Who, asked: Sequence[Asked], now: datetime) -> Reply:
        if any(each.outcome is Outcome.BANNED for each in asked):  # the same ban for all of them
            return self._replies.banned()
        if any(each.outcome is Outcome.GUEST for each in asked):
            return self._replies.guest()
        if any(each.outcome is Outcome.FULL for each in asked):
            rest = self._replies.listed(self.whylocked.watching.listed(who, now))
            full = self._replies.full(asked, self.whylocked.watching.most)
            return replace(rest, lines=(*full, *rest.lines))
        return self._replies.begun(asked[0]) if len(asked) == 1 else self._replies.several(asked)

    def _listed(self, who: Who, request: Request, now: datetime) -> Heard:
        return Heard(request, self._replies.listed(self.whylocked.watching.listed(who, now)))

    def _stopped(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Stop those who are meant; where it is not clear who that is, nothing is stopped and all are listed."""
        watches = self.whylocked.watching.of(who)
        meant = _meant(request, previous, watches)
        stopped = self.whylocked.watching.stop(who, meant)
        typed = " ".join(shown(target.typed) for target in request.targets[:1])
        above = self._replies.stopped(stopped, typed, number=request.value is not None, any_left=bool(watches))
        rest = self.whylocked.watching.listed(who, now)
        beside = "unwatched" if stopped else None
        if not rest:
            return Heard(request, Reply(above or self._replies.listed(rest).lines), beside=beside)
        listed = self._replies.listed(rest)
        return Heard(request, replace(listed, lines=(*above, *listed.lines)), beside=beside)


def _meant(request: Request, previous: Turn | None, watches: Sequence[Watch]) -> list[Watch]:
    """Which watches are to be stopped; none where that is not clear."""
    if request.aspect == "unwatch_all":
        return list(watches)
    if request.value is not None:
        return [watch for watch in watches if watch.number == request.value]
    if request.targets:
        return [watch for watch in watches if any(_is_about(watch, target, watches) for target in request.targets)]
    spoken_of = previous.targets if previous is not None else ()
    found = [watch for watch in watches if any(_is_about(watch, target, watches) for target in spoken_of)]
    return found or (list(watches) if len(watches) == 1 else [])


def _is_about(watch: Watch, target: Target, watches: Sequence[Watch]) -> bool:
    """Whether a watch is about a target; of several of one name the one who is watched is meant."""
    if target.status is TargetStatus.NONE:
        return watch.is_about(None)
    persons = target.candidates or tuple(person for person in (person_of(target),) if person is not None)
    if any(one.is_about(person) for one in watches for person in persons):
        return any(watch.is_about(person) for person in persons)
    known = [Person(one.name, person_key(one.name), one.url) for one in watches if one.name is not None]
    named = find(target.typed, People(known, Person("", ""), {})).person if target.typed else None
    return named is not None and watch.is_about(named)
