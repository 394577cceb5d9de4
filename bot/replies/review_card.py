"""An appeal as reviewers see it: its card in their channel, and what is said to whoever presses in vain.

Nothing about anybody else stands on it: of the diagnosis that an appeal points to, what locks, not whom it was about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.appeals import COMMAND_LINE, Appeal, Event
from bot.facts import Basis
from bot.policy import Policy
from bot.replies.mentions import at, named
from bot.replies.model import Action, Line, Part, Reply, Window
from bot.replies.say import violation
from bot.store import Who
from bot.text import clean, shown
from bot.usecases.reviewed import OnCard, PointsTo
from bot.words import Words

CARD = "review"
"""What stands for the conversation beneath whose answers buttons stand: a card has none."""
ASK, ACCEPT, REJECT = "appeal_ask", "appeal_accept", "appeal_reject"
"""The windows behind a card's buttons, by name."""
EVENTS_SHOWN = 8
"""How many of the last steps of an appeal its card tells."""
MOST_NAMED = 10
"""How many reviewers are named to somebody who looks for one."""
NOTE_SHOWN = 200
"""How many characters of an earlier question or answer are told; the last one is told whole."""


def card(on_card: OnCard, policy: Policy, words: Words) -> Reply:
    """The card of an appeal; once it is over, without anything to press."""
    appeal = on_card.appeal
    lines = [
        Line(Part.VERDICT, head(appeal, words)),
        Line(
            Part.NOTE,
            words.say(f"review.by_{appeal.case}_{_basis(appeal)}", who=at(appeal.user)),
            mentions=(appeal.user,),
        ),
        Line(Part.NOTE, _notice(appeal, policy, words)),
        *_pointing(on_card.points_to, words),
        Line(Part.NOTE, words.say("review.statement")),
        Line(Part.TEXT, appeal.statement),
        *_history(on_card.events, words),
    ]
    return Reply(tuple(lines), actions=tuple(_actions(appeal, words)) if appeal.is_open else ())


def gone(number: int, words: Words, *, withdrawn: bool) -> Reply:
    """What is left of an appeal whose member asked to be forgotten: that it was withdrawn, or over before."""
    code = "review.gone_withdrawn" if withdrawn else "review.gone_over"
    return Reply((Line(Part.VERDICT, words.say(code, number=number)),))


def moved(number: int, words: Words) -> Reply:
    """What is left of a card where appeals are shown no more."""
    return Reply((Line(Part.VERDICT, words.say("review.moved", number=number)),))


def waiting(appeal: Appeal, days: int, words: Words) -> Reply:
    """How long an appeal has waited, for the thread beneath its card."""
    said = words.say(f"review.waiting_{appeal.state}", number=appeal.number, days=words.count("days", days))
    return Reply((Line(Part.NOTE, said),))


def by_now(appeal: Appeal, last: Event, words: Words) -> Reply:
    """What has become of an appeal meanwhile, and by whom: for somebody who came second."""
    happened = replace(_happened(last, words, item=False, whole=True), part=Part.NOTE)
    return Reply((Line(Part.VERDICT, head(appeal, words)), happened))


def not_theirs(appeal: Appeal, actor: str, reviewers: Sequence[str], words: Words) -> Reply:
    """Who can handle an appeal, for somebody who cannot; nobody handles their own."""
    able = [user for user in reviewers if user not in {appeal.user, actor}][:MOST_NAMED]
    which = "own" if actor == appeal.user else "others"
    lines = [Line(Part.VERDICT, words.say(f"review.not_{which}", number=appeal.number))]
    if able:
        lines.append(Line(Part.NOTE, words.say("review.who_can", who=named(able, words)), mentions=tuple(able)))
    else:
        lines.append(Line(Part.NOTE, words.say("review.administrators_can")))
    return Reply(tuple(lines))


def head(appeal: Appeal, words: Words) -> str:
    """Where an appeal stands, in one line."""
    return words.say(f"review.head_{appeal.state}", number=appeal.number, on=appeal.decided_on)


def actor_words(actor: str, words: Words) -> tuple[str, tuple[str, ...]]:
    """Whoever did something, in a sentence, and whom that mentions."""
    if actor == COMMAND_LINE:
        return words.say("review.operator"), ()
    if Who("T0", actor).in_slack:
        return at(actor), (actor,)
    return words.say("review.somebody"), ()


def _basis(appeal: Appeal) -> str:
    return "recorded" if appeal.basis is Basis.RECORDED else "reported"


def _notice(appeal: Appeal, policy: Policy, words: Words) -> str:
    reason = appeal.reason and violation(appeal.reason, appeal.case, policy)
    on = appeal.noticed_on
    fields = {
        "on": words.say("review.notice_on", on=on) if on else "",
        "reason": words.say("review.notice_reason", reason=reason) if reason else "",
    }
    return words.say("review.notice" if on or reason else "review.notice_unknown", **fields)


def _pointing(points_to: PointsTo | None, words: Words) -> Iterator[Line]:
    if points_to is None:
        return
    locked = words.listed([words.say(f"review.check_{check}") for check in points_to.locked])
    said = words.say(f"review.points_{points_to.verdict}", id=points_to.id, on=points_to.asked_on, locked=locked)
    yield Line(Part.NOTE, said)


def _history(events: Sequence[Event], words: Words) -> Iterator[Line]:
    yield Line(Part.PLAN, words.say("review.history"))
    told = [event for event in events if event.note]
    for event in events[-EVENTS_SHOWN:]:
        yield _happened(event, words, item=True, whole=bool(told) and event is told[-1])


def _happened(event: Event, words: Words, *, item: bool, whole: bool) -> Line:
    who, mentions = actor_words(event.actor, words)
    did = words.say(f"review.did_{event.action}", who=who, at=event.at)
    note = clean(event.note or "")
    said = words.say("review.note", note=note if whole else shown(note, NOTE_SHOWN)) if note else ""
    code = "review.item" if item else "review.happened"
    return Line(Part.PLAN, words.say(code, did=did, note=said), mentions=mentions)


def _actions(appeal: Appeal, words: Words) -> Iterator[Action]:
    for name in (ASK, ACCEPT, REJECT):
        yield Window(words.say(f"review.button_{name}"), name, appeal.on_card)
