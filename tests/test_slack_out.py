"""What goes out to Slack: bodies, tokens, retries, refused blocks, names, files; against a fake Slack on the wire."""

from __future__ import annotations

import io
import logging
import ssl
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from socket import create_server

import pytest
from fake_slack import APP_TOKEN, BOT_TOKEN, LOG_IN, Call, FakeSlack
from fake_socket import FakeSocket
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient

from bot.errors import UserError
from bot.replies.message import Message
from bot.slack_out import Identity, Posted, SlackOut, Workspace
from bot.slack_out import wire as the_wire
from bot.slack_out.workspace import PAUSES
from bot.words import BUILT_IN, Words

BLOCKS = ({"type": "section", "text": {"type": "plain_text", "text": "Locked."}},)
LAID_OUT = Message("Locked: *Jane* Doe", BLOCKS)
TEXT = Message("Locked: *Jane* Doe")
PLAIN = {"parse": "none", "link_names": False}
UNFURLED = {"unfurl_links": False, "unfurl_media": False}
VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Profile"}, "blocks": []}
MIB = 1024 * 1024


@pytest.fixture
def out(slack: FakeSlack) -> SlackOut:
    return SlackOut(slack.api_url)


@pytest.fixture
def acme(out: SlackOut) -> Workspace:
    return out.of(BOT_TOKEN)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's client sends everything to a proxy of the environment, even what is for this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries wait for up to a second and more; here they do not."""
    monkeypatch.setattr("time.sleep", lambda _: None)


def code_of(call: Callable[[], object]) -> tuple[str, dict[str, object]]:
    """The code and the fields of what a call raises."""
    with pytest.raises(UserError) as caught:
        call()
    return caught.value.code, caught.value.fields


def sent(calls: list[Call]) -> list[dict[str, object]]:
    """The bodies of calls."""
    return [call.body for call in calls]


# Messages


def test_a_message_goes_out_with_blocks_text_token_and_without_previews(slack: FakeSlack, acme: Workspace):
    """chat.postMessage carries both forms and says each time that nothing is linked or unfurled."""
    posted = acme.post("C1", LAID_OUT, thread="1.2")
    call = slack.only("chat.postMessage")
    assert call.token == BOT_TOKEN
    assert call.body == {
        "channel": "C1", "thread_ts": "1.2", "text": LAID_OUT.text, "blocks": list(BLOCKS), **PLAIN, **UNFURLED,
    }  # fmt: skip
    assert posted == Posted("C1", "1795176000.000001")


def test_text_alone_is_not_read_as_markup(slack: FakeSlack, acme: Workspace):
    """A name with asterisks stays as it is where there are no blocks."""
    acme.post("C1", TEXT)
    assert slack.only("chat.postMessage").body == {
        "channel": "C1", "text": TEXT.text, "mrkdwn": False, **PLAIN, **UNFURLED,
    }  # fmt: skip


def test_a_message_to_a_user_can_be_changed_afterwards(slack: FakeSlack, acme: Workspace):
    """What was posted to a user is told by its direct conversation, which chat.update needs."""
    posted = acme.post("U1", TEXT)
    acme.update(posted, LAID_OUT)
    assert posted.channel == "D1"
    assert slack.only("chat.update").body == {
        "channel": "D1", "ts": posted.ts, "text": LAID_OUT.text, "blocks": list(BLOCKS), **PLAIN,
    }  # fmt: skip


def test_changed_to_text_alone_a_message_loses_its_blocks(slack: FakeSlack, acme: Workspace):
    """An empty list takes the old blocks away, else they would stay."""
    acme.update(Posted("C1", "1.2"), TEXT)
    assert slack.only("chat.update").body == {
        "channel": "C1", "ts": "1.2", "text": LITERAL, "blocks": [], **PLAIN,
    }  # fmt: skip


def test_an_ephemeral_message_is_for_one_user(slack: FakeSlack, acme: Workspace):
    """It names conversation, user and thread, and nothing is posted for others."""
    acme.ephemeral("C1", "U1", LAID_OUT, thread="1.2")
    assert slack.only("chat.postEphemeral").body == {
        "channel": "C1", "user": "U1", "thread_ts": "1.2", "text": LAID_OUT.text, "blocks": list(BLOCKS), **PLAIN,
    }  # fmt: skip
    assert slack.calls("chat.postMessage") == []


@pytest.mark.parametrize(
    "error",
    ["user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived", "no_permission", "restricted_action"],
)
def test_where_no_ephemeral_message_can_be_it_comes_by_direct_message(slack: FakeSlack, acme: Workspace, error: str):
    """The same answer goes to the user, outside the thread that is elsewhere."""
    slack.refuse("chat.postEphemeral", error)
    acme.ephemeral("C1", "U1", LAID_OUT, thread="1.2")
    assert slack.only("chat.postMessage").body == {
        "channel": "U1", "text": LAID_OUT.text, "blocks": list(BLOCKS), **PLAIN, **UNFURLED,
    }  # fmt: skip


def test_an_ephemeral_message_that_fails_otherwise_is_not_sent_elsewhere(slack: FakeSlack, acme: Workspace):
    """Only Slack's "not there" leads to a direct message."""
    slack.refuse("chat.postEphemeral", "msg_too_long")
    assert code_of(lambda: acme.ephemeral("C1", "U1", TEXT)) == ("slack_refused", {"error": "msg_too_long"})
    assert slack.calls("chat.postMessage") == []


LITERAL = "Locked: \u200b*\u200bJane\u200b*\u200b Doe"
"""The text where a call cannot be told that none of it is markup."""
REFUSED_LAYOUTS = ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments"]
SENDS: dict[str, tuple[Callable[[Workspace], object], dict[str, object]]] = {
    "chat.postMessage": (lambda acme: acme.post("C1", LAID_OUT), {"mrkdwn": False}),
    "chat.postEphemeral": (lambda acme: acme.ephemeral("C1", "U1", LAID_OUT), {"text": LITERAL}),
    "chat.update": (lambda acme: acme.update(Posted("C1", "1.2"), LAID_OUT), {"text": LITERAL, "blocks": []}),
}


@pytest.mark.parametrize("error", REFUSED_LAYOUTS)
@pytest.mark.parametrize("method", SENDS)
def test_refused_blocks_go_out_again_as_text(slack: FakeSlack, acme: Workspace, method: str, error: str):
    """An answer is not lost because Slack does not take its layout."""
    send, alone = SENDS[method]
    slack.refuse(method, error)
    send(acme)
    first, second = sent(slack.calls(method))
    assert second == {name: value for name, value in first.items() if name != "blocks"} | alone


@pytest.mark.parametrize("method", SENDS)
def test_what_is_refused_as_text_too_is_told_by_its_short_code(slack: FakeSlack, acme: Workspace, method: str):
    """After the text alone nothing else is tried."""
    slack.refuse(method, "invalid_blocks", times=2)
    assert code_of(lambda: SENDS[method][0](acme)) == ("slack_refused", {"error": "invalid_blocks"})
    assert len(slack.calls()) == 2


# response_url


def test_an_answer_to_a_command_is_ephemeral(slack: FakeSlack, out: SlackOut):
    """It goes to the response_url, for the sender only, without any token."""
    assert out.respond(slack.response_url(), LAID_OUT, replace=False)
    call = slack.only("/response/1")
    assert call.token is None
    assert call.body == {
        "text": LAID_OUT.text, "blocks": list(BLOCKS), "response_type": "ephemeral", "replace_original": False,
        **PLAIN, **UNFURLED,
    }  # fmt: skip


def test_an_answer_to_a_click_can_take_the_place_of_what_was_clicked(slack: FakeSlack, out: SlackOut):
    """It replaces the original and leaves who sees it as it was."""
    assert out.respond(slack.response_url(), TEXT, replace=True)
    assert slack.only("/response/1").body == {
        "text": TEXT.text, "mrkdwn": False, "replace_original": True, **PLAIN, **UNFURLED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, "invalid_blocks"), (500, "server_error"), (200, {"ok": False, "error": "invalid_blocks"})],
)
def test_a_response_url_that_refuses_blocks_gets_text(slack: FakeSlack, out: SlackOut, status: int, body: object):
    """It says no by status or in its body; either way the same goes out as text."""
    slack.answer("/response/1", status, body, times=2 if status == 500 else 1)
    assert out.respond(slack.response_url(), LAID_OUT, replace=False)
    bodies = sent(slack.calls("/response/1"))
    assert bodies[-1] == {name: value for name, value in bodies[0].items() if name != "blocks"} | {"mrkdwn": False}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {"ok": False, "error": "used_url"}),
        (404, "expired_url"),
        (200, {"ok": False, "error": "expired_url"}),
        (404, "<html>no such page</html>"),
        (410, ""),
    ],
)
def test_a_response_url_that_is_used_up_is_told(slack: FakeSlack, out: SlackOut, status: int, body: object):
    """Too late or too many is no error: the caller answers in another way, and nothing is tried again."""
    slack.answer("/response/1", status, body)
    assert not out.respond(slack.response_url(), LAID_OUT, replace=False)
    slack.only("/response/1")


@pytest.mark.parametrize("body", ["no_text", "<html>Jane</html>", {"ok": False}])
def test_a_response_url_that_refuses_text_too_took_nothing(slack: FakeSlack, out: SlackOut, body: object):
    """After the text alone nothing else is tried there; whoever asked can be written to elsewhere."""
    slack.answer("/response/1", 403, body, times=2)
    assert not out.respond(slack.response_url(), LAID_OUT, replace=False)
    assert len(slack.calls()) == 2


# Views, names, identity


def test_a_form_opens_for_a_click(slack: FakeSlack, acme: Workspace):
    """views.open gets the trigger and the view unchanged."""
    assert acme.open_view("T.1", VIEW)
    assert slack.only("views.open").body == {"trigger_id": "T.1", "view": VIEW}


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_click_that_is_too_long_ago_opens_nothing(slack: FakeSlack, acme: Workspace, error: str):
    """A trigger lives three seconds; the caller says so, it is no error."""
    slack.refuse("views.open", error)
    assert not acme.open_view("T.1", VIEW)


def test_a_form_that_slack_refuses_is_an_error(slack: FakeSlack, acme: Workspace):
    """A view has no text to fall back on."""
    slack.refuse("views.open", "invalid_arguments")
    assert code_of(lambda: acme.open_view("T.1", VIEW)) == ("slack_refused", {"error": "invalid_arguments"})


def test_a_users_name_is_the_full_one_in_its_own_letters(slack: FakeSlack, acme: Workspace):
    """The normalized name lacks letters that are not Latin and is the last choice."""
    slack.user("U1", "山田 太郎", profile={"real_name": " 山田 太郎 ", "real_name_normalized": "Yamada"})
    slack.user("U2", "", real_name="José Núñez", profile={})
    slack.user("U3", "", profile={"real_name": "", "real_name_normalized": "Jose"})
    assert [acme.user_name(user) for user in ("U1", "U2", "U3")] == ["山田 太郎", "José Núñez", "Jose"]
    assert {call.token for call in slack.calls("users.info")} == {BOT_TOKEN}
    assert sent(slack.calls("users.info")) == [{"user": "U1"}, {"user": "U2"}, {"user": "U3"}]


def test_bots_deactivated_and_unknown_users_have_no_name(slack: FakeSlack, acme: Workspace):
    """Nobody to look up on LinkedIn; Slackbot is a bot although users.info says otherwise."""
    slack.user("UBOT", "Whylocked", is_bot=True)
    slack.user("UGONE", "Bob Stone", deleted=True)
    slack.user("USLACKBOT", "Slackbot")
    slack.user("UBLANK", " ")
    assert [acme.user_name(user) for user in ("UBOT", "UGONE", "UNOBODY", "USLACKBOT", "UBLANK")] == [None] * 5


def test_without_the_scope_nobody_has_a_name(slack: FakeSlack, acme: Workspace):
    """Names are a help and no condition: the bot works where users:read was not given."""
    slack.refuse("users.info", "missing_scope", needed="users:read", provided="chat:write")
    assert acme.user_name("U1") is None


@pytest.mark.parametrize("error", ["fatal_error", "ratelimited", "invalid_auth"])
def test_where_slack_has_no_time_nobody_has_a_name(slack: FakeSlack, acme: Workspace, error: str):
    """An answer neither fails nor waits for want of a name."""
    slack.user("U1", "Jane Doe")
    slack.answer("users.info", 429, {"ok": False, "error": error}, {"Retry-After": "30"})
    assert acme.user_name("U1") is None
    assert acme.user_name("U1") == "Jane Doe"


def test_a_token_tells_whom_it_speaks_for(slack: FakeSlack, out: SlackOut):
    """Each workspace's own identity, with the scopes that stand in a header only."""
    slack.scopes = ("chat:write", "commands")
    slack.workspace("xoxb-2", team_id="T2", team="Globex", user_id="U2", bot_id="B2", enterprise_id="E1")
    scopes = frozenset({"chat:write", "commands"})
    assert out.of(BOT_TOKEN).identity() == Identity(
        "T1", "Acme", "UBOT", "BBOT", "https://acme.slack.com/", None, scopes
    )
    assert out.of("xoxb-2").identity() == Identity(
        "T2", "Globex", "U2", "B2", "https://globex.slack.com/", "E1", scopes
    )
    assert [call.token for call in slack.calls("auth.test")] == [BOT_TOKEN, "xoxb-2"]


def test_scopes_are_read_however_their_header_is_written(slack: FakeSlack, acme: Workspace):
    """Case and spaces make no difference, and no header is no scope."""
    answer = {"ok": True, "team_id": "T1"}
    slack.answer("auth.test", 200, answer, {"X-OAuth-Scopes": "chat:write, commands"})
    slack.answer("auth.test", 200, answer)
    assert acme.identity() == Identity("T1", "", "", "", "", None, frozenset({"chat:write", "commands"}))
    assert acme.identity() == Identity("T1", "", "", "", "", None, frozenset())


def test_an_app_token_is_tried_where_only_an_app_token_goes(slack: FakeSlack, out: SlackOut):
    """apps.connections.open takes an app token; a bot's, or an unknown one, is told apart from a failure."""
    out.socket_ok(APP_TOKEN)
    assert slack.only("apps.connections.open").token == APP_TOKEN
    assert code_of(lambda: out.socket_ok(BOT_TOKEN)) == ("slack_token", {})
    assert code_of(lambda: out.socket_ok("xapp-other")) == ("slack_token", {})


def test_bolts_own_calls_go_out_in_the_same_way(slack: FakeSlack, out: SlackOut):
    """Slack's own client for Bolt has the place, the token and the retries of every other."""
    slack.answer("auth.test", 503, {"ok": False, "error": "service_unavailable"})
    out.client(BOT_TOKEN).auth_test()
    assert [call.token for call in slack.calls("auth.test")] == [BOT_TOKEN, BOT_TOKEN]


# Failures


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired"])
def test_a_token_that_slack_does_not_take_is_told_without_it(slack: FakeSlack, acme: Workspace, error: str):
    """All of Slack's words for it are one sentence."""
    slack.refuse("chat.postMessage", error)
    assert code_of(lambda: acme.post("C1", LAID_OUT)) == ("slack_token", {})


def test_a_missing_scope_is_named(slack: FakeSlack, acme: Workspace):
    """The one that is needed, as Slack names it."""
    slack.refuse("files.info", "missing_scope", needed="files:read", provided="chat:write")
    assert code_of(lambda: acme.file("F1")) == ("slack_scope", {"scope": "files:read"})


def test_a_missing_scope_without_a_name_is_a_refusal(slack: FakeSlack, acme: Workspace):
    """Nothing is made up where Slack does not say which scope."""
    slack.refuse("files.info", "missing_scope")
    assert code_of(lambda: acme.file("F1")) == ("slack_refused", {"error": "missing_scope"})


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>secret of a gateway</html>"),
        (502, "<html>secret of a gateway</html>"),
        (200, {"ok": False, "error": "Secret: a sentence"}),
        (200, {"ok": False}),
        (200, ["secret"]),
        (200, "{broken"),
        (204, ""),
    ],
)
def test_an_answer_that_is_not_slacks_is_no_answer(slack: FakeSlack, acme: Workspace, status: int, body: object):
    """Whatever stands between may say anything; none of it reaches a person."""
    slack.answer("chat.postMessage", status, body, times=None)
    assert code_of(lambda: acme.post("C1", TEXT)) == ("slack_unreachable", {})
    assert len(slack.calls("chat.postMessage")) >= len(PAUSES) + 1


def test_nobody_there_is_told_after_one_more_try(monkeypatch: pytest.MonkeyPatch):
    """A refused connection is tried twice."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    out = SlackOut(f"http://127.0.0.1:{port}/api/")
    assert code_of(lambda: out.of(BOT_TOKEN).post("C1", TEXT)) == ("slack_unreachable", {})
    assert not out.respond(f"http://127.0.0.1:{port}/response/1", TEXT, replace=False)
    assert len(waited) == 2


def test_waiting_for_slack_ends(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch):
    """No call waits for ever, and one that may have arrived is not sent twice."""
    monkeypatch.setattr(the_wire, "SECONDS", 0.2)
    slack.slow("chat.postMessage", 2)
    acme = SlackOut(slack.api_url).of(BOT_TOKEN)
    assert code_of(lambda: acme.post("C1", TEXT)) == ("slack_unreachable", {})
    slack.only("chat.postMessage")


def test_too_many_calls_wait_as_long_as_slack_asks(slack: FakeSlack, acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    """A 429 is tried again twice, after its Retry-After."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    slack.answer("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "3"}, times=2)
    acme.post("C1", TEXT)
    assert len(slack.calls("chat.postMessage")) == 3
    assert [int(seconds) for seconds in waited] == [3, 3]


def test_far_too_many_calls_are_told(slack: FakeSlack, acme: Workspace):
    """A third 429 ends it."""
    slack.answer("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}, times=None)
    assert code_of(lambda: acme.post("C1", LAID_OUT)) == ("slack_refused", {"error": "ratelimited"})
    assert len(slack.calls()) == 3


@pytest.mark.parametrize("status", [500, 503])
def test_a_failure_of_slacks_own_is_tried_once_more(slack: FakeSlack, acme: Workspace, status: int):
    """A server error is usually gone the next moment."""
    slack.answer("chat.postMessage", status, {"ok": False, "error": "internal_error"})
    acme.post("C1", TEXT)
    assert len(slack.calls("chat.postMessage")) == 2


def test_nothing_is_logged_and_no_cause_is_kept(slack: FakeSlack, out: SlackOut, monkeypatch: pytest.MonkeyPatch):
    """Slack's client would log texts, names and addresses; an error carries nothing of its answer."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    monkeypatch.setattr(logging.root, "level", logging.DEBUG)
    logging.root.addHandler(handler)
    try:
        slack.answer("chat.postMessage", 200, "<html>Jane Doe</html>", times=None)
        with pytest.raises(UserError) as caught:
            out.of(BOT_TOKEN).post("C1", LAID_OUT)
        out.respond(slack.response_url(), LAID_OUT, replace=False)
    finally:
        logging.root.removeHandler(handler)
    assert log.getvalue() == ""
    assert caught.value.__suppress_context__
    assert "Jane" not in str(caught.value)


def test_every_failure_is_one_sentence_without_a_secret():
    """Each has its words, with a next step, and shows the fields that it has."""
    words = Words(BUILT_IN)
    fields: dict[str, dict[str, object]] = {
        "slack_refused": {"error": "msg_too_long"}, "slack_scope": {"scope": "users:read"},
        "slack_file_too_big": {"limit": 20}, "slack_unreachable": {}, "slack_token": {}, "slack_no_file_access": {},
        "slack_file_failed": {},
    }  # fmt: skip
    for code, given in fields.items():
        said = words.say(f"errors.{code}", **given)
        assert all(str(value) in said for value in given.values())
        assert "\n" not in said


def test_many_threads_share_one_slack_out(slack: FakeSlack, out: SlackOut):
    """Every call keeps its own token and text."""
    for number in range(8):
        slack.workspace(f"xoxb-{number}", team_id=f"T{number}")
    threads = [
        threading.Thread(target=out.of(f"xoxb-{number}").post, args=(f"C{number}", Message(f"text {number}")))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((call.token, call.body["channel"], call.body["text"]) for call in slack.calls()) == [
        (f"xoxb-{number}", f"C{number}", f"text {number}") for number in range(8)
    ]


# Files


def test_what_slack_knows_of_a_file(slack: FakeSlack, acme: Workspace):
    """files.info is asked by the file's id, and its answer handed on."""
    shown = slack.file("F1", b"PK")
    assert acme.file("F1") == shown
    assert slack.only("files.info").body == {"file": "F1"}
    assert code_of(lambda: acme.file("F2")) == ("slack_refused", {"error": "file_not_found"})


def test_a_private_file_is_fetched_with_the_token(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """Whole, exactly up to the limit, and readable by nobody else."""
    content = bytes(range(256)) * 1024
    url = slack.file("F1", content)["url_private_download"]
    acme.download(url, tmp_path / "archive.zip", len(content))
    assert (tmp_path / "archive.zip").read_bytes() == content
    assert stat.S_IMODE((tmp_path / "archive.zip").stat().st_mode) == 0o600
    call = slack.only("/files/F1")
    assert (call.token, call.headers["authorization"]) == (BOT_TOKEN, f"Bearer {BOT_TOKEN}")


def failed_download(slack: FakeSlack, acme: Workspace, folder: Path, most: int = MIB) -> tuple[str, dict[str, object]]:
    """How fetching file F1 fails; nothing may be left in the folder."""
    told = code_of(lambda: acme.download(f"{slack.url}/files/F1", folder / "archive.zip", most))
    assert list(folder.iterdir()) == []
    return told


def test_a_file_that_is_too_big_is_not_taken(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """By what its header says, whatever comes."""
    slack.answer("/files/F1", 200, b"PK", {"Content-Type": "application/zip", "Content-Length": str(MIB + 1)})
    assert failed_download(slack, acme, tmp_path) == ("slack_file_too_big", {"limit": 1})


def test_a_file_of_unknown_size_is_cut_off_at_the_limit(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """Without a length in the header the bytes that come are counted."""
    slack.answer("/files/F1", 200, b"x" * (MIB + 1), {"Content-Type": "application/zip", "Content-Length": None})
    assert failed_download(slack, acme, tmp_path) == ("slack_file_too_big", {"limit": 1})
    slack.answer("/files/F1", 200, b"x" * MIB, {"Content-Type": "application/zip", "Content-Length": None})
    acme.download(f"{slack.url}/files/F1", tmp_path / "archive.zip", MIB)
    assert (tmp_path / "archive.zip").stat().st_size == MIB


def test_a_log_in_page_is_no_file(slack: FakeSlack, out: SlackOut, tmp_path: Path):
    """Without access Slack answers 200 and HTML."""
    slack.file("F1", b"PK")
    assert failed_download(slack, out.of("xoxb-other"), tmp_path) == ("slack_no_file_access", {})


def test_a_refusal_in_json_is_no_file(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """A no in the form of the Web API, with the status of a yes, is not taken for what is in the file."""
    slack.answer("/files/F1", 200, {"ok": False, "error": "missing_scope", "needed": "files:read"})
    assert failed_download(slack, acme, tmp_path) == ("slack_no_file_access", {})


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_file_is_told_as_such(slack: FakeSlack, acme: Workspace, tmp_path: Path, status: int):
    """The permission is what is missing."""
    slack.answer("/files/F1", status, LOG_IN)
    assert failed_download(slack, acme, tmp_path) == ("slack_no_file_access", {})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect(slack: FakeSlack, acme: Workspace, tmp_path: Path, status: int):
    """Sent to a place that is not Slack's, the token does not go along."""
    with FakeSlack() as elsewhere:
        elsewhere.workspace(BOT_TOKEN)
        elsewhere.file("F1", b"PK")
        slack.answer("/files/F1", status, "", {"Location": f"{elsewhere.url}/files/F1"})
        assert failed_download(slack, acme, tmp_path) == ("slack_no_file_access", {})
        assert elsewhere.calls() == []
    assert [call.method for call in slack.calls()] == ["/files/F1"]


def test_a_file_at_another_place_of_slacks_is_fetched(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """In organisations Slack keeps files at another host of its own; the token goes along to there."""
    slack.file("F2", b"PK")
    slack.answer("/files/F1", 302, "", {"Location": "/files/F2"})
    acme.download(f"{slack.url}/files/F1", tmp_path / "a.zip", MIB)
    assert (tmp_path / "a.zip").read_bytes() == b"PK"
    assert [call.token for call in slack.calls()] == [BOT_TOKEN, BOT_TOKEN]


def test_a_circle_of_redirects_ends(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """A log-in that sends the reader round in circles is no file."""
    slack.answer("/files/F1", 302, "", {"Location": "/files/F1"}, times=None)
    assert failed_download(slack, acme, tmp_path) == ("slack_no_file_access", {})
    assert len(slack.calls()) == 4


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/files-pri/T1-F1/a.zip",
        "https://slack.com.example.org/a.zip",
        "https://evil-slack.com/a.zip",
        "https://evilslack.com/a.zip",
        "https://slack-files.com/a.zip",
        "https://files.slack.com@example.org/a.zip",
        "https://user:pass@files.slack.com/a.zip",
        "https://files.slack.com:8443/a.zip",
        "https://example.org\\@files.slack.com/a.zip",
        "https://example.org#.slack.com/a.zip",
        "https://[files.slack.com/a.zip",
        "//files.slack.com/a.zip",
        "file:///etc/passwd",
        "ftp://files.slack.com/a.zip",
        "",
    ],
)
def test_the_token_goes_to_slack_only(acme: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str):
    """Any other place is refused before its machine is even looked up."""
    looked_up: list[object] = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *where, **_: looked_up.append(where) or [])
    assert code_of(lambda: acme.download(url, tmp_path / "a.zip", MIB)) == ("slack_file_failed", {})
    assert (looked_up, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.parametrize("host", ["files.slack.com", "slack.com", "FILES.Slack.com"])
def test_slacks_own_hosts_are_asked(acme: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str):
    """Files lie on other hosts of Slack's than its API."""
    looked_up: list[object] = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *where, **_: looked_up.append(where[:2]) or [])
    assert code_of(lambda: acme.download(f"https://{host}/files-pri/T1-F1/a.zip", tmp_path / "a.zip", MIB))
    assert looked_up == [(host, 443)]


def test_the_token_goes_to_no_other_port_of_a_redirected_api(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """The very scheme, host and port of the API, not just its machine."""
    with FakeSlack() as other:
        for url in (other.url, slack.url.replace("127.0.0.1", "localhost"), slack.url.replace("http", "https")):
            told = code_of(lambda url=url: acme.download(f"{url}/files/F1", tmp_path / "a.zip", MIB))  # type: ignore[misc]
            assert told == ("slack_file_failed", {})
        assert (other.calls(), slack.calls()) == ([], [])


@pytest.mark.parametrize("status", [404, 500, 204])
def test_a_file_that_does_not_come_is_told(slack: FakeSlack, acme: Workspace, tmp_path: Path, status: int):
    """Gone, or Slack's own failure."""
    slack.answer("/files/F1", status, "")
    assert failed_download(slack, acme, tmp_path) == ("slack_file_failed", {})


def test_half_a_file_is_none(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """A connection that breaks off looks like the end and is not taken for it."""
    slack.answer("/files/F1", 200, b"PK", {"Content-Type": "application/zip", "Content-Length": "1000"})
    assert failed_download(slack, acme, tmp_path) == ("slack_file_failed", {})


def test_a_file_that_is_there_already_stays(slack: FakeSlack, acme: Workspace, tmp_path: Path):
    """Nothing is written over, nothing taken away."""
    slack.file("F1", b"PK")
    (tmp_path / "archive.zip").write_text("mine")
    told = code_of(lambda: acme.download(f"{slack.url}/files/F1", tmp_path / "archive.zip", MIB))
    assert told == ("slack_file_failed", {})
    assert (tmp_path / "archive.zip").read_text() == "mine"


# The fake itself, which other tests rely on


def test_the_fake_waits_for_calls_of_another_thread(slack: FakeSlack, acme: Workspace):
    """wait_for returns the calls once they came, and fails with what came instead."""
    sender = threading.Thread(target=acme.post, args=("C1", TEXT))
    sender.start()
    assert [call.body["text"] for call in slack.wait_for("chat.postMessage")] == [TEXT.text]
    sender.join()
    with pytest.raises(AssertionError, match=r"no 2 calls of chat\.postMessage .* all: \['chat\.postMessage'\]"):
        slack.wait_for("chat.postMessage", count=2, seconds=0.01)
    slack.clear()
    assert slack.calls() == []


def test_the_fake_knows_only_slacks_methods(slack: FakeSlack, acme: Workspace):
    """A misspelt method is refused as Slack does it."""
    slack.refuse("files.info", "fatal_error")
    slack.refuse("files.info", "file_deleted")
    assert code_of(lambda: acme.file("F1")) == ("slack_refused", {"error": "fatal_error"})
    assert code_of(lambda: acme.file("F1")) == ("slack_refused", {"error": "file_deleted"})


def test_the_fake_socket_talks_to_slacks_own_client(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch):
    """An envelope of any size reaches the program, what acknowledges it comes back, and a refresh connects anew."""
    monkeypatch.undo()  # this client's threads do wait
    got: list[object] = []

    def answer(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        got.append((request.type, request.payload))
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": f"{len(got)}" * 300}))

    web = WebClient(base_url=slack.api_url, ssl=ssl.create_default_context())
    client = SocketModeClient(APP_TOKEN, web_client=web, ping_interval=0.2)
    web.proxy = client.proxy = None
    client.socket_mode_request_listeners.append(answer)
    payloads = [{"text": "x" * size} for size in (10, 300, 70_000)]
    with closing(client), FakeSocket(slack) as fake:
        client.connect()
        acks = [fake.wait_for_ack(fake.send("slash_commands", payload)) for payload in payloads]
        assert got == [("slash_commands", payload) for payload in payloads]
        assert acks == [{"text": str(number) * 300} for number in (1, 2, 3)]
        fake.refresh()
        fake.wait_connected(2)
        assert fake.wait_for_ack(fake.send("events_api", {})) == {"text": "4" * 300}
        client.auto_reconnect_enabled = False
    assert {call.token for call in slack.calls("apps.connections.open")} == {APP_TOKEN}


@pytest.mark.parametrize(("seconds", "tries"), [(14, 2), (15, 2), (16, 1)])
def test_a_wait_that_slack_asks_for_has_a_bound(
    slack: FakeSlack, acme: Workspace, monkeypatch: pytest.MonkeyPatch, seconds: int, tries: int
):
    """Up to the bound it is waited for; beyond it the worker is needed, and the refusal is told."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    slack.answer("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
    if tries == 1:
        assert code_of(lambda: acme.post("C1", TEXT)) == ("slack_refused", {"error": "ratelimited"})
    else:
        acme.post("C1", TEXT)
        assert sum(waited) >= seconds
    assert len(slack.calls("chat.postMessage")) == tries


@pytest.mark.parametrize("error", ["internal_error", "service_unavailable"])
def test_slacks_own_trouble_is_waited_out(
    slack: FakeSlack, acme: Workspace, monkeypatch: pytest.MonkeyPatch, error: str
):
    """What often is over a moment later is tried several times more, and then told."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    slack.refuse("chat.postMessage", error, times=3)
    assert acme.post("C1", TEXT).channel == "C1"
    slack.refuse("chat.postMessage", error, times=4)
    assert code_of(lambda: acme.post("C1", TEXT)) == ("slack_refused", {"error": error})
