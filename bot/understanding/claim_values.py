"""What one statement says of the sections of a profile and of the account type: filled or not, and which plan."""

from __future__ import annotations

from bot.understanding.claim_lines import Sentence
from bot.understanding.claim_words import ClaimWords

YES, NO, UNKNOWN = "yes", "no", "unknown"
SECTIONS = ("photo", "summary", "custom_url", "experience", "education")
"""Fields that a statement may call filled or not."""

_NEAR = 3
_FREE, _OFF = "basic", "off"


def is_unsure(sentence: Sentence, part: range, words: ClaimWords) -> bool:
    """Whether a statement is only a wish, a plan or a doubt."""
    idle = sentence.found(words.set_of("idle"), part.start, part.stop)
    stop = part.stop if idle is None else idle.start
    return part.start < stop and sentence.found(words.set_of("unsure"), part.start, stop) is not None


def polarity(sentence: Sentence, part: range, words: ClaimWords) -> str | None:
    """Whether what a statement names is there; None when it does not say."""
    cues, keys = words.cues, sentence.keys
    if any(keys[at] in cues.unknown for at in part):
        return UNKNOWN
    lost = next((at for at in part if keys[at] in cues.gone | cues.empty), None)
    denied = next((at for at in part if keys[at] in cues.negative), None)
    if lost is not None and denied is not None and 0 < lost - denied <= _NEAR:
        return YES
    if lost is not None or denied is not None:
        return NO
    return YES if any(keys[at] in cues.present for at in part) else None


def carries(sentence: Sentence, part: range, words: ClaimWords) -> bool:
    """Whether what a statement says holds for what follows it, too: "removed my photo and summary"."""
    keys = {sentence.keys[at] for at in part}
    return not keys & words.cues.unknown and not keys & words.answers.no


def is_former(sentence: Sentence, part: range, words: ClaimWords) -> bool:
    """Whether a statement tells how it was before."""
    return any(sentence.keys[at] in words.cues.former for at in part)


def named(sentence: Sentence, part: range, words: ClaimWords) -> list[str]:
    """The sections that a statement names."""
    return [
        field for field in SECTIONS if sentence.found(words.set_of("nouns", field), part.start, part.stop) is not None
    ]


def flat(sentence: Sentence, part: range, words: ClaimWords) -> dict[str, str]:
    """What the statement says in a phrase of its own: "no more random digits"."""
    found = {}
    for value, name in ((NO, "no"), (YES, "yes")):
        for field in getattr(words.cues, name):
            if sentence.found(words.set_of(name, field), part.start, part.stop) is not None:
                found[field] = value
    return found


def refers(sentence: Sentence, part: range, words: ClaimWords) -> bool:
    """Whether a statement does something to what was named before: "took it down"."""
    cues, keys = words.cues, sentence.keys
    done = any(keys[at] in (cues.present | cues.gone) - {"have", "has"} for at in part)
    return done and any(keys[at] in cues.instead for at in part)


def plan(sentence: Sentence, parts: list[range], words: ClaimWords) -> str | None:
    """The account type that is taken up last; the free one where another was only given up."""
    taken = ended = None
    judged = [[word] for word in words.cues.judged]
    for part in parts:
        if sentence.found(words.set_of("basic"), part.start, part.stop) is not None:
            taken = _FREE
        start = part.start
        for first, last, name in _plans(sentence, part, words):
            before = set(sentence.keys[start:first])
            over = sentence.found(words.set_of("ended_after"), last, _next(sentence, part, last, words)) is not None
            if over or before & words.cues.ended:
                ended = name
            elif not before & words.cues.denied and sentence.keys[last : last + 1] not in judged:
                taken = name
            start = last
    return taken or (_FREE if ended else None)


def _next(sentence: Sentence, part: range, start: int, words: ClaimWords) -> int:
    """Where the next name of an account type starts, else where the statement ends."""
    return next((first for first, _, _ in _plans(sentence, range(start, part.stop), words)), part.stop)


def _plans(sentence: Sentence, part: range, words: ClaimWords) -> list[tuple[int, int, str]]:
    """The names of account types in a statement, each with its place."""
    found = []
    at = part.start
    while at < part.stop:
        last = next(
            (end for end in range(min(at + _NEAR, part.stop), at, -1) if tuple(sentence.keys[at:end]) in words.plans),
            None,
        )
        if last is None:
            at += 1
            continue
        name = words.plans[tuple(sentence.keys[at:last])]
        found.append((at, last, name or sentence.typed(at, last)))
        at = last
    return found


def sharing(sentence: Sentence, parts: list[range], words: ClaimWords) -> str | None:
    """How the member wants the own network to be used by others; None when the sentence is not about that."""
    cues, keys = words.cues, set(sentence.keys)
    if sentence.found(words.set_of("network")) is None:
        return None
    if sentence.found(words.set_of("uncounted")) is not None:
        return _OFF
    if sentence.found(words.set_of("hesitant")) is not None:
        return None
    shared = bool(keys & cues.sharing)
    if not shared and not (keys & cues.seeing and keys & cues.audience):
        return None
    for name in (_OFF, "count", "names"):
        if sentence.found(words.set_of(name)) is not None:
            return name
    told = [set(sentence.keys[part.start : part.stop]) for part in parts]
    # "no problem with that" hides nothing.
    hidden = any(said & cues.hiding and said & (cues.sharing | cues.seeing | words.nouns) for said in told)
    return NO if hidden else YES
