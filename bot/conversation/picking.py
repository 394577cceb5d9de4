"""Answers about persons who are known without a message: picked from a list, typed into a form, a line of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.asking import Asking
from bot.conversation.heard import Heard, turn_after
from bot.conversation.listing import Listing
from bot.conversation.memory import PINNED_LIVES, THREAD_LIVES
from bot.conversation.pasted import once
from bot.errors import UserError
from bot.people import People, Person, Target, TargetStatus
from bot.store import Who
from bot.understanding import turns
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.searching import picked, search, value_of
from bot.understanding.who import find, find_user
from bot.usecases import Whylocked

MOST_OPTIONS = 100
"""How many persons a list in Slack may hold."""


@dataclass(frozen=True, slots=True)
class Picking:
    """Finds persons for a form, and answers about persons who are named.

    Attributes:
        read: understands a message that names somebody on the way.
    """

    whylocked: Whylocked
    asking: Asking
    lists: Listing
    read: Callable[[str, People], Request]

    def options(self, who: Who, typed: str) -> list[tuple[str, Person]]:
        """Whom the member may mean by the letters typed so far, the likeliest first, each with the value of its option.

        Only whom the member may find in a question, too (spec, section 4).
        """
        found = search(typed, self.whylocked.people(who), MOST_OPTIONS)
        return [(value, person) for person in found if (value := value_of(person)) is not None]

    def chosen(self, who: Who, value: str, typed: str) -> tuple[Target, ...]:
        """Whom a form names that was filled in: who was picked, and who was typed besides.

        Args:
            value: the value of the option that was picked; "" when none was.
            typed: a name or a profile address; "" when nothing was typed.

        Raises:
            UserError: nobody is named, or it is not clear who.
        """
        people = self.whylocked.people(who)
        with people.looking():
            targets = (*_picked(value, people), *self._typed(typed, people))
        if not targets:
            raise UserError("pick_nobody")
        return tuple(once(targets))

    def member(self, who: Who, user: str, bot_id: str | None, name: str | None = None) -> Target:
        """Somebody of Slack as a person; a stranger where neither the id nor the name that Slack shows is known."""
        called = None if name is None else {user: name}
        return find_user(user, self.whylocked.people(who, called), bot_id)

    def heard(  # noqa: PLR0913 - what an answer comes with
        self,
        who: Who,
        targets: Sequence[Target],
        now: datetime,
        *,
        keep: Sequence[str],
        pin: str | None = None,
        left: int = 0,
    ) -> Heard:
        """Answer about persons who are known already, and remember the turn.

        Args:
            keep: the conversations that go on from here.
            pin: under what name what can be pressed beneath the answer goes on from it.
            left: how many more of a list were left out.
        """
        asked = self.asking.asked(who, Request(Intent.ASK_LOCK, targets=tuple(targets)), now)
        heard = self.lists.shortened(asked, left)
        turn = turn_after(heard, None) or Turn(Intent.ASK_LOCK)
        threads = {**dict.fromkeys(keep, THREAD_LIVES), **({pin: PINNED_LIVES} if pin else {})}
        self.whylocked.keep_turn(who, threads, turns.kept(turn), now)
        return heard

    def _typed(self, typed: str, people: People) -> Iterator[Target]:
        """Whom typed words name. What stands there is a name before it is anything else, even “undo”."""
        if not typed:
            return
        if not any(char.isalnum() for char in typed):
            raise UserError("pick_no_name", typed=typed)
        target = find(typed, people)
        match target.status:
            case TargetStatus.SELF:
                raise UserError("pick_self")
            case TargetStatus.AMBIGUOUS:
                raise UserError("pick_ambiguous", typed=typed)
            case TargetStatus.UNKNOWN if target.url is None:
                request = self.read(typed, people)  # a whole question, as one types it elsewhere
                asks = request.intent in {Intent.ASK_LOCK, Intent.HOW_TO_FIX}
                yield from (request.targets if asks else ()) or (target,)
            case _:
                yield target


def _picked(value: str, people: People) -> Iterator[Target]:
    if value:
        person = picked(value, people)
        if person is None:
            raise UserError("pick_gone")
        yield Target(TargetStatus.FOUND, person.name, url=person.url, person=person)
