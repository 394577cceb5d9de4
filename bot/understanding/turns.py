"""A turn of a conversation as slots that can be stored, and back. Never a whole message."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.people import Circle, People, Person, Target, TargetStatus
from bot.understanding.request import Intent, Turn

SHAPE = 2
"""Changes with the slots: a turn that another version kept is forgotten rather than misread."""
MOST_CANDIDATES = 20
"""How many persons of one name are remembered to choose from."""


def kept(turn: Turn) -> dict[str, object]:
    """The slots of a turn as plain data."""
    return {
        "shape": SHAPE,
        "intent": turn.intent.value,
        "asked": turn.asked,
        "asked_of": turn.asked_of,
        "diagnosis": turn.diagnosis,
        "topic": turn.topic,
        "pending": turn.pending,
        "beside": turn.beside,
        "targets": [
            {
                "status": target.status.value,
                "typed": target.typed,
                "url": target.url,
                "by_typo": target.by_typo,
                "person": target.person and _person(target.person),
                "candidates": [_person(person) for person in target.candidates[:MOST_CANDIDATES]],
            }
            for target in turn.targets
        ],
    }


def restored(slots: dict[str, Any] | None, people: People) -> Turn | None:
    """The turn that was kept, without whom the member may no longer see: consent may have been taken back since.

    None when none was kept, or when another version of the program kept it.
    """
    if slots is None or slots.get("shape") != SHAPE:
        return None
    targets = tuple(_target(slot, people) for slot in slots["targets"])
    return Turn(
        Intent(slots["intent"]),
        targets,
        slots["asked"],
        slots["asked_of"],
        slots["diagnosis"],
        slots["topic"],
        slots["pending"],
        slots.get("beside"),
    )


def _target(slot: dict[str, Any], people: People) -> Target:
    person = None if slot["person"] is None else _seen(_restored(slot["person"]), people)
    candidates = tuple(one for each in slot["candidates"] if (one := _seen(_restored(each), people)) is not None)
    if (slot["person"] is not None and person is None) or (slot["candidates"] and not candidates):
        return Target(TargetStatus.UNKNOWN, slot["typed"])
    return Target(TargetStatus(slot["status"]), slot["typed"], slot["url"], person, candidates, by_typo=slot["by_typo"])


def _seen(person: Person, people: People) -> Person | None:
    """The person as far as they may be seen now: only colleagues' networks can be closed, the member's own stays.

    Of several networks that told of somebody one may be closed, and with it where the person works.
    """
    if person.circle is not Circle.COLLEAGUES:
        return person
    return next((one for one in people.named({person.key}) if one.url == person.url), None)


def _person(person: Person) -> dict[str, str | None]:
    return {
        "name": person.name,
        "key": person.key,
        "url": person.url,
        "company": person.company,
        "position": person.position,
        "since": None if person.since is None else person.since.isoformat(),
        "circle": person.circle.value,
        "user": person.user,
    }


def _restored(slot: dict[str, Any]) -> Person:
    since = None if slot["since"] is None else date.fromisoformat(slot["since"])
    return Person(**{**slot, "since": since, "circle": Circle(slot["circle"])})
