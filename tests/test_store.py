"""The store: nothing crosses workspaces, nothing is lost between writers, and a member goes without a trace."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY, ago, archive, invited, keep, messages, person, tie, url_of

from bot.appeals import Appeal, AppealState, Case, Event, Role
from bot.archive.rows import Correspondent, Direction, OwnProfile, Position
from bot.errors import UserError
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.store import Session, Store, Who, hurried
from bot.store.connection import connected
from bot.store.diagnoses import Diagnosis
from bot.store.installations import Installation
from bot.store.roles import Office
from bot.store.workspaces import Departure
from bot.usecases.profile import identify
from bot.verdict import Finding, State, Verdict

LOCKED = Finding(
    State.LOCKED, "connection_count.too_few", {"have": 12, "need": 15, "account_type": "basic"}, Basis.STATED, YESTERDAY
)

JANE = person("Jane Doe")
ANN = url_of("Ann North")
READS: Mapping[str, Callable[[Session, Who], object]] = {
    "members.statements": lambda session, who: session.members.statements(who),
    "members.archive_facts": lambda session, who: session.members.archive_facts(who),
    "members.standing": lambda session, who: session.members.standing(who),
    "members.standings": lambda session, who: session.members.standings(who),
    "members.standing_rows": lambda session, who: session.members.standing_rows(who),
    "members.lifted": lambda session, who: session.members.lifted(who),
    "audit.entries": lambda session, who: session.audit.entries(who.team),
    "audit.last_actor": lambda session, who: session.audit.last_actor(who.team, "standing_recorded"),
    "roles.has": lambda session, who: session.roles.has(who, Office.REVIEWER) or None,
    "roles.bearers": lambda session, who: session.roles.bearers(who.team, Office.REVIEWER),
    "roles.setting": lambda session, who: session.roles.setting(who.team, "mark"),
    "installations.of": lambda session, who: session.installations.of(who.team),
    "workspaces.counts": lambda session, who: session.workspaces.counts(who.team),
    "workspaces.members": lambda session, who: session.workspaces.members(who.team) or None,
    "workspaces.departure": lambda session, who: session.workspaces.departure(who.team),
    "workspaces.has_rows": lambda session, who: session.workspaces.has_rows(who.team) or None,
    "absences.since": lambda session, who: session.absences.since(who),
    "absences.is_known": lambda session, who: session.absences.is_known(who) or None,
    "audit.last_at": lambda session, who: session.audit.last_at(who.team, "standing_recorded"),
    "audit.old": lambda session, who: session.audit.old(who.team, ago(0)) or None,
    "diagnoses.old": lambda session, who: session.diagnoses.old(who.team, ago(0)) or None,
    "watches.begun_before": lambda session, who: session.watches.begun_before(who.team, ago(0)),
    "archives.kinds": lambda session, who: session.archives.kinds(who),
    "archives.current_companies": lambda session, who: session.archives.current_companies(who),
    "network.persons": lambda session, who: session.network.persons(who),
    "network.named": lambda session, who: session.network.named(who, ["jane doe", "ann north", "eve north"]),
    "network.key_at": lambda session, who: session.network.key_at(who, JANE.url or ""),
    "names.keys": lambda session, who: sorted(session.names.keys(who, ["jane", "north"])),
    "names.words": lambda session, who: session.names.words(who.team, 4, 8),
    "employers.top": lambda session, who: session.employers.top(who, 5),
    "employers.own": lambda session, who: session.employers.own(who, "North", 5),
    "employers.of_colleagues": lambda session, who: session.employers.of_colleagues(who, "Acme", 5),
    "employers.beginning": lambda session, who: session.employers.beginning(who, "n", 5),
    "introducers.of": lambda session, who: session.introducers.of(who, ANN, 5),
    "introducers.connections": lambda session, who: session.introducers.connections(who, ANN),
    "introducers.knows": lambda session, who: session.introducers.knows(who, person("Bob Ray"), ANN),
    "network.newest": lambda session, who: session.network.newest(who, 5),
    "employers.employs": lambda session, who: session.employers.employs(who, "north"),
    "network.members": lambda session, who: session.network.members(who.team),
    "network.tie": lambda session, who: session.network.tie(who, JANE),
    "network.tie_from_other_side": lambda session, who: session.network.tie_from_other_side(who, person("Bob Ray")),
    "network.invitation": lambda session, who: session.network.invitation(who, JANE),
    "network.written": lambda session, who: session.network.written(who, JANE),
    "network.url_of_name": lambda session, who: session.network.url_of_name(who, JANE.key),
    "network.overlap": lambda session, who: session.network.overlap(who, url_of("Bob Ray")),
    "network.stated_shared": lambda session, who: session.network.stated_shared(who, JANE),
    "messages.in_window": lambda session, who: session.messages.in_window(who, NOW, 7),
    "messages.frees_at": lambda session, who: session.messages.frees_at(who, NOW, 7, 1),
    "messages.busiest": lambda session, who: session.messages.busiest(who, 7),
    "diagnoses.padlock_said": lambda session, who: session.diagnoses.padlock_said(who, JANE),
    "diagnoses.locked": lambda session, who: [
        session.diagnoses.locked(who, str(row["id"])) for row in session.diagnoses.of(Who("T1", "U1"))
    ],
    "diagnoses.number": lambda session, who: session.diagnoses.number(who),
    "diagnoses.of": lambda session, who: session.diagnoses.of(who),
    "diagnoses.padlock_answer": lambda session, who: [
        session.diagnoses.padlock_answer(who, str(row["id"])) for row in session.diagnoses.of(Who("T1", "U1"))
    ],
    "changes.last": lambda session, who: session.changes.last(who),
    "leaving.everything": lambda session, who: [table for table in session.leaving.everything(who).items() if table[1]],
    "leaving.counts": lambda session, who: sum(session.leaving.counts(who).values()) or None,
    "watches.of": lambda session, who: session.watches.of(who),
    "diagnoses.has": lambda session, who: [
        session.diagnoses.has(who, str(row["id"])) for row in session.diagnoses.of(Who("T1", "U1"))
    ],
    "appeals.find": lambda session, who: session.appeals.find(who.team, 1),
    "appeals.open_of": lambda session, who: session.appeals.open_of(who, Case.BAN),
    "appeals.of": lambda session, who: session.appeals.of(who),
    "appeals.open_in": lambda session, who: session.appeals.open_in(who.team),
    "appeals.acted_on": lambda session, who: session.appeals.acted_on(Who(who.team, "U9")),
    "appeals.history": lambda session, who: session.appeals.history(who.team, 1),
    "diagnoses.states": lambda session, who: (
        [
            states
            for row in session.diagnoses.of(Who("T1", "U1"))
            if (states := session.diagnoses.states(who, str(row["id"])))
        ]
        or None
    ),
    "threads.last": lambda session, who: session.threads.last(who, "cli", NOW),
    "audit.last_step": lambda session, who: session.audit.last_step(who.team, 1),
    "archives.importers": lambda session, who: session.archives.importers(who.team) or None,
    "diagnoses.last_asked_about": lambda session, who: session.diagnoses.last_asked_about(who),
    "messages.by_day": lambda session, who: session.messages.by_day(who, TODAY - timedelta(days=9), TODAY) or None,
    "names.beginning": lambda session, who: [both for both in session.names.beginning(who, "ann", 9) if both],
    "questions.asked_last": lambda session, who: session.questions.asked_last(who, 9) or None,
    "questions.no_padlocks": lambda session, who: session.questions.no_padlocks(who.team, ago(9)) or None,
    "questions.person": lambda session, who: [
        session.questions.person(who, str(row["id"])) for row in session.diagnoses.of(Who("T1", "U1"))
    ],
    "questions.verdicts": lambda session, who: session.questions.verdicts(who.team, ago(9)) or None,
    "visits.anybody_welcomed": lambda session, who: session.visits.anybody_welcomed(who.team) or None,
    "visits.has_opened_home": lambda session, who: session.visits.has_opened_home(who) or None,
    "visits.welcomed": lambda session, who: session.visits.welcomed(who) or None,
    "own_numbers.current": lambda session, who: session.own_numbers.current(who.team),
    "own_numbers.newest": lambda session, who: session.own_numbers.newest(who.team),
    "own_numbers.version": lambda session, who: session.own_numbers.version(who.team, 1),
}
WRITES = {"deliveries.mark", "deliveries.unmark", "deliveries.forget",
    "members.take_back_report", "members.put_back_standing", "audit.add", "audit.rename", "roles.set",
    "roles.set_bearers",
    "members.ensure", "members.state", "members.identify", "members.record_standing", "archives.replace",
    "names.changed", "network.replace_shared", "diagnoses.no_padlock_answer",
    "changes.keep", "changes.undone", "leaving.delete", "employers.keep",
    "owed.since",
    "owed.add", "owed.stands", "owed.teams", "owed.take", "owed.put_off", "owed.done",  # a clerk is for all workspaces
    "watches.begin", "watches.end", "watches.look_again", "watches.teams", "watches.take", "watches.looked_at",
    "watches.came_true",
    # the clerk's, who is for all workspaces
    "cards.changed", "cards.anew", "cards.lost", "cards.stands", "cards.shown", "cards.put_off", "cards.reminded",
    "cards.take", "cards.take_waiting",
    "appeals.next_number", "appeals.add", "appeals.moved", "appeals.happened",
    "own_numbers.add", "own_numbers.teams", "visits.welcome", "visits.home_opened",
    "installations.put", "installations.delete", "installations.claim_renewal", "installations.end_renewal",
    "installations.replace_tokens", "installations.take", "installations.every",  # the clerk's and the operator's
    "installations.reseal", "installations.ending", "installations.is_renewing",
    "workspaces.delete", "workspaces.leave", "workspaces.known", "workspaces.departed",
    "workspaces.delete_member", "workspaces.went",
    "gone_workspaces.add", "gone_workspaces.among", "gone_workspaces.back",  # by digests, of no name
    "absences.present", "absences.absent", "absences.take",
    "diagnoses.remove_old", "audit.remove_old",
    "threads.end",  # of all workspaces
    "network.state_shared", "diagnoses.fresh_id", "diagnoses.add", "diagnoses.padlock", "threads.keep", "health.look",
}  # fmt: skip

OF_NOBODY = {
    "oauth_states.begin", "oauth_states.spend", "oauth_states.end", "requests.first_time", "requests.forget",
    "requests.take_back",
    "gone_workspaces.number", "gone_workspaces.end", "duties.is_due", "duties.is_known", "duties.take",
    "health.is_there", "health.backlog",
}  # fmt: skip
"""What belongs to no workspace (yet), and tells nothing of any."""


def fill(store: Store, team: str, mark: str, at: datetime) -> None:
    """Give two members of a workspace a row in every table; `mark` and `at` tell workspaces apart."""
    me, bob = Who(team, "U1"), Who(team, "U2")
    for who, name, connections in (
        (me, "Mia Quell", [tie("Jane Doe", company=mark, on=at.date()), tie(f"Ann {mark}")]),
        (bob, "Bob Ray", [tie("Mia Quell", on=at.date()), tie(f"Ann {mark}"), tie(f"Eve {mark}", company="Acme")]),
    ):
        keep(
            store,
            who,
            archive(
                at.date(),
                name=name,
                connections=connections,
                messages=messages(at, to=[Correspondent("Jane Doe", JANE.url, 1, at.date())]),
                invitations=[invited("Jane Doe", Direction.SENT, at.date())],
                positions=[Position("Buyer", mark, current=True)],
                education=[mark],
                skills=[mark],
                profile=OwnProfile(name, has_summary=True),
            ),
        )
        with store.writing() as session:
            session.members.state(who, "share_network", "names", at)
            identify(session, who)
            restricted, rows = Standing(StandingKind.RESTRICTED, mark), [{"mark": mark}]
            session.members.record_standing(who, restricted, Basis.RECORDED, at, by=mark, lifted=rows)
            session.audit.add(team, at, mark, "standing_recorded", who.user)
            session.audit.add(team, at, who.user, f"appeal_{mark}", who.user, appeal=1)
            session.roles.set_bearers(team, Office.REVIEWER, [me.user, bob.user], at)
            session.roles.set(team, "mark", mark)
            session.network.state_shared(who, JANE, len(mark), at)
            add_diagnosis(session, who, f"D-{mark}{who.user}", at)
            session.diagnoses.padlock(who, f"D-{mark}{who.user}", shown=True, at=at)
            session.threads.keep(who, "cli", {"mark": mark}, NOW, NOW + timedelta(days=1))
            session.deliveries.mark(team, f"event {mark}", at, at)
            session.changes.keep(who, {"mark": mark}, at)
            session.watches.begin(who, JANE, ["profile"], at)
            appeal = add_appeal(session, who, mark, at)
            event = Event(at, who.user, Role.MEMBER, "file", AppealState.SUBMITTED, mark)
            session.appeals.happened(team, appeal, event)
            asked = Event(at, "U9", Role.REVIEWER, "ask", AppealState.NEEDS_INFO, mark)
            session.appeals.happened(team, appeal, asked)
            session.own_numbers.add(team, {mark: 1}, at)
            session.visits.welcome(who, at)
            session.visits.home_opened(who, at)
            session.owed.add(who, mark, "told", {"mark": mark}, at)
            session.absences.absent(who, at)
            session.installations.put(
                Installation(team, None, "A1", mark, mark, "commands", f"{mark} sealed", None, None, at), at
            )
            session.workspaces.leave(Departure(team, at, at, mark))
            session.cards.changed(team, appeal.number, at)


def add_appeal(session: Session, who: Who, mark: str, at: datetime) -> Appeal:
    """Store an appeal, under the next number."""
    number, submitted = session.appeals.next_number(who.team), AppealState.SUBMITTED
    appeal = Appeal(number, who.user, Case.BAN, submitted, mark, mark, None, None, Basis.STATED, at, at)
    session.appeals.add(who.team, appeal)
    return appeal


def add_diagnosis(session: Session, who: Who, name: str, at: datetime = NOW, verdict: Verdict = Verdict.LOCKED) -> None:
    """Store a diagnosis."""
    session.members.ensure(who)
    session.diagnoses.add(who, Diagnosis(name, at, "2026.1", at.date(), verdict, "Jane Doe", JANE.url, (LOCKED,)))


def read_all(store: Store, who: Who) -> dict[str, object]:
    """What every read of the store gives for a member."""
    with store.reading() as session:
        return {name: read(session, who) for name, read in READS.items()}


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that belong to members."""
    with connected(store.path) as db:
        tables = [table.name for table in db.tables if "user" in table.columns_dict]
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables}  # noqa: S608


def test_every_read_is_held() -> None:
    """No noun of the store has a method that the tests of isolation do not know."""
    nouns = {name: kind.split(".")[-1] for name, kind in Session.__annotations__.items()}
    methods = {
        f"{noun}.{method}"
        for noun in nouns
        for method in vars(_class_of(noun))
        if not method.startswith("_")
    }  # fmt: skip
    assert methods == READS.keys() | WRITES | OF_NOBODY


def _class_of(noun: str) -> type:
    from bot import store as package

    return getattr(package, Session.__annotations__[noun])  # type: ignore[no-any-return]


def test_workspaces_never_mix(store: Store) -> None:
    """The same user id in two workspaces reads only its own workspace, whatever is read."""
    fill(store, "T1", "North", ago(1))
    alone = read_all(store, ME)

    fill(store, "T2", "Southern", ago(2))

    assert read_all(store, ME) == alone
    other = read_all(store, Who("T2", "U1"))
    same = [name for name in READS if other[name] == alone[name]]
    # The same two reviewers, a set of two persons of the same names, one URL, one sent message, who was asked about,
    # the numbers of rows, diagnoses, verdicts and appeals, and that somebody came look alike in both.
    assert same == [
        "roles.has",
        "roles.bearers",
        "workspaces.counts",
        "workspaces.members",
        "workspaces.has_rows",
        "absences.is_known",
        "audit.old",
        "diagnoses.old",
        "network.key_at",
        "network.members",
        "network.url_of_name",
        "messages.in_window",
        "diagnoses.number",
        "leaving.counts",
        "appeals.acted_on",
        "diagnoses.last_asked_about",
        "questions.no_padlocks",
        "questions.verdicts",
        "visits.anybody_welcomed",
        "visits.has_opened_home",
        "visits.welcomed",
    ]
    assert "North" not in str(other)


def test_every_read_of_a_stranger_is_empty(store: Store) -> None:
    """A user id that only another workspace knows has nothing at all."""
    fill(store, "T1", "North", ago(1))

    empty: dict[str, object] = {
        name: [] if name.endswith(_LISTS) else {} if name in _MAPPINGS else None for name in READS
    }
    empty |= {"employers.employs": False, "introducers.knows": False, "introducers.connections": 0}
    empty |= dict.fromkeys(("employers.own", "employers.of_colleagues"), (0, []))
    counted: dict[str, object] = {"messages.in_window": (0, 0), "diagnoses.number": 0}
    assert read_all(store, Who("T3", "U1")) == empty | counted | {
        "diagnoses.locked": [frozenset()],
        "diagnoses.padlock_answer": [None],
        "diagnoses.has": [False],
        "questions.person": [None],
        "installations.of": None,
        "workspaces.members": None,
    }


_LISTS = (
    "persons", "members", "everything", "companies", ".of", ".named", ".keys", ".words", ".top", ".beginning",
    ".newest", ".begun_before", ".open_in", ".history", ".acted_on", ".standings", ".standing_rows", ".entries",
    ".bearers",
)  # fmt: skip
_MAPPINGS = {"workspaces.counts", "members.statements", "members.archive_facts", "archives.kinds"}


def test_every_table_is_keyed_by_workspace(store: Store) -> None:
    """Every table of ours names the workspace and, where anything is a member's, the member; all are filled here."""
    fill(store, "T1", "North", ago(1))

    with connected(store.path) as db:
        of_nobody = {"_sqlite_migrations", "oauth_states", "requests", "gone_workspaces", "duties"}
        ours = [table for table in db.tables if table.name not in of_nobody]
        assert [table.name for table in ours if "team" not in table.columns_dict] == []
        assert [table.name for table in ours if "user" not in table.columns_dict] == [
            "deliveries",
            "known_words",
            "traces",
            "counters",
            "settings",
            "cards",
            "audit",
            "own_numbers",
            "installations",
            "departures",
        ]
        assert [table.name for table in ours if table.count == 0] == ["traces"]  # until somebody has gone


def test_a_delivery_is_marked_once(store: Store) -> None:
    """A delivery counts once in its workspace until its mark is dropped; another workspace's is another."""
    since = NOW - timedelta(seconds=10)
    with store.writing() as session:
        marked = session.deliveries.mark
        assert [marked("T1", "event Ev1", NOW, since), marked("T1", "event Ev1", NOW, since)] == [True, False]
        assert [marked("T2", "event Ev1", NOW, since), marked("T1", "event Ev2", NOW, since)] == [True, True]
    for seconds, again in ((9, False), (10, True)):
        at = NOW + timedelta(seconds=seconds)
        with store.writing() as session:
            assert session.deliveries.mark("T1", "event Ev1", at, at - timedelta(seconds=10)) is again


def test_old_deliveries_are_forgotten(store: Store) -> None:
    """Marks from before a moment are dropped, and no others."""
    with store.writing() as session:
        for seconds in (0, 1):
            session.deliveries.mark("T1", f"event Ev{seconds}", NOW + timedelta(seconds=seconds), NOW)
        session.deliveries.forget(NOW + timedelta(seconds=1))
        assert [session.deliveries.mark("T1", f"event Ev{n}", NOW, NOW - timedelta(1)) for n in (0, 1)] == [True, False]


def test_a_delivery_can_be_unmarked(store: Store) -> None:
    """What could not be begun may come again; nothing else may."""
    before = NOW - timedelta(hours=26)
    with store.writing() as session:
        for team in ("T1", "T2"):
            session.deliveries.mark(team, "event Ev1", NOW, before)
        session.deliveries.unmark("T1", "event Ev1")
    with store.writing() as session:
        assert [session.deliveries.mark(team, "event Ev1", NOW, before) for team in ("T1", "T2")] == [True, False]


def test_a_member_goes_without_a_trace(store: Store) -> None:
    """Deleting a member's row deletes all rows that need a member, and none of anybody else.

    Roles, owed messages and visits need none: who never asked anything may bear, be owed or see something.
    """
    fill(store, "T1", "North", ago(1))
    fill(store, "T2", "Southern", ago(2))
    before = rows(store)

    with connected(store.path) as db:
        db.execute("DELETE FROM members WHERE team = 'T1' AND user = 'U1'")

    assert rows(store) == {
        table: [row for row in kept if table in {"roles", "owed", "visits", "absences"} or not {"T1", "U1"} <= set(row)]
        for table, kept in before.items()
    }


def test_a_failed_write_changes_nothing(store: Store) -> None:
    """What a write session did before it failed is undone."""
    with pytest.raises(UserError, match="older_archive"), store.writing() as session:  # noqa: PT012
        session.members.state(ME, "photo", value=True, at=NOW)
        raise UserError("older_archive")

    with store.reading() as session:
        assert session.members.statements(ME) == {}


COUNT_UP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store import Store, Who

who = Who("T1", "U1")
for _ in range(25):
    with Store(Path(sys.argv[1])).writing() as session:
        value, _ = session.members.statements(who).get("connections", (0, None))
        session.members.state(who, "connections", value + 1, datetime(2026, 11, 20, tzinfo=UTC))
"""


def test_only_what_need_not_last_does_not_wait_for_the_disk(store: Store) -> None:
    """SQLite's "full" (2) waits for it each time, "normal" (1) only now and then."""

    def waits(session: Session) -> int:
        return int(session.health._db.execute("PRAGMA synchronous").fetchone()[0])  # noqa: SLF001 - it has no other name

    with store.writing() as session:
        assert waits(session) == 2
    with store.writing(outlasting=False) as session:
        assert waits(session) == 1
        session.members.ensure(ME)
    with store.writing() as session:
        assert waits(session) == 2
        assert session.workspaces.members(ME.team) == 1


def test_writers_in_several_processes_lose_nothing(store: Store) -> None:
    """Four processes that each read before they write, on a file that none of them has made yet, all count."""
    processes = [subprocess.Popen([sys.executable, "-c", COUNT_UP, str(store.path)]) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]

    with store.reading() as session:
        assert session.members.statements(ME)["connections"][0] == 100


def test_a_reader_never_waits(store: Store) -> None:
    """While one writes, another reads what was there before."""
    with store.writing() as session:
        session.members.state(ME, "connections", 1, NOW)

    with store.writing() as writer:
        writer.members.state(ME, "connections", 2, NOW)
        with store.reading() as reader:
            assert reader.members.statements(ME)["connections"][0] == 1


def test_a_store_locked_for_too_long(store: Store) -> None:
    """A writer that another one keeps waiting says so in a sentence; in a hurry it does so sooner."""
    with store.writing(), hurried(0.05), pytest.raises(UserError, match="store_busy"), store.writing():
        pass


def test_a_session_works_in_any_thread(store: Store) -> None:
    """Each session has a connection of its own, so that threads never share one."""
    with store.writing() as session:
        session.members.state(ME, "connections", 7, NOW)
    seen: list[object] = []

    def look() -> None:
        with store.reading() as session:
            seen.append(session.members.statements(ME)["connections"][0])

    worker = threading.Thread(target=look)
    worker.start()
    worker.join()
    assert seen == [7]


def test_standing(store: Store) -> None:
    """A recorded standing comes back whole, and a later one takes its place."""
    first = Standing(StandingKind.RESTRICTED, "spam", date(2026, 11, 1), date(2026, 11, 30))
    with store.writing() as session:
        session.members.record_standing(ME, first, Basis.RECORDED, ago(3))
        assert session.members.standing(ME) == Fact(first, Basis.RECORDED, ago(3).date())
        session.members.record_standing(ME, Standing(StandingKind.GOOD), Basis.STATED, NOW)
        assert session.members.standing(ME) == Fact(Standing(StandingKind.GOOD), Basis.STATED, NOW.date())


def test_diagnoses(store: Store) -> None:
    """A diagnosis is kept with its policy, day, target and all evidence; they come back oldest first."""
    with store.writing() as session:
        session.members.ensure(ME)
        bare = Diagnosis("D-22222", ago(1), "2026.1", None, Verdict.UNSURE, None, None, ())
        add_diagnosis(session, ME, "D-7Q3K9")
        session.diagnoses.add(ME, bare)

        assert session.diagnoses.of(ME) == [
            {
                "id": "D-22222", "asked_at": "2026-11-19T12:00:00+00:00", "policy": "2026.1", "as_of": None,
                "verdict": "unsure", "target_name": None, "target_url": None, "findings": [],
            },
            {
                "id": "D-7Q3K9", "asked_at": "2026-11-20T12:00:00+00:00", "policy": "2026.1", "as_of": "2026-11-20",
                "verdict": "locked", "target_name": "Jane Doe", "target_url": JANE.url,
                "findings": [
                    {
                        "check": "connection_count", "state": "locked", "reason": "connection_count.too_few",
                        "basis": "stated", "as_of": "2026-11-19",
                        "evidence": {"have": 12, "need": 15, "account_type": "basic"},
                    }
                ],
            },
        ]  # fmt: skip


def test_fresh_id(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that another diagnosis of the workspace bears is not given again; in another workspace it is free."""
    letters = iter("222223333322222")
    monkeypatch.setattr("bot.store.diagnoses.secrets.choice", lambda _alphabet: next(letters))
    with store.writing() as session:
        add_diagnosis(session, ME, "D-22222")
        assert session.diagnoses.fresh_id("T1") == "D-33333"
        assert session.diagnoses.fresh_id("T2") == "D-22222"


def test_padlocks_are_counted(store: Store) -> None:
    """Policy and LinkedIn agree or disagree only where the policy said locked; a second answer replaces the first."""
    with store.writing() as session:
        for name, verdict, shown in (
            ("D-22222", Verdict.LOCKED, True),
            ("D-33333", Verdict.LOCKED, True),
            ("D-33333", Verdict.LOCKED, False),
            ("D-44444", Verdict.OPEN, False),
        ):
            if (name, shown) != ("D-33333", False):
                add_diagnosis(session, ME, name, verdict=verdict)
            session.diagnoses.padlock(ME, name, shown=shown, at=NOW)

        figures = session.health.look()
    assert (figures.padlocks_shown, figures.padlocks_missing) == (1, 1)


def test_a_padlock_is_about_ones_own_diagnosis(store: Store) -> None:
    """A member can neither answer for somebody else's diagnosis nor for one that does not exist."""
    with store.writing() as session:
        add_diagnosis(session, ME, "D-22222")
        session.diagnoses.padlock(ME, "D-22222", shown=True, at=NOW)
        for who, name in ((Who("T1", "U2"), "D-22222"), (Who("T2", "U1"), "D-22222"), (ME, "D-99999")):
            session.members.ensure(who)
            session.diagnoses.padlock(who, name, shown=False, at=NOW)

        figures = session.health.look()
    assert (figures.padlocks_shown, figures.padlocks_missing) == (1, 0)


def test_threads_end(store: Store) -> None:
    """A turn is remembered until its end and not at it; another thread and another member have none."""
    with store.writing() as session:
        session.members.ensure(ME)
        session.threads.keep(ME, "cli", {"intent": "help"}, ago(1), NOW)
        session.threads.keep(ME, "cli", {"intent": "ask_lock"}, ago(1), NOW)

        assert session.threads.last(ME, "cli", NOW - timedelta(seconds=1)) == {"intent": "ask_lock"}
        assert session.threads.last(ME, "cli", NOW) is None
        assert session.threads.last(ME, "dm", ago(1)) is None
        assert session.threads.last(Who("T1", "U2"), "cli", ago(1)) is None

        session.threads.keep(ME, "dm", {"intent": "help"}, NOW, NOW + timedelta(days=1))
        assert session.threads.last(ME, "cli", ago(1)) is None  # what has ended is not kept either


def test_sent_messages(store: Store) -> None:
    """The window is open at its start and closed at its end, and frees up when the oldest that is too many leaves."""
    at = [ago(8), ago(7), ago(7) + timedelta(seconds=1), ago(3), ago(0), NOW + timedelta(seconds=1)]
    keep(store, ME, archive(messages=messages(*at, repeated=4)))

    with store.reading() as session:
        assert session.messages.in_window(ME, NOW, 7) == (3, 2)
        assert session.messages.frees_at(ME, NOW, 7, 4) is None
        assert session.messages.frees_at(ME, NOW, 7, 3) == NOW + timedelta(seconds=1)
        assert session.messages.frees_at(ME, NOW, 7, 1) == NOW + timedelta(days=7)


def test_busiest_week(store: Store) -> None:
    """The busiest week is the fullest of any seven days, and of equally full ones the latest."""
    with store.reading() as session:
        assert session.messages.busiest(ME, 7) is None
    keep(store, ME, archive(messages=messages(ago(60), ago(53), ago(40), ago(35), ago(34), ago(10), ago(9), ago(4))))

    with store.reading() as session:
        assert session.messages.busiest(ME, 7) == (3, ago(10))
        # A day lasts until just before the same moment of the next.
        assert session.messages.busiest(ME, 1) == (1, ago(4))


def test_messages_of_more_than_a_year_ago_are_dropped(store: Store) -> None:
    """Moments that no window can reach are not stored; the counts with each person stay."""
    keep(
        store,
        ME,
        archive(NOW.date(), messages=messages(ago(400), ago(1), to=[Correspondent("Jane Doe", JANE.url, 2)])),
    )

    with store.reading() as session:
        assert session.messages.busiest(ME, 500) == (1, ago(1))
        written = session.network.written(ME, JANE)
    assert written is not None
    assert written.sent == 2


def test_health(store: Store) -> None:
    """A sound store says how many members it has and of which day the newest archive is."""
    with store.writing() as session:
        assert session.health.look().last_import is None
    keep(store, ME, archive(date(2026, 11, 1), skills=[]))
    keep(store, Who("T2", "U1"), archive(YESTERDAY, skills=[]))

    with store.writing() as session:
        figures = session.health.look()
    assert (figures.problem, figures.members, figures.last_import) == (None, 2, YESTERDAY)


def test_health_finds_rows_without_owner(store: Store) -> None:
    """Rows that belong to nobody are a problem."""
    with connected(store.path) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO statements VALUES ('T1', 'U9', 'photo', 'true', '2026-11-20')")

    with store.writing() as session:
        assert session.health.look().problem is not None


def test_moments_keep_their_zone(store: Store) -> None:
    """A statement's moment comes back as it was, with its zone."""
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    with store.writing() as session:
        session.members.state(ME, "photo", value=True, at=at)
        assert session.members.statements(ME) == {"photo": (True, at)}
