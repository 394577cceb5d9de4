"""What all knowledge that decides is made of: rules with their source and basis, and the numbers that fit in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MOST = 1_000_000
"""The highest number that a policy takes: whatever is above it is a slip."""
MOST_CONNECTIONS = 30_000
"""The most connections that a member can have (knowledge/ways.toml, rules.most_connections)."""
MOST_DAYS = 3_660
"""The longest time that a policy looks back or waits."""

Count = Annotated[int, Field(ge=0, le=MOST, strict=True)]
AtLeastOne = Annotated[int, Field(ge=1, le=MOST, strict=True)]
Connections = Annotated[int, Field(ge=0, le=MOST_CONNECTIONS, strict=True)]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, strict=True)]
DaysOrNone = Annotated[int, Field(ge=0, le=MOST_DAYS, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Words = Annotated[str, Field(min_length=1)]

WORKSPACE = "workspace"
"""The source of a number that a workspace's administrators have set (bot/own_numbers.py)."""


class RuleBasis(StrEnum):
    """How far a rule can be trusted; a workspace's own rule is its administrators' decision."""

    ARTICLE = "article"
    LINKEDIN_HELP = "linkedin_help"
    ASSUMPTION = "assumption"
    WORKSPACE = "workspace"


class Knowledge(BaseModel):
    """Data from `knowledge/`: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Knowledge):
    """Where rules come from."""

    title: Words
    url: str | None = None


class Rule(Knowledge):
    """Anything that decides: it names its source, and how far that can be trusted."""

    source: Words
    basis: RuleBasis


def rules_of(model: Knowledge, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Rule]]:
    """Every rule below a model, with the keys that lead to it."""
    found: list[tuple[tuple[str, ...], Rule]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        items = {(name, str(key)): item for key, item in value.items()} if isinstance(value, dict) else {(name,): value}
        for keys, item in items.items():
            if isinstance(item, Rule):
                found.append(((*path, *keys), item))
            if isinstance(item, Knowledge):
                found.extend(rules_of(item, (*path, *keys)))
    return found
