"""The form in which an administrator records what LinkedIn decided about a member, and what came back from it."""

from __future__ import annotations

from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.policy import Policy
from bot.replies import inputs
from bot.replies.given import Given
from bot.replies.inputs import Frame, asked
from bot.replies.message import Block
from bot.replies.standings import WINDOW
from bot.store.who import is_user
from bot.text import shown
from bot.usecases.standing import reasons_for
from bot.words import Words

MEMBER, KIND, REASON, SINCE, UNTIL = "member", "kind", "reason", "since", "until"
"""The questions of the form."""
UNKNOWN = "unknown"
"""The choice of a reason that is not known."""
BLOCK_OF = {
    "standing_whose": MEMBER,
    "own_standing": MEMBER,
    "standing_outsider": MEMBER,
    "standing_needs_reason": REASON,
    "reason_not_of": REASON,
    "good_takes_no_dates": KIND,
    "ban_takes_no_end": UNTIL,
    "ends_before_start": UNTIL,
    "since_in_future": SINCE,
}
"""Which question an error is about; any other is about the kind of standing."""


def view(about: str, words: Words, policy: Policy, metadata: str) -> Block:
    """The form.

    Args:
        about: whom and what it is about, as its button says: "U1 restricted"; either may be missing.
    """
    user, _, kind = about.partition(" ")
    choose = words.say("slack_form.choose")
    kinds = {each.value: words.say(f"standing_form.{each}") for each in StandingKind}
    questions = [
        asked(MEMBER, words.say("standing_form.ask_member"), inputs.member(choose, user)),
        asked(KIND, words.say("standing_form.ask_kind"), inputs.radio(kinds, kind)),
        asked(
            REASON,
            words.say("standing_form.ask_reason"),
            inputs.choice(choose, {**_reasons(policy), UNKNOWN: words.say("standing_form.unknown")}),
            hint=words.say("standing_form.hint_reason"),
            optional=True,
        ),
        asked(
            SINCE,
            words.say("standing_form.ask_since"),
            inputs.day(),
            hint=words.say("standing_form.hint_since"),
            optional=True,
        ),
        asked(
            UNTIL,
            words.say("standing_form.ask_until"),
            inputs.day(),
            hint=words.say("standing_form.hint_until"),
            optional=True,
        ),
    ]
    frame = Frame(WINDOW, words.say("standing_form.title"), words.say("standing_form.submit"), metadata)
    return inputs.modal(frame, questions, words)


def given_in(given: Given, policy: Policy) -> tuple[str, Standing]:
    """Whom a form is about, and the standing that it says.

    Raises:
        UserError: something is missing, or the reason is none for such a standing.
    """
    user, chosen, reason = given.picked(MEMBER), given.picked(KIND) or "", given.picked(REASON)
    if user is None or not is_user(user):
        raise UserError("standing_whose")
    if chosen not in set(StandingKind):
        raise UserError("standing_unknown", text=shown(chosen))
    kind = StandingKind(chosen)
    if kind is not StandingKind.GOOD:
        if reason is None:
            raise UserError("standing_needs_reason")
        if reason != UNKNOWN and reason not in reasons_for(policy, kind):
            raise UserError("reason_not_of", reasons=", ".join(one.say for one in reasons_for(policy, kind).values()))
    return user, Standing(kind, None if reason == UNKNOWN else reason, given.day(SINCE), given.day(UNTIL))


def _reasons(policy: Policy) -> dict[str, str]:
    """Every reason for a restriction or a ban, by id; one for both stands there once."""
    banning, restricting = (reasons_for(policy, kind) for kind in (StandingKind.BANNED, StandingKind.RESTRICTED))
    return {key: violation.say for key, violation in {**banning, **restricting}.items()}
