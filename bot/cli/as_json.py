"""Answers in the shape of `--json`."""

from __future__ import annotations

from bot.archive.rows import Archive, Kind
from bot.cli import outputs
from bot.cli.output import Output
from bot.conversation.heard import Heard
from bot.facts import Basis, Fact, Standing, StandingKind
from bot.people import Target, TargetStatus
from bot.profile_fields import Value
from bot.replies.lock_answer import LockAnswers
from bot.replies.model import Reply
from bot.store.diagnoses import findings_as_json
from bot.understanding.request import Intent
from bot.understanding.turns import MOST_CANDIDATES
from bot.usecases.answer import Answer
from bot.usecases.current_facts import Relation
from bot.usecases.profile import DEFAULT_SHARING, Profile


def heard(said: Heard, answers: LockAnswers) -> Output:
    """Any answer to `ask`."""
    if said.request.intent is not Intent.ASK_LOCK:
        return outputs.OtherOut(intent=said.request.intent.value, text=said.reply.text)
    each = [_lock(answer, part, answers) for answer, part in zip(said.answers, said.parts, strict=True)]
    if len(each) == 1:
        return each[0]
    return outputs.LockAnswersOut(intent="ask_lock", answers=each, text=said.reply.text)


def _lock(answer: Answer, reply: Reply, answers: LockAnswers) -> outputs.LockAnswerOut:
    said = answers.lines.said(answer)
    question = answers.lines.question(answer)
    return outputs.LockAnswerOut(
        intent="ask_lock",
        diagnosis=answer.diagnosis,
        policy=answer.policy,
        as_of=answer.as_of,
        target=_target(answer),
        verdict=answer.verdict,
        checks=[
            outputs.CheckOut.model_validate({**found, "say": one.say, "tips": list(one.tips)})
            for found, one in zip(findings_as_json(answer.findings), said, strict=True)
        ],
        plan=[
            outputs.StepOut(step=step, effort=planned.effort, clears=list(planned.clears))
            for planned, step in zip(answer.plan, answers.lines.plan(answer), strict=True)
        ],
        ask=outputs.AskOut(fact=answer.ask, say=question) if answer.ask and question else None,
        text=reply.text,
    )


def _target(answer: Answer) -> outputs.TargetOut:
    target = answer.target
    return outputs.TargetOut(
        status=target.status,
        name=_name(target),
        url=target.person.url if target.person else target.url,
        relation=None if answer.relation is None else _relation(answer.relation),
        candidates=[
            outputs.CandidateOut(name=person.name, company=person.company, position=person.position, url=person.url)
            for person in target.candidates[:MOST_CANDIDATES]
        ],
    )


def _name(target: Target) -> str | None:
    if target.person is not None:
        return target.person.name or None  # the asker may have none yet
    return target.typed if target.status is TargetStatus.UNKNOWN and target.typed != target.url else None


def _relation(relation: Relation) -> outputs.RelationOut:
    return outputs.RelationOut.model_validate(
        {
            "connected": relation.connected,
            "since": relation.since,
            "invitation": relation.invitation,
            "invited_on": relation.invited_on,
            "messages": relation.messages,
            "last_message": relation.last_message,
        }
    )


def imported(archive: Archive) -> outputs.ImportOut:
    """The answer to `import`."""
    return outputs.ImportOut(
        as_of=archive.as_of,
        owner=outputs.OwnerOut(name=archive.owner.name, url=archive.owner.url),
        taken=outputs.TakenOut.model_validate(
            {kind.value: archive.taken.get(kind, 0) for kind in Kind if kind is not Kind.PROFILE}
        ),
        skipped=outputs.SkippedOut(
            nameless=archive.skipped.nameless,
            drafts=archive.skipped.drafts,
            sponsored=archive.skipped.sponsored,
            unreadable=archive.skipped.unreadable,
        ),
        not_in_archive=archive.missing,
        ignored_files=archive.ignored_files,
    )


def profile(known: Profile) -> outputs.ProfileOut:
    """The answer to `profile show`."""
    return outputs.ProfileOut.model_validate({field: _field(field, fact) for field, fact in known.items()})


def _field(field: str, fact: Fact[Value] | None) -> dict[str, object]:
    if fact is not None:
        return {"value": fact.value, "basis": fact.basis, "as_of": fact.as_of}
    if field == "share_network":  # how a network may be used has a default, so it is never unknown
        return {"value": DEFAULT_SHARING, "basis": Basis.ASSUMED, "as_of": None}
    return {"value": None, "basis": None, "as_of": None}


def standing(fact: Fact[Standing] | None) -> outputs.StandingOut:
    """The answer to `standing show`."""
    recorded = Standing(StandingKind.GOOD) if fact is None else fact.value
    return outputs.StandingOut(
        standing=recorded.kind,
        reason=recorded.reason,
        since=recorded.since,
        until=recorded.until,
        basis=Basis.ASSUMED if fact is None else fact.basis,
    )
