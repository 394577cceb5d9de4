"""`whylocked workspaces`: where the app is and how much is kept, in lines and as JSON; one removed by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import Desk, Outcome, run, terminal
from conftest import ago, state
from test_lifecycle import an_installation, kept

from bot.settings import Keeping
from bot.store import Store, Who
from bot.usecases import Whylocked
from bot.usecases.workspaces import Workspaces

NEEDED = "app_mentions:read,chat:write,commands,im:history,users:read"


@pytest.fixture
def desk(store: Store) -> Callable[..., Outcome]:
    """The command line over the store."""
    return lambda *words: run(*Desk(store.path).options(), *words)


@pytest.fixture
def full(store: Store, whylocked: Whylocked) -> Store:
    """A workspace of an organisation, one that lacks something, one that left, one that a terminal filled."""
    workspaces = Workspaces(store, Keeping(removed=30))
    workspaces.install(replace(an_installation("T1", ago(9)), enterprise="E1", scopes=NEEDED), ago(9))
    for team in ("T2", "T3"):
        workspaces.install(an_installation(team, ago(8)), ago(8))
    for who in ("T1 U1", "T1 U2", "T1:T9 U3", "T3 U1", "local me"):
        state(whylocked, Who(*who.split()), photo="yes")
    workspaces.leave("T3", "uninstalled", ago(1), ago(1))
    return store


def test_an_empty_store(desk: Callable[..., Outcome]):
    """Nothing is there, and says so."""
    assert desk("workspaces").answered == "Nobody has installed the app, and nothing is kept of any workspace.\n"
    assert desk("workspaces", "--json").json == {"workspaces": [], "removed": []}


@pytest.mark.usefixtures("full")
def test_every_workspace_in_a_line(desk: Callable[..., Outcome]):
    """With its guests, what it was not granted, and when what is kept goes; those that went last are nameless."""
    desk("workspaces", "remove", "local", "--yes").answered  # noqa: B018 - it must have answered
    assert desk("workspaces").answered == (
        "Workspaces:\n"
        "   • T1 (of E1): installed 11 Nov 2026, 12:00 UTC; 3 members and 9 rows.\n"
        "   • T2: installed 12 Nov 2026, 12:00 UTC; 0 members and 0 rows. It was not granted app_mentions:read, "
        "im:history and users:read: its administrators install the app again.\n"
        "   • T3: the app was removed 19 Nov 2026, 12:00 UTC; 1 member and 3 rows go 19 Dec 2026, 12:00 UTC.\n"
        "Gone last, nameless:\n"
        "   • 20 Nov 2026, 12:00 UTC: the command line deleted what was kept of a workspace, where the app was not "
        "installed, by hand: 1 member and 3 rows.\n"
    )


@pytest.mark.usefixtures("full")
def test_as_json(desk: Callable[..., Outcome]):
    """The same, with exact keys."""
    found = desk("workspaces", "--json").json["workspaces"]
    assert found[0] == {
        "team": "T1", "enterprise": "E1", "installed_at": "2026-11-11T12:00:00Z", "scopes": NEEDED.split(","),
        "missing_scopes": [], "members": 3, "rows": 9, "left_at": None, "data_goes_at": None,
    }  # fmt: skip
    assert found[1]["missing_scopes"] == ["app_mentions:read", "im:history", "users:read"]
    assert found[2] == {
        "team": "T3", "enterprise": None, "installed_at": None, "scopes": [], "missing_scopes": [], "members": 1,
        "rows": 3, "left_at": "2026-11-19T12:00:00Z", "data_goes_at": "2026-12-19T12:00:00Z",
    }  # fmt: skip
    assert [each["team"] for each in found] == ["T1", "T2", "T3", "local"]
    removed = desk("workspaces", "remove", "T1", "--yes", "--json").json
    assert removed == {"team": "T1", "members": 3, "rows": 9, "cleared": True}
    assert desk("workspaces", "--json").json["removed"] == [
        {"at": "2026-11-20T12:00:00Z", "kind": "operator", "members": 3, "rows": 9}
    ]


@pytest.mark.usefixtures("full")
def test_without_an_installation_it_says_where_it_is_from(desk: Callable[..., Outcome]):
    """The one workspace of a token, or what somebody typed in a terminal."""
    assert desk("workspaces").answered.endswith(
        "   • local: 1 member and 3 rows. No installation: it is the workspace of SLACK_BOT_TOKEN, or was filled from "
        "a terminal.\n"
    )


def test_in_a_pipe_it_needs_yes(full: Store, desk: Callable[..., Outcome]):
    """Nothing goes because nobody was there to say no; of what is not there it says so."""
    said = "Nobody is here to confirm that all of the workspace goes for good; add --yes."
    assert desk("workspaces", "remove", "T1").refused == said
    for team in ("T9", "operator", "T1:T9", ""):
        assert "whylocked workspaces lists" in desk("workspaces", "remove", team, "--yes").refused
    assert kept(full, "T1")["members"] == 3


@pytest.mark.parametrize(("typed", "goes"), [("y\n", True), ("n\n", False)])
def test_on_a_terminal_it_asks(typed: str, *, goes: bool, full: Store):
    """It says what would go, and that in Slack the app stays."""
    with terminal(*Desk(full.path).options(), "workspaces", "remove", "T1") as screen:
        asked = screen.wait_for("Delete it all? [y/N]: ")
        screen.type(typed)
        code = screen.code()
    assert "This deletes everything that is kept of T1: 3 members and 9 rows." in asked
    assert "Its installation goes with it" in asked
    told = ("Deleted: 3 members and 9 rows.", "In Slack the app stays", "Kept; nothing was changed.")
    assert [text in screen.seen for text in told] == [goes, goes, not goes]
    assert (code, kept(full, "T1") == {}) == (0, goes)


@pytest.mark.usefixtures("full")
def test_the_operators_audit_reads_like_any_other(desk: Callable[..., Outcome]):
    """As --team operator; before anything went it says what would stand there."""
    assert desk("audit", "--team", "operator").answered == (
        "Nothing to tell yet: no workspace has gone, and no backup was made or put back.\n"
    )
    desk("workspaces", "remove", "T3", "--yes").answered  # noqa: B018
    assert desk("audit", "--team", "operator").answered == (
        "Done here, the newest first:\n"
        "   • 20 Nov 2026, 12:00 UTC: Whylocked deleted what was kept of a workspace: 1 member and 3 rows. The app had "
        "been removed there.\n"
        "All of it, as JSON: the same command with --json.\n"
    )


@pytest.mark.usefixtures("full")
def test_remains_are_told(desk: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch):
    """Where another program reads the file, what is left goes later."""
    monkeypatch.setattr(Store, "cleared", lambda _: False)
    said = desk("workspaces", "remove", "T1", "--yes").answered
    assert "Remains of it still lie in the store's file" in said


@pytest.mark.usefixtures("full")
def test_it_goes_while_it_is_looked_at(desk: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch):
    """What another process removed between the look and the removal is told as gone."""
    monkeypatch.setattr(Workspaces, "remove", lambda *_: None)
    assert "Nothing is kept of a workspace “T1”" in desk("workspaces", "remove", "T1", "--yes").refused
