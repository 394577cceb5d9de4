"""One message in, one reply out: understand, run the use case, put it into words, remember where it stands.

The terminal and Slack both talk through here, so they can never say different things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserError
from bot.people import People, Target, TargetStatus
from bot.profile_fields import OF_TARGET, parse_field
from bot.replies import receipts
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Line, Reply, plain
from bot.store import Who
from bot.understanding import turns, understand
from bot.understanding.cues import Cues
from bot.understanding.request import ABOUT_PERSONS, Intent, Request, Turn
from bot.understanding.who import find
from bot.usecases import Whylocked
from bot.usecases.answer import Answer
from bot.words import Words

MOST_CHARACTERS = 40_000
"""The longest message that is read: Slack's own limit of a message."""

_AT_ONCE = {
    Intent.HELP: "help.text",
    Intent.HOW_TO_FIX: "help.fix",
    Intent.IMPORT_DATA: "help.import",
    Intent.OUT_OF_SCOPE: "help.out_of_scope",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one message.

    Attributes:
        answers: for a lock question, one per target; the replies to each stand in `parts`, in the same order.
    """

    request: Request
    reply: Reply
    answers: tuple[Answer, ...] = ()
    parts: tuple[Reply, ...] = ()


class Conversation:
    """Answers messages as the bot would in a direct message."""

    def __init__(self, whylocked: Whylocked, answers: LockAnswers, words: Words, cues: Cues) -> None:
        self._whylocked = whylocked
        self.answers = answers
        self._words = words
        self._cues = cues

    def hear(self, who: Who, text: str, now: datetime, *, thread: str, bot_id: str | None = None) -> Heard:
        """Answer one message, and remember the turn under its thread.

        Raises:
            UserError: the message is too long, or states something that does not fit.
        """
        if len(text) > MOST_CHARACTERS:
            raise UserError("too_long", limit=MOST_CHARACTERS)
        people = self._whylocked.people(who)
        previous = turns.restored(self._whylocked.last_turn(who, thread, now), people)
        request = understand(text, people, bot_id=bot_id, previous=previous, cues=self._cues)
        heard = self._answered(who, request, previous, now)
        turn = _turn_after(heard, previous)
        if turn is not None:
            self._whylocked.keep_turn(who, thread, turns.kept(turn), now)
        return heard

    def understood(
        self, text: str, people: People, *, bot_id: str | None = None, previous_text: str | None = None
    ) -> Request:
        """What a message asks for, without answering it; `previous_text` is what the same person said before."""
        previous = None
        if previous_text:
            before = understand(previous_text, people, bot_id=bot_id, previous=None, cues=self._cues)
            previous = Turn(before.intent, before.targets)
        return understand(text, people, bot_id=bot_id, previous=previous, cues=self._cues)

    def _answered(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        told = self._told_at_once(request, previous)
        if told is not None:
            return Heard(request, plain(told))
        match request.intent:
            case Intent.ASK_LOCK:
                return self._asked(who, request, now)
            case Intent.UPDATE_PROFILE if request.fields:
                return self._stated(who, request, previous, now)
            case Intent.SHOW_PROFILE:
                return Heard(request, receipts.profile_shown(self._whylocked.show_profile(who, now), self._words))
            case _:
                return Heard(request, plain(self._words.say("help.later")))

    def _told_at_once(self, request: Request, previous: Turn | None) -> str | None:
        """What needs no look at anybody's data."""
        flagged = {"declined": request.declined, "notice": request.notice, "not_a_profile": request.not_a_profile}
        for name, is_so in flagged.items():
            if is_so:
                return self._words.say(f"help.{name}")
        if request.intent is Intent.OUT_OF_SCOPE and previous is not None and previous.asked is not None:
            return self._words.say("help.not_an_answer", answer=self._words.questions[previous.asked].answer)
        code = _AT_ONCE.get(request.intent)
        return None if code is None else self._words.say(code)

    def _asked(self, who: Who, request: Request, now: datetime) -> Heard:
        targets = request.targets or (Target(TargetStatus.NONE),)
        if request.hypothetical:
            answers = tuple(self._whylocked.what_if(who, target, request.fields, now) for target in targets)
        else:
            answers = tuple(self._whylocked.ask(who, target, now) for target in targets)
        parts = tuple(self.answers.reply(answer) for answer in answers)
        reply = parts[0] if len(parts) == 1 else self.answers.together(answers)
        return Heard(request, reply, answers, parts)

    def _stated(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Heard:
        """Save what was stated, then check again what was asked before. One wrong value and nothing is saved."""
        targets = request.targets or (previous.targets if previous else ())
        for field, raw in request.fields:
            self._check(field, raw)
        given = dict(request.fields)
        about_target: list[Line] = []
        # First: it may not be clear whom it is about, and then nothing is saved.
        if "shared" in given:
            about_target += self._state_shared(who, _meant(targets, previous), given["shared"], now)
        fields = [pair for pair in request.fields if pair[0] not in OF_TARGET]
        lines = [*receipts.saved(self._whylocked.state(who, fields, now), self._words).lines] if fields else []
        lines += about_target
        if "padlock" in given:
            lines += self._answer_padlock(who, previous, given["padlock"], now).lines
        if previous is None or previous.intent is not Intent.ASK_LOCK or given.keys() == {"padlock"}:
            return Heard(request, Reply(tuple(lines)))
        people = self._whylocked.people(who)
        targets = tuple(_found_again(target, people) for target in targets)
        again = self._asked(who, Request(Intent.ASK_LOCK, targets=targets), now)
        reply = again.reply
        if len(again.answers) == 1 and previous.asked != "first_use":
            reply = self.answers.brief(again.answers[0])
        return Heard(request, replace(reply, lines=(*lines, *reply.lines)), again.answers, again.parts)

    def _check(self, field: str, raw: str) -> None:
        """Refuse what does not fit before anything is saved.

        Raises:
            UserError: the field does not exist, or the value does not fit it.
        """
        value = parse_field(field, raw, self._whylocked.policy, of_target=True)
        if field == "padlock" and value is None:  # an answer is no statement that could be taken back
            raise UserError("bad_yes_no", field=field, text=raw)

    def _state_shared(self, who: Who, target: Target | None, raw: str, now: datetime) -> list[Line]:
        if target is None:
            raise UserError("shared_of_whom")
        value = self._whylocked.state_shared(who, target, raw, now)
        return list(receipts.shared_saved(target, value, self._words).lines)

    def _answer_padlock(self, who: Who, previous: Turn | None, raw: str, now: datetime) -> Reply:
        if previous is None or previous.diagnosis is None:
            return plain(self._words.say("profile.padlock_nothing"))
        shown = bool(parse_field("padlock", raw, self._whylocked.policy, of_target=True))
        locked = self._whylocked.answer_padlock(who, previous.diagnosis, shown=shown, now=now)
        if not locked:
            return plain(self._words.say(f"profile.padlock_{'yes' if shown else 'no'}_open"))
        if not shown and locked & {"ban", "restriction"}:  # nobody who is banned is told to write
            return plain(self._words.say("profile.padlock_no_recorded"))
        return plain(self._words.say(f"profile.padlock_{'yes' if shown else 'no'}"))


def _meant(targets: tuple[Target, ...], previous: Turn | None) -> Target | None:
    """The one that a number of shared connections is about: of several, whom the bot asked about."""
    if len(targets) == 1:
        return targets[0]
    asked = previous is not None and previous.asked == "shared_connections" and previous.targets == targets
    return targets[previous.asked_of] if asked and previous is not None else None


def _found_again(target: Target, people: People) -> Target:
    """Somebody unknown may be known once the member has stated something of them."""
    if target.status is not TargetStatus.UNKNOWN:
        return target
    return find(target.url or target.typed, people)


def _turn_after(heard: Heard, previous: Turn | None) -> Turn | None:
    """What to remember: a question about persons, with its answers; what is said in between leaves it as it was."""
    known = None if previous is None else previous.diagnosis
    if heard.answers:
        given = [answer.diagnosis for answer in heard.answers if answer.diagnosis]
        targets = tuple(answer.target for answer in heard.answers)
        return Turn(
            Intent.ASK_LOCK,
            targets,
            asked=heard.reply.asks,
            asked_of=heard.reply.asks_of,
            diagnosis=given[-1] if given else known,
        )
    # What cannot be answered yet must not take away the answer that it came after.
    if previous is None or (
        heard.request.intent in ABOUT_PERSONS and not heard.request.followup and heard.request.targets
    ):
        return Turn(heard.request.intent, heard.request.targets, diagnosis=known)
    return None
