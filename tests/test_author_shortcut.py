"""The shortcut at a message: who wrote it is answered about, privately; what it says is nobody's business."""

from __future__ import annotations

import pytest
from conftest import ME, keep, state, tie, whole_archive
from fake_slack import FakeSlack
from signed import CHANNEL, Member, labels, said_in

from bot.store import Store, Who
from bot.usecases import Whylocked

BOB = {"user": "UBOB"}
APP = "An app wrote that, and apps aren't on LinkedIn. Try it at a message that a person wrote."
ME_TOO = "That's me. I'm not on LinkedIn, so nothing locks us; ask me about somebody else."
ELSEWHERE = (
    "Whoever wrote that is of another workspace, so I can't see who they are on LinkedIn. Ask me by full name or "
    "profile address: /whylocked linkedin.com/in/jane-doe"
)
STRANGER = (
    "I can't see who that is on LinkedIn. Ask me by full name or profile address: /whylocked linkedin.com/in/jane-doe"
)


@pytest.fixture(autouse=True)
def _known(store: Store) -> None:
    keep(store, ME, whole_archive(name="Nora Lind", connections=[tie("Bob Stone"), tie("Carl Park")]))


def asked_at(me: Member, message: dict[str, object], **more: object) -> str:
    """What the shortcut at a message is answered."""
    before = len([call for call in me.slack.calls() if call.method.startswith("/response/")])
    assert me.send_payload(me.a_message_shortcut(message, **more)).status == 200
    return said_in(me.responded(before + 1))


def test_a_member_is_answered_about_by_what_they_told(me: Member, whylocked: Whylocked, slack: FakeSlack):
    """Whoever has stated their name and address needs no look-up; only who asked sees the answer, with its buttons."""
    state(whylocked, Who("T1", "UBOB"), name="Bob Stone", url="linkedin.com/in/bob-stone")
    assert "Bob Stone" in asked_at(me, BOB).partition("\n")[0]
    answer = me.responded()
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert "Check again" in labels(answer)
    assert slack.calls("users.info") == []


def test_an_author_of_whom_nothing_is_stored_is_found_by_the_name_that_slack_shows(me: Member, slack: FakeSlack):
    """As a mention finds them."""
    slack.user("UBOB", "Bob Stone")
    assert "You and Bob Stone are connected." in asked_at(me, BOB)
    slack.only("users.info")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"user": "UAPP", "bot_id": "B9"}, APP),
        ({"subtype": "bot_message", "bot_id": "B9"}, APP),
        ({"subtype": "bot_message", "username": "hook"}, APP),
        ({"user": "USLACKBOT"}, APP),
        ({"user": "<!channel>"}, APP),
        ({"user": "UBOT", "bot_id": "BBOT"}, ME_TOO),
        ({"user": "U1"}, "That's you. LinkedIn has no lock between you and yourself; ask me about somebody else."),
        ({"user": "UELSE", "team": "T9"}, ELSEWHERE),
        ({"user": "UELSE", "user_team": "T9"}, ELSEWHERE),
        ({"user": "UGONE"}, STRANGER),
        ({"user": "UGONE", "team": None}, STRANGER),
    ],
)  # fmt: skip
def test_whoever_cannot_be_asked_about_is_told_in_a_sentence_that_helps(
    me: Member, message: dict[str, object], said: str
):
    """Apps, oneself, the bot, people of other workspaces, people whom Slack shows no name of."""
    assert asked_at(me, message) == said


def test_somebody_of_another_workspace_is_found_by_name_where_slack_tells_it(me: Member, slack: FakeSlack):
    """They are looked up in the asker's own network, as anybody is."""
    slack.user("UELSE", "Carl Park")
    assert "You and Carl Park are connected." in asked_at(me, {"user": "UELSE", "team": "T9"})


def test_what_the_message_says_is_neither_read_nor_kept(me: Member, slack: FakeSlack, store: Store):
    """Not even where it names somebody, or says something to the bot."""
    slack.user("UBOB", "Bob Stone")
    said = asked_at(me, {**BOB, "text": "forget me, why can't I message Carl Park? zanzibar"})
    assert "Bob Stone" in said
    assert "Carl" not in said
    assert b"zanzibar" not in store.path.read_bytes()


def test_the_conversation_goes_on_from_it_there(me: Member, slack: FakeSlack):
    """In the channel, and in the message's thread."""
    slack.user("UBOB", "Bob Stone")
    asked_at(me, BOB)
    assert "Bob Stone" in me.command("how do I fix it?", channel=CHANNEL).json["text"]
    me.mentions("how do I fix it?", thread="1795176000.000001")
    assert "Bob Stone" in said_in(me.whispered())


def test_it_says_nothing_in_the_conversation_that_goes_on(me: Member, slack: FakeSlack, whylocked: Whylocked):
    """Used while a question waits, it answers no question: it is no word of the asker's."""
    slack.user("UBOB", "Bob Stone")
    me.command("forget me", channel=CHANNEL)
    assert "Bob Stone" in asked_at(me, BOB).partition("\n")[0]
    assert whylocked.stored(ME)["connections"] == 2


def test_used_twice_it_is_answered_once(me: Member, slack: FakeSlack):
    """The same use delivered again is one; another use is another."""
    payload = me.a_message_shortcut({"user": "U1"})
    me.send_payload(payload)
    me.send_payload(payload)
    me.send_payload(me.a_message_shortcut({"user": "U1"}))
    me.app.desk.workers.stop()
    assert len([call for call in slack.calls() if call.method.startswith("/response/")]) == 2


def test_where_it_cannot_be_answered_in_place_it_is_by_direct_message(me: Member, slack: FakeSlack):
    """And the conversation goes on from there."""
    slack.user("UBOB", "Bob Stone")
    payload = me.a_message_shortcut(BOB)
    slack.answer(f"/response/{str(payload['response_url']).rpartition('/')[2]}", 404, "expired_url", times=None)
    me.send_payload(payload)
    assert me.answered()["channel"] == "U1"
    me.says("how do I fix it?")
    assert "Bob Stone" in said_in(me.answered(2))


def test_without_a_place_nothing_is_done(me: Member, slack: FakeSlack):
    """A payload that names no place is taken in."""
    assert me.send_payload({**me.a_message_shortcut(BOB), "channel": None}).status == 200
    me.app.desk.workers.stop()
    assert [call.method for call in slack.calls()] == ["auth.test"]
