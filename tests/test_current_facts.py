"""Which fact wins, how long a stated number of messages counts, and what importing replaces."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY, ago, archive, invited, keep, messages, state, tie, url_of, whole_archive

from bot.archive.rows import Archive, Correspondent, Direction, Kind, Messages, OwnProfile, Position
from bot.errors import UserError
from bot.facts import Basis, BusiestWeek, Fact, Facts, Sent, SentGap
from bot.policy import Policy
from bot.profile_fields import FIELDS
from bot.store import Store, Who
from bot.usecases import Whylocked
from bot.usecases.current_facts import asker_facts, current_facts

T = TypeVar("T")
YES, NO = True, False
ARCHIVE_DAY = date(2026, 11, 13)
"""The day on which the window of NOW begins."""


def facts_now(store: Store, policy: Policy, now: datetime = NOW) -> Facts:
    """What is known of the member who asks."""
    with store.reading() as session:
        return asker_facts(session, policy, ME, now)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("days", "wins"), [(-1, Basis.ARCHIVE), (0, Basis.STATED), (1, Basis.STATED)])
def test_the_newer_wins(field: str, days: int, wins: Basis) -> None:
    """The newer of archive and statement wins, on the same day the statement: for every field, and with its day."""
    stated_at = datetime(2026, 11, 13, 0, 30, tzinfo=UTC) + timedelta(days=days)
    facts = current_facts({field: ("stated", stated_at)}, {field: ("archived", ARCHIVE_DAY)})

    stated = Fact("stated", Basis.STATED, stated_at.date())
    assert facts == {field: stated if wins is Basis.STATED else Fact("archived", Basis.ARCHIVE, ARCHIVE_DAY)}


def test_one_of_both_is_enough() -> None:
    """What only the archive or only the member says is known; what neither says is not."""
    facts = current_facts({"photo": (True, NOW)}, {"skills": (["SQL"], YESTERDAY), "companies": (["Acme"], YESTERDAY)})
    assert facts == {"photo": Fact(YES, Basis.STATED, TODAY), "skills": Fact(["SQL"], Basis.ARCHIVE, YESTERDAY)}


def test_facts_of_an_archive(store: Store, policy: Policy) -> None:
    """An archive tells connections, positions, schools, skills, experience, summary and sent messages, and no photo."""
    keep(store, ME, whole_archive(messages=messages(ago(2), ago(3), repeated=1)))

    def of_archive(value: T) -> Fact[T]:
        return Fact(value, Basis.ARCHIVE, YESTERDAY)

    assert facts_now(store, policy) == Facts(
        NOW,
        sent=of_archive(Sent(2, repeats=1)),
        connections=of_archive(40),
        position=of_archive(YES),
        skills=of_archive(3),
        schools=of_archive(1),
        experience=of_archive(YES),
        summary=of_archive(YES),
    )


def test_facts_of_statements(whylocked: Whylocked, policy: Policy) -> None:
    """Every field that a check looks at can be stated."""
    state(
        whylocked, account_type="basic", connections=20, photo="yes", position="no", skills="SQL, Go", education=2,
        experience="no", summary="yes", custom_url="no", completeness=70, messages=41,
    )  # fmt: skip

    def stated(value: T) -> Fact[T]:
        return Fact(value, Basis.STATED, TODAY)

    assert facts_now(whylocked.store, policy) == Facts(
        NOW,
        sent=stated(Sent(41)),
        account_type=stated("basic"),
        connections=stated(20),
        photo=stated(YES),
        position=stated(NO),
        skills=stated(2),
        schools=stated(2),
        experience=stated(NO),
        custom_url=stated(NO),
        summary=stated(YES),
        completeness=stated(70),
    )


@pytest.mark.parametrize(
    ("age", "count"),
    [(timedelta(0), 41), (timedelta(days=7, seconds=-1), 41), (timedelta(days=7), None), (timedelta(8), None)],
)
def test_stated_messages_count_for_seven_days(
    age: timedelta, count: int | None, whylocked: Whylocked, policy: Policy
) -> None:
    """A stated number of sent messages counts for the window's length exactly, and is not known after it."""
    state(whylocked, at=NOW - age, messages=41)

    facts = facts_now(whylocked.store, policy)
    sent = count and Fact(Sent(count), Basis.STATED, (NOW - age).date())
    assert (facts.sent, facts.sent_gap) == (sent, SentGap.NO_MESSAGES)


@pytest.mark.parametrize(("stated", "frees_at"), [(499, None), (500, ago(2) + timedelta(days=7))])
def test_stated_messages_free_up(stated: int, frees_at: datetime | None, whylocked: Whylocked, policy: Policy) -> None:
    """At the limit, all stated messages are out of the window seven days after the statement."""
    state(whylocked, at=ago(2), messages=stated)
    assert facts_now(whylocked.store, policy).sent == Fact(Sent(stated, frees_at=frees_at), Basis.STATED, ago(2).date())


@pytest.mark.parametrize(
    ("as_of", "sent", "gap"),
    [
        (date(2026, 11, 12), None, SentGap.ARCHIVE_TOO_OLD),
        (date(2026, 11, 13), Sent(0, 0), SentGap.NO_MESSAGES),
        (date(2026, 11, 14), Sent(1, 0), SentGap.NO_MESSAGES),
        (date(2026, 11, 20), Sent(1, 0), SentGap.NO_MESSAGES),
    ],
)
def test_archive_day_and_window(as_of: date, sent: Sent | None, gap: SentGap, store: Store, policy: Policy) -> None:
    """An archive dated before the day the window starts leaves the number unknown; from that day on it counts."""
    moments = [at for at in (ago(8), ago(6)) if at.date() <= as_of]
    keep(store, ME, archive(as_of, messages=messages(*moments)))

    facts = facts_now(store, policy)
    assert (facts.sent, facts.sent_gap) == (sent and Fact(sent, Basis.ARCHIVE, as_of), gap)


def test_busiest_week_of_an_old_archive(store: Store, policy: Policy) -> None:
    """Only where the number is unknown, the busiest week of the past is told with the day it began."""
    keep(store, ME, archive(date(2026, 10, 1), messages=messages(*[ago(60 + hour / 24) for hour in range(41)])))
    assert facts_now(store, policy).busiest_week == BusiestWeek(41, ago(60 + 40 / 24).date())
    assert facts_now(store, policy, ago(55)).busiest_week is None


@pytest.mark.parametrize(
    ("stated_at", "sent"),
    [
        (datetime(2026, 11, 18, 23, 59, tzinfo=UTC), Fact(Sent(1, 0), Basis.ARCHIVE, YESTERDAY)),
        (datetime(2026, 11, 19, 0, 0, tzinfo=UTC), Fact(Sent(300), Basis.STATED, YESTERDAY)),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), Fact(Sent(300), Basis.STATED, TODAY)),
    ],
)
def test_stated_messages_beside_an_archive(
    stated_at: datetime, sent: Fact[Sent], whylocked: Whylocked, policy: Policy
) -> None:
    """For messages too the newer wins, on the same day the statement."""
    state(whylocked, at=stated_at, messages=300)
    keep(whylocked.store, ME, archive(messages=messages(ago(2))))
    assert facts_now(whylocked.store, policy).sent == sent


def test_old_statement_beside_a_current_archive(whylocked: Whylocked, policy: Policy) -> None:
    """A statement that ran out leaves the archive its say."""
    state(whylocked, at=ago(8), messages=300)
    keep(whylocked.store, ME, archive(messages=messages(ago(2))))
    assert facts_now(whylocked.store, policy).sent == Fact(Sent(1, 0), Basis.ARCHIVE, YESTERDAY)


def test_owner_unknown(whylocked: Whylocked, policy: Policy) -> None:
    """An archive that does not tell its owner tells no sent messages; what the member states counts all the same."""
    keep(whylocked.store, ME, archive(messages=Messages([], None)))
    facts = facts_now(whylocked.store, policy)
    assert (facts.sent, facts.sent_gap) == (None, SentGap.OWNER_UNKNOWN)

    state(whylocked, at=ago(3), messages=41)
    assert facts_now(whylocked.store, policy).sent == Fact(Sent(41), Basis.STATED, ago(3).date())


def test_import_replaces_kind_by_kind(store: Store, policy: Policy) -> None:
    """A kind that the new archive holds takes the place of the old; a kind that it lacks keeps facts and day."""
    old, new = date(2026, 11, 10), YESTERDAY
    keep(
        store,
        ME,
        whole_archive(
            old,
            connections=[tie("Jane Doe"), tie("Ann Lee")],
            invitations=[invited("Eve Fox", Direction.SENT, old)],
            messages=messages(ago(11), to=[Correspondent("Jane Doe", url_of("Jane Doe"), 1, old)]),
        ),
    )
    keep(store, ME, archive(new, connections=[tie("Bob Ray")], skills=[], profile=OwnProfile(None, has_summary=None)))

    with store.reading() as session:
        assert session.archives.kinds(ME) == {
            Kind.CONNECTIONS: new, Kind.SKILLS: new, Kind.PROFILE: new, Kind.MESSAGES: old, Kind.INVITATIONS: old,
            Kind.POSITIONS: old, Kind.EDUCATION: old,
        }  # fmt: skip
        assert [person.name for person in session.network.persons(ME)] == ["Bob Ray", "Eve Fox", "Jane Doe"]
        assert session.messages.busiest(ME, 7) == (1, ago(11))
    facts = facts_now(store, policy)
    assert facts.connections == Fact(1, Basis.ARCHIVE, new)
    assert facts.skills == Fact(0, Basis.ARCHIVE, new)
    assert facts.summary is None
    assert facts.position == Fact(YES, Basis.ARCHIVE, old)
    assert facts.schools == Fact(1, Basis.ARCHIVE, old)


EVERY_KIND: list[tuple[Kind, object]] = [
    (Kind.CONNECTIONS, [tie("Bob Ray")]),
    (Kind.MESSAGES, messages(ago(5), to=[Correspondent("Bob Ray", None, 1)])),
    (Kind.INVITATIONS, [invited("Bob Ray", Direction.RECEIVED)]),
    (Kind.POSITIONS, []),
    (Kind.EDUCATION, []),
    (Kind.SKILLS, []),
    (Kind.PROFILE, OwnProfile(None, has_summary=False)),
]


@pytest.mark.parametrize(("kind", "rows"), EVERY_KIND)
def test_each_kind_alone(kind: Kind, rows: object, store: Store) -> None:
    """An archive of one kind changes the day and the facts of that kind and of no other."""
    old, new = date(2026, 11, 10), YESTERDAY
    keep(store, ME, whole_archive(old))
    with store.reading() as session:
        before = session.members.archive_facts(ME)

    keep(store, ME, archive(new, name=None, **{kind.value: rows}))

    with store.reading() as session:
        assert session.archives.kinds(ME) == dict.fromkeys(Kind, old) | {kind: new}
        after = session.members.archive_facts(ME)
    changed = {field for field, (_, day) in after.items() if day == new}
    assert changed == FACTS_OF[kind]
    assert {field: fact for field, fact in after.items() if field not in changed} == {
        field: fact for field, fact in before.items() if field not in changed
    }


FACTS_OF = {
    Kind.CONNECTIONS: {"connections"},
    Kind.MESSAGES: {"sent_known"},
    Kind.INVITATIONS: set(),
    Kind.POSITIONS: {"position", "companies", "experience"},
    Kind.EDUCATION: {"education"},
    Kind.SKILLS: {"skills"},
    Kind.PROFILE: {"summary"},
}


def everything(store: Store) -> list[str]:
    """The whole store as statements of SQL, in an order that does not depend on when rows came."""
    with store.reading() as session:
        return sorted(
            str(line) for line in (
                *session.members.statements(ME).items(), *session.members.archive_facts(ME).items(),
                *session.archives.kinds(ME).items(), *session.network.persons(ME),
                session.messages.in_window(ME, NOW, 30), session.archives.current_companies(ME),
            )
        )  # fmt: skip


def test_older_archive_is_refused(whylocked: Whylocked) -> None:
    """An archive older than the stored one is refused, naming both days, and nothing changes."""
    state(whylocked, photo="yes")
    keep(whylocked.store, ME, archive(YESTERDAY, name="Mia Quell", skills=["SQL"]))
    before = everything(whylocked.store)

    with pytest.raises(UserError) as caught:
        keep(whylocked.store, ME, whole_archive(date(2026, 11, 18), name="Somebody Else"))

    assert (caught.value.code, caught.value.fields) == (
        "older_archive",
        {"as_of": date(2026, 11, 18), "stored": YESTERDAY},
    )
    assert everything(whylocked.store) == before


def test_the_newest_kind_makes_an_archive_older(store: Store) -> None:
    """An archive is older than the stored one as soon as any kind came from a newer one."""
    keep(store, ME, archive(date(2026, 11, 10), skills=["SQL"]))
    keep(store, ME, archive(YESTERDAY, education=[]))
    with pytest.raises(UserError, match="older_archive"):
        keep(store, ME, archive(date(2026, 11, 15), skills=[]))


def test_import_again_changes_nothing(store: Store) -> None:
    """The same archive once more, on its own day, leaves everything as it is."""
    same = whole_archive(name="Mia Quell", messages=messages(ago(2)), invitations=[invited("Eve Fox", Direction.SENT)])
    keep(store, ME, same)
    before = everything(store)
    keep(store, ME, same)
    assert everything(store) == before


def test_statements_outlive_imports(whylocked: Whylocked) -> None:
    """No import touches what was stated, and a statement that lost to an archive is still there."""
    state(whylocked, at=ago(30), connections=20, photo="yes", name="Mia Quell", url=url_of("Mia Quell"))
    with whylocked.store.reading() as session:
        before = session.members.statements(ME)
    keep(whylocked.store, ME, whole_archive(name="Mia Q. Quell"))
    with whylocked.store.reading() as session:
        assert session.members.statements(ME) == before


@pytest.mark.parametrize(("stated_at", "name"), [(ago(2), "Mia Quell"), (ago(1), "Mia Stated")])
def test_who_a_member_is(stated_at: datetime, name: str, whylocked: Whylocked) -> None:
    """By which name and URL colleagues find a member follows the same rule as every field: the newer one."""
    state(whylocked, at=stated_at, name="Mia Stated", url=url_of("Mia Stated"))
    keep(whylocked.store, ME, archive(YESTERDAY, name="Mia Quell", skills=[]))

    with whylocked.store.reading() as session:
        (member,) = session.network.members("T1")
    assert (member.name, member.key, member.url) == (name, name.casefold(), url_of(name))
    shown = whylocked.show_profile(ME, NOW)["name"]
    assert shown is not None
    assert shown.value == name


def test_taking_back_who_a_member_is(whylocked: Whylocked) -> None:
    """A name taken back leaves that of the archive, or none."""
    state(whylocked, name="Mia Stated", share_network="off")
    state(whylocked, name="unknown", share_network="unknown")
    assert whylocked.people(Who("T1", "U2")).users == {}
    keep(whylocked.store, ME, archive(name="Mia Quell", skills=[]))
    assert [person.name for person in whylocked.people(Who("T1", "U2")).persons] == ["Mia Quell"]


@pytest.mark.parametrize(
    ("positions", "position", "experience", "companies"),
    [
        ([], False, False, []),
        ([Position("Buyer", "Acme", current=True)], "Buyer · Acme", False, ["Acme"]),
        (
            [Position("Buyer", None, current=True), Position(None, "Globex", current=True)],
            "Buyer; Globex", False, ["Globex"],
        ),
        ([Position(None, None, current=True)], True, False, []),
        ([Position("Clerk", "Globex", current=False)], False, True, []),
    ],
)  # fmt: skip
def test_positions(
    positions: list[Position], position: object, experience: object, companies: list[str], store: Store
) -> None:
    """A position without an end is current, one with an end is experience; the file without rows proves neither."""
    keep(store, ME, archive(positions=positions))
    with store.reading() as session:
        facts = {field: value for field, (value, _) in session.members.archive_facts(ME).items()}
        assert facts == {"position": position, "experience": experience, "companies": companies}
        assert session.archives.current_companies(ME) == companies


def test_missing_kinds_are_not_none(store: Store, policy: Policy) -> None:
    """What was not in the archive is not known, never "none"."""
    keep(store, ME, archive())
    assert facts_now(store, policy) == Facts(NOW)


def test_kinds_of_an_archive() -> None:
    """An archive knows which kinds were not in it."""
    assert Archive(TODAY, whole_archive().owner, skills=[]).missing == [
        kind for kind in Kind if kind is not Kind.SKILLS
    ]
