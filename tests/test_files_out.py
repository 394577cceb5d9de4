"""Files that an answer hands over in Slack: by direct message to the asker, wherever the question was."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from conftest import ME, keep, state, ties, url_of, whole_archive
from fake_slack import BOT_TOKEN, Call, FakeSlack
from signed import Member, labels
from test_slack_out import code_of

import bot.conversation
from bot.replies.model import Attachment
from bot.slack_app import SlackApp
from bot.slack_out import SlackOut, Workspace
from bot.slack_out.upload import PAUSES
from bot.store import Store
from bot.understanding import understand
from bot.understanding.request import Intent, Request
from bot.usecases import Whylocked

LIST = "Ann Lee\nBob Ray\nCat Poe\nDan Roe"
NAME = "whylocked-2026-11-20.csv"
TABLE = Attachment(NAME, "name\r\nÄnn Lee 李\r\n")
HERE = f"{NAME} holds the table: 4 rows. It comes as a direct message from me."
HERE_IT_IS = f"Here is {NAME}, which you asked me for."
NOT_ALLOWED = (
    f"I could not send you {NAME}: I lack the permission files:write; ask whoever administers me to add it and install "
    "me again, or whoever runs me to get it on the command line (--team T1 --user U1)."
)
NOT_SENT = (
    f"I could not send you {NAME}: Slack did not take it; ask me for it again in a moment, or ask whoever runs me to "
    "get it on the command line (--team T1 --user U1)."
)
URL, DONE = "files.getUploadURLExternal", "files.completeUploadExternal"
LACKING = {"error": "missing_scope", "needed": "files:write", "provided": "chat:write"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again at once."""
    monkeypatch.setattr("bot.slack_out.upload.time.sleep", lambda _: None)


@pytest.fixture(autouse=True)
def _as_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever "as csv" is understood as, here it asks for the table as a file."""

    def understood(text: str, *rest: Any, **more: Any) -> Request:  # noqa: ANN401 - as they are handed on
        if text.strip().endswith("as csv"):
            previous = more["previous"]
            return Request(Intent.ASK_LOCK, followup=True, targets=previous.targets if previous else (), aspect="csv")
        return understand(text, *rest, **more)

    monkeypatch.setattr(bot.conversation, "understand", understood)


@pytest.fixture
def network(store: Store, whylocked: Whylocked) -> None:
    """ME knows everybody of the list, and nothing locks any of them."""
    state(whylocked, account_type="basic", photo="yes", url=url_of("Sal Seller"))
    known = ties(*LIST.split("\n"), *(f"Contact {number}" for number in range(20)))
    keep(store, ME, whole_archive(name="Sal Seller", connections=known))


@pytest.fixture
def acme(slack: FakeSlack) -> Workspace:
    return SlackOut(slack.api_url).of(BOT_TOKEN)


def shown(slack: FakeSlack) -> Call:
    """How the file was shown, once it is."""
    return slack.wait_for(DONE)[-1]


def uploads(slack: FakeSlack) -> list[Call]:
    """The calls that carried a file's bytes."""
    return [call for call in slack.calls() if call.method.startswith("/upload/")]


# --- how a file goes to Slack -----------------------------------------------------------------------------------


def test_a_file_goes_where_slack_says_and_is_shown_to_one_person(slack: FakeSlack, acme: Workspace):
    """Three calls: a place for it, its bytes as UTF-8 without the token, and whom it is shown to."""
    file_id = acme.put(TABLE)
    acme.show(file_id, NAME, "D1", "1.2")
    place, sent, done = slack.calls()
    assert (place.method, place.body) == (URL, {"filename": NAME, "length": str(len(TABLE.content.encode()))})
    assert (sent.method, sent.body, sent.token) == (f"/upload/{file_id}", {"content": TABLE.content}, None)
    assert done.method == DONE
    assert {**done.body, "files": json.loads(done.body["files"])} == {
        "files": [{"id": file_id, "title": NAME}], "channel_id": "D1", "thread_ts": "1.2",
    }  # fmt: skip
    assert (place.token, done.token) == (BOT_TOKEN, BOT_TOKEN)


@pytest.mark.parametrize("channel", ["C1", "G1", "U1", ""])
def test_a_file_is_never_shown_in_a_channel(channel: str, slack: FakeSlack, acme: Workspace):
    """Only in a conversation of two; nothing is even asked of Slack."""
    assert code_of(lambda: acme.show("F1", NAME, channel)) == ("slack_file_unsent", {})
    assert slack.calls() == []


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example.com/upload/v1/F1", "http://files.slack.com/upload/v1/F1", "https://files.slack.com.co/F1",
        "https://files.slack.com:8443/F1", "https://user@files.slack.com/F1", "file:///etc/hostname", "",
    ],
)  # fmt: skip
def test_the_bytes_go_to_slack_only(url: str, slack: FakeSlack, acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Any other place is refused before its machine is even looked up: the file holds people's names."""
    slack.answer(URL, 200, {"ok": True, "upload_url": url, "file_id": "F1"})
    looked_up: list[object] = []
    looks = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as in the standard library
        if host != "127.0.0.1":
            looked_up.append(host)
        return looks(host, *rest, **more)

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    assert code_of(lambda: acme.put(TABLE)) == ("slack_file_unsent", {})
    assert looked_up == []


def test_the_bytes_are_not_sent_on(slack: FakeSlack, acme: Workspace):
    """A redirect is no success, and nothing goes to where it leads."""
    with FakeSlack() as other:
        slack.answer("/upload/F000001", 302, "", {"Location": f"{other.url}/upload/F000001"})
        assert code_of(lambda: acme.put(TABLE)) == ("slack_file_unsent", {})
        assert other.calls() == []


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("failures", [len(PAUSES), len(PAUSES) + 1])
def test_slacks_trouble_with_the_bytes_is_waited_out(status: int, failures: int, slack: FakeSlack, acme: Workspace):
    """They are sent as often as there are pauses, and once before."""
    slack.answer("/upload/F000001", status, "", times=failures)
    if failures > len(PAUSES):
        assert code_of(lambda: acme.put(TABLE)) == ("slack_file_unsent", {})
    else:
        assert acme.put(TABLE) == "F000001"
    assert len(uploads(slack)) == len(PAUSES) + 1


def test_bytes_that_slack_refuses_are_sent_once(slack: FakeSlack, acme: Workspace):
    """What is wrong stays wrong."""
    slack.answer("/upload/F000001", 400, "bad")
    assert code_of(lambda: acme.put(TABLE)) == ("slack_file_unsent", {})
    assert len(uploads(slack)) == 1


def test_a_place_that_does_not_answer(slack: FakeSlack, acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    """It is tried again like Slack's own trouble, and then told."""

    def broken(*_: object, **__: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr("bot.slack_out.upload.opener_of", lambda _: type("Opener", (), {"open": broken})())
    assert code_of(lambda: acme.put(TABLE)) == ("slack_file_unsent", {})
    assert uploads(slack) == []


def test_a_missing_permission_is_told_by_name(slack: FakeSlack, acme: Workspace):
    """Before a byte of the file goes out."""
    slack.refuse(URL, **LACKING)
    assert code_of(lambda: acme.put(TABLE)) == ("slack_scope", {"scope": "files:write"})
    assert uploads(slack) == []


# --- where it is asked for --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("network")
def test_in_a_direct_message_it_comes_in_the_thread(me: Member, slack: FakeSlack):
    """The answer in words, and right below it the file, with a row for each person."""
    me.says(LIST)
    first = me.answered()
    me.says("as csv", thread=first["thread_ts"])
    assert me.answered(2)["text"] == HERE
    done = shown(slack)
    assert (done.body["channel_id"], done.body["thread_ts"]) == (me.direct, first["thread_ts"])
    (sent,) = uploads(slack)
    assert [line.split(",")[0] for line in sent.body["content"].splitlines()] == ["name", *LIST.split("\n")]
    assert [call.method for call in slack.calls()][-4:] == ["chat.postMessage", URL, sent.method, DONE]


@pytest.mark.usefixtures("network")
def test_behind_a_command_it_comes_by_direct_message(me: Member, slack: FakeSlack):
    """The acknowledgement holds the words; the file follows where only its asker sees it, also out of a channel."""
    me.command(LIST)
    assert me.command("as csv").json["text"] == HERE
    done = shown(slack)
    assert done.body["channel_id"] == me.direct
    assert "thread_ts" not in done.body
    assert me.answered()["text"] == HERE_IT_IS
    assert slack.only("chat.postMessage").body["channel"] == ME.user


@pytest.mark.usefixtures("network")
def test_behind_a_command_in_others_direct_messages(me: Member, slack: FakeSlack):
    """In a conversation of two other people the bot is not: the file comes to its own with the asker."""
    me.command(LIST, channel="DOTHERS")
    me.command("as csv", channel="DOTHERS")
    assert shown(slack).body["channel_id"] == me.direct


@pytest.mark.usefixtures("network")
def test_behind_a_mention_it_comes_by_direct_message(me: Member, slack: FakeSlack):
    """The words are whispered in the channel; the file is never there."""
    me.mentions(LIST)
    me.whispered()
    me.mentions("as csv")
    assert me.whispered(2)["text"] == HERE
    assert shown(slack).body["channel_id"] == me.direct
    assert me.answered()["text"] == HERE_IT_IS


@pytest.mark.usefixtures("network")
def test_the_button_in_a_direct_message(me: Member, slack: FakeSlack):
    """The table stays, the words and the file come below it, in the thread."""
    me.says(LIST)
    table = me.answered()
    assert labels(table) == ["Download as CSV", "Check again"]
    me.presses({**table, "channel": me.direct}, "Download as CSV")
    assert me.answered(2)["text"] == HERE
    done = shown(slack)
    assert (done.body["channel_id"], done.body["thread_ts"]) == (me.direct, table["thread_ts"])


@pytest.mark.usefixtures("network")
def test_the_button_beneath_a_whispered_table(me: Member, slack: FakeSlack):
    """The words come beneath it, for the same eyes; the file by direct message."""
    table = me.command(LIST).json
    me.presses(table, "Download as CSV")
    assert me.responded()["text"] == HERE
    assert shown(slack).body["channel_id"] == me.direct
    assert me.answered()["text"] == HERE_IT_IS


# --- when it cannot be sent -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("network")
def test_without_the_permission_the_answer_stands(me: Member, slack: FakeSlack):
    """The words of the answer come all the same, and one sentence says what to do; nothing is posted elsewhere."""
    slack.refuse(URL, times=None, **LACKING)
    me.says(LIST)
    me.answered()
    me.says("as csv")
    assert me.answered(3)["text"] == NOT_ALLOWED
    assert [call.body["text"] for call in slack.calls("chat.postMessage")][1:] == [HERE, NOT_ALLOWED]

    me.command(LIST)
    assert me.command("as csv").json["text"] == HERE
    assert me.responded()["text"] == NOT_ALLOWED

    me.mentions(LIST)
    me.whispered()
    me.mentions("as csv")
    assert me.whispered(3)["text"] == NOT_ALLOWED

    me.presses(me.command(LIST).json, "Download as CSV")
    assert me.responded(3)["text"] == NOT_ALLOWED
    assert slack.calls(DONE) == []


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("method", [URL, DONE])
def test_whatever_else_slack_refuses(method: str, me: Member, slack: FakeSlack):
    """It is said that the file did not come, and how to get it."""
    me.says(LIST)
    me.answered()
    slack.refuse(method, "file_uploads_disabled")
    me.says("as csv")
    assert me.answered(3)["text"] == NOT_SENT


@pytest.mark.usefixtures("network")
def test_a_command_whose_answer_can_no_longer_be_followed(me: Member, slack: FakeSlack):
    """Where Slack takes nothing more at the response_url, the sentence comes by direct message."""
    slack.refuse(URL, times=None, **LACKING)
    me.command(LIST)
    command = me.a_command("as csv")
    slack.answer(str(command["response_url"]).removeprefix(slack.url), 404, "expired_url")
    me.send_form(command)
    assert me.answered()["text"] == NOT_ALLOWED


@pytest.mark.usefixtures("network")
def test_a_command_that_waits_for_a_name_hands_over_too(me: Member, slack: FakeSlack):
    """Where somebody mentioned has to be looked up first, words and file both follow."""
    me.command(LIST)
    assert me.command("<@UNEW> as csv").json["text"] == "Looking up who that is; the answer follows."
    assert me.responded()["text"] == HERE
    assert shown(slack).body["channel_id"] == me.direct


@pytest.mark.usefixtures("network")
def test_when_too_much_is_going_on_the_command_says_so(me: Member, bot: SlackApp, monkeypatch: pytest.MonkeyPatch):
    """Where no worker can take the file, the acknowledgement says that it does not come."""
    me.command(LIST)
    monkeypatch.setattr(type(bot.desk.workers), "submit", lambda *_: False)
    assert me.command("as csv").json["text"] == NOT_SENT


def test_an_answer_without_files_costs_no_call(me: Member, slack: FakeSlack):
    """Nothing is asked of Slack for answers in words."""
    me.command("help")
    assert slack.calls(URL) == []
