"""Values that are text: a position, a name, lists of skills and schools, cut out of the sentence that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.claim_cuts import AT, CLOSING, COMMA, JOINING, Cutting

LISTS = {"skills", "education"}
NONE, ADD, TAKE = "none", "+", "-"
_LONGEST, _LONGEST_NAME = 14, 5
_JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Told:
    """A text that a sentence states.

    Attributes:
        places: the words that it was told with, which say nothing else.
    """

    field: str
    value: str
    places: range


@dataclass(frozen=True)
class Texts(Cutting):
    """Reads the texts of one sentence.

    Attributes:
        announced: the sentence before told of a new job.
    """

    announced: bool

    def told(self) -> list[Told]:
        """Every text, by field."""
        found = (self._url(), self._name(), self._position(), self._skills(), self._education(), self._experience())
        return [told for told in found if told is not None]

    def _url(self) -> Told | None:
        for at, piece in enumerate(self.sentence.pieces):
            about = self.sentence.found(self.words.set_of("nouns", "url")) or self.keys(0, at) & self.words.cues.own
            if piece.url is not None and about:
                return Told("url", piece.url, range(len(self.sentence.pieces)))
        return None

    def _name(self) -> Told | None:
        found = self.after("name")
        if found is None:
            return None
        start, end = self.until(found.stop, several=False)
        value = self.sentence.typed(start, end)
        plausible = end - start <= _LONGEST_NAME and self.says(start, end)
        plausible = plausible and not self.keys(start, end) & self.words.nouns
        return Told("name", value, range(found.start, end)) if plausible and any(map(str.isalpha, value)) else None

    def _position(self) -> Told | None:
        sentence = self.sentence
        none = sentence.found(self.words.set_of("unemployed"))
        if none is not None:
            rest = self._one_is(none.stop)
            return rest or Told("position", NONE, none)
        ahead = sentence.found(self.words.set_of("behind", "position"))
        if ahead is not None and ahead.start:
            return Told("position", sentence.typed(self.lead(0, ahead.start), ahead.start), range(ahead.stop))
        found = self.after("position")
        if found is not None:
            start, end = self.until(found.stop, several=False)
            if self.says(start, end) and not self.is_plan(start, end):
                return Told("position", self._with_company(start, end), range(found.start, end))
        return self._one_is(0)

    def _one_is(self, after: int) -> Told | None:
        """What somebody says to be: "I'm Head of Talent at Hooli", or the whole sentence behind "new job!"."""
        keys = self.sentence.keys
        starts = [at + (keys[at] != _JOINED) for at in range(after, len(keys)) if keys[at] in {"im", "am", _JOINED}]
        starts += [1] if keys[0] == "now" else []
        for start in [*([0] if self.announced else []), *starts]:
            first, end = self.until(start, several=False)
            inside = keys[first:end]
            with_company = self._company_first(first, end)
            if with_company is not None:
                return with_company
            role = next((at for at, key in enumerate(inside) if set(key.split()) & self.words.cues.roles), None)
            if role is None or self.is_plan(first, end) or not self._is_title(first, first + role):
                continue
            return Told("position", self._with_company(first, end), range(start, end))
        return None

    def _is_title(self, first: int, role: int) -> bool:
        """Whether what stands before the word for a role may belong to it: it holds no word of a sentence."""
        cues = self.words.cues
        return not self.keys(first, role) & (cues.own | cues.others | cues.negative | {"the", "with", "a", "an"})

    def _company_first(self, first: int, end: int) -> Told | None:
        """A company with the role behind it: "with Kestrel Freight as key account manager"."""
        keys = self.sentence.keys
        if first and keys[first - 1] == "with":
            first -= 1
        if first >= end or keys[first] not in {"with", AT, _JOINED}:
            return None
        stop = next((at for at in range(first, len(keys)) if keys[at] == "as"), None)
        if stop is None:
            return None
        _, until = self.until(first + 1, several=False)
        start, last = self.until(stop + 1, several=False)
        value = f"{self.sentence.typed(start, last)} at {self.sentence.typed(first + 1, min(until, stop))}"
        return Told("position", value, range(first, last)) if start < last else None

    def _with_company(self, start: int, end: int) -> str:
        """The position with the company that stands behind a comma: "Head of Sales, still at Acme"."""
        keys, value = self.sentence.keys, self.sentence.typed(start, end)
        if end + 1 < len(keys) and keys[end] in COMMA:
            next_ = end + 1 + (keys[end + 1] == "still")
            if next_ < len(keys) and keys[next_] == AT:
                first, last = self.until(next_ + 1, several=False)
                return f"{value} at {self.sentence.typed(first, last)}"
        return value

    def _skills(self) -> Told | None:
        none = self.sentence.found(self.words.set_of("untrained"))
        if none is not None:
            return Told("skills", NONE, none)
        return self._list("skills") or self._known_skills()

    def _known_skills(self) -> Told | None:
        """Skills that are known to be some: "I learned Python and SQL"."""
        keys, cues = self.sentence.keys, self.words.cues
        doing = next((at for at, key in enumerate(keys) if key in cues.doing | cues.undoing), None)
        if doing is None:
            return None
        start, end = self.until(doing + 1, several=True)
        if not self.keys(start, end) & cues.skills or self.keys(start, end) & self.words.nouns:
            return None
        sign = TAKE if keys[doing] in cues.undoing else ADD
        return self._told("skills", range(start, end), sign, range(doing, end))

    def _education(self) -> Told | None:
        none = self.sentence.found(self.words.set_of("unschooled"))
        if none is not None:
            return Told("education", NONE, none)
        found = self._list("education")
        if found is not None:
            return found
        keys, cues = self.sentence.keys, self.words.cues
        for at, key in enumerate(keys):
            if key in cues.degrees:
                start, end = self.until(at, several=True)
                return self._told("education", range(start, end), ADD, range(at, end))
            if (key in cues.schools and key not in self.words.nouns | {"school", "faculty"}) or self._is_school(at):
                start = max((place + 1 for place in range(at) if keys[place] in COMMA | CLOSING), default=0)
                first, end = self.until(start, several=True)
                if end <= at:  # another statement stands before the school's name
                    first, end = self.until(self._name_start(at), several=True)
                return self._told("education", range(first, end), ADD, range(first, end))
        return None

    def _name_start(self, at: int) -> int:
        """Where the name of a school starts that a word belongs to."""
        while at > 0 and self.sentence.typed(at - 1, at)[:1].isupper() and self.sentence.keys[at - 1] not in COMMA:
            at -= 1
        return at

    def _is_school(self, at: int) -> bool:
        """Whether a word for schools belongs to a school's name: "Trinity College", "University of Leeds"."""
        keys = self.sentence.keys
        if keys[at] not in self.words.cues.schools or not self.sentence.typed(at, at + 1)[:1].isupper():
            return False
        before = (
            at > 0 and self.sentence.typed(at - 1, at)[:1].isupper() and keys[at - 1] not in self.words.cues.leading
        )
        return before or (at + 1 < len(keys) and keys[at + 1] == "of")

    def _experience(self) -> Told | None:
        none = self.sentence.found(self.words.set_of("inexperienced"))
        if none is not None:
            return Told("experience", NONE, none)
        found = self.after("experience")
        if found is None:
            return None
        start, end = self.until(found.stop, several=True)
        if self.keys(start, end) & (self.words.cues.present | self.words.nouns | self.words.cues.empty):
            return None
        return self._told("experience", range(start, end), "", range(found.start, end))

    def _list(self, field: str) -> Told | None:
        """A list, with a sign before it where it changes the one that is known."""
        sentence, words = self.sentence, self.words
        closed = words.nouns | words.cues.ends
        for name, verbs, sign in (("taking", words.cues.undoing, TAKE), ("before", words.cues.doing, ADD)):
            place = sentence.found(words.set_of(name, field))
            verb = None if place is None else self._verb(verbs, place.start, words.cues.leading)
            if place is not None and verb is not None and not self.keys(verb + 1, place.start) & closed:
                first = self.lead(verb + 1, place.start)
                told = self._told(field, range(first, place.start), sign, range(verb, place.stop))
                if told is not None:
                    return told
        ahead = sentence.found(words.set_of("behind", field))
        if ahead is not None and ahead.start:
            verb = self._verb(words.cues.doing, ahead.start, frozenset())
            first = self.lead(0 if verb is None else verb + 1, ahead.start)
            return self._told(field, range(first, ahead.start), ADD, range(ahead.stop))
        signs = (("after", ""), ("adding", ADD))
        places = [(sentence.found(words.set_of(name, field)), sign) for name, sign in signs]
        # What starts first says most: "added 3 skills: …" adds, though "skills: …" alone would be all of them.
        for found, sign in sorted(((one, sign) for one, sign in places if one), key=lambda one: one[0].start):
            start, end = self.until(found.stop, several=True)
            told = self._told(field, range(start, end), sign, range(found.start, end))
            if told is not None:
                return told
        return None

    def _verb(self, verbs: frozenset[str], before: int, empty: frozenset[str]) -> int | None:
        """The last verb before a place, with something between that is no verb and no filler."""
        keys = self.sentence.keys
        return next(
            (at for at in range(before - 1, -1, -1) if keys[at] in verbs and set(keys[at + 1 : before]) - empty), None
        )

    def _told(self, field: str, places: range, sign: str, of: range) -> Told | None:
        items = [item for item in self._items(places) if item]
        keys = self.keys(places.start, places.stop)
        said = (
            keys & (self.words.cues.present | self.words.cues.empty | self.words.cues.negative) - self.words.cues.skills
        )
        if not items or not self.says(places.start, places.stop) or len(places) > _LONGEST * 2 or said:
            return None
        if field in LISTS and all(item.isdecimal() for item in items):
            return None
        return Told(field, f"{sign}{', '.join(items)}", of)

    def _items(self, places: range) -> Iterator[str]:
        keys, start = self.sentence.keys, places.start
        for at in [*places, places.stop]:
            if at == places.stop or keys[at] in COMMA | JOINING:
                first = self.lead(start, at)
                yield self.sentence.typed(first, self.trail(first, at))
                start = at + 1
