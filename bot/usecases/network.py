"""The member's own network, and what colleagues who share names could add to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.archive.rows import Kind
from bot.companies import company_key
from bot.facts import Fact
from bot.people import Person, Target, TargetStatus
from bot.policy import Policy
from bot.profile_fields import count_of
from bot.store import Session, Who
from bot.store.employers import Contact
from bot.usecases.answer import Answer
from bot.usecases.asking import Asking
from bot.usecases.current_facts import asker_facts
from bot.usecases.profile import sharing

COMPANIES = 10
"""How many companies are listed at most."""
NEWEST = 5
"""How many of the newest connections are listed."""
AT_COMPANY = 6
"""How many of the member's connections at one company are listed."""
OTHERS_AT_COMPANY = 4
"""How many people there are listed whom only colleagues know."""

_BEGINS = 3
_LOOKED_AT = 200
_CLOSE = 3
_MISTAKES = 2


@dataclass(frozen=True, slots=True)
class Overview:
    """A member's network at a glance.

    Attributes:
        connections: how many, from the archive or as stated, whichever is newer.
        imported: the day the connections of the archive speak for; None when there are none.
        companies: where most of them work, with how many.
        newest: whom the member connected with last.
    """

    connections: Fact[int] | None
    imported: date | None
    companies: tuple[tuple[str, int], ...] = ()
    newest: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class AtCompany:
    """Who works at a company.

    Attributes:
        company: as typed.
        imported: the day the member's own connections speak for; None when there are none.
        own: connections of the member, the newest first; `own_count` counts all of them.
        others: whom colleagues who share names know and the member does not; `others_count` counts all of them.
        close: companies whose names are near, where nobody works at this one.
    """

    company: str
    imported: date | None
    own: tuple[Person, ...] = ()
    own_count: int = 0
    others: tuple[Contact, ...] = ()
    others_count: int = 0
    close: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Messageable:
    """Whom the member can message at a company.

    Attributes:
        own_side: the checks about the member, who stands in the same place before everybody.
        own: an answer for each of `at.own`, in its order; nothing of it is stored.
        others: the same for `at.others`.
    """

    at: AtCompany
    own_side: Answer
    own: tuple[Answer, ...]
    others: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a member's network may be used by colleagues: `level` is names, count or off."""

    level: str
    connections: int


def show_network(session: Session, policy: Policy, who: Who, now: datetime) -> Overview:
    """How many connections the member has, where most of them work, and the newest."""
    return Overview(
        asker_facts(session, policy, who, now).connections,
        session.archives.kinds(who).get(Kind.CONNECTIONS),
        tuple(session.employers.top(who, COMPANIES)),
        tuple(session.network.newest(who, NEWEST)),
    )


def show_company(session: Session, who: Who, company: str) -> AtCompany:
    """Who of the member's network works at a company, and whom colleagues who share names know there."""
    own_count, own = session.employers.own(who, company, AT_COMPANY)
    others_count, others = session.employers.of_colleagues(who, company, OTHERS_AT_COMPANY)
    close = () if own or others else _close(session, who, company)
    imported = session.archives.kinds(who).get(Kind.CONNECTIONS)
    return AtCompany(company, imported, tuple(own), own_count, tuple(others), others_count, close)


def who_can_be_messaged(session: Session, asking: Asking, who: Who, company: str, now: datetime) -> Messageable:
    """The same people, each with what the six checks say of a message to them."""

    def checked(person: Person | None) -> Answer:
        target = Target(TargetStatus.NONE)
        if person is not None:
            target = Target(TargetStatus.FOUND, person.name, person.url, person)
        return asking.what_if(session, who, target, (), now)

    at = show_company(session, who, company)
    return Messageable(
        at,
        checked(None),
        tuple(checked(person) for person in at.own),
        tuple(checked(contact.person) for contact in at.others),
    )


def show_sharing(session: Session, who: Who) -> Sharing:
    """How the member's network may be used now, and how many connections that is about."""
    fact = session.members.archive_facts(who).get("connections")
    return Sharing(sharing(session, who), 0 if fact is None else count_of(fact[0]))


def _close(session: Session, who: Who, company: str) -> tuple[str, ...]:
    """Companies that are spelled nearly so, the nearest first; they begin alike, so that few are looked at."""
    wanted = company_key(company)
    if not wanted:
        return ()
    like = session.employers.beginning(who, wanted[:_BEGINS], _LOOKED_AT)
    near = [(_mistakes(wanted, company_key(each)), each) for each in like]
    return tuple(each for mistakes, each in sorted(near) if mistakes <= _MISTAKES)[:_CLOSE]


def _mistakes(wanted: str, key: str) -> int:
    """The mistakes between two names, the second cut to as many words as were typed."""
    # Loading rapidfuzz takes longer than most answers, and most companies are known.
    from rapidfuzz.distance import OSA

    words = wanted.count(" ") + 1
    return OSA.distance(wanted, " ".join(key.split()[:words]), score_cutoff=_MISTAKES)
