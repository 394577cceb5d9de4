"""What is stored of a member: to hand over, to count, to forget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store import Store, Who


@dataclass(frozen=True, slots=True)
class Gone:
    """What went when a member was forgotten.

    Attributes:
        rows: how many rows went, by table.
        cleared: whether no trace of it is left in the store's file either; False while another program is reading it.
    """

    rows: Mapping[str, int]
    cleared: bool


def forget(store: Store, who: Who) -> Gone:
    """Delete everything of the member's at once; then see that the file holds no trace of it."""
    with store.writing() as session:
        rows = session.leaving.counts(who)
        if any(rows.values()):
            rows = session.leaving.delete(who)
    return Gone(rows, store.cleared())
