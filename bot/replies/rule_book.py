"""What rules are told from: the policy, what is explained about it, what LinkedIn documents, and where each is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.advice import Advice, DocumentedRule, Ways
from bot.policy import Policy, Rule, RuleBasis, Source
from bot.replies.model import Line, Part
from bot.words import Words


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The knowledge that a reply about rules draws on."""

    policy: Policy
    advice: Advice
    ways: Ways
    words: Words

    def source(self, rule: Rule) -> Source:
        """Where a rule comes from."""
        return self.policy.sources.get(rule.source) or self.ways.sources[rule.source]

    def origins(self, *rules: Rule) -> Iterator[Line]:
        """Where rules come from and how far that can be trusted, each origin once.

        Only what LinkedIn's own pages say is called LinkedIn's, and a workspace's own number nobody else's.
        """
        told = {(rule.source, rule.basis): rule for rule in reversed(rules)}.values()
        own = [rule for rule in told if rule.basis is RuleBasis.WORKSPACE]
        for rule in [*own, *(rule for rule in told if rule not in own)]:
            text = self.words.say(f"rules.from_{rule.basis}", title=self._title(rule), policy=self.policy.version)
            yield Line(Part.FOOTER, self.words.say("rules.rest", origin=text) if own and rule not in own else text)

    def explained(self, topic: str) -> Iterator[Line]:
        """What stands in the short answer about a topic beside its numbers: why, and what LinkedIn documents."""
        yield from (Line(Part.NOTE, each.text) for each in self.advice.statements_on(topic) if each.brief)
        for rule in self.ways.rules_on(topic):
            if rule.brief and rule.about is None:
                text = self.words.say("rules.documented", text=rule.text, title=self.source(rule).title)
                yield Line(Part.NOTE, text)

    def why(self, topic: str) -> Iterator[Line]:
        """All that is explained about a topic."""
        told = self.advice.statements_on(topic)
        yield Line(Part.VERDICT, self.words.say("rules.why", topic=self.words.say(f"rules.topic_{topic}")))
        yield from (Line(Part.NOTE, self.words.say("rules.item", item=each.text)) for each in told)
        yield from self.origins(*told)

    def help_says(self, topic: str) -> Iterator[Line]:
        """All that LinkedIn's help says about a topic, page by page."""
        pages: dict[str, list[DocumentedRule]] = {}
        for rule in self.ways.rules_on(topic):
            pages.setdefault(rule.source, []).append(rule)
        for place, rules in enumerate(pages.values()):
            yield Line(Part.NOTE if place else Part.VERDICT, self.words.say("rules.page", title=self._title(rules[0])))
            yield from (Line(Part.NOTE, self.words.say("rules.item", item=rule.text)) for rule in rules)
        yield Line(Part.FOOTER, self.words.say("rules.pages_change" if pages else "rules.no_pages"))

    def _title(self, rule: Rule) -> str:
        source = self.source(rule)
        return self.words.say("rules.source_at", title=source.title, url=source.url) if source.url else source.title
