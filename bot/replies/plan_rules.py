"""What goes by the account type: the connections it needs, and the InMail credits it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.policy import FREE, AccountType, Policy, Rule
from bot.replies.model import Line, Part
from bot.replies.rule_book import RuleBook
from bot.text import shown
from bot.usecases.answer import Answer


def plan(typed: str | None, book: RuleBook) -> Iterator[Line]:
    """The connections that one plan needs, or all plans where none is named or the named one is not known."""
    policy, words = book.policy, book.words
    account = _named(typed, policy)
    if account is not None:
        needed = words.count("connections", account.connections_needed)
        yield Line(Part.VERDICT, words.say("rules.plan", plan=account.name, connections=needed))
    else:
        head = words.say("rules.unknown_plan", typed=shown(typed)) if typed else words.say("rules.plans")
        yield Line(Part.VERDICT, head)
        for number, names in sorted(_by_need(book).items()):
            yield Line(Part.NOTE, words.say("rules.plan_line", plans=words.listed(names), n=number))
    yield Line(Part.NOTE, words.say("rules.whose"))


def needs_of(typed: str | None, book: RuleBook) -> Sequence[Rule]:
    """The rules that such an answer tells."""
    account = _named(typed, book.policy)
    return [*book.policy.account_types.values()] if account is None else [account]


def _named(typed: str | None, policy: Policy) -> AccountType | None:
    return policy.account_types.get(policy.account_type_named(typed) or "") if typed else None


def _by_need(book: RuleBook) -> dict[int, list[str]]:
    plans: dict[int, list[str]] = {}
    for account in book.policy.account_types.values():
        plans.setdefault(account.connections_needed, []).append(account.name)
    return plans


def inmail_short(book: RuleBook) -> Iterator[Line]:
    """The InMail credits of every plan that has a number, in one line."""
    words, named = book.words, book.policy.account_types
    rules = book.policy.inmail
    each = [words.say("rules.inmail_of", plan=named[key].name, monthly=rule.monthly) for key, rule in rules.items()]
    if each:
        title = book.source(next(iter(rules.values()))).title
        yield Line(Part.NOTE, words.say("rules.inmail_short", credits=words.listed(each), title=title))


def inmail(typed: str | None, answer: Answer, book: RuleBook) -> Iterator[Line]:
    """InMail credits: of the plan that is named, else of the asker's own and all others."""
    policy, words = book.policy, book.words
    named = policy.account_type_named(typed) if typed else None
    own = answer.facts.account_type.value if answer.facts.account_type else None
    if typed and named is None:
        yield Line(Part.VERDICT, words.say("rules.unknown_plan_inmail", typed=shown(typed)))
        yield from _all_credits(list(policy.inmail), book)
    elif named is not None:
        yield Line(Part.VERDICT, _credits(named, book))
    else:
        yield Line(Part.VERDICT, words.say("rules.inmail"))
        yield from _all_credits(list(policy.inmail), book)
        if own in policy.account_types:
            yield Line(Part.FINE, words.say("rules.you", say=_credits(str(own), book)))
    told = [rule for rule in book.ways.rules_on("volume") if rule.about == "inmail" and rule.brief]
    yield from (Line(Part.NOTE, rule.text) for rule in told)
    yield from book.origins(*policy.inmail.values(), *told)


def _all_credits(plans: Sequence[str], book: RuleBook) -> Iterator[Line]:
    for plan_id in plans:
        yield Line(Part.NOTE, book.words.say("rules.item", item=_credits(plan_id, book)))


def _credits(plan_id: str, book: RuleBook) -> str:
    """What one plan has of InMail; that a number is not known is said, never guessed."""
    rule, name = book.policy.inmail.get(plan_id), book.policy.account_types[plan_id].name
    if rule is not None:
        return book.words.say("rules.inmail_plan", plan=name, monthly=rule.monthly, held=rule.held)
    return book.words.say("rules.inmail_free" if plan_id == FREE else "rules.inmail_unknown", plan=name)
