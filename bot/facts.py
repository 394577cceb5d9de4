"""What a check may look at. `None` always means "not known", never "none"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Basis(StrEnum):
    """Where a fact comes from."""

    ARCHIVE = "archive"
    STATED = "stated"
    RECORDED = "recorded"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One known value, where it comes from and the day it speaks for."""

    value: T
    basis: Basis
    as_of: date


class StandingKind(StrEnum):
    """What is recorded about the member's LinkedIn account."""

    GOOD = "good"
    RESTRICTED = "restricted"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class Standing:
    """A recorded standing; `until` is the last day of a restriction (UTC), None when no end is known."""

    kind: StandingKind
    reason: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Messages the member sent within the policy's window.

    Attributes:
        count: how many were sent in the window.
        repeats: how many of them carried a text that went to two or more recipients; None when not known.
        frees_at: when the count falls below the limit if nothing more is sent; None below the limit.
    """

    count: int
    repeats: int | None = None
    frees_at: datetime | None = None


class SentGap(StrEnum):
    """Why the number of sent messages is not known."""

    NO_MESSAGES = "no_messages"
    OWNER_UNKNOWN = "owner_unknown"
    ARCHIVE_TOO_OLD = "archive_too_old"


@dataclass(frozen=True, slots=True)
class BusiestWeek:
    """The most messages the archive shows in any window of the policy's length, and the day it began."""

    sent: int
    starts: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the six checks may look at, for one question at one moment.

    Attributes:
        now: the moment of the question, with a zone.
        skills: how many skills the profile lists.
        schools: how many schools the profile lists.
        experience: whether a past position is listed.
        completeness: the percentage that the member stated; never a computed one.
        sent_gap: why `sent` is None, when it is.
        target_named: whether the question is about somebody.
        connected: whether that person is a 1st-degree connection.
        shared: how many connections both share, as far as known.
        shared_is_partial: True when `shared` counts only what some networks show.
    """

    now: datetime
    standing: Fact[Standing] | None = None
    sent: Fact[Sent] | None = None
    sent_gap: SentGap = SentGap.NO_MESSAGES
    busiest_week: BusiestWeek | None = None
    account_type: Fact[str] | None = None
    connections: Fact[int] | None = None
    photo: Fact[bool] | None = None
    position: Fact[bool] | None = None
    skills: Fact[int] | None = None
    schools: Fact[int] | None = None
    experience: Fact[bool] | None = None
    custom_url: Fact[bool] | None = None
    summary: Fact[bool] | None = None
    completeness: Fact[int] | None = None
    target_named: bool = False
    connected: Fact[bool] | None = None
    shared: Fact[int] | None = None
    shared_is_partial: bool = False

    def changed(self, **facts: object) -> Facts:
        """The same facts with some replaced: what plans and "what if" are computed from."""
        return replace(self, **facts)  # type: ignore[arg-type]
