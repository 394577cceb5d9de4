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
from bot.understanding.named_values import named_value
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn, to_json
from bot.understanding.shapes import Command
from bot.understanding.supposed import supposed
from bot.understanding.targets import asks, line_of, telling
from bot.understanding.tokens import LONGEST, OTHER_PAGE, Kind, Token, tokens_of
from bot.words import load

__all__ = ["Cues", "Intent", "Mind", "Request", "Turn", "read_mind", "to_json", "understand"]

# What asks for something does not merely tell of a notice.
_NO_NOTICE = {Intent.HOW_TO_FIX, Intent.HELP}
_MOST_OF_A_NOTICE = 10
_LEAST_OF_A_QUESTION = 3


WITH_TOPIC = {
    Intent.EXPLAIN_RULES,
    Intent.HOW_TO_FIX,
    Intent.FILE_APPEAL,
    Intent.APPEAL_STATUS,
}
"""The intents that may be about a lock or a rule."""
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


WORDS, WEIGHTS = "understanding.toml", "learned.gz"
"""The files of the knowledge that understanding goes by."""


def read_mind(folder: Path) -> Mind:
    """What understanding goes by, from a folder of knowledge.

    Raises:
        BadKnowledge: a file of it cannot be used; names the file and the key.
    """
    return Mind(load(folder, WORDS, Cues), learned.read(folder, WEIGHTS))


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
    if previous and previous.pending:
        decided = _decided(previous, tokens, cues)
        if decided:
            return decided
    what_if = _supposed(line, tokens, people, previous, cues, bot_id)
    if what_if:
        return what_if
    told = _told(tokens, previous, cues, without_address(text, bot_id))
    if told:
        return told
    with people.looking():
        people.keys({word for token in tokens for word in (token.key, token.owner) if word})  # all in one look-up
        message = Message.of(tokens, people, cues, bot_id=bot_id, previous=previous)
        request = _Reading(message, mind).request()
    if request.intent is Intent.UPDATE_PROFILE and not (request.fields or request.notice or request.aspect):
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
        command = cues.commanded_alone(line_of(message.tokens, ()))  # whoever may be called "Export"
        if command:
            return self._commanded(command, ())
        command = cues.commanded(message.line)
        if command:
            return self._commanded(command, message.targets() if command.intent in ABOUT_PERSONS else ())
        intent = message.intent(self.mind.learned)
        topic = self._notice(intent)
        if topic:
            return Request(Intent.UPDATE_PROFILE, topic=topic, notice=True)
        continued = self._continued(intent, previous) if previous else None
        if continued:
            return continued
        if message.is_only_names:
            intent = _continued(previous.intent) if previous else Intent.ASK_LOCK
        fields = self._facts(intent)
        return Request(Intent.UPDATE_PROFILE, fields=fields) if fields else self._about(intent)

    def _continued(self, intent: Intent, previous: Turn) -> Request | None:
        """The request of a message that answers "which one?", or asks for the same once more; None of any other."""
        message, cues = self.message, self.mind.cues
        persons = picking.picked(message.tokens, previous, cues)
        if not persons and message.names_no_other(previous):
            persons = picking.other_of_name(message.tokens, previous, message.people, cues)
        if persons:
            own = intent in ABOUT_PERSONS and asks(message.line, cues)
            return Request(intent if own else _continued(previous.intent), followup=True, targets=persons)
        if picking.is_number(message.tokens):  # beyond the list
            return Request(Intent.OUT_OF_SCOPE)
        if cues.again.search(message.line) and not message.spans:
            return Request(_continued(previous.intent), followup=True, targets=previous.targets, again=True)
        return None

    def _about(self, intent: Intent) -> Request:
        """The request of a message with an intent of its own, about whom it names, else whom was spoken of."""
        message, cues, previous = self.message, self.mind.cues, self.message.previous
        to_bot = cues.to_bot.search(message.line) is not None and intent in {Intent.ASK_LOCK, Intent.OUT_OF_SCOPE}
        if to_bot:
            intent = Intent.ASK_LOCK
        request = Request(
            intent,
            followup=previous is not None and message.is_only_names,
            targets=self._targets(intent),
            topic=self._topic(intent),
            value=named_value(intent, message.tokens, message.spans, cues),
            aspect=cues.aspect(intent, message.line),
        )
        if request.targets:
            return request
        if to_bot and message.bot_id:
            return replace(request, targets=(who.find_user(message.bot_id, message.people, message.bot_id),))
        if previous and previous.targets and self._refers(intent, request.topic):
            return replace(request, followup=True, targets=previous.targets)
        return request

    def _topic(self, intent: Intent) -> str | None:
        """The lock or rule that it is about."""
        if intent is Intent.SHOW_PROFILE:
            return self.mind.cues.part_of_profile(self.message.line)
        return self.message.topic(self.mind.learned) if intent in WITH_TOPIC else None

    def _commanded(self, command: Command, targets: tuple[Target, ...]) -> Request:
        """The request that a command is, about whom it names, else about whom was spoken of."""
        message, previous = self.message, self.message.previous
        number = next((token.key for token in message.tokens if token.key.isdecimal()), None)
        if not targets and previous and command.intent in ABOUT_PERSONS:
            targets = previous.targets
        topic = command.topic or (message.topic(self.mind.learned) if command.aspect == "linkedin_help" else None)
        value = (
            number
            if command.aspect == "undo"
            else named_value(command.intent, message.tokens, message.spans, self.mind.cues)
        )
        return Request(command.intent, previous is not None, targets, topic, value, aspect=command.aspect)

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

    def _notice(self, intent: Intent) -> str | None:
        """The topic of what LinkedIn has told the member, when the message tells of it and asks nothing."""
        tokens, cues = self.message.tokens, self.mind.cues
        objects = any("appeal" in concepts for concepts in cues.lexicon.meaning(self.message.line.split()))
        noise = intent is Intent.OUT_OF_SCOPE and len(tokens) > _MOST_OF_A_NOTICE
        asks = intent in _NO_NOTICE and len(tokens) > _LEAST_OF_A_QUESTION
        if noise or asks or (objects and intent is Intent.FILE_APPEAL):
            return None
        named = [span for span in self.message.spans if span.known or span.sure]
        if named or values.is_question(tokens, cues.answers) or values.ends_asking(tokens):
            return None
        return next((topic for topic, phrases in cues.told if phrases.search(line_of(tokens, named))), None)

    def _targets(self, intent: Intent) -> tuple[Target, ...]:
        """Whom the message names as those it is about; with "him and Kofi" he is one of them."""
        if intent not in ABOUT_PERSONS:
            return ()
        message, previous = self.message, self.message.previous
        known = previous.targets if previous else ()
        aside = message.beside
        if intent is Intent.WHO_CAN_INTRODUCE:
            aside = [*aside, *message.introducers]
        named = message.targets(without=aside)
        if not named and not (known and (message.has_pronoun or intent is Intent.WHO_CAN_INTRODUCE)):
            named = message.targets()
        return tuple(dict.fromkeys((*known, *named))) if named and message.joins_pronoun else named

    def _refers(self, intent: Intent, topic: str | None) -> bool:
        """Whether a question that names nobody is about the person named before."""
        message, generic = self.message, self.mind.cues.followups.generic
        if intent not in ABOUT_PERSONS:
            return False
        if message.has_pronoun or intent is Intent.WHO_CAN_INTRODUCE:
            return True
        own = intent is Intent.HOW_TO_FIX and topic in OF_ACCOUNT
        return not (own or intent is Intent.SHOW_NETWORK or any(token.key in generic for token in message.tokens))


def _supposed(  # noqa: PLR0913, PLR0917 - a message and what it is seen in the light of
    line: str, tokens: Sequence[Token], people: People, previous: Turn | None, cues: Cues, bot_id: str | None
) -> Request | None:
    """A "what if"; None when the message is none, or supposes nothing that a check looks at."""
    opener = cues.what_if.search(line_of(tokens, ()))
    if opener is None:
        return None
    words = [at for at, token in enumerate(tokens) if token.kind is Kind.WORD][len(opener[0].split()) :]
    told = supposed(line, tokens[words[0] :] if words else (), people, cues, bot_id)
    if not (told.fields or told.ties):
        return None
    targets = told.targets or (previous.targets if previous else ())
    followup = bool(targets) and not told.targets
    return Request(Intent.ASK_LOCK, followup, targets, fields=told.fields, hypothetical=True, ties=told.ties)


def _told(tokens: Sequence[Token], previous: Turn | None, cues: Cues, whole: str) -> Request | None:
    """Facts that are stated; None when the message states none.

    Args:
        whole: the message from its beginning, however long it is.
    """
    targets = previous.targets if previous else ()
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


def _decided(previous: Turn, tokens: Sequence[Token], cues: Cues) -> Request | None:
    """Yes or no to what the bot asked to be confirmed; None when the message is about something else."""
    pending, line = previous.pending or "", line_of(tokens, ())
    intent = Intent.FORGET_ME if pending == Intent.FORGET_ME else Intent.UPDATE_PROFILE
    if cues.confirms(pending, line):
        return Request(intent, followup=True, targets=previous.targets, confirms=pending)
    if cues.cancel.search(line):
        return Request(intent, followup=True, targets=previous.targets, cancels=True)
    return None


def _continued(intent: Intent) -> Intent:
    """What a name alone asks for after a turn: the same, where it can be asked about somebody."""
    return intent if intent in ABOUT_PERSONS else Intent.ASK_LOCK


def without_address(text: str, bot_id: str | None) -> str:
    """The message without the bot's mention, or its command, in front of it."""
    bare = re.sub(r"^\s*/?whylocked\b[\s,:]*", "", text, flags=re.IGNORECASE)
    if not bot_id:
        return bare
    return re.sub(rf"^(?:\s*<@{re.escape(bot_id)}(?:\|[^<>]*)?>[\s,:]*)+", "", bare)
