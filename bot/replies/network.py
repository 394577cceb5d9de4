"""The member's own network in words: how many, where they work, who came last, who is at one company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.facts import Basis
from bot.people import Person, Target
from bot.replies.actions import SHORT
from bot.replies.lines import Lines
from bot.replies.model import Button, Line, Part, Reply
from bot.replies.target import details, place_of, relation_words
from bot.store.employers import Contact
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.current_facts import Relation
from bot.usecases.network import AtCompany, Messageable, Overview
from bot.verdict import State
from bot.words import Words

COMPANIES_AT_A_GLANCE = 3
"""How many companies a reply about everything names."""
NEWEST_AT_A_GLANCE = 3
MOST_WAYS_IN = 4
"""How many of the people whom colleagues know at a company stand on buttons."""


def overview(known: Overview, words: Words) -> Reply:
    """A little of everything."""
    lines = [*_count(known, words)]
    if known.imported is not None:
        lines += [*_companies(known, words, COMPANIES_AT_A_GLANCE), *_newest(known, words, NEWEST_AT_A_GLANCE)]
        lines.append(Line(Part.NOTE, words.say("network.ask")))
    return Reply((*lines, *_import(known, words)))


def counted(known: Overview, words: Words) -> Reply:
    """How many connections there are."""
    return Reply((*_count(known, words), *_import(known, words)))


def companies(known: Overview, words: Words) -> Reply:
    """Where most connections work."""
    return _or_import(known, words, _companies(known, words, len(known.companies)))


def newest(known: Overview, words: Words) -> Reply:
    """Whom the member connected with last."""
    return _or_import(known, words, _newest(known, words, len(known.newest)))


def _or_import(known: Overview, words: Words, lines: Iterator[Line]) -> Reply:
    return counted(known, words) if known.imported is None else Reply(tuple(lines))


def _count(known: Overview, words: Words) -> Iterator[Line]:
    if known.connections is None:
        yield Line(Part.VERDICT, words.say("network.unknown"))
        return
    code = "network.count_archive" if known.connections.basis is Basis.ARCHIVE else "network.count_stated"
    connections = words.count("connections", known.connections.value)
    yield Line(Part.VERDICT, words.say(code, connections=connections, as_of=known.connections.as_of))
    if known.imported is None:
        yield Line(Part.NOTE, words.say("network.unknown_stated"))


def _import(known: Overview, words: Words) -> Iterator[Line]:
    if known.imported is None:
        yield from import_help(words)


def import_help(words: Words) -> Iterator[Line]:
    """How to import an archive."""
    yield from (Line(Part.NOTE, line) for line in words.say("help.import").strip("\n").split("\n"))


def _companies(known: Overview, words: Words, most: int) -> Iterator[Line]:
    if not known.companies:
        yield Line(Part.NOTE, words.say("network.no_companies"))
        return
    yield Line(Part.NOTE, words.say("network.companies"))
    for company, people in known.companies[:most]:
        said = words.say("network.company", company=shown(company), people=words.count("persons", people))
        yield Line(Part.CHOICE, said)


def _newest(known: Overview, words: Words, most: int) -> Iterator[Line]:
    if not known.newest:
        yield Line(Part.NOTE, words.say("network.no_days"))
        return
    yield Line(Part.NOTE, words.say("network.newest"))
    yield from (_person(person, words) for person in known.newest[:most])


def _person(person: Person, words: Words) -> Line:
    said = words.say("network.person", name=shown(person.name), details=details(person, words))
    return Line(Part.CHOICE, said)


def at_company(at: AtCompany, words: Words) -> Reply:
    """Who works at a company: the member's own connections, then whom colleagues who share names know there."""
    lines = [*_own_head(at, words), *(_person(person, words) for person in at.own), *_left(at.own_count, at.own, words)]
    lines += _others_head(at, words)
    for contact in at.others:
        known_by = _known_by(contact, words)
        said = words.say(
            "network.at_other" if known_by else "network.at_other_unnamed",
            name=shown(contact.person.name),
            place=_place(contact.person, words),
            colleagues=known_by,
        )
        lines.append(Line(Part.CHOICE, said))
    lines += _left(at.others_count, at.others, words)
    if at.others:
        way_in = words.say("network.at_way_in", name=shown(at.others[0].person.name))
        lines.append(Line(Part.QUESTION, way_in, words.say("network.at_way_in_pressed")))
    return Reply(tuple(lines), actions=tuple(_ways_in(at.others, words)))


def _ways_in(others: Sequence[Contact], words: Words) -> Iterator[Button]:
    """What asks who can introduce the member to each of the first people whom colleagues know."""
    for name in dict.fromkeys(shown(contact.person.name) for contact in others[:MOST_WAYS_IN]):
        yield Button(shown(name, SHORT), words.say("network.at_way_in_says", name=name), answers=False)


def messageable(can: Messageable, lines: Lines, words: Words) -> Reply:
    """Whom the member can message at a company: what is on the member's own side once, then each person."""
    at = can.at
    said: list[Line] = []
    if at.own or at.others:
        said.append(Line(Part.VERDICT, lines.verdict(can.own_side)))
        for state in (State.LOCKED, State.UNKNOWN):
            said += lines.reasons(can.own_side, state)
    said += _own_head(at, words)
    said += [_can(person, answer, words) for person, answer in zip(at.own, can.own, strict=True)]
    said += [*_left(at.own_count, at.own, words), *_others_head(at, words)]
    for contact, answer in zip(at.others, can.others, strict=True):
        said.append(_can(contact.person, answer, words, _known_by(contact, words)))
    said += _left(at.others_count, at.others, words)
    if at.own or at.others:
        said.append(Line(Part.NOTE, words.say("network.can_ask")))
    return Reply(tuple(said))


def _can(person: Person, answer: Answer, words: Words, known_by: str = "") -> Line:
    said = words.say(
        "network.can_state_others" if known_by else "network.can_state",
        name=shown(person.name),
        place=_place(person, words),
        state=words.say(f"network.can_{answer.verdict}"),
        colleagues=known_by,
    )
    return Line(Part.CHOICE, said)


def _own_head(at: AtCompany, words: Words) -> Iterator[Line]:
    company = shown(at.company)
    if at.own:
        people = words.count("persons", at.own_count)
        yield Line(Part.VERDICT, words.say("network.at_own", people=people, company=company))
    elif at.imported is None:
        yield Line(Part.VERDICT, words.say("network.unknown"))
        yield from () if at.others else import_help(words)
    elif at.others:
        yield Line(Part.VERDICT, words.say("network.at_nobody", company=company))
    else:
        yield Line(Part.VERDICT, words.say("network.at_nobody_at_all", company=company))
    if at.close:
        close = words.listed([shown(each) for each in at.close])
        yield Line(Part.QUESTION, words.say("network.at_close", companies=close))


def _others_head(at: AtCompany, words: Words) -> Iterator[Line]:
    if at.others:
        people = words.count("persons", at.others_count)
        yield Line(Part.NOTE, words.say("network.at_others", people=people))


def _left(count: int, listed: Sequence[object], words: Words) -> Iterator[Line]:
    if count > len(listed):
        yield Line(Part.NOTE, words.count("left", count - len(listed)))


def _place(person: Person, words: Words) -> str:
    place = place_of(person, words)
    return words.say("introduce.place", place=place) if place else ""


def _known_by(contact: Contact, words: Words) -> str:
    return words.listed([shown(name) for name in contact.known_by])


def in_network(target: Target, name: str, relation: Relation, words: Words) -> Reply:
    """Whether somebody is in the member's network, and how the two stand.

    Args:
        name: what the person is called.
    """
    if relation.connected is None:
        known = (Line(Part.VERDICT, words.say("network.in_unknown", name=name)), *import_help(words))
        return Reply((*known, *_relation(name, relation, words)))
    if target.person is None and target.url is None:
        said = words.say("network.not_in_network_named", typed=shown(target.typed), as_of=relation.as_of)
        verdict: tuple[Line, ...] = (Line(Part.VERDICT, said),)
    else:
        said = words.say("network.in_network" if relation.connected else "network.not_in_network")
        verdict = (Line(Part.VERDICT, said), *_relation(name, relation, words))
    if relation.connected:
        return Reply(verdict)
    return Reply((*verdict, Line(Part.NOTE, words.say("network.in_next", name=name))))


def _relation(name: str, relation: Relation, words: Words) -> Iterator[Line]:
    return (Line(Part.RELATION, text) for text in relation_words(relation, name, words))
