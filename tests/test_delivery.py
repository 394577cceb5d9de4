"""What Slack delivers: believed only when signed, answered once and in order, whatever Slack itself does meanwhile."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from conftest import ME, keep, log_of, ties, whole_archive
from fake_slack import BOT_TOKEN, FakeSlack
from signed import CHANNEL, FORM, SECRET, Member, Response, elements, labels, request, signature

from bot.listeners.deliveries import Delivery
from bot.listeners.trouble import logged
from bot.logs import fields_of
from bot.manifest import PATH
from bot.slack_app import SlackApp
from bot.store import Store, Who

JANE = "why can't I message Jane Doe?"
FIVE_MINUTES = 300
SOON = 5
"""Seconds within which what must happen has happened; nothing waits for them to pass."""


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, from before the app is built."""
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def network(store: Store) -> None:
    """An archive of ME's, with Jane Doe in it."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe", *(f"Contact {number}" for number in range(39)))))


@pytest.fixture
def gate(bot: SlackApp) -> Iterator[threading.Event]:
    """Opens at the end whatever happens, and before the bot stops, whose workers it holds up."""
    event = threading.Event()
    yield event
    event.set()
    assert bot


def rows(store: Store) -> Counter[str]:
    """How many rows each table holds."""
    with closing(sqlite3.connect(store.path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return Counter({name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names})  # noqa: S608


def settled(me: Member) -> list[dict[str, Any]]:
    """The direct messages of the bot to a member, once everything is answered that came before."""
    me.says("help")
    bodies = list[dict[str, Any]]()
    while not (bodies and bodies[-1]["text"].startswith("I tell you why")):
        count = len(bodies) + 1
        bodies = [call.body for call in me.slack.wait_for("chat.postMessage", count)]
    return bodies[:-1]


def at_once(*jobs: Callable[[], object]) -> list[Any]:
    """What several calls give back that begin at the same time."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        barrier.wait(SOON)
        results[place] = job()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    return results


def held_up(bot: SlackApp, who: Who, gate: threading.Event) -> None:
    """Keep a member's answers waiting until the gate opens; returns once they do."""
    begun = threading.Event()

    def job() -> None:
        begun.set()
        gate.wait(SOON)

    assert bot.desk.deliveries.submit(who, Delivery("held up"), job)
    assert begun.wait(SOON)


def everything(log: pytest.LogCaptureFixture) -> str:
    """The whole log: each line as it is written, and the tracebacks."""
    return "\n".join((log.text, *(str(record.__dict__) for record in log.records)))


# Whom it believes

FORGED: dict[str, Callable[[bytes], dict[str, str]]] = {
    "unsigned": lambda _: {},
    "without_time": lambda body: {"X-Slack-Signature": signature(body, SECRET)["X-Slack-Signature"]},
    "without_signature": lambda body: signature(body, SECRET) | {"X-Slack-Signature": ""},
    "another_secret": lambda body: signature(body, "another"),
    "another_body": lambda body: signature(body + b" ", SECRET),
    "stale": lambda body: aged(body, FIVE_MINUTES + 2),
    "of_the_future": lambda body: aged(body, -FIVE_MINUTES - 60),
    "of_another_time": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "1795176000"},
    "time_is_no_number": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "noon"},
    "time_is_not_ascii": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "١٢٣"},
    "time_is_endless": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "9" * 5_000},
    "time_is_far_off": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "9" * 400},
    "time_is_nan": lambda body: signature(body, SECRET) | {"X-Slack-Request-Timestamp": "nan"},
    "signature_is_not_ascii": lambda body: signature(body, SECRET) | {"X-Slack-Signature": "v0=é"},
    "signature_of_another_version": lambda body: {
        name: value.replace("v0=", "v1=") for name, value in signature(body, SECRET).items()
    },
    "upper_case": lambda body: {name: value.upper() for name, value in signature(body, SECRET).items()},
}


def aged(body: bytes, seconds: int) -> dict[str, str]:
    """A right signature that was made so long ago."""
    now = int(signature(body, SECRET)["X-Slack-Request-Timestamp"])
    return signature(body, SECRET, now - seconds)


def sent(app: SlackApp, body: bytes, content_type: str, headers: dict[str, str]) -> Response:
    """The response to a request with just these headers."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    return request(app, environ)


EVENT = (
    b'{"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event":'
    b'{"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "photo=yes", "ts": "1.1"}}'
)
BODIES = (
    (FORM, b"command=/whylocked&text=photo%3Dyes&team_id=T1&user_id=U1&channel_id=C1"),
    ("application/json", EVENT),
    ("application/json", b'{"type": "url_verification", "challenge": "open sesame"}'),
    ("application/json", b"{"),
    ("application/json", b"\xff"),
    ("application/json", b""),
)


@pytest.mark.parametrize("forged", FORGED)
def test_what_slack_did_not_sign_just_now_is_refused(
    me: Member, store: Store, log: pytest.LogCaptureFixture, forged: str
):
    """It is not even read: 401, nothing echoed, no call, no row, and in the log that alone, whatever it holds."""
    before = rows(store)
    log.clear()
    for content_type, body in BODIES:
        response = sent(me.app, body, content_type, FORGED[forged](body))
        assert response.status == 401, body
        assert "sesame" not in response.body
    assert [call.method for call in me.slack.calls()] == ["auth.test"]
    assert rows(store) == before
    told = [fields_of(record) for record in log.records if record.levelno >= logging.INFO]
    assert [(line["event"], line["kind"], line["status"], len(line)) for line in told] == [
        ("refused a request", "unsigned", 401, 7)
    ] * len(BODIES)


def test_a_request_signed_nearly_five_minutes_ago_is_believed(me: Member):
    """Clocks differ and networks take their time."""
    body = b"command=/whylocked&text=help&team_id=T1&user_id=U1&channel_id=C1"
    for seconds in (FIVE_MINUTES - 10, 10 - FIVE_MINUTES):
        assert sent(me.app, body, FORM, aged(body, seconds)).status == 200


def test_a_signature_is_for_one_body(me: Member, store: Store):
    """A signed request changed on its way, or its signature beneath another one, does nothing."""
    good = me.a_command("photo=no")
    body = "&".join(f"{name}={value}" for name, value in good.items()).encode()
    headers = signature(body, SECRET)
    assert sent(me.app, body.replace(b"photo=no", b"photo=yes"), FORM, headers).status == 401
    assert rows(store)["statements"] == 0


def test_slacks_probe_of_the_certificate_is_answered_unsigned(me: Member):
    """Slack does not sign it; it says nothing and nothing happens."""
    assert sent(me.app, b"ssl_check=1&token=old", FORM, {}).status == 200
    assert [call.method for call in me.slack.calls()] == ["auth.test"]


def test_the_probe_opens_no_door(me: Member, store: Store):
    """What is sent along with it is not read."""
    before = rows(store)
    body = b"ssl_check=1&command=/whylocked&text=photo%3Dyes&team_id=T1&user_id=U1&channel_id=C1"
    assert sent(me.app, body, FORM, {}).body == ""
    assert rows(store) == before


def test_a_challenge_is_returned(me: Member):
    """That is how Slack checks the address when it is set."""
    response = me.send_json({"type": "url_verification", "token": "old", "challenge": "open sesame"})
    assert (response.status, response.json) == (200, {"challenge": "open sesame"})


# Once


def test_an_event_that_comes_three_times_is_answered_once(me: Member):
    """At once, after an answer, and with the headers of a retry: one answer."""
    event = me.a_message(JANE)
    assert [response.status for response in at_once(*[lambda: me.send_json(event)] * 3)] == [200] * 3
    me.answered()
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert [me.send_json(event).status, me.send_json(event, **again).status] == [200, 200]
    assert len(settled(me)) == 1


def test_a_mention_that_comes_three_times_is_answered_once(me: Member):
    """The same for what only one person sees."""
    event = me.a_mention(JANE)
    at_once(*[lambda: me.send_json(event)] * 3)
    me.whispered()
    me.mentions("help")
    assert len(me.slack.wait_for("chat.postEphemeral", 2)) == 2


def test_a_retry_whose_first_delivery_never_arrived_is_answered(me: Member):
    """The header alone says nothing: only what was taken in counts."""
    me.send_json(me.a_message(JANE), **{"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "connection_failed"})
    assert "message to Jane Doe" in me.answered()["text"]


def test_the_same_words_again_are_another_message(me: Member):
    """Two events are two answers, however alike they are."""
    me.says(JANE)
    me.says(JANE)
    assert len(settled(me)) == 2


@pytest.mark.usefixtures("network")
def test_the_same_press_twice_has_one_effect(me: Member, store: Store):
    """A double click: one response, one diagnosis more; also when both come at once."""
    card = me.command(JANE).json
    before = rows(store)["diagnoses"]
    first, second = me.a_press(card, "Yes"), me.a_press(card, "Yes")
    assert [r.status for r in at_once(lambda: me.send_payload(first), lambda: me.send_payload(second))] == [200, 200]
    me.responded()
    assert me.send_payload(first).status == 200
    settled(me)
    assert len([call for call in me.slack.calls() if call.method.startswith("/response/")]) == 1
    assert rows(store)["diagnoses"] == before + 1


@pytest.mark.usefixtures("network")
def test_a_press_that_someone_else_copied_finds_nothing(me: Member, store: Store):
    """A card belongs to who got it; afterwards its owner can still press it."""
    card = me.command(JANE).json
    before = rows(store)
    other = me.of("U2")
    other.presses(card, "Yes")
    said = other.responded()
    assert "Jane" not in json.dumps(said)
    assert not elements(said)
    assert rows(store)["diagnoses"] == before["diagnoses"]
    assert rows(store)["statements"] == 0
    me.presses(card, "Yes")
    assert "message to Jane Doe" in me.responded(2)["text"]


# Workspaces


@pytest.mark.usefixtures("network")
def test_the_same_user_id_in_two_workspaces_is_two_people(me: Member):
    """Neither what one stated nor whom one knows is seen from the other."""
    me.command("photo=yes")
    there = me.of(ME.user, "T2")
    assert "You told me on 20 Nov 2026: photo yes." in me.command("show my profile").json["text"]
    assert "You told me" not in there.command("show my profile").json["text"]
    assert "connected" in me.command(JANE).json["text"]
    assert "are connected" not in there.command(JANE).json["text"]


@pytest.mark.usefixtures("network")
def test_a_card_of_one_workspace_finds_nothing_in_another(me: Member, store: Store):
    """The same user id presses a button whose card was given in the other workspace."""
    card = me.command(JANE).json
    before = rows(store)["diagnoses"]
    there = me.of(ME.user, "T2")
    there.presses(card, "Yes")
    assert "Jane" not in json.dumps(there.responded())
    assert rows(store)["diagnoses"] == before
    with store.reading() as session:
        assert session.members.statements(Who("T2", ME.user)) == {}


def test_the_same_event_id_in_two_workspaces_is_two_events(me: Member):
    """A mark is kept by workspace, too."""
    there = me.of("U2", "T2")
    for member in (me, there):
        member.send_json(member.a_message("help") | {"event_id": "Ev77"})
        member.answered(1 if member is me else 2)


# What is left alone

NOT_FOR_IT: dict[str, dict[str, object]] = {
    "edited": {"subtype": "message_changed", "message": {"text": JANE, "user": "U1", "edited": {"ts": "2.1"}}},
    "edited_itself": {"edited": {"user": "U1", "ts": "2.1"}},
    "unfurled": {"subtype": "message_changed", "message": {"text": JANE, "attachments": [{"from_url": "https://x.y"}]}},
    "deleted": {"subtype": "message_deleted", "previous_message": {"text": JANE, "user": "U1"}},
    "replied": {"subtype": "message_replied"},
    "bot_message": {"subtype": "bot_message", "bot_id": "B2"},
    "another_bot": {"bot_id": "B2", "user": "UB2"},
    "bot_with_profile": {"bot_profile": {"id": "B2"}},
    "own_by_user": {"user": "UBOT"},
    "own_by_bot": {"bot_id": "BBOT", "user": "UBOT"},
    "joined": {"subtype": "channel_join"},
    "left": {"subtype": "channel_leave"},
    "topic": {"subtype": "channel_topic"},
    "pinned": {"subtype": "pinned_item"},
    "me_message": {"subtype": "me_message", "channel_type": "channel"},
    "in_a_channel": {"channel_type": "channel", "channel": "C1"},
    "in_a_private_channel": {"channel_type": "group", "channel": "G1"},
    "in_a_group": {"channel_type": "mpim", "channel": "G1"},
    "in_the_home": {"channel_type": "app_home"},
    "nowhere": {"channel_type": None},
    "hidden": {"hidden": True, "subtype": "message_changed"},
}


@pytest.mark.parametrize("kind", NOT_FOR_IT)
def test_what_is_no_persons_message_to_the_bot_is_left_alone(me: Member, store: Store, kind: str):
    """It is taken in with 200, else Slack would send it again; no answer, no row."""
    assert me.says(JANE, **NOT_FOR_IT[kind]).status == 200
    assert settled(me) == []
    assert rows(store)["diagnoses"] == 0


@pytest.mark.parametrize("event", ["reaction_added", "team_join", "file_shared", "app_home_opened", "never_heard_of"])
def test_events_that_nothing_is_done_about_are_taken_in(me: Member, event: str):
    """Whatever the app is subscribed to besides."""
    assert me.send_json(me.an_event({"type": event, "user": "U1"})).status == 200
    assert settled(me) == []


def test_a_mention_by_a_bot_or_of_before_is_left_alone(me: Member):
    """Two bots never talk to each other, and what was written before is answered already."""
    assert me.mentions(JANE, bot_id="B2").status == 200
    assert me.mentions(JANE, edited={"user": "U1", "ts": "2.1"}).status == 200
    assert me.mentions(JANE, subtype="bot_message").status == 200
    assert settled(me) == []
    assert me.slack.calls("chat.postEphemeral") == []


def test_a_message_that_goes_to_the_channel_too_is_answered(me: Member):
    """In a thread with "also send to" ticked it is still a message of a person."""
    me.says(JANE, thread="1.1", subtype="thread_broadcast")
    assert me.answered()["thread_ts"] == "1.1"


# Slack's own troubles


def test_a_slow_slack_holds_no_response(me: Member, slack: FakeSlack):
    """Both messages are taken in while the first answer is still on its way out."""
    slack.slow("chat.postMessage", 1.2)
    assert [me.says(JANE).status, me.says("help").status] == [200, 200]
    assert len(slack.calls("chat.postMessage")) <= 1  # the second answer goes out when the first call has ended
    assert len(slack.wait_for("chat.postMessage", 2)) == 2


def test_a_slack_that_asks_to_wait_holds_no_response(me: Member, slack: FakeSlack):
    """After a 429 the answer goes out again by itself, and the other messages behind it."""
    slack.answer("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"})
    assert [me.says(JANE).status, me.says("help").status, me.command("help").status] == [200, 200, 200]
    assert len(slack.calls("chat.postMessage")) <= 1
    texts = [call.body["text"] for call in slack.wait_for("chat.postMessage", 3)]
    assert texts[0] == texts[1]
    assert texts[2].startswith("I tell you why")


@pytest.mark.usefixtures("network")
def test_a_slow_slack_holds_neither_commands_nor_presses_nor_forms(me: Member, slack: FakeSlack):
    """Looking somebody up and answering take as long as they take; the responses are there before either has begun."""
    slack.user("UBOB", "Bob Stone")
    slack.slow("users.info", 1.2)
    card, first = me.command(JANE).json, me.of("U2").command(JANE).json
    lookup = me.command("why can't I message <@UBOB|bob>?")
    responses = [lookup, me.presses(card, "Check again"), me.presses(card, "Yes"), me.presses(first, labels(first)[0])]
    assert [response.status for response in responses] == [200] * 4
    assert "Bob" not in lookup.body
    assert [call for call in slack.calls() if call.method.startswith(("/response/", "views."))] == []
    assert "Bob Stone" in me.responded(1)["text"]
    assert "message to Jane Doe" in me.responded(3)["text"]


def test_one_members_slow_answer_holds_up_nobody_else(
    me: Member, slack: FakeSlack, bot: SlackApp, gate: threading.Event
):
    """Only what the same member said afterwards waits."""
    held_up(bot, ME, gate)
    me.says(JANE)
    other = me.of("U2")
    other.says(JANE)
    assert other.answered()["channel"] == other.direct
    assert len(slack.calls("chat.postMessage")) == 1
    gate.set()
    assert me.answered(2)["channel"] == me.direct


def test_quick_messages_of_one_member_are_answered_in_their_order(me: Member, slack: FakeSlack):
    """Ten of them, each in the thread of its own message."""
    stamps = []
    for number in range(10):
        event = me.a_message(f"why can't I message Contact {number}?")
        stamps.append(event["event"]["ts"])  # type: ignore[index]
        me.send_json(event)
    calls = slack.wait_for("chat.postMessage", 10)
    assert [call.body["thread_ts"] for call in calls] == stamps


def test_many_members_at_once_all_get_their_answer(me: Member, slack: FakeSlack):
    """Thirty of them, each where they asked."""
    members = [me.of(f"U{number}") for number in range(100, 130)]
    events = [member.a_message(JANE) for member in members]
    responses = at_once(*[lambda event=event: me.send_json(event) for event in events])
    assert [response.status for response in responses] == [200] * 30
    calls = slack.wait_for("chat.postMessage", 30)
    assert sorted(call.body["channel"] for call in calls) == sorted(member.direct for member in members)


def test_many_commands_at_once_are_all_answered(me: Member):
    """Each within its own response, while the store is written for all of them."""
    commands = [me.of(f"U{number}").a_command(JANE) for number in range(100, 130)]
    responses = at_once(*[lambda command=command: me.send_form(command) for command in commands])
    assert [response.status for response in responses] == [200] * 30
    assert all("message to Jane Doe" in response.json["text"] for response in responses)


def filled(bot: SlackApp, gate: threading.Event) -> None:
    """Let as many jobs wait as may."""
    held_up(bot, Who("T1", "UFULL"), gate)
    while bot.desk.deliveries.submit(Who("T1", "UFULL"), Delivery("one more"), lambda: None):
        pass


def test_what_cannot_be_taken_in_is_answered_when_it_comes_again(me: Member, bot: SlackApp, gate: threading.Event):
    """With too much waiting already Slack is asked by a 503 to deliver the event again, and it counts as new then."""
    filled(bot, gate)
    event, mention = me.a_message(JANE), me.a_mention(JANE)
    assert [me.send_json(event).status, me.send_json(mention).status] == [503, 503]
    gate.set()
    while me.send_json(event, **{"X-Slack-Retry-Num": "1"}).status == 503:
        pass
    assert "message to Jane Doe" in me.answered()["text"]
    assert me.send_json(mention).status == 200
    assert "message to Jane Doe" in me.whispered()["text"]


@pytest.mark.usefixtures("network")
def test_a_press_that_cannot_be_taken_in_can_be_pressed_again(me: Member, bot: SlackApp, gate: threading.Event):
    """Its sender sees that it failed, because Slack does not send presses again."""
    card = me.command(JANE).json
    label = "Check again"
    filled(bot, gate)
    assert me.presses(card, label).status == 503
    gate.set()
    while me.presses(card, label).status == 503:
        pass
    assert me.responded()["replace_original"] is True


def test_a_command_is_answered_even_when_the_workers_are_full(
    me: Member, bot: SlackApp, slack: FakeSlack, gate: threading.Event
):
    """Where somebody would be looked up, the answer comes without."""
    filled(bot, gate)
    slack.user("UBOB", "Bob Stone")
    assert "message to Jane Doe" in me.command(JANE).json["text"]
    assert me.command("why can't I message <@UBOB>?").status == 200
    assert slack.calls("users.info") == []


# Other ways out


def test_refused_blocks_go_out_as_text(me: Member, slack: FakeSlack):
    """A member gets the answer whatever Slack says of its layout."""
    slack.refuse("chat.postMessage", "invalid_blocks")
    me.says(JANE)
    first, second = (call.body for call in slack.wait_for("chat.postMessage", 2))
    assert first["text"] == second["text"]
    assert "blocks" not in second


@pytest.mark.usefixtures("network")
def test_refused_blocks_of_a_press_go_out_as_text(me: Member, slack: FakeSlack):
    """The same at a response_url."""
    press = me.a_press(me.command(JANE).json, "Check again")
    slack.answer(str(press["response_url"]).removeprefix(slack.url), 400, "invalid_blocks")
    me.send_payload(press)
    assert "blocks" not in me.responded(2)


@pytest.mark.parametrize("error", ["user_not_in_channel", "not_in_channel", "channel_not_found"])
def test_a_mention_where_nothing_can_be_whispered_is_answered_by_direct_message(
    me: Member, slack: FakeSlack, error: str
):
    """Never in the channel, where others would read it."""
    slack.refuse("chat.postEphemeral", error)
    me.mentions(JANE)
    assert me.answered()["channel"] == ME.user


@pytest.mark.usefixtures("network")
def test_a_press_whose_message_cannot_be_changed_any_more_is_answered_by_direct_message(me: Member, slack: FakeSlack):
    """Slack takes changes for half an hour."""
    press = me.a_press(me.command(JANE).json, "Check again")
    slack.answer(str(press["response_url"]).removeprefix(slack.url), 404, "expired_url")
    me.send_payload(press)
    assert me.answered()["channel"] == ME.user


def test_a_mention_is_answered_for_its_author_alone(me: Member, slack: FakeSlack):
    """In the channel and thread where it was, as an ephemeral message."""
    me.mentions(JANE, thread="7.7")
    whispered = me.whispered()
    assert (whispered["channel"], whispered["user"], whispered["thread_ts"]) == (CHANNEL, ME.user, "7.7")
    assert slack.calls("chat.postMessage") == []


# Whom a command mentions


@pytest.mark.parametrize("mention", ["<@UBOB>", "<@UBOB|bob>"])
def test_a_mention_in_a_command_is_looked_up_after_the_acknowledgement(me: Member, slack: FakeSlack, mention: str):
    """First a line that it follows, then the answer where the command was typed, for its author alone."""
    slack.user("UBOB", "Bob Stone")
    response = me.command(f"why can't I message {mention}?")
    assert (response.status, response.json["response_type"]) == (200, "ephemeral")
    assert "Bob" not in response.body
    answer = me.responded()
    assert "Bob Stone" in answer["text"]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert [call.body for call in slack.calls("users.info")] == [{"user": "UBOB"}]


def test_a_command_that_mentions_nobody_calls_nobody(me: Member, slack: FakeSlack):
    """It is answered from the store alone."""
    assert "message to Jane Doe" in me.command(JANE).json["text"]
    assert [call.method for call in slack.calls()] == ["auth.test"]


def test_somebody_whom_slack_does_not_tell_is_said_so(me: Member, slack: FakeSlack):
    """No such user, or no permission: an answer all the same."""
    me.command("why can't I message <@UNOBODY>?")
    assert "full name" in me.responded()["text"]
    slack.refuse("users.info", "missing_scope", needed="users:read", provided="chat:write")
    me.command("why can't I message <@UNOBODY>?")
    assert "full name" in me.responded(2)["text"]


# When it fails itself


def broken(store: Store) -> None:
    """Make the store fail in a way that nobody has foreseen."""
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("DROP TABLE threads")


def damaged(store: Store) -> None:
    """Make the store's file something else."""
    for end in ("-wal", "-shm"):
        store.path.with_name(store.path.name + end).unlink(missing_ok=True)
    store.path.write_bytes(b"Jane Doe was here. " * 1000)


def secret(log: pytest.LogCaptureFixture) -> list[str]:
    """What stands in the log and must not."""
    words = ("Jane", "Doe", "xoxb", SECRET, "why can't", "Bob", "Stone", "/response/")
    return [word for word in words if word in everything(log)]


def test_an_unforeseen_error_is_a_sentence_with_a_reference(me: Member, store: Store, log: pytest.LogCaptureFixture):
    """Its reference finds the place in the log, where no text, name or token stands."""
    me.command("help")
    broken(store)
    said = [me.command(JANE).json["text"]]
    me.says(JANE)
    said.append(me.answered()["text"])
    me.mentions(JANE)
    said.append(me.whispered()["text"])
    for text in said:
        assert text.startswith("I failed at that")
        reference = text.rpartition(" ")[2].rstrip(".")
        assert log_of(log).count(reference) == 1
    assert "Traceback" not in log_of(log)
    assert secret(log) == []


def test_the_place_of_an_endless_error_is_one_short_line(log: pytest.LogCaptureFixture):
    """Where it came from and where it began are told, not the thousand steps between."""

    def endless(step: int) -> int:
        return endless(step + 1)

    with pytest.raises(RecursionError) as caught:
        endless(0)
    reference = logged(caught.value)
    (line,) = map(fields_of, log.records)
    assert (line["event"], line["reference"]) == ("something unexpected went wrong", reference)
    assert line["kind"] == "RecursionError"
    assert line["place"].startswith("test_delivery.py:")
    assert line["place"].endswith(test_the_place_of_an_endless_error_is_one_short_line.__name__)
    assert len(line["place"]) < 2_000


@pytest.mark.usefixtures("network")
def test_a_damaged_store_is_told_in_a_sentence(me: Member, store: Store, log: pytest.LogCaptureFixture):
    """A command, a message, a mention and a press each get one; nothing of the file stands in the log."""
    card = me.command(JANE).json
    damaged(store)
    assert me.command(JANE).json["text"].startswith("My store is damaged")
    assert me.says(JANE).status == 200
    assert me.answered()["text"].startswith("My store is damaged")
    assert me.mentions(JANE).status == 200
    assert me.whispered()["text"].startswith("My store is damaged")
    assert me.presses(card, "Check again").status == 200
    assert me.responded()["text"].startswith("My store is damaged")
    assert secret(log) == []


def test_the_bot_recovers_with_its_store(me: Member, store: Store):
    """Once the store is whole again, so are the answers; nothing needs to be started anew."""
    me.command("help")
    damaged(store)
    me.command(JANE)
    store.path.unlink()
    assert "message to Jane Doe" in me.command(JANE).json["text"]


@pytest.mark.usefixtures("network")
def test_nothing_that_anybody_said_stands_in_the_log(me: Member, slack: FakeSlack, log: pytest.LogCaptureFixture):
    """Not even at the most talkative level, from Bolt and Slack's client either, whether it goes well or not."""
    slack.user("UBOB", "Bob Stone")
    slack.refuse("chat.postEphemeral", "user_not_in_channel")
    me.says(JANE)
    me.mentions(JANE)
    me.command("why can't I message <@UBOB>?")
    me.answered(2)
    card = me.command(JANE).json
    me.presses(card, labels(card)[0])
    me.responded(2)
    me.send_json({"type": "Jane Doe", "event": {"type": "Jane Doe"}, "text": "Jane Doe"})
    me.send_payload({"type": "Jane Doe", "callback_id": "Jane Doe"})
    me.send_form(me.a_command(JANE) | {"command": "/janedoe-Jane-Doe"})
    me.send("Jane Doe", "application/json")
    me.send('{"text": "Jane Doe"', "application/json")
    slack.refuse("chat.postMessage", "channel_not_found", times=None)
    before = len(slack.calls("chat.postMessage"))
    me.says(JANE)
    slack.wait_for("chat.postMessage", before + 1)
    assert BOT_TOKEN not in everything(log)
    assert secret(log) == []
