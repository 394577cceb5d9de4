"""What many tests share: the knowledge, a store in a folder of its own, a moment that stands still, small rows."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from fake_slack import BOT_TOKEN, FakeSlack
from overheard import (  # noqa: F401 - the last four for pytest, which looks for them here
    OVERHEARD,
    pytest_configure,
    pytest_runtest_logstart,
    pytest_sessionfinish,
    pytest_terminal_summary,
)
from signed import SECRET, Member

from bot import app as composition
from bot.advice import Ways
from bot.archive.rows import (
    Archive,
    Connection,
    Correspondent,
    Direction,
    Invitation,
    Messages,
    Owner,
    OwnProfile,
    Position,
    SentMessage,
)
from bot.demo import staged
from bot.logs import fields_of
from bot.people import Person, Target, TargetStatus, person_key
from bot.policy import Policy
from bot.replies.model import Reply
from bot.settings import Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store, Who
from bot.usecases import Whylocked
from bot.usecases.importing import keep_archive
from bot.words import BUILT_IN, Words, load

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
ME = Who("T1", "U1")
REVIEWED = tomllib.loads((Path(__file__).parent / "cases" / "replies.toml").read_text(encoding="utf-8"))["case"]
"""Whole replies, held as prose, in the order of one conversation."""


def pytest_sessionstart() -> None:
    """Settings that lie about would be the tests' own: nobody's real workspace is to get what they send."""
    if Path(".env").exists():
        pytest.exit("There is a file .env here, which the tests would read; move it away for as long.", 4)


@pytest.fixture(scope="session", autouse=True)
def built_in_knowledge_is_read_once() -> Iterator[None]:
    """For all tests that put a program together: nothing changes its files meanwhile, nor what was read of them."""

    def once(read: Callable[..., object]) -> Callable[..., object]:
        kept = cache(read)
        return lambda folder, *what: kept(folder, *what) if folder == BUILT_IN else read(folder, *what)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("load", "read_mind"):
            patch.setattr(composition, name, once(getattr(composition, name)))
        yield


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load(BUILT_IN, "policy.toml", Policy)


@pytest.fixture(scope="session")
def words() -> Words:
    return Words(BUILT_IN)


@pytest.fixture(scope="session")
def ways() -> Ways:
    return load(BUILT_IN, "ways.toml", Ways)


@pytest.fixture(scope="module")
def said() -> Iterator[dict[str, Reply]]:
    """What the bot answered in the whole conversation of REVIEWED, by the names of the cases."""
    with staged(BUILT_IN) as (app, workspace):
        replies = {}
        for case in REVIEWED:
            now = workspace.now + timedelta(days=case.get("after", 0))
            who = Who(workspace.team, case["who"])
            replies[case["name"]] = app.conversation.hear(who, case["says"], now, thread="t").reply
        yield replies


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "whylocked.db")


@pytest.fixture
def whylocked(store: Store, policy: Policy, ways: Ways, words: Words) -> Whylocked:
    return Whylocked(store, policy, ways, words)


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSlack]:
    """A Slack on the wire, which no proxy stands before."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:  # noqa: TID251 - to take out
        monkeypatch.delenv(name)
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def bot(slack: FakeSlack, store: Store) -> Iterator[SlackApp]:
    """The real app, connected to the fake Slack, at the moment NOW."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    app = build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens), lambda: NOW)
    yield app
    app.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a store in which somebody else writes."""
    listeners = [module for name, module in sys.modules.items() if name.startswith("bot.listeners.")]
    for module in listeners:
        for seconds in {"SECONDS_TO_WAIT", "SECONDS_TO_MARK"} & vars(module).keys():
            monkeypatch.setattr(module, seconds, 0.01)


class Hands:
    """A clock that shows what it is set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.now


def at_slack(slack: FakeSlack, store: Store, clock: Callable[[], datetime]) -> SlackApp:
    """The real app over a store, as a process of its own would have it."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    return build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens), clock)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app at a clock that can be set."""
    made = at_slack(slack, store, hands)
    yield made
    made.stop()


@pytest.fixture
def me(bot: SlackApp, slack: FakeSlack) -> Member:
    """Somebody who types and presses in Slack, by the key ME in the store."""
    return Member(bot, slack, ME.user, ME.team)


def log_of(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged, as the program writes it, a line each."""
    return "\n".join(json.dumps(fields_of(record), default=str) for record in caplog.records)


def ago(days: float) -> datetime:
    """The moment so many days before NOW."""
    return NOW - timedelta(days=days)


def url_of(name: str) -> str:
    """The profile URL of a made-up person."""
    return f"https://www.linkedin.com/in/{person_key(name).replace(' ', '-')}"


def person(name: str, url: str | None = "") -> Person:
    """A made-up person; by default with a URL made of the name."""
    OVERHEARD.name(name)
    return Person(name, person_key(name), url_of(name) if url == "" else url)


def found(name: str, url: str | None = "") -> Target:
    """A question about a person who is known."""
    somebody = person(name, url)
    return Target(TargetStatus.FOUND, name, url=somebody.url, person=somebody)


def unknown(typed: str, url: str | None = None) -> Target:
    """A question about somebody nobody knows."""
    return Target(TargetStatus.UNKNOWN, typed, url=url)


NOBODY = Target(TargetStatus.NONE)


def tie(name: str, url: str | None = "", *, on: date | None = None, company: str | None = None) -> Connection:
    """A row of an archive's connections."""
    OVERHEARD.name(name)
    return Connection(name, url_of(name) if url == "" else url, company, None, on)


def ties(*names: str) -> list[Connection]:
    """Several connections."""
    return [tie(name) for name in names]


def invited(name: str, direction: Direction, on: date | None = None) -> Invitation:
    """A row of an archive's invitations."""
    return Invitation(name, url_of(name), direction, on)


def messages(*sent_at: datetime, to: Iterable[Correspondent] = (), repeated: int = 0) -> Messages:
    """An archive's messages: when the owner sent some, the first of them copied, and whom the owner wrote with."""
    return Messages(list(to), [SentMessage(at, place < repeated) for place, at in enumerate(sent_at)])


def archive(as_of: date = YESTERDAY, *, name: str | None = None, **kinds: object) -> Archive:
    """An archive of some kinds; with a name it also tells whose it is."""
    owner = Owner(name, None if name is None else url_of(name))
    return Archive(as_of, owner, **kinds)  # type: ignore[arg-type]


def whole_archive(as_of: date = YESTERDAY, *, name: str | None = None, **kinds: object) -> Archive:
    """An archive that holds every kind and fulfils every requirement it can tell about."""
    given: dict[str, object] = {
        "connections": ties(*(f"Contact {number}" for number in range(40))),
        "messages": messages(),
        "invitations": [],
        "positions": [Position("Buyer", "Acme", current=True), Position("Clerk", "Globex", current=False)],
        "education": ["Lund University"],
        "skills": ["SQL", "Python", "Go"],
        "profile": OwnProfile(name, has_summary=True),
    }
    return archive(as_of, name=name, **given | kinds)


def keep(store: Store, who: Who, kept: Archive) -> None:
    """Import an archive that is read already."""
    with store.writing() as session:
        keep_archive(session, who, kept)


def state(whylocked: Whylocked, who: Who = ME, at: datetime = NOW, **fields: object) -> None:
    """State profile fields, as typed."""
    whylocked.state(who, [(field, str(value)) for field, value in fields.items()], at)
