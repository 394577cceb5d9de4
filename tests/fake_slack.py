"""A Slack on the wire: a real HTTP server on this machine that records each call and answers as Slack does.

    with FakeSlack() as slack:
        slack.user("UBOB", "Bob Stone")                          # who is there
        slack.refuse("chat.postMessage", "invalid_blocks")       # what goes wrong, and how often
        slack.installs_in("T2", "Globex", "UIRA")                # where the next to press Allow installs the app
        ...                                                      # the program, with slack.api_url and BOT_TOKEN
        assert slack.only("chat.postMessage").body["text"] == "…"
        slack.wait_for("chat.postMessage", count=2)              # where another thread sends

A method's name is Slack's ("chat.postMessage"); what is no method is named by its path ("/response/1", "/files/F1").
"""

from __future__ import annotations

import base64
import html
import json
import re
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from overheard import OVERHEARD

BOT_TOKEN = "xoxb-fake-bot"  # noqa: S105 - of the fake
APP_TOKEN = "xapp-fake-app"  # noqa: S105 - of the fake
SCOPES = (
    "app_mentions:read", "assistant:write", "chat:write", "commands", "files:read", "files:write", "im:history",
    "users:read",
)  # fmt: skip
CLIENT_ID, CLIENT_SECRET = "1.2", "client-secret-of-the-fake"
LOG_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head></html>"

Body = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call that came in.

    Attributes:
        method: Slack's method, or the path of what is none.
        token: the bearer it came with.
        body: what it sent, from JSON or a form.
        headers: by lower-case name.
    """

    method: str
    token: str | None
    body: Body
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What the server answers.

    Attributes:
        body: text and bytes are sent as they are, anything else as JSON.
        headers: besides the usual ones, or in their place; None leaves one out.
    """

    status: int
    body: Any
    headers: Mapping[str, str | None]


@dataclass
class _Scripted:
    """Answers instead of the usual one; `times` None is for ever."""

    answer: Answer
    times: int | None


class FakeSlack:
    """The server; it runs inside its `with`.

    Attributes:
        url: where it is, without a slash at the end.
        scopes: what the tokens may do, as auth.test tells it.
        draws_nothing: whether charts are refused, as a Slack that does not know them does.
        socket_url: what apps.connections.open hands out; nothing listens there unless a FakeSocket does.
    """

    def __init__(self) -> None:
        self.scopes: tuple[str, ...] = SCOPES
        self.draws_nothing = False
        self._workspaces: dict[str, Body] = {}
        self._app_tokens = {APP_TOKEN}
        self._users: dict[tuple[str | None, str], Body] = {}
        self._installs: Body = {}
        self._lives: int | None = None
        self._codes: dict[str, tuple[Body, str]] = {}
        self._refreshes: dict[str, str] = {}
        self._files: dict[str, tuple[Body, bytes, str]] = {}
        self._awaited: dict[str, int] = {}
        self._uploaded: set[str] = set()
        self._titles: dict[tuple[str, str], str] = {}
        self._calls: list[Call] = []
        self._script: dict[str, deque[_Scripted]] = {}
        self._slow: dict[str, float] = {}
        self._sent: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.slack = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.socket_url = f"ws://127.0.0.1:{self._server.server_port}/link"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.workspace(BOT_TOKEN)
        self.installs_in("T1", "Acme", "U1")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    # Where things are

    @property
    def api_url(self) -> str:
        """The base of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    def response_url(self, name: str = "1") -> str:
        """A response_url; its calls are recorded as "/response/<name>"."""
        return f"{self.url}/response/{name}"

    # Who and what is there

    def workspace(  # noqa: PLR0913 - everything auth.test says, by name
        self,
        token: str,
        *,
        team_id: str = "T1",
        team: str = "Acme",
        user_id: str = "UBOT",
        bot_id: str = "BBOT",
        enterprise_id: str | None = None,
    ) -> None:
        """Make a token known; one of team T1 (BOT_TOKEN) is there from the start."""
        self._workspaces[token] = {
            "url": f"https://{team.lower()}.slack.com/",
            "team": team,
            "user": "whylocked",
            "team_id": team_id,
            "user_id": user_id,
            "bot_id": bot_id,
            "enterprise_id": enterprise_id,
            "is_enterprise_install": False,
        }

    def installs_in(
        self,
        team_id: str | None,
        team: str,
        user: str,
        *,
        enterprise_id: str | None = None,
        lives: int | None = None,
        **more: object,
    ) -> None:
        """Whoever allows the app from now on is this user, there; without a team in the whole organisation.

        Args:
            lives: the seconds after which tokens end, where the app rotates them.
            more: what oauth.v2.access says otherwise than usual.
        """
        place, whole = {"id": team_id, "name": team}, {"id": enterprise_id, "name": team}
        self._lives = lives
        self._installs = {
            "app_id": "A1",
            "bot_user_id": "UBOT",
            "scope": ",".join(self.scopes),
            "token_type": "bot",
            "team": None if team_id is None else place,
            "enterprise": None if enterprise_id is None else whole,
            "is_enterprise_install": team_id is None,
            "authed_user": {"id": user},
            **more,
        }

    def allowed(self, authorize_url: str) -> str:
        """The address that a browser is sent back to by who presses Allow on the page at another."""
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        code = f"code-{self._next()}"
        self._codes[code] = (self._installs, asked["redirect_uri"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def cancelled(self, authorize_url: str) -> str:
        """The address that a browser is sent back to by who presses Cancel there."""
        asked = dict(parse_qsl(urlsplit(authorize_url).query))
        said = {"error": "access_denied", "state": asked.get("state", "")}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def revoke(self, token: str) -> None:
        """A token is no longer known; calls with it get invalid_auth."""
        self._workspaces.pop(token, None)
        self._app_tokens.discard(token)

    def user(self, user_id: str, name: str, *, seen_from: str | None = None, **more: object) -> None:
        """Make a user known by full name to users.info; `more` goes on top, such as is_bot=True or deleted=True.

        Args:
            seen_from: the workspace whose token finds the user; None for any.
        """
        OVERHEARD.name(name)
        profile = {"real_name": name, "real_name_normalized": name, "display_name": ""}
        self._users[seen_from, user_id] = {"id": user_id, "real_name": name, "profile": profile, "is_bot": False} | more

    def file(self, file_id: str, content: bytes, name: str = "archive.zip", mimetype: str = "application/zip") -> Body:
        """Keep a private file; returns it as events and files.info show it."""
        url = f"{self.url}/files/{file_id}"
        shown = {
            "id": file_id,
            "name": name,
            "mimetype": mimetype,
            "filetype": name.rpartition(".")[2],
            "size": len(content),
            "url_private": url,
            "url_private_download": url,
        }
        self._files[file_id] = shown, content, mimetype
        return shown

    # What goes otherwise than usual

    def refuse(self, method: str, error: str, times: int | None = 1, **more: object) -> None:
        """The next calls are refused with one of Slack's short codes; `times` None is for ever."""
        self.answer(method, 200, {"ok": False, "error": error, **more}, times=times)

    def answer(
        self,
        method: str,
        status: int,
        body: object = "",
        headers: Mapping[str, str | None] | None = None,
        times: int | None = 1,
    ) -> None:
        """The next calls get this answer; several such follow one another."""
        with self._changed:
            scripted = _Scripted(Answer(status, body, headers or {}), times)
            self._script.setdefault(method, deque()).append(scripted)

    def slow(self, method: str, seconds: float) -> None:
        """Calls wait so long for their answer from now on; they are recorded at once."""
        self._slow[method] = seconds

    # What came in

    def calls(self, method: str | None = None) -> list[Call]:
        """All calls so far in their order, or those of one method."""
        with self._changed:
            return [call for call in self._calls if method in {None, call.method}]

    def only(self, method: str) -> Call:
        """The one call of a method; fails when there are none or several."""
        calls = self.calls(method)
        assert len(calls) == 1, f"{len(calls)} calls of {method}; all: {self._methods()}"
        return calls[0]

    def wait_for(self, method: str, count: int = 1, seconds: float = 5) -> list[Call]:
        """The calls of a method once there are so many; fails when they do not come in time."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.calls(method)) >= count, seconds)
            assert came, f"no {count} calls of {method} in {seconds} s; all: {self._methods()}"
            return self.calls(method)

    def clear(self) -> None:
        """Forget the calls so far."""
        with self._changed:
            self._calls.clear()

    def _methods(self) -> list[str]:
        return [call.method for call in self.calls()]

    # How it answers

    def take(self, call: Call) -> Answer:
        """Record a call and find its answer."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()
        self._closing.wait(self._slow.get(call.method, 0))
        with self._changed:
            return self._scripted(call.method) or self._usual(call)

    def _scripted(self, method: str) -> Answer | None:
        waiting = self._script.get(method)
        if not waiting:
            return None
        first = waiting[0]
        if first.times is not None:
            first.times -= 1
            if first.times <= 0:
                waiting.popleft()
        return first.answer

    def _usual(self, call: Call) -> Answer:
        if call.method.startswith("/response/"):
            return Answer(200, "ok", {})
        if call.method == "/oauth/v2/authorize":
            return self._authorize(call)
        if call.method == "oauth.v2.access":
            said = self._access(call)
            return Answer(200, {"ok": "error" not in said, **said}, {})
        if call.method.startswith("/files/"):
            return self._private_file(call)
        if call.method.startswith("/upload/"):
            return self._upload(call)
        error = self._token_error(call)
        if error is None and call.method not in self._METHODS:
            error = "unknown_method"
        if error is not None:
            return Answer(200, {"ok": False, "error": error}, {})
        said = self._METHODS[call.method](self, call)
        body = {"ok": "error" not in said, **said}
        return Answer(200, body, {"x-oauth-scopes": ",".join(self.scopes)})

    def _token_error(self, call: Call) -> str | None:
        for_apps = call.method == "apps.connections.open"
        if call.method == "api.test":
            return None
        if call.token is None:
            return "not_authed"
        if call.token in self._app_tokens:
            return None if for_apps else "not_allowed_token_type"
        if call.token in self._workspaces:
            return "not_allowed_token_type" if for_apps else None
        return "invalid_auth"

    def _authorize(self, call: Call) -> Answer:
        """The page where Slack asks; its user is logged in."""
        if call.body.get("client_id") != CLIENT_ID or not call.body.get("scope"):
            return Answer(200, "<h1>Something went wrong</h1>", {"Content-Type": "text/html"})
        here = f"{self.url}/oauth/v2/authorize?{urlencode(call.body)}"
        links = [
            f'<a id="{name}" href="{html.escape(to(here))}">{name}</a>'
            for name, to in (("Cancel", self.cancelled), ("Allow", self.allowed))
        ]
        page = f'<!DOCTYPE html><html lang="en"><head><title>Slack</title></head><body>{" ".join(links)}</body></html>'
        return Answer(200, page, {"Content-Type": "text/html; charset=utf-8"})

    def _access(self, call: Call) -> Body:
        """A token for a code, once, or for what gets the next one, once."""
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {basic}":
            return {"error": "bad_client_secret"}
        if call.body.get("grant_type") == "refresh_token":
            team_id = self._refreshes.pop(str(call.body.get("refresh_token")), None)
            if team_id is None:
                return {"error": "invalid_refresh_token"}
            return {"token_type": "bot", **self._tokens(team_id)}
        said, address = self._codes.pop(str(call.body.get("code")), ({}, ""))
        if not said or address != call.body.get("redirect_uri"):
            return {"error": "invalid_code"}
        whole = said["enterprise"] if said["is_enterprise_install"] else said["team"]
        return {**self._tokens(str(whole["id"]), str(whole["name"])), **said}

    def _tokens(self, team_id: str, team: str = "") -> Body:
        """A new bot token of a workspace."""
        number = self._next()
        token = f"xoxb-fake-{team_id}-{number}"
        self.workspace(token, team_id=team_id, team=team or team_id)
        if self._lives is None:
            return {"access_token": token}
        refresh = f"xoxe-1-fake-{team_id}-{number}"
        self._refreshes[refresh] = team_id
        return {"access_token": token, "refresh_token": refresh, "expires_in": self._lives}

    def _private_file(self, call: Call) -> Answer:
        kept = self._files.get(call.method.removeprefix("/files/"))
        if call.token not in self._workspaces:
            return Answer(200, LOG_IN, {"Content-Type": "text/html; charset=utf-8"})
        if kept is None:
            return Answer(404, LOG_IN, {"Content-Type": "text/html; charset=utf-8"})
        return Answer(200, kept[1], {"Content-Type": kept[2]})

    def _upload(self, call: Call) -> Answer:
        """Whoever knows the URL may put the bytes there, once it is known and of the length that was said."""
        file_id = call.method.removeprefix("/upload/")
        if len(str(call.body.get("content", "")).encode()) != self._awaited.get(file_id):
            return Answer(400, "bad upload", {})
        self._uploaded.add(file_id)
        return Answer(200, f"OK - {self._awaited[file_id]}", {})

    def _upload_url(self, call: Call) -> Body:
        file_id = f"F{self._next(call):06}"
        self._awaited[file_id] = int(call.body["length"])
        return {"upload_url": f"{self.url}/upload/{file_id}", "file_id": file_id}

    def _upload_done(self, call: Call) -> Body:
        files = json.loads(call.body["files"])
        if not re.match(r"[CGDZ]", str(call.body.get("channel_id"))):
            return {"error": "invalid_arguments"}
        if any(file["id"] not in self._uploaded for file in files):
            return {"error": "file_not_found"}
        return {"files": files}

    def _of(self, call: Call) -> str:
        """The workspace whose token a call came with."""
        return str(self._workspaces[call.token or ""]["team_id"])

    def _next(self, call: Call | None = None) -> int:
        """What is sent is counted in each workspace by itself, and what belongs to none yet by itself, too."""
        team = "" if call is None else self._of(call)
        self._sent[team] += 1
        return self._sent[team]

    def _ts(self, call: Call) -> str:
        return f"1795176000.{self._next(call):06}"

    def _auth_test(self, call: Call) -> Body:
        known = self._workspaces[call.token or ""]
        return {name: value for name, value in known.items() if value is not None}

    def _post(self, call: Call) -> Body:
        channel = str(call.body.get("channel", ""))
        # A message to a user goes to the direct conversation with them.
        channel = f"D{channel[1:]}" if channel[:1] in {"U", "W"} else channel
        ts = self._ts(call)
        return {"channel": channel, "ts": ts, "message": {"ts": ts, "text": call.body.get("text", "")}}

    def _post_ephemeral(self, call: Call) -> Body:
        return {"message_ts": self._ts(call)}

    def _update(self, call: Call) -> Body:
        return {name: call.body.get(name) for name in ("channel", "ts", "text")}

    def _view(self, call: Call) -> Body:
        number = self._next(call)
        return {"view": {**call.body.get("view", {}), "id": f"V{number}", "hash": f"{number}.hash"}}

    def _publish(self, call: Call) -> Body:
        """A Home tab, of a user, within what Slack takes."""
        view = call.body.get("view", {})
        if view.get("type") != "home" or not call.body.get("user_id") or not 0 < len(view["blocks"]) <= 100:
            return {"error": "invalid_arguments"}
        if self.draws_nothing and any(block["type"] == "data_visualization" for block in view["blocks"]):
            return {"error": "invalid_blocks"}
        return self._view(call)

    def _users_info(self, call: Call) -> Body:
        user = str(call.body.get("user"))
        found = self._users.get((self._of(call), user), self._users.get((None, user)))
        return {"error": "user_not_found"} if found is None else {"user": found}

    def _files_info(self, call: Call) -> Body:
        kept = self._files.get(str(call.body.get("file")))
        return {"error": "file_not_found"} if kept is None else {"file": kept[0]}

    def _conversations_open(self, call: Call) -> Body:
        return {"channel": {"id": f"D{str(call.body.get('users'))[1:]}"}}

    def _connections_open(self, _: Call) -> Body:
        return {"url": self.socket_url}

    def _session(self, call: Call) -> Body:
        """A session has the title that it was made with, until it is renamed."""
        place = str(call.body.get("channel_id")), str(call.body.get("thread_ts"))
        renamed = call.method.endswith("rename")
        if renamed and place not in self._titles:
            return {"error": "session_not_found"}
        title = str(call.body.get("title", ""))
        self._titles[place] = title if renamed else self._titles.get(place, title)
        return {"title": self._titles[place]}

    def _done(self, _: Call) -> Body:
        return {}

    _METHODS: ClassVar[dict[str, Callable[[FakeSlack, Call], Body]]] = {
        "api.test": _done,
        "agents.sessions.rename": _session,
        "agents.sessions.setStatus": _session,
        "apps.connections.open": _connections_open,
        "assistant.threads.setStatus": _done,
        "assistant.threads.setSuggestedPrompts": _done,
        "assistant.threads.setTitle": _done,
        "auth.test": _auth_test,
        "chat.postEphemeral": _post_ephemeral,
        "chat.postMessage": _post,
        "chat.update": _update,
        "conversations.open": _conversations_open,
        "files.completeUploadExternal": _upload_done,
        "files.getUploadURLExternal": _upload_url,
        "files.info": _files_info,
        "users.info": _users_info,
        "views.open": _view,
        "views.publish": _publish,
        "views.push": _view,
        "views.update": _view,
    }


class _Server(ThreadingHTTPServer):
    """Its threads are waited for at the end, so that no socket outlives a test."""

    daemon_threads = False
    slack: FakeSlack

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        """A caller that stopped waiting is no error; anything else is one of the fake itself and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    server: _Server

    def do_GET(self) -> None:
        self._take()

    def do_POST(self) -> None:
        self._take()

    def log_message(self, *_: object) -> None:
        """Nothing: the calls are recorded."""

    def _take(self) -> None:
        place = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = dict(parse_qsl(place.query)) | self._body()
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        token = bearer if scheme == "Bearer" else body.pop("token", None)
        self._give(self.server.slack.take(Call(place.path.removeprefix("/api/"), token, body, headers)))

    def _body(self) -> Body:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if raw and self.headers.get_content_type() == "application/json":
            return dict(json.loads(raw))
        if self.headers.get_content_type() == "application/octet-stream":
            return {"content": raw.decode()}
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))

    def _give(self, answer: Answer) -> None:
        kind, body = "application/json; charset=utf-8", answer.body
        if isinstance(body, str):
            kind, body = "text/plain; charset=utf-8", body.encode()
        elif not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers: dict[str, str | None] = {"Content-Type": kind, "Content-Length": str(len(body)), **answer.headers}
        headers.setdefault("Date", self.date_time_string())
        self.send_response_only(HTTPStatus(answer.status))
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
