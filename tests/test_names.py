"""Names are looked up word by word in the store, and what is found is what reading everybody would find."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from datetime import date

import pytest
from conftest import ME, NOW, archive, invited, keep, messages, person, state, tie, ties, url_of
from whole_list import WholeList, everybody

from bot.archive.rows import Connection, Correspondent, Direction, Invitation
from bot.people import Circle, People, Person, TargetStatus, person_key, words_of
from bot.store import Session, Store, Who
from bot.store.connection import connected
from bot.understanding import matching, turns, who
from bot.understanding.request import Intent, Turn
from bot.usecases import Whylocked

BOB, CAT, DAN = Who("T1", "U2"), Who("T1", "U3"), Who("T1", "U4")
MEMBERS = [ME, BOB, CAT, DAN, Who("T2", "U1"), Who("T2", "U5")]
GIVEN = [
    "Anna", "Anne", "Ana", "Bob", "Björn", "Bjorn", "Jean-Luc", "Jean", "Luc", "José", "Marie Claire", "Nadja", "Nadia",
    "Katarzyna", "Katarina", "O", "D'Arcy", "Iris", "Will", "小明", "明", "Владимир", "Bo", "Maximilian", "Maximillian",
]  # fmt: skip
FAMILY = [
    "Lee", "Li", "O'Hara", "Ohara", "Kowalski", "Kowalsky", "Lindqvist", "Lindquist", "Smith-Jones", "Smith", "Jones",
    "Smithjones", "Nuñez", "Nunez", "de la Cruz", "Bergström", "王", "小明", "Петров", "Brandt", "Brand", "van Dijk",
]  # fmt: skip
COMPANIES = [None, "Acme", "Globex AG", "Tarn & Fell", "ÄRZTE GmbH"]


class Dice:
    """Random networks in which the same names and URLs come again and again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing secret
        self.given, self.family = self.random.sample(GIVEN, 9), self.random.sample(FAMILY, 7)

    def name(self) -> str:
        """A name in one of the forms that people write theirs in."""
        roll = self.random.random()
        given, family = self.random.choice(self.given), self.random.choice(self.family)
        if roll < 0.08:
            return given
        if roll < 0.14:
            return f"{given} {self.random.choice(self.given)} {family}, PhD"
        return f"{family} {given}" if roll < 0.2 else f"{given} {family}"

    def url(self) -> str | None:
        """One of a few URLs, or none."""
        return None if self.random.random() < 0.25 else f"https://www.linkedin.com/in/p{self.random.randrange(60):02}"

    def connection(self) -> Connection:
        """A row of connections."""
        day = self.random.choice([None, date(2025, 3, 1)])
        return Connection(self.name(), self.url(), self.random.choice(COMPANIES), None, day)

    def fill(self, whylocked: Whylocked) -> None:
        """Every member with an archive of some kinds, imported once or twice, and a few statements."""
        for one in MEMBERS:
            fields = {"name": self.name(), "url": self.url(), "share_network": self.random.choice(["names", "count"])}
            told = {field: value for field, value in fields.items() if value is not None and self.random.random() < 0.7}
            whylocked.state(one, list(told.items()), NOW)
            for day in range(self.random.choice([1, 2])):
                kinds: dict[str, object] = {
                    "connections": [self.connection() for _ in range(self.random.randrange(30))],
                    "invitations": [
                        Invitation(self.name(), self.url(), self.random.choice(list(Direction)), None)
                        for _ in range(self.random.randrange(12))
                    ],
                    "messages": messages(
                        to=[Correspondent(self.name(), self.url(), 1) for _ in range(self.random.randrange(12))]
                    ),
                }
                taken = {kind: rows for kind, rows in kinds.items() if self.random.random() < 0.8}
                keep(whylocked.store, one, archive(date(2026, 11, 18 + day), name=None, skills=[], **taken))
            with whylocked.store.writing() as session:
                for _ in range(self.random.randrange(5)):
                    name = self.name()
                    said = Person(name, person_key(name), self.url())
                    session.network.state_shared(one, said, self.random.choice([None, 0, 2]), NOW)

    def typed(self) -> str:
        """A name, a part of one, or either with letters changed, left out, doubled or swapped."""
        text = self.name() if self.random.random() < 0.7 else self.random.choice([*GIVEN, *FAMILY, "Nobody", "lock"])
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            at = self.random.randrange(len(text))
            changed = ["x", "", text[at] * 2, text[at : at + 2][::-1]]
            rest = text[at + 2 :] if (kind := self.random.randrange(4)) == 3 else text[at + 1 :]
            text = (text[:at] + changed[kind] + rest) or "x"
        return text.lower() if self.random.random() < 0.5 else text


@pytest.mark.parametrize("seed", range(12))
def test_random_networks(seed: int, whylocked: Whylocked) -> None:
    """Persons, their order and their circles are those of reading everybody, for whatever is typed."""
    dice = Dice(seed)
    dice.fill(whylocked)
    for one in MEMBERS:
        persons = everybody(whylocked.store, one)
        people = whylocked.people(one)
        assert people.persons == persons
        with people.looking():
            _compare(people, People(persons, people.asker, people.users), dice, whylocked.store)
    assert _kept(whylocked.store) == _counted(whylocked.store)


def _compare(people: People, listed: People, dice: Dice, store: Store) -> None:
    """Hold look-ups in the store and in a list to each other, and both to the whole list."""
    whole = WholeList(list(listed.persons))
    for word in {*whole.by_word, *_known_words(store), "nobody"}:
        assert people.knows(word) == listed.knows(word) == (word in whole.by_word)
    for url in [url_of("Nobody"), *(f"https://www.linkedin.com/in/p{number:02}" for number in range(60))]:
        assert people.by_url(url) == listed.by_url(url)
    for typed in [dice.typed() for _ in range(40)]:
        key = person_key(typed)
        assert matching.bearing(key, people) == matching.bearing(key, listed) == whole.bearing(key)
        near = [(one.person, one.same_initials) for one in matching.near(key, people)]
        assert near == [(one.person, one.same_initials) for one in matching.near(key, listed)] == whole.near(key)
        assert who.find(typed, people) == who.find(typed, listed)


def _known_words(store: Store) -> list[str]:
    with connected(store.path) as db:
        return [word for (word,) in db.execute("SELECT DISTINCT word FROM known_words")]


def _kept(store: Store) -> list[set[tuple[object, ...]]]:
    """What the store keeps of words and companies."""
    with connected(store.path) as db:
        return [
            set(db.execute("SELECT team, user, word, name_key FROM name_words")),
            set(db.execute("SELECT team, letters, word, names FROM known_words")),
            set(db.execute("SELECT team, user, company FROM employers")),
        ]


def _counted(store: Store) -> list[set[tuple[object, ...]]]:
    """The same counted anew from the rows."""
    tables = ("connections", "invitations", "correspondents", "stated_shared")
    with connected(store.path) as db:
        keys = {row for table in tables for row in db.execute(f"SELECT team, user, name_key FROM {table}")}  # noqa: S608
        companies = set(db.execute("SELECT team, user, company FROM connections WHERE company IS NOT NULL"))
    words = {(team, user, word, key) for team, user, key in keys for word in words_of(key)}
    counts: dict[tuple[str, str], int] = {}
    for team, _, word, _ in words:
        counts[team, word] = counts.get((team, word), 0) + 1
    known = {(team, len(word), word, count) for (team, word), count in counts.items()}
    return [{*words}, {*known}, companies]


# --- whose names are found ----------------------------------------------------------------------------------------


def share(whylocked: Whylocked, who_shares: Who, setting: str) -> None:
    """Change how a member's network may be used."""
    state(whylocked, who_shares, share_network=setting)


def test_consent_counts_at_once(whylocked: Whylocked) -> None:
    """A contact of a colleague is found by name, word, typing mistake, URL and company while names are shared."""
    keep(whylocked.store, BOB, archive(connections=[tie("Katarzyna Kowalski", company="Ärzte GmbH")]))
    for setting, seen in (("count", False), ("names", True), ("off", False)):
        share(whylocked, BOB, setting)
        people = whylocked.people(ME)
        assert people.knows("kowalski") is seen
        assert people.employs("ärzte") is seen
        found = [who.find(typed, people) for typed in ("Katarzyna Kowalski", "kowalski", url_of("Katarzyna Kowalski"))]
        assert [target.status is TargetStatus.FOUND for target in found] == [seen] * 3
        assert who.find("Katarzina Kowalsky", people).by_typo is seen


def test_only_contacts_of_a_colleague_are_found(whylocked: Whylocked) -> None:
    """Whom a colleague who shares names invited, wrote with or stated something of is nobody else's business."""
    share(whylocked, BOB, "names")
    keep(
        whylocked.store,
        BOB,
        archive(
            connections=ties("Tom Oak"),
            invitations=[invited("Eve Fox", Direction.SENT)],
            messages=messages(to=[Correspondent("Gus Elm", None)]),
        ),
    )
    with whylocked.store.writing() as session:
        session.network.state_shared(BOB, person("Ida Yew"), 2, NOW)
    for asker, known in ((ME, ["oak"]), (BOB, ["oak", "fox", "elm", "yew"])):
        people = whylocked.people(asker)
        assert [word for word in ("oak", "fox", "elm", "yew") if people.knows(word)] == known


def test_a_url_is_one_person_under_the_nearest_name(whylocked: Whylocked) -> None:
    """Another name that a colleague's archive has for a connection of one's own leads to nobody."""
    share(whylocked, BOB, "names")
    keep(whylocked.store, BOB, archive(connections=[tie("Ann Maiden", url_of("Ann Lee"))]))
    assert whylocked.people(ME).knows("maiden")
    keep(whylocked.store, ME, archive(connections=ties("Ann Lee")))
    people = whylocked.people(ME)
    assert not people.knows("maiden")
    assert who.find("Ann Maiden", people).status is TargetStatus.UNKNOWN
    assert who.find(url_of("Ann Lee"), people).person == Person("Ann Lee", "ann lee", url_of("Ann Lee"))


def test_a_member_is_found_without_a_network(whylocked: Whylocked) -> None:
    """A member is found by name, with typing mistakes too, and by URL, however the network may be used."""
    state(whylocked, BOB, name="Bobbie Kowalski", url=url_of("Bobbie Kowalski"), share_network="off")
    people = whylocked.people(ME)
    member = people.users["U2"]
    assert member.circle is Circle.MEMBER
    for typed in ("Bobbie Kowalski", "kowalski", "Bobbie Kowalsky", url_of("Bobbie Kowalski")):
        assert who.find(typed, people).person == member


def test_a_first_name_of_very_many(whylocked: Whylocked) -> None:
    """That somebody bears a name is known however many names lead to nobody."""
    names = [f"Ann Maiden{number}" for number in range(60)]
    share(whylocked, BOB, "names")
    keep(whylocked.store, BOB, archive(connections=[tie(name, url_of("Ann Lee")) for name in names]))
    assert whylocked.people(ME).knows("ann")
    keep(whylocked.store, ME, archive(connections=[tie("Eve Fox", url_of("Ann Lee"))]))
    assert not whylocked.people(ME).knows("ann")


def test_a_turn_keeps_only_whom_the_member_still_sees(whylocked: Whylocked) -> None:
    """A colleague's contact stays in a conversation as long as the colleague shares names."""
    share(whylocked, BOB, "names")
    keep(whylocked.store, BOB, archive(connections=ties("Tom Oak")))
    kept = turns.kept(Turn(Intent.ASK_LOCK, (who.find("tom oak", whylocked.people(ME)),)))
    for setting, status in (("names", TargetStatus.FOUND), ("count", TargetStatus.UNKNOWN)):
        share(whylocked, BOB, setting)
        turn = turns.restored(kept, whylocked.people(ME))
        assert turn is not None
        assert [target.status for target in turn.targets] == [status]


# --- what the store keeps of names --------------------------------------------------------------------------------


def test_words_go_with_their_names(whylocked: Whylocked) -> None:
    """Words stay as long as any row of the member bears the name, and go with the last; others' words stay."""
    store = whylocked.store
    keep(store, BOB, archive(connections=ties("Tom Oak")))
    keep(
        store, ME,
        archive(connections=ties("Ann Lee", "Tom Oak"), invitations=[invited("Ann Lee", Direction.SENT)]),
    )  # fmt: skip
    with store.writing() as session:
        session.network.state_shared(ME, person("Ida Yew"), 2, NOW)
    assert sorted(_known_words(store)) == ["ann", "ida", "lee", "oak", "tom", "yew"]
    keep(store, ME, archive(connections=[]))
    with store.writing() as session:
        session.network.state_shared(ME, person("Ida Yew"), None, NOW)
    assert sorted(_known_words(store)) == ["ann", "lee", "oak", "tom"]
    keep(store, ME, archive(invitations=[]))
    assert sorted(_known_words(store)) == ["oak", "tom"]
    assert _kept(store) == _counted(store)


def test_words_go_with_the_member(whylocked: Whylocked) -> None:
    """Nothing of a deleted member's names stays, not even that somebody once bore them."""
    keep(whylocked.store, ME, archive(connections=[tie("Ann Lee", company="Acme"), tie("Tom Oak")]))
    keep(whylocked.store, BOB, archive(connections=ties("Tom Elm")))
    with connected(whylocked.store.path) as db:
        db.execute("DELETE FROM members WHERE team = 'T1' AND user = 'U1'")
    assert sorted(_known_words(whylocked.store)) == ["elm", "tom"]
    assert _kept(whylocked.store) == _counted(whylocked.store)


def test_a_question_opens_the_store_few_times(whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups that belong together share one connection, and what was looked up once is not looked up again."""
    keep(whylocked.store, ME, archive(connections=ties("Katarzyna Kowalski", "Ann Lee")))
    people = whylocked.people(ME)
    opened: list[Store] = []
    reading = Store.reading

    def counted(store: Store) -> AbstractContextManager[Session]:
        opened.append(store)
        return reading(store)

    monkeypatch.setattr(Store, "reading", counted)
    assert who.find("Katarzina Kowalsky", people).by_typo
    assert who.find("ann lee", people).status is TargetStatus.FOUND
    assert len(opened) == 2
    assert people.knows("lee")
    assert people.named({"ann lee"})
    assert len(opened) == 2
