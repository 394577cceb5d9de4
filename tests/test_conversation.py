"""A conversation goes on where it stands: answers to the bot's question, picks, what-ifs, and what is kept of it."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli import BOB, JANE, SAM_A, SAM_B, Desk, knows, mara, run, take, well_off
from conftest import NOW

from bot.app import compose
from bot.conversation import MOST_CHARACTERS, THREAD_LIVES, Conversation
from bot.conversation.heard import Heard
from bot.demo import archives, staged
from bot.errors import UserError
from bot.people import TargetStatus
from bot.replies.model import Part
from bot.settings import Settings
from bot.store import Store, Who
from bot.understanding.request import Intent
from bot.verdict import State, Verdict
from bot.words import BUILT_IN

WHY_JANE = "why can't I message Jane Doe?"
WHY_BOB = "why can't I message Bob Stone?"
WHY_ZORA = "why can't I message Zora Quist?"
WHY_SAM = "why can't I message Sam Lee?"


class Talk:
    """A member who talks with the bot."""

    def __init__(self, desk: Desk, *, user: str | None = None, team: str | None = None, thread: str = "t1") -> None:
        self.who = Who(team or desk.team, user or desk.user)
        self.thread = thread
        self.conversation: Conversation = compose(Settings(desk.db, BUILT_IN, default_db=False)).conversation

    def __call__(self, text: str, now: datetime = NOW) -> Heard:
        """What comes of one message."""
        return self.conversation.hear(self.who, text, now, thread=self.thread)

    def refused(self, text: str) -> str:
        """The code of the sentence with which a message is refused."""
        with pytest.raises(UserError) as caught:
            self(text)
        return caught.value.code


def asked_about(heard: Heard) -> list[str]:
    """The names of the persons that an answer is about."""
    return [answer.target.person.name if answer.target.person else answer.target.typed for answer in heard.answers]


def state_of(heard: Heard, check: str) -> State:
    (state,) = (finding.state for finding in heard.answers[0].findings if finding.check == check)
    return state


def held(db: Path, *, but: str = "") -> dict[str, list[Any]]:
    """Every row of the store, table by table."""
    with sqlite3.connect(db) as conn:
        tables = [
            name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if name != but
        ]
        rows = {table: conn.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608
    conn.close()
    return rows


def doubted(desk: Desk) -> list[tuple[str, int]]:
    """The padlock answers that were kept: diagnosis, and whether LinkedIn shows a padlock."""
    return [(diagnosis, padlock) for _, _, diagnosis, padlock, _ in held(desk.db)["padlock_answers"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Mara of the specification's example."""
    return mara(tmp_path)


@pytest.fixture
def photoless(tmp_path: Path) -> Desk:
    """A member of whom everything but the photo is known, and who is connected with Bob Stone and Jane Doe."""
    desk = well_off(tmp_path)
    desk.set(photo="unknown")
    take(desk, archives.files_of_2026(connections=knows(BOB, JANE)), tmp_path)
    desk.set(connections=200)
    return desk


# --- the turn before ------------------------------------------------------------------------------------------


def test_a_fact_after_a_question_checks_the_same_person_again(photoless: Desk):
    """The stated fact is saved and named, the same person is checked again, and the new verdict stands beneath."""
    talk = Talk(photoless)
    before = talk(WHY_BOB)
    assert (before.answers[0].verdict, before.reply.asks) == (Verdict.UNSURE, "photo")

    after = talk("photo=yes")
    assert after.request.intent is Intent.UPDATE_PROFILE
    assert asked_about(after) == ["Bob Stone"]
    assert (after.answers[0].verdict, state_of(after, "profile")) == (Verdict.OPEN, State.CLEAR)
    assert after.reply.lines[0].text == "Saved: photo not known → yes. (Wrong? Say undo.)"
    assert after.reply.lines[1].text != before.reply.lines[0].text
    assert after.answers[0].diagnosis not in {None, before.answers[0].diagnosis}
    assert photoless.fields()["photo"] is True


@pytest.mark.parametrize(("answer", "verdict"), [("yes", Verdict.OPEN), ("no", Verdict.LOCKED)])
def test_a_bare_answer_is_about_what_was_asked(photoless: Desk, answer: str, verdict: Verdict):
    """The bot asked for the photo, so "yes" and "no" are about the photo."""
    talk = Talk(photoless)
    talk(WHY_BOB)
    after = talk(answer)
    assert after.answers[0].verdict is verdict
    assert photoless.fields()["photo"] is (answer == "yes")


def test_the_turn_is_remembered_across_processes(photoless: Desk):
    """Another process that opens the same store goes on where the first stood."""
    Talk(photoless)(WHY_BOB)
    assert asked_about(Talk(photoless)("photo=yes")) == ["Bob Stone"]


@pytest.mark.parametrize("other", [{"user": "U2"}, {"team": "T2"}, {"thread": "t2"}])
def test_turns_of_others_are_not_gone_on_with(desk: Desk, other: dict[str, str]):
    """Neither another member, nor the same id in another workspace, nor another thread takes up the conversation."""
    Talk(desk)(WHY_JANE)
    stranger = Talk(desk, **other)  # type: ignore[arg-type]
    assert asked_about(stranger("photo=yes")) == [""]
    assert stranger.refused("shared=3") == "shared_of_whom"
    assert asked_about(Talk(desk)("position=yes")) == ["Jane Doe"]


def test_the_command_line_keeps_its_threads_apart(desk: Desk):
    """`ask` goes on in the thread `cli` unless `--thread` names another."""
    desk("ask", WHY_JANE).answered  # noqa: B018
    assert "message to Jane Doe" in desk("ask", "photo=yes", "--thread", "cli").answered
    assert "Jane Doe" not in desk("ask", "photo=yes", "--thread", "other").answered


def test_a_conversation_is_forgotten_after_its_time(desk: Desk):
    """Within its time a conversation goes on; after it, a message stands for itself."""
    Talk(desk)(WHY_JANE)
    late = NOW + THREAD_LIVES
    assert asked_about(Talk(desk)("position=yes", late - timedelta(seconds=1))) == ["Jane Doe"]
    assert asked_about(Talk(desk)("photo=yes", late + THREAD_LIVES)) == [""]


def test_what_is_said_in_between_leaves_the_question(desk: Desk):
    """Help, a look at the profile or an aside do not end the conversation about a person."""
    talk = Talk(desk)
    talk(WHY_JANE)
    for aside in ("help", "what's the weather in Lisbon?", ""):
        assert talk(aside).answers == ()
    assert asked_about(talk("photo=yes")) == ["Jane Doe"]


def test_another_name_is_the_same_question_again(desk: Desk):
    """One more name asks of Bob what was asked of Jane, and a fact stated then is about Bob."""
    talk = Talk(desk)
    talk(WHY_JANE)
    assert asked_about(talk("and Bob Stone?")) == ["Bob Stone"]
    assert asked_about(talk("photo=yes")) == ["Bob Stone"]


def test_a_followup_keeps_the_intent_of_the_turn_before(desk: Desk):
    """Asked for an introduction after a lock question, "and Jane Doe?" asks for another introduction."""
    talk = Talk(desk)
    talk(WHY_JANE)
    assert talk("who can introduce me to Bob Stone?").request.intent is Intent.WHO_CAN_INTRODUCE
    again = talk("and Jane Doe?").request
    assert (again.intent, again.followup) == (Intent.WHO_CAN_INTRODUCE, True)


def test_a_fact_after_two_names_checks_both(desk: Desk):
    """Two persons asked about at once are both checked again."""
    talk = Talk(desk)
    assert len(talk("why can't I message Jane Doe and Bob Stone?").parts) == 2
    again = talk("skills=Excel, SQL, Go")
    assert asked_about(again) == ["Jane Doe", "Bob Stone"]
    assert state_of(again, "profile") is not State.LOCKED
    assert talk.refused("shared=3") == "shared_of_whom"


def test_a_fact_out_of_the_blue_is_saved_and_checked_for_everybody(tmp_path: Path):
    """Without a question before, a stated fact is saved, and what it does to the own account is said."""
    heard = Talk(Desk(tmp_path / "whylocked.db"))("photo=yes connections=212")
    assert [answer.target.status for answer in heard.answers] == [TargetStatus.NONE]
    assert [line.text for line in heard.reply.lines[:2]] == [
        "Saved: photo not known → yes; connections not known → 212. (Wrong? Say undo.)",
        "Not certain yet: nothing known locks your messages, but 2 things are left to check.",
    ]
    assert Desk(tmp_path / "whylocked.db").fields() == {"photo": True, "connections": 212}


# --- shared connections ---------------------------------------------------------------------------------------


def test_shared_is_about_the_person_asked_about(tmp_path: Path):
    """The number of shared connections is kept for that person alone, and settles the check."""
    desk = well_off(tmp_path)
    talk = Talk(desk)
    assert talk(WHY_ZORA).reply.asks == "shared_connections"
    after = talk("shared=3")
    assert (after.answers[0].verdict, state_of(after, "shared_connections")) == (Verdict.OPEN, State.CLEAR)
    assert state_of(talk("why can't I message Otto Other?"), "shared_connections") is State.UNKNOWN
    assert state_of(talk("shared=0"), "shared_connections") is State.LOCKED
    assert state_of(talk(WHY_ZORA), "shared_connections") is State.CLEAR
    talk("shared=unknown")
    assert state_of(talk(WHY_ZORA), "shared_connections") is State.UNKNOWN


@pytest.mark.parametrize(
    ("before", "text", "code"),
    [
        (WHY_JANE, "photo=yes shared=many", "bad_number"),
        (WHY_JANE, "shared=3 photo=maybe", "bad_yes_no"),
        (WHY_JANE, "shared=3 shoe_size=44", "unknown_field"),
        (WHY_JANE, "photo=yes padlock=maybe", "bad_yes_no"),
        (WHY_JANE, "padlock=unknown photo=yes", "bad_yes_no"),
        (WHY_SAM, "photo=yes shared=3", "not_one_ambiguous"),
        ("why can't I message <@U1>?", "photo=yes shared=3", "shared_self"),
        ("why can't I message <@U0GHOST>?", "photo=yes shared=3", "not_one_nobody"),
        ("help", "photo=yes shared=3", "shared_of_whom"),
    ],
)
def test_one_wrong_value_and_nothing_is_saved(desk: Desk, before: str, text: str, code: str):
    """A value that does not fit, or a number of shared connections with nobody certain, leaves the store as it was."""
    talk = Talk(desk)
    talk(before)
    rows = held(desk.db)
    assert talk.refused(text) == code
    assert held(desk.db) == rows


def test_the_wrong_value_is_called_as_it_was_typed(desk: Desk):
    """The sentence names the field that the member wrote, not the one that takes the same values."""
    desk("ask", WHY_JANE).answered  # noqa: B018
    assert desk("ask", "shared=many").refused.startswith("shared ")
    assert desk("ask", "padlock=perhaps").refused.startswith("padlock ")


def test_a_value_that_does_not_fit_is_no_other_value(desk: Desk):
    """A value is refused behind "set photo=" as it is behind "photo=", and nothing is saved."""
    talk = Talk(desk)
    for front in ("", "set ", "please set my "):
        assert talk.refused(f"{front}photo=maybe") == "bad_yes_no"
    assert desk("profile", "show", "--json").json["photo"]["value"] is None


def test_somebody_unknown_is_found_once_an_archive_holds_them(tmp_path: Path):
    """To check again after an import looks for the person again, and says that it was checked again."""
    desk = Desk(tmp_path / "whylocked.db")
    talk = Talk(desk)
    assert talk(WHY_JANE).answers[0].target.status is TargetStatus.UNKNOWN
    take(desk, archives.files_of_2026(connections=knows(JANE)), tmp_path)
    again = talk("check again")
    assert again.answers[0].target.status is TargetStatus.FOUND
    assert again.reply.lines[0].text == "Checked again, 20 Nov 2026, 12:00 UTC:"


def test_how_to_fix_gives_the_whole_plan_with_tips(desk: Desk):
    """The steps say what each clears and how best to go about it, and nothing is asked beside them."""
    talk = Talk(desk)
    asked = talk(WHY_JANE)
    fix = talk("how do I fix it?")
    assert [answer.plan for answer in fix.answers] == [answer.plan for answer in asked.answers]
    steps = [line.text for line in fix.reply.lines if line.part is Part.PLAN]
    assert steps == [
        "To unlock:",
        "   1. Add 1 skill to your profile (takes minutes; clears your profile)",
        "   2. Connect with 3 more people (takes days; clears your number of connections)",
        "      → Accept the invitations waiting for you from people you know and trust.",
        "      → Invite friends, relatives, colleagues and acquaintances.",
    ]
    assert [line for line in fix.reply.lines if line.part is Part.QUESTION] == []


def test_how_to_fix_of_nobody_is_about_the_own_account(desk: Desk):
    """Without an answer before it, the plan is the one for every message."""
    heard = Talk(desk)("how do I fix it?")
    assert [answer.target.status for answer in heard.answers] == [TargetStatus.NONE]
    assert "To unlock:" in heard.reply.text


# --- the padlock ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "shown"), [("no", 0), ("No", 0), ("yes", 1), ("YES", 1), ("false", 0)])
def test_the_padlock_is_kept_with_the_diagnosis(desk: Desk, typed: str, shown: int):
    """Whether LinkedIn shows a padlock is kept with the diagnosis given last, once, and counted by doctor."""
    talk = Talk(desk)
    first, last = talk(WHY_BOB).answers[0].diagnosis, talk(WHY_JANE).answers[0].diagnosis
    for _ in range(2):
        assert [answer.diagnosis for answer in talk(f"padlock={typed}").answers] == [last]
    assert first != last
    assert doubted(desk) == [(last, shown)]
    told = next(line for line in run("--db", str(desk.db), "doctor").answered.splitlines() if "a padlock" in line)
    assert sorted(re.findall(r"\d+", told)) == ["0", "1"]
    with Store(desk.db).reading() as session:
        figures = session.health.look()
    assert (figures.padlocks_shown, figures.padlocks_missing) == (shown, 1 - shown)


def test_a_bare_no_answers_the_question_for_the_padlock(desk: Desk):
    """The bot asked whether LinkedIn shows a padlock, so "no" is about that."""
    talk = Talk(desk)
    answer = talk(WHY_JANE)
    assert answer.reply.asks == "padlock"
    talk("no")
    assert doubted(desk) == [(answer.answers[0].diagnosis, 0)]


def test_the_padlock_beside_a_fact(desk: Desk):
    """A fact and the padlock in one line: both are kept, both are answered, and the person is checked again."""
    talk = Talk(desk)
    diagnosis = talk(WHY_JANE).answers[0].diagnosis
    after = talk("photo=yes padlock=no")
    assert doubted(desk) == [(diagnosis, 0)]
    assert desk.fields()["photo"] is True
    assert "photo not known → yes" in after.reply.text
    assert asked_about(after) == ["Jane Doe"]


def test_the_padlock_without_an_answer_before(desk: Desk):
    """Nobody asked about, or several who may be meant: there is no diagnosis to keep it with, and the bot says so."""
    talk = Talk(desk)
    told = talk("padlock=no").reply.text
    talk(WHY_SAM)
    assert talk("padlock=no").reply.text == told
    assert doubted(desk) == []


# --- what if --------------------------------------------------------------------------------------------------


def test_what_if_stores_nothing(desk: Desk):
    """A "what if" recomputes for the same person without saving a fact or a diagnosis, and gives no id to quote."""
    talk = Talk(desk)
    before = talk(WHY_JANE)
    rows = held(desk.db, but="threads")
    supposed = talk("what if skills=3 connections=15 photo=yes shared=2")
    assert held(desk.db, but="threads") == rows
    assert asked_about(supposed) == ["Jane Doe"]
    assert (before.answers[0].verdict, supposed.answers[0].verdict) == (Verdict.LOCKED, Verdict.OPEN)
    assert supposed.answers[0].diagnosis is None
    assert talk(WHY_JANE).answers[0].verdict is Verdict.LOCKED


def test_after_what_if_the_last_real_answer_counts(desk: Desk):
    """The padlock after a "what if" is about the diagnosis that was given before it, and facts are saved again."""
    talk = Talk(desk)
    diagnosis = talk(WHY_JANE).answers[0].diagnosis
    talk("what if skills=3")
    talk("padlock=no")
    assert doubted(desk) == [(diagnosis, 0)]
    assert asked_about(talk("photo=yes")) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("text", "code"), [("what if connections=many", "bad_number"), ("what if shoe_size=44", "unknown_field")]
)
def test_a_what_if_that_does_not_fit_is_refused(desk: Desk, text: str, code: str):
    """A supposed value is checked like a stated one."""
    talk = Talk(desk)
    talk(WHY_JANE)
    assert talk.refused(text) == code


# --- several of one name --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pick", "url"),
    [("Globex", SAM_B.url), ("the Acme one", SAM_A.url), ("the chemist", SAM_B.url)],
)
def test_a_pick_among_several_is_answered(desk: Desk, pick: str, url: str):
    """Company or position picks one of several persons, and the answer is about that one."""
    talk = Talk(desk)
    which = talk(WHY_SAM)
    assert (which.answers[0].verdict, which.answers[0].diagnosis) == (None, None)
    picked = talk(pick)
    assert picked.request.followup
    assert picked.answers[0].target.url == url
    assert picked.answers[0].diagnosis


def test_a_number_picks_in_the_order_that_was_shown(desk: Desk):
    """The number of a candidate is its place in the list that the bot showed."""
    for number in (1, 2):
        talk = Talk(desk)
        shown = talk(WHY_SAM).answers[0].target.candidates
        assert talk(str(number)).answers[0].target.url == shown[number - 1].url


def test_after_a_pick_the_person_stays(desk: Desk):
    """Once picked, a stated fact is about that person and the others are out of the talk."""
    talk = Talk(desk)
    talk(WHY_SAM)
    talk("Globex")
    again = talk("photo=yes")
    assert [answer.target.url for answer in again.answers] == [SAM_B.url]


def test_a_pick_of_nobody_is_no_answer_about_one_of_them(desk: Desk):
    """A number beyond the list picks nobody; the question can still be answered after it."""
    talk = Talk(desk)
    talk(WHY_SAM)
    assert [answer.target.url for answer in talk("7").answers] == []
    assert talk("Globex").answers[0].target.url == SAM_B.url


# --- the rest -------------------------------------------------------------------------------------------------


def test_a_message_too_long_is_refused_and_forgotten(desk: Desk):
    """One character beyond the limit is refused before anything is looked at."""
    talk = Talk(desk)
    talk(WHY_JANE)
    rows = held(desk.db)
    assert talk.refused("x" * (MOST_CHARACTERS + 1)) == "too_long"
    assert held(desk.db) == rows


def test_no_text_is_ever_stored(desk: Desk):
    """What people type is not kept: a remembered turn holds whom it was about and nothing of the words around."""
    talk = Talk(desk)
    for text in (f"between us, the merger fell through. {WHY_JANE}", "about that merger; help"):
        talk(text)
    assert "merger" not in str(held(desk.db))


# --- what is no fact ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no idea", "declined"),
        ("not sure", "declined"),
        ("linkedin.com/company/acme", "not_a_profile"),
    ],
)
def test_what_states_no_fact_is_told_so_and_keeps_none(said: str, told: str, tmp_path: Path):
    """Doubt and a page that is no profile bring a sentence of their own, and nothing is stored."""
    desk = well_off(tmp_path)
    talk = Talk(desk)
    asked = talk(WHY_ZORA)
    assert asked.reply.asks == "shared_connections"
    before = held(desk.db, but="threads")
    heard = talk(said)
    assert heard.reply.text == talk.conversation._words.say(f"help.{told}").strip()  # noqa: SLF001 - the one source
    assert held(desk.db, but="threads") == before


def test_an_answer_that_is_none_is_asked_for_again(tmp_path: Path):
    """What is no answer to the bot's question, and nothing else either, brings the question's form once more."""
    talk = Talk(well_off(tmp_path))
    talk(WHY_ZORA)
    assert "with the number" in talk("purple monkey dishwasher").reply.text
    assert state_of(talk("3"), "shared_connections") is State.CLEAR


def test_a_number_after_several_names_is_about_the_one_that_was_asked_about(tmp_path: Path):
    """Of several persons the bot asks about one; the number that comes back is that one's."""
    talk = Talk(well_off(tmp_path))
    heard = talk("why can't I message Zora Quist and Otto Other?")
    assert (heard.reply.asks, heard.reply.asks_of) == ("shared_connections", 0)
    after = talk("3")
    assert [answer.facts.shared.value if answer.facts.shared else None for answer in after.answers] == [3, None]


def test_a_stated_fact_brings_what_is_left_and_not_all_again(tmp_path: Path):
    """After a fact the reply is short: the verdict, what still locks without its advice, the next question."""
    talk = Talk(mara(tmp_path))
    whole, left = talk(WHY_BOB).reply, talk("skills=3").reply
    assert left.text.startswith("Saved: skills Excel, Purchasing → 3. (Wrong? Say undo.)\n")
    assert len(left.lines) < len(whole.lines)
    assert {line.part for line in left.lines} & {Part.TIP, Part.FINE, Part.WAYS} == set()


@pytest.mark.parametrize(
    ("standing", "code"),
    [((), "padlock_no"), (("restricted",), "padlock_no_recorded"), (("banned",), "padlock_no_recorded")],
)
def test_nobody_who_is_banned_is_told_to_write(standing: tuple[str, ...], code: str, tmp_path: Path):
    """No padlock in spite of a recorded ban or restriction: the bot asks about the notice instead."""
    desk = mara(tmp_path)
    for kind in standing:
        desk("standing", "set", kind).answered  # noqa: B018
    talk = Talk(desk)
    talk(WHY_BOB)
    noted = talk("padlock=no").reply.lines[0].beside_buttons
    assert noted == talk.conversation._words.say(f"profile.{code}", name="Bob Stone")  # noqa: SLF001


@pytest.mark.parametrize(("answer", "code"), [("yes", "padlock_yes_open"), ("no", "padlock_no_open")])
def test_a_padlock_where_nothing_locks(answer: str, code: str, tmp_path: Path):
    """Where the policy locks nothing, a padlock has a cause that the bot cannot see, and it says so."""
    talk = Talk(well_off(tmp_path))
    talk(WHY_ZORA)
    talk("3")
    (noted,) = talk(f"padlock={answer}").reply.lines
    assert noted.beside_buttons == talk.conversation._words.say(f"profile.{code}")  # noqa: SLF001


def test_a_thread_does_not_outlive_consent():
    """Whom a colleague no longer shares is gone from an open conversation too."""
    with staged(BUILT_IN) as (app, stage):
        nora, ravi = stage.who("nora"), stage.who("ravi")
        first = app.conversation.hear(nora, "why can't I message Petra Novotna?", stage.now, thread="t")
        again = app.conversation.hear(nora, "recheck", stage.now, thread="t")
        app.whylocked.state(ravi, [("share_network", "off")], stage.now)
        after = app.conversation.hear(nora, "recheck", stage.now, thread="t")
    statuses = [heard.answers[0].target.status for heard in (first, again, after)]
    assert statuses == [TargetStatus.FOUND, TargetStatus.FOUND, TargetStatus.UNKNOWN]
    assert after.answers[0].target.person is None


@pytest.mark.parametrize(("typed", "code"), [("no", "doubt_said_no"), ("yes", "doubt_said_yes")])
def test_what_was_said_of_a_padlock_is_not_asked_again(typed: str, code: str, tmp_path: Path):
    """The padlock is asked about once a person, until the days set are over; the answer repeats what was said."""
    talk = Talk(mara(tmp_path))
    talk("photo=yes")
    assert talk(WHY_BOB).reply.asks == "padlock"
    talk(f"padlock={typed}")
    again = talk(WHY_BOB).reply
    assert again.asks != "padlock"
    assert talk.conversation._words.say(f"answer.{code}", on=NOW.date()) in again.text  # noqa: SLF001
    days = talk.conversation._whylocked.policy.asking.confirm_again_after_days  # noqa: SLF001
    assert talk(WHY_BOB, NOW + timedelta(days=days) - timedelta(seconds=1)).answers[0].doubt.said is not None
    assert talk(WHY_BOB, NOW + timedelta(days=days)).answers[0].doubt.said is None


def test_a_turn_of_another_version_is_forgotten(tmp_path: Path):
    """A store that another version wrote to brings no failure: the conversation begins anew."""
    desk = well_off(tmp_path)
    with Store(desk.db).writing() as session:
        session.threads.keep(Talk(desk).who, "t1", {"intent": "ask_lock"}, NOW, NOW + timedelta(days=1))
    assert Talk(desk)(WHY_ZORA).answers[0].verdict is Verdict.UNSURE
