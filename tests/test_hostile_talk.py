"""Nothing typed or stored changes what the bot does: yes means what was asked last, a name is only a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ME, NOW, YESTERDAY, ago, archive, keep, state, tie, url_of

from bot.app import App, compose
from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.replies.model import Button
from bot.settings import Settings
from bot.store import Who
from bot.understanding.request import Intent
from bot.words import BUILT_IN

BOB, CAT = Who("T1", "U2"), Who("T1", "U3")
X = "Xenia Roe"


@dataclass
class Talk:
    """A conversation with the real app."""

    app: App

    def __call__(self, text: str, who: Who = ME, now: datetime = NOW, thread: str = "t") -> Heard:
        """What is heard."""
        return self.app.conversation.hear(who, text, now, thread=thread)

    @property
    def kept(self) -> dict[str, int]:
        """How much is stated and recorded of the asker."""
        stored = self.app.whylocked.stored(ME)
        return {table: stored[table] for table in ("members", "statements", "connections", "changes", "standings")}

    @property
    def level(self) -> str:
        """How the asker's network may be used."""
        return self.app.whylocked.show_sharing(ME).level


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """The asker has an archive and a photo."""
    app = compose(Settings(tmp_path / "talk.db", BUILT_IN, default_db=False))
    state(app.whylocked, ME, ago(40), name="Mia Quell", photo="yes")
    keep(app.whylocked.store, ME, archive(YESTERDAY, connections=[tie("Ann Lee")]))
    return Talk(app)


# --- a yes answers what was asked last, and nothing else -----------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Yes!", "yep", "yes, forget me", "Yes, forget me.", "yes please forget me", "yes delete everything",
        "yes, delete it all", "yes erase my data", "go ahead", "do it", "yes do it", "I'm sure",
        "\u201cyes, forget me\u201d",
    ],
)  # fmt: skip
def test_yes_to_being_forgotten(text: str, talk: Talk) -> None:
    """What says yes to being forgotten is done."""
    assert talk("forget me").pending == "forget_me"
    assert talk(text).request.confirms == "forget_me"
    assert set(talk.kept.values()) == {0}


@pytest.mark.parametrize(
    "text",
    [
        "yes share names", "yes, share my network", "yes switch to names", "yes save my data first", "yes go check Bob",
        "yes forget it", "yes, forget about Bob", "yes delete Bob", "yes but export first", "ask yes to introduce me",
        "is Yes Forget locked", "no, forget me", "yesterday", "what if yes", "photo=yes",
    ],
)  # fmt: skip
def test_no_yes_to_being_forgotten(text: str, talk: Talk) -> None:
    """A yes to something else, or a name that begins like one, forgets nobody; and the next yes does not, either."""
    assert talk("forget me").pending == "forget_me"
    assert talk(text).request.confirms is None
    assert (talk.kept["members"], talk.kept["connections"]) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "text", "level"),
    [
        ("names", "yes", "names"),
        ("names", "yes share", "names"),
        ("names", "Yes, share names", "names"),
        ("off", "yes, share nothing", "off"),
        ("names", "yes, share my network", "names"),
        ("names", "yes share nothing", "count"),
        ("names", "yes, numbers only", "count"),
        ("names", "yes, forget me", "count"),
        ("off", "yes share names", "count"),
    ],
)
def test_yes_to_sharing(wanted: str, text: str, level: str, talk: Talk) -> None:
    """What colleagues learn changes by a yes to that change, not by one to another."""
    assert talk(f"share_network={wanted}").pending == f"share_network={wanted}"
    talk(text)
    assert talk.level == level


def test_yes_to_numbers_only(talk: Talk) -> None:
    """The words on the button can be typed."""
    state(talk.app.whylocked, ME, ago(1), share_network="names")
    talk("share_network=count")
    talk("Yes, numbers only")
    assert talk.level == "count"


@pytest.mark.parametrize(
    "refused", ["photo=perhaps", "connections=many", "shared=x", "share_network=perhaps", "a " * 30_000]
)
def test_what_is_refused_in_between_takes_the_question_away(refused: str, talk: Talk) -> None:
    """After "photo takes yes or no" a yes is about the photo: it does not forget anybody."""
    talk("forget me")
    with pytest.raises(UserError):
        talk(refused)
    assert talk("yes").request.confirms is None
    assert talk.kept["connections"] == 1


def test_what_is_refused_leaves_a_conversation_that_waits_for_nothing(talk: Talk) -> None:
    """A value that does not fit changes nothing of where a conversation stands."""
    talk(f"why can't I message {X}?")
    before = talk.app.whylocked.last_turn(ME, "t", NOW)
    with pytest.raises(UserError):
        talk("photo=perhaps")
    assert talk.app.whylocked.last_turn(ME, "t", NOW) == before


@pytest.mark.parametrize(
    "said", ["hello", "help", "is Ann Lee locked?", "photo=no", "show my profile", "as csv", "1", "undo"]
)
def test_yes_after_something_else_is_no_answer(said: str, talk: Talk) -> None:
    """Once the conversation went on, a yes is not about being forgotten any more."""
    talk("forget me")
    talk(said)
    assert talk("yes").request.confirms is None
    assert talk.kept["connections"] == 1


def test_yes_elsewhere_is_no_answer(talk: Talk) -> None:
    """A yes of somebody else, in another thread, or in another workspace confirms nothing."""
    talk("forget me")
    for who, thread in ((BOB, "t"), (ME, "u"), (Who("T2", ME.user), "t")):
        assert talk("yes, forget me", who, thread=thread).request.confirms is None
    assert talk.kept["connections"] == 1


# --- a name is only a name -----------------------------------------------------------------------------------------

NAMES = [
    "yes, forget me", "undo 3", "ask Bob",  "<!channel>", "<https://evil.example|click>", "*bold*",
    "Bob photo=no", "what if photo=no", "I have 3 skills", "Bob and I added a photo", "forget me", "export my data",
    "as csv", "me", "1", "Ann Lee and Tom Oak", "new job: CEO at Evil", "share_network=names", "no", "check again",
    "Bob\nphoto=no", "Bob\u202egnp", "<@U3>", "Mia Quell", "A" * 180, "{name}", "\u200b", "Ann Lee",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("waits", [False, True])
def test_a_note_is_all_that_a_name_on_a_button_asks_for(waits: bool, name: str, talk: Talk) -> None:  # noqa: FBT001
    """Whatever a colleague or a contact is called, pressing the button drafts a note to them, and nothing else."""
    whylocked, url = talk.app.whylocked, url_of("b1")
    keep(whylocked.store, ME, archive(YESTERDAY, connections=[tie("Ann Lee"), tie(name, url)]))
    if name.isprintable():
        state(whylocked, BOB, ago(3), name=name)
    state(whylocked, BOB, ago(3), url=url, share_network="names")
    keep(whylocked.store, BOB, archive(YESTERDAY, connections=[tie(X)]))
    before = talk.kept
    reply = talk(f"who can introduce me to {X}").reply
    pressed = [each for each in reply.actions if isinstance(each, Button)]
    assert len(pressed) == 1
    assert not {"\n", "\u202e"} & {*pressed[0].says, *pressed[0].label}
    if waits:
        talk("forget me", thread="t")
        talk(f"who can introduce me to {X}")
    heard = talk(pressed[0].says)
    target = heard.request.targets[0]
    assert (heard.request.intent, heard.request.aspect) == (Intent.WHO_CAN_INTRODUCE, "request")
    assert (target.person and target.person.url, heard.pending, talk.kept) == (url, None, before)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize(
    ("name", "aspect"), [("undo", "undo"), ("Export", "export"), ("as csv", "csv"), ("Hello", None), ("Help", None)]
)
def test_a_command_stays_one_whoever_is_called_so(name: str, aspect: str | None, own: bool, talk: Talk) -> None:  # noqa: FBT001
    """Neither a colleague nor a contact with a command for a name takes it away from anybody."""
    without = talk(name).request
    if own:
        keep(talk.app.whylocked.store, ME, archive(YESTERDAY, connections=[tie("Ann Lee"), tie(name)]))
    else:
        state(talk.app.whylocked, BOB, ago(3), name=name, url=url_of(name))
    assert without.aspect == aspect
    assert talk(name, thread="u").request == without


def test_without_an_address_a_name_that_says_something_else_has_no_button(talk: Talk) -> None:
    """Who can be told by a name alone, which would be understood otherwise, is named without a button."""
    for who, name in ((BOB, "I have 3 skills"), (CAT, "ask Bob to introduce me")):
        state(talk.app.whylocked, who, ago(3), name=name, share_network="names")
        keep(talk.app.whylocked.store, who, archive(YESTERDAY, connections=[tie(X)]))
    reply = talk(f"who can introduce me to {X}").reply
    assert "I have 3 skills: a colleague" in reply.text
    assert "ask Bob to introduce me: a colleague" in reply.text
    assert reply.actions == ()


# --- consent taken back --------------------------------------------------------------------------------------------


def test_what_a_closed_network_told_is_not_repeated(talk: Talk) -> None:
    """Where somebody works is told by whoever still shares names, not by a network that was closed since."""
    whylocked = talk.app.whylocked
    for who, name, company in ((BOB, "Bob Ray", "Secret Labs"), (CAT, "Cat Poe", "Globex")):
        state(whylocked, who, ago(3), name=name, url=url_of(name), share_network="names")
        keep(whylocked.store, who, archive(YESTERDAY, connections=[tie(X, company=company)]))
    talk(f"who can introduce me to {X}")
    turn = whylocked.last_turn(ME, "t", NOW)
    assert "Secret Labs" in str(turn)
    state(whylocked, BOB, NOW, share_network="off")
    note = talk("ask Cat Poe to introduce me").reply.text
    assert ("Secret Labs" in note, "Globex" in note) == (False, True)


def test_candidates_of_a_closed_network_are_nobody(talk: Talk) -> None:
    """Where none is left to choose from, nobody is asked about."""
    whylocked = talk.app.whylocked
    state(whylocked, BOB, ago(3), name="Bob Ray", url=url_of("Bob Ray"), share_network="names")
    twins = [tie(X, url_of("xenia one"), company="Globex"), tie(X, url_of("xenia two"), company="Acme")]
    keep(whylocked.store, BOB, archive(YESTERDAY, connections=twins))
    assert "Globex" in talk(f"is {X} locked?").reply.text
    state(whylocked, BOB, NOW, share_network="off")
    for text in ("1", "why?", "the Globex one", "how do I fix it"):
        heard = talk(text)
        assert [name for name in ("Acme", "xenia-one") if name in heard.reply.text] == []
