"""Companies as people write them: one form fit to compare, whatever the case, accents, punctuation or legal form."""

from __future__ import annotations

from bot.text import fold

_LEGAL = frozenset(
    {
        "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding",
        "holdings", "inc", "incorporated", "kft", "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda", "nv", "oo",
        "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "se", "sl", "sp", "spa", "srl", "sro", "ug", "z",
    }
)  # fmt: skip
"""Words behind a name that only say what kind of company it is."""


def company_key(name: str) -> str:
    """A company's name fit to compare; of a name that is all legal form ("Company Ltd") nothing is left out.

    The store keeps the keys: whoever changes how they are made adds a step to the store's migrations that makes them
    anew.
    """
    kept = "".join(char if char.isalnum() else "" if char in "'." else " " for char in fold(name))
    words = kept.split()
    bare = list(words)
    while bare and bare[-1] in _LEGAL:
        bare.pop()
    return " ".join(bare or words)
