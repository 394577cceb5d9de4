"""Replies about being told when it unlocks, and the message that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.people import TargetStatus
from bot.policy import Policy
from bot.replies.actions import fix_button, watch_button
from bot.replies.flow import flowing
from bot.replies.lines import Lines
from bot.replies.model import Action, Button, Line, Part, Reply
from bot.replies.target import name_of
from bot.store.watches import Watch
from bot.text import shown
from bot.usecases.answer import Answer
from bot.usecases.watching import Asked, Outcome, Watched
from bot.verdict import State, Verdict
from bot.words import Words

SHORT = 40
"""How many characters of a name fit on a button and in a row."""
NAMES = 10
"""How many names one line lists."""


@dataclass(frozen=True, slots=True)
class WatchReplies:
    """Puts watches into words."""

    lines: Lines
    words: Words

    def begun(self, asked: Asked) -> Reply:
        """That one person, or everybody, is watched, what is in the way now, and how one is told."""
        words, answer, watch = self.words, asked.answer, asked.watch
        everybody = answer.target.status is TargetStatus.NONE
        began = asked.outcome is Outcome.BEGUN or watch is None
        code = f"watch.{'begun' if began else 'already'}{'_for_all' if everybody else ''}"
        since = None if watch is None else watch.began_at.date()
        lines = [
            Line(Part.VERDICT, words.say(code, name=name_of(answer, words), since=since)),
            Line(Part.NOTE, words.say("watch.told")),
            Line(Part.NOTE, words.say("watch.now")),
            *self.lines.reasons(answer, State.LOCKED),
            Line(Part.QUESTION, words.say("watch.sooner"), words.say("watch.sooner_pressed")),
        ]
        actions: list[Action] = [fix_button(words)]
        if watch is not None:
            actions.append(Button(words.say("buttons.unwatch"), _stop(watch)))
        return Reply(tuple(lines), actions=(*actions, self._all()))

    def several(self, asked: Sequence[Asked]) -> Reply:
        """What came of it for each of several persons."""
        lines: list[Line] = []
        for outcome in (Outcome.BEGUN, Outcome.ALREADY, Outcome.NOT_LOCKED):
            names = [name_of(each.answer, self.words) for each in asked if each.outcome is outcome]
            if names:
                part = Part.NOTE if lines else Part.VERDICT
                lines.append(Line(part, self.words.say(f"watch.several_{outcome}", names=self._listed(names))))
        if any(each.watch is not None for each in asked):
            lines.append(Line(Part.NOTE, self.words.say("watch.told")))
        return Reply(tuple(lines), actions=(self._all(),))

    def full(self, asked: Sequence[Asked], most: int) -> tuple[Line, ...]:
        """Who is not watched because as many are already as may be."""
        names = [name_of(each.answer, self.words) for each in asked if each.outcome is Outcome.FULL]
        said = self.words.say("watch.full", names=self._listed(names), most=self.words.count("persons", most))
        return (Line(Part.VERDICT, said),)

    def banned(self) -> Reply:
        """That a ban cannot be waited for, and what can lift it."""
        words = self.words
        lines = [Line(Part.NOTE, text) for text in flowing([words.say("watch.banned"), words.say("watch.banned_next")])]
        return Reply(tuple(lines), actions=(Button(words.say("buttons.appeal"), "appeal the ban", answers=False),))

    def guest(self) -> Reply:
        """That nobody of another workspace can be told later, and what they can do."""
        return Reply((Line(Part.VERDICT, self.words.say("watch.guest")),), actions=(fix_button(self.words),))

    def not_locked(self, answer: Answer) -> tuple[Line, ...]:
        """Why there is nothing to wait for, above an answer; nothing where that speaks for itself."""
        if answer.verdict is None or answer.first_use:
            return ()
        code = "watch.not_locked" if answer.verdict is Verdict.OPEN else "watch.not_known"
        return (Line(Part.NOTE, self.words.say(code)),)

    def listed(self, watched: Sequence[Watched]) -> Reply:
        """What all is watched, what is in the way of each now, and how to stop one."""
        words = self.words
        if not watched:
            return Reply((Line(Part.NOTE, words.say("watch.none")),))
        rows = [Line(Part.ROW, self._row(each)) for each in watched]
        example = next((each.watch.name for each in watched if each.watch.name is not None), None)
        typed = words.say("watch.pick", name=shown(example, SHORT)) if example else words.say("watch.pick_one")
        lines = [
            Line(Part.VERDICT, words.say("watch.title")),
            *rows,
            Line(Part.QUESTION, typed, words.say("watch.pick_pressed")),
        ]
        buttons = [
            Button(words.say("buttons.unwatch_one", name=self._name(each.watch)), _stop(each.watch)) for each in watched
        ]
        return Reply(tuple(lines), actions=tuple(buttons))

    def stopped(self, stopped: Sequence[Watch], typed: str, *, number: bool, any_left: bool) -> tuple[Line, ...]:
        """What is watched no longer, above what still is.

        Args:
            typed: who was named.
            number: whether a button named the watch.
            any_left: whether anything was watched at all.
        """
        if stopped:
            names = self._listed([self._name(watch) for watch in stopped])
            return (Line(Part.NOTE, self.words.say("watch.stopped", names=names)),)
        if number:
            return (Line(Part.NOTE, self.words.say("watch.stopped_before")),)
        if not any_left:
            return ()
        if typed:
            return (Line(Part.NOTE, self.words.say("watch.not_watched", name=typed)),)
        return (Line(Part.NOTE, self.words.say("watch.which")),)

    def _row(self, each: Watched) -> str:
        locks = self.words.listed([self.words.say(f"checks.{check}") for check in each.locked])
        return self.words.say(
            "watch.row" if locks else "watch.row_open",
            name=self._name(each.watch),
            since=each.watch.began_at.date(),
            locks=locks,
        )

    def _name(self, watch: Watch) -> str:
        return self.words.say("watch.everybody") if watch.name is None else shown(watch.name, SHORT)

    def _listed(self, names: Sequence[str]) -> str:
        more = self.words.say("list.and_more", n=len(names) - NAMES) if len(names) > NAMES else ""
        return (", ".join(names[:NAMES]) + more) if more else self.words.listed(list(names))

    def _all(self) -> Button:
        return Button(self.words.say("buttons.watches"), "what am I watching", answers=False)


def _stop(watch: Watch) -> str:
    """What stops one watch and no other, whatever name it bears; a name can be typed as well."""
    return f"stop watching {watch.number}"


def opened(fields: Mapping[str, Any], words: Words, _policy: Policy) -> Reply:
    """The message that tells that nothing locks it any more.

    Args:
        fields: `person` (None for everybody), `cleared` (checks), `unknown` (how many are not known), `asked_on`.
    """
    person, unknown = fields["person"], int(fields["unknown"])
    things = words.say(f"verdict.left_{'one' if unknown == 1 else 'many'}", n=unknown)
    code = f"watch.{'likely' if unknown else 'opened'}{'' if person else '_for_all'}"
    name = shown(person["name"]) if person else ""
    cleared = words.listed([words.say(f"watch.cleared_{check}") for check in fields["cleared"]])
    lines = [
        Line(Part.VERDICT, words.say(code, name=name, things=things)),
        Line(Part.NOTE, words.say("watch.cleared", changes=cleared)),
        Line(Part.NOTE, words.say("watch.asked", on=date.fromisoformat(fields["asked_on"]))),
        Line(Part.QUESTION, words.say("watch.next"), words.say("watch.next_pressed")),
    ]
    return Reply(tuple(lines), actions=(Button(words.say("buttons.check"), "check again", answers=False),))


def ended(fields: Mapping[str, Any], words: Words, _policy: Policy) -> Reply:
    """The message that tells that a watch has ended by its age, and how to go on.

    Args:
        fields: `person` (None for everybody), `days` (how many it was watched for), `asked_on`.
    """
    person, days = fields["person"], words.count("days", int(fields["days"]))
    code = f"watch.ended{'' if person else '_for_all'}"
    asked = words.say("watch.ended_asked", on=date.fromisoformat(fields["asked_on"]))
    lines = [
        Line(Part.VERDICT, words.say(code, name=shown(person["name"]) if person else "", days=days)),
        Line(Part.NOTE, asked),
        Line(Part.QUESTION, words.say("watch.ended_next"), words.say("watch.ended_next_pressed")),
    ]
    return Reply(tuple(lines), actions=(watch_button(words),))
