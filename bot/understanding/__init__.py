"""From what a member typed to a typed request. New intents are new cues in `knowledge/understanding.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.people import People, Target
from bot.understanding import answers, assigned, learned, picking, values, who
from bot.understanding.claims import claimed
from bot.understanding.clause import ABOUT_TARGET
from bot.understanding.cues import Cues
from bot.understanding.learned import Learned
from bot.understanding.message import Message
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn, to_json
from bot.understanding.targets import line_of, telling
from bot.understanding.tokens import LONGEST, OTHER_PAGE, Kind, Token, tokens_of
from bot.words import load

__all__ = ["Cues", "Intent", "Mind", "Request", "Turn", "read_mind", "to_json", "understand"]

# What a message that tells of a notice may be taken for besides.
_MAY_TELL = {Intent.ASK_LOCK, Intent.UPDATE_PROFILE}


OF_ACCOUNT = {"connections", "profile", "volume", "restriction", "ban"}
"""The topics that are about the member's own account, whoever is written to."""


@dataclass(frozen=True, slots=True)
class Mind:
    """What understanding goes by.

    Attributes:
        cues: words and phrases.
        learned: what was learned from the examples, by what it tells: "intent", "topic".
    """

    cues: Cues
    learned: Mapping[str, Learned]


FILES = ("understanding.toml", "learned.tsv")


def read_mind(folder: Path) -> Mind:
    """What understanding goes by, from a folder of knowledge.

    Raises:
        BadKnowledge: a file of it cannot be used; names the file and the key.
    """
    words, weights = FILES
    return Mind(load(folder, words, Cues), learned.read(folder, weights))


def understand(
    text: str, people: People, *, bot_id: str | None = None, previous: Turn | None = None, mind: Mind
) -> Request:
    """What a message asks for and whom it is about.

    Args:
        text: the message as Slack or a terminal gives it.
        people: everybody who may be found by name.
        bot_id: the bot's own Slack user id: its mention addresses the bot.
        previous: the turn before, when one is remembered.
        mind: what understanding goes by.
    """
    cues = mind.cues
    line = without_address(text[-LONGEST:], bot_id)
    tokens = telling(tokens_of(line), cues)
    elsewhere = any(token.text == OTHER_PAGE for token in tokens)
    if all(token.kind in {Kind.BREAK, Kind.END} for token in tokens):
        return Request(Intent.ASK_LOCK, not_a_profile=True) if elsewhere else Request(Intent.HELP)
    told = _told(line, tokens, previous, cues, without_address(text, bot_id))
    if told:
        return told
    message = Message.of(tokens, people, cues, bot_id=bot_id, previous=previous)
    request = _Reading(message, mind).request()
    if request.intent is Intent.UPDATE_PROFILE and not (request.fields or request.notice):
        fields = claimed(line, cues)
        return Request(Intent.UPDATE_PROFILE, fields=fields) if fields else request
    if elsewhere and request.intent is Intent.ASK_LOCK and not request.targets:
        return replace(request, not_a_profile=True)
    return request


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one message asks for, in the light of the turn before."""

    message: Message
    mind: Mind

    def request(self) -> Request:
        """The request: an answer to "which one?", an intent of its own, or more of the turn before."""
        message, cues, previous = self.message, self.mind.cues, self.message.previous
        intent = message.intent(self.mind.learned)
        topic = self._notice() if intent in _MAY_TELL else None
        if topic:
            return Request(Intent.UPDATE_PROFILE, topic=topic, notice=True)
        if previous:
            persons = picking.picked(message.tokens, previous, cues)
            if not persons and message.names_no_other(previous):
                persons = picking.other_of_name(message.tokens, previous, message.people, cues)
            if persons:
                return Request(_continued(previous.intent), followup=True, targets=persons)
            if cues.again.search(message.line) and not message.spans:
                return Request(_continued(previous.intent), followup=True, targets=previous.targets, again=True)
        to_bot = cues.to_bot.search(message.line) is not None and intent in {Intent.ASK_LOCK, Intent.OUT_OF_SCOPE}
        if message.is_only_names:
            intent = _continued(previous.intent) if previous else Intent.ASK_LOCK
        elif to_bot:
            intent = Intent.ASK_LOCK
        fields = self._facts(intent)
        if fields:
            return Request(Intent.UPDATE_PROFILE, fields=fields)
        topic = message.topic(self.mind.learned)
        targets = self._targets(intent)
        if to_bot and not targets and message.bot_id:
            targets = (who.find_user(message.bot_id, message.people, message.bot_id),)
        if not targets and previous and previous.targets and self._refers(intent, topic):
            return Request(intent, followup=True, targets=previous.targets, topic=topic)
        return Request(intent, targets=targets, topic=topic)

    def _facts(self, intent: Intent) -> tuple[tuple[str, str], ...]:
        """The facts of the member's profile that a message states which is nothing else."""
        tokens, cues = self.message.tokens, self.mind.cues
        if values.is_question(tokens, cues.answers) or values.ends_asking(tokens):
            return ()
        fields = answers.facts_in(tokens, cues, bare=False)
        names = {field for field, _ in fields}
        # A plan alone is no statement: "premium" may be meant in many ways.
        alone = intent is not Intent.UPDATE_PROFILE and names <= {"account_type"}
        return () if names & ABOUT_TARGET or alone else fields

    def _notice(self) -> str | None:
        """The topic of what LinkedIn has told the member, when the message tells of it and asks nothing."""
        tokens, cues = self.message.tokens, self.mind.cues
        named = [span for span in self.message.spans if span.known or span.sure]
        if named or values.is_question(tokens, cues.answers) or values.ends_asking(tokens):
            return None
        return next((topic for topic, phrases in cues.told if phrases.search(line_of(tokens, named))), None)

    def _targets(self, intent: Intent) -> tuple[Target, ...]:
        """Whom the message names as those it is about; with "him and Kofi" he is one of them."""
        if intent not in ABOUT_PERSONS:
            return ()
        named, previous = self.message.targets, self.message.previous
        if named and previous and self.message.joins_pronoun:
            return tuple(dict.fromkeys((*previous.targets, *named)))
        denied = previous.targets if previous and self._denies() else ()
        return tuple(target for target in named if not _same(target, denied)) or named

    def _denies(self) -> bool:
        """Whether a person named is one that is not meant: "Li, not Chen"."""
        message, negations = self.message, self.mind.cues.followups.negations
        return any(span.start and message.tokens[span.start - 1].key in negations for span in message.spans)

    def _refers(self, intent: Intent, topic: str | None) -> bool:
        """Whether a question that names nobody is about the person named before."""
        message, generic = self.message, self.mind.cues.followups.generic
        if intent not in ABOUT_PERSONS:
            return False
        if message.has_pronoun or intent is Intent.WHO_CAN_INTRODUCE:
            return True
        own = intent is Intent.HOW_TO_FIX and topic in OF_ACCOUNT
        return not (own or intent is Intent.SHOW_NETWORK or any(token.key in generic for token in message.tokens))


def _told(line: str, tokens: Sequence[Token], previous: Turn | None, cues: Cues, whole: str) -> Request | None:
    """Facts, stated or supposed; None when the message states none.

    Args:
        whole: the message from its beginning, however long it is.
    """
    targets = previous.targets if previous else ()
    supposed = cues.what_if.search(line_of(tokens, ()))
    if supposed:
        skipped = len(supposed[0].split())
        words = [at for at, token in enumerate(tokens) if token.kind is Kind.WORD][skipped:]
        rest = tokens[words[0] :] if words else ()
        fields = assigned.supposed(line, cues) or answers.facts_in(rest, cues, bare=True)
        return Request(Intent.ASK_LOCK, bool(targets), targets, fields=fields, hypothetical=True) if fields else None
    pairs = assigned.assigned(whole, cues)
    if not pairs and assigned.starts_setting(whole):
        return Request(Intent.UPDATE_PROFILE)
    if pairs:
        about_target = any(field in ABOUT_TARGET for field, _ in pairs)
        own = targets if about_target else ()
        return Request(Intent.UPDATE_PROFILE, bool(own), own, fields=pairs)
    if previous is None or not (previous.asked or previous.answered):
        return None
    answer = answers.answer(tokens, previous.asked, cues)
    if answer.fields:
        return Request(Intent.UPDATE_PROFILE, followup=True, targets=targets, fields=answer.fields)
    return Request(previous.intent, followup=True, targets=targets, declined=True) if answer.declined else None


def _same(target: Target, others: Sequence[Target]) -> bool:
    """Whether a target is the same person as one of the others."""
    person = target.person
    return person is not None and any(other.person is not None and other.person.url == person.url for other in others)


def _continued(intent: Intent) -> Intent:
    """What a name alone asks for after a turn: the same, where it can be asked about somebody."""
    return intent if intent in ABOUT_PERSONS else Intent.ASK_LOCK


def without_address(text: str, bot_id: str | None) -> str:
    """The message without the bot's mention, or its command, in front of it."""
    bare = re.sub(r"^\s*/?whylocked\b[\s,:]*", "", text, flags=re.IGNORECASE)
    if not bot_id:
        return bare
    return re.sub(rf"^(?:\s*<@{re.escape(bot_id)}(?:\|[^<>]*)?>[\s,:]*)+", "", bare)
