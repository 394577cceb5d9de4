"""What the use cases of appeals take and give, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.appeals import CASE_OF, Appeal, Case, Event, Refused
from bot.facts import Fact, Facts, Standing


@dataclass(frozen=True, slots=True)
class ToAppeal:
    """What there is to appeal.

    Attributes:
        case: None in good standing, and once a restriction has ended.
        standing: as recorded or reported; None when neither is.
        open: the member's open appeal of that case.
    """

    case: Case | None
    standing: Fact[Standing] | None
    open: Appeal | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft of a statement is made of: the member's own facts.

    Attributes:
        case: what it is against; None where the member still has to say which notice they got.
    """

    case: Case | None
    standing: Fact[Standing] | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Filing:
    """What a member files.

    Attributes:
        case: what it is against; None is what stands. Where nothing stands, the member reports it by naming it.
        reason: a violation that the policy lists, or as the notice says it; None is the one that stands.
        diagnosis: one of the member's own that it points to.
    """

    statement: str
    case: Case | None = None
    reason: str | None = None
    noticed_on: date | None = None
    diagnosis: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of filing.

    Attributes:
        is_new: False where an appeal of that case is open already; that one is given, as it was.
        reported: whether the member's own report of the notice was recorded with it.
        reviewed: whether the workspace has a place where reviewers see it.
        by_guest: whether its member is of another workspace, whose appeals nobody here reviews.
    """

    appeal: Appeal
    is_new: bool
    reported: bool = False
    reviewed: bool = False
    by_guest: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An appeal with its history.

    Attributes:
        called: the names of members who did something, by user id, as far as they are known here.
        reader: who is told of it; None is its own member.
    """

    appeal: Appeal
    events: Sequence[Event]
    called: Mapping[str, str]
    reader: str | None = None

    @property
    def last(self) -> Event:
        """What happened last."""
        return self.events[-1]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken; `standing` is what counts of the account after it."""

    told: Told
    standing: Fact[Standing] | None

    @property
    def appeal(self) -> Appeal:
        """The appeal as it is now."""
        return self.told.appeal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that cannot be taken, why, and how the appeal stands: what happened last says by whom."""

    reason: Refused
    told: Told

    @property
    def appeal(self) -> Appeal:
        """The appeal as it is."""
        return self.told.appeal


@dataclass(frozen=True, slots=True)
class Lifting:
    """A good standing that counts because an appeal was accepted."""

    told: Told
    accepted: Event


@dataclass(frozen=True, slots=True)
class Overview:
    """A member's appeals, and what counts of the account.

    Attributes:
        appeals: oldest first.
        lifting: the accepted appeal because of which the standing counts as good; None where none is.
    """

    appeals: Sequence[Told]
    standing: Fact[Standing] | None
    lifting: Lifting | None

    @property
    def open(self) -> Sequence[Told]:
        """Those of which something may still come."""
        return [told for told in self.appeals if told.appeal.is_open]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is recorded, or reported, that could be appealed."""
        return self.standing is None or self.standing.value.kind not in CASE_OF

    def numbered(self, number: int) -> Told | None:
        """The member's own appeal of a number; None where that is nobody's or somebody else's."""
        return next((told for told in self.appeals if told.appeal.number == number), None)

    def lifts(self, told: Told) -> bool:
        """Whether the account counts as in good standing because this one was accepted."""
        return self.lifting is not None and self.lifting.told.appeal.number == told.appeal.number
