"""The invented persons of `tests/cases/invented.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from bot.people import Circle, People, Person, person_key

CASES = Path(__file__).parent / "cases"


def invented() -> People:
    """Everybody in the table, with the members of the workspace by user id."""
    table = tomllib.loads((CASES / "invented.toml").read_text("utf-8"))
    persons = [person(row) for row in table["person"]]
    users = {one.user: one for one in persons if one.user}
    return People(persons, person(table["asker"]), users)


def person(row: dict[str, Any]) -> Person:
    """One person of the table."""
    return Person(**{**row, "key": person_key(row["name"]), "circle": Circle(row.get("circle", "own"))})
