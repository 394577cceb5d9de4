"""What is stored of a member: to hand over, to count, to forget; what of it outlives the member, nameless."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store import Session, Store, Who
from bot.store.cards import CHANNEL_ITSELF
from bot.usecases.appeal_steps import withdraw_all

GONE = "gone-"
"""How an id begins that stands for somebody who has gone."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What went when a member was forgotten.

    Attributes:
        rows: how many rows went, by table.
        cleared: whether no trace of it is left in the store's file either; False while another program is reading it.
    """

    rows: Mapping[str, int]
    cleared: bool


def forget(store: Store, who: Who, now: datetime) -> Gone:
    """Delete everything of the member's at once; then see that the file holds no trace of it."""
    with store.writing() as session:
        rows = forget_in(session, who, now)
    return Gone(rows, store.cleared())


def forget_in(session: Session, who: Who, now: datetime) -> Mapping[str, int]:
    """Delete everything of the member's; gives how many rows went, by table.

    An open appeal is withdrawn first. The audit, and what the member did about others' appeals, stay with a random id
    in the member's place; the cards of those appeals, and what the review channel is told of itself, are shown anew,
    without the member's name.
    """
    rows = session.leaving.counts(who)
    withdraw_all(session, who, now)
    session.cards.anew(who.team, session.appeals.acted_on(who), now)
    if session.audit.last_actor(who.team, "review_channel") == who.user:
        session.cards.anew(who.team, [CHANNEL_ITSELF], now)
    if session.audit.rename(who, f"{GONE}{secrets.token_hex(4)}") or any(rows.values()):
        session.leaving.delete(who)
    return rows
