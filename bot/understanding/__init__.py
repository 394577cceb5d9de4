"""From what a member typed to a typed request. New intents are new cues in `knowledge/understanding.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.people import People, Target
from bot.understanding import answers, assigned, picking, values, who
from bot.understanding.clause import ABOUT_TARGET
from bot.understanding.cues import Cues
from bot.understanding.lists import listed, tidied
from bot.understanding.naming import Span, spans_in
from bot.understanding.places import Surroundings
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn, to_json
from bot.understanding.targets import chosen, line_of, resolved, telling
from bot.understanding.tokens import LONGEST, OTHER_PAGE, Kind, Token, tokens_of

__all__ = ["Cues", "Intent", "Request", "Turn", "to_json", "understand"]

_STRONG, _LIKELY = 2, 1
# What a message that tells of a notice may be taken for besides.
_MAY_TELL = {None, Intent.ASK_LOCK, Intent.UPDATE_PROFILE}


def understand(
    text: str, people: People, *, bot_id: str | None = None, previous: Turn | None = None, cues: Cues
) -> Request:
    """What a message asks for and whom it is about.

    Args:
        text: the message as Slack or a terminal gives it.
        people: everybody who may be found by name.
        bot_id: the bot's own Slack user id: its mention addresses the bot.
        previous: the turn before, when one is remembered.
        cues: the words and phrases that show what is wanted.
    """
    line = _without_address(text[-LONGEST:], bot_id)
    tokens = telling(tokens_of(line), cues)
    elsewhere = any(token.text == OTHER_PAGE for token in tokens)
    if all(token.kind in {Kind.BREAK, Kind.END} for token in tokens):
        return Request(Intent.ASK_LOCK, not_a_profile=True) if elsewhere else Request(Intent.HELP)
    told = _told(line, tokens, previous, cues, _without_address(text, bot_id))
    if told:
        return told
    names = listed(tidied(tokens, cues), people, cues)
    spans = spans_in(names.tokens, people, cues, bot_id, names.ends)
    request = _Message(names.tokens, spans, people, bot_id, previous, cues).understood()
    if elsewhere and request.intent is Intent.ASK_LOCK and not request.targets:
        return replace(request, not_a_profile=True)
    return request


@dataclass(frozen=True)
class _Message:
    """One message with the names found in it."""

    tokens: Sequence[Token]
    spans: Sequence[Span]
    people: People
    bot_id: str | None
    previous: Turn | None
    cues: Cues

    @cached_property
    def line(self) -> str:
        """The message as cues see it. After a turn about somebody "her" is as good as a name."""
        known = self.previous is not None and bool(self.previous.targets)
        return line_of(self.tokens, self.spans, self.cues.followups.persons if known else frozenset())

    def understood(self) -> Request:
        """The request: an answer to "which one?", an intent of its own, or more of the turn before."""
        intent, strength = self._intent()
        topic = self._notice() if intent in _MAY_TELL else None
        if topic:
            return Request(Intent.UPDATE_PROFILE, topic=topic, notice=True)
        if self.previous:
            persons = picking.picked(self.tokens, self.previous, self.cues)
            if persons:
                own = intent if intent and strength == _STRONG else _continued(self.previous.intent)
                return Request(own, followup=True, targets=persons)
            continued = self._continues(self.previous, intent)
            if continued:
                return continued
        to_bot = intent in {None, Intent.ASK_LOCK} and self.cues.to_bot.search(self.line) is not None
        if intent is None and (to_bot or self._only_names()):
            intent = Intent.ASK_LOCK
        if intent in {None, Intent.UPDATE_PROFILE}:
            return self._facts(intent)
        targets = self._targets() if intent in ABOUT_PERSONS else ()
        if to_bot and not targets and self.bot_id:
            targets = (who.find_user(self.bot_id, self.people, self.bot_id),)
        if not targets and self.previous and self.previous.targets and self._refers(intent):
            return Request(intent, followup=True, targets=self.previous.targets)
        return Request(intent, targets=targets)

    def _facts(self, intent: Intent | None) -> Request:
        """A message that states facts of the member's profile, whether or not a cue shows it."""
        asks = values.is_question(self.tokens, self.cues.answers) or values.ends_asking(self.tokens)
        fields = () if asks else answers.facts_in(self.tokens, self.cues, bare=False)
        names = {field for field, _ in fields}
        # A plan alone is no statement: "premium" may be meant in many ways.
        if names & ABOUT_TARGET or (intent is None and names <= {"account_type"}):
            fields = ()
        return Request(Intent.UPDATE_PROFILE if fields else intent or Intent.OUT_OF_SCOPE, fields=fields)

    def _notice(self) -> str | None:
        """The topic of what LinkedIn has told the member, when the message tells of it and asks nothing."""
        named = [span for span in self.spans if span.known or span.sure]
        if named or values.is_question(self.tokens, self.cues.answers) or values.ends_asking(self.tokens):
            return None
        return next((topic for topic, cues in self.cues.told if cues.search(line_of(self.tokens, named))), None)

    def _intent(self) -> tuple[Intent | None, int]:
        """The intent with the strongest cue; misspelt cues count only when no other is found."""
        found = self._cued(self.line)
        if found[0]:
            return found
        mended = [self.cues.meant(word) or word for word in self.line.split()]
        return self._cued(f" {' '.join(mended)} ")

    def _cued(self, line: str) -> tuple[Intent | None, int]:
        likely: Intent | None = None
        named = " @ " in line and (not self.spans or any(span.known or span.sure for span in self.spans))
        for intent, strong_cue, likely_cue, person_cue in self.cues.by_strength:
            if strong_cue.search(line):
                return intent, _STRONG
            if likely is None and (likely_cue.search(line) or (named and person_cue.search(line))):
                likely = intent
        return likely, _LIKELY if likely else 0

    def _continues(self, previous: Turn, intent: Intent | None) -> Request | None:
        """A message that only makes sense after the turn before."""
        same = _continued(previous.intent)
        if self.cues.again.search(self.line) and not self.spans:
            return Request(same, followup=True, targets=previous.targets, again=True)
        if self.cues.more.search(self.line) and not self.spans and intent is None:
            return Request(previous.intent, followup=True, targets=previous.targets)
        if not self.cues.openers.search(self.line) or intent not in {None, same}:
            return None
        targets = self._targets()
        if targets:
            return Request(same, followup=True, targets=targets)
        if self._pronoun():
            return Request(same, followup=True, targets=previous.targets)
        return Request(previous.intent, followup=True) if intent is None and len(self.tokens) > 1 else None

    def _refers(self, intent: Intent) -> bool:
        """Whether a question that names nobody is about the person named before."""
        if intent in {Intent.HOW_TO_FIX, Intent.WHO_CAN_INTRODUCE}:
            return True
        return intent in ABOUT_PERSONS and self._pronoun()

    def _pronoun(self) -> bool:
        return any(token.owner in self.cues.followups.pronouns for token in self.tokens)

    def _only_names(self) -> bool:
        """Whether the message is names and words that say nothing. One unknown word in lower case is no name."""
        around = Surroundings(self.tokens, self.cues)
        named = {at for span in self.spans for at in range(span.start, around.description(span.end).stop)}
        rest = [token.key for at, token in enumerate(self.tokens) if token.key and at not in named]
        filler = self.cues.followups.filler | self.cues.names.joiners
        if any(span.company for span in self.spans):
            filler |= self.cues.names.roles | self.cues.names.describing | self.cues.names.determiners
        return bool(self.spans) and all(word in filler for word in rest)

    def _targets(self) -> tuple[Target, ...]:
        names = chosen(self.spans, self.tokens, self.cues)
        return resolved(names, self.tokens, self.people, self.cues, self.bot_id)


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


def _continued(intent: Intent) -> Intent:
    """What a name alone asks for after a turn: the same, where it can be asked about somebody."""
    return intent if intent in ABOUT_PERSONS else Intent.ASK_LOCK


def _without_address(text: str, bot_id: str | None) -> str:
    """The message without the bot's mention, or its command, in front of it."""
    bare = re.sub(r"^\s*/?whylocked\b[\s,:]*", "", text, flags=re.IGNORECASE)
    if not bot_id:
        return bare
    return re.sub(rf"^(?:\s*<@{re.escape(bot_id)}(?:\|[^<>]*)?>[\s,:]*)+", "", bare)
