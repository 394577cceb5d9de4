"""The reply about a list of persons: totals first, the asker's own side once, then one row a person; and as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from bot.replies.actions import check_button, question
from bot.replies.doubts import doubt
from bot.replies.extent import Extent
from bot.replies.footer import footer
from bot.replies.lines import ABOUT_ASKER, Lines
from bot.replies.model import Action, Attachment, Button, Line, Part, Reply
from bot.replies.rows import NAME, Row, rows_of
from bot.replies.say import step
from bot.replies.supposed import supposed
from bot.text import clean, shown
from bot.usecases.answer import Answer
from bot.usecases.listing import Checked
from bot.usecases.plan import Planned
from bot.verdict import State, Verdict
from bot.words import Words

COLUMNS = ("name", "url", "company", "verdict", "first_reason", "best_way", "diagnosis")
"""The columns of the file, in order."""
NAMES_SHOWN = 8
"""How many names stand beside a step that several persons need."""

_IN_SHORT = Extent(ways=0, tips=0, joined=len(ABOUT_ASKER))
# What makes a spreadsheet take a cell for a formula, also in full width. Where a comma stands within numbers, cells are
# parted by semicolons, and there a formula may begin within a cell.
_FORMULA = re.compile(r"((?:^|;)\s*)([=+\-@＝＋－＠])")  # noqa: RUF001 - full width, as it is typed in East Asia


@dataclass(frozen=True, slots=True)
class Tables:
    """Puts what came of a list into words."""

    lines: Lines
    words: Words
    policy: Policy

    def reply(self, checked: Checked) -> Reply:
        """The whole table."""
        rows = rows_of(checked.each, self.words, self.policy)
        lines = [
            self._totals(checked),
            *self._own_side(checked.own),
            *self._table(rows),
            *self._question(checked.own),
            *self._end(checked),
        ]
        return Reply(tuple(lines), self._asks(checked.own), actions=tuple(self._actions(checked)))

    def fix(self, checked: Checked) -> Reply:
        """How to get from locked to sent: the asker's own plan once, then only what somebody needs besides."""
        own = checked.own
        lines = [self._totals(checked), *self.lines.planned(own), *self._besides(checked), *self._question(own)]
        lines += self._end(checked)
        return Reply(tuple(lines), self._asks(own), actions=tuple(self._actions(checked, fix=False)))

    def file(self, answers: Sequence[Answer], now: datetime) -> Attachment:
        """The rows as CSV, which a spreadsheet opens and takes nothing in it for a formula."""
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(COLUMNS)
        for row in rows_of(answers, self.words, self.policy):
            target = row.answer.target
            company = target.person.company if target.person else None
            verdict = row.verdict.value if row.verdict else ""
            cells = (row.name, target.url, company, verdict, row.reason, row.way or row.step, row.answer.diagnosis)
            writer.writerow([_cell(cell or "") for cell in cells])
        return Attachment(f"whylocked-{now:%Y-%m-%d}.csv", written.getvalue())

    def handed_over(self, answers: Sequence[Answer], now: datetime, asks: str | None) -> Reply:
        """The reply to "as csv".

        Args:
            asks: the question that is still open.
        """
        file = self.file(answers, now)
        text = self.words.say("list.file", name=file.name, rows=self.words.count("rows", len(answers)))
        return Reply((Line(Part.NOTE, text),), asks, files=(file,))

    def left_out(self, number: int, most: int) -> Line:
        """That a list was longer than what is checked at once."""
        return Line(Part.WARNING, self.words.say("list.left_out", most=most, left=self.words.count("names", number)))

    def _totals(self, checked: Checked) -> Line:
        verdicts = [answer.verdict for answer in checked.each]
        unclear = verdicts.count(None)
        code = "list.totals_unclear" if unclear else "list.totals"
        counts = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
        return Line(Part.VERDICT, self.words.say(code, **counts, unclear=unclear, all=len(verdicts)))

    def _own_side(self, own: Answer) -> Iterator[Line]:
        """What stands in the way of everybody, a line each, and the steps that clear it."""
        if own.hypothetical:
            yield Line(Part.NOTE, supposed(own, self.words, self.policy))
        if own.verdict is Verdict.OPEN:
            yield Line(Part.NOTE, self.words.say("list.own_open"))
        else:
            yield Line(Part.NOTE, self.words.say("answer.for_all"))
        yield from self.lines.locks(own, _IN_SHORT, ABOUT_ASKER)
        yield from self.lines.reasons(own, State.UNKNOWN, ABOUT_ASKER)
        yield from doubt(own, self.words, self.policy)
        yield from self.lines.warnings(own)

    def _table(self, rows: Sequence[Row]) -> Iterator[Line]:
        for verdict in Verdict.OPEN, Verdict.UNSURE, Verdict.LOCKED:
            group = [row for row in rows if row.known and row.verdict is verdict]
            yield from self._group(f"list.group_{verdict.value}", group)
        unknown = [row for row in rows if row.verdict is not None and not row.known]
        imported = any(row.answer.from_archive for row in unknown)
        yield from self._group("list.group_unknown" if imported else "list.group_no_data", unknown)
        yield from self._group("list.group_unclear", [row for row in rows if row.verdict is None])

    def _group(self, code: str, rows: Sequence[Row]) -> Iterator[Line]:
        if rows:
            yield Line(Part.VERDICT, self.words.say(code, n=len(rows)))
            yield from (Line(Part.ROW, self._row(row)) for row in rows)

    def _row(self, row: Row) -> str:
        reason = row.reason
        if row.verdict is not None and not row.known:
            reason = self.words.say("list.reason_unknown_person", verdict=row.verdict.value, reason=reason)
        way = self.words.say("list.way", way=row.way) if row.way else ""
        return self.words.say("list.row", name=row.short, reason=reason, way=way)

    def _question(self, own: Answer) -> Iterator[Line]:
        if self._asks(own) is not None:
            yield from self.lines.asked(own)

    def _asks(self, own: Answer) -> str | None:
        """The question about the asker's own account; whether there is a padlock is asked about one at a time."""
        return None if own.ask == "padlock" else own.ask

    def _end(self, checked: Checked) -> Iterator[Line]:
        hint, pressed = self.words.say("list.hint"), self.words.say("list.hint_buttons")
        yield Line(Part.FINE, hint, pressed)
        number = sum(answer.diagnosis is not None for answer in checked.each)
        ids = self.words.count("diagnoses", number) if number else None
        yield Line(Part.FOOTER, footer(checked.own, ids, self.words, self.policy))

    def _actions(self, checked: Checked, *, fix: bool = True) -> Iterator[Action]:
        own = checked.own
        yield from question(self._asks(own), "", self.words, self.policy)
        if own.hypothetical:
            return
        if fix and any(answer.verdict is Verdict.LOCKED for answer in checked.each):
            yield Button(self.words.say("buttons.fix"), "how do I fix it", answers=False)
        yield Button(self.words.say("buttons.csv"), "as csv", answers=False)
        yield check_button(self.words)

    def _besides(self, checked: Checked) -> Iterator[Line]:
        """The steps that are not the asker's own, each with whom it is for."""
        own = {planned.step for planned in checked.own.plan}
        needed: dict[str, tuple[Planned, list[str]]] = {}
        for row in rows_of(checked.each, self.words, self.policy):
            for planned in row.answer.plan:
                if planned.step not in own:
                    needed.setdefault(planned.step, (planned, []))[1].append(row.short)
        if not needed:
            yield Line(Part.NOTE, self.words.say("list.fix_all" if own else "list.fix_nothing"))
            return
        yield Line(Part.PLAN, self.words.say("list.fix_each"))
        for planned, names in needed.values():
            whom = names[0] if len(names) == 1 else self.words.say("list.each_person")
            left = len(names) - NAMES_SHOWN
            more = self.words.say("list.and_more", n=left) if left > 0 else ""
            yield Line(
                Part.PLAN,
                self.words.say(
                    "list.fix_row",
                    step=step(planned, shown(whom, NAME), self.words),
                    effort=self.words.say(f"answer.effort_{planned.effort}"),
                    names=", ".join(names[:NAMES_SHOWN]) + more,
                ),
            )


def _cell(text: str) -> str:
    """A cell that is text to every spreadsheet."""
    return _FORMULA.sub(r"\1'\2", clean(text))
