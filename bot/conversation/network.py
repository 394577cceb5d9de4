"""What members ask of networks: who can introduce them, whom they know, and what colleagues may learn of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.heard import Heard
from bot.people import People, Person, Target, TargetStatus
from bot.profile_fields import parse_field
from bot.replies import introductions, network, sharing
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Line, Part, Reply, plain
from bot.store import Who
from bot.store.introducers import Introducer
from bot.text import shown
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.usecases.introducing import Introductions
from bot.usecases.profile import DEFAULT_SHARING
from bot.words import Words

SHARE = "share_network"
"""The profile field that is asked about before it is saved; confirmed as `share_network=…`."""
ELSE = "else"
"""The aspect of a request that asks for more people than were named."""
REQUEST = "request"
"""The aspect of a request that asks for a note to one who can introduce."""

_OPEN = {TargetStatus.AMBIGUOUS, TargetStatus.SELF, TargetStatus.BOT, TargetStatus.STRANGER}
"""Of whom nothing about networks can be told: it is asked who is meant, or said who that is."""


def is_about_sharing(request: Request) -> bool:
    """Whether a message states what colleagues may learn of the member's network, or confirms it."""
    return SHARE in dict(request.fields) or (request.confirms or "").startswith(f"{SHARE}=")


@dataclass(frozen=True, slots=True)
class Networks:
    """Answers about networks.

    Attributes:
        read: understands a message, as `bot.understanding.understand` does.
    """

    whylocked: Whylocked
    answers: LockAnswers
    words: Words
    read: Callable[..., Request]

    def heard(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """The answer to either question about networks."""
        if request.intent is Intent.SHOW_NETWORK:
            return self.show(who, request, previous, now)
        return self.introduce(who, request, previous, now)

    def introduce(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Who can introduce the member to somebody, or a note that asks for it."""
        if request.aspect == REQUEST:
            return self._note(who, request, previous, now)
        targets = self._about(request, previous)
        if not targets:
            return Heard(request, plain(self.words.say("introduce.whom")))
        people = self.whylocked.people(who)
        if len(targets) == 1:
            told = self._introductions(who, targets[0], people, now)
            if request.aspect == ELSE and request.followup and any(line.part is Part.CHOICE for line in told.lines):
                all_told = Line(Part.NOTE, self.words.say("introduce.all_told"))
                told = replace(told, lines=(all_told, *told.lines))
            return Heard(request, told, about=targets)
        most = introductions.SHOWN_OF_SEVERAL
        parts = [self._introductions(who, target, people, now, most=most, alone=False) for target in targets]
        return Heard(request, replace(self.answers.joined(parts), actions=()), about=targets)

    def show(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """The member's own network: all of it at a glance, one side of it, a company, or somebody in it."""
        if request.aspect == "sharing":
            return self.sharing(who, request)
        if request.value is not None and request.aspect == "messageable":
            can = self.whylocked.who_can_be_messaged(who, request.value, now)
            return Heard(request, network.messageable(can, self.answers.lines, self.words))
        if request.value is not None:
            return Heard(request, network.at_company(self.whylocked.show_company(who, request.value), self.words))
        if request.aspect == "messageable":
            return Heard(request, plain(self.words.say("network.no_company")))
        if request.targets or (request.followup and request.aspect is None):
            targets = self._about(request, previous)
            parts = [self._in_network(who, target, now) for target in targets]
            if parts:
                return Heard(request, self.answers.joined(parts))
        known = self.whylocked.show_network(who, now)
        sides = {"count": network.counted, "companies": network.companies, "newest": network.newest}
        return Heard(request, sides.get(request.aspect or "", network.overview)(known, self.words))

    def sharing(self, who: Who, request: Request) -> Heard:
        """What colleagues may learn of the member's network now, and how to change it."""
        return Heard(request, sharing.shown(self.whylocked.show_sharing(who), self.words))

    def ask_to_share(self, who: Who, request: Request, saved: Heard | None) -> Heard:
        """Say what a change of `share_network` does, and ask before it is made.

        Args:
            saved: what came of the other fields of the same message.

        Raises:
            UserError: that is no way in which a network could be shared.
        """
        wanted = self._wanted(request)
        holds = self.whylocked.show_sharing(who)
        same = wanted == holds.level
        reply = sharing.already(holds, self.words) if same else sharing.change_asked(holds, wanted, self.words)
        if saved is not None:  # its own question would take the answer that is meant for this one
            told = [line for line in saved.reply.lines if line.part is not Part.QUESTION]
            told.sort(key=lambda line: line.part is Part.FOOTER)
            footer = [line for line in told if line.part is Part.FOOTER]
            reply = replace(reply, lines=(*told[: len(told) - len(footer)], *reply.lines, *footer))
        return Heard(request, reply, pending=None if same else f"{SHARE}={wanted}")

    def share(self, who: Who, request: Request, now: datetime) -> Heard:
        """Make the change that the member has confirmed."""
        before = self.whylocked.show_sharing(who).level
        wanted = (request.confirms or "").partition("=")[2]
        self.whylocked.state(who, [(SHARE, wanted)], now)
        return Heard(request, sharing.changed(before, self.whylocked.show_sharing(who), self.words))

    def _wanted(self, request: Request) -> str:
        value = parse_field(SHARE, dict(request.fields)[SHARE], self.whylocked.policy)
        return DEFAULT_SHARING if value is None else str(value)

    @staticmethod
    def _about(request: Request, previous: Turn | None) -> tuple[Target, ...]:
        targets = request.targets or (previous.targets if request.followup and previous is not None else ())
        return tuple(target for target in targets if target.status is not TargetStatus.NONE)

    def _introductions(  # noqa: PLR0913 - whom it is about, and how much is said
        self,
        who: Who,
        target: Target,
        people: People,
        now: datetime,
        *,
        most: int = introductions.SHOWN,
        alone: bool = True,
    ) -> Reply:
        if target.status in _OPEN:
            return self._who_is_meant(who, target, now)
        known = self.whylocked.who_can_introduce(who, target, now)
        says = self._says(known, people)
        return introductions.introductions(known, says, self.words, most=most, alone=alone)

    def _says(self, known: Introductions, people: People) -> dict[Introducer, str]:
        """What asks each for an introduction: the name, or the profile address where the name does not mean them.

        Others may bear it, too; and people call themselves what they like: somebody called "I have 3 skills" must not
        state anything for whoever presses the button. So what it says is read as it would be when it comes back.
        """
        says = {}
        for each in known.introducers[: introductions.SHOWN]:
            for called in (shown(each.person.name), each.person.url):
                said = introductions.ask_for_it(called) if called else ""
                if said and self._means(said, each, known, people):
                    says[each] = said
                    break
        return says

    def _means(self, said: str, introducer: Introducer, known: Introductions, people: People) -> bool:
        """Whether a message asks for a note to this one, and for nothing else."""
        previous = Turn(Intent.WHO_CAN_INTRODUCE, (known.target,))
        request = self.read(said, people, previous=previous)
        asks = (request.intent, request.aspect) == (Intent.WHO_CAN_INTRODUCE, REQUEST)
        return asks and len(request.targets) == 1 and _is(introducer, request.targets[0])

    def _note(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """A note to whoever was named, about whom the conversation is about."""
        stays = () if previous is None else previous.targets
        introducer = request.targets[0] if request.targets else None
        met = next((one for one in stays if one.status in {TargetStatus.FOUND, TargetStatus.UNKNOWN}
                    and (introducer is None or not _same(one, introducer))), None)  # fmt: skip
        if introducer is None and met is not None:
            introducer = self._best(who, met, now)
        if introducer is not None and introducer.status is TargetStatus.AMBIGUOUS:
            return Heard(request, introductions.which_introducer(introducer, self.words), about=stays)
        if introducer is not None and introducer.status in _OPEN:
            return Heard(request, self._who_is_meant(who, introducer, now), about=stays)
        if met is None or introducer is None:
            named = "" if introducer is None else introductions.called(introducer, self.words)
            return Heard(request, plain(self.words.say("introduce.request_whom", who=named)))
        known = self.whylocked.who_can_introduce(who, met, now)
        tied = any(_is(each, introducer) for each in known.introducers)
        me = self.whylocked.people(who).asker
        return Heard(request, introductions.note(introducer, met, me, self.words, known=tied), about=stays)

    def _best(self, who: Who, target: Target, now: datetime) -> Target | None:
        """The first of those who can introduce the member to somebody."""
        best = next(iter(self.whylocked.who_can_introduce(who, target, now).introducers), None)
        return None if best is None else Target(TargetStatus.FOUND, best.person.name, best.person.url, best.person)

    def _in_network(self, who: Who, target: Target, now: datetime) -> Reply:
        if target.status in _OPEN:
            return self._who_is_meant(who, target, now)
        relation = self.whylocked.who_can_introduce(who, target, now).relation
        assert relation is not None  # noqa: S101 - somebody was named
        return network.in_network(target, introductions.called(target, self.words), relation, self.words)

    def _who_is_meant(self, who: Who, target: Target, now: datetime) -> Reply:
        """The question which of several is meant, or that it is the member, the bot or a stranger."""
        return self.answers.reply(self.whylocked.what_if(who, target, (), now))


def _same(one: Target, other: Target) -> bool:
    if one.url is not None or other.url is not None:
        return one.url == other.url
    return one.typed == other.typed


def _is(introducer: Introducer, target: Target) -> bool:
    return target.person is not None and _one_and_the_same(introducer.person, target.person)


def _one_and_the_same(one: Person, other: Person) -> bool:
    """Whether two are one person by what cannot be borne by two: the profile URL, the user id."""
    if one.url is not None or other.url is not None:
        return one.url == other.url
    return one.user is not None and one.user == other.user
