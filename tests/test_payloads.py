"""Whatever comes in signed: each payload taken apart field by field, and bodies that are nothing of the kind.

Slack never sends such things; a bug of a proxy, a new version of Slack's or somebody with the secret might.
"""

from __future__ import annotations

import copy
import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOW, keep, log_of, ties, whole_archive
from fake_slack import BOT_TOKEN, FakeSlack
from signed import FORM, SECRET, Member, Response, labels, request, signature

from bot.listeners.deliveries import Delivery
from bot.manifest import PATH
from bot.probes import written
from bot.settings import Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store, Who
from bot.store.roles import Office
from bot.usecases.reviewing import Changes
from bot.words import BUILT_IN
from bot.wsgi import MOST_BYTES, Application

JSON = "application/json"
JANE = "why can't I message Jane Doe?"
PROFILE = "/whylocked-profile"
MISSING = object()
VALUES = (
    MISSING,
    None,
    True,
    0,
    -1.5,
    "",
    "x" * 100_000,
    "\x00\n<!channel> &lt;",
    [],
    [[], None],
    {},
    {"id": {"id": []}},
)
LONE = "\ud800"
"""Half a character: JSON can say it, UTF-8 cannot."""
MORE = {"unheard_of": {"of": [1, None, "x"]}, "": "", "type_": None}

Path_ = tuple[str | int, ...]
Maker = Callable[["Setting"], Any]
Sender = Callable[[Member, Any], Response]


class Setting:
    """A member of one app, who has been given cards and forms to press and fill in."""

    def __init__(self, me: Member) -> None:
        self.me = me
        self.card = me.command(JANE).json
        self.first = me.of("U2").command(JANE).json
        self.of("U2").presses(self.first, labels(self.first)[0])
        self.view = self.of("U2").opened()
        self.view["blocks"] = self.view["blocks"][:2]
        third = me.of("U3")
        third.command("photo=yes skills=5 connections=20")
        third.command("", command="/whylocked-profile")
        self.profile = third.opened(2)
        self.profile["blocks"] = self.profile["blocks"][2:4]
        self.menu = third.command(JANE).json

    def of(self, user: str) -> Member:
        """Another member at the same app."""
        return self.me.of(user)


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    """One Slack for the whole module."""
    with FakeSlack() as fake:
        yield fake


@pytest.fixture(scope="module")
def app(slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackApp]:
    """One app for the whole module: it has to outlive all of this."""
    store = Store(Path(tmp_path_factory.mktemp("payloads"), "whylocked.db"))
    keep(store, ME, whole_archive(connections=ties("Jane Doe", *(f"Contact {number}" for number in range(29)))))
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    made = build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens), lambda: NOW)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def setting(app: SlackApp, slack: FakeSlack) -> Setting:
    return Setting(Member(app, slack, ME.user, ME.team))


def file_share(setting: Setting) -> dict[str, object]:
    """A message with a file."""
    shown = setting.me.slack.file("F1", b"no archive", name="notes.txt", mimetype="text/plain")
    return setting.me.a_message("", subtype="file_share", files=[{**shown, "mode": "hosted", "is_external": False}])


def submission(setting: Setting, **more: object) -> dict[str, object]:
    """A form filled in, without what it was made of: nobody reads that."""
    made: dict[str, Any] = setting.of("U2").a_submission(setting.view, photo="yes", connections="12")
    unread = dict.fromkeys(("title", "submit", "close", "blocks"))
    return {**made, "view": {name: made["view"][name] for name in made["view"] if name not in unread} | more}


def profile(setting: Setting) -> dict[str, object]:
    """The profile's form, changed, without what frames it: nobody reads that."""
    made: dict[str, Any] = setting.of("U3").a_submission(setting.profile, photo="no", connections="21")
    unread = dict.fromkeys(("title", "submit", "close"))
    return {**made, "view": {name: made["view"][name] for name in made["view"] if name not in unread}}


def mentioning(setting: Setting) -> dict[str, object]:
    """A command about somebody to be looked up."""
    return setting.me.a_command("why can't I message <@UBOB|bob>?")


def form(setting: Setting, name: str, **values: dict[str, object]) -> dict[str, object]:
    """A form about appeals that was filled in."""
    metadata = {"card": "review", "url": "", "container": {"channel_id": "C1"}, "about": "1", "diagnosis": "D-2"}
    made: dict[str, Any] = setting.me.a_submission({"callback_id": name, "blocks": []})
    state = {"values": {block: {"value": given} for block, given in values.items()}}
    return {**made, "view": {**made["view"], "private_metadata": json.dumps(metadata), "state": state}}


def appeal_form(setting: Setting) -> dict[str, object]:
    """The form of an appeal, with a statement that is too short."""
    kind, rules = {"selected_option": {"value": "ban"}}, {"selected_options": [{"value": "true"}]}
    statement, noticed = {"value": "Too short."}, {"selected_date": "2026-11-19"}
    return form(setting, "appeal", kind=kind, rules=rules, statement=statement, noticed=noticed)


def review_form(setting: Setting) -> dict[str, object]:
    """The form that records what LinkedIn decided, about an appeal that is not there."""
    return form(setting, "appeal_accept", note={"value": "ok"}, on={"selected_date": "2026-11-19"})


def set_up_form(setting: Setting) -> dict[str, object]:
    """The form that sets up reviewers, sent by somebody who may not."""
    channel, reviewers = {"selected_conversation": "C9"}, {"selected_users": ["U5"]}
    return form(setting, "reviewing", channel=channel, reviewers=reviewers)


def standing_form(setting: Setting) -> dict[str, object]:
    """The form that records a standing, sent by an administrator about somebody who is not there."""
    setting.me.app.desk.app.whylocked.reviewing.change(ME, Changes({Office.ADMINISTRATOR: ["U8"]}), NOW)
    kind, reason = {"selected_option": {"value": "restricted"}}, {"selected_option": {"value": "unknown"}}
    member, since = {"selected_user": "U7"}, {"selected_date": "2026-11-19"}
    made: dict[str, Any] = form(setting, "standing", member=member, kind=kind, reason=reason, since=since)
    return {**made, "user": {"id": "U8", "team_id": "T1"}}


def numbers_form(setting: Setting) -> dict[str, object]:
    """The form of the policy's numbers, sent by somebody who may not."""
    made: dict[str, Any] = form(setting, "numbers", **{"message_volume.limit": {"value": "400"}})
    metadata = {"card": "card", "url": "", "container": {"channel_id": "C1"}, "version": 0}
    return {**made, "view": {**made["view"], "private_metadata": json.dumps(metadata)}}


def window(setting: Setting) -> dict[str, object]:
    """The button of a window, for an appeal that is not there."""
    button = {"type": "button", "action_id": "open:0", "value": "card answer|1", "text": {"text": "Answer"}}
    return setting.me.a_press(setting.card, "Check again", actions=[button])


def at_home(setting: Setting, action_id: str, value: str) -> dict[str, object]:
    """A button of a Home tab."""
    button = {"type": "button", "action_id": action_id, "value": f"home-U1 {value}", "text": {"text": "Press"}}
    view = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    return setting.me.a_press_at_home(view, "Press")


def suggestion(_: Setting) -> dict[str, object]:
    """What is asked for while somebody types into the list of persons."""
    return {
        "type": "block_suggestion",
        "action_id": "search:person",
        "block_id": "picked",
        "value": "jan",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": {"id": "V1"},
    }


def person_form(setting: Setting) -> dict[str, object]:
    """The form of the person shortcut."""
    return form(setting, "person", typed={"value": "Jane Doe"})


KINDS: dict[str, tuple[Maker, Sender]] = {
    "standing_form": (standing_form, Member.send_payload),
    "numbers_form": (numbers_form, Member.send_payload),
    "person_form": (person_form, Member.send_payload),
    "window": (window, Member.send_payload),
    "again_at_home": (lambda s: at_home(s, "again:0", "D-00000"), Member.send_payload),
    "share_at_home": (lambda s: at_home(s, "share:count", "count"), Member.send_payload),
    "persons_typed": (suggestion, Member.send_payload),
    "person_shortcut": (lambda s: s.me.a_shortcut(), Member.send_payload),
    "author_shortcut": (lambda s: s.me.a_message_shortcut({"user": "U2"}), Member.send_payload),
    "home_opened": (lambda s: s.me.an_opening(), Member.send_json),
    "admin_command": (lambda s: s.me.a_command("audit") | {"command": "/whylocked-admin"}, Member.send_form),
    "command": (lambda s: s.me.a_command(JANE), Member.send_form),
    "command_with_mention": (mentioning, Member.send_form),
    "profile_command": (lambda s: s.of("U3").a_command("photo yes") | {"command": PROFILE}, Member.send_form),
    "profile_opened": (lambda s: s.of("U3").a_command("") | {"command": PROFILE}, Member.send_form),
    "profile_form": (profile, Member.send_payload),
    "unknown_command": (lambda s: s.me.a_command("") | {"command": "/other"}, Member.send_form),
    "appeal_command": (lambda s: s.me.a_command("status") | {"command": "/whylocked-appeal"}, Member.send_form),
    "appeal_form": (appeal_form, Member.send_payload),
    "review_form": (review_form, Member.send_payload),
    "set_up_form": (set_up_form, Member.send_payload),
    "message": (lambda s: s.me.a_message(JANE, thread="1.1"), Member.send_json),
    "mention": (lambda s: s.me.a_mention(JANE, thread="1.1"), Member.send_json),
    "file": (file_share, Member.send_json),
    "unknown_event": (lambda s: s.me.an_event({"type": "tea_time", "user": "U1", "item": {}}), Member.send_json),
    "unknown_callback": (lambda s: s.me.a_message("help") | {"type": "tea_time"}, Member.send_json),
    "challenge": (lambda _: {"type": "url_verification", "token": "x", "challenge": "sesame"}, Member.send_json),
    "certificate": (lambda _: {"ssl_check": "1", "token": "x"}, Member.send_form),
    "button": (lambda s: s.me.a_press(s.card, "Check again"), Member.send_payload),
    "menu": (lambda s: s.of("U3").a_press(s.menu, "Basic"), Member.send_payload),
    "form": (lambda s: s.of("U2").a_press(s.first, labels(s.first)[0]), Member.send_payload),
    "submission": (submission, Member.send_payload),
    "unknown_action": (
        lambda s: s.me.a_press(s.card, "Yes", actions=[{"type": "button", "action_id": "tea", "value": "time"}]),
        Member.send_payload,
    ),
    "unknown_view": (lambda s: s.me.a_submission({**s.view, "blocks": [], "callback_id": "tea"}), Member.send_payload),
    "closed_view": (
        lambda s: s.me.a_submission({**s.view, "blocks": []}) | {"type": "view_closed"},
        Member.send_payload,
    ),
    "shortcut": (
        lambda s: {"type": "shortcut", "callback_id": "tea", "trigger_id": "1.1", "team": {"id": "T1"}, "user": s.card},
        Member.send_payload,
    ),
    "suggestion": (
        lambda _: {"type": "block_suggestion", "action_id": "menu:0", "value": "x", "team": {"id": "T1"}, "user": {}},
        Member.send_payload,
    ),
}
"""Makes a payload of each kind, and sends it."""


def paths(data: object, at: Path_ = ()) -> Iterator[Path_]:
    """The place of every field within, the containers among them."""
    if isinstance(data, dict):
        for key in data:
            yield (*at, key)
            yield from paths(data[key], (*at, key))
    elif isinstance(data, list):
        for place in range(min(len(data), 2)):
            yield (*at, place)
            yield from paths(data[place], (*at, place))


def changed(data: Any, path: Path_, value: object) -> Any:  # noqa: ANN401 - a payload
    """A payload with another value in one place, or without it."""
    made = copy.deepcopy(data)
    within = made
    for key in path[:-1]:
        within = within[key]
    if value is MISSING:
        del within[path[-1]]
    else:
        within[path[-1]] = value
    return made


def harmless(response: Response, place: object) -> None:
    """The response tells nothing: no failure, no stack."""
    assert response.status < 500, (place, response)
    assert "Traceback" not in response.body, (place, response)
    assert ".py" not in response.body, (place, response)


def quiet(log: pytest.LogCaptureFixture) -> bool:
    """Whether the log tells nothing either: no stack, no text, no name, no token."""
    words = ("Traceback", "site-packages", "Jane", "xoxb", SECRET, "<!channel>", "xxxxxxxx")
    assert [word for word in words if word in log_of(log)] == []
    return True


def done(setting: Setting) -> None:
    """Return when everybody's jobs so far are done."""
    for user in ("U1", "U2", "U3"):
        for lane in ("answers", "forms"):
            event = threading.Event()
            assert setting.me.app.desk.deliveries.submit(Who("T1", user), Delivery("done", lane=lane), event.set)
            assert event.wait(20)


def well(setting: Setting) -> bool:
    """Whether the app answers as ever: a command and a message."""
    me = setting.of("U9")
    me.slack.clear()
    if "message to Jane Doe" not in me.command(JANE).json["text"]:
        return False
    me.says(JANE)
    return any("message to Jane Doe" in call.body["text"] for call in me.slack.wait_for("chat.postMessage", 1))


@pytest.mark.parametrize("kind", KINDS)
def test_any_field_may_be_anything(setting: Setting, caplog: pytest.LogCaptureFixture, kind: str):
    """Missing, empty, of another type or endless: a response below 500, nothing told, and the app goes on."""
    caplog.set_level(logging.INFO)
    make, send = KINDS[kind]
    values = [value for value in VALUES if send != Member.send_form or value is MISSING or isinstance(value, str)]
    values += [] if send == Member.send_form else [LONE]
    whole = make(setting)
    harmless(send(setting.me, {**whole, **MORE}), "more")
    for path in paths(whole):
        for value in values:
            harmless(send(setting.me, changed(make(setting), path, value)), (path, str(value)[:40]))
        done(setting)
    assert quiet(caplog)
    assert well(setting)


FORMS = ("appeal_form", "review_form", "set_up_form", "standing_form", "numbers_form", "person_form", "profile_form")


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_may_carry_anything(setting: Setting, caplog: pytest.LogCaptureFixture, kind: str):
    """Whatever comes back of where it was opened: a response below 500, nothing told, and the app goes on."""
    caplog.set_level(logging.INFO)
    make, send = KINDS[kind]
    carried = json.loads(make(setting)["view"].get("private_metadata") or "{}")
    for path in [(), *paths(carried)]:
        for value in (*VALUES[1:], 10**30, "9" * 5_000, LONE):
            made = make(setting)
            told = value if path == () else changed(carried, path, value)
            made["view"]["private_metadata"] = json.dumps(told)
            harmless(send(setting.me, made), (path, str(value)[:40]))
        done(setting)
    assert quiet(caplog)
    assert well(setting)


# What is no payload at all

DEEP = 100_000
BODIES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", JSON),
    "empty_form": (b"", FORM),
    "no_json": (b"why can't I message Jane Doe?", JSON),
    "no_utf8": (b'{"type": "event_callback", "text": "\xff\xfe"}', JSON),
    "utf16": ('{"type": "event_callback"}'.encode("utf-16"), JSON),
    "marked": (b'\xef\xbb\xbf{"type": "event_callback"}', JSON),
    "truncated": (b'{"type": "event_callback", "event": {"type": "mess', JSON),
    "list": (b"[]", JSON),
    "list_of_events": (b'[{"type": "event_callback"}]', JSON),
    "null": (b"null", JSON),
    "number": (b"5", JSON),
    "text": (b'"Jane Doe"', JSON),
    "not_a_number": (b'{"type": NaN, "event": Infinity}', JSON),
    "endless_number": (b'{"event_time": ' + b"9" * 10_000 + b"}", JSON),
    "deep_list": (b"[" * DEEP, JSON),
    "deep_object": (b'{"event":' * DEEP, JSON),
    "deep_authorizations": (b'{"authorizations":[' * 450 + b"{}" + b"]}" * 450, JSON),
    "deep_events": (b'{"event":' * 900 + b"{}" + b"}" * 900, JSON),
    "no_payload": (b"payload=", FORM),
    "payload_no_json": (b"payload=Jane+Doe", FORM),
    "payload_list": (b"payload=[]", FORM),
    "payload_null": (b"payload=null", FORM),
    "payload_twice": (b"payload={}&payload=[]", FORM),
    "payload_within_a_text": (b"command=/whylocked&text=payload", FORM),
    "half_escaped": (b"command=%2&text=%FF%", FORM),
    "many_fields": (b"&".join(b"a%d=b" % number for number in range(20_000)), FORM),
    "zeros": (bytes(10_000), "application/octet-stream"),
    "multipart": (b"--x\r\n\r\nJane Doe\r\n--x--", "multipart/form-data; boundary=x"),
    "no_type": (b'{"type": "event_callback"}', ""),
    "odd_type": (b'{"type": "event_callback"}', "application/json; charset=\xff, Jane Doe"),
    "long_type": (b"{}", "x" * 100_000),
    "xml": (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml"),
}


@pytest.mark.parametrize("name", BODIES)
def test_any_body_gets_a_response(setting: Setting, caplog: pytest.LogCaptureFixture, name: str):
    """Signed and nothing that can be read: a response below 500, and one short line in the log at most."""
    caplog.set_level(logging.INFO)
    body, content_type = BODIES[name]
    harmless(setting.me.send(body, content_type), name)
    assert quiet(caplog)
    assert len(log_of(caplog)) < 4_000
    assert len(caplog.messages) <= 2  # what went wrong, and that it was answered


def test_after_all_of_that_the_app_answers(setting: Setting):
    """Nothing of it has any effect on the next request."""
    assert well(setting)


def asked(app: SlackApp, body: bytes, **environ: object) -> Response:
    """The response to a signed request, some of it otherwise than a server makes it."""
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signature(body, SECRET).items()}
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body))}
    made = {**usual, **headers, "wsgi.input": io.BytesIO(body), **environ}
    return request(app, {name: value for name, value in made.items() if value is not None})


HELP = b"command=/whylocked&text=help&team_id=T1&user_id=U1&channel_id=C1"


@pytest.mark.parametrize(
    ("length", "status"),
    [
        (None, 401),  # nothing is read, and nothing was not what was signed
        ("", 401),
        ("0", 401),
        ("7", 401),
        (str(len(HELP)), 200),
        (str(len(HELP) + 100), 200),  # it ended sooner
        ("-1", 400),
        ("+7", 400),
        ("1e3", 400),
        ("seven", 400),
        ("\u0667", 400),
        ("\u00b2", 400),
        (str(MOST_BYTES), 200),
        (str(MOST_BYTES + 1), 413),
        ("9" * 30, 413),
        ("9" * 10_000, 413),
    ],
)
def test_a_length_may_be_anything(app: SlackApp, length: str | None, status: int):
    """No more is read than is said, no more than the most, and what is no length is told."""
    assert asked(app, HELP, CONTENT_LENGTH=length).status == status


def test_what_is_too_big_is_not_read(app: SlackApp):
    """Two mebibytes: refused by their length alone."""
    body = io.BytesIO(bytes(2 * MOST_BYTES))
    assert asked(app, HELP, CONTENT_LENGTH=str(2 * MOST_BYTES), **{"wsgi.input": body}).status == 413
    assert body.tell() == 0


def test_the_biggest_request_is_read(setting: Setting):
    """Just as much as may be."""
    body = HELP + b"&more="
    assert setting.me.send(body + b"x" * (MOST_BYTES - len(body)), FORM).status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "post", ""])
def test_nothing_but_post_is_answered(app: SlackApp, method: str):
    """Everything else is told what is allowed."""
    response = asked(app, HELP, REQUEST_METHOD=method)
    assert (response.status, response.headers["allow"], response.body) == (405, "POST", "")


@pytest.mark.parametrize(
    "path", ["/", "", "/slack", "/slack/events/", "/slack/events/../events", "/SLACK/EVENTS", "/x"]
)
def test_nothing_is_at_any_other_path(app: SlackApp, path: str):
    """Not even a page that tells who this is."""
    response = asked(app, HELP, PATH_INFO=path)
    assert (response.status, response.body) == (404, "")


def test_a_bare_request_gets_a_response(app: SlackApp):
    """With nothing that a server would give."""
    assert request(app, {}).status == 404
    assert request(app, {"PATH_INFO": PATH}).status == 405


class Gone(io.RawIOBase):
    """A sender who hangs up in the middle."""

    def read(self, _size: int = -1) -> bytes:
        """Fail as a socket does."""
        raise ConnectionResetError(104, "Connection reset by peer")


def test_a_sender_who_hangs_up_gets_a_response_nobody_reads(app: SlackApp, caplog: pytest.LogCaptureFixture):
    """No traceback; nothing happens."""
    assert asked(app, HELP, **{"wsgi.input": Gone()}).status == 400
    assert quiet(caplog)


# The server's own side of it


def test_a_response_is_what_the_server_takes(setting: Setting):
    """A status with its phrase, headers as pairs of text, a body of bytes."""
    told: list[Any] = []
    raw = HELP
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(raw)),
        "wsgi.input": io.BytesIO(raw),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signature(raw, SECRET).items()},
    }
    response = Application(setting.me.app).response(environ)
    body = written(response, environ, lambda *given: told.extend(given))  # type: ignore[arg-type]
    assert told == ["200 OK", [("content-type", "application/json;charset=utf-8")]]
    assert json.loads(b"".join(body))["response_type"] == "ephemeral"
