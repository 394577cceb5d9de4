"""The shortcut that checks a person: its form, the list that loads while somebody types, the answer in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import ME, Connection, archive, keep, state, tie, ties, url_of, whole_archive
from fake_slack import FakeSlack
from signed import Member, labels, said_in

from bot.people import People, Person, person_key
from bot.replies import person_form
from bot.replies.limits import problems, view_problems
from bot.replies.slack_table import Surface
from bot.slack_app import SlackApp
from bot.store import Store, Who
from bot.understanding.searching import picked, search, value_of
from bot.usecases import Whylocked
from bot.words import BUILT_IN, Words

BOB = Who("T1", "UBOB")
ACME = "Jane Doe: Buyer at Acme, connected since 1 Jan 2023"
GLOBEX = "Jane Doe: CTO at Globex, connected since 3 Mar 2024"
JANET = "Janet Dowd: linkedin.com/in/janet-dowd"
GONE = "I can't find that person any more; pick again, or type the name below."
WHICH = (
    "I can't tell who “Jane Doe” is: pick somebody from the list above, or add the company, like Jane Doe at Globex."
)


@pytest.fixture
def known(store: Store, whylocked: Whylocked) -> None:
    """A network with two persons of one name, one with accents, and a colleague who shares names."""
    mine = [
        Connection("Jane Doe", url_of("Jane Doe"), "Globex", "CTO", date(2024, 3, 3)),
        Connection("Jane Doe", "https://www.linkedin.com/in/jane-d-2", "Acme", "Buyer", date(2023, 1, 1)),
        tie("Zoë Łukasik"),
        tie("王小明"),
        tie("Jonathan Stone"),
        tie("Janet Dowd"),
    ]
    keep(store, ME, whole_archive(name="Nora Lind", connections=mine))
    keep(store, BOB, whole_archive(name="Bob Stone", connections=[tie("Jana Doerr"), *ties("Only Bob Knows")]))
    state(whylocked, BOB, share_network="names")


def opened(me: Member) -> dict[str, Any]:
    """The form that the shortcut opens."""
    assert me.send_payload(me.a_shortcut()).status == 200
    return me.opened()


def offered(me: Member, view: dict[str, Any], typed: str) -> list[dict[str, Any]]:
    """The options that are offered for what is typed."""
    response = me.send_payload(me.a_suggestion(view, typed))
    assert response.status == 200
    options: list[dict[str, Any]] = response.json["options"]
    return options


def texts(options: list[dict[str, Any]]) -> list[str]:
    return [option["text"]["text"] for option in options]


def seen(view: dict[str, Any]) -> str:
    """Everything that a form says."""
    return "\n".join(part["text"] for block in view["blocks"] for part in told(block))


def told(data: Any) -> list[dict[str, str]]:  # noqa: ANN401 - blocks of any kind
    if isinstance(data, dict):
        own = [data] if isinstance(data.get("text"), str) else []
        return own + [found for value in data.values() for found in told(value)]
    return [found for value in data for found in told(value)] if isinstance(data, list) else []


# --- the form -------------------------------------------------------------------------------------------------


def test_the_shortcut_opens_a_form_that_slack_takes(me: Member):
    """A list to pick from, and a field for whoever is not in it; both may be left empty."""
    view = opened(me)
    assert view_problems(view) == []
    assert (view["type"], view["callback_id"], view["title"]["text"]) == ("modal", "person", "Check a person")
    assert [(block["block_id"], block["element"]["type"], block["optional"]) for block in view["blocks"]] == [
        ("picked", "external_select", True),
        ("typed", "plain_text_input", True),
    ]


def test_used_twice_it_opens_once_for_each_use(me: Member, slack: FakeSlack):
    """The same use delivered again opens nothing; another use opens the form again."""
    payload = me.a_shortcut()
    me.send_payload(payload)
    me.send_payload(payload)
    me.send_payload(me.a_shortcut())
    me.opened(2)
    me.app.desk.workers.stop()
    assert len(slack.calls("views.open")) == 2


def test_too_late_it_says_so_by_direct_message(me: Member, slack: FakeSlack):
    """A shortcut has no place of its own to answer in."""
    slack.refuse("views.open", "expired_trigger_id")
    me.send_payload(me.a_shortcut())
    assert me.answered()["channel"] == "U1"
    assert said_in(me.answered()) == "Slack didn't let me open the form in time; use the shortcut again."


def test_a_button_can_open_the_same_form(bot: SlackApp):
    """Whoever offers the window gives it where it was opened."""
    from bot.listeners.asked import Asked
    from bot.listeners.windows import WINDOWS

    asked = Asked(ME, "", "t", None, "D1", None, "D1", ("D1",))
    view = WINDOWS["person"](bot.desk, asked, "", "{}")
    assert (view["callback_id"], view["private_metadata"]) == ("person", "{}")


# --- the list -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jane", [ACME, GLOBEX, JANET]),
        ("JANET", [JANET]),
        ("do jane", [ACME, GLOBEX, JANET]),
        ("zoe luk", ["Zoë Łukasik: linkedin.com/in/zoe-lukasik"]),
        ("王", ["王小明: linkedin.com/in/王小明"]),
        ("bob s", ["Bob Stone: linkedin.com/in/bob-stone"]),
        ("jana", ["Jana Doerr: linkedin.com/in/jana-doerr"]),
        ("jonathn stone", ["Jonathan Stone: linkedin.com/in/jonathan-stone"]),
        ("https://www.linkedin.com/in/jane-d-2/", [ACME]),
        ("jane doe at acme", [ACME]),
        ("nora", []),
        ("linkedin.com/in/nobody-here", []),
        ("qqq", []),
        ("...", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_list_finds_people_as_a_question_does(me: Member, typed: str, found: list[str]):
    """By the letters a name begins with, in any case, accent, script and order, with a typing mistake, by address."""
    view = opened(me)
    assert texts(offered(me, view, typed)) == found


@pytest.mark.usefixtures("known")
def test_the_list_shows_nobody_whom_a_question_would_not_find(me: Member, whylocked: Whylocked):
    """A colleague's network is in it only while it shares names."""
    view = opened(me)
    assert texts(offered(me, view, "only")) == ["Only Bob Knows: linkedin.com/in/only-bob-knows"]
    state(whylocked, BOB, share_network="count")
    assert offered(me, view, "only") == []


@pytest.mark.usefixtures("known")
def test_people_of_another_workspace_find_nobody_here(me: Member):
    """In a channel that two workspaces share, somebody of the other is shown nothing of this one."""
    view = opened(me)
    stranger = me.of("UELSE", "T9")
    payload = stranger.a_suggestion(view, "jane") | {"team": {"id": "T1", "domain": "acme"}}
    assert stranger.send_payload(payload).json == {"options": []}


def test_the_list_is_within_slacks_limits_whatever_names_are(me: Member, store: Store):
    """At most 100 options, no two alike, each within Slack's limits, hostile names as plain text."""
    names = ["A" * 300, "An *bold* <!channel>", "An " + "x" * 130 + " " + "y" * 130, *["Ann Lee"] * 130]
    rows = [Connection(name, None if name == "Ann Lee" and place % 2 else f"https://www.linkedin.com/in/a-{place}", None, None, None) for place, name in enumerate(names)]  # fmt: skip # noqa: E501
    keep(store, ME, archive(connections=rows))
    options = offered(me, opened(me), "a")
    assert len(options) <= 100
    assert len(set(texts(options))) == len(options) > 50
    assert "An *bold* <!channel>: linkedin.com/in/a-1" in texts(options)
    listed = {"type": "static_select", "action_id": "a", "options": options}
    assert problems([{"type": "actions", "elements": [listed]}], Surface.MESSAGE) == []


def test_no_two_options_read_alike():
    """Place and day tell persons of one name apart, else the address, else a number."""
    words = Words(BUILT_IN)

    def one(url: str | None) -> Person:
        return Person("Ann Lee", person_key("Ann Lee"), url, "Acme")

    persons = [("a", one(None)), ("b", one("https://www.linkedin.com/in/ann-2")), ("c", one(None)), ("d", one(None))]
    assert texts(person_form.options(persons, words)) == [
        "Ann Lee: Acme",
        "Ann Lee: ann-2",
        "Ann Lee (3)",
        "Ann Lee (4)",
    ]


def test_a_busy_store_offers_nobody_and_never_fails(me: Member, store: Store, monkeypatch: pytest.MonkeyPatch):
    """A name can still be typed."""
    view = opened(me)
    monkeypatch.setattr(type(store), "reading", busy)
    assert offered(me, view, "jane") == []


def busy(_: object) -> Any:  # noqa: ANN401 - in the place of a context manager
    from bot.errors import UserError

    raise UserError("store_busy", path="x")


# --- the answer -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("known")
def test_who_was_picked_is_answered_about_in_the_form_and_by_direct_message(me: Member, slack: FakeSlack):
    """The form shows the answer at once; the direct message has the same with its buttons, and goes on from it."""
    view = opened(me)
    _, globex, *_ = offered(me, view, "jane")
    update = me.submits(view, picked=globex).json
    assert (update["response_action"], view_problems(update["view"])) == ("update", [])
    shown = seen(update["view"])
    assert "a message to Jane Doe" in shown
    assert "You and Jane Doe have been connected since 3 Mar 2024." in shown
    assert shown.endswith("The same is in our direct messages, with its buttons: go on from there.")
    assert not [block for block in update["view"]["blocks"] if block["type"] == "actions"]
    message = me.answered()
    assert message["channel"] == "U1"
    assert said_in(message).partition("\n")[0] in shown
    assert "Check again" in labels(message)
    message = {**message, "channel": me.direct}
    assert me.presses(message, "Check again").status == 200
    assert "Checked again" in said_in(me.responded())
    assert len(slack.calls("chat.postMessage")) == 1


@pytest.mark.usefixtures("known")
def test_the_conversation_goes_on_in_the_direct_messages(me: Member):
    """What is typed there next is about whom the form was about."""
    view = opened(me)
    me.submits(view, picked=offered(me, view, "janet")[0])
    me.answered()
    me.says("who can introduce me?")
    assert "Janet Dowd" in said_in(me.answered(2))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("Janet Dowd", "Janet Dowd"),
        ("linkedin.com/in/janet-dowd", "Janet Dowd"),
        ("Jane Doe at Acme", "Jane Doe"),
        ("why can't I message Janet Dowd?", "Janet Dowd"),
        ("Zed Quux", "Zed Quux"),
        ("undo", "undo"),
        ("forget me", "forget me"),
    ],
)
def test_whoever_is_typed_is_answered_about(me: Member, typed: str, about: str):
    """A name, an address, a whole question; whatever else stands there is a name, and does nothing."""
    update = me.submits(opened(me), typed=typed).json
    assert update["response_action"] == "update"
    assert about in seen(update["view"])


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", {"picked": "Pick somebody from the list, or type a name or a profile address below."}),
        ("Jane Doe", {"typed": WHICH}),
        ("me", {"typed": "That's you, and nothing locks you out from yourself; name somebody else."}),
        ("Nora Lind", {"typed": "That's you, and nothing locks you out from yourself; name somebody else."}),
        ("?!", {"typed": "“?!” is no name; type a full name, or a profile address like linkedin.com/in/jane-doe."}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beneath_its_field(me: Member, slack: FakeSlack, typed: str, said: dict[str, str]):
    """The form stays as it is, nothing is sent, and it can be sent again."""
    view = opened(me)
    assert me.submits(view, typed=typed).json == {"response_action": "errors", "errors": said}
    me.app.desk.workers.stop()
    assert slack.calls("chat.postMessage") == []


@pytest.mark.usefixtures("known")
def test_both_are_answered_about_where_both_are_named(me: Member):
    """Somebody picked and somebody typed are two; the same person twice is one."""
    view = opened(me)
    janet = offered(me, view, "janet")[0]
    both = seen(me.submits(view, picked=janet, typed="Jonathan Stone").json["view"])
    assert ("Janet Dowd" in both, "Jonathan Stone" in both) == (True, True)
    assert said_in(me.answered()).count("to Janet Dowd") == 1
    me.submits(view, picked=janet, typed="Janet Dowd")
    assert "Jonathan" not in said_in(me.answered(2))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", ["", "x", "jana doerr", "only bob knows", "nora lind"])
def test_a_made_up_option_finds_nobody(me: Member, name: str):
    """The value of an option names nobody by itself: who is behind it is looked up anew, as far as they may be seen."""
    view = opened(me)
    said = me.submits(view, picked={"text": {"type": "plain_text", "text": "x"}, "value": f"{'0' * 16} {name}"}).json
    assert said == {"response_action": "errors", "errors": {"picked": GONE}}


@pytest.mark.usefixtures("known")
def test_who_may_not_be_seen_any_more_cannot_be_picked_any_more(me: Member, whylocked: Whylocked):
    """A colleague closed their network while the form was open."""
    view = opened(me)
    option = offered(me, view, "only")[0]
    state(whylocked, BOB, share_network="count")
    assert me.submits(view, picked=option).json == {
        "response_action": "errors",
        "errors": {"picked": GONE},
    }


@pytest.mark.usefixtures("known")
def test_sent_twice_it_is_answered_once(me: Member, slack: FakeSlack, whylocked: Whylocked):
    """One diagnosis, one direct message; the second time the form says where the answer is."""
    view = opened(me)
    payload = me.a_submission(view, typed="Janet Dowd")
    me.send_payload(payload)
    again = me.send_payload(payload).json
    assert seen(again["view"]) == "The same is in our direct messages, with its buttons: go on from there."
    me.app.desk.workers.stop()
    assert len(slack.calls("chat.postMessage")) == 1
    assert whylocked.stored(ME)["diagnoses"] == 1


@pytest.mark.usefixtures("known")
def test_before_the_first_facts_it_asks_the_three_questions(me: Member):
    """Somebody of whom nothing is known is asked in the form, and can answer beneath the direct message."""
    new = me.of("UNEW")
    shown = seen(new.submits(opened(new), typed="Janet Dowd").json["view"])
    assert "I don't know your LinkedIn account yet" in shown
    assert new.answered()["channel"] == "UNEW"


def test_a_store_out_of_reach_is_said_in_the_form(me: Member, store: Store, monkeypatch: pytest.MonkeyPatch):
    """Nothing that was filled in is lost, and sending it again works."""
    view = opened(me)
    with monkeypatch.context() as patched:
        patched.setattr(type(store), "reading", busy)
        assert me.submits(view, typed="Janet Dowd").json["errors"] == {
            "typed": "My store is busy with something big; try again in a moment."
        }
    assert me.submits(view, typed="Janet Dowd").json["response_action"] == "update"


def test_an_error_nobody_thought_of_has_a_reference(me: Member, whylocked: Whylocked, monkeypatch: pytest.MonkeyPatch):
    """It stands in the form, and what was sent can be sent again."""
    view = opened(me)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    payload = me.a_submission(view, typed="Janet Dowd")
    with monkeypatch.context() as patched:
        patched.setattr(type(whylocked), "ask", broken)
        said = me.send_payload(payload).json["errors"]["picked"]
    assert said.startswith("I failed at that, and nothing was changed.")
    assert me.send_payload(payload).json["response_action"] == "update"
    assert "Janet Dowd" in said_in(me.answered())


@pytest.mark.parametrize("values", [None, 3, {}, {"picked": None, "typed": 3}, {"typed": {"value": {"value": 3}}}])
def test_whatever_a_submission_holds_nobody_is_named_by_what_is_not_ours(me: Member, values: object):
    """Values of another form than Slack's name nobody."""
    payload = me.a_submission(opened(me))
    payload["view"] = {**payload["view"], "state": {"values": values}}  # type: ignore[dict-item]
    assert list(me.send_payload(payload).json["errors"]) == ["picked"]


def test_nobody_is_asked_for_without_ids(me: Member):
    """A list or a shortcut that comes from nobody is taken in, and nothing is done."""
    view = opened(me)
    assert me.send_payload({**me.a_suggestion(view, "j"), "user": {}}).json == {"options": []}
    assert me.send_payload({**me.a_shortcut(), "user": {}}).status == 200


def test_a_form_that_nobody_sent_is_taken_in(me: Member, slack: FakeSlack):
    """Without ids there is nobody to answer."""
    payload = me.a_submission(opened(me), typed="Janet Dowd")
    payload["view"] = {**payload["view"], "id": None}  # type: ignore[dict-item]
    assert me.send_payload(payload).status == 200
    me.app.desk.workers.stop()
    assert slack.calls("chat.postMessage") == []


def test_people_of_a_list_are_found_as_those_of_the_store_are():
    """The whole name first, then the typed order, then from the start of the name; the asker never; so many at most."""
    names = ["Doe Anna Jane", "Mary Jane Doerr", "Jane Doerr", "Jane Doe", "Janedoe", "Jane Doe Asker"]
    persons = [Person(name, person_key(name), url_of(name)) for name in names]
    people = People(persons, persons[-1], {})
    found = ["Jane Doe", "Jane Doerr", "Mary Jane Doerr", "Doe Anna Jane"]
    assert [one.name for one in search("jane doe", people, 9)] == found
    assert [one.name for one in search("jane doe", people, 2)] == found[:2]
    assert search("jan jan jan", people, 9) == []
    janedoe = persons[4]
    assert picked(str(value_of(janedoe)), people) == janedoe
    assert picked(str(value_of(persons[-1])), people) is None
    assert value_of(Person("x", "x" * 140)) is None
