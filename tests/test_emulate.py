"""The program against a Slack that nobody here wrote: npm's `emulate`, with strict scopes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli import BOB, FILE_NAME, JANE, MARA, knows
from emulated import Emulated, emulated, installed_in
from fake_slack import BOT_TOKEN
from served import Served, free_port, served, wait_listening
from signed import SECRET

from bot.demo import archives

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
    with emulated(package, f"http://127.0.0.1:{port}", *without) as slack:
        settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api_url}
        with served("serve", folder / "whylocked.db", PORT=str(port), **settings) as running:
            wait_listening(port, running)
            yield slack, running


def test_by_a_token_it_answers_messages_and_reads_archives(package: Path, tmp_path: Path, zipped: bytes):
    """A question in a direct message, an archive, and the question again: each is answered once, in its thread."""
    with one_workspace(package, tmp_path) as (slack, running):
        mara = slack.person("mara")
        asked = mara.says(QUESTION)
        assert "I don't know your LinkedIn account yet" in mara.hears(asked, "a message to Jane Doe")
        dropped = mara.drops(FILE_NAME, zipped)
        assert mara.hears(dropped, "Imported: ").startswith(
            "Imported: Mara Quillan's archive of 20 Nov 2026.\nCame in: 2 connections, your profile.\n"
        )
        again = mara.says(QUESTION)
        assert "You have 2 connections" in mara.hears(again, "connected since 1 Jan 2025")
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
