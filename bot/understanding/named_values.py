"""The company or the account type that a message names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.cues import Cues
from bot.understanding.naming import Span
from bot.understanding.request import Intent
from bot.understanding.tokens import Kind, Token

_OF_COMPANIES = {Intent.SHOW_NETWORK, Intent.WHO_CAN_INTRODUCE}
_OF_PLANS = {Intent.EXPLAIN_RULES, Intent.HOW_TO_FIX, Intent.SHOW_PROFILE}


def named_value(intent: Intent, tokens: Sequence[Token], spans: Sequence[Span], cues: Cues) -> str | None:
    """A company where the intent is about networks, an account type where it is about rules; else None."""
    if intent in _OF_COMPANIES:
        return _company(tokens, spans, cues)
    return _plan(tokens, cues) if intent in _OF_PLANS else None


def _company(tokens: Sequence[Token], spans: Sequence[Span], cues: Cues) -> str | None:
    """The company as typed: one that somebody works for, else what stands with a capital behind "at" and the like."""
    known = [span for span in spans if span.company]
    if known:
        start, end = known[0].start, known[0].end
        for span in known[1:]:
            if all(token.text in {"&", "and"} for token in tokens[end : span.start]):
                end = span.end
    else:
        persons = {at for span in spans if span.known for at in range(span.start, span.end)}
        start = next((at + 1 for at in range(len(tokens) - 1) if _introduces(at, tokens, cues, persons)), len(tokens))
        end = start + 1
    while end < len(tokens) and tokens[end].kind is Kind.WORD and _goes_on(tokens[end], cues):
        end += 1
    typed = " ".join(token.text for token in tokens[start:end] if token.kind is not Kind.END)
    return typed or None


def _introduces(at: int, tokens: Sequence[Token], cues: Cues, persons: set[int]) -> bool:
    """Whether what follows is a company: "at Umbrella", "from hooli"."""
    after = tokens[at + 1]
    named = after.kind is Kind.WORD and at + 1 not in persons and not after.key.isdecimal()
    strange = after.text[:1].isupper() or after.key not in cues.common
    return named and strange and tokens[at].key in cues.names.of_companies


def _goes_on(token: Token, cues: Cues) -> bool:
    return token.text[:1].isupper() and token.key not in cues.names.proper


def _plan(tokens: Sequence[Token], cues: Cues) -> str | None:
    """The account type as typed."""
    words, sure = cues.answers.plans, cues.answers.sure_plans
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind is Kind.WORD and token.key in words:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    named = next((run for run in runs if any(token.key in sure for token in run)), [])
    return " ".join(token.text for token in named) or None
