"""Tokens that end are renewed in time, by one alone; keys can be changed, and what no key opens is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from browsing import KEY, OTHER_KEY, Browser, installable
from conftest import NOW, Hands, log_of
from fake_slack import FakeSlack
from signed import Member

from bot.errors import UserError
from bot.installation import renewing
from bot.installation.tenants import Bot
from bot.listeners.clerk import tick
from bot.sealing import Seal
from bot.slack_app import SlackApp
from bot.store import Store
from bot.store.installations import Installation
from bot.usecases.installing import LEASE, RENEWED_BEFORE, Resealed, lasts

LIVES = timedelta(hours=12)
SCOPES = frozenset({"commands"})


@pytest.fixture
def app(slack: FakeSlack, store: Store, hands: Hands) -> Iterator[SlackApp]:
    """The app, installed in T1 with a token that lives twelve hours."""
    app = installable(slack, store, hands)
    slack.installs_in("T1", "Acme", "U1", lives=int(LIVES.total_seconds()))
    Browser(app, slack).installs()
    slack.wait_for("chat.postMessage")  # the word to whoever installed it
    slack.clear()
    yield app
    app.stop()


def kept(store: Store) -> Installation:
    """What is stored of the installation."""
    with store.reading() as session:
        found = session.installations.of("T1")
    assert found is not None
    return found


def token(store: Store) -> str | None:
    """The token that is stored, opened."""
    found = kept(store)
    return Seal([KEY]).open("T1", found.token)


def asked(slack: FakeSlack) -> int:
    """How often Slack was asked for another token."""
    return len(slack.calls("oauth.v2.access"))


def test_what_gets_the_next_token_is_sealed_too(app: SlackApp, store: Store):  # noqa: ARG001 - it installs
    """Both are kept, with when the token ends, and neither can be read off the file."""
    found = kept(store)
    assert found.expires_at == NOW + LIVES
    assert Seal([KEY]).open("T1", found.refresh_token or "") is not None
    assert b"xox" not in store.path.read_bytes()


def test_a_token_is_renewed_two_hours_before_it_ends(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """Not a second earlier, once, and the clerk does it by itself; what is sent next goes with the new one."""
    before = kept(store)
    hands.now = NOW + LIVES - RENEWED_BEFORE - timedelta(seconds=1)
    tick(app.desk)
    assert asked(slack) == 0
    hands.now += timedelta(seconds=1)
    tick(app.desk)
    tick(app.desk)
    assert asked(slack) == 1
    found = kept(store)
    assert found.expires_at == hands.now + LIVES
    assert found.refresh_token != before.refresh_token
    Member(app, slack).says("help")
    assert slack.wait_for("chat.postMessage")[0].token == token(store)


def test_a_token_that_lives_on_is_never_renewed(slack: FakeSlack, store: Store, hands: Hands):
    """Where the app does not rotate tokens nothing ends."""
    app = installable(slack, store, hands)
    Browser(app, slack).installs()
    hands.now = NOW + timedelta(days=999)
    tick(app.desk)
    assert asked(slack) == 1
    assert app.tenants.bot("T1") is not None
    app.stop()


def test_of_many_at_once_one_renews(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """Clerks and requests, in two processes: one call goes out, and everybody has the new token."""
    other = installable(slack, store, hands)
    hands.now = NOW + LIVES
    slack.slow("oauth.v2.access", 0.3)
    bots: list[Bot | None] = []
    works = [each.tenants.renew for each in (app, other)] * 2
    works += [lambda each=each: bots.append(each.tenants.bot("T1")) for each in (app, other)] * 3
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked(slack) == 1
    assert [bot and bot.token for bot in bots] == [token(store)] * 6
    other.stop()


def test_a_token_that_has_ended_is_renewed_before_anything_is_done_with_it(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands
):
    """Nobody was there to renew it in time: whoever comes first does, and is answered."""
    before = token(store)
    hands.now = NOW + LIVES
    assert Member(app, slack).command("help").json["text"].startswith("I tell you why")
    assert token(store) != before
    assert kept(store).expires_at == hands.now + LIVES


def test_where_slack_is_away_the_token_serves_until_it_ends(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands, caplog: pytest.LogCaptureFixture
):
    """It is tried again soon; once the token has ended people are told to try again, and nothing is thrown away."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    slack.answer("oauth.v2.access", 500, "no", times=3)
    before = kept(store)
    app.tenants.renew()
    assert '"a token could not be renewed", "workspace": "T1", "code": "slack_unreachable"' in log_of(caplog)
    assert Member(app, slack).command("help").json["text"].startswith("I tell you why")
    hands.now = NOW + LIVES
    told = Member(app, slack).command("help")
    assert told.json["text"].startswith("I can't reach Slack for that just now")
    assert app.desk.token("T1") is None
    assert kept(store) == before
    assert Member(app, slack).command("help").json["text"].startswith("I tell you why")
    assert asked(slack) == 4


@pytest.mark.parametrize("code", ["invalid_refresh_token", "token_revoked"])
def test_what_slack_takes_no_more_is_not_tried_again(
    app: SlackApp, slack: FakeSlack, hands: Hands, caplog: pytest.LogCaptureFixture, code: str
):
    """Its code is logged, and doctor can tell; the present token serves to its end, then it has to be installed."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    slack.refuse("oauth.v2.access", code, times=None)
    for _ in range(3):
        app.tenants.renew()
        hands.now += LEASE
    assert asked(slack) == 1
    assert caplog.text.count("a token could not be renewed") == 1
    last = app.desk.app.whylocked.workspaces.installation("T1")
    assert last is not None
    assert not lasts(last, Seal([KEY]))
    assert app.tenants.bot("T1") is not None
    hands.now = NOW + LIVES
    assert "/slack/install" in Member(app, slack).command("help").json["text"]
    assert asked(slack) == 1


def test_another_refusal_is_tried_again_later(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """As where the client secret in the settings is wrong: once it is mended it goes on."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    slack.refuse("oauth.v2.access", "bad_client_secret")
    slack.refuse("oauth.v2.access", "ratelimited")
    app.tenants.renew()
    app.tenants.renew()
    assert asked(slack) == 1
    hands.now += LEASE
    app.tenants.renew()
    hands.now = NOW + LIVES
    assert app.tenants.bot("T1") is not None
    assert (asked(slack), kept(store).expires_at) == (3, hands.now + LIVES)


def test_what_comes_back_is_a_bots(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """Anything else is a refusal, and the token that is there stays."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    slack.answer("oauth.v2.access", 200, {"ok": True, "token_type": "user", "access_token": "xoxp-1"})
    before = kept(store)
    app.tenants.renew()
    assert kept(store) == before


def test_installed_anew_meanwhile_the_newer_token_stays(app: SlackApp, slack: FakeSlack, store: Store, hands: Hands):
    """What a renewal brings is for the installation that it was begun for."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    slack.slow("oauth.v2.access", 0.2)
    renews = threading.Thread(target=app.tenants.renew)
    renews.start()
    slack.wait_for("oauth.v2.access")
    anew = Installation("T1", None, "A1", "UBOT", "BBOT", "", Seal([KEY]).seal("T1", "xoxb-anew"), None, None, NOW)
    app.desk.app.whylocked.workspaces.install(anew, hands.now)
    renews.join()
    assert token(store) == "xoxb-anew"


def test_a_new_token_is_kept_however_busy_the_store_is(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands, monkeypatch: pytest.MonkeyPatch
):
    """It is the only one by then, so that it is tried more than once."""
    hands.now = NOW + LIVES - RENEWED_BEFORE
    usual, fails = app.desk.app.whylocked.installing.renewed, iter([True, True])

    def renewed(*given: object) -> None:
        if next(fails, False):
            raise UserError("store_busy", path="")
        usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(app.desk.app.whylocked.installing, "renewed", renewed)
    app.tenants.renew()
    assert kept(store).expires_at == hands.now + LIVES
    hands.now += LIVES
    fails = iter([True] * renewing.TRIES_TO_KEEP)
    with pytest.raises(UserError, match="store_busy"):
        app.tenants.renew()
    assert asked(slack) == 2


@pytest.mark.parametrize("others", [False, True])
def test_a_new_token_is_kept_once_the_disk_has_room_again(  # noqa: PLR0913, PLR0917 - what it needs, by name
    app: SlackApp,
    slack: FakeSlack,
    store: Store,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
    others: bool,  # noqa: FBT001 - a case
):
    """By the next who needs it or by the clerk, as it ends when it would have; also where others were refused it."""
    given, fails = hands.now + LIVES - RENEWED_BEFORE, True
    hands.now, usual = given, app.desk.app.whylocked.installing.renewed

    def renewed(*tokens: object) -> None:
        if fails:
            raise UserError("store_full", path="")
        usual(*tokens)  # type: ignore[arg-type]

    old = kept(store)
    monkeypatch.setattr(app.desk.app.whylocked.installing, "renewed", renewed)
    for _ in range(2):
        with pytest.raises(UserError, match="store_full"):
            app.tenants.renew()
    hands.now = NOW + LIVES
    with pytest.raises(UserError, match="store_full"):
        app.tenants.bot("T1")
    fails = False
    if others:
        app.desk.app.whylocked.installing.cannot_be_renewed(old)
        app.tenants.renew()
    assert app.tenants.bot("T1") is not None
    assert (kept(store).expires_at, kept(store).refresh_token is not None) == (given + LIVES, True)
    assert (token(store), asked(slack)) == ("xoxb-fake-T1-3", 1)


# Keys


def test_a_key_is_changed_by_putting_a_new_one_before_it(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands, caplog: pytest.LogCaptureFixture
):
    """At the start everything is sealed anew with the first key, and the older one can be dropped."""
    caplog.set_level("INFO")
    app.tenants.begin()
    assert "sealed anew" not in caplog.text
    both = installable(slack, store, hands, keys=(OTHER_KEY, KEY))
    before = app.tenants.bot("T1")
    both.start()
    both.stop()
    assert '"tokens were sealed anew with the first of WHYLOCKED_TOKEN_KEYS", "tokens": 1' in log_of(caplog)
    alone = installable(slack, store, hands, keys=(OTHER_KEY,))
    assert alone.tenants.bot("T1") == before
    hands.now = NOW + LIVES
    assert alone.tenants.bot("T1") is not None
    assert asked(slack) == 1
    alone.stop()


def test_what_no_key_opens_is_told(
    app: SlackApp, slack: FakeSlack, store: Store, hands: Hands, caplog: pytest.LogCaptureFixture
):
    """In the log, by doctor, and to whoever asks; with the key it is as before."""
    other = installable(slack, store, hands, keys=(OTHER_KEY,))
    other.tenants.begin()
    assert '"no key of WHYLOCKED_TOKEN_KEYS opens some tokens", "tokens": 1' in log_of(caplog)
    assert not lasts(kept(store), Seal([OTHER_KEY]))
    assert "/slack/install" in Member(other, slack).command("help").json["text"]
    hands.now = NOW + LIVES
    assert other.tenants.bot("T1") is None
    assert asked(slack) == 0
    hands.now = NOW
    assert app.tenants.bot("T1") is not None
    other.stop()


def test_what_is_being_renewed_is_not_sealed_anew(app: SlackApp, hands: Hands):
    """Whoever renews it would not know it again; nor is what only gets the next token a reason to leave the rest."""
    installing, both = app.desk.app.whylocked.installing, Seal([OTHER_KEY, KEY])
    hands.now = NOW + LIVES - RENEWED_BEFORE
    claimed = installing.claim("T1", hands.now)
    assert claimed is not None
    assert installing.claim("T1", hands.now) is None
    assert installing.reseal(both, hands.now) == Resealed(0, ())
    assert installing.reseal(both, hands.now + LEASE) == Resealed(1, ())
    assert installing.reseal(both, hands.now + LEASE) == Resealed(0, ())


def test_what_gets_the_next_token_may_be_closed_alone(app: SlackApp, store: Store):
    """The token itself is sealed anew, and serves until it ends."""
    installing, old = app.desk.app.whylocked.installing, kept(store)
    installing.renewed(old, old.token, Seal([OTHER_KEY]).seal("T1", "x"), old.expires_at)
    newest = "q1BvF3m1cE9wYVd4b2xsZWN0aW9ub2ZieXRlc2hlcmU="
    assert installing.reseal(Seal([newest, KEY]), NOW) == Resealed(1, ())
    assert Seal([newest]).open("T1", kept(store).token) == Seal([KEY]).open("T1", old.token)
    assert not lasts(kept(store), Seal([newest]))


def test_a_store_that_is_busy_at_the_start_is_sealed_at_the_next(
    slack: FakeSlack, store: Store, hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """It is no reason not to start."""
    app = installable(slack, store, hands)

    def busy(*_: object) -> None:
        raise UserError("store_busy", path="")

    monkeypatch.setattr(app.desk.app.whylocked.installing, "reseal", busy)
    app.tenants.begin()
    assert '"tokens could not be sealed anew", "code": "store_busy"' in log_of(caplog)
    app.stop()
