"""Who can introduce the member to somebody, and the note that asks for it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.people import Person, Target, TargetStatus
from bot.replies.actions import SHORT
from bot.replies.model import Action, Button, Line, Part, Reply
from bot.replies.target import details, place_of, relation_words
from bot.store.introducers import Introducer
from bot.text import shown
from bot.usecases.introducing import Introductions
from bot.words import Words

SHOWN = 5
"""How many people who can introduce are named in a reply about one person."""
SHOWN_OF_SEVERAL = 2
"""The same for each, where a message asks about several persons."""
BUTTONS = 3
"""For how many of them a note can be asked by a press."""


def introductions(
    known: Introductions, says: Mapping[Introducer, str], words: Words, *, most: int = SHOWN, alone: bool = True
) -> Reply:
    """Who can introduce the member to one person, best first, and what helps where nobody can.

    Args:
        says: what asks for a note to each, for those who can be told apart.
        most: how many are named.
        alone: whether the reply is about this person only, so that it can go on to a note.
    """
    name = called(known.target, words)
    if known.relation is not None and known.relation.connected:
        said = [Line(Part.VERDICT, text) for text in relation_words(known.relation, name, words)][:1]
        return Reply((*said, Line(Part.NOTE, words.say("introduce.not_needed"))))
    offered = [each for each in known.introducers[:most] if each in says][:BUTTONS] if alone else []
    lines = (*_who(known, name, words, most), *_note(offered, says, words))
    buttons: tuple[Action, ...] = tuple(
        Button(words.say("introduce.button", who=shown(each.person.name, SHORT)), says[each], answers=False)
        for each in offered
    )
    return Reply(lines, actions=buttons)


def called(target: Target, words: Words) -> str:
    """What the person is called whom the member wants to meet."""
    if target.person is not None:
        return shown(target.person.name)
    named = target.typed if target.typed != target.url else (target.url or "").removeprefix("https://www.")
    return shown(named) or words.say("target.the_person")


def _who(known: Introductions, name: str, words: Words, most: int) -> Iterator[Line]:
    more = max(known.named, len(known.introducers)) - most
    if known.introducers:
        people = words.count("persons", max(known.named, len(known.introducers)))
        yield Line(Part.VERDICT, words.say("introduce.title", people=people, name=name))
        for number, each in enumerate(known.introducers[:most], 1):
            yield Line(Part.CHOICE, _introducer(each, number, name, words))
        if more > 0:
            yield Line(Part.NOTE, words.count("left", more))
    counted = known.counted
    if counted:
        code = f"{'_more' if known.introducers else ''}_{'one' if counted == 1 else 'many'}"
        part = Part.NOTE if known.introducers else Part.VERDICT
        yield Line(part, words.say(f"introduce.counted{code}", n=counted, name=name))
    elif not known.introducers:
        yield Line(Part.VERDICT, words.say("introduce.nobody", name=name))
    if known.relation is not None and known.relation.invitation is not None:
        said = relation_words(known.relation, name, words)
        yield Line(Part.RELATION, next(said))
    if known.stated is not None:
        shared = words.count("shared", known.stated.value)
        yield Line(Part.NOTE, words.say("introduce.stated", on=known.stated.as_of, shared=shared, name=name))
    if known.colleague:
        yield Line(Part.NOTE, words.say("introduce.member", name=name))
    if not known.introducers:
        yield from _what_helps(known, name, words)


def _introducer(each: Introducer, number: int, name: str, words: Words) -> str:
    place = place_of(each.person, words)
    code = "introduce.yours" if each.yours else "introduce.colleague"
    if each.yours is None:
        code = "introduce.colleague_unsure"
    return words.say(
        code,
        number=number,
        who=shown(each.person.name),
        place=words.say("introduce.place", place=place) if place else "",
        yours_since=words.say("introduce.since", since=each.person.since) if each.person.since else "",
        knows_since=words.say("introduce.since", since=each.knows_since) if each.knows_since else "",
        name=name,
    )


def _what_helps(known: Introductions, name: str, words: Words) -> Iterator[Line]:
    """Why nobody is named, and what would change it."""
    if known.connections_of is None:
        yield Line(Part.NOTE, words.say("introduce.why_no_archive"))
    elif not known.counted:
        yield Line(Part.NOTE, words.say("introduce.why_nobody", name=name))
    if known.target.status is TargetStatus.UNKNOWN and known.target.url is None:
        yield Line(Part.NOTE, words.say("introduce.spelling"))
    yield Line(Part.NOTE, words.say("introduce.profile", name=name))
    yield Line(Part.NOTE, words.say("introduce.colleagues"))


def _note(offered: list[Introducer], says: Mapping[Introducer, str], words: Words) -> Iterator[Line]:
    if offered:
        typed = words.say("introduce.note", says=says[offered[0]])
        yield Line(Part.QUESTION, typed, words.say("introduce.note_pressed"))


def ask_for_it(called: str) -> str:
    """What asks somebody for an introduction, by name or profile address, as the member types it."""
    return f"ask {called} to introduce me"


def which_introducer(target: Target, words: Words) -> Reply:
    """The question which of several is to introduce; told by address, since a number would be about whom to meet."""
    urls = [person.url for person in target.candidates if person.url is not None]
    lines = [Line(Part.VERDICT, words.say("target.which", typed=shown(target.typed)))]
    for number, person in enumerate(target.candidates[:SHOWN], 1):
        told = words.say("target.candidate", number=number, name=shown(person.name), details=details(person, words))
        lines.append(Line(Part.CHOICE, told))
    if urls:
        typed = words.say("introduce.request_which", says=ask_for_it(urls[0]))
        lines.append(Line(Part.QUESTION, typed, words.say("target.pick_pressed")))
    buttons = tuple(
        Button(f"{number}. {shown(person.name, SHORT)}", ask_for_it(person.url), answers=False)
        for number, person in enumerate(target.candidates[:SHOWN], 1)
        if person.url is not None
    )
    return Reply(tuple(lines), actions=buttons)


def note(introducer: Target, target: Target, me: Person, words: Words, *, known: bool) -> Reply:
    """A note that asks somebody for an introduction, for the member to copy and edit.

    Args:
        introducer: whom the note goes to.
        target: whom the member wants to meet.
        me: the member.
        known: whether the tie between the two may be shown; else the note asks whether there is one.
    """
    who, mine = called(introducer, words), shown(me.name)
    company = None if target.person is None else target.person.company
    text = words.say(
        "introduce.request_known" if known else "introduce.request_open",
        first=_first(who),
        name=called(target, words),
        at=words.say("introduce.request_at", company=shown(company)) if company else "",
        thanks=words.say("introduce.request_thanks_from", me=_first(mine))
        if mine
        else words.say("introduce.request_thanks"),
    )
    return Reply(
        (
            Line(Part.VERDICT, words.say("introduce.request", who=who)),
            Line(Part.CHOICE, text),
            Line(Part.NOTE, words.say("introduce.request_why")),
        )
    )


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name
