"""The words of a message as names: who bears them, and whether they are meant as one where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.people import People, spellings
from bot.understanding import matching
from bot.understanding.cues import Cues
from bot.understanding.lists import MOST_WORDS
from bot.understanding.matching import Fit
from bot.understanding.places import Surroundings
from bot.understanding.tokens import Kind, Token

_LEAST = 5


class NameWords:
    """What the words of one message are as names: who bears them, and whether they are meant as one here."""

    def __init__(self, tokens: Sequence[Token], people: People, cues: Cues, bot_id: str | None) -> None:
        self.tokens, self.people, self.cues, self.bot_id = tokens, people, cues, bot_id
        self.around = Surroundings(tokens, cues)
        # A message repeats its words; what is known of them is looked up once.
        self._bearing = cache(lambda key: matching.bearing(key, people)[0])
        self._starts_name = cache(self._starts_a_name)
        self.asker_words = {word for words in spellings(people.asker.key) for word in words}

    def known(self, start: int) -> int:
        """How many words from here on are a name that somebody is known by; 0 when none are."""
        longest = 0
        while longest < MOST_WORDS and start + longest < len(self.tokens) and self.borne(start + longest):
            longest += 1
            if self.is_closed(start + longest):
                break
        return next((count for count in range(longest, 0, -1) if self.is_name(start, start + count)), 0)

    def is_name(self, start: int, end: int) -> bool:
        """Whether known words are meant as a name here."""
        if end - start == 1:
            return self.nameable(start)
        words = [self.tokens[at] for at in range(start, end)]
        key = " ".join(_word_key(token, self.people) for token in words)
        best = self._bearing(key)
        asker = matching.fit(key, self.people.asker.key)
        if best is None and asker is None:
            return False
        lower = [token.key for at, token in enumerate(words, start) if not self.around.capital(at)]
        if any(word in self.cues.names.never for word in lower) or words[0].key in self.cues.names.not_after:
            return False
        return best is Fit.FULL or asker is Fit.FULL or not any(word in self.cues.common for word in lower)

    def nameable(self, at: int) -> bool:
        """Whether a single word can be a name where it stands."""
        token = self.tokens[at]
        if token.kind is not Kind.WORD or not any(char.isalpha() for char in token.key):
            return False
        if (len(token.key) == 1 and token.key.isascii()) or self.around.is_title(at):
            return False
        if token.key not in self.cues.common and token.owner not in self.cues.common:
            return True
        return self.borne(at) and self.around.names_somebody(at)

    def is_particle(self, at: int) -> bool:
        """Whether a word is a small one inside names: "van der Berg"."""
        return self.tokens[at].key in self.cues.names.particles

    def is_initial(self, at: int) -> bool:
        """Whether a word is one capital letter, as in "J. Doe"."""
        return (
            at < len(self.tokens)
            and len(self.tokens[at].text) == 1
            and self.around.capital(at)
            and (self.tokens[at].key != "i")
        )

    def is_workplace(self, at: int) -> bool:
        """Whether a word is a company before the name of somebody there: "Hooli's Tom", "the Globex Wei"."""
        after = at + 1
        if not self.around.capital(at) or after >= len(self.tokens) or not self.borne(after):
            return False
        return self.people.employs(self.tokens[at].owner)

    def is_strange(self, at: int) -> bool:
        """Whether a word is long enough to be a misspelt name, and no other word."""
        key = self.tokens[at].owner
        return len(key) >= _LEAST and not {key, self.tokens[at].key} & self.cues.common and not self.is_misspelt(at)

    def borne(self, at: int) -> bool:
        """Whether somebody has this word in their name."""
        token = self.tokens[at]
        words = spellings(_word_key(token, self.people))[-1] if token.kind is Kind.WORD else ()
        return bool(words) and all(word in self.asker_words or self.people.knows(word) for word in words)

    def is_full(self, start: int, end: int) -> bool:
        """Whether the words are somebody's whole name."""
        key = " ".join(_word_key(token, self.people) for token in self.tokens[start:end])
        return self._bearing(key) is Fit.FULL

    def is_first_name(self, at: int) -> bool:
        """Whether somebody's name starts with the word."""
        return self._starts_name(_word_key(self.tokens[at], self.people))

    def _starts_a_name(self, word: str) -> bool:
        """Whether somebody's name starts with a word."""
        keys = self.people.keys([word.replace("-", "")])
        return self.people.bears({key for key in keys if any(words[0] == word for words in spellings(key))})

    def is_misspelt(self, at: int) -> bool:
        """Whether a lower-case word is a cue's word with a typing mistake rather than a name."""
        return not self.around.capital(at) and self.cues.meant(self.tokens[at].key) is not None

    def is_closed(self, at: int) -> bool:
        """Whether a possessive has ended the name before this token ("Bob's padlock")."""
        before = self.tokens[at - 1]
        return before.owner != before.key


def _word_key(token: Token, people: People) -> str:
    """The word's key, without a possessive s unless somebody is really called so."""
    return token.key if people.knows(token.key) else token.owner
