"""What an answer rests on: the id to quote, the policy's version, the day the facts speak for."""

from __future__ import annotations

from bot.policy import Policy
from bot.usecases.answer import Answer
from bot.words import Words


def footer(answer: Answer, diagnosis: str | None, words: Words, policy: Policy) -> str:
    """The last line of an answer; of a "what if", that nothing was saved."""
    if answer.hypothetical or diagnosis is None:
        return words.say("answer.what_if_note")
    return words.say(
        "answer.footer", diagnosis=diagnosis, policy=answer.policy, facts=facts_words(answer, words, policy)
    )


def facts_words(answer: Answer, words: Words, policy: Policy) -> str:
    """The day the facts speak for, and where they are from."""
    if answer.as_of is None:
        return words.say("answer.facts_none")
    if not answer.from_archive:
        return words.say("answer.facts_stated", as_of=answer.as_of)
    age = (answer.facts.now.date() - answer.as_of).days
    if age > policy.archive.stale_after_days:
        return words.say("answer.facts_stale", as_of=answer.as_of, days=words.count("days", age))
    return words.say("answer.facts_archive", as_of=answer.as_of)
