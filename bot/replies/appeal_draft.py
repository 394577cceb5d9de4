"""The draft of an appeal's statement: what is known of the member's own account, and gaps for the member's words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.appeals import Case
from bot.facts import Facts
from bot.policy import Policy
from bot.replies.say import violation
from bot.usecases.appealed import Draft
from bot.words import Words

_LEAST_CONNECTIONS = 2


def draft_text(draft: Draft, words: Words, policy: Policy) -> str:
    """The draft, in plain text with line breaks."""
    return "\n".join(_lines(draft, words, policy))


def unfinished(statement: str, words: Words) -> bool:
    """Whether a statement still has a gap of the draft in it."""
    return any(words.say(f"appeal_draft.{gap}") in statement for gap in ("happened", "otherwise"))


def _lines(draft: Draft, words: Words, policy: Policy) -> Iterator[str]:
    standing = None if draft.standing is None else draft.standing.value
    since = "" if standing is None or standing.since is None else words.say("evidence.since", since=standing.since)
    yield words.say(f"appeal_draft.opening_{draft.case or 'unsaid'}", since_words=since)
    if standing is not None and standing.reason:
        check = "ban" if draft.case is Case.BAN else "restriction"
        yield words.say("appeal_draft.reason", reason=violation(standing.reason, check, policy))
    yield from _sent(draft.facts, words, policy)
    things = list(_things(draft.facts, words))
    if things:
        yield words.say("appeal_draft.mine", things=words.listed(things))
    yield words.say("appeal_draft.happened")
    yield words.say("appeal_draft.otherwise")


def _sent(facts: Facts, words: Words, policy: Policy) -> Iterator[str]:
    """How many messages were sent, where that speaks for the member: some, and fewer than the limit."""
    if facts.sent is None or not 0 < facts.sent.value.count < policy.message_volume.limit:
        return
    sent = facts.sent.value
    said = {"window_days": policy.message_volume.window_days, "as_of": facts.sent.as_of}
    text = words.say("appeal_draft.sent", sent_words=words.count("messages", sent.count), **said)
    if sent.repeats == 0:
        text += " " + words.say("appeal_draft.not_copied")
    yield text


def _things(facts: Facts, words: Words) -> Iterator[str]:
    """What the profile shows that only a real account has, as far as it is known."""
    shows = {
        "photo": facts.photo is not None and facts.photo.value,
        "position": facts.position is not None and facts.position.value,
        "education": facts.schools is not None and facts.schools.value > 0,
    }
    yield from (words.say(f"appeal_draft.thing_{name}") for name, known in shows.items() if known)
    if facts.connections is not None and facts.connections.value >= _LEAST_CONNECTIONS:
        counted = words.count("connections", facts.connections.value)
        yield words.say("appeal_draft.thing_connections", connections_words=counted)
