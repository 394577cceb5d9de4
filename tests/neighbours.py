"""Three workspaces that install the app, alike to mistake: ids that begin alike, the same users, the same people.

What each has of its own bears a mark, an invented word that nobody else's holds, so that a leak shows. A `World` is the
program for some of the three: two processes on one store, and a Slack on the wire that knows each by its token.
"""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conftest import Hands
from fake_slack import Call, FakeSlack
from signed import CHANNEL, SECRET, Member, Response, elements
from test_store import READS

from bot.demo import archives
from bot.demo.archives import Someone
from bot.installation.door import LIFE_CYCLE
from bot.listeners.clerk import tick
from bot.sealing import Seal, new_key
from bot.settings import Keeping, OAuth, Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store, Who
from bot.store.installations import Installation
from bot.words import BUILT_IN

KEY = new_key()
OAUTH = OAuth("1.2", "client-secret-of-tests", "https://bot.example.com", (KEY,))
PROCESSES = 2
REVIEWS = "C9"
_PATIENCE = 30


@dataclass(frozen=True)
class Neighbour:
    """One of the three.

    Attributes:
        key: what its rows are keyed by.
        team: the workspace in which people type.
        enterprise: the organisation, where the app is installed in a whole one.
        admin: who is an admin of it in Slack, and in none of the others.
    """

    key: str
    team: str
    enterprise: str | None
    mark: str
    admin: str

    def owns(self, team: str) -> bool:
        """Whether a row of such a `team` is its own, or of a guest of its own."""
        return team == self.key or team.startswith(f"{self.key}:")


NEIGHBOURS = (
    Neighbour("T1", "T1", None, "Zorvane", "U1"),
    Neighbour("T11", "T11", None, "Quibbex", "U2"),
    Neighbour("E1", "T1E", "E1", "Mulfrid", "U3"),
)
USERS = ("U1", "U2", "U3")
NAMES = dict(zip(USERS, ("Mia Quell", "Ben Amsel", "Lea Orlov"), strict=True))
ONLY = dict(zip((each.key for each in NEIGHBOURS), ("Tove Hallgrim", "Ivo Petrak", "Rhea Santos"), strict=True))
"""Somebody whom only one of the three knows, by name without a mark: anybody may ask about them."""


@dataclass(frozen=True)
class Deed:
    """Something that is done at one of the three.

    Attributes:
        kind: a method of `World`, without what stands before its name there.
        process: which of the processes takes it in.
        detail: what is said, or which of several things is pressed.
    """

    kind: str
    at: int
    user: str = "U1"
    process: int = 0
    detail: Any = None

    @property
    def where(self) -> Neighbour:
        """At whom."""
        return NEIGHBOURS[self.at]


@dataclass
class Employee(Member):
    """A member of one of the three, whose requests are such as Slack sends from there."""

    neighbour: Neighbour = NEIGHBOURS[0]

    def send_json(self, data: object, **headers: str) -> Response:
        """An event."""
        if self.neighbour.enterprise is None or not isinstance(data, dict):
            return super().send_json(data, **headers)
        whole = {"enterprise_id": self.neighbour.enterprise, "is_enterprise_install": True}
        allowed = {**data["authorizations"][0], **whole, "team_id": None}
        told = {**data, **whole, "authorizations": [allowed]}
        if data["event"]["type"] in LIFE_CYCLE:  # what is of the whole organisation names no workspace
            del told["team_id"]
        return super().send_json(told, **headers)

    def send_payload(self, payload: object, **headers: str) -> Response:
        """What buttons and forms send."""
        if self.neighbour.enterprise is None or not isinstance(payload, dict):
            return super().send_payload(payload, **headers)
        organisation = {"id": self.neighbour.enterprise, "name": "Whole"}
        return super().send_payload({**payload, "enterprise": organisation, "is_enterprise_install": True}, **headers)

    def command(self, text: str, *, channel: str = CHANNEL, **more: object) -> Response:
        """A command."""
        if self.neighbour.enterprise is None:
            return super().command(text, channel=channel, **more)
        whole = {"enterprise_id": self.neighbour.enterprise, "is_enterprise_install": "true"}
        return super().command(text, channel=channel, **whole, **more)


@dataclass
class Came:
    """What came of one deed.

    Attributes:
        response: to whoever did it.
        calls: what reached Slack, by whom of the three it was meant for.
    """

    response: Response | None = None
    calls: dict[str, list[Call]] = field(default_factory=dict)


class World:
    """The program for some of the three. What came of each deed is checked as it is done, and kept in `came`."""

    def __init__(self, folder: Path, slack: FakeSlack, here: Collection[Neighbour], kept_days: int) -> None:
        self.here = here
        self.slack = slack
        self.store = Store(folder / "whylocked.db")
        self.hands = Hands()
        self.came: list[Came] = []
        settings = Settings(
            self.store.path,
            BUILT_IN,
            default_db=False,
            slack=SlackSettings(signing_secret=SECRET, api_url=slack.api_url),
            oauth=OAUTH,
            keeping=Keeping(removed=kept_days),
        )
        self.processes = [build(settings, self.hands) for _ in range(PROCESSES)]
        for process in self.processes:
            process.desk.homes.seconds_between = 0
        self._tokens: dict[str, str] = {}
        self._owners: dict[str, Neighbour] = {}
        self._shown: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._forms: dict[tuple[str, str], dict[str, Any]] = {}
        self._homes: dict[tuple[str, str], dict[str, Any]] = {}
        self._number = 0
        for neighbour in here:
            for user in USERS:
                self._known(neighbour, user)

    def close(self) -> None:
        """Stop the processes."""
        for process in self.processes:
            process.stop()

    # What can be done

    def does(self, deed: Deed) -> Came:
        """Do it, if its place is here, and whatever is due then; everything is done when this returns.

        Time goes on by a minute, and to "wait" by so many hours more, for everybody.
        """
        self._number += 1
        self.hands.now += timedelta(minutes=1)
        self.slack.clear()
        came = Came()
        if deed.kind == "wait":
            self.hands.now += timedelta(hours=deed.detail)
        elif deed.where in self.here:
            came.response = getattr(self, f"_{deed.kind}")(deed)
            self._settle()
        tick(self._of(deed).desk)
        self._settle()
        for call in self.slack.calls():
            owner = self._owners[call.token] if call.token else deed.where
            came.calls.setdefault(owner.key, []).append(call)
        self._notice(deed, came)
        self.came.append(came)
        return came

    def _install(self, deed: Deed) -> None:
        """The app is installed, perhaps anew: another token, and the one before is good for nothing any more."""
        where = deed.where
        token = f"xoxb-{where.mark}-{self._number}"
        self.slack.revoke(self._tokens.get(where.key, ""))
        self._tokens[where.key], self._owners[token] = token, where
        self.slack.workspace(token, team_id=where.team, team=where.mark, enterprise_id=where.enterprise)
        sealed = Seal([KEY]).seal(where.key, token)
        installation = Installation(
            where.key, where.enterprise, "A1", "UBOT", "BBOT", "commands", sealed, None, None, self.hands.now
        )
        self._of(deed).desk.app.whylocked.workspaces.install(installation, self.hands.now)

    def _uninstall(self, deed: Deed) -> Response:
        """The app is removed: its token is good for nothing any more, and Slack says so, perhaps twice."""
        where = deed.where
        self.slack.revoke(self._tokens.pop(where.key, ""))
        member, at = self._member(deed), int(self.hands.now.timestamp())
        revoked = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}
        response = member.send_json(member.an_event({"type": "app_uninstalled"}, event_time=at))
        return member.send_json(member.an_event(revoked, event_time=at)) if deed.detail else response

    def _says(self, deed: Deed) -> Response:
        return self._member(deed).says(self._words(deed))

    def _mentions(self, deed: Deed) -> Response:
        return self._member(deed).mentions(self._words(deed))

    def _types(self, deed: Deed) -> Response:
        return self._member(deed).command(self._words(deed))

    def _profile(self, deed: Deed) -> Response:
        return self._member(deed).command(self._words(deed), command="/whylocked-profile")

    def _appeals(self, deed: Deed) -> Response:
        return self._member(deed).command(self._words(deed), command="/whylocked-appeal")

    def _administers(self, deed: Deed) -> Response:
        return self._member(deed).command(self._words(deed), command="/whylocked-admin")

    def _home(self, deed: Deed) -> Response:
        return self._member(deed).opens()

    def _shortcut(self, deed: Deed) -> Response:
        member = self._member(deed)
        return member.send_payload(member.a_shortcut())

    def _visits(self, deed: Deed) -> Response:
        """Somebody of another of the three says something in a channel that both share."""
        home, text = deed.detail
        told = {"user_team": NEIGHBOURS[home].team, "source_team": NEIGHBOURS[home].team}
        member = self._member(deed)
        event = member.a_mention(self._words(replace(deed, detail=text)), **told)
        return member.send_json({**event, "is_ext_shared_channel": True})

    def _imports(self, deed: Deed) -> Response:
        """An archive is dropped into the direct messages."""
        content = packed(deed.where, deed.user, deed.detail)
        shown = self.slack.file(f"F{self._number}", content, "Basic_LinkedInDataExport_11-19-2026.zip")
        member = self._member(deed)
        dropped = [{**shown, "mode": "hosted", "is_external": False}]
        return member.says("", subtype="file_share", files=dropped)

    def _presses(self, deed: Deed) -> Response | None:
        """Something beneath one of the last messages that the member got, or that all of the channel got."""
        seen = self._shown.get((deed.where.key, deed.user), []) + self._shown.get((deed.where.key, REVIEWS), [])
        pressable = [(message, each) for message in seen[-4:] for each in elements(message)]
        found = _nth(pressable, deed.detail)
        if found is None:
            return None
        message, element = found
        member = self._member(deed)
        payload = member.a_press({**message, "blocks": [_ANY]}, "Any", actions=[_action(element, deed.detail)])
        return member.send_payload(payload)

    def _presses_a_strangers(self, deed: Deed) -> Response | None:
        """Something beneath a message that somebody with the same id got elsewhere: Slack never shows it here."""
        place, number = deed.detail
        seen = self._shown.get((NEIGHBOURS[place].key, deed.user), [])
        found = _nth([(message, each) for message in seen for each in elements(message)], number)
        if found is None:
            return None
        message, element = found
        member = self._member(deed)
        payload = member.a_press({**message, "blocks": [_ANY]}, "Any", actions=[_action(element, number)])
        return member.send_payload(payload)

    def _submits_a_strangers(self, deed: Deed) -> Response | None:
        """A form that opened elsewhere."""
        view = self._forms.get((NEIGHBOURS[deed.detail].key, deed.user))
        return None if view is None else self._member(deed).submits(view)

    def _presses_at_home(self, deed: Deed) -> Response | None:
        view = self._homes.get((deed.where.key, deed.user))
        element = _nth(elements(view or {}), deed.detail)
        if view is None or element is None:
            return None
        member = self._member(deed)
        payload = member.a_press_at_home(_OF_HOME, "Any", actions=[_action(element, deed.detail)])
        return member.send_payload({**payload, "view": {**view, "id": "V1", "hash": "1", "state": {"values": {}}}})

    def _submits(self, deed: Deed) -> Response | None:
        """The form that opened last, with a marked text wherever one can be typed."""
        view = self._forms.get((deed.where.key, deed.user))
        if view is None or "submit" not in view:
            return None
        text = f"By mistake {deed.where.mark} had me send three messages to colleagues; {deed.detail} are gone by now."
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        typed = [
            block["block_id"]
            for block in inputs
            if block["element"]["type"] == "plain_text_input" and not block["element"].get("initial_value")
        ]
        chosen = {
            block["block_id"]: _nth(block["element"]["options"], deed.detail)["value"]
            for block in inputs
            if block["element"]["type"] in {"static_select", "radio_buttons"}
        }
        users = {block["block_id"]: "U2" for block in inputs if block["element"]["type"] == "multi_users_select"}
        return self._member(deed).submits(view, **dict.fromkeys(typed, text) | chosen | users)

    # How it is done

    def _of(self, deed: Deed) -> SlackApp:
        return self.processes[deed.process]

    def _member(self, deed: Deed) -> Employee:
        where = deed.where
        numbers = itertools.count(self._number * 1_000)
        return Employee(self._of(deed), self.slack, deed.user, where.team, SECRET, numbers, True, where)  # noqa: FBT003 - new

    def _words(self, deed: Deed) -> str:
        return str(deed.detail).replace("MARK", deed.where.mark)

    def _known(self, where: Neighbour, user: str) -> None:
        """How Slack knows somebody there: by a name that all three share, and as an admin in one of them."""
        more: dict[str, object] = {"team_id": where.team, "is_admin": user == where.admin}
        if where.enterprise is not None:
            inside = {"enterprise_id": where.enterprise, "is_admin": user == where.admin, "teams": [where.team]}
            more["enterprise_user"] = inside
        self.slack.user(user, NAMES[user], seen_from=where.team, **more)
        self.slack.user(f"{user}X", f"Ada {where.mark}", seen_from=where.team, team_id=where.team)

    def _settle(self) -> None:
        """Return when nobody has anything left to do."""
        deadline = time.monotonic() + _PATIENCE
        while any(process.desk.workers._lanes for process in self.processes):  # noqa: SLF001 - nothing else needs it
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def _notice(self, deed: Deed, came: Came) -> None:
        """Keep what can be pressed and filled in by whom."""
        if came.response is not None and came.response.body.startswith("{"):
            self._saw(deed.where.key, deed.user, came.response.json)
        for key, calls in came.calls.items():
            for call in calls:
                match call.method:
                    case "views.publish":
                        self._homes[key, call.body["user_id"]] = call.body["view"]
                    case "views.open":
                        self._forms[key, deed.user] = call.body["view"]
                    case "chat.postEphemeral":
                        self._saw(key, call.body["user"], call.body)
                    case "chat.postMessage":
                        to = str(call.body["channel"])
                        self._saw(key, to if to == REVIEWS else f"U{to[1:]}", call.body)
                    case method if method.startswith("/response/"):
                        self._saw(key, deed.user, call.body)

    def _saw(self, key: str, user: str, message: Mapping[str, Any]) -> None:
        if message.get("blocks"):
            self._shown.setdefault((key, user), []).append(dict(message))

    # What there is then

    def rows(self, of: Neighbour) -> dict[str, list[str]]:
        """Everything that is stored of one of them, by table, without what chance made of it."""
        return {
            table: sorted(leveled(row) for team, row in rows if of.owns(team))
            for table, rows in self.dump().items()
            if table not in _PASSING
        }

    def dump(self) -> dict[str, list[tuple[str, str]]]:
        """Every row, by table, with whose it is."""
        with closing(sqlite3.connect(self.store.path)) as db:
            db.row_factory = sqlite3.Row
            tables = [table for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {table: [_row(row) for row in db.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608

    def bytes(self) -> bytes:
        """The store's files, as somebody would find them who takes the disk."""
        path = self.store.path
        return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))

    def calls(self, came: Came, of: Neighbour) -> set[str]:
        """What Slack was told for one of them: of a Home what it shows in the end."""
        calls = came.calls.get(of.key, [])
        homes = {call.body["user_id"]: call for call in calls if call.method == "views.publish"}
        others = [call for call in calls if call.method != "views.publish"]
        return {leveled(f"{call.method} {call.token} {_told(call)}") for call in (*others, *homes.values())}

    def told(self, of: Neighbour, texts: Iterable[str]) -> list[str]:
        """What each member of one of them is answered by command in the end, without what chance made of it."""
        answers = []
        for user in USERS:
            for text in texts:
                self._number += 1
                member = self._member(Deed("types", NEIGHBOURS.index(of), user))
                answers.append(leveled(f"{user} {text} {member.command(text).body}"))
        return answers

    def read(self, of: Neighbour) -> dict[str, str]:
        """What everything that reads the store gives for each member of one of them."""
        with self.store.reading() as session:
            return {
                f"{name} {user}": leveled(repr(read(session, Who(of.key, user))))
                for name, read in READS.items()
                if name not in _NOT_ALIKE
                for user in USERS
            }

    def current(self, of: Neighbour) -> str | None:
        """The token that is good there."""
        return self._tokens.get(of.key)


_PASSING = {"deliveries", "traces", "requests", "oauth_states", "known_words"}
"""Tables without facts of anybody's, or that somebody else's request tidies up."""
_NOT_ALIKE = {
    "audit.entries", "leaving.everything", "network.named",  # with the numbers of rows, which nobody is shown
    "workspaces.counts",  # in the order of the file's pages
    "diagnoses.has", "diagnoses.locked", "diagnoses.padlock_answer", "diagnoses.states", "questions.person",  # of T1
}  # fmt: skip
"""Reads that do not say the same of one of them by itself; what is made of them is compared."""
_BUTTON = {"type": "button", "action_id": "any", "value": "any", "text": {"text": "Any"}}
_ANY = {"type": "actions", "elements": [_BUTTON]}
_OF_HOME = {"type": "home", "blocks": [_ANY]}


def _row(row: sqlite3.Row) -> tuple[str, str]:
    """Whose a row is, and what it holds besides its own number."""
    told = {name: row[name] for name in row.keys() if not (name == "id" and isinstance(row[name], int))}  # noqa: SIM118
    return str(told.get("team", "")), json.dumps(told, ensure_ascii=False)


def _told(call: Call) -> str:
    """What a call tells; of a file its lines in an order of our own, because chance names make for a chance order."""
    if call.method.startswith("/upload/"):
        return "\n".join(sorted(leveled(line.rstrip(",")) for line in call.body["content"].split("\n")))
    return json.dumps(call.body)


def leveled(text: str) -> str:
    """A text without what chance made: the ids of diagnoses, the names of cards, references."""
    return re.sub(
        r"gAAAA[\w=-]+|http://127\.0\.0\.1:[0-9]+|D-[2-9A-Z]{5}\b|E-[0-9A-F]{6}\b|\b[0-9a-f]{12}\b", "?", text
    )


def _nth(things: list[Any], number: int) -> Any:  # noqa: ANN401 - any of them
    return things[number % len(things)] if things else None


def _action(element: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What comes of using a button or a menu."""
    if "options" in element:
        option = _nth(element["options"], number)
        return {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
    return {name: element[name] for name in ("type", "action_id", "value", "text") if name in element}


@cache
def packed(where: Neighbour, user: str, friends: int) -> bytes:
    """An archive of somebody's: people whom all three know, one whom only this one does, and marks."""
    me = _someone(NAMES[user])
    names = ["Jane Doe", "Bob Stone", "Ann North", *(NAMES[other] for other in USERS if other != user)]
    names = [ONLY[where.key], *names]
    first = 2 * USERS.index(user)  # nobody knows just those whom somebody else does
    known = [_someone(name) for name in (names[first:] + names[:first])[: friends + 1]]
    day = datetime(2026, 11, 3, 8, tzinfo=UTC)
    files = archives.files_of_2026(
        connections=[archives.connection(each, day.date(), company=f"{where.mark} Works") for each in known],
        messages=[archives.message(me, [known[0]], day, f"{where.mark} says hello to everybody there")],
        invitations=[archives.invitation(me, _someone(f"Eve {where.mark}"), day, outgoing=True)],
        positions=[archives.position("Clerk", f"{where.mark} Works")],
        education=[archives.school(f"{where.mark} School")],
        skills=[archives.skill(f"{where.mark} {number}") for number in range(3)],
        profile=archives.profile(me, headline=where.mark, summary=where.mark),
    )
    with TemporaryDirectory() as folder:
        return archives.write_zip(Path(folder, "archive.zip"), files).read_bytes()


def _someone(name: str) -> Someone:
    first, last = name.split()
    return Someone(first, last, f"https://www.linkedin.com/in/{first}-{last}".casefold())


@contextmanager
def world(here: Collection[Neighbour], kept_days: int = 0) -> Iterator[World]:
    """The program for some of the three, each of which has just installed it."""
    with TemporaryDirectory() as folder, FakeSlack() as slack:
        made = World(Path(folder), slack, here, kept_days)
        try:
            for place, _ in enumerate(NEIGHBOURS):
                made.does(Deed("install", place))
            yield made
        finally:
            made.close()
