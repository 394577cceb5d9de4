"""Days as the store keeps them."""

from __future__ import annotations

from datetime import date


def day_of(text: str | None) -> date | None:
    """The day of a column; None where the column is empty."""
    return None if text is None else date.fromisoformat(text)
