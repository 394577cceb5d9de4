"""Where a message names persons. Names that are words too are told apart by their place, their case, what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.people import EAST_ASIA, People, person_key, profile_url
from bot.understanding import matching
from bot.understanding.cues import Cues
from bot.understanding.lists import MOST_WORDS
from bot.understanding.matching import Fit
from bot.understanding.name_words import NameWords
from bot.understanding.places import Place
from bot.understanding.tokens import Kind, Token, without_possessive

_SHORT = 4
_FEW = 3
_MYSELF = "myself"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of tokens that names somebody.

    Attributes:
        typed: the name as typed, to be looked up.
        place: how surely the place is one of a target.
        known: some person bears at least a part of the name.
        sure: the words show that it is a name: a mention, a URL, a known or a capitalised name.
        company: it names a company rather than a person: "someone at Acme".
    """

    start: int
    end: int
    typed: str
    place: Place
    known: bool = True
    sure: bool = True
    company: bool = False


def spans_in(
    tokens: Sequence[Token], people: People, cues: Cues, bot_id: str | None, ends: Mapping[int, int] | None = None
) -> list[Span]:
    """Every name in the tokens, in order. The bot's own mention is one only where a target is expected.

    Args:
        tokens: the message.
        people: everybody who may be found by name.
        cues: the words that surround names.
        bot_id: the bot's own Slack user id.
        ends: where the names of its lists end, by where they start.
    """
    with people.looking():
        return _Scan(tokens, people, cues, bot_id).spans(ends or {})


class _Scan(NameWords):
    """One message being looked through for names."""

    def spans(self, ends: Mapping[int, int]) -> list[Span]:
        """Every name, in order."""
        spans: list[Span] = []
        at = 0
        while at < len(self.tokens):
            span = self.span_at(at, ends.get(at))
            at += 1
            if span is None:
                continue
            described = self.around.description(span.end) if span.known else range(span.end, span.end)
            # "Ann at Acme locked?" asks about Ann: what describes her is stepped over.
            place = max(span.place, self.around.place(span.start, described.stop))
            behind = bool(spans) and spans[-1].end == span.start - 1
            company = not span.known and (self.around.of_company(span.start, behind_name=behind) or self._employs(span))
            spans.append(replace(span, place=place, company=company))
            at = described.stop
        return spans if any(span.known for span in spans) else self._misspelt_names(spans)

    def _misspelt_names(self, spans: list[Span]) -> list[Span]:
        """The spans, with known names that are misspelt where no known name stands."""
        free = [at for at, token in enumerate(self.tokens) if token.kind is Kind.WORD and self.is_strange(at)]
        free = [
            at for at in free if not any(span.start <= at < span.end and span.end - span.start > 1 for span in spans)
        ]
        for at in free[:_FEW]:
            if any(near.same_initials for near in matching.near(self.tokens[at].owner, self.people)):
                others = [span for span in spans if span.start != at]
                return sorted([*others, self._span(at, at + 1, known=True)], key=lambda span: span.start)
        return spans

    def _employs(self, span: Span) -> bool:
        """Whether what nobody is called is what somebody's company is called."""
        company = person_key(span.typed)
        return len(company) >= _SHORT - 1 and "://" not in span.typed and self.people.employs(company)

    def span_at(self, start: int, end: int | None = None) -> Span | None:
        """The name that starts here, if one does; `end` is where it ends, if it is known to be one."""
        token = self.tokens[start]
        if token.kind is Kind.MENTION:
            place = self.around.place(start, start + 1)
            if token.text == self.bot_id and place is not Place.OBJECT:
                return None
            return Span(start, start + 1, f"<@{token.text}>", place)
        if token.kind is Kind.URL:
            return Span(start, start + 1, token.text, self.around.place(start, start + 1))
        if token.kind is not Kind.WORD:
            return None
        if token.key == _MYSELF and self.around.place(start, start + 1) >= Place.PREPOSITION:
            return Span(start, start + 1, token.text, self.around.place(start, start + 1))
        found = self._surname_first(start) or self._slug(start)
        if end and not found:
            borne = any(self.borne(at) for at in range(start, end))
            return self._span(start, end, known=borne)
        return found or self._name(start) or self._inside(start)

    def _name(self, start: int) -> Span | None:
        """A name from here on: known words with what belongs to them, or words nobody is known by."""
        known = self.known(start)
        if not known and self.is_workplace(start):
            return None
        if not known and self.is_initial(start) and self.known(start + 1):
            return self._span(start, start + 1 + self.known(start + 1), known=True)
        if not known and (not (self.nameable(start) or self._begins(start)) or self.around.determined(start)):
            return None
        end = start + (known or 1)
        while end < len(self.tokens) and end - start < MOST_WORDS and not self.is_closed(end):
            more = self.known(end)
            if not self._belongs(start, end, known, more):
                break
            known, end = known or more, end + (more or 1)
        if known:
            return self._span(start, end, known=True)
        return self._unknown(start, end)

    def _begins(self, start: int) -> bool:
        """Whether a common word is the first of a name: "Mark Nobody", but not "Client Ann Lee" of a known Ann Lee."""
        if not self.around.names_begin(start):
            return False
        known = self.known(start + 1)
        if known:
            return not self.is_full(start + 1, start + 1 + known)
        both = {self.tokens[start].key, self.tokens[start + 1].owner}
        return self.nameable(start + 1) or both <= self.cues.names.given

    def _belongs(self, start: int, end: int, known: int, more: int) -> bool:
        """Whether the next word belongs to the name before it."""
        if self.is_initial(end):
            return bool(known) and not self.is_full(start, end)
        if self.tokens[end].key in self.cues.names.particles and not known:
            return self.around.capital(end + 1)
        if not more and not self.nameable(end) and not self.around.names_on(start, end):
            return False
        if self.around.capital(start) and self.around.capital(end):
            return not (known and self.is_full(start, end))
        if not more and self._is_no_surname(start, end):
            return False
        if known:
            # "bob dylan": what follows a first name is a surname; what follows a whole name is not.
            return not self.is_full(start, end) and self.is_first_name(end - 1) and not self.is_misspelt(end)
        # "gustavo stone": what stands before a surname is a first name, before a first name it is a verb.
        return not self.is_misspelt(start) and not (more and self.is_first_name(end))

    def _is_no_surname(self, start: int, end: int) -> bool:
        """Whether an unknown word behind a name is something that they do: "Ahmed ignoring", "is Kofi affected"."""
        if self.around.capital(end):
            return False
        after = self.tokens[end + 1].key if end + 1 < len(self.tokens) else ""
        does = self.tokens[end].key.endswith(tuple(self.cues.names.endings)) and after in self.cues.names.objects
        return does or self.around.capital(start)

    def _unknown(self, start: int, end: int) -> Span | None:
        """Words nobody is known by, where a name is expected or with capitals."""
        place = self.around.place(start, end)
        capital = all(self.around.capital(at) or self.is_particle(at) for at in range(start, end))
        if end - start == 1 and place is Place.ANY and self.around.opens_with(start) and len(self.tokens) > _SHORT:
            return None  # "Arriving home …": the first word has its capital for that
        if all(token.key in self.cues.names.proper for token in self.tokens[start:end]):
            return None
        if not capital and not self._expected(start, end, place):
            return None
        return self._span(start, end, known=False, sure=capital)

    def _expected(self, start: int, end: int, place: Place) -> bool:
        """Whether unknown words in lower case stand where only a name makes sense."""
        if self.is_misspelt(start) or self.tokens[end - 1].key.endswith(tuple(self.cues.names.endings)):
            return False
        if end - start == len(self.tokens):
            return end - start > 1 or bool(matching.near(self.tokens[start].key, self.people))
        return place is Place.OBJECT or (place is Place.PREPOSITION and len(self.tokens) <= _SHORT)

    def _span(self, start: int, end: int, *, known: bool, sure: bool = True) -> Span:
        typed = " ".join(token.text for token in self.tokens[start:end])
        if not self.people.knows(self.tokens[end - 1].key):
            typed = without_possessive(typed)
        return Span(start, end, typed, self.around.place(start, end), known, sure)

    def _surname_first(self, start: int) -> Span | None:
        """A name in the order of lists: "Long, Mark"."""
        if start + 2 >= len(self.tokens) or self.tokens[start + 1].text != ",":
            return None
        surname, given = self.tokens[start], self.tokens[start + 2]
        if not (self.borne(start) and self.borne(start + 2)):
            return None
        if self._bearing(f"{given.owner} {surname.key}") is not Fit.FULL:
            return None
        return Span(start, start + 3, f"{surname.text}, {given.text}", self.around.place(start, start + 3))

    def _slug(self, start: int) -> Span | None:
        """The end of somebody's profile address: "jane-doe-123"."""
        text = self.tokens[start].text
        if "-" not in text or not any(char.isdigit() for char in text):
            return None
        url = profile_url(f"linkedin.com/in/{text}")
        if url is None or self.people.by_url(url) is None:
            return None
        return Span(start, start + 1, url, self.around.place(start, start + 1))

    def _inside(self, start: int) -> Span | None:
        """A known name inside a stretch of a script that is written without spaces."""
        text = self.tokens[start].key
        parts = [text[at : at + size] for size in (4, 3, 2) for at in range(len(text) - size + 1)]
        parts = [part for part in parts if part != text and part >= EAST_ASIA and part == person_key(part)]
        self.people.keys(parts)  # all together: there may be thousands
        part = next(filter(self.people.knows, parts), None)
        return None if part is None else Span(start, start + 1, part, self.around.place(start, start + 1))
