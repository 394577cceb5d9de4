"""A turn of a conversation as slots that can be stored, and back. Never the text that people typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.people import Circle, Person, Target, TargetStatus
from bot.understanding.request import Intent, Turn


def kept(turn: Turn) -> dict[str, object]:
    """The slots of a turn as plain data."""
    return {
        "intent": turn.intent.value,
        "asked": turn.asked,
        "diagnosis": turn.diagnosis,
        "targets": [
            {
                "status": target.status.value,
                "typed": target.typed,
                "url": target.url,
                "by_typo": target.by_typo,
                "person": target.person and _person(target.person),
                "candidates": [_person(person) for person in target.candidates],
            }
            for target in turn.targets
        ],
    }


def restored(slots: dict[str, Any]) -> Turn:
    """The turn that was kept."""
    targets = tuple(
        Target(
            TargetStatus(slot["status"]),
            slot["typed"],
            slot["url"],
            None if slot["person"] is None else _restored(slot["person"]),
            tuple(_restored(person) for person in slot["candidates"]),
            by_typo=slot["by_typo"],
        )
        for slot in slots["targets"]
    )
    return Turn(Intent(slots["intent"]), targets, slots["asked"], slots["diagnosis"])


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
