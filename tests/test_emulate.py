"""The program against a Slack that nobody here wrote: npm's `emulate`, with strict scopes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from chromium import chromium
from cli import BOB, FILE_NAME, JANE, MARA, knows
from emulated import SCOPES, TEAM, Emulated, emulated, installed_in
from fake_slack import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET
from served import PATIENCE, Served, free_port, served, wait_listening
from signed import SECRET
from visiting import Page, Visitor

from bot.demo import archives
from bot.sealing import new_key
from bot.store import Store

OTHER = "T000000002"
QUESTION = "why can't I message Jane Doe?"


@pytest.fixture(scope="session")
def package(pytestconfig: pytest.Config) -> Path:
    """The package of PACKAGE; it is kept from run to run, outside of the repository."""
    assert pytestconfig.cache is not None
    return installed_in(pytestconfig.cache.mkdir("emulate"))


@pytest.fixture
def zipped(tmp_path: Path) -> bytes:
    """LinkedIn's archive of somebody made up."""
    files = archives.files_of_2026(connections=knows(BOB, JANE), profile=archives.profile(MARA))
    return archives.write_zip(tmp_path / FILE_NAME, files).read_bytes()


@contextmanager
def one_workspace(package: Path, folder: Path, *without: str) -> Iterator[tuple[Emulated, Served]]:
    """The bot, served by a token that may lack scopes, and the Slack that it is in."""
    port = free_port()
    granted = [scope for scope in SCOPES if scope not in without]
    with emulated(package, f"http://127.0.0.1:{port}", granted) as slack:
        settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api_url}
        with served("serve", folder / "whylocked.db", PORT=str(port), **settings) as running:
            wait_listening(port, running)
            yield slack, running


def test_by_a_token_it_answers_reads_archives_and_hands_over_files(package: Path, tmp_path: Path, zipped: bytes):
    """A question, an archive, the Home tab, the question again, a file: each is answered once, in its thread."""
    with one_workspace(package, tmp_path) as (slack, running):
        mara = slack.person("mara")
        asked = mara.says(QUESTION)
        assert "I don't know your LinkedIn account yet" in mara.hears(asked, "a message to Jane Doe")
        dropped = mara.drops(FILE_NAME, zipped)
        assert mara.hears(dropped, "Imported: ").startswith(
            "Imported: Mara Quillan's archive of 20 Nov 2026.\nCame in: 2 connections, your profile.\n"
        )
        assert "Where you stand" in mara.opens_home()
        again = mara.says(QUESTION)
        assert "You have 2 connections" in mara.hears(again, "connected since 1 Jan 2025")
        exported = json.loads(mara.gets(mara.says("export my data"), "whylocked-export"))
        assert [each["name"] for each in exported["holds"]["connections"]] == ["Bob Stone", "Jane Doe"]
        assert running.stop().gracefully
        assert [len(mara.answers(thread)) for thread in (asked, dropped, again)] == [1, 1, 1]
        assert {message["user"] for message in mara.history()} == {mara.user}


def test_what_a_scope_is_missing_for_is_said_and_the_rest_is_done(package: Path, tmp_path: Path, zipped: bytes):
    """Slack refuses to show the file, to take one and to tell a name: each is a sentence with what helps."""
    with one_workspace(package, tmp_path, "files:read", "files:write", "users:read") as (slack, running):
        mara = slack.person("mara")
        assert "a message to Jane Doe" in mara.hears(mara.says(QUESTION), "policy")
        not_read = mara.hears(mara.drops(FILE_NAME, zipped), "files:read")
        assert not_read.startswith("I may not read files in this workspace. Any of these helps:\n1. ")
        assert not_read.endswith("I kept nothing of it.")
        assert "I lack the permission files:write" in mara.hears(mara.says("export my data"), "could not send")
        of_bob = mara.says(f"why can't I message <@{slack.person('bob').user}>?")
        assert "Give me a full name or a profile address" in mara.hears(of_bob, "I can't see who that is")
        assert running.stop().gracefully


@dataclass
class Anywhere:
    """The bot, which any workspace may install, and the Slack where they do.

    Attributes:
        url: where it is.
        db: its store.
    """

    slack: Emulated
    running: Served
    url: str
    db: Path

    def install(self, user: str = "admin", *without: str) -> Page:
        """Install the app as a user of the workspace would, who may refuse scopes; gives the page they end at."""
        visitor = Visitor()
        asked = visitor.presses(visitor.opens(f"{self.url}/slack/install"), "Add to Slack")
        assert asked.url.startswith(f"{self.slack.url}/oauth/v2/authorize?")
        assert "Authorize Whylocked to access your Slack workspace." in asked.says
        return visitor.presses(asked, user, scope=",".join(scope for scope in SCOPES if scope not in without))

    def rows_left(self, team: str) -> dict[str, int]:
        """How many rows there are of a workspace, by table, once the clerk has been at it."""
        deadline = time.monotonic() + PATIENCE
        while rows := self._rows(team):
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        return rows

    def _rows(self, team: str) -> dict[str, int]:
        with Store(self.db).reading() as session:
            return session.workspaces.counts(team)


@contextmanager
def any_workspace(package: Path, folder: Path) -> Iterator[Anywhere]:
    """The bot as a service that nobody has installed yet."""
    port, db = free_port(), folder / "whylocked.db"
    url = f"http://127.0.0.1:{port}"
    with emulated(package, url) as slack:
        settings = {
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.api_url,
            "WHYLOCKED_URL": url,
            "WHYLOCKED_TOKEN_KEYS": new_key(),
        }
        with served("serve", db, PORT=str(port), **settings) as running:
            wait_listening(port, running)
            yield Anywhere(slack, running, url, db)


def test_installed_it_answers_and_installed_anew_it_may_more_at_once(package: Path, tmp_path: Path, zipped: bytes):
    """By our page, Slack's and back; without an optional scope it says what is missing, until that is granted."""
    with any_workspace(package, tmp_path) as at:
        assert at.install("admin", "files:read").says.startswith("Whylocked is in Acme ")
        (bot,) = at.slack.bots()
        at.slack.person("admin", bot["user_id"]).reads("Thank you for installing me.")
        mara = at.slack.person("mara", bot["user_id"])
        mara.hears(mara.says(QUESTION), "a message to Jane Doe")
        mara.hears(mara.drops(FILE_NAME, zipped), "I may not read files in this workspace.")
        assert at.install("bob").says.startswith("Whylocked is in Acme ")
        mara.hears(mara.drops(FILE_NAME, zipped), "Came in: 2 connections, your profile.")
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("whylocked.db*"))
        assert [bot["token"].encode() in kept for bot in at.slack.bots()] == [False, False]
        assert at.running.stop().gracefully


def test_a_browser_goes_through_slacks_page_and_back(package: Path, tmp_path: Path):
    """A real one: from our button to who installs it, to our last page, and again when that is loaded anew."""
    with chromium(tmp_path) as driver, any_workspace(package, tmp_path) as at:
        driver.get(at.url)
        driver.find_element("link text", "Add to Slack").click()
        assert driver.current_url.startswith(f"{at.slack.url}/oauth/v2/authorize?")
        driver.find_element("xpath", "//button[contains(., 'Admin User')]").click()
        for _ in range(2):
            assert driver.current_url.startswith(f"{at.url}/slack/oauth_redirect?")
            assert driver.find_element("tag name", "h1").text == "Whylocked is in Acme"
            driver.refresh()
        assert driver.get_log("browser") == []
        (bot,) = at.slack.bots()
        at.slack.person("admin", bot["user_id"]).reads("Thank you for installing me.")


def test_workspaces_are_apart(package: Path, tmp_path: Path, zipped: bytes):
    """The same people in two of them: what somebody gave it in the first is unknown to it in the second."""
    with any_workspace(package, tmp_path) as at:
        at.install()
        here = at.slack.person("mara", at.slack.bots()[-1]["user_id"])
        here.hears(here.drops(FILE_NAME, zipped), "Came in: 2 connections, your profile.")
        at.slack.enter(OTHER, "Globex")
        assert at.install().says.startswith("Whylocked is in Globex ")
        there = at.slack.person("mara", at.slack.bots()[-1]["user_id"])
        assert (here.user, here.bot == there.bot) == (there.user, False)
        there.hears(there.says(QUESTION), "I don't know your LinkedIn account yet")
        there.hears(there.says("Basic, 40 connections"), "connections not known → 40")
        here.hears(here.says(QUESTION), "You have 2 connections")
        assert at.running.stop().gracefully


def test_removed_from_a_workspace_it_forgets_it_and_says_no_more(package: Path, tmp_path: Path, zipped: bytes):
    """Nothing is left of it, the other workspace notices nothing, and installed again it begins anew."""
    with any_workspace(package, tmp_path) as at:
        at.slack.enter(OTHER, "Globex")
        at.install()
        there = at.slack.person("mara", at.slack.bots()[-1]["user_id"])
        there.hears(there.says(QUESTION), "a message to Jane Doe")
        at.slack.enter(TEAM, "Acme")
        at.install()
        here = at.slack.person("mara", at.slack.bots()[-1]["user_id"])
        here.hears(here.drops(FILE_NAME, zipped), "Came in: 2 connections, your profile.")
        at.slack.uninstall(TEAM)
        unheard = here.says(QUESTION)
        there.hears(there.says("Basic, 40 connections"), "connections not known → 40")
        assert at.rows_left(TEAM) == {}
        at.install()
        here = at.slack.person("mara", at.slack.bots()[-1]["user_id"])
        here.hears(here.says(QUESTION), "I don't know your LinkedIn account yet")
        assert here.answers(unheard) == []
        assert at.running.stop().gracefully
