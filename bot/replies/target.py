"""Who an answer is about, in words: the name, how the asker stands with the person, which of several is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.facts import Basis
from bot.people import Person, Target, TargetStatus
from bot.policy import FREE
from bot.replies.flow import flowing, sentences_of
from bot.replies.model import Line, Part
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.current_facts import Relation
from bot.verdict import Verdict
from bot.words import Words

CANDIDATES_SHOWN = 10
"""How many persons of one name a reply lists."""
NAMED = 3
"""How many persons a title names."""


def name_of(answer: Answer, words: Words) -> str:
    """What the person asked about is called."""
    target = answer.target
    if target.person is not None:
        return shown(target.person.name)
    named = target.typed if target.typed != target.url else ""
    return shown(named) or words.say("target.the_person")


def title(answers: Sequence[Answer], words: Words) -> str:
    """Whom answers are about, in a few words; "" where they are about nobody with a name, or it is not clear whom."""
    named = [name_of(answer, words) for answer in answers if answer.verdict and _has_name(answer.target)]
    left = len(named) - NAMED
    return words.listed(named[:NAMED]) + (words.say("list.and_more", n=left) if left > 0 else "")


def _has_name(target: Target) -> bool:
    return target.person is not None or target.typed not in {"", target.url}


def about_target(answer: Answer, words: Words) -> Iterator[Line]:
    """How the person was found, or not, and how the asker stands with them."""
    target = answer.target
    if target.by_typo:
        yield Line(Part.NOTE, words.say("target.typo", typed=shown(target.typed), name=name_of(answer, words)))
    if target.status is TargetStatus.UNKNOWN and target.url is not None:
        yield Line(Part.NOTE, words.say("target.unknown_url", url=target.url))
    elif target.status is TargetStatus.UNKNOWN:
        counted = answer.facts.shared is not None and answer.facts.shared.basis is Basis.ARCHIVE
        code = "unknown_counted" if counted else "unknown" if answer.from_archive else "unknown_no_data"
        code = "unknown_colleague" if target.colleague else code
        told = words.say(f"target.{code}", typed=shown(target.typed))
        yield from (Line(Part.NOTE, line) for line in flowing(sentences_of(told)))
    elif answer.relation is not None:
        cause = None if answer.verdict is Verdict.LOCKED else _cause(answer)
        said = relation_words(answer.relation, name_of(answer, words), words, cause=cause)
        yield from (Line(Part.RELATION, text) for text in flowing(said))


def relation_words(relation: Relation, name: str, words: Words, *, cause: str | None = None) -> Iterator[str]:
    """How the asker stands with a person.

    Args:
        cause: which sentence tells why not being connected is likely the cause of a lock; None where none does.
    """
    fields = {
        "name": name,
        "since": relation.since,
        "as_of": relation.as_of,
        "on": relation.invited_on,
        "last": relation.last_message,
    }
    if relation.connected:
        yield words.say(f"relation.connected{'_since' if relation.since else ''}", **fields)
    elif relation.invitation is not None:
        dated = "" if relation.invited_on else "_undated"
        yield words.say(f"relation.invitation_{relation.invitation}{dated}", **fields)
    elif relation.connected is False:
        # The commonest true cause of all (spec, section 3): where nothing else locks, it must not be missed.
        yield words.say("relation.not_connected_cause" if cause else "relation.not_connected", **fields)
        if cause:
            yield words.say(f"relation.cause_{cause}", **fields)
    if relation.messages:
        times = words.count("times", relation.messages)
        yield words.say(f"relation.wrote{'' if relation.last_message else '_undated'}", times=times, **fields)
    elif relation.last_received is not None:
        yield words.say("relation.was_written_to", **{**fields, "last": relation.last_received})


def _cause(answer: Answer) -> str:
    """Which sentence tells that not being connected is the cause: a paid plan has other ways."""
    account = answer.facts.account_type
    return "paid" if account is not None and account.value != FREE else "free"


def which(answer: Answer, words: Words) -> Iterator[Line]:
    """The question which of several persons is meant."""
    target = answer.target
    code = "target.did_you_mean" if target.by_typo else "target.which"
    yield Line(Part.VERDICT, words.say(code, typed=shown(target.typed)))
    for number, person in enumerate(target.candidates[:CANDIDATES_SHOWN], 1):
        told = details(person, words)
        line = words.say("target.candidate", number=number, name=shown(person.name), details=told)
        yield Line(Part.CHOICE, line)
    left = len(target.candidates) - CANDIDATES_SHOWN
    if left > 0:
        yield Line(Part.NOTE, words.count("candidates_left", left))
    yield Line(Part.QUESTION, words.say("target.pick"), words.say("target.pick_pressed"))


def place_of(person: Person, words: Words) -> str:
    """Where somebody works and as what, as far as it is known; "" when it is not."""
    if person.position and person.company:
        return words.say("target.at_company", position=shown(person.position), company=shown(person.company))
    return shown(person.position or person.company or "")


def details(person: Person, words: Words) -> str:
    """What tells persons of one name apart: position, company, connected since; else the profile address."""
    place = place_of(person, words)
    parts = [place] if place else []
    if person.since:
        parts.append(words.say("target.since", since=person.since))
    told = ", ".join(parts) or (person.url or "").removeprefix("https://www.")
    return words.say("target.details", details=told) if told else ""
