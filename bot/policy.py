"""The shape of `knowledge/policy.toml`: every number and list that decides a verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.text import fold

Count = Annotated[int, Field(ge=0, strict=True)]
AtLeastOne = Annotated[int, Field(ge=1, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Words = Annotated[str, Field(min_length=1)]

Requirement = Literal["photo", "position", "skills", "education", "completeness"]
Section = Literal["photo", "position", "skills", "education", "experience", "custom_url", "summary"]

FREE = "basic"
"""The id of the free account type: what LinkedIn's help says of free accounts is about this one."""

MAX_WINDOW_DAYS = 366
"""The longest window of message volume that a policy may set; the store keeps sending times as far back."""

MAX_STATEMENT = 3000
"""The longest statement of an appeal that a policy may allow: as much as an input of a form in Slack takes."""


class RuleBasis(StrEnum):
    """How far a rule can be trusted."""

    ARTICLE = "article"
    LINKEDIN_HELP = "linkedin_help"
    ASSUMPTION = "assumption"


class Knowledge(BaseModel):
    """Data from `knowledge/`: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Knowledge):
    """Where rules come from."""

    title: Words
    url: str | None = None


class Rule(Knowledge):
    """Anything that decides: it names its source, and how far that can be trusted."""

    source: Words
    basis: RuleBasis


class AccountType(Rule):
    """A LinkedIn account type and the connections it needs before messages go out."""

    name: Words
    aliases: tuple[Words, ...] = ()
    connections_needed: Count


class Minimum(Rule):
    """A minimum that a profile has to reach; 1 means "filled in" where the section is not a number."""

    minimum: Count


class Completeness(Rule):
    """Which sections make up a profile's completeness."""

    sections: tuple[Section, ...] = Field(min_length=1)


class ProfileRules(Knowledge):
    """What a profile must hold."""

    requirements: dict[Requirement, Minimum]
    completeness: Completeness


class Repeats(Rule):
    """From which length on a text sent to several people counts as copied."""

    minimum_characters: AtLeastOne


class MessageVolume(Rule):
    """How many messages may be sent in a rolling window of days, and from which percentage on to warn."""

    limit: AtLeastOne
    window_days: Annotated[int, Field(ge=1, le=MAX_WINDOW_DAYS, strict=True)]
    warn_percent: Percent
    repeats: Repeats


class Violation(Rule):
    """Something that brings a restriction or a ban."""

    say: Words


class Violations(Knowledge):
    """What restricts, and what bans."""

    restricting: dict[str, Violation]
    banning: dict[str, Violation]


class ArchiveRules(Rule):
    """When an archive is called stale."""

    stale_after_days: Count


class Asking(Rule):
    """How long a confirmed fact is taken without asking again."""

    confirm_again_after_days: AtLeastOne


class Owing(Rule):
    """How long it is tried to send a message that a member is owed."""

    give_up_after_days: AtLeastOne


class WatchRules(Rule):
    """How many persons a member may wait for, and after how many minutes each is looked at again in any case."""

    most: AtLeastOne
    look_again_after_minutes: AtLeastOne


class InMail(Rule):
    """InMail credits of an account type: a month, and the most that can be held."""

    monthly: Count
    held: Count


class Acknowledgement(Rule):
    """What whoever files an appeal has to agree to first."""

    say: Words


class AppealRules(Rule):
    """How long an appeal's statement is, when reviewers are reminded, and how long it is told that one succeeded.

    Attributes:
        statement_minimum: in characters, as `statement_maximum`, which also bounds a question, an answer and a reason.
        remind_after_days: after so many days without a step.
        lifted_told_days: for so many days after an accepted appeal, answers tell how to say that it is locked still.
    """

    statement_minimum: AtLeastOne
    statement_maximum: Annotated[int, Field(ge=1, le=MAX_STATEMENT, strict=True)]
    remind_after_days: tuple[AtLeastOne, ...]
    lifted_told_days: Count
    acknowledged: dict[str, Acknowledgement]

    @model_validator(mode="after")
    def _hangs_together(self) -> AppealRules:
        if self.statement_minimum > self.statement_maximum:
            msg = "statement_minimum: it is more than statement_maximum"
            raise ValueError(msg)
        return self


class Policy(Knowledge):
    """The whole policy in force."""

    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]{0,31}$")]
    sources: dict[str, Source]
    account_types: dict[str, AccountType] = Field(min_length=1)
    profile: ProfileRules
    shared_connections: Minimum
    message_volume: MessageVolume
    violations: Violations
    archive: ArchiveRules
    asking: Asking
    appeals: AppealRules
    owing: Owing
    watches: WatchRules
    inmail: dict[str, InMail]

    @model_validator(mode="after")
    def _hangs_together(self) -> Policy:
        for path, rule in _rules(self, ""):
            if rule.source not in self.sources:
                msg = f"{path}.source: no [sources.{rule.source}] says what that is"
                raise ValueError(msg)
        for account_type in self.inmail:
            if account_type not in self.account_types:
                msg = f"inmail.{account_type}: no such account type"
                raise ValueError(msg)
        named: dict[str, str] = {}
        for key, account in self.account_types.items():
            for alias in {fold(words) for words in (key, account.name, *account.aliases)}:
                if named.setdefault(alias, key) != key:
                    msg = f"account_types.{key}: “{alias}” already means {named[alias]}"
                    raise ValueError(msg)
        return self

    def account_type_named(self, words: str) -> str | None:
        """The account type that a member calls so; None when no type bears the name."""
        wanted = fold(words.replace("_", " "))
        for key, account in self.account_types.items():
            if wanted in {fold(name.replace("_", " ")) for name in (key, account.name, *account.aliases)}:
                return key
        return None

    def needs(self) -> tuple[int, int]:
        """The smallest and the largest number of connections that any account type needs."""
        counts = [account.connections_needed for account in self.account_types.values()]
        return min(counts), max(counts)


def _rules(model: Knowledge, path: str) -> list[tuple[str, Rule]]:
    """Every rule below a model, with the path of its key."""
    found: list[tuple[str, Rule]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        items = value.items() if isinstance(value, dict) else [("", value)]
        for key, item in items:
            here = ".".join(part for part in (path, name, str(key)) if part)
            if isinstance(item, Rule):
                found.append((here, item))
            if isinstance(item, Knowledge):
                found.extend(_rules(item, here))
    return found
