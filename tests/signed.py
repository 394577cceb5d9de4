"""Slack's side of a conversation: signed requests into the real app, as Slack writes them."""

from __future__ import annotations

import hashlib
import hmac
import html
import io
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fake_slack import FakeSlack
from overheard import OVERHEARD

from bot.manifest import PATH
from bot.probes import written
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.wsgi import Application

SECRET = "signing-secret-of-tests"  # noqa: S105 - of the tests
CHANNEL = "C1"
FORM = "application/x-www-form-urlencoded"
OVERHEARD.secret(SECRET)


@dataclass(frozen=True)
class Response:
    """What the app answered."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was answered
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass
class Member:
    """Somebody in a workspace who types and presses; what the bot answers in the background is in `slack`.

    They have been welcomed before, unless they are `new`.
    """

    app: SlackApp
    slack: FakeSlack
    user: str = "U1"
    team: str = "T1"
    secret: str = SECRET
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    new: bool = False

    def __post_init__(self) -> None:
        if not self.new:
            desk = self.app.desk
            desk.app.whylocked.welcoming.welcome(Who(self.team, self.user), desk.clock())

    def of(self, user: str, team: str = "T1", *, new: bool = False) -> Member:
        """Another member at the same app."""
        return Member(self.app, self.slack, user, team, self.secret, self._numbers, new)

    # What a person does

    def command(self, text: str, *, channel: str = CHANNEL, **more: object) -> Response:
        """Type `/whylocked` with something behind it."""
        return self.send_form(self.a_command(text, channel=channel, **more))

    def says(self, text: str, *, thread: str | None = None, **more: object) -> Response:
        """Write a direct message to the bot."""
        return self.send_json(self.a_message(text, thread=thread, **more))

    def mentions(self, text: str, *, channel: str = CHANNEL, thread: str | None = None, **more: object) -> Response:
        """Write a message with the bot's name in a channel."""
        return self.send_json(self.a_mention(text, channel=channel, thread=thread, **more))

    def presses(self, message: Mapping[str, Any], label: str, **more: object) -> Response:
        """Press a button, or pick from a menu, beneath a message that the bot sent."""
        return self.send_payload(self.a_press(message, label, **more))

    def presses_at_home(self, view: Mapping[str, Any], label: str, **more: object) -> Response:
        """Press a button on the Home tab; `view` is what the bot published."""
        return self.send_payload(self.a_press_at_home(view, label, **more))

    def submits(self, view: Mapping[str, Any], **values: Any) -> Response:  # noqa: ANN401 - an option is a table
        """Fill in a form and send it; what is not named stays as it was opened, and None empties it."""
        return self.send_payload(self.a_submission(view, **values))

    def opens(self, tab: str = "home", **more: object) -> Response:
        """Open a tab of the app."""
        return self.send_json(self.an_opening(tab, **more))

    # What Slack makes of it

    def a_command(self, text: str, *, channel: str = CHANNEL, **more: object) -> dict[str, object]:
        """The fields of a command."""
        OVERHEARD.typed(text)
        number = next(self._numbers)
        return {
            "token": "old",
            "team_id": self.team,
            "team_domain": "acme",
            "channel_id": channel,
            "channel_name": "general",
            "user_id": self.user,
            "user_name": "somebody",
            "command": "/whylocked",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": self.slack.response_url(str(number)),
            "trigger_id": f"{number}.1.abc",
            **more,
        }

    def a_shortcut(self, **more: object) -> dict[str, object]:
        """The payload of a global shortcut."""
        number = next(self._numbers)
        return {
            "type": "shortcut",
            "token": "old",
            "action_ts": f"{number}.0",
            "team": {"id": self.team, "domain": "acme"},
            "user": {"id": self.user, "username": "somebody", "team_id": self.team},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": "person",
            "trigger_id": f"{number}.1.abc",
            **more,
        }

    def a_message_shortcut(self, message: Mapping[str, object], **more: object) -> dict[str, object]:
        """The payload of a shortcut at a message, which Slack sends whole."""
        number = next(self._numbers)
        return {
            "type": "message_action",
            "token": "old",
            "action_ts": f"{number}.0",
            "team": {"id": self.team, "domain": "acme"},
            "user": {"id": self.user, "name": "somebody", "team_id": self.team},
            "channel": {"id": CHANNEL, "name": "general"},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": "author",
            "trigger_id": f"{number}.1.abc",
            "response_url": self.slack.response_url(str(number)),
            "message_ts": "1795176000.000001",
            "message": {"type": "message", "ts": "1795176000.000001", "text": "a secret", "team": self.team, **message},
            **more,
        }

    def a_suggestion(self, view: Mapping[str, Any], typed: str) -> dict[str, object]:
        """What Slack asks for while somebody types into a list of a form."""
        OVERHEARD.typed(typed)
        lists = [block for block in view["blocks"] if block.get("element", {}).get("type") == "external_select"]
        return {
            "type": "block_suggestion",
            "user": {"id": self.user, "name": "somebody", "team_id": self.team},
            "container": {"type": "view", "view_id": "V1"},
            "api_app_id": "A1",
            "token": "old",
            "action_id": lists[0]["element"]["action_id"],
            "block_id": lists[0]["block_id"],
            "value": typed,
            "team": {"id": self.team, "domain": "acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "view": {**view, "id": "V1", "state": {"values": {}}},
        }

    def an_event(self, event: Mapping[str, object], **more: object) -> dict[str, object]:
        """The envelope of an event."""
        return {
            "token": "old",
            "team_id": self.team,
            "api_app_id": "A1",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{next(self._numbers)}",
            "event_time": 1795176000,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.team,
                    "user_id": "UBOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            **more,
        }

    def a_message(self, text: str, *, thread: str | None = None, **more: object) -> dict[str, object]:
        """The event of a direct message."""
        OVERHEARD.typed(text)
        event = {
            "type": "message",
            "channel": self.direct,
            "channel_type": "im",
            "user": self.user,
            "text": text,
            "team": self.team,
            "ts": self.a_ts(),
            **({} if thread is None else {"thread_ts": thread}),
            **more,
        }
        return self.an_event(event)

    def a_mention(
        self, text: str, *, channel: str = CHANNEL, thread: str | None = None, **more: object
    ) -> dict[str, object]:
        """The event of a mention."""
        OVERHEARD.typed(text)
        event = {
            "type": "app_mention",
            "channel": channel,
            "user": self.user,
            "text": f"<@UBOT> {text}",
            "team": self.team,
            "ts": self.a_ts(),
            **({} if thread is None else {"thread_ts": thread}),
            **more,
        }
        return self.an_event(event)

    def an_opening(self, tab: str = "home", **more: object) -> dict[str, object]:
        """The event of a tab that is opened; with `view` where Slack shows one already."""
        opened = {"type": "app_home_opened", "user": self.user, "channel": self.direct, "tab": tab, **more}
        return self.an_event({**opened, "event_ts": "1795176000.1"})

    def a_press_at_home(self, view: Mapping[str, Any], label: str, **more: object) -> dict[str, object]:
        """The payload of a button on the Home tab: it has neither a channel nor a response_url."""
        number = next(self._numbers)
        return {
            "type": "block_actions",
            "user": {"id": self.user, "team_id": self.team},
            "api_app_id": "A1",
            "token": "old",
            "container": {"type": "view", "view_id": "V1"},
            "trigger_id": f"{number}.1.abc",
            "team": {"id": self.team, "domain": "acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "view": {**view, "id": "V1", "team_id": self.team, "hash": "1", "state": {"values": {}}},
            "actions": [{**pressed(view, label), "action_ts": f"{number}.0"}],
            **more,
        }

    def a_press(self, message: Mapping[str, Any], label: str, **more: object) -> dict[str, object]:
        """The payload of a button or a menu; `message` is what the bot sent."""
        number = next(self._numbers)
        channel = message.get("channel", CHANNEL)
        container = {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": channel,
            "is_ephemeral": not str(channel).startswith("D"),
        }
        if message.get("thread_ts"):
            container["thread_ts"] = message["thread_ts"]
        return {
            "type": "block_actions",
            "user": {"id": self.user, "team_id": self.team},
            "api_app_id": "A1",
            "token": "old",
            "container": container,
            "trigger_id": f"{number}.1.abc",
            "team": {"id": self.team, "domain": "acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel, "name": "directmessage"},
            "response_url": self.slack.response_url(str(number)),
            "actions": [{**pressed(message, label), "action_ts": f"{number}.0"}],
            **more,
        }

    def a_submission(self, view: Mapping[str, Any], **values: Any) -> dict[str, object]:  # noqa: ANN401 - as above
        """The payload of a form; `view` is what the bot opened."""
        OVERHEARD.typed(*values.values())
        inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        state = {
            name: {element["action_id"]: filled_in(element, values.get(name, opened_with(element)))}
            for name, element in inputs.items()
        }
        return {
            "type": "view_submission",
            "user": {"id": self.user, "team_id": self.team},
            "team": {"id": self.team, "domain": "acme"},
            "api_app_id": "A1",
            "token": "old",
            "trigger_id": f"{next(self._numbers)}.1.abc",
            "view": {**view, "id": f"V{next(self._numbers)}", "hash": "1", "state": {"values": state}},
            "response_urls": [],
            "is_enterprise_install": False,
            "enterprise": None,
        }

    @property
    def direct(self) -> str:
        """The channel of the member's direct messages with the bot."""
        return f"D{self.user[1:]}"

    def a_ts(self) -> str:
        """A new message's name in its channel."""
        return f"1795176000.{next(self._numbers):06}"

    # How it comes in

    def send_form(self, fields: Mapping[str, object], **headers: str) -> Response:
        """A signed request of form fields."""
        return self.send(urlencode({name: str(value) for name, value in fields.items()}), FORM, **headers)

    def send_json(self, data: object, **headers: str) -> Response:
        """A signed request of JSON."""
        return self.send(json.dumps(data), "application/json", **headers)

    def send_payload(self, payload: object, **headers: str) -> Response:
        """A signed request as buttons and forms send it: JSON in a form field."""
        return self.send_form({"payload": json.dumps(payload)}, **headers)

    def send(self, body: str | bytes, content_type: str, **headers: str) -> Response:
        """A signed request; `headers` come on top of the signed ones."""
        raw = body.encode() if isinstance(body, str) else body
        signed = {**signature(raw, self.secret), **headers}
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PATH,
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(raw)),
            "wsgi.input": io.BytesIO(raw),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()},
        }
        return request(self.app, environ)

    # What came back

    def answered(self, count: int = 1) -> dict[str, Any]:
        """The newest direct message that the bot posted, once there are so many."""
        return self.slack.wait_for("chat.postMessage", count)[-1].body

    def whispered(self, count: int = 1) -> dict[str, Any]:
        """The newest ephemeral message, once there are so many."""
        return self.slack.wait_for("chat.postEphemeral", count)[-1].body

    def responded(self, count: int = 1) -> dict[str, Any]:
        """The newest answer to a response_url, once there are so many."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            found = [call for call in self.slack.calls() if call.method.startswith("/response/")]
            if len(found) >= count:
                return found[-1].body
            time.sleep(0.005)
        raise AssertionError(self.slack.calls())

    def at_home(self, count: int = 1) -> dict[str, Any]:
        """The Home tab as it was published last, once it was so often."""
        view: dict[str, Any] = self.slack.wait_for("views.publish", count)[-1].body["view"]
        return view

    def opened(self, count: int = 1) -> dict[str, Any]:
        """The newest form that the bot opened."""
        view: dict[str, Any] = self.slack.wait_for("views.open", count)[-1].body["view"]
        return view


def somebody_at(slack: FakeSlack, db: Path, who: Who, at: datetime) -> Member:
    """Somebody who only makes payloads, because the app is another process on the store; welcomed before."""
    nowhere: SlackApp = None  # type: ignore[assignment]
    with Store(db).writing() as session:
        session.visits.welcome(who, at)
    return Member(nowhere, slack, who.user, who.team, new=True)


_SIGNED: set[tuple[bytes, int]] = set()


def signature(body: bytes, secret: str, at: int | None = None) -> dict[str, str]:
    """The headers by which Slack signs a request; without a moment one at which it has not signed the same before."""
    moment = int(time.time()) if at is None else at  # noqa: TID251 - Bolt compares it with the clock
    while at is None and (body, moment) in _SIGNED:
        moment -= 1
    _SIGNED.add((body, moment))
    stamp = str(moment)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def request(app: SlackApp, environ: dict[str, Any]) -> Response:
    """What the app answers to a request that has come whole."""
    return response_of(Application(app), environ)


def response_of(application: Application, environ: dict[str, Any]) -> Response:
    """The same of an application that is there already."""
    told: list[Any] = []
    body = b"".join(written(application.response(environ), environ, lambda *given: told.extend(given)))  # type: ignore[arg-type]
    return Response(int(told[0].split()[0]), dict(told[1]), body.decode())


def said_in(message: Mapping[str, Any]) -> str:
    """What a message says in plain text."""
    return html.unescape(str(message["text"]))


def elements(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that can be pressed beneath a message."""
    blocks = message.get("blocks") or []
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    pressed_in = [block.get("elements", []) for block in blocks if block["type"] == "actions"]
    beside = [[block["accessory"]] for block in blocks if "accessory" in block]
    return [element for row in (*pressed_in, *beside) for element in row]


def labels(message: Mapping[str, Any]) -> list[str]:
    """What stands on the buttons beneath a message, and in its menus."""
    found = []
    for element in elements(message):
        options = element.get("options", [])
        found += [option["text"]["text"] for option in options] or [element["text"]["text"]]
    return found


def pressed(message: Mapping[str, Any], label: str) -> dict[str, Any]:
    """The action that comes of pressing what bears the label."""
    for element in elements(message):
        if element["type"] == "button" and element["text"]["text"] == label:
            return {key: element[key] for key in ("type", "action_id", "value", "text")}
        for option in element.get("options", []):
            if option["text"]["text"] == label:
                return {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
    raise AssertionError(label, labels(message))


def opened_with(element: Mapping[str, Any]) -> str | None:
    """What is typed or chosen in an input when its form opens; of other kinds None, which leaves them as they are."""
    return element.get("initial_value") or element.get("initial_option", {}).get("value")


def filled_in(element: Mapping[str, Any], value: Any) -> dict[str, Any]:  # noqa: ANN401 - an option is a table
    """What a form sends of one input; None leaves it as it was filled in, several values are parted by commas.

    An option of a list that was loaded is given whole.
    """
    kind = element["type"]
    if kind == "external_select":
        return {"type": kind, "selected_option": value}
    if kind in {"static_select", "radio_buttons"}:
        options = [option for option in element["options"] if option["value"] == value]
        return {"type": kind, "selected_option": options[0] if options else None}
    several = [each for each in (value or "").split(",") if each]
    match kind:
        case "checkboxes":
            ticked = [option for option in element["options"] if option["value"] in several]
            return {"type": kind, "selected_options": ticked}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date") if value is None else value or None}
        case "multi_users_select":
            users = element.get("initial_users", []) if value is None else several
            return {"type": kind, "selected_users": users}
        case "users_select":
            return {"type": kind, "selected_user": element.get("initial_user") if value is None else value or None}
        case "conversations_select":
            first = element.get("initial_conversation")
            return {"type": kind, "selected_conversation": first if value is None else value or None}
        case _:
            return {"type": kind, "value": value}
