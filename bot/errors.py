"""What can go wrong in a way that a person can mend.

UserError                 a sentence from knowledge/phrases.toml says what is wrong and what to do
└── BadKnowledge          the knowledge itself is wrong, so its words cannot be trusted: carries its own sentence
"""

from __future__ import annotations

from bot.text import clean


class UserError(Exception):
    """Bad input that its sender can mend; `code` names the sentence in `knowledge/phrases.toml`, section errors.

    Args:
        code: the phrase's key.
        fields: what the phrase's placeholders stand for; never a secret, a message body or a stack.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class BadKnowledge(UserError):
    """The knowledge cannot be used; names the file and the key. Raised before any words are loaded."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__("bad_knowledge", file=file, key=key, problem=problem)

    def __str__(self) -> str:
        place = f"{self.fields['file']}, {self.fields['key']}" if self.fields["key"] else str(self.fields["file"])
        return clean(f"The knowledge cannot be used: {place}: {self.fields['problem']}.")
