"""The shape of `knowledge/advice.toml` and `knowledge/ways.toml`: advice, and other ways to reach people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from bot.policy import AtLeastOne, Knowledge, Requirement, Rule, Section, Source, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

CheckId = Literal["ban", "restriction", "message_volume", "connection_count", "profile", "shared_connections"]
Topic = Literal["connections", "profile", "shared_connections", "volume", "restriction", "ban"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

CHECK_OF: Mapping[str, CheckId] = MappingProxyType(
    {
        "connections": "connection_count",
        "profile": "profile",
        "shared_connections": "shared_connections",
        "volume": "message_volume",
        "restriction": "restriction",
        "ban": "ban",
    }
)
"""The check that each topic is about."""


class Need(StrEnum):
    """What following a piece of advice takes; `possible` says which locks rule it out.

    Attributes:
        MESSAGING: it has the member message people.
        SENDING: it sends something that only the locks on every message stand in the way of: an InMail.
        GOOD_STANDING: it makes no sense for a restricted or banned account.
        INVITING: it has the member send invitations.
        PROFILE_EDITING: it has the member edit the profile.
        EVENTS: it has the member go to events.
        GROUPS: it has the member join groups.
        APPEAL_LINK: it uses the Appeal link on LinkedIn's notice.
    """

    MESSAGING = "messaging"
    SENDING = "sending"
    GOOD_STANDING = "good_standing"
    INVITING = "inviting"
    PROFILE_EDITING = "profile_editing"
    EVENTS = "events"
    GROUPS = "groups"
    APPEAL_LINK = "appeal_link"


class Condition(StrEnum):
    """What has to be known to be true before a way is offered.

    Attributes:
        CONNECTED: the person is a 1st-degree connection.
        NOT_CONNECTED: the person is known not to be one; an invitation may be open.
        INVITATION_RECEIVED: the person's invitation waits for the member's answer.
        INVITATION_SENT: the member's invitation waits for the person's answer.
        NO_INVITATION: no invitation is open either way.
        WRITTEN_BEFORE: the two have exchanged messages.
        BASIC: the member's account type is `basic`.
        NOT_BASIC: it is another one, or not known.
        INMAIL: the policy lists InMail credits for the member's account type; fills {monthly} and {held}.
        COWORKER: the member's present company is known, and the person is not known to work elsewhere;
            fills {company}.
        RESTRICTED: the restriction check is locked.
        UNDOUBTED: the archive shows no message that went out in spite of the lock; where it does, the answer asks
            about the padlock already.
    """

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"
    INVITATION_RECEIVED = "invitation_received"
    INVITATION_SENT = "invitation_sent"
    NO_INVITATION = "no_invitation"
    WRITTEN_BEFORE = "written_before"
    BASIC = "basic"
    NOT_BASIC = "not_basic"
    INMAIL = "inmail"
    COWORKER = "coworker"
    RESTRICTED = "restricted"
    UNDOUBTED = "undoubted"


_EVERY_MESSAGE: frozenset[CheckId] = frozenset({"ban", "restriction", "message_volume"})
_RULED_OUT_BY: Mapping[Need, frozenset[CheckId]] = MappingProxyType(
    {
        Need.MESSAGING: _EVERY_MESSAGE | {"connection_count", "profile"},
        Need.SENDING: _EVERY_MESSAGE,
        Need.GOOD_STANDING: frozenset({"ban", "restriction"}),
    }
)
_FILLED_BY = MappingProxyType({"monthly": Condition.INMAIL, "held": Condition.INMAIL, "company": Condition.COWORKER})


class Tip(Rule):
    """One thing a person can do.

    Attributes:
        text: one imperative sentence.
        serves: the checks whose lock it helps against.
        section: the part of its source that it comes from.
        requirement: it applies only while this part of the profile is missing or unknown; None is always.
        needs: what following it takes.
        order: its place among the tips that serve the same check; the cheapest and most effective first.
    """

    text: Words
    serves: tuple[CheckId, ...] = Field(min_length=1)
    topic: Topic
    section: Words
    requirement: Requirement | Section | None = None
    needs: tuple[Need, ...] = ()
    order: AtLeastOne

    @model_validator(mode="after")
    def _names_nothing(self) -> Tip:
        _check_placeholders(self.text, ())
        return self


class Statement(Rule):
    """Something explained rather than advised; a topic of None concerns every lock.

    Attributes:
        brief: whether it stands in the short answer about its topic; the others are told to who asks why.
    """

    text: Words
    topic: Topic | None = None
    section: Words
    brief: bool = False

    @model_validator(mode="after")
    def _names_nothing(self) -> Statement:
        _check_placeholders(self.text, ())
        return self


class Advice(Knowledge):
    """Everything that is advised and explained."""

    tips: dict[Key, Tip]
    statements: dict[Key, Statement]

    def tips_for(self, check: CheckId) -> list[Tip]:
        """The tips that help against one check's lock, best first."""
        return sorted((tip for tip in self.tips.values() if check in tip.serves), key=lambda tip: tip.order)

    def statements_on(self, topic: str) -> list[Statement]:
        """What is explained about one topic, in the order of the file."""
        return [statement for statement in self.statements.values() if statement.topic == topic]


class Way(Rule):
    """Another way to reach a person now.

    Attributes:
        text: one sentence; may name {name}, and what its conditions fill: {monthly}, {held}, {company}.
        short: the same in a few words, for a row of a list, which begins with the name.
        applies_to: the conditions that all have to hold.
        needs: what going that way takes.
        order: its place among the ways; the cheapest first.
    """

    text: Words
    short: Words | None = None
    applies_to: tuple[Condition, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()
    order: AtLeastOne

    @model_validator(mode="after")
    def _names_what_is_known(self) -> Way:
        filled = [name for name, condition in _FILLED_BY.items() if condition in self.applies_to]
        for text in filter(None, (self.text, self.short)):
            _check_placeholders(text, ("name", *filled))
        return self


class DocumentedRule(Rule):
    """A rule worth telling that no check decides by; a topic of None concerns every lock.

    Attributes:
        about: the part of its topic that it is about, where it is not about the whole.
        brief: whether it stands in the short answer about its topic, or about that part of it.
    """

    text: Words
    topic: Topic | None = None
    about: Literal["inmail"] | None = None
    brief: bool = False

    @model_validator(mode="after")
    def _names_nothing(self) -> DocumentedRule:
        _check_placeholders(self.text, ())
        return self


class Ways(Knowledge):
    """Other ways to reach a person, the rules beside them, and the sources that the policy does not list."""

    sources: dict[Key, Source]
    ways: dict[Key, Way]
    rules: dict[Key, DocumentedRule]

    def ways_for(self, conditions: Collection[Condition]) -> list[Way]:
        """The ways whose conditions all hold, best first."""
        fitting = (way for way in self.ways.values() if set(way.applies_to) <= set(conditions))
        return sorted(fitting, key=lambda way: way.order)

    def rules_on(self, topic: str) -> list[DocumentedRule]:
        """The rules about one topic, in the order of the file."""
        return [rule for rule in self.rules.values() if rule.topic == topic]


def possible(needs: Iterable[Need], locked: Collection[str]) -> bool:
    """Whether the locked checks leave somebody able to do what these needs ask.

    So nobody who cannot message is told to message people. A lock of `shared_connections` concerns one person
    only and rules nothing out.
    """
    return all(_RULED_OUT_BY.get(need, frozenset()).isdisjoint(locked) for need in needs)


def _check_placeholders(text: str, allowed: Collection[str]) -> None:
    """Raise ValueError when the text names a value that nothing would fill."""
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (name not in allowed or spec or conversion):
            msg = f"text: nothing fills {{{name}}} here"
            raise ValueError(msg)
