"""What is typed behind /whylocked-profile: facts in any of their forms, and whatever is no fact."""

from __future__ import annotations

import pytest
from conftest import ME, NOW, keep, state, ties, whole_archive
from fake_slack import FakeSlack
from signed import Member, labels

from bot.conversation.profile import MOST_CHARACTERS
from bot.profile_fields import FIELDS
from bot.replies.limits import Surface, problems
from bot.store import Store
from bot.understanding import read_mind
from bot.understanding.cues import Cues
from bot.understanding.typed import meant_field, typed_fields
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words

COMMAND = "/whylocked-profile"
USAGE = [
    "/whylocked-profile alone opens your profile to edit. Or type a fact behind it, or several, one a line:",
    "   plan Sales Nav / connections 212 / messages 40 / completeness 60",
    "   photo yes / position Head of Sales / skills Python, SQL, Go / school Lund University",
    "   experience yes / summary no / custom url yes",
    "   name Jane Doe / url linkedin.com/in/jane-doe / share network count",
    "“skills +Go” adds one. “photo unknown” takes back what you told me. “skills none” says that there are none.",
    "“show” says what I know of you, “undo” takes your last change back, “help” shows this.",
]
ELSEWHERE = "Here I only keep your profile, so nothing was done. Ask me that behind /whylocked, or in a direct message."


@pytest.fixture(scope="module")
def cues() -> Cues:
    return read_mind(BUILT_IN).cues


def typed(me: Member, text: str, **more: object) -> list[str]:
    """The lines of the answer to what is typed behind the command; its blocks are ones that Slack takes."""
    answer = me.command(text, command=COMMAND, **more).json
    assert problems(answer["blocks"], Surface.MESSAGE) == []
    assert answer["response_type"] == "ephemeral"
    return str(answer["text"]).split("\n")


def values_of(whylocked: Whylocked) -> dict[str, object]:
    """What is known of ME's profile."""
    return {field: fact.value for field, fact in whylocked.show_profile(ME, NOW).items() if fact is not None}


# --- reading a line ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("plan Sales Nav", {"account_type": "Sales Nav"}),
        ("PLAN: premium", {"account_type": "premium"}),
        ("tier basic", {"account_type": "basic"}),
        ("connections 212", {"connections": "212"}),
        ("Connections = 1,234", {"connections": "1,234"}),
        ("my photo yes!", {"photo": "yes"}),
        ("headshot no", {"photo": "no"}),
        ("job Head of Sales", {"position": "Head of Sales"}),
        ("headline CEO; CFO", {"position": "CEO; CFO"}),
        ("skills Python, SQL, Go", {"skills": "Python, SQL, Go"}),
        ("skills +Rust", {"skills": "+Rust"}),
        ("school Lund University", {"education": "Lund University"}),
        ("education: University of California, Berkeley", {"education": "University of California, Berkeley"}),
        ("message count 40", {"messages": "40"}),
        ("messages this week 40", {"messages": "40"}),
        ("custom_url yes", {"custom_url": "yes"}),
        ("custom-url=yes", {"custom_url": "yes"}),
        ("share network off", {"share_network": "off"}),
        ("photo=yes connections=212", {"photo": "yes", "connections": "212"}),
        ("job=Head of Sales connections=12", {"position": "Head of Sales", "connections": "12"}),
        ("foto=yes", {"foto": "yes"}),
        ("photo yes connections 212", {"photo": "yes", "connections": "212"}),
        (
            "plan Sales Nav, connections 20 and photo no",
            {"account_type": "Sales Nav", "connections": "20", "photo": "no"},
        ),
        ("summary no. photo yes", {"summary": "no", "photo": "yes"}),
        ("photo yes, skills Python, SQL", {"photo": "yes", "skills": "Python, SQL"}),
        ("skills Python, SQL, photo yes", {"skills": "Python, SQL", "photo": "yes"}),
        ("skills Sales, Experience design", {"skills": "Sales, Experience design"}),
        ("name Jane Doe, photo yes", {"name": "Jane Doe", "photo": "yes"}),
        ("\u202ephoto  yes", {"photo": "yes"}),
        ("skills", {"skills": ""}),
        ("photo yes, skills", {"photo": "yes", "skills": ""}),
        # What reads like a sentence, and what is no field.
        ("skills are missing", {}),
        ("photo not yet", {}),
        ("school none, I never went", {}),
        ("photo?", {}),
        ("position I quit", {}),
        ("photography yes", {}),
        ("shared 3", {}),
        ("padlock yes", {}),
        ("phto yes", {}),
        ("", {}),
    ],
)
def test_a_line_is_read(line: str, pairs: dict[str, str], cues: Cues):
    """A fact stands behind its field's name, in the names that people use; several may stand on one line."""
    assert dict(typed_fields(line, cues)) == pairs


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("phto", "photo"),
        ("Conections", "connections"),
        ("skils", "skill"),
        ("plna", "plan"),
        ("fotto", None),
        ("foo", None),
        ("nam", None),
    ],
)
def test_a_typing_mistake_is_noticed(word: str, field: str | None, cues: Cues):
    """One edit is forgiven a field's name of four letters on; no shorter word is taken for one."""
    assert meant_field(word, cues) == field


def test_every_name_of_a_field_leads_to_one(cues: Cues):
    """The names that are data name fields of the profile."""
    assert set(cues.typed_fields.values()) <= set(FIELDS)


# --- keeping facts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("skills Python, SQL, Go", {"skills": ["Python", "SQL", "Go"]}),
        ("photo yes", {"photo": True}),
        ("plan Sales Nav", {"account_type": "sales_navigator"}),
        ("Premium", {"account_type": "premium"}),
        ("connections 500+", {"connections": 500}),
        ("photo=yes connections=212", {"photo": True, "connections": 212}),
        ("I added a photo, 212 connections now", {"photo": True, "connections": 212}),
        ("set photo to yes", {"photo": True}),
        ("position none yet", {"position": False}),
        ("skills are missing", {"skills": []}),
        ("photo yes\n\n  connections 212  \nI have 5 skills", {"photo": True, "connections": 212, "skills": 5}),
        ("summary=ten years in sales", {"summary": True}),
        ('school "University of California, Berkeley"', {"education": ["University of California, Berkeley"]}),
        (
            "name Jane Doe\nurl linkedin.com/in/jane-doe",
            {"name": "Jane Doe", "url": "https://www.linkedin.com/in/jane-doe"},
        ),
        ("completeness 60%\nmessages 40", {"completeness": 60, "messages": 40}),
        ("share network count", {}),
    ],
)
def test_facts_are_kept_at_once(me: Member, whylocked: Whylocked, text: str, known: dict[str, object]):
    """As pairs, as sentences, with the field first, several on several lines: they are kept and receipted."""
    first = typed(me, text)[0]
    assert first.startswith(("Saved: ", "That is so already: "))
    assert values_of(whylocked) == known


def test_a_fact_is_answered_with_what_it_does(me: Member, whylocked: Whylocked):
    """Before and after, what it does to the locks, undo; and undo works as a word, too."""
    state(whylocked, account_type="basic", connections=12)
    answer = me.command("connections 15", command=COMMAND).json
    assert answer["text"].split("\n")[:2] == [
        "Saved: connections 12 → 15. (Wrong? Say undo.)",
        "That clears your number of connections.",
    ]
    assert "Undo" in labels(answer)
    assert typed(me, "undo")[0] == "Undone: connections 15 → 12."
    assert typed(me, "undo") == ["That is undone already, so I changed nothing."]


def test_a_list_is_added_to_and_taken_from(me: Member, whylocked: Whylocked):
    """With a sign before it, a skill is one more or one fewer."""
    typed(me, "skills SQL, Excel")
    typed(me, "skills +Go")
    typed(me, "skills -Excel")
    assert values_of(whylocked) == {"skills": ["SQL", "Go"]}


def test_sharing_is_asked_about_first(me: Member, whylocked: Whylocked):
    """Typed, what colleagues see is explained and confirmed, as everywhere; the other facts are kept at once."""
    lines = typed(me, "photo yes\nshare network names")
    assert lines[0] == "Saved: photo not known → yes. (Wrong? Say undo.)"
    assert lines[-2] == "Shall I change it? Answer yes or no."
    assert whylocked.show_sharing(ME).level == "count"
    assert typed(me, "yes")[0].startswith("Done: colleagues can find")
    assert whylocked.show_sharing(ME).level == "names"
    typed(me, "share network off")
    assert typed(me, "no") == ["Fine: nothing was changed."]


def test_the_profile_is_shown(me: Member, whylocked: Whylocked):
    """Behind "show" stands what is known, with a button to edit it."""
    state(whylocked, photo="yes")
    answer = me.command("show", command=COMMAND).json
    assert "You told me on 20 Nov 2026: photo yes." in answer["text"].split("\n")
    assert "Edit my profile" in labels(answer)


def test_an_answer_to_the_bots_question_is_taken(me: Member, whylocked: Whylocked):
    """What answers the question that stands open in the channel answers it behind this command, too."""
    assert "Is your current position filled in? Answer yes or no." in typed(
        me, "plan basic\nconnections 20\nphoto yes\nskills 5\nmessages 3"
    )
    typed(me, "yes")
    assert values_of(whylocked)["position"] is True


# --- what is no fact --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["help", "Help!", "usage", "?"])
def test_help_shows_what_can_be_typed(me: Member, text: str):
    """Usage by example, with a button that opens the form."""
    answer = me.command(text, command=COMMAND).json
    assert (answer["text"].split("\n"), labels(answer)) == (USAGE, ["Edit my profile"])


def test_every_example_of_the_usage_works(me: Member, words: Words):
    """Whatever the usage shows can be typed as it stands there."""
    shown = [example for line in USAGE[1:5] for example in line.strip().split(" / ")]
    shown += [words.say(f"profile_command.example_{field}") for field in FIELDS]
    for example in shown:
        assert typed(me, example)[0].startswith(("Saved: ", "That is so already: ")), example


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("foo bar", ["I can't read “foo” as a fact of your profile, so nothing was saved.", *USAGE]),
        ("photo yes\nfoo: 3", ["I can't read “foo” as a fact of your profile, so nothing was saved.", *USAGE]),
        ("<!x>&*b* yes", ["I can't read “<!x>&*b*” as a fact of your profile, so nothing was saved.", *USAGE]),
        ("x" * 500, [f"I can't read “{'x' * 40}” as a fact of your profile, so nothing was saved.", *USAGE]),
        ("phto yes", ["I can't read “phto” as a fact of your profile, so nothing was saved. Did you mean “photo”?"]),
        ("photo", ["What shall I note there? Say it like this: photo yes. Nothing was saved."]),
        ("photo yes\njob:", ["What shall I note there? Say it like this: position Head of Sales. Nothing was saved."]),
        ("photo maybe", ["photo takes yes or no, not “maybe”."]),
        ("summary needs work", ["summary takes yes or no, not “needs work”."]),
        ("connections many\nphoto yes", ["connections takes a whole number from 0 to 30000, not “many”."]),
        ("connections 30001", ["connections takes a whole number from 0 to 30000, not “30001”."]),
        ("foto=yes", [f"There is no field “foto”; the fields are {', '.join(FIELDS)}."]),
        ("url linkedin.com/company/acme",
         ["“linkedin.com/company/acme” is no LinkedIn profile address; write it like linkedin.com/in/jane-doe."]),
        ("share network maybe", ["share_network takes names, count or off, not “maybe”."]),
        ("why can't I message Jane Doe?", [ELSEWHERE]),
        ("export my data", [ELSEWHERE]),
        ("forget me", [ELSEWHERE]),
        ("what gets people banned", [ELSEWHERE]),
        ("photo yes\n" * MOST_CHARACTERS, ["That is more than 8000 characters; ask in fewer."]),
    ],
)  # fmt: skip
def test_what_is_no_fact_says_why_and_saves_nothing(me: Member, whylocked: Whylocked, text: str, told: list[str]):
    """Which word or value is not understood, and what can be typed; of several lines, none is kept."""
    answer = me.command(text, command=COMMAND).json
    plain = answer["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain.split("\n") == told
    assert values_of(whylocked) == {}


def test_what_is_not_understood_leaves_the_conversation_as_it_was(me: Member, store: Store):
    """A question that this command does not answer does not become what the next fact is about."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe", "Bob Stone")))
    me.command("why can't I message Jane Doe?")
    typed(me, "why can't I message Bob Stone?")
    assert "a message to Jane Doe" in me.command("photo yes", command=COMMAND).json["text"]


# --- as it arrives ----------------------------------------------------------------------------------------------


def test_a_command_that_arrives_twice_is_done_once(me: Member, whylocked: Whylocked):
    """Delivered again, it adds nothing more, and says so."""
    sent = me.a_command("skills +Go", command=COMMAND)
    state(whylocked, skills=3)
    assert me.send_form(sent).json["text"].startswith("Saved: skills 3 → 4.")
    assert me.send_form(sent).json["text"] == "I took that in already; the answer stands above."
    assert values_of(whylocked) == {"skills": 4}


@pytest.mark.usefixtures("impatient")
def test_a_busy_store_delays_the_answer(me: Member, store: Store, whylocked: Whylocked):
    """While somebody else writes, the command is acknowledged, and answered once that is over."""
    with store.writing():
        assert typed(me, "photo yes") == ["Much is going on here just now; the answer follows in a moment."]
    assert me.responded()["text"].startswith("Saved: photo not known → yes.")
    assert values_of(whylocked) == {"photo": True}


@pytest.mark.usefixtures("impatient")
def test_a_late_answer_whose_place_is_gone_comes_by_direct_message(me: Member, store: Store, slack: FakeSlack):
    """What was to follow comes by direct message where the command's place takes no answer any more."""
    sent = me.a_command("photo maybe", command=COMMAND)
    slack.answer(str(sent["response_url"]).removeprefix(slack.url), 404, "expired_url", times=None)
    with store.writing():
        me.send_form(sent)
    assert (me.answered()["channel"], me.answered()["text"]) == (ME.user, "photo takes yes or no, not “maybe”.")


@pytest.mark.usefixtures("impatient")
def test_a_store_that_is_busy_where_nothing_can_follow(me: Member, store: Store):
    """Without a place for a later answer, the command says that it may be typed again."""
    with store.writing():
        assert typed(me, "photo yes", response_url="") == [
            "My store is busy with something big; try again in a moment."
        ]


def test_a_command_of_nobody_is_refused(me: Member, whylocked: Whylocked):
    """A command without a member or a place is no command."""
    assert me.command("photo yes", command=COMMAND, channel_id="").status == 400
    assert values_of(whylocked) == {}


def test_the_same_user_in_two_workspaces_is_two_members(me: Member, whylocked: Whylocked):
    """What is typed in one workspace is known in no other."""
    typed(me.of(ME.user, "T2"), "photo yes")
    assert values_of(whylocked) == {}


def test_where_facts_are_asked_for_the_form_is_a_button(me: Member):
    """Whoever says to change something without saying what is shown both ways."""
    answer = me.command("update my profile").json
    assert labels(answer) == ["Edit my profile"]
