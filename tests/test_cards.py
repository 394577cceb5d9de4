"""Cards in the review channel: posted, changed, posted anew, brought to mind; whatever Slack says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from appeals import STATEMENT, file_one, posts, updates
from conftest import ME, NOW, ago, found
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, labels, said_in

from bot.appeals import COMMAND_LINE, Action, Case, Role
from bot.facts import Standing, StandingKind
from bot.listeners import cards
from bot.listeners.clerk import tick
from bot.policy import Policy
from bot.replies import review_card
from bot.replies.blocks import message
from bot.replies.limits import Surface, problems
from bot.settings import Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.slack_out import workspace
from bot.store import Store, Who
from bot.store.cards import Place
from bot.store.roles import Office
from bot.usecases.appealed import Filing
from bot.usecases.reviewed import Changes
from bot.usecases.reviewing import LEASE
from bot.words import BUILT_IN, Words

ADMIN = Who("T1", "U9")


class At:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


@pytest.fixture
def at() -> At:
    return At()


def app_on(store: Store, slack: FakeSlack, at: At) -> SlackApp:
    """An app on a store; its clerk works only when a test says so."""
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    return build(Settings(store.path, BUILT_IN, default_db=False, slack=tokens), at)


@pytest.fixture
def bot(store: Store, slack: FakeSlack, at: At) -> Iterator[SlackApp]:
    """An app whose workspace shows its appeals in C9, which knows what it is for."""
    made = app_on(store, slack, at)
    shown_in(made, "C9", greeted=True)
    yield made
    made.stop()


def shown_in(bot: SlackApp, channel: str | None, *, greeted: bool = False) -> None:
    """Have appeals shown in a channel."""
    place = Place(channel or "", "1.1") if greeted else None
    changes = Changes(sets_channel=True, channel=channel, greeted=place)
    bot.desk.app.whylocked.reviewing.change(ADMIN, changes, bot.desk.clock())


def act(bot: SlackApp, number: int, action: Action, actor: str = COMMAND_LINE, **given: object) -> None:
    """Take a step of an appeal."""
    bot.desk.app.whylocked.appealing.act("T1", number, action, actor, bot.desk.clock(), **given)  # type: ignore[arg-type]


def look(bot: SlackApp) -> None:
    """Have the clerk see to cards and reminders."""
    cards.show_cards(bot.desk)
    cards.remind(bot.desk)


def first_lines(messages: list[dict[str, object]]) -> list[tuple[object, str]]:
    """Where messages stand, and how they begin."""
    return [(each["channel"], said_in(each).partition("\n")[0]) for each in messages]


# --- what a card says -----------------------------------------------------------------------------------------


def test_a_card(bot: SlackApp, slack: FakeSlack):
    """Number, member, case, notice, statement, the answer it points to, what happened; and what can be pressed."""
    whylocked = bot.desk.app.whylocked
    whylocked.state(ME, [("account_type", "basic"), ("connections", "3")], NOW)
    answer = whylocked.ask(ME, found("Jane Doe"), NOW)
    number = file_one(bot, diagnosis=answer.diagnosis, statement=f"{STATEMENT}\n1. <@U5> *never* again.\n\nSorry.")
    look(bot)
    (card,) = posts(slack)
    assert said_in(card) == (
        f"Appeal {number}: waiting for a reviewer\n"
        "@U1 appeals a restriction that they report themselves; nobody else has recorded it.\n"
        "LinkedIn's notice of 15 Nov 2026 names this reason: spam or messages nobody asked for.\n"
        f"Their answer {answer.diagnosis} of 20 Nov 2026 was locked by their number of connections.\n"
        "What they write to LinkedIn:\n\n"
        f"{STATEMENT}\n"
        "1. <@U5> *never* again.\n\n"
        "Sorry.\n\n"
        "What happened:\n"
        "   • 20 Nov 2026, 12:00 UTC: @U1 filed it."
    )
    assert labels(card) == ["Ask the member", "LinkedIn accepted", "LinkedIn rejected"]
    assert "Jane" not in str(card)
    assert problems(card["blocks"], Surface.MESSAGE) == []
    mentioned = [
        part["user_id"]
        for block in card["blocks"]
        for element in block["elements"]
        for inner in element.get("elements", [])
        for part in inner.get("elements", [inner])
        if part.get("type") == "user"
    ]
    assert mentioned == ["U1", "U1"]


def test_a_diagnosis_that_is_not_kept(bot: SlackApp, slack: FakeSlack):
    """An answer that is not there any more is not pointed to."""
    answer = bot.desk.app.whylocked.ask(ME, found("Jane Doe"), NOW)
    file_one(bot, diagnosis=answer.diagnosis)
    with bot.desk.app.whylocked.store.writing() as session:
        session.diagnoses._db.execute("DELETE FROM diagnoses")  # noqa: SLF001 - nothing else deletes one alone
    look(bot)
    assert answer.diagnosis is not None
    assert answer.diagnosis not in said_in(posts(slack)[0])


@pytest.mark.parametrize(
    ("given", "notice"),
    [
        ({}, "LinkedIn's notice of 15 Nov 2026 names this reason: spam or messages nobody asked for."),
        ({"reason": None}, "LinkedIn's notice of 15 Nov 2026."),
        ({"noticed_on": None, "reason": "odd"}, "LinkedIn's notice names this reason: odd."),
        ({"noticed_on": None, "reason": None}, "What LinkedIn's notice says, and when it came, they didn't tell."),
    ],
)
def test_what_is_known_of_the_notice(given: dict[str, object], notice: str, bot: SlackApp, slack: FakeSlack):
    """The day and the reason of LinkedIn's notice are told as far as they are known."""
    file_one(bot, **given)
    look(bot)
    assert said_in(posts(slack)[0]).split("\n")[2] == notice


def test_a_recorded_ban(bot: SlackApp, slack: FakeSlack):
    """A standing that was recorded is told as such."""
    bot.desk.app.whylocked.record_standing(ME, Standing(StandingKind.BANNED, "fake_account"), NOW)
    file_one(bot, case=None, reason=None, noticed_on=None)
    look(bot)
    assert said_in(posts(slack)[0]).split("\n")[1:3] == [
        "@U1 appeals the ban that is recorded here.",
        "LinkedIn's notice names this reason: running a fake or fraudulent account.",
    ]


@pytest.mark.parametrize(
    ("steps", "head", "last"),
    [
        (
            [(Action.ASK, {"note": "Who?"})],
            "Appeal 1: waiting for the member's answer",
            "whoever runs me asked: “Who?”",
        ),
        (
            [(Action.ASK, {"note": "Who?"}), (Action.ANSWER, {"note": "Me\nand you"})],
            "Appeal 1: waiting for a reviewer",
            "whoever runs me answered: “Me and you”",
        ),
        (
            [(Action.ACCEPT, {"on": date(2026, 11, 18), "note": "ok"})],
            "Appeal 1: LinkedIn accepted it on 18 Nov 2026",
            "whoever runs me recorded that LinkedIn accepted it. “ok”",
        ),
        (
            [(Action.REJECT, {"on": date(2026, 11, 18)})],
            "Appeal 1: LinkedIn rejected it on 18 Nov 2026",
            "whoever runs me recorded that LinkedIn rejected it.",
        ),
        ([(Action.WITHDRAW, {})], "Appeal 1: withdrawn", "whoever runs me withdrew it."),
        (
            [(Action.ACCEPT, {}), (Action.STILL_LOCKED, {})],
            "Appeal 1: LinkedIn accepted it on 20 Nov 2026",
            "whoever runs me said that LinkedIn still locks.",
        ),
    ],
)
def test_every_step_changes_the_card(
    steps: list[tuple[Action, dict[str, object]]], head: str, last: str, bot: SlackApp, slack: FakeSlack
):
    """After each step the card says where the appeal stands and what happened; once it is over, nothing is pressed."""
    number = file_one(bot)
    look(bot)
    for action, given in steps:
        act(bot, number, action, **given)
    look(bot)
    (card,) = updates(slack)
    lines = said_in(card).split("\n")
    assert (lines[0], lines[-1]) == (head, f"   • 20 Nov 2026, 12:00 UTC: {last}")
    assert bool(labels(card)) == head.partition(": ")[2].startswith("waiting")
    assert (card["channel"], card["ts"]) == ("C9", "1795176000.000001")


def test_the_longest_card_is_within_slacks_limits(policy: Policy, words: Words, bot: SlackApp):
    """Whatever is written, asked and answered, and however often: Slack takes the card, with its buttons."""
    most = policy.appeals.statement_maximum
    number = file_one(bot, statement="<&> " * (most // 4), reason="r" * 200)
    for _ in range(10):
        act(bot, number, Action.ASK, note="&" * most)
        act(bot, number, Action.ANSWER, note="🙂" * most)
    on_card = bot.desk.app.whylocked.reviewing.on_card("T1", number)
    assert on_card is not None
    sent = message(review_card.card(on_card, policy, words), words, review_card.CARD)
    assert problems(sent.blocks, Surface.MESSAGE) == []
    assert sent.blocks[-1]["type"] == "actions"


def test_somebody_who_has_left(words: Words):
    """Whoever has asked to be forgotten is not named in what they did."""
    assert review_card.actor_words("gone-1a2b3c4d", words) == ("somebody who has left", ())
    assert review_card.actor_words("U5", words) == ("@U5", ("U5",))


# --- where it stands ------------------------------------------------------------------------------------------


def test_a_card_is_posted_once(bot: SlackApp, slack: FakeSlack):
    """However often the clerk looks, a card that shows what it should is left alone."""
    file_one(bot)
    for _ in range(3):
        look(bot)
    assert (len(posts(slack)), updates(slack)) == (1, [])


def test_without_a_channel_appeals_wait(slack: FakeSlack, store: Store, at: At):
    """Where no channel is set a card is posted nowhere, and once one is set it is there, with the channel's purpose."""
    bot = app_on(store, slack, at)
    file_one(bot)
    look(bot)
    assert posts(slack) == []
    shown_in(bot, "C9")
    look(bot)
    assert first_lines(posts(slack)) == [
        ("C9", "Appeals against LinkedIn's restrictions and bans are shown here from now on."),
        ("C9", "Appeal 1: waiting for a reviewer"),
    ]
    bot.stop()


def test_a_deleted_card_is_posted_anew(bot: SlackApp, slack: FakeSlack):
    """A card that somebody deleted is there again with the next step, and is changed in its new place from then on."""
    number = file_one(bot)
    look(bot)
    slack.refuse("chat.update", "message_not_found")
    act(bot, number, Action.ASK, note="Who?")
    look(bot)
    assert first_lines(posts(slack)) == [
        ("C9", "Appeal 1: waiting for a reviewer"),
        ("C9", "Appeal 1: waiting for the member's answer"),
    ]
    act(bot, number, Action.ANSWER, note="Me")
    look(bot)
    assert updates(slack)[-1]["ts"] != updates(slack)[0]["ts"]


def test_a_deleted_card_of_what_is_over(bot: SlackApp, slack: FakeSlack):
    """A deleted card of an appeal that is over stays deleted."""
    number = file_one(bot)
    look(bot)
    slack.refuse("chat.update", "message_not_found")
    act(bot, number, Action.REJECT)
    look(bot)
    look(bot)
    assert (len(posts(slack)), len(updates(slack))) == (1, 1)


def test_another_channel(bot: SlackApp, slack: FakeSlack):
    """With another channel, open appeals are posted there and are gone from the old one; what is over stays there."""
    over, stays = file_one(bot), file_one(bot, Who("T1", "U2"))
    look(bot)
    act(bot, over, Action.WITHDRAW)
    look(bot)
    slack.clear()
    shown_in(bot, "C8")
    look(bot)
    assert first_lines(posts(slack)) == [
        ("C8", "Appeals against LinkedIn's restrictions and bans are shown here from now on."),
        ("C8", f"Appeal {stays}: waiting for a reviewer"),
    ]
    assert first_lines(updates(slack)) == [
        ("C9", "Appeals are shown here no more."),
        ("C9", f"Appeal {stays} is shown here no more."),
    ]
    slack.clear()
    act(bot, stays, Action.REJECT)
    look(bot)
    assert first_lines(updates(slack)) == [("C8", f"Appeal {stays}: LinkedIn rejected it on 20 Nov 2026")]


def test_the_old_channel_is_out_of_reach(bot: SlackApp, slack: FakeSlack):
    """That the old channel can't be told keeps nothing from the new one."""
    file_one(bot)
    look(bot)
    slack.refuse("chat.update", "channel_not_found", times=None)
    shown_in(bot, "C8")
    look(bot)
    look(bot)
    assert [channel for channel, _ in first_lines(posts(slack))] == ["C9", "C8", "C8"]


def test_no_channel_any_more(bot: SlackApp, slack: FakeSlack):
    """Without a channel, cards that stand stay up to date where they are, and nothing new is posted."""
    number = file_one(bot)
    look(bot)
    shown_in(bot, None)
    act(bot, number, Action.ASK, note="Who?")
    file_one(bot, Who("T1", "U2"))
    look(bot)
    assert first_lines(updates(slack)) == [
        ("C9", "Appeals are shown here no more."),
        ("C9", "Appeal 1: waiting for the member's answer"),
    ]
    assert len(posts(slack)) == 1


def test_what_is_over_before_it_is_shown(bot: SlackApp, slack: FakeSlack):
    """An appeal that was withdrawn before anybody saw it is shown nowhere."""
    act(bot, file_one(bot), Action.WITHDRAW)
    look(bot)
    assert (posts(slack), updates(slack)) == ([], [])


def test_forgotten(bot: SlackApp, slack: FakeSlack):
    """When its member asks to be forgotten, the card says so, and nothing else is left on it."""
    file_one(bot)
    look(bot)
    bot.desk.app.whylocked.forget(ME, NOW)
    look(bot)
    (card,) = updates(slack)
    said = "Appeal 1: withdrawn. Its member asked to be forgotten or has left, so nothing else of it is kept."
    assert (said_in(card), len(card["blocks"]), "U1" in str(card)) == (said, 1, False)


def test_forgotten_once_it_was_over(bot: SlackApp, slack: FakeSlack):
    """What LinkedIn had decided before was not withdrawn, and its card does not say so."""
    number = file_one(bot)
    look(bot)
    act(bot, number, Action.REJECT)
    look(bot)
    bot.desk.app.whylocked.forget(ME, NOW)
    look(bot)
    assert said_in(updates(slack)[-1]) == (
        "Appeal 1: over. Its member asked to be forgotten or has left, so nothing else of it is kept."
    )


# --- when it cannot be shown ----------------------------------------------------------------------------------


def owed(store: Store) -> list[tuple[str, str]]:
    """Who is owed a message, and of which kind."""
    with store.reading() as session:
        rows = session.audit._db.execute("SELECT user, kind FROM owed ORDER BY user").fetchall()  # noqa: SLF001
    return [(user, kind) for user, kind in rows]


def test_not_in_the_channel(bot: SlackApp, slack: FakeSlack, store: Store, at: At):
    """Who set the channel up, and listed administrators, are told once; tries go on and end it by themselves."""
    whylocked = bot.desk.app.whylocked
    whylocked.reviewing.change(ADMIN, Changes({Office.ADMINISTRATOR: ["U8", "U9"]}), NOW)
    file_one(bot)
    file_one(bot, Who("T1", "U2"))
    slack.refuse("chat.postMessage", "not_in_channel", times=2)
    cards.show_cards(bot.desk)
    assert owed(store) == [("U8", "review_channel_away"), ("U9", "review_channel_away")]
    assert whylocked.reviewing.away_since("T1") == NOW
    tick(bot.desk)
    told = [post for post in posts(slack) if post["channel"] == "U9"]
    assert len(told) == 1
    assert said_in(told[0]) == (
        "I can't post in #C9, where appeals are to be shown.\n"
        "Type there: /invite @Whylocked, and I catch up; or choose another: /whylocked-admin channel #reviews"
    )
    assert labels(told[0]) == ["Set it up"]
    shown = bot.desk.app.administration.heard(ADMIN, "channel", NOW).text
    assert "I couldn't post in #C9 since 20 Nov 2026, 12:00 UTC." in shown
    slack.clear()
    at.now = NOW + timedelta(seconds=30)
    look(bot)
    assert first_lines(posts(slack)) == [
        ("C9", "Appeal 1: waiting for a reviewer"),
        ("C9", "Appeal 2: waiting for a reviewer"),
    ]
    assert (whylocked.reviewing.away_since("T1"), owed(store)) == (None, [])


def test_whoever_set_it_up_has_left(bot: SlackApp, slack: FakeSlack, store: Store):
    """Nobody is told who has left, and nobody where the operator set it up."""
    bot.desk.app.whylocked.forget(ADMIN, NOW)
    file_one(bot)
    slack.refuse("chat.postMessage", "not_in_channel")
    cards.show_cards(bot.desk)
    assert owed(store) == []
    assert bot.desk.app.whylocked.reviewing.away_since("T1") == NOW


def test_tries_go_on_ever_more_slowly(bot: SlackApp, slack: FakeSlack, at: At):
    """Each further try waits twice as long, an hour at most; a step is shown at once all the same."""
    number = file_one(bot)
    slack.refuse("chat.postMessage", "is_archived", times=9)
    moments = []
    for second in range(0, 4 * 3_600, 15):
        at.now = NOW + timedelta(seconds=second)
        before = len(slack.calls("chat.postMessage"))
        cards.show_cards(bot.desk)
        if len(slack.calls("chat.postMessage")) > before:
            moments.append(second)
        if len(moments) == 9:
            break
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == [30, 60, 120, 240, 480, 960, 1_920, 3_600]
    act(bot, number, Action.ASK, note="Who?")
    cards.show_cards(bot.desk)
    assert first_lines(posts(slack)[-1:]) == [("C9", "Appeal 1: waiting for the member's answer")]


def test_slack_is_down(bot: SlackApp, slack: FakeSlack, at: At, monkeypatch: pytest.MonkeyPatch):
    """While Slack is down one card is tried and the others are left; when it is up again all are shown."""
    for user in ("U1", "U2", "U3"):
        file_one(bot, Who("T1", user))
    monkeypatch.setattr(workspace, "PAUSES", ())
    slack.answer("chat.postMessage", 200, "no json")
    cards.show_cards(bot.desk)
    at.now = NOW + timedelta(seconds=30)
    cards.show_cards(bot.desk)
    assert sorted(line for _, line in first_lines(posts(slack)[-3:])) == [
        f"Appeal {number}: waiting for a reviewer" for number in (1, 2, 3)
    ]


def test_a_workspace_without_a_token(bot: SlackApp, slack: FakeSlack):
    """Where the bot is not installed any more nothing is sent."""
    there = Who("T2", "U9")
    bot.desk.app.whylocked.reviewing.change(there, Changes(sets_channel=True, channel="C9"), NOW)
    file_one(bot, Who("T2", "U1"))
    look(bot)
    assert slack.calls("chat.postMessage") == []


def test_a_restart_loses_no_card(bot: SlackApp, slack: FakeSlack, store: Store, at: At):
    """What was due when the program ended is shown by the next one; what it had begun, once its lease is over."""
    file_one(bot)
    bot.desk.app.whylocked.reviewing.take(NOW)
    file_one(bot, Who("T1", "U2"))
    bot.stop()
    again = app_on(store, slack, at)
    look(again)
    assert first_lines(posts(slack)) == [("C9", "Appeal 2: waiting for a reviewer")]
    at.now = NOW + LEASE
    look(again)
    assert first_lines(posts(slack)[1:]) == [("C9", "Appeal 1: waiting for a reviewer")]
    again.stop()


def test_two_clerks_at_once(bot: SlackApp, slack: FakeSlack, store: Store, at: At):
    """Two programs on one store post each card once."""
    other = app_on(store, slack, at)
    for user in range(1, 9):
        file_one(bot, Who("T1", f"U{user}"))
    slack.slow("chat.postMessage", 0.02)
    threads = [threading.Thread(target=cards.show_cards, args=(app.desk,)) for app in (bot, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    assert sorted(line for _, line in first_lines(posts(slack))) == [
        f"Appeal {number}: waiting for a reviewer" for number in range(1, 9)
    ]


def test_a_step_while_its_card_is_being_shown(bot: SlackApp, slack: FakeSlack):
    """What happens while a card is on its way is shown after it, in its place, whoever looks meanwhile."""
    number = file_one(bot)
    reviewing = bot.desk.app.whylocked.reviewing
    due = reviewing.take(NOW)
    assert due is not None
    act(bot, number, Action.ASK, note="Who?")
    assert reviewing.take(NOW) is None
    reviewing.shown(due, Place("C9", "7.7"))
    look(bot)
    assert [(card["ts"], said_in(card).partition("\n")[0]) for card in updates(slack)] == [
        ("7.7", "Appeal 1: waiting for the member's answer")
    ]


def test_more_than_is_shown_at_a_time(bot: SlackApp, monkeypatch: pytest.MonkeyPatch):
    """Where more is due than is shown at a time the clerk comes back soon."""
    monkeypatch.setattr(cards, "MOST", 1)
    assert [cards.show_cards(bot.desk), cards.remind(bot.desk)] == [False, False]
    file_one(bot)
    assert cards.show_cards(bot.desk)


# --- reminders ------------------------------------------------------------------------------------------------


def reminders(slack: FakeSlack) -> list[tuple[str, str, str]]:
    """What was said beneath cards: where, beneath which, what."""
    return [(post["channel"], post["thread_ts"], said_in(post)) for post in posts(slack) if post.get("thread_ts")]


def test_reminders(bot: SlackApp, slack: FakeSlack, at: At):
    """After each of the policy's days without a step, once, beneath the card: below, at and above each."""
    file_one(bot)
    look(bot)
    told = []
    for days in (2.99, 3, 3.5, 6.99, 7, 8, 30):
        at.now = NOW + timedelta(days=days)
        look(bot)
        told.append(len(reminders(slack)))
    assert told == [0, 1, 1, 1, 2, 2, 2]
    assert reminders(slack) == [
        ("C9", "1795176000.000001", "Appeal 1 has been waiting for a reviewer for 3 days."),
        ("C9", "1795176000.000001", "Appeal 1 has been waiting for a reviewer for 7 days."),
    ]


def test_a_step_begins_the_days_anew(bot: SlackApp, slack: FakeSlack, at: At):
    """The days count from the last step, and are reminded of anew; it is said for whom it waits."""
    number = file_one(bot)
    look(bot)
    at.now = NOW + timedelta(days=3)
    look(bot)
    act(bot, number, Action.ASK, note="Who?")
    look(bot)
    at.now += timedelta(days=2.9)
    look(bot)
    assert len(reminders(slack)) == 1
    at.now += timedelta(days=0.1)
    look(bot)
    assert [said for _, _, said in reminders(slack)] == [
        "Appeal 1 has been waiting for a reviewer for 3 days.",
        "Appeal 1 has been waiting for the member's answer for 3 days.",
    ]


def test_nobody_was_there_for_long(bot: SlackApp, slack: FakeSlack, store: Store, at: At):
    """A program that comes back after many days reminds once, of all the days that passed."""
    file_one(bot)
    look(bot)
    bot.stop()
    at.now = NOW + timedelta(days=9)
    again = app_on(store, slack, at)
    for _ in range(3):
        look(again)
    again.stop()
    assert [said for _, _, said in reminders(slack)] == ["Appeal 1 has been waiting for a reviewer for 9 days."]


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.REJECT, Action.WITHDRAW])
def test_what_is_decided_is_not_brought_to_mind(action: Action, bot: SlackApp, slack: FakeSlack, at: At):
    """Once it is over nobody is reminded, also where its card could not say so yet."""
    number = file_one(bot)
    look(bot)
    slack.refuse("chat.update", "ratelimited")
    act(bot, number, action)
    at.now = NOW + timedelta(days=8)
    cards.show_cards(bot.desk)
    for _ in range(2):
        cards.remind(bot.desk)
        at.now += timedelta(days=1)
        look(bot)
    assert reminders(slack) == []


def test_decided_between_look_and_word(bot: SlackApp, slack: FakeSlack, at: At):
    """A reminder that is due for an appeal that is over by now is left."""
    file_one(bot)
    look(bot)
    at.now = NOW + timedelta(days=3)
    with bot.desk.app.whylocked.store.writing() as session:
        appeal = session.appeals.find("T1", 1)
        assert appeal is not None
        session.appeals.moved("T1", 1, appeal.state.WITHDRAWN, NOW, None)
    cards.remind(bot.desk)
    at.now += timedelta(days=30)
    cards.remind(bot.desk)
    assert reminders(slack) == []


def test_a_reminder_that_slack_does_not_take(bot: SlackApp, slack: FakeSlack, at: At):
    """It comes an hour later, and says how long it is by then."""
    file_one(bot)
    look(bot)
    at.now = NOW + timedelta(days=3)
    slack.refuse("chat.postMessage", "ratelimited")
    told = []
    for minutes in (0, 59, 60, 61):
        at.now = NOW + timedelta(days=3, minutes=minutes)
        cards.remind(bot.desk)
        told.append(len([call for call in slack.calls("chat.postMessage") if call.body.get("thread_ts")]))
    assert told == [1, 1, 2, 2]


def test_a_reminder_beneath_a_deleted_card(bot: SlackApp, slack: FakeSlack, at: At):
    """Where the card is gone it is posted anew, and the reminder stands beneath that."""
    file_one(bot)
    look(bot)
    at.now = NOW + timedelta(days=3)
    slack.refuse("chat.postMessage", "thread_not_found")
    for _ in range(2):
        cards.remind(bot.desk)
        cards.show_cards(bot.desk)
    assert [(post.get("thread_ts"), said_in(post).partition("\n")[0]) for post in posts(slack)] == [
        (None, "Appeal 1: waiting for a reviewer"),
        ("1795176000.000001", "Appeal 1 has been waiting for a reviewer for 3 days."),
        (None, "Appeal 1: waiting for a reviewer"),
        ("1795176000.000002", "Appeal 1 has been waiting for a reviewer for 3 days."),
    ]


def test_a_reminder_without_a_token(bot: SlackApp, slack: FakeSlack, at: At):
    """Where the bot is not installed any more nobody is reminded."""
    there = Who("T2", "U1")
    bot.desk.app.whylocked.appealing.file(there, Filing(STATEMENT, Case.BAN), NOW, role=Role.MEMBER)
    bot.desk.app.whylocked.reviewing.change(Who("T2", "U9"), Changes(sets_channel=True, channel="C7"), NOW)
    reviewing = bot.desk.app.whylocked.reviewing
    while (due := reviewing.take(NOW)) is not None:
        reviewing.shown(due, Place("C7", "1.1"))
    at.now = NOW + timedelta(days=3)
    cards.remind(bot.desk)
    assert slack.calls("chat.postMessage") == []


def test_ago_is_before():
    """The notice of these tests is some days old."""
    assert ago(5).date() == date(2026, 11, 15)
