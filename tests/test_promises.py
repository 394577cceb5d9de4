"""PRIVACY.md and SECURITY.md are true: each promise has its test, each number is the program's, each table is told."""

from __future__ import annotations

import ast
import os
import re
import sqlite3
import ssl
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import KEY, Browser, installable
from conftest import NOW, TODAY, Hands
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member, said_in

from bot.cli import cli
from bot.demo import archives
from bot.front import SECONDS_TO_READ
from bot.policy import Policy
from bot.sealing import Seal, new_key
from bot.settings import Keeping, SlackSettings
from bot.slack_app import SECONDS_TO_BELIEVE, SlackApp
from bot.slack_out import SlackOut
from bot.store import Store
from bot.usecases.deliveries import DELIVERIES_LIVE
from bot.usecases.installing import STATE_LIVES
from bot.usecases.purging import LATE_UNTIL
from bot.usecases.retention import REQUESTS_LIVE
from bot.words import BUILT_IN, load

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("PRIVACY.md", "SECURITY.md")
README_RULES = "Slack's review rules"
REFERENCE = re.compile(r"`(tests/test_[a-z_]+\.py)::(test_[a-z0-9_]+)`")
KEEPING = {
    "WHYLOCKED_KEEP_REMOVED_DAYS": Keeping().removed,
    "WHYLOCKED_KEEP_DEACTIVATED_DAYS": Keeping().deactivated,
    "WHYLOCKED_KEEP_DIAGNOSES_DAYS": Keeping().diagnoses,
    "WHYLOCKED_KEEP_THREADS_DAYS": Keeping().threads,
    "WHYLOCKED_KEEP_WATCHES_DAYS": Keeping().watches,
    "WHYLOCKED_KEEP_AUDIT_DAYS": Keeping().audit,
}
FIGURES = {
    "14 days": f"{load(BUILT_IN, 'policy.toml', Policy).owing.give_up_after_days} days",
    "300 seconds": f"{SECONDS_TO_BELIEVE} seconds",
    "5 seconds": f"{SECONDS_TO_READ:.0f} seconds",
    "10 minutes": f"{STATE_LIVES.seconds // 60} minutes",
    "26 hours": f"{max(DELIVERIES_LIVE, REQUESTS_LIVE, LATE_UNTIL, STATE_LIVES) // timedelta(hours=1)} hours",
    **{f"{days} days": f"{days} days" for days in KEEPING.values()},
}
"""Every number with a unit in the documents, and the same as the program has it."""


@cache
def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _items(name: str) -> Iterator[str]:
    """Each promise of a document: what stands behind a dash, with its further lines."""
    for paragraph in _text(name).split("\n\n"):
        for item in re.split(r"^- ", paragraph, flags=re.MULTILINE)[1:]:
            yield " ".join(item.split())


@cache
def _tests(path: str) -> frozenset[str]:
    tree = ast.parse(_text(path))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


# --- the documents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_promise_names_the_test_that_shows_it(name: str):
    """Each item ends with one test or more, in brackets."""
    items = list(_items(name))
    assert len(items) > 10
    assert [item for item in items if not re.search(r"\(`tests/[^()]*`\)$", item)] == []


@pytest.mark.parametrize("name", [*DOCUMENTS, "README.md"])
def test_every_test_that_is_named_is_there(name: str):
    """No promise rests on a test that was renamed or removed."""
    named = REFERENCE.findall(_text(name))
    assert named
    assert [f"{path}::{test}" for path, test in named if test not in _tests(path)] == []
    assert len(named) == _text(name).count("`tests/test_") - len(re.findall(r"`tests/test_[a-z_]+\.py`", _text(name)))


@pytest.mark.parametrize("name", [*DOCUMENTS, "README.md"])
def test_days_are_the_settings(name: str):
    """A number of days before the name of its setting is that setting's default."""
    told = re.findall(r"(\d+) days?\s\(`(WHYLOCKED_[A-Z_]+)`\)", _text(name))
    assert [(days, setting) for days, setting in told if KEEPING[setting] != int(days)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_numbers_are_the_programs(name: str):
    """Every number with a unit is one that the program has."""
    units = "days?|hours?|minutes?|seconds?|bytes|KiB|MiB|bits?|files"
    told = {" ".join(found.split()) for found in re.findall(rf"\b\d[\d,]*\s(?:{units})\b", _text(name))}
    assert {each: FIGURES.get(each) for each in told} == {each: each for each in told}


def test_every_table_of_the_store_is_told(store: Store):
    """PRIVACY.md names each table of the schema once, and no other."""
    with store.writing():
        pass
    with sqlite3.connect(store.path) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    db.close()
    rows = re.findall(r"^\|.*\| ([`a-z_ ]+) \|$", _text("PRIVACY.md"), re.MULTILINE)
    told = re.findall(r"`([a-z_]+)`", " ".join(rows))
    assert sorted(told) == sorted(name for name in tables if not name.startswith(("_", "sqlite_")))


# --- promises that no other test shows ----------------------------------------------------------------------------


def _bytes_of(store: Store) -> bytes:
    """Every byte of the store and its log."""
    return b"".join(path.read_bytes() for path in store.path.parent.glob(f"{store.path.name}*"))


def _imports(module: Path) -> set[str]:
    """What a module imports, by name."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_is_called_but_slack():
    """Only what calls Slack can call anybody: no other module has a way out, and no package that has one is used."""
    ways_out = ("http.client", "urllib.request", "slack_sdk.WebClient", "slack_sdk.web", "slack_sdk.webhook")
    others = {"requests", "httpx", "aiohttp", "urllib3", "ftplib", "smtplib", "websockets", "websocket"}
    for module in sorted((ROOT / "bot").rglob("*.py")):
        imported = _imports(module)
        assert {name.partition(".")[0] for name in imported} & others == set(), module
        # The doctor looks whether Slack, and the program's own address, answer at all.
        if module.parent.name != "slack_out" and module != ROOT / "bot" / "health" / "network.py":
            assert [name for name in imported if name.startswith(ways_out)] == [], module


def test_nothing_is_learned_while_it_runs():
    """What learns is a program of its own: nothing that answers people imports it."""
    learns = {"bot/understanding/learn.py", "bot/understanding/learning.py", "bot/understanding/scoring.py"}
    teachers = [
        str(module.relative_to(ROOT))
        for module in (ROOT / "bot").rglob("*.py")
        if any(name.startswith(("bot.understanding.learning", "bot.understanding.learn.")) for name in _imports(module))
    ]
    assert set(teachers) <= learns


@pytest.fixture
def dropped(me: Member, slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, after somebody has dropped an archive with every kind of secret in it."""
    jane = archives.Someone("Jane", "Doe", "https://www.linkedin.com/in/jane-doe")
    mara = archives.Someone("Mara", "Quill", "https://www.linkedin.com/in/mara-quill")
    files = archives.files_of_2026(
        connections=[archives.connection(jane, TODAY, email="secret-mail@doe.example")],
        messages=[archives.message(mara, [jane], NOW, "secret-content of a message", title="secret-title")],
        invitations=[archives.invitation(mara, jane, NOW, outgoing=True, text="secret-note")],
        profile=archives.profile(mara, headline="secret-headline", summary="secret-summary"),
    )
    files |= {"PhoneNumbers.csv": b"Number\nsecret-phone\n", "Email Addresses.csv": b"Email\nsecret-own-mail\n"}
    content = archives.write_zip(tmp_path / "archive.zip", files).read_bytes()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    name = "Basic_LinkedInDataExport_11-20-2026.zip"
    me.says("", subtype="file_share", files=[slack.file("F1", content, name)])
    for call in slack.wait_for("chat.update"):
        assert "1 connection" in said_in(call.body)
    return temporary


@pytest.mark.usefixtures("dropped")
def test_an_import_leaves_no_text_and_no_address_behind(store: Store):
    """Neither a message's text, its title, an invitation's note, a mail address nor a phone number is in the store."""
    kept = _bytes_of(store)
    assert b"jane-doe" in kept
    assert re.findall(rb"secret-[a-z-]+", kept) == []


def test_no_copy_of_an_archive_stays(dropped: Path, bot: SlackApp):
    """What was fetched to be read is gone once it was."""
    bot.desk.workers.stop()
    assert list(dropped.iterdir()) == []


def test_what_is_typed_is_not_kept(me: Member, slack: FakeSlack, store: Store, bot: SlackApp):
    """By whichever door it comes, and whatever it is taken for; only a name that is asked about is."""
    slack.user("U1", "Me Myself")
    texts = (
        "why can't I message Jane Doe? I am so zebrafish about it",
        "my boss zebrafish will be angry if this stays locked, how do I fix it?",
        "photo yes, 212 connections. By the way, zebrafish!",
        "do you like zebrafish?",
        "help me zebrafish",
        "thanks zebrafish",
    )
    for text in texts:
        me.command(text)
        me.says(text)
        me.mentions(text)
    me.command("LinkedIn restricted me until 1 Dec, zebrafish")
    bot.desk.workers.stop()
    kept = _bytes_of(store)
    assert b"Jane Doe" in kept
    assert b"zebrafish" not in kept.lower()


def test_a_store_without_its_key_yields_no_token(slack: FakeSlack, store: Store, hands: Hands):
    """Whoever took the file, and has another key or none, has nothing to call Slack with; nor is the key in it."""
    app = installable(slack, store, hands)
    browser = Browser(app, slack)
    browser.get(slack.allowed(browser.begins()))
    app.stop()
    stolen = _bytes_of(store)
    assert b"xoxb-" not in stolen
    assert KEY.encode() not in stolen
    with store.reading() as session:
        installed = session.installations.every()
    assert [each.team for each in installed] == ["T1"]
    assert [Seal([new_key()]).open(each.team, each.token) for each in installed] == [None]


def test_a_key_is_replaced_by_one_before_it():
    """What the old one sealed still opens; what is sealed from then on opens with the new one alone."""
    old, new = new_key(), new_key()
    sealed = Seal([old]).seal("T1", "xoxb-1")
    both = Seal([new, old])
    assert both.open("T1", sealed) == "xoxb-1"
    assert Seal([new]).open("T1", both.seal("T1", "xoxb-2")) == "xoxb-2"
    assert Seal([old]).open("T1", both.seal("T1", "xoxb-2")) is None
    assert both.open("T2", sealed) is None


def test_what_proves_something_is_kept_as_a_digest(store: Store):
    """Neither a state, a browser's secret nor a signature can be read from the file."""
    with store.writing() as session:
        session.oauth_states.begin("the-state", "the-browser", NOW, NOW + STATE_LIVES)
        session.requests.first_time("v0=the-signature", 1, 0)
    assert re.findall(rb"the-(?:state|browser|signature)", _bytes_of(store)) == []


def test_the_one_token_is_in_no_file(me: Member, store: Store):
    """What the environment holds stays there."""
    me.command("set connections=3")
    assert BOT_TOKEN.encode() not in _bytes_of(store)
    assert SECRET.encode() not in _bytes_of(store)


def test_no_secret_shows_where_an_object_is_written_out():
    """As in an error's text or a debugger: whatever holds one leaves it out, sealed or not."""
    secrets = {"token", "tokens", "refresh", "bot_token", "app_token", "signing_secret", "client_secret", "keys"}
    shown = {
        (path.relative_to(ROOT).as_posix(), line.target.id)
        for path in (ROOT / "bot").rglob("*.py")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.ClassDef)
        for line in each.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.target.id in secrets
        if {name.id for name in ast.walk(line.annotation) if isinstance(name, ast.Name)} & {"str"}
        if "Callable" not in ast.unparse(line.annotation)
        if line.value is None or "repr=False" not in ast.unparse(line.value)
    }
    assert shown == set()


def test_the_store_is_for_its_owner_alone(store: Store):
    """The file, and what SQLite lays beside it, whatever the system would allow."""
    before = os.umask(0)
    try:
        with store.held_open(), store.writing():
            modes = {path.name: path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()}
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert "whylocked.db-wal" in modes


def test_it_listens_on_this_machine_unless_told_otherwise():
    """Without an address nobody else on the network reaches it."""
    host = next(each for each in cli.commands["serve"].params if each.name == "host")
    assert host.default == "127.0.0.1"


def test_calls_to_slack_go_over_tls():
    """Certificates are checked, names too, and nothing older than TLS 1.2 is spoken; unset, the API is Slack's."""
    context = SlackOut().client("xoxb-1").ssl
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert SlackSettings().api_url.startswith("https://")


def test_packages_are_installed_by_hash():
    """The one rule that makes the environment takes nothing whose hash is another."""
    assert "--require-hashes -r requirements.lock" in _text("Makefile")
    lines = _text("requirements.lock").splitlines()
    hashes = [behind for line, behind in pairwise(lines) if re.match("[A-Za-z0-9]", line)]
    assert len(hashes) > 50
    assert all(each.startswith("    --hash=sha256:") for each in hashes)
