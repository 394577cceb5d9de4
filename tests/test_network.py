"""Whom a member may find, how the two stand, and what their networks have in common as far as consent goes."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY, ago, archive, invited, keep, messages, person, state, tie, ties, url_of

from bot.archive.rows import Connection, Correspondent, Direction
from bot.facts import Basis, Fact, Facts
from bot.people import Circle, Person
from bot.store import Store, Who
from bot.store.connection import connected
from bot.store.names import KEYS, STILL_THERE
from bot.store.network import URL_OF_NAME, Tie, Written
from bot.store.overlap import OVERLAP, Overlap
from bot.store.persons import AT_URL, NAMED
from bot.usecases import Whylocked
from bot.usecases.current_facts import Relation, target_facts

BOB, CAT, DAN = Who("T1", "U2"), Who("T1", "U3"), Who("T1", "U4")
X = "Xenia Roe"
OLD = date(2026, 11, 1)


class Networks:
    """A workspace whose members are set up in one line each."""

    def __init__(self, whylocked: Whylocked) -> None:
        self.whylocked = whylocked
        self.store = whylocked.store

    def member(  # noqa: PLR0913 - what a member may have
        self,
        who: Who,
        name: str,
        *known: str | Connection,
        share: str | None = None,
        on: date = YESTERDAY,
        imported: bool = True,
        proved: bool = False,
    ) -> None:
        """A member with a name and URL, and with the connections of an archive if one was imported.

        Args:
            proved: the archive bears the URL out; else it is merely stated.
        """
        fields = {"share_network": share} if share else {}
        state(self.whylocked, who, ago(40), name=name, url=url_of(name), **fields)
        if imported:
            keep(
                self.store,
                who,
                archive(
                    on,
                    name=name if proved else None,
                    connections=[tie(each) if isinstance(each, str) else each for each in known],
                ),
            )

    def overlap(self, url: str = url_of(X)) -> Overlap | None:
        """What the asker and somebody have in common."""
        with self.store.reading() as session:
            return session.network.overlap(ME, url)

    def shared(self, target: Person | None = None) -> tuple[Fact[int] | None, bool]:
        """The fact about shared connections that the check looks at, and whether it is only a part."""
        with self.store.reading() as session:
            facts, _ = target_facts(session, ME, Facts(NOW), target or person(X))
        return facts.shared, facts.shared_is_partial

    def relation(self, target: Person | None = None) -> Relation:
        """How the asker and somebody stand."""
        with self.store.reading() as session:
            return target_facts(session, ME, Facts(NOW), target or person(X))[1]

    def names(self, who: Who = ME) -> list[tuple[str, Circle]]:
        """Everybody whom a member may find, with the circle."""
        return [(each.name, each.circle) for each in self.whylocked.people(who).persons]


@pytest.fixture
def nets(whylocked: Whylocked) -> Networks:
    return Networks(whylocked)


# --- shared connections: whose archives count ---------------------------------------------------------------------


@pytest.mark.parametrize("share", [None, "names", "count"])
def test_two_archives_meet(share: str | None, nets: Networks) -> None:
    """From the asker's archive and the target's own the count is whole, whether names are shared or the number."""
    nets.member(ME, "Mia Quell", "Ann Lee", "Eve Fox", "Tom Oak", X)
    nets.member(BOB, X, "Ann Lee", "Eve Fox", "Gus Elm", "Mia Quell", share=share)
    assert nets.overlap() == Overlap(2, complete=True, as_of=YESTERDAY)


def test_two_archives_do_not_meet(nets: Networks) -> None:
    """Both networks known and no one in common: known to be none."""
    nets.member(ME, "Mia Quell", "Ann Lee")
    nets.member(BOB, X, "Eve Fox")
    assert nets.overlap() == Overlap(0, complete=True, as_of=YESTERDAY)
    assert nets.shared() == (Fact(0, Basis.ARCHIVE, YESTERDAY), False)


def test_a_network_that_is_off_is_not_even_counted(nets: Networks) -> None:
    """The archive of a target who turned sharing off counts for nothing."""
    nets.member(ME, "Mia Quell", "Ann Lee")
    nets.member(BOB, X, "Ann Lee", share="off")
    assert nets.overlap() is None
    assert nets.shared() == (None, False)


@pytest.mark.parametrize(("share", "count"), [("names", 1), (None, 1), ("off", 0)])
def test_a_colleague_knows_the_target(share: str | None, count: int, nets: Networks) -> None:
    """A member who is the asker's connection and knows the target is one shared connection, unless turned off."""
    nets.member(ME, "Mia Quell", "Bob Ray")
    nets.member(BOB, "Bob Ray", X, share=share)
    assert nets.overlap() == (Overlap(1, complete=False, as_of=YESTERDAY) if count else None)


@pytest.mark.parametrize("share", [None, "names"])
def test_a_colleague_knows_both(share: str | None, nets: Networks) -> None:
    """Both ties may come from the colleague's archive, where the asker's own bears out who the asker is."""
    nets.member(ME, "Mia Quell", proved=True)
    nets.member(BOB, "Bob Ray", "Mia Quell", X, share=share)
    assert nets.shared() == (Fact(1, Basis.ARCHIVE, YESTERDAY), True)


@pytest.mark.parametrize(("share", "count"), [(None, 0), ("names", 1), ("off", 0)])
def test_a_stated_url_opens_no_numbers(share: str | None, count: int, nets: Networks) -> None:
    """An asker who merely states an address learns nothing of its ties but what is shared by name anyway."""
    nets.member(ME, "Gus Elm", imported=False)
    nets.member(BOB, "Bob Ray", "Gus Elm", X, share=share)
    assert nets.overlap() == (Overlap(1, complete=False, as_of=YESTERDAY) if count else None)


def test_a_colleague_who_is_no_connection_counts_for_nothing(nets: Networks) -> None:
    """That a member knows the target is no shared connection while the asker does not know the member."""
    nets.member(ME, "Mia Quell", "Ann Lee")
    nets.member(BOB, "Bob Ray", X)
    assert nets.overlap() is None


def test_one_person_seen_twice_counts_once(nets: Networks) -> None:
    """A colleague whom the target's archive lists too, and whose own archive lists both, is one person."""
    nets.member(ME, "Mia Quell", "Bob Ray", "Cat Poe")
    nets.member(BOB, "Bob Ray", "Mia Quell", X, "Cat Poe")
    nets.member(CAT, X, "Bob Ray")
    assert nets.overlap() == Overlap(1, complete=True, as_of=YESTERDAY)


def test_a_member_who_is_off_counts_where_others_show_the_ties(nets: Networks) -> None:
    """Turning sharing off withholds one's own archive; what the asker's and the target's show stays counted."""
    nets.member(ME, "Mia Quell", "Cat Poe")
    nets.member(BOB, X, "Cat Poe")
    nets.member(CAT, "Cat Poe", "Mia Quell", X, share="off")
    assert nets.overlap() == Overlap(1, complete=True, as_of=YESTERDAY)


def test_asker_and_target_are_no_shared_connection(nets: Networks) -> None:
    """Neither the asker nor the target counts, though each stands in the other's archive and in colleagues'."""
    nets.member(ME, "Mia Quell", X, "Mia Quell", proved=True)
    nets.member(BOB, X, "Mia Quell", X)
    assert nets.overlap() == Overlap(0, complete=True, as_of=YESTERDAY)


def test_asker_without_url(nets: Networks) -> None:
    """An asker whose URL nobody knows still has the connections of the archive."""
    keep(nets.store, ME, archive(connections=ties("Ann Lee")))
    nets.member(BOB, X, "Ann Lee")
    assert nets.overlap() == Overlap(1, complete=True, as_of=YESTERDAY)


def test_nothing_known_of_anybody(nets: Networks) -> None:
    """Nobody imported anything: nothing is known, not even none."""
    assert nets.overlap() is None


def test_the_oldest_day_speaks(nets: Networks) -> None:
    """A count is as old as the oldest archive it rests on, and no older for archives that it does not rest on."""
    nets.member(ME, "Mia Quell", "Bob Ray", on=date(2026, 11, 10))
    nets.member(BOB, "Bob Ray", X, on=date(2026, 11, 15))
    nets.member(CAT, "Cat Poe", X, on=OLD)
    assert nets.overlap() == Overlap(1, complete=False, as_of=date(2026, 11, 10))
    nets.member(DAN, X, "Tom Oak", on=date(2026, 11, 5))
    assert nets.overlap() == Overlap(1, complete=True, as_of=date(2026, 11, 5))


@pytest.mark.parametrize("without_url", ["mine", "theirs"])
def test_old_connection_lists_prove_no_none(without_url: str, nets: Networks) -> None:
    """An old connection list has no URLs: whom it names is not told apart, so none in common is unknown."""
    mine, theirs = (tie("Ann Lee", None if side == without_url else "") for side in ("mine", "theirs"))
    nets.member(ME, "Mia Quell", mine)
    nets.member(BOB, X, theirs)
    assert nets.overlap() is None
    nets.member(ME, "Mia Quell", mine, "Tom Oak", on=TODAY)
    nets.member(BOB, X, theirs, "Tom Oak", on=TODAY)
    assert nets.overlap() == Overlap(1, complete=False, as_of=TODAY)


def test_other_workspaces_do_not_count(nets: Networks) -> None:
    """What a member of another workspace knows is nobody's business here."""
    nets.member(ME, "Mia Quell", "Ann Lee", "Bob Ray")
    nets.member(Who("T2", "U2"), X, "Ann Lee")
    nets.member(Who("T2", "U3"), "Bob Ray", X, "Mia Quell")
    assert nets.overlap() is None


def test_own_connections_in_another_workspace_do_not_count(nets: Networks) -> None:
    """What the same user id connected with in another workspace is nobody's business here either."""
    nets.member(ME, "Mia Quell", "Ann Lee")
    nets.member(BOB, X, "Eve Fox")
    nets.member(Who("T2", ME.user), "Mia Quell", "Eve Fox")
    assert nets.overlap() == Overlap(0, complete=True, as_of=YESTERDAY)


def test_between_connections_nothing_is_counted(nets: Networks) -> None:
    """Shared connections with a connection decide nothing and stay unknown."""
    nets.member(ME, "Mia Quell", "Ann Lee", X)
    nets.member(BOB, X, "Ann Lee")
    assert nets.shared() == (None, False)


# --- a target known by name only ----------------------------------------------------------------------------------


def test_full_name_of_one_person(nets: Networks) -> None:
    """A full name that one person bears in networks that may be counted is as good as the URL."""
    nets.member(ME, "Mia Quell", "Bob Ray")
    nets.member(BOB, "Bob Ray", X)
    assert nets.shared(person("xénia ROE", None)) == (Fact(1, Basis.ARCHIVE, YESTERDAY), True)


def test_full_name_of_two_persons(nets: Networks) -> None:
    """A full name that two persons bear is nobody's."""
    nets.member(ME, "Mia Quell", "Bob Ray")
    nets.member(BOB, "Bob Ray", X, tie(X, url_of("Another Xenia")))
    assert nets.shared(person(X, None)) == (None, False)


def test_full_name_in_a_network_that_is_off(nets: Networks) -> None:
    """A name that only a network turned off holds is nobody's; in the asker's own network it is known all the same."""
    nets.member(ME, "Mia Quell", "Bob Ray", share="off")
    nets.member(BOB, "Bob Ray", X, share="off")
    nets.member(CAT, "Cat Poe", "Bob Ray")
    assert nets.shared(person(X, None)) == (None, False)
    with nets.store.reading() as session:
        assert session.network.url_of_name(ME, "xenia roe") is None
        assert session.network.url_of_name(ME, "bob ray") == url_of("Bob Ray")


# --- a stated number ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "shared"),
    [
        (0, Fact(2, Basis.ARCHIVE, YESTERDAY)),
        (1, Fact(2, Basis.ARCHIVE, YESTERDAY)),
        (2, Fact(2, Basis.STATED, TODAY)),
        (9, Fact(9, Basis.STATED, TODAY)),
    ],
)
def test_stated_number_beside_archives(stated: int, shared: Fact[int], nets: Networks) -> None:
    """A stated number replaces what archives show, unless they prove more."""
    nets.member(ME, "Mia Quell", "Ann Lee", "Eve Fox")
    nets.member(BOB, X, "Ann Lee", "Eve Fox")
    with nets.store.writing() as session:
        session.network.state_shared(ME, person(X), stated, NOW)
    assert nets.shared() == (shared, False)


def test_archives_prove_more_than_stated(nets: Networks) -> None:
    """A part that is more than the stated number stays a part."""
    nets.member(ME, "Mia Quell", "Bob Ray")
    nets.member(BOB, "Bob Ray", X)
    with nets.store.writing() as session:
        session.network.state_shared(ME, person(X), 0, NOW)
    assert nets.shared() == (Fact(1, Basis.ARCHIVE, YESTERDAY), True)


@pytest.mark.parametrize("stated", [0, 3])
def test_stated_number_alone(stated: int, nets: Networks) -> None:
    """Without any archive a stated number is all there is, and whole."""
    with nets.store.writing() as session:
        session.members.ensure(ME)
        session.network.state_shared(ME, person(X), stated, NOW)
    assert nets.shared() == (Fact(stated, Basis.STATED, TODAY), False)


def test_the_last_statement_counts(nets: Networks) -> None:
    """What was said of a name counts for its URL once that is known, a later statement replaces it, and can go."""
    with nets.store.writing() as session:
        session.members.ensure(ME)
        session.network.state_shared(ME, person(X, None), 3, ago(2))
        assert session.network.stated_shared(ME, person(X)) == (3, ago(2))
        session.network.state_shared(ME, person(X), 4, ago(1))
        assert session.network.stated_shared(ME, person(X)) == (4, ago(1))
        assert session.network.stated_shared(ME, person("Somebody Else")) is None
        session.network.state_shared(ME, person(X), None, NOW)
        assert session.network.stated_shared(ME, person(X)) is None
        assert session.network.stated_shared(ME, person(X, None)) is None
        session.network.state_shared(ME, person(X), 6, ago(2))
        session.network.state_shared(ME, person(X, url_of("Another Xenia")), 7, ago(3))
        assert session.network.stated_shared(ME, person(X, None)) == (6, ago(2))


# --- how the two stand --------------------------------------------------------------------------------------------


def test_connected(nets: Networks) -> None:
    """A connection is told with its day and the archive's; an accepted invitation is not open any more."""
    connections = [tie(X, on=date(2026, 3, 1))]
    keep(nets.store, ME, archive(connections=connections, invitations=[invited(X, Direction.SENT, OLD)]))
    assert nets.relation() == Relation(connected=True, since=date(2026, 3, 1), as_of=YESTERDAY)


@pytest.mark.parametrize("direction", Direction)
def test_open_invitation(direction: Direction, nets: Networks) -> None:
    """An invitation to or from somebody who is no connection is open; the newest one is told."""
    rows = [
        invited(X, Direction.SENT, date(2026, 2, 1)),
        invited(X, direction, OLD),
        invited("Ann Lee", direction, TODAY),
    ]
    keep(nets.store, ME, archive(connections=[], invitations=rows))
    assert nets.relation() == Relation(connected=False, as_of=YESTERDAY, invitation=direction.value, invited_on=OLD)


def test_invitation_without_connections(nets: Networks) -> None:
    """Accepted invitations are listed too, so that without connections none is known to be open."""
    keep(nets.store, ME, archive(invitations=[invited(X, Direction.SENT, OLD)]))
    assert nets.relation() == Relation()


def test_written(nets: Networks) -> None:
    """Messages are told with their number and last days, whether connected or not."""
    wrote = [Correspondent(X, url_of(X), 2, OLD, 1, YESTERDAY), Correspondent(X, None, 1, YESTERDAY, 0, None)]
    keep(nets.store, ME, archive(connections=[], messages=messages(to=wrote)))
    assert nets.relation() == Relation(
        connected=False, as_of=YESTERDAY, messages=3, last_message=YESTERDAY, last_received=YESTERDAY
    )
    with nets.store.reading() as session:
        assert session.network.written(ME, person(X)) == Written(3, YESTERDAY, 1, YESTERDAY)


def test_never_written(nets: Networks) -> None:
    """An archive that knows its owner's messages and shows none to somebody proves that there is none."""
    keep(nets.store, ME, archive(messages=messages()))
    assert nets.relation() == Relation(messages=0)


def test_two_connections_of_one_name(nets: Networks) -> None:
    """A message without URL is not counted for either of two connections of that name."""
    wrote = [Correspondent(X, None, 5, OLD)]
    both = [tie(X), tie(X, url_of("Another Xenia"))]
    keep(nets.store, ME, archive(connections=both, messages=messages(to=wrote)))
    assert nets.relation().messages == 0


def test_old_connection_list(nets: Networks) -> None:
    """A connection without URL is found by its name; somebody else's URL of another name is not."""
    keep(nets.store, ME, archive(connections=[tie(X, None, on=OLD)]))
    assert nets.relation() == Relation(connected=True, since=OLD, as_of=YESTERDAY)
    assert nets.relation(person("Xenia Rowe")).connected is False


@pytest.mark.parametrize(
    ("own", "other", "relation"),
    [
        (None, YESTERDAY, Relation(connected=True, since=OLD, as_of=YESTERDAY)),
        (date(2026, 11, 18), YESTERDAY, Relation(connected=True, since=OLD, as_of=YESTERDAY)),
        (YESTERDAY, YESTERDAY, Relation(connected=False, as_of=YESTERDAY)),
        (TODAY, YESTERDAY, Relation(connected=False, as_of=TODAY)),
    ],
)
def test_archive_of_the_other_side(own: date | None, other: date, relation: Relation, nets: Networks) -> None:
    """The target's archive shows the tie where it is newer than the asker's; of one day the asker's own counts."""
    nets.member(BOB, X, tie("Mia Quell", on=OLD), on=other, share="names")
    nets.member(ME, "Mia Quell", on=own or OLD, imported=own is not None)
    assert nets.relation() == relation


@pytest.mark.parametrize(("proved", "connected"), [(False, False), (True, True)])
def test_a_stated_url_opens_no_network(proved: object, connected: object, nets: Networks) -> None:
    """A URL that was merely stated may be somebody else's: it tells no tie from a network shared as a number."""
    nets.member(BOB, X, "Mia Quell")
    nets.member(ME, "Mia Quell", on=OLD)
    if proved:
        keep(nets.store, ME, archive(OLD, name="Mia Quell", connections=[]))
    assert nets.relation().connected is connected


def test_archive_of_the_other_side_that_is_off(nets: Networks) -> None:
    """The target's archive says nothing when its owner turned sharing off."""
    nets.member(ME, "Mia Quell", imported=False)
    nets.member(BOB, X, "Mia Quell", share="off")
    assert nets.relation() == Relation()
    with nets.store.reading() as session:
        assert session.network.tie_from_other_side(ME, person(X)) is None


def test_tie(nets: Networks) -> None:
    """A tie is the asker's own: neither a colleague's nor that of another URL of the same name."""
    nets.member(ME, "Mia Quell", tie(X, url_of("Another Xenia")))
    nets.member(BOB, "Bob Ray", X)
    with nets.store.reading() as session:
        assert session.network.tie(ME, person(X)) is None
        assert session.network.tie(BOB, person(X)) == Tie(None, YESTERDAY)
        assert session.network.tie(ME, person(X, None)) == Tie(None, YESTERDAY)


# --- whom a member may find ---------------------------------------------------------------------------------------


def test_circles(nets: Networks) -> None:
    """Own connections, invitations and correspondents come first, then members, then networks that share names."""
    state(nets.whylocked, name="Mia Quell", url=url_of("Mia Quell"))
    keep(
        nets.store,
        ME,
        archive(
            connections=[tie("Ann Lee", company="Acme", on=OLD)],
            invitations=[invited("Eve Fox", Direction.RECEIVED), invited("Ann Lee", Direction.SENT)],
            messages=messages(to=[Correspondent("Gus Elm", None), Correspondent("Eve Fox", None)]),
        ),
    )
    nets.member(BOB, "Bob Ray", "Ann Lee", "Tom Oak", "Mia Quell", "Cat Poe", share="names")
    nets.member(CAT, "Cat Poe", "Secret Count")
    nets.member(DAN, "Dan Fir", "Secret Off", share="off")
    assert nets.names() == [
        ("Ann Lee", Circle.OWN), ("Eve Fox", Circle.OWN), ("Gus Elm", Circle.OWN),
        ("Bob Ray", Circle.MEMBER), ("Cat Poe", Circle.MEMBER), ("Dan Fir", Circle.MEMBER),
        ("Tom Oak", Circle.COLLEAGUES),
    ]  # fmt: skip
    ann, *_, dan, tom = nets.whylocked.people(ME).persons
    assert (ann.company, ann.since, ann.user) == ("Acme", OLD, None)
    assert (dan.user, tom.user, tom.since) == ("U4", None, None)


def test_members(nets: Networks) -> None:
    """A member is known by user id as soon as there is a name or a URL, the asker too."""
    nets.member(BOB, "Bob Ray", imported=False)
    state(nets.whylocked, CAT, url=url_of("Cat Poe"))
    state(nets.whylocked, DAN, photo="yes")
    people = nets.whylocked.people(BOB)
    assert people.asker == Person("Bob Ray", "bob ray", url_of("Bob Ray"), circle=Circle.MEMBER, user="U2")
    assert people.users == {
        "U2": people.asker,
        "U3": Person("U3", "", url_of("Cat Poe"), circle=Circle.MEMBER, user="U3"),
    }
    assert nets.whylocked.people(ME).asker == Person("", "", circle=Circle.MEMBER, user="U1")


@pytest.mark.parametrize("share", [None, "count", "off"])
def test_contacts_are_listed_only_where_names_are_shared(share: str | None, nets: Networks) -> None:
    """The contacts of a member who does not share names are never listed, nor is the tie told."""
    nets.member(BOB, "Bob Ray", "Tom Oak", share=share)
    assert nets.names() == [("Bob Ray", Circle.MEMBER)]


def test_two_of_one_name(nets: Networks) -> None:
    """Two URLs of one name are two persons; one URL in several places is one."""
    nets.member(ME, "Mia Quell", "Ann Lee", tie("Ann Lee", url_of("Other Ann")), tie("Ann B. Lee"))
    nets.member(BOB, "Bob Ray", tie("Ann Again", url_of("Ann Lee")), share="names")
    assert sorted(nets.names()) == [
        ("Ann B. Lee", Circle.OWN), ("Ann Lee", Circle.OWN), ("Ann Lee", Circle.OWN), ("Bob Ray", Circle.MEMBER),
    ]  # fmt: skip


def test_old_connection_list_with_newer_files(nets: Networks) -> None:
    """Where connections have no URL, messages and invitations of the same archive tell it: one person, not two."""
    keep(
        nets.store,
        ME,
        archive(
            connections=[tie("Ann Lee", None, company="Acme"), tie("Tom Oak", None), tie("Tom Oak", None)],
            invitations=[invited("Tom Oak", Direction.SENT)],
            messages=messages(
                to=[Correspondent("Ann Lee", url_of("Ann Lee")), Correspondent("Ann Lee", url_of("Other Ann"))]
            ),
        ),
    )
    persons = nets.whylocked.people(ME).persons
    assert [(each.name, each.url, each.company) for each in persons] == [
        ("Ann Lee", url_of("Ann Lee"), "Acme"),
        ("Tom Oak", None, None), ("Tom Oak", None, None), ("Tom Oak", url_of("Tom Oak"), None),
        ("Ann Lee", url_of("Other Ann"), None),
    ]  # fmt: skip


def test_old_connection_list_beside_colleagues(nets: Networks) -> None:
    """Whether a colleague's contact is the own connection of that name cannot be told: both are listed, to be asked."""
    nets.member(ME, "Mia Quell", tie("Ann Lee", None))
    nets.member(BOB, "Bob Ray", "Ann Lee", share="names")
    assert nets.names() == [
        ("Ann Lee", Circle.OWN), ("Bob Ray", Circle.MEMBER), ("Ann Lee", Circle.COLLEAGUES),
    ]  # fmt: skip


def test_stated_persons_come_last(nets: Networks) -> None:
    """Somebody known only from a statement is found too, and by the real name once a network tells it."""
    state(nets.whylocked, name="Mia Quell")
    with nets.store.writing() as session:
        session.network.state_shared(ME, Person("linkedin.com/in/tom-oak", "tom oak", url_of("Tom Oak")), 2, NOW)
        session.network.state_shared(ME, person("Ida Yew", None), 2, NOW)
    assert nets.names() == [("linkedin.com/in/tom-oak", Circle.STATED), ("Ida Yew", Circle.STATED)]
    nets.member(BOB, "Bob Ray", "Tom Oak", share="names")
    assert nets.names() == [("Bob Ray", Circle.MEMBER), ("Tom Oak", Circle.COLLEAGUES), ("Ida Yew", Circle.STATED)]


# --- speed --------------------------------------------------------------------------------------------------------


def test_overlap_uses_indexes(store: Store) -> None:
    """Counting shared connections never looks through all connections of a workspace."""
    with connected(store.path) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {OVERLAP}", {**ME.key, "url": url_of(X)}).fetchall()
    steps = [step for *_, step in plan]
    touching = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and _table(step) in {"connections", "c"}]
    assert len(touching) >= 4
    assert [step for step in touching if "USING" not in step or "INDEX connections_by_" not in step] == []
    assert [step for step in steps if step.startswith("SCAN") and _table(step) in {"members", "archive_kinds"}] == []


def test_finding_a_name_uses_its_index(store: Store) -> None:
    """A full name is looked up in networks without going through all of a workspace."""
    with connected(store.path) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {URL_OF_NAME}", {**ME.key, "key": "xenia roe"}).fetchall()
    assert "INDEX connections_by_name (team=? AND name_key=?)" in plan[0][3]


@pytest.mark.parametrize("query", [KEYS, STILL_THERE, NAMED, AT_URL])
def test_a_look_up_goes_by_indexes(query: str, store: Store) -> None:
    """Whom a word, a name or a URL leads to is never looked for among all rows of a workspace."""
    wanted = {"words": "[]", "keys": "[]", "wanted": "[]"}
    with connected(store.path) as db:
        steps = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {query}", {**ME.key, **wanted})]
    scanned = {_table(step) for step in steps if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"}
    assert scanned <= {"asked", "wanted", "json_each"}
    assert {_table(step) for step in steps if step.endswith("(team=?)")} <= {"owner"}


def _table(step: str) -> str:
    return step.split()[1]
