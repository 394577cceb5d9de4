"""What strangers send, to every place that answers: refused with the right status, and nothing comes of it.

What is refused changes no row, calls nobody and says nothing. Signed requests that are nothing of Slack's are in
test_payloads.py, those that come twice in test_service.py, lost and late states in test_installing.py.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from browsing import URL, Browser, installable
from conftest import ME, NOW, keep, ties, whole_archive
from fake_slack import FakeSlack
from served import free_port
from signed import FORM, SECRET, Member, Response, request, signature
from slack_sdk.signature import Clock
from test_payloads import KINDS, Setting

from bot.errors import UserError
from bot.manifest import PATH
from bot.metrics_port import shown
from bot.slack_app import SlackApp
from bot.store import Store, oauth_states
from bot.store.connection import connected

HELP = b"command=/whylocked&text=set+photo%3Dyes&team_id=T1&user_id=U1&channel_id=C1"
Headers = dict[str, str]


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    """One Slack for the whole module."""
    with FakeSlack() as fake:
        yield fake


@pytest.fixture(scope="module")
def app(slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackApp]:
    """One app for the whole module, installed in two workspaces."""
    store = Store(Path(tmp_path_factory.mktemp("refusals"), "whylocked.db"))
    made = installable(slack, store, lambda: NOW)
    for team in ("T1", "T11"):
        slack.installs_in(team, "Acme", "U1")
        assert Browser(made, slack).installs().status == 200
    keep(store, ME, whole_archive(connections=ties("Jane Doe", *(f"Contact {number}" for number in range(29)))))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def setting(app: SlackApp, slack: FakeSlack) -> Setting:
    """What every kind of request is made of, with everything done that came of making it."""
    made = Setting(Member(app, slack))
    settled(app)
    return made


def settled(app: SlackApp) -> None:
    """Return when the workers have nothing left to do."""
    deadline = time.monotonic() + 30
    while app.desk.workers._lanes:  # noqa: SLF001 - nothing else needs it
        assert time.monotonic() < deadline
        time.sleep(0.001)


def rows(app: SlackApp) -> dict[str, list[Any]]:
    """Everything that is stored."""
    with connected(app.desk.app.whylocked.store.path) as db:
        return {table.name: list(table.rows) for table in db.tables}


@pytest.fixture
def nothing_comes_of_it(app: SlackApp, slack: FakeSlack) -> Iterator[None]:
    """After the test every row is as it was before, and nobody has been called."""
    with untouched(app, slack):
        yield


@contextmanager
def untouched(app: SlackApp, slack: FakeSlack) -> Iterator[None]:
    """Within it nothing happens."""
    settled(app)
    slack.clear()
    before = rows(app)
    yield
    settled(app)
    assert rows(app) == before
    assert slack.calls() == []


# What Slack has not signed just now


def signed_at(seconds: float, secret: str = SECRET) -> Callable[[bytes], Headers]:
    """A signature of so many seconds ago."""
    return lambda body: signature(body, secret, int(time.time() - seconds))  # noqa: TID251 - as Slack's


def changed(**headers: Callable[[str], str] | None) -> Callable[[bytes], Headers]:
    """A good signature, and its headers otherwise; None leaves one out."""
    names = {"stamp": "X-Slack-Request-Timestamp", "signature": "X-Slack-Signature"}

    def made(body: bytes) -> Headers:
        good = signature(body, SECRET)
        for name, change in headers.items():
            value = good.pop(names[name])
            if change is not None:
                good[names[name]] = change(value)
        return good

    return made


FORGED: dict[str, Callable[[bytes], Headers]] = {
    "unsigned": lambda _: {},
    "another_secret": signed_at(0, "signing-secret-of-tests "),
    "no_secret": signed_at(0, ""),
    "too_old": signed_at(302),
    "a_day_old": signed_at(86_400),
    "of_the_future": signed_at(-302),
    "of_the_beginning": lambda body: signature(body, SECRET, 0),
    "before_the_beginning": lambda body: signature(body, SECRET, -1),
    "of_another_body": lambda body: signature(body + b" ", SECRET),
    "of_an_empty_body": lambda _: signature(b"", SECRET),
    "without_a_moment": changed(stamp=None),
    "without_a_signature": changed(signature=None),
    "empty_signature": changed(signature=lambda _: ""),
    "of_another_moment": changed(stamp=lambda stamp: str(int(stamp) - 1)),
    "half_a_moment": changed(stamp=lambda stamp: f"{stamp}.5"),
    "moment_with_a_sign": changed(stamp=lambda stamp: f"+{stamp}"),
    "moment_with_a_gap": changed(stamp=lambda stamp: f" {stamp}"),
    "moment_in_other_digits": changed(stamp=lambda stamp: stamp.translate({n + 48: 0x660 + n for n in range(10)})),
    "moment_as_power": changed(stamp=lambda _: "1e9"),
    "no_moment": changed(stamp=lambda _: "nan"),
    "endless_moment": changed(stamp=lambda _: "9" * 5_000),
    "cut_off": changed(signature=lambda told: told[:-1]),
    "longer": changed(signature=lambda told: f"{told}0"),
    "in_capitals": changed(signature=lambda told: told.upper()),
    "without_its_version": changed(signature=lambda told: told.removeprefix("v0=")),
    "of_another_version": changed(signature=lambda told: told.replace("v0=", "v1=")),
    "twice": changed(signature=lambda told: f"{told},{told}"),
    "no_letters": changed(signature=lambda _: "v0=" + "\u0660" * 64),
    "zeros": changed(signature=lambda _: "v0=" + "0" * 64),
}
"""What stands in the place of Slack's signature."""


def told(response: Response) -> tuple[int, str]:
    """What somebody is told who is told nothing besides."""
    assert response.headers.keys() <= {"allow", "content-type"}, response
    return response.status, response.body


class Forger(Member):
    """Somebody who makes requests as Slack does, and cannot sign them."""

    forged: Callable[[bytes], Headers] = FORGED["unsigned"]

    def send(self, body: str | bytes, content_type: str, **headers: str) -> Response:
        """Send it with what is forged."""
        raw = body.encode() if isinstance(body, str) else body
        return post(self.app, raw, content_type, {**self.forged(raw), **headers})


def post(app: SlackApp, body: bytes, content_type: str, headers: Headers, **environ: object) -> Response:
    """What is answered where Slack sends its requests."""
    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "CONTENT_TYPE": content_type}
    whole = {**usual, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **given, **environ}
    return request(app, whole)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "certificate"])
def test_nothing_is_heard_that_slack_has_not_signed_just_now(kind: str, setting: Setting, app: SlackApp):
    """Every kind of request with everything that is no good signature: 401, and not a word."""
    make, send = KINDS[kind]
    forger = Forger(app, setting.me.slack, new=True)
    made = make(setting)
    with untouched(app, setting.me.slack):
        for name, forged in FORGED.items():
            forger.forged = forged
            assert told(send(forger, made)) == (401, ""), (kind, name)


@pytest.mark.parametrize(
    ("seconds", "status"), [(-301, 401), (-300, 200), (0, 200), (299, 200), (300, 200), (301, 401), (10**9, 401)]
)
def test_a_request_is_believed_for_five_minutes(
    app: SlackApp, seconds: int, status: int, monkeypatch: pytest.MonkeyPatch
):
    """To the second, on both sides; the machine's clock decides."""
    moment = 1_795_176_000
    monkeypatch.setattr(Clock, "now", lambda _: moment)
    body = f"command=/whylocked&text=help&team_id=T1&user_id=U{seconds + 301}&channel_id=C1".encode()
    assert post(app, body, FORM, signature(body, SECRET, moment - seconds)).status == status


@pytest.mark.parametrize(
    "body", [b"ssl_check=1", b"ssl_check=1&" + HELP, HELP + b"&ssl_check=1", b'ssl_check=1&payload={"type":"shortcut"}']
)
@pytest.mark.usefixtures("nothing_comes_of_it")
def test_the_probe_of_the_certificate_carries_nothing(app: SlackApp, body: bytes):
    """It alone is not signed, and gets an empty response, whatever stands beside it."""
    assert told(post(app, body, FORM, {})) == (200, "")


@pytest.mark.parametrize("body", [b"SSL_CHECK=1", b"ssl_check=10", b"xssl_check=1", b"ssl_check=1;a=b", b"ssl_check"])
@pytest.mark.usefixtures("nothing_comes_of_it")
def test_what_is_like_the_probe_is_none(app: SlackApp, body: bytes):
    """Byte for byte, or it needs a signature."""
    assert post(app, body, FORM, {}).status == 401


@pytest.mark.usefixtures("nothing_comes_of_it")
def test_what_is_signed_for_another_place_is_good_nowhere(app: SlackApp):
    """A good signature opens no other path, and no other method; what it comes in is what was signed."""
    good = signature(HELP, SECRET)
    for path in ("/", "/slack/install", "/slack/oauth_redirect", "/privacy", "/healthz", "/readyz"):
        assert post(app, HELP, FORM, good, PATH_INFO=path).status == 405
    for path in (f"{PATH}/", f"{PATH}%2f", PATH.upper(), f"{PATH};a", f"/{PATH}", "/metrics", "/admin", "/.env"):
        assert post(app, HELP, FORM, good, PATH_INFO=path).status == 404
    for length in ("0", "7", str(len(HELP) - 1)):
        assert post(app, HELP, FORM, good, CONTENT_LENGTH=length).status == 401
    assert post(app, HELP, FORM, good, CONTENT_LENGTH=None, HTTP_TRANSFER_ENCODING="chunked").status == 401
    query = {"QUERY_STRING": HELP.decode()}
    assert post(app, b"", FORM, signature(HELP, SECRET), **query).status == 401


# Pages


PAGES = ("/", "/slack/install", "/slack/oauth_redirect", "/privacy", "/healthz", "/readyz")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("nothing_comes_of_it")
def test_pages_are_looked_at_and_nothing_else(app: SlackApp, path: str):
    """What would change something is refused without being read."""
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "", "GET /"):
        body = io.BytesIO(b"go=1")
        whole = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "go=1", "wsgi.input": body}
        response = request(app, whole)
        assert (*told(response), response.headers["allow"]) == (405, "", "GET, HEAD")
        assert body.tell() == 0


ATTACKS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "line": "a\r\nSet-Cookie: whylocked=mine\r\n\r\n<html>",
    "header": "a\nLocation: https://evil.example",
    "nothing": "\0",
    "address": "https://evil.example/",
    "scheme": "javascript:alert(1)",
    "template": "${title}{title}{0.__class__}%s",
    "way": "../../../../etc/passwd",
    "statement": "' OR 1=1 --",
    "letters": "\u202e\ufeff\u0000\ud7ff\uffff",
    "long": "a" * 100_000,
    "escaped": "%253Cscript%253E",
    "rest": "&state=a&code=b#c",
}


@pytest.mark.parametrize("name", ["state", "code", "error", "team", "redirect_uri", "go", "__proto__"])
@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.usefixtures("nothing_comes_of_it")
def test_nothing_that_an_address_holds_is_shown_or_followed(app: SlackApp, slack: FakeSlack, name: str, attack: str):
    """Whatever stands in any place of it: a page of ours without it, or an address of ours."""
    for path in ("/", "/slack/install", "/slack/oauth_redirect", "/privacy"):
        for query in ({name: ATTACKS[attack]}, {"state": "a", "code": "b", name: ATTACKS[attack]}):
            if (path, name) == ("/slack/install", "go"):
                continue  # with it an installation begins, whatever it says
            ours(Browser(app, slack).get(f"{path}?{urlencode(query)}"), ATTACKS[attack])


def ours(response: Response, attack: str) -> None:
    """A page, or an address, that holds nothing of what was sent."""
    assert response.status in {200, 302, 400}, response
    held = f"{response.body} {response.headers}"
    assert attack not in held or len(attack) < 3
    for part in ("alert(", "evil.example", "onerror", "etc/passwd", "aaaaaaaaaa", "Traceback", ".py"):
        assert part not in held
    assert [name for name, value in response.headers.items() if "\n" in name + value or "\r" in name + value] == []
    assert response.headers.get("location", URL).startswith(URL)
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_comes_back_with_a_good_state_is_shown_as_little(app: SlackApp, slack: FakeSlack, attack: str):
    """A code goes to Slack as it came, or nowhere; what Slack is said to have told is no page of ours."""
    before = {table: kept for table, kept in rows(app).items() if table != "oauth_states"}
    for name in ("code", "error"):
        browser = Browser(app, slack)
        state = parse_qs(urlsplit(browser.begins()).query)["state"][0]
        slack.clear()
        response = browser.get(f"/slack/oauth_redirect?state={state}&{name}={quote(ATTACKS[attack], safe='')}")
        assert response.status in {400, 502}
        assert ATTACKS[attack] not in response.body
        assert "alert(" not in response.body
        asked = [call.body["code"] for call in slack.calls("oauth.v2.access")]
        assert asked in ([], [ATTACKS[attack]])
        assert browser.get(f"/slack/oauth_redirect?state={state}&code=again").status == 400
    assert {table: kept for table, kept in rows(app).items() if table != "oauth_states"} == before


def test_slack_says_which_workspace_it_is(app: SlackApp, slack: FakeSlack):
    """Nobody has it installed elsewhere by writing another workspace into the address, nor takes one over."""
    before = {row["team"]: row["token"] for row in rows(app)["installations"]}
    slack.installs_in("T7", "Seven", "U1")
    browser = Browser(app, slack)
    back = slack.allowed(browser.begins())
    page = browser.get(f"{back}&team=T11&team_id=T11&enterprise_id=E1&app_id=A2&is_enterprise_install=true")
    assert (page.status, "Seven" in page.body) == (200, True)
    after = {row["team"]: row["token"] for row in rows(app)["installations"]}
    assert after.keys() - before.keys() == {"T7"}
    assert {team: after[team] for team in before} == before


def test_a_code_is_good_for_who_was_given_it(app: SlackApp, slack: FakeSlack):
    """One that Slack gave for another state or another app, or that was spent, installs nothing."""
    victim, stranger = Browser(app, slack), Browser(app, slack)
    slack.installs_in("T8", "Eight", "U1")
    theirs = parse_qs(urlsplit(slack.allowed(stranger.begins())).query)
    link = f"/slack/oauth_redirect?{urlencode({'code': theirs['code'][0], 'state': theirs['state'][0]})}"
    assert victim.get(link).status == 400  # sent to somebody who did not begin it
    victim.begins()
    assert victim.get(link).status == 400  # nor where they began one of their own
    mine = parse_qs(urlsplit(victim.begins()).query)["state"][0]
    assert victim.get(f"/slack/oauth_redirect?code=of-another-app&state={mine}").status == 502
    assert [row["team"] for row in rows(app)["installations"] if row["team"] == "T8"] == []
    assert stranger.get(link).status == 200
    assert stranger.get(link).status == 200  # the same page again
    stranger.cookies = {name: value for name, value in stranger.cookies.items() if not name.endswith("-done")}
    assert stranger.get(link).status == 400


@pytest.mark.usefixtures("nothing_comes_of_it")
def test_whoever_asks_as_somebody_else_is_led_to_us(app: SlackApp, slack: FakeSlack):
    """No address is made of what a request says about the host."""
    lies = {
        "HTTP_HOST": "evil.example",
        "SERVER_NAME": "evil.example",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "http",
        "HTTP_FORWARDED": "host=evil.example",
        "HTTP_REFERER": "https://evil.example",
        "SCRIPT_NAME": "//evil.example",
    }
    for path in PAGES:
        response = Browser(app, slack).get(path, **lies)
        assert "evil" not in f"{response.body} {response.headers}"


def test_an_installation_that_is_begun_is_led_to_slack_alone(app: SlackApp, slack: FakeSlack):
    """To Slack and back to us, whatever else the address and the host say."""
    wanted = urlencode({"go": "1", "redirect_uri": "https://evil.example", "state": "mine", "scope": "admin"})
    there = Browser(app, slack).get(f"/slack/install?{wanted}", HTTP_HOST="evil.example").headers["location"]
    assert there.startswith(f"{slack.url}/oauth/v2/authorize?")
    asked = parse_qs(urlsplit(there).query)
    assert asked["redirect_uri"] == [f"{URL}/slack/oauth_redirect"]
    assert (len(asked["state"]), asked["state"] == ["mine"], "admin" in asked["scope"][0].split(",")) == (
        1,
        False,
        False,
    )


def test_a_browser_is_given_no_secret_of_a_strangers(app: SlackApp, slack: FakeSlack):
    """What is no secret as we make them is not taken over from a cookie; a state is one browser's own."""
    for planted in ("mine", "A" * 42, "A" * 44, "A" * 42 + "%", "", "\0" * 43):
        browser = Browser(app, slack, {"__Host-whylocked": planted})
        browser.begins()
        assert browser.cookies["__Host-whylocked"] != planted
        assert re.fullmatch(r"[\w-]{43}", browser.cookies["__Host-whylocked"])


@pytest.mark.usefixtures("nothing_comes_of_it")
def test_nobody_learns_who_has_installed_it(app: SlackApp, slack: FakeSlack):
    """Pages, probes and refusals are the same whichever workspace somebody names, installed or not."""
    for path in PAGES:
        shown_to_all = {
            repr(Browser(app, slack).get(f"{path}?team={team}&team_id={team}", HTTP_COOKIE=f"team={team}"))
            for team in ("T1", "T11", "T999", "")
        }
        assert len(shown_to_all) == 1
    bodies = [HELP.replace(b"T1", team) for team in (b"T1", b"T11", b"T999")]
    assert {told(post(app, body, FORM, {})) for body in bodies} == {(401, "")}


def test_whatever_fails_behind_a_page_is_not_told(app: SlackApp, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch):
    """An error that nobody foresaw is a status; its text is nobody's."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("xoxb-1 of Jane Doe")

    for failing, status in ((fails, 500), (_busy, 503)):
        monkeypatch.setattr(app.desk.app.whylocked.installing, "begin", failing)
        response = Browser(app, slack).get("/slack/install?go=1")
        assert response.status == status
        assert not re.search(r"xoxb|Jane|Error|\.py|\.db", f"{response.body} {response.headers}")


def _busy(*_: object) -> None:
    raise UserError("store_busy", path="/secret/place.db")


def test_whoever_begins_again_and_again_fills_nothing(store: Store, monkeypatch: pytest.MonkeyPatch):
    """Of too many installations that are begun the oldest end, and there are never more."""
    monkeypatch.setattr(oauth_states, "MOST", 3)
    ends = [NOW.replace(minute=10 + number) for number in range(6)]
    for number, end in enumerate(ends):
        with store.writing() as session:
            session.oauth_states.begin(f"state {number}", "browser", NOW, end)
        with connected(store.path) as db:
            assert db.table("oauth_states").count == min(number + 1, 3)
    with store.writing() as session:
        assert [session.oauth_states.spend(f"state {number}", "browser", NOW) for number in range(6)] == [
            False, False, False, True, True, True,
        ]  # fmt: skip


# The port for figures


@pytest.mark.usefixtures("nothing_comes_of_it")
def test_the_port_for_figures_tells_figures_and_nothing_else(app: SlackApp):
    """No page, no path and no method there does or tells anything besides."""
    port = free_port()
    with shown(port, app.desk.app, lambda: NOW):
        for method, path, status in (
            ("GET", "/", 404),
            ("GET", PATH, 404),
            ("POST", PATH, 404),
            ("GET", "/slack/install?go=1", 404),
            ("GET", "/metrics/../.env", 404),
            ("GET", "/%00", 404),
            ("GET", "/metrics?name[]=<script>", 200),
        ):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request(method, path, body=HELP if method == "POST" else None)
            answer = connection.getresponse()
            body = answer.read().decode()
            connection.close()
            assert (answer.status, "script" in body, "T11" in body) == (status, False, False), (method, path)
