"""Who can introduce: who is named, in which order, since when as far as it may be shown; and ties that one supposes."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ME, NOBODY, NOW, TODAY, YESTERDAY, ago, archive, found, invited, keep, person, state, tie, url_of

from bot.archive.rows import Connection, Direction
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.people import Circle, Person, Target, TargetStatus
from bot.store import Who
from bot.store.connection import connected
from bot.store.introducers import CONNECTIONS, INTRODUCERS, KNOWS, Introducer
from bot.store.overlap import OVERLAP
from bot.usecases import Whylocked
from bot.usecases.answer import Answer
from bot.usecases.introducing import Introductions

BOB, CAT, DAN, XEN = Who("T1", "U2"), Who("T1", "U3"), Who("T1", "U4"), Who("T1", "U5")
X = "Xenia Roe"
OLD, NEW = date(2020, 2, 1), date(2024, 2, 1)


def member(whylocked: Whylocked, who: Who, name: str, share: str | None, *known: str | Connection) -> None:
    """A member who imported an archive."""
    state(whylocked, who, ago(40), name=name, url=url_of(name), **({"share_network": share} if share else {}))
    ties = [tie(each) if isinstance(each, str) else each for each in known]
    keep(whylocked.store, who, archive(connections=ties))


def named(known: Introductions) -> list[tuple[str, bool | None, date | None]]:
    """Who is named, whether as a connection, and since when they know the person."""
    return [(each.person.name, each.yours, each.knows_since) for each in known.introducers]


def test_order(whylocked: Whylocked) -> None:
    """Colleagues who are connections, other connections, then colleagues to connect with; the oldest ties first."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray", "Cat Poe", "Ann Lee", "Eve Fox", "Gus Elm")
    member(whylocked, BOB, "Bob Ray", "names", tie(X, on=NEW))
    member(whylocked, CAT, "Cat Poe", "names", tie(X, on=OLD))
    member(whylocked, DAN, "Dan Fir", "names", tie(X, on=OLD))
    contacts = [tie("Ann Lee", on=NEW), tie("Gus Elm"), tie("Eve Fox", on=OLD), tie("Stranger", on=OLD)]
    member(whylocked, XEN, X, "names", *contacts)

    known = whylocked.who_can_introduce(ME, found(X), NOW)

    assert named(known) == [
        ("Cat Poe", True, OLD), ("Bob Ray", True, NEW),
        ("Eve Fox", True, OLD), ("Ann Lee", True, NEW), ("Gus Elm", True, None),
        ("Dan Fir", False, OLD),
    ]  # fmt: skip
    assert (known.named, known.counted, known.connections_of) == (5, 0, YESTERDAY)


def test_whole_introducer(whylocked: Whylocked) -> None:
    """Where somebody works comes from the asker's own archive, else from networks that share names."""
    own = Connection("Bobby Ray", url_of("Bob Ray"), "Acme", "Buyer", NEW)
    member(whylocked, ME, "Mia Quell", None, own, "Ann Lee")
    member(whylocked, BOB, "Bob Ray", "names", tie(X, on=OLD), tie("Dan Fir", company="Globex"))
    member(whylocked, DAN, "Dan Fir", "names", X)
    member(whylocked, XEN, X, "names", tie("Ann Lee", company="Tarn"))

    bob, ann, dan = whylocked.who_can_introduce(ME, found(X), NOW).introducers

    bob_himself = Person("Bob Ray", "bob ray", url_of("Bob Ray"), "Acme", "Buyer", NEW, Circle.MEMBER, "U2")
    assert bob == Introducer(bob_himself, colleague=True, yours=True, knows_since=OLD)
    assert (ann.person.company, ann.colleague, ann.person.circle, ann.person.user) == ("Tarn", False, Circle.OWN, None)
    assert (dan.person.company, dan.yours, dan.person.since) == ("Globex", False, None)


def test_company_of_a_network_of_numbers_stays_there(whylocked: Whylocked) -> None:
    """Where Dan works is not taken from a network that is shared as a number."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    dan_there = Connection("Dan Fir", url_of("Dan Fir"), "Globex", "Buyer", None)
    member(whylocked, BOB, "Bob Ray", "count", dan_there)
    member(whylocked, DAN, "Dan Fir", "names", X)
    (dan,) = whylocked.who_can_introduce(ME, found(X), NOW).introducers
    assert (dan.person.name, dan.person.company, dan.person.position) == ("Dan Fir", None, None)
    state(whylocked, BOB, share_network="names")
    (dan,) = whylocked.who_can_introduce(ME, found(X), NOW).introducers
    assert (dan.person.company, dan.person.position) == ("Globex", "Buyer")


def test_named_and_counted(whylocked: Whylocked) -> None:
    """Those whose networks are numbers are told as how many there are besides."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray", "Cat Poe", "Dan Fir")
    member(whylocked, BOB, "Bob Ray", "names", X)
    member(whylocked, CAT, "Cat Poe", "count", X)
    member(whylocked, DAN, "Dan Fir", None, X)
    known = whylocked.who_can_introduce(ME, found(X), NOW)
    assert (named(known), known.named, known.counted) == ([("Bob Ray", True, None)], 1, 2)


@pytest.mark.parametrize("proved", [False, True])
@pytest.mark.parametrize("share", ["names", "count", "off"])
def test_tie_that_only_the_colleague_shows(share: str, proved: object, whylocked: Whylocked) -> None:
    """A colleague's archive that lists the asker makes a connection where names are shared or the URL is borne out."""
    state(whylocked, name="Mia Quell", url=url_of("Mia Quell"))
    keep(whylocked.store, ME, archive(connections=[tie("Ann Lee")], name="Mia Quell" if proved else None))
    member(whylocked, BOB, "Bob Ray", share, tie("Mia Quell", on=NEW))
    member(whylocked, XEN, X, "names", "Bob Ray")
    known = whylocked.who_can_introduce(ME, found(X), NOW)
    seen = [(each.person.name, each.yours, each.person.since) for each in known.introducers]
    assert seen == ([("Bob Ray", True, NEW)] if share == "names" or (share == "count" and proved) else [])


def test_only_an_old_connection_list(whylocked: Whylocked) -> None:
    """A colleague in an old connection list, which holds no URLs, is a connection and not somebody to connect with."""
    member(whylocked, ME, "Mia Quell", None, tie("Bob Ray", None, on=NEW))
    member(whylocked, BOB, "Bob Ray", "names", X)
    (bob,) = whylocked.who_can_introduce(ME, found(X), NOW).introducers
    assert (bob.yours, bob.person.since) == (True, NEW)
    assert whylocked.what_if(ME, found(X), (("shared", "0"),), NOW).introducer == bob


def test_a_colleague_without_url(whylocked: Whylocked) -> None:
    """A colleague who gave a name and no URL is named too, and is no connection as far as can be seen."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    state(whylocked, BOB, name="Bob Ray", share_network="names")
    keep(whylocked.store, BOB, archive(connections=[tie(X)]))
    assert named(whylocked.who_can_introduce(ME, found(X), NOW)) == [("Bob Ray", False, None)]


def test_nobody_is_said_to_introduce_to_or_be_themselves(whylocked: Whylocked) -> None:
    """Neither the asker nor the person asked about can introduce the two."""
    member(whylocked, ME, "Mia Quell", "names", "Ann Lee")
    member(whylocked, XEN, X, "names", X, "Mia Quell")
    keep(whylocked.store, ME, archive(TODAY, name="Mia Quell", connections=[tie("Ann Lee"), tie("Mia Quell")]))
    known = whylocked.who_can_introduce(ME, found(X), NOW)
    assert (known.introducers, known.named, known.counted) == ((), 0, 0)


def test_connected_already(whylocked: Whylocked) -> None:
    """Of a connection nobody is named: no introduction is needed."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray", X)
    member(whylocked, BOB, "Bob Ray", "names", X)
    known = whylocked.who_can_introduce(ME, found(X), NOW)
    assert known.relation is not None
    assert (known.relation.connected, known.introducers, known.counted) == (True, (), 0)


def test_stated_number(whylocked: Whylocked) -> None:
    """How many connections the member says to share is told as stated, unless archives prove more."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray", "Cat Poe")
    whylocked.state_shared(ME, found(X), "1", NOW)
    assert whylocked.who_can_introduce(ME, found(X), NOW).stated == Fact(1, Basis.STATED, TODAY)
    member(whylocked, BOB, "Bob Ray", "names", X)
    member(whylocked, CAT, "Cat Poe", "names", X)
    assert whylocked.who_can_introduce(ME, found(X), NOW).stated is None


@pytest.mark.parametrize("status", [TargetStatus.NONE, TargetStatus.SELF, TargetStatus.BOT, TargetStatus.STRANGER])
def test_nobody_to_look_for(status: TargetStatus, whylocked: Whylocked) -> None:
    """Of nobody, the member, the bot or a stranger there is nothing to tell."""
    target = Target(status, "me", person=person("Mia Quell"))
    assert whylocked.who_can_introduce(ME, target, NOW) == Introductions(target)


def test_several_of_one_name(whylocked: Whylocked) -> None:
    """While it is open who is meant, nobody is looked up."""
    target = Target(TargetStatus.AMBIGUOUS, "Jane", candidates=(person("Jane Doe"), person("Jane Roe")))
    assert whylocked.who_can_introduce(ME, target, NOW) == Introductions(target)


def test_by_name_alone(whylocked: Whylocked) -> None:
    """Of somebody whose URL is not known nobody is named; a full name still counts."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray")
    member(whylocked, BOB, "Bob Ray", "count", X)
    known = whylocked.who_can_introduce(ME, found(X, None), NOW)
    assert (known.introducers, known.named, known.counted) == ((), 0, 1)


# --- what an answer names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shared", "own", "introducer"),
    [(None, False, "Bob Ray"), ("0", False, None), ("3", False, None), (None, True, "Bob Ray"), ("0", True, "Bob Ray")],
)
def test_who_is_named_in_an_answer(
    shared: str | None, own: object, introducer: str | None, whylocked: Whylocked
) -> None:
    """A connection who can introduce is always named; a colleague to connect with while it is open what is shared."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee", *(["Bob Ray"] if own else []))
    member(whylocked, BOB, "Bob Ray", "names", X)
    changes = () if shared is None else (("shared", shared),)
    answer = whylocked.what_if(ME, found(X), changes, NOW)
    assert (answer.introducer and answer.introducer.person.name) == introducer
    steps = [step.detail["colleague"] for step in answer.plan if step.step == "connect_colleague"]
    assert steps == (["Bob Ray"] if shared == "0" and not own else [])


def test_who_is_restricted_is_sent_to_no_colleague(whylocked: Whylocked) -> None:
    """Connecting takes an invitation, which nobody sends who is restricted."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    member(whylocked, BOB, "Bob Ray", "names", X)
    whylocked.record_standing(ME, Standing(StandingKind.RESTRICTED), NOW)
    assert whylocked.ask(ME, found(X), NOW).introducer is None
    keep(whylocked.store, ME, archive(TODAY, connections=[tie("Bob Ray")]))
    introducer = whylocked.ask(ME, found(X), NOW).introducer
    assert introducer is not None
    assert introducer.person.name == "Bob Ray"


def test_nobody_is_named_to_a_connection(whylocked: Whylocked) -> None:
    """An answer about a connection names nobody who could introduce."""
    member(whylocked, ME, "Mia Quell", None, "Bob Ray", X)
    member(whylocked, BOB, "Bob Ray", "names", X)
    assert whylocked.ask(ME, found(X), NOW).introducer is None
    assert whylocked.ask(ME, NOBODY, NOW).introducer is None


# --- what if the member connected with somebody -----------------------------------------------------------------


def supposed(answer: Answer) -> tuple[object, ...]:
    """What an answer supposes of ties."""
    facts = answer.facts
    return (
        facts.connections and facts.connections.value,
        facts.connected and facts.connected.value,
        facts.shared and facts.shared.value,
        facts.shared_is_partial,
    )


def test_supposed_ties(whylocked: Whylocked) -> None:
    """Somebody more is one connection more; who knows the person by name is one shared one, once; nothing is saved."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    member(whylocked, BOB, "Bob Ray", "names", X)
    member(whylocked, CAT, "Cat Poe", "names", X)
    ask = found(X)
    ties = (person("Bob Ray"), person("Bob Ray"), person("Cat Poe"), person("Ann Lee"), person("Zed Zen"))
    assert supposed(whylocked.what_if(ME, ask, (), NOW)) == (1, False, None, False)
    answer = whylocked.what_if(ME, ask, (), NOW, ties=ties)
    assert supposed(answer) == (4, False, 2, True)
    assert answer.hypothetical == tuple(("connect", name) for name in ("Bob Ray", "Cat Poe", "Ann Lee", "Zed Zen"))
    assert supposed(whylocked.what_if(ME, ask, (), NOW)) == (1, False, None, False)


def test_supposed_tie_with_the_person(whylocked: Whylocked) -> None:
    """Connecting with the very person asked about is being connected, by URL or by name."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    assert supposed(whylocked.what_if(ME, found(X), (), NOW, ties=(person(X),))) == (2, True, None, False)
    assert supposed(whylocked.what_if(ME, found(X), (), NOW, ties=(person(X, None),))) == (2, True, None, False)
    other = person(X, url_of("Another Xenia"))
    assert supposed(whylocked.what_if(ME, found(X), (), NOW, ties=(other,))) == (2, False, None, False)


def test_supposed_tie_beside_a_stated_number(whylocked: Whylocked) -> None:
    """A tie comes on top of a number that is supposed or stated, and leaves it open where it is not told."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    member(whylocked, BOB, "Bob Ray", "names", X)
    none = (("shared", "0"),)
    assert supposed(whylocked.what_if(ME, found(X), none, NOW, ties=(person("Bob Ray"),))) == (2, False, 1, False)
    assert supposed(whylocked.what_if(ME, found(X), none, NOW, ties=(person("Zed Zen"),))) == (2, False, 0, True)
    assert supposed(whylocked.what_if(ME, found(X, None), none, NOW, ties=(person("Bob Ray"),)))[2:] == (0, True)


def test_supposed_tie_without_target_or_number(whylocked: Whylocked) -> None:
    """Without a person asked about only the own number changes; where that is not known, it stays so."""
    assert supposed(whylocked.what_if(ME, NOBODY, (), NOW, ties=(person("Bob Ray"),))) == (None, None, None, False)
    state(whylocked, connections=12)
    assert supposed(whylocked.what_if(ME, NOBODY, (), NOW, ties=(person("Bob Ray"),))) == (13, None, None, False)
    myself = person("Mia Quell")._replace(user=ME.user)
    assert supposed(whylocked.what_if(ME, NOBODY, (), NOW, ties=(myself,))) == (12, None, None, False)


def test_supposed_tie_that_the_other_side_shows(whylocked: Whylocked) -> None:
    """A tie that a colleague's archive shows already is none more."""
    state(whylocked, name="Mia Quell", url=url_of("Mia Quell"), connections=12)
    member(whylocked, BOB, "Bob Ray", "names", "Mia Quell")
    assert supposed(whylocked.what_if(ME, NOBODY, (), NOW, ties=(person("Bob Ray"),)))[0] == 12
    assert supposed(whylocked.what_if(ME, NOBODY, (), NOW, ties=(person("Zed Zen", None),)))[0] == 13


def test_knows(whylocked: Whylocked) -> None:
    """Whether somebody knows the person is told by user id or URL, from either side's archive that shares names."""
    member(whylocked, ME, "Mia Quell", None, "Ann Lee")
    member(whylocked, BOB, "Bob Ray", "names", X)
    member(whylocked, DAN, "Dan Fir", "count", X)
    member(whylocked, XEN, X, "names", "Tom Oak")
    by_id = Person("Bob", "bob", user="U2")
    with whylocked.store.reading() as session:
        told = [
            session.introducers.knows(ME, one, url_of(X))
            for one in (person("Bob Ray"), by_id, person("Tom Oak"), person("Dan Fir"), person("Ann Lee"))
        ]
    assert told == [True, True, True, False, False]
    state(whylocked, XEN, share_network="count")
    member(whylocked, Who("T2", XEN.user), X, "names", "Zed Zen")
    with whylocked.store.reading() as session:
        assert not session.introducers.knows(ME, person("Tom Oak"), url_of(X))


def test_an_invitation_stands_beside(whylocked: Whylocked) -> None:
    """An open invitation is known beside those who can introduce."""
    rows = [invited(X, Direction.RECEIVED, OLD)]
    keep(whylocked.store, ME, archive(connections=[tie("Ann Lee")], invitations=rows))
    relation = whylocked.who_can_introduce(ME, found(X), NOW).relation
    assert relation is not None
    assert relation.invitation == "received"


@pytest.mark.parametrize("query", [INTRODUCERS, CONNECTIONS, KNOWS, OVERLAP])
def test_ties_go_by_indexes(query: str, whylocked: Whylocked) -> None:
    """Who knows whom is never looked for among all connections of a workspace, nor through all of the asker's own."""
    given = {"url": url_of(X), "most": 5, "knower": None, "knower_user": "U2"}
    with connected(whylocked.store.path) as db:
        steps = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {query}", {**ME.key, **given})]
    tables = {"connections", "c", "m", "mine", "b", "t"}
    touching = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and step.split()[1] in tables]
    assert [step for step in touching if not step.startswith("SEARCH")] == []
    assert [step for step in touching if step.endswith("(team=?)")] == []
    assert [step for step in touching if step.split()[1] in {"m", "mine"} and "url=?" not in step] == []
