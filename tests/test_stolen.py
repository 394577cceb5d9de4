"""Whoever takes the store without its key, or reads what the program says of itself, has no token, secret or key."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import KEY, OTHER_KEY, Browser, installable
from cli import run
from conftest import NOW, Hands
from cryptography.fernet import Fernet
from fake_slack import CLIENT_SECRET, FakeSlack
from served import free_port, page
from signed import SECRET, Member

import bot
from bot.errors import UserError
from bot.listeners.asked import Asked
from bot.listeners.clerk import tick
from bot.metrics_port import shown
from bot.sealing import Seal
from bot.settings import OAuth, Settings, SlackSettings
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.connection import connected
from bot.usecases.copies import Copies


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """An app in two workspaces, whose tokens end and have been renewed, and which was installed anew in one."""
    app = installable(slack, store, hands)
    for team in ("T1", "T11", "T1"):
        slack.installs_in(team, "Acme", "U1", lives=43_200)
        Browser(app, slack).installs()
    hands.now += timedelta(hours=11)
    tick(app.desk)
    yield app
    app.stop()


def tokens(slack: FakeSlack, store: Store) -> list[str]:
    """Every token that Slack ever gave, those among them that only get the next one."""
    with store.reading() as session:
        installed = session.installations.every()
    seal = Seal([KEY])
    now = [seal.open(each.team, sealed) for each in installed for sealed in (each.token, each.refresh_token or "")]
    came = {call.token for call in slack.calls() if call.token} | {
        str(call.body["refresh_token"]) for call in slack.calls() if "refresh_token" in call.body
    }
    assert None not in now
    return sorted({*now, *came} - {None})  # type: ignore[type-var]


def guises(secret: str) -> Iterator[bytes]:
    """How a secret may lie in a file: as it is, in other letters, backwards, in base64 wherever it begins."""
    raw = secret.encode()
    for one in (raw, raw[::-1]):
        yield from (one, one.hex().encode(), one.hex().upper().encode(), one.decode().encode("utf-16-le"))
        for shift in range(3):
            inside = base64.b64encode(bytes(shift) + one)[4:-4]
            yield from (inside, inside.replace(b"+", b"-").replace(b"/", b"_"))
    yield quote(secret, safe="").encode()
    yield json.dumps(secret).encode()


def files(folder: Path) -> bytes:
    """Everything that lies there."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_file_holds_a_token_in_any_guise(app: SlackApp, slack: FakeSlack, store: Store, tmp_path: Path):
    """The store, its log beside it, a backup and what a member is handed: nothing of any token, secret or key."""
    Member(app, slack).says("set photo=yes")
    slack.wait_for("chat.postMessage")
    Copies(store).back_up(tmp_path / "copy.db", NOW)
    exported = json.dumps(app.desk.app.whylocked.export(Who("T1", "U1")))
    (tmp_path / "export.json").write_text(exported, encoding="utf-8")
    assert store.path.with_name(f"{store.path.name}-wal").stat().st_size > 0
    held = files(tmp_path)
    secrets = [*tokens(slack, store), KEY, CLIENT_SECRET, SECRET]
    assert len(secrets) > 8
    assert [secret for secret in secrets for guise in guises(secret) if guise in held] == []
    assert re.findall(rb"xox[a-z]-", held) == []


def test_with_another_key_the_bot_is_nowhere(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands, caplog: pytest.LogCaptureFixture
):
    """Whoever runs it is told how many tokens no key opens; nobody is answered, and Slack is called by nobody."""
    app.desk.workers.stop()
    slack.clear()
    thief = installable(slack, store, hands, keys=(OTHER_KEY,))
    thief.tenants.begin()
    assert [thief.desk.token(team) for team in ("T1", "T11")] == [None, None]
    assert [record.getMessage() for record in caplog.records if "no key" in record.getMessage()] != []
    assert "not installed here" in Member(thief, slack, new=True).command("help").json["text"]
    hands.now += timedelta(hours=2)
    tick(thief.desk)
    thief.stop()
    assert [call.method for call in slack.calls() if call.token] == []
    assert app.desk.token("T11") is not None  # nothing is lost by it


def test_what_was_tampered_with_does_not_open():
    """Every bit of it counts; and what is no seal at all is as none."""
    seal = Seal([KEY])
    sealed = seal.seal("T1", "xoxb-1")
    raw = base64.urlsafe_b64decode(sealed)
    for place in range(len(raw)):
        other = base64.urlsafe_b64encode(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]).decode()
        assert seal.open("T1", other) is None
        assert not seal.is_newest(other)
    for other in ("", "=", "é", "\ud800", "gAAAA", sealed[:-4], sealed[4:], sealed[::-1], "\0"):
        assert seal.open("T1", other) is None
        assert not seal.is_newest(other)


@pytest.mark.parametrize("inside", ["", "5", "null", "[]", '["T1"]', '["T1", "a", "b"]', "{}", '"ab"', "{", "\ud800"])
def test_what_was_sealed_for_something_else_is_no_token(inside: str):
    """Even what this very key has sealed is looked at before it is believed."""
    sealed = Fernet(KEY).encrypt(inside.encode(errors="surrogatepass")).decode()
    assert Seal([KEY]).open("T1", sealed) is None


def test_a_token_in_anothers_place_does_not_open(app: SlackApp, store: Store):
    """Whoever can write into the store gets nobody else's token used: neither swapped, nor by another name."""
    with connected(store.path) as db:
        rows = dict(db.execute("SELECT team, token FROM installations").fetchall())
        for team, other in (("T1", "T11"), ("T11", "T1")):
            db.execute("UPDATE installations SET token = ? WHERE team = ?", [rows[other], team])
    assert [app.desk.token(team) for team in ("T1", "T11")] == [None, None]
    with connected(store.path) as db:
        for team in ("T1", "T11"):
            db.execute("UPDATE installations SET token = ? WHERE team = ?", [rows[team], team])
        db.execute("UPDATE installations SET team = 'T2' WHERE team = 'T11'")
    assert app.desk.token("T2") is None
    assert app.desk.token("T1") is not None


# What the program says of itself


MARKED = {
    "SLACK_BOT_TOKEN": "xoxb-marked-token",
    "SLACK_APP_TOKEN": "xapp-marked-token",
    "SLACK_SIGNING_SECRET": "marked-signing-secret",
    "SLACK_CLIENT_SECRET": "marked-client-secret",
    "WHYLOCKED_TOKEN_KEYS": "marked-key-that-is-none",
}


def kinds() -> Iterator[type[Any]]:
    """Every class of the program that shows its fields."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.name:
                yield one


def test_nothing_shows_a_secret_of_its_own():
    """No class has a field for one that its repr shows, so that none gets into an error or a log by it."""
    secret = re.compile("(^|_)(token|secret|key|keys|password)$|^refresh")
    fields = [(one, field) for one in kinds() for field in dataclasses.fields(one) if secret.search(field.name)]
    assert len(fields) > 5
    shown = {
        f"{one.__name__}.{field.name}" for one, field in fields if field.repr and "Callable" not in str(field.type)
    }
    assert shown == {"Person.key", "Figure.key"} & shown


def test_settings_and_what_is_asked_show_nothing():
    """As they would stand in a traceback."""
    slack = SlackSettings(MARKED["SLACK_BOT_TOKEN"], MARKED["SLACK_APP_TOKEN"], MARKED["SLACK_SIGNING_SECRET"])
    oauth = OAuth("1.2", MARKED["SLACK_CLIENT_SECRET"], "https://a.b", (MARKED["WHYLOCKED_TOKEN_KEYS"],))
    settings = Settings(Path("a.db"), Path(), default_db=False, slack=slack, oauth=oauth)
    asked = Asked(Who("T1", "U1"), "", MARKED["SLACK_BOT_TOKEN"], None, "C1", None, "", ())
    for each in (settings, asked, Seal([KEY])):
        assert "marked" not in f"{each!r} {each}"
        assert KEY not in repr(each)


@pytest.fixture
def marked(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program whose every secret is wrong, and marked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.sleep", lambda _: None)
    for name, value in (MARKED | {"SLACK_API_URL": slack.api_url, "SLACK_CLIENT_ID": "1.2"}).items():
        monkeypatch.setenv(name, value)


COMMANDS = (
    ("doctor",), ("serve",), ("socket",), ("workspaces",), ("ask", "--json", "help"), ("audit",), ("manifest",),
    ("export",), ("profile", "show", "--json"), ("policy", "show", "--json"), ("schema",), ("backup", "copy.db"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("left", [{"SLACK_BOT_TOKEN"}, {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}, set()], ids=str)
@pytest.mark.usefixtures("marked")
def test_no_command_tells_a_secret(
    command: tuple[str, ...], left: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whatever is wrong with them, and whichever are missing: no output, no JSON and no error holds a part of one."""
    for name in left:
        monkeypatch.delenv(name)
    ended = run("--db", str(tmp_path / "a.db"), *command)
    assert "marked" not in ended.out + ended.err
    assert "Traceback" not in ended.err


def test_errors_hold_no_secret():
    """What is wrong with a key is told without the key."""
    with pytest.raises(UserError) as caught:
        Seal([MARKED["WHYLOCKED_TOKEN_KEYS"]])
    assert (caught.value.code, caught.value.fields, caught.value.__cause__) == ("bad_token_key", {}, None)
    assert caught.value.__suppress_context__


def test_figures_tell_nobody_and_nothing(app: SlackApp, slack: FakeSlack, store: Store):
    """Whoever may read /metrics learns how much, and neither of whom nor by which token."""
    port, member = free_port(), Member(app, slack)
    with shown(port, app.desk.app, lambda: NOW):
        for text in ("why can't I message Jane Doe?", "set photo=yes"):
            member.says(text)
        slack.wait_for("chat.postMessage", 2)
        _, told = page(port, "/metrics")
    assert "whylocked_" in told
    held = [word for word in (*tokens(slack, store), KEY, SECRET, "Jane", "Acme", "T11", "U1") if word in told]
    assert held == []
