"""What a member states in a conversation: every value is checked before anything is saved, then receipted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.people import Target, TargetStatus
from bot.profile_fields import OF_TARGET, parse_field
from bot.replies import receipts
from bot.replies.model import Line, Part
from bot.replies.target import name_of
from bot.store import Who
from bot.understanding.request import Request, Turn
from bot.usecases import Whylocked
from bot.usecases.answer import Answer
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Stating:
    """Saves the facts of one message, of the member or of the person asked about."""

    whylocked: Whylocked
    words: Words

    def saved(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> tuple[Line, ...]:
        """Save what was stated of the member or of the person asked about, and say so; one wrong value, and nothing.

        Raises:
            UserError: a field does not exist, a value does not fit it, or it is not clear whom it is about.
        """
        for field, raw in request.fields:
            self._check(field, raw)
        given = dict(request.fields)
        about_target: list[Line] = []
        # First: it may not be clear whom it is about, and then nothing is saved.
        if "shared" in given:
            targets = request.targets or (previous.targets if previous else ())
            about_target += self._shared(who, _meant(targets, previous), given["shared"], now)
        fields = [pair for pair in request.fields if pair[0] not in OF_TARGET]
        lines = [*receipts.saved(self.whylocked.state(who, fields, now), self.words).lines] if fields else []
        return (*lines, *about_target)

    def _check(self, field: str, raw: str) -> None:
        """Refuse what does not fit before anything is saved.

        Raises:
            UserError: the field does not exist, or the value does not fit it.
        """
        value = parse_field(field, raw, self.whylocked.policy, of_target=True)
        if field == "padlock" and value is None:  # an answer is no statement that could be taken back
            raise UserError("bad_yes_no", field=field, text=raw)

    def _shared(self, who: Who, target: Target | None, raw: str, now: datetime) -> list[Line]:
        if target is None:
            raise UserError("shared_of_whom")
        value = self.whylocked.state_shared(who, target, raw, now)
        return list(receipts.shared_saved(target, value, self.words).lines)

    def padlock(self, who: Who, diagnosis: str, raw: str, answer: Answer, now: datetime) -> Line:
        """Keep whether LinkedIn shows a padlock, and say what that means.

        Args:
            answer: the answer that it is about.
        """
        shown = bool(parse_field("padlock", raw, self.whylocked.policy, of_target=True))
        locked = self.whylocked.answer_padlock(who, diagnosis, shown=shown, now=now)
        code = "yes" if shown else "no"
        if not locked:
            unconnected = answer.relation is not None and answer.relation.connected is False
            code += "_unconnected" if shown and unconnected else "_open"
        elif not shown and locked & {"ban", "restriction"}:  # nobody who is banned is told to write
            code = "no_recorded"
        name = name_of(answer, self.words)
        return Line(Part.NOTE, self.words.say(f"profile.padlock_{code}", name=name))


def _meant(targets: tuple[Target, ...], previous: Turn | None) -> Target | None:
    """The one that a number of shared connections is about: of several, whom the bot asked about."""
    if len(targets) == 1:
        return None if targets[0].status is TargetStatus.NONE else targets[0]
    asked = previous is not None and previous.asked == "shared_connections" and previous.targets == targets
    return targets[previous.asked_of] if asked and previous is not None else None
