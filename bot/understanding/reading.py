"""What one message asks for, in the light of the turn before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.people import Target
from bot.understanding import answers, picking, values, who
from bot.understanding.appealed import numbered
from bot.understanding.clause import ABOUT_TARGET
from bot.understanding.message import Message
from bot.understanding.mind import Mind
from bot.understanding.named_values import named_value
from bot.understanding.naming import Span
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn
from bot.understanding.shapes import Command
from bot.understanding.targets import asks, line_of

# What asks for something does not merely tell of a notice.
_NO_NOTICE = {Intent.HOW_TO_FIX, Intent.HELP}
_OF_NOTICES = {"restriction", "ban"}
_OF_OWN_DATA = {Intent.FORGET_ME, Intent.SHOW_PROFILE, Intent.IMPORT_DATA}
_MOST_OF_A_NOTICE = 10
_LEAST_OF_A_QUESTION = 3
_OF_NOBODY_BEFORE = {"request", "watch_own", "watches", "unwatch", "unwatch_all"}
"""Aspects of commands that are about nobody spoken of before, where they name nobody."""


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
class Reading:
    """What one message asks for, in the light of the turn before."""

    message: Message
    mind: Mind

    def request(self) -> Request:
        """The request: an answer to "which one?", an intent of its own, or more of the turn before."""
        message, cues, previous = self.message, self.mind.cues, self.message.previous
        command = cues.commanded_alone(line_of(message.tokens, ()))  # whoever may be called "Export"
        if command and not self._only_asks(command):
            return self._commanded(command, ())
        command = cues.commanded(message.line)
        if command and not self._only_asks(command):
            return self._commanded(command, message.targets() if command.intent in ABOUT_PERSONS else ())
        intent = message.intent(self.mind.learned)
        topic = self._notice(intent)
        if topic:
            return self._told_of_notice(topic)
        continued = self._continued(intent, previous) if previous else None
        if continued:
            return continued
        if message.is_only_names:
            # A pasted list is a question of its own.
            intent = self._of_names(previous) if previous and not message.is_list else Intent.ASK_LOCK
        fields = self._facts(intent)
        return Request(Intent.UPDATE_PROFILE, fields=fields) if fields else self._about(intent)

    def _only_asks(self, command: Command) -> bool:
        """Whether a command that changes what stands is only asked about: "the restriction is over?"."""
        return command.aspect == "lifted" and values.ends_asking(self.message.tokens)

    def _continued(self, intent: Intent, previous: Turn) -> Request | None:
        """The request of a message that answers "which one?", or asks for the same once more; None of any other."""
        message, cues = self.message, self.mind.cues
        persons = () if self._is_of_own_data(intent) else picking.picked(message.tokens, previous, cues)
        if not persons and message.names_no_other(previous):
            persons = picking.other_of_name(message.tokens, previous, message.people, cues)
        if persons:
            own = intent in ABOUT_PERSONS and asks(message.line, cues)
            return Request(intent if own else _continued(previous), followup=True, targets=persons)
        if picking.is_number(message.tokens):  # beyond the list
            return Request(Intent.OUT_OF_SCOPE)
        if message.spans:
            return None
        lasting = cues.lasting.search(message.line) is not None
        if lasting and previous.topic in _OF_NOTICES:
            return Request(Intent.EXPLAIN_RULES, followup=True, topic=previous.topic)
        if lasting and previous.intent is Intent.ASK_LOCK:
            return Request(Intent.ASK_LOCK, followup=True, targets=previous.targets, aspect="why")
        if cues.why.search(message.line) and _continued(previous) is not Intent.WHO_CAN_INTRODUCE:
            if previous.intent is Intent.EXPLAIN_RULES:
                return Request(Intent.EXPLAIN_RULES, followup=True, topic=previous.topic, aspect="why")
            asked = Intent.ASK_LOCK if previous.intent is Intent.SHOW_NETWORK else _continued(previous)
            return Request(asked, followup=True, targets=previous.targets, aspect="why")
        if cues.again.search(message.line) or cues.why.search(message.line):
            return Request(_continued(previous), followup=True, targets=previous.targets, again=True)
        return None

    def _is_of_own_data(self, intent: Intent) -> bool:
        """Whether it is about what is stored of the member: "delete my data" picks no Head of Data from a list."""
        meaning = self.mind.cues.lexicon.meaning(self.message.line.split())
        return intent in _OF_OWN_DATA and any("mine" in concepts for concepts in meaning)

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
            appeal=self._appeal(intent),
        )
        if request.targets:
            return request
        if to_bot and message.bot_id:
            return replace(request, targets=(who.find_user(message.bot_id, message.people, message.bot_id),))
        if previous and previous.targets and self._refers(intent, request.topic):
            return replace(request, followup=True, targets=previous.targets)
        return request

    def _of_names(self, previous: Turn) -> Intent:
        """What names alone ask for after a turn: whether one is in the network is only gone on with by an "and"."""
        message = self.message
        goes_on = self.mind.cues.joins_on.search(message.line) or any(span.company for span in message.spans)
        if previous.intent is Intent.SHOW_NETWORK and not goes_on:
            return Intent.ASK_LOCK
        return _continued(previous)

    def _topic(self, intent: Intent) -> str | None:
        """The lock or rule that it is about."""
        if intent is Intent.SHOW_PROFILE:
            return self.mind.cues.part_of_profile(self.message.line)
        if intent not in WITH_TOPIC:
            return None
        return self.message.topic(self.mind.learned) or self._notice_before(intent)

    def _notice_before(self, intent: Intent) -> str | None:
        """The restriction or ban that was spoken of before, where the message may be about it still."""
        topic = None if self.message.previous is None else self.message.previous.topic
        about = intent is Intent.FILE_APPEAL or (intent is Intent.EXPLAIN_RULES and self.message.has_pronoun)
        return topic if about and topic in _OF_NOTICES else None

    def _commanded(self, command: Command, targets: tuple[Target, ...]) -> Request:
        """The request that a command is, about whom it names, else about whom was spoken of."""
        message, previous = self.message, self.message.previous
        number = next((token.key for token in message.tokens if token.key.isdecimal()), None)
        # Who names somebody of their own goes on with nothing, but for a side of what was asked: "ask Bob to …".
        followup = previous is not None and not (targets and command.aspect is None)
        # Whoever is spoken of is whom the member wants to meet, not whom a note goes to.
        if not targets and previous and command.intent in ABOUT_PERSONS and command.aspect not in _OF_NOBODY_BEFORE:
            targets = previous.targets
        topic = command.topic or self._notice_before(command.intent)
        if command.aspect == "linkedin_help":
            topic = message.topic(self.mind.learned)
        value = (
            number
            if command.aspect in {"undo", "unwatch"}
            else named_value(command.intent, message.tokens, message.spans, self.mind.cues)
        )
        appeal = self._appeal(command.intent, number)
        again = followup and command.intent is Intent.ASK_LOCK and command.aspect == "still_locked"
        return Request(
            command.intent, followup, targets, topic, value, again=again, aspect=command.aspect, appeal=appeal
        )

    def _appeal(self, intent: Intent, commanded: str | None = None) -> int | None:
        """The number of the appeal that it is about; a command names no other number."""
        if intent not in {Intent.FILE_APPEAL, Intent.APPEAL_STATUS}:
            return None
        found = self.mind.cues.appeals.numbers.search(self.message.line)
        return numbered(commanded or (found[0] if found else ""))

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
        said = line_of(tokens, ())
        unsure = cues.notices.doubts(said) or (len(tokens) > _MOST_OF_A_NOTICE and cues.notices.unsure(said))
        noise = intent is Intent.OUT_OF_SCOPE and unsure
        asks = intent in _NO_NOTICE and len(tokens) > _LEAST_OF_A_QUESTION
        if noise or asks or (objects and intent is Intent.FILE_APPEAL):
            return None
        named = [span for span in self.message.spans if span.known or (span.sure and not self._is_dated(span))]
        if named or values.is_question(tokens, cues.answers) or values.ends_asking(tokens):
            return None
        return next((topic for topic, phrases in cues.notices.kinds if phrases.search(line_of(tokens, named))), None)

    def _told_of_notice(self, topic: str) -> Request:
        """What a message tells of a notice; where it does not say whose or which, that has to be asked."""
        unsure = self.mind.cues.notices.unsure(line_of(self.message.tokens, ()))
        said = " ".join(token.text for token in self.message.tokens)
        return Request(Intent.UPDATE_PROFILE, topic=topic, notice=True, said=said, unsure=unsure)

    def _is_dated(self, span: Span) -> bool:
        """Whether a number stands beside a word with a capital: "until Dec 5" names a month and nobody."""
        beside = (span.start - 1, span.end)
        tokens = self.message.tokens
        return any(0 <= at < len(tokens) and tokens[at].key.isdecimal() for at in beside)

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


def _continued(previous: Turn) -> Intent:
    """What is gone on with after a turn: the same, where it can be asked about somebody."""
    return previous.intent if previous.intent in ABOUT_PERSONS else Intent.ASK_LOCK
