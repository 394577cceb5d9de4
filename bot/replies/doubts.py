"""What an answer leaves open: evidence against a lock, and which gaps are worth a line of their own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy import Policy
from bot.replies.flow import flowing
from bot.replies.model import Line, Part
from bot.replies.target import name_of
from bot.usecases.answer import Answer
from bot.verdict import Finding
from bot.words import Words


def doubt(answer: Answer, words: Words, policy: Policy) -> Iterator[Line]:
    """The evidence of the archive against a lock, beside it."""
    if answer.doubt is None:
        return
    if answer.doubt.to_target:
        text = words.say("answer.doubt_target", name=name_of(answer, words), last=answer.doubt.last)
    else:
        text = words.say(
            "answer.doubt_others",
            messages=words.count("messages", answer.doubt.count),
            window_days=policy.message_volume.window_days,
            until=answer.doubt.last,
        )
    sentences = [text]
    if answer.doubt.said is not None:
        shown, on = answer.doubt.said
        sentences.append(words.say(f"answer.doubt_said_{'yes' if shown else 'no'}", on=on))
    elif answer.ask != "padlock":
        sentences.append(words.say("answer.doubt_hint"))
    yield from (Line(Part.DOUBT, line) for line in flowing(sentences))


def asked_about(answer: Answer, finding: Finding) -> bool:
    """Whether the question at the end asks for all that this finding lacks, so that it need not be said twice."""
    match finding.check:
        case "profile":
            return finding.evidence["unknown"] == [answer.ask]
        case "connection_count":
            return answer.ask in {"connections", "account_type"}
        case "message_volume":
            return answer.ask == "messages" and finding.reason == "message_volume.not_known"
        case _:
            return answer.ask == finding.check


def beside_the_point(answer: Answer) -> bool:
    """Whether what is not known does not matter: a ban stands in the way of everything."""
    return any(finding.reason == "ban.banned" for finding in answer.findings)
