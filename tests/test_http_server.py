"""The bot as a server: a process of its own that answers signed requests, finishes what it owes and stops."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection, create_server, socket

import pytest
from conftest import ME, NOW
from fake_slack import BOT_TOKEN, FakeSlack
from served import PATIENCE, Ended, Served, connected, free_port, served, wait_listening
from signed import FORM, SECRET, Member, Response, signature, somebody_at

from bot.errors import UserError
from bot.http_server import serve
from bot.manifest import PATH
from bot.settings import Service, Settings, SlackSettings
from bot.words import BUILT_IN
from bot.wsgi import MOST_BYTES

JANE = "why can't I message Jane Doe?"
HELP = b"command=/whylocked&text=help&team_id=T1&user_id=U1&channel_id=C1"


@dataclass
class Bot:
    """A server that runs, seen from outside."""

    port: int
    running: Served
    me: Member
    host: str = "127.0.0.1"

    def post(self, body: bytes, content_type: str = FORM, path: str = PATH, **headers: str) -> Response:
        """What it answers."""
        connection = HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("POST", path, body, {"Content-Type": content_type, **headers})
            answer = connection.getresponse()
            return Response(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            connection.close()

    def send(self, body: bytes, content_type: str = FORM) -> Response:
        """What it answers to a signed request."""
        return self.post(body, content_type, **signature(body, SECRET))

    def says(self, text: str) -> Response:
        """What it answers to a direct message."""
        return self.send(json.dumps(self.me.a_message(text)).encode(), "application/json")


@pytest.fixture
def bot_at(slack: FakeSlack, tmp_path: Path) -> Iterator[Bot]:
    """A server, ready to answer."""
    port = free_port()
    with served("serve", tmp_path / "whylocked.db", PORT=str(port), **connected(slack)) as running:
        wait_listening(port, running)
        yield Bot(port, running, a_member(slack, tmp_path))


def a_member(slack: FakeSlack, folder: Path) -> Member:
    """Somebody who only makes payloads: the app is another process."""
    return somebody_at(slack, folder / "whylocked.db", ME, NOW)


def test_it_answers_what_is_signed_and_nothing_else(bot_at: Bot, slack: FakeSlack):
    """A command in its response, a message by another way; what is unsigned, elsewhere or too big is refused."""
    command = bot_at.send(HELP)
    assert (command.status, command.json["response_type"]) == (200, "ephemeral")
    assert bot_at.says(JANE).status == 200
    assert "message to Jane Doe" in slack.wait_for("chat.postMessage", 1)[0].body["text"]
    assert bot_at.post(HELP).status == 401
    assert bot_at.post(HELP, **signature(HELP + b" ", SECRET)).status == 401
    assert bot_at.post(HELP, path="/", **signature(HELP, SECRET)).status == 404
    assert bot_at.post(b"", **{"Content-Length": str(MOST_BYTES + 1)}).status == 413
    assert bot_at.send(HELP).status == 200
    ended = bot_at.running.stop()
    assert ended.gracefully
    assert ended.out == ""


def terminated(running: Served) -> Ended:
    """How it ends when it is told to."""
    return running.stop()


def interrupted(running: Served) -> Ended:
    """How it ends by Ctrl-C, which its own processes get, too."""
    return running.interrupt()


def urged(running: Served) -> Ended:
    """How it ends when it is told several times at once."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        running.process.send_signal(number)
    return running.interrupt()


@pytest.mark.parametrize("told", [terminated, interrupted, urged])
def test_answers_that_are_owed_go_out_before_it_stops(bot_at: Bot, slack: FakeSlack, told: Callable[[Served], Ended]):
    """What was taken in is answered, also what only waits; then it ends with 0, however impatiently it was told."""
    slack.slow("chat.postMessage", 1.2)
    assert [bot_at.says(JANE).status, bot_at.says("help").status] == [200, 200]
    assert len(slack.calls("chat.postMessage")) <= 1
    assert told(bot_at.running).gracefully
    first, second = (call.body["text"] for call in slack.calls("chat.postMessage"))
    assert "message to Jane Doe" in first
    assert second.startswith("I tell you why")


def test_started_again_it_knows_what_it_has_answered(slack: FakeSlack, tmp_path: Path):
    """An event that comes again after a new start is not answered again."""
    event = json.dumps(a_member(slack, tmp_path).a_message(JANE)).encode()
    for _ in range(2):
        port = free_port()
        with served("serve", tmp_path / "whylocked.db", PORT=str(port), **connected(slack)) as running:
            wait_listening(port, running)
            assert Bot(port, running, a_member(slack, tmp_path)).send(event, "application/json").status == 200
            assert running.stop().gracefully
    assert len(slack.calls("chat.postMessage")) == 1


@contextmanager
def slow_senders(bot_at: Bot, head: str) -> Iterator[list[socket]]:
    """More connections than there are threads, each of which has sent the head of a request and no more."""
    with ExitStack() as open_ones:
        slow = [
            open_ones.enter_context(create_connection(("127.0.0.1", bot_at.port), timeout=PATIENCE))
            for _ in range(Service().threads + 10)
        ]
        for sender in slow:
            sender.sendall(head.encode())
        yield slow


def test_slow_senders_without_a_signature_hold_up_nobody(bot_at: Bot):
    """Requests that nobody signed are refused before they are read, however many come and however slowly."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{{"
    with slow_senders(bot_at, head) as slow:
        assert {sender.recv(12) for sender in slow} == {b"HTTP/1.1 401"}
        assert bot_at.send(HELP).status == 200


def test_slow_senders_with_what_looks_like_a_signature_hold_up_nobody(bot_at: Bot):
    """Whoever imitates Slack's headers and sends the rest slowly keeps no thread, and is hung up on in the end."""
    forged = "".join(f"{name}: {value}\r\n" for name, value in signature(b"another body", SECRET).items())
    head = f"POST {PATH} HTTP/1.1\r\nHost: a\r\n{forged}Content-Length: 1000\r\n\r\n{{"
    with slow_senders(bot_at, head) as slow:
        assert bot_at.send(HELP).status == 200
        assert {sender.recv(12) for sender in slow} == {b"HTTP/1.1 408"}


TWO_WAYS = {
    "Transfer-Encoding: chunked": b"401",
    "Content-Length: 3\r\nTransfer-Encoding: chunked": b"401",
    "Content-Length: 3\r\nContent-Length: 4": b"400",
    "Content-Length: +3": b"400",
    "Content-Length : 3": b"400",
    "Content-Length: 99999999999999999999999": b"400",
    "X-Slack-Signature: v0=\xff\r\nContent-Length: 3": b"401",
    "X_Slack_Signature: v0=0\r\nContent-Length: 3": b"401",
}
"""Heads by which a proxy and the program could each see another end of a request, or another header."""


def test_what_can_be_read_in_two_ways_is_believed_in_none(bot_at: Bot):
    """Nor is what is broken off, and neither harms anybody or is an error."""
    for head, status in TWO_WAYS.items():
        with create_connection(("127.0.0.1", bot_at.port), timeout=PATIENCE) as connection:
            text = f"POST {PATH} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{head}\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            connection.sendall(text.encode("latin-1"))
            assert (head, connection.recv(12)) == (head, b"HTTP/1.1 " + status)
    with create_connection(("127.0.0.1", bot_at.port), timeout=PATIENCE) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{{".encode())
    assert bot_at.send(HELP).status == 200
    ended = bot_at.running.stop()
    assert ended.gracefully
    assert "something unexpected went wrong" not in ended.events


def test_it_speaks_http_1_alone(bot_at: Bot):
    """By HTTP/2 a single connection brings 200 requests at once, which a slow sender could take every thread with."""
    with create_connection(("127.0.0.1", bot_at.port), timeout=PATIENCE) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0)))
        assert connection.recv(12) in {b"HTTP/1.1 400", b"HTTP/1.1 505", b""}


def test_killed_it_leaves_nothing_behind(bot_at: Bot):
    """When the process that was started is killed, the one that it started ends, too, and the port is free."""
    bot_at.running.process.kill()
    bot_at.running.process.wait()
    ends = time.monotonic() + PATIENCE
    while is_listening(bot_at.port):
        assert time.monotonic() < ends
        time.sleep(0.1)


def is_listening(port: int) -> bool:
    """Whether anybody listens."""
    try:
        with create_connection(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def test_it_listens_where_it_is_told(slack: FakeSlack, tmp_path: Path):
    """By name, too."""
    port, where = free_port(), ("--host", "localhost")
    with served("serve", tmp_path / "whylocked.db", *where, PORT=str(port), **connected(slack)) as running:
        wait_listening(port, running, "localhost")
        assert Bot(port, running, a_member(slack, tmp_path), "localhost").send(HELP).status == 200
        assert running.stop().gracefully


# What it cannot start with


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "There is no bot token; set SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": " "}, "There is no signing secret; set SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-of-nobody"}, "Slack does not take"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, "Slack cannot be reached"),
        ({"PORT": "http"}, "PORT takes a number from 1 to 65535, not “http”"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence(
    slack: FakeSlack, tmp_path: Path, environment: dict[str, str], said: str
):
    """It ends with 2 at once, and the sentence holds nothing secret."""
    given = {"PORT": str(free_port()), **connected(slack), **environment}
    with served("serve", tmp_path / "whylocked.db", **given) as running:
        sentence = running.ended().sentence
    assert sentence.startswith(said)
    assert "of-nobody" not in sentence
    assert SECRET not in sentence


def refused(slack: FakeSlack, tmp_path: Path, host: str = "127.0.0.1", **given: str) -> str:
    """The code of what a server with these settings cannot start with."""
    usual = {"bot_token": BOT_TOKEN, "signing_secret": SECRET, "api_url": slack.api_url, "port": str(free_port())}
    settings = Settings(tmp_path / "whylocked.db", BUILT_IN, default_db=False, slack=SlackSettings(**usual | given))
    with pytest.raises(UserError) as caught:
        serve(settings, lambda: NOW, host)
    return caught.value.code


@pytest.mark.parametrize("port", ["0", "65536", "-1", "+80", " 80", "8e3", "\u0668\u0660", "\u00b2", "9" * 5_000])
def test_a_port_is_a_number_from_1_to_65535(slack: FakeSlack, tmp_path: Path, port: str):
    """Anything else is told, however it looks."""
    assert refused(slack, tmp_path, port=port) == "bad_port"


@pytest.mark.parametrize("host", ["nowhere.invalid", "", "x" * 70, "192.0.2.1", "1.2.3.4.5", "::1::", "a b", "\0"])
def test_an_address_that_is_not_here_is_told(slack: FakeSlack, tmp_path: Path, host: str):
    """A name that nobody knows, a machine that is another one, or nothing of the kind."""
    assert refused(slack, tmp_path, host) == "port_taken"


def test_a_port_that_is_taken_is_one_sentence(slack: FakeSlack, tmp_path: Path):
    """It says which, and what to set."""
    with create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with served("serve", tmp_path / "whylocked.db", PORT=str(port), **connected(slack)) as running:
            sentence = running.ended().sentence
    assert sentence.startswith(f"127.0.0.1:{port} cannot be listened at")


def test_a_token_taken_back_while_it_starts_ends_it_without_a_traceback(slack: FakeSlack, tmp_path: Path):
    """The server's own process asks Slack again who it is; when that fails, the whole ends, and not with 0."""
    who = {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT", "bot_id": "BBOT", "url": "https://x.y/"}
    slack.answer("auth.test", 200, who)
    slack.refuse("auth.test", "token_revoked", times=None)
    with served("serve", tmp_path / "whylocked.db", PORT=str(free_port()), **connected(slack)) as running:
        ended = running.ended()
    assert ended.code not in {0, None}
    assert "bot_token_refused" in ended.err
    assert "Traceback" not in ended.out + ended.err
    assert BOT_TOKEN not in ended.out + ended.err
