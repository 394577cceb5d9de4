"""Networks in conversation: whole replies, held as prose, what can be pressed, and what is remembered."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOW, YESTERDAY, ago, archive, invited, keep, messages, state, tie, url_of, whole_archive

from bot.app import App, compose
from bot.archive.rows import Connection, Correspondent, Direction
from bot.conversation.heard import Heard, turn_after
from bot.errors import UserError
from bot.people import TargetStatus
from bot.replies.model import Button, Reply
from bot.settings import Settings
from bot.store import Who
from bot.understanding.request import Intent, Request, Turn
from bot.understanding.who import find
from bot.words import BUILT_IN

REPLIES = tomllib.loads((Path(__file__).parent / "cases" / "networks.toml").read_text(encoding="utf-8"))
"""Whole replies, held as prose."""
BOB, CAT, DAN, JANE = Who("T1", "U2"), Who("T1", "U3"), Who("T1", "U4"), Who("T1", "U5")
WHO, SHOW, UPDATE = Intent.WHO_CAN_INTRODUCE, Intent.SHOW_NETWORK, Intent.UPDATE_PROFILE
SINCE = date(2024, 5, 3)


class Office:
    """Mia, who asks, and her colleagues."""

    def __init__(self, path: Path) -> None:
        self.app: App = compose(Settings(path, BUILT_IN, default_db=False))
        self.whylocked = self.app.whylocked
        self.turn: Turn | None = None

    def member(self, who: Who, name: str, share: str, *known: Connection) -> None:
        """A colleague with a network."""
        state(self.whylocked, who, ago(40), name=name, url=url_of(name), share_network=share)
        keep(self.whylocked.store, who, archive(connections=known))

    def imports(self, *known: Connection, **kinds: object) -> None:
        """What Mia's archive holds."""
        keep(self.whylocked.store, ME, whole_archive(connections=list(known), **kinds))  # type: ignore[arg-type]

    def __call__(self, intent: Intent, *names: str, **request: Any) -> Reply:  # noqa: ANN401 - any field of a request
        """What Mia is answered; the next request goes on from there."""
        return self.heard(intent, *names, **request).reply

    def heard(self, intent: Intent, *names: str, **request: Any) -> Heard:  # noqa: ANN401 - any field of a request
        """The same with what is remembered of it."""
        people = self.whylocked.people(ME)
        targets = tuple(find(name, people) for name in names)
        asked = Request(intent, targets=targets, **request)
        heard = self.app.conversation._answered(ME, asked, self.turn, NOW)  # noqa: SLF001
        self.turn = turn_after(heard, self.turn) or self.turn
        return heard


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Mia knows Bob and three more; Bob and Cat know Jane and share names, Dan knows her and shares numbers."""
    office = Office(tmp_path / "office.db")
    state(office.whylocked, name="Mia Quell", account_type="basic", photo="yes")
    office.imports(
        Connection("Bob Stone", url_of("Bob Stone"), "Larkfield", "Sales Lead", SINCE),
        Connection("Dan Fir", url_of("Dan Fir"), "Larkfield", None, date(2023, 1, 9)),
        Connection("Ann Lee", url_of("Ann Lee"), "Globex GmbH", "Buyer", date(2026, 9, 1)),
        Connection("Eve Fox", url_of("Eve Fox"), "Globex", None, None),
    )
    jane = Connection("Jane Doe", url_of("Jane Doe"), "Globex", "Plant Manager", date(2021, 3, 2))
    office.member(BOB, "Bob Stone", "names", jane, tie("Mia Quell"))
    office.member(CAT, "Cat Poe", "names", jane)
    office.member(DAN, "Dan Fir", "count", jane)
    return office


def pressed(reply: Reply) -> list[tuple[str, str]]:
    """What can be pressed, and what it says."""
    return [(each.label, each.says) for each in reply.actions if isinstance(each, Button)]


# --- who can introduce ------------------------------------------------------------------------------------------


def test_who_can_introduce(office: Office) -> None:
    """Who can introduce, best first, what is only a number, and a note in one press."""
    reply = office(WHO, "Jane Doe")
    assert reply.text == REPLIES["who can introduce"]
    assert pressed(reply) == [
        ("Ask Bob Stone", "ask Bob Stone to introduce me"),
        ("Ask Cat Poe", "ask Cat Poe to introduce me"),
    ]


def test_the_plan_leads_to_who_can_introduce(office: Office) -> None:
    """Where a colleague can introduce, the plan has a button that asks who; where nobody can, it has none."""
    ask = ("Who can introduce me?", "who can introduce me")
    offered = [ask in pressed(office(Intent.HOW_TO_FIX, name)) for name in ("Jane Doe", "Zed Zen")]
    assert offered == [True, False]


def test_a_note(office: Office) -> None:
    """The note stands in a line of its own, and the conversation stays about whom it is to."""
    office(WHO, "Jane Doe")
    reply = office(WHO, "Bob Stone", aspect="request")
    assert reply.text == REPLIES["a note"]
    assert office.turn is not None
    assert [target.typed for target in office.turn.targets] == ["Jane Doe"]
    assert "with Jane Doe at Globex" in office(WHO, "Cat Poe", aspect="request").text


def test_a_note_from_somebody_without_a_name(office: Office) -> None:
    """Without the member's name the note ends in thanks; somebody who is not known to know her is asked whether."""
    state(office.whylocked, name="unknown")
    office(WHO, "Jane Doe")
    note = office(WHO, "Dan Fir", aspect="request").text.split("\n")[1]
    assert note == (
        "Hi Dan, do you happen to know Jane Doe at Globex? I'd like to get in touch, "
        "and if you do, would you introduce us? Thanks!"
    )


def test_a_note_about_somebody_unknown(office: Office) -> None:
    """Somebody known only by an address, or a single name of a colleague, makes a note too."""
    office(WHO, "linkedin.com/in/zed-zen")
    note = office(WHO, "王小明", aspect="request").text.split("\n")[1]
    assert note == (
        "Hi 王小明, do you happen to know linkedin.com/in/zed-zen? I'd like to get in touch, and if you do, would you "
        "introduce us? Thanks, Mia"
    )


def test_a_note_to_oneself(office: Office) -> None:
    """Nobody writes a note to themselves."""
    office(WHO, "Jane Doe")
    assert office(WHO, "me", aspect="request").text.startswith("That's you.")


def test_a_colleague_without_an_address(office: Office) -> None:
    """A colleague who gave no profile address is asked by name, and known by Slack's id."""
    state(office.whylocked, CAT, url="unknown")
    assert ("Ask Cat Poe", "ask Cat Poe to introduce me") in pressed(office(WHO, "Jane Doe"))
    assert "I see that you two are connected" in office(WHO, "Cat Poe", aspect="request").text


@pytest.mark.parametrize("about", [(), ("Bob Stone",), ("Zed Zen",)])
def test_a_note_to_meet_nobody(about: tuple[str, ...], office: Office) -> None:
    """Where nothing says whom the member wants to meet, that is asked; nobody introduces to themselves."""
    if about:
        office(SHOW, *about)
    said = "I'll write it once I know whom you want to meet: first ask “who can introduce me to Jane Doe?”"
    assert office(WHO, *(about or ("Bob Stone",)), aspect="request").text == said
    assert office(WHO, aspect="request").text == said


def test_a_note_to_one_of_several(office: Office) -> None:
    """Where several bear the name that is to be asked, it is asked which, and the conversation stays as it was."""
    office.imports(tie("Sam Lee", on=SINCE), tie("Sam Lee", url_of("Other Sam"), company="Acme"))
    office(WHO, "Jane Doe")
    reply = office(WHO, "Sam Lee", aspect="request")
    assert reply.text.split("\n") == [
        "Which Sam Lee do you mean?",
        "1. Sam Lee: Acme",
        "2. Sam Lee: connected since 3 May 2024",
        "Say it with the profile address, like “ask https://www.linkedin.com/in/other-sam to introduce me”.",
    ]
    assert pressed(reply) == [
        ("1. Sam Lee", "ask https://www.linkedin.com/in/other-sam to introduce me"),
        ("2. Sam Lee", "ask https://www.linkedin.com/in/sam-lee to introduce me"),
    ]
    assert office.turn is not None
    office.imports(tie("Sam Lee", None, on=SINCE), tie("Sam Lee", None, company="Acme"))
    reply = office(WHO, "Sam Lee", aspect="request")
    assert (len(reply.lines), reply.actions) == (3, ())
    assert [target.typed for target in office.turn.targets] == ["Jane Doe"]


def test_who_bears_a_name_with_others(office: Office) -> None:
    """An introducer whose name others bear is asked by profile address; one without address cannot be told apart."""
    state(office.whylocked, DAN, share_network="names")
    office.imports(
        tie("Bob Stone", on=SINCE), tie("Bob Stone", url_of("Other Bob")), tie("Dan Fir", url_of("Other Dan"))
    )
    state(office.whylocked, DAN, url="unknown")
    reply = office(WHO, "Jane Doe")
    assert pressed(reply) == [
        ("Ask Bob Stone", "ask https://www.linkedin.com/in/bob-stone to introduce me"),
        ("Ask Cat Poe", "ask Cat Poe to introduce me"),
    ]


def test_nobody_can_introduce(office: Office) -> None:
    """Where nobody is known, it is said why, and what would help."""
    assert office(WHO, "Zed Zen").text == REPLIES["nobody can introduce"]


def test_nobody_without_an_archive(tmp_path: Path) -> None:
    """Without connections of one's own the first help is to import them; what was stated is told."""
    office = Office(tmp_path / "new.db")
    office.member(JANE, "Jane Doe", "count")
    office.whylocked.state_shared(ME, find("Jane Doe", office.whylocked.people(ME)), "3", NOW)
    assert office(WHO, "Jane Doe").text == REPLIES["nobody without an archive"]
    office.member(BOB, "Bob Stone", "names", tie("Jane Doe"))
    assert "1. Bob Stone: a colleague connected with Jane Doe\n" in office(WHO, "Jane Doe").text


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((DAN,), "1 connection of yours knows Jane Doe; that network is shared as a number only, so I can't say who."),
        (
            (DAN, BOB),
            "2 connections of yours know Jane Doe; their networks are shared as numbers only, so I can't say who.",
        ),
    ],
)
def test_only_numbers(members: tuple[Who, ...], said: str, office: Office) -> None:
    """Where consent is missing it is a number, and the profile tells the rest."""
    for who in (BOB, CAT, DAN):
        state(office.whylocked, who, share_network="count" if who in members else "off")
    assert (
        office(WHO, "Jane Doe").text
        == f"""\
{said}
If the name may be spelled otherwise on LinkedIn, give me the profile address.
Jane Doe's profile on LinkedIn shows whom you both know.
You can also ask colleagues to share names with me (share_network=names); then I find whom they know."""
    )


def test_several_more_are_numbers(office: Office) -> None:
    """Several networks that are shared as numbers are told together beside those that may be named."""
    eve = Who("T1", "U6")
    office.member(eve, "Eve Fox", "count", tie("Jane Doe"))
    assert (
        "2 more connections of yours know Jane Doe; their networks are shared as numbers only."
        in office(WHO, "Jane Doe").text
    )


def test_no_introduction_needed(office: Office) -> None:
    """To a connection nobody needs to be introduced."""
    assert office(WHO, "Bob Stone").text == REPLIES["no introduction needed"]


def test_an_open_invitation_comes_with_it(office: Office) -> None:
    """An invitation that only waits to be accepted is told beside those who can introduce."""
    office.imports(tie("Bob Stone"), invitations=[invited("Jane Doe", Direction.RECEIVED, SINCE)])
    told = office(WHO, "Jane Doe").text
    assert "You and Jane Doe aren't connected, but Jane Doe invited you on 3 May 2024: accept, and you are." in told


def test_more_than_are_shown(office: Office) -> None:
    """Five are named; how many there are is said, and three have a button."""
    names = [f"{letter}ob Stone" for letter in "BCDFGHJ"]
    office.imports(*(tie(name, on=SINCE) for name in names))
    office.member(JANE, "Jane Doe", "names", *(tie(name) for name in names))
    reply = office(WHO, "Jane Doe")
    assert reply.lines[0].text == "8 people can introduce you to Jane Doe:"
    assert "And 3 more." in [line.text for line in reply.lines]
    assert len(pressed(reply)) == 3


def test_several_persons(office: Office) -> None:
    """Several persons come one after the other, briefly, with nothing to press."""
    reply = office(WHO, "Jane Doe", "Zed Zen", "Bob Stone")
    firsts = ["2 people can introduce", "I know nobody yet", "You and Bob Stone have been connected"]
    assert [first for first in firsts if f"\n{first}" in f"\n{reply.text}"] == firsts
    assert (reply.actions, "ask Bob Stone to" in reply.text) == ((), False)


def test_to_whom(office: Office) -> None:
    """Without a person it is asked whom it is about; a message that goes on is about the same one."""
    said = "To whom? Give me a full name or a profile address, like “who can introduce me to Jane Doe?”"
    assert office(WHO).text == said
    office(SHOW, "Jane Doe")
    assert office(WHO).text == said
    assert office(WHO, followup=True).text.startswith("2 people can introduce you to Jane Doe:")


def test_who_is_meant(office: Office) -> None:
    """Of several it is asked which, to be answered with a number; of oneself it is said so."""
    office.imports(tie("Sam Lee", on=SINCE), tie("Sam Lee", url_of("Other Sam"), company="Acme"))
    reply = office(WHO, "Sam Lee")
    assert reply.text.startswith("Which Sam Lee do you mean?\n1. Sam Lee: ")
    assert [says for _, says in pressed(reply)] == ["1", "2"]
    assert office(WHO, "me").text.startswith("That's you.")
    assert office(SHOW, "Sam Lee").text.startswith("Which Sam Lee do you mean?")


# --- one's own network ------------------------------------------------------------------------------------------


def test_overview(office: Office) -> None:
    """A little of everything."""
    assert office(SHOW).text == REPLIES["overview"]


def test_sides_of_a_network(office: Office) -> None:
    """The number, the companies and the newest alone."""
    assert office(SHOW, aspect="count").text == "You have 4 connections, by your archive of 19 Nov 2026."
    assert office(SHOW, aspect="companies").text.split("\n")[1:] == ["   Globex: 2 people", "   Larkfield: 2 people"]
    assert office(SHOW, aspect="newest").lines[0].text == "Connected last:"
    assert len(office(SHOW, aspect="newest").lines) == 4
    state(office.whylocked, connections=212)
    assert office(SHOW, aspect="count").text == "You have 212 connections, as you told me on 20 Nov 2026."


def test_a_network_that_says_little(office: Office) -> None:
    """An archive without companies and days says so."""
    office.imports(tie("Ann Lee"))
    assert office(SHOW, aspect="companies").text == "Your archive names no companies."
    assert office(SHOW, aspect="newest").text == "Your archive says of no connection since when."


@pytest.mark.parametrize("aspect", [None, "count", "companies", "newest"])
def test_nothing_imported(aspect: str | None, tmp_path: Path) -> None:
    """Without an archive it is said how to import one; a stated number is told."""
    office = Office(tmp_path / "new.db")
    how = office.app.words.say("help.import").split("\n")
    assert office(SHOW, aspect=aspect).text.split("\n") == ["I don't know your connections yet.", *how]
    state(office.whylocked, connections=212)
    told = ["You have 212 connections, as you told me on 20 Nov 2026.", "I know only how many they are.", *how]
    assert office(SHOW, aspect=aspect).text.split("\n") == told


def test_a_company(office: Office) -> None:
    """Who works at a company: one's own connections, then whom colleagues who share names know."""
    reply = office(SHOW, value="Globex")
    assert reply.text == REPLIES["a company"]
    assert pressed(reply) == [("Jane Doe", "who can introduce me to Jane Doe")]


def test_a_company_of_many(office: Office) -> None:
    """What a reply does not list is counted."""
    office.imports(*(tie(f"Contact {number}", company="Globex") for number in range(8)))
    office.member(BOB, "Bob Stone", "names", *(tie(f"Person {number}", company="Globex") for number in range(6)))
    told = office(SHOW, value="globex").text.split("\n")
    assert (told[0], told[7]) == ("8 people in your network at globex:", "And 2 more.")
    assert "Colleagues know 7 people there whom you don't:" in told
    assert "And 3 more." in told


def test_a_company_where_nobody_works(office: Office) -> None:
    """Nobody there is said, with companies of a near name; where only colleagues know somebody, they come alone."""
    assert office(SHOW, value="Globax").text == REPLIES["nobody at a company"]
    office.imports(tie("Ann Lee"))
    assert office(SHOW, value="Globex").text.split("\n")[:2] == [
        "Nobody in your network is listed at Globex.",
        "Colleagues know 1 person there whom you don't:",
    ]


def test_a_company_without_an_archive(tmp_path: Path) -> None:
    """Without connections of one's own, colleagues' contacts are told, else how to import."""
    office = Office(tmp_path / "new.db")
    told = office(SHOW, value="Globex").text
    assert told.startswith("I don't know your connections yet.\nLinkedIn gives you your data")
    office.member(BOB, "Bob Stone", "names", tie("Jane Doe", company="Globex"))
    state(office.whylocked, BOB, name="unknown")
    assert office(SHOW, value="Globex").text == REPLIES["a company without an archive"]


def test_whom_to_message_at_a_company(office: Office) -> None:
    """One's own locks once on top, then each person with what the six checks say, and the way in."""
    assert office(SHOW, value="Globex", aspect="messageable").text == REPLIES["whom to message"]


def test_each_at_a_company_has_their_own_state(office: Office) -> None:
    """A connection is open where the member's own side is; somebody else depends on what is shared."""
    many = [tie(f"Contact {number}") for number in range(20)]
    office.imports(tie("Ann Lee", company="Globex"), *many)
    known = (tie("Jane Doe", company="Globex"), tie("Tom Oak", company="Globex"))
    office.member(BOB, "Bob Stone", "names", *known)
    state(office.whylocked, CAT, share_network="off")
    office.whylocked.state_shared(ME, find("Tom Oak", office.whylocked.people(ME)), "0", NOW)
    told = office(SHOW, value="Globex", aspect="messageable").text.split("\n")
    assert [line for line in told if line.startswith("   ")] == [
        "   Ann Lee (Globex): open",
        "   Jane Doe (Globex): not certain; connected with Bob Stone",
        "   Tom Oak (Globex): locked; connected with Bob Stone",
    ]
    state(office.whylocked, photo="unknown")
    told = office(SHOW, value="Globex", aspect="messageable").text.split("\n")
    assert told[1].startswith("? ")
    assert "   Ann Lee (Globex): not certain" in told


def test_whom_to_message_where_nobody_works(office: Office) -> None:
    """Without anybody there the checks are not told; without a company it is asked for."""
    told = office(SHOW, value="Nowhere", aspect="messageable").text
    assert told == "I know nobody at Nowhere: neither your network nor what colleagues share lists anybody there."
    said = "At which company? Ask like “who can I message at Globex?”"
    assert office(SHOW, aspect="messageable").text == said


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Bob Stone", "Yes.\nYou and Bob Stone have been connected since 3 May 2024."),
        (
            "Jane Doe",
            (
                "No.\nYou and Jane Doe weren't connected on 19 Nov 2026.\n"
                "Ask “who can introduce me to Jane Doe?” for a way in."
            ),
        ),
        (
            "Zed Zen",
            (
                "No: nobody called “Zed Zen” is in your network, by your archive of 19 Nov 2026.\n"
                "Ask “who can introduce me to Zed Zen?” for a way in."
            ),
        ),
    ],
)
def test_somebody_in_the_network(name: str, told: str, office: Office) -> None:
    """Whether somebody is in the network, and how the two stand."""
    assert office(SHOW, name).text == told
    assert office(SHOW, followup=True).text == told


def test_somebody_in_an_unknown_network(tmp_path: Path) -> None:
    """Without connections of one's own nobody is said to be or not to be in them."""
    office = Office(tmp_path / "new.db")
    wrote = messages(to=[Correspondent("Jane Doe", url_of("Jane Doe"), 1, YESTERDAY)])
    keep(office.whylocked.store, ME, archive(messages=wrote))
    told = office(SHOW, "Jane Doe").text.split("\n")
    assert told[0] == "I can't tell whether Jane Doe is in your network: I don't know your connections yet."
    assert told[-1] == "You wrote to Jane Doe once, last on 19 Nov 2026."


def test_nothing_to_go_on_with(office: Office) -> None:
    """A message that goes on where nobody was asked about is about the whole network."""
    assert office(SHOW, followup=True).text.startswith("You have 4 connections")


# --- what colleagues may learn ----------------------------------------------------------------------------------


def test_sharing_is_asked_first(office: Office) -> None:
    """What a change does is said before it takes effect; then it is saved, with the way back."""
    heard = office.heard(UPDATE, fields=(("share_network", "yes"),))
    assert heard.reply.text == REPLIES["sharing is asked first"]
    assert pressed(heard.reply) == [("Yes, share names", "yes"), ("Leave it", "no")]
    assert (heard.pending, office.whylocked.show_sharing(ME).level) == ("share_network=names", "count")
    assert office.turn is not None
    assert office.turn.pending == "share_network=names"

    done = office(UPDATE, confirms="share_network=names")
    assert done.text == REPLIES["sharing is asked first done"]
    assert pressed(done) == [("Go back", "share_network=count")]
    assert (office.whylocked.show_sharing(ME).level, office.turn.pending) == ("names", None)


@pytest.mark.parametrize(
    ("now", "wanted", "told"),
    [
        (
            "names",
            "count",
            ("Colleagues' questions will use your 4 connections only as a number, and only about somebody they name. "
            "No name of yours is shown.\nNow they see names."),
        ),
        ("count", "off", ("Colleagues will learn nothing from your 4 connections, not even a number."
         "\nNow they get only numbers.")),
        ("off", "unknown", ("Colleagues' questions will use your 4 connections only as a number, and only about "
         "somebody they name. No name of yours is shown.\nNow they get nothing.")),
        ("off", "off", ("That is so already: colleagues get nothing from your 4 connections.\n"
         "To change it, say share_network=names, count or off.")),
        ("count", "no", ("That is so already: colleagues get only numbers from your 4 connections.\n"
         "To change it, say share_network=names, count or off.")),
    ],
)  # fmt: skip
def test_what_a_change_does(now: str, wanted: str, told: str, office: Office) -> None:
    """Each change is told for what it is; what is so already is neither asked nor saved."""
    state(office.whylocked, share_network=now)
    heard = office.heard(UPDATE, fields=(("share_network", wanted),))
    assert heard.reply.text.startswith(told)
    assert (heard.pending is None) == ("already" in told)
    assert office.whylocked.show_sharing(ME).level == now


@pytest.mark.parametrize(
    ("now", "told", "others"),
    [
        (
            "names",
            "Colleagues can find your 4 connections by name and be sent to you for an introduction.",
            [("Share numbers only", "share_network=count"), ("Share nothing", "share_network=off")],
        ),
        (
            "count",
            "Colleagues get only numbers from your 4 connections, and only about somebody they name.",
            [("Share names", "share_network=names"), ("Share nothing", "share_network=off")],
        ),
        (
            "off",
            "Colleagues get nothing from your 4 connections, not even a number.",
            [("Share names", "share_network=names"), ("Share numbers only", "share_network=count")],
        ),
    ],
)
def test_what_is_shared_is_shown_with_what_else_could_be(
    now: str, told: str, others: list[tuple[str, str]], office: Office
) -> None:
    """Asked how sharing works, the bot says how it stands, and everything else is one press away."""
    state(office.whylocked, share_network=now)
    reply = office(SHOW, aspect="sharing")
    assert reply.text == f"{told}\nTo change it, say share_network=names, count or off."
    assert pressed(reply) == others
    assert pressed(office(UPDATE, fields=(("share_network", now),))) == others


def test_sharing_before_an_archive(tmp_path: Path) -> None:
    """Before anything is imported the change is about what will be."""
    office = Office(tmp_path / "new.db")
    told = office(UPDATE, fields=(("share_network", "off"),)).text
    assert told.startswith("Colleagues will learn nothing from the connections that you import, not even a number.")


def test_other_fields_are_saved_at_once(office: Office) -> None:
    """Of a message with other fields those are saved, and the sharing is asked after them, with nothing else to ask."""
    heard = office.heard(UPDATE, fields=(("skills", "5"), ("share_network", "names"), ("photo", "unknown")))
    lines = heard.reply.text.split("\n")
    assert lines[:2] == [
        "Saved: skills SQL, Python, Go → 5.",
        "Taken back: photo yes → not known. (Wrong? Say undo.)",
    ]
    assert lines[-2] == "Shall I change it? Answer yes or no."
    assert lines[-1].startswith("D-")
    assert (heard.reply.asks, heard.pending) == (None, "share_network=names")
    assert office.whylocked.show_sharing(ME).level == "count"
    office.whylocked.state(ME, [("share_network", "names")], NOW)
    assert "That is so already" in office(UPDATE, fields=(("skills", "6"), ("share_network", "names"))).text


def test_a_wrong_value_saves_nothing(office: Office) -> None:
    """A way to share that there is not is refused before the other fields are saved."""
    with pytest.raises(UserError) as caught:
        office(UPDATE, fields=(("skills", "9"), ("share_network", "perhaps")))
    assert caught.value.code == "bad_sharing"
    assert "skills: 9" not in office(Intent.SHOW_PROFILE).text


def test_a_question_about_somebody_goes_on_after_sharing(office: Office) -> None:
    """What is asked and confirmed in between leaves the conversation about whom it was."""
    office(Intent.ASK_LOCK, "Jane Doe")
    office(UPDATE, fields=(("share_network", "names"),))
    assert office.turn is not None
    assert (office.turn.intent, office.turn.asked, office.turn.targets[0].typed) == (
        Intent.ASK_LOCK,
        None,
        "Jane Doe",
    )


# --- typed --------------------------------------------------------------------------------------------------------


def test_typed(office: Office) -> None:
    """The same from what is typed, with the turn kept in the store."""

    def says(text: str) -> Heard:
        return office.app.conversation.hear(ME, text, NOW, thread="t")

    assert says("who can introduce me to Jane Doe?").reply.text.startswith("2 people can introduce you to Jane Doe:")
    assert says("share_network=names").pending == "share_network=names"
    kept = office.whylocked.last_turn(ME, "t", NOW)
    assert kept is not None
    assert (kept["intent"], kept["pending"]) == ("who_can_introduce", "share_network=names")


def test_a_lock_names_who_can_introduce(office: Office) -> None:
    """The answer to a lock question has them among the other ways; after an invitation that waits to be accepted."""
    told = office(Intent.ASK_LOCK, "Jane Doe").text
    ask_bob = "   • Ask Bob Stone to introduce you: your connection, and connected with Jane Doe."
    assert f"Meanwhile:\n{ask_bob}\n" in told
    office.imports(tie("Bob Stone"), invitations=[invited("Jane Doe", Direction.RECEIVED, SINCE)])
    told = office(Intent.ASK_LOCK, "Jane Doe").text
    assert (
        "   • Accept the invitation that Jane Doe sent you; that connects the two of you. (LinkedIn's help)"
        f"\n{ask_bob}" in told
    )


def test_a_what_if_says_what_it_supposes(office: Office) -> None:
    """A supposed tie stands beside the supposed facts."""
    people = office.whylocked.people(ME)
    jane, cat = find("Jane Doe", people), find("Cat Poe", people)
    assert cat.status is TargetStatus.FOUND
    assert cat.person is not None
    answer = office.whylocked.what_if(ME, jane, (("skills", "5"),), NOW, ties=(cat.person,))
    told = office.app.conversation.answers.reply(answer).text
    assert told.startswith("If you do that (skills 5, connect with Cat Poe), then:\n")
