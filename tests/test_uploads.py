"""Archives dropped into a direct message: real ZIPs, a fake Slack on the wire, a real store."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cli import BOB, FILE_NAME, JANE, MARA, knows
from conftest import NOW, log_of
from fake_slack import BOT_TOKEN, LOG_IN, Body, FakeSlack
from slack_bolt import BoltContext

from bot.app import compose
from bot.demo import archives
from bot.listeners import messages, notice, uploads
from bot.listeners.asked import Asked
from bot.listeners.desk import Desk
from bot.listeners.homes import Homes
from bot.listeners.uploads import Upload, take_uploads, uploads_of
from bot.replies.limits import Surface, problems
from bot.settings import Settings
from bot.slack_out import SlackOut
from bot.store import Who
from bot.words import BUILT_IN
from bot.workers import Workers

ME = Who("T1", "U1")
IN_DM = Asked(ME, "", BOT_TOKEN, "UBOT", "D1", "7.1", "D1", ("D1", "D1:7.1"))
FILES = archives.files_of_2026(
    connections=knows(BOB, JANE),
    messages=[archives.message(MARA, [BOB], datetime(2026, 11, 18, 9, tzinfo=UTC), "A line of mine")],
    invitations=[archives.invitation(MARA, JANE, datetime(2026, 11, 3, 8, tzinfo=UTC), outgoing=True)],
    profile=archives.profile(MARA),
)
NO_CONNECTIONS = archives.files_of_2026(connections=[])
DELETE = (
    "Now delete the upload here (point at the file, then ⋮ &gt; Delete file): it holds your messages' texts and other "
    "people's e-mail addresses, and whoever may export this workspace's conversations could read them."
)
KEPT_NOTHING = f"{DELETE} I kept nothing of it."
NO_ACCESS = (
    "I may not read files in this workspace. Any of these helps:\n"
    "1. Whoever administers me allows it: the optional permission files:read, then install me again; then drop the "
    "ZIP here once more.\n"
    "2. Whoever runs me imports your ZIP: whylocked import FILE --team T1 --user U1\n"
    "3. Type what you know instead: account_type=basic connections=212 photo=yes skills=5"
)
NOT_AN_ARCHIVE = (
    "I read no file but LinkedIn's ZIP; drop that here as it is. If your browser unpacked it, pack the folder into a "
    "ZIP again; say import for how to get one."
)
NOT_HERE = (
    "Slack does not hold that file, so I can't read it; download the ZIP from LinkedIn and drop it here from your "
    "computer."
)
NOT_FETCHED = "That file could not be fetched from Slack; send it again."


@dataclass
class Dropping:
    """A member who drops files into the bot's direct message, and everything the bot says there."""

    slack: FakeSlack
    desk: Desk
    temporary: Path
    folder: Path
    asked: Asked = IN_DM
    _zips: list[Path] = field(default_factory=list)

    def zip(self, name: str = FILE_NAME, files: dict[str, bytes] = FILES) -> Body:
        """A ZIP in Slack; gives it as the event shows it."""
        path = archives.write_zip(self.folder / f"{len(self._zips)}.zip", files)
        self._zips.append(path)
        return self.slack.file(f"F{len(self._zips)}", path.read_bytes(), name)

    def drops(self, *files: object, text: str = "") -> list[str]:
        """Drop files; gives what the bot's messages say in the end."""
        before = len(self.slack.calls("chat.postMessage"))
        take_uploads(self.desk, replace(self.asked, text=text), uploads_of({"files": list(files)}))
        assert list(self.temporary.iterdir()) == []
        return list(self.shown().values())[before:]

    def shown(self) -> dict[str, str]:
        """What stands in the conversation: each message's text as last changed."""
        shown: dict[str, str] = {}
        for call in self.slack.calls():
            if call.method == "chat.postMessage":
                assert call.body["channel"] == "D1"
                assert call.body["thread_ts"] == "7.1"
                shown[f"1795176000.{len(shown) + 1:06}"] = call.body["text"]
            elif call.method == "chat.update":
                shown[call.body["ts"]] = call.body["text"]
        return shown

    def connections(self) -> int | None:
        """How many connections the store knows of the member."""
        fact = self.desk.app.whylocked.show_profile(ME, NOW)["connections"]
        return None if fact is None else fact.value  # type: ignore[return-value]

    def says(self, text: str, goes_on: str) -> str:
        """Say something in a conversation; gives the answer."""
        return self.desk.reply(replace(self.asked, text=text, goes_on=goes_on, keep=(goes_on,))).text


@pytest.fixture
def dropping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dropping]:
    """A bot with a store and a temporary folder of its own; its retries do not wait."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("time.sleep", lambda _: None)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    app = compose(Settings(tmp_path / "whylocked.db", BUILT_IN, default_db=False), in_slack=True)
    app.whylocked.welcoming.welcome(ME, NOW)
    workers = Workers()
    with FakeSlack() as slack:
        out = SlackOut(slack.api_url)
        homes = Homes(app, out, workers, lambda: NOW, lambda _: None)
        desk = Desk(app, out, workers, lambda: NOW, lambda: NOW, lambda _: None, homes)
        yield Dropping(slack, desk, temporary, tmp_path)
        workers.stop()


def test_an_archive_is_fetched_imported_and_summed_up_in_one_message(dropping: Dropping):
    """The message that says it is read becomes the summary, the reminder and what to do next."""
    (said,) = dropping.drops(dropping.zip())
    assert said == (
        "Imported: Mara Quillan's archive of 20 Nov 2026.\n"
        "Came in: 2 connections, 1 message, 1 invitation, your profile.\n"
        "Not in this archive, so unchanged: positions, schools, skills.\n"
        "Colleagues' questions use your network only as numbers (share_network=count); with share_network=names they "
        "can find your contacts by name and be sent to you for an introduction, with share_network=off it stays out "
        "altogether.\n"
        f"{DELETE} I kept nothing of it but what is named above.\n"
        "Now ask me: “why can't I message Jane Doe?”"
    )
    posted, changed = dropping.slack.only("chat.postMessage"), dropping.slack.only("chat.update")
    assert posted.body["text"] == f"Reading {FILE_NAME}…"
    assert problems(changed.body["blocks"], Surface.MESSAGE) == []
    assert dropping.connections() == 2
    fetched = dropping.slack.only("/files/F1")
    assert [call.token for call in (posted, changed, fetched)] == [BOT_TOKEN] * 3


def test_the_words_that_come_with_an_archive_are_answered_on_top_of_it(dropping: Dropping):
    """A direct message with a ZIP and a question is taken in once, however often Slack delivers it."""
    event = {
        "type": "message", "subtype": "file_share", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "7.1",
        "text": "why can't I message Jane Doe?", "files": [dropping.zip()],
    }  # fmt: skip
    context = BoltContext({"team_id": "T1", "user_id": "U1", "bot_token": BOT_TOKEN, "bot_user_id": "UBOT"})
    for _ in range(2):
        taken = messages.direct_message(dropping.desk, {"event_id": "Ev1", "event": event}, event, context)
        assert taken.status == 200
    dropping.desk.workers.stop()
    imported, answered = dropping.shown().values()
    assert imported.startswith("Imported: Mara Quillan's archive")
    assert "message to Jane Doe" in answered


@pytest.mark.parametrize(
    "name",
    [
        "Basic_LinkedInDataExport_11-20-2026 (1).zip", "../../x_11-20-2026.zip", "..\\..\\x_11-20-2026.zip",
        "/11-20-2026.zip", "a\x00b\n_11-20-2026.zip", "x" * 10_000 + "_11-20-2026.zip", "11-20-2026",
        "💥11-20-2026.ZIP", "01-01-2020/11-20-2026.zip",
    ],
    ids=range(9),
)  # fmt: skip
def test_whatever_stands_in_a_name_only_its_date_counts(name: str, dropping: Dropping):
    """A name that would lead elsewhere, or that no disk takes, is harmless, and its date is kept."""
    (said,) = dropping.drops(dropping.zip(name))
    assert said.startswith("Imported: Mara Quillan's archive of 20 Nov 2026.")
    first = dropping.slack.only("chat.postMessage").body["text"]
    assert first.startswith("Reading ")
    assert first.isprintable()
    assert len(first) < 150


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("", "Reading your archive…"), ("..", "Reading ..…"), (".zip", "Reading .zip…"),
        ("<!channel> *x*.zip", "Reading &lt;!channel&gt; *x*.zip…"),
        ("../01-01-2020/x.zip", "Reading ../01-01-2020/x.zip…"), ("99-99-9999.zip", "Reading 99-99-9999.zip…"),
    ],
)  # fmt: skip
def test_without_a_date_in_its_name_an_archive_is_as_old_as_its_newest_row(name: str, first: str, dropping: Dropping):
    """A name without a date, or none at all, is no obstacle, and nothing in it is read as markup."""
    (said,) = dropping.drops(dropping.zip(name))
    assert said.startswith("Imported: Mara Quillan's archive of 18 Nov 2026.")
    assert dropping.slack.only("chat.postMessage").body["text"] == first


@pytest.mark.parametrize(
    "files",
    [
        None, "x", 7, {}, {"id": "F1"}, [None, 1, "F1", [], {}], [{"name": "x.zip"}], [{"id": 7, "name": "x.zip"}],
        [{"id": "F 1\n"}],
    ],
)  # fmt: skip
def test_what_is_no_file_is_left_out(files: object):
    """An event may hold anything where its files should be."""
    assert uploads_of({"files": files}) == ()
    assert uploads_of({}) == ()


def test_what_an_upload_lacks_is_empty():
    """A file whose fields are of other kinds than Slack's is one of which nothing is known."""
    fields = ("name", "size", "mimetype", "url_private", "mode", "file_access", "is_external")
    rubbish: dict[str, object] = {field: [] for field in fields}
    assert uploads_of({"files": [{"id": "F1", **rubbish}]}) == (Upload("F1"),)


def test_any_other_file_is_told_once_what_to_drop(dropping: Dropping):
    """Several files that are no archives get one sentence, and none when the message has words of its own."""
    files = [dropping.slack.file(f"F{n}", b"x", f"{n}.csv", "text/csv") for n in range(3)]
    assert dropping.drops(*files) == [NOT_AN_ARCHIVE]
    assert dropping.drops(*files, text="who is this?") == []
    assert dropping.slack.calls("/files/F0") == []


@pytest.mark.parametrize("mimetype", ["application/zip", "application/x-zip-compressed"])
def test_a_zip_is_known_by_its_kind_too(mimetype: str, dropping: Dropping):
    """A browser that drops the end of the name does not keep an archive out."""
    (said,) = dropping.drops(dropping.zip("export") | {"mimetype": mimetype})
    assert said.startswith("Imported")


@pytest.mark.parametrize(
    "more",
    [{"is_external": True}, {"mode": "external"}, {"mode": "tombstone", "name": ""}, {"mode": "hidden_by_limit"}],
)
def test_a_file_that_slack_does_not_hold_is_said_to_be_elsewhere(more: dict[str, Any], dropping: Dropping):
    """A file kept by another service, deleted or hidden by the plan is not fetched."""
    assert dropping.drops(dropping.zip() | more) == [NOT_HERE]
    assert dropping.slack.calls("/files/F1") == []


def test_slack_is_asked_about_a_file_of_another_workspace(dropping: Dropping):
    """Through Slack Connect an event names only the file; files.info has the rest."""
    file_id = dropping.zip()["id"]
    (said,) = dropping.drops({"id": file_id, "file_access": "check_file_info"})
    assert said.startswith("Imported: Mara Quillan's archive of 20 Nov 2026.")
    assert dropping.slack.only("files.info").token == BOT_TOKEN


@pytest.mark.parametrize(
    ("error", "more", "said"),
    [
        ("missing_scope", {"needed": "files:read"}, NO_ACCESS), ("file_not_found", {}, NOT_FETCHED),
        ("access_denied", {}, NOT_FETCHED),
    ],
)  # fmt: skip
def test_a_file_slack_tells_nothing_about_is_answered(error: str, more: dict[str, Any], said: str, dropping: Dropping):
    """Without the permission, or when the file is gone, one message says what helps."""
    dropping.slack.refuse("files.info", error, **more)
    assert dropping.drops({"id": "F1", "file_access": "check_file_info"}) == [said]


def test_without_the_permission_a_member_reads_how_else(dropping: Dropping):
    """Slack's page to log in is what a bot without files:read gets instead of the file."""
    file = dropping.zip()
    dropping.slack.answer("/files/F1", 200, LOG_IN, {"Content-Type": "text/html; charset=utf-8"})
    assert dropping.drops(file) == [f"{NO_ACCESS}\n{KEPT_NOTHING}"]
    assert dropping.connections() is None


def test_what_is_too_big_by_its_own_words_is_not_even_fetched(dropping: Dropping):
    """The size that Slack tells is held against the limit first."""
    too_big = "That file is bigger than the 512 MiB I take; request a copy with only the categories you need."
    assert dropping.drops(dropping.zip() | {"size": 600 * 2**20}) == [f"{too_big}\n{KEPT_NOTHING}"]
    assert dropping.slack.calls("/files/F1") == []


def test_what_turns_out_too_big_is_not_kept(dropping: Dropping, monkeypatch: pytest.MonkeyPatch):
    """A size that Slack told wrong is noticed while the file comes."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    (said,) = dropping.drops(dropping.zip() | {"size": 1})
    assert said.startswith("That file is bigger than the 0 MiB I take")
    assert dropping.connections() is None


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "That is not a complete ZIP from LinkedIn"), (b"PK\x03\x04 broken", "That is not a complete ZIP"),
        (b"<html>", "That is not a complete ZIP from LinkedIn"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_zip_is_said_to_be_none(content: bytes, begins: str, dropping: Dropping):
    """What is wrong takes the place of the progress, with the reminder."""
    (said,) = dropping.drops(dropping.slack.file("F1", content, FILE_NAME))
    assert said.startswith(begins)
    assert said.endswith(KEPT_NOTHING)


def test_what_is_wrong_with_an_archive_is_said(dropping: Dropping):
    """A ZIP of other files, and an archive older than the stored one, change nothing."""
    (other,) = dropping.drops(dropping.zip(files={"photo.txt": b"x"}))
    assert other.startswith("None of LinkedIn's files are in there")
    dropping.drops(dropping.zip())
    (older,) = dropping.drops(
        dropping.zip("Basic_LinkedInDataExport_11-19-2026.zip", archives.files_of_2026(skills=[]))
    )
    assert older.startswith("This archive is of 19 Nov 2026, older than the one of 20 Nov 2026 that I have")
    assert all(said.endswith(KEPT_NOTHING) for said in (other, older))
    assert dropping.connections() == 2


@pytest.mark.parametrize(("status", "body"), [(404, "gone"), (500, "oops")])
def test_a_file_that_does_not_come_is_said_not_to(status: int, body: str, dropping: Dropping):
    """Whatever the file server answers, the progress message ends."""
    file = dropping.zip()
    dropping.slack.answer("/files/F1", status, body, times=None)
    (said,) = dropping.drops(file)
    assert said == f"{NOT_FETCHED}\n{KEPT_NOTHING}"


@pytest.mark.parametrize("url", ["", "https://example.com/x.zip", "file:///etc/passwd", "http://[", "\x00"])
def test_a_file_is_fetched_from_slack_alone(url: str, dropping: Dropping):
    """The token goes nowhere else, and a URL of another kind is not followed."""
    (said,) = dropping.drops(dropping.zip() | {"url_private_download": url, "url_private": url})
    assert said == f"{NOT_FETCHED}\n{KEPT_NOTHING}"


def test_several_archives_are_read_from_the_oldest_on(dropping: Dropping):
    """In whatever order they come, none is refused for a newer one, and the newest three are read."""
    days = ["11-20", "11-18", "11-17", "11-19"]
    said = dropping.drops(*(dropping.zip(f"Basic_{day}-2026.zip") for day in days))
    assert [text.partition("\n")[0] for text in said] == [
        "Imported: Mara Quillan's archive of 18 Nov 2026.",
        "Imported: Mara Quillan's archive of 19 Nov 2026.",
        "Imported: Mara Quillan's archive of 20 Nov 2026.",
        "Of the archives in one message I read the 3 newest.",
    ]


def test_progress_is_told_no_more_often_than_slack_takes_it(dropping: Dropping, monkeypatch: pytest.MonkeyPatch):
    """A quick import changes its message once; a slow one says how far it is."""
    dropping.drops(dropping.zip())
    assert len(dropping.slack.calls("chat.update")) == 1
    monkeypatch.setattr(notice, "SECONDS_BETWEEN", 0)
    dropping.drops(dropping.zip())
    *progress, end = [call.body["text"] for call in dropping.slack.calls("chat.update")[1:]]
    percents = [int(text.removeprefix(f"Reading {FILE_NAME}… ").removesuffix(" %")) for text in progress]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert end.startswith("Imported")


def test_a_limit_of_slack_holds_the_import_up_only_shortly(dropping: Dropping, monkeypatch: pytest.MonkeyPatch):
    """A progress that Slack refuses for the moment is told again; one that it keeps refusing is told no more."""
    monkeypatch.setattr(notice, "SECONDS_BETWEEN", 0)
    limited = {"ok": False, "error": "ratelimited"}
    dropping.slack.answer("chat.update", 429, limited, {"Retry-After": "1"})
    (said,) = dropping.drops(dropping.zip())
    assert said.startswith("Imported")

    dropping.slack.answer("chat.update", 429, limited, {"Retry-After": "1"}, times=None)
    before = len(dropping.slack.calls("chat.update"))
    assert dropping.drops(dropping.zip())[-1].startswith("Imported")
    assert len(dropping.slack.calls("chat.update")) == before + 6  # the first progress and the end, each thrice


@pytest.mark.parametrize("method", ["chat.update", "chat.postMessage"])
def test_when_the_message_cannot_be_changed_the_outcome_is_a_new_one(method: str, dropping: Dropping):
    """A message that the member deleted, or that never came to be, does not swallow the summary."""
    dropping.slack.refuse(method, "message_not_found")
    assert dropping.drops(dropping.zip())[-1].startswith("Imported")
    assert dropping.connections() == 2


def test_an_error_nobody_thought_of_ends_the_message_with_a_reference(
    dropping: Dropping, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """The person can quote it, and the log has it with the place and without any name."""
    monkeypatch.setattr("tempfile.tempdir", str(dropping.folder / "not there"))
    with caplog.at_level(logging.DEBUG):
        (said,) = dropping.drops(dropping.zip())
    reference = said.partition(": ")[2][:8]
    assert said.startswith("I failed at that, and nothing was changed.")
    assert said.endswith(KEPT_NOTHING)
    assert f'"reference": "{reference}", "kind": "FileNotFoundError"' in log_of(caplog)


def test_no_log_names_a_file_or_a_token(dropping: Dropping, caplog: pytest.LogCaptureFixture):
    """Not even at the level that says everything."""
    with caplog.at_level(logging.DEBUG):
        dropping.drops(dropping.zip("secret_11-20-2026.zip"), dropping.slack.file("F9", b"x", "secret.zip"))
    assert "secret" not in log_of(caplog)
    assert BOT_TOKEN not in log_of(caplog)


def test_after_an_import_the_last_question_can_be_asked_again(dropping: Dropping):
    """By the button beneath the summary, or by words in its thread or outside of it."""
    dropping.drops(dropping.zip(FILE_NAME.replace("20-2026", "19-2026"), FILES | NO_CONNECTIONS))
    dropping.says("why can't I message Jane Doe?", goes_on="D1")
    (said,) = dropping.drops(dropping.zip())
    assert said.endswith("Say “check again”, and your last question is answered with it.")
    blocks = dropping.slack.calls("chat.update")[-1].body["blocks"]
    (button,) = next(block["elements"] for block in blocks if block["type"] == "actions")
    card, _, says = button["value"].partition(" ")
    assert (button["text"]["text"], says) == ("Check again", "check again")
    for goes_on in (card, "D1", "D1:7.1"):
        assert "You and Jane Doe have been connected since 1 Jan 2025" in dropping.says(says, goes_on)


def test_after_small_talk_nothing_is_there_to_ask_again(dropping: Dropping):
    """Only a question about somebody can be answered anew."""
    dropping.says("help", goes_on="D1")
    (said,) = dropping.drops(dropping.zip())
    assert said.endswith("Now ask me: “why can't I message Jane Doe?”")
