"""What members tell of LinkedIn's notice: understood or asked about, kept, answered, undone."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ME, NOW, TODAY
from signed import Member, labels, said_in

from bot.errors import UserError
from bot.facts import Basis, Standing, StandingKind
from bot.listeners.clerk import tick
from bot.people import Circle, People, Person
from bot.slack_app import SlackApp
from bot.store import Store
from bot.store.directory import Directory
from bot.understanding import Mind, read_mind, understand
from bot.understanding.days import DayWords
from bot.understanding.notices import Typed, details_typed, standing_told
from bot.words import BUILT_IN

BAN, RESTRICTION = "ban", "restriction"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return read_mind(BUILT_IN)


@pytest.fixture(scope="module")
def days(mind: Mind) -> DayWords:
    return mind.cues.days


@pytest.fixture
def people(store: Store) -> People:
    """Nobody but the asker."""
    return Directory(store, ME, Person("", "", circle=Circle.MEMBER, user=ME.user), {}, None)


# --- what is a report, and what is none -------------------------------------------------------------------------

SURE = {
    "I got restricted until 1 Dec": RESTRICTION,
    "LinkedIn banned me": BAN,
    "LinkedIn restricted me": RESTRICTION,
    "linkedin has restricted my account until 5 december because of spam and automation": RESTRICTION,
    "my account was restricted yesterday for automation": RESTRICTION,
    "I've been banned": BAN,
    "got banned :(": BAN,
    "just got a restriction on my account": RESTRICTION,
    "they suspended me until friday": RESTRICTION,
    "Restricted until 1 Dec": RESTRICTION,
    "i'm restricted until 1 Dec": RESTRICTION,
    "we were suspended": RESTRICTION,
}
UNSURE = (
    "I got a notice from LinkedIn",
    "I see a warning",
    "jane got banned",
    "i heard jane got banned",
    "he got banned",
    "my colleague got restricted",
    "someone I know got restricted until 1 Dec",
    "our company page got banned",
    "my account got restricted last year",
    "I got restricted from sending invitations",
)
NONE = (
    "Jane got banned",
    "Jane Roe got banned by LinkedIn",
    "my colleague Bob was banned",
    "am I banned?",
    "am I restricted",
    "what gets people banned",
    "is Jane banned?",
    "why was I banned",
    "can I get banned for this?",
    "I don't want to get banned",
    "I'm not banned",
    "I was never restricted",
    "if I get banned what happens",
    "what if I got banned",
    "people get banned for spam",
    "how do I appeal, I got banned",
    "LinkedIn may ban me",
    "the restriction is over",
    "is the restriction over?",
)
OVER = (
    "the restriction is over",
    "the restriction was lifted",
    "the ban is over",
    "my ban was lifted",
    "it got lifted",
    "linkedin unbanned me",
    "LinkedIn reinstated my account",
    "I'm no longer restricted",
    "I'm not restricted anymore",
    "I can message people again",
)


def test_own_notices_are_reports(people: People, mind: Mind):
    """What says whose notice it is and which is kept; whose or which is not clear is asked about; the rest is none."""
    read = {
        text: understand(text, people, bot_id=None, previous=None, mind=mind) for text in (*SURE, *UNSURE, *NONE, *OVER)
    }
    assert {text: read[text].topic for text in SURE if read[text].notice and not read[text].unsure} == SURE
    assert [text for text in UNSURE if read[text].notice and read[text].unsure] == list(UNSURE)
    assert [text for text in NONE if read[text].notice] == []
    assert [text for text in OVER if read[text].aspect == "lifted"] == list(OVER)


# --- days -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("until 1 Dec", date(2026, 12, 1)),
        ("until Dec 1st", date(2026, 12, 1)),
        ("until the 1st of December", date(2026, 12, 1)),
        ("through December 5, 2027", date(2027, 12, 5)),
        ("until 2026-12-01", date(2026, 12, 1)),
        ("till 1.12.", date(2026, 12, 1)),
        ("until 1.12.2026", date(2026, 12, 1)),
        ("until 13/12/2026", date(2026, 12, 13)),
        ("until 12/13/2026", date(2026, 12, 13)),
        ("until 12/12/2026", date(2026, 12, 12)),
        ("until 1/12/2026", None),
        ("until tomorrow", date(2026, 11, 21)),
        ("until today", TODAY),
        ("until friday", TODAY),
        ("until next monday", date(2026, 11, 23)),
        ("until may 3", date(2027, 5, 3)),
        ("until 19 Nov", date(2026, 11, 19)),
        ("until 22 Aug", date(2026, 8, 22)),
        ("until 21 Aug", date(2027, 8, 21)),
        ("until 31 Feb", None),
        ("until 2026-13-01", None),
        ("until they say otherwise", None),
        ("for 7 days", date(2026, 11, 27)),
        ("for a week", date(2026, 11, 27)),
        ("for the next two weeks", date(2026, 12, 4)),
        ("for spam", None),
        ("I have been restricted for 3 days", None),
        ("restricted", None),
    ],
)
def test_last_days(said: str, day: date | None, days: DayWords):
    """The last day is told in many ways; one that could be two is none, and what has lasted so long ends at none."""
    assert days.last_day(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("since 12 Nov", date(2026, 11, 12)),
        ("restricted yesterday for automation", date(2026, 11, 19)),
        ("on Monday", date(2026, 11, 16)),
        ("on friday", TODAY),
        ("today until 1 Dec", TODAY),
        ("from 2026-11-01 until 2026-12-01", date(2026, 11, 1)),
        ("since 1 Dec", date(2025, 12, 1)),
        ("since 2026-12-01", None),
        ("until today", None),
        ("until tomorrow", None),
        ("since they saw it", None),
    ],
)
def test_first_days(said: str, day: date | None, days: DayWords):
    """The first day is the last such one, and never in the future."""
    assert days.first_day(said, TODAY) == day


def test_what_a_report_holds(days: DayWords):
    """A ban has no last day; a reason is taken where the policy knows it; days that contradict each other lose one."""
    told = [
        standing_told(StandingKind.BANNED, "banned yesterday until 1 Dec for scraping", ["scraping"], days, TODAY),
        standing_told(
            StandingKind.RESTRICTED, "until 1 Dec because of prohibited services", ["prohibited_services"], days, TODAY
        ),
        standing_told(StandingKind.RESTRICTED, "since 12 Nov until 11 Nov for spamming", ["spam"], days, TODAY),
    ]
    assert told == [
        Standing(StandingKind.BANNED, "scraping", date(2026, 11, 19)),
        Standing(StandingKind.RESTRICTED, "prohibited_services", None, date(2026, 12, 1)),
        Standing(StandingKind.RESTRICTED, "spam", None, date(2026, 11, 11)),
    ]


# --- what administrators type -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("", Typed(None, None, None, frozenset())),
        ("spam", Typed("spam", None, None, frozenset({"reason"}))),
        (
            "spam since 2026-11-01 until 2026-12-01",
            Typed("spam", date(2026, 11, 1), date(2026, 12, 1), frozenset({"reason", "since", "until"})),
        ),
        (
            "until 1 Dec because of letting bots write",
            Typed("letting bots write", None, date(2026, 12, 1), frozenset({"reason", "until"})),
        ),
        (
            "for Writing on Mondays to Łucja since yesterday",
            Typed("Writing on Mondays to Łucja", date(2026, 11, 19), None, frozenset({"reason", "since"})),
        ),
        ("spam on 12 Nov", Typed("spam", date(2026, 11, 12), None, frozenset({"reason", "since"}))),
        ("spam on purpose", Typed("spam on purpose", None, None, frozenset({"reason"}))),
        ("unknown since unknown", Typed(None, None, None, frozenset({"reason", "since"}))),
        ("since today, until unknown", Typed(None, TODAY, None, frozenset({"since", "until"}))),
    ],
)
def test_details_are_typed_in_any_order(said: str, typed: Typed, mind: Mind):
    """A reason and days in any order; "unknown" is an answer, too."""
    assert details_typed(said, mind.cues.standings, mind.cues.days, TODAY) == typed


@pytest.mark.parametrize("said", ["spam since blue", "until purple", "since 1/12/2026", "since "])
def test_what_is_no_day_is_refused(said: str, mind: Mind):
    """Behind "since" and "until" stands a day."""
    if said.strip() == "since":  # with nothing behind it, it is a reason like any other word
        assert details_typed(said, mind.cues.standings, mind.cues.days, TODAY).reason == "since"
        return
    with pytest.raises(UserError, match="bad_date"):
        details_typed(said, mind.cues.standings, mind.cues.days, TODAY)


# --- the conversation in Slack ----------------------------------------------------------------------------------


def test_a_report_is_kept_told_and_undone(me: Member, store: Store):
    """It is counted at once, says so with the way back, and undo takes it away."""
    me.says("LinkedIn restricted me until 1 Dec")
    told = me.answered()
    assert said_in(told) == (
        "I'm sorry to hear that. Noted as you told me: restricted (through 1 Dec 2026). (Wrong? Say undo.)\n"
        "It stops every message you send, and ends by itself after 1 Dec 2026.\n"
        "A mistake? Say “file an appeal”. Once LinkedIn lifts it, tell me: the restriction is over."
    )
    assert labels(told) == ["How to appeal", "Undo"]
    me.says("am I flagged as restricted in your books?")
    assert "✗ You told me that your account is restricted, through 1 Dec 2026 (UTC)." in said_in(me.answered(2))
    assert "You told me of LinkedIn's notice on 20 Nov 2026." in said_in(me.answered(2))
    me.presses(told, "Undo")
    assert said_in(me.responded()).startswith(
        "Undone: what you told me of LinkedIn's notice.\nThat clears the restriction."
    )
    with store.reading() as session:
        assert session.members.standings(ME) == []


def test_what_is_not_clear_is_asked_and_answered_by_a_press(me: Member, store: Store):
    """A notice of either kind is asked about; each of two buttons says which, and nothing is kept before."""
    me.says("I got a notice from LinkedIn")
    asked = me.answered()
    assert said_in(asked).startswith("I noted nothing yet, to be sure:")
    assert labels(asked) == ["It restricts me", "It bans me"]
    with store.reading() as session:
        assert session.members.standings(ME) == []
    me.presses(asked, "It bans me")
    assert said_in(me.responded()).startswith("I'm sorry to hear that. Noted as you told me: banned from messaging.")
    with store.reading() as session:
        assert [(one.standing.kind, one.basis) for one in session.members.standings(ME)] == [
            (StandingKind.BANNED, Basis.STATED)
        ]


def test_a_report_lifts_nothing_that_others_recorded(me: Member, bot: SlackApp):
    """Less than what is recorded is not kept; who can lift it is said, and who recorded it is named."""
    standings = bot.desk.app.whylocked.standings
    standings.record(ME, Standing(StandingKind.RESTRICTED, "spam", until=date(2026, 12, 1)), NOW, by="U9")
    tick(bot.desk)  # that it was recorded is told first
    for number, text in enumerate(("I got restricted until 25 Nov", "the restriction is over"), 2):
        me.says(text)
        first, kept, who = said_in(me.answered(number)).split("\n")
        assert first in {
            "More than that is recorded, so I changed nothing:",
            "Good to hear. But what is recorded still counts:",
        }
        assert kept == (
            "Restricted (reason: spam or messages nobody asked for, through 1 Dec 2026), "
            "recorded by @U9 on 20 Nov 2026."
        )
        assert who == "Only whoever administers me here can lift or shorten it: tell them what LinkedIn says now."
        assert labels(me.answered(number)) == ["How to appeal"]
    me.says("I was restricted until 19 Nov")
    assert said_in(me.answered(4)).startswith("That ended after 19 Nov 2026, so it locks nothing any more")
    me.says("LinkedIn restricted me")
    assert said_in(me.answered(5)) == (
        "I have that already: restricted (reason: spam or messages nobody asked for, through 1 Dec 2026).\n"
        "It stops every message you send, and ends by itself after 1 Dec 2026.\n"
        "A mistake of LinkedIn's? Say “file an appeal”.\n"
        "Only whoever administers me here can lift or shorten it: tell them what LinkedIn says now."
    )
    me.says("why can't I message anybody?")
    assert "An administrator recorded your account as restricted (spam" in said_in(me.answered(6))


def test_a_report_that_is_over_is_taken_back(me: Member):
    """What was told is taken back, and what is free again is said; undo brings it back."""
    me.says("LinkedIn banned me")
    me.says("the ban is over")
    assert said_in(me.answered(2)).startswith(
        "Good to hear. I took back what you told me: a ban. (Wrong? Say undo.)\nThat clears the ban."
    )
    me.says("undo")
    assert said_in(me.answered(3)).startswith("Undone: what you told me of LinkedIn's notice.\nLocked: one thing")
    me.says("it got lifted")
    me.says("it got lifted")
    assert said_in(me.answered(5)).startswith("Good to hear. I have no restriction and no ban recorded")
