"""Companies compare whatever the case, accents, punctuation and legal form; who works at one is found by its words."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ME, YESTERDAY, ago, archive, keep, state, tie, url_of

from bot.archive.rows import Connection
from bot.companies import company_key
from bot.people import Circle, Person
from bot.store import Store, Who
from bot.store.connection import connected
from bot.store.employers import BEGINNING, COLLEAGUES_AT, EMPLOYS, OWN_AT, TOP, Contact
from bot.store.network import NEWEST
from bot.usecases import Whylocked
from bot.usecases.network import AtCompany, Overview

BOB, CAT, DAN = Who("T1", "U2"), Who("T1", "U3"), Who("T1", "U4")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Tarn & Fell, Ltd.", "tarn fell"),
        ("TARN & FELL", "tarn fell"),
        ("Société Générale S.A.", "societe generale"),
        ("Ærø Gruppe A.p.S.", "aero gruppe"),
        ("Acme Sp. z o.o.", "acme"),
        ("Globex Holdings, Inc.", "globex"),
        ("L'Étoile-Nord", "letoile nord"),
        ("Company Ltd", "company ltd"),
        ("任天堂株式会社", "任天堂株式会社"),
        ("   ", ""),
        ("-/-", ""),
    ],
)
def test_key(written: str, key: str) -> None:
    """Only what tells companies apart is left, and never nothing of a name that is all legal form."""
    assert company_key(written) == key


def at(company: str, *names: str, on: date | None = None) -> list[Connection]:
    """Connections who work at a company."""
    return [Connection(name, url_of(name), company, "Buyer", on) for name in names]


def member(whylocked: Whylocked, who: Who, name: str, share: str, connections: list[Connection]) -> None:
    """A member with a network."""
    state(whylocked, who, ago(40), name=name, url=url_of(name), share_network=share)
    keep(whylocked.store, who, archive(connections=connections))


@pytest.fixture
def at_globex(whylocked: Whylocked) -> Whylocked:
    """Mia knows two at Globex; Bob and Cat share names and know three more, Dan shares numbers."""
    own = [
        *at("Globex, Inc.", "Ann Lee", on=date(2026, 3, 1)), *at("GLOBEX", "Eve Fox", on=date(2026, 5, 1)),
        *at("Tarn & Fell, Ltd.", "Tom Oak"), tie("Ida Yew"),
        Connection("Gus Elm", None, "Acme", None, None),
    ]  # fmt: skip
    member(whylocked, ME, "Mia Quell", "count", own)
    bobs = [*at("Globex", "Xenia Roe", "Ann Lee", "Mia Quell", "Gus Elm"), *at("Globex Labs", "Zoe Bay")]
    member(whylocked, BOB, "Bob Ray", "names", bobs)
    member(whylocked, CAT, "Cat, Poe", "names", at("Globex", "Xenia Roe"))
    member(whylocked, DAN, "Dan Fir", "count", [*at("Globex", "Secret Count"), *at("Umbra", "Sue Secret")])
    return whylocked


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("globex", ["Eve Fox", "Ann Lee"]),
        ("Glob", ["Eve Fox", "Ann Lee"]),
        ("GLÖBEX inc", ["Eve Fox", "Ann Lee"]),
        ("fell", ["Tom Oak"]),
        ("Tarn and", []),
        ("tarn fell", ["Tom Oak"]),
        ("lobex", []),
        ("ta", []),
        ("", []),
        ("?!", []),
    ],
)
def test_own_connections_at_a_company(typed: str, names: list[str], at_globex: Whylocked) -> None:
    """A company is found by its name or by words in it from their beginning; fewer than three letters are a word."""
    with at_globex.store.reading() as session:
        count, persons = session.employers.own(ME, typed, 10)
    assert (count, [person.name for person in persons]) == (len(names), names)


def test_people_at_a_company(at_globex: Whylocked) -> None:
    """Own connections come newest first; colleagues who share names add whom the member does not know, and no other."""
    with at_globex.store.reading() as session:
        count, own = session.employers.own(ME, "Globex", 1)
        others_count, others = session.employers.of_colleagues(ME, "Globex", 1)
        _, both = session.employers.of_colleagues(ME, "Globex", 5)
    eve = Person("Eve Fox", "eve fox", url_of("Eve Fox"), "GLOBEX", "Buyer", date(2026, 5, 1))
    xenia = Person("Xenia Roe", "xenia roe", url_of("Xenia Roe"), "Globex", "Buyer", circle=Circle.COLLEAGUES)
    assert (count, own) == (2, [eve])
    assert (others_count, [contact.person for contact in others]) == (2, [xenia])
    assert [(contact.person.name, sorted(contact.known_by)) for contact in both] == [
        ("Xenia Roe", ["Bob Ray", "Cat, Poe"]),
        ("Zoe Bay", ["Bob Ray"]),
    ]


def test_a_colleague_without_a_name(at_globex: Whylocked) -> None:
    """Somebody whom only a nameless colleague knows is listed without saying by whom."""
    state(at_globex, BOB, name="unknown")
    state(at_globex, CAT, share_network="off")
    found = at_globex.show_company(ME, "labs")
    assert [(each.person.name, each.known_by) for each in found.others] == [("Zoe Bay", ())]


def test_overview(at_globex: Whylocked) -> None:
    """The network at a glance: how many, the companies with spellings as one, the newest first."""
    known = at_globex.show_network(ME, ago(0))
    assert known.connections is not None
    assert (known.connections.value, known.imported) == (5, YESTERDAY)
    assert known.companies == (("GLOBEX", 2), ("Acme", 1), ("Tarn & Fell, Ltd.", 1))
    assert [person.name for person in known.newest] == ["Eve Fox", "Ann Lee"]


def test_nothing_imported(whylocked: Whylocked) -> None:
    """Without anything there is nothing to show, and nobody at any company."""
    assert whylocked.show_network(ME, ago(0)) == Overview(None, None)
    assert whylocked.show_company(ME, "Globex") == AtCompany("Globex", None)


@pytest.mark.parametrize(
    ("typed", "close"),
    [
        ("Globax", ("Globex", "Globex Labs")),
        ("Tarm", ("Tarn & Fell, Ltd.",)),
        ("Torn", ()),
        ("Tarnn", ("Tarn & Fell, Ltd.",)),
        ("Acmee Ltd", ("Acme",)),
        ("Umbre", ()),
        ("-", ()),
    ],
)
def test_close_companies(typed: str, close: tuple[str, ...], at_globex: Whylocked) -> None:
    """Where nobody works, companies that begin alike and are spelled nearly so are named."""
    found = at_globex.show_company(ME, typed)
    spelled = tuple("Globex" if each in {"GLOBEX", "Globex, Inc."} else each for each in found.close)
    assert (found.own, found.others, spelled) == ((), (), close)


def test_a_new_archive_replaces_companies(store: Store) -> None:
    """Companies go with the connections that a newer archive replaces."""
    keep(store, ME, archive(ago(5).date(), connections=at("Globex", "Ann Lee")))
    keep(store, ME, archive(ago(2).date(), skills=[]))
    with store.reading() as session:
        assert session.employers.top(ME, 5) == [("Globex", 1)]
    keep(store, ME, archive(ago(1).date(), connections=at("Acme", "Ann Lee")))
    with store.reading() as session:
        assert (session.employers.top(ME, 5), session.employers.own(ME, "globex", 5)) == ([("Acme", 1)], (0, []))


@pytest.mark.parametrize("query", [OWN_AT, COLLEAGUES_AT, BEGINNING, EMPLOYS, TOP, NEWEST])
def test_a_look_at_companies_goes_by_indexes(query: str, store: Store) -> None:
    """Who works somewhere is never looked for among all rows of a workspace, nor of a network."""
    given = {"first": "g", "last": "h", "wanted": " g", "word": "g", "most": 5}
    with connected(store.path) as db:
        steps = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {query}", {**ME.key, **given})]
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and "subquery" not in step}
    assert scanned <= {"asked", "me", "CONSTANT"}
    whole = {step.split()[1] for step in steps if step.endswith("(team=?)")}
    assert whole <= {"owner"}
    assert not any("connections" in step and step.endswith("(team=? AND user=?)") for step in steps if query != NEWEST)


def test_contact_is_whole(at_globex: Whylocked) -> None:
    """A contact carries the person as the colleague's archive shows them."""
    zoe = Person("Zoe Bay", "zoe bay", url_of("Zoe Bay"), "Globex Labs", "Buyer", circle=Circle.COLLEAGUES)
    assert at_globex.show_company(ME, "globex labs").others == (Contact(zoe, ("Bob Ray",)),)
