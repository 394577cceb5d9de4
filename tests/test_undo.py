"""What is stated is receipted with before and after, and the last of it can be taken back, with its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from cli import BOB, Desk, knows, mara, take
from conftest import ME, NOW, ago, archive, found, keep, state, unknown, url_of

from bot.app import App, compose
from bot.conversation.heard import Heard
from bot.demo import archives
from bot.errors import UserError
from bot.facts import Basis, Fact
from bot.people import TargetStatus
from bot.replies.model import Button
from bot.settings import Settings
from bot.store import Store, Who
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.usecases.changes import Changed, Refusal, Saved, SharedSaved, Undone
from bot.words import BUILT_IN

JANE = found("Jane Doe")


def rows(store: Store, who: Who = ME, *, but: str = "changes") -> Mapping[str, object]:
    """Everything that is stored of a member, without what the last change replaced."""
    with store.reading() as session:
        return {table: kept for table, kept in session.leaving.everything(who).items() if table != but}


def stated(store: Store, who: Who = ME) -> dict[str, object]:
    with store.reading() as session:
        return dict(session.members.statements(who))


# --- the use case ---------------------------------------------------------------------------------------------


def test_a_statement_is_undone_to_what_was_stated_before_with_its_day(whylocked: Whylocked, store: Store):
    """An earlier value comes back with the moment at which it was stated; a new statement goes."""
    state(whylocked, at=ago(3), connections=12)
    before = rows(store)
    saved = whylocked.state(ME, [("connections", "212"), ("photo", "yes")], NOW)
    assert saved == Saved(2, {"connections": Changed(12, 212), "photo": Changed(None, now=True)})

    assert whylocked.undo(ME, saved.number, NOW) == Undone(
        {"connections": Changed(212, 12), "photo": Changed(before=True, now=None)}
    )
    assert rows(store) == before
    assert stated(store) == {"connections": (12, ago(3))}


def test_two_changes_of_one_list_add_up(whylocked: Whylocked, store: Store):
    """What one message adds to a list and takes off it is both done, in its order, and undone together."""
    state(whylocked, at=ago(3), skills="SQL, Excel")
    saved = whylocked.state(ME, [("skills", "+Rust"), ("skills", "-Excel")], NOW)
    assert saved.fields == {"skills": Changed(["SQL", "Excel"], ["SQL", "Rust"])}
    whylocked.undo(ME, saved.number, NOW)
    assert stated(store) == {"skills": (["SQL", "Excel"], ago(3))}


def test_a_statement_over_an_archive_is_undone_to_what_the_archive_says(whylocked: Whylocked, store: Store):
    """Without an earlier statement the archive's fact is known again."""
    keep(store, ME, archive(skills=["SQL"]))
    assert whylocked.state(ME, [("skills", "5")], NOW).fields == {"skills": Changed(["SQL"], 5)}
    assert whylocked.undo(ME, None, NOW) == Undone({"skills": Changed(5, ["SQL"])})
    assert whylocked.show_profile(ME, NOW)["skills"] == Fact(["SQL"], Basis.ARCHIVE, ago(1).date())


def test_more_connections_are_added_to_what_is_known(whylocked: Whylocked):
    """So many more count on from a number that is known; where none is, they say no number at all."""
    with pytest.raises(UserError, match="added_to_unknown"):
        whylocked.state(ME, [("photo", "yes"), ("connections", "+3")], NOW)
    assert whylocked.state(ME, [("connections", "12")], NOW).fields == {"connections": Changed(None, 12)}
    assert whylocked.state(ME, [("connections", "+3")], NOW).fields == {"connections": Changed(12, 15)}


def test_a_statement_taken_back_comes_back(whylocked: Whylocked):
    """`unknown` takes a statement back, and undo brings it again."""
    state(whylocked, at=ago(2), photo="no")
    saved = whylocked.state(ME, [("photo", "unknown")], NOW)
    assert saved == Saved(2, {"photo": Changed(before=False, now=None)}, frozenset({"photo"}))
    assert whylocked.undo(ME, None, NOW) == Undone({"photo": Changed(None, now=False)})
    assert whylocked.show_profile(ME, NOW)["photo"] == Fact(False, Basis.STATED, ago(2).date())  # noqa: FBT003


def test_what_others_may_know_is_undone_too(whylocked: Whylocked, store: Store):
    """The name by which colleagues find a member, and how the network may be used, go back with the statement."""
    before = None
    with store.writing() as session:
        session.members.ensure(ME)
    before = rows(store)
    state(whylocked, name="Mia Quell", share_network="names")
    assert whylocked.undo(ME, None, NOW) == Undone(
        {"name": Changed("Mia Quell", None), "share_network": Changed("names", "count")}
    )
    assert rows(store) == before


@pytest.mark.parametrize(
    ("before", "now", "undone"),
    [
        ("names", "count", "count"), ("names", "off", "off"), ("count", "off", "off"), (None, "off", "off"),
        ("count", "names", "count"), ("off", "names", "off"), (None, "names", "count"), ("names", "names", "names"),
        (None, "count", "count"),
    ],
)  # fmt: skip
def test_undo_opens_no_network(before: str | None, now: str, undone: str, whylocked: Whylocked):
    """Whoever closed the network does not open it by a word that may have been meant for something else."""
    if before is not None:
        state(whylocked, ME, ago(1), share_network=before)
    state(whylocked, ME, NOW, share_network=now, photo="yes")
    refused = whylocked.undo(ME, None, NOW) is Refusal.OPENS
    photo = whylocked.show_profile(ME, NOW)["photo"]
    assert (whylocked.show_sharing(ME).level, photo is not None) == (undone, refused)


@pytest.mark.parametrize("target", [JANE, unknown("Nobody Known"), unknown("x", url_of("Nobody Known"))])
@pytest.mark.parametrize("earlier", [None, "1"])
def test_a_number_of_shared_connections_is_undone(
    target: object, earlier: str | None, whylocked: Whylocked, store: Store
):
    """The number that was said before comes back with its moment and can be found by name as before."""
    state(whylocked, at=ago(3), photo="yes")
    if earlier is not None:
        whylocked.state_shared(ME, target, earlier, ago(2))  # type: ignore[arg-type]
    before = rows(store)
    saved = whylocked.state_shared(ME, target, "3", NOW)  # type: ignore[arg-type]
    was = None if earlier is None else int(earlier)
    assert saved.shared == Changed(was, 3)

    undone = whylocked.undo(ME, saved.number, NOW)
    assert isinstance(undone, Undone)
    assert undone.shared is not None
    assert undone.shared[1] == Changed(3, was)
    assert rows(store) == before


def test_what_was_said_of_a_name_comes_back_when_its_url_was_stated(whylocked: Whylocked, store: Store):
    """A statement of somebody by URL replaces the one of the name alone; undone, that one is there again."""
    whylocked.state_shared(ME, unknown("Jane Doe"), "1", ago(2))
    before = rows(store)
    assert whylocked.state_shared(ME, JANE, "3", NOW) == SharedSaved(2, Changed(1, 3))
    assert rows(store) != before
    whylocked.undo(ME, None, NOW)
    assert rows(store) == before


@pytest.mark.parametrize("earlier", [None, True, False])
def test_an_answer_on_the_padlock_is_undone(earlier: bool | None, whylocked: Whylocked, store: Store):  # noqa: FBT001
    """The answer given before comes back, and is no answer where there was none."""
    diagnosis = whylocked.ask(ME, JANE, ago(1)).diagnosis or ""
    if earlier is not None:
        whylocked.answer_padlock(ME, diagnosis, shown=earlier, now=ago(1))
    before = rows(store)
    _, number = whylocked.answer_padlock(ME, diagnosis, shown=True, now=NOW)
    assert rows(store) != before
    assert whylocked.undo(ME, number, NOW) == Undone(padlock=True)
    assert rows(store) == before


def test_an_answer_on_no_diagnosis_of_the_members_is_no_change(whylocked: Whylocked):
    """Nothing is kept of a padlock where no diagnosis is the member's, so there is nothing to undo."""
    assert whylocked.answer_padlock(ME, "D-22222", shown=True, now=NOW) == (frozenset(), None)
    assert whylocked.undo(ME, None, NOW) is Refusal.NOTHING


def test_what_one_message_states_is_one_change(whylocked: Whylocked, store: Store):
    """A number of shared connections, fields and the padlock of one message are undone together."""
    diagnosis = whylocked.ask(ME, JANE, ago(1)).diagnosis or ""
    before = rows(store)
    first = whylocked.state_shared(ME, JANE, "3", NOW).number
    second = whylocked.state(ME, [("photo", "yes")], NOW, goes_with=first).number
    _, third = whylocked.answer_padlock(ME, diagnosis, shown=False, now=NOW, goes_with=second)
    assert (first, second, third) == (1, 1, 1)
    assert whylocked.undo(ME, 1, NOW) == Undone(
        {"photo": Changed(before=True, now=None)}, ("Jane Doe", Changed(3, None)), padlock=True
    )
    assert rows(store) == before


def test_only_the_last_change_is_undone_and_once(whylocked: Whylocked, store: Store):
    """An earlier change is left alone, as is one that is undone; what is said after that is a change of its own."""
    assert whylocked.undo(ME, None, NOW) is Refusal.NOTHING
    state(whylocked, photo="yes")
    state(whylocked, connections=212)
    before = rows(store, but="")
    for number in (0, 1, 3):
        assert whylocked.undo(ME, number, NOW) is Refusal.NOT_LAST
    assert rows(store, but="") == before
    assert isinstance(whylocked.undo(ME, 2, NOW), Undone)
    before = rows(store, but="")
    assert [whylocked.undo(ME, number, NOW) for number in (None, 2, 1)] == [
        Refusal.ALREADY,
        Refusal.ALREADY,
        Refusal.NOT_LAST,
    ]
    assert rows(store, but="") == before
    assert whylocked.state(ME, [("photo", "no")], NOW, goes_with=2).number == 3


def test_nobody_undoes_for_another(whylocked: Whylocked, store: Store):
    """A change is its member's, in the member's workspace."""
    state(whylocked, photo="yes")
    before = rows(store)
    for other in (Who("T1", "U2"), Who("T2", "U1")):
        assert whylocked.undo(other, 1, NOW) is Refusal.NOTHING
    assert rows(store) == before


# --- the conversation -----------------------------------------------------------------------------------------


class Talk:
    """A member who talks with the bot, in what is understood already."""

    def __init__(self, desk: Desk) -> None:
        self.who = Who(desk.team, desk.user)
        self.app: App = compose(Settings(desk.db, BUILT_IN, default_db=False))
        self.previous: Turn | None = None

    def says(self, text: str) -> Heard:
        """What comes of a message as it is typed."""
        heard = self.app.conversation.hear(self.who, text, NOW, thread="t")
        targets = tuple(answer.target for answer in heard.answers)
        diagnosis = heard.answers[0].diagnosis if heard.answers else None
        if heard.answers:
            self.previous = Turn(Intent.ASK_LOCK, targets, heard.reply.asks, diagnosis=diagnosis)
        return heard

    def undoes(self, number: str | None = None) -> Heard:
        """What comes of "undo", once understood."""
        request = Request(Intent.UPDATE_PROFILE, aspect="undo", value=number)
        return self.app.conversation._answered(self.who, request, self.previous, NOW)  # noqa: SLF001


def undo_of(heard: Heard) -> str:
    """What the undo button says."""
    (button,) = (one for one in heard.reply.actions if isinstance(one, Button) and one.label == "Undo")
    return button.says


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Mara of the specification's example."""
    return Talk(mara(tmp_path))


def test_a_receipt_shows_before_and_after_and_offers_undo(talk: Talk):
    """What was stated stands with what was known before; a button undoes exactly that, and typing does."""
    heard = talk.says("connections=9 photo=yes skills=unknown")
    assert [line.text for line in heard.reply.lines[:2]] == [
        "Saved: connections 12 → 9; photo not known → yes.",
        "Taken back: skills Excel, Purchasing, as before. (Wrong? Say undo.)",
    ]
    assert heard.reply.lines[1].beside_buttons == "Taken back: skills Excel, Purchasing, as before."
    assert undo_of(heard) == "undo 2"  # Mara stated something before


def test_undo_says_what_is_known_again_and_what_that_changes(talk: Talk):
    """The person asked about is checked again after an undo, briefly, with what changed."""
    talk.says("why can't I message Jane Doe?")
    heard = talk.says("skills=5")
    assert "That clears your profile." in heard.reply.text
    undone = talk.undoes(undo_of(heard).removeprefix("undo "))
    assert [line.text for line in undone.reply.lines[:3]] == [
        "Undone: skills 5 → Excel, Purchasing.",
        "That puts your profile in the way.",
        "Locked: 2 things stand in the way of a message to Jane Doe.",
    ]
    assert [answer.target.person.name for answer in undone.answers if answer.target.person] == ["Jane Doe"]
    assert talk.undoes().reply.text == "That is undone already, so I changed nothing."


def test_undo_of_what_no_check_looks_at(tmp_path: Path):
    """Nothing is checked again for a name."""
    desk = Desk(tmp_path / "whylocked.db")
    talk = Talk(desk)
    assert talk.undoes().reply.text == "There is nothing to undo: you have told me nothing yet."
    talk.says("name=Mia Quell")
    assert talk.undoes().reply.text == "Undone: name Mia Quell → not known."


def test_an_older_receipt_undoes_nothing(talk: Talk):
    """A button of an older receipt, and a number that is none, leave everything as it is, and say so."""
    old = undo_of(talk.says("photo=yes"))
    talk.says("connections=212")
    for number in (old.removeprefix("undo "), "9", "all"):
        heard = talk.undoes(number)
        assert heard.reply.text == (
            "You have told me something newer since, so I changed nothing. Say undo to take the newest back."
        )
        assert heard.answers == ()


def test_the_button_of_an_older_receipt_undoes_nothing(talk: Talk):
    """What an older receipt's button says is understood with its number, so the newer statement stays."""
    old = undo_of(talk.says("connections=212"))
    newer = undo_of(talk.says("photo=no"))
    assert talk.says(old).reply.text == (
        "You have told me something newer since, so I changed nothing. Say undo to take the newest back."
    )
    assert talk.says(newer).reply.lines[0].text == "Undone: photo no → not known."


def test_undo_of_shared_connections_and_the_padlock(talk: Talk):
    """Both are said in words, and the person is checked again."""
    talk.says("why can't I message Zora Quist?")
    saved = talk.says("shared=3 padlock=no")
    assert saved.reply.lines[0].text == "Saved: connections shared with Zora Quist not known → 3."
    undone = talk.undoes()
    assert undone.reply.lines[0].text == (
        "Undone: connections shared with Zora Quist 3 → not known; what you said of the padlock."
    )
    assert undone.answers[0].facts.shared is None


def test_the_padlock_alone_is_undone(talk: Talk):
    """The answer on the padlock has its own button."""
    talk.says("why can't I message Jane Doe?")
    noted = talk.says("padlock=no")
    assert undo_of(noted) == "undo 2"
    assert talk.undoes("2").reply.lines[0].text == "Undone: what you said of the padlock."


def test_an_undo_forgets_no_conversation(tmp_path: Path):
    """A number undone while several persons are asked about is undone for whom it was about."""
    desk = Desk(tmp_path / "whylocked.db")
    take(desk, archives.files_of_2026(connections=knows(BOB)), tmp_path)
    talk = Talk(desk)
    talk.says("why can't I message Zora Quist and Otto Other?")
    talk.says("photo=yes")
    statuses = [answer.target.status for answer in talk.undoes().answers]
    assert statuses == [TargetStatus.UNKNOWN, TargetStatus.UNKNOWN]


# --- the command line -----------------------------------------------------------------------------------------


def test_the_command_line_shows_before_and_after(tmp_path: Path):
    """`profile set` and `shared set` say what was known before."""
    desk = Desk(tmp_path / "whylocked.db")
    assert desk("profile", "set", "connections=12").answered == "Saved: connections not known → 12.\n"
    assert desk("profile", "set", "connections=212").answered == "Saved: connections 12 → 212.\n"
    assert desk("profile", "set", "connections=212").answered == "Saved: connections 212, as before.\n"
    assert desk("profile", "set", "connections=unknown").answered == "Taken back: connections 212 → not known.\n"
    shared = "connections shared with Jane Doe"
    assert desk("shared", "set", "Jane Doe", "3").answered == f"Saved: {shared} not known → 3.\n"
    assert desk("shared", "set", "Jane Doe", "unknown").answered == f"Taken back: {shared} 3 → not known.\n"


def test_a_change_is_kept_only_until_the_next(whylocked: Whylocked, store: Store):
    """Of what a statement replaced nothing is left once another was made."""
    state(whylocked, at=NOW - timedelta(days=1), name="Old Name")
    state(whylocked, name="New Name")
    state(whylocked, photo="yes")
    with store.reading() as session:
        assert "Name" not in str(session.leaving.everything(ME)["changes"])
