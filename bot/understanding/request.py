"""What a member wants, as the rest of the program sees it, and what is remembered of the turn before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.people import Target, TargetStatus


class Intent(StrEnum):
    """Everything a member can want from the bot."""

    ASK_LOCK = "ask_lock"
    HOW_TO_FIX = "how_to_fix"
    SHOW_PROFILE = "show_profile"
    UPDATE_PROFILE = "update_profile"
    SHOW_NETWORK = "show_network"
    WHO_CAN_INTRODUCE = "who_can_introduce"
    FILE_APPEAL = "file_appeal"
    APPEAL_STATUS = "appeal_status"
    EXPLAIN_RULES = "explain_rules"
    IMPORT_DATA = "import_data"
    FORGET_ME = "forget_me"
    HELP = "help"
    OUT_OF_SCOPE = "out_of_scope"


ABOUT_PERSONS = {Intent.ASK_LOCK, Intent.HOW_TO_FIX, Intent.WHO_CAN_INTRODUCE, Intent.SHOW_NETWORK}
"""The intents that somebody can be the target of."""


@dataclass(frozen=True, slots=True)
class Request:
    """One message, understood.

    Attributes:
        followup: the message continues the turn before.
        targets: who it is about, in the order they were named; empty when it is about nobody.
        topic: the lock or rule it is about, when it names one.
        value: a company or an account type that it names.
        fields: facts that it states, as `field, value` pairs, not yet checked; `shared` and `padlock` are about
            the target, all others are fields of the profile.
        ties: with whom the member supposes to connect.
        hypothetical: the facts are only to be tried ("what if"), not to be saved.
        again: the same is to be checked once more.
        declined: after a question of the bot: the member does not know, or goes on, or tells what is no fact.
        notice: the member tells of a ban or a restriction, or of some notice: the topic says which.
        said: what a message says that tells of a notice; read for days and reasons, never kept.
        unsure: it is not clear that the notice is the member's own, or whether it is a ban or a restriction.
        not_a_profile: it names a page of LinkedIn that is nobody's profile, and nobody else.
        aspect: which side of its intent it asks for, by its name in `aspects` of `knowledge/understanding.toml`.
        confirms: what the bot asked to be confirmed, where the message says yes to it.
        cancels: the message says no to it.
        appeal: the number of the appeal that it is about.
        text: what is to be taken word for word: an appeal's statement, an answer to a reviewer.
    """

    intent: Intent
    followup: bool = False
    targets: tuple[Target, ...] = ()
    topic: str | None = None
    value: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    hypothetical: bool = False
    ties: tuple[Target, ...] = ()
    again: bool = False
    declined: bool = False
    notice: bool = False
    said: str = ""
    unsure: bool = False
    not_a_profile: bool = False
    aspect: str | None = None
    confirms: str | None = None
    cancels: bool = False
    appeal: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What is remembered of the turn before.

    Attributes:
        asked: the fact that the bot asked for last ("photo", "shared_connections", "first_use" …).
        asked_of: which of the targets the bot asked about, by place.
        diagnosis: the id of the diagnosis that was given.
        topic: the lock or rule it was about.
        pending: what is done once the member says yes: "forget_me", a field and its value, or "withdraw_appeal 3".
        beside: what was done last where no undo takes it back: "filed 3", "withdrawn 3", "watched" or "unwatched".
    """

    intent: Intent
    targets: tuple[Target, ...] = ()
    asked: str | None = None
    asked_of: int = 0
    diagnosis: str | None = None
    topic: str | None = None
    pending: str | None = None
    beside: str | None = None

    @property
    def answered(self) -> bool:
        """Whether a lock question was answered in this conversation, so that facts stated now are about that."""
        return self.intent in {Intent.ASK_LOCK, Intent.HOW_TO_FIX} or self.diagnosis is not None


def to_json(request: Request) -> dict[str, object]:
    """The request as the command `understand` prints it."""
    candidates = [person.name for target in request.targets for person in target.candidates]
    return {
        "intent": request.intent.value,
        "followup": request.followup,
        "targets": [] if candidates else [_named(target) for target in request.targets if _names(target)],
        "candidates": candidates,
        "topic": request.topic,
        "value": request.value,
        "fields": [{"field": field, "value": value.removeprefix("+")} for field, value in request.fields],
    }


def _names(target: Target) -> bool:
    return target.status is not TargetStatus.NONE


def _named(target: Target) -> str:
    return target.person.name if target.person else target.typed
