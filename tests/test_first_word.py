"""The first word in Slack, by any door: three lines of welcome above the answer, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import run
from conftest import ME, keep, whole_archive
from fake_slack import FakeSlack
from signed import Member, said_in

from bot.demo import archives
from bot.slack_app import SlackApp
from bot.store import Store
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words

WELCOME = Words(BUILT_IN).say("welcome.text").strip("\n")
HELP = "I tell you why you can't message somebody on LinkedIn. Only you see my answers."
SET_UP = (
    "You administer this workspace: /whylocked-admin shows what you can set up in it, like who looks after appeals."
)


@pytest.fixture
def new(me: Member) -> Member:
    """Somebody who was never here; `me` was."""
    return me.of("UNEW", new=True)


def a_visit(member: Member, tab: str, **more: object) -> dict[str, object]:
    """The event of a tab that is opened."""
    return member.an_event(
        {"type": "app_home_opened", "user": member.user, "channel": member.direct, "tab": tab, **more}
    )


def test_the_welcome_has_three_short_lines():
    """What this is for, what makes it know more, who sees what."""
    lines = WELCOME.split("\n")
    assert len(lines) == 3
    assert max(map(len, lines)) <= 125


@pytest.mark.parametrize("door", ["command", "direct message", "mention", "author", "person"])
def test_by_every_door_the_first_answer_stands_below_the_welcome(new: Member, door: str):
    """Above the answer, not instead of it; the second answer stands alone."""

    def said(count: int) -> str:
        match door:
            case "command":
                return str(new.command("help").json["text"])
            case "direct message":
                new.says("help")
                return said_in(new.answered(count))
            case "mention":
                new.mentions("help")
                return said_in(new.whispered(count))
            case "author":
                new.send_payload(new.a_message_shortcut({"user": new.user}))
                return said_in(new.responded(count))
            case _:
                new.send_payload(new.a_shortcut())
                new.submits(new.opened(count), typed="Zed Quux")
                return said_in(new.answered(count))

    answer = said(1).removeprefix(f"{WELCOME}\n\n")
    first_line = answer.partition("\n")[0]
    assert first_line in {
        HELP + " Try, here or behind /whylocked:",
        "That's you. LinkedIn has no lock between you and yourself; ask me about somebody else.",
        "I don't know your LinkedIn account yet, so I can't say what locks a message to Zed Quux.",
    }
    assert WELCOME.partition("\n")[0] not in said(2)


def test_an_upload_alone_is_a_first_word_too(new: Member, slack: FakeSlack, tmp_path: Path):
    """A direct message without any text: the welcome stands above what came in."""
    path = archives.write_zip(tmp_path / "a.zip", {"Skills.csv": b"Name\nSQL\n"})
    file = slack.file("F1", path.read_bytes(), "Basic_LinkedInDataExport_11-20-2026.zip")
    new.says("", files=[file], subtype="file_share")
    slack.wait_for("chat.update")
    said = said_in(slack.only("chat.update").body)
    assert said.startswith(f"{WELCOME}\n\nImported")


def test_every_answer_of_a_person_shortcut_shows_the_welcome_in_the_form_too(new: Member):
    """What is read at once is the whole answer."""
    new.send_payload(new.a_shortcut())
    update = new.submits(new.opened(), typed="Zed Quux").json
    assert "Welcome!" in json.dumps(update, ensure_ascii=False)


@pytest.mark.parametrize("tab", ["messages", "home"])
def test_who_opens_the_app_first_is_welcomed_in_the_direct_messages(new: Member, slack: FakeSlack, tab: str):
    """Once, however often it is opened; a first word after it is answered alone."""
    for _ in range(2):
        assert new.send_json(a_visit(new, tab)).status == 200
    assert said_in(new.answered()) == WELCOME
    assert new.answered()["channel"] == new.direct
    new.says("help")
    assert said_in(new.answered(2)).startswith(HELP)
    assert len(slack.calls("chat.postMessage")) == 2


def test_a_tab_that_nothing_is_done_about_is_no_visit(new: Member, slack: FakeSlack):
    """Nor is one that nobody opened."""
    assert new.send_json(a_visit(new, "about")).status == 200
    assert new.send_json(new.an_event({"type": "app_home_opened", "tab": "messages"})).status == 200
    new.app.desk.workers.stop()
    assert [call.method for call in slack.calls()] == ["auth.test"]


def test_an_error_is_no_first_answer(new: Member):
    """Who is told only what was wrong is welcomed with the first answer."""
    assert new.command("set skills=").json["text"].startswith("skills= has no value")
    assert new.command("help").json["text"].startswith("Welcome!")


def test_whoever_has_been_forgotten_is_welcomed_with_the_next_word(me: Member, store: Store, whylocked: Whylocked):
    """Not with the word that they are gone, of which nothing is kept."""
    keep(store, ME, whole_archive())
    me.command("forget me")
    assert me.command("yes, forget me").json["text"].startswith("Done. I have forgotten you")
    assert sum(whylocked.stored(ME).values()) == 0
    assert me.command("forget me").json["text"].startswith("I hold nothing of you")
    assert me.command("help").json["text"].startswith("Welcome!")


def test_an_unknown_command_text_is_told_with_an_example_below_the_welcome(new: Member):
    """Whatever is typed first."""
    said = new.command("what's for lunch").json["text"]
    assert said.startswith(f"{WELCOME}\n\n")
    assert "Ask “why can't I message Jane Doe?”" in said


def test_a_terminal_says_no_welcome():
    """There the command line's own help is the first word."""
    assert "Welcome" not in run("ask", "help").answered


def test_the_first_of_a_workspace_is_told_what_to_set_up_where_they_administer_it(bot: SlackApp, slack: FakeSlack):
    """After the answer, once, privately; a second admin finds it done."""
    for user in ("UONE", "UTWO"):
        slack.user(user, "Ann Admin", is_admin=True, team_id="T1")
    first, second = (Member(bot, slack, user, new=True) for user in ("UONE", "UTWO"))
    first.command("help")
    second.command("help")
    assert (first.answered()["channel"], said_in(first.answered())) == ("UONE", SET_UP)
    bot.desk.workers.stop()
    assert len(slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("more", [{}, {"is_admin": True, "is_bot": True}, {"is_owner": True, "team_id": "T9"}])
def test_nobody_else_is(bot: SlackApp, slack: FakeSlack, more: dict[str, object]):
    """Whoever is no admin here hears nothing of it."""
    slack.user("UONE", "Ann Lee", **more)
    Member(bot, slack, "UONE", new=True).command("help")
    bot.desk.workers.stop()
    assert slack.calls("chat.postMessage") == []


def test_a_store_that_cannot_keep_it_loses_no_answer(new: Member, monkeypatch: pytest.MonkeyPatch):
    """The answer stands alone, and the next one has the welcome."""
    from bot.errors import UserError
    from bot.usecases.welcoming import Welcoming

    def busy(*_: object) -> None:
        raise UserError("store_busy", path="x")

    with monkeypatch.context() as patched:
        patched.setattr(Welcoming, "welcome", busy)
        assert new.command("help").json["text"].startswith(HELP)
    with monkeypatch.context() as patched:
        patched.setattr(Welcoming, "is_new", busy)
        assert new.command("help").json["text"].startswith(HELP)
    assert new.command("help").json["text"].startswith("Welcome!")
