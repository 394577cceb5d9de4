"""The form of a member's whole profile: opened with what is known, and what was changed in it when it comes back.

Only what was changed against what the form was opened with is stated. The view that comes back says both, so that a
value that was changed elsewhere meanwhile, in another window for instance, is never overwritten by one not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.errors import UserError
from bot.facts import Fact
from bot.policy import Policy
from bot.profile_fields import FIELDS, MOST, Value, listed, parse_field
from bot.replies import inputs
from bot.replies.given import opened_with, typed_in
from bot.replies.inputs import Frame, asked
from bot.replies.limits import plain_text, size
from bot.replies.message import Block
from bot.replies.sharing import LEVELS
from bot.text import clean, fold
from bot.usecases.profile import DEFAULT_SHARING, Profile
from bot.words import Words

CALLBACK = "profile"
"""By what the listeners know the form once it is sent, and what opens it (`bot/listeners/windows.py`)."""
UNKNOWN = "unknown"
"""What takes a statement back, as it is typed."""

ORDER = (
    "account_type", "connections", "photo", "position", "skills", "education", "experience", "summary", "custom_url",
    "completeness", "messages", "url", "name", "share_network",
)  # fmt: skip
"""The fields as the form shows them: what most locks hang on first."""
_LISTS = {"skills", "education"}
_TEXTS = {"position", "url", "name"}
_NUMBERS = {"connections", "completeness", "messages"}
_HINTED = set(ORDER) - {"photo", "account_type", "experience", "summary", "name"}
"""The fields that have something to say on how they are filled in."""

MOST_TYPED = 3_000
"""The longest text that Slack lets an input be opened with."""
_BULLET = re.compile(r"^[-+•*·]\s*")
_CHANGE = ("+", "-")


def view(profile: Profile, words: Words, policy: Policy, metadata: str) -> Block:
    """The form, opened with what is known.

    Args:
        metadata: what comes back with it; see `inputs.Frame`.
    """
    intro: Block = {"type": "context", "elements": [plain_text(words.say("profile_form.intro"))]}
    questions = [_asked(field, profile.get(field), profile, words, policy) for field in ORDER]
    frame = Frame(CALLBACK, words.say("profile_form.title"), words.say("slack_form.submit"), metadata)
    return inputs.modal(frame, [intro, *questions], words)


def _asked(field: str, fact: Fact[Value] | None, profile: Profile, words: Words, policy: Policy) -> Block:
    typed = _typed(field, fact)
    fits = size(typed) <= MOST_TYPED
    hints = [_hint(field, profile, words, policy)] if field in _HINTED else []
    if fact is not None and not fits:
        hints = [words.say("profile_form.too_long", n=len(fact.value) if isinstance(fact.value, list) else 0)]
    if fact is not None:
        hints.append(words.say(f"profile_form.from_{fact.basis}", as_of=fact.as_of))
    label = words.say(f"profile_form.label_{field}", window_days=policy.message_volume.window_days)
    element = _element(field, typed if fits else "", words, policy)
    # How a network is shared is always known, so it cannot be left out.
    return asked(field, label, element, hint=" ".join(hints), optional=field != "share_network")


def _typed(field: str, fact: Fact[Value] | None) -> str:
    """What is known of a field, as it is typed for it; "" where it is typed and nothing is known."""
    match None if fact is None else fact.value:
        case None if field == "share_network":
            return DEFAULT_SHARING
        case None:
            return "" if field in _LISTS | _TEXTS | _NUMBERS else UNKNOWN
        case True:
            return "yes"
        case False:
            return "none" if field in _TEXTS else "no"
        case []:
            return "none"
        case list() as items:
            return "\n".join(clean(item) for item in items)
        case int() as number:
            return str(min(number, MOST.get(field, number)))
        case text:
            return clean(str(text))


def _element(field: str, typed: str, words: Words, policy: Policy) -> Block:
    if field in _NUMBERS:
        return inputs.number(0, MOST[field], typed)
    if field in _LISTS | _TEXTS:
        return inputs.text(typed, lines=field in _LISTS)
    if field == "share_network":
        levels = {level: words.say(f"slack_form.{level}") for level in LEVELS}
        return inputs.radio(levels, typed, {level: words.say(f"profile_form.means_{level}") for level in LEVELS})
    unknown = {UNKNOWN: words.say("profile_form.unknown")}
    if field == "account_type":
        plans = {key: account.name for key, account in policy.account_types.items()}
        return inputs.choice(words.say("slack_form.choose"), {**plans, **unknown}, typed)
    answers = {answer: words.say(f"slack_form.{answer}") for answer in ("yes", "no")}
    return inputs.radio({**answers, **unknown}, typed)


def _hint(field: str, profile: Profile, words: Words, policy: Policy) -> str:
    """How a field is filled in, with the policy's numbers."""
    plan = profile.get("account_type")
    account = None if plan is None else policy.account_types.get(str(plan.value))
    needed = policy.profile.requirements.get("skills")
    if field == "connections" and account is not None:
        need = account.connections_needed
        return words.say("profile_form.hint_connections_plan", plan=account.name, need=need)
    if field == "skills" and needed is not None:
        return words.say("profile_form.hint_skills_needed", skills=words.count("skills", needed.minimum))
    smallest, largest = policy.needs()
    days = words.count("days", policy.message_volume.window_days)
    return words.say(f"profile_form.hint_{field}", smallest=smallest, largest=largest, days=days)


def changed(sent: object) -> list[tuple[str, str]]:
    """The fields that no longer hold what the form was opened with, in their order, each as it can be typed for it.

    Args:
        sent: the view as it comes back: its blocks, with what each was opened with, and its state. Of a form that an
            earlier version opened, what is not known any more is left.

    Returns:
        "unknown" for what was emptied.
    """
    blocks = sent.get("blocks") if isinstance(sent, Mapping) else None
    state = sent.get("state") if isinstance(sent, Mapping) else None
    values = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(blocks, list) or not isinstance(values, Mapping):
        return []
    return [
        (field, _as_typed(field, before, now))
        for field, before, now in _inputs(blocks, values)
        if _lines(before) != _lines(now)
    ]


def _inputs(blocks: list[object], values: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Each field with what it was opened with, and what it holds now."""
    for block in blocks:
        field = block.get("block_id") if isinstance(block, Mapping) else None
        if not isinstance(block, Mapping) or not isinstance(field, str) or field not in FIELDS:
            continue
        now = typed_in(values.get(field))
        if now is not None:
            yield field, opened_with(block.get("element")), now


def _lines(typed: str) -> list[str]:
    """What was typed, cleaned; what is not known is the same as nothing."""
    lines = [line for part in typed.splitlines() if (line := clean(part))]
    return [] if lines == [UNKNOWN] else lines


def _as_typed(field: str, before: str, now: str) -> str:
    """What an input holds as it can be typed for its field, on one line."""
    lines = _lines(now)
    if field not in _LISTS:
        return " ".join(lines) or UNKNOWN
    if len(lines) > 1:
        lines = [_BULLET.sub("", line) for line in lines]
    # A line that was there already is one item whatever stands in it, and so is a school, which is often called after
    # a place as well; of skills, a line may hold several.
    whole = {fold(line) for line in _lines(before)}
    items = [
        listed([line]) if fold(line) in whole or (field == "education" and not line.startswith(_CHANGE)) else line
        for line in lines
        if line.strip(" ,;")
    ]
    return ", ".join(items) or UNKNOWN


def errors(pairs: list[tuple[str, str]], words: Words, policy: Policy) -> dict[str, str]:
    """What does not fit, by the block that asked for it: for `ack(response_action="errors", errors=...)`."""
    told = {}
    for field, raw in pairs:
        try:
            parse_field(field, raw, policy)
        except UserError as error:
            told[field] = words.error(error)
    return told
