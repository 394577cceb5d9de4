"""One message as understanding looks at it: its words, the names in them, and what was learned of such messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.people import People, Target, person_key, spellings
from bot.understanding.cues import Cues
from bot.understanding.features import features
from bot.understanding.learned import Learned
from bot.understanding.lists import listed, tidied
from bot.understanding.naming import Span, spans_in
from bot.understanding.places import Surroundings
from bot.understanding.request import Intent, Turn
from bot.understanding.targets import chosen, is_beside, line_of, may_introduce, resolved
from bot.understanding.tokens import Kind, Token

_LINKEDIN = "linkedin"
_FEW = 3


@dataclass(frozen=True)
class Message:
    """One message with the names found in it.

    Attributes:
        tokens: its words and signs, line ends of lists as separators.
        spans: the names in it.
        previous: the turn before, when one is remembered.
    """

    tokens: Sequence[Token]
    spans: Sequence[Span]
    people: People
    bot_id: str | None
    previous: Turn | None
    cues: Cues

    @classmethod
    def of(
        cls, tokens: Sequence[Token], people: People, cues: Cues, *, bot_id: str | None, previous: Turn | None
    ) -> Message:
        """The message with these tokens."""
        names = listed(tidied(_mended(tokens, people, cues), cues), people, cues)
        spans = spans_in(names.tokens, people, cues, bot_id, names.ends)
        return cls(names.tokens, spans, people, bot_id, previous, cues)

    @cached_property
    def line(self) -> str:
        """The message in plain words, `@` for a person."""
        return line_of(self.tokens, self.spans)

    @cached_property
    def features(self) -> dict[str, float]:
        """What learning looks at."""
        return self._features(None if self.previous is None else self.previous.intent)

    def _features(self, before: Intent | None) -> dict[str, float]:
        asks = any(token.kind is Kind.END and ("?" in token.text or "\uff1f" in token.text) for token in self.tokens)
        return features(self.line, self.cues, asks=asks, before=before)

    def intent(self, learned: Mapping[str, Learned]) -> Intent:
        """What somebody wants who writes like this."""
        told = Intent(learned["intent"].best(self.features))
        if told is not Intent.OUT_OF_SCOPE or self.previous is None:
            return told
        # What is for the bot by itself is not beside the point because of what was said before.
        return Intent(learned["intent"].best(self._features(None)))

    def topic(self, learned: Mapping[str, Learned]) -> str | None:
        """The lock or rule that such a message is about; None where it is about none."""
        return learned["topic"].best(self.features) or None

    def targets(self, *, without: Sequence[Span] = ()) -> tuple[Target, ...]:
        """Whom the message is about, of those it names, leaving some names out of account."""
        spans = [span for span in self.spans if span not in without]
        return resolved(chosen(spans, self.tokens, self.cues), self.tokens, self.people, self.cues, self.bot_id)

    @property
    def beside(self) -> list[Span]:
        """The names that are only mentioned."""
        return [span for span in self.spans if is_beside(span, self.tokens, self.cues)]

    @property
    def introducers(self) -> list[Span]:
        """The names of those who may introduce rather than be met."""
        return [span for span in self.spans if may_introduce(span, self.tokens, self.cues)]

    def names_no_other(self, previous: Turn) -> bool:
        """Whether it names nobody, or only those spoken of before, perhaps by a part of the name."""
        before = {target.person.key for target in previous.targets if target.person is not None}
        words = {word for key in before for spelling in spellings(key) for word in spelling}
        named = [span.typed for span in self.spans if not span.company]
        return all(set(person_key(name).split()) <= words for name in named)

    @property
    def joins_pronoun(self) -> bool:
        """Whether a person is joined to one spoken of before: "him and Kofi"."""
        joiners, pronouns = self.cues.names.joiners, self.cues.followups.pronouns
        starts = {span.start for span in self.spans}
        return any(
            token.key in joiners and at + 1 in starts and at > 0 and self.tokens[at - 1].key in pronouns
            for at, token in enumerate(self.tokens)
        )

    @property
    def has_pronoun(self) -> bool:
        """Whether a word stands for somebody or something spoken of before."""
        return any(token.owner in self.cues.followups.pronouns for token in self.tokens)

    @property
    def is_list(self) -> bool:
        """Whether it names many people."""
        return len(self.spans) > _FEW

    @property
    def is_only_names(self) -> bool:
        """Whether the message is names and words that say nothing. One unknown word in lower case is no name."""
        around = Surroundings(self.tokens, self.cues)
        places = {at for span in self.spans for at in range(span.start, around.description(span.end).stop)}
        rest = [token.key for at, token in enumerate(self.tokens) if token.key and at not in places]
        filler = self.cues.followups.filler | self.cues.names.joiners
        if any(span.company for span in self.spans):
            filler |= self.cues.names.roles | self.cues.names.describing | self.cues.names.determiners
        named = [span for span in self.spans if self.previous or not span.company]
        return bool(named) and all(word in filler for word in rest)


def _mended(tokens: Sequence[Token], people: People, cues: Cues) -> list[Token]:
    """The tokens with "d souza" as one word where somebody is called D'Souza, and "on LI" as on LinkedIn."""
    mended: list[Token] = []
    for at, token in enumerate(tokens):
        before = mended[-1] if mended else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if before is None or token.kind is not Kind.WORD:
            mended.append(token)
        elif len(before.key) == 1 and people.knows(before.key + token.owner):
            mended[-1] = Token(Kind.WORD, before.text + token.text, before.key + token.key, before.key + token.owner)
        elif token.key in cues.names.linkedin and before.key in cues.names.upon and not _is_name(after, people):
            mended.append(Token(Kind.WORD, _LINKEDIN, _LINKEDIN, _LINKEDIN))
        else:
            mended.append(token)
    return mended


def _is_name(token: Token | None, people: People) -> bool:
    return token is not None and token.kind is Kind.WORD and people.knows(token.owner)
