"""Which of the names in a message it is about, and who those are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.people import People, Target, TargetStatus
from bot.understanding import who
from bot.understanding.cues import Cues
from bot.understanding.naming import Span
from bot.understanding.places import Place, Surroundings
from bot.understanding.tokens import OTHER_PAGE, Kind, Token

MOST_TARGETS = 50
"""More targets than this are not answered at once."""

_WINDOW = 8
_MOST_TOKENS, _AT_FRONT, _AROUND = 300, 100, 20
_PAUSE = Token(Kind.END, ".")


def telling(tokens: list[Token], cues: Cues) -> list[Token]:
    """The tokens of a very long message that are worth looking at: what stands around words of cues, front and end."""
    if len(tokens) <= _MOST_TOKENS:
        return tokens
    words = cues.names.reach | cues.names.locked
    near: set[int] = set()
    for at, token in enumerate(tokens):
        if token.key in words:
            near.update(range(at - _AROUND, at + _AROUND))
    kept = [token for at, token in enumerate(tokens) if at in near] or tokens
    return kept if len(kept) <= _MOST_TOKENS else [*kept[:_AT_FRONT], _PAUSE, *kept[_AT_FRONT - _MOST_TOKENS :]]


def line_of(tokens: Sequence[Token], spans: Sequence[Span]) -> str:
    """The message in plain words with spaces around each, `@` for a person, `.` for a sentence's end."""
    ends = {span.start: span.end for span in spans}
    words: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if at in ends or token.text == OTHER_PAGE:
            words.append("@")
        elif token.kind is Kind.END:
            words.append(".")
        elif token.key:
            words.append(token.key.replace("-", " "))
        at = ends.get(at, at + 1)
    return f" {' '.join(words)} "


def chosen(spans: Sequence[Span], tokens: Sequence[Token], cues: Cues) -> list[Span]:
    """The names that a message is about: those in the best places, and what is joined to them by "and"."""
    around = Surroundings(tokens, cues)
    groups: list[list[Span]] = []
    end = 0
    for span in spans:
        if span.company or (span.start and tokens[span.start - 1].key in cues.followups.besides):
            end = span.end if span.start <= end + 1 else end
            continue
        last = groups[-1][-1] if groups else None
        alike = last is not None and (span.known == last.known or (span.sure and last.sure))
        if last and alike and around.joined(end, span.start):
            groups[-1].append(span)
        else:
            groups.append([span])
        end = span.end
    lines = [_sentence(group, spans, tokens) for group in groups]
    weights = [
        _weight(group, asking=asks(line, cues), introduced=cues.introducing.search(line) is not None)
        for group, line in zip(groups, lines, strict=True)
    ]
    best = max(weights, default=None)
    return [span for group, weight in zip(groups, weights, strict=True) if weight == best for span in group]


def resolved(
    spans: Sequence[Span], tokens: Sequence[Token], people: People, cues: Cues, bot_id: str | None
) -> tuple[Target, ...]:
    """Who the names mean, each person once; the asker and the bot only when nobody else is named."""
    found: dict[str, Target] = {}
    for span in spans[:MOST_TARGETS]:
        target = _target(span, tokens, people, cues, bot_id)
        found.setdefault(_identity(target), target)
    own = {TargetStatus.SELF, TargetStatus.BOT}
    others = [target for target in found.values() if target.status not in own]
    return tuple(others or list(found.values())[:1])


def _weight(group: Sequence[Span], *, asking: bool, introduced: bool) -> tuple[int, ...]:
    """How likely a group of names is what the message is about.

    Args:
        group: names side by side.
        asking: their sentence is the question.
        introduced: their sentence says whom the story is about: "her name is …".
    """
    place = max(span.place for span in group)
    known, sure = any(span.known for span in group), any(span.sure for span in group)
    # A word that only may be a name has to stand where one is expected.
    credible = known or (sure and place is Place.OBJECT)
    return credible, introduced, asking, place if sure else max(place - 2, 0), known


def asks(line: str, cues: Cues) -> bool:
    """Whether a sentence is the kind that the question stands in."""
    meaning = cues.lexicon.meaning(line.split())
    return any(not concepts.isdisjoint(cues.names.asking) for concepts in meaning)


def _target(span: Span, tokens: Sequence[Token], people: People, cues: Cues, bot_id: str | None) -> Target:
    first = tokens[span.start]
    if first.kind is Kind.MENTION:
        return who.find_user(first.text, people, bot_id)
    if first.kind is Kind.URL:
        return who.find_url(first.text, people)
    return who.find(span.typed, people, hint=_hint(span, tokens, cues))


def _hint(span: Span, tokens: Sequence[Token], cues: Cues) -> str:
    """What is said of a named person: the description behind the name, else any telling word nearby."""
    places = Surroundings(tokens, cues).description(span.end)
    if places:
        return " ".join(tokens[at].owner for at in places if tokens[at].key)
    nearby = [*tokens[max(span.start - _WINDOW, 0) : span.start], *tokens[span.end : span.end + _WINDOW]]
    return " ".join(token.owner for token in nearby if token.key and token.key not in cues.common)


def _sentence(group: Sequence[Span], spans: Sequence[Span], tokens: Sequence[Token]) -> str:
    """The sentence that names somebody, as cues see it."""
    start, end = group[0].start, group[-1].end
    while start > 0 and tokens[start - 1].kind is not Kind.END:
        start -= 1
    while end < len(tokens) and tokens[end].kind is not Kind.END:
        end += 1
    inside = [
        replace(span, start=span.start - start, end=span.end - start) for span in spans if start <= span.start < end
    ]
    return line_of(tokens[start:end], inside)


def _identity(target: Target) -> str:
    return target.url or (target.person.key if target.person else target.typed.casefold())
