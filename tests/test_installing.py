"""Installing: from our page to Slack's and back, once, in one browser; what is kept of it, and who is told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import KEY, URL, Browser, installable
from conftest import NOW, Hands, at_slack, log_of
from fake_slack import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SCOPES, FakeSlack
from signed import Member, Response, labels

from bot import manifest
from bot.installation import flow
from bot.listeners.clerk import tick
from bot.replies.scopes import scope_use
from bot.sealing import Seal
from bot.settings import Keeping
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.store.connection import connected
from bot.store.installations import Installation
from bot.store.workspaces import Departure
from bot.words import Words


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app, which any workspace may install."""
    app = installable(slack, store, hands)
    yield app
    app.stop()


@pytest.fixture
def browser(app: SlackApp, slack: FakeSlack) -> Browser:
    return Browser(app, slack)


def text_of(response: Response) -> str:
    """What a page says, without its marks."""
    body = response.body.partition("<body>")[2]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", body)).split())


def title_of(response: Response) -> str:
    """What stands on top of a page."""
    found = re.search("<h1>(.*?)</h1>", response.body)
    return "" if found is None else html.unescape(found[1])


def kept(store: Store, team: str = "T1") -> Installation | None:
    """What is stored of an installation."""
    with store.reading() as session:
        return session.installations.of(team)


# The page before


def test_the_page_says_what_it_may_do_and_keeps_and_how_it_goes(browser: Browser, words: Words):
    """Every permission with what it is for, what is kept, when it goes; one button, and no sentence twice."""
    page = browser.get("/slack/install")
    said = text_of(page)
    assert (page.status, title_of(page)) == (200, "Add Whylocked to Slack")
    for scope in manifest.read()["oauth_config"]["scopes"]["bot"]:
        use = scope_use(words, scope)
        assert said.count(f"{use[1:]} {scope}") == 1
    assert said.count("optional: it works without") == 3
    assert "everything that it kept of the workspace is deleted at once" in said
    assert re.findall('class="button" href="([^"]+)"', page.body) == [f"{URL}/slack/install?go=1"]


def test_the_page_says_how_long_a_workspaces_data_stays(slack: FakeSlack, store: Store, hands: Hands):
    """The grace period is the setting's."""
    app = installable(slack, store, hands, keeping=Keeping(removed=14))
    browser = Browser(app, slack)
    for path in ("/slack/install", "/privacy"):
        assert "everything that it kept of the workspace is deleted after 14 days" in text_of(browser.get(path))
    assert "Answers: 365 days." in text_of(browser.get("/privacy"))
    app.stop()


def test_pages_run_nothing_and_are_kept_by_nobody(browser: Browser):
    """Each answer has the headers that keep a browser from running, framing, caching and telling."""
    for path in ("/", "/slack/install", "/slack/install?go=1", "/slack/oauth_redirect?state=a&code=b", "/privacy"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert headers["cache-control"] == "no-store"
        assert "<script" not in browser.get(path).body


def test_who_comes_without_a_path_is_led_to_the_page(browser: Browser):
    """The address alone is what people type."""
    response = browser.get("/")
    assert (response.status, response.headers["location"]) == (302, f"{URL}/slack/install")


def test_where_one_workspace_has_it_there_are_no_pages(slack: FakeSlack, store: Store):
    """With a token in the settings nobody installs anything."""
    app = at_slack(slack, store, lambda: NOW)
    browser = Browser(app, slack)
    assert {browser.get(path).status for path in ("/", "/slack/install", "/slack/oauth_redirect", "/privacy")} == {404}
    app.stop()


def test_looking_begins_and_spends_nothing(browser: Browser, store: Store):
    """HEAD is answered with headers alone; a state is neither made nor spent by it."""
    for path in ("/", "/slack/install", "/slack/install?go=1", "/privacy"):
        response = browser.get(path, "HEAD")
        assert (response.status in {200, 302}, response.body) == (True, "")
    assert states(store) == 0
    back = browser.slack.allowed(browser.begins())
    assert browser.get(back, "HEAD").status == 200
    assert states(store) == 1
    assert browser.get(back).status == 200
    assert browser.get("/slack/install", "POST").status == 405


def states(store: Store) -> int:
    """How many installations have been begun."""
    with connected(store.path) as db:
        return int(db.execute("SELECT count(*) FROM oauth_states").fetchone()[0])


# To Slack


def test_the_button_leads_to_slack_with_all_that_it_wants(browser: Browser, slack: FakeSlack):
    """The client id, every permission, where to come back to, and a state that nobody can guess."""
    there = urlsplit(browser.begins())
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{slack.url}/oauth/v2/authorize"
    assert len(asked.pop("state")) == 43
    assert asked == {
        "client_id": CLIENT_ID,
        "scope": ",".join(SCOPES),
        "redirect_uri": f"{URL}/slack/oauth_redirect",
    }


@pytest.mark.parametrize(
    ("url", "cookie"),
    [
        (URL, "__Host-whylocked=B; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
        ("http://localhost:3000", "whylocked=B; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"),
    ],
)
def test_a_browser_keeps_a_secret_that_only_it_has(slack: FakeSlack, store: Store, hands: Hands, url: str, cookie: str):
    """Over https, only over https; it may begin in two tabs, and both are good."""
    app = installable(slack, store, hands, url=url)
    browser = Browser(app, slack)
    told = browser.get("/slack/install?go=1").headers
    assert re.sub("=[A-Za-z0-9_-]{43};", "=B;", told["set-cookie"]) == cookie
    second = browser.begins()
    assert browser.get(slack.allowed(told["location"])).status == 200
    assert browser.get(slack.allowed(second)).status == 200
    app.stop()


# And back


def test_installed_it_is_kept_sealed_and_answers_at_once(browser: Browser, slack: FakeSlack, store: Store):
    """One row, its token sealed to its workspace; the next command is answered with it."""
    me = Member(browser.app, slack, new=True)
    told = me.command("help").json["text"]
    assert "isn" not in told.lower() or "install" in told
    page = browser.installs()
    assert (page.status, title_of(page)) == (200, "Whylocked is in Acme")
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in page.body
    assert "slack://app?team=T1&amp;id=A1&amp;tab=messages" in page.body
    found = kept(store)
    assert found is not None
    assert found == Installation(
        "T1", None, "A1", "UBOT", "BBOT", ",".join(SCOPES), found.token, None, None, NOW
    )  # fmt: skip
    token = Seal([KEY]).open("T1", found.token)
    assert token is not None
    assert token.startswith("xoxb-fake-T1-")
    assert token not in str(store.path.read_bytes())
    assert me.command("help").json["text"].startswith("I tell you why")
    me.says("help")
    assert slack.wait_for("chat.postMessage")[0].token == token
    assert CLIENT_SECRET not in page.body + str(page.headers)


def test_whoever_installs_it_is_told_what_to_do_next(browser: Browser, slack: FakeSlack):
    """One direct message, in place of the welcome; administering is not theirs by it."""
    browser.installs()
    message = slack.wait_for("chat.postMessage")[0].body
    assert message["channel"] == "U1"
    assert message["text"].startswith("Thank you for installing me.")
    assert labels(message) == ["What can you do?"]
    me = Member(browser.app, slack, new=True)
    slack.user("U1", "Ira Moss", team_id="T1")
    me.command("help", command="/whylocked-admin")
    assert me.responded()["text"].startswith("That is for administrators")
    me.says("help")
    assert slack.wait_for("chat.postMessage", 2)[1].body["text"].startswith("I tell you why")


def test_installed_anew_the_new_permissions_hold_at_once_and_data_stays(
    browser: Browser, slack: FakeSlack, store: Store, hands: Hands
):
    """The row is replaced, the older token is used no more, in other processes, too; its member is told shortly."""
    other = installable(slack, store, hands)
    browser.installs()
    first = kept(store)
    Member(browser.app, slack).command("set photo=yes")
    tick(browser.app.desk)
    hands.now += timedelta(minutes=1)
    slack.scopes = (*SCOPES, "reactions:write")
    slack.installs_in("T1", "Acme", "U1")
    slack.clear()
    browser.installs()
    found = kept(store)
    assert first is not None
    assert found is not None
    assert (found.token != first.token, found.scopes.endswith("reactions:write,users:read")) == (True, True)
    tick(browser.app.desk)
    assert slack.wait_for("chat.postMessage")[0].body["text"].startswith("I am installed anew")
    Member(other, slack).says("show my profile")
    answer = slack.wait_for("chat.postMessage", 2)[1]
    assert answer.token == Seal([KEY]).open("T1", found.token)
    assert "photo" in answer.body["text"]
    other.stop()


def test_a_workspace_that_was_removed_starts_clean(browser: Browser, slack: FakeSlack, store: Store):
    """What is still kept from before it was removed goes before the new installation."""
    browser.installs()
    Member(browser.app, slack).command("set photo=yes")
    with store.writing() as session:
        session.installations.delete("T1")
        session.workspaces.leave(Departure("T1", NOW, NOW + timedelta(days=9), "uninstalled"))
    browser.installs()
    with store.reading() as session:
        assert session.members.statements(Who("T1", "U1")) == {}


def test_a_store_of_one_workspace_keeps_its_rows(slack: FakeSlack, store: Store, hands: Hands):
    """Whoever changes from one token to many workspaces loses nothing of the one."""
    alone = at_slack(slack, store, hands)
    Member(alone, slack).command("set photo=yes")
    alone.stop()
    app = installable(slack, store, hands)
    Browser(app, slack).installs()
    assert "photo" in Member(app, slack).command("show my profile").json["text"]
    app.stop()


def test_loading_the_last_page_anew_shows_it_again(browser: Browser, slack: FakeSlack):
    """The state is spent, but it is the browser that just installed it: nothing to be frightened of."""
    back = slack.allowed(browser.begins())
    first, again = browser.get(back), browser.get(back)
    assert (again.status, again.body) == (200, first.body)
    assert len(slack.calls("oauth.v2.access")) == 1
    stranger = Browser(browser.app, slack).get(back)
    assert (stranger.status, title_of(stranger)) == (400, "This link is good no longer")


def test_another_code_with_a_spent_state_is_not_said_to_be_installed(browser: Browser, slack: FakeSlack):
    """Who goes back to Slack's page and allows more there is not told that it holds: that takes a new beginning."""
    asked = browser.begins()
    assert browser.get(slack.allowed(asked)).status == 200
    page = browser.get(slack.allowed(asked))
    assert (page.status, title_of(page)) == (400, "This link is good no longer")
    assert len(slack.calls("oauth.v2.access")) == 1


def test_the_name_of_a_workspace_is_only_a_name(browser: Browser, slack: FakeSlack):
    """Whatever somebody calls their workspace, a page shows it as text."""
    slack.installs_in("T1", "<script>alert(1)</script>\u202e&", "U1")
    page = browser.installs()
    assert title_of(page) == "Whylocked is in <script>alert(1)</script>&"
    assert "<script" not in page.body


def test_a_workspace_without_a_name_is_installed_too(browser: Browser, slack: FakeSlack):
    """Slack may leave it out."""
    slack.installs_in("T1", "", "U1", authed_user=None)
    assert title_of(browser.installs()) == "Whylocked is installed"
    tick(browser.app.desk)
    assert slack.calls("chat.postMessage") == []


def test_in_an_organisation_it_says_where_it_goes_on(browser: Browser, slack: FakeSlack, store: Store):
    """Installed in the whole of one, it is kept by the organisation; an administrator adds it to workspaces."""
    slack.installs_in(None, "Acme Group", "W1", enterprise_id="E1")
    page = browser.installs()
    assert (page.status, title_of(page)) == (200, "Whylocked is in Acme Group")
    assert "Add it to workspaces" in text_of(page)
    assert "slack://" not in page.body
    found = kept(store, "E1")
    assert found is not None
    assert (found.team, found.enterprise) == ("E1", "E1")


# What goes wrong


def test_cancelled_nothing_is_changed(browser: Browser, slack: FakeSlack, store: Store):
    """Slack says access_denied; the page says so, and how to start again."""
    page = browser.get(slack.cancelled(browser.begins()))
    assert (page.status, title_of(page)) == (200, "Nothing was changed")
    assert re.findall('class="button" href="([^"]+)"', page.body) == [f"{URL}/slack/install"]
    assert (kept(store), slack.calls("oauth.v2.access"), states(store)) == (None, [], 0)


def ended(page: Response) -> bool:
    """Whether a page says that its link is good no longer."""
    return (page.status, title_of(page)) == (400, "This link is good no longer")


def test_a_state_is_good_once_for_ten_minutes_in_one_browser(browser: Browser, slack: FakeSlack, hands: Hands):
    """Used, ended, another browser's, made up or none: nothing is asked of Slack."""
    back = slack.allowed(browser.begins())
    browser.get(back)
    del browser.cookies["__Host-whylocked-done"]
    slack.clear()
    assert ended(browser.get(back))
    late = slack.allowed(browser.begins())
    hands.now += timedelta(minutes=10)
    assert ended(browser.get(late))
    assert ended(Browser(browser.app, slack).get(slack.allowed(browser.begins())))
    assert ended(Browser(browser.app, slack, {"__Host-whylocked": "A" * 43}).get(slack.allowed(browser.begins())))
    for query in ("", "?code=a", "?state=a", "?code=a&state=b", "?state=&code=", "?state=a&state=b&code=c"):
        assert ended(browser.get(f"/slack/oauth_redirect{query}"))
    assert ended(browser.get("/slack/oauth_redirect?" + "&".join(f"a{n}=1" for n in range(99))))
    assert ended(browser.get("/slack/oauth_redirect?error=buy_something"))
    assert slack.calls("oauth.v2.access") == []


@pytest.mark.parametrize("cookie", ["\x00", "A" * 9_000, "=;=;", "é", "a" * 42 + "\u0660", "x" * 44])
def test_whatever_a_browser_keeps_it_is_answered(browser: Browser, cookie: str):
    """A cookie that is none of ours is as none."""
    browser.cookies = {"__Host-whylocked": cookie, "__Host-whylocked-done": cookie}
    assert ended(browser.get("/slack/oauth_redirect?state=a&code=b"))
    assert browser.get("/slack/install?go=1").status == 302


@pytest.mark.parametrize("code", ["bad_client_secret", "code_already_used", "invalid_auth", "ratelimited"])
def test_refused_by_slack_it_says_so(browser: Browser, slack: FakeSlack, store: Store, code: str):
    """The page has Slack's short code, and nothing is kept."""
    slack.refuse("oauth.v2.access", code)
    page = browser.installs()
    assert (page.status, title_of(page)) == (502, "Slack did not go along")
    assert (f"“{code}”" in text_of(page) or "“slack_token”" in text_of(page), kept(store)) == (True, None)


@pytest.mark.parametrize(("error", "shown"), [("invalid_scope", "“invalid_scope”"), ("<b>", "“?”")])
def test_sent_back_with_an_error_it_says_which(browser: Browser, error: str, shown: str):
    """Slack has other reasons than Cancel; what is no code of Slack's is not repeated."""
    state = parse_qs(urlsplit(browser.begins()).query)["state"][0]
    page = browser.get(f"/slack/oauth_redirect?error={error}&state={state}")
    assert (page.status, shown in text_of(page)) == (502, True)


@pytest.mark.parametrize(
    "more",
    [
        {"token_type": "user"},
        {"access_token": ""},
        {"bot_user_id": None},
        {"team": None},
        {"team": "T1"},
        {"team": {"id": 5}},
    ],
)
def test_without_a_bot_token_nothing_is_installed(
    browser: Browser, slack: FakeSlack, store: Store, more: dict[str, object]
):
    """What is not a bot's, or does not say whose, is of no use."""
    slack.installs_in("T1", "Acme", "U1")
    back = slack.allowed(browser.begins())
    usual = {"ok": True, "access_token": BOT_TOKEN, "token_type": "bot", "scope": ",".join(SCOPES), "app_id": "A1",
             "bot_user_id": "UBOT", "team": {"id": "T1", "name": "Acme"}, "enterprise": None}  # fmt: skip
    slack.answer("oauth.v2.access", 200, usual | more)
    page = browser.get(back)
    assert (page.status, title_of(page), kept(store)) == (502, "Slack did not go along", None)


@pytest.mark.parametrize("lives", [10**30, True, 0, -1, "43200", None])
def test_however_long_a_token_is_said_to_live_it_is_kept(
    browser: Browser, slack: FakeSlack, store: Store, lives: object
):
    """It was granted once: it is not lost for a number that Slack does not send."""
    slack.installs_in("T1", "Acme", "U1", expires_in=lives)
    page = browser.installs()
    assert (page.status, title_of(page)) == (200, "Whylocked is in Acme")
    assert (installed := kept(store)) is not None
    assert installed.expires_at == (NOW + timedelta(days=365) if lives == 10**30 else None)


def test_what_it_cannot_be_without_has_to_be_allowed(browser: Browser, slack: FakeSlack, store: Store):
    """Optional permissions may be left out, others not: the page names them."""
    slack.installs_in("T1", "Acme", "U1", scope="app_mentions:read,commands,files:read,im:history")
    page = browser.installs()
    assert (page.status, title_of(page)) == (502, "Slack did not allow enough")
    assert "cannot work without: chat:write and users:read." in text_of(page)
    assert kept(store) is None
    slack.installs_in("T1", "Acme", "U1", scope="app_mentions:read,chat:write,commands,im:history,users:read")
    assert browser.installs().status == 200


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("answer", [(500, "no"), (200, "<html>"), (200, [])])
def test_where_slack_is_away_it_says_so(
    browser: Browser, slack: FakeSlack, store: Store, method: str, answer: tuple[int, object]
):
    """Also where what answers is not Slack, and where it goes away in between."""
    slack.answer(method, *answer, times=None)
    page = browser.installs()
    assert (page.status, title_of(page), kept(store)) == (502, "Slack could not be reached", None)


def test_a_store_that_is_busy_is_told(
    browser: Browser, slack: FakeSlack, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """Before Slack and after: nothing is half done, and it can be started again."""
    back = slack.allowed(browser.begins())
    monkeypatch.setattr(flow, "SECONDS_TO_WAIT", 0.01)
    with store.writing():
        for path in ("/slack/install?go=1", back):
            page = browser.get(path)
            assert (page.status, title_of(page)) == (503, "Much is going on here just now")
    assert browser.get(back).status == 200


def test_nothing_secret_is_logged(browser: Browser, slack: FakeSlack, caplog: pytest.LogCaptureFixture):
    """Neither a token, a code, a state nor a name."""
    caplog.set_level("DEBUG")
    slack.refuse("oauth.v2.access", "invalid_code")
    browser.installs()
    there = browser.begins()
    browser.get(slack.allowed(there))
    state = parse_qs(urlsplit(there).query)["state"][0]
    for secret in ("xoxb", "code-", state, "Acme", CLIENT_SECRET, KEY):
        assert secret not in log_of(caplog)
    assert "the app was installed" in log_of(caplog)
