"""The bot over a socket that it opens itself: a process of its own, and Slack's end of the socket in this one."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from conftest import ME, NOW
from fake_slack import APP_TOKEN, FakeSlack
from fake_socket import FakeSocket
from served import Served, connected, figures, free_port, page, served, wait_until
from signed import Member, labels, somebody_at

JANE = "why can't I message Jane Doe?"


@pytest.fixture
def slack_socket(slack: FakeSlack) -> Iterator[FakeSocket]:
    """Where the bot connects to."""
    with FakeSocket(slack) as fake:
        yield fake


@pytest.fixture
def running(slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path) -> Iterator[Served]:
    """The bot, connected."""
    with served("socket", tmp_path / "whylocked.db", **connected(slack)) as process:
        slack_socket.wait_connected(seconds=20)
        yield process


@pytest.fixture
def typed(slack: FakeSlack, tmp_path: Path) -> Member:
    """Somebody who only makes payloads: the app is another process."""
    return somebody_at(slack, tmp_path / "whylocked.db", ME, NOW)


def answer(slack_socket: FakeSocket, kind: str, payload: object) -> Any:  # noqa: ANN401 - whatever was answered
    """What an envelope is acknowledged with."""
    return slack_socket.wait_for_ack(slack_socket.send(kind, payload))


def test_it_connects_by_the_app_token_and_answers(
    slack: FakeSlack, slack_socket: FakeSocket, running: Served, typed: Member
):
    """A command in its acknowledgement, a message after a bare one, a press where it was made; then it stops with 0."""
    (opened,) = slack.calls("apps.connections.open")
    assert opened.token == APP_TOKEN
    command = answer(slack_socket, "slash_commands", typed.a_command(JANE))
    assert command["response_type"] == "ephemeral"
    assert "message to Jane Doe" in command["text"]
    assert answer(slack_socket, "events_api", typed.a_message(JANE)) is None
    message = typed.answered()
    assert "message to Jane Doe" in message["text"]
    assert answer(slack_socket, "interactive", typed.a_press(message, labels(message)[0])) is None
    assert typed.opened()["callback_id"] == "facts"
    ended = running.stop()
    assert ended.gracefully
    assert ended.out == ""


@pytest.mark.usefixtures("running")
def test_a_form_that_does_not_fit_is_told_in_the_acknowledgement(slack_socket: FakeSocket, typed: Member):
    """As over HTTP: the errors stand under their fields."""
    first = answer(slack_socket, "slash_commands", typed.a_command(JANE))
    answer(slack_socket, "interactive", typed.a_press(first, labels(first)[0]))
    told = answer(slack_socket, "interactive", typed.a_submission(typed.opened(), connections="many"))
    assert (told["response_action"], list(told["errors"])) == ("errors", ["connections"])


@pytest.mark.usefixtures("running")
def test_an_event_that_comes_again_is_answered_once(slack: FakeSlack, slack_socket: FakeSocket, typed: Member):
    """The same envelope, and the same event in another one."""
    event = typed.a_message(JANE)
    slack_socket.wait_for_ack(slack_socket.send("events_api", event, "again"))
    slack_socket.wait_for_ack(slack_socket.send("events_api", event, "again"))
    answer(slack_socket, "events_api", event)
    answer(slack_socket, "events_api", typed.a_message("help"))
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


@pytest.mark.usefixtures("running")
def test_quick_messages_of_one_member_are_answered_in_their_order(
    slack: FakeSlack, slack_socket: FakeSocket, typed: Member
):
    """However fast they come through the socket."""
    events: list[dict[str, Any]] = [typed.a_message(f"why can't I message Contact {number}?") for number in range(20)]
    for event in events:
        slack_socket.send("events_api", event)
    threads = [call.body["thread_ts"] for call in slack.wait_for("chat.postMessage", 20, 10)]
    assert threads == [event["event"]["ts"] for event in events]


ODD: tuple[tuple[str, object], ...] = (
    ("events_api", None),
    ("events_api", []),
    ("events_api", "Jane Doe"),
    ("events_api", {}),
    ("events_api", {"type": "event_callback", "event": [], "event_id": 7}),
    ("events_api", {"type": "event_callback", "event": {"type": "message", "text": ["Jane Doe"]}}),
    ("slash_commands", {}),
    ("slash_commands", {"command": ["/whylocked"]}),
    ("slash_commands", {"command": "/other", "text": "Jane Doe"}),
    ("interactive", {"type": "block_actions", "actions": []}),
    ("interactive", {"type": "block_actions", "actions": "Jane Doe", "user": 5}),
    ("interactive", {"type": "view_submission", "view": "Jane Doe"}),
    ("Jane Doe", {"type": "Jane Doe"}),
    ("hello", {}),
)


def test_what_cannot_be_read_does_not_end_it(
    slack_socket: FakeSocket, running: Served, typed: Member, slack: FakeSlack
):
    """Odd envelopes, odd frames: it goes on, and its log tells nothing of them."""
    for kind, payload in ODD:
        slack_socket.send(kind, payload)
    for text in ("", "{", "[]", "null", '"Jane Doe"', "Jane Doe", '{"type": 5}', '{"envelope_id": []}', "[" * 10_000):
        slack_socket.send_frame(0x1, text.encode())
    slack_socket.send_frame(0x1, b'{"type": "events_api", "envelope_id": {"Jane": "Doe"}, "payload": {}}')
    slack_socket.send_frame(0x0, b"Jane Doe")  # the rest of a message that never began
    slack_socket.send_frame(0x2, b"Jane Doe")  # binary
    command = answer(slack_socket, "slash_commands", typed.a_command(JANE))
    assert "message to Jane Doe" in command["text"]
    answer(slack_socket, "events_api", typed.a_message(JANE))
    assert "message to Jane Doe" in slack.wait_for("chat.postMessage", 1)[0].body["text"]
    ended = running.stop()
    assert ended.code == 0
    assert [word for word in ("Traceback", "Jane", "xoxb", "xapp") if word in ended.err] == []
    assert {line["logger"].split(".")[0] for line in ended.lines} == {"bot"}


@pytest.mark.usefixtures("running")
def test_it_connects_again_when_slack_asks_it_to(slack_socket: FakeSocket, typed: Member):
    """As every few hours; questions before and after are answered."""
    assert "message to Jane Doe" in answer(slack_socket, "slash_commands", typed.a_command(JANE))["text"]
    slack_socket.refresh()
    slack_socket.wait_connected(2, 10)
    assert "message to Jane Doe" in answer(slack_socket, "slash_commands", typed.a_command(JANE))["text"]


@pytest.mark.parametrize("numbers", [[signal.SIGTERM], [signal.SIGINT, signal.SIGTERM] * 3])
def test_answers_that_are_owed_go_out_before_it_stops(
    slack: FakeSlack, slack_socket: FakeSocket, running: Served, typed: Member, numbers: list[int]
):
    """What was acknowledged is answered, also what only waits; then it ends with 0, however impatiently it was told."""
    slack.slow("chat.postMessage", 1.2)
    for text in (JANE, "help"):
        answer(slack_socket, "events_api", typed.a_message(text))
    assert len(slack.calls("chat.postMessage")) <= 1
    for number in numbers[1:]:
        running.process.send_signal(number)
    assert running.stop(numbers[0]).gracefully
    first, second = (call.body["text"] for call in slack.calls("chat.postMessage"))
    assert "message to Jane Doe" in first
    assert second.startswith("I tell you why")


# What it cannot start with


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_APP_TOKEN": ""}, "There is no app token; set SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-of-nobody"}, "Slack does not take SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xoxb-fake-bot"}, "SLACK_APP_TOKEN is no app token"),
        ({"SLACK_BOT_TOKEN": ""}, "There is no bot token; set SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-of-nobody"}, "Slack does not take"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, "Slack cannot be reached"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence(
    slack: FakeSlack, tmp_path: Path, environment: dict[str, str], said: str
):
    """It ends with 2 at once, and the sentence holds nothing secret."""
    with served("socket", tmp_path / "whylocked.db", **connected(slack) | environment) as process:
        sentence = process.ended().sentence
    assert sentence.startswith(said)
    assert "of-nobody" not in sentence


@pytest.mark.parametrize("there", ["nobody", "another_server", "nothing"])
def test_a_socket_that_cannot_be_opened_is_one_sentence(slack: FakeSlack, tmp_path: Path, there: str):
    """Slack gives an address, and what is there is not Slack."""
    addresses = {"nobody": f"ws://127.0.0.1:{free_port()}/link", "another_server": slack.socket_url, "nothing": ""}
    slack.socket_url = addresses[there]
    with served("socket", tmp_path / "whylocked.db", **connected(slack)) as process:
        assert process.ended().sentence.startswith("Slack cannot be reached")


# When the connection fails

QUICK = """
from bot import socket_mode
from bot.cli import main
socket_mode.PATIENCE = socket_mode.Patience(ping=0.2, silence={silence}, end={end}, looks=0.05)
main()
"""


@contextmanager
def quick(slack: FakeSlack, folder: Path, silence: float = 60, end: float = 600, **more: str) -> Iterator[Served]:
    """The bot, which notices soon what else takes it minutes."""
    program = [sys.executable, "-c", QUICK.format(silence=silence, end=end)]
    with served("socket", folder / "whylocked.db", program=program, **connected(slack), **more) as process:
        yield process


def test_a_connection_that_breaks_off_comes_back(
    slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path, typed: Member
):
    """By itself, also where Slack is away for a moment; then it answers as before."""
    with quick(slack, tmp_path) as running:
        slack_socket.wait_connected(seconds=20)
        slack.answer("apps.connections.open", 503, times=2)
        slack_socket.drop()
        slack_socket.wait_connected(2, 20)
        assert "message to Jane Doe" in answer(slack_socket, "slash_commands", typed.a_command(JANE))["text"]
        ended = running.stop()
    assert ended.gracefully
    away = [line for line in ended.lines if line["event"] == "there is no new connection"]
    assert {line["code"] for line in away} == {"slack_unreachable"}


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive"])
def test_a_token_taken_back_meanwhile_ends_it_with_a_sentence(
    slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path, code: str
):
    """At once and not with 0, so that whoever watches over it hears; no token stands in what it wrote."""
    with quick(slack, tmp_path) as running:
        slack_socket.wait_connected(seconds=20)
        slack.refuse("apps.connections.open", code, times=None)
        slack_socket.refresh()
        ended = running.ended()
    assert (ended.code, ended.out) == (2, "")
    *log, sentence = ended.err.splitlines()
    assert sentence.startswith("Slack does not take SLACK_APP_TOKEN; copy it again")
    assert "app_token_refused" in "".join(log)
    assert "Traceback" not in ended.err
    assert APP_TOKEN not in ended.err


def test_a_link_that_fell_silent_is_made_anew(
    slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path, typed: Member
):
    """Nothing is broken off, but nothing comes any more, not even on a new connection for a while."""
    with quick(slack, tmp_path, silence=0.3) as running:
        slack_socket.wait_connected(seconds=20)
        slack_socket.silent = True
        slack_socket.wait_connected(3, 20)
        slack_socket.silent = False
        assert "message to Jane Doe" in answer(slack_socket, "slash_commands", typed.a_command(JANE))["text"]
        ended = running.stop()
    assert ended.gracefully
    assert {"Slack is not heard any more, so the bot connects anew", "Slack is heard again"} <= set(ended.events)


def test_a_slack_that_stays_away_ends_it_with_a_sentence(slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path):
    """It tries for a while, sends what it owes, and ends so that whoever watches over it hears."""
    with quick(slack, tmp_path, silence=0.3, end=1) as running:
        slack_socket.wait_connected(seconds=20)
        slack.answer("apps.connections.open", 503, times=None)
        slack_socket.drop()
        ended = running.ended()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[-1].startswith("Slack could not be reached for 0 minutes, so Whylocked has stopped")


def test_what_slack_refuses_for_long_is_named(slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path):
    """Where Slack can be reached and says no in another way, the sentence holds its word for it."""
    with quick(slack, tmp_path, silence=0.3, end=1) as running:
        slack_socket.wait_connected(seconds=20)
        slack.refuse("apps.connections.open", "forbidden_team", times=None)
        slack_socket.drop()
        ended = running.ended()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[-1].startswith("Slack refused that (forbidden_team)")


def test_whoever_watches_sees_whether_it_is_connected(
    slack: FakeSlack, slack_socket: FakeSocket, tmp_path: Path, typed: Member
):
    """Beside the figures: it answers, and whether it could answer in Slack."""
    port = free_port()
    with quick(slack, tmp_path, WHYLOCKED_METRICS_PORT=str(port)) as running:
        slack_socket.wait_connected(seconds=20)
        assert answer(slack_socket, "events_api", typed.a_message(JANE)) is None
        slack.wait_for("chat.postMessage", 1, 10)
        assert (page(port, "/healthz"), page(port, "/readyz")) == ((200, "ok"), (200, "[]"))
        assert figures(port)['whylocked_questions_total{door="message",intent="ask_lock"}'] == 1
        slack.answer("apps.connections.open", 503, times=None)
        slack_socket.drop()
        wait_until(lambda: page(port, "/readyz") == (503, '["connection"]'))
        assert page(port, "/healthz") == (200, "ok")
        assert running.stop().gracefully


def test_a_port_for_figures_that_is_taken_is_one_sentence(slack: FakeSlack, tmp_path: Path):
    """It says which, and what to set."""
    with create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with served("socket", tmp_path / "whylocked.db", **connected(slack), WHYLOCKED_METRICS_PORT=port) as process:
            sentence = process.ended().sentence
    assert sentence.startswith(f"127.0.0.1:{port} cannot be listened at")
