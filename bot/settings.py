"""The environment, read once into one frozen value. Nothing else reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from bot.words import BUILT_IN


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store and the knowledge are.

    Attributes:
        default_db: whether nobody chose the store's place, so that its folder may be made.
    """

    db: Path
    knowledge: Path
    default_db: bool

    @classmethod
    def read(cls, db: str | None = None, knowledge: str | None = None) -> Settings:
        """What was given, else the environment (WHYLOCKED_DB, WHYLOCKED_KNOWLEDGE), else the user's data folder."""
        chosen = db or os.environ.get("WHYLOCKED_DB")
        folder = knowledge or os.environ.get("WHYLOCKED_KNOWLEDGE")
        return cls(
            db=Path(chosen) if chosen else user_data_path("whylocked", appauthor=False) / "whylocked.db",
            knowledge=Path(folder) if folder else BUILT_IN,
            default_db=not chosen,
        )
