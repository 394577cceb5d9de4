"""The app is removed from a workspace: tokens go at once, data when it should, whoever is at work on what just then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browsing import KEY, installable
from conftest import NOW, Hands, at_slack, keep, whole_archive
from fake_slack import FakeSlack
from signed import Member
from test_leaving import OWN, clean, enter, held, traces

from bot.listeners import clerk
from bot.listeners.clerk import tick
from bot.listeners.keeping import purge_departed
from bot.logs import fields_of
from bot.sealing import Seal
from bot.settings import Keeping
from bot.slack_app import SlackApp
from bot.store import Store, Who, hurried
from bot.store.installations import Installation
from bot.store.workspaces import Departure
from bot.store.workspaces import Workspaces as WorkspaceRows
from bot.usecases import Whylocked
from bot.usecases.purging import LATE_UNTIL, LONGEST_REST, OPERATOR, Removed, purged
from bot.usecases.workspaces import Workspaces

GONE, OTHER = "T0GONEQZ", "T0STAYS"
MIA, GUEST = Who(GONE, "U0LEAVINGQZ"), Who(f"{GONE}:T0PARTNERQ", "U0GUESTQZ")
BEFORE = NOW - timedelta(days=1)
EVENT_TIME = int(NOW.timestamp())


def an_installation(team: str, at: datetime = BEFORE, *, token: str = "", bot: str = "UBOT") -> Installation:
    """The app in a workspace; its token is of the kind that the fake Slack gives."""
    sealed = Seal([KEY]).seal(team, token or f"xoxb-fake-{team}")
    return Installation(team, None, "A1", bot, "BBOT", "chat:write,commands", sealed, None, None, at)


def install(store: Store, slack: FakeSlack, *teams: str, at: datetime = BEFORE) -> None:
    """Have the app be installed in workspaces, since a day before unless told otherwise."""
    for team in teams:
        slack.workspace(f"xoxb-fake-{team}", team_id=team)
        Workspaces(store, Keeping()).install(an_installation(team, at), at)


def uninstalled(team: str | None = GONE, at: int | None = EVENT_TIME, **more: object) -> dict[str, Any]:
    """The event of an app that was removed, as Slack documents it and as Bolt's own tests have it."""
    envelope = {"token": "old", "team_id": team, "api_app_id": "A1", "type": "event_callback", "event_id": "Ev1"}
    return {**envelope, "event": {"type": "app_uninstalled"}, "event_time": at, **more}


def revoked(
    team: str | None = GONE, *, bot: object = ("UBOT",), at: int = EVENT_TIME, **more: object
) -> dict[str, Any]:
    """The event of tokens that are no good any more."""
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": bot}}
    return uninstalled(team, at, event_id="Ev2", **{"event": event, **more})


def kept(store: Store, team: str = GONE) -> dict[str, int]:
    """How many rows a workspace has, by table."""
    with store.reading() as session:
        return session.workspaces.counts(team)


def removals(store: Store) -> list[dict[str, object]]:
    """What the operator's audit says went."""
    with store.reading() as session:
        return [dict(entry.detail) for entry in session.audit.entries(OPERATOR)]


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app, which any workspace may install and two have; its clerk works when told."""
    install(store, slack, GONE, OTHER)
    made = installable(slack, store, hands)
    yield made
    made.stop()


@pytest.fixture
def me(app: SlackApp, slack: FakeSlack) -> Member:
    """Somebody of the workspace that goes, who has an archive."""
    somebody = Member(app, slack, MIA.user, MIA.team)
    keep(app.desk.app.whylocked.store, MIA, whole_archive())
    return somebody


# --- what Slack tells -----------------------------------------------------------------------------------------


def test_the_app_is_removed(me: Member, app: SlackApp, store: Store, caplog: pytest.LogCaptureFixture):
    """Its token goes before Slack has its response, its data soon after; whoever types there is told how to have it."""
    caplog.set_level("INFO")
    assert me.send_json(uninstalled()).status == 200
    (told,) = [fields_of(record) for record in caplog.records if record.msg == "the app was removed"]
    assert (told["workspace"], told["code"]) == (GONE, "uninstalled")
    with store.reading() as session:
        assert session.installations.of(GONE) is None
    tick(app.desk)
    assert kept(store) == {}
    assert kept(store, OTHER) != {}
    (went,) = removals(store)
    assert (went["kind"], went["members"]) == ("uninstalled", 1)
    assert int(str(went["rows"])) > 40
    assert "not installed" in me.command("Jane Doe").json["text"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0, 1, 1, 0)])
def test_both_events_come_of_one_removal(order: tuple[int, ...], me: Member, app: SlackApp, store: Store):
    """In either order, before or after the data went, and again: it went once."""
    for each in order:
        assert me.send_json((uninstalled(), revoked())[each]).status == 200
        tick(app.desk)
    assert [went["kind"] for went in removals(store)] == [("uninstalled", "revoked")[order[0]]]
    assert kept(store) == {}


@pytest.mark.parametrize("bot", [[], None, ["UOTHER"], "UBOT", [{}]])
def test_a_users_token_is_none_of_ours(bot: object, me: Member, app: SlackApp, store: Store):
    """Tokens of members, and of another bot, end nothing: there are none."""
    assert me.send_json(revoked(bot=bot)).status == 200
    tick(app.desk)
    assert (removals(store), bool(kept(store))) == ([], True)


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (0, True), (1, True)])
def test_news_of_an_earlier_installation_is_none(seconds: int, *, goes: bool, me: Member, store: Store):
    """Slack tells again for a day: what was before the present installation, to the second, is ignored."""
    at = int(BEFORE.timestamp()) + seconds
    for event in (revoked(at=at), uninstalled(at=at)):
        assert me.send_json(event).status == 200
    with store.reading() as session:
        assert (session.installations.of(GONE) is None) == goes


@pytest.mark.parametrize("at", [None, "soon", True, -1, 2**40])
def test_an_event_without_a_time_is_of_now(at: Any, me: Member, store: Store):  # noqa: ANN401 - whatever stands there
    """It is Slack's all the same."""
    assert me.send_json(uninstalled(at=at)).status == 200
    with store.reading() as session:
        departure = session.workspaces.departure(GONE)
    assert departure == Departure(GONE, NOW, NOW, "uninstalled")


def test_an_organisation_removes_it(app: SlackApp, slack: FakeSlack, store: Store):
    """Of a whole organisation the event names no workspace; what is kept is the organisation's."""
    install(store, slack, "E0WHOLE")
    member = Member(app, slack, "W1", "E0WHOLE")
    event = {**uninstalled(None), "enterprise_id": "E0WHOLE"}
    del event["team_id"]
    assert member.send_json(event).status == 200
    tick(app.desk)
    assert (kept(store, "E0WHOLE"), bool(kept(store))) == ({}, True)


def test_an_organisation_takes_it_from_one_workspace(app: SlackApp, slack: FakeSlack, store: Store):
    """What is kept is the organisation's, whichever of its workspaces it came from: it stays."""
    install(store, slack, "E0WHOLE")
    member = Member(app, slack, "W1", "E0WHOLE")
    taken = {"type": "team_access_revoked", "team_ids": ["T111"], "event_ts": "1.1"}
    assert member.send_json({**uninstalled(None), "enterprise_id": "E0WHOLE", "event": taken}).status == 200
    tick(app.desk)
    assert kept(store, "E0WHOLE") != {}


@pytest.mark.parametrize("event", [uninstalled(None), revoked(None), uninstalled("T0NOBODY"), revoked("T0NOBODY")])
def test_of_nobody_known_nothing_goes(event: dict[str, Any], me: Member, app: SlackApp, store: Store):
    """What was never there leaves nothing, not even an entry."""
    before = held(store.path)
    assert me.send_json(event).status == 200
    tick(app.desk)
    assert (removals(store), held(store.path)["departures"]) == ([], before["departures"])


@pytest.mark.usefixtures("impatient")
def test_a_busy_store_hears_it_again(me: Member, store: Store):
    """What cannot be kept is refused, so that Slack repeats it."""
    with store.writing():
        assert me.send_json(uninstalled()).status == 503
    assert me.send_json(uninstalled()).status == 200


def test_a_store_out_of_reach_hears_it_again(me: Member, store: Store):
    """So is what cannot even be looked up."""
    path = store.path
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    assert [me.send_json(event).status for event in (uninstalled(), revoked())] == [503, 503]


# --- what is left ---------------------------------------------------------------------------------------------


def test_no_byte_of_the_workspace_is_left(
    app: SlackApp, slack: FakeSlack, whylocked: Whylocked, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """No row, index, page or log holds its id, its members, its guests or its token; another workspace is whole."""
    monkeypatch.setattr(clerk, "DUTIES", (purge_departed,))
    enter(whylocked, MIA, "Zq")
    enter(whylocked, GUEST, "Zqguest")
    enter(whylocked, Who(OTHER, MIA.user), "Stay")
    with store.writing() as session:
        session.audit.add(GONE, NOW, "U0ADMINQZ", "standing", "U0ADMINQZ")
        session.own_numbers.add(GONE, {"zqnumber": 1}, NOW)
        installed = session.installations.of(GONE)
    assert installed is not None
    mine = [GONE, MIA.user, *OWN, "Zqguestcontact", "T0PARTNERQ", "U0GUESTQZ", "U0ADMINQZ", installed.token]
    assert set(mine) == {text for found in traces(store.path, *mine).values() for text in found}
    mine.remove(MIA.user)  # whom another workspace knows by the same id
    stays = held(store.path)
    Member(app, slack, MIA.user, GONE).send_json(uninstalled())
    tick(app.desk)
    app.desk.workers.stop()
    assert traces(store.path, *mine) == clean(store.path)
    theirs = ["Staycontact", "Staymia Stayleaver", OTHER]
    assert traces(store.path, *theirs)[store.path.name] == theirs
    after = held(store.path)
    assert {table: [row for row in rows if row[0] == OTHER] for table, rows in after.items()} == {
        table: [row for row in rows if row[0] == OTHER] for table, rows in stays.items()
    }
    (went,) = removals(store)
    assert (went["kind"], went["members"]) == ("uninstalled", 2)


def test_an_answer_in_flight_leaves_nothing(me: Member, app: SlackApp, slack: FakeSlack, store: Store):
    """What is written of the workspace after it went goes with the next look, and is counted."""
    slack.slow("chat.postMessage", 0.3)
    me.says("why can't I message Jane Doe?")
    slack.wait_for("chat.postMessage")
    me.send_json(uninstalled())
    tick(app.desk)
    app.desk.workers.stop()  # the answer has been sent, and whatever it keeps is kept
    keep(store, MIA, whole_archive())  # as an archive that took its time would
    assert kept(store) != {}
    tick(app.desk)
    assert kept(store) == {}
    assert [went["kind"] for went in removals(store)] == ["uninstalled", "late"]
    tick(app.desk)
    assert len(removals(store)) == 2


@pytest.mark.parametrize(("after", "goes"), [(-1, True), (0, False), (1, False)])
def test_what_comes_a_day_later_is_not_late(after: int, *, goes: bool, app: SlackApp, store: Store, hands: Hands):
    """By then nothing of it can be in flight, and nothing tells any more that the workspace was there."""
    app.desk.app.whylocked.workspaces.leave(GONE, "uninstalled", NOW, NOW)
    tick(app.desk)
    keep(store, MIA, whole_archive())
    hands.now = NOW + LATE_UNTIL + timedelta(seconds=after)
    tick(app.desk)
    assert (kept(store) == {}) == goes
    assert (held(store.path)["gone_workspaces"] == []) == (not goes)


def test_this_process_remembers_nothing(me: Member, app: SlackApp, slack: FakeSlack):
    """Nor does it go on with what it is at work on there; of another workspace it remembers what it did."""
    slack.user(MIA.user, "Mia Quell", is_admin=True, team_id=GONE)
    other = me.of("U0STAYS", OTHER)
    for member in (me, other):
        member.opens()
    slack.wait_for("views.publish", 2)
    desk, here = app.desk, {GONE, OTHER}
    assert (desk.homes.teams(), desk.out.teams()) == (here, {GONE})
    with desk.running.work(MIA, "D1", "1.1") as ends, desk.running.work(Who(OTHER, "U1"), "D1", "1.1") as goes_on:
        me.send_json(uninstalled())
        assert (ends.stopped, goes_on.stopped) == (True, False)
        assert desk.running.teams() == here
    assert (desk.homes.teams(), desk.out.teams(), desk.running.teams()) == ({OTHER}, set(), set())


def test_another_process_forgets_it_too(me: Member, app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """It learns of it from the store, with its clerk's next look."""
    there = installable(slack, store, hands)
    there.desk.homes.noticed(GUEST)
    there.desk.homes.noticed(Who(OTHER, "U1"))
    me.send_json(uninstalled())
    tick(app.desk)
    tick(there.desk)
    assert there.desk.homes.teams() == {OTHER}
    there.stop()


# --- when it goes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (0, True), (1, True)])
def test_data_stays_for_as_long_as_is_set(seconds: int, *, goes: bool, store: Store, whylocked: Whylocked):
    """Tokens go at once whatever the grace; data goes when it is over."""
    workspaces = Workspaces(store, Keeping(removed=3))
    workspaces.install(an_installation(GONE), BEFORE)
    whylocked.state(MIA, [("photo", "yes")], NOW)
    assert workspaces.leave(GONE, "uninstalled", NOW, NOW)
    assert workspaces.installation(GONE) is None
    assert workspaces.purge(NOW + timedelta(days=3, seconds=seconds)) == goes
    assert (kept(store) == {}) == goes


def test_a_token_leaves_no_byte_whatever_the_grace(store: Store, whylocked: Whylocked):
    """Sealed as it is, it is overwritten, and the log emptied of it."""
    workspaces = Workspaces(store, Keeping(removed=3))
    with store.held_open():
        workspaces.install(an_installation(GONE), BEFORE)
        token = workspaces.installations()[0].token
        whylocked.state(MIA, [("photo", "yes")], NOW)
        workspaces.leave(GONE, "uninstalled", NOW, NOW)
        assert traces(store.path, token) == clean(store.path)


def test_whoever_ends_in_the_midst_of_it_goes_on(store: Store, whylocked: Whylocked):
    """Members go one by one; what went before counts with the rest, once, whoever does it."""
    for number in range(3):
        whylocked.state(Who(GONE, f"U{number}"), [("photo", "yes")], NOW)
    workspaces = Workspaces(store, Keeping())
    rows = sum(kept(store).values())
    assert workspaces.leave(GONE, "uninstalled", NOW, NOW)
    with store.writing() as session:  # a process that did one of them
        session.workspaces.went(GONE, session.workspaces.delete_member(GONE) or 0)
    assert workspaces.purge(NOW)
    assert removals(store) == [{"kind": "uninstalled", "members": 3, "rows": rows}]


@pytest.mark.parametrize("removed", [0, 30])
def test_a_workspace_that_comes_back_starts_clean(removed: int, store: Store, whylocked: Whylocked):
    """Whatever the grace; what was in flight before goes, too, and what comes then stays."""
    workspaces = Workspaces(store, Keeping(removed=removed))
    workspaces.install(an_installation(GONE), BEFORE)
    whylocked.state(MIA, [("photo", "yes")], NOW)
    workspaces.leave(GONE, "uninstalled", NOW, NOW)
    workspaces.purge(NOW)
    whylocked.state(GUEST, [("photo", "yes")], NOW)
    later = NOW + timedelta(minutes=1)
    workspaces.install(an_installation(GONE, later), later)
    assert kept(store).keys() == {"installations"}
    whylocked.state(MIA, [("photo", "no")], later)
    assert not workspaces.leave(GONE, "uninstalled", NOW, later)  # the old news, told again
    assert not workspaces.purge(later)
    assert kept(store)["statements"] == 1
    assert workspaces.left([GONE], later) == set()


def test_installing_anew_without_leaving_keeps_everything(store: Store, whylocked: Whylocked):
    """As for more permissions."""
    workspaces = Workspaces(store, Keeping())
    workspaces.install(an_installation(GONE), BEFORE)
    whylocked.state(MIA, [("photo", "yes")], NOW)
    workspaces.install(an_installation(GONE, NOW), NOW)
    assert kept(store)["statements"] == 1


# --- one workspace, by a token of the settings ----------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "goes"), [(-1, False), (0, True)])
@pytest.mark.parametrize("event", [uninstalled, revoked])
def test_the_one_workspace_goes_as_well(  # noqa: PLR0913 - its cases, by name
    event: Any,  # noqa: ANN401 - one of the above
    seconds: int,
    *,
    goes: bool,
    slack: FakeSlack,
    store: Store,
    hands: Hands,
):
    """Unless it is news of before the start, when Slack took the token; guests of its channels go with it."""
    made = at_slack(slack, store, hands)
    member = Member(made, slack)
    keep(store, Who("T1:T2", "U2"), whole_archive())
    assert member.send_json(event("T1", at=EVENT_TIME + seconds)).status == 200
    tick(made.desk)
    assert (kept(store, "T1") == {}) == goes
    made.stop()


def test_the_one_workspace_comes_back_clean(slack: FakeSlack, store: Store, hands: Hands):
    """A start whose token Slack takes is one where the app is: what was kept for a grace goes, what comes stays."""
    Workspaces(store, Keeping(removed=30)).leave("T1", "uninstalled", NOW, NOW)
    keep(store, Who("T1", "U1"), whole_archive())
    assert Workspaces(store, Keeping(removed=30)).leave("T1", "uninstalled", NOW, NOW)
    made = at_slack(slack, store, hands)
    assert kept(store, "T1") == {}
    keep(store, Who("T1", "U1"), whole_archive())
    tick(made.desk)
    assert kept(store, "T1") != {}
    made.stop()


# --- by hand --------------------------------------------------------------------------------------------------


def test_removed_by_hand(store: Store, whylocked: Whylocked):
    """With its installation it goes like any other; without one whoever goes on there is not disturbed."""
    workspaces = Workspaces(store, Keeping(removed=30))
    workspaces.install(an_installation(GONE), BEFORE)
    for team in (GONE, "local"):
        whylocked.state(Who(team, "me"), [("photo", "yes")], NOW)
    assert workspaces.remove(GONE, NOW) == workspaces.remove("local", NOW) == Removed(1, 3)
    assert [went["kind"] for went in removals(store)] == ["operator", "data"]
    for team in (GONE, "local"):
        whylocked.state(Who(team, "me"), [("photo", "yes")], NOW)
    workspaces.purge(NOW)
    assert (kept(store), bool(kept(store, "local"))) == ({}, True)


def test_in_its_grace_it_is_removed_at_once(store: Store, whylocked: Whylocked):
    """By hand, nothing waits."""
    workspaces = Workspaces(store, Keeping(removed=30))
    whylocked.state(MIA, [("photo", "yes")], NOW)
    workspaces.leave(GONE, "uninstalled", NOW, NOW)
    assert workspaces.remove(GONE, NOW) == Removed(1, 3)
    assert [went["kind"] for went in removals(store)] == ["uninstalled"]


@pytest.mark.parametrize("team", [OPERATOR, "", "T9", f"{GONE}:T0PARTNERQ"])
def test_what_is_no_workspace_is_not_removed(team: str, store: Store, whylocked: Whylocked):
    """Neither the operator's audit, nor somebody's guests alone, nor nobody."""
    whylocked.state(GUEST, [("photo", "yes")], NOW)
    Workspaces(store, Keeping()).remove("T0SOME", NOW)
    before = held(store.path)
    assert Workspaces(store, Keeping()).remove(team, NOW) is None
    assert held(store.path) == before


def test_a_clerk_that_is_faster_has_counted(store: Store, whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch):
    """Whoever removes by hand learns what went although another process did it."""
    whylocked.state(MIA, [("photo", "yes")], NOW)
    workspaces = Workspaces(store, Keeping())

    def faster(store: Store, team: str, now: datetime) -> Removed | None:
        purged(store, team, now)
        return purged(store, team, now)

    monkeypatch.setattr("bot.usecases.workspaces.purged", faster)
    assert workspaces.remove(GONE, NOW) == Removed(1, 3)


def test_whoever_is_back_just_then_keeps_what_is_theirs(
    store: Store, whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch
):
    """What was seen as late when it was looked for may be of a new beginning when it would be deleted."""
    workspaces = Workspaces(store, Keeping())
    workspaces.install(an_installation(GONE), BEFORE)
    workspaces.leave(GONE, "uninstalled", NOW, NOW)
    workspaces.purge(NOW)
    whylocked.state(MIA, [("photo", "yes")], NOW)
    known = WorkspaceRows.known

    def and_then(self: WorkspaceRows) -> list[str]:
        found = known(self)
        workspaces.install(an_installation(GONE, NOW), NOW)
        whylocked.state(MIA, [("photo", "no")], NOW)
        return found

    monkeypatch.setattr(WorkspaceRows, "known", and_then)
    assert workspaces.purge(NOW) is False
    assert kept(store)["statements"] == 1


def test_several_at_once_count_once(store: Store, whylocked: Whylocked):
    """Every process deletes what it finds, and one of them says how much all of it was."""
    for number in range(8):
        whylocked.state(Who(GONE, f"U{number}"), [("photo", "yes")], NOW)
    rows = sum(kept(store).values())
    Workspaces(store, Keeping()).leave(GONE, "uninstalled", NOW, NOW)
    clerks = [threading.Thread(target=Workspaces(Store(store.path), Keeping()).purge, args=[NOW]) for _ in range(3)]
    for clerk_of_one in clerks:
        clerk_of_one.start()
    for clerk_of_one in clerks:
        clerk_of_one.join()
    assert removals(store) == [{"kind": "uninstalled", "members": 8, "rows": rows}]
    assert kept(store) == {}


def test_others_write_while_a_workspace_goes(store: Store, whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch):
    """No member of it holds up anybody for longer than one takes: in between it rests."""
    for number in range(3):
        whylocked.state(Who(GONE, f"U{number}"), [("photo", "yes")], NOW)
    workspaces = Workspaces(store, Keeping())
    workspaces.leave(GONE, "uninstalled", NOW, NOW)
    left: list[int] = []

    def rest(seconds: float) -> None:
        assert 0 <= seconds <= LONGEST_REST
        with hurried(0), store.writing() as session:  # somebody else has their turn
            left.append(session.workspaces.members(GONE))

    monkeypatch.setattr("bot.usecases.purging.time.sleep", rest)
    workspaces.purge(datetime(2027, 1, 1, tzinfo=UTC))
    assert (left, kept(store)) == ([2, 1, 0], {})
