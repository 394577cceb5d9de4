"""The form in which a member writes an appeal: against what stands, or against a notice that is reported with it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.appeals import Case
from bot.policy import Policy, Violation
from bot.replies import inputs
from bot.replies.appeal_draft import draft_text
from bot.replies.appeal_words import standing_sentence
from bot.replies.appeals import WINDOW
from bot.replies.given import Given
from bot.replies.inputs import Frame, asked
from bot.replies.message import Block
from bot.text import clean_lines
from bot.usecases.appealed import Draft
from bot.words import Words

KIND, REASON, NOTICED, STATEMENT, RULES = "kind", "reason", "noticed", "statement", "rules"
"""The questions of the form."""
_BLOCKS = {
    "notice_in_future": NOTICED,
    "reason_too_long": REASON,
    "appeal_reason_of_other": REASON,
    "appeal_is_ban": KIND,
    "appeal_rules": RULES,
}
"""The question that an error is about; any other is about the statement."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form is opened about.

    Attributes:
        case: what it is against; None where the member still has to say.
        draft: the member's own facts, and what stands: no standing where the notice is reported with the appeal.
        diagnosis: the answer that it points to.
    """

    case: Case | None
    draft: Draft | None
    diagnosis: str | None

    @property
    def reports(self) -> bool:
        """Whether the notice is reported with it."""
        return self.draft is None or self.draft.standing is None


def view(opened: Opened, words: Words, policy: Policy, metadata: str) -> Block:
    """The form, with a draft to start from."""
    case, draft, rules = opened.case, opened.draft, policy.appeals
    standing = None if draft is None else draft.standing
    head = "appeal_form.reports" if opened.reports else "appeal_form.stands"
    blocks = [inputs.said(words.say(head, standing=standing_sentence(standing, words, policy)))]
    if opened.reports:
        kinds = {each.value: words.say(f"appeal_form.kind_{each}") for each in Case}
        blocks.append(asked(KIND, words.say("appeal_form.kind"), inputs.radio(kinds, case)))
    noticed = None if standing is None else standing.value.since
    reason = None if standing is None else standing.value.reason
    statement = inputs.long_text(
        rules.statement_minimum,
        rules.statement_maximum,
        "" if draft is None else draft_text(draft, words, policy),
    )
    listed = {key: violation.say for key, violation in _reasons(case, policy).items()}
    choose = words.say("slack_form.choose")
    blocks += [
        asked(REASON, words.say("appeal_form.reason"), inputs.choice(choose, listed, reason), optional=True),
        asked(NOTICED, words.say("appeal_form.noticed"), inputs.day(noticed), optional=True),
        asked(
            STATEMENT,
            words.say("appeal_form.statement"),
            statement,
            hint=words.say("appeal_form.hint", minimum=rules.statement_minimum, maximum=rules.statement_maximum),
        ),
        asked(
            RULES,
            words.say("appeal_form.rules"),
            inputs.boxes({key: rule.say for key, rule in rules.acknowledged.items()}),
        ),
    ]
    if opened.diagnosis:
        blocks.append(inputs.said(words.say("appeal_form.points", id=opened.diagnosis)))
    frame = Frame(WINDOW, words.say("appeal_form.title"), words.say("appeal_form.submit"), metadata)
    return inputs.modal(frame, blocks, words)


def errors(given: Given, case: Case | None, words: Words, policy: Policy) -> dict[str, str]:
    """What does not fit, all of it at once, each under its question; filing itself looks at the rest."""
    rules, told = policy.appeals, {}
    length = len(clean_lines(given.text(STATEMENT)))
    if length < rules.statement_minimum:
        least = {"length": length, "minimum": rules.statement_minimum}
        told[STATEMENT] = words.say("errors.statement_too_short", **least)
    reason = given.picked(REASON)
    if reason and reason not in _reasons(case, policy):
        told[REASON] = words.say("errors.appeal_reason_of_other")
    if not set(rules.acknowledged) <= set(given.several(RULES)):
        told[RULES] = words.say("errors.appeal_rules")
    return told


def block_of(code: str) -> str:
    """The question that an error is about, by its code."""
    return _BLOCKS.get(code, STATEMENT)


def _reasons(case: Case | None, policy: Policy) -> dict[str, Violation]:
    """What brings a case; as long as that is not said, what brings any."""
    restricting, banning = policy.violations.restricting, policy.violations.banning
    match case:
        case Case.RESTRICTION:
            return restricting
        case Case.BAN:
            return banning
        case None:
            return {**banning, **restricting}
