"""What a member asks of the rules, of their own account and of appeals, and what helps with one topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.advice import CHECK_OF
from bot.conversation.heard import Heard
from bot.people import Target, TargetStatus
from bot.replies.appeals import AppealReplies, under
from bot.replies.lock_answer import LockAnswers
from bot.replies.own_account import account_shown
from bot.replies.rule_book import RuleBook
from bot.replies.rules import Asked, rules_reply
from bot.replies.topic_advice import advice_reply
from bot.store import Who
from bot.understanding.request import Intent, Request
from bot.usecases import Whylocked
from bot.usecases.tips import advice_on
from bot.words import Words

_NOBODY = Target(TargetStatus.NONE)


@dataclass(frozen=True, slots=True)
class Explaining:
    """Explains; nothing of it is stored."""

    whylocked: Whylocked
    answers: LockAnswers
    words: Words

    def rules(self, who: Who, request: Request, now: datetime) -> Heard:
        """The rules in force, and where the member stands by them."""
        answer = self.whylocked.account(who, now).answer
        own = answer.facts.account_type.value if answer.facts.account_type else None
        named = self.whylocked.policy.account_type_named(request.value) if request.value else None
        if named is not None and named != own:
            answer = self.whylocked.what_if(who, _NOBODY, (("account_type", named),), now)
        # What is no plan and comes beside a topic that goes by no plan is no business of the rules: a company, say.
        plan = request.value if named or request.topic in {None, "connections", "volume"} else None
        asked = Asked(request.topic, plan, request.aspect, answer, own_plan=named is None or named == own)
        return Heard(request, rules_reply(asked, self._book))

    def profile(self, who: Who, request: Request, now: datetime) -> Heard:
        """What is stored of the member, or the part of it that bears on a topic."""
        account = self.whylocked.account(who, now)
        topic = request.topic if request.topic in CHECK_OF else None
        lines, policy = self.answers.lines, self.whylocked.policy
        return Heard(request, account_shown(account, topic, lines, self.words, policy))

    def appeal(self, who: Who, request: Request, now: datetime) -> Heard:
        """What an appeal would be about, where LinkedIn takes it, and that none is kept here yet."""
        answer = self.whylocked.account(who, now).answer
        replies = AppealReplies(self.answers.lines, self.words, self.whylocked.policy)
        if request.intent is Intent.APPEAL_STATUS:
            return Heard(request, replies.status(answer))
        case = under(answer)
        tips = [] if case is None else advice_on(case, answer.facts, answer.findings, self.answers.advice)
        return Heard(request, replies.file(answer, request.topic, tips))

    def advice(self, who: Who, request: Request, now: datetime) -> Heard:
        """What helps with one topic, of what this member can still do."""
        answer = self.whylocked.account(who, now).answer
        topic = str(request.topic)
        tips = advice_on(topic, answer.facts, answer.findings, self.answers.advice)
        return Heard(request, advice_reply(topic, answer, tips, self._book))

    @property
    def _book(self) -> RuleBook:
        return RuleBook(self.whylocked.policy, self.answers.advice, self.whylocked.ways, self.words)
