"""The form of the whole profile: opened with what is known, and only what was changed in it is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOW, TODAY, YESTERDAY, ago, keep, state, ties, whole_archive
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member, labels

from bot.facts import Basis, Fact
from bot.policy import Policy
from bot.profile_fields import FIELDS, MAX_CONNECTIONS, Value, parse_field
from bot.replies import profile_form
from bot.replies.limits import view_problems
from bot.settings import Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words

COMMAND = "/whylocked-profile"
NOBODY_KNOWN: dict[str, Fact[Value] | None] = dict.fromkeys(FIELDS)
NOTHING = "You changed nothing in the form, so everything is as it was."


def stated(value: Value) -> Fact[Value]:
    return Fact(value, Basis.STATED, TODAY)


YES: Fact[Value] = Fact(value=True, basis=Basis.STATED, as_of=TODAY)


def archived(value: Value) -> Fact[Value]:
    return Fact(value, Basis.ARCHIVE, YESTERDAY)


def made(words: Words, policy: Policy, **known: Fact[Value]) -> dict[str, Any]:
    """The form of somebody of whom this is known; one that Slack takes."""
    view = profile_form.view({**NOBODY_KNOWN, **known}, words, policy, "{}")
    assert view_problems(view) == []
    return view


def inputs(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The input blocks of a form, by field."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def holds(view: Mapping[str, Any]) -> dict[str, str | None]:
    """What each field of a form holds when it opens."""
    elements = {field: block["element"] for field, block in inputs(view).items()}
    return {
        field: element.get("initial_value") or element.get("initial_option", {}).get("value")
        for field, element in elements.items()
    }


def hint(view: Mapping[str, Any], field: str) -> str | None:
    """What stands beneath a field."""
    block = inputs(view)[field]
    return block["hint"]["text"] if "hint" in block else None


def back(view: Mapping[str, Any], **now: str | None) -> dict[str, Any]:
    """The form as it comes back: what is not named holds what it was opened with."""
    held = {**holds(view), **now}
    values = {}
    for field, block in inputs(view).items():
        element = block["element"]
        if element["type"] in {"static_select", "radio_buttons"}:
            picked = None if held[field] is None else {"value": held[field]}
            values[field] = {"value": {"type": element["type"], "selected_option": picked}}
        else:
            values[field] = {"value": {"type": element["type"], "value": held[field]}}
    return {**view, "state": {"values": values}}


# --- what it is opened with -------------------------------------------------------------------------------------


def test_every_field_has_its_input(words: Words, policy: Policy):
    """The form asks for every field of a profile, and nothing has to be filled in but what always is."""
    view = made(words, policy)
    assert sorted(inputs(view)) == sorted(FIELDS)
    assert [field for field, block in inputs(view).items() if not block["optional"]] == ["share_network"]
    assert (view["callback_id"], view["title"]["text"]) == ("profile", "Your LinkedIn profile")


def test_of_somebody_new_nothing_stands_in_it(words: Words, policy: Policy):
    """Nothing known: texts and numbers are empty, choices say so; a network is shared as numbers unless one says."""
    chosen = dict.fromkeys(("account_type", "photo", "experience", "summary", "custom_url"), "unknown")
    assert holds(made(words, policy)) == {**dict.fromkeys(FIELDS), **chosen, "share_network": "count"}


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("account_type", "recruiter_lite", "recruiter_lite"),
        ("account_type", "of_another_policy", None),
        ("connections", 212, "212"),
        ("connections", 0, "0"),
        ("connections", MAX_CONNECTIONS + 5, str(MAX_CONNECTIONS)),
        ("photo", True, "yes"),
        ("photo", False, "no"),
        ("position", "Head of *Sales* <x>", "Head of *Sales* <x>"),
        ("position", True, "yes"),
        ("position", False, "none"),
        ("skills", ["Python", "Sales, Marketing", "  a\u202e b "], "Python\nSales, Marketing\na b"),
        ("skills", [], "none"),
        ("skills", 5, "5"),
        ("education", ["Lund University"], "Lund University"),
        ("experience", True, "yes"),
        ("summary", False, "no"),
        ("custom_url", True, "yes"),
        ("completeness", 60, "60"),
        ("messages", 40, "40"),
        ("url", "https://www.linkedin.com/in/jane", "https://www.linkedin.com/in/jane"),
        ("name", "Jane Doe", "Jane Doe"),
        ("share_network", "off", "off"),
    ],
)
def test_what_is_known_stands_in_it(field: str, value: Value, held: str | None, words: Words, policy: Policy):
    """Every kind of value stands in its input as it can be typed, wherever it is from, and comes back the same."""
    for fact in (stated(value), archived(value)):
        view = made(words, policy, **{field: fact})
        assert holds(view)[field] == held
        assert profile_form.changed(back(view)) == []


def test_where_a_value_comes_from_is_said(words: Words, policy: Policy):
    """Beneath each value stands where it comes from and of which day, behind how the field is filled in."""
    view = made(words, policy, photo=YES, skills=archived(["SQL"]), name=archived("Jane Doe"))
    assert hint(view, "photo") == "You told me on 20 Nov 2026."
    assert hint(view, "name") == "From your archive of 19 Nov 2026."
    assert hint(view, "skills") == (
        "One a line, or with commas; their number is enough. It takes 3 skills. None? Type none."
        " From your archive of 19 Nov 2026."
    )
    assert hint(view, "summary") is None


def test_the_need_of_the_own_plan_is_said(words: Words, policy: Policy):
    """Beneath the number of connections stands what the plan needs; where no plan is known, what plans need."""
    assert hint(made(words, policy), "connections") == "LinkedIn shows 500+? Type 500. Plans need 15 to 30."
    view = made(words, policy, account_type=stated("recruiter_lite"))
    assert hint(view, "connections") == "LinkedIn shows 500+? Type 500. Recruiter Lite needs 25."


def test_what_each_level_of_sharing_means_is_said(words: Words, policy: Policy):
    """Whoever changes what colleagues see is told beforehand, in the form, what that does."""
    options = inputs(made(words, policy))["share_network"]["element"]["options"]
    assert [(option["value"], option["description"]["text"]) for option in options] == [
        ("names", "They see that you know them, and are sent to you for an introduction."),
        ("count", "Only about somebody they name; no name of yours is shown."),
        ("off", "Not even a number."),
    ]


def test_more_skills_than_fit_are_not_lost(words: Words, policy: Policy):
    """A list that is longer than Slack takes is not shown in part, for its rest would be lost; more can be added."""
    few = [f"Skill number {number:02}" for number in range(50)]
    many = [f"A very long name of a skill, & number {number:03}" for number in range(100)]
    assert holds(made(words, policy, skills=archived(few)))["skills"] == "\n".join(few)
    view = made(words, policy, skills=archived(many))
    assert holds(view)["skills"] is None
    assert hint(view, "skills") == (
        "There are 100 of them, too many to show here. Type +Python to add one, -Python to take one off, or all of them"
        " anew. From your archive of 19 Nov 2026."
    )
    assert profile_form.changed(back(view, skills="+Python")) == [("skills", "+Python")]


def test_another_policy_makes_another_form(words: Words, policy: Policy):
    """Plans, what they need, the window and how many skills it takes are the policy's."""
    basic = policy.account_types["basic"].model_copy(update={"name": "Gratis", "connections_needed": 99})
    requirements = {key: rule for key, rule in policy.profile.requirements.items() if key != "skills"}
    other = policy.model_copy(
        update={
            "account_types": {"gratis": basic},
            "message_volume": policy.message_volume.model_copy(update={"window_days": 3}),
            "profile": policy.profile.model_copy(update={"requirements": requirements}),
        }
    )
    view = made(words, other, account_type=stated("gratis"))
    plans = inputs(view)["account_type"]["element"]["options"]
    assert [option["text"]["text"] for option in plans] == ["Gratis", "Not known"]
    assert hint(view, "connections") == "LinkedIn shows 500+? Type 500. Gratis needs 99."
    assert hint(view, "skills") == "One a line, or with commas; their number is enough. None? Type none."
    assert inputs(view)["messages"]["label"]["text"] == "Messages sent in the last 3 days"
    assert hint(view, "messages") == "Roughly is enough; it counts for 3 days."
    fewer = {**policy.profile.requirements, "skills": policy.profile.requirements["photo"]}
    other = other.model_copy(update={"profile": policy.profile.model_copy(update={"requirements": fewer})})
    assert "It takes 1 skill." in str(hint(made(words, other), "skills"))


# --- what comes back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "held", "now", "raw"),
    [
        ("connections", 12, "212", "212"),
        ("connections", 12, None, "unknown"),
        ("connections", 12, "12", None),
        ("photo", True, "no", "no"),
        ("photo", True, "unknown", "unknown"),
        ("photo", True, None, "unknown"),
        ("position", "Buyer", "Head of Sales", "Head of Sales"),
        ("position", "Buyer", " Buyer ", None),
        ("position", "Buyer", "unknown", "unknown"),
        ("position", "Buyer", "CEO; photo=no connections=0", "CEO; photo=no connections=0"),
        ("position", "R&D", "R&amp;D", None),
        ("position", None, "R&amp;D &lt;x&gt;", "R&D <x>"),
        ("skills", ["Python", "SQL"], "Python\nSQL\nGo, Rust", "Python, SQL, Go, Rust"),
        ("skills", ["Python", "SQL"], "\n Python \n\nSQL\n", None),
        ("skills", ["Sales, Marketing", "SQL"], "Sales, Marketing\nSQL\nGo", '"Sales, Marketing", SQL, Go'),
        ("skills", ["Sales, Marketing", "SQL"], "Sales, Marketing", '"Sales, Marketing"'),
        ("skills", None, "- Python\n- SQL\n• Go", "Python, SQL, Go"),
        ("skills", None, "Python, SQL; Go", "Python, SQL; Go"),
        ("skills", ["SQL"], "+Go", "+Go"),
        ("skills", ["SQL"], "5", "5"),
        ("skills", ["SQL"], "none", "none"),
        ("skills", ["SQL"], " ,\n; ", "unknown"),
        ("skills", ["SQL"], "", "unknown"),
        ("education", None, "University of California, Berkeley", '"University of California, Berkeley"'),
        ("education", None, "+University of Oslo", "+University of Oslo"),
        ("education", ["Lund"], 'Lund\n"Best", School', "Lund, \"'Best', School\""),
        ("share_network", None, "names", "names"),
    ],
)
def test_only_what_was_changed_comes_back(  # noqa: PLR0913, PLR0917 - a row of a table
    field: str, held: Value | None, now: str | None, raw: str | None, words: Words, policy: Policy
):
    """A field comes back as it can be typed for it, if it holds something else than when the form was opened."""
    known = {} if held is None else {field: stated(held)}
    view = made(words, policy, **known)
    assert profile_form.changed(back(view, **{field: now})) == ([] if raw is None else [(field, raw)])


def test_a_school_with_a_comma_stays_one(words: Words, policy: Policy):
    """What the form makes of a list is read as the same items again."""
    view = made(words, policy)
    ((field, raw),) = profile_form.changed(back(view, education="University of California, Berkeley\nLund, Sweden"))
    assert parse_field(field, raw, policy) == ["University of California, Berkeley", "Lund, Sweden"]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "x",
        {},
        {"blocks": "x", "state": {"values": {}}},
        {"blocks": [], "state": None},
        {"blocks": [None, {"type": "input"}, {"block_id": 5}, {"block_id": []}], "state": {"values": {}}},
        {"blocks": [{"block_id": "photo", "element": None}], "state": {"values": {"photo": None}}},
        {"blocks": [{"block_id": "photo"}], "state": {"values": {"photo": {"value": {"value": 5}}}}},
        {"blocks": [{"block_id": "photo"}], "state": {"values": {"photo": {"value": {"type": "radio_buttons"}}}}},
        {"blocks": [{"block_id": "photo"}], "state": {"values": {"photo": {"value": {"selected_option": {}}}}}},
        {"blocks": [{"block_id": "motto"}], "state": {"values": {"motto": {"value": {"value": "Carpe diem"}}}}},
        {"blocks": [{"block_id": "shared"}], "state": {"values": {"shared": {"value": {"value": "5"}}}}},
    ],
)
def test_nothing_comes_back(broken: object):
    """Whatever else comes from the wire, or from a form of another version, changes nothing."""
    assert profile_form.changed(broken) == []


def test_a_field_that_does_not_come_back_was_not_emptied(words: Words, policy: Policy):
    """Where Slack leaves an input out of what it sends, nobody is taken to have emptied it."""
    view = back(made(words, policy, photo=YES, connections=stated(12)), connections="13")
    del view["state"]["values"]["photo"]
    assert profile_form.changed(view) == [("connections", "13")]


def test_errors_stand_under_their_fields(words: Words, policy: Policy):
    """Each value that does not fit has its sentence; those that fit have none."""
    pairs = [("connections", "30001"), ("url", "nonsense"), ("position", "x" * 201), ("photo", "yes"), ("skills", "5")]
    assert profile_form.errors(pairs, words, policy) == {
        "connections": "connections takes a whole number from 0 to 30000, not “30001”.",
        "url": "“nonsense” is no LinkedIn profile address; write it like linkedin.com/in/jane-doe.",
        "position": "position takes at most 200 characters; shorten it.",
    }


# --- in Slack ---------------------------------------------------------------------------------------------------


def values_of(whylocked: Whylocked) -> dict[str, object]:
    """What is known of ME's profile."""
    return {field: fact.value for field, fact in whylocked.show_profile(ME, NOW).items() if fact is not None}


def opened(me: Member, count: int = 1) -> dict[str, Any]:
    """The form that the command opens."""
    answer = me.command("", command=COMMAND)
    assert (answer.status, answer.body) == (200, "")
    view = me.opened(count)
    assert view_problems(view) == []
    return view


def test_the_command_opens_the_form_and_what_is_saved_is_answered(me: Member, whylocked: Whylocked):
    """What changed, what it did to the locks and undo, for the sender's eyes alone, where the command was typed."""
    state(whylocked, account_type="basic", connections=12, at=ago(1))
    view = opened(me)
    assert (holds(view)["account_type"], holds(view)["connections"], holds(view)["photo"]) == ("basic", "12", "unknown")
    answer = me.submits(view, connections="15", photo="yes")
    assert (answer.status, answer.body) == (200, "")
    said = me.responded()
    assert said["text"].split("\n")[:3] == [
        "Saved: connections 12 → 15; photo not known → yes. (Wrong? Say undo.)",
        "That clears your number of connections.",
        "Not certain yet: nothing known locks your messages, but 2 things are left to check.",
    ]
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert values_of(whylocked) == {"account_type": "basic", "connections": 15, "photo": True}
    me.presses(said, "Undo")
    assert me.responded(2)["text"].startswith("Undone: connections 15 → 12; photo yes → not known.")
    assert values_of(whylocked) == {"account_type": "basic", "connections": 12}


def test_nothing_is_saved_where_nothing_was_changed(me: Member, whylocked: Whylocked):
    """A form that is sent as it was opened says so in a sentence, and makes no statement of anything."""
    state(whylocked, photo="yes", at=ago(3))
    me.submits(opened(me))
    assert me.responded()["text"] == NOTHING
    fact = whylocked.show_profile(ME, NOW)["photo"]
    assert fact is not None
    assert fact.as_of == ago(3).date()


def test_what_does_not_fit_is_told_under_its_field_and_nothing_is_lost(me: Member, whylocked: Whylocked):
    """The form stays as it is, nothing is saved of it; mended, all of it is."""
    view = opened(me)
    sent = me.a_submission(view, connections="212", url="nonsense")
    answer = me.send_payload(sent)
    assert answer.json == {
        "response_action": "errors",
        "errors": {"url": "“nonsense” is no LinkedIn profile address; write it like linkedin.com/in/jane-doe."},
    }
    assert values_of(whylocked) == {}
    mended = me.a_submission(view, connections="212", url="linkedin.com/in/mara")
    mended["view"] = {**dict(mended["view"]), "id": dict(sent["view"])["id"]}  # type: ignore[call-overload]
    assert me.send_payload(mended).body == ""
    me.responded()
    assert values_of(whylocked) == {"connections": 212, "url": "https://www.linkedin.com/in/mara"}


def test_a_form_sent_twice_is_saved_once(me: Member, whylocked: Whylocked, slack: FakeSlack):
    """A double click on Save has one effect and one answer."""
    sent = me.a_submission(opened(me), skills="+Go")
    state(whylocked, skills="SQL")
    assert [me.send_payload(sent).status for _ in range(3)] == [200, 200, 200]
    me.responded()
    me.app.stop()
    assert len([call for call in slack.calls() if call.method.startswith("/response/")]) == 1
    assert values_of(whylocked) == {"skills": ["SQL", "Go"]}


def test_two_windows_never_overwrite_each_other(me: Member, whylocked: Whylocked):
    """What was changed elsewhere since a form was opened stays, unless the same field was changed in the form."""
    state(whylocked, photo="no", connections=12, at=ago(1))
    first, second = opened(me), opened(me, 2)
    me.submits(first, photo="yes", skills="SQL\nGo")
    me.responded()
    me.command("messages 40", command=COMMAND)
    me.submits(second, connections="15")
    assert me.responded(2)["text"].startswith("Saved: connections 12 → 15.")
    assert values_of(whylocked) == {"photo": True, "skills": ["SQL", "Go"], "messages": 40, "connections": 15}


def test_what_is_emptied_is_taken_back(me: Member, whylocked: Whylocked):
    """A field that is emptied takes the statement back; one taken back elsewhere meanwhile is no change any more."""
    state(whylocked, photo="yes", skills="SQL, Go")
    view = opened(me)
    me.command("photo unknown", command=COMMAND)
    me.submits(view, skills=None, photo="unknown")
    assert me.responded()["text"].startswith("Taken back: skills SQL, Go → not known. (Wrong? Say undo.)")
    me.submits(view, skills=None, photo="unknown")
    assert me.responded(2)["text"] == NOTHING
    assert values_of(whylocked) == {}


def test_what_an_archive_says_cannot_be_emptied(me: Member, store: Store, whylocked: Whylocked):
    """What comes from an archive stays, and why is said; beneath it, a statement is taken back as ever."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe"), skills=["SQL"]))
    state(whylocked, connections=300)
    view = opened(me)
    me.submits(view, skills=None, education=None)
    assert me.responded()["text"] == (
        "Emptied but kept: skills and education. Your archive of 19 Nov 2026 says so; if that is wrong, fill in what is"
        " right."
    )
    me.submits(view, skills=None, connections=None)
    said = me.responded(2)["text"].split("\n")
    assert said[0] == "Taken back: connections 300 → 1. (Wrong? Say undo.)"
    assert said[1].startswith("Emptied but kept: skills.")
    assert values_of(whylocked)["connections"] == 1


def test_saving_is_the_consent_to_share(me: Member, whylocked: Whylocked):
    """The form says what each level means, so it asks nothing more; the answer says what colleagues learn now."""
    me.submits(opened(me), share_network="names")
    assert me.responded()["text"].split("\n") == [
        "Saved: what colleagues see of your network count → names. (Wrong? Say undo.)",
        "Done: colleagues can find the connections that you import by name and be sent to you for an introduction.",
    ]
    assert whylocked.show_sharing(ME).level == "names"
    me.submits(opened(me, 2))
    assert me.responded(2)["text"] == NOTHING


def test_a_level_changed_meanwhile_is_no_news(me: Member, whylocked: Whylocked):
    """Where the network was shared in that way elsewhere meanwhile, nothing new is said of it."""
    view = opened(me)
    state(whylocked, share_network="off")
    me.submits(view, share_network="off")
    assert me.responded()["text"] == "Saved: what colleagues see of your network off, as before. (Wrong? Say undo.)"


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_form_that_came_too_late_says_what_to_do(me: Member, slack: FakeSlack, error: str):
    """Where Slack does not let the form be opened any more, a sentence says to type the command again."""
    slack.refuse("views.open", error)
    assert me.command("", command=COMMAND).body == ""
    assert me.responded()["text"] == "Slack didn't let me open the form in time; type the command again."


def test_a_form_is_opened_once_a_trigger(me: Member, slack: FakeSlack):
    """The same command that arrives twice opens one form; without a trigger it says what to do."""
    sent = me.a_command("  ", command=COMMAND)
    assert [me.send_form(sent).status for _ in range(2)] == [200, 200]
    me.opened()
    told = me.command("", command=COMMAND, trigger_id="").json
    assert told["text"] == "Slack didn't let me open the form in time; type the command again."
    me.app.stop()
    assert len(slack.calls("views.open")) == 1


def test_a_closed_form_changes_nothing(me: Member, whylocked: Whylocked, slack: FakeSlack):
    """Cancel is nothing said: nothing is kept, and nothing is answered."""
    closed = {**me.a_submission(opened(me), photo="yes"), "type": "view_closed"}
    assert me.send_payload(closed).status < 500
    me.app.stop()
    assert values_of(whylocked) == {}
    assert [call.method for call in slack.calls() if call.method.startswith("/response/")] == []


def test_an_answer_whose_place_is_gone_comes_by_direct_message(me: Member, slack: FakeSlack):
    """Half an hour after the command Slack takes no answer there any more; then it comes by direct message."""
    command = me.a_command("", command=COMMAND)
    me.send_form(command)
    slack.answer(str(command["response_url"]).removeprefix(slack.url), 404, "expired_url", times=None)
    me.submits(me.opened(), photo="yes")
    said = me.answered()
    assert (said["channel"], said["text"].split("\n")[0]) == (
        ME.user,
        "Saved: photo not known → yes. (Wrong? Say undo.)",
    )


def test_the_button_beneath_the_profile_opens_it(me: Member, whylocked: Whylocked):
    """Beneath "show my profile" a button opens the form; in a channel its answer is for the sender's eyes."""
    shown = me.command("show my profile").json
    assert "Edit my profile" in labels(shown)
    me.presses(shown, "Edit my profile")
    me.submits(me.opened(), photo="no")
    assert me.responded()["text"].startswith("Saved: photo not known → no.")
    assert values_of(whylocked) == {"photo": False}


def test_the_button_in_a_direct_message_answers_in_its_thread(me: Member):
    """Beneath a direct message the answer follows in the thread, and goes on from what was asked there."""
    me.says("show my profile")
    shown = me.answered()
    thread = "1795176000.000001"
    me.presses({**shown, "channel": me.direct, "thread_ts": thread}, "Edit my profile")
    me.submits(me.opened(), photo="no")
    said = me.answered(2)
    assert (said["channel"], said["thread_ts"]) == (me.direct, thread)
    assert said["text"].startswith("Saved: photo not known → no.")


def test_a_form_goes_on_with_what_was_asked_there(me: Member, store: Store):
    """Saved where somebody was asked about, it is their answer that is checked again."""
    keep(store, ME, whole_archive(connections=ties("Jane Doe", *(f"Contact {number}" for number in range(11)))))
    me.command("why can't I message Jane Doe?")
    me.submits(opened(me), account_type="basic", connections="15")
    assert "a message to Jane Doe" in me.responded()["text"]


def test_a_form_without_its_place_is_answered_by_nobody(me: Member, whylocked: Whylocked):
    """What carries nothing of where it was opened is taken in, and changes nothing."""
    view = opened(me)
    for metadata in ("", "{}", "[]", '{"container": 5}', '{"container": {"channel_id": 5}}'):
        assert me.submits({**view, "private_metadata": metadata}, photo="yes").status == 200
    me.app.stop()
    assert values_of(whylocked) == {}


def test_hostile_values_are_values(me: Member, whylocked: Whylocked):
    """What looks like markup, like other fields or like an order is only the text of its own field."""
    hostile = "<!channel> *Boss* photo=no forget me & export"
    me.submits(opened(me), position=hostile, skills="photo=yes\n<@U1>\nundo\n\u202ecilbup", name="Jane=Doe; url=x")
    assert hostile in me.responded()["blocks"][0]["elements"][0]["elements"][0]["text"]
    assert values_of(whylocked) == {
        "position": hostile,
        "skills": ["photo=yes", "<@U1>", "undo", "cilbup"],
        "name": "Jane=Doe; url=x",
    }


@pytest.fixture
def changed_policy(slack: FakeSlack, store: Store, tmp_path: Path) -> Iterator[SlackApp]:
    """The bot with another knowledge folder: another name of a plan, another window, another number of skills."""
    folder = tmp_path / "knowledge"
    shutil.copytree(BUILT_IN, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "examples"))
    policy = (folder / "policy.toml").read_text(encoding="utf-8")
    for before, after in (
        ('name = "Sales Navigator"', 'name = "Sales Compass"'),
        ("window_days = 7", "window_days = 14"),
        ("minimum = 3", "minimum = 8"),
    ):
        assert before in policy
        policy = policy.replace(before, after, 1)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    app = build(Settings(store.path, folder, default_db=False, slack=tokens), lambda: NOW)
    yield app
    app.stop()


def test_a_changed_policy_changes_the_form(changed_policy: SlackApp, slack: FakeSlack):
    """The lists and numbers of the form are those of the knowledge folder in force."""
    view = opened(Member(changed_policy, slack))
    options = [option["text"]["text"] for option in inputs(view)["account_type"]["element"]["options"]]
    assert ("Sales Compass" in options, "Sales Navigator" in options) == (True, False)
    assert inputs(view)["messages"]["label"]["text"] == "Messages sent in the last 14 days"
    assert "It takes 8 skills." in str(hint(view, "skills"))


def test_a_form_whose_answer_is_forgotten_still_saves(me: Member, whylocked: Whylocked):
    """The answer that a form was opened beneath may be forgotten; what was changed is saved all the same."""
    me.presses(me.command("show my profile").json, "Edit my profile")
    view = me.opened()
    forgotten = view["private_metadata"].replace('"card": "', '"card": "0')
    me.submits({**view, "private_metadata": forgotten}, photo="no")
    assert me.responded()["text"].startswith("Saved: photo not known → no.")
    assert values_of(whylocked) == {"photo": False}
