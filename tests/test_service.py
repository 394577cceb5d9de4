"""The program as a service: several processes, probes, figures, requests that come twice, and how it stops."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import pytest
from conftest import ME, NOW
from cryptography.fernet import Fernet
from fake_slack import BOT_TOKEN, FakeSlack
from served import Ended, connected, figures, free_port, page, served, wait_listening, wait_until
from signed import FORM, SECRET, Member, response_of, signature
from test_delivery import broken
from test_http_server import HELP, JANE, Bot, a_member, is_listening

from bot.manifest import PATH
from bot.probes import Readiness
from bot.settings import OAuth, Service, Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store, Who
from bot.store.connection import connected as opened
from bot.store.connection import transaction
from bot.usecases import serving
from bot.usecases.serving import Serving
from bot.words import BUILT_IN
from bot.workers import Workers
from bot.wsgi import Application

# Probes


def asked(app: Application, path: str, method: str = "GET", **environ: object) -> tuple[int, str]:
    """The status and the text of what the application answers."""
    response = response_of(app, {"PATH_INFO": path, "REQUEST_METHOD": method, **environ})
    return response.status, response.body


def test_whoever_watches_may_ask_how_it_is(bot: SlackApp):
    """By GET and by HEAD, which has no body; nothing else."""
    app = Application(bot)
    assert asked(app, "/healthz") == (200, "ok")
    assert asked(app, "/readyz") == (200, "[]")
    assert asked(app, "/healthz", "HEAD") == asked(app, "/readyz", "HEAD") == (200, "")
    assert asked(app, "/healthz", "POST")[0] == asked(app, "/readyz", "PUT")[0] == 405


def test_one_that_stops_is_not_ready_but_alive(bot: SlackApp):
    """Whoever sends requests is told before the port is gone."""
    app = Application(bot)
    assert asked(app, "/readyz") == (200, "[]")
    bot.stopping.set()
    assert asked(app, "/readyz") == (503, '["stopping"]')
    assert asked(app, "/healthz") == (200, "ok")


def test_one_without_a_store_or_workers_is_not_ready(bot: SlackApp, store: Store, monkeypatch: pytest.MonkeyPatch):
    """A store in which somebody else writes for long, and workers that take nothing in any more."""
    monkeypatch.setattr(serving, "SECONDS_TO_LOOK", 0.01)
    with opened(store.path) as other, transaction(other):
        assert Readiness(bot).lacks() == ["store"]
    assert Readiness(bot).lacks() == []
    bot.desk.workers.stop()
    assert Readiness(bot).lacks() == ["workers"]


def test_what_was_looked_up_holds_for_a_moment(bot: SlackApp, store: Store, monkeypatch: pytest.MonkeyPatch):
    """However often strangers ask, the store is looked at once a second."""
    monkeypatch.setattr(serving, "SECONDS_TO_LOOK", 0.01)
    readiness = Readiness(bot)
    assert readiness.lacks() == []
    with opened(store.path) as other, transaction(other):
        assert readiness.lacks() == []
    monkeypatch.setattr("bot.probes.SECONDS_KNOWN", -1.0)
    assert readiness.lacks() == []


def test_one_that_cannot_read_who_installed_it_is_not_ready(slack: FakeSlack, tmp_path: Path):
    """In many workspaces the store says who they are."""
    oauth = OAuth("1.2", "secret", "https://bot.example.com", (Fernet.generate_key().decode(),))
    tokens = SlackSettings(signing_secret=SECRET, api_url=slack.api_url)
    path = tmp_path / "whylocked.db"
    app = build(Settings(path, BUILT_IN, default_db=False, slack=tokens, oauth=oauth), lambda: NOW)
    try:
        assert Readiness(app).lacks() == []
        with opened(path) as db:
            db.execute("PRAGMA user_version = 99")
        assert Readiness(app).lacks() == ["store", "tenants"]
    finally:
        app.stop()


def test_workers_that_have_too_much_to_do_take_no_more():
    """Up to their most they do."""
    workers = Workers(threads=1, most_waiting=0)
    assert not workers.take_jobs
    workers.stop()


# Requests that come twice


def test_a_signature_is_taken_in_once(store: Store):
    """By one process: for as long as the request is believed, and no longer."""
    one = Serving(store)
    assert one.first_time("v0=a", 100, 0, shared=False)
    assert not one.first_time("v0=a", 100, 0, shared=False)
    assert one.first_time("v0=b", 100, 0, shared=False)
    assert not one.first_time("v0=a", 100, 100, shared=False)
    assert one.first_time("v0=c", 400, 101, shared=False)
    assert one.first_time("v0=a", 100, 101, shared=False)


def test_what_another_process_took_in_is_known_where_there_are_several(store: Store):
    """By the store; a process that is alone does not ask it."""
    one, other = Serving(store), Serving(store)
    assert one.first_time("v0=a", 100, 0, shared=True)
    assert not other.first_time("v0=a", 100, 0, shared=True)
    assert other.first_time("v0=b", 100, 0, shared=False)
    assert one.first_time("v0=b", 100, 0, shared=True)


def test_what_was_not_taken_in_may_come_again(store: Store, monkeypatch: pytest.MonkeyPatch):
    """By any process; by this one also where the store has no time."""
    monkeypatch.setattr(serving, "SECONDS_TO_MARK", 0.01)
    one, other = Serving(store), Serving(store)
    for shared in (False, True):
        assert one.first_time("v0=a", 100, 0, shared=shared)
        one.may_come_again("v0=a", shared=shared)
    assert other.first_time("v0=a", 100, 0, shared=True)
    with opened(store.path) as third, transaction(third):
        other.may_come_again("v0=a", shared=True)
        assert other.first_time("v0=a", 100, 0, shared=True)


def test_a_store_that_has_no_time_costs_no_answer(store: Store, monkeypatch: pytest.MonkeyPatch):
    """The memory alone decides then."""
    monkeypatch.setattr(serving, "SECONDS_TO_MARK", 0.01)
    one = Serving(store)
    with opened(store.path) as other, transaction(other):
        assert one.first_time("v0=a", 100, 0, shared=True)
        assert not one.first_time("v0=a", 100, 0, shared=True)


@dataclass
class Kind:
    """One kind of request as Slack sends it."""

    body: bytes
    content_type: str = FORM


def kinds(me: Member) -> dict[str, Kind]:
    """Every kind, by its name in the log."""

    def form(data: object) -> Kind:
        from urllib.parse import urlencode

        return Kind(urlencode({"payload": json.dumps(data)}).encode())

    challenge = {"type": "url_verification", "token": "old", "challenge": "open sesame"}
    view = {"type": "modal", "callback_id": "facts", "blocks": []}
    return {
        "command": Kind(HELP),
        "event": Kind(json.dumps(me.a_message(JANE)).encode(), "application/json"),
        "probe": Kind(json.dumps(challenge).encode(), "application/json"),
        "shortcut": form(me.a_shortcut()),
        "view": form(me.a_submission(view)),
    }


@pytest.mark.parametrize("kind", ["command", "event", "probe", "shortcut", "view"])
def test_what_was_recorded_on_its_way_is_refused(me: Member, kind: str):
    """Byte for byte the same, whatever it is; signed anew, as Slack does it, it is heard."""
    sent = kinds(me)[kind]
    app, headers = Application(me.app), signature(sent.body, SECRET)

    def post(signed: dict[str, str]) -> tuple[int, str]:
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()}
        length = str(len(sent.body))
        body = {"CONTENT_TYPE": sent.content_type, "CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(sent.body)}
        return asked(app, PATH, "POST", **environ, **body)

    assert post({**headers, "X-Slack-Signature": "v0=" + "0" * 64})[0] == 401  # which marks nothing
    assert post(headers)[0] == 200
    assert [post(headers), post(headers)] == [(401, "")] * 2
    assert post(signature(sent.body, SECRET))[0] == 200


def test_what_one_process_heard_another_refuses(slack: FakeSlack, store: Store):
    """Where they share the port."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    settings = Settings(store.path, BUILT_IN, default_db=False, slack=tokens, service=Service(processes=2))
    one, other = (build(settings, lambda: NOW) for _ in range(2))
    try:
        headers = signature(HELP, SECRET)
        given = (headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"])
        assert [one.first_time(*given), other.first_time(*given), one.first_time(*given)] == [True, False, False]
    finally:
        one.stop()
        other.stop()


# Several processes


@contextmanager
def serving_with(slack: FakeSlack, folder: Path, processes: int = 2, **more: str) -> Iterator[Bot]:
    """A server of several processes, ready to answer; what it puts aside for a while lies in a folder of its own."""
    port, aside = free_port(), folder / "aside"
    aside.mkdir()
    given = {"PORT": str(port), "WHYLOCKED_PROCESSES": str(processes), "TMPDIR": str(aside), **connected(slack), **more}
    with served("serve", folder / "whylocked.db", **given) as running:
        wait_listening(port, running)
        yield Bot(port, running, a_member(slack, folder))


def owe(store: Store, count: int) -> None:
    """Owe so many members a message each."""
    with store.writing() as session:
        for number in range(count):
            fields = {"was": "banned", "by": "UADMIN", "on": str(NOW.date())}
            session.owed.add(Who("T1", f"U{number}"), "cause", "standing_lifted", fields, NOW)


def test_several_processes_share_a_port_and_a_store(slack: FakeSlack, tmp_path: Path):
    """Each answers, what is owed is sent once, a replay is known to all, and one that is killed is replaced.

    Then none is left, nor a port or a file of theirs.
    """
    store, shown = Store(tmp_path / "whylocked.db"), free_port()
    owe(store, 12)
    with serving_with(slack, tmp_path, 3, WHYLOCKED_METRICS_PORT=str(shown)) as bot:
        running = bot.running
        for number in range(40):
            assert bot.send(HELP.replace(b"help", b"help %d" % number)).status == 200
        replayed = signature(HELP, SECRET)
        assert sorted(bot.post(HELP, **replayed).status for _ in range(12)) == [200, *[401] * 11]
        slack.wait_for("chat.postMessage", 12, 20)

        before = running.children
        assert len(before) == 3
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda: len(running.children - before) == 1)
        replaced = time.monotonic()
        assert bot.says(JANE).status == 200
        slack.wait_for("chat.postMessage", 13, 20)
        wait_until(lambda: figures(shown).get('whylocked_answer_seconds_count{door="message"}') == 1)
        counted = figures(shown)
        (started,) = running.children - before
        wait_until(lambda: time.monotonic() > replaced + 0.5)
        ended = running.stop()
    assert ended.gracefully
    assert len(slack.calls("chat.postMessage")) == 13
    ids = [line["process"] for line in ended.lines if line["event"] == "answered a request"]
    assert before <= set(ids) <= before | {started}
    assert {"a process ended by itself", "another process takes its place"} <= set(ended.events)
    assert counted['whylocked_requests_total{kind="command",status="200"}'] == 41
    assert counted['whylocked_requests_total{kind="replayed",status="401"}'] == 11
    assert counted['whylocked_slack_calls_total{method="chat.postMessage",outcome="ok"}'] == 13
    assert not is_listening(bot.port)
    assert not is_listening(shown)
    assert list((tmp_path / "aside").iterdir()) == []


def test_processes_that_keep_ending_end_the_whole(slack: FakeSlack, tmp_path: Path):
    """Not with 0, so that whoever watches over it hears."""
    with serving_with(slack, tmp_path) as bot:
        first = bot.running.children
        os.kill(max(first), signal.SIGKILL)
        wait_until(lambda: len(bot.running.children - first) == 1)
        os.kill(max(bot.running.children - first), signal.SIGKILL)
        ended = bot.running.ended()
    assert ended.code == 1
    assert "processes keep ending, so all end" in ended.events


def test_several_processes_finish_what_is_in_flight(slack: FakeSlack, tmp_path: Path):
    """What each has taken in is answered before it ends, with 0, and the port is free; here the log is to be read."""
    with serving_with(slack, tmp_path, WHYLOCKED_LOG="text") as bot:
        slack.slow("chat.postMessage", 1.0)
        members = [bot.me.of(f"U{number}", new=True) for number in range(10)]
        events = [json.dumps(member.a_message("help")).encode() for member in members]
        assert [bot.send(event, "application/json").status for event in events] == [200] * 10
        ended = bot.running.stop()
    assert ended.gracefully
    told = Counter(call.body["channel"] for call in slack.calls("chat.postMessage"))
    assert told == Counter(member.direct for member in members)
    assert ended.err.count(" INFO answered a request kind=event status=200 milliseconds=") == len(members)
    assert not is_listening(bot.port)


def test_killed_with_all_its_processes_it_leaves_no_port_and_no_file(slack: FakeSlack, tmp_path: Path):
    """They notice that nobody is there any more, and clear away what was theirs."""
    shown = free_port()
    with serving_with(slack, tmp_path, WHYLOCKED_METRICS_PORT=str(shown)) as bot:
        bot.running.process.kill()
        bot.running.process.wait()
        wait_until(lambda: not (is_listening(bot.port) or is_listening(shown) or any((tmp_path / "aside").iterdir())))


# What it tells of itself

BANNED = ("Jane", "Doe", "xoxb", "xapp", SECRET, "Traceback", "U1", "help")


def test_every_line_of_the_log_is_json_and_names_nobody(slack: FakeSlack, tmp_path: Path):
    """Over a start, requests good and bad, an error that nobody foresaw, and a stop."""
    store = Store(tmp_path / "whylocked.db")
    with serving_with(slack, tmp_path, 1) as bot:
        assert bot.send(HELP).status == 200
        assert bot.says(JANE).status == 200
        slack.wait_for("chat.postMessage", 1, 10)
        assert bot.post(HELP).status == 401
        assert bot.post(b"", path="/Jane/Doe").status == 404
        assert bot.send(b"payload=Jane+Doe").status == 400
        assert bot.send(json.dumps({"type": "Jane Doe"}).encode(), "application/json").status == 404
        broken(store)
        failed = bot.send(HELP.replace(b"help", b"why+can%27t+I+message+Jane+Doe%3F"))
        reference = failed.json["text"].rpartition(" ")[2].rstrip(".")
        ended = bot.running.stop()
    assert ended.code == 0
    for line in ended.lines:
        assert list(line)[:5] == ["time", "level", "logger", "process", "event"]
        assert line["time"].endswith("+00:00")
    requests = [
        (line["kind"], line["status"], line.get("workspace"))
        for line in ended.lines
        if line["event"] in {"answered a request", "refused a request"}
    ]
    assert requests == [
        ("command", 200, "T1"),
        ("event", 200, "T1"),
        ("unsigned", 401, None),
        ("other", 400, None),
        ("other", 404, None),
        ("command", 200, "T1"),
    ]
    (trouble,) = [line for line in ended.lines if line.get("reference") == reference]
    assert trouble["kind"] == "OperationalError"
    assert (ended.events[0], ended.events[-1]) == ("listening", "stopped")
    assert [word for word in BANNED if word in ended.err] == []


def test_figures_tell_what_happened_and_what_is_owed(slack: FakeSlack, tmp_path: Path):
    """By kinds and codes, in few series; no name, no id and no text is among them."""
    store, shown = Store(tmp_path / "whylocked.db"), free_port()
    with serving_with(slack, tmp_path, 1, WHYLOCKED_METRICS_PORT=str(shown)) as bot:
        assert bot.send(HELP).status == 200
        assert bot.says(JANE).status == 200
        slack.wait_for("chat.postMessage", 1, 10)
        slack.refuse("chat.postMessage", "ratelimited", times=None)
        assert bot.says("help").status == 200
        slack.wait_for("chat.postMessage", 2, 10)
        owe(store, 3)
        wait_until(lambda: 'whylocked_errors_total{code="slack_refused"}' in figures(shown))
        counted, text = figures(shown), page(shown, "/metrics")[1]
        assert page(shown, "/healthz") == (200, "ok")
        assert page(shown, "/nowhere")[0] == page(shown, "/")[0] == 404
        with opened(store.path) as db:
            db.execute("PRAGMA user_version = 99")
        assert figures(shown)["whylocked_store_up"] == 0
        bot.running.stop()
    expected = {
        'whylocked_build_info{policy="2026.1",version="0.1.0"}': 1,
        "whylocked_store_up": 1,
        'whylocked_requests_total{kind="command",status="200"}': 1,
        'whylocked_requests_total{kind="event",status="200"}': 2,
        'whylocked_request_seconds_count{kind="event"}': 2,
        'whylocked_questions_total{door="command",intent="help"}': 1,
        'whylocked_questions_total{door="message",intent="ask_lock"}': 1,
        'whylocked_questions_total{door="message",intent="help"}': 1,
        'whylocked_verdicts_total{verdict="locked"}': 0,
        'whylocked_verdicts_total{verdict="open"}': 0,
        'whylocked_verdicts_total{verdict="unsure"}': 1,
        'whylocked_answer_seconds_count{door="command"}': 1,
        'whylocked_slack_calls_total{method="chat.postMessage",outcome="ok"}': 1,
        'whylocked_errors_total{code="slack_refused"}': 1,
        "whylocked_jobs_waiting": 0,
        "whylocked_messages_owed": 3,
        "whylocked_cards_due": 0,
        "whylocked_appeals_open": 0,
        "whylocked_installations": 1,
    }
    assert {name: counted.get(name) for name in expected} == expected
    assert counted["whylocked_oldest_owed_seconds"] > 0
    assert len(counted) < 250
    assert [word for word in ("Jane", "Doe", "xoxb", "T1", "U1", ME.user) if word in text] == []


def test_a_port_for_figures_that_is_taken_is_one_sentence(slack: FakeSlack, tmp_path: Path):
    """It says which, and what to set."""
    with create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        given = {"PORT": str(free_port()), "WHYLOCKED_METRICS_PORT": port, **connected(slack)}
        with served("serve", tmp_path / "whylocked.db", **given) as running:
            ended: Ended = running.ended()
    assert ended.sentence.startswith(f"127.0.0.1:{port} cannot be listened at")
