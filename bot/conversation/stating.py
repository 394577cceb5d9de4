"""What a member states in a conversation: every value is checked before anything is saved, then receipted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserError
from bot.people import Target
from bot.profile_fields import OF_TARGET, parse_field
from bot.replies import receipts
from bot.replies.actions import padlock_actions
from bot.replies.model import Line, Reply, plain
from bot.store import Who
from bot.understanding.request import Request, Turn
from bot.usecases import Whylocked
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Stating:
    """Saves the facts of one message, of the member or of the person asked about."""

    whylocked: Whylocked
    words: Words

    def saved(self, who: Who, request: Request, previous: Turn | None, now: datetime) -> Reply:
        """Save what was stated, and say so. One wrong value and nothing is saved.

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
        lines += about_target
        if "padlock" not in given:
            return Reply(tuple(lines))
        padlock = self._padlock(who, previous, given["padlock"], now)
        return replace(padlock, lines=(*lines, *padlock.lines))

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

    def _padlock(self, who: Who, previous: Turn | None, raw: str, now: datetime) -> Reply:
        if previous is None or previous.diagnosis is None:
            return plain(self.words.say("profile.padlock_nothing"))
        shown = bool(parse_field("padlock", raw, self.whylocked.policy, of_target=True))
        locked = self.whylocked.answer_padlock(who, previous.diagnosis, shown=shown, now=now)
        code = "yes" if shown else "no"
        if not locked:
            code += "_open"
        elif not shown and locked & {"ban", "restriction"}:  # nobody who is banned is told to write
            code = "no_recorded"
        said = plain(self.words.say(f"profile.padlock_{code}"))
        return replace(said, actions=padlock_actions(self.words, locked=bool(locked) and shown))


def _meant(targets: tuple[Target, ...], previous: Turn | None) -> Target | None:
    """The one that a number of shared connections is about: of several, whom the bot asked about."""
    if len(targets) == 1:
        return targets[0]
    asked = previous is not None and previous.asked == "shared_connections" and previous.targets == targets
    return targets[previous.asked_of] if asked and previous is not None else None
