"""The sections of `knowledge/understanding.toml`: which words and phrases show what."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from bot.policy import Knowledge
from bot.policy import Words as Text
from bot.understanding.phrases import plain
from bot.understanding.request import Intent


def _split(value: object) -> object:
    """Words are written with spaces between them, for they are many."""
    return frozenset(plain(value).split()) if isinstance(value, str) else value


WordSet = Annotated[frozenset[str], BeforeValidator(_split)]
Phrases = tuple[Text, ...]


class Command(Knowledge):
    """A message that always means the same, whatever was learned: what buttons say above all.

    Attributes:
        aspect: which side of the intent it asks for.
        topic: the lock or rule that it is about.
    """

    intent: Intent
    aspect: Text | None = None
    topic: Text | None = None
    phrases: Phrases


class NameCues(Knowledge):
    """What surrounds a name, and which words are none.

    Attributes:
        never: words that are never a name in lower case.
        common: words that are a name only where one is expected; all words of cues are common too.
        endings: an unknown lower-case word that ends so is no name.
        reach: what is done to a person: the name follows.
        between: what may stand between those and the name.
        prepositions: a name often follows.
        locked: what is said of a person: the name stands before.
        predicates: what else a named person does or is.
        not_after: a common word behind one of these is no name.
        not_before: a common word before one of these is no name.
        after: a common word before one of these may be a name.
        determiners: what follows one of these in lower case is a thing.
        joiners: what joins two names.
        given: common words that are names too: with a capital beside another capital they are one.
        proper: words with a capital that are no names.
        surnames: behind a capital a name with a capital, though no name anywhere else.
        starting: names that are mostly another word where a sentence starts: "Will Jane …".
        months: names of months; behind one of `dated` they are no others.
        dated: see `months`.
        branded: the word before one of these belongs to a product's name.
        credentials: what stands behind a name and a comma.
        titles: what stands before a name with a capital.
        roles: whom somebody is at a company: what follows "at" or "of" is the company.
        introducing: whom a story is about is told in these words.
        linkedin: what LinkedIn is called for short, behind one of `upon`.
        particles: small words inside names: "van der Berg".
        reporting: who stands before one of these tells of somebody: "Bob says …".
        colleagues: who stands behind one of these is somebody the member works or lives with: "my boss Bob".
        doing: who stands before one of these may introduce: "would Nadia know him".
        objects: behind a word that may be a surname, these show that it is what somebody does: "ignoring me".
        upon: see `linkedin`.
        of_companies: what stands before a company.
        asking: the concepts of a sentence that asks about a person it names.
        describing: behind a name, what follows one of these describes the person.
    """

    never: WordSet
    common: WordSet
    endings: WordSet
    reach: WordSet
    between: WordSet
    prepositions: WordSet
    locked: WordSet
    predicates: WordSet
    not_after: WordSet
    not_before: WordSet
    after: WordSet
    determiners: WordSet
    joiners: WordSet
    describing: WordSet
    given: WordSet
    proper: WordSet
    surnames: WordSet
    starting: WordSet
    months: WordSet
    dated: WordSet
    branded: WordSet
    credentials: WordSet
    titles: WordSet
    roles: WordSet
    introducing: Phrases
    linkedin: WordSet
    upon: WordSet
    particles: WordSet
    reporting: WordSet
    colleagues: WordSet
    doing: WordSet
    objects: WordSet
    of_companies: WordSet
    asking: WordSet


class FollowupCues(Knowledge):
    """What continues the turn before.

    Attributes:
        again: ask the same once more, about the same persons.
        why: ask for the reasons of what was said, or for more of it.
        confirm: say yes to whatever the bot asked to be confirmed.
        cancel: say no to it.
        to_bot: the bot itself is to be written to.
        pronouns: words for what was spoken of before, persons included.
        what_if: facts that follow are to be tried, not saved.
        more_supposed: so too where the message ends with a question mark and an answer went before: "and premium?".
        then: in a "what if", what it would come to stands behind one of these.
        joins_on: the message goes on with what was asked before: "and Bob?".
        filler: words that say nothing in a message which only names somebody.
        pick_filler: words that say nothing in the answer to "which one?".
        negations: the person named is not the one.
        all_of_them: all candidates are meant.
        generic: words of a message that is about people in general, not about the person of the turn before.
        besides: a name behind one of these is not asked about.
        connects: in a "what if", whom the member connects with stands behind one of these.
        accepts: in a "what if", whom the member connects with stands before one of these.
        further: words for more than there are.
        another: words for one more of what follows.
        articles: those of them that say so of some things only.
        people: whom one may connect with, counted.
        lasting: ask how long it is so.
        supposed_now: what is said in the past and supposed of now, with how it is said of now.
        ordinals: places in a list; -1 is the last.
    """

    again: Phrases
    why: Phrases
    confirm: Phrases
    cancel: Phrases
    to_bot: Phrases
    pronouns: WordSet
    what_if: Phrases
    more_supposed: Phrases
    then: WordSet
    joins_on: Phrases
    filler: WordSet
    pick_filler: WordSet
    negations: WordSet
    all_of_them: WordSet
    generic: WordSet
    besides: WordSet
    connects: WordSet
    accepts: WordSet
    further: WordSet
    another: WordSet
    articles: WordSet
    people: WordSet
    lasting: Phrases
    supposed_now: dict[str, str]
    ordinals: dict[str, int]


class AnswerCues(Knowledge):
    """How the bot's own questions are answered.

    Attributes:
        yes: words for yes.
        no: words for no.
        negations: words that deny what follows: "don't have a photo".
        agree: ends of statements that mean yes.
        deny: ends of statements that mean no.
        instead: phrases that are said in other words, with those.
        doubt: the member does not know, or moves on.
        beside: what is told and is no fact.
        gained: so many connections more than there were, and nothing else.
        filler: words that change nothing in an answer.
        stating: words that make a thing alone a fact: "it shows a padlock".
        joiners: words that part two statements, besides commas.
        own: words that show that the member speaks of their own profile.
        others: words that show that somebody else is spoken of.
        numbers: number words.
        one: the word for one, which mostly stands for something else.
        plans: words that names of account types are made of.
        sure_plans: those of them that are no other word: the name of an account type that nobody asked for has one.
        question_words: a message that starts with one of these is a question.
        auxiliaries: as those, where one of `subjects` follows or nothing.
        subjects: what a question is about.
        yes_or_no: the facts answered by yes or no, with the field that states each.
        counts: the facts answered by a number, with the field that states each.
        nouns: what is counted or owned, with the field that states it.
        fields: names of fields in other words.
        free_text: fields that take any text, also behind a colon.
    """

    yes: WordSet
    no: WordSet
    negations: WordSet
    agree: Phrases
    deny: Phrases
    instead: dict[str, str]
    doubt: Phrases
    beside: Phrases
    gained: Phrases
    filler: WordSet
    stating: WordSet
    joiners: WordSet
    own: WordSet
    others: WordSet
    numbers: dict[str, int]
    one: Text
    plans: WordSet
    sure_plans: WordSet
    question_words: WordSet
    auxiliaries: WordSet
    subjects: WordSet
    yes_or_no: dict[str, str]
    counts: dict[str, str]
    nouns: dict[str, str]
    fields: dict[str, str]
    free_text: WordSet
