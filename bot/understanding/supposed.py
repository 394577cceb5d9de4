"""What a "what if" supposes: facts of the member's profile, and people to connect with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.people import People, Target
from bot.understanding import answers, assigned
from bot.understanding.claims import claimed
from bot.understanding.cues import Cues
from bot.understanding.message import Message
from bot.understanding.naming import Span
from bot.understanding.targets import resolved
from bot.understanding.tokens import Kind, Token

_BACK, _AHEAD = 5, 2
_I = "I"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed.

    Attributes:
        fields: facts, as `field, value` pairs.
        ties: with whom the member is supposed to connect.
        targets: who is asked about, where the message names them.
    """

    fields: Pairs = ()
    ties: tuple[Target, ...] = ()
    targets: tuple[Target, ...] = ()


def supposed(line: str, tokens: Sequence[Token], people: People, cues: Cues, bot_id: str | None) -> Supposed:
    """What the words behind "what if" suppose; nothing where they name no fact and nobody to connect with.

    Args:
        line: the whole message.
        tokens: the words behind "what if".
    """
    message = Message.of(tokens, people, cues, bot_id=bot_id, previous=None)
    ties = [span for span in message.spans if _is_tie(span, message.tokens, cues)]
    others = [span for span in message.spans if span not in ties]

    def persons(spans: Sequence[Span]) -> tuple[Target, ...]:
        return resolved([span for span in spans if not span.company], message.tokens, people, cues, bot_id)

    before = _until_then(message.tokens, cues)
    fields = assigned.supposed(line, cues) or _facts(tokens, cues) or _facts(before, cues) or _plan(before, cues)
    return Supposed(fields, persons(ties), persons(others) if fields or ties else ())


def _facts(tokens: Sequence[Token], cues: Cues) -> Pairs:
    """The facts that words suppose."""
    return _more(tokens, cues) or answers.facts_in(tokens, cues, bare=True) or _claimed(tokens, cues)


def _until_then(tokens: Sequence[Token], cues: Cues) -> Sequence[Token]:
    """What stands before the question what would come of it: "I add a photo, will it work"."""
    ends = (at for at, token in enumerate(tokens) if at and token.key in cues.followups.then)
    return tokens[: next(ends, len(tokens))]


def _plan(tokens: Sequence[Token], cues: Cues) -> Pairs:
    """The account type that is named, whatever is done to get it: "upgrade to Recruiter"."""
    named = [token for token in tokens if token.key in cues.answers.plans]
    typed = " ".join(token.text for token in named)
    return (("account_type", typed),) if named else ()


def _is_tie(span: Span, tokens: Sequence[Token], cues: Cues) -> bool:
    """Whether somebody is to be connected with: "I connect with Bob", "Bob accepts"."""
    before = [token.key for token in tokens[max(span.start - _BACK, 0) : span.start]]
    after = [token.key for token in tokens[span.end : span.end + _AHEAD]]
    reached = any(key in cues.names.reach for key in before[-2:])
    return any(key in cues.followups.accepts for key in after) or (
        not reached and any(key in cues.followups.connects for key in before)
    )


def _more(tokens: Sequence[Token], cues: Cues) -> Pairs:
    """So many connections or skills more than there are, alone or beside other facts: "a skill and 2 more people"."""
    found: dict[str, str] = {}
    rest: list[list[Token]] = [[]]
    at = 0
    while at < len(tokens):
        used, fact = _one_more(tokens[at : at + 3], cues)
        if fact is None:
            rest[-1].append(tokens[at])
        else:
            found |= [fact]
            rest.append([])
        at += used
    if not found:
        return ()
    parts = [_without_joiners(part, cues) for part in rest]
    others = [answers.facts_in(part, cues, bare=True) or _claimed(part, cues) for part in parts if part]
    return *found.items(), *(fact for facts in others for fact in facts if fact[0] not in found)


def _one_more(tokens: Sequence[Token], cues: Cues) -> tuple[int, tuple[str, str] | None]:
    """The fact that words start with which says so many more, and how many words it took; else none, and one."""
    number, *after = (token.key for token in tokens)
    said = cues.followups
    further = bool(after) and after[0] in said.further
    noun = after[int(further)] if len(after) > int(further) else ""
    field = "connections" if noun in said.people else cues.answers.nouns.get(noun)
    few = number in said.another
    # "a connection" may be whom one knows already, "3 skills" all that there are.
    added = further or (few and (field == "skills" or number not in said.articles))
    if field not in {"connections", "skills"} or not added or not (few or number.isdecimal()):
        return 1, None
    return 2 + further, (field, "+1" if few else f"+{number}")


def _without_joiners(tokens: Sequence[Token], cues: Cues) -> Sequence[Token]:
    """The words without an "and" at either end."""
    while tokens and (tokens[-1].key in cues.names.joiners or not tokens[-1].key):
        tokens = tokens[:-1]
    while tokens and (tokens[0].key in cues.names.joiners or not tokens[0].key):
        tokens = tokens[1:]
    return tokens


def _claimed(tokens: Sequence[Token], cues: Cues) -> Pairs:
    """The facts of the words as if they were said of now: what "I had" supposes is not the past."""
    said = (cues.followups.supposed_now.get(token.key, token.text) for token in tokens if token.kind is not Kind.END)
    now = " ".join(said)
    return claimed(now, cues) or claimed(f"{_I} {now}", cues)  # the opener may have taken the "I"
