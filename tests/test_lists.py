"""Lists of persons: a table from four on, the asker's own locks once, the rest by person; the same as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from sqlite3 import IntegrityError

import pytest
from conftest import ME, NOBODY, NOW, TODAY, archive, found, invited, keep, person, state, tie, ties, unknown, url_of
from conftest import whole_archive as whole

from bot.advice import Advice
from bot.archive.rows import Direction
from bot.conversation import Conversation
from bot.conversation.heard import Heard
from bot.conversation.pasted import MOST_AT_ONCE, TABLE_FROM, first_of, once, targets_of
from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.people import Circle, People, Target, TargetStatus
from bot.policy import Policy
from bot.replies.blocks import message
from bot.replies.limits import Surface, problems
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Button, Form, Line, Part
from bot.replies.rows import PLACES
from bot.replies.table import COLUMNS, NAMES_SHOWN, Tables
from bot.store import Store, Who
from bot.understanding import read_mind
from bot.understanding.request import Intent, Request, Turn
from bot.usecases import Whylocked
from bot.verdict import Verdict
from bot.words import BUILT_IN, Words, load

BOB = Who("T1", "U2")
SINCE = date(2025, 3, 9)
SAMS = (
    person("Sam Lee", "https://www.linkedin.com/in/sam-1")._replace(company="Acme"),
    person("Sam Lee", "https://www.linkedin.com/in/sam-2")._replace(company="Globex"),
)
SAM = Target(TargetStatus.AMBIGUOUS, "Sam Lee", candidates=SAMS)
ID = re.compile(r"D-[2-9A-Z]{5}")


@pytest.fixture
def conversation(whylocked: Whylocked, policy: Policy, words: Words) -> Conversation:
    answers = LockAnswers(policy, load(BUILT_IN, "advice.toml", Advice), words)
    return Conversation(whylocked, answers, words, read_mind(BUILT_IN))


@pytest.fixture
def tables(conversation: Conversation) -> Tables:
    return conversation.lists.tables


@pytest.fixture
def seller(whylocked: Whylocked, store: Store) -> None:
    """ME has Sales Navigator, everything that the policy asks for, and yesterday's archive; Bob shares names."""
    state(whylocked, account_type="sales_navigator", photo="yes", custom_url="yes", url=url_of("Sal Seller"))
    known = [
        tie("Ann Lee", on=SINCE, company="Acme"),
        tie("Fay First", company="Globex"),
        *ties("Bob Ray", *(f"Contact {number}" for number in range(36))),
        *(tie(sam.name, sam.url, company=sam.company) for sam in SAMS),
    ]
    keep(store, ME, whole(name="Sal Seller", connections=known, invitations=[invited("Ivo Sent", Direction.SENT)]))
    state(whylocked, BOB, name="Bob Ray", url=url_of("Bob Ray"), share_network="names")
    keep(store, BOB, archive(connections=ties("Sal Seller", "Noa Named")))
    whylocked.state_shared(ME, unknown("Udo Nil"), "0", NOW)


TYPED = ["Udo Nil", "noa named", "Ivo Sent", "Fay Frist", "Ann Lee", "Sam Lee", "Zed Quux", "linkedin.com/in/una-u"]


def heard_of(conversation: Conversation, *names: str, who: Who = ME) -> Heard:
    """What comes of a file of names."""
    return conversation.hear_names(who, names, NOW, thread="t")


def answered(conversation: Conversation, request: Request, previous: Turn | None = None) -> Heard:
    """What comes of a request that is understood already."""
    return conversation._answered(ME, request, previous, NOW)  # noqa: SLF001 - what understanding hands it


def told(heard: Heard) -> str:
    """The text of a reply, with ids left out, which are new each time."""
    return ID.sub("D-?????", heard.reply.text)


def cells(content: str) -> list[dict[str, str]]:
    """The rows of a file, as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(content, newline="")))


# --- the table --------------------------------------------------------------------------------------------------

TABLE = """\
3 open, 3 unsure, 1 locked of 8; 1 not checked yet, see the end.
Nothing on your own side is in the way.
Open (3):
   • Ann Lee: connected since 9 Mar 2025 → write to them
   • Fay First (you typed “Fay Frist”): connected → write to them
   • Noa Named: at least 1 connection in common → invite them, with a short note
Unsure (1):
   • Ivo Sent: shared connections not known → give them time to answer your invitation
Locked (1):
   • Udo Nil: no shared connection → invite them, with a short note
In no network that I may look at (2). A profile address, or the number of mutual connections it shows, makes these \
surer:
   • linkedin.com/in/una-u: unsure, shared connections not known → invite them, with a short note
   • Zed Quux: unsure, shared connections not known → invite them, with a short note
Not checked (1):
   • Sam Lee: which one? Add the company (Acme, Globex)
Ask about one of them and you get every detail; whylocked ask --csv FILE writes the table to a file.
7 diagnoses · policy 2026.1 · archive of 19 Nov 2026"""


@pytest.mark.usefixtures("seller")
def test_a_table(conversation: Conversation):
    """Totals, then the open, the unsure and the locked by name, then who is not known, then who is not one person."""
    heard = heard_of(conversation, *TYPED)
    assert told(heard) == TABLE
    assert [answer.target.typed for answer in heard.answers[:2]] == ["Udo Nil", "noa named"]  # as they were named
    assert heard.reply.actions == (
        Button("How do I fix it?", "how do I fix it", answers=False),
        Button("Download as CSV", "as csv", answers=False),
        Button("Check again", "check again"),
    )


@pytest.mark.usefixtures("seller")
def test_diagnoses_are_kept_as_of_single_questions(conversation: Conversation, store: Store):
    """Every person who was checked has a diagnosis in the store, under the id that the answer bears."""
    heard = heard_of(conversation, *TYPED)
    with store.reading() as session:
        kept = {str(row["id"]): row["target_name"] for row in session.diagnoses.of(ME)}
    given = [answer.diagnosis for answer in heard.answers if answer.diagnosis]
    assert sorted(kept) == sorted(given)
    assert sorted(map(str, kept.values())) == [
        "Ann Lee", "Fay First", "Ivo Sent", "Noa Named", "Udo Nil", "Zed Quux",
        "https://www.linkedin.com/in/una-u",
    ]  # fmt: skip


@pytest.mark.usefixtures("seller")
def test_one_broken_diagnosis_keeps_none(conversation: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch):
    """All diagnoses of a list are stored in one transaction."""
    ids = iter(["D-AAAAA", "D-BBBBB", "D-AAAAA"])
    monkeypatch.setattr("bot.store.diagnoses.Diagnoses.fresh_id", lambda *_: next(ids))
    with pytest.raises(IntegrityError):
        heard_of(conversation, "Ann Lee", "Noa Named", "Ivo Sent", "Udo Nil")
    with store.reading() as session:
        assert session.diagnoses.of(ME) == []


OWN_SIDE = """\
0 open, 0 unsure, 4 locked of 4.
For all of them:
✗ You have 2 of the 15 connections that Basic needs. → Connect with 13 more people (takes days)
Locked (2):
   • Ann Lee: only your own account → look for the padlock on their profile
   • Ivo Lee: only your own account → look for the padlock on their profile
In no network that I may look at (2). A profile address, or the number of mutual connections it shows, makes these \
surer:
   • Udo Nil: locked, shared connections not known → invite them, with one of your 5 notes
   • Zed Quux: locked, shared connections not known → invite them, with one of your 5 notes
Does your LinkedIn profile have a photo? Answer yes or no.
Ask about one of them and you get every detail; whylocked ask --csv FILE writes the table to a file.
4 diagnoses · policy 2026.1 · archive of 19 Nov 2026"""


@pytest.fixture
def beginner(whylocked: Whylocked, store: Store) -> None:
    """ME has two connections on a Basic account, and has not said whether there is a photo."""
    state(whylocked, account_type="basic")
    keep(store, ME, whole(connections=ties("Ann Lee", "Ivo Lee")))


LEES = ("Ann Lee", "Ivo Lee", "Udo Nil", "Zed Quux")


@pytest.mark.usefixtures("beginner")
def test_the_askers_own_locks_stand_once_on_top(conversation: Conversation):
    """Each own lock is one line with the plan below, and one question is asked about the own account."""
    heard = heard_of(conversation, *LEES)
    assert told(heard) == OWN_SIDE
    assert heard.reply.asks == "photo"
    assert heard.reply.actions[:2] == (Button("Yes", "photo=yes"), Button("No", "photo=no"))


@pytest.mark.usefixtures("beginner")
def test_an_answer_to_the_question_is_told_by_all(conversation: Conversation, whylocked: Whylocked):
    """After "yes" the photo is saved and the same list is checked again."""
    heard_of(conversation, *LEES)
    heard = conversation.hear(ME, "yes", NOW, thread="t")
    assert heard.reply.text.split("\n")[:3] == [
        "Saved: photo not known → yes. (Wrong? Say undo.)",
        "That settles your profile.",
        "0 open, 0 unsure, 4 locked of 4.",
    ]
    assert len(heard.answers) == 4
    photo = whylocked.show_profile(ME, NOW)["photo"]
    assert photo is not None and photo.value is True  # noqa: PT018 - one fact


@pytest.mark.usefixtures("beginner")
def test_what_if_of_a_list_saves_nothing(conversation: Conversation, store: Store):
    """Supposed facts are tried on everybody, and no diagnosis is stored."""
    targets = tuple(heard.target for heard in heard_of(conversation, *LEES).answers)
    supposed = (("connections", "40"), ("photo", "yes"))
    heard = answered(
        conversation, Request(Intent.ASK_LOCK, followup=True, targets=targets, fields=supposed, hypothetical=True)
    )
    lines = heard.reply.text.split("\n")
    assert (lines[0], lines[1], lines[-1]) == (
        "2 open, 2 unsure, 0 locked of 4.",
        "If you do that (connections 40, photo yes), then:",
        "Nothing was saved.",
    )
    assert heard.reply.actions == ()
    with store.reading() as session:
        assert len(session.diagnoses.of(ME)) == 4


def test_before_the_first_facts_a_list_gets_the_first_questions(conversation: Conversation, store: Store):
    """Of a new member nothing can be told about anybody: the questions are asked once, not per person."""
    heard = heard_of(conversation, *LEES)
    first, second, *_ = heard.reply.text.split("\n")
    assert first == "I don't know your LinkedIn account yet, so I can't say what locks your messages."
    assert second.startswith("Three short questions:")
    assert heard.reply.asks == "first_use"
    assert ID.search(heard.reply.text)
    with store.reading() as session:
        assert len(session.diagnoses.of(ME)) == 4


def test_a_list_of_nobody_who_can_be_checked_gets_the_first_questions(conversation: Conversation):
    """Also when nobody could be diagnosed, so that no id can be quoted."""
    targets = tuple(Target(TargetStatus.STRANGER, f"U9{number}") for number in range(4))
    for intent in (Intent.ASK_LOCK, Intent.HOW_TO_FIX):
        heard = answered(conversation, Request(intent, targets=targets))
        assert heard.reply.asks == "first_use"
        assert heard.reply.text.endswith("Nothing was saved.")


def test_without_an_archive_the_list_says_how_to_be_known(conversation: Conversation, whylocked: Whylocked):
    """Nobody of a list can be known before an archive is imported, and that is what is needed."""
    state(whylocked, account_type="basic", connections=200)
    lines = heard_of(conversation, *LEES).reply.text.split("\n")
    assert "Not known yet (4): import your LinkedIn archive, and I can look for them." in lines
    assert "   • Ann Lee: unsure, shared connections not known" in lines


def test_whoever_is_banned_is_asked_nothing_and_sent_nowhere(conversation: Conversation, store: Store):
    """A ban stands on top; it is no matter of a photo, and nobody is told to write."""
    conversation._whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)  # noqa: SLF001
    keep(store, ME, whole(connections=ties("Ann Lee", "Ivo Lee")))
    conversation._whylocked.state_shared(ME, unknown("Udo Nil"), "0", NOW)  # noqa: SLF001
    heard = heard_of(conversation, "Ann Lee", "Ivo Lee", "Udo Nil", "Zed Quux")
    lines = heard.reply.text.split("\n")
    assert lines[0] == "0 open, 0 unsure, 4 locked of 4."
    assert "   • Udo Nil: no shared connection → Connect with somebody who knows Udo Nil" in "\n".join(lines)
    assert lines[2].startswith("✗ Your account is recorded as banned")
    assert "   • Ann Lee: only your own account" in lines
    assert heard.reply.asks is None


# --- who cannot be checked --------------------------------------------------------------------------------------

MEANT = Target(TargetStatus.AMBIGUOUS, "Jon Doa", candidates=(person("Jon Doe"), person("Jan Doa")), by_typo=True)
MANY = tuple(
    person("Ada Abel", f"https://www.linkedin.com/in/ada-{number}")._replace(company=f"Firm {number}")
    for number in range(PLACES + 1)
)
UNCLEAR = {
    "which one? Give me the profile address": Target(
        TargetStatus.AMBIGUOUS, "Kim Ek", candidates=(person("Kim Ek", "1"), person("Kim Ek", "2"))
    ),
    "which one? Add the company (Firm 0, Firm 1, Firm 2…)": Target(TargetStatus.AMBIGUOUS, "Ada Abel", candidates=MANY),
    "nobody by that name; did you mean Jon Doe, Jan Doa?": MEANT,
    "that's you": Target(TargetStatus.SELF, "me"),
    "that's me, and I'm not on LinkedIn": Target(TargetStatus.BOT, "UBOT"),
    "I don't know who that is: give me the full name or the profile address": Target(TargetStatus.STRANGER, "U9"),
}


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize(("needed", "target"), UNCLEAR.items())
def test_what_is_needed_to_check_somebody(needed: str, target: Target, conversation: Conversation):
    """Whoever is not one person on LinkedIn has a row at the end with what has to be said, and no verdict."""
    others = tuple(found(name) for name in ("Ann Lee", "Fay First", "Bob Ray"))
    heard = answered(conversation, Request(Intent.ASK_LOCK, targets=(target, *others)))
    lines = heard.reply.text.split("\n")
    assert lines[0] == "3 open, 0 unsure, 0 locked of 4; 1 not checked yet, see the end."
    assert lines[-4:-2] == ["Not checked (1):", f"   • {target.typed}: {needed}"]


@pytest.mark.usefixtures("seller")
def test_one_unclear_name_does_not_hold_up_how_to_fix(conversation: Conversation):
    """The plan is told of everybody else."""
    targets = (SAM, found("Ann Lee"), found("Fay First"), unknown("Udo Nil"))
    heard = answered(conversation, Request(Intent.HOW_TO_FIX, followup=True, targets=targets))
    assert told(heard).split("\n")[:3] == [
        "2 open, 0 unsure, 1 locked of 4; 1 not checked yet, see the end.",
        "Besides, by person:",
        "   • Connect with somebody who knows Udo Nil: one is enough (takes days): Udo Nil",
    ]


# --- how to fix it ----------------------------------------------------------------------------------------------


def strangers_with_none_shared(whylocked: Whylocked, count: int) -> tuple[Target, ...]:
    """Persons with whom ME said to share nobody."""
    targets = tuple(unknown(f"Nix {chr(65 + number)}om") for number in range(count))
    for target in targets:
        whylocked.state_shared(ME, target, "0", NOW)
    return targets


@pytest.mark.usefixtures("beginner")
@pytest.mark.parametrize("count", [NAMES_SHOWN - 1, NAMES_SHOWN, NAMES_SHOWN + 1])
def test_how_to_fix_a_list_says_the_own_plan_once(count: int, conversation: Conversation, whylocked: Whylocked):
    """The own steps stand once, and a step that several persons need once with their names, a few of them."""
    targets = (found("Ann Lee"), *strangers_with_none_shared(whylocked, count))
    heard = answered(conversation, Request(Intent.HOW_TO_FIX, followup=True, targets=targets))
    names = [target.typed for target in targets[1:]]
    shown = ", ".join(names[:NAMES_SHOWN]) + (" and 1 more" if count > NAMES_SHOWN else "")
    assert told(heard).split("\n")[:5] == [
        f"0 open, 0 unsure, {count + 1} locked of {count + 1}.",
        "To unlock:",
        "   1. Connect with 13 more people (takes days)",
        "Besides, by person:",
        f"   • Connect with somebody who knows each person: one is enough (takes days): {shown}",
    ]
    assert [action.label for action in heard.reply.actions if isinstance(action, Button)] == [
        "Yes", "No", "Download as CSV", "Check again",
    ]  # fmt: skip


@pytest.mark.usefixtures("beginner")
def test_where_nobody_needs_more_the_own_plan_is_all(conversation: Conversation):
    """Nothing is repeated person by person."""
    targets = tuple(answer.target for answer in heard_of(conversation, *LEES).answers)
    lines = told(answered(conversation, Request(Intent.HOW_TO_FIX, followup=True, targets=targets))).split("\n")
    assert lines[3] == "That is all, for every one of them."


@pytest.mark.usefixtures("seller")
def test_where_nobody_is_locked_there_is_nothing_to_fix(conversation: Conversation):
    """It says so, and asks for nothing."""
    targets = tuple(found(name) for name in ("Ann Lee", "Fay First", "Bob Ray", "Contact 1"))
    lines = told(answered(conversation, Request(Intent.HOW_TO_FIX, followup=True, targets=targets))).split("\n")
    assert lines[1] == "None of them is locked, so there is nothing to unlock."


# --- what counts as a list --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize(("names", "table"), [(TABLE_FROM - 1, False), (TABLE_FROM, True), (TABLE_FROM + 1, True)])
def test_a_table_begins_with_the_fourth_person(names: int, table: bool, conversation: Conversation):  # noqa: FBT001
    """Three long answers can be read; whoever is named twice counts once."""
    typed = [*(f"Contact {number}" for number in range(names)), "contact 0"]
    assert heard_of(conversation, *typed).reply.text.startswith(f"{names} open, 0 unsure") is table


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("intro", ["", "check these:\n"])
def test_a_message_that_is_a_list(intro: str, conversation: Conversation):
    """Names one a line in a message are answered as in a file, and "and …?" goes on from there with one person."""
    heard = conversation.hear(ME, intro + "Ann Lee\nFay First\nBob Ray\nNoa Named", NOW, thread="t")
    assert heard.reply.text.split("\n")[0] == "4 open, 0 unsure, 0 locked of 4."
    after = conversation.hear(ME, "and Ivo Sent?", NOW, thread="t")
    assert [answer.target.typed for answer in after.answers] == ["Ivo Sent"]


@pytest.mark.usefixtures("seller")
def test_check_again_after_a_list(conversation: Conversation):
    """The same list, with the moment it was checked again."""
    heard_of(conversation, "Ann Lee", "Fay First", "Bob Ray", "Noa Named")
    lines = conversation.hear(ME, "check again", NOW, thread="t").reply.text.split("\n")
    assert lines[:2] == ["Checked again, 20 Nov 2026, 12:00 UTC:", "4 open, 0 unsure, 0 locked of 4."]


def letters(number: int) -> str:
    """A number as a made-up name's letters, capitals first."""
    return f"{chr(65 + number // 26)}{chr(97 + number % 26)}"


NAMES = [f"{letters(number)}lin {letters(number)}stad" for number in range(MOST_AT_ONCE + 3)]


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("over", [-1, 0, 1, 3])
def test_more_than_fifty(over: int, conversation: Conversation, store: Store):
    """The first fifty are checked, and the reply says how many were left out; the same in a message and in a file."""
    keep(store, ME, whole(TODAY, name="Sal Seller", connections=ties(*NAMES)))
    names = NAMES[: MOST_AT_ONCE + over]
    left = {1: "1 more name was", 3: "3 more names were"}.get(over)
    told_left = f"I check {MOST_AT_ONCE} at a time: {left} left out, so send those again."
    messages = [
        "\n".join(names),
        "check these:\n" + "\n".join(names),
        "\n\n".join([*names, names[0]]),
        ", ".join(names),
        "; ".join(names),
    ]
    said = [heard_of(conversation, *names), *(conversation.hear(ME, text, NOW, thread="t") for text in messages)]
    for heard in said:
        count = min(len(names), MOST_AT_ONCE)
        lines = heard.reply.text.split("\n")
        assert lines[0] == f"{count} open, 0 unsure, 0 locked of {count}."
        assert (told_left in lines) is (left is not None)
        assert [answer.target.typed for answer in heard.answers] == names[:count]


@pytest.mark.usefixtures("seller")
def test_more_than_fifty_in_a_request(conversation: Conversation):
    """However many persons are understood, fifty are checked."""
    targets = tuple(unknown(name) for name in NAMES)
    heard = answered(conversation, Request(Intent.ASK_LOCK, targets=targets))
    assert len(heard.answers) == MOST_AT_ONCE
    assert heard.reply.text.split("\n")[1].startswith("I check 50 at a time: 3 more names were left out")


@pytest.mark.usefixtures("seller")
def test_a_long_story_is_no_list(conversation: Conversation):
    """A message of many lines that names one person is read to its end."""
    story = "\n".join(f"then i waited for day {number}" for number in range(60))
    heard = conversation.hear(ME, f"{story}\nwhy can't I message Ann Lee?", NOW, thread="t")
    assert [answer.target.typed for answer in heard.answers] == ["Ann Lee"]
    assert "left out" not in heard.reply.text


PASTED = [
    # What is pasted, and who is meant: "?" for who is not known.
    ("Ann Lee, Acme\nFay First (Globex)\nBob Ray\nNoa Named", ["Ann Lee", "Fay First", "Bob Ray", "Noa Named"]),
    ("- Ann Lee\n- Zed Quux, CFO at Acme\n- Bob Ray\n- Noa Named", ["Ann Lee", "?Zed Quux", "Bob Ray", "Noa Named"]),
    ("1. Ann Lee\n2. Bob Ray\n3. Noa Named\n4. Zed Quux (CFO)", ["Ann Lee", "Bob Ray", "Noa Named", "?Zed Quux"]),
    ("Sam Lee, Globex\nAnn Lee\nBob Ray\nNoa Named", ["Sam Lee", "Ann Lee", "Bob Ray", "Noa Named"]),
    ("Ann Lee and Bob Ray\nNoa Named\nFay First\nIvo Sent", [
        "Ann Lee", "Bob Ray", "Noa Named", "Fay First", "Ivo Sent",
    ]),
    ("Ann Lee\nBob Ray\nNoa Named\n<@U2>", ["Ann Lee", "Bob Ray", "Noa Named"]),
    ("can I message these?\nAnn Lee\nBob Ray\nNoa Named\nFay First\nthanks", [
        "Ann Lee", "Bob Ray", "Noa Named", "Fay First",
    ]),
    ("linkedin.com/in/ann-lee\nlinkedin.com/in/bob-ray\nhttps://www.linkedin.com/in/zed/\nlinkedin.com/in/noa-named", [
        "Ann Lee", "Bob Ray", "?https://www.linkedin.com/in/zed", "Noa Named",
    ]),
]  # fmt: skip


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize(("text", "meant"), PASTED, ids=[text.partition("\n")[0] for text, _ in PASTED])
def test_a_pasted_list_is_read_line_by_line(text: str, meant: list[str], conversation: Conversation):
    """A line is one person, a company behind the name tells who it is, and nobody is left out without a word."""
    heard = conversation.hear(ME, text, NOW, thread="t")
    named = [
        answer.target.person.name if answer.target.person else f"?{answer.target.typed}" for answer in heard.answers
    ]
    assert named == meant


@pytest.mark.usefixtures("seller")
def test_a_letter_with_a_name_is_no_list(conversation: Conversation):
    """Where most lines name nobody, the message is understood as a whole."""
    text = "hi,\ni have a question\nit is about linkedin\nwhy can't I message Ann Lee?\nthanks"
    assert [answer.target.typed for answer in conversation.hear(ME, text, NOW, thread="t").answers] == ["Ann Lee"]


def test_lines_of_a_file():
    """Blank lines, comments and what marks a list are nobody; a name in another case is the same one."""
    ann = person("Ann Lee")
    people = People([ann], person("Sal Seller")._replace(circle=Circle.MEMBER, user="U1"), {})
    lines = ["# prospects", "", "  ", "1. Ann Lee", "- ann lee", "• Zed Quux", "2) ZED QUUX", "linkedin.com/in/ann-lee"]
    targets, left = targets_of(lines, people)
    assert (targets, left) == ((Target(TargetStatus.FOUND, "Ann Lee", url=ann.url, person=ann), unknown("Zed Quux")), 0)
    assert targets_of(["#", ""], people) == ((), 0)


def test_once_keeps_the_order():
    """Each person stays where they were named first; two who cannot be told yet stay two."""
    sam, other = SAM, Target(TargetStatus.AMBIGUOUS, "Sam Poe")
    assert once([found("Ann Lee"), sam, unknown("Zed"), found("Ann Lee"), other, unknown("zed"), sam]) == [
        found("Ann Lee"), sam, unknown("Zed"), other,
    ]  # fmt: skip


def test_a_short_message_stays_whole():
    """Only what is longer than a list may be is cut."""
    text = "\n".join(NAMES[:MOST_AT_ONCE])
    assert first_of(text) == (text, 0)
    assert first_of("") == ("", 0)
    assert first_of("\n".join(NAMES)) == (text, 3)


def test_a_file_of_nobody_is_refused(conversation: Conversation):
    """No name, no answer."""
    with pytest.raises(UserError) as caught:
        heard_of(conversation, "# nobody", "")
    assert caught.value.code == "names_none"


# --- as a file --------------------------------------------------------------------------------------------------

AS_CSV = Request(Intent.ASK_LOCK, followup=True, aspect="csv")


@pytest.mark.usefixtures("seller")
def test_the_table_as_a_file(conversation: Conversation, store: Store):
    """The persons of the turn before are checked again, and each is a row of a CSV file named after the day."""
    targets = tuple(answer.target for answer in heard_of(conversation, *TYPED).answers)
    heard = answered(conversation, AS_CSV, Turn(Intent.ASK_LOCK, targets, asked="photo"))
    (file,) = heard.reply.files
    rows = cells(file.content)
    assert file.name == "whylocked-2026-11-20.csv"
    assert tuple(rows[0]) == COLUMNS
    assert [(row["name"], row["verdict"]) for row in rows] == [
        ("Ann Lee", "open"), ("Fay First", "open"), ("Noa Named", "open"), ("Ivo Sent", "unsure"),
        ("Udo Nil", "locked"), ("linkedin.com/in/una-u", "unsure"), ("Zed Quux", "unsure"), ("Sam Lee", ""),
    ]  # fmt: skip
    assert {**rows[0], "diagnosis": ""} == {
        "name": "Ann Lee", "url": url_of("Ann Lee"), "company": "Acme", "verdict": "open",
        "first_reason": "connected since 9 Mar 2025", "best_way": "write to them", "diagnosis": "",
    }  # fmt: skip
    assert rows[-1]["first_reason"] == "which one? Add the company (Acme, Globex)"
    with store.reading() as session:
        assert {row["diagnosis"] for row in rows[:-1]} <= {str(row["id"]) for row in session.diagnoses.of(ME)}
    assert heard.reply.lines == (
        Line(
            Part.NOTE,
            "The table has 8 rows; whylocked ask --csv FILE “as csv” writes it to a file, named for example "
            "whylocked-2026-11-20.csv.",
        ),
    )
    assert heard.reply.asks == "photo"  # what was asked before can still be answered


@pytest.mark.usefixtures("beginner")
def test_without_another_way_a_row_names_the_first_step(conversation: Conversation):
    """In a file there is no list of own locks above, so the step that clears one stands in the row."""
    conversation._whylocked.record_standing(ME, Standing(StandingKind.BANNED), NOW)  # noqa: SLF001
    heard = answered(conversation, as_csv_of(found("Ann Lee")))
    (row,) = cells(heard.reply.files[0].content)
    assert (row["first_reason"], row["best_way"]) == ("only your own account", "Connect with 13 more people")


def as_csv_of(*targets: Target) -> Request:
    """The request "as csv" about these persons."""
    return Request(Intent.ASK_LOCK, targets=targets, aspect="csv")


@pytest.mark.parametrize("previous", [None, Turn(Intent.HELP), Turn(Intent.ASK_LOCK, (NOBODY,))])
def test_a_file_about_nobody(previous: Turn | None, conversation: Conversation):
    """Where nobody was asked about yet, it says what to send first."""
    heard = answered(conversation, AS_CSV, previous)
    assert heard.reply.text == (
        "There is no list yet: send me names or profile addresses, one a line, and then say “as csv”."
    )
    assert heard.reply.files == ()


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_is_a_formula(sign: str, tables: Tables, whylocked: Whylocked):
    """A name or a company that a spreadsheet would run is text in it."""
    mean = found(f"{sign}HYPERLINK(1)", None)
    assert mean.person is not None
    target = Target(TargetStatus.FOUND, "x", person=mean.person._replace(company=f"{sign}cmd|' /C calc'!A0"))
    (row,) = cells(tables.file([whylocked.ask(ME, target, NOW)], NOW).content)
    assert (row["name"], row["company"]) == (f"'{sign}HYPERLINK(1)", f"'{sign}cmd|' /C calc'!A0")


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_becomes_a_formula_where_semicolons_part_cells(sign: str, tables: Tables, whylocked: Whylocked):
    """What a spreadsheet of another language takes for a cell of its own is text in it, too."""
    (row,) = cells(tables.file([whylocked.ask(ME, found(f"Ann; {sign}cmd", None), NOW)], NOW).content)
    assert row["name"] == f"Ann; '{sign}cmd"


@pytest.mark.usefixtures("seller")
def test_a_cell_holds_what_is_shown(tables: Tables, whylocked: Whylocked):
    """Line ends, tabs and invisible characters of a name go before it is looked at; quotes and commas stay."""
    names = ["\t=1+1", "Roe,\r\nJane", '"Roe"', "\u202e=2"]
    answers = [whylocked.ask(ME, found(name, None), NOW) for name in names]
    shown = {row["name"] for row in cells(tables.file(answers, NOW).content)}
    assert shown == {"'=1+1", "Roe, Jane", '"Roe"', "'=2"}


# --- in Slack ---------------------------------------------------------------------------------------------------


def rows_in(tables: Tables, whylocked: Whylocked, words: Words, name: str) -> int:
    """How many rows a message about fifty persons with such a name shows; Slack must take its blocks."""
    targets = [unknown(f"{letters(number)} {name}") for number in range(MOST_AT_ONCE)]
    sent = message(tables.reply(whylocked.ask_all(ME, targets, NOW)), words.in_slack(), "card")
    assert sent.blocks
    assert problems(sent.blocks, Surface.MESSAGE) == []
    elements = [element for block in sent.blocks if block["type"] == "rich_text" for element in block["elements"]]
    return sum(len(element["elements"]) for element in elements if element["type"] == "rich_text_list")


@pytest.mark.usefixtures("seller")
@pytest.mark.parametrize("name", ["Lee", "W" * 200, "李" * 100])
def test_fifty_rows_fit_into_a_message(name: str, tables: Tables, whylocked: Whylocked, words: Words):
    """However long the names are, no row is left out."""
    assert rows_in(tables, whylocked, words, name) == MOST_AT_ONCE


@pytest.mark.usefixtures("seller")
def test_rows_of_names_that_slack_counts_many_times(tables: Tables, whylocked: Whylocked, words: Words):
    """Where signs count for five and there is no room for all, Slack still gets a message that it takes."""
    assert rows_in(tables, whylocked, words, "<&>" * 60) < MOST_AT_ONCE


@pytest.mark.usefixtures("seller")
def test_a_heading_stands_above_its_rows(conversation: Conversation, words: Words):
    """The verdicts are bold headings, each with a list of its persons."""
    heard = heard_of(conversation, "Ann Lee", "Fay First", "Bob Ray", "Udo Nil")
    blocks = message(heard.reply, words.in_slack(), "card").blocks
    texts = [
        [part["text"] for element in block["elements"] for part in element["elements"] if part["type"] == "text"]
        for block in blocks
        if block["type"] == "rich_text"
    ]
    assert ["Open (3):"] in texts
    assert not any(isinstance(action, Form) for action in heard.reply.actions)


@pytest.mark.usefixtures("seller")
def test_verdicts_are_those_of_single_questions(conversation: Conversation, whylocked: Whylocked):
    """A person in a list gets the very answer that asking about them alone gives."""
    heard = heard_of(conversation, *TYPED)
    for answer in heard.answers:
        alone = whylocked.ask(ME, answer.target, NOW)
        assert (alone.verdict, alone.findings, alone.plan) == (answer.verdict, answer.findings, answer.plan)
    assert {answer.verdict for answer in heard.answers} == {*Verdict, None}
