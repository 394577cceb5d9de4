"""Labelled lines: what people type, and what they mean by it. `make learn` learns from some and is scored on others.

A line of a file is a JSON object: `text`, `intent` and `channel`; where they apply `target` (a name or a list of them),
`candidates` (whom the bot must ask about), `topic`, `field`, `value`; of a followup `prev` (what was said before) and
`resolved_intent`; `also`, `target_alt` and `topic_alt` are other labels that are as right.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.people import Circle, People, Person, person_key
from bot.understanding.request import Intent

BOT = "U0LOCK"
"""The bot's own id in the examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled line.

    Attributes:
        label: the intent; of a followup the one that it goes on with.
        row: everything the line holds.
    """

    text: str
    before: str | None
    label: Intent
    row: dict[str, Any]


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of a file, or of all files of a folder, in order."""
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                label = row["resolved_intent"] if row["intent"] == "followup" else row["intent"]
                yield Example(row["text"], row.get("prev"), Intent(label), row)


def read_people(file: Path) -> People:
    """The invented people whom the examples name."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    persons = [_person(row) for row in table["person"]]
    asker = _person({**table["asker"], "circle": "member"})
    users = {row["user"]: _person({**row, "circle": "member"}) for row in table["member"]}
    return People(persons, asker, {asker.user or "": asker, **users})


def _person(row: dict[str, str]) -> Person:
    return Person(
        row["name"],
        person_key(row["name"]),
        row.get("url"),
        row.get("company"),
        row.get("position"),
        circle=Circle(row["circle"]),
        user=row.get("user"),
    )
