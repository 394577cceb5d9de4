"""What administrators see on their Home besides: how their workspace uses the bot, and what is not set up yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.replies.blocks import header, rich_text
from bot.replies.mentions import at
from bot.replies.message import Block
from bot.replies.model import Line, Part
from bot.replies.open_appeals import waited
from bot.usecases.overview import RECENT_DAYS, OfWorkspace
from bot.verdict import Verdict
from bot.words import Words


def of_workspace(seen: OfWorkspace, own: Sequence[Line], now: datetime, words: Words) -> Iterator[Block]:
    """The workspace in numbers, who imported, what lacks.

    Args:
        own: what is said of the workspace's own numbers.
    """
    yield header(words.say("home.workspace"))
    yield rich_text(list(_numbers(seen, own, words)))
    yield rich_text(list(_imported(seen, words)))
    yield rich_text(list(_appeals(seen, now, words)))
    yield rich_text(list(_set_up(seen, words)))


def _numbers(seen: OfWorkspace, own: Sequence[Line], words: Words) -> Iterator[Line]:
    yield Line(Part.NOTE, words.say("home.workspace_policy", policy=seen.policy))
    yield from own
    counts = {verdict.value: seen.verdicts.get(verdict, 0) for verdict in Verdict}
    yield Line(Part.NOTE, words.say("home.workspace_verdicts", days=RECENT_DAYS, **counts))
    if seen.no_padlocks:
        times = words.count("times", seen.no_padlocks)
        yield Line(Part.NOTE, words.say("home.workspace_no_padlocks", times=times))


def _imported(seen: OfWorkspace, words: Words) -> Iterator[Line]:
    if not seen.importers:
        yield Line(Part.NOTE, words.say("home.workspace_imported_none"))
        return
    yield Line(Part.NOTE, words.say("home.workspace_imported", people=words.count("persons", seen.imported)))
    for user, as_of in seen.importers:
        said = words.say("home.workspace_importer", who=at(user), as_of=as_of)
        yield Line(Part.ROW, said, mentions=(user,))
    left = seen.imported - len(seen.importers)
    if left:
        yield Line(Part.ROW, words.say("home.workspace_left", n=left))


def _appeals(seen: OfWorkspace, now: datetime, words: Words) -> Iterator[Line]:
    """The open appeals by age, the oldest first."""
    if not seen.appeals:
        yield Line(Part.NOTE, words.say("home.workspace_appeals_none"))
        return
    yield Line(Part.NOTE, words.say("home.workspace_appeals", appeals=words.count("open_appeals", seen.open_appeals)))
    for appeal in seen.appeals:
        age = waited((now - appeal.filed_at).days, words)
        fields = {"number": appeal.number, "who": at(appeal.user), "age": age}
        yield Line(Part.ROW, words.say(f"home.workspace_appeal_{appeal.state}", **fields), mentions=(appeal.user,))
    left = seen.open_appeals - len(seen.appeals)
    if left:
        yield Line(Part.ROW, words.say("home.workspace_left", n=left))


def _set_up(seen: OfWorkspace, words: Words) -> Iterator[Line]:
    channel, reviewers = seen.channel, seen.reviewers
    if channel and seen.away_since is not None:
        said = words.say("reviewing.away", channel=at(channel), since=seen.away_since)
        yield Line(Part.WARNING, said, mentions=(channel,))
    if channel and reviewers:
        named = words.listed([at(user) for user in reviewers])
        said = words.say("home.workspace_reviewed", users=named, channel=at(channel))
        yield Line(Part.NOTE, said, mentions=(*reviewers, channel))
    elif channel:
        yield Line(Part.NOTE, words.say("home.workspace_unnamed", channel=at(channel)), mentions=(channel,))
    else:
        lacking = [words.say("home.workspace_no_channel")]
        lacking += [words.say("home.workspace_no_reviewers")] if not reviewers else []
        yield Line(Part.WARNING, words.say("home.workspace_lacks", lacking=words.listed(lacking)))
    yield Line(Part.NOTE, words.say("home.workspace_more"))
