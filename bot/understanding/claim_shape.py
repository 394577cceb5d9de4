"""The section `claims` of `knowledge/understanding.toml`: the words by which facts are stated in sentences."""

from __future__ import annotations

from bot.policy import Knowledge
from bot.understanding.shapes import Phrases, WordSet


class ClaimCues(Knowledge):
    """How members state facts of their own profile in sentences: "my photo is up, and I'm down to 98 contacts".

    Attributes:
        introducing: who starts so speaks of themselves, though it may look like a question about somebody.
        polite: a message that starts so is a request, whatever sign it ends with.
        tags: a question whose last part is only one of these asks nothing.
        unsure: a statement that holds one of these states nothing: it is a wish, a plan, a doubt, or cannot be done.
        idle: what is said besides, and makes nothing unsure.
        unknown: words that take a statement back.
        own: words that show that the member is spoken of.
        people: whom "my" may stand before.
        others: words that show that somebody else is.
        things: what may stand before a verb and be the member's own, besides the names of fields.
        adverbs: what may stand between the one who does something and the verb.
        splitting: words that part two statements.
        former: words of what no longer is.
        negative: words that deny what a statement is about.
        gone: what is done to what is no longer there, or how it is.
        empty: how a section looks that nothing stands in: "not empty" is filled.
        present: words that show that what is named is there.
        acting: what else somebody does, of which a position, a school or a skill is told.
        instead: words that stand for what was named before.
        nouns: what a field is called, by field.
        yes: phrases that mean yes to a field, whatever else is said.
        no: phrases that mean no to a field, whatever else is said.
        plans: names of account types, with the name that the policy knows; "" takes the words as typed.
        ended: words before the name of an account type that is given up.
        ended_after: the same behind it.
        denied: words before the name of an account type that the member does not have; which they have is not said.
        judged: a word behind the name of an account type that is only spoken of: "Premium is good".
        basic: phrases that mean the free account.
        network: what a network is called.
        sharing: what is done with a network that others may look at.
        seeing: the same, where those others are named.
        audience: the others.
        hiding: words that deny sharing.
        uncounted: phrases for not even being counted, whatever else is said.
        hesitant: an offer to share that holds one of these is none.
        off: phrases for not even being counted.
        names: phrases for being named.
        count: phrases for being counted only.
        not_numbers: number words that mostly stand for something else.
        vague: what follows a number that counts something else: "7 days".
        dating: a number behind one of these is a date.
        compared: a number behind one of these is what is no longer so.
        short: digits that stand for words unless what is counted follows.
        mutual: a number with one of these counts what is shared with somebody.
        another: a number before one of these is only a part.
        outside: times that are not the window in which sent messages count.
        sending: words of sending.
        nobody: whom nothing was sent to.
        reaching: a number behind one of these is of connections, unless something else is named.
        finished: phrases for a complete profile.
        half: phrases for a profile that is half complete.
        announcing: a sentence that tells of a new job: the next one names it.
        unemployed: phrases for having no current job.
        unschooled: phrases for having no school.
        untrained: phrases for having no skills.
        inexperienced: phrases for having no past jobs.
        after: what a text follows, by field: all there is.
        adding: the same, where there may be more: what follows is added.
        before: the text stands between one of `doing` and one of these, by field.
        behind: the text stands before one of these, by field.
        taking: as `before`, behind one of `undoing`: it is taken off.
        doing: see `before`.
        undoing: see `taking`.
        roles: words that a position is known by.
        degrees: words that a degree is known by.
        schools: words that a school is known by.
        skills: words that a skill is known by.
        opinions: words that are no value: "my skills are good", "add those".
        leading: what does not belong to a text at its start.
        ends: what ends a text.
        opens: what starts another statement behind a comma, or behind "and".
        trailing: what does not belong to a text at its end.
    """

    introducing: Phrases
    polite: Phrases
    tags: WordSet
    unsure: Phrases
    idle: Phrases
    unknown: WordSet
    own: WordSet
    people: WordSet
    others: WordSet
    things: WordSet
    adverbs: WordSet
    splitting: WordSet
    former: WordSet
    negative: WordSet
    gone: WordSet
    empty: WordSet
    present: WordSet
    acting: WordSet
    instead: WordSet
    nouns: dict[str, Phrases]
    yes: dict[str, Phrases]
    no: dict[str, Phrases]
    plans: dict[str, str]
    ended: WordSet
    ended_after: Phrases
    denied: WordSet
    judged: WordSet
    basic: Phrases
    network: Phrases
    sharing: WordSet
    seeing: WordSet
    audience: WordSet
    hiding: WordSet
    uncounted: Phrases
    hesitant: Phrases
    off: Phrases
    names: Phrases
    count: Phrases
    not_numbers: WordSet
    vague: WordSet
    dating: WordSet
    compared: WordSet
    short: WordSet
    mutual: WordSet
    another: WordSet
    outside: Phrases
    sending: WordSet
    nobody: Phrases
    reaching: Phrases
    finished: Phrases
    half: Phrases
    announcing: Phrases
    unemployed: Phrases
    unschooled: Phrases
    untrained: Phrases
    inexperienced: Phrases
    after: dict[str, Phrases]
    adding: dict[str, Phrases]
    before: dict[str, Phrases]
    behind: dict[str, Phrases]
    taking: dict[str, Phrases]
    doing: WordSet
    undoing: WordSet
    roles: WordSet
    degrees: WordSet
    schools: WordSet
    skills: WordSet
    opinions: WordSet
    leading: WordSet
    ends: WordSet
    opens: WordSet
    trailing: WordSet
