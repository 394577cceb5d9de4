"""Messages that are told apart before anything learned is asked: a yes or no, a "what if", facts as they are typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.people import People
from bot.understanding import answers, assigned, values
from bot.understanding.appealed import WITHDRAW
from bot.understanding.clause import ABOUT_TARGET
from bot.understanding.cues import Cues
from bot.understanding.named_values import named_value
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.supposed import supposed
from bot.understanding.targets import line_of
from bot.understanding.tokens import Kind, Token

_CONNECTIONS = "connections"
"""The topic of the rules that go by account type."""


def decided(previous: Turn, tokens: Sequence[Token], cues: Cues) -> Request | None:
    """Yes or no to what the bot asked to be confirmed; None when the message is about something else."""
    pending, line = previous.pending or "", line_of(tokens, ())
    waits = {Intent.FORGET_ME.value: Intent.FORGET_ME, WITHDRAW: Intent.APPEAL_STATUS}
    intent = waits.get(pending.partition(" ")[0], Intent.UPDATE_PROFILE)
    if cues.confirms(pending, line):
        return Request(intent, followup=True, targets=previous.targets, confirms=pending)
    if cues.cancel.search(line):
        return Request(intent, followup=True, targets=previous.targets, cancels=True)
    return None


def what_if(  # noqa: PLR0913, PLR0917 - a message and what it is seen in the light of
    line: str, tokens: Sequence[Token], people: People, previous: Turn | None, cues: Cues, bot_id: str | None
) -> Request | None:
    """A "what if"; None when the message is none, or supposes nothing that a check looks at."""
    said = line_of(tokens, ())
    opener = cues.what_if.search(said)
    if opener is None and previous is not None and values.ends_asking(tokens):
        more = cues.more_supposed.search(said)
        if more is not None and previous.intent is Intent.EXPLAIN_RULES:
            return _rule_of_plan(tokens, previous, cues)
        opener = more if previous.answered or previous.targets else None
    if opener is None:
        return None
    words = [at for at, token in enumerate(tokens) if token.kind is Kind.WORD][len(opener[0].split()) :]
    told = supposed(line, tokens[words[0] :] if words else (), people, cues, bot_id)
    if not (told.fields or told.ties):
        return None
    targets = told.targets or (previous.targets if previous else ())
    followup = bool(targets) and not told.targets
    return Request(Intent.ASK_LOCK, followup, targets, fields=told.fields, hypothetical=True, ties=told.ties)


def _rule_of_plan(tokens: Sequence[Token], previous: Turn, cues: Cues) -> Request | None:
    """The rule asked about before, for another account type: "and with premium?"."""
    plan = named_value(Intent.EXPLAIN_RULES, tokens, (), cues)
    return (
        None
        if plan is None
        else Request(Intent.EXPLAIN_RULES, followup=True, topic=previous.topic or _CONNECTIONS, value=plan)
    )


def told(tokens: Sequence[Token], previous: Turn | None, cues: Cues, whole: str) -> Request | None:
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
    gained = _gained(tokens, cues)
    if gained is not None and (previous is None or previous.asked != "shared_connections"):
        return Request(Intent.UPDATE_PROFILE, fields=(("connections", f"+{gained}"),))
    if previous is None or not (previous.asked or previous.answered or previous.targets):
        return None
    answer = answers.answer(tokens, previous.asked, cues)
    if answer.fields:
        return Request(Intent.UPDATE_PROFILE, followup=True, targets=targets, fields=answer.fields)
    return Request(previous.intent, followup=True, targets=targets, declined=True) if answer.declined else None


def _gained(tokens: Sequence[Token], cues: Cues) -> str | None:
    """How many connections were added to those there are: "I connected with 3 more people"; None if it tells more."""
    spelled = cues.answers.numbers
    words = [str(spelled.get(word, word)) for word in line_of(tokens, ()).split()]
    numbers = [word for word in words if word.isdecimal()]
    if len(numbers) != 1 or cues.gained.search(f" {' '.join(words)} ") is None:
        return None
    return None if values.is_question(tokens, cues.answers) or values.ends_asking(tokens) else numbers[0]
