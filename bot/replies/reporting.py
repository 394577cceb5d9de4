"""What came of what a member tells of LinkedIn's notice: kept, known, less than what is recorded, over."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts import Standing, StandingKind
from bot.policy import Policy
from bot.replies.model import Button, Line, Part, Reply
from bot.replies.receipts import standing_details, undoable
from bot.replies.review_card import actor_words
from bot.store.members import KeptStanding
from bot.usecases.standing import Outcome, Reported
from bot.words import Words


def which(words: Words) -> Reply:
    """Asks what the notice says."""
    question = Line(Part.QUESTION, words.say("reporting.which"), words.say("reporting.which_pressed"))
    restricts = Button(words.say("buttons.restricts"), "LinkedIn restricted me")
    bans = Button(words.say("buttons.bans"), "LinkedIn banned me")
    lines = (Line(Part.VERDICT, words.say("reporting.unsure")), question)
    return Reply(lines, actions=(restricts, bans))


def told(reported: Reported, words: Words, policy: Policy) -> Reply:
    """What came of it, how it can be undone, and what helps next."""
    first, *more = _lines(reported, words, policy)
    lines = (*(undoable((first,), words) if reported.number is not None else (first,)), *more)
    own = reported.standing if reported.outcome in {Outcome.TAKEN, Outcome.KNOWN} else None
    against = own or (reported.recorded and reported.recorded.standing)
    if not against:
        return Reply(lines)
    topic = "ban" if against.kind is StandingKind.BANNED else "restriction"
    return Reply(lines, actions=(Button(words.say("buttons.appeal"), f"appeal the {topic}", answers=False),))


def recorded_words(kept: KeptStanding, words: Words, policy: Policy) -> Line:
    """What stands of an account, who says so, and since when."""
    who, mentions = ("", ()) if kept.by is None else actor_words(kept.by, words)
    by = words.say("standing.by", user=who) if who else words.say("standing.by_nobody")
    details = standing_details(kept.standing, policy, words)
    text = words.say(f"standing.kept_{kept.standing.kind}", details=details, by=by, as_of=kept.at.date())
    return Line(Part.NOTE, text, mentions=mentions)


def _lines(reported: Reported, words: Words, policy: Policy) -> Iterator[Line]:
    standing = reported.standing or Standing(StandingKind.GOOD)
    details = standing_details(standing, policy, words)
    match reported.outcome:
        case Outcome.TAKEN | Outcome.KNOWN as outcome:
            yield Line(Part.NOTE, words.say(f"reporting.{outcome}_{standing.kind}", details=details))
            effect = standing.kind if standing.until is None else "until"
            yield Line(Part.NOTE, words.say(f"reporting.stops_{effect}", until=standing.until))
            others = reported.recorded is not None and reported.recorded.standing == standing
            if others:  # not the member's to take back
                yield Line(Part.NOTE, words.say("reporting.next_recorded"))
                yield Line(Part.NOTE, words.say("reporting.who_lifts"))
            else:
                yield Line(Part.NOTE, words.say(f"reporting.next_{standing.kind}"))
        case Outcome.PAST:
            yield Line(Part.NOTE, words.say("reporting.past", until=standing.until))
        case Outcome.WEAKER:
            yield Line(Part.NOTE, words.say("reporting.weaker"))
        case Outcome.TAKEN_BACK:
            yield Line(Part.NOTE, words.say("reporting.taken_back", what=words.say(f"standing.was_{standing.kind}")))
        case Outcome.RECORDED:
            yield Line(Part.NOTE, words.say("reporting.recorded"))
        case Outcome.FREE:
            yield Line(Part.NOTE, words.say("help.lifted"))
    if reported.recorded is not None and reported.outcome not in {Outcome.TAKEN, Outcome.KNOWN}:
        yield recorded_words(reported.recorded, words, policy)
        yield Line(Part.NOTE, words.say("reporting.who_lifts"))
