"""The rules in force, told: every number with where it comes from, and where the asker stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.advice import CHECK_OF
from bot.policy import MessageVolume, Policy, Rule, RuleBasis, Violation
from bot.replies.model import Action, Button, Form, Line, Menu, Part, Reply
from bot.replies.plan_rules import inmail, inmail_short, needs_of, plan
from bot.replies.rule_book import RuleBook
from bot.replies.say import say, say_short, whose
from bot.usecases.answer import Answer
from bot.verdict import Finding
from bot.words import Words

TOPICS = tuple(CHECK_OF)
_NEIGHBOURS = {
    "connections": ("shared_connections", "profile"),
    "profile": ("connections", "volume"),
    "shared_connections": ("connections", "volume"),
    "volume": ("restriction", "connections"),
    "restriction": ("ban", "volume"),
    "ban": ("restriction", "volume"),
}
# What a button says in the conversation, as a member would type it.
_SAYS = {
    "connections": "rules on connections",
    "profile": "rules on the profile",
    "shared_connections": "rules on shared connections",
    "volume": "rules on message volume",
    "restriction": "rules on restrictions",
    "ban": "rules on bans",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about the rules.

    Attributes:
        topic: one of TOPICS; None asks how locking works.
        plan: the account type that was named, as typed.
        aspect: "inmail", "why", "linkedin_help", or None for the rule itself.
        answer: where the asker stands, nothing stored; with a known plan named, as if on that plan.
        own_plan: whether that plan is the asker's own, as far as is known.
    """

    topic: str | None
    plan: str | None
    aspect: str | None
    answer: Answer
    own_plan: bool = True


def rules_reply(asked: Asked, book: RuleBook) -> Reply:
    """The rules on one topic, or on locking as a whole."""
    topic = asked.topic if asked.topic in CHECK_OF else None
    return Reply(tuple(_lines(topic, asked, book)), actions=tuple(_actions(topic, asked, book)))


def _lines(topic: str | None, asked: Asked, book: RuleBook) -> Iterator[Line]:
    if asked.aspect == "inmail" or (topic == "volume" and asked.plan):
        yield from inmail(asked.plan, asked.answer, book)
        return
    if topic is None and asked.plan:
        topic = "connections"
    match topic, asked.aspect:
        case None, _:
            yield from _how_locking_works(book)
        case str(), "why":
            yield from book.why(topic)
        case str(), "linkedin_help":
            yield from book.help_says(topic)
        case "connections", _:
            yield from plan(asked.plan, book)
            yield from _stands(topic, asked, book)
            yield from book.explained(topic)
            yield from book.origins(*needs_of(asked.plan, book))
        case _:
            told = {"profile": _profile, "shared_connections": _shared, "volume": _volume}.get(topic, _standing)
            yield from told(topic, asked, book)


def _how_locking_works(book: RuleBook) -> Iterator[Line]:
    policy, words = book.policy, book.words
    smallest, largest = policy.needs()
    fields = {
        "limit": policy.message_volume.limit,
        "window_days": policy.message_volume.window_days,
        "smallest": smallest,
        "largest": largest,
        "requirements": requirements(policy, words),
        "shared": words.count("shared", policy.shared_connections.minimum),
        "assumed_words": whose(policy.message_volume, words),
    }
    yield Line(Part.VERDICT, words.say("rules.how"))
    for number, check in enumerate(
        ("ban", "restriction", "message_volume", "connection_count", "profile", "shared_connections"), 1
    ):
        text = words.say(f"rules.how_{check}", **fields)
        yield Line(Part.NOTE, words.say("rules.numbered", number=number, text=text))
    yield Line(Part.NOTE, words.say("rules.how_reach"))
    yield Line(Part.QUESTION, words.say("rules.next"))
    yield from book.origins(policy.shared_connections)


def requirements(policy: Policy, words: Words) -> str:
    """What the policy asks of a profile, as a list in words."""
    parts = []
    for name, rule in policy.profile.requirements.items():
        counted = {"skills": "skills", "education": "schools"}.get(name)
        count = words.count(counted, rule.minimum) if counted else ""
        if rule.minimum:
            parts.append(words.say(f"rules.needs_{name}", minimum=rule.minimum, count_words=count))
    return words.listed(parts) if parts else words.say("rules.needs_nothing")


def _profile(topic: str, asked: Asked, book: RuleBook) -> Iterator[Line]:
    rules, words = book.policy.profile, book.words
    sections = words.listed([words.say(f"rules.section_{section}") for section in rules.completeness.sections])
    yield Line(Part.VERDICT, words.say("rules.profile", requirements=requirements(book.policy, words)))
    yield from _stands(topic, asked, book)
    if "completeness" in rules.requirements:
        number = len(rules.completeness.sections)
        yield Line(Part.NOTE, words.say("rules.completeness", n=number, sections=sections))
    yield from book.explained(topic)
    yield from book.origins(*rules.requirements.values())


def _shared(topic: str, _asked: Asked, book: RuleBook) -> Iterator[Line]:
    rule, words = book.policy.shared_connections, book.words
    yield Line(Part.VERDICT, words.say("rules.shared", shared=words.count("shared", rule.minimum)))
    yield from book.explained(topic)
    yield Line(Part.NOTE, words.say("rules.shared_counts"))
    yield Line(Part.NOTE, words.say("rules.shared_seen"))
    yield Line(Part.NOTE, words.say("rules.shared_unseen"))
    yield Line(Part.QUESTION, words.say("rules.ask_person"))
    yield from book.origins(rule)


def _volume(topic: str, asked: Asked, book: RuleBook) -> Iterator[Line]:
    rule, words = book.policy.message_volume, book.words
    warn = -(-rule.limit * rule.warn_percent // 100)  # rounded up: the first number that warns
    fields = {"limit": rule.limit, "window_days": rule.window_days, "assumed_words": whose(rule, words)}
    copies = {"characters": rule.repeats.minimum_characters, "assumed_words": _copies_assumed(rule, words)}
    yield Line(Part.VERDICT, words.say("rules.volume", **fields))
    yield from _stands(topic, asked, book)
    yield Line(Part.NOTE, words.say("rules.volume_warns", warn=warn))
    yield Line(Part.NOTE, words.say("rules.volume_copies", **copies))
    yield from book.explained(topic)
    yield from inmail_short(book)
    yield from book.origins(rule)


def _copies_assumed(rule: MessageVolume, words: Words) -> str:
    """That the length from which on a text counts as copied is an assumption, as the limit may be, or a workspace's."""
    if rule.repeats.basis is RuleBasis.ASSUMPTION:
        return words.say("rules.copies_too" if rule.basis is RuleBasis.ASSUMPTION else "rules.copies_assumed")
    return whose(rule.repeats, words)


def _standing(topic: str, asked: Asked, book: RuleBook) -> Iterator[Line]:
    """What restricts, or what bans, and how it ends."""
    listed: dict[str, Violation] = book.policy.violations.banning
    if topic == "restriction":
        listed = book.policy.violations.restricting
    words = book.words
    yield Line(Part.VERDICT, words.say(f"rules.brings_{topic}"))
    yield from (Line(Part.NOTE, words.say("rules.item", item=violation.say)) for violation in listed.values())
    yield Line(Part.NOTE, words.say(f"rules.ends_{topic}"))
    yield from _stands(topic, asked, book)
    yield from book.explained(topic)
    rules: list[Rule] = list(listed.values())
    yield from book.origins(*rules)


def _stands(topic: str, asked: Asked, book: RuleBook) -> Iterator[Line]:
    """Where the asker stands by the rule."""
    finding = finding_on(topic, asked.answer)
    text = stands(finding, asked.answer, book.words, book.policy)
    if topic == "connections" and asked.plan and not asked.own_plan:
        yield Line(Part.FINE, book.words.say("rules.on_that_plan", say=text))
    else:
        yield Line(Part.FINE, book.words.say("rules.you", say=text))


def finding_on(topic: str, answer: Answer) -> Finding:
    """What the check of a topic finds."""
    return next(finding for finding in answer.findings if finding.check == CHECK_OF[topic])


def stands(finding: Finding, answer: Answer, words: Words, policy: Policy) -> str:
    """A finding about the asker in words; a volume that is fine in a few, without its assumption once more."""
    if finding.reason == "message_volume.left":
        return f"{say_short(finding, answer.facts, '', words, policy)}."
    return say(finding, answer.facts, "", words, policy)


def _actions(topic: str | None, asked: Asked, book: RuleBook) -> Iterator[Action]:
    words = book.words
    if topic is None and asked.aspect is None and not asked.plan:
        yield Menu(words.say("buttons.rules"), tuple(rules_button(each, words) for each in TOPICS))
        return
    topic = topic or ("volume" if asked.aspect == "inmail" else "connections")
    if asked.answer.facts.account_type is None and topic == "connections":
        yield Form(words.say("buttons.tell_plan"), ("account_type",))
    yield from (rules_button(each, words) for each in _NEIGHBOURS[topic])
    if asked.aspect != "linkedin_help" and book.ways.rules_on(topic):
        says = f"what does LinkedIn's help say about {_SAYS[topic].removeprefix('rules on ')}"
        yield Button(words.say("buttons.linkedin_help"), says, answers=False)


def rules_button(topic: str, words: Words) -> Button:
    """What asks for the rules on a topic."""
    return Button(words.say(f"rules.about_{topic}"), _SAYS[topic], answers=False)
