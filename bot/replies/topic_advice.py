"""How to fix one thing: where the asker stands on a topic, the steps that unlock it, and the advice that applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advice import CHECK_OF, Need, Tip
from bot.replies.actions import fix_button, not_known
from bot.replies.model import Action, Button, Form, Line, Part, Reply
from bot.replies.rule_book import RuleBook
from bot.replies.rules import finding_on, rules_button, stands
from bot.replies.say import step
from bot.usecases.answer import Answer
from bot.verdict import Finding, State
from bot.words import Words

ADVICE_SHOWN = 6
"""How many tips a reply on one topic carries; with what stands around them they fill a screen."""


def advice_reply(topic: str, answer: Answer, tips: Sequence[Tip], book: RuleBook) -> Reply:
    """What helps the asker on one topic, the cheapest first.

    Args:
        tips: those that still apply, best first.
    """
    return Reply(tuple(_lines(topic, answer, tips, book)), actions=tuple(_actions(topic, answer, book)))


def _lines(topic: str, answer: Answer, tips: Sequence[Tip], book: RuleBook) -> Iterator[Line]:
    words = book.words
    finding = finding_on(topic, answer)
    text = stands(finding, answer, words, book.policy)
    reported = topic in {"restriction", "ban"} and finding.state is not State.LOCKED
    if reported:  # who asks about one mostly has a notice before their eyes, so that comes first
        yield Line(Part.VERDICT, words.say(f"fixing.if_{topic}"))
    match finding.state:
        case State.LOCKED:
            yield Line(Part.VERDICT, words.say("answer.say_locked", say=text))
            yield from _steps(finding.check, answer, book)
        case State.UNKNOWN:
            yield Line(Part.VERDICT, words.say("answer.say_unknown", say=text))
        case _ if finding.reason == "message_volume.near":
            yield Line(Part.VERDICT, words.say("answer.careful", say=text))
        case _:
            part = Part.NOTE if reported else Part.VERDICT
            yield Line(part, words.say(f"fixing.fine_{topic}", say=text))
    shown = _not_planned(tips, answer)[:ADVICE_SHOWN]
    if shown:
        yield Line(Part.WAYS, _heading(topic, finding.state, words))
        yield from (Line(Part.WAYS, words.say("rules.item", item=_with_needs(tip, book))) for tip in shown)
    yield from _besides(finding, answer, book)
    yield from book.origins(*shown)


def _heading(topic: str, state: State, words: Words) -> str:
    """What stands above the advice: it unlocks, it may help, or it is more than is needed."""
    match state:
        case State.LOCKED:
            return words.say("fixing.helps")
        case State.UNKNOWN:
            return words.say("fixing.helps_anyway")
        case _:
            return words.say(f"fixing.more_{topic}")


def _steps(check: str, answer: Answer, book: RuleBook) -> Iterator[Line]:
    """The steps of the plan that clear the lock."""
    words = book.words
    steps = [planned for planned in answer.plan if check in planned.clears]
    if steps:
        yield Line(Part.PLAN, words.say("answer.plan"))
    for number, planned in enumerate(steps, 1):
        effort = words.say(f"answer.effort_{planned.effort}")
        yield Line(
            Part.PLAN, words.say("answer.plan_step", number=number, step=step(planned, "", words), effort=effort)
        )


def _not_planned(tips: Sequence[Tip], answer: Answer) -> list[Tip]:
    """The tips that no step of the plan gives already."""
    appeals = any(planned.step.startswith("appeal") for planned in answer.plan)
    return [tip for tip in tips if not (appeals and Need.APPEAL_LINK in tip.needs)]


def _with_needs(tip: Tip, book: RuleBook) -> str:
    """A tip with what following it takes."""
    needs = book.words.listed([book.words.say(f"fixing.need_{need}") for need in tip.needs])
    return book.words.say("fixing.takes", tip=tip.text.removesuffix("."), needs=needs) if needs else tip.text


def _besides(finding: Finding, answer: Answer, book: RuleBook) -> Iterator[Line]:
    """What else locks, so that nobody thinks that this one thing is all."""
    words = book.words
    others = [each.check for each in answer.findings if each.state is State.LOCKED and each.check != finding.check]
    if others:
        named = words.listed([words.say(f"checks.{other}") for other in others])
        code = "fixing.besides" if finding.state is State.LOCKED else "fixing.instead"
        yield Line(Part.NOTE, words.say(code, checks=named))


def _actions(topic: str, answer: Answer, book: RuleBook) -> Iterator[Action]:
    words = book.words
    if finding_on(topic, answer).state is State.UNKNOWN:
        yield Form(words.say("buttons.rest"), not_known(answer))
    if any(each.state is State.LOCKED and each.check != CHECK_OF[topic] for each in answer.findings):
        yield fix_button(words)
    if topic in {"restriction", "ban"}:
        yield Button(words.say("buttons.appeal"), f"appeal the {topic}", answers=False)
    yield rules_button(topic, words)
    yield Button(words.say("buttons.profile"), "show my profile", answers=False)
