"""A Slack that nobody here wrote: npm's `emulate`, a process of its own on this machine.

    with emulated(package, bot="http://127.0.0.1:4000") as slack:
        ...                                          # the program, with slack.api_url
        mara = slack.person("mara")
        ts = mara.says("why can't I message Jane Doe?")
        assert "…" in mara.hears(ts)

What it lacks of Slack stands around it in emulate.mjs: signatures, envelopes, a second workspace, an end.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from fake_slack import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET
from parts import lacking
from served import PATIENCE, free_port, running_until_the_end, wait_listening
from signed import SECRET

from bot.manifest import PATH, REDIRECT, read

PACKAGE = "emulate@0.11.2"
"""Later ones want a newer Node than Debian's."""
OLDEST_NODE = 20
SECONDS_TO_INSTALL = 120

TEAM = "T000000001"
"""The workspace that emulate begins with; its administrator is ADMIN."""
ADMIN = "U000000001"
BOT = "UBOT"
SCOPES: list[str] = read()["oauth_config"]["scopes"]["bot"]
EVENTS: list[str] = [*read()["settings"]["event_subscriptions"]["bot_events"], "app_uninstalled", "tokens_revoked"]
PERSONS = {"admin": "Admin User", "mara": "Mara Quillan", "bob": "Bob Stone"}
"""Full names by user name."""

_OPENER = build_opener(ProxyHandler({}))


def installed_in(folder: Path) -> Path:
    """Where the package is: got once from npm, without scripts, into a folder that the repository does not hold."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        lacking("emulate", "it needs Node and npm")
    version = subprocess.run([node, "--version"], capture_output=True, check=False, text=True).stdout
    if int(version.removeprefix("v").partition(".")[0] or 0) < OLDEST_NODE:
        lacking("emulate", f"it needs Node {OLDEST_NODE} or newer, this is {version.strip()}")
    place = folder / PACKAGE
    if not place.exists():
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            _install(npm, Path(fresh, "whole"))
            Path(fresh, "whole").rename(place)
    return place


def _install(npm: str, where: Path) -> None:
    how = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]
    try:
        subprocess.run(
            [npm, "install", "--prefix", str(where), *how, *patience, PACKAGE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=SECONDS_TO_INSTALL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        lacking("emulate", f"npm does not bring {PACKAGE} ({type(error).__name__})")


@dataclass
class Emulated:
    """The process, seen from outside."""

    url: str

    @property
    def api_url(self) -> str:
        """The base of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    def call(self, method: str, token: str, **fields: object) -> dict[str, Any]:
        """What a method of Slack's Web API answers, which is not to refuse."""
        body = urlencode({name: str(value) for name, value in fields.items()}).encode()
        request = Request(self.api_url + method, body, {"Authorization": f"Bearer {token}"})  # noqa: S310 - local
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            said: dict[str, Any] = json.load(answer)
        assert said["ok"], (method, said)
        return said

    def person(self, name: str, bot: str = BOT) -> Person:
        """Somebody with their direct messages with a bot."""
        token = _token_of(name)
        channel = self.call("conversations.open", token, users=bot)["channel"]["id"]
        return Person(self, token, self.call("auth.test", token)["user_id"], channel, bot)

    # What Slack's own site would do

    def enter(self, team: str, name: str) -> None:
        """Go on in another workspace, where the app is not installed yet; its users are the same."""
        self.tell("workspace", team_id=team, name=name)

    def uninstall(self, team: str) -> None:
        """Remove the app from a workspace."""
        self.tell("uninstall", team_id=team)

    def shows(self, tab: str) -> str:
        """A tab of emulate's own page about what is in it."""
        with _OPENER.open(f"{self.url}/?tab={tab}", timeout=PATIENCE) as answer:
            return html.unescape(answer.read().decode())

    def bots(self) -> list[dict[str, Any]]:
        """The bot tokens that are good, the newest last: each with its workspace, its user and its scopes."""
        with _OPENER.open(f"{self.url}/_tests/bots", timeout=PATIENCE) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def tell(self, what: str, **fields: object) -> None:
        """Have emulate.mjs do something."""
        body, kind = json.dumps(fields).encode(), {"Content-Type": "application/json"}
        with _OPENER.open(Request(f"{self.url}/_tests/{what}", body, kind), timeout=PATIENCE) as answer:  # noqa: S310 - local
            assert json.load(answer)["ok"]


@dataclass
class Person:
    """Somebody in the workspace, in their direct messages with the bot.

    Attributes:
        token: by which emulate knows them.
        user: their user id.
        bot: the bot's user there.
    """

    slack: Emulated
    token: str
    user: str
    channel: str
    bot: str

    def says(self, text: str, thread: str = "") -> str:
        """Write a message; gives the thread in which it is answered."""
        where = {"thread_ts": thread} if thread else {}
        ts: str = self.slack.call("chat.postMessage", self.token, channel=self.channel, text=text, **where)["ts"]
        return thread or ts

    def opens_home(self) -> str:
        """Open the bot's Home tab; gives what emulate shows of it, once there is something."""
        self.slack.tell("event", type="app_home_opened", tab="home", user=self.user, channel=self.channel)
        return _awaited(lambda: self.slack.shows("views"), "app home")

    def drops(self, name: str, content: bytes) -> str:
        """Drop a file, as Slack's own clients do; gives the thread in which it is answered."""
        place = self.slack.call("files.getUploadURLExternal", self.token, filename=name, length=len(content))
        kind = {"Content-Type": "application/octet-stream"}
        _OPENER.open(Request(place["upload_url"], content, kind), timeout=PATIENCE).close()  # noqa: S310 - local
        file = {"id": place["file_id"], "title": name}
        self.slack.call("files.completeUploadExternal", self.token, files=json.dumps([file]), channel_id=self.channel)
        (ts,) = [message["ts"] for message in self.history() if file["id"] in str(message.get("files"))]
        return str(ts)

    def history(self) -> list[dict[str, Any]]:
        """What was said outside of threads, and what began them."""
        said = self.slack.call("conversations.history", self.token, channel=self.channel)
        return list(said["messages"])

    def reads(self, words: str) -> str:
        """What the bot said by itself that holds these words, once it is there."""
        return _awaited(lambda: "\n".join(said["text"] for said in self.history() if said["user"] == self.bot), words)

    def answers(self, thread: str) -> list[str]:
        """What the bot said in a thread so far."""
        return [message["text"] for message in self._by_bot(thread)]

    def gets(self, thread: str, name: str) -> bytes:
        """A file that the bot handed over in a thread, once it is there; `name` is within what it is called."""
        _awaited(lambda: str([message.get("files") for message in self._by_bot(thread)]), name)
        (file,) = [file for message in self._by_bot(thread) for file in message.get("files", [])]
        request = Request(file["url_private_download"], headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310 - local
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        assert len(content) == file["size"]
        return content

    def _by_bot(self, thread: str) -> list[dict[str, Any]]:
        replies = self.slack.call("conversations.replies", self.token, channel=self.channel, ts=thread)["messages"]
        return [message for message in replies if message["user"] == self.bot]

    def hears(self, thread: str, words: str) -> str:
        """What the bot said in a thread, once these words are there."""
        return _awaited(lambda: "\n".join(self.answers(thread)), words)


@contextmanager
def emulated(package: Path, bot: str, granted: Iterable[str] | None = None) -> Iterator[Emulated]:
    """A Slack until the end of the block, whose app is the bot that is served at an address.

    Args:
        granted: the scopes of BOT_TOKEN; None where the app is to be installed first, and there is no such token.
    """
    port = free_port()
    app = {
        "app_id": "A1",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Whylocked",
        "redirect_uris": [bot + REDIRECT],
        "scopes": SCOPES,
        "bot_id": "BBOT",
        "bot_user_id": BOT,
        "bot_name": "whylocked",
    }
    persons = [{"token": _token_of(name), "user": name} for name in PERSONS]
    the_bot = {"token": BOT_TOKEN, "type": "bot", "user_id": BOT, "bot_id": "BBOT", "scopes": [*(granted or ())]}
    slack = {
        "team": {"name": "Acme", "domain": "acme"},
        "users": [{"name": name, "real_name": real_name} for name, real_name in PERSONS.items()],
        "oauth_apps": [app],
        "tokens": persons if granted is None else [*persons, the_bot],
        "strict_scopes": True,
    }
    settings = {
        "folder": str(package),
        "port": port,
        "app": app,
        "events_url": bot + PATH,
        "signing_secret": SECRET,
        "events": EVENTS,
        "seed": {"slack": slack},
    }
    script = Path(__file__).with_name("emulate.mjs")
    with running_until_the_end(["node", str(script), json.dumps(settings)]) as running:
        wait_listening(port, running)
        yield Emulated(f"http://127.0.0.1:{port}")


def _token_of(person: str) -> str:
    return f"xoxp-{person}"


def _awaited(look: Callable[[], str], words: str) -> str:
    """What is seen there, once it holds some words."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = look()
        if words in seen:
            return seen
        time.sleep(0.02)
    raise AssertionError(words, seen)
