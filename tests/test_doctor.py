"""Doctor on settings, installations, clock, network and store: what is wrong is told all at once, with what to do."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cli import Outcome, run
from conftest import ME, NOW
from fake_slack import BOT_TOKEN, SCOPES, FakeSlack
from served import free_port
from signed import SECRET

from bot.health import clock, network
from bot.health import store as of_the_store
from bot.health.clock import Clock, judged
from bot.health.installed import MOST_ASKED
from bot.sealing import Seal, new_key
from bot.settings import SLACK
from bot.slack_out.identity import moment
from bot.store import Store, Who
from bot.store.installations import Installation
from bot.store.workspaces import Departure
from bot.usecases.copies import Copies

KEY, OLDER_KEY = new_key(), new_key()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the doctor runs: nothing of Slack is set there, and retries do not wait."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def doctor(store: Store, now: datetime = NOW) -> Outcome:
    """What the doctor says, who tells no secret."""
    ended = run("--db", str(store.path), "--now", now.isoformat(), "doctor")
    for secret in (BOT_TOKEN, SECRET, KEY, OLDER_KEY, "client-secret", "xoxb-"):
        assert secret not in ended.out + ended.err.replace("begins with xoxb-", "")
    assert ended.code == (2 if ended.err else 0)
    return ended


def told(ended: Outcome, *beginnings: str) -> list[str]:
    """The lines about something, each with its mark."""
    lines = [*ended.out.splitlines(), *ended.err.splitlines()]
    return [line for line in lines if line[6:].startswith(beginnings)]


# Settings


def test_all_that_is_wrong_with_the_settings_is_told(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Not only the first; and where they come from, and who else can read them."""
    monkeypatch.setenv("WHYLOCKED_KEEP_AUDIT_DAYS", "ten")
    monkeypatch.setenv("SLACK_OF_SOMETHING_ELSE", "1")
    (folder / ".env").write_text("WHYLOCKED_THREADS=0\nWHYLOCKED_KEEP_AUDIT=1\nSLACK_CLIENT_IDS=1\n")
    (folder / ".env").chmod(0o604)
    said = doctor(store)
    assert told(said, "settings", "WHYLOCKED") == [
        f"ok    settings: {folder / '.env'}, and what the environment says",
        (
            f"note  settings: others on this machine can read {folder / '.env'}, which may hold what opens Slack: "
            f"chmod 600 {folder / '.env'}"
        ),
        (
            "note  settings: nothing reads SLACK_CLIENT_IDS; check its spelling against the table of README.md, "
            "under “Commands”"
        ),
        (
            "note  settings: nothing reads WHYLOCKED_KEEP_AUDIT; check its spelling against the table of README.md, "
            "under “Commands”"
        ),
        "FAIL  WHYLOCKED_THREADS takes a whole number from 1 to 1000, not “0”.",
        "FAIL  WHYLOCKED_KEEP_AUDIT_DAYS takes a whole number from 1 to 3650, not “ten”.",
    ]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_file_that_its_owner_and_group_read_is_fine(mode: int, folder: Path, store: Store):
    """As where root owns it and the program's own group may read it."""
    (folder / ".env").write_text("")
    (folder / ".env").chmod(mode)
    assert told(doctor(store), "settings") == [f"ok    settings: {folder / '.env'}, and what the environment says"]


# Any workspace


@pytest.fixture
def oauth(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> FakeSlack:
    """Everything is set for any workspace to install the app."""
    for name, value in {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "client-secret",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url,
        "WHYLOCKED_URL": f"http://127.0.0.1:{free_port()}",
        "WHYLOCKED_TOKEN_KEYS": f"{KEY},{OLDER_KEY}",
    }.items():
        monkeypatch.setenv(name, value)
    return slack


def install(  # noqa: PLR0913 - what a token may be like
    store: Store,
    slack: FakeSlack,
    team: str,
    key: str = KEY,
    *,
    ends: datetime | None = None,
    next_by: str | None = None,
) -> str:
    """The app in a workspace that Slack knows; gives its token.

    Args:
        next_by: the key that seals what gets the next token; None where nothing does.
    """
    token = f"xoxb-{team}"
    slack.workspace(token, team_id=team)
    sealed, refresh = Seal([key]).seal(team, token), next_by and Seal([next_by]).seal(team, "xoxe-1")
    with store.writing() as session:
        session.installations.put(
            Installation(team, None, "A1", "UBOT", "BBOT", ",".join(SCOPES), sealed, refresh, ends, NOW), NOW
        )
    return token


def test_any_workspace_can_install_it(oauth: FakeSlack, store: Store):
    """Where the page is, how many have it, that their tokens open and what they may do."""
    install(store, oauth, "T1")
    install(store, oauth, "T2")
    lines = told(doctor(store), "Slack", "workspace", "clock")
    assert lines[0].startswith("ok    Slack over HTTP: whylocked serve can start")
    assert lines[1].startswith("ok    clock: within ")
    assert lines[2:4] == [
        "ok    Slack: 2 workspaces installed the app",
        "ok    Slack takes the tokens of 2 workspaces, with every permission that is needed",
    ]
    assert lines[4].startswith("ok    Slack: any workspace can install the app at http://127.0.0.1:")
    assert [(call.method, call.token) for call in oauth.calls()] == [
        ("api.test", None),
        ("auth.test", "xoxb-T1"),
        ("auth.test", "xoxb-T2"),
    ]


def test_before_the_first_start_nothing_is_made(oauth: FakeSlack, store: Store):
    """Nobody has it yet, and the store is made by whoever starts."""
    assert told(doctor(store), "Slack: 0") == ["ok    Slack: 0 workspaces installed the app"]
    assert oauth.calls("auth.test") == []
    assert not store.path.exists()


def test_all_that_is_missing_is_told(oauth: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Each variable by its name; and what cannot be meant together."""
    for name in ("SLACK_CLIENT_SECRET", "WHYLOCKED_URL", "WHYLOCKED_TOKEN_KEYS", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    install(store, oauth, "T1")
    bad = doctor(store).err.splitlines()
    assert [line for line in bad if "is missing, too" in line] == [
        f"FAIL  For workspaces to install the app, {name} is missing, too (README, Run it for many workspaces)."
        for name in ("SLACK_CLIENT_SECRET", "WHYLOCKED_URL", "WHYLOCKED_TOKEN_KEYS")
    ]
    assert any(line.startswith("FAIL  There are both SLACK_BOT_TOKEN") for line in bad)
    assert any(line.startswith("FAIL  There is no signing secret") for line in bad)
    assert oauth.calls("auth.test") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_SIGNING_SECRET", ""),
        ("WHYLOCKED_TOKEN_KEYS", ""),
        ("WHYLOCKED_TOKEN_KEYS", "no-key"),
        ("WHYLOCKED_URL", "bot.example.com"),
        ("WHYLOCKED_THREADS", "many"),
        ("SLACK_BOT_TOKEN", BOT_TOKEN),
        ("PORT", "none"),
    ],
)
@pytest.mark.usefixtures("oauth")
def test_what_cannot_start_is_not_said_to(name: str, value: str, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Beside what is wrong nothing says that it can start, or where to install it; what is no address is not tried."""
    monkeypatch.setenv(name, value)
    said = doctor(store)
    assert len(said.err.splitlines()) == 1
    assert told(said, "Slack over HTTP", "Slack: any workspace") == []
    assert bool(told(said, "address")) is (name != "WHYLOCKED_URL")
    assert told(said, "Slack: 0") == ["ok    Slack: 0 workspaces installed the app"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WHYLOCKED_TOKEN_KEYS", "no-key", "WHYLOCKED_TOKEN_KEYS takes one or more keys"),
        ("WHYLOCKED_URL", "http://bot.example.com", "WHYLOCKED_URL takes an address like"),
        ("SLACK_API_URL", "nonsense", "SLACK_API_URL takes an address like"),
    ],
)
def test_what_is_in_the_place_of_something_else(  # noqa: PLR0913, PLR0917 - fixtures
    name: str, value: str, said: str, oauth: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """It is told, without the key."""
    monkeypatch.setenv(name, value)
    ended = doctor(store)
    assert len([line for line in ended.err.splitlines() if said in line]) == 1
    assert "no-key" not in ended.err
    assert oauth.calls("auth.test") == []


def test_tokens_that_no_key_opens(oauth: FakeSlack, store: Store):
    """Which workspaces, as far as one line takes them, and both ways out; nothing is sent of them."""
    for number in range(12):
        install(store, oauth, f"T{number:02}", new_key())
    (line,) = doctor(store).err.splitlines()
    assert line.startswith(
        "FAIL  No key of WHYLOCKED_TOKEN_KEYS opens the tokens of T00, T01, T02, T03, T04, T05, T06, T07, T08, T09 and "
        "2 more, so nobody is answered there: put the key back that was used before, behind the first; where it is "
        "lost, the app has to be installed there again at http://127.0.0.1:"
    )
    assert oauth.calls("auth.test") == []


def test_tokens_that_an_older_key_seals(oauth: FakeSlack, store: Store):
    """They open; the older key is still needed, also where it only seals what gets the next token."""
    install(store, oauth, "T1", OLDER_KEY)
    install(store, oauth, "T2", next_by=OLDER_KEY)
    ended = doctor(store)
    assert ended.err == ""
    assert told(ended, "the tokens") == [
        (
            "note  the tokens of 2 workspaces are sealed with an older key: whylocked serve seals them with the first "
            "one when it starts; keep the older key until then"
        )
    ]


def test_tokens_that_end_for_good(oauth: FakeSlack, store: Store):
    """Nothing gets the next one, or no key opens what does: before the end, and after it."""
    install(store, oauth, "T1", ends=NOW + timedelta(hours=1))
    install(store, oauth, "T2", ends=NOW, next_by=new_key())
    install(store, oauth, "T3", ends=NOW + timedelta(hours=1), next_by=KEY)
    install(store, oauth, "T4")
    ended = doctor(store)
    (line,) = ended.err.splitlines()
    assert line.startswith(
        "FAIL  The tokens of T1 and T2 end and cannot be renewed; the app has to be installed there again at "
        "http://127.0.0.1:"
    )
    assert told(ended, "Slack takes") == [
        "ok    Slack takes the tokens of 3 workspaces, with every permission that is needed"
    ]


def test_what_slack_says_of_each_workspace(oauth: FakeSlack, store: Store):
    """A token that it does not take, and what it has not granted; one that has ended is the program's to renew."""
    oauth.revoke(install(store, oauth, "T1"))
    install(store, oauth, "T2")
    install(store, oauth, "T3", ends=NOW, next_by=KEY)
    oauth.answer("auth.test", 200, {"ok": False, "error": "token_revoked"})
    oauth.answer(
        "auth.test", 200, {"ok": True, "team_id": "T2"}, {"x-oauth-scopes": "chat:write,im:history,users:read"}
    )
    ended = doctor(store)
    first, second = ended.err.splitlines()
    assert first.startswith("FAIL  workspace T1: Slack does not take the token;")
    assert second.startswith("FAIL  workspace T2: Slack has not granted app_mentions:read and commands; somebody of")
    assert len(oauth.calls("auth.test")) == 2


def test_of_many_workspaces_only_some_are_asked(oauth: FakeSlack, store: Store):
    """It takes a bounded time, and says how many were left out."""
    for number in range(MOST_ASKED + 1):
        install(store, oauth, f"T{number:02}")
    ended = doctor(store)
    assert told(ended, "Slack was", "Slack takes") == [
        "note  Slack was not asked of the tokens of 1 workspace more",
        f"ok    Slack takes the tokens of {MOST_ASKED} workspaces, with every permission that is needed",
    ]
    assert len(oauth.calls("auth.test")) == MOST_ASKED


def test_without_a_network_it_ends_soon(oauth: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """One workspace is tried and no more, and where the way ends is said."""
    install(store, oauth, "T1")
    install(store, oauth, "T2")
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{free_port()}/api/")
    ended = doctor(store)
    assert [line[:29] for line in ended.err.splitlines()] == [
        "FAIL  Slack: Slack cannot be ",
        "FAIL  workspace T1: Slack can",
    ]
    (line,) = told(ended, "network")
    assert line.startswith("note  network: nothing listens at 127.0.0.1:")


# The clock


@pytest.mark.parametrize(
    ("seconds", "clock"),
    [
        (0, Clock.FINE),
        (59.9, Clock.FINE),
        (-59.9, Clock.FINE),
        (60, Clock.OFF),
        (-60, Clock.OFF),
        (299.9, Clock.OFF),
        (300, Clock.WRONG),
        (-300, Clock.WRONG),
        (90_000, Clock.WRONG),
    ],
)
def test_how_far_off_a_clock_may_be(seconds: float, clock: Clock):
    """From a minute on it is worth a look, from what the check of signatures allows on it has to be set."""
    assert judged(seconds) is clock


@pytest.mark.parametrize(
    ("off", "line"),
    [
        (-100, "note  clock: "),
        (100, "note  clock: "),
        (-1000, "FAIL  clock: "),
        (1000, "FAIL  clock: "),
    ],
)
def test_the_clock_beside_slacks(off: int, line: str, slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """By what Slack's answer says of the time; which way it is off is told, too."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    slacks = format_datetime(datetime.now(UTC) - timedelta(seconds=off), usegmt=True)  # noqa: TID251 - the machine's
    slack.answer("auth.test", 200, {"ok": True, "team": "Acme"}, {"Date": slacks})
    ended = doctor(store)
    (said,) = told(ended, "clock")
    assert said.startswith(line)
    assert f"s {'ahead of' if off > 0 else 'behind'} Slack's" in said


def test_a_slack_that_says_no_time():
    """Nothing is told of the clock then; what is no time is none, and one without a zone is UTC."""
    assert moment({}) is None
    assert moment({"date": "yesterday"}) is None
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert moment({"date": "Fri, 20 Nov 2026 12:00:00 GMT"}) == at
    assert moment({"date": "Fri, 20 Nov 2026 12:00:00 -0000"}) == at
    assert moment({"date": "Fri, 20 Nov 2026 13:00:00 +0100"}) == at


def test_no_time_no_line(slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """A proxy may have taken it out."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    slack.answer("auth.test", 200, {"ok": True, "team": "Acme"}, {"Date": None})
    assert told(doctor(store), "clock") == []
    assert clock.SECONDS_TOO_MUCH == 300


# The network


@contextmanager
def listening(answer: Callable[[socket.socket], object]) -> Iterator[int]:
    """A port where each that connects is answered so."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with closing(connection):
                    try:
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def page(status: str) -> Callable[[socket.socket], object]:
    """An answer over HTTP."""

    def answer(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    return answer


@pytest.fixture
def _no_proxy(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - it takes proxies away
    """Nothing stands before an address, and nobody waits."""
    monkeypatch.setattr(network, "SECONDS", 0.5)


@pytest.mark.usefixtures("_no_proxy")
def test_what_is_in_the_way(folder: Path):
    """A name, a port, patience, a certificate, a tongue: each is told apart."""
    assert network.asked("http://nowhere.invalid/") == "dns"
    assert network.asked(f"http://127.0.0.1:{free_port()}/") == "refused"
    for status, found in (("200 OK", 200), ("404 Not Found", 404), ("302 Found", 302)):
        with listening(page(status)) as port:
            assert network.asked(f"http://127.0.0.1:{port}/") == found
    with listening(lambda connection: connection.recv(4096)) as port:  # hangs up without a word
        assert network.asked(f"http://127.0.0.1:{port}/") == "other"
    with listening(lambda connection: connection.sendall(b"what?\r\n\r\n")) as port:
        assert network.asked(f"https://127.0.0.1:{port}/") in {"tls", "other"}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert network.asked(f"http://127.0.0.1:{silent.getsockname()[1]}/") == "timeout"
    certificate = [str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "1", "-subj", "/CN=localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", *certificate]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl to make a certificate with")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def shake(connection: socket.socket) -> None:
        with closing(tls.wrap_socket(connection, server_side=True)):
            pass

    with listening(shake) as port:
        assert network.asked(f"https://localhost:{port}/") == "certificate"


def test_a_proxy_is_named_without_its_password(slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Where it is what cannot be reached, it is what is told."""
    port = free_port()
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url.replace("127.0.0.1", "slack.invalid"))
    monkeypatch.setenv("http_proxy", f"http://ann:secret-word@127.0.0.1:{port}")
    ended = doctor(store)
    assert told(ended, "network") == [
        f"note  network: the way to Slack leads through the proxy 127.0.0.1:{port}",
        f"note  network: nothing listens at 127.0.0.1:{port}; check the address, and a firewall between",
    ]
    assert "secret-word" not in ended.out + ended.err


def test_what_answers_and_is_not_slack(slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """As the page of a network that wants somebody to log in."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    slack.answer("auth.test", 200, "Please log in", times=None)
    (line,) = told(doctor(store), "network")
    host = slack.url.removeprefix("http://")
    assert line.startswith(f"note  network: something answers at {host} (with ")
    assert SLACK.startswith("https://")


def test_the_public_address(oauth: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Where it answers, all is well; where it is not reached from here, that may be as it should."""
    (line,) = told(doctor(store), "address")
    assert line.startswith("note  address: http://127.0.0.1:")
    assert "could not be reached from here (nothing listens there); check the proxy before whylocked serve" in line
    for status, mark, ending in (
        ("200 OK", "ok    ", "answers"),
        (
            "502 Bad Gateway",
            "note  ",
            "answers with 502, so not whylocked serve: start it, else check the proxy before it",
        ),
    ):
        with listening(page(status)) as port:
            monkeypatch.setenv("WHYLOCKED_URL", f"http://127.0.0.1:{port}")
            assert told(doctor(store), "address") == [f"{mark}address: http://127.0.0.1:{port}/healthz {ending}"]
    assert oauth.calls("auth.test") == []


# The store


@pytest.fixture
def kept(store: Store) -> Store:
    """A store that is there."""
    with store.writing() as session:
        session.members.ensure(ME)
    return store


def test_a_store_that_others_can_read_or_replace(kept: Store, folder: Path):
    """Its file, what SQLite keeps beside it, and what a restore left; and its folder."""
    (folder / "whylocked-before-restore-20261101T000000Z.db").touch(mode=0o644)
    kept.path.chmod(0o640)
    folder.chmod(0o777)
    assert doctor(kept).err.splitlines() == [
        f"FAIL  {kept.path} can be read by others on this machine: chmod 600 {kept.path}",
        (
            f"FAIL  {folder}/whylocked-before-restore-20261101T000000Z.db can be read by others on this machine: "
            f"chmod 600 {folder}/whylocked-before-restore-20261101T000000Z.db"
        ),
        f"FAIL  Anybody on this machine can put another file in the store's place: chmod o-w {folder}",
    ]
    folder.chmod(0o1777)  # where nobody takes another's file away, as in /tmp
    assert len(doctor(kept).err.splitlines()) == 2


def test_what_lies_about_beside_it(kept: Store, folder: Path):
    """What was broken off, and the stores from before a restore: somebody has to delete them."""
    (folder / "backup.db.unfinished").touch()
    (folder / "whylocked-before-restore-20261101T000000Z.db").touch(mode=0o600)
    assert told(doctor(kept), str(folder)) == [
        (
            f"note  {folder}/backup.db.unfinished is left of a backup or restore that was broken off, if none is at "
            "work just now; delete it"
        ),
        (
            f"note  {folder}/whylocked-before-restore-20261101T000000Z.db is a store from before a restore, with "
            "everybody's data as it was; delete it once nobody needs it"
        ),
    ]


def test_how_much_log_and_how_little_room(kept: Store, monkeypatch: pytest.MonkeyPatch):
    """Just below and above; and how it is told."""
    big, store = of_the_store.BIG_LOG, 10
    assert (of_the_store.is_big(big, store), of_the_store.is_big(big + 1, store)) == (False, True)
    assert (of_the_store.is_big(2 * big, big), of_the_store.is_big(2 * big + 1, big)) == (False, True)
    assert (of_the_store.has_no_room(20, store), of_the_store.has_no_room(19, store)) == (False, True)
    monkeypatch.setattr(of_the_store, "BIG_LOG", -1)
    monkeypatch.setattr(of_the_store, "ROOM", 10**9)
    (line,) = doctor(kept).err.splitlines()
    assert line.startswith("FAIL  The disk of the store has ")
    assert line.endswith(" MiB; make room.")
    monkeypatch.setattr(of_the_store, "ROOM", -1)
    with kept.held_open(), kept.writing() as session:
        session.members.ensure(Who("T1", "U2"))
    assert told(doctor(kept), f"{kept.path}-wal") == [
        (
            f"note  {kept.path}-wal has 0 MiB: a program has been reading the store for very long; end it, or start "
            "whylocked anew"
        )
    ]


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (timedelta(days=-2), "ok    workspace T9: the app was removed; its data goes on 20 Nov 2026, 12:00 UTC"),
        (timedelta(hours=1), "ok    workspace T9: the app was removed; its data goes on 20 Nov 2026, 12:00 UTC"),
        (
            timedelta(hours=1, seconds=1),
            (
                "FAIL  workspace T9: its data should have gone on 20 Nov 2026, 12:00 UTC; it goes while whylocked "
                "serve or socket runs, or with whylocked workspaces remove T9"
            ),
        ),
    ],
)
def test_data_that_should_have_gone(after: timedelta, line: str, kept: Store):
    """What was promised of a workspace that removed the app is looked after."""
    with kept.writing() as session:
        session.workspaces.leave(Departure("T9", NOW, NOW, "uninstalled"))
    assert told(doctor(kept, NOW + after), "workspace") == [line]


@pytest.mark.parametrize(("after", "tells"), [(timedelta(days=1), False), (timedelta(days=1, seconds=1), True)])
def test_messages_that_pile_up(after: timedelta, tells: bool, kept: Store):  # noqa: FBT001 - of the table
    """Usually they are sent in seconds."""
    with kept.writing() as session:
        session.owed.add(ME, "cause", "told", {}, NOW)
    line = (
        "note  1 message to members are owed since before 20 Nov 2026, 12:00 UTC: Slack does not take them, or nobody "
        "sends them; whylocked serve or socket tries on"
    )
    assert told(doctor(kept, NOW + after), "1 message") == ([line] if tells else [])


def test_when_the_newest_backup_was_made(oauth: FakeSlack, kept: Store, folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever runs it for others should have one; for oneself alone nobody is told that there is none."""
    assert told(doctor(kept), "no backup") == ["note  no backup was made yet: whylocked backup FILE"]
    assert oauth.calls("auth.test") == []
    monkeypatch.delenv("SLACK_CLIENT_ID")
    monkeypatch.delenv("SLACK_CLIENT_SECRET")
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    assert told(doctor(kept), "no backup") == []
    Copies(kept).back_up(folder / "copy.db", NOW)
    fresh, old = NOW + timedelta(days=7, seconds=-1), NOW + timedelta(days=7)
    assert told(doctor(kept, fresh), "newest backup") == ["ok    newest backup: 20 Nov 2026, 12:00 UTC"]
    assert told(doctor(kept, old), "newest backup") == [
        "note  newest backup: 20 Nov 2026, 12:00 UTC; make another: whylocked backup FILE"
    ]
