"""The agent's surface: at work, titles, prompts, the stop button; and silence where a workspace has none of it."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOW, keep, tie, unknown, whole_archive
from fake_slack import BOT_TOKEN, FakeSlack
from signed import Member, said_in

from bot.app import compose
from bot.demo import archives
from bot.errors import UserError
from bot.listeners.running import Running
from bot.replies.prompts import MOST_PROMPTS, prompts
from bot.settings import Settings
from bot.slack_app import SlackApp
from bot.slack_out.agent import SECONDS_REFUSED, Agent
from bot.slack_out.wire import Wire
from bot.store import Store, Who
from bot.understanding.request import Intent
from bot.usecases import Whylocked
from bot.usecases.welcoming import Known
from bot.words import BUILT_IN, Words

SESSIONS, RENAME = "agents.sessions.setStatus", "agents.sessions.rename"
STATUS, TITLE = "assistant.threads.setStatus", "assistant.threads.setTitle"
PROMPTS = "assistant.threads.setSuggestedPrompts"
SURFACE = (SESSIONS, RENAME, STATUS, TITLE, PROMPTS)
JANE = "why can't I message Jane Doe?"


def shown(slack: FakeSlack) -> list[tuple[str, str]]:
    """What the surface was told, in order: the method, and the status or title."""
    calls = [call for call in slack.calls() if call.method in SURFACE]
    return [(call.method, str(call.body.get("title") or call.body.get("status", ""))) for call in calls]


def done(me: Member) -> None:
    """Wait for everything that is owed."""
    me.app.desk.workers.stop()


def drop(me: Member, slack: FakeSlack, tmp_path: Path) -> Any:  # noqa: ANN401 - whatever was answered
    """Drop an archive into the direct messages."""
    path = archives.write_zip(tmp_path / "a.zip", {"Skills.csv": b"Name\nSQL\n"})
    file = slack.file("F1", path.read_bytes(), "Basic_LinkedInDataExport_11-20-2026.zip")
    return me.says("", files=[file], subtype="file_share")


# --- titles ---------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _known(store: Store) -> None:
    keep(store, ME, whole_archive(name="Nora Lind", connections=[tie("Jane Doe"), tie("Bob Stone"), tie("Zed Park")]))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (JANE, "Jane Doe"),
        ("why can't I message Jane Doe and Bob Stone?", "Jane Doe and Bob Stone"),
        ("Jane Doe\nBob Stone\nZed Park\nAnn Quux", "Jane Doe, Bob Stone and Zed Park and 1 more"),
        ("why can't I message linkedin.com/in/jane-doe?", "Jane Doe"),
        ("why can't I message Zed Quux?", "Zed Quux"),
    ],
)
def test_a_thread_is_named_after_whom_it_is_about(me: Member, slack: FakeSlack, text: str, title: str):
    """After its first answer, in plain text."""
    me.says(text)
    me.answered()
    done(me)
    assert shown(slack)[-1] == (SESSIONS, title)
    assert [call.method for call in slack.calls()].index("chat.postMessage") < [
        call.method for call in slack.calls()
    ].index(SESSIONS)


@pytest.mark.parametrize("text", ["help", "why can't I message anybody?", "linkedin.com/in/nobody-known", "<@UGONE>"])
def test_what_is_about_nobody_names_no_thread(me: Member, slack: FakeSlack, text: str):
    """Nor does somebody without a name."""
    me.says(text)
    me.answered()
    done(me)
    assert [told for told in shown(slack) if told[1] not in {"processing", "active"}] == []


def test_only_the_first_answer_of_a_thread_names_it(me: Member, slack: FakeSlack):
    """What is said later in the thread leaves the title as it is."""
    me.says(JANE, thread="1795176000.000001")
    me.answered()
    done(me)
    assert shown(slack) == []


def test_a_thread_that_slack_knows_already_is_renamed(me: Member, slack: FakeSlack):
    """A title counts only where it makes the session."""
    slack.user("UBOB", "Bob Stone")
    me.says("why can't I message <@UBOB>?")
    me.answered()
    done(me)
    assert shown(slack) == [
        (SESSIONS, "processing"),
        (SESSIONS, "active"),
        (SESSIONS, "Bob Stone"),
        (RENAME, "Bob Stone"),
    ]


def test_a_title_is_no_longer_than_slack_takes(slack: FakeSlack):
    """200 characters."""
    agent(slack).name(BOT_TOKEN, "D1", "7.1", "x" * 300)
    assert slack.only(SESSIONS).body["title"] == "x" * 200


# --- at work --------------------------------------------------------------------------------------------------


def test_reading_an_archive_is_shown_as_work(me: Member, slack: FakeSlack, tmp_path: Path):
    """From before it is fetched until it is answered for."""
    drop(me, slack, tmp_path)
    slack.wait_for("chat.update")
    done(me)
    methods = [call.method for call in slack.calls() if call.method in {SESSIONS, "chat.update"}]
    assert methods == [SESSIONS, "chat.update", SESSIONS]
    assert shown(slack) == [(SESSIONS, "processing"), (SESSIONS, "active")]


def test_where_there_are_no_sessions_the_status_says_what_it_is_doing(me: Member, slack: FakeSlack, tmp_path: Path):
    """The older way is taken once sessions were refused; never two calls before an answer."""
    slack.refuse(SESSIONS, "unknown_method", times=None)
    slack.user("UBOB", "Bob Stone")
    me.says("why can't I message <@UBOB>?")
    me.answered()
    drop(me, slack, tmp_path)
    slack.wait_for("chat.update")
    done(me)
    assert shown(slack) == [
        (SESSIONS, "processing"),
        (TITLE, "Bob Stone"),
        (STATUS, "is reading your archive…"),
        (STATUS, ""),
    ]


@pytest.mark.parametrize("error", ["not_authorized", "missing_scope", "unknown_method", "ratelimited"])
def test_where_slack_refuses_all_of_it_nothing_is_lost(me: Member, slack: FakeSlack, tmp_path: Path, error: str):
    """Each is tried once; every answer comes as ever, and nobody hears of it."""
    for method in SURFACE:
        slack.refuse(method, error, times=None)
    for count in (1, 2, 3):
        me.says(JANE)
        assert said_in(me.answered(count)).partition("\n")[0].endswith("a message to Jane Doe.")
    drop(me, slack, tmp_path)
    slack.wait_for("chat.update")
    for _ in range(2):
        me.send_json(me.an_event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}))
    done(me)
    assert sorted(method for method, _ in shown(slack)) == sorted([SESSIONS, TITLE, STATUS, PROMPTS])


def test_an_unreachable_slack_is_no_trouble_either(slack: FakeSlack):
    """What answers with anything else is left alone, too."""
    for body in ("<html>", b"\xff", {"ok": True}):
        slack.answer(SESSIONS, 200, body)
        agent(slack).ready(BOT_TOKEN, "D1", "7.1")
    slack.answer(SESSIONS, 200, [1])
    assert agent(slack).working(BOT_TOKEN, "D1", "7.1", "is reading") is False


def agent(slack: FakeSlack, ticks: list[float] | None = None) -> Agent:
    """The surface, with a clock that can be set."""
    import ssl

    now = ticks or [0.0]
    return Agent(Wire(slack.api_url, ssl.create_default_context()), lambda: now[0])


def test_what_was_refused_is_tried_again_after_a_while(slack: FakeSlack):
    """Below, at and above the time; each workspace by itself."""
    slack.workspace("xoxb-other", team_id="T2")
    slack.refuse(SESSIONS, "not_authorized")
    now = [0.0]
    surface = agent(slack, now)
    assert surface.working(BOT_TOKEN, "D1", "7.1", "is reading") is False
    assert surface.working("xoxb-other", "D1", "7.1", "is reading") is True
    now[0] = SECONDS_REFUSED - 1
    assert surface.working(BOT_TOKEN, "D1", "7.1", "is reading") is True
    assert [method for method, _ in shown(slack)] == [SESSIONS, SESSIONS, STATUS]
    now[0] = SECONDS_REFUSED
    assert surface.working(BOT_TOKEN, "D1", "7.1", "is reading") is True
    assert [method for method, _ in shown(slack)] == [SESSIONS, SESSIONS, STATUS, SESSIONS]


def test_what_is_wrong_with_one_thread_says_nothing_of_the_others(slack: FakeSlack):
    """A message that was deleted meanwhile, say."""
    slack.refuse(SESSIONS, "message_not_found")
    surface = agent(slack)
    assert surface.working(BOT_TOKEN, "D1", "7.1", "is reading") is False
    assert surface.working(BOT_TOKEN, "D1", "7.2", "is reading") is True
    assert [method for method, _ in shown(slack)] == [SESSIONS, SESSIONS]


# --- the stop button ------------------------------------------------------------------------------------------


def a_stop(me: Member, thread: str) -> dict[str, object]:
    event = {
        "type": "agent_session_stopped",
        "channel": "D1",
        "thread_ts": thread,
        "user": "U1",
        "streaming_message_ts": [],
    }
    return me.an_event(event)  # fmt: skip


def test_an_archive_that_is_being_read_can_be_stopped(
    me: Member, slack: FakeSlack, tmp_path: Path, whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch
):
    """Nothing of it is kept, its message says so, and Slack is told that nothing is going on."""
    reading, go_on = threading.Event(), threading.Event()
    import_archive = type(whylocked).import_archive

    def slowly(self: Whylocked, who: Who, path: Path, progress: Any = None) -> Any:  # noqa: ANN401 - as it is
        reading.set()
        assert go_on.wait(10)
        return import_archive(self, who, path, progress)

    monkeypatch.setattr(type(whylocked), "import_archive", slowly)
    before = whylocked.stored(ME)
    drop(me, slack, tmp_path)
    assert reading.wait(10)
    thread = slack.only("chat.postMessage").body["thread_ts"]
    assert me.send_json(a_stop(me, thread)).status == 200
    go_on.set()
    slack.wait_for("chat.update")
    said = said_in(slack.only("chat.update").body)
    assert said.startswith("Stopped, as you wanted.\n")
    assert said.endswith("I kept nothing of it.")
    done(me)
    assert whylocked.stored(ME) == before
    assert shown(slack)[-1] == (SESSIONS, "active")


def test_a_stop_where_nothing_goes_on_is_told_to_slack(me: Member, slack: FakeSlack):
    """Another process may have been at work, or have ended."""
    assert me.send_json(a_stop(me, "1795176000.000001")).status == 200
    done(me)
    assert shown(slack) == [(SESSIONS, "active")]
    assert slack.only(SESSIONS).body["thread_ts"] == "1795176000.000001"


def test_only_what_goes_on_there_for_that_member_is_stopped():
    """Another thread, channel or member is none of it; the next work there goes on."""
    running = Running()
    with running.work(ME, "D1", "7.1") as work, running.work(ME, "D1", "7.1") as beside:
        running.stop(ME, "D1", "7.2")
        running.stop(ME, "D2", "7.1")
        running.stop(Who("T1", "U2"), "D1", "7.1")
        work.goes_on()
        running.stop(ME, "D1", "7.1")
        for each in (work, beside):
            with pytest.raises(UserError, match="stopped"):
                each.goes_on()
    with running.work(ME, "D1", "7.1") as work:
        work.goes_on()


@pytest.mark.parametrize("broken", [{"channel": None}, {"thread_ts": None}, {"user": None}])
def test_a_stop_of_nothing_is_taken_in(me: Member, slack: FakeSlack, broken: dict[str, object]):
    """Without ids there is nothing to stop."""
    event = {"type": "agent_session_stopped", "channel": "D1", "thread_ts": "7.1", "user": "U1"} | broken
    assert me.send_json(me.an_event(event)).status == 200
    done(me)
    assert shown(slack) == []


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_context_changed", "user": "U1", "context": {"entities": [{"type": "channel", "value": "C7"}]}},
        {"type": "agent_session_title_changed", "channel": "D1", "thread_ts": "7.1", "title": "zanzibar", "user": "U1"},
    ],
)  # fmt: skip
def test_what_a_member_looks_at_is_not_kept(me: Member, slack: FakeSlack, store: Store, event: dict[str, object]):
    """Taken in, and nothing done."""
    before = sum(1 for _ in re.finditer(b"zanzibar|C7", store.path.read_bytes()))
    assert me.send_json(me.an_event(event)).status == 200
    done(me)
    assert [call.method for call in slack.calls()] == ["auth.test"]
    assert sum(1 for _ in re.finditer(b"zanzibar|C7", store.path.read_bytes())) == before


# --- prompts --------------------------------------------------------------------------------------------------


def offered(me: Member, slack: FakeSlack, count: int = 1) -> dict[str, Any]:
    """What is offered once the messages tab is opened."""
    event = {"type": "app_home_opened", "user": me.user, "channel": me.direct, "tab": "messages"}
    assert me.send_json(me.an_event(event)).status == 200
    return slack.wait_for(PROMPTS, count)[-1].body


def test_prompts_fit_what_is_known(me: Member, slack: FakeSlack):
    """At first use others than later; no thread is named, which Slack would take as nothing."""
    first = offered(me.of("UNEW"), slack)
    assert first == {
        "channel_id": "DNEW",
        "title": "Ask me, for example:",
        "prompts": [{"title": stands, "message": says} for stands, says in prompts(Known(), Words(BUILT_IN))],
    }
    me.says(JANE)
    me.answered()
    later = offered(me, slack, 2)
    assert [prompt["title"] for prompt in later["prompts"]] == [
        "Check Jane Doe again",
        "Who can introduce me to Jane Doe?",
        "What stands in the way of my messages?",
        "What do you know of me?",
    ]


def test_a_tab_without_a_channel_is_taken_in(me: Member, slack: FakeSlack):
    """There is nowhere to offer anything."""
    assert me.send_json(me.an_event({"type": "app_home_opened", "user": "U1", "tab": "messages"})).status == 200
    done(me)
    assert shown(slack) == []


KNOWN = [
    Known(),
    Known(facts=True),
    Known(asked_about="Jane Doe"),
    Known(facts=True, asked_about="Jane Doe"),
]


@pytest.mark.parametrize("known", KNOWN)
def test_every_prompt_is_understood(known: Known, tmp_path: Path):
    """What pressing one says is for the bot, and about whom it names."""
    app = compose(Settings(tmp_path / "w.db", BUILT_IN, default_db=False), in_slack=True)
    keep(app.whylocked.store, ME, whole_archive(name="Nora Lind", connections=[tie("Jane Doe")]))
    told = prompts(known, app.words)
    assert len(told) == MOST_PROMPTS
    people = app.whylocked.people(ME)
    for _, says in told:
        request = app.conversation.understood(says, people)
        assert request.intent is not Intent.OUT_OF_SCOPE, says
        assert [target.typed for target in request.targets] == (["Jane Doe"] if "Jane Doe" in says else [])


def test_what_is_known_is_what_is_stored(whylocked: Whylocked):
    """Facts by archive or statement; the person asked about last, by name."""
    new = Who("T1", "UNEW")
    assert whylocked.welcoming.known(new) == Known()
    assert whylocked.welcoming.known(ME) == Known(facts=True)
    whylocked.state(new, [("photo", "yes")], NOW)
    assert whylocked.welcoming.known(new) == Known(facts=True)
    whylocked.ask(new, unknown("Zed Quux"), NOW)
    whylocked.ask(new, unknown("https://www.linkedin.com/in/x", "https://www.linkedin.com/in/x"), NOW)
    assert whylocked.welcoming.known(new) == Known(facts=True, asked_about="Zed Quux")


def test_the_bot_has_the_surface(bot: SlackApp):
    """Made once for all of it: what was refused is remembered by the process."""
    assert bot.desk.out.agent is bot.desk.out.agent
